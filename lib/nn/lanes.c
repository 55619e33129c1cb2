#include "nn/lanes.h"

#include "nn/simd_portable.h"

#define CONV_K 4
#define CONV_X 2
#define GRAD_K(taps) ((taps) >= 4 ? 2 : (taps) == 3 ? 3 : 6)

#include "nn/lanes_body.h"
#include "nn/maps_body.h"
#include "nn/entropy_body.h"

const struct lathe_lanes lathe_lanes_portable = LANES_TABLE;

const struct lathe_lanes *lathe_lanes_pick(enum lathe_cpu_level level)
{
#if defined(__x86_64__) && !defined(LATHE_REAL_DOUBLE)
    if (level >= LATHE_CPU_AVX512)
        return &lathe_lanes_avx512;
    if (level >= LATHE_CPU_AVX2)
        return &lathe_lanes_avx2;
#elif defined(__aarch64__) && !defined(LATHE_REAL_DOUBLE)
    if (level >= LATHE_CPU_NEON)
        return &lathe_lanes_neon;
#endif
    (void)level;
    return &lathe_lanes_portable;
}
