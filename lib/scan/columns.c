#include "scan/columns.h"

#include "data/singles.h"

#include <math.h>

/* 16 bytes, which every x86-64 and ARM64 has registers for. */
enum { LANES = 2 };

typedef double vec __attribute__((vector_size(16), may_alias));
typedef int64_t vmask __attribute__((vector_size(16), may_alias));
typedef vmask vcount;

#define TARGET
#define INLINE static inline __attribute__((always_inline))

INLINE vec v_abs(vec a)
{
    return (vec)((vmask)a & INT64_MAX);
}

INLINE vmask v_above(vec a, vec b)
{
    return (vmask)(a > b);
}

INLINE vmask v_reached(vec a, vec b)
{
    return (vmask)(a >= b);
}

INLINE vmask v_there(vec a)
{
    return (vmask)(a == a);
}

INLINE vec v_pick(vmask m, vec a, vec b)
{
    return (vec)((m & (vmask)a) | (~m & (vmask)b));
}

INLINE vec v_where(vmask m, vec a)
{
    return (vec)((vmask)a & m);
}

INLINE vec v_least(vec a, vec b)
{
    return v_pick(v_above(b, a), a, b);
}

INLINE vec v_most(vec a, vec b)
{
    return v_pick(v_above(a, b), a, b);
}

INLINE vcount v_count(vcount c, vmask m)
{
    return c - m;
}

INLINE vmask v_wide(vec a)
{
    return (vmask){lathe_single_holds(a[0]) - 1,
                   lathe_single_holds(a[1]) - 1};
}

INLINE vmask m_xor(vmask a, vmask b)
{
    return a ^ b;
}

INLINE unsigned m_bits(vmask m)
{
    return (unsigned)(m[0] & 1) | (unsigned)(m[1] & 2);
}

#include "scan/columns_body.h"

const struct lathe_columns lathe_columns_portable = {moments, places, ranges};

struct lathe_columns lathe_columns_for(enum lathe_cpu_level level)
{
#if defined(__x86_64__)
    if (level >= LATHE_CPU_AVX512)
        return lathe_columns_avx512;
    if (level >= LATHE_CPU_AVX2)
        return lathe_columns_avx2;
#endif
    (void)level;
    return lathe_columns_portable;
}
