/*
 * rowmix - a hash of some hundred bytes for sets of rows within one run: which
 * rows repeat others. It is not the same on all machines.
 *
 * With AES instructions each block of 16 bytes is a round of that cipher, in
 * four lanes (after J. Muratori, "Meow hash", 2018), which takes less than half
 * of the time of lathe_digest_hash; that is what it is without them, and of few
 * bytes.
 */
#ifndef LATHE_BASE_ROWMIX_H
#define LATHE_BASE_ROWMIX_H

#include <stddef.h>
#include <stdint.h>

/* Of bytes[n]; other seeds give other hashes. */
uint64_t lathe_rowmix(const void *bytes, size_t n, uint64_t seed);

#endif
