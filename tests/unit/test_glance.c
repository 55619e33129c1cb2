/* Rows of a file from lines here and there: they are like all of its rows. */
#include "unit.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/rng.h"
#include "fit/fit.h"
#include "prepare/glance.h"
#include "prepare/origin.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 60000, COLUMNS = 4 };

/* Columns: a number, one that is dropped, the target, a number. */
static double value[ROWS * COLUMNS];

static struct lathe_schema schema(void)
{
    struct lathe_schema s = {.task = LATHE_REGRESS, .n = 2};

    assert_int_equal(lathe_schema_add_target(&s, "y", NULL), 0);
    s.column = lathe_calloc(s.n, sizeof *s.column);
    assert_non_null(s.column);
    for (size_t k = 0; k < s.n; k++)
        s.column[k].kind = LATHE_NUMBER;
    lathe_schema_layout(&s);
    return s;
}

static struct lathe_buf write_table(char delimiter, const char *line,
                                    const char *odd)
{
    struct lathe_rng rng = lathe_rng_stream(1, LATHE_RNG_TEST, 0, 0);
    struct lathe_buf out = {0};

    lathe_buf_printf(&out, "a%cb%cy%cc%s", delimiter, delimiter, delimiter,
                     line);
    for (size_t i = 0; i < ROWS; i++) {
        for (size_t k = 0; k < COLUMNS; k++) {
            char text[40];
            double v = lathe_rng_normal(&rng) * (k ? 1e-4 : 100);

            snprintf(text, sizeof text, "%.6g", v);
            value[i * COLUMNS + k] = strtod(text, NULL);
            lathe_buf_printf(&out, "%s%s", text, k < 3 ? "" : line);
            if (k < 3)
                lathe_buf_putc(&out, delimiter);
        }
        if (i % 10 == 5)
            lathe_buf_printf(&out, "%s%s", odd, line);
    }
    assert_int_equal(lathe_buf_check(&out, NULL), 0);
    return out;
}

static enum lathe_code read_rows(void *ctx, uint64_t first, size_t n,
                                 struct lathe_rows *rows,
                                 struct lathe_err *err)
{
    (void)err;
    rows->n = n;
    for (size_t i = 0; i < n; i++)
        lathe_plain_put(ctx, value + (first + i) * COLUMNS, NULL, 1, rows, i);
    return LATHE_OK;
}

/* Every quantile must be found by the brackets of the glance. */
static void find_all(struct lathe_bracket *b, const struct lathe_schema *s,
                     struct lathe_plain *plain)
{
    struct lathe_fit_rows train = {.n = ROWS, .read = read_rows, .ctx = plain};
    struct lathe_quantile q[3];
    struct lathe_rows rows = {0};
    size_t block = lathe_fit_block(s), n = lathe_fit_quantiles(s, q);
    bool found[3];

    assert_int_equal(n, 3);
    assert_int_equal(lathe_rows_init(&rows, s, block, NULL), 0);
    assert_int_equal(lathe_bracket_cut(b, ROWS, NULL), 0);
    for (size_t at = 0; at < ROWS; at += block) {
        read_rows(plain, at, ROWS - at < block ? ROWS - at : block, &rows,
                  NULL);
        lathe_bracket_add(b, &rows);
    }
    for (size_t k = 0; k < n; k++)
        q[k].present = ROWS;
    assert_int_equal(lathe_bracket_end(b, q, n, &train, s, found, NULL), 0);
    for (size_t k = 0; k < n; k++)
        assert_true(found[k]);
    lathe_rows_release(&rows);
}

static void a_glance_brackets_the_quantiles_of_all_rows(void **state)
{
    static const struct {
        char delimiter;
        const char *line, *odd;
    } cases[] = {{',', "\n", "1,2,3"},       {';', "\r\n", "1;2;3;4;5"},
                 {'\t', "\n", "\"9\"\t1\t2\t3"}, {',', "\n", ""}};
    static struct lathe_plain_run run[] = {{0, 0, 1}, {3, 1, 1}};
    static size_t target[] = {2};
    struct lathe_plain plain = {.width = COLUMNS, .run = run, .runs = 2,
                                .target = target, .targets = 1};
    struct lathe_schema s = schema();
    struct lathe_quantile q[3];
    (void)state;

    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (size_t most = 1000; most < 40000; most *= 6) {
            struct lathe_buf text = write_table(cases[c].delimiter,
                                                cases[c].line, cases[c].odd);
            size_t tile = LATHE_ORIGIN_TILE;
            uint64_t tiles = (text.len + tile - 1) / tile;
            struct lathe_glance g = {
                .plain = &plain, .schema = &s, .columns = COLUMNS,
                .delimiter = cases[c].delimiter, .quote = '"'};
            size_t sample = lathe_glance_plan(&g, tiles, most);

            assert_true(sample >= most && sample < most + tiles);
            assert_int_equal(lathe_bracket_new(&g.bracket, q,
                                               lathe_fit_quantiles(&s, q),
                                               sample, &s, (size_t)64 << 20,
                                               NULL, NULL), 0);
            assert_int_equal(lathe_glance_init(&g, 1, NULL), 0);
            for (uint64_t i = 0; i < tiles; i++)
                lathe_glance_look(&g, i, text.s + i * tile,
                                  i + 1 < tiles ? tile : text.len - i * tile,
                                  0);
            find_all(g.bracket, &s, &plain);
            lathe_bracket_free(g.bracket);
            lathe_glance_release(&g);
            lathe_buf_release(&text);
        }
    lathe_schema_release(&s);
}

/* Of many tiles some are left out, of few each gives many lines. */
static void a_glance_is_as_large_as_asked(void **state)
{
    (void)state;
    for (uint64_t tiles = 1; tiles < 1000000; tiles = tiles * 3 + 1) {
        struct lathe_glance g = {0};
        size_t sample = lathe_glance_plan(&g, tiles, 65536);

        assert_true(sample >= 65536 / 2 && sample < 65536 * 2);
        assert_true((tiles - 1) / g.step * g.each + g.each == sample);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_glance_brackets_the_quantiles_of_all_rows),
        cmocka_unit_test(a_glance_is_as_large_as_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
