/*
 * Files of format 1 that were written once and must be read for ever, and what
 * inspect says of them. Runs at the root of the source tree.
 */
#include "unit.h"

#include "data/dataset.h"
#include "eval/grid.h"
#include "nn/model.h"

#include "base/alloc.h"

#include <math.h>
#include <string.h>

#define MODEL "tests/golden/model-1.h5"
#define DATASET "tests/golden/dataset-1.h5"

static void ok(enum lathe_code rc, const struct lathe_err *err)
{
    if (rc)
        fail_msg("%s", err->msg);
}

static void says(const struct lathe_buf *text, const char *words)
{
    if (!text->s || !strstr(text->s, words))
        fail_msg("'%s' is not in:\n%s", words, text->s ? text->s : "");
}

/* ---- golden files ------------------------------------------------------- */

static void a_model_of_format_1_is_read(void **state)
{
    struct lathe_model m = {0};
    struct lathe_err err = {0};
    char hex[33];

    (void)state;
    ok(lathe_model_load(&m, MODEL, &err), &err);
    lathe_digest_hex(&m.digest, hex);
    assert_string_equal(hex, "86b25c9695970a31290a396ce50a08a3");
    assert_int_equal(m.bytes, 8168);
    assert_string_equal(m.net.text, "dense 3, relu, dropout 0.5, dense 1");
    assert_int_equal(m.loss, LATHE_LOSS_BINARY);
    assert_int_equal(m.net.params, 19);
    assert_true(m.params[2] == 272789.22f);
    assert_int_equal(m.schema.inputs, 4);
    assert_string_equal(m.schema.target[0].classes.word[1], "yes");
    lathe_model_release(&m);
}

static void a_dataset_of_format_1_is_read(void **state)
{
    struct lathe_dataset d = {0};
    struct lathe_rows rows = {0};
    struct lathe_err err = {0};
    double sum = 0;

    (void)state;
    ok(lathe_dataset_open(&d, DATASET, NULL, &err), &err);
    assert_int_equal(d.rows[LATHE_TRAIN], 8);
    assert_int_equal(d.rows[LATHE_VALID], 1);
    assert_int_equal(d.rows[LATHE_TEST], 1);
    ok(lathe_rows_init(&rows, &d.schema, 8, &err), &err);
    ok(lathe_dataset_read(&d, LATHE_TRAIN, 0, 8, &rows, &err), &err);
    for (int i = 0; i < 8; i++)
        sum += isnan(rows.number[i]) ? 0 : rows.number[i];
    assert_true(sum == 293);    /* 7 x 41.857 */
    lathe_rows_release(&rows);
    lathe_dataset_release(&d);
}

/* ---- inspect ------------------------------------------------------------ */

static void no_line_is_wider_than_100_or_ends_in_a_blank(const char *s)
{
    size_t width = 0;

    for (; *s; s++) {
        if (*s == '\n') {
            assert_true(width <= LATHE_GRID_WIDTH);
            assert_true(width == 0 || s[-1] != ' ');
            width = 0;
        } else {
            width += ((unsigned char)*s & 0xc0) != 0x80;
        }
    }
}

static void a_model_is_told_as_text(void **state)
{
    struct lathe_buf text = {0};
    struct lathe_err err = {0};

    (void)state;
    ok(lathe_inspect(MODEL, &text, NULL, &err), &err);
    says(&text, "  kind    model\n  size    8168 bytes\n");
    says(&text, "  class  train   share\n"
                "  no         4  57.1 %\n"
                "  yes        3  42.9 %\n");
    says(&text,
         "     layer        output  parameters  operations  weights\n"
         "     input             4\n"
         "  1  dense 3           3          15          27  float32\n"
         "  2  relu              3           0           3\n"
         "  3  dropout 0.5       3           0           0\n"
         "  4  dense 1           1           4           7  float32\n"
         "     total                        19          37\n"
         "  loss: binary\n");
    says(&text, "  options.lr  0.1\n");
    no_line_is_wider_than_100_or_ends_in_a_blank(text.s);
    lathe_buf_release(&text);
}

static void a_dataset_is_told_as_text(void **state)
{
    struct lathe_buf text = {0};
    struct lathe_err err = {0};

    (void)state;
    ok(lathe_inspect(DATASET, &text, NULL, &err), &err);
    says(&text, "  target  'y', 2 classes\n"
                "  inputs  8, fitted on 8 rows\n");
    says(&text, "  split  rows\n"
                "  train     8\n"
                "  valid     1\n"
                "  test      1\n");
    says(&text, "  class  train   share  valid  test\n"
                "  no         4  50.0 %      1     0\n"
                "  yes        4  50.0 %      0     1\n");
    says(&text,
         "  column    mean     sd  min  q25  median   q75  max\n"
         "  age     41.857  11.09   28   33      39  49.5   61\n");
    says(&text,
         "  column  missing  present  fill          scaling\n"
         "  age           1        7    39  median  standard\n");
    says(&text,
         "  column  missing  becomes   values  encoding  inputs  present\n"
         "  work          1  category       3  onehot         4        7\n");
    says(&text, "  city    Ulm 4, Bonn 3, Köln 1\n");
    no_line_is_wider_than_100_or_ends_in_a_blank(text.s);
    lathe_buf_release(&text);
}

static const struct lathe_json *at(const struct lathe_json *v, const char *a,
                                   const char *b)
{
    return lathe_json_get(lathe_json_get(v, a), b);
}

static void both_are_told_as_one_json_document(void **state)
{
    struct lathe_buf json = {0};
    struct lathe_json *v = NULL;
    struct lathe_err err = {0};

    (void)state;
    ok(lathe_inspect(DATASET, NULL, &json, &err), &err);
    ok(lathe_json_parse(&v, json.s, json.len, &err), &err);
    assert_string_equal(lathe_json_as_string(lathe_json_get(v, "kind"), ""),
                        "dataset");
    assert_int_equal(lathe_json_as_int(at(v, "rows", "train"), 0), 8);
    assert_int_equal(
        lathe_json_as_int(lathe_json_at(at(v, "class_rows", "test"), 1), 0),
        1);
    assert_int_equal(lathe_json_size(at(v, "schema", "columns")), 3);
    lathe_json_free(v);
    lathe_buf_release(&json);

    ok(lathe_inspect(MODEL, NULL, &json, &err), &err);
    ok(lathe_json_parse(&v, json.s, json.len, &err), &err);
    assert_int_equal(lathe_json_as_int(at(v, "net", "parameters"), 0), 19);
    assert_int_equal(lathe_json_size(at(v, "net", "each")), 4);
    assert_false(lathe_json_as_bool(at(v, "net", "quantised"), true));
    assert_string_equal(lathe_json_as_string(lathe_json_get(v, "loss"), ""),
                        "binary");
    lathe_json_free(v);
    lathe_buf_release(&json);
}

static void what_is_no_file_of_lathe_is_said_so(void **state)
{
    struct lathe_buf text = {0};
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(lathe_inspect("lib/lathe.h", &text, NULL, &err),
                     LATHE_EDATA);
    assert_string_equal(err.msg, "'lib/lathe.h' is not a lathe file: 'lathe "
               "preprocess' makes datasets of CSV, 'lathe train' models");
    assert_int_equal(lathe_inspect("lib/none", &text, NULL, &err),
                     LATHE_ENOINPUT);
    assert_int_equal(lathe_inspect("lib", &text, NULL, &err), LATHE_ENOINPUT);
    lathe_buf_release(&text);
}

static void every_failed_allocation_is_survived(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++)
        for (long n = 0;; n++) {
            struct lathe_buf text = {0}, json = {0};
            struct lathe_err err = {0};

            assert_true(n < 10000);
            lathe_alloc_fail_after(n);
            enum lathe_code rc =
                lathe_inspect(i ? MODEL : DATASET, &text, &json, &err);
            lathe_alloc_fail_after(-1);
            lathe_buf_release(&text);
            lathe_buf_release(&json);
            if (rc == LATHE_OK)
                break;
            if (rc != LATHE_ENOMEM || !err.msg[0])
                fail_msg("allocation %ld: %d '%s'", n, rc, err.msg);
        }
}

/* ---- grid --------------------------------------------------------------- */

static void cells_are_aligned_cut_and_made_harmless(void **state)
{
    struct lathe_grid g = {.cols = 3, .right = 2};
    struct lathe_buf out = {0};
    struct lathe_err err = {0};

    (void)state;
    lathe_grid_cell(&g, "a");
    lathe_grid_cell(&g, "n");
    lathe_grid_cell(&g, "%s", "");
    lathe_grid_cell(&g, "%s", "K\xc3\xb6ln\033[2J");
    lathe_grid_number(&g, 1234567.0);
    lathe_grid_number(&g, 1.0 / 3);
    lathe_grid_cell(&g, "%050d", 7);
    lathe_grid_number(&g, (double)NAN);
    lathe_grid_cell(&g, "%080d", 7);
    ok(lathe_grid_print(&g, &out, &err), &err);
    assert_string_equal(
        out.s,
        "  a                                               n\n"
        "  K\xc3\xb6ln?[2J                                  1234567  0.333333\n"
        "  00000000000000000000000000000000000000..        -  "
        "000000000000000000000000000000000000000000000..\n");
    lathe_grid_release(&g);
    lathe_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_of_format_1_is_read),
        cmocka_unit_test(a_dataset_of_format_1_is_read),
        cmocka_unit_test(a_model_is_told_as_text),
        cmocka_unit_test(a_dataset_is_told_as_text),
        cmocka_unit_test(both_are_told_as_one_json_document),
        cmocka_unit_test(what_is_no_file_of_lathe_is_said_so),
        cmocka_unit_test(every_failed_allocation_is_survived),
        cmocka_unit_test(cells_are_aligned_cut_and_made_harmless),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
