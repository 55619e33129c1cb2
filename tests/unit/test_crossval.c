#include "unit.h"

#include "sample_run.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/json.h"
#include "train/crossval.h"
#include "train/foldruns.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROWS 260                /* 200 of the file, 60 to validate */
#define FOLDS 4

static char set[64], part[64], model[64];

/* ---- tables of all kinds of columns ------------------------------------- */

static const char heading[] = "n,gaps,place,rare,day,skewed,note,who,w,y\n";

static double chance(size_t row, size_t of)
{
    uint64_t at[2] = { row, of };

    return (double)(lathe_digest_hash(at, sizeof(at), 1) >> 11) * 0x1p-53;
}

/* A row whose last columns are its weight and a class, or a number. */
static void put_row(struct lathe_buf *out, size_t i, bool classify)
{
    static const char *const places[] = { "north", "south", "east", "west" };
    double n = chance(i, 0) * 10, gap = chance(i, 1);
    double y = n + 5 * gap + chance(i, 2);

    lathe_buf_printf(out, "%.4f,", n);
    if (chance(i, 3) < 0.8)
        lathe_buf_printf(out, "%.3f", gap);
    lathe_buf_printf(out, ",%s,r%d,20%02d-%02d-%02d,%.3f,%s word%d,w%d,%d,",
                     places[(int)(chance(i, 4) * 4)],
                     (int)(chance(i, 5) * chance(i, 6) * 30),
                     10 + (int)(chance(i, 7) * 9), 1 + (int)(12 * gap),
                     1 + (int)(i % 28), pow(chance(i, 8), -2),
                     gap < 0.5 ? "low" : "high", (int)(i % 7),
                     (int)(chance(i, 9) * 25), 1 + (int)(i % 3));
    if (classify)
        lathe_buf_printf(out, "%s\n", y < 5 ? "little" : y < 10 ? "some"
                                                                : "much");
    else
        lathe_buf_printf(out, "%.4f\n", y);
}

/* Rows [n] of the table, in a file of that name. */
static void write_rows(const char *name, const uint32_t *row, size_t n,
                       bool classify)
{
    struct lathe_buf text = {0};
    char to[64];

    sample_path(to, name);
    lathe_buf_puts(&text, heading);
    for (size_t i = 0; i < n; i++)
        put_row(&text, row[i], classify);
    assert_int_equal(lathe_buf_check(&text, NULL), 0);
    assert_int_equal(lathe_file_replace(to, text.s, text.len, NULL), 0);
    lathe_buf_release(&text);
}

static void add(struct lathe_list *l, const char *s)
{
    assert_int_equal(lathe_list_add(l, s, NULL), 0);
}

/* A dataset of train.csv, valid.csv and test.csv, with every transform. */
static void make_dataset(const char *to, const char *test)
{
    struct lathe_preprocess_opts o = lathe_preprocess_defaults();
    char train[64], valid[64], held[64];
    struct lathe_err err = {0};

    sample_path(train, "train.csv");
    sample_path(valid, "valid.csv");
    sample_path(held, "test.csv");
    add(&o.files, train);
    o.valid = valid;
    o.test = test ? held : NULL;
    o.split = "1,0,0";
    add(&o.target, "y");
    o.output = to;
    add(&o.type, "note=text");
    o.text_dims = 8;
    add(&o.impute, "gaps=mean");
    o.add_indicator = "gaps";
    add(&o.scale, "skewed=robust");
    add(&o.clip, "skewed=0.05");
    add(&o.encode, "place=ordinal");
    o.rare = 6;
    o.weight = "w";
    if (lathe_preprocess(&o, NULL, NULL, NULL, &err))
        fail_msg("%s", err.msg);
    lathe_list_release(&o.files);
    lathe_list_release(&o.target);
    lathe_list_release(&o.type);
    lathe_list_release(&o.impute);
    lathe_list_release(&o.scale);
    lathe_list_release(&o.clip);
    lathe_list_release(&o.encode);
}

static void make_all(bool classify)
{
    uint32_t row[ROWS];

    for (uint32_t i = 0; i < ROWS; i++)
        row[i] = i;
    write_rows("train.csv", row, 200, classify);
    write_rows("valid.csv", row + 200, 60, classify);
    make_dataset(set, NULL);
}

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(sample_dir))
        return -1;
    sample_path(set, "set.h5");
    sample_path(part, "part.h5");
    sample_path(model, "model.h5");
    return 0;
}

static struct lathe_train_opts options(void)
{
    struct lathe_train_opts o = lathe_train_defaults();

    o.data = set;
    o.model = "mlp:6";
    o.lr = 0.02;
    o.epochs = 30;
    o.patience = 4;
    o.folds = FOLDS;
    o.threads = 1;
    return o;
}

static struct lathe_foldset_opts set_options(void)
{
    return (struct lathe_foldset_opts){ .data = set, .folds = FOLDS, .seed = 1,
                                        .memory_bytes = 1 << 30, .side = 1 };
}

/* ---- nothing of the rows held out reaches a fold ------------------------ */

static char *schema_text(struct lathe_buf *out, const struct lathe_schema *s)
{
    struct lathe_json_out j = { .out = out };

    lathe_json_open(&j, NULL, '{');
    lathe_schema_write(&j, "schema", s);
    lathe_json_close(&j, '}');
    assert_int_equal(lathe_buf_check(out, NULL), 0);
    return out->s;
}

/* The rows of a fold as files, and a dataset of them alone. */
static void make_part(const struct lathe_foldset *s, int f, bool classify)
{
    static const char *const names[] = { "train.csv", "valid.csv",
                                         "test.csv" };
    struct lathe_foldset_part p[LATHE_SPLITS];

    assert_int_equal(lathe_foldset_parts(s, f, p, NULL), 0);
    for (int k = 0; k < LATHE_SPLITS; k++) {
        write_rows(names[k], p[k].row, (size_t)p[k].rows.n, classify);
        lathe_foldset_release_part(&p[k]);
    }
    make_dataset(part, "test.csv");
}

static void fold_schema(const struct lathe_foldset *s, int f,
                        struct lathe_buf *out)
{
    struct lathe_foldset_part p[LATHE_SPLITS];
    struct lathe_data d = {0};
    struct lathe_err err = {0};

    assert_int_equal(lathe_foldset_parts(s, f, p, NULL), 0);
    if (lathe_foldset_data(s, f, p, NULL, false, &d, &err))
        fail_msg("%s", err.msg);
    schema_text(out, &d.schema);
    lathe_data_release(&d);
    for (int k = 0; k < LATHE_SPLITS; k++)
        lathe_foldset_release_part(&p[k]);
}

static void a_fold_is_fitted_as_its_training_rows_alone_would_be(void **state)
{
    (void)state;
    for (int classify = 0; classify < 2; classify++) {
        struct lathe_foldset_opts o = set_options();
        struct lathe_foldset s = {0};
        struct lathe_buf first = {0};

        make_all(classify);
        assert_int_equal(lathe_foldset_load(&s, &o, NULL, NULL), 0);
        for (int f = 0; f < FOLDS; f++) {
            struct lathe_buf have = {0}, want = {0};
            struct lathe_data d = {0};

            make_part(&s, f, classify);
            fold_schema(&s, f, &have);
            assert_int_equal(lathe_data_load(&d, part, NULL, false, 1 << 30,
                                             NULL, NULL), 0);
            assert_string_equal(have.s, schema_text(&want, &d.schema));
            if (f == 0)
                lathe_buf_puts(&first, have.s);
            else
                assert_string_not_equal(first.s, have.s);
            lathe_data_release(&d);
            lathe_buf_release(&have);
            lathe_buf_release(&want);
        }
        lathe_buf_release(&first);
        lathe_foldset_release(&s);
    }
}

/* The figures that `evaluate` has for a model of the fold's rows. */
static void expect_figures(const struct lathe_fold *f)
{
    struct lathe_train_opts o = options();
    struct lathe_evaluate_opts e = lathe_evaluate_defaults();
    struct lathe_buf json = {0};
    struct lathe_json *v;
    struct lathe_err err = {0};

    o.data = part;
    o.output = model;
    o.folds = 0;
    if (lathe_train(&o, NULL, NULL, NULL, &err))
        fail_msg("%s", err.msg);
    e.model = model;
    e.data = part;
    if (lathe_evaluate(&e, NULL, NULL, &json, &err))
        fail_msg("%s", err.msg);
    assert_int_equal(lathe_json_parse(&v, json.s, json.len, NULL), 0);
    assert_int_equal(lathe_json_size(lathe_json_get(v, "metrics")),
                     f->figures);
    for (size_t i = 0; i < f->figures; i++) {
        double want = lathe_json_as_double(
            lathe_json_get(lathe_json_get(v, "metrics"), f->figure[i].name),
            NAN);

        if (f->figure[i].metric.value != want)
            fail_msg("%s is %.17g, not %.17g", f->figure[i].name,
                     f->figure[i].metric.value, want);
    }
    lathe_json_free(v);
    lathe_buf_release(&json);
}

static void a_fold_comes_to_what_train_and_evaluate_come_to(void **state)
{
    (void)state;
    for (int classify = 0; classify < 2; classify++) {
        struct lathe_train_opts o = options();
        struct lathe_foldset_opts so = set_options();
        struct lathe_crossval c = {0};
        struct lathe_foldset s = {0};
        struct lathe_err err = {0};

        make_all(classify);
        if (lathe_crossval_run(&c, &o, NULL, NULL, &err))
            fail_msg("%s", err.msg);
        assert_int_equal(lathe_foldset_load(&s, &so, NULL, NULL), 0);
        for (int f = 0; f < FOLDS; f++) {
            make_part(&s, f, classify);
            expect_figures(&c.fold[f]);
        }
        lathe_foldset_release(&s);
        lathe_crossval_release(&c);
    }
}

/* ---- the whole ---------------------------------------------------------- */

static void folds_json(const struct lathe_train_opts *o, struct lathe_buf *out)
{
    struct lathe_err err = {0};

    if (lathe_train(o, NULL, NULL, out, &err))
        fail_msg("%s", err.msg);
}

static void any_number_of_threads_comes_to_the_same(void **state)
{
    struct lathe_train_opts o = options();
    struct lathe_buf one = {0};

    (void)state;
    make_all(true);
    o.groups = "place";
    folds_json(&o, &one);
    for (o.threads = 2; o.threads <= 9; o.threads += o.threads) {
        struct lathe_buf more = {0};

        folds_json(&o, &more);
        assert_string_equal(one.s, more.s);
        lathe_buf_release(&more);
    }
    lathe_buf_release(&one);
}

static void rows_that_take_too_much_memory_are_refused(void **state)
{
    struct lathe_foldset_opts o = set_options();
    struct lathe_foldset s = {0};
    struct lathe_err err = {0};

    (void)state;
    make_all(true);
    o.side = 4;
    assert_int_equal(lathe_foldset_load(&s, &o, NULL, NULL), 0);
    assert_int_equal(s.side, 4);
    lathe_foldset_release(&s);
    o.memory_bytes = 80000;    /* for two at once */
    assert_int_equal(lathe_foldset_load(&s, &o, NULL, NULL), 0);
    assert_in_range(s.side, 1, 3);
    lathe_foldset_release(&s);
    o.all = true;
    assert_int_equal(lathe_foldset_load(&s, &o, NULL, &err), LATHE_EARG);
    o.all = false;
    o.memory_bytes = 1000;
    assert_int_equal(lathe_foldset_load(&s, &o, NULL, &err), LATHE_EARG);
    assert_non_null(strstr(err.msg, "folds need all rows in memory, "));
    assert_non_null(strstr(err.msg, " bytes; 1000 are allowed"));
}

/* A copy of the dataset that says that it was split by groups. */
static void copy_without_groups(void)
{
    struct lathe_dataset d;
    struct lathe_dataset_writer w = {0};
    struct lathe_rows rows = {0};

    assert_int_equal(lathe_dataset_open(&d, set, NULL, NULL), 0);
    assert_int_equal(lathe_rows_init(&rows, &d.schema, ROWS, NULL), 0);
    assert_int_equal(lathe_dataset_create(&w, part, &d.schema, d.rows, NULL, NULL),
                     0);
    for (int k = 0; k < LATHE_SPLITS; k++) {
        assert_int_equal(lathe_dataset_read(&d, (enum lathe_split)k, 0,
                                            (size_t)d.rows[k], &rows, NULL),
                         0);
        assert_int_equal(lathe_dataset_append(&w, (enum lathe_split)k, &rows,
                                              NULL), 0);
    }
    assert_int_equal(
        lathe_dataset_commit(&w, &d.schema, "{\"options\": "
                             "{\"split_by\": \"group:who\"}}", NULL, NULL,
                             NULL), 0);
    lathe_dataset_writer_release(&w);
    lathe_rows_release(&rows);
    lathe_dataset_release(&d);
}

static void groups_that_a_dataset_does_not_keep_are_asked_for(void **state)
{
    struct lathe_train_opts o = options();
    struct lathe_err err = {0};

    (void)state;
    make_all(true);
    copy_without_groups();
    o.data = part;
    assert_int_equal(lathe_train(&o, NULL, NULL, NULL, &err), LATHE_EDATA);
    assert_non_null(strstr(err.msg, "part.h5' was split by group:who, and does "
                           "not keep which rows belong together; preprocess "
                           "it again, or say --groups COLUMN"));
    o.groups = "who";           /* a column of the dataset */
    assert_int_equal(lathe_train(&o, NULL, NULL, NULL, &err), 0);
}

static void a_spread_has_the_divisor_of_a_sample(void **state)
{
    const double v[] = { 2, NAN, 4, 9 };
    struct lathe_spread s = lathe_crossval_spread(v, 4);

    (void)state;
    assert_int_equal(s.n, 3);
    assert_true(s.mean == 5 && s.least == 2 && s.most == 9);
    assert_true(fabs(s.sd - sqrt(13)) < 1e-15);
    s = lathe_crossval_spread(v, 2);
    assert_true(s.mean == 2 && isnan(s.sd));
    s = lathe_crossval_spread(v + 1, 1);
    assert_true(isnan(s.mean) && s.n == 0);
}

static bool stop_later(void *ctx)
{
    return ++*(int *)ctx > 40;
}

static void the_host_can_stop_it_within_a_fold(void **state)
{
    struct lathe_train_opts o = options();
    int asked = 0;
    struct lathe_host host = { .stop = stop_later, .ctx = &asked };
    struct lathe_err err = {0};

    (void)state;
    make_all(true);
    assert_int_equal(lathe_train(&o, &host, NULL, NULL, &err), LATHE_ESTOPPED);
    if (strncmp(err.msg, "fold 1: stopped in epoch ", 25) != 0)
        fail_msg("%s", err.msg);
}

/* An option that no row of one fold can bear: the first fold says so. */
static void of_several_failures_the_first_fold_is_told(void **state)
{
    struct lathe_train_opts o = options();
    struct lathe_err err = {0};

    (void)state;
    make_all(false);
    o.optimizer = "sgd";
    o.lr = 1e6;
    for (o.threads = 1; o.threads <= 4; o.threads++) {
        assert_int_equal(lathe_train(&o, NULL, NULL, NULL, &err),
                         LATHE_EDIVERGED);
        assert_int_equal(strncmp(err.msg, "fold 1: training diverged", 25), 0);
    }
}

/* ---- in a search -------------------------------------------------------- */

/* What fold 1 comes to in `n` rungs. */
static struct lathe_foldrun run_rungs(struct lathe_foldruns *r,
                                      const struct lathe_train_opts *o,
                                      const int *share, size_t n)
{
    struct lathe_foldrun run = {0};
    struct lathe_err err = {0};

    for (size_t i = 0; i < n; i++)
        if (lathe_foldruns_run(r, &run, 1, o, "macro_f1", share[i], &err))
            fail_msg("%s", err.msg);
    assert_null(run.session);   /* it has come to its end */
    assert_true(run.ended && !run.diverged);
    return run;
}

/* A net with all that a step changes: also what lies beside the weights. */
static void rungs_come_to_what_one_run_comes_to(void **state)
{
    static const int rungs[] = { 9, 3, 1 };
    struct lathe_foldset_opts so = set_options();
    struct lathe_train_opts o = options();
    struct lathe_foldruns r;
    struct lathe_foldrun whole, some;

    (void)state;
    make_all(true);
    so.all = true;
    o.layers = "dense 8, batchnorm, relu, dropout 0.2";
    o.lr = 0.05;
    o.patience = 0;
    assert_int_equal(lathe_foldruns_init(&r, &so, NULL, NULL), 0);
    whole = run_rungs(&r, &o, rungs + 2, 1);
    assert_int_equal(whole.epochs, 30);
    some = run_rungs(&r, &o, rungs, 3);
    assert_true(whole.figure == some.figure);
    assert_int_equal(whole.best_epoch, some.best_epoch);
    assert_int_equal(r.bytes, 0);
    r.most_bytes = 0;           /* no paused run is kept */
    some = run_rungs(&r, &o, rungs, 3);
    assert_true(whole.figure == some.figure);
    o.lr = 0.01;
    some = run_rungs(&r, &o, rungs, 3);
    assert_true(whole.figure != some.figure);
    lathe_foldruns_release(&r);
}

static void a_paused_run_is_judged_by_its_best_weights(void **state)
{
    struct lathe_foldset_opts so = set_options();
    struct lathe_train_opts o = options();
    struct lathe_foldruns r;
    struct lathe_foldrun paused = {0}, ended = {0};

    (void)state;
    make_all(true);
    so.all = true;
    o.lr = 0.3;                 /* the best of ten is not the last */
    o.patience = 0;
    o.schedule = "constant";
    assert_int_equal(lathe_foldruns_init(&r, &so, NULL, NULL), 0);
    assert_int_equal(lathe_foldruns_run(&r, &paused, 0, &o, "loss", 3, NULL),
                     0);
    assert_true(!paused.ended && paused.session && r.bytes > 0);
    assert_true(paused.best_epoch < paused.epochs);
    o.epochs = 10;
    assert_int_equal(lathe_foldruns_run(&r, &ended, 0, &o, "loss", 1, NULL),
                     0);
    assert_int_equal(paused.epochs, ended.epochs);
    assert_true(paused.figure == ended.figure);
    lathe_foldruns_drop(&r, &paused);
    assert_int_equal(r.bytes, 0);
    lathe_foldruns_release(&r);
}

static void a_search_is_the_same_for_any_number_of_threads(void **state)
{
    struct lathe_tune_opts o = lathe_tune_defaults();
    struct lathe_buf one = {0};
    struct lathe_err err = {0};

    (void)state;
    make_all(false);
    o.data = set;
    o.output = model;
    o.search = "hidden=300|8,300 lr=log:1e-3..1e-1 epochs=9";
    o.metric = "mae";
    o.trials = 5;
    o.folds = 3;
    for (o.threads = 1; o.threads <= 7; o.threads += 3) {
        char *bytes;
        size_t n;

        if (lathe_tune(&o, NULL, NULL, NULL, &err))
            fail_msg("%s", err.msg);
        assert_int_equal(lathe_file_read(model, 1 << 24, &bytes, &n, NULL), 0);
        if (one.s) {
            assert_int_equal(one.len, n);
            assert_memory_equal(one.s, bytes, n);
        }
        lathe_buf_clear(&one);
        lathe_buf_add(&one, bytes, n);
        lathe_free(bytes);
    }
    lathe_buf_release(&one);
}

static void a_search_survives_every_failed_allocation(void **state)
{
    struct lathe_tune_opts o = lathe_tune_defaults();

    (void)state;
    make_all(true);
    o.data = set;
    o.output = model;
    o.search = "hidden=2|3 epochs=2";
    o.trials = 3;
    o.folds = 2;
    o.groups = "who";
    o.threads = 1;
    sample_survives(NULL, &o, 100, 23);
}

static void it_survives_every_failed_allocation(void **state)
{
    struct lathe_train_opts o = options();

    (void)state;
    make_all(true);
    o.folds = 2;
    o.epochs = 1;
    o.groups = "n";
    sample_survives(&o, NULL, 200, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fold_is_fitted_as_its_training_rows_alone_would_be),
        cmocka_unit_test(a_fold_comes_to_what_train_and_evaluate_come_to),
        cmocka_unit_test(any_number_of_threads_comes_to_the_same),
        cmocka_unit_test(rows_that_take_too_much_memory_are_refused),
        cmocka_unit_test(groups_that_a_dataset_does_not_keep_are_asked_for),
        cmocka_unit_test(a_spread_has_the_divisor_of_a_sample),
        cmocka_unit_test(the_host_can_stop_it_within_a_fold),
        cmocka_unit_test(of_several_failures_the_first_fold_is_told),
        cmocka_unit_test(rungs_come_to_what_one_run_comes_to),
        cmocka_unit_test(a_paused_run_is_judged_by_its_best_weights),
        cmocka_unit_test(a_search_is_the_same_for_any_number_of_threads),
        cmocka_unit_test(a_search_survives_every_failed_allocation),
        cmocka_unit_test(it_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, set_up, sample_remove_dir);
}
