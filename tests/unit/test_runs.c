/*
 * Lines that are cut at once, beside the same ones read record by record.
 */
#include "base/rng.h"
#include "ingest/runs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct setting {
    size_t cols;
    char delimiter, comment;
    size_t field, record;       /* most bytes; 0: as is usual */
};

static void open_text(struct lathe_records *r, const struct setting *how,
                      const char *s, size_t n)
{
    struct lathe_reader_opts o = lathe_reader_defaults();
    struct lathe_err err = {0};

    o.libcsv = true;
    o.dialect.delimiter = how->delimiter;
    o.dialect.comment = how->comment;
    o.max_field_bytes = how->field ? how->field : o.max_field_bytes;
    o.max_record_bytes = how->record ? how->record : o.max_record_bytes;
    assert_int_equal(lathe_records_init(r, NULL, &o, &err), LATHE_OK);
    r->cols = how->cols;
    for (size_t i = 0; i < how->cols; i++)      /* to blame one by */
        assert_int_equal(lathe_list_add(&r->names, "c", NULL), LATHE_OK);
    lathe_lines_feed(&r->lines, s, n, false, 5);
}

/* Records one by one, up to the first bad one. */
static void read_records(struct lathe_records *r)
{
    struct lathe_record rec;
    enum lathe_record_outcome outcome = LATHE_RECORD_GOT;
    struct lathe_err err = {0};

    while (outcome == LATHE_RECORD_GOT &&
           r->builder.rows < LATHE_BUILDER_ROWS)
        assert_int_equal(lathe_records_read(r, false, &rec, &outcome, &err),
                         LATHE_OK);
    if (outcome != LATHE_RECORD_GOT)
        lathe_records_take_back(r, &rec);
}

static void same_field(const struct lathe_field *a,
                       const struct lathe_field *b)
{
    assert_int_equal(a->len, b->len);
    assert_memory_equal(a->s, b->s, a->len + 1);
}

/* The rows of a are the first of b. */
static void same_rows(const struct lathe_builder *a,
                      const struct lathe_builder *b, size_t cols)
{
    assert_in_range(a->rows, 0, b->rows);
    assert_int_equal(a->fields, a->rows * cols);
    for (size_t i = 0; i < a->rows; i++) {
        assert_int_equal(a->line[i], b->line[i]);
        assert_ptr_equal(a->raw[i].s, b->raw[i].s);
        assert_int_equal(a->raw[i].len, b->raw[i].len);
        for (size_t j = i * cols; j < (i + 1) * cols; j++)
            same_field(&a->field[j], &b->field[j]);
    }
}

/* Returns how many rows were taken at once. */
static size_t compare(const struct setting *how, const char *s, size_t n)
{
    struct lathe_records a, b;
    struct lathe_err err = {0};
    size_t rows;

    open_text(&a, how, s, n);
    open_text(&b, how, s, n);
    assert_int_equal(lathe_runs_take(&a, &err), LATHE_OK);
    rows = a.builder.rows;
    read_records(&b);
    same_rows(&a.builder, &b.builder, how->cols);
    /* What is left can be read on. */
    read_records(&a);
    assert_int_equal(a.builder.rows, b.builder.rows);
    same_rows(&a.builder, &b.builder, how->cols);
    lathe_records_release(&a);
    lathe_records_release(&b);
    return rows;
}

static size_t rows_of(size_t cols, const char *text)
{
    return compare(&(struct setting){cols, ',', '#', 0, 0}, text,
                   strlen(text));
}

static void lines_without_quotes_are_taken_at_once(void **state)
{
    (void)state;
    assert_int_equal(rows_of(3, "a,b,c\n1,2,3\n,,\n4,,6\n"), 4);
    assert_int_equal(rows_of(2, "a,b\r\n1,\r\n,2\r\n"), 3);
    assert_int_equal(rows_of(2, " a , b c\t\n\t,\n \t , d\t \r\n"), 3);
    assert_int_equal(rows_of(1, "a\nb\n"), 2);
    assert_int_equal(rows_of(2, "gr\xc3\xbc\xc3\x9f,\xe2\x82\xac\n"), 1);
    assert_int_equal(compare(&(struct setting){2, '\t', 0, 0, 0},
                             "a \t b\n\t \n#\t\n", 12), 3);
    assert_int_equal(compare(&(struct setting){2, ' ', 0, 0, 0},
                             "a\t \tb\n \t\n", 9), 2);
}

static void a_run_ends_before_what_is_not_such_a_line(void **state)
{
    static const char *const other[] = {
        "\"3\",4\n", "3,\"4\"\n", "3\n", "3,4,5\n", "\n", " \n", "#3,4\n",
        "3,\xff\n", "3\r4\n", "3,4\r5,6\n", "\r3,4\n", "3,4\r\r\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        char text[64];
        snprintf(text, sizeof text, "a,b\n1,2\n%s5,6\n", other[i]);
        assert_int_equal(rows_of(2, text), 2);
    }
    assert_int_equal(rows_of(2, "a,b\n1,2\n3,4"), 2);
    assert_int_equal(compare(&(struct setting){2, ',', 0, 0, 0}, "a,b\n1,\0\n", 8),
                     1);
}

static void a_run_ends_before_a_line_over_a_limit(void **state)
{
    static const char text[] = "a,b\n1,2\n12345678,4\n5,6\n";
    const struct setting field = {2, ',', 0, 7, 0}, record = {2, ',', 0, 0, 9};

    (void)state;
    assert_int_equal(compare(&field, text, sizeof text - 1), 2);
    assert_int_equal(compare(&record, text, sizeof text - 1), 2);
}

/* Every text of up to `most` bytes of an alphabet. */
static void short_texts_give_the_same_records(void **state)
{
    static const char alphabet[] = "a, \r\n";
    enum { N = sizeof alphabet - 1, MOST = 6 };
    size_t taken = 0, count = 1;

    (void)state;
    for (int n = 1; n <= MOST; n++) {
        count *= N;
        for (size_t k = 0; k < count; k++) {
            char s[MOST + 1] = "";
            size_t code = k;

            for (int i = 0; i < n; i++, code /= N)
                s[i] = alphabet[code % N];
            for (size_t cols = 1; cols <= 3; cols++)
                taken += rows_of(cols, s);
        }
    }
    assert_true(taken > 5000);
}

/* Several lines, among them blank ones and comments: libcsv passes over some
 * of them, and nothing may be taken for a field by their line ends. */
static void texts_of_any_lines_give_the_same_records(void **state)
{
    static const char *const lines[] = {
        "a,\n", ",\n", "a,b\n", " a , b \n", "\n", "\n", " \n", "  \n", "\t\n",
        "\r\n", "a,b\r\n", "a\n", "a,b,c\n", "#a,b\n", "a,b\r", ",b\n",
        "abc,defgh\n", "\r", "  ,\n", ", \n",
    };
    struct lathe_rng r = lathe_rng_stream(5, LATHE_RNG_TEST, 0, 0);
    size_t taken = 0;

    (void)state;
    for (int i = 0; i < 40000; i++) {
        char s[128] = "";
        size_t odd = 1 + lathe_rng_below(&r, sizeof lines / sizeof *lines);

        for (int k = 0; k < 9; k++)     /* mostly lines of two fields */
            strcat(s, lines[lathe_rng_below(&r, lathe_rng_below(&r, 3) ? 4
                                                                     : odd)]);
        taken += rows_of(2, s);
    }
    assert_true(taken > 100000);
}

/* Longer than a window, and more rows than a block has. */
static void long_texts_give_the_same_records(void **state)
{
    enum { LINES = 6000 };
    size_t n = 0, cap = (size_t)LINES * 60;
    char *s = malloc(cap);

    (void)state;
    assert_non_null(s);
    for (int i = 0; i < LINES; i++)
        n += (size_t)snprintf(s + n, cap - n, i % 500 == 99 ? "%d,\"%d\"\n"
                              : "%d,%d\n", i * 977, i);
    assert_int_equal(rows_of(2, s), 99);
    n = 0;
    for (int i = 0; i < LINES; i++)
        n += (size_t)snprintf(s + n, cap - n, "%d,%d,%.*s\n", i * 977, i,
                              i % 30, "------------------------------");
    assert_int_equal(rows_of(3, s), LATHE_BUILDER_ROWS);
    for (size_t i = 0; i < cap - 1; i++)
        s[i] = i % 2 ? '\n' : 'x';
    s[cap - 1] = '\0';
    assert_int_equal(rows_of(1, s), LATHE_BUILDER_ROWS);
    memset(s, 'x', cap - 1);
    s[1] = ',';
    s[50000] = '\n';
    s[cap - 1] = '\0';
    assert_int_equal(rows_of(2, s), 0);         /* left to libcsv alone */
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_without_quotes_are_taken_at_once),
        cmocka_unit_test(a_run_ends_before_what_is_not_such_a_line),
        cmocka_unit_test(a_run_ends_before_a_line_over_a_limit),
        cmocka_unit_test(short_texts_give_the_same_records),
        cmocka_unit_test(texts_of_any_lines_give_the_same_records),
        cmocka_unit_test(long_texts_give_the_same_records),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
