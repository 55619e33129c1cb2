/*
 * The kernels of small.h in AVX2 with FMA.
 */
#include "nn/small.h"

#if defined(__x86_64__) && !defined(LATHE_REAL_DOUBLE)

#include "nn/simd_avx2.h"

/* 12 sums: with b and the broadcast of a, 15 of the 16 registers. */
#define MR 6
#define NV 2
#define DOTM 4
#define DOTN 2

#include "nn/small_body.h"

const struct lathe_small lathe_small_avx2 = { small_nn, small_nt,
                                                small_ended };

#else

/* ISO C forbids an empty translation unit. */
extern const int lathe_small_avx2_is_for_x86;

#endif
