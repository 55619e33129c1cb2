/* Columns of a block come to what one column after the other comes to. */
#include "unit.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "fit/bins.h"
#include "fit/order.h"
#include "scan/columns.h"
#include "scan/scan_piece.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 600, WIDEST = 141 };

/* Levels of this machine; each has those below it. */
static struct lathe_columns levels[LATHE_CPU_VBMI2 + 1];
static int level_count;

static void find_levels(void)
{
    for (int i = 0; i <= (int)lathe_cpu_level(); i++)
        levels[level_count++] = lathe_columns_for((enum lathe_cpu_level)i);
}

/* About a whole number of strips (16 KiB of at most 64 columns), or none. */
static size_t draw_rows(struct lathe_rng *rng, size_t width)
{
    size_t strip = 2048 / (width < 64 ? width : 64), n;

    n = strip * lathe_rng_below(rng, ROWS / strip + 1) +
        lathe_rng_below(rng, 3);
    n = n && lathe_rng_below(rng, 4) ? n - 1 : lathe_rng_below(rng, ROWS + 1);
    return n < ROWS ? n : ROWS;
}

static double draw(struct lathe_rng *rng, uint32_t kind)
{
    switch (kind) {
    case 0:
        return (double)NAN;
    case 1:
        return lathe_rng_below(rng, 2) ? -0.0 : 0.0;
    case 2:
        return lathe_rng_normal(rng) * 1e15;    /* rounding loses much */
    case 3:
        return (double)lathe_rng_below(rng, 5);
    case 4:                     /* sums overflow */
        return lathe_rng_normal(rng) < 2 ? 0x1.8p1023 : -(double)INFINITY;
    default:
        return lathe_rng_normal(rng);
    }
}

/* Columns of one kind each, of all kinds, or of a sum that overflows and
 * nothing more. */
static double draw_of_column(struct lathe_rng *rng, uint32_t kind, size_t i)
{
    if (kind == 8)
        return i < 2 ? 0x1.8p1023 : (double)NAN;
    return draw(rng, kind < 7 ? kind : (uint32_t)lathe_rng_below(rng, 6));
}

/* v[n x width] */
static void fill(double *v, size_t width, size_t n, struct lathe_rng *rng)
{
    for (size_t k = 0; k < width; k++) {
        uint32_t kind = (uint32_t)lathe_rng_below(rng, 9);

        for (size_t i = 0; i < n; i++)
            v[i * width + k] = draw_of_column(rng, kind, i);
    }
}

static void moments_have_the_bits_of_one_column_alone(void **state)
{
    /* Less than a register, some of them, and bands of columns; the last
     * register goes over the one before within a band, or beyond it. */
    static const size_t widths[] = {0, 1, 2, 3, 4, 7, 8, 9, 27, 64, 65, 126,
                                    WIDEST};
    enum { WIDTHS = sizeof widths / sizeof *widths };
    static double v[ROWS * WIDEST];
    struct lathe_rng rng = lathe_rng_stream(1, LATHE_RNG_SHUFFLE, 0, 0);

    (void)state;
    for (int lap = 0; lap < 20 * WIDTHS; lap++) {
        size_t width = widths[lap % WIDTHS];
        size_t n = width ? draw_rows(&rng, width) : 5;
        struct lathe_moments want[WIDEST] = {{0}};

        fill(v, width, n, &rng);
        for (size_t k = 0; k < width; k++)
            lathe_moments_add(&want[k], v + k, width, n);
        for (int l = 0; l < level_count; l++) {
            struct lathe_moments got[WIDEST];

            memset(got, 1, sizeof got);
            levels[l].moments(v, width, n, got);
            assert_memory_equal(got, want, width * sizeof *want);
        }
    }
}

/* Bins of a column about the quantiles of a small sample of it. */
static void cut(struct lathe_bins *b, struct lathe_bin *bin, const double *v,
                size_t step, size_t n, size_t shares)
{
    struct lathe_quantile q = {.n = shares,
                               .share = {0.25, 0.5, 0.75, 0.01, 0.99}};
    uint64_t key[ROWS], scratch[ROWS];
    size_t keys = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(v[i * step]))
            continue;
        q.present++;
        if (i % 3 == 0)
            key[keys++] = lathe_order_key(v[i * step]);
    }
    q.present += q.present == 0;
    lathe_order_sort_keys(key, scratch, keys);
    b->bin = bin;
    lathe_bins_cut(b, &q, key, keys, 4, true);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static void same_aside(struct lathe_bins_aside *a, struct lathe_bins_aside *b,
                       size_t n)
{
    assert_memory_equal(a->used, b->used, sizeof a->used);
    for (size_t i = 0; i < LATHE_RANKS; i++) {
        qsort(a->value + i * n, a->used[i], sizeof(double), by_value);
        qsort(b->value + i * n, b->used[i], sizeof(double), by_value);
        assert_memory_equal(a->value + i * n, b->value + i * n,
                            a->used[i] * sizeof(double));
    }
}

/* Groups of all columns: the last one goes over the one before it. */
static size_t group(struct lathe_columns_edges *e, const struct lathe_bins *b,
                    size_t width)
{
    size_t groups = 0;

    for (size_t c = 0; c < width; c += LATHE_COLUMNS, e++, groups++) {
        size_t at = c < width - LATHE_COLUMNS ? c : width - LATHE_COLUMNS;

        *e = (struct lathe_columns_edges){.at = at, .first = c - at};
        for (size_t k = 0; k < LATHE_COLUMNS; k++)
            if (k < e->first)
                lathe_bins_put_none(e, k);
            else
                lathe_bins_put_edges(&b[at + k], e, k);
    }
    return groups;
}

static void places_count_as_one_column_alone(void **state)
{
    /* A group, some of them, and more than a band has. */
    static const size_t widths[] = {8, 11, 27, 64, 69, WIDEST};
    enum {
        WIDTHS = sizeof widths / sizeof *widths,
        GROUPS = WIDEST / LATHE_COLUMNS + 1,
        SLOTS = LATHE_BINS_GAPS + LATHE_BINS_MOST(4)
    };
    static double v[ROWS * WIDEST], aside[2][LATHE_RANKS * ROWS];
    static double hit[GROUPS][LATHE_COLUMNS * ROWS];
    static struct lathe_bins bins[WIDEST];
    static struct lathe_bin bin[WIDEST][LATHE_BINS_MOST(4)];
    static struct lathe_columns_edges edges[GROUPS];
    static struct lathe_columns_places places[GROUPS];
    struct lathe_rng rng = lathe_rng_stream(2, LATHE_RNG_SHUFFLE, 0, 0);

    (void)state;
    for (int lap = 0; lap < 16 * WIDTHS; lap++) {
        size_t width = widths[lap % WIDTHS], groups;
        size_t n = draw_rows(&rng, (width + 7) / 8 * 8);

        fill(v, width, n, &rng);
        for (size_t k = 0; k < width; k++)
            cut(&bins[k], bin[k], v + k, width, n, lap / WIDTHS % 2 ? 3 : 5);
        groups = group(edges, bins, width);
        for (int l = 0; l < level_count; l++) {
            for (size_t g = 0; g < groups; g++) {
                memset(&places[g], 1, sizeof places[g]);
                places[g].hit = hit[g];
            }
            levels[l].places(v, width, n, edges, places, groups);
            for (size_t k = 0; k < width; k++) {
                uint64_t want[SLOTS] = {0}, got[SLOTS] = {0};
                struct lathe_bins_aside a = {.value = aside[0]};
                struct lathe_bins_aside b = {.value = aside[1]};
                size_t g = k / LATHE_COLUMNS;

                lathe_bins_add(&bins[k], v + k, width, n, want, &a);
                lathe_bins_add_places(&bins[k], &places[g], k - edges[g].at, n,
                                      got, &b);
                assert_memory_equal(got, want, sizeof want);
                same_aside(&a, &b, n);
            }
        }
    }
}

/* Row i of a column that counts up, or nearly. */
static double count_up(struct lathe_rng *rng, uint32_t kind, size_t i)
{
    static const double start[] = {0, -7, 0x1p52, -0x1p53, 1e300, 0.5, -0.0};
    double v = start[kind % 7] + (double)i;

    switch (kind / 7) {
    case 0:
        return v;
    case 1:
        return lathe_rng_below(rng, 100) ? v : v + 1;
    case 2:
        return lathe_rng_below(rng, 100) ? v : -v / 3;
    case 3:
        return v * 27001 / 1000;        /* up to what singles are */
    default:
        return lathe_rng_below(rng, 2) ? -0.0 : 0.0;
    }
}

static void ranges_are_those_of_one_value_after_the_other(void **state)
{
    static const size_t widths[] = {8, 9, 15, 27, 64, 65, WIDEST};
    enum { WIDTHS = sizeof widths / sizeof *widths };
    static double v[ROWS * WIDEST];
    struct lathe_rng rng = lathe_rng_stream(3, LATHE_RNG_SHUFFLE, 0, 0);

    (void)state;
    for (int lap = 0; lap < 30 * WIDTHS; lap++) {
        size_t width = widths[lap % WIDTHS], n = draw_rows(&rng, width);

        n += n == 0;
        for (size_t k = 0; k < width; k++) {
            uint32_t kind = (uint32_t)lathe_rng_below(&rng, 29);

            for (size_t i = 0; i < n; i++)
                v[i * width + k] = count_up(&rng, kind, i);
        }
        for (int l = 0; l < level_count; l++) {
            struct lathe_columns_range got[WIDEST];

            levels[l].ranges(v, width, n, true, got);
            for (size_t k = 0; k < width; k++) {
                struct lathe_scan_part want = {0};

                for (size_t i = 0; i < n; i++)
                    lathe_scan_part_add(&want, v[i * width + k], true);
                assert_memory_equal(&got[k].min, &want.min, sizeof want.min);
                assert_memory_equal(&got[k].max, &want.max, sizeof want.max);
                assert_int_equal(got[k].whole, want.integers);
                assert_int_equal(got[k].up, want.counts_up);
                assert_int_equal(got[k].wide, want.wide);
            }
        }
    }
}

/* Records whose fields are numbers as count_up makes them, or in a few, none. */
enum { WIDTH = 69, BLOCK = 50 };
struct records {
    bool plain;                 /* short decimals, and few others */
    double v[BLOCK * WIDTH];    /* NaN: no number */
    bool whole[BLOCK];
    struct lathe_field field[BLOCK * WIDTH];
    char text[BLOCK * WIDTH][32];
    char slack[LATHE_READER_SLACK];
    struct lathe_block b;
};

static void make_records(struct records *r, struct lathe_rng *rng, size_t width,
                         size_t first)
{
    r->b = (struct lathe_block){.rows = 1 + lathe_rng_below(rng, BLOCK),
                                .cols = width, .field = r->field};
    for (size_t i = 0; i < r->b.rows; i++) {
        r->whole[i] = lathe_rng_below(rng, 40) > 0;
        for (size_t k = 0; k < width; k++) {
            size_t at = i * width + k;

            r->v[at] = count_up(rng, (uint32_t)(k * 4 % 29), first + i);
            if (r->plain)
                r->v[at] = lathe_rng_below(rng, 3000)
                               ? (double)(first + i) / 100 : 1.0 / 3;
            snprintf(r->text[at], sizeof r->text[at], "%.17g", r->v[at]);
            r->field[at] = (struct lathe_field){r->text[at],
                                                strlen(r->text[at])};
        }
        if (!r->whole[i]) {
            size_t at = i * width + lathe_rng_below(rng, width);

            r->v[at] = (double)NAN;
            r->field[at] = (struct lathe_field){"n/a\0 and what follows", 3};
        }
    }
}

static void add_value(struct lathe_scan_part *part, double v)
{
    if (isnan(v))
        return;
    lathe_scan_part_add(part, v, true);
    part->present++;
}

/* Reads a block, of which the numbers go into the run, or into rows of `table`;
 * returns how many rows that has then. Records are passed over at times. */
static size_t run_block(struct lathe_scan_run *run, const struct records *r,
                        struct lathe_rng *rng, double *table, size_t at,
                        struct lathe_scan_part *got,
                        struct lathe_scan_part *want)
{
    lathe_numbers_fn *numbers = lathe_numbers_for(lathe_cpu_level());
    size_t width = run->width;

    for (size_t i = 0; i < r->b.rows; i++) {
        const double *v = r->v + i * width, *next;
        double *to = table ? table + at * width : NULL;

        if (run->left == 0 &&
            !lathe_scan_run_read(run, numbers, &r->b, i, to)) {
            lathe_scan_run_flush(run, got);
            assert_true(lathe_scan_run_read(run, numbers, &r->b, i, to));
        }
        if (lathe_rng_below(rng, 30) == 0) {
            lathe_scan_run_drop(run);
            continue;
        }
        assert_int_equal(lathe_scan_run_is_whole(run), r->whole[i]);
        next = run->next;
        assert_true(!table || next == to);
        if (!r->whole[i] || run->rows == run->cap)
            lathe_scan_run_flush(run, got);
        for (size_t k = 0; k < width; k++) {
            double value = v[width - 1 - k];

            assert_true(value == next[k] || (isnan(value) && isnan(next[k])));
            if (got[k].late)
                add_value(&want[k], value);
            if (got[k].late && !r->whole[i])
                add_value(&got[k], value);
        }
        lathe_scan_run_take(run);
        at++;
    }
    lathe_scan_run_drop(run);
    return at;
}

/* Numbers of many records in a run give what they give one by one, and are
 * where they were asked for. The columns stand in the order from the last field
 * to the first. */
static void runs_add_what_their_values_add(void **state)
{
    enum { RECORDS = 1500 };
    double *table = lathe_calloc((RECORDS + BLOCK) * WIDTH, sizeof *table);
    struct records *r = lathe_calloc(1, sizeof *r);
    struct lathe_rng rng = lathe_rng_stream(4, LATHE_RNG_SHUFFLE, 0, 0);
    uint32_t column[WIDTH];
    size_t map[WIDTH];

    (void)state;
    for (size_t width = 1; width <= WIDTH; width += 4) {
        struct lathe_scan_part want[WIDTH] = {{0}}, got[WIDTH] = {{0}};
        struct lathe_scan_run run;
        size_t at = 0;

        for (size_t k = 0; k < width; k++) {
            column[k] = (uint32_t)k;
            map[k] = width - 1 - k;
            want[k].late = got[k].late = k % 5 != 3;
        }
        assert_int_equal(lathe_scan_run_init(&run, WIDTH, NULL), 0);
        lathe_scan_run_set(&run, column, width, map);
        r->plain = width % 3 == 0;
        while (at < RECORDS) {
            make_records(r, &rng, width, at);
            at = run_block(&run, r, &rng, width % 8 == 1 ? table : NULL, at,
                           got, want);
        }
        lathe_scan_run_flush(&run, got);
        for (size_t k = 0; k < width; k++)
            assert_memory_equal(&got[k], &want[k], sizeof want[k]);
        lathe_scan_run_release(&run);
    }
    lathe_free(r);
    lathe_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_have_the_bits_of_one_column_alone),
        cmocka_unit_test(places_count_as_one_column_alone),
        cmocka_unit_test(ranges_are_those_of_one_value_after_the_other),
        cmocka_unit_test(runs_add_what_their_values_add),
    };

    find_levels();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
