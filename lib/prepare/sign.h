/*
 * sign - values that would be numbers without the sign beside them: $1,200.50,
 * 12 €, 45%.
 */
#ifndef LATHE_PREPARE_SIGN_H
#define LATHE_PREPARE_SIGN_H

#include "data/dict.h"

/* The sign before or behind what is a number, maybe with commas (comma.h);
 * NULL: there is none, or the rest is no number. A constant. */
const char *lathe_sign_of(const char *s, size_t len);

/* The one sign of all words that are not numbers as they stand; NULL: they
 * have several, or one is something else. */
const char *lathe_sign_of_words(const struct lathe_dict *words);

#endif
