/* Fitting: figures worked out by hand, and the same from every path. */
#include "unit.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "base/rng.h"
#include "fit/fit.h"
#include "fit/fit_date.h"
#include "fit/mode.h"
#include "fit/quantile.h"
#include "fit/tally.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A table in memory: one number column, one category column, a value. */
struct memory {
    const double *number;
    const uint32_t *code;
    const double *value;
    _Atomic unsigned reads;
};

static enum lathe_code read_memory(void *ctx, uint64_t first, size_t n,
                                   struct lathe_rows *rows,
                                   struct lathe_err *err)
{
    struct memory *m = ctx;
    (void)err;

    m->reads++;
    for (size_t i = 0; i < n; i++) {
        if (rows->numbers)
            rows->number[i] = m->number[first + i];
        if (rows->categories)
            rows->code[i] = m->code[first + i];
        rows->value[i] = m->value ? m->value[first + i] : 0;
    }
    rows->n = n;
    return LATHE_OK;
}

static struct lathe_schema number_schema(enum lathe_scale scale,
                                         enum lathe_impute impute)
{
    struct lathe_schema s = {.task = LATHE_REGRESS, .n = 1};

    s.column = lathe_calloc(1, sizeof *s.column);
    assert_non_null(s.column);
    s.column[0].name = lathe_strdup("x");
    s.column[0].kind = LATHE_NUMBER;
    s.column[0].scale = scale;
    s.column[0].impute = impute;
    assert_int_equal(lathe_schema_add_target(&s, "y", NULL), 0);
    lathe_schema_layout(&s);
    return s;
}

static struct lathe_schema category_schema(const char *const *words, size_t n)
{
    struct lathe_schema s = number_schema(LATHE_SCALE_NONE,
                                          LATHE_IMPUTE_CATEGORY);
    uint32_t code;

    s.column[0].kind = LATHE_CATEGORY;
    s.column[0].encode = LATHE_ENCODE_ONEHOT;
    for (size_t i = 0; i < n; i++)
        assert_int_equal(lathe_dict_add(&s.column[0].dict, words[i],
                                        strlen(words[i]), &code, NULL), 0);
    lathe_schema_layout(&s);
    return s;
}

static void fit(struct lathe_schema *s, struct memory *m, uint64_t rows,
                uint64_t rare, size_t memory_bytes)
{
    struct lathe_fit_rows train = {.n = rows, .read = read_memory, .ctx = m};
    struct lathe_fit_opts opts = {.rare = rare, .memory_bytes = memory_bytes};
    struct lathe_err err = {0};

    assert_int_equal(lathe_fit_schema(s, &train, &opts, &err), 0);
}

static void is_near(double got, double want)
{
    if (!(fabs(got - want) <= 1e-14 * fabs(want)))
        fail_msg("%.17g is not %.17g", got, want);
}

static void a_number_column_is_fitted_as_by_hand(void **state)
{
    static const double x[] = {4, 1, NAN, 2, 9, 2}, y[] = {1, 2, 3, 4, 5, 6};
    static const struct {
        enum lathe_scale scale;
        double shift, factor;
    } cases[] = {
        {LATHE_SCALE_NONE, 0, 1},
        {LATHE_SCALE_STANDARD, 3.6, 1 / 2.87054001888146},  /* sqrt(8.24) */
        {LATHE_SCALE_MINMAX, 1, 1 / 8.0},
        {LATHE_SCALE_ROBUST, 2, 1 / 2.0},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct memory m = {.number = x, .value = y};
        struct lathe_schema s = number_schema(cases[i].scale,
                                              LATHE_IMPUTE_MEDIAN);
        const struct lathe_column *c = &s.column[0];

        fit(&s, &m, 6, 0, 0);
        assert_int_equal(c->present, 5);
        assert_int_equal(c->missing, 1);
        is_near(c->stats.mean, 3.6);
        is_near(c->stats.sd, sqrt(8.24));
        assert_true(c->stats.min == 1 && c->stats.q25 == 2 &&
                    c->stats.median == 2 && c->stats.q75 == 4 &&
                    c->stats.max == 9);
        assert_true(c->fill == 2);
        assert_true(fabs(c->shift - cases[i].shift) < 1e-14);
        assert_true(fabs(c->factor - cases[i].factor) < 1e-14);
        is_near(s.target[0].shift, 3.5);
        is_near(s.target[0].factor, 1 / sqrt(35.0 / 12));
        assert_int_equal(s.rows, 6);
        assert_int_equal(s.inputs, 1);
        lathe_schema_release(&s);
    }
}

static void a_missing_number_becomes_what_was_asked_for(void **state)
{
    static const double x[] = {7, NAN, 3, 3, 7, 10};
    static const struct {
        enum lathe_impute impute;
        double fill;
    } cases[] = {
        {LATHE_IMPUTE_MEDIAN, 7},
        {LATHE_IMPUTE_MEAN, 6},
        {LATHE_IMPUTE_MOST_FREQUENT, 3},        /* of 3 and 7 the smaller */
        {LATHE_IMPUTE_CONSTANT, -5},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct memory m = {.number = x};
        struct lathe_schema s = number_schema(LATHE_SCALE_STANDARD,
                                              cases[i].impute);

        s.column[0].fill = -5;
        fit(&s, &m, 6, 0, 0);
        assert_true(s.column[0].fill == cases[i].fill);
        lathe_schema_release(&s);
    }
}

static void constant_and_empty_columns_are_left_as_they_are(void **state)
{
    static const double same[] = {0.1, 0.1, 0.1};
    static const double none[] = {NAN, NAN, NAN};
    (void)state;

    for (int scale = LATHE_SCALE_NONE; scale <= LATHE_SCALE_ROBUST; scale++) {
        struct memory m = {.number = same};
        struct lathe_schema s = number_schema((enum lathe_scale)scale,
                                              LATHE_IMPUTE_MEDIAN);

        fit(&s, &m, 3, 0, 0);
        assert_true(s.column[0].stats.sd == 0);
        assert_true(s.column[0].factor == 1);
        m.number = none;
        fit(&s, &m, 3, 0, 0);
        assert_int_equal(s.column[0].present, 0);
        assert_true(s.column[0].fill == 0 && s.column[0].shift == 0 &&
                    s.column[0].factor == 1);
        lathe_schema_release(&s);
    }
}

static void small_spreads_about_large_means_are_exact(void **state)
{
    enum { N = 20000 };
    double *x = calloc(N, sizeof *x);
    struct memory m = {.number = x};
    struct lathe_schema s = number_schema(LATHE_SCALE_STANDARD,
                                          LATHE_IMPUTE_MEDIAN);
    (void)state;

    /* 1e9 and 1e9 + 2 by turns: mean 1e9 + 1, sd 1. */
    for (size_t i = 0; i < N; i++)
        x[i] = 1e9 + (i % 2 ? 2 : 0);
    fit(&s, &m, N, 0, 0);
    assert_true(s.column[0].stats.mean == 1e9 + 1);
    is_near(s.column[0].stats.sd, 1);
    lathe_schema_release(&s);
    free(x);
}

static void values_that_cannot_be_scaled_are_refused(void **state)
{
    static const struct {
        enum lathe_scale scale;
        double x[4];
        const char *says;       /* NULL: they can */
    } rows[] = {
        {LATHE_SCALE_STANDARD, {1e308, -1e308, 0, 0}, "too large to be scaled"},
        {LATHE_SCALE_MINMAX, {1e308, 0, 1e308, 0}, "too large to be scaled"},
        {LATHE_SCALE_STANDARD, {1e-300, 2e-300, 0, 0}, NULL},
        {LATHE_SCALE_MINMAX, {1e-310, 2e-310, 0, 0}, NULL},
        {LATHE_SCALE_NONE, {1e-300, 2e-300, 0, 0}, NULL},
        {LATHE_SCALE_STANDARD, {1e-149, 2e-149, 0, 0}, NULL},
        {LATHE_SCALE_MINMAX, {1e-149, 2e-149, 0, 0}, NULL},
        {LATHE_SCALE_STANDARD, {1e-300, 1e-300, 1e-300, 1e-300}, NULL},
        {LATHE_SCALE_NONE, {1, 2, 3e38, 4}, NULL},
        {LATHE_SCALE_NONE, {1, 2, 4e38, 4}, "for the scale none"},
        {LATHE_SCALE_STANDARD, {1, 2, 4e38, 4}, NULL},
        {LATHE_SCALE_ROBUST, {1, 2, 3, 1e40}, NULL},
        {LATHE_SCALE_ROBUST, {1e-39, 1e-39, 1e-39, 4}, NULL},
        {LATHE_SCALE_ROBUST, {-5, 1e-39, 2e-39, 3e-39}, NULL},
        {LATHE_SCALE_ROBUST, {NAN, 1e40, 1, 2}, NULL},
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct memory m = {.number = rows[i].x};
        struct lathe_fit_rows train = {.n = 4, .read = read_memory, .ctx = &m};
        struct lathe_fit_opts opts = {0};
        struct lathe_schema s = number_schema(rows[i].scale,
                                              LATHE_IMPUTE_MEDIAN);
        struct lathe_err err = {0};
        enum lathe_code rc = lathe_fit_schema(&s, &train, &opts, &err);

        assert_int_equal(rc, rows[i].says ? LATHE_EDATA : LATHE_OK);
        if (rows[i].says) {
            assert_non_null(strstr(err.msg, "column 'x'"));
            assert_non_null(strstr(err.msg, rows[i].says));
        }
        lathe_schema_release(&s);
    }
}

/* Their squares underflow, so that their deviation comes to nothing. */
static void tiny_numbers_are_scaled_by_their_range(void **state)
{
    static const struct { double x[4], factor; } rows[] = {
        {{1e-200, 3e-200, 2e-200, 1e-200}, 5e199},
        {{-1e-300, 1e-300, 0, 0}, 5e299},
        {{0, 5e-324, 0, 0}, 1},         /* 1 / range is no double */
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct memory m = {.number = rows[i].x};
        struct lathe_fit_rows train = {.n = 4, .read = read_memory, .ctx = &m};
        struct lathe_fit_opts opts = {0};
        struct lathe_schema s = number_schema(LATHE_SCALE_STANDARD,
                                              LATHE_IMPUTE_MEDIAN);

        assert_int_equal(lathe_fit_schema(&s, &train, &opts, NULL), LATHE_OK);
        assert_true(fabs(s.column[0].factor / rows[i].factor - 1) < 1e-12);
        lathe_schema_release(&s);
    }
}

/* A quarter of the rows far out: the quartiles do not see them. */
static void inputs_that_would_be_no_floats_are_refused(void **state)
{
    static const double x[] = {1e-9, 2e-9, 3e-9, 4e-9, 5e-9, 1e35};
    struct memory m = {.number = x};
    struct lathe_fit_rows train = {.n = 6, .read = read_memory, .ctx = &m};
    struct lathe_fit_opts opts = {0};
    struct lathe_schema s = number_schema(LATHE_SCALE_ROBUST,
                                          LATHE_IMPUTE_MEDIAN);
    struct lathe_err err = {0};
    (void)state;

    assert_int_equal(lathe_fit_schema(&s, &train, &opts, &err), LATHE_EDATA);
    assert_non_null(strstr(err.msg, "for the scale robust"));
    s.column[0].clip = 0.2;
    assert_int_equal(lathe_fit_schema(&s, &train, &opts, &err), LATHE_OK);
    lathe_schema_release(&s);
}

static void a_constant_that_would_be_no_float_is_refused(void **state)
{
    static const double x[] = {1, 2, NAN};
    struct memory m = {.number = x};
    struct lathe_fit_rows train = {.n = 3, .read = read_memory, .ctx = &m};
    struct lathe_fit_opts opts = {0};
    struct lathe_schema s = number_schema(LATHE_SCALE_STANDARD,
                                          LATHE_IMPUTE_CONSTANT);
    struct lathe_err err = {0};
    (void)state;

    s.column[0].fill = 1e39;
    assert_int_equal(lathe_fit_schema(&s, &train, &opts, &err), LATHE_EARG);
    assert_non_null(strstr(err.msg, "impute: column 'x': 1e+39 is too large"));
    train.n = 2;                /* nothing is missing */
    assert_int_equal(lathe_fit_schema(&s, &train, &opts, &err), LATHE_OK);
    lathe_schema_release(&s);
}

static void categories_get_a_place_each(void **state)
{
    static const char *const words[] = {"a", "b", "c", "d"};
    static const uint32_t code[] = {0, 0, 0, 1, 1, 3, LATHE_MISSING_CODE};
    struct memory m = {.code = code};
    struct lathe_schema s = category_schema(words, 4);
    const struct lathe_column *c = &s.column[0];
    (void)state;

    fit(&s, &m, 7, 0, 0);
    assert_int_equal(c->present, 6);
    assert_int_equal(c->missing, 1);
    assert_int_equal(c->count[0], 3);
    assert_int_equal(c->hot[0], 0);
    assert_int_equal(c->hot[1], 1);
    assert_int_equal(c->hot[2], LATHE_COLD);    /* no training row */
    assert_int_equal(c->hot[3], 2);
    assert_int_equal(c->missing_hot, 3);
    assert_int_equal(c->unknown_hot, LATHE_COLD);
    assert_int_equal(c->width, 4);
    assert_int_equal(s.inputs, 4);

    fit(&s, &m, 6, 0, 0);       /* the missing one is not among these rows */
    assert_int_equal(c->missing_hot, LATHE_COLD);
    assert_int_equal(c->width, 3);
    lathe_schema_release(&s);
}

static void rare_categories_share_a_place_with_unknown_ones(void **state)
{
    static const char *const words[] = {"a", "b", "c", "d"};
    static const uint32_t code[] = {0, 0, 0, 1, 1, 3};
    struct memory m = {.code = code};
    struct lathe_schema s = category_schema(words, 4);
    const struct lathe_column *c = &s.column[0];
    (void)state;

    fit(&s, &m, 6, 3, 0);
    assert_int_equal(c->hot[0], 0);
    assert_int_equal(c->hot[1], 1);
    assert_int_equal(c->hot[2], 1);
    assert_int_equal(c->hot[3], 1);
    assert_int_equal(c->unknown_hot, 1);
    assert_int_equal(c->width, 2);

    s.column[0].impute = LATHE_IMPUTE_MOST_FREQUENT;
    fit(&s, &m, 6, 0, 0);
    assert_int_equal(c->missing_hot, 0);
    s.column[0].impute = LATHE_IMPUTE_CONSTANT;
    s.column[0].fill = 3;
    fit(&s, &m, 6, 0, 0);
    assert_int_equal(c->missing_hot, 2);
    lathe_schema_release(&s);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static double quantile_of(const double *sorted, size_t n, double q)
{
    double at = (double)(n - 1) * q, t = at - floor(at);
    size_t k = (size_t)at;

    return k + 1 < n ? sorted[k] + (sorted[k + 1] - sorted[k]) * t : sorted[k];
}

/* All sizes and little memory, so that values are narrowed down by bits. */
static void quartiles_are_exact_in_any_memory(void **state)
{
    enum { N = 3000 };
    static const size_t memory[] = {8, 512, 8192, (size_t)1 << 26};
    double *x = calloc(N, sizeof *x), *sorted = calloc(N, sizeof *x);
    struct lathe_rng rng = lathe_rng_stream(5, LATHE_RNG_TEST, 0, 0);
    (void)state;

    for (size_t n = 1; n <= N; n = n < 12 ? n + 1 : n * 3) {
        for (size_t i = 0; i < n; i++)
            x[i] = n % 2 ? lathe_rng_normal(&rng)
                         : (double)lathe_rng_below(&rng, 5) - 2;
        memcpy(sorted, x, n * sizeof *x);
        qsort(sorted, n, sizeof *x, by_value);
        for (size_t k = 0; k < sizeof memory / sizeof *memory; k++) {
            struct memory m = {.number = x};
            struct lathe_schema s = number_schema(LATHE_SCALE_NONE,
                                                  LATHE_IMPUTE_MEDIAN);
            const struct lathe_number_stats *st = &s.column[0].stats;

            fit(&s, &m, n, 0, memory[k]);
            assert_true(fabs(st->q25 - quantile_of(sorted, n, .25)) < 1e-15);
            assert_true(fabs(st->median - quantile_of(sorted, n, .5)) <
                        1e-15);
            assert_true(fabs(st->q75 - quantile_of(sorted, n, .75)) < 1e-15);
            lathe_schema_release(&s);
        }
    }
    free(x);
    free(sorted);
}

/* 0, 1, ..., 8, 100 at 0.1: bounds 0.9 and 17.2, and what lies within has
 * the mean 5.41. */
static void outliers_are_clipped_before_the_scale_is_fitted(void **state)
{
    static const double x[] = {3, 0, 100, 2, NAN, 5, 8, 6, 7, 4, 1};
    static const struct {
        enum lathe_scale scale;
        double shift, factor;
    } cases[] = {
        {LATHE_SCALE_NONE, 0, 1},
        {LATHE_SCALE_STANDARD, 5.41, 1 / 4.560361827750066},
        {LATHE_SCALE_MINMAX, 0.9, 1 / 16.3},
        {LATHE_SCALE_ROBUST, 4.5, 1 / 4.5},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct memory m = {.number = x};
        struct lathe_schema s = number_schema(cases[i].scale,
                                              LATHE_IMPUTE_MEAN);
        const struct lathe_column *c = &s.column[0];

        s.column[0].clip = 0.1;
        fit(&s, &m, 11, 0, i % 2 ? 8 : 0);
        assert_true(fabs(c->clip_low - 0.9) < 1e-14);
        assert_true(fabs(c->clip_high - 17.2) < 1e-13);
        assert_true(fabs(c->fill - 5.41) < 1e-13);
        assert_true(c->stats.mean == 13.6 && c->stats.max == 100);
        assert_true(fabs(c->shift - cases[i].shift) < 1e-13);
        assert_true(fabs(c->factor / cases[i].factor - 1) < 1e-13);
        s.column[0].clip = 0;
        fit(&s, &m, 11, 0, 0);
        assert_true(isinf(c->clip_low) && isinf(c->clip_high));
        assert_true(fabs(c->fill - 13.6) < 1e-14);
        lathe_schema_release(&s);
    }
}

/* Bounds within the quartiles move these. */
static void the_quartiles_of_clipped_values_are_their_own(void **state)
{
    static const double x[] = {1, 2, 9, 10};
    struct memory m = {.number = x};
    struct lathe_schema s = number_schema(LATHE_SCALE_ROBUST,
                                          LATHE_IMPUTE_MEDIAN);
    (void)state;

    s.column[0].clip = 0.3;     /* 1.9 and 9.1: 1.9 2 9 9.1 */
    fit(&s, &m, 4, 0, 0);
    is_near(s.column[0].clip_low, 1.9);
    is_near(s.column[0].shift, 5.5);
    is_near(1 / s.column[0].factor, 9.025 - 1.975);
    assert_true(s.column[0].stats.q25 == 1.75);
    lathe_schema_release(&s);
}

/* Shares in any order, 0 and 1 among them, whatever the memory. */
static void any_quantiles_are_exact_in_any_memory(void **state)
{
    enum { N = 2000 };
    static const size_t memory[] = {8, 4096, (size_t)1 << 26};
    double *x = calloc(N, sizeof *x), *sorted = calloc(N, sizeof *x);
    struct lathe_rng rng = lathe_rng_stream(6, LATHE_RNG_TEST, 0, 0);
    struct lathe_schema s = number_schema(LATHE_SCALE_NONE,
                                          LATHE_IMPUTE_MEDIAN);
    (void)state;

    for (size_t i = 0; i < N; i++)
        x[i] = i % 3 ? lathe_rng_normal(&rng) : 0.5;
    for (size_t n = 1; n <= N; n = n * 2 + 1) {
        memcpy(sorted, x, n * sizeof *x);
        qsort(sorted, n, sizeof *x, by_value);
        for (size_t k = 0; k < sizeof memory / sizeof *memory; k++) {
            struct memory m = {.number = x};
            struct lathe_fit_rows train = {.n = n, .read = read_memory,
                                           .ctx = &m};
            struct lathe_quantile q = {
                .present = n, .n = 5, .share = {0.999, 0, 0.013, 1, 0.5}};
            struct lathe_err err = {0};

            assert_int_equal(lathe_quantile_find(&q, 1, &train, &s,
                                                 memory[k], NULL,
                                                 &err), 0);
            for (size_t i = 0; i < q.n; i++)
                assert_true(fabs(q.value[i] - quantile_of(sorted, n,
                                                          q.share[i])) <
                            1e-14);
        }
    }
    lathe_schema_release(&s);
    free(x);
    free(sorted);
}

static struct lathe_schema date_schema(enum lathe_scale scale,
                                       enum lathe_impute impute)
{
    struct lathe_schema s = number_schema(scale, impute);

    s.column[0].kind = LATHE_DATE;
    s.column[0].order = LATHE_DATE_PLAIN;
    return s;
}

#define DAY 86400.0

/* 2019-12-31, 2020-01-01, 2020-01-02, 2020-01-05: days 18261, 18262, 18263
 * and 18266 with the mean 18263 and the deviation sqrt(3.5). */
static void a_date_column_is_fitted_as_by_hand(void **state)
{
    static const double x[] = {18266 * DAY, 18261 * DAY, NAN, 18263 * DAY,
                               18262 * DAY};
    static const struct {
        enum lathe_scale scale;
        double shift, factor, year_shift, year_factor;
    } cases[] = {
        {LATHE_SCALE_NONE, 0, 1, 0, 1},
        {LATHE_SCALE_STANDARD, 18263, 1 / 1.8708286933869707, 2019.75,
         1 / 0.4330127018922193},
        {LATHE_SCALE_MINMAX, 18261, 0.2, 2019, 1},
        {LATHE_SCALE_ROBUST, 18262.5, 0.5, 2020, 4},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct memory m = {.number = x};
        struct lathe_schema s = date_schema(cases[i].scale,
                                            LATHE_IMPUTE_MEDIAN);
        const struct lathe_column *c = &s.column[0];

        s.column[0].indicator = true;
        fit(&s, &m, 5, 0, i % 2 ? 8 : 0);
        assert_true(c->present == 4 && c->missing == 1 && c->indicates);
        assert_int_equal(c->parts, LATHE_DATE_DAYS | LATHE_DATE_YEAR |
                                       LATHE_DATE_MONTH | LATHE_DATE_WEEKDAY);
        assert_true(c->fill == 18262.5 * DAY);
        is_near(c->shift, cases[i].shift);
        is_near(c->factor, cases[i].factor);
        is_near(c->year_shift, cases[i].year_shift);
        is_near(c->year_factor, cases[i].year_factor);
        assert_int_equal(s.inputs, 7);      /* 1 + 1 + 2 + 2, indicator */
        lathe_schema_release(&s);
    }
}

static void a_part_of_a_date_that_never_varies_is_left_out(void **state)
{
    static const struct {
        double x[3];
        unsigned parts;
    } cases[] = {
        {{19000 * DAY, 19000 * DAY, 19000 * DAY}, LATHE_DATE_DAYS},
        {{19000 * DAY, 19007 * DAY, 19014 * DAY}, LATHE_DATE_DAYS},
        {{19000 * DAY, 19001 * DAY, 19000 * DAY},
         LATHE_DATE_DAYS | LATHE_DATE_WEEKDAY},
        {{19000 * DAY, 19000 * DAY, 19000 * DAY + 1},
         LATHE_DATE_DAYS | LATHE_DATE_HOUR},
        {{NAN, NAN, NAN}, LATHE_DATE_DAYS},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct memory m = {.number = cases[i].x};
        struct lathe_schema s = date_schema(LATHE_SCALE_STANDARD,
                                            LATHE_IMPUTE_MOST_FREQUENT);

        fit(&s, &m, 3, 0, 0);
        assert_int_equal(s.column[0].parts, cases[i].parts);
        assert_true(isnan(cases[i].x[0]) ? s.column[0].fill == 0
                                         : s.column[0].fill ==
                                               cases[i].x[0]);
        lathe_schema_release(&s);
    }
}

/* Halves that are seen apart and put together are the whole. */
static void what_is_seen_of_dates_can_be_merged(void **state)
{
    enum { N = 200 };
    double x[N];
    struct lathe_rng rng = lathe_rng_stream(8, LATHE_RNG_TEST, 0, 0);
    (void)state;

    for (int round = 0; round < 50; round++) {
        struct lathe_fit_date whole = {0}, a = {0}, b = {0};
        struct lathe_column one = {.scale = LATHE_SCALE_ROBUST}, two = one;
        size_t n = 1 + lathe_rng_below(&rng, N);
        size_t cut = lathe_rng_below(&rng, n + 1);

        for (size_t i = 0; i < n; i++)
            x[i] = (double)lathe_rng_below(&rng, round % 2 ? 3 : 40000) * DAY;
        assert_int_equal(lathe_fit_date_add(&whole, x, 1, n, NULL), 0);
        assert_int_equal(lathe_fit_date_add(&a, x, 1, cut, NULL), 0);
        assert_int_equal(lathe_fit_date_add(&b, x + cut, 1, n - cut, NULL),
                         0);
        assert_int_equal(lathe_fit_date_merge(&a, &b, NULL), 0);
        lathe_fit_date_derive(&one, &whole);
        lathe_fit_date_derive(&two, &a);
        assert_int_equal(one.parts, two.parts);
        assert_true(one.year_shift == two.year_shift &&
                    one.year_factor == two.year_factor);
        lathe_fit_date_release(&whole);
        lathe_fit_date_release(&a);
        lathe_fit_date_release(&b);
    }
}

/* Numbers, a category and a value of so many rows that there are many
 * blocks. */
/* Dates of the year before are counted without being split; one at a time none
 * is. */
static void dates_are_counted_at_once_as_one_by_one(void **state)
{
    struct lathe_rng rng = lathe_rng_stream(7, LATHE_RNG_TEST, 0, 0);
    double v[3000];
    (void)state;

    for (unsigned years = 1; years < 4; years++) {
        struct lathe_fit_date all = {0}, each = {0};

        /* From 2021 on, and the seconds about their ends. */
        for (size_t i = 0; i < 3000; i++) {
            double year = lathe_date_year(
                2021 + (int)lathe_rng_below(&rng, years));

            v[i] = i % 3 || years < 2
                       ? year + lathe_rng_uniform(&rng) * 86400 * 365
                       : year + (lathe_rng_uniform(&rng) - 0.5) *
                                    (i % 2 ? 1e-6 : 4);
            if (i % 100 == 99)
                v[i] = NAN;
            assert_int_equal(lathe_fit_date_add(&each, &v[i], 1, 1, NULL), 0);
        }
        assert_int_equal(lathe_fit_date_add(&all, v, 1, 3000, NULL), 0);
        assert_int_equal(all.varies, each.varies);
        assert_int_equal(all.base, each.base);
        assert_int_equal(all.years, each.years);
        assert_memory_equal(all.rows, each.rows, all.years * sizeof *all.rows);
        lathe_fit_date_release(&all);
        lathe_fit_date_release(&each);
    }
}

static void a_fit_has_the_same_bits_for_any_number_of_threads(void **state)
{
    enum { N = 50000 };
    static const char *const words[] = {"a", "b", "c"};
    double *x = calloc(N, sizeof *x), *y = calloc(N, sizeof *y);
    uint32_t *code = calloc(N, sizeof *code);
    struct lathe_rng rng = lathe_rng_stream(6, LATHE_RNG_TEST, 0, 0);
    struct lathe_schema s[4];
    (void)state;

    for (size_t i = 0; i < N; i++) {
        x[i] = i % 7 ? lathe_rng_normal(&rng) * 1e5 : NAN;
        y[i] = lathe_rng_normal(&rng) + 1e6;
        code[i] = i % 11 ? (uint32_t)lathe_rng_below(&rng, 3)
                         : LATHE_MISSING_CODE;
    }
    for (int k = 0; k < 4; k++) {
        struct memory m = {.number = x, .code = code, .value = y};
        struct lathe_fit_rows train = {.n = N, .read = read_memory, .ctx = &m};
        struct lathe_fit_opts opts = {.memory_bytes = k % 2 ? 100000 : 0};
        struct lathe_err err = {0};

        s[k] = category_schema(words, 3);
        s[k].column = lathe_realloc(s[k].column, 2, sizeof *s[k].column);
        s[k].column[1] = (struct lathe_column){
            .name = lathe_strdup("x"), .kind = LATHE_NUMBER,
            .scale = LATHE_SCALE_ROBUST, .impute = LATHE_IMPUTE_MOST_FREQUENT};
        s[k].n = 2;
        if (k > 1)
            assert_int_equal(lathe_pool_new(&opts.pool, 2 * k - 1, &err), 0);
        assert_int_equal(lathe_fit_schema(&s[k], &train, &opts, &err), 0);
        lathe_pool_free(opts.pool);
        assert_int_equal(s[k].column[0].missing, N / 11 + 1);
        assert_int_equal(s[k].column[1].missing, N / 7 + 1);
        assert_true(memcmp(&s[k].column[1].stats, &s[0].column[1].stats,
                           sizeof s[k].column[1].stats) == 0);
        assert_true(memcmp(&s[k].target[0].stats, &s[0].target[0].stats,
                           sizeof s[k].target[0].stats) == 0);
        assert_true(memcmp(s[k].column[0].count, s[0].column[0].count,
                           3 * sizeof(uint64_t)) == 0);
        assert_true(s[k].column[1].fill == s[0].column[1].fill);
    }
    for (int k = 0; k < 4; k++)
        lathe_schema_release(&s[k]);
    free(x);
    free(y);
    free(code);
}

/* Two columns side by side, and memory for the values of one. */
static enum lathe_code read_two(void *ctx, uint64_t first, size_t n,
                                struct lathe_rows *rows,
                                struct lathe_err *err)
{
    unsigned *passes = ctx;
    (void)err;

    *passes += first == 0;
    rows->n = n;
    for (size_t i = 0; i < n; i++) {
        uint64_t k = first + i;

        rows->number[2 * i] = k % 10 ? (double)k : 7.5;
        rows->number[2 * i + 1] = k % 5 > 1 ? (double)k : -3;
    }
    return LATHE_OK;
}

static void modes_are_found_in_as_many_passes_as_memory_asks_for(void **state)
{
    struct lathe_schema s = number_schema(LATHE_SCALE_NONE,
                                          LATHE_IMPUTE_MOST_FREQUENT);
    (void)state;

    s.numbers = 2;
    for (unsigned k = 1; k <= 2; k++) {
        unsigned passes = 0;
        struct lathe_fit_rows train = {.n = 20000, .read = read_two,
                                       .ctx = &passes};
        struct lathe_mode m[] = {{.column = 1, .name = "b"},
                                 {.column = 0, .name = "a"}};
        struct lathe_err err = {0};

        assert_int_equal(lathe_mode_find(m, 2, &train, &s, (size_t)1 << 20 >>
                                         4 * (k - 1), NULL, &err), 0);
        assert_int_equal(passes, k);
        assert_true(m[0].value == -3 && m[1].value == 7.5);
    }
    lathe_schema_release(&s);
}

static void the_mode_of_too_many_values_is_refused(void **state)
{
    struct lathe_tally t = {0};
    struct lathe_err err = {0};
    enum lathe_code rc = LATHE_OK;
    (void)state;

    for (size_t i = 0; i <= LATHE_TALLY_LIMIT && !rc; i++) {
        double v = (double)i;

        rc = lathe_tally_add(&t, &v, 1, 1, "x", &err);
    }
    assert_int_equal(rc, LATHE_EDATA);
    assert_non_null(strstr(err.msg, "column 'x'"));
    lathe_tally_release(&t);
}

static void a_fit_survives_every_failed_allocation(void **state)
{
    static const double x[] = {4, 1, NAN, 2, 9, 2};
    (void)state;

    for (long n = 0;; n++) {
        struct memory m = {.number = x};
        struct lathe_fit_rows train = {.n = 6, .read = read_memory, .ctx = &m};
        struct lathe_fit_opts opts = {.memory_bytes = n % 2 ? 8 : 0};
        struct lathe_schema s = number_schema(LATHE_SCALE_ROBUST,
                                              LATHE_IMPUTE_MOST_FREQUENT);
        struct lathe_err err = {0};
        enum lathe_code rc;

        s.column[0].clip = n % 4 < 2 ? 0 : 0.2;
        if (n % 8 < 4)
            s.column[0].kind = LATHE_DATE;
        lathe_alloc_fail_after(n);
        rc = lathe_fit_schema(&s, &train, &opts, &err);
        lathe_alloc_fail_after(-1);
        lathe_schema_release(&s);
        if (rc == LATHE_OK && n % 8 == 7)
            return;
        assert_true(rc == LATHE_ENOMEM || rc == LATHE_OK);
        assert_true(rc == LATHE_OK || err.msg[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_column_is_fitted_as_by_hand),
        cmocka_unit_test(a_missing_number_becomes_what_was_asked_for),
        cmocka_unit_test(constant_and_empty_columns_are_left_as_they_are),
        cmocka_unit_test(small_spreads_about_large_means_are_exact),
        cmocka_unit_test(values_that_cannot_be_scaled_are_refused),
        cmocka_unit_test(tiny_numbers_are_scaled_by_their_range),
        cmocka_unit_test(inputs_that_would_be_no_floats_are_refused),
        cmocka_unit_test(a_constant_that_would_be_no_float_is_refused),
        cmocka_unit_test(categories_get_a_place_each),
        cmocka_unit_test(rare_categories_share_a_place_with_unknown_ones),
        cmocka_unit_test(quartiles_are_exact_in_any_memory),
        cmocka_unit_test(outliers_are_clipped_before_the_scale_is_fitted),
        cmocka_unit_test(the_quartiles_of_clipped_values_are_their_own),
        cmocka_unit_test(any_quantiles_are_exact_in_any_memory),
        cmocka_unit_test(a_date_column_is_fitted_as_by_hand),
        cmocka_unit_test(a_part_of_a_date_that_never_varies_is_left_out),
        cmocka_unit_test(what_is_seen_of_dates_can_be_merged),
        cmocka_unit_test(dates_are_counted_at_once_as_one_by_one),
        cmocka_unit_test(a_fit_has_the_same_bits_for_any_number_of_threads),
        cmocka_unit_test(modes_are_found_in_as_many_passes_as_memory_asks_for),
        cmocka_unit_test(the_mode_of_too_many_values_is_refused),
        cmocka_unit_test(a_fit_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
