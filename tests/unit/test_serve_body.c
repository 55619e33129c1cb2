#include "serve/body.h"

#include "test_serve_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

/* Reads all rows of a body with the worker; answers are thrown away. */
static enum lathe_code read_all(struct lathe_worker *w,
                                enum lathe_body_form form, const char *text,
                                size_t max_rows, struct lathe_body *b,
                                struct lathe_err *err)
{
    enum lathe_code rc =
        lathe_body_open(b, w, form, text, strlen(text), max_rows, err);

    while (!rc) {
        rc = lathe_body_next(b, err);
        if (w->rows.n == 0)
            break;
    }
    lathe_body_release(b);
    return rc;
}

struct fixture {
    struct lathe_model model;
    struct lathe_worker worker;
};

static void setup(struct fixture *f, size_t cap)
{
    struct lathe_err err = {0};

    make_table_model(&f->model, LATHE_CLASSIFY, 0.0f);
    must(lathe_worker_init(&f->worker, &f->model, cap, &err), &err);
}

static void teardown(struct fixture *f)
{
    lathe_worker_release(&f->worker);
    lathe_model_release(&f->model);
}

/* One row in any form: age 39.5, hours missing, kind "0" (code 0). */
static void every_form_of_a_row_is_typed_alike(void **state)
{
    static const struct {
        enum lathe_body_form form;
        const char *text;
    } cases[] = {
        {LATHE_BODY_JSON, "{\"age\":39.5,\"hours\":null,\"kind\":\"0\"}"},
        {LATHE_BODY_JSON, "{\"kind\":0,\"x\":[1],\"hours\":\"?\","
                          "\"age\":\"39.5\"}"},
        {LATHE_BODY_JSON, "{\"rows\":[{\"age\":3.95e1,\"hours\":\"\","
                          "\"kind\":0.0}]}"},
        {LATHE_BODY_JSON, "{\"instances\":[[39.5,null,\"0\"]],"
                          "\"signature_name\":\"serving_default\"}"},
        {LATHE_BODY_JSON, " [ [ 39.50, \"nan\", 0 ] ] \n"},
        {LATHE_BODY_JSON, "[{\"age\":39.5,\"hours\":null,\"kind\":-0}]"},
        {LATHE_BODY_CSV, "kind,x,age,hours\r\n\"0\",7, 39.5,?\r\n"},
        {LATHE_BODY_CSV, "age,hours,kind\n39.5,,0"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture f;
        struct lathe_body b;
        struct lathe_err err = {0};

        setup(&f, 4);
        must(lathe_body_open(&b, &f.worker, cases[i].form, cases[i].text,
                             strlen(cases[i].text), 10, &err), &err);
        must(lathe_body_next(&b, &err), &err);
        assert_int_equal(f.worker.rows.n, 1);
        assert_true(f.worker.rows.number[0] == 39.5);
        assert_true(isnan(f.worker.rows.number[1]));
        assert_int_equal(f.worker.rows.code[0], 0);
        must(lathe_body_next(&b, &err), &err);
        assert_int_equal(f.worker.rows.n, 0);
        lathe_body_release(&b);
        teardown(&f);
    }
}

static void a_category_takes_words_numbers_and_truth_values(void **state)
{
    struct fixture f;
    struct lathe_body b;
    struct lathe_err err = {0};
    static const char text[] =
        "[[1,2,\"a\"],[1,2,0],[1,2,true],[1,2,null],[1,2,1e3]]";
    static const uint32_t want[] = {1, 0, LATHE_UNKNOWN_CODE,
                                    LATHE_MISSING_CODE, LATHE_UNKNOWN_CODE};
    (void)state;

    setup(&f, 8);
    must(lathe_body_open(&b, &f.worker, LATHE_BODY_JSON, text,
                         sizeof text - 1, 10, &err), &err);
    must(lathe_body_next(&b, &err), &err);
    assert_int_equal(f.worker.rows.n, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(f.worker.rows.code[i], want[i]);
    lathe_body_release(&b);
    teardown(&f);
}

static void numbers_keep_all_their_bits(void **state)
{
    static const char text[] = "[[0.1,1e-300,0],[3.141592653589793,"
                               "-1.7976931348623157e308,0],"
                               "[9007199254740993,123456789012345678,0]]";
    static const double want[] = {0.1, 1e-300, 3.141592653589793,
                                  -1.7976931348623157e308, 9007199254740992.0,
                                  123456789012345680.0};
    struct fixture f;
    struct lathe_body b;
    struct lathe_err err = {0};
    (void)state;

    setup(&f, 8);
    must(lathe_body_open(&b, &f.worker, LATHE_BODY_JSON, text,
                         sizeof text - 1, 10, &err), &err);
    must(lathe_body_next(&b, &err), &err);
    for (size_t i = 0; i < 6; i++)
        assert_true(f.worker.rows.number[i] == want[i]);
    lathe_body_release(&b);
    teardown(&f);
}

static void what_is_wrong_is_said_with_row_and_column(void **state)
{
    static const struct {
        enum lathe_body_form form;
        const char *text;
        int status;
        const char *code, *message;
    } cases[] = {
        {LATHE_BODY_JSON, "{\"age\":", 400, "bad_json",
         "the body is not JSON: line 1, column 7: "},
        {LATHE_BODY_JSON, "", 400, "bad_json", "the body is not JSON: "},
        {LATHE_BODY_JSON, "{\"age\":1,\"age\":2}", 400, "bad_json",
         "the body is not JSON: "},
        {LATHE_BODY_JSON, "[[1,2,NaN]]", 400, "bad_json",
         "the body is not JSON: "},
        {LATHE_BODY_JSON, "[[1e999,2,0]]", 400, "bad_json",
         "the body is not JSON: "},
        {LATHE_BODY_JSON, "[[1,2,\"\xff\"]]", 400, "bad_json",
         "the body is not JSON: "},
        {LATHE_BODY_JSON, "[[1,2,0]] x", 400, "bad_json",
         "the body is not JSON: "},
        {LATHE_BODY_JSON, "3", 400, "bad_request",
         "the body is neither a row"},
        {LATHE_BODY_JSON, "[]", 400, "bad_request", "the body has no rows"},
        {LATHE_BODY_JSON, "{\"rows\":[]}", 400, "bad_request",
         "the body has no rows"},
        {LATHE_BODY_JSON, "{\"rows\":[],\"instances\":[]}", 400,
         "bad_request", "the body has both 'rows' and 'instances'"},
        {LATHE_BODY_JSON, "[[1,2,0],[1,2]]", 400, "bad_request",
         "row 2 has 2 values, the model needs 3: its columns in their "
         "order"},
        {LATHE_BODY_JSON, "[1,2,3]", 400, "bad_request",
         "row 1 is a number; a row is an object by column names or an "
         "array of 3 values"},
        {LATHE_BODY_JSON, "{\"hours\":1,\"kind\":0}", 400, "missing_column",
         "row 1 has no column 'age'"},
        {LATHE_BODY_JSON, "[[1,2,0],{\"kind\":0}]", 400, "missing_column",
         "row 2 has no column 'age' (and 1 more: 'hours')"},
        {LATHE_BODY_JSON, "[[1,2,0],[1,2,0],[1,2,0],[\"3x\",2,0]]", 400,
         "bad_value", "row 4, column 'age': '3x' is not a number"},
        {LATHE_BODY_JSON, "[[\"$5\",2,0]]", 400, "bad_value",
         "row 1, column 'age': '$5' is not a number, and would be one but for "
         "its '$' signs, if the column counts in these"},
        {LATHE_BODY_JSON, "[[true,2,0]]", 400, "bad_value",
         "row 1, column 'age': 'true' is not a number"},
        {LATHE_BODY_JSON, "[[\"inf\",2,0]]", 400, "bad_value",
         "row 1, column 'age': 'inf' is not a finite number; preprocess takes "
         "--inf missing"},
        {LATHE_BODY_JSON, "[[1,2,[0]]]", 400, "bad_value",
         "row 1, column 'kind': an array is not a value"},
        {LATHE_BODY_JSON, "[[1,2,0],[1,2,0],[1,2,0],[1,2,0],[1,2,0],"
                          "[1,2,0]]", 413, "too_many_rows",
         "more than 5 rows in one request"},
        {LATHE_BODY_CSV, "age,hours,kind\n", 400, "bad_request",
         "the body has no rows"},
        {LATHE_BODY_CSV, "", 400, "bad_csv", ""},
        {LATHE_BODY_CSV, "age,kind\n1,2\n", 400, "missing_column",
         "'body' has no column 'hours', which the model needs"},
        {LATHE_BODY_CSV, "age,hours,kind\n1,2,0\n1,2,\"0\n", 400, "bad_csv",
         "'body' line"},
        {LATHE_BODY_CSV, "age,hours,kind\n1,2,0\n3x,2,0\n", 400, "bad_value",
         "'body' line 3, column 'age': '3x' is not a number"},
        {LATHE_BODY_CSV, "age,hours,kind\n$5,2,0\n", 400, "bad_value",
         "'body' line 2, column 'age': '$5' is not a number, and would be one "
         "but for its '$' signs, if the column counts in these: "
         "sed 's/[$]//g' FILE"},
        {LATHE_BODY_CSV, "age,hours,kind\n1,2,0\n1,2,0\n1,2,0\n1,2,0\n"
                         "1,2,0\n1,2,0\n", 413, "too_many_rows",
         "more than 5 rows in one request"},
        {LATHE_BODY_CSV, "\x1f\x8b\x08\x01", 400, "bad_csv",
         "the body is compressed; send plain CSV"},
    };
    struct fixture f;
    (void)state;

    /* Pieces of two rows: counting goes on over them. */
    setup(&f, 2);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct lathe_body b;
        struct lathe_err err = {0};

        assert_int_equal(read_all(&f.worker, cases[i].form, cases[i].text, 5,
                                  &b, &err), LATHE_EDATA);
        if (b.status != cases[i].status || !b.code ||
            strcmp(b.code, cases[i].code) != 0 ||
            strncmp(err.msg, cases[i].message, strlen(cases[i].message)) != 0)
            fail_msg("%s: %d %s %s", cases[i].text, b.status, b.code,
                     err.msg);
    }
    teardown(&f);
}

static void an_image_is_flat_or_nested(void **state)
{
    static const char *good[] = {
        "[[1,2,3,4,5,6]]",
        "[[[1,2,3],[4,5,6]]]",
        "[[[[1,2,3],[4,5,6]]]]",
        "{\"p0\":1,\"p1\":2,\"p2\":3,\"p3\":4,\"p4\":5,\"p5\":\"6\"}",
    };
    static const char *bad[] = {
        "[[[1,2],[3,4],[5,6]]]",  "[[[1,2,3],[4,5]]]",
        "[[[1,2,3],[4,5,6],[7,8,9]]]", "[[[1,2,3],4]]",
        "[[1,2,3,4,5]]",          "[[1,2,3,4,5,256]]",
        "[[1,2,3,4,5,-1]]",       "[[1,2,3,4,5,0.5]]",
        "[[1,2,3,4,5,null]]",     "[[[[1,2,3],[4,5,6]],[[1,2,3],[4,5,6]]]]",
    };
    struct lathe_model m;
    struct lathe_worker w;
    struct lathe_body b;
    struct lathe_err err = {0};
    (void)state;

    make_image_model(&m);
    must(lathe_worker_init(&w, &m, 4, &err), &err);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        must(lathe_body_open(&b, &w, LATHE_BODY_JSON, good[i],
                             strlen(good[i]), 10, &err), &err);
        must(lathe_body_next(&b, &err), &err);
        assert_int_equal(w.rows.n, 1);
        assert_memory_equal(w.rows.pixel, "\1\2\3\4\5\6", 6);
        lathe_body_release(&b);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (read_all(&w, LATHE_BODY_JSON, bad[i], 10, &b, &err) !=
            LATHE_EDATA)
            fail_msg("taken: %s", bad[i]);
    lathe_worker_release(&w);
    lathe_model_release(&m);
}

static void every_failed_allocation_is_survived(void **state)
{
    static const char *text[] = {
        [LATHE_BODY_JSON] = "[{\"age\":1,\"hours\":2,\"kind\":\"a\"}]",
        [LATHE_BODY_CSV] = "age,hours,kind\n1,2,a\n"};
    struct fixture f;
    (void)state;

    setup(&f, 2);
    for (int form = LATHE_BODY_JSON; form <= LATHE_BODY_CSV; form++) {
        for (long n = 0;; n++) {
            struct lathe_body b;
            struct lathe_err err = {0};

            lathe_alloc_fail_after(n);
            enum lathe_code rc = read_all(&f.worker,
                                          (enum lathe_body_form)form,
                                          text[form], 5, &b, &err);
            lathe_alloc_fail_after(-1);
            if (rc == LATHE_OK)
                break;
            assert_int_equal(rc, LATHE_ENOMEM);
            assert_int_equal(b.status, 503);
            assert_true(n < 1000);
        }
    }
    teardown(&f);
}

static void a_worker_survives_every_failed_allocation(void **state)
{
    struct lathe_model m;
    (void)state;

    make_table_model(&m, LATHE_REGRESS, 1.0f);
    for (long n = 0;; n++) {
        struct lathe_worker w;
        struct lathe_err err = {0};

        lathe_alloc_fail_after(n);
        enum lathe_code rc = lathe_worker_init(&w, &m, 2, &err);
        lathe_alloc_fail_after(-1);
        lathe_worker_release(&w);
        if (rc == LATHE_OK)
            break;
        assert_int_equal(rc, LATHE_ENOMEM);
    }
    lathe_model_release(&m);
}

static void the_self_check_refuses_answers_that_are_no_numbers(void **state)
{
    struct lathe_model m;
    struct lathe_worker w;
    struct lathe_err err = {0};
    (void)state;

    make_table_model(&m, LATHE_REGRESS, 0.0f);
    must(lathe_worker_init(&w, &m, 2, &err), &err);
    must(lathe_worker_check(&w, &err), &err);
    lathe_worker_release(&w);
    m.params[0] = 3e38f;
    m.schema.column[0].fill = 3e38;
    must(lathe_worker_init(&w, &m, 2, &err), &err);
    assert_int_equal(lathe_worker_check(&w, &err), LATHE_EDATA);
    lathe_worker_release(&w);
    lathe_model_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_a_row_is_typed_alike),
        cmocka_unit_test(a_category_takes_words_numbers_and_truth_values),
        cmocka_unit_test(numbers_keep_all_their_bits),
        cmocka_unit_test(what_is_wrong_is_said_with_row_and_column),
        cmocka_unit_test(an_image_is_flat_or_nested),
        cmocka_unit_test(every_failed_allocation_is_survived),
        cmocka_unit_test(a_worker_survives_every_failed_allocation),
        cmocka_unit_test(
            the_self_check_refuses_answers_that_are_no_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
