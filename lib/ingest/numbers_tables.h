/*
 * numbers_tables - what the versions of numbers.h for x86-64 share.
 */
#ifndef LATHE_INGEST_NUMBERS_TABLES_H
#define LATHE_INGEST_NUMBERS_TABLES_H

#include "ingest/numbers.h"

#define MOST_DIGITS 16

static const double power[MOST_DIGITS] = {
    1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/* From byte n on: n - 16, n - 15, ..., n - 1: which byte each of 16 takes so
 * that the first n come to stand at the end; negative: none. */
static const signed char moves[32] = {
    -16, -15, -14, -13, -12, -11, -10, -9, -8, -7, -6, -5, -4, -3, -2, -1,
    0,   1,   2,   3,   4,   5,   6,   7,  8,  9,  10, 11, 12, 13, 14, 15};

/* From byte n on: all ones in the last n of 16. */
static const signed char lasts[32] = {
    0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

/* Four of one digit each: flags and small counts, of which many tables are
 * full. False: they are not. */
static inline bool parse_digits(const struct lathe_field *a,
                                const struct lathe_field *b,
                                const struct lathe_field *c,
                                const struct lathe_field *d, double *out)
{
    unsigned va = (unsigned char)a->s[0] - (unsigned)'0';
    unsigned vb = (unsigned char)b->s[0] - (unsigned)'0';
    unsigned vc = (unsigned char)c->s[0] - (unsigned)'0';
    unsigned vd = (unsigned char)d->s[0] - (unsigned)'0';

    if (va > 9 || vb > 9 || vc > 9 || vd > 9)
        return false;
    out[0] = (double)(int)va;
    out[1] = (double)(int)vb;
    out[2] = (double)(int)vc;
    out[3] = (double)(int)vd;
    return true;
}

#endif
