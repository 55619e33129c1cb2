/* Quantiles: every method gives the values that sorting gives. */
#include "unit.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "base/rng.h"
#include "fit/bracket.h"
#include "fit/fit.h"
#include "fit/narrow.h"
#include "fit/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Numbers are a group of columns (columns.h) and three more; so many kinds of
 * values (below) stand side by side. */
enum { COLUMNS = 12, MOST = 70000 };

struct table {
    size_t n;
    double *v;                  /* [MOST x COLUMNS], the last is the value */
};

static enum lathe_code read_table(void *ctx, uint64_t first, size_t n,
                                  struct lathe_rows *rows,
                                  struct lathe_err *err)
{
    const struct table *t = ctx;

    (void)err;
    rows->n = n;
    for (size_t i = 0; i < n; i++) {
        const double *v = t->v + (first + i) * COLUMNS;

        for (size_t k = 0; k + 1 < COLUMNS; k++)
            rows->number[i * rows->numbers + k] = v[k];
        rows->value[i] = v[COLUMNS - 1];
    }
    return LATHE_OK;
}

static struct lathe_schema schema(void)
{
    struct lathe_schema s = {.task = LATHE_REGRESS, .n = COLUMNS - 1};

    assert_int_equal(lathe_schema_add_target(&s, "y", NULL), 0);
    s.column = lathe_calloc(s.n, sizeof *s.column);
    assert_non_null(s.column);
    for (size_t k = 0; k < s.n; k++)
        s.column[k].kind = LATHE_NUMBER;
    lathe_schema_layout(&s);
    return s;
}

/* Value i of n, of a kind that some method may find hard. */
static double draw(struct lathe_rng *rng, int kind, size_t i, size_t n)
{
    switch (kind) {
    case 0:
        return lathe_rng_normal(rng);
    case 1:
        return (double)i;                       /* sorted */
    case 2:
        return -(double)i;                      /* backwards */
    case 3:
        return 0.1;                             /* constant */
    case 4:
        return lathe_rng_below(rng, 4) ? -0.0 : 0.0;
    case 5:
        return (double)lathe_rng_below(rng, 5); /* few values */
    case 6:
        return i % 3 ? lathe_rng_normal(rng) : 0.5;
    case 7:
        return i % 100 ? (double)NAN : lathe_rng_normal(rng);
    case 8:                     /* a heavy value in the midst of a dense part */
        return lathe_rng_below(rng, 9) ? lathe_rng_normal(rng) * 1e-9 : 1e-10;
    case 9:
        return exp(200 * lathe_rng_normal(rng));
    case 10:                    /* in step with rows */
        return (double)(i * 7919 % 64) + lathe_rng_normal(rng) / 64;
    case 11:
        return i + 1 == n ? 1 : 0;
    case 12:
        return lathe_rng_below(rng, 2) ? -INFINITY : INFINITY;
    case 13:                    /* neighbours in the last bit */
        return lathe_order_value(lathe_order_key(1) + lathe_rng_below(rng, 9));
    case 14:                    /* prices: each comes many times */
        return floor(-150 * log(1 - lathe_rng_uniform(rng))) / 100;
    default:
        return (double)lathe_rng_below(rng, (uint32_t)n + 1);
    }
}

enum { KINDS = 16 };

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static size_t column_of(const struct table *t, size_t k, double *sorted)
{
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++)
        if (!isnan(t->v[i * COLUMNS + k]))
            sorted[n++] = t->v[i * COLUMNS + k] + 0.0;
    qsort(sorted, n, sizeof *sorted, by_value);
    return n;
}

static const double shares[LATHE_QUANTILES] = {0.25, 0.5, 0.75, 0.001, 1};

static double quantile_of(const double *sorted, size_t n, double share)
{
    double at = (double)(n - 1) * share, t = at - floor(at);
    size_t k = (size_t)at;
    double a = sorted[k], b = sorted[k + 1 < n ? k + 1 : k];

    return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
}

static void same(double got, double want)
{
    if (memcmp(&got, &want, sizeof got) != 0 && !(isnan(got) && isnan(want)))
        fail_msg("%.17g is not %.17g", got, want);
}

/* Of all columns with a value; how many there are. */
static size_t ask(struct lathe_quantile q[COLUMNS], const struct table *t,
                  double *want, double *sorted)
{
    size_t n = 0;

    for (size_t k = 0; k < COLUMNS; k++) {
        size_t present = column_of(t, k, sorted);

        if (present == 0)
            continue;
        q[n] = (struct lathe_quantile){
            .column = k,
            .present = present, .n = k == 1 ? 3 : LATHE_QUANTILES};
        memcpy(q[n].share, shares, sizeof shares);
        for (size_t i = 0; i < q[n].n; i++)
            want[n * LATHE_QUANTILES + i] = quantile_of(sorted, present,
                                                        shares[i]);
        n++;
    }
    return n;
}

static void check(const struct lathe_quantile *q, size_t n, const double *want)
{
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < q[k].n; i++)
            same(q[k].value[i], want[k * LATHE_QUANTILES + i]);
}

/* All three methods, in `memory` bytes. How many columns the brackets found
 * of those asked for. */
static void compare(const struct table *t, size_t memory,
                    struct lathe_pool *pool, size_t *found, size_t *asked)
{
    struct lathe_schema s = schema();
    struct lathe_fit_rows train = {.n = t->n, .read = read_table,
                                   .ctx = (void *)t};
    double *sorted = calloc(t->n + 1, sizeof *sorted);
    double want[COLUMNS * LATHE_QUANTILES];
    struct lathe_quantile q[COLUMNS];
    bool ok[COLUMNS];
    struct lathe_err err = {0};
    size_t n = ask(q, t, want, sorted);

    assert_int_equal(lathe_bracket_find(q, n, &train, &s, memory, pool, ok,
                                        &err), 0);
    for (size_t k = 0; k < n; k++) {
        *found += ok[k];
        if (ok[k])
            check(&q[k], 1, want + k * LATHE_QUANTILES);
    }
    *asked += n;
    n = ask(q, t, want, sorted);
    assert_int_equal(lathe_narrow_find(q, n, &train, &s, memory, &err), 0);
    check(q, n, want);
    n = ask(q, t, want, sorted);
    assert_int_equal(lathe_quantile_find(q, n, &train, &s, memory, pool, &err),
                     0);
    check(q, n, want);
    free(sorted);
    lathe_schema_release(&s);
}

/* One row of the table as rows of the schema. */
static void take(struct lathe_bracket *b, const struct table *t, size_t i,
                 uint64_t row, struct lathe_rows *one)
{
    assert_int_equal(read_table((void *)t, row, 1, one, NULL), 0);
    lathe_bracket_take(b, i, one);
}

/* A pass that the brackets are fed with, of a sample that is like the rows, or
 * of the first row alone; how many columns they found of those asked for. */
static void feed(const struct table *t, size_t memory, bool like,
                 struct lathe_pool *pool, size_t *found, size_t *asked)
{
    enum { SAMPLE = 20000 };
    struct lathe_schema s = schema();
    struct lathe_fit_rows train = {.n = t->n, .read = read_table,
                                   .ctx = (void *)t};
    double *sorted = calloc(t->n + 1, sizeof *sorted);
    double want[COLUMNS * LATHE_QUANTILES];
    struct lathe_quantile all[COLUMNS], q[COLUMNS];
    struct lathe_rng rng = lathe_rng_stream(15, LATHE_RNG_TEST, 0, t->n);
    struct lathe_rows rows = {0};
    size_t block = lathe_fit_block(&s), n = ask(q, t, want, sorted);

    for (size_t k = 0; k < COLUMNS; k++) {
        all[k] = (struct lathe_quantile){.column = k,
                                         .n = k == 1 ? 3 : LATHE_QUANTILES};
        memcpy(all[k].share, shares, sizeof shares);
    }
    assert_int_equal(lathe_rows_init(&rows, &s, block, NULL), 0);
    for (int end = 0; end < 2; end++) {
        struct lathe_bracket *b = NULL;
        struct lathe_err err = {0};
        bool ok[COLUMNS];

        assert_int_equal(lathe_bracket_new(&b, all, COLUMNS, SAMPLE, &s,
                                           memory, pool, &err), 0);
        for (size_t i = 0; i < SAMPLE; i++)
            take(b, t, i, like ? lathe_rng_below(&rng, t->n) : 0, &rows);
        assert_int_equal(lathe_bracket_cut(b, t->n, &err), 0);
        for (size_t at = 0; at < t->n; at += block) {
            size_t some = t->n - at < block ? t->n - at : block;

            assert_int_equal(read_table((void *)t, at, some, &rows, NULL), 0);
            lathe_bracket_add(b, &rows);
        }
        for (size_t k = 0; k < n; k++)
            memset(q[k].value, 0, sizeof q[k].value);
        if (end) {
            assert_int_equal(lathe_quantile_end(q, n, b, &train, &s, memory,
                                                pool, &err), 0);
            check(q, n, want);
        } else {
            assert_int_equal(lathe_bracket_end(b, q, n, &train, &s, ok, &err),
                             0);
            for (size_t k = 0; k < n; k++) {
                *found += ok[k];
                if (ok[k])
                    check(&q[k], 1, want + k * LATHE_QUANTILES);
            }
            *asked += n;
        }
        lathe_bracket_free(b);
    }
    lathe_rows_release(&rows);
    free(sorted);
    lathe_schema_release(&s);
}

static void fill(struct table *t, size_t n, int kind, struct lathe_rng *rng)
{
    t->n = n;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < COLUMNS; k++)
            t->v[i * COLUMNS + k] = draw(rng, (kind + (int)k) % KINDS, i, n);
}

static void all_methods_give_what_sorting_gives(void **state)
{
    static const size_t memory[] = {8, 4096, 40000, 200000, (size_t)64 << 20};
    struct lathe_rng rng = lathe_rng_stream(9, LATHE_RNG_TEST, 0, 0);
    struct table t = {.v = calloc(MOST * COLUMNS, sizeof *t.v)};
    struct lathe_pool *pool = NULL;
    size_t found = 0, asked = 0;
    (void)state;

    assert_int_equal(lathe_pool_new(&pool, 3, NULL), 0);
    for (int kind = 0; kind < KINDS; kind += 4)
        for (size_t n = 1; n < 9000; n = n < 4 ? n + 1 : n * 4 + 1) {
            fill(&t, n, kind, &rng);
            for (size_t k = 0; k < sizeof memory / sizeof *memory; k++)
                compare(&t, memory[k], n % 2 ? pool : NULL, &found, &asked);
        }
    assert_true(found > asked / 2);
    lathe_pool_free(pool);
    free(t.v);
}

/* With more rows than are ever sampled whole: brackets find every column, with
 * room to put values aside or by counting first. */
static void brackets_find_large_columns(void **state)
{
    static const size_t memory[] = {700000, 3000000, (size_t)64 << 20};
    struct lathe_rng rng = lathe_rng_stream(10, LATHE_RNG_TEST, 0, 0);
    struct table t = {.v = calloc(MOST * COLUMNS, sizeof *t.v)};
    struct lathe_pool *pool = NULL;
    size_t found = 0, asked = 0;
    (void)state;

    assert_int_equal(lathe_pool_new(&pool, 2, NULL), 0);
    for (int kind = 0; kind < KINDS; kind += 7) {
        fill(&t, MOST, kind, &rng);
        for (size_t k = 0; k < sizeof memory / sizeof *memory; k++)
            compare(&t, memory[k], pool, &found, &asked);
    }
    assert_int_equal(found, asked);
    lathe_pool_free(pool);
    free(t.v);
}

/* Columns of kind 7 are all but missing: a sample may have none. */
static void brackets_that_are_fed_find_what_they_find(void **state)
{
    static const size_t memory[] = {300000, 3000000, (size_t)64 << 20};
    struct lathe_rng rng = lathe_rng_stream(13, LATHE_RNG_TEST, 0, 0);
    struct table t = {.v = calloc(MOST * COLUMNS, sizeof *t.v)};
    struct lathe_pool *pool = NULL;
    size_t found[2] = {0}, asked[2] = {0};
    (void)state;

    assert_int_equal(lathe_pool_new(&pool, 2, NULL), 0);
    for (int kind = 0; kind < KINDS; kind += 4)
        for (size_t k = 0; k < sizeof memory / sizeof *memory; k++)
            for (int like = 0; like < 2; like++) {
                fill(&t, MOST, kind, &rng);
                feed(&t, memory[k], like, like ? pool : NULL, &found[like],
                     &asked[like]);
            }
    assert_true(found[1] > asked[1] * 9 / 10);
    assert_true(found[0] < asked[0] / 2);
    lathe_pool_free(pool);
    free(t.v);
}

/* A wrong number of values, as of rows that another program changes. */
static void rows_that_change_are_told(void **state)
{
    static const size_t memory[] = {8, 100000, (size_t)64 << 20};
    struct lathe_rng rng = lathe_rng_stream(11, LATHE_RNG_TEST, 0, 0);
    struct table t = {.v = calloc(MOST * COLUMNS, sizeof *t.v)};
    struct lathe_schema s = schema();
    struct lathe_fit_rows train = {.n = MOST, .read = read_table, .ctx = &t};
    (void)state;

    fill(&t, MOST, 0, &rng);
    for (size_t k = 0; k < sizeof memory / sizeof *memory; k++) {
        struct lathe_quantile q = {.present = MOST + 1, .n = 1,
                                   .share = {0.5}};
        struct lathe_err err = {0};

        assert_int_equal(lathe_quantile_find(&q, 1, &train, &s, memory[k],
                                             NULL, &err), LATHE_EDATA);
        assert_non_null(strstr(err.msg, "changed"));
    }
    lathe_schema_release(&s);
    free(t.v);
}

static void quantiles_survive_every_failed_allocation(void **state)
{
    static const size_t memory[] = {8, 40000, (size_t)64 << 20};
    enum { N = 3000 };
    struct lathe_rng rng = lathe_rng_stream(12, LATHE_RNG_TEST, 0, 0);
    struct table t = {.v = calloc(N * COLUMNS, sizeof *t.v)};
    struct lathe_schema s = schema();
    struct lathe_fit_rows train = {.n = N, .read = read_table, .ctx = &t};
    (void)state;

    fill(&t, N, 0, &rng);
    for (size_t k = 0; k < sizeof memory / sizeof *memory; k++)
        for (long n = 0;; n++) {
            struct lathe_quantile q = {.present = N, .n = 3,
                                       .share = {0.25, 0.5, 0.75}};
            struct lathe_err err = {0};
            enum lathe_code rc;

            lathe_alloc_fail_after(n);
            rc = lathe_quantile_find(&q, 1, &train, &s, memory[k], NULL, &err);
            lathe_alloc_fail_after(-1);
            if (rc == LATHE_OK)
                break;
            assert_int_equal(rc, LATHE_ENOMEM);
            assert_true(err.msg[0]);
        }
    lathe_schema_release(&s);
    free(t.v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_methods_give_what_sorting_gives),
        cmocka_unit_test(brackets_find_large_columns),
        cmocka_unit_test(brackets_that_are_fed_find_what_they_find),
        cmocka_unit_test(rows_that_change_are_told),
        cmocka_unit_test(quantiles_survive_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
