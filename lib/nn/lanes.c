#include "nn/lanes.h"

#include <string.h>

/* 16 bytes, which every x86-64 and ARM64 has registers for. */
enum { LANES = 16 / sizeof(real) };

typedef real vec __attribute__((vector_size(16), may_alias));
#ifdef LATHE_REAL_DOUBLE
typedef int64_t vbits __attribute__((vector_size(16), may_alias));
#else
typedef int32_t vbits __attribute__((vector_size(16), may_alias));
#endif
typedef vbits vmask;

#define TARGET
#define INLINE static inline __attribute__((always_inline))
#define CONV_K 4
#define CONV_X 2
#define GRAD_K(taps) ((taps) >= 4 ? 2 : (taps) == 3 ? 3 : 6)

INLINE vec v_set(real x)
{
    return x - (vec){0};
}

INLINE vec v_fma(vec a, vec b, vec c)
{
    return a * b + c;
}

INLINE real v_sum(vec v)
{
    return LANES == 2 ? v[0] + v[1]
                      : (v[0] + v[LANES / 2]) + (v[1] + v[LANES - 1]);
}

INLINE vec v_pick(vmask m, vec a, vec b)
{
    return (vec)((m & (vbits)a) | (~m & (vbits)b));
}

INLINE vmask v_above(vec a, vec b)
{
    return (vmask)(a > b);
}

INLINE vmask v_other(vec a, vec b)
{
    return (vmask)(a != b);
}

INLINE vmask v_newer(vec a, vec b)
{
    return (vmask)(a > b) | (vmask)(a != a);
}

/* b where either is a NaN, as x86's minps. */
INLINE vec v_least(vec a, vec b)
{
    return v_pick((vmask)(a < b), a, b);
}

INLINE vec v_most(vec a, vec b)
{
    return v_pick((vmask)(a > b), a, b);
}

INLINE vec v_relu(vec x)
{
    return v_most(v_set(0), x);
}

INLINE void v_turn(vec *v)
{
    for (int i = 0; i < LANES; i++)
        for (int j = 0; j < i; j++) {
            real held = v[i][j];
            v[i][j] = v[j][i];
            v[j][i] = held;
        }
}

#include "nn/lanes_body.h"

const struct lathe_lanes lathe_lanes_portable = LANES_TABLE;

const struct lathe_lanes *lathe_lanes_pick(enum lathe_cpu_level level)
{
#if defined(__x86_64__) && !defined(LATHE_REAL_DOUBLE)
    if (level >= LATHE_CPU_AVX512)
        return &lathe_lanes_avx512;
    if (level >= LATHE_CPU_AVX2)
        return &lathe_lanes_avx2;
#endif
    (void)level;
    return &lathe_lanes_portable;
}
