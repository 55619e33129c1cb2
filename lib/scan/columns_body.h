/*
 * The functions of columns.h for one kind of register. What includes this says
 *
 *   LANES            doubles of a register, which divides LATHE_COLUMNS
 *   INLINE           how a function that must be inlined begins
 *   TARGET           the attribute of the others
 *
 * and on the types `vec`, `vmask` (of its lanes) and `vcount` (whole numbers of
 * 64 bits): v_abs; v_above (a > b), v_reached (a >= b), v_there (no NaN),
 * v_pick(m, a, b), v_where (a where m is, else 0); v_least (a < b ? a : b) and
 * v_most (a > b ? a : b), which is b where they are equal or one is NaN;
 * v_count(c, m) adds 1 where m is; v_wide (no single of singles.h, nor NaN);
 * m_xor; m_bits, the first lane lowest.
 */

#include "base/unroll.h"

#include <string.h>

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

INLINE vcount c_load(const uint64_t *p)
{
    return (vcount)*(const vcounts *)p;
}

INLINE void c_store(uint64_t *p, vcount c)
{
    *(vcounts *)p = (vcounts)c;
}

/* ---- strips ------------------------------------------------------------- */

/*
 * Rows are taken in strips, all registers of columns of one before the next
 * strip: a block is more than the second cache holds. A strip leaves room in
 * the first one for what the columns come to, and so wide rows are taken in
 * bands of columns.
 *
 * Where the columns are no multiple of a register, the last one goes over the
 * one before, whose lanes then come to the same once more.
 */
#define STRIP_BYTES ((size_t)16 << 10)
enum { BAND = 64 };

static size_t least_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t strip_rows(size_t columns)
{
    return STRIP_BYTES / sizeof(double) / columns;
}

/* The first column of the register that would begin at k. */
static size_t column_of(size_t k, size_t columns)
{
    return least_of(k, columns - LANES);
}

/* Where in its band what column k comes to is: the last of it are lanes of the
 * last register. */
static size_t slot_of(size_t k, size_t columns)
{
    size_t last = (columns - 1) / LANES * LANES;

    return k < last ? k : k - column_of(last, columns) + last;
}

/* Adds the n rows of a strip, from the column on that v points to, to what
 * register k of a band comes to. */
typedef void add_fn(const double *v, size_t step, size_t n, void *band,
                    size_t k);

/* All of them: rows of `columns` values each, `step` from row to row. */
INLINE void add_strips(const double *v, size_t step, size_t n, size_t columns,
                       add_fn *add, void *band)
{
    size_t rows = strip_rows(columns);

    for (size_t i = 0; i < n; i += rows)
        for (size_t k = 0; k < columns; k += LANES)
            add(v + i * step + column_of(k, columns), step,
                least_of(rows, n - i), band, k);
}

/* ---- moments ------------------------------------------------------------ */

/* Of a band; those of the register at k begin at [k]. */
struct sums {
    double sum[BAND], lost[BAND], min[BAND], max[BAND], mean[BAND], m2[BAND];
    uint64_t n[BAND];
};

/* As in moments.c, a lane a column. A missing value adds +0, which changes no
 * sum that began with +0. */
TARGET static void add_lanes(const double *v, size_t step, size_t n,
                             void *band, size_t k)
{
    struct sums *s = band;
    vec sum = v_load(s->sum + k), lost = v_load(s->lost + k);
    vec least = v_load(s->min + k), most = v_load(s->max + k);
    vcount present = c_load(s->n + k);

    for (size_t i = 0; i < n; i++) {
        vec x = v_load(v + i * step), all, rest;
        vmask there = v_there(x);

        least = v_least(x, least);
        most = v_most(x, most);
        x = v_where(there, x);
        all = sum + x;
        rest = v_pick(v_above(v_abs(x), v_abs(sum)), x - all + sum,
                      sum - all + x);
        lost = lost + v_where(there, rest);
        sum = all;
        present = v_count(present, there);
    }
    v_store(s->sum + k, sum);
    v_store(s->lost + k, lost);
    v_store(s->min + k, least);
    v_store(s->max + k, most);
    c_store(s->n + k, present);
}

/* About the means. */
TARGET static void square_lanes(const double *v, size_t step, size_t n,
                                void *band, size_t k)
{
    struct sums *s = band;
    const vec mean = v_load(s->mean + k);
    vec m2 = v_load(s->m2 + k);

    for (size_t i = 0; i < n; i++) {
        vec d = v_load(v + i * step) - mean;

        m2 = m2 + v_where(v_there(d), d * d);
    }
    v_store(s->m2 + k, m2);
}

static struct lathe_moments moments_of(const struct sums *s, size_t k)
{
    if (s->n[k] == 0)
        return (struct lathe_moments){0};
    return (struct lathe_moments){
        .n = s->n[k], .min = s->min[k], .max = s->max[k], .sum = s->sum[k],
        .lost = s->lost[k], .mean = s->mean[k], .m2 = s->m2[k]};
}

TARGET static void moments_of_band(const double *v, size_t step, size_t n,
                                   size_t columns, struct lathe_moments *m)
{
    struct sums s;

    memset(&s, 0, sizeof s);
    for (size_t k = 0; k < BAND; k++) {
        s.min[k] = (double)INFINITY;
        s.max[k] = (double)-INFINITY;
    }
    add_strips(v, step, n, columns, add_lanes, &s);
    for (size_t k = 0; k < BAND; k++)
        if (s.n[k])
            s.mean[k] = (s.sum[k] + s.lost[k]) / (double)s.n[k];
    add_strips(v, step, n, columns, square_lanes, &s);
    for (size_t k = 0; k < columns; k++)
        m[k] = moments_of(&s, slot_of(k, columns));
}

static void moments(const double *v, size_t width, size_t n,
                    struct lathe_moments *m)
{
    if (width < LANES) {
        memset(m, 0, width * sizeof *m);
        for (size_t k = 0; k < width; k++)
            lathe_moments_add(&m[k], v + k, width, n);
        return;
    }
    for (size_t k = 0; k < width; k += BAND) {
        size_t first = column_of(k, width);

        moments_of_band(v + first, width, n, least_of(width - first, BAND),
                        m + first);
    }
}

/* ---- places ------------------------------------------------------------- */

/* Rows of a strip of a group alone. */
enum { STRIP_ROWS = STRIP_BYTES / sizeof(double) / LATHE_COLUMNS };

/* A row, and the lanes whose values are hits, a bit each. */
struct some {
    uint32_t row, lanes;
};

/* Of a strip, the lanes from `k` on and as many as `edges` edges from `first`
 * on, a constant; odd numbers of them in between are hits. Rows with some are
 * noted first, without a branch, which would be guessed wrongly. A lane has
 * room for `room` hits. */
INLINE void place_lanes(const double *v, size_t step, size_t n,
                        const struct lathe_columns_edges *g,
                        struct lathe_columns_places *p, size_t room, size_t k,
                        size_t first, size_t edges)
{
    struct some some[STRIP_ROWS];
    vec edge[6];
    vcount reached[6] = {{0}};
    size_t found = 0;

    LATHE_UNROLL(6)
    for (size_t e = 0; e < edges; e++) {
        edge[e] = v_load(g->edge[first + e] + k);
        reached[e] = c_load(p->reached[first + e] + k);
    }
    for (size_t i = 0; i < n; i++) {
        vec x = v_load(v + i * step + k);
        vmask odd = v_reached(x, edge[0]);

        reached[0] = v_count(reached[0], odd);
        LATHE_UNROLL(6)
        for (size_t e = 1; e < edges; e++) {
            vmask beyond = v_reached(x, edge[e]);

            reached[e] = v_count(reached[e], beyond);
            odd = m_xor(odd, beyond);
        }
        some[found] = (struct some){(uint32_t)i, m_bits(odd)};
        found += m_bits(odd) != 0;
    }
    LATHE_UNROLL(6)
    for (size_t e = 0; e < edges; e++)
        c_store(p->reached[first + e] + k, reached[e]);
    for (size_t i = 0; i < found; i++)
        for (unsigned hit = some[i].lanes; hit; hit &= hit - 1) {
            size_t lane = k + (size_t)__builtin_ctz(hit);

            p->hit[lane * room + p->hits[lane]++] =
                v[some[i].row * step + lane];
        }
}

TARGET static void count_present(const double *v, size_t step, size_t n,
                                 uint64_t *there)
{
    vcount count = c_load(there);

    for (size_t i = 0; i < n; i++)
        count = v_count(count, v_there(v_load(v + i * step)));
    c_store(there, count);
}

/* Six edges are those of three quartiles, the usual case. */
TARGET static void place_group(const double *v, size_t step, size_t n,
                               const struct lathe_columns_edges *g,
                               struct lathe_columns_places *p, size_t room)
{
    for (size_t k = g->first / LANES * LANES; k < LATHE_COLUMNS; k += LANES) {
        size_t e = 0;

        for (; g->n - e >= 6; e += 6)
            place_lanes(v, step, n, g, p, room, k, e, 6);
        for (; e < g->n; e += 2)
            place_lanes(v, step, n, g, p, room, k, e, 2);
        count_present(v + k, step, n, p->present + k);
    }
}

static void places_of_band(const double *v, size_t width, size_t n,
                           const struct lathe_columns_edges *g,
                           struct lathe_columns_places *p, size_t groups)
{
    size_t rows = strip_rows(groups * LATHE_COLUMNS);

    for (size_t k = 0; k < groups; k++) {
        memset(p[k].reached, 0, g[k].n * sizeof p[k].reached[0]);
        memset(p[k].present, 0, sizeof p[k].present);
        memset(p[k].hits, 0, sizeof p[k].hits);
    }
    for (size_t i = 0; i < n; i += rows)
        for (size_t k = 0; k < groups; k++)
            place_group(v + i * width + g[k].at, width, least_of(rows, n - i),
                        &g[k], &p[k], n);
}

static void places(const double *v, size_t width, size_t n,
                   const struct lathe_columns_edges *g,
                   struct lathe_columns_places *p, size_t groups)
{
    size_t most = BAND / LATHE_COLUMNS;

    for (size_t k = 0; k < groups; k += most)
        places_of_band(v, width, n, g + k, p + k, least_of(most, groups - k));
}

/* ---- ranges ------------------------------------------------------------- */

/* Of a band, as its sums are. Once a register has a fraction and a break in
 * each of its lanes no more are counted, nor wide ones once each has one. */
struct extents {
    double min[BAND], max[BAND], before[BAND];
    uint64_t fractions[BAND], breaks[BAND], wide[BAND];
    bool large;                 /* there may be wide ones */
};

/* Where it is not whole. From 2^52 on every number is; below that adding and
 * taking off 2^52 rounds to a whole number. */
INLINE vmask is_fraction(vec x)
{
    const vec zero = {0}, big = zero + 0x1p52;
    vec a = v_abs(x);

    a = v_pick(v_reached(a, big), zero, a);
    return v_above(v_abs(a + big - big - a), zero);
}

static bool has_both(const struct extents *s, size_t k)
{
    bool both = true;

    for (size_t lane = k; lane < k + LANES; lane++)
        both = both && s->fractions[lane] && s->breaks[lane];
    return both;
}

/* Whether there is nothing left to find in the register. */
static bool all_wide(const struct extents *s, size_t k)
{
    bool all = true;

    if (!s->large)
        return true;
    for (size_t lane = k; lane < k + LANES; lane++)
        all = all && s->wide[lane];
    return all;
}

/* The least and the greatest value alone. */
TARGET static void extend_lanes(const double *v, size_t step, size_t n,
                                struct extents *s, size_t k)
{
    vec least = v_load(s->min + k), most = v_load(s->max + k);

    for (size_t i = 0; i < n; i++) {
        vec x = v_load(v + i * step);

        least = v_least(x, least);
        most = v_most(x, most);
    }
    v_store(s->min + k, least);
    v_store(s->max + k, most);
}

TARGET static void count_lanes(const double *v, size_t step, size_t n,
                               struct extents *s, size_t k)
{
    const vec zero = {0}, one = zero + 1.0;
    vec least = v_load(s->min + k), most = v_load(s->max + k);
    vec before = v_load(s->before + k);
    vcount fractions = c_load(s->fractions + k);
    vcount breaks = c_load(s->breaks + k);

    for (size_t i = 0; i < n; i++) {
        vec x = v_load(v + i * step);

        least = v_least(x, least);
        most = v_most(x, most);
        fractions = v_count(fractions, is_fraction(x));
        breaks = v_count(breaks, v_above(v_abs(x - (before + one)), zero));
        before = x;
    }
    v_store(s->min + k, least);
    v_store(s->max + k, most);
    v_store(s->before + k, before);
    c_store(s->fractions + k, fractions);
    c_store(s->breaks + k, breaks);
}

TARGET static void count_wide(const double *v, size_t step, size_t n,
                              struct extents *s, size_t k)
{
    vcount wide = c_load(s->wide + k);

    for (size_t i = 0; i < n; i++)
        wide = v_count(wide, v_wide(v_load(v + i * step)));
    c_store(s->wide + k, wide);
}

TARGET static void range_lanes(const double *v, size_t step, size_t n,
                               void *band, size_t k)
{
    if (!all_wide(band, k))
        count_wide(v, step, n, band, k);
    if (has_both(band, k))
        extend_lanes(v, step, n, band, k);
    else
        count_lanes(v, step, n, band, k);
}

TARGET static void ranges_of_band(const double *v, size_t step, size_t n,
                                  size_t columns, bool large,
                                  struct lathe_columns_range *out)
{
    struct extents s;

    memset(s.fractions, 0, sizeof s.fractions);
    memset(s.breaks, 0, sizeof s.breaks);
    memset(s.wide, 0, sizeof s.wide);
    s.large = large;
    for (size_t k = 0; k < BAND; k++) {
        s.min[k] = (double)INFINITY;
        s.max[k] = (double)-INFINITY;
        s.before[k] = (double)NAN;      /* nothing breaks with it */
    }
    add_strips(v, step, n, columns, range_lanes, &s);
    for (size_t k = 0; k < columns; k++) {
        size_t at = slot_of(k, columns);

        out[k] = (struct lathe_columns_range){
            .min = s.min[at], .max = s.max[at],
            .whole = s.fractions[at] == 0, .up = s.breaks[at] == 0,
            .wide = s.wide[at] != 0};
    }
}

static void ranges(const double *v, size_t width, size_t n, bool large,
                   struct lathe_columns_range *out)
{
    for (size_t k = 0; k < width; k += BAND) {
        size_t first = column_of(k, width);

        ranges_of_band(v + first, width, n, least_of(width - first, BAND),
                       large, out + first);
    }
}
