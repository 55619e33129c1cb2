/*
 * The kernels of lanes.h in NEON: 4 images a group.
 */
#include "nn/lanes.h"

#if defined(__aarch64__) && !defined(LATHE_REAL_DOUBLE)

#include "nn/simd_neon.h"

/* 20 sums, and 9 of the 32 registers for what is multiplied, which compilers
 * load ahead; with 24 sums gcc moves some to the stack and back. */
#define CONV_K 5
#define CONV_X 4
#define GRAD_K(taps) \
    ((taps) == 5 ? 4 : (taps) == 4 ? 5 : (taps) == 3 ? 6 : 8)

#include "nn/lanes_body.h"
#include "nn/maps_body.h"
#include "nn/entropy_body.h"

const struct lathe_lanes lathe_lanes_neon = LANES_TABLE;

#else

/* ISO C forbids an empty translation unit. */
extern const int lathe_lanes_neon_is_for_arm64;

#endif
