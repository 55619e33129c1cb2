#include "infer/engine.h"

#include "base/alloc.h"
#include "infer/embedrow.h"
#include "infer/plan.h"
#include "infer/smooth.h"

#include <math.h>
#include <string.h>

/* Kernels read whole registers: up to 63 bytes behind the last value. */
#define SLACK 64

struct lathe_engine {
    struct lathe_plan plan;
};

struct lathe_scratch {
    size_t rows;                /* of a tile */
    float *tile[2];             /* [rows x plan.tile] activations, in turn */
    float *front[2];            /* [plan.front_floats] of one image */
    float *plain;               /* [plan.plain] */
    float *keep;                /* [plan.keep x rows] of res */
    uint32_t *hot;              /* [rows x embed->plain] places that the
                                 * embedding leaves */
    void *bytes;                /* activations as integers */
};

/* One call: whose rows they are, and who looks on. */
struct run {
    const struct lathe_plan *plan;
    struct lathe_scratch *s;
    const struct lathe_inputs *x;
    lathe_engine_watch_fn *watch;
    void *ctx;
};

enum lathe_code lathe_engine_new(struct lathe_engine **out,
                                 const struct lathe_model *m,
                                 enum lathe_cpu_level level,
                                 struct lathe_err *err)
{
    struct lathe_engine *e;
    enum lathe_code rc = lathe_new(&e, 1, sizeof *e, "the engine", err);

    if (rc)
        return rc;
    rc = lathe_plan_init(&e->plan, m, level, err);
    if (rc)
        lathe_free(e);
    else
        *out = e;
    return rc;
}

void lathe_engine_free(struct lathe_engine *e)
{
    if (e)
        lathe_plan_release(&e->plan);
    lathe_free(e);
}

size_t lathe_engine_outputs(const struct lathe_engine *e)
{
    return e->plan.outputs;
}

enum lathe_code lathe_scratch_new(struct lathe_scratch **out,
                                  const struct lathe_engine *e, size_t rows,
                                  struct lathe_err *err)
{
    const struct lathe_plan *p = &e->plan;
    size_t bytes = p->tile_bytes * rows;
    struct lathe_scratch *s;
    enum lathe_code rc = lathe_new(&s, 1, sizeof *s, "scratch", err);

    if (rc)
        return rc;
    s->rows = rows;
    for (int i = 0; i < 2 && !rc; i++)
        rc = lathe_new_aligned(&s->tile[i], p->tile * rows + SLACK,
                               sizeof(float), "activations", err);
    for (int i = 0; i < 2 && !rc; i++)
        rc = lathe_new_aligned(&s->front[i], p->front_floats + SLACK,
                               sizeof(float), "activations", err);
    if (!rc)
        rc = lathe_new_aligned(&s->plain, p->plain, sizeof(float),
                               "activations", err);
    if (!rc)
        rc = lathe_new_aligned(&s->keep, p->keep * rows, sizeof(float),
                               "activations", err);
    if (!rc && p->embed)
        rc = lathe_new_aligned(&s->hot, p->embed->plain * rows,
                               sizeof *s->hot, "activations", err);
    if (!rc)
        rc = lathe_new_aligned(
            &s->bytes, (bytes > p->front_bytes ? bytes : p->front_bytes) +
                           SLACK, 1, "activations", err);
    if (rc)
        lathe_scratch_free(s);
    else
        *out = s;
    return rc;
}

void lathe_scratch_free(struct lathe_scratch *s)
{
    if (!s)
        return;
    for (int i = 0; i < 2; i++) {
        lathe_free(s->tile[i]);
        lathe_free(s->front[i]);
    }
    lathe_free(s->plain);
    lathe_free(s->keep);
    lathe_free(s->hot);
    lathe_free(s->bytes);
    lathe_free(s);
}

/* ---- the input ---------------------------------------------------------- */

static void load_pixels(const struct run *u, size_t row, float *to)
{
    const struct lathe_plan *p = u->plan;
    const struct lathe_layout *l = &p->first;
    const uint8_t *from = u->x->pixel + row * u->x->pixels;
    const struct lathe_shape shape = l->shape;
    size_t plane = u->x->plane;

    for (size_t c = 0; c < p->image.channels; c++, from += plane) {
        float shift = p->image.shift[c], factor = p->image.factor[c];

        if (shape.h * shape.w == plane && l->col == 1) {
            for (size_t y = 0; y < shape.h; y++)
                p->kernel.pixels(from + y * shape.w, shape.w, shift, factor,
                                 to + l->origin + c * l->plane + y * l->row);
            continue;
        }
        for (size_t i = 0; i < plane; i++)
            to[lathe_layout_place(l, c * plane + i)] =
                lathe_plan_pixel(&p->image, c, from[i]);
    }
}

/* Row `row` of the inputs as floats, in the plan's first layout. */
static void load(const struct run *u, size_t row, float *to)
{
    const struct lathe_layout *l = &u->plan->first;

    if (l->pad)
        memset(to, 0, l->size * sizeof *to);
    if (u->plan->input == LATHE_PLAN_PIXELS)
        load_pixels(u, row, to);
    else if (u->plan->embed)
        lathe_embedrow(u->plan->embed, u->plan->table, u->x, row,
                       to + l->origin, NULL);
    else
        lathe_encode_expand(u->x, row, to + l->origin);
}

/* Rows [row, row + n) of a table through the embedding, for a dense layer that
 * takes numbers and hot places. */
static void embed(const struct run *u, size_t row, size_t n, float *to)
{
    const struct lathe_embed *e = u->plan->embed;

    for (size_t r = 0; r < n; r++)
        lathe_embedrow(e, u->plan->table, u->x, row + r, to + r * e->floats,
                       u->s->hot + r * e->plain);
}

/* ---- to integers -------------------------------------------------------- */

static void put(void *to, size_t group, size_t at, uint8_t v)
{
    if (group == 4)
        ((uint8_t *)to)[at] = v;
    else
        ((uint16_t *)to)[at] = v;
}

static void *element(void *to, size_t group, size_t at)
{
    return (char *)to + at * (group == 4 ? 1 : 2);
}

/* The frame, and all else, gets what 0 is as an integer. */
static void clear_bytes(const struct lathe_plan_step *t,
                        const struct lathe_kernel *k, void *to)
{
    if (k->group == 4)
        memset(to, t->zero - k->less, t->bytes.size);
    else
        for (size_t i = 0; i < t->bytes.size; i++)
            ((uint16_t *)to)[i] = (uint16_t)t->zero;
}

/* Pixels of one row by the step's table. */
static void pixel_bytes(const struct run *u, const struct lathe_plan_step *t,
                        size_t row, void *to)
{
    const struct lathe_layout *l = &t->bytes;
    const uint8_t *from = u->x->pixel + row * u->x->pixels;
    size_t group = u->plan->kernel.group, plane = u->x->plane;

    if (l->pad)
        clear_bytes(t, &u->plan->kernel, to);
    for (size_t c = 0; c < u->plan->image.channels; c++, from += plane) {
        const uint8_t *table = t->table + c * 256;
        size_t w = l->pad ? l->shape.w : plane;
        size_t at = l->origin + c * (l->plane == 1 ? 1 : l->plane);

        for (size_t y = 0; y < plane / w; y++, at += l->row)
            for (size_t i = 0; i < w; i++)
                put(to, group, at + i * l->col, table[from[y * w + i]]);
    }
}

static void float_bytes(const struct run *u, const struct lathe_plan_step *t,
                        const float *in, void *to)
{
    size_t group = u->plan->kernel.group, length, runs;

    if (t->bytes.pad)
        clear_bytes(t, &u->plan->kernel, to);
    runs = lathe_layout_runs(&t->bytes, &length);
    for (size_t i = 0; i < runs; i++)
        u->plan->kernel.quantise(
            in + t->in.origin + i * length, length, t->inverse, t->zero,
            element(to, group, lathe_layout_run(&t->bytes, i)));
}

/* Rows [row, row + n), or the n rows at `in`, into the scratch. */
static const void *to_bytes(const struct run *u,
                            const struct lathe_plan_step *t, size_t row,
                            size_t n, const float *in)
{
    for (size_t r = 0; r < n; r++) {
        void *to = element(u->s->bytes, u->plan->kernel.group,
                           r * t->bytes.size);

        if (t->table)
            pixel_bytes(u, t, row + r, to);
        else
            float_bytes(u, t, in + r * t->in.size, to);
    }
    return u->s->bytes;
}

/* ---- steps -------------------------------------------------------------- */

static void dense(const struct run *u, const struct lathe_plan_step *t,
                  size_t row, size_t n, const float *in, float *out)
{
    const struct lathe_kernel *k = &u->plan->kernel;
    const struct lathe_inputs *x = u->x;
    const struct lathe_embed *e = u->plan->embed;
    bool table = t == u->plan->step && u->plan->input == LATHE_PLAN_TABLE;

    if (t->integer)
        k->int8(&t->ints.block[0].product, to_bytes(u, t, row, n, in),
                t->bytes.size, n, out, t->out.size);
    else if (table && e)
        k->product(&t->product, in, e->floats, u->s->hot, e->plain, n, out,
                   t->out.size);
    else if (table)
        k->product(&t->product, x->x + row * x->dense, x->dense,
                   x->hot + row * x->hots, x->hots, n, out, t->out.size);
    else
        k->product(&t->product, in, t->in.size, NULL, 0, n, out, t->out.size);
}

/* One line of output pixels, group by group: a product gives whole registers,
 * of which a group's channels are put in their place. */
static void conv_groups(const struct run *u, const struct lathe_plan_step *t,
                        const float *in, float *to)
{
    struct lathe_product p = t->product;
    size_t each = t->out.shape.c / t->groups, width = p.width;
    size_t across = t->in.shape.c / t->groups * t->in.plane;

    memset(to, 0, t->out.shape.w * t->out.col * sizeof *to);
    for (size_t g = 0; g < t->groups; g++, in += across) {
        u->plan->kernel.product(&p, in, t->sw * t->in.col, NULL, 0,
                                t->out.shape.w, u->s->plain, width);
        for (size_t x = 0; x < t->out.shape.w; x++)
            for (size_t k = 0; k < each; k++)
                to[x * t->out.col + (g * each + k) * t->out.plane] =
                    u->s->plain[x * width + k];
        p.weight += p.inputs * width;
        p.bias += width;
    }
}

/* The same in integers: what a block fills up, the next overwrites. */
static void conv_blocks(const struct run *u, const struct lathe_plan_step *t,
                        const void *in, float *to)
{
    const struct lathe_intpack_block *b = t->ints.block;

    for (size_t i = 0; i < t->ints.n; i++)
        u->plan->kernel.int8(&b[i].product, in, t->sw * t->bytes.col,
                             t->out.shape.w, to + b[i].first, t->out.col);
}

static void conv(const struct run *u, const struct lathe_plan_step *t,
                 size_t row, const float *in, float *out)
{
    const struct lathe_kernel *k = &u->plan->kernel;
    const struct lathe_layout *from = t->integer ? &t->bytes : &t->in;
    const size_t down = t->sh * from->row, beside = t->sw * from->col;
    const size_t size = k->group == 4 ? 1 : 2;
    const char *bytes = NULL;

    if (t->integer)
        bytes = (const char *)to_bytes(u, t, row, 1, in) + t->corner * size;
    else
        in += t->corner;
    for (size_t y = 0; y < t->out.shape.h; y++) {
        float *to = out + t->out.origin + y * t->out.row;

        if (t->integer)
            conv_blocks(u, t, bytes + y * down * size, to);
        else if (t->depthwise)
            k->depthwise(&t->product, in + y * down, beside, t->out.shape.w,
                         to, t->out.col);
        else if (t->groups > 1)
            conv_groups(u, t, in + y * down, to);
        else
            k->product(&t->product, in + y * down, beside, NULL, 0,
                       t->out.shape.w, to, t->out.col);
    }
}

static void pool(const struct run *u, const struct lathe_plan_step *t,
                 const float *in, float *out)
{
    const struct lathe_window w = {
        .kh = t->kh, .kw = t->kw, .row = t->in.row, .col = t->in.col,
        .step = t->sw * t->in.col, .lanes = t->in.col,
        .factor = 1.0f / (float)(t->kh * t->kw),
    };
    lathe_window_fn *fn = t->kind == LATHE_MAXPOOL ? u->plan->kernel.max
                                                   : u->plan->kernel.mean;

    for (size_t y = 0; y < t->out.shape.h; y++)
        fn(&w, in + t->in.origin + y * t->sh * t->in.row,
           t->out.shape.w, out + t->out.origin + y * t->out.row);
}

static float leaky(float x, double slope)
{
    return x < 0 ? (float)(slope * (double)x) : x;
}

static float elu(float x, double slope)
{
    return x < 0 ? (float)(slope * lathe_smooth_expm1((double)x)) : x;
}

/* 1 + erf(x / sqrt 2) = erfc(-x / sqrt 2) */
static float gelu(float x)
{
    double v = (double)x;

    return (float)(v * 0.5 * lathe_smooth_erfc(v * -0.70710678118654752));
}

static void map(const struct lathe_plan_step *t, float *x, size_t n)
{
    switch (t->kind) {
    case LATHE_RELU:
        for (size_t i = 0; i < n; i++)
            x[i] = 0 > x[i] ? 0 : x[i];
        break;
    case LATHE_LEAKYRELU:
        for (size_t i = 0; i < n; i++)
            x[i] = leaky(x[i], t->slope);
        break;
    case LATHE_ELU:
        for (size_t i = 0; i < n; i++)
            x[i] = elu(x[i], t->slope);
        break;
    case LATHE_GELU:
        for (size_t i = 0; i < n; i++)
            x[i] = gelu(x[i]);
        break;
    case LATHE_SILU:
        for (size_t i = 0; i < n; i++)
            x[i] = (float)((double)x[i] * lathe_smooth_sigmoid((double)x[i]));
        break;
    case LATHE_SIGMOID:
        for (size_t i = 0; i < n; i++)
            x[i] = (float)lathe_smooth_sigmoid((double)x[i]);
        break;
    default:
        for (size_t i = 0; i < n; i++)
            x[i] = lathe_smooth_tanh(x[i]);
    }
}

static void softmax(const struct run *u, const struct lathe_plan_step *t,
                    float *x)
{
    size_t k = lathe_shape_size(t->in.shape);

    if (lathe_layout_plain(&t->in)) {
        lathe_smooth_softmax(x, k);
        return;
    }
    for (size_t i = 0; i < k; i++)
        u->s->plain[i] = x[lathe_layout_place(&t->in, i)];
    lathe_smooth_softmax(u->s->plain, k);
    for (size_t i = 0; i < k; i++)
        x[lathe_layout_place(&t->in, i)] = u->s->plain[i];
}

static void batchnorm(const struct lathe_plan_step *t, float *x)
{
    const struct lathe_layout *l = &t->in;
    const struct lathe_shape s = l->shape;

    x += l->origin;
    for (size_t y = 0; y < s.h; y++, x += l->row)
        for (size_t c = 0; c < s.c; c++)
            for (size_t i = 0; i < s.w; i++) {
                float *v = &x[c * l->plane + i * l->col];
                *v = *v * t->factor[c] + t->shift[c];
            }
}

/* Sums in double, in the order of the values. */
static void layernorm(const struct lathe_plan_step *t, float *x)
{
    size_t n = lathe_shape_size(t->in.shape);
    double mean = 0, spread = 0;

    for (size_t i = 0; i < n; i++)
        mean += (double)x[lathe_layout_place(&t->in, i)];
    mean /= (double)n;
    for (size_t i = 0; i < n; i++) {
        double e = (double)x[lathe_layout_place(&t->in, i)] - mean;
        spread += e * e;
    }
    spread = 1 / sqrt(spread / (double)n + t->eps);
    for (size_t i = 0; i < n; i++) {
        float *v = &x[lathe_layout_place(&t->in, i)];
        *v = (float)(((double)*v - mean) * spread * (double)t->factor[i] +
                     (double)t->shift[i]);
    }
}

static float *kept_at(const struct run *u, const struct lathe_plan_step *res)
{
    return u->s->keep + res->keep * u->s->rows;
}

/* The layouts may differ: what comes next wants its own. */
static void add_kept(const struct run *u, const struct lathe_plan_step *t,
                     size_t n, float *x)
{
    const struct lathe_plan_step *res = &u->plan->step[t->partner];
    const float *from = kept_at(u, res);
    size_t k = lathe_shape_size(t->in.shape);

    for (size_t r = 0; r < n; r++, x += t->in.size, from += res->in.size)
        for (size_t i = 0; i < k; i++)
            x[lathe_layout_place(&t->in, i)] +=
                from[lathe_layout_place(&res->in, i)];
}

static void in_place(const struct run *u, const struct lathe_plan_step *t,
                     size_t n, float *x)
{
    size_t length, runs = lathe_layout_runs(&t->in, &length);

    if (t->kind == LATHE_RES) {
        memcpy(kept_at(u, t), x, n * t->in.size * sizeof *x);
        return;
    }
    if (t->kind == LATHE_ADD) {
        add_kept(u, t, n, x);
        return;
    }
    for (size_t r = 0; r < n; r++, x += t->in.size) {
        if (t->kind == LATHE_SOFTMAX)
            softmax(u, t, x);
        else if (t->kind == LATHE_BATCHNORM)
            batchnorm(t, x);
        else if (t->kind == LATHE_LAYERNORM)
            layernorm(t, x);
        else
            for (size_t i = 0; i < runs; i++)
                map(t, x + lathe_layout_run(&t->in, i), length);
    }
}

static void reshape(const struct lathe_plan_step *t, const float *in,
                    float *out)
{
    size_t n = lathe_shape_size(t->out.shape);

    memset(out, 0, t->out.size * sizeof *out);  /* padding channels too */
    for (size_t i = 0; i < n; i++)
        out[lathe_layout_place(&t->out, i)] =
            in[lathe_layout_place(&t->in, i)];
}

static void watch(const struct run *u, const struct lathe_plan_step *t,
                  size_t row, size_t n, const float *in)
{
    size_t k = lathe_shape_size(t->in.shape);

    if (t == u->plan->step && u->plan->input == LATHE_PLAN_TABLE) {
        if (u->plan->embed)
            u->watch(u->ctx, t->layer, in, n * u->plan->embed->floats);
        else
            u->watch(u->ctx, t->layer, u->x->x + row * u->x->dense,
                 n * u->x->dense);
        return;
    }
    if (t->table || (t->kind != LATHE_DENSE && t->kind != LATHE_CONV))
        return;
    for (size_t r = 0; r < n; r++, in += t->in.size)
        for (size_t i = 0; i < k; i++)
            u->watch(u->ctx, t->layer, in + lathe_layout_place(&t->in, i), 1);
}

/* One step over n rows (1 in the front), of which the first is `row` of the
 * inputs; out == in when it is in place. */
static void step(const struct run *u, const struct lathe_plan_step *t,
                 size_t row, size_t n, float *in, float *out)
{
    if (u->watch)
        watch(u, t, row, n, in);
    if (t->in_place) {
        in_place(u, t, n, in);
        return;
    }
    for (size_t r = 0; t->out.pad && r < n; r++)
        memset(out + r * t->out.size, 0, t->out.size * sizeof *out);
    switch (t->kind) {
    case LATHE_DENSE:
        dense(u, t, row, n, in, out);
        break;
    case LATHE_CONV:
        for (size_t r = 0; r < n; r++)
            conv(u, t, row + r, in + r * t->in.size, out + r * t->out.size);
        break;
    case LATHE_RESHAPE:
        for (size_t r = 0; r < n; r++)
            reshape(t, in + r * t->in.size, out + r * t->out.size);
        break;
    default:
        for (size_t r = 0; r < n; r++)
            pool(u, t, in + r * t->in.size, out + r * t->out.size);
    }
}

/* ---- rows --------------------------------------------------------------- */

/* The front of one image; its result is put at `to`. */
static void through_front(const struct run *u, size_t row, float *to)
{
    const struct lathe_plan *p = u->plan;
    size_t moves = 0;
    float *at = p->moves ? u->s->front[0] : to;

    if (!p->step[0].table)
        load(u, row, at);
    for (size_t i = 0; i < p->front; i++) {
        const struct lathe_plan_step *t = &p->step[i];
        float *next = at;

        if (!t->in_place)
            next = ++moves == p->moves ? to : u->s->front[moves % 2];
        step(u, t, row, 1, at, next);
        at = next;
    }
}

/* Rows [first, first + n) of the inputs, n within the scratch. Returns them
 * in the plan's last layout. */
static const float *through(const struct run *u, size_t first, size_t n)
{
    const struct lathe_plan *p = u->plan;
    bool floats = p->input != LATHE_PLAN_TABLE && !(p->n && p->step[0].table);
    size_t turn = 0, size = p->front < p->n ? p->step[p->front].in.size
                                            : p->last.size;

    if (p->embed && !floats)
        embed(u, first, n, u->s->tile[0]);
    for (size_t r = 0; r < n; r++) {
        if (p->front)
            through_front(u, first + r, u->s->tile[0] + r * size);
        else if (floats)
            load(u, first + r, u->s->tile[0] + r * size);
    }
    for (size_t i = p->front; i < p->n; i++) {
        const struct lathe_plan_step *t = &p->step[i];
        size_t next = t->in_place ? turn : !turn;

        step(u, t, first, n, u->s->tile[turn], u->s->tile[next]);
        turn = next;
    }
    return u->s->tile[turn];
}

static void give(const struct lathe_plan *p, const float *from, size_t n,
                 float *out)
{
    bool plain = lathe_layout_plain(&p->last);

    for (size_t r = 0; r < n; r++, from += p->last.size, out += p->outputs) {
        if (plain)
            memcpy(out, from, p->outputs * sizeof *out);
        for (size_t i = 0; !plain && i < p->outputs; i++)
            out[i] = from[lathe_layout_place(&p->last, i)];
    }
}

void lathe_engine_run(const struct lathe_engine *e, struct lathe_scratch *s,
                      const struct lathe_inputs *x, size_t first, size_t n,
                      float *out)
{
    const struct run u = { .plan = &e->plan, .s = s, .x = x };

    for (size_t done = 0, m; done < n; done += m) {
        m = n - done < s->rows ? n - done : s->rows;
        give(&e->plan, through(&u, first + done, m), m,
             out + done * e->plan.outputs);
    }
}

void lathe_engine_watch(const struct lathe_engine *e, struct lathe_scratch *s,
                        const struct lathe_inputs *x, size_t first, size_t n,
                        lathe_engine_watch_fn *fn, void *ctx)
{
    const struct run u = { &e->plan, s, x, fn, ctx };

    for (size_t done = 0, m; done < n; done += m) {
        m = n - done < s->rows ? n - done : s->rows;
        through(&u, first + done, m);
    }
}

static void stretch(void *ctx, size_t layer, const float *v, size_t n)
{
    float *range = (float *)ctx + 2 * layer;

    for (size_t i = 0; i < n; i++) {
        if (v[i] < range[0])
            range[0] = v[i];
        if (v[i] > range[1])
            range[1] = v[i];
    }
}

void lathe_engine_ranges(const struct lathe_engine *e, struct lathe_scratch *s,
                         const struct lathe_inputs *x, size_t first, size_t n,
                         float *range)
{
    lathe_engine_watch(e, s, x, first, n, stretch, range);
}
