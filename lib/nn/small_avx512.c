/*
 * The kernels of small.h in AVX-512.
 */
#include "nn/small.h"

#if defined(__x86_64__) && !defined(LATHE_REAL_DOUBLE)

#include "nn/simd_avx512.h"

/* 16 sums cover the latency of the multiply-add twice over. */
#define MR 8
#define NV 2
#define DOTM 4
#define DOTN 4

#include "nn/small_body.h"

const struct lathe_small lathe_small_avx512 = { small_nn, small_nt,
                                                small_ended };

#else

/* ISO C forbids an empty translation unit. */
extern const int lathe_small_avx512_is_for_x86;

#endif
