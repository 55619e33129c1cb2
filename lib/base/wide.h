/*
 * wide - whole numbers of 128 bits, and the powers of ten that 64 bits hold.
 */
#ifndef LATHE_BASE_WIDE_H
#define LATHE_BASE_WIDE_H

#include <stdint.h>

__extension__ typedef unsigned __int128 lathe_wide;

#define LATHE_WIDE_TENS 19

static const uint64_t lathe_wide_ten[LATHE_WIDE_TENS + 1] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
    10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000,
    1000000000000000, 10000000000000000, 100000000000000000,
    1000000000000000000, 10000000000000000000u};

#endif
