/*
 * value - the text of an option, parsed whole or refused.
 */
#ifndef CMD_VALUE_H
#define CMD_VALUE_H

#include "command.h"

/* Gives an option its value (NULL for a flag given bare); what is wrong with
 * it, or NULL. A text is kept by reference. */
const char *value_set(const struct opt *o, const char *value);

#endif
