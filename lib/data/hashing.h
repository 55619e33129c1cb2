/*
 * hashing - values to places without a dictionary.
 *
 * Feature hashing (Weinberger, Dasgupta, Langford, Smola, Attenberg, "Feature
 * hashing for large scale multitask learning", 2009): a hash of a value says
 * which of a few places it has, so that no dictionary is kept and a value that
 * was never seen has a place as well. Values that meet in a place are told
 * apart by the other columns only.
 *
 * Typed rows hold the hash, not the place: it is the same whatever the number
 * of places is.
 */
#ifndef LATHE_DATA_HASHING_H
#define LATHE_DATA_HASHING_H

#include <stddef.h>
#include <stdint.h>

/* Codes of values are below. */
#define LATHE_HASHING_CODES ((uint32_t)1 << 31)

/* Most places of a column. */
#define LATHE_HASHING_PLACES ((uint32_t)1 << 20)

/* The code of a value: 31 bits of XXH3. */
uint32_t lathe_hashing_code(const char *s, size_t len);

/* The place of a code among n: the product of both, without the 31 lower bits
 * (Lemire, "Fast random integer generation in an interval", 2019). */
static inline uint32_t lathe_hashing_place(uint32_t code, uint32_t n)
{
    return (uint32_t)((uint64_t)code * n >> 31);
}

#endif
