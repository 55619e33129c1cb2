#include "train/optimiser.h"

/*
 * Nobody asks errno about a square root here, nor the floating-point flags:
 * with them GCC could not make vectors of the loops below. The values are the
 * same. (clang has no such switch for a file, and takes the roots one by one.)
 */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-math-errno", "no-trapping-math")
#endif

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

double lathe_optimiser_default_rate(enum lathe_optimiser_kind kind)
{
    return kind == LATHE_RMSPROP || kind == LATHE_ADAM || kind == LATHE_ADAMW
               ? 0.001
               : 0.01;
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

void lathe_optimiser_begin(struct lathe_optimiser *o, double rate)
{
    double t = (double)++o->step;
    bool adamw = o->kind == LATHE_ADAMW;

    o->terms = (struct lathe_optimiser_terms){
        .rate = (real)rate,
        .momentum = (real)o->momentum,
        .l1 = (real)o->l1,
        .l2 = adamw ? 0 : (real)o->l2,
        .root = (real)(1 / sqrt(1 - pow(0.999, t))),
        .scaled = (real)(rate / (1 - pow(0.9, t))),
        .decay = adamw ? (real)(1 - rate * o->l2) : 1,
        .epsilon = o->kind == LATHE_ADAGRAD ? (real)1e-10 : (real)1e-8,
    };
}

/* ---- the formulas ------------------------------------------------------- */

/*
 * Everything below is inlined into a loop over a block of constant length, so
 * that the compiler makes vectors of it for each level of instructions, and
 * compiled once for each level. Every parameter goes through the same
 * operations in all of them, so the results are the same bits.
 */
#define INLINE static inline __attribute__((always_inline))
#define BLOCK 64

struct spot {
    real w, g, m, v;
};

INLINE real penalised(struct spot s, const struct lathe_optimiser_terms *t)
{
    real sign = (real)(s.w > 0) - (real)(s.w < 0);

    return s.g + t->l2 * s.w + t->l1 * sign;
}

INLINE struct spot change(enum lathe_optimiser_kind kind, struct spot s,
                          const struct lathe_optimiser_terms *t)
{
    real g = penalised(s, t);

    switch (kind) {
    case LATHE_SGD:
        s.w -= t->rate * g;
        break;
    case LATHE_MOMENTUM:
        s.m = t->momentum * s.m + g;
        s.w -= t->rate * s.m;
        break;
    case LATHE_NESTEROV:
        s.m = t->momentum * s.m + g;
        s.w -= t->rate * (g + t->momentum * s.m);
        break;
    case LATHE_ADAGRAD:
        s.v += g * g;
        s.w -= t->rate * g / (sqrt(s.v) + t->epsilon);
        break;
    case LATHE_RMSPROP:
        s.v = (real)0.99 * s.v + (real)0.01 * (g * g);
        s.w -= t->rate * g / (sqrt(s.v) + t->epsilon);
        break;
    case LATHE_ADAM:
    case LATHE_ADAMW:
        s.m = (real)0.9 * s.m + (real)0.1 * g;
        s.v = (real)0.999 * s.v + (real)0.001 * (g * g);
        s.w = s.w * t->decay -
              t->scaled * s.m / (sqrt(s.v) * t->root + t->epsilon);
        break;
    }
    return s;
}

/* n is BLOCK or a tail below it. Arrays that the kind lacks are never read:
 * `m` and `v` are constants of the call. */
INLINE void change_some(enum lathe_optimiser_kind kind, bool has_m, bool has_v,
                        size_t n, real *restrict w, const real *restrict g,
                        real *restrict m, real *restrict v,
                        const struct lathe_optimiser_terms *t)
{
    for (size_t i = 0; i < n; i++) {
        struct spot s = { w[i], g[i], has_m ? m[i] : 0, has_v ? v[i] : 0 };

        s = change(kind, s, t);
        w[i] = s.w;
        if (has_m)
            m[i] = s.m;
        if (has_v)
            v[i] = s.v;
    }
}

INLINE void change_range(enum lathe_optimiser_kind kind, bool has_m,
                         bool has_v, size_t n, real *w, const real *g, real *m,
                         real *v, const struct lathe_optimiser_terms *terms)
{
    const struct lathe_optimiser_terms t = *terms;
    size_t i = 0;

    for (; i + BLOCK <= n; i += BLOCK)
        change_some(kind, has_m, has_v, BLOCK, w + i, g + i,
                    has_m ? m + i : m, has_v ? v + i : v, &t);
    change_some(kind, has_m, has_v, n - i, w + i, g + i, has_m ? m + i : m,
                has_v ? v + i : v, &t);
}

INLINE void change_kind(enum lathe_optimiser_kind kind, size_t n, real *w,
                        const real *g, real *m, real *v,
                        const struct lathe_optimiser_terms *t)
{
    switch (kind) {
    case LATHE_SGD:
        change_range(LATHE_SGD, false, false, n, w, g, m, v, t);
        break;
    case LATHE_MOMENTUM:
        change_range(LATHE_MOMENTUM, true, false, n, w, g, m, v, t);
        break;
    case LATHE_NESTEROV:
        change_range(LATHE_NESTEROV, true, false, n, w, g, m, v, t);
        break;
    case LATHE_ADAGRAD:
        change_range(LATHE_ADAGRAD, false, true, n, w, g, m, v, t);
        break;
    case LATHE_RMSPROP:
        change_range(LATHE_RMSPROP, false, true, n, w, g, m, v, t);
        break;
    case LATHE_ADAM:
    case LATHE_ADAMW:
        change_range(LATHE_ADAM, true, true, n, w, g, m, v, t);
        break;
    }
}

static void change_portable(enum lathe_optimiser_kind kind, size_t n, real *w,
                            const real *g, real *m, real *v,
                            const struct lathe_optimiser_terms *t)
{
    change_kind(kind, n, w, g, m, v, t);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void
change_avx2(enum lathe_optimiser_kind kind, size_t n, real *w, const real *g,
            real *m, real *v, const struct lathe_optimiser_terms *t)
{
    change_kind(kind, n, w, g, m, v, t);
}

__attribute__((target("avx512f,avx512vl"))) static void
change_avx512(enum lathe_optimiser_kind kind, size_t n, real *w, const real *g,
              real *m, real *v, const struct lathe_optimiser_terms *t)
{
    change_kind(kind, n, w, g, m, v, t);
}
#endif

void lathe_optimiser_update(void *ctx, size_t first, size_t n, bool bias)
{
    struct lathe_optimiser *o = ctx;
    struct lathe_optimiser_terms t = o->terms;
    real *w = o->params + first, *m = o->m ? o->m + first : NULL;
    real *v = o->v ? o->v + first : NULL;
    const real *g = o->grad + first;

    if (bias) {
        t.l1 = t.l2 = 0;
        t.decay = 1;
    }
#if defined(__x86_64__)
    if (o->level >= LATHE_CPU_AVX512) {
        change_avx512(o->kind, n, w, g, m, v, &t);
        return;
    }
    if (o->level >= LATHE_CPU_AVX2) {
        change_avx2(o->kind, n, w, g, m, v, &t);
        return;
    }
#endif
    change_portable(o->kind, n, w, g, m, v, &t);
}
