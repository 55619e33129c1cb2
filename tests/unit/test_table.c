#include "unit.h"

#include "base/alloc.h"
#include "data/excerpt.h"
#include "data/table.h"
#include "data/unknown.h"
#include "sample_schema.h"

#include <math.h>
#include <stdio.h>

/* A table of the sample schema with its rows, and the last failure. */
struct fixture {
    struct lathe_schema s;
    struct lathe_table t;
    struct lathe_rows rows;
    struct lathe_err err;
};

static void set_up(struct fixture *f, const char *json, const char *names,
                   const char *source, bool need_target)
{
    struct lathe_list list = {0};

    *f = (struct fixture){0};
    assert_int_equal(sample_read(&f->s, json, &f->err), LATHE_OK);
    assert_int_equal(lathe_list_split(&list, names, ',', NULL), LATHE_OK);
    if (lathe_table_init(&f->t, &f->s, &list, source, need_target, &f->err))
        fail_msg("%s", f->err.msg);
    lathe_list_release(&list);
    assert_int_equal(lathe_rows_init(&f->rows, &f->s, 20, NULL), LATHE_OK);
}

static void tear_down(struct fixture *f)
{
    lathe_table_release(&f->t);
    lathe_table_release(&f->t);
    lathe_rows_release(&f->rows);
    lathe_rows_release(&f->rows);
    lathe_schema_release(&f->s);
}

/* The same row and counts, or the same failure, whichever way it is read. */
static enum lathe_code add_each_way(struct fixture *f,
                                    const struct lathe_field *field,
                                    uint64_t line)
{
    lathe_numbers_fn *numbers = f->t.numbers;
    size_t n = f->rows.n, width = f->rows.numbers;
    uint64_t missing = f->t.missing;
    struct lathe_err err = {0};
    double one_by_one[8];
    enum lathe_code rc;

    f->t.numbers = NULL;
    rc = lathe_table_add(&f->t, field, line, &f->rows, &err);
    memcpy(one_by_one, f->rows.number + n * width, width * sizeof(double));
    missing = f->t.missing - missing;
    for (int way = 0; way < 2; way++) {
        f->t.numbers = numbers;
        f->t.blocks = way;
        f->t.missing -= missing;
        f->rows.n = n;
        memset(f->rows.number + n * width, 1, width * sizeof(double));
        assert_int_equal(lathe_table_add(&f->t, field, line, &f->rows,
                                         &f->err), rc);
        if (rc)
            assert_string_equal(f->err.msg, err.msg);
        else
            assert_memory_equal(one_by_one, f->rows.number + n * width,
                                width * sizeof(double));
    }
    return rc;
}

/* One record, its fields separated by '|'. */
static enum lathe_code add(struct fixture *f, const char *record,
                           uint64_t line)
{
    struct lathe_field field[8];
    char copy[9][400] = {0};
    size_t n = 0;

    for (const char *s = record;; n++) {
        size_t len = strcspn(s, "|");

        memcpy(copy[n], s, len);
        copy[n][len] = '\0';
        field[n] = (struct lathe_field){copy[n], len};
        s += len;
        if (!*s++)
            break;
    }
    return add_each_way(f, field, line);
}

static void a_record_becomes_a_typed_row(void **state)
{
    (void)state;
    struct fixture f;

    /* Another order than that of the schema, and a column more. */
    set_up(&f, sample_json, "grade,income,more,hours,work,age", "a.csv", true);
    assert_int_equal(add(&f, "10|>50K|x|-1.5e3|private|42", 2), LATHE_OK);
    assert_int_equal(f.rows.n, 1);
    assert_true(f.rows.number[0] == 42 && f.rows.number[1] == -1500);
    assert_int_equal(f.rows.code[0], 2);
    assert_int_equal(f.rows.code[1], 2);
    assert_int_equal(f.rows.label[0], 2);
    assert_int_equal(f.t.missing, 0);
    tear_down(&f);
}

static void empty_fields_are_missing_and_unknown_values_counted(void **state)
{
    (void)state;
    struct fixture f;
    struct lathe_unknown u;
    struct lathe_buf text = {0};

    set_up(&f, sample_json, "age,work,grade,hours,income", "a.csv", true);
    assert_int_equal(add(&f, "|?|NA||", 2), LATHE_OK);
    assert_int_equal(add(&f, "?|na|?x|NaN|?", 3), LATHE_OK);
    assert_true(isnan(f.rows.number[0]) && isnan(f.rows.number[1]));
    assert_int_equal(f.rows.code[0], LATHE_MISSING_CODE);
    assert_int_equal(f.rows.code[1], LATHE_MISSING_CODE);
    assert_int_equal(f.rows.label[0], LATHE_MISSING_CODE);
    assert_true(isnan(f.rows.number[2]) && isnan(f.rows.number[3]));
    assert_int_equal(f.rows.code[2], LATHE_UNKNOWN_CODE);
    assert_int_equal(f.rows.code[3], LATHE_UNKNOWN_CODE);
    assert_int_equal(f.rows.label[1], LATHE_MISSING_CODE);
    assert_int_equal(f.t.missing, 6);
    assert_int_equal(lathe_unknown_init(&u, f.t.schema, &f.err), LATHE_OK);
    lathe_unknown_add(&u, &f.rows, true);
    lathe_unknown_add(&u, &f.rows, true);
    assert_int_equal(u.all, 4);
    assert_true(u.count[0] == 2 && u.count[1] == 2);
    lathe_unknown_text(&text, &u);
    assert_string_equal(text.s, "'work' 2, 'grade' 2");
    lathe_buf_release(&text);
    lathe_unknown_release(&u);
    tear_down(&f);
}

static void an_unknown_class_is_a_code_of_its_own(void **state)
{
    (void)state;
    struct fixture f;

    set_up(&f, sample_json, "age,work,grade,hours,income", "a.csv", true);
    assert_int_equal(add(&f, "1|gov|1|1|>50K.", 2), LATHE_OK);
    assert_int_equal(f.rows.label[0], LATHE_UNKNOWN_CODE);
    f.t.strip = ".!";
    assert_int_equal(add(&f, "1|gov|1|1|>50K.!.", 3), LATHE_OK);
    assert_int_equal(f.rows.label[1], 2);
    assert_int_equal(add(&f, "1|gov|1|1|..", 4), LATHE_OK);
    assert_int_equal(f.rows.label[2], LATHE_MISSING_CODE);
    tear_down(&f);
}

static void without_its_column_the_truth_is_missing(void **state)
{
    (void)state;
    struct fixture f;

    set_up(&f, sample_json, "age,work,grade,hours", "a.csv", false);
    assert_int_equal(add(&f, "1|gov|1|1", 2), LATHE_OK);
    assert_int_equal(f.rows.label[0], LATHE_MISSING_CODE);
    tear_down(&f);
    /* It is there, but nobody asked for it: what it holds does not matter. */
    set_up(&f, sample_regress_json, "price,rooms", "a.csv", false);
    assert_int_equal(add(&f, "cheap|3", 2), LATHE_OK);
    assert_true(isnan(f.rows.value[0]));
    tear_down(&f);
}

static void a_number_target_must_be_a_number(void **state)
{
    (void)state;
    struct fixture f;

    set_up(&f, sample_regress_json, "price,rooms", "a.csv", true);
    assert_int_equal(add(&f, "12.5|3", 2), LATHE_OK);
    assert_true(f.rows.value[0] == 12.5);
    assert_int_equal(add(&f, "NA|3", 3), LATHE_OK);
    assert_true(isnan(f.rows.value[1]));
    assert_int_equal(add(&f, "cheap|3", 4), LATHE_EDATA);
    assert_string_equal(f.err.msg, "'a.csv' line 4, column 'price': 'cheap' "
                                   "is not a number");
    assert_int_equal(f.rows.n, 2);
    tear_down(&f);
}

static void what_is_not_a_number_is_named(void **state)
{
    (void)state;
    struct fixture f;

    set_up(&f, sample_json, "age,work,grade,hours", "a.csv", false);
    assert_int_equal(add(&f, "?|gov|1|3x", 17), LATHE_EDATA);
    assert_string_equal(f.err.msg, "'a.csv' line 17, column 'hours': '3x' is "
                                   "not a number");
    assert_int_equal(f.rows.n, 0);
    assert_int_equal(f.t.missing, 0);
    assert_int_equal(add(&f, "-inf|gov|1|3", 18), LATHE_EDATA);
    assert_string_equal(f.err.msg, "'a.csv' line 18, column 'age': '-inf' is "
                                   "not a finite number; preprocess takes "
                                   "--inf missing");
    assert_int_equal(add(&f, "1e400|gov|1|3", 18), LATHE_EDATA);
    assert_int_equal(add(&f, "1,5|gov|1|3", 18), LATHE_EDATA);
    assert_int_equal(add(&f, "1|gov|1|3", 0), LATHE_OK);
    assert_int_equal(add(&f, "0x1|gov|1|3", 0), LATHE_EDATA);
    assert_string_equal(f.err.msg, "'a.csv' row 2, column 'age': '0x1' is "
                                   "not a number");
    tear_down(&f);
    set_up(&f, sample_json, "age,work,grade,hours", NULL, false);
    assert_int_equal(add(&f, "x|gov|1|3", 0), LATHE_EDATA);
    assert_string_equal(f.err.msg, "row 1, column 'age': 'x' is not a number");
    tear_down(&f);
}

static void a_weight_is_a_number_from_0_on(void **state)
{
    static const char *const bad[] = {"3|4||1.5", "3|4|NA|1.5", "3|4|-1|1.5",
                                      "3|4|nan|1.5", "3|4|inf|1.5",
                                      "3|4|2e30|1.5", "3|4|x|1.5"};
    struct fixture f;

    (void)state;
    set_up(&f, sample_weights_json, "rooms,more,times,price", "a.csv", true);
    assert_int_equal(add(&f, "3|4|0.25|1.5", 2), LATHE_OK);
    assert_int_equal(add(&f, "3|4|0|1.5", 3), LATHE_OK);
    assert_true(f.rows.weight[0] == 0.25 && f.rows.weight[1] == 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(add(&f, bad[i], 17), LATHE_EDATA);
        assert_non_null(strstr(f.err.msg, "'a.csv' line 17, column 'times': "));
        assert_non_null(strstr(f.err.msg,
                               "is not a weight, a number from 0 to 1e30"));
        assert_int_equal(f.rows.n, 2);
    }
    tear_down(&f);
}

static void a_weight_is_not_needed_without_a_target(void **state)
{
    struct fixture f;

    (void)state;
    set_up(&f, sample_weights_json, "rooms", "a.csv", false);
    assert_int_equal(add(&f, "3", 2), LATHE_OK);
    assert_true(f.rows.weight[0] == 1);
    tear_down(&f);
}

static void long_values_are_cut_between_characters(void **state)
{
    (void)state;
    struct fixture f;
    char record[300], out[LATHE_EXCERPT_ROOM];

    set_up(&f, sample_json, "age,work,grade,hours", "a.csv", false);
    snprintf(record, sizeof record, "%0200d\n|gov|1|3", 0);
    record[5] = 'x';
    assert_int_equal(add(&f, record, 9), LATHE_EDATA);
    assert_true(strlen(f.err.msg) < 130);
    assert_non_null(strstr(f.err.msg, "000...' is not a number"));
    tear_down(&f);

    memset(record, 'a', 61);
    assert_int_equal(strlen(lathe_excerpt_of(out, record, 60)), 60);
    assert_int_equal(strlen(lathe_excerpt_of(out, record, 61)), 60);
    memcpy(record + 56, "\xe2\x82\xac", 3);     /* bytes 56 to 58 */
    lathe_excerpt_of(out, record, 61);
    assert_int_equal(strlen(out), 59);
    assert_string_equal(out + 55, "a...");
    assert_string_equal(lathe_excerpt_of(out, "", 0), "");
}

static void pixels_are_bytes(void **state)
{
    (void)state;
    struct fixture f;
    const char *const bad[] = {"256", "-1", "1.5", "", "x", "nan", "1000",
                               "1a",  "a1", "0x1"};
    char record[64];

    set_up(&f, sample_images_json, "p1,p2,p3,p4,p5,p6,label", "a.csv", true);
    assert_int_equal(add(&f, "0|255|007|2.0|1e2|+9|1", 1), LATHE_OK);
    const uint8_t want[] = {0, 255, 7, 2, 100, 9};
    assert_memory_equal(f.rows.pixel, want, sizeof want);
    assert_int_equal(f.rows.label[0], 1);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(record, sizeof record, "1|1|1|%s|1|1|1", bad[i]);
        assert_int_equal(add(&f, record, 2), LATHE_EDATA);
        assert_non_null(strstr(f.err.msg, "column 'p4'"));
        assert_non_null(strstr(f.err.msg, "integer from 0 to 255"));
    }
    assert_int_equal(f.rows.n, 1);
    tear_down(&f);
}

static void expect_no_match(const char *names, const char *source,
                            bool need_target, const char *message)
{
    struct lathe_schema s;
    struct lathe_list list = {0};
    struct lathe_table t;
    struct lathe_err err = {0};

    assert_int_equal(sample_read(&s, sample_json, NULL), LATHE_OK);
    assert_int_equal(lathe_list_split(&list, names, ',', NULL), LATHE_OK);
    assert_int_equal(lathe_table_init(&t, &s, &list, source, need_target,
                                      &err),
                     LATHE_EDATA);
    assert_string_equal(err.msg, message);
    lathe_table_release(&t);
    lathe_list_release(&list);
    lathe_schema_release(&s);
}

static void missing_columns_are_named(void **state)
{
    (void)state;
    expect_no_match("work,grade,hours", "new.csv", false,
                    "'new.csv' has no column 'age', which the model needs; "
                    "there are 'work', 'grade', 'hours'");
    expect_no_match("age,31,hours,2.5", "new.csv", false,
                    "'new.csv' has no column 'work', which the model needs "
                    "(and 1 more: 'grade'); there are 'age', '31', 'hours', "
                    "'2.5'; if these are data, say --no-header");
    expect_no_match("1,31", "new.csv", true,
                    "'new.csv' has no column 'age', which the model needs "
                    "(and 4 more: 'work', 'grade', 'hours', ...); there are "
                    "'1', '31'; if these are data, put a header before them");
    expect_no_match("age,work,grade,hours", "new.csv", true,
                    "'new.csv' has no column 'income', which the model needs; "
                    "there are 'age', 'work', 'grade', 'hours'");
    expect_no_match("grade,Age", "new.csv", false,
                    "'new.csv' has no column 'age', which the model needs "
                    "(and 2 more: 'work', 'hours'); did you mean 'Age'?");
    expect_no_match("x", NULL, true,
                    "the input has no column 'age', which the model needs "
                    "(and 4 more: 'work', 'grade', 'hours', ...); there are "
                    "'x'");
    expect_no_match("age,work,grade,hours,age", "new.csv", false,
                    "'new.csv' has two columns 'age'");
}

static void matching_survives_every_failed_allocation(void **state)
{
    (void)state;
    struct lathe_schema s;
    struct lathe_list list = {0};

    assert_int_equal(sample_read(&s, sample_json, NULL), LATHE_OK);
    assert_int_equal(lathe_list_split(&list, "age,work,grade,hours", ',',
                                      NULL),
                     LATHE_OK);
    for (long n = 0;; n++) {
        struct lathe_table t;
        struct lathe_rows rows = {0};
        struct lathe_err err = {0};

        lathe_alloc_fail_after(n);
        enum lathe_code rc =
            lathe_table_init(&t, &s, &list, "a.csv", false, &err);
        if (!rc)
            rc = lathe_rows_init(&rows, &s, 4, &err);
        lathe_alloc_fail_after(-1);
        lathe_table_release(&t);
        lathe_rows_release(&rows);
        if (rc == LATHE_OK)
            break;
        assert_int_equal(rc, LATHE_ENOMEM);
        assert_true(err.msg[0]);
    }
    lathe_list_release(&list);
    lathe_schema_release(&s);
}

static void new_rows_are_read_as_those_that_were_fitted_on(void **state)
{
    struct lathe_schema s = {.n = 3};
    struct lathe_reader_opts usual = lathe_reader_defaults();
    struct lathe_reader_opts o = lathe_table_reader_opts(&s);

    (void)state;
    assert_true(o.dialect.delimiter == usual.dialect.delimiter &&
                o.dialect.quote == usual.dialect.quote &&
                o.dialect.comment == usual.dialect.comment &&
                o.dialect.header == usual.dialect.header &&
                o.dialect.latin1 == usual.dialect.latin1);
    assert_int_equal(o.max_columns, usual.max_columns);
    assert_int_equal(o.max_field_bytes, usual.max_field_bytes);
    assert_int_equal(o.max_record_bytes, usual.max_record_bytes);
    s.n = usual.max_columns;
    s.dialect = (struct lathe_dialect){';', '\'', '#', false, true};
    o = lathe_table_reader_opts(&s);
    assert_true(o.dialect.delimiter == ';' && o.dialect.quote == '\'' &&
                o.dialect.comment == '#' && !o.dialect.header &&
                o.dialect.latin1);
    assert_int_equal(o.max_columns, 2 * usual.max_columns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_becomes_a_typed_row),
        cmocka_unit_test(empty_fields_are_missing_and_unknown_values_counted),
        cmocka_unit_test(an_unknown_class_is_a_code_of_its_own),
        cmocka_unit_test(without_its_column_the_truth_is_missing),
        cmocka_unit_test(a_number_target_must_be_a_number),
        cmocka_unit_test(what_is_not_a_number_is_named),
        cmocka_unit_test(a_weight_is_a_number_from_0_on),
        cmocka_unit_test(a_weight_is_not_needed_without_a_target),
        cmocka_unit_test(long_values_are_cut_between_characters),
        cmocka_unit_test(pixels_are_bytes),
        cmocka_unit_test(missing_columns_are_named),
        cmocka_unit_test(matching_survives_every_failed_allocation),
        cmocka_unit_test(new_rows_are_read_as_those_that_were_fitted_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
