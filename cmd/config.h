/*
 * config - options from a file: lines of 'name = value', '#' for comments.
 */
#ifndef CMD_CONFIG_H
#define CMD_CONFIG_H

#include "command.h"

/* Sets the options of `c` that the file names; false (said) with *status when
 * it cannot be read or has a bad line. */
bool config_read(const struct command *c, const char *path, int *status);

#endif
