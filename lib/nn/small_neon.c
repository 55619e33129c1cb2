/*
 * The kernels of small.h in NEON.
 */
#include "nn/small.h"

#if defined(__aarch64__) && !defined(LATHE_REAL_DOUBLE)

#include "nn/simd_neon.h"

/* 20 sums, 4 registers of b and the numbers of a, which compilers load ahead:
 * 29 of 32. One more row, and gcc moves sums to the stack and back. */
#define MR 5
#define NV 4
#define DOTM 4
#define DOTN 4

#include "nn/small_body.h"

const struct lathe_small lathe_small_neon = { small_nn, small_nt,
                                                small_ended };

#else

/* ISO C forbids an empty translation unit. */
extern const int lathe_small_neon_is_for_arm64;

#endif
