/*
 * most - words that are all of one kind, but for one of 20 that may be
 * something else.
 */
#ifndef LATHE_HINT_MOST_H
#define LATHE_HINT_MOST_H

#include "data/dict.h"

/* How many of the words may be something else. */
uint32_t lathe_most_others(const struct lathe_dict *words);

/* How many of the words are such, 0 where they are not most; *first: one of
 * them, if there is one. */
uint32_t lathe_most_are(const struct lathe_dict *words,
                        bool (*is)(const char *s, size_t len),
                        const char **first);

#endif
