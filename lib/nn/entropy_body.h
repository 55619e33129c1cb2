/*
 * The kernels of entropy.h for one kind of register; see simd.h for what it
 * has. Comes behind lanes_body.h, whose enter() and leave() turn rows.
 */

#include "nn/simd_math.h"

/* ---- two classes -------------------------------------------------------- */

/* With e = e^-|z|: log(1 + e^z) = max(z, 0) + log(1 + e), where the sum 1 + e
 * loses digits of e that are added again. */
INLINE vec two_loss(vec z, vec y, vec e)
{
    vec u = v_set(1) + e;

    return v_fma(-y, z, v_relu(z)) + (v_log(u) + (e - (u - v_set(1))));
}

INLINE vec two_slope(vec z, vec y, vec e)
{
    return v_pick(v_above(v_set(0), z), e, v_set(1)) / (v_set(1) + e) - y;
}

TARGET static void entropy_two(const struct lathe_entropy_two *c, real *loss,
                               real *dz)
{
    for (size_t i = 0; i < c->n; i += LANES) {
        vsome some = v_some(c->n - i < LANES ? c->n - i : LANES);
        vec z = v_load_in(c->z + i, some), y = v_load_in(c->y + i, some);
        vec e = v_decay(v_least(z, -z));

        v_store_in(loss + i, two_loss(z, y, e), some);
        if (dz)
            v_store_in(dz + i, two_slope(z, y, e) *
                                   v_load_in(c->factor + i, some), some);
    }
}

/* ---- many classes ------------------------------------------------------- */

/* What becomes of a row, one in each lane. */
struct entropy_row {
    vec total;                  /* sum of e^(z - top) */
    vec right, sum;             /* z - top of the label; sum of all */
};

/* A NaN is in the sum, if not in the rest. */
INLINE vec many_loss(const struct lathe_entropy_many *c, struct entropy_row r)
{
    vec spread = r.sum * v_set(c->smooth / (real)c->k);

    return v_log(r.total) - v_fma(r.right, v_set(1 - c->smooth), spread);
}

/* Up to so many classes rows lie in lanes, beyond classes do. */
enum { SIDE_BY_SIDE = 32 };

/* The largest of z [k][LANES], and the class that it is of. */
struct entropy_top {
    vec z, class;
};

INLINE struct entropy_top lanes_top(size_t k, const real *z)
{
    struct entropy_top top = { v_load(z), v_set(0) };

    for (size_t j = 1; j < k; j++) {
        vec v = v_load(z + j * LANES);
        vmask more = v_above(v, top.z);

        top.z = v_pick(more, v, top.z);
        top.class = v_pick(more, v_set((real)j), top.class);
    }
    return top;
}

/* z [k][LANES] becomes e^(z - top). */
INLINE struct entropy_row lanes_powers(size_t k, vec top, vec label, real *z)
{
    struct entropy_row r = { v_set(0), v_set(0), v_set(0) };

    for (size_t j = 0; j < k; j++) {
        vec v = v_load(z + j * LANES) - top, e = v_decay(v);

        r.total += e;
        r.sum += v;
        r.right += v_pick(v_other(label, v_set((real)j)), v_set(0), v);
        v_store(z + j * LANES, e);
    }
    return r;
}

/* e [k][LANES] becomes the gradient. */
INLINE void lanes_slopes(const struct lathe_entropy_many *c, vec factor,
                         vec total, vec label, real *e)
{
    vec scale = factor / total, less = factor * v_set(1 - c->smooth);
    vec spread = factor * v_set(c->smooth / (real)c->k);

    for (size_t j = 0; j < c->k; j++) {
        vec d = v_load(e + j * LANES) * scale - spread;
        vmask other = v_other(label, v_set((real)j));

        v_store(e + j * LANES, d - v_pick(other, v_set(0), less));
    }
}

/* Lanes behind the last row are of class 0, with zeros: they are hits, too. */
TARGET static size_t many_in_lanes(const struct lathe_entropy_many *c,
                                   real *loss, real *dz)
{
    vec lanes[SIDE_BY_SIDE], hits = v_set(0);
    real *z = (real *)lanes;

    for (size_t i = 0, n; i < c->n; i += n) {
        struct entropy_top top;
        struct entropy_row r;
        vec label;

        n = c->n - i < LANES ? c->n - i : LANES;
        label = v_load_some(c->label + i, n);
        enter(n, c->k, c->z + i * c->k, z);
        top = lanes_top(c->k, z);
        hits += v_pick(v_other(label, top.class), v_set(0), v_set(1));
        r = lanes_powers(c->k, top.z, label, z);
        v_store_some(loss + i, many_loss(c, r), n);
        if (!dz)
            continue;
        lanes_slopes(c, v_load_some(c->factor + i, n), r.total, label, z);
        leave(n, c->k, z, dz + i * c->k);
    }
    return (size_t)v_sum(hits) - (LANES - 1 - (c->n + LANES - 1) % LANES);
}

/* The next numbers of a row that has `left` more. */
INLINE vec row_load(const real *row, size_t left)
{
    return left >= LANES ? v_load_any(row) : v_load_some(row, left);
}

INLINE void row_store(real *row, vec v, size_t left)
{
    if (left >= LANES)
        v_store_any(row, v);
    else
        v_store_some(row, v, left);
}

/* Which of them there are. */
INLINE vmask row_live(vec places, size_t left)
{
    return v_above(v_set((real)left), places);
}

/* The largest of a row, and the first that is it. */
struct entropy_first {
    real z;
    size_t class;
};

INLINE struct entropy_first row_top(size_t k, const real *z, vec places)
{
    const vec none = v_set((real)-__builtin_inf());
    vec top = none, class = v_set(0), at = places;
    struct entropy_first first;

    for (size_t j = 0; j < k; j += LANES, at += v_set(LANES)) {
        vec v = v_pick(row_live(places, k - j), row_load(z + j, k - j), none);
        vmask more = v_above(v, top);

        top = v_pick(more, v, top);
        class = v_pick(more, at, class);
    }
    first = (struct entropy_first){ top[0], (size_t)class[0] };
    for (size_t l = 1; l < LANES; l++) {
        size_t its = (size_t)class[l];

        if (top[l] > first.z || (top[l] == first.z && its < first.class))
            first = (struct entropy_first){ top[l], its };
    }
    return first;
}

/* Sums of a row, all lanes of which are to be added up; dz gets e^(z - top)
 * unless NULL. */
INLINE struct entropy_row row_powers(size_t k, const real *z, vec top,
                                     vec places, real *dz)
{
    struct entropy_row r = { v_set(0), v_set(0), v_set(0) };

    for (size_t j = 0; j < k; j += LANES) {
        vmask live = row_live(places, k - j);
        vec v = v_pick(live, row_load(z + j, k - j) - top, v_set(0));
        vec e = v_pick(live, v_decay(v), v_set(0));

        r.total += e;
        r.sum += v;
        if (dz)
            row_store(dz + j, e, k - j);
    }
    return r;
}

INLINE void row_slopes(const struct lathe_entropy_many *c, real factor,
                       real total, size_t label, real *dz)
{
    vec scale = v_set(factor / total);
    vec spread = v_set(factor * (c->smooth / (real)c->k));

    for (size_t j = 0; j < c->k; j += LANES)
        row_store(dz + j, row_load(dz + j, c->k - j) * scale - spread,
                  c->k - j);
    dz[label] -= factor * (1 - c->smooth);
}

TARGET static size_t many_by_row(const struct lathe_entropy_many *c,
                                 real *loss, real *dz)
{
    struct entropy_row lanes = { v_set(1), v_set(0), v_set(0) };
    vec places = v_set(0);
    size_t hits = 0, l = 0, k = c->k;

    for (size_t j = 0; j < LANES; j++)
        places[j] = (real)j;
    for (size_t i = 0; i < c->n; i++) {
        const real *z = c->z + i * k;
        real *to = dz ? dz + i * k : NULL;
        struct entropy_first top = row_top(k, z, places);
        struct entropy_row r = row_powers(k, z, v_set(top.z), places, to);
        size_t label = (size_t)c->label[i];
        real total = v_sum(r.total);

        hits += top.class == label;
        if (to)
            row_slopes(c, c->factor[i], total, label, to);
        lanes.total[l] = total;
        lanes.sum[l] = v_sum(r.sum);
        lanes.right[l] = z[label] - top.z;
        if (++l == LANES || i + 1 == c->n) {
            v_store_some(loss + i + 1 - l, many_loss(c, lanes), l);
            l = 0;
        }
    }
    return hits;
}

TARGET static size_t entropy_many(const struct lathe_entropy_many *c,
                                  real *loss, real *dz)
{
    return c->k <= SIDE_BY_SIDE ? many_in_lanes(c, loss, dz)
                                : many_by_row(c, loss, dz);
}

#define ENTROPY_TABLE { .two = entropy_two, .many = entropy_many }
