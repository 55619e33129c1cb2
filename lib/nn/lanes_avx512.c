/*
 * The kernels of lanes.h in AVX-512: 16 images a group.
 */
#include "nn/lanes.h"

#if defined(__x86_64__) && !defined(LATHE_REAL_DOUBLE)

#include "nn/simd_avx512.h"

/* 24 sums, and 8 of the 32 registers for what is multiplied. */
#define CONV_K 6
#define CONV_X 4
#define GRAD_K(taps) ((taps) >= 3 ? 4 : 8)

#include "nn/lanes_body.h"
#include "nn/maps_body.h"
#include "nn/entropy_body.h"

const struct lathe_lanes lathe_lanes_avx512 = LANES_TABLE;

#else

/* ISO C forbids an empty translation unit. */
extern const int lathe_lanes_avx512_is_for_x86;

#endif
