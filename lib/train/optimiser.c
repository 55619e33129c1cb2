#include "train/optimiser.h"

#include "base/alloc.h"

#include <string.h>
#include <tgmath.h>

static const char *const names[] = {
    [LATHE_SGD] = "sgd",           [LATHE_MOMENTUM] = "momentum",
    [LATHE_NESTEROV] = "nesterov", [LATHE_ADAGRAD] = "adagrad",
    [LATHE_RMSPROP] = "rmsprop",   [LATHE_ADAM] = "adam",
    [LATHE_ADAMW] = "adamw",
};

enum lathe_code lathe_optimiser_parse(const char *name,
                                      enum lathe_optimiser_kind *kind,
                                      struct lathe_err *err)
{
    for (size_t i = LATHE_SGD; i <= LATHE_ADAMW; i++) {
        if (strcmp(name, names[i]) != 0)
            continue;
        *kind = (enum lathe_optimiser_kind)i;
        return LATHE_OK;
    }
    return lathe_fail(err, LATHE_EARG,
                      "there is no optimizer '%.40s'; there are sgd, "
                      "momentum, nesterov, adagrad, rmsprop, adam, adamw",
                      name);
}

bool lathe_optimiser_has_momentum(enum lathe_optimiser_kind kind)
{
    return kind == LATHE_MOMENTUM || kind == LATHE_NESTEROV;
}

/*
 * Those of Adam were chosen on nine tables, Fashion-MNIST and CIFAR-10, with
 * the rate falling along a cosine: beside 0.001, 0.003 halved the error of
 * large tables, which 40 epochs then suffice for, and cost two of the others
 * less than 0.01 of accuracy.
 */
double lathe_optimiser_default_rate(enum lathe_optimiser_kind kind)
{
    switch (kind) {
    case LATHE_ADAM:
    case LATHE_ADAMW:
        return 0.003;
    case LATHE_RMSPROP:
        return 0.001;
    default:
        return 0.01;
    }
}

static bool has_first(enum lathe_optimiser_kind k)
{
    return k == LATHE_MOMENTUM || k == LATHE_NESTEROV || k == LATHE_ADAM ||
           k == LATHE_ADAMW;
}

static bool has_second(enum lathe_optimiser_kind k)
{
    return k == LATHE_ADAGRAD || k == LATHE_RMSPROP || k == LATHE_ADAM ||
           k == LATHE_ADAMW;
}

size_t lathe_optimiser_moments(enum lathe_optimiser_kind kind)
{
    return (size_t)has_first(kind) + (size_t)has_second(kind);
}

enum lathe_code lathe_optimiser_init(struct lathe_optimiser *o, real *params,
                                     const real *grad, size_t n,
                                     struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    o->params = params;
    o->grad = grad;
    o->step = 0;
    o->level = lathe_cpu_level();
    if (has_first(o->kind))
        rc = lathe_new_aligned(&o->m, n, sizeof(real), "the moments", err);
    if (!rc && has_second(o->kind))
        rc = lathe_new_aligned(&o->v, n, sizeof(real), "the moments", err);
    return rc;
}

void lathe_optimiser_release(struct lathe_optimiser *o)
{
    lathe_free(o->m);
    lathe_free(o->v);
    o->m = o->v = NULL;
}

real *lathe_optimiser_state(const struct lathe_optimiser *o, size_t i)
{
    real *const array[] = { o->m, o->v };

    for (size_t k = 0; k < sizeof(array) / sizeof(array[0]); k++)
        if (array[k] && i-- == 0)
            return array[k];
    return NULL;
}

void lathe_optimiser_begin(struct lathe_optimiser *o, double rate)
{
    double t = (double)++o->step;
    bool adamw = o->kind == LATHE_ADAMW;
    bool adam = adamw || o->kind == LATHE_ADAM;

    o->terms = (struct lathe_optimiser_terms){
        .rate = (real)rate,
        .momentum = (real)o->momentum,
        .l1 = (real)o->l1,
        .l2 = adamw ? 0 : (real)o->l2,
        .root = adam ? (real)(1 / sqrt(1 - pow(0.999, t))) : 1,
        .scaled = (real)(rate / (1 - pow(0.9, t))),
        .decay = adamw ? (real)(rate * o->l2) : 0,
        .epsilon = o->kind == LATHE_ADAGRAD ? (real)1e-10 : (real)1e-8,
    };
}

/* ---- the formulas ------------------------------------------------------- */

/*
 * The loops below are inlined into one function for each level of
 * instructions, and run over blocks of a constant length, so that compilers
 * make vectors of them. Every parameter goes through the same operations in
 * all of them, so the results are the same bits. Square roots are taken a
 * block at a time by hand, as sqrt() would stop to set errno.
 */
#define INLINE static inline __attribute__((always_inline))
#define BLOCK 64

/* out = square root of v, n <= BLOCK. */
typedef void roots_fn(size_t n, const real *v, real *out);

static void roots_portable(size_t n, const real *v, real *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = sqrt(v[i]);
}

/* One level: how it takes roots is all that differs by hand. */
struct range {
    size_t n;
    real *restrict w;
    const real *restrict g;
    real *restrict m, *restrict v;      /* NULL: the kind has none */
    const struct lathe_optimiser_terms *t;
    roots_fn *roots;
};

/* g = grad + l2 w + l1 sign(w), n <= BLOCK; the sign apart, as it would keep
 * compilers from making vectors. */
INLINE void penalise(size_t n, const real *restrict w,
                     const real *restrict grad, real *restrict g,
                     const struct lathe_optimiser_terms *t)
{
    for (size_t i = 0; i < n; i++)
        g[i] = grad[i] + t->l2 * w[i];
    for (size_t i = 0; t->l1 != 0 && i < n; i++)
        g[i] += t->l1 * ((real)(w[i] > 0) - (real)(w[i] < 0));
}

/* sgd, momentum, nesterov. */
INLINE void slide(enum lathe_optimiser_kind kind, size_t n, real *restrict w,
                  const real *restrict grad, real *restrict m,
                  const struct lathe_optimiser_terms *t)
{
    real g[BLOCK];

    penalise(n, w, grad, g, t);
    for (size_t i = 0; i < n; i++) {
        if (kind == LATHE_SGD) {
            w[i] -= t->rate * g[i];
            continue;
        }
        m[i] = t->momentum * m[i] + g[i];
        w[i] -= t->rate *
                (kind == LATHE_NESTEROV ? g[i] + t->momentum * m[i] : m[i]);
    }
}

/* adagrad, rmsprop, adam, adamw: first the moments, then with their roots the
 * parameters. `step` is what goes over the root. */
INLINE void scale(enum lathe_optimiser_kind kind, size_t n, real *restrict w,
                  const real *restrict grad, real *restrict m,
                  real *restrict v, const struct lathe_optimiser_terms *t,
                  roots_fn *roots)
{
    real root[BLOCK], step[BLOCK], g[BLOCK];
    bool adam = kind == LATHE_ADAM;

    penalise(n, w, grad, g, t);
    for (size_t i = 0; i < n; i++) {
        if (kind == LATHE_ADAGRAD)
            v[i] += g[i] * g[i];
        else if (kind == LATHE_RMSPROP)
            v[i] = (real)0.99 * v[i] + (real)0.01 * (g[i] * g[i]);
        else
            v[i] = (real)0.999 * v[i] + (real)0.001 * (g[i] * g[i]);
        if (adam)
            m[i] = (real)0.9 * m[i] + (real)0.1 * g[i];
        step[i] = adam ? t->scaled * m[i] : t->rate * g[i];
    }
    roots(n, v, root);
    for (size_t i = 0; i < n; i++)
        w[i] -= step[i] / (root[i] * t->root + t->epsilon) + t->decay * w[i];
}

INLINE void change_some(enum lathe_optimiser_kind kind, size_t n, size_t at,
                        const struct range *r,
                        const struct lathe_optimiser_terms *t)
{
    if (kind == LATHE_SGD)
        slide(kind, n, r->w + at, r->g + at, NULL, t);
    else if (kind == LATHE_MOMENTUM || kind == LATHE_NESTEROV)
        slide(kind, n, r->w + at, r->g + at, r->m + at, t);
    else
        scale(kind, n, r->w + at, r->g + at,
              kind == LATHE_ADAM ? r->m + at : NULL, r->v + at, t, r->roots);
}

INLINE void change_range(enum lathe_optimiser_kind kind, const struct range *r)
{
    const struct lathe_optimiser_terms t = *r->t;
    size_t at = 0;

    for (; at + BLOCK <= r->n; at += BLOCK)
        change_some(kind, BLOCK, at, r, &t);
    change_some(kind, r->n - at, at, r, &t);
}

INLINE void change_kind(enum lathe_optimiser_kind kind, const struct range *r)
{
    switch (kind) {
    case LATHE_SGD:
        change_range(LATHE_SGD, r);
        break;
    case LATHE_MOMENTUM:
        change_range(LATHE_MOMENTUM, r);
        break;
    case LATHE_NESTEROV:
        change_range(LATHE_NESTEROV, r);
        break;
    case LATHE_ADAGRAD:
        change_range(LATHE_ADAGRAD, r);
        break;
    case LATHE_RMSPROP:
        change_range(LATHE_RMSPROP, r);
        break;
    case LATHE_ADAM:
    case LATHE_ADAMW:
        change_range(LATHE_ADAM, r);
        break;
    }
}

static void change_portable(enum lathe_optimiser_kind kind,
                            const struct range *r)
{
    change_kind(kind, r);
}

#if defined(__x86_64__) && !defined(LATHE_REAL_DOUBLE)

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx512f,avx512vl")))

AVX2 static void roots_avx2(size_t n, const real *v, real *out)
{
    size_t i = 0;

    for (; i + 8 <= n; i += 8)
        _mm256_storeu_ps(out + i, _mm256_sqrt_ps(_mm256_loadu_ps(v + i)));
    roots_portable(n - i, v + i, out + i);
}

AVX512 static void roots_avx512(size_t n, const real *v, real *out)
{
    size_t i = 0;

    for (; i + 16 <= n; i += 16)
        _mm512_storeu_ps(out + i, _mm512_sqrt_ps(_mm512_loadu_ps(v + i)));
    roots_portable(n - i, v + i, out + i);
}

AVX2 static void change_avx2(enum lathe_optimiser_kind kind, struct range r)
{
    r.roots = roots_avx2;
    change_kind(kind, &r);
}

AVX512 static void change_avx512(enum lathe_optimiser_kind kind,
                                 struct range r)
{
    r.roots = roots_avx512;
    change_kind(kind, &r);
}

#elif defined(__aarch64__) && !defined(LATHE_REAL_DOUBLE)

#include <arm_neon.h>

static void roots_neon(size_t n, const real *v, real *out)
{
    size_t i = 0;

    for (; i + 4 <= n; i += 4)
        vst1q_f32(out + i, vsqrtq_f32(vld1q_f32(v + i)));
    roots_portable(n - i, v + i, out + i);
}

static void change_neon(enum lathe_optimiser_kind kind, struct range r)
{
    r.roots = roots_neon;
    change_kind(kind, &r);
}

#endif

void lathe_optimiser_update(void *ctx, size_t first, size_t n, bool bias)
{
    struct lathe_optimiser *o = ctx;
    struct lathe_optimiser_terms t = o->terms;
    struct range r = {
        .n = n, .w = o->params + first, .g = o->grad + first,
        .m = o->m ? o->m + first : NULL, .v = o->v ? o->v + first : NULL,
        .t = &t, .roots = roots_portable };

    if (bias) {
        t.l1 = t.l2 = t.decay = 0;
    }
#if defined(__x86_64__) && !defined(LATHE_REAL_DOUBLE)
    if (o->level >= LATHE_CPU_AVX512) {
        change_avx512(o->kind, r);
        return;
    }
    if (o->level >= LATHE_CPU_AVX2) {
        change_avx2(o->kind, r);
        return;
    }
#elif defined(__aarch64__) && !defined(LATHE_REAL_DOUBLE)
    if (o->level >= LATHE_CPU_NEON) {
        change_neon(o->kind, r);
        return;
    }
#endif
    change_portable(o->kind, &r);
}
