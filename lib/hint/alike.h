/*
 * alike - two classes that a person may have meant as one: "Yes" and "yes",
 * "1" and "1.0".
 */
#ifndef LATHE_HINT_ALIKE_H
#define LATHE_HINT_ALIKE_H

#include "data/dict.h"

#include <stdbool.h>

/* Of more words nothing is told: every one is compared with every other. */
#define LATHE_ALIKE_MOST 64

/* Whether two words are the same number, or the same but for their case, for
 * blanks around them, and for what is not seen (fold.h); *a < *b are the first
 * two. */
bool lathe_alike_find(const struct lathe_dict *words, uint32_t *a,
                      uint32_t *b);

/* How the words a and b, which are alike, differ: to follow what says that they
 * are written differently. */
const char *lathe_alike_how(const struct lathe_dict *words, uint32_t a,
                            uint32_t b);

#endif
