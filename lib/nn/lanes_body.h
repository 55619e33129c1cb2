/*
 * The kernels of lanes.h for one kind of register. What includes this says
 *
 *   CONV_K, CONV_X   most channels and places of a tile: CONV_K * CONV_X
 *                    sums, CONV_X inputs and a weight stay in registers
 *   GRAD_K           by taps, how many channels' sums do; it does not rise
 *
 * beside what simd.h names.
 */

/* ---- convolution -------------------------------------------------------- */

/* ks channels by xs places; both are constants. */
INLINE void conv_tile(int ks, int xs, const struct lathe_lanes_conv *c,
                      size_t from, size_t to, const real *in, const real *w,
                      const real *bias, real *out)
{
    vec sum[CONV_K][CONV_X];
    size_t skipped = c->ni - (to - from);

    LATHE_UNROLL(8)
    for (int k = 0; k < ks; k++)
        LATHE_UNROLL(8)
        for (int x = 0; x < xs; x++)
            sum[k][x] = v_set(bias ? bias[k] : 0);
    w += from * c->nj * (size_t)ks;
    for (size_t p = 0; p < c->channels; p++, in += c->plane) {
        for (size_t i = 0; i < to - from; i++) {
            const real *at = in + (ptrdiff_t)i * c->down;
            for (size_t j = 0; j < c->nj; j++, at += c->beside, w += ks) {
                vec v[CONV_X];
                LATHE_UNROLL(8)
                for (int x = 0; x < xs; x++)
                    v[x] = v_load(at + x * c->step);
                LATHE_UNROLL(8)
                for (int k = 0; k < ks; k++) {
                    vec wk = v_set(w[k]);
                    LATHE_UNROLL(8)
                    for (int x = 0; x < xs; x++)
                        sum[k][x] = v_fma(wk, v[x], sum[k][x]);
                }
            }
        }
        w += skipped * c->nj * (size_t)ks;
    }
    LATHE_UNROLL(8)
    for (int k = 0; k < ks; k++)
        LATHE_UNROLL(8)
        for (int x = 0; x < xs; x++)
            v_store(out + k * c->out_plane + x * c->out_step,
                    c->relu ? v_relu(sum[k][x]) : sum[k][x]);
}

/* All places of one block of ks channels. */
INLINE void conv_block(int ks, const struct lathe_lanes_conv *c, size_t from,
                       size_t to, const real *in, const real *w,
                       const real *bias, real *out)
{
    size_t xs;

    for (size_t x = 0; x < c->cols; x += xs) {
        const real *at = in + (ptrdiff_t)x * c->step;
        real *put = out + (ptrdiff_t)x * c->out_step;

        xs = lathe_lanes_part(c->cols, CONV_X, x);
        switch (xs) {
#if CONV_X >= 4
        case 4: conv_tile(ks, 4, c, from, to, at, w, bias, put); break;
#endif
#if CONV_X >= 3
        case 3: conv_tile(ks, 3, c, from, to, at, w, bias, put); break;
#endif
        case 2: conv_tile(ks, 2, c, from, to, at, w, bias, put); break;
        default: conv_tile(ks, 1, c, from, to, at, w, bias, put); break;
        }
    }
}

TARGET static void conv(const struct lathe_lanes_conv *c, size_t from,
                        size_t to, const real *in, real *out)
{
    const real *w = c->weight, *b = c->bias;
    size_t ks;

    for (size_t k = 0; k < c->outs; k += ks) {
        ks = lathe_lanes_part(c->outs, CONV_K, k);
        switch (ks) {
#if CONV_K >= 6
        case 6: conv_block(6, c, from, to, in, w, b, out); break;
#endif
#if CONV_K >= 5
        case 5: conv_block(5, c, from, to, in, w, b, out); break;
#endif
        case 4: conv_block(4, c, from, to, in, w, b, out); break;
        case 3: conv_block(3, c, from, to, in, w, b, out); break;
        case 2: conv_block(2, c, from, to, in, w, b, out); break;
        default: conv_block(1, c, from, to, in, w, b, out); break;
        }
        w += ks * c->channels * c->ni * c->nj;
        b = b ? b + ks : NULL;
        out += (ptrdiff_t)ks * c->out_plane;
    }
}

/* ks channels by ts taps; both are constants. The fewer of the two are held
 * in registers. */
INLINE void grad_tile(int ks, int ts, const struct lathe_lanes_grad *g,
                      const real *in, const real *dout, real *dw)
{
    vec sum[8][LATHE_LANES_TAPS];

    LATHE_UNROLL(8)
    for (int k = 0; k < ks; k++)
        LATHE_UNROLL(8)
        for (int t = 0; t < ts; t++)
            sum[k][t] = v_set(0);
    for (size_t y = 0; y < g->lines; y++, in += g->down, dout += g->line) {
        const real *v = in, *d = dout;
        for (size_t x = 0; x < g->cols; x++, v += g->step, d += LANES) {
            vec held[8];
            LATHE_UNROLL(8)
            for (int i = 0; i < (ts < ks ? ts : ks); i++)
                held[i] = ts < ks ? v_load(v + i * g->beside)
                                  : v_load(d + i * g->plane);
            LATHE_UNROLL(8)
            for (int j = 0; j < (ts < ks ? ks : ts); j++) {
                vec with = ts < ks ? v_load(d + j * g->plane)
                                   : v_load(v + j * g->beside);
                LATHE_UNROLL(8)
                for (int i = 0; i < (ts < ks ? ts : ks); i++) {
                    vec *s = ts < ks ? &sum[j][i] : &sum[i][j];
                    *s = v_fma(held[i], with, *s);
                }
            }
        }
    }
    LATHE_UNROLL(8)
    for (int k = 0; k < ks; k++)
        LATHE_UNROLL(8)
        for (int t = 0; t < ts; t++)
            dw[(size_t)k * g->ldw + (size_t)t] += v_sum(sum[k][t]);
}

INLINE void grad_taps(int ks, const struct lathe_lanes_grad *g, const real *in,
                      const real *dout, real *dw)
{
    switch (g->taps) {
    case 5:
        if (ks <= GRAD_K(5))
            grad_tile(ks, 5, g, in, dout, dw);
        break;
    case 4:
        if (ks <= GRAD_K(4))
            grad_tile(ks, 4, g, in, dout, dw);
        break;
    case 3:
        if (ks <= GRAD_K(3))
            grad_tile(ks, 3, g, in, dout, dw);
        break;
    case 2:
        if (ks <= GRAD_K(2))
            grad_tile(ks, 2, g, in, dout, dw);
        break;
    default:
        grad_tile(ks, 1, g, in, dout, dw);
        break;
    }
}

TARGET static void grad(const struct lathe_lanes_grad *g, const real *in,
                        const real *dout, real *dw)
{
    switch (g->outs) {
#if GRAD_K(1) >= 8
    case 8: grad_taps(8, g, in, dout, dw); break;
    case 7: grad_taps(7, g, in, dout, dw); break;
#endif
    case 6: grad_taps(6, g, in, dout, dw); break;
    case 5: grad_taps(5, g, in, dout, dw); break;
    case 4: grad_taps(4, g, in, dout, dw); break;
    case 3: grad_taps(3, g, in, dout, dw); break;
    case 2: grad_taps(2, g, in, dout, dw); break;
    default: grad_taps(1, g, in, dout, dw); break;
    }
}

TARGET static real sum(size_t n, const real *v)
{
    vec s[4] = { v_set(0), v_set(0), v_set(0), v_set(0) };
    size_t i = 0;

    for (; i + 4 * LANES <= n; i += 4 * LANES)
        for (size_t j = 0; j < 4; j++)
            s[j] += v_load(v + i + j * LANES);
    for (; i < n; i += LANES)
        s[0] += v_load(v + i);
    return v_sum((s[0] + s[1]) + (s[2] + s[3]));
}

/* ---- pooling ------------------------------------------------------------ */

/* ni and nj may be constants, for the windows of nearly all nets. */
INLINE void max_line(size_t ni, size_t nj, const struct lathe_lanes_window *w,
                     const real *in, real *out, real *at)
{
    for (size_t x = 0; x < w->cols; x++, in += w->step) {
        vec top = v_load(in), place = v_set(0);
        for (size_t i = 0; i < ni; i++) {
            for (size_t j = 0; j < nj; j++) {
                vec v = v_load(in + (ptrdiff_t)i * w->down +
                               (ptrdiff_t)j * w->beside);
                vmask m = v_newer(v, top);
                top = v_pick(m, v, top);
                place = v_pick(m, v_set((real)(i * nj + j)), place);
            }
        }
        v_store(out + x * LANES, w->relu ? v_relu(top) : top);
        v_store(at + x * LANES, place);
    }
}

TARGET static void max(const struct lathe_lanes_window *w, const real *in,
                       real *out, real *at)
{
    if (w->ni == 2 && w->nj == 2)
        max_line(2, 2, w, in, out, at);
    else
        max_line(w->ni, w->nj, w, in, out, at);
}

INLINE void max_line_back(size_t ni, size_t nj,
                          const struct lathe_lanes_window *w, const real *dout,
                          const real *out, const real *at, real *din)
{
    for (size_t x = 0; x < w->cols; x++, din += w->step) {
        vec d = v_load(dout + x * LANES), place = v_load(at + x * LANES);
        if (w->relu)
            d = v_pick(v_above(v_load(out + x * LANES), v_set(0)), d,
                       v_set(0));
        for (size_t i = 0; i < ni; i++) {
            for (size_t j = 0; j < nj; j++) {
                real *to = din + (ptrdiff_t)i * w->down +
                           (ptrdiff_t)j * w->beside;
                vmask other = v_other(place, v_set((real)(i * nj + j)));
                vec give = v_pick(other, v_set(0), d);
                if (!w->alone)
                    give += v_load(to);
                v_store(to, give);
            }
        }
    }
}

TARGET static void max_back(const struct lathe_lanes_window *w,
                            const real *dout, const real *out, const real *at,
                            real *din)
{
    if (w->ni == 2 && w->nj == 2)
        max_line_back(2, 2, w, dout, out, at, din);
    else
        max_line_back(w->ni, w->nj, w, dout, out, at, din);
}

INLINE void mean_line(size_t ni, size_t nj, const struct lathe_lanes_window *w,
                      const real *in, real *out)
{
    const vec factor = v_set((real)1 / (real)(ni * nj));

    for (size_t x = 0; x < w->cols; x++, in += w->step) {
        vec s = v_set(0);
        for (size_t i = 0; i < ni; i++)
            for (size_t j = 0; j < nj; j++)
                s += v_load(in + (ptrdiff_t)i * w->down +
                            (ptrdiff_t)j * w->beside);
        v_store(out + x * LANES, s * factor);
    }
}

TARGET static void mean(const struct lathe_lanes_window *w, const real *in,
                        real *out)
{
    if (w->ni == 2 && w->nj == 2)
        mean_line(2, 2, w, in, out);
    else
        mean_line(w->ni, w->nj, w, in, out);
}

INLINE void mean_line_back(size_t ni, size_t nj,
                           const struct lathe_lanes_window *w,
                           const real *dout, real *din)
{
    const vec factor = v_set((real)1 / (real)(ni * nj));

    for (size_t x = 0; x < w->cols; x++, din += w->step) {
        vec share = v_load(dout + x * LANES) * factor;
        for (size_t i = 0; i < ni; i++) {
            for (size_t j = 0; j < nj; j++) {
                real *to = din + (ptrdiff_t)i * w->down +
                           (ptrdiff_t)j * w->beside;
                vec give = share;
                if (!w->alone)
                    give += v_load(to);
                v_store(to, give);
            }
        }
    }
}

TARGET static void mean_back(const struct lathe_lanes_window *w,
                             const real *dout, real *din)
{
    if (w->ni == 2 && w->nj == 2)
        mean_line_back(2, 2, w, dout, din);
    else
        mean_line_back(w->ni, w->nj, w, dout, din);
}

/* ---- norms -------------------------------------------------------------- */

/* The sum of the lanes that are live. */
INLINE real sum_live(vec v, size_t live)
{
    real lane[LANES];

    v_store_any(lane, v);
    return v_sum(v_load_some(lane, live));
}

/* Two registers of sums each, so that additions overlap. */
struct sums {
    vec s[2], q[2];
};

INLINE void sums_end(const struct lathe_lanes_norm *c, const struct sums *m,
                     real sum[2])
{
    sum[0] += sum_live(m->s[0] + m->s[1], c->live);
    sum[1] += sum_live(m->q[0] + m->q[1], c->live);
}

INLINE void moment(struct sums *m, int k, vec shift, const real *v)
{
    vec e = v_load(v) - shift;

    m->s[k] += e;
    m->q[k] = v_fma(e, e, m->q[k]);
}

TARGET static void moments(const struct lathe_lanes_norm *c, const real *v,
                           real sum[2])
{
    const vec shift = v_set(c->shift), zero = v_set(0);
    struct sums m = { { zero, zero }, { zero, zero } };
    size_t i = 0;

    for (; i + 2 * LANES <= c->n; i += 2 * LANES) {
        moment(&m, 0, shift, v + i);
        moment(&m, 1, shift, v + i + LANES);
    }
    if (i < c->n)
        moment(&m, 0, shift, v + i);
    sum[0] = sum[1] = 0;
    sums_end(c, &m, sum);
}

TARGET static void affine(const struct lathe_lanes_norm *c, const real *in,
                          real *out)
{
    const vec shift = v_set(c->shift), factor = v_set(c->factor),
              more = v_set(c->add);

    for (size_t i = 0; i < c->n; i += LANES) {
        vec v = v_fma(v_load(in + i) - shift, factor, more);
        v_store(out + i, c->relu ? v_relu(v) : v);
    }
}

/* The gradient of what a relu may have gone over. */
INLINE vec through(const struct lathe_lanes_norm *c, const real *out,
                   const real *dout)
{
    vec d = v_load(dout);

    return c->relu ? v_pick(v_above(v_load(out), v_set(0)), d, v_set(0)) : d;
}

INLINE void add_slope(struct sums *m, int k, vec shift, const real *v, vec d)
{
    m->s[k] += d;
    m->q[k] = v_fma(d, v_load(v) - shift, m->q[k]);
}

TARGET static void slopes(const struct lathe_lanes_norm *c, const real *in,
                          const real *out, const real *dout, real sum[2])
{
    const vec shift = v_set(c->shift), zero = v_set(0);
    struct sums m = { { zero, zero }, { zero, zero } };
    size_t i = 0;

    for (; i + 2 * LANES <= c->n; i += 2 * LANES) {
        add_slope(&m, 0, shift, in + i, through(c, out + i, dout + i));
        add_slope(&m, 1, shift, in + i + LANES,
                  through(c, out + i + LANES, dout + i + LANES));
    }
    if (i < c->n)
        add_slope(&m, 0, shift, in + i, through(c, out + i, dout + i));
    sums_end(c, &m, sum);
}

TARGET static void affine_back(const struct lathe_lanes_norm *c,
                               const real *in, const real *out,
                               const real *dout, real *din)
{
    const vec shift = v_set(c->shift), factor = v_set(c->factor),
              less = v_set(c->slope), along = v_set(-c->along);
    vec live = v_set(0);

    for (size_t i = 0; i < LANES; i++)
        live[i] = i < c->live;
    for (size_t i = 0; i < c->n; i += LANES) {
        vec d = through(c, out + i, dout + i) - less;
        d = v_fma(v_load(in + i) - shift, along, d) * factor;
        v_store(din + i, v_pick(v_above(live, v_set(0)), d, v_set(0)));
    }
}

/* Many numbers are added up in blocks, which loses fewer of their digits. */
enum { SUM_BLOCK = 64 };

INLINE vec lane_sums(size_t n, const real *v)
{
    vec all = v_set(0);

    for (size_t i = 0, j = 0; i < n; i = j) {
        vec s = v_set(0);
        for (; j < n && j < i + SUM_BLOCK; j++)
            s += v_load(v + j * LANES);
        all += s;
    }
    return all;
}

INLINE vec lane_spreads(size_t n, const real *v, vec mean)
{
    vec all = v_set(0);

    for (size_t i = 0, j = 0; i < n; i = j) {
        vec s = v_set(0);
        for (; j < n && j < i + SUM_BLOCK; j++) {
            vec e = v_load(v + j * LANES) - mean;
            s = v_fma(e, e, s);
        }
        all += s;
    }
    return all;
}

TARGET static void center(const struct lathe_lanes_layer *c, const real *in,
                          real *out, real *stat)
{
    vec mean = lane_sums(c->n, in) / v_set((real)c->n), inverse;

    v_store(stat, mean);
    v_store(stat + LANES, lane_spreads(c->n, in, mean));
    for (size_t i = LANES; i < 2 * LANES; i++)
        stat[i] = (real)(1 / __builtin_sqrt((double)stat[i] / (double)c->n +
                                            c->eps));
    inverse = v_load(stat + LANES);
    for (size_t j = 0; j < c->n; j++)
        v_store(out + j * LANES, v_fma((v_load(in + j * LANES) - mean) *
                                           inverse, v_set(c->weight[j]),
                                       v_set(c->bias[j])));
}

/* With x' the normalised value and g = dy w: dx = (g - mean of g - x' mean of
 * g x') / sqrt(variance + eps). */
TARGET static void center_back(const struct lathe_lanes_layer *c,
                               const real *in, const real *dout,
                               const real *stat, real *dw, real *db, real *din)
{
    const vec mean = v_load(stat), inverse = v_load(stat + LANES);
    vec sum = v_set(0), sum_x = v_set(0);

    for (size_t j = 0; j < c->n; j++) {
        vec x = (v_load(in + j * LANES) - mean) * inverse;
        vec d = v_load(dout + j * LANES), g = d * v_set(c->weight[j]);

        dw[j] += v_sum(d * x);
        db[j] += v_sum(d);
        sum += g;
        sum_x = v_fma(g, x, sum_x);
    }
    sum /= v_set((real)c->n);
    sum_x /= v_set((real)c->n);
    for (size_t j = 0; din && j < c->n; j++) {
        vec x = (v_load(in + j * LANES) - mean) * inverse;
        vec g = v_load(dout + j * LANES) * v_set(c->weight[j]);

        v_store(din + j * LANES, inverse * (g - sum - x * sum_x));
    }
}

/* ---- rows and lanes ----------------------------------------------------- */

TARGET static void enter(size_t n, size_t size, const real *row, real *lanes)
{
    size_t j = 0;

    for (; j + LANES <= size; j += LANES) {
        vec square[LANES];
        for (size_t i = 0; i < LANES; i++) {
            square[i] = v_set(0);
            if (i < n)
                __builtin_memcpy(&square[i], row + i * size + j,
                                 sizeof(square[i]));
        }
        v_turn(square);
        for (size_t i = 0; i < LANES; i++)
            v_store(lanes + (j + i) * LANES, square[i]);
    }
    if (j < size) {
        vec square[LANES];
        for (size_t i = 0; i < LANES; i++)
            square[i] = i < n ? v_load_some(row + i * size + j, size - j)
                              : v_set(0);
        v_turn(square);
        for (size_t i = 0; i < size - j; i++)
            v_store(lanes + (j + i) * LANES, square[i]);
    }
}

TARGET static void leave(size_t n, size_t size, const real *lanes, real *row)
{
    size_t j = 0;

    for (; j + LANES <= size; j += LANES) {
        vec square[LANES];
        for (size_t i = 0; i < LANES; i++)
            square[i] = v_load(lanes + (j + i) * LANES);
        v_turn(square);
        for (size_t i = 0; i < n; i++)
            __builtin_memcpy(row + i * size + j, &square[i],
                             sizeof(square[i]));
    }
    if (j < size) {
        vec square[LANES];
        for (size_t i = 0; i < LANES; i++)
            square[i] = i < size - j ? v_load(lanes + (j + i) * LANES)
                                     : v_set(0);
        v_turn(square);
        for (size_t i = 0; i < n; i++)
            v_store_some(row + i * size + j, square[i], size - j);
    }
}

#define LANES_TABLE                                                       \
    {                                                                     \
        .width = LANES, .outs = CONV_K,                                   \
        .grads = { 0, GRAD_K(1), GRAD_K(2), GRAD_K(3), GRAD_K(4),         \
                   GRAD_K(5) },                                           \
        .conv = conv, .grad = grad, .sum = sum, .max = max,               \
        .max_back = max_back, .mean = mean, .mean_back = mean_back,       \
        .moments = moments, .affine = affine, .slopes = slopes,           \
        .affine_back = affine_back, .center = center,                     \
        .center_back = center_back, .enter = enter, .leave = leave,       \
        .map = MAPS_TABLE, .entropy = ENTROPY_TABLE,                      \
    }
