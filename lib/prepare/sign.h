/*
 * sign - values that would be numbers without the sign beside them: $1,200.50,
 * 12 €, 45%; or without what looks like a blank or a minus, but is none; or
 * in parentheses, as accounts write -5: (5).
 */
#ifndef LATHE_PREPARE_SIGN_H
#define LATHE_PREPARE_SIGN_H

#include "data/dict.h"

struct lathe_sign {
    const char *text;           /* UTF-8 */
    const char *what;           /* "'$' signs" */
    const char *remedy, *latin1;        /* the command that takes them out of
                                         * a file, and of one in Latin-1;
                                         * NULL: that has no such sign */
    bool blank;                 /* may stand among digits as well */
};

/* The sign before or behind what is a number, maybe with commas (comma.h);
 * NULL: there is none, or the rest is no number. A constant. */
const struct lathe_sign *lathe_sign_of(const char *s, size_t len);

/* The one sign of all words that are not numbers as they stand; NULL: they
 * have several, or one is something else. */
const struct lathe_sign *lathe_sign_of_words(const struct lathe_dict *words);

#endif
