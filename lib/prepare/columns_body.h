/*
 * The functions of columns.h for one kind of register. What includes this says
 *
 *   LANES            doubles of a register, which divides LATHE_COLUMNS
 *   INLINE           how a function that must be inlined begins
 *   TARGET           the attribute of the others
 *
 * and on the types `vec`, `vmask` (of its lanes) and `vcount` (whole numbers of
 * 64 bits): v_abs; v_above (a > b), v_reached (a >= b), v_there (no NaN),
 * v_pick(m, a, b); v_least (a < b ? a : b) and v_most (a > b ? a : b), which is
 * b where they are equal or one is NaN; v_count(c, m) adds 1 where m is; m_xor;
 * m_bits, the first lane lowest.
 */

#include "base/unroll.h"

typedef double vloose __attribute__((vector_size(8 * LANES), aligned(8),
                                     may_alias));
typedef uint64_t vcounts __attribute__((vector_size(8 * LANES), aligned(8),
                                        may_alias));

INLINE vec v_load(const double *p)
{
    return (vec)*(const vloose *)p;
}

INLINE void v_store(double *p, vec v)
{
    *(vloose *)p = (vloose)v;
}

INLINE void c_store(uint64_t *p, vcount c)
{
    *(vcounts *)p = (vcounts)c;
}

/* ---- moments ------------------------------------------------------------ */

/* As in moments.c, a lane a column. */
TARGET static void add_lanes(const double *v, size_t step, size_t n,
                             struct lathe_moments *m)
{
    const vec zero = {0};
    vec sum = zero, lost = zero, m2 = zero;
    vec least = zero + (double)INFINITY, most = zero - (double)INFINITY;
    vcount present = {0};
    double out[5][LANES], mean[LANES];
    uint64_t count[LANES];

    for (size_t i = 0; i < n; i++) {
        vec x = v_load(v + i * step);
        vmask there = v_there(x);
        vec all = sum + x;
        vec rest = v_pick(v_above(v_abs(x), v_abs(sum)), x - all + sum,
                          sum - all + x);

        least = v_least(x, least);
        most = v_most(x, most);
        lost = v_pick(there, lost + rest, lost);
        sum = v_pick(there, all, sum);
        present = v_count(present, there);
    }
    v_store(out[0], sum);
    v_store(out[1], lost);
    c_store(count, present);
    for (int k = 0; k < LANES; k++)
        mean[k] = count[k] ? (out[0][k] + out[1][k]) / (double)count[k] : 0;
    for (size_t i = 0; i < n; i++) {
        vec d = v_load(v + i * step) - v_load(mean);

        m2 = v_pick(v_there(d), m2 + d * d, m2);
    }
    v_store(out[2], m2);
    v_store(out[3], least);
    v_store(out[4], most);
    for (int k = 0; k < LANES; k++) {
        if (count[k] == 0)
            m[k] = (struct lathe_moments){0};
        else
            m[k] = (struct lathe_moments){
                .n = count[k], .min = out[3][k], .max = out[4][k],
                .sum = out[0][k], .lost = out[1][k], .mean = mean[k],
                .m2 = out[2][k]};
    }
}

TARGET static void moments(const double *v, size_t step, size_t n,
                           struct lathe_moments m[LATHE_COLUMNS])
{
    for (int k = 0; k < LATHE_COLUMNS; k += LANES)
        add_lanes(v + k, step, n, m + k);
}

/* ---- places ------------------------------------------------------------- */

/* Of the lanes from `k` on and as many as `edges` edges from `first` on; odd
 * numbers of them in between are hits. Rows with some are noted first, without
 * a branch, which would be guessed wrongly. `edges` is a constant. */
INLINE void place_lanes(const double *v, size_t step, size_t n,
                        struct lathe_columns_places *p, int k, size_t first,
                        size_t edges)
{
    vec edge[8];
    vcount reached[8] = {{0}};
    size_t some = 0;

    LATHE_UNROLL(8)
    for (size_t e = 0; e < edges; e++)
        edge[e] = v_load(p->edge[first + e] + k);
    for (size_t i = 0; i < n; i++) {
        vec x = v_load(v + i * step + k);
        vmask odd = v_reached(x, edge[0]);

        reached[0] = v_count(reached[0], odd);
        LATHE_UNROLL(8)
        for (size_t e = 1; e < edges; e++) {
            vmask beyond = v_reached(x, edge[e]);

            reached[e] = v_count(reached[e], beyond);
            odd = m_xor(odd, beyond);
        }
        p->some[some] = (struct lathe_columns_some){(uint32_t)i, m_bits(odd)};
        some += m_bits(odd) != 0;
    }
    for (size_t i = 0; i < some; i++)
        for (unsigned hit = p->some[i].lanes; hit; hit &= hit - 1) {
            size_t lane = (size_t)k + (size_t)__builtin_ctz(hit);

            p->hit[lane * n + p->hits[lane]++] = p->some[i].row;
        }
    LATHE_UNROLL(8)
    for (size_t e = 0; e < edges; e++)
        c_store(p->reached[first + e] + k, reached[e]);
}

TARGET static void count_missing(const double *v, size_t step, size_t n,
                                 uint64_t *missing)
{
    vcount there = {0};

    for (size_t i = 0; i < n; i++)
        there = v_count(there, v_there(v_load(v + i * step)));
    c_store(missing, there);
    for (int k = 0; k < LANES; k++)
        missing[k] = n - missing[k];
}

/* Six edges are those of three quartiles, the usual case. */
TARGET static void places(const double *v, size_t step, size_t n,
                          struct lathe_columns_places *p)
{
    for (int k = 0; k < LATHE_COLUMNS; k += LANES) {
        size_t e = 0;

        for (int lane = k; lane < k + LANES; lane++)
            p->hits[lane] = 0;
        for (; p->edges - e >= 6; e += 6)
            place_lanes(v, step, n, p, k, e, 6);
        for (; e < p->edges; e += 2)
            place_lanes(v, step, n, p, k, e, 2);
        count_missing(v + k, step, n, p->missing + k);
    }
}

/* ---- ranges ------------------------------------------------------------- */

/* Where it is not whole. From 2^52 on every number is; below that adding and
 * taking off 2^52 rounds to a whole number. */
INLINE vmask is_fraction(vec x)
{
    const vec zero = {0}, big = zero + 0x1p52;
    vec a = v_abs(x);

    a = v_pick(v_reached(a, big), zero, a);
    return v_above(v_abs(a + big - big - a), zero);
}

TARGET static void range_lanes(const double *v, size_t step, size_t n,
                               struct lathe_columns_range *out, int k)
{
    const vec zero = {0}, one = zero + 1.0;
    vec before = v_load(v + k), least = before, most = before;
    vcount fractions = {0}, breaks = {0};

    fractions = v_count(fractions, is_fraction(before));
    for (size_t i = 1; i < n; i++) {
        vec x = v_load(v + i * step + k);

        least = v_least(x, least);
        most = v_most(x, most);
        fractions = v_count(fractions, is_fraction(x));
        breaks = v_count(breaks, v_above(v_abs(x - (before + one)), zero));
        before = x;
    }
    v_store(out->min + k, least);
    v_store(out->max + k, most);
    c_store(out->fractions + k, fractions);
    c_store(out->breaks + k, breaks);
}

TARGET static void ranges(const double *v, size_t step, size_t n,
                          struct lathe_columns_range *out)
{
    for (int k = 0; k < LATHE_COLUMNS; k += LANES)
        range_lanes(v, step, n, out, k);
}
