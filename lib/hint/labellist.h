/*
 * labellist - categories or classes that are lists of few labels: a|b, b|c|d.
 */
#ifndef LATHE_HINT_LABELLIST_H
#define LATHE_HINT_LABELLIST_H

#include "data/dict.h"

/* How many labels the words are lists of, where most are lists and there are
 * more words by far than labels; 0: they are none. *example: a list. */
size_t lathe_labellist_count(const struct lathe_dict *words,
                             const char **example);

#endif
