/*
 * The kernels of lanes.h in AVX2 with FMA: 8 images a group.
 */
#include "nn/lanes.h"

#if defined(__x86_64__) && !defined(LATHE_REAL_DOUBLE)

#include "nn/simd_avx2.h"

/* 12 sums, and 4 of the 16 registers for what is multiplied. */
#define CONV_K 4
#define CONV_X 3
#define GRAD_K(taps) \
    ((taps) == 5 ? 2 : (taps) == 4 ? 3 : (taps) == 3 ? 4 : 6)

#include "nn/lanes_body.h"
#include "nn/maps_body.h"
#include "nn/entropy_body.h"

const struct lathe_lanes lathe_lanes_avx2 = LANES_TABLE;

#else

/* ISO C forbids an empty translation unit. */
extern const int lathe_lanes_avx2_is_for_x86;

#endif
