/*
 * pack - some doubles in few bytes, to the last bit.
 *
 * Most numbers of a table are short decimals: a whole number k over a power of
 * ten, which rounds to the very double that was read. Such are kept as what
 * each k is above the least one, in as many bytes as that takes, others as they
 * are. (Afroozeh, Kuffo, Boncz, "ALP: Adaptive Lossless floating-Point
 * Compression", 2023, goes further.)
 */
#ifndef LATHE_PREPARE_PACK_H
#define LATHE_PREPARE_PACK_H

#include <stddef.h>

/* Most values at a time, and the bytes that they take at most beside eight
 * each. */
#define LATHE_PACK_VALUES 256
#define LATHE_PACK_HEAD 6

/* Packs n values, at least one; how many bytes. *hint is kept for the values
 * that follow, from 0. */
size_t lathe_pack_put(const double *v, size_t n, unsigned char *hint,
                      unsigned char *to);

/* Takes n values out of the first of `left` bytes; how many these are, or 0:
 * they are not what was put. */
size_t lathe_pack_take(const unsigned char *from, size_t left, double *v,
                       size_t n);

#endif
