/* Evaluation as a whole: a model whose answers are known beforehand, rows from
 * a CSV and from a dataset. */
#include "unit.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/json.h"
#include "data/dataset.h"
#include "nn/model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MODEL "two.h5"          /* p(yes) = 1 / (1 + exp(-x)) */
#define NUMBERS "number.h5"     /* answer = x */
#define THREE "three.h5"        /* classes a, b, c with logits x, 0, -x */
#define DATA "data.h5"

/* ---- files -------------------------------------------------------------- */

static void write_text(const char *path, const char *text)
{
    assert_int_equal(lathe_file_replace(path, text, strlen(text), NULL), 0);
}

static void add_words(struct lathe_dict *d, const char *words)
{
    struct lathe_list list = {0};
    uint32_t code;

    assert_int_equal(lathe_list_split(&list, words, ',', NULL), 0);
    for (size_t i = 0; i < list.n; i++)
        assert_int_equal(lathe_dict_add(d, list.v[i], strlen(list.v[i]), &code,
                                        NULL), 0);
    lathe_list_release(&list);
}

/* One number column "x", target "t" with these classes (NULL: a number). */
static void make_schema(struct lathe_schema *s, const char *classes)
{
    struct lathe_target *t;

    *s = (struct lathe_schema){.task = classes ? LATHE_CLASSIFY
                                               : LATHE_REGRESS,
                               .n = 1,
                               .dialect = {.delimiter = ',', .quote = '"',
                                           .header = true},
                               .rows = 10};
    assert_int_equal(lathe_new(&s->column, 1, sizeof *s->column, "columns",
                               NULL), 0);
    s->column[0] = (struct lathe_column){.name = lathe_strdup("x"),
                                         .kind = LATHE_NUMBER,
                                         .present = 10,
                                         .scale = LATHE_SCALE_NONE,
                                         .impute = LATHE_IMPUTE_MEDIAN,
                                         .factor = 1,
                                         .clip_low = -(double)INFINITY,
                                         .clip_high = (double)INFINITY};
    assert_int_equal(lathe_list_add(&s->na, "?", NULL), 0);
    assert_int_equal(lathe_schema_add_target(s, "t", NULL), 0);
    t = &s->target[0];
    if (classes)
        add_words(&t->classes, classes);
    assert_int_equal(lathe_new(&t->class_count, t->classes.n,
                               sizeof *t->class_count, "counts", NULL), 0);
    for (uint32_t i = 0; i < t->classes.n; i++)
        t->class_count[i] = 1;
    lathe_schema_layout(s);
}

static void write_model(const char *path, const char *classes,
                        enum lathe_loss loss, const char *net,
                        const float *weight)
{
    struct lathe_model m = {.loss = loss};
    struct lathe_err err = {0};

    make_schema(&m.schema, classes);
    if (lathe_net_parse(&m.net, net, (struct lathe_shape){1, 1, 1}, &err))
        fail_msg("%s", err.msg);
    assert_int_equal(lathe_new(&m.params, m.net.params, sizeof *m.params,
                               "weights", NULL), 0);
    memcpy(m.params + m.net.layer[0].weight, weight,
           m.net.layer[0].weights * sizeof *weight);
    if (lathe_model_save(&m, path, &err))
        fail_msg("%s", err.msg);
    lathe_model_release(&m);
}

/* A dataset whose classes are those of the model in another order, and one
 * more: no, yes, other. Train: one row each; test: `test` rows of no and yes
 * that alternate, x = -1 and 1; no valid rows. */
static void write_dataset(uint64_t test)
{
    const uint64_t rows[LATHE_SPLITS] = {3, 0, test};
    struct lathe_dataset_writer w = {0};
    struct lathe_schema s;
    struct lathe_rows r = {0};
    struct lathe_err err = {0};

    make_schema(&s, "other,yes,no");
    assert_int_equal(lathe_rows_init(&r, &s, 1000, NULL), 0);
    if (lathe_dataset_create(&w, DATA, &s, rows, NULL, &err))
        fail_msg("%s", err.msg);
    for (uint32_t i = 0; i < 3; i++) {
        r.number[i] = 0;
        r.label[i] = i;
    }
    r.n = 3;
    assert_int_equal(lathe_dataset_append(&w, LATHE_TRAIN, &r, NULL), 0);
    r.n = test;
    for (uint32_t i = 0; i < test; i++) {
        r.number[i] = i % 2 ? 1 : -1;
        r.label[i] = i % 2 ? 1 : 2;
    }
    if (test)
        assert_int_equal(lathe_dataset_append(&w, LATHE_TEST, &r, NULL), 0);
    if (lathe_dataset_commit(&w, &s, "{}", NULL, NULL, &err))
        fail_msg("%s", err.msg);
    lathe_dataset_writer_release(&w);
    lathe_rows_release(&r);
    lathe_schema_release(&s);
}

static char *directory;

static int set_up(void **state)
{
    static char path[] = "/tmp/lathe-evaluate-XXXXXX";
    const float one[] = {1}, three[] = {1, 0, -1};

    (void)state;
    directory = mkdtemp(path);
    if (!directory || chdir(directory))
        return -1;
    write_model(MODEL, "no,yes", LATHE_LOSS_BINARY, "dense 1", one);
    write_model(NUMBERS, NULL, LATHE_LOSS_MSE, "dense 1", one);
    write_model(THREE, "a,b,c", LATHE_LOSS_CATEGORICAL, "dense 3", three);
    return 0;
}

static int tear_down(void **state)
{
    static const char *const files[] = {MODEL, NUMBERS, THREE, DATA, "a.csv"};

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(files[i]);
    return chdir("/") || rmdir(directory);
}

/* ---- asking ------------------------------------------------------------- */

static struct lathe_evaluate_opts options(const char *model, const char *data)
{
    struct lathe_evaluate_opts o = lathe_evaluate_defaults();

    o.model = model;
    o.data = data;
    o.threads = 1;
    return o;
}

/* Evaluates; *doc is the JSON document when there is one. */
static enum lathe_code ask(const struct lathe_evaluate_opts *o,
                           struct lathe_json **doc, struct lathe_err *err)
{
    struct lathe_buf text = {0}, json = {0};
    enum lathe_code rc = lathe_evaluate(o, NULL, &text, &json, err);

    *doc = NULL;
    if (rc == LATHE_OK || rc == LATHE_EGATE) {
        assert_non_null(text.s);
        assert_int_equal(lathe_json_parse(doc, json.s, json.len, NULL), 0);
    }
    lathe_buf_release(&text);
    lathe_buf_release(&json);
    return rc;
}

static double metric(const struct lathe_json *doc, const char *name)
{
    const struct lathe_json *m = lathe_json_get(doc, "metrics");

    return lathe_json_as_double(lathe_json_get(m, name), (double)NAN);
}

/* The failure must have this code and say this. */
static void assert_refused(const struct lathe_evaluate_opts *o,
                           enum lathe_code code, const char *says)
{
    struct lathe_err err = {0};
    struct lathe_json *doc;
    enum lathe_code rc = ask(o, &doc, &err);

    lathe_json_free(doc);
    if (rc != code || !strstr(err.msg, says))
        fail_msg("%d '%s', not %d '%s'", (int)rc, err.msg, (int)code, says);
}

/* ---- tests -------------------------------------------------------------- */

static void a_csv_gives_the_figures_computed_by_hand(void **state)
{
    struct lathe_evaluate_opts o = options(MODEL, "a.csv");
    struct lathe_err err = {0};
    struct lathe_json *doc;

    (void)state;
    write_text("a.csv", "t,extra,x\nyes,1,2\nno,2,-1\nyes,3,-3\nno,4,-2\n");
    if (ask(&o, &doc, &err))
        fail_msg("%s", err.msg);
    double loss = (log1p(exp(-2)) + log1p(exp(-1)) + log1p(exp(3)) +
                   log1p(exp(-2))) / 4;

    assert_true(metric(doc, "accuracy") == 0.75);
    assert_true(metric(doc, "precision") == 1.0);
    assert_true(metric(doc, "recall") == 0.5);
    assert_true(fabs(metric(doc, "f1") - 2.0 / 3) < 1e-15);
    assert_true(metric(doc, "roc_auc") == 0.5);
    assert_true(fabs(metric(doc, "log_loss") - loss) < 1e-6);
    assert_int_equal(lathe_json_as_int(lathe_json_get(doc, "rows"), 0), 4);
    lathe_json_free(doc);
}

static void the_threshold_decides_between_two_classes(void **state)
{
    struct lathe_evaluate_opts o = options(MODEL, "a.csv");
    struct lathe_err err = {0};
    struct lathe_json *doc;

    (void)state;
    write_text("a.csv", "x,t\n2,yes\n-1,no\n-3,yes\n-2,no\n");
    o.threshold = "0.04";
    if (ask(&o, &doc, &err))
        fail_msg("%s", err.msg);
    assert_true(metric(doc, "recall") == 1.0);
    assert_true(metric(doc, "precision") == 0.5);
    assert_true(lathe_json_as_double(lathe_json_get(doc, "threshold"), 0) ==
                0.04);
    lathe_json_free(doc);
}

static void a_threshold_out_of_place_is_refused(void **state)
{
    static const char *const bad[] = {"1.01", "-0.1", "nan", "", "0.5x"};
    struct lathe_evaluate_opts o = options("no such model", "no such data");

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        o.threshold = bad[i];
        assert_refused(&o, LATHE_EARG, "is not a number from 0 to 1");
    }
    o = options(NUMBERS, "a.csv");
    o.threshold = "0.5";
    assert_refused(&o, LATHE_EARG, "predicts numbers");
    o = options(THREE, "a.csv");
    o.threshold = "0.5";
    assert_refused(&o, LATHE_EARG, "has more");
}

static void the_gate_says_which_requirement_failed(void **state)
{
    struct lathe_evaluate_opts o = options(MODEL, "a.csv");
    struct lathe_err err = {0};
    struct lathe_json *doc;

    (void)state;
    write_text("a.csv", "x,t\n2,yes\n-1,no\n-3,yes\n-2,no\n");
    assert_int_equal(lathe_list_add(&o.require, "accuracy>=0.7", NULL), 0);
    assert_int_equal(ask(&o, &doc, &err), LATHE_OK);
    lathe_json_free(doc);
    assert_int_equal(lathe_list_add(&o.require, "recall[yes]>=0.9", NULL), 0);
    assert_int_equal(ask(&o, &doc, &err), LATHE_EGATE);
    assert_string_equal(err.msg, "1 of 2 requirements does not hold: "
                                 "recall[yes]>=0.9 (is 0.5)");
    assert_false(lathe_json_as_bool(lathe_json_get(doc, "holds"), true));
    lathe_json_free(doc);
    lathe_list_release(&o.require);
}

static void a_bad_requirement_is_refused_before_any_work(void **state)
{
    struct lathe_evaluate_opts o = options("no such model", "no such data");

    (void)state;
    assert_int_equal(lathe_list_add(&o.require, "beauty>=1", NULL), 0);
    assert_refused(&o, LATHE_EARG, "there is no metric 'beauty'");
    lathe_list_release(&o.require);
    o = options(MODEL, "no such data");
    assert_int_equal(lathe_list_add(&o.require, "f1[maybe]>=1", NULL), 0);
    assert_refused(&o, LATHE_EARG, "the model has no class 'maybe'");
    lathe_list_release(&o.require);
}

static void regression_is_measured_in_the_unit_of_the_target(void **state)
{
    struct lathe_evaluate_opts o = options(NUMBERS, "a.csv");
    struct lathe_err err = {0};
    struct lathe_json *doc;

    (void)state;
    write_text("a.csv", "x,t\n1,1\n2,2\n3,4\n9,?\n");
    if (ask(&o, &doc, &err))
        fail_msg("%s", err.msg);
    assert_true(fabs(metric(doc, "mse") - 1.0 / 3) < 1e-15);
    assert_true(fabs(metric(doc, "mae") - 1.0 / 3) < 1e-15);
    assert_true(fabs(metric(doc, "r2") - (1 - 3.0 / 14)) < 1e-15);
    assert_int_equal(
        lathe_json_as_int(lathe_json_get(doc, "rows_without_truth"), 0), 1);
    lathe_json_free(doc);
}

static void rows_without_truth_are_counted_and_left_out(void **state)
{
    struct lathe_evaluate_opts o = options(MODEL, "a.csv");
    struct lathe_err err = {0};
    struct lathe_json *doc;

    (void)state;
    write_text("a.csv", "x,t\n5,?\n2,yes\n5,\n-1,no\n");
    if (ask(&o, &doc, &err))
        fail_msg("%s", err.msg);
    assert_true(metric(doc, "accuracy") == 1.0);
    assert_int_equal(lathe_json_as_int(lathe_json_get(doc, "rows"), 0), 2);
    assert_int_equal(
        lathe_json_as_int(lathe_json_get(doc, "rows_without_truth"), 0), 2);
    lathe_json_free(doc);
    write_text("a.csv", "x,t\n5,?\n2,\n");
    assert_refused(&o, LATHE_EDATA,
                   "'a.csv': none of the 2 rows has a value of 't'");
    write_text("a.csv", "x,t\n");
    assert_refused(&o, LATHE_EDATA, "'a.csv' has no rows");
}

static void strip_cuts_the_end_of_target_values(void **state)
{
    struct lathe_evaluate_opts o = options(MODEL, "a.csv");
    struct lathe_err err = {0};
    struct lathe_json *doc;

    (void)state;
    write_text("a.csv", "x,t\n2,yes.\n-1,no.\n");
    assert_refused(&o, LATHE_EDATA, "'a.csv' line 2, column 't': the model "
                                    "has no class 'yes.'; did you mean 'yes'? "
                                    "--strip '.' cuts the end off");
    o.strip = ".";
    if (ask(&o, &doc, &err))
        fail_msg("%s", err.msg);
    assert_true(metric(doc, "accuracy") == 1.0);
    lathe_json_free(doc);
}

static void bad_data_is_refused_with_its_place(void **state)
{
    struct lathe_evaluate_opts o = options(MODEL, "a.csv");

    (void)state;
    write_text("a.csv", "x,t\n2,yes\n-1,maybe\n");
    assert_refused(&o, LATHE_EDATA, "'a.csv' line 3, column 't': the model "
                                    "has no class 'maybe'");
    write_text("a.csv", "x,t\n2,yes\nz,no\n");
    assert_refused(&o, LATHE_EDATA, "'a.csv' line 3, column 'x'");
    write_text("a.csv", "x,u\n2,yes\n");
    assert_refused(&o, LATHE_EDATA, "'t'");
    write_text("a.csv", "y,t\n2,yes\n");
    assert_refused(&o, LATHE_EDATA, "'x'");
    o.data = "nothing.csv";
    assert_refused(&o, LATHE_ENOINPUT, "'nothing.csv'");
    o.data = MODEL;
    assert_refused(&o, LATHE_EDATA, "is a model, not a dataset or CSV file");
    o = options("a.csv", "a.csv");
    assert_refused(&o, LATHE_EDATA, "'a.csv'");
    o = options(MODEL, "a.csv");
    o.threads = -1;
    assert_refused(&o, LATHE_EARG, "threads");
    o = options(MODEL, "a.csv");
    o.split = "tset";
    assert_refused(&o, LATHE_EARG, "'tset' is none of train, valid, test");
    o = options(MODEL, "a.csv");
    o.no_header = true;
    assert_refused(&o, LATHE_EARG, "put one before its rows");
}

static void a_split_of_a_dataset_goes_through_the_models_own_codes(
    void **state)
{
    struct lathe_evaluate_opts o = options(MODEL, DATA);
    struct lathe_err err = {0};
    struct lathe_json *doc;

    (void)state;
    write_dataset(7);
    if (ask(&o, &doc, &err))
        fail_msg("%s", err.msg);
    assert_true(metric(doc, "accuracy") == 1.0);
    assert_int_equal(lathe_json_as_int(lathe_json_get(doc, "rows"), 0), 7);
    lathe_json_free(doc);
    o.split = "valid";
    assert_refused(&o, LATHE_EDATA, "'data.h5' has no rows in split 'valid'; "
                                    "rows are in 'train', 'test'");
    o.split = "train";
    assert_refused(&o, LATHE_EDATA, "'data.h5' row 1 of split train, column "
                                    "'t': the model has no class 'other'");
    o.split = "test";
    o.strip = ".";
    assert_refused(&o, LATHE_EARG, "strip: it is for CSV");
    o = options(NUMBERS, DATA);
    assert_refused(&o, LATHE_EDATA, "'data.h5': it does not fit the model");
}

static void the_number_of_threads_changes_no_bit(void **state)
{
    struct lathe_evaluate_opts o = options(THREE, "a.csv");
    struct lathe_buf csv = {0}, one = {0}, two = {0};

    (void)state;
    lathe_buf_puts(&csv, "x,t\n");
    for (int i = 0; i < 60000; i++)
        lathe_buf_printf(&csv, "%d.%d,%c\n", i % 5 - 2, i % 97,
                         "abc"[i % 7 % 3]);
    write_text("a.csv", csv.s);
    assert_int_equal(lathe_evaluate(&o, NULL, NULL, &one, NULL), 0);
    o.threads = 3;
    assert_int_equal(lathe_evaluate(&o, NULL, NULL, &two, NULL), 0);
    assert_string_equal(one.s, two.s);
    lathe_buf_puts(&csv, "1,a\n1,z\n1x,a\n");
    write_text("a.csv", csv.s);
    for (o.threads = 1; o.threads < 4; o.threads++)
        assert_refused(&o, LATHE_EDATA, "line 60003, column 't': the model "
                       "has no class 'z'");
    lathe_buf_release(&csv);
    lathe_buf_release(&one);
    lathe_buf_release(&two);
}

static void survives_every_failed_allocation_with(
    const struct lathe_evaluate_opts *o)
{
    for (long n = 0;; n++) {
        struct lathe_buf text = {0}, json = {0};
        struct lathe_err err = {0};

        lathe_alloc_fail_after(n);
        enum lathe_code rc = lathe_evaluate(o, NULL, &text, &json, &err);
        lathe_alloc_fail_after(-1);
        lathe_buf_release(&text);
        lathe_buf_release(&json);
        if (rc == LATHE_OK)
            return;
        if (rc != LATHE_ENOMEM)
            fail_msg("allocation %ld: %d %s", n, (int)rc, err.msg);
        assert_true(err.msg[0]);
    }
}

static void evaluation_survives_every_failed_allocation(void **state)
{
    struct lathe_evaluate_opts o = options(MODEL, "a.csv");

    (void)state;
    write_text("a.csv", "x,t\n2,yes\n-1,no\n");
    write_dataset(3);
    assert_int_equal(lathe_list_add(&o.require, "f1>=0", NULL), 0);
    survives_every_failed_allocation_with(&o);
    o.data = DATA;
    survives_every_failed_allocation_with(&o);
    lathe_list_release(&o.require);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_csv_gives_the_figures_computed_by_hand),
        cmocka_unit_test(the_threshold_decides_between_two_classes),
        cmocka_unit_test(a_threshold_out_of_place_is_refused),
        cmocka_unit_test(the_gate_says_which_requirement_failed),
        cmocka_unit_test(a_bad_requirement_is_refused_before_any_work),
        cmocka_unit_test(regression_is_measured_in_the_unit_of_the_target),
        cmocka_unit_test(rows_without_truth_are_counted_and_left_out),
        cmocka_unit_test(strip_cuts_the_end_of_target_values),
        cmocka_unit_test(bad_data_is_refused_with_its_place),
        cmocka_unit_test(
            a_split_of_a_dataset_goes_through_the_models_own_codes),
        cmocka_unit_test(the_number_of_threads_changes_no_bit),
        cmocka_unit_test(evaluation_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
