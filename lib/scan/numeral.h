/*
 * numeral - how numbers are written, where that tells that they may be
 * something else: codes with zeros in front, 02134, or of more digits than a
 * number has, versions, 1.10 beside 1.9, or numbers with dots between
 * thousands, 1.540 beside 12, which is 1540.
 */
#ifndef LATHE_SCAN_NUMERAL_H
#define LATHE_SCAN_NUMERAL_H

#include "data/dict.h"

#include <stdbool.h>

/* Bytes of a number that is given as an example, and its NUL. */
#define LATHE_NUMERAL_ROOM 24

/* Bytes of a number of at most two digits before the dot and behind it. */
#define LATHE_NUMERAL_VERSION 6

/* Zeroed: no number was seen. */
struct lathe_numerals {
    bool other;                 /* one is not digits alone */
    bool ungrouped;             /* one cannot be in thousands */
    bool small;                 /* one is, and has no dot */
    bool unversioned;           /* one is not 3.9 or 3.10 */
    bool tenth;                 /* one has one digit behind the dot */
    char version[LATHE_NUMERAL_VERSION];        /* the first with two, of which
                                                 * the last is 0 */
    char padded[LATHE_NUMERAL_ROOM];    /* the first of three digits or more
                                         * with a zero in front; "": none */
    char grouped[LATHE_NUMERAL_ROOM];   /* the first with a dot, three digits
                                         * and a zero at the end */
    char wide[LATHE_NUMERAL_ROOM];      /* the first whole one of which a double
                                         * keeps other digits */
};

/* One that is a number for lathe_decimal_parse. */
void lathe_numerals_add(struct lathe_numerals *n, const char *s, size_t len);
void lathe_numerals_add_words(struct lathe_numerals *n,
                              const struct lathe_dict *words);

/* An example of codes: all are digits, and some have zeros in front. NULL:
 * they are none. */
const char *lathe_numerals_padded(const struct lathe_numerals *n);

/* An example of dots between thousands. All have one and three digits behind
 * it or none; some end in zeros, which numbers of so many digits do not where
 * others have fewer. NULL: they are what they seem. */
const char *lathe_numerals_grouped(const struct lathe_numerals *n);

/* An example of versions, of which 1.10 follows 1.9: some have one digit behind
 * the dot, others two that end in 0, as numbers do not. NULL: they are none. */
const char *lathe_numerals_version(const struct lathe_numerals *n);

/* An example of whole numbers of so many digits that different ones become the
 * same double, cut short where it is very long. NULL: there are none. */
const char *lathe_numerals_wide(const struct lathe_numerals *n);

#endif
