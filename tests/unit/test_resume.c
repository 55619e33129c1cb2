#include "unit.h"

#include "base/json.h"
#include "base/rng.h"
#include "sample_run.h"
#include "sample_session.h"
#include "store/store.h"
#include "train/identity.h"

#include <math.h>

static char data[64], pictures[64], out[64], want[64], ck[64], log_[64];

/* 125 pictures of 6x6: bright on the left, on the right or, of every fifth,
 * in both. */
static void make_pictures(void)
{
    struct lathe_rng r = lathe_rng_stream(2, LATHE_RNG_TEST, 0, 0);
    struct lathe_preprocess_opts o = lathe_preprocess_defaults();
    struct lathe_buf b = {0};

    for (int j = 0; j < 36; j++)
        lathe_buf_printf(&b, "p%d,", j + 1);
    lathe_buf_puts(&b, "y\n");
    for (int i = 0; i < 125; i++) {
        int k = i % 5 == 0 ? 3 : 1 + i % 2;
        for (int j = 0; j < 36; j++)
            lathe_buf_printf(&b, "%d,", (int)lathe_rng_below(&r, 120) +
                                            (k & (j % 6 < 3 ? 1 : 2)
                                                 ? 100 : 0));
        lathe_buf_printf(&b, "k%d\n", k);
    }
    o.image = "1x6x6";
    sample_dataset(&b, pictures, o);
}

/* 250 rows of two numbers and a category. */
static int make_data(void **state)
{
    struct lathe_rng r = lathe_rng_stream(1, LATHE_RNG_TEST, 0, 0);
    struct lathe_buf b = {0};

    (void)state;
    if (!mkdtemp(sample_dir))
        return -1;
    sample_path(data, "data.h5");
    sample_path(pictures, "pictures.h5");
    sample_path(out, "out.h5");
    sample_path(want, "want.h5");
    sample_path(ck, "ck.h5");
    sample_path(log_, "log.jsonl");
    lathe_buf_puts(&b, "a,b,g,y\n");
    for (int i = 0; i < 250; i++) {
        double x = lathe_rng_normal(&r), y = lathe_rng_normal(&r);
        unsigned g = (unsigned)lathe_rng_below(&r, 3);
        lathe_buf_printf(&b, "%.4f,%.4f,%c,%s\n", x, y, 'p' + (int)g,
                         x * y + g > 0.7 ? "yes" : "no");
    }
    sample_dataset(&b, data, lathe_preprocess_defaults());
    make_pictures();
    return 0;
}

/* 200 training rows in batches of 64: 4 an epoch, the last of 8 rows. */
static struct lathe_train_opts options(void)
{
    struct lathe_train_opts o = lathe_train_defaults();

    o.data = data;
    o.output = want;
    o.model = "mlp:8";
    o.dropout = 0.2;
    o.batch = "64";
    o.epochs = 5;
    o.patience = 0;
    o.threads = 1;
    o.schedule = "plateau:1,0.5";
    return o;
}

/* Lets so many batches run. */
static bool stop_after(void *ctx)
{
    int *left = ctx;

    return --*left <= 0;
}

/* Trains until `batches` are done; more than there are: to the end. */
static enum lathe_code train_some(struct lathe_train_opts *o, int batches)
{
    struct lathe_host host = { .stop = stop_after, .ctx = &batches };
    struct lathe_err err = {0};
    enum lathe_code rc = lathe_train(o, &host, NULL, NULL, &err);

    if (rc && rc != LATHE_ESTOPPED)
        fail_msg("%s", err.msg);
    return rc;
}

static void stopped_after_any_batch_it_comes_to_the_same_model(void **state)
{
    static const char *const optimizers[] = { "adam", "momentum", "adagrad",
                                              "sgd" };
    struct lathe_train_opts o = options();
    int stops = 0;

    (void)state;
    for (size_t k = 0; k < 4; k++) {
        o = options();
        o.optimizer = optimizers[k];
        o.oversample = k == 1;
        sample_train(&o, LATHE_OK);
        o.output = out;
        o.checkpoint = ck;
        o.resume = true;
        for (int batches = 1; batches <= 20; batches++, stops++) {
            unlink(out);
            o.threads = 1;
            assert_int_equal(train_some(&o, batches), LATHE_ESTOPPED);
            assert_int_equal(access(out, F_OK), -1);
            o.threads = 3;
            sample_train(&o, LATHE_OK);
            sample_same_files(out, want);
            assert_int_equal(access(ck, F_OK), -1);
        }
    }
    assert_true(stops >= 80);
}

/* Stops after some of its batches, first and last of epochs among them; goes
 * on with other threads. */
static void stop_and_compare(struct lathe_train_opts o, int all)
{
    sample_train(&o, LATHE_OK);
    o.output = out;
    o.checkpoint = ck;
    o.resume = true;
    for (int batches = 1; batches <= all; batches += batches < 4 ? 1 : 5) {
        unlink(out);
        o.threads = 2;
        assert_int_equal(train_some(&o, batches), LATHE_ESTOPPED);
        o.threads = 3;
        sample_train(&o, LATHE_OK);
        sample_same_files(out, want);
    }
}

/* Whatever a run draws or gathers on its way: places that are dropped, changes
 * of pictures, rows repeated of small classes, running statistics, the rate
 * of a schedule over all steps. */
static void what_a_run_has_gathered_is_there_again(void **state)
{
    static const char *const layers[] = {
        "conv 4 3x3, batchnorm, relu, maxpool 2, dropout 0.3, dense 6, "
        "batchnorm momentum 0.3, tanh",
        "res(conv 1 3x3 pad same, batchnorm, relu), dropout 0.2, layernorm, "
        "dense 5, relu",
    };
    static const char *const augment[] = {
        "flip,crop:1,rotate:20,brightness:0.2,contrast:0.2,cutout:2",
        "shift:1,mixup:0.4" };
    static const char *const schedules[] = { "onecycle", "step:2,0.5" };

    (void)state;
    for (int k = 0; k < 2; k++) {
        struct lathe_train_opts o = options();

        o.data = pictures;
        o.layers = layers[k];
        o.dropout = 0;
        o.augment = augment[k];
        o.schedule = schedules[k];
        o.oversample = k == 0;
        o.class_weight = k == 1 ? "balanced" : NULL;
        o.optimizer = k ? "nesterov" : "adamw";
        o.clip_norm = 1;
        o.warmup = 3;
        o.label_smoothing = 0.1;
        o.monitor = k ? "accuracy" : "loss";
        o.batch = "16";
        o.epochs = 3;
        stop_and_compare(o, k ? 20 : 23);
    }
}

/* Of a warm start, with a batchnorm that stands still and one that moves. */
static void a_warm_start_goes_on_too(void **state)
{
    struct lathe_train_opts o = options();
    char parent[64];

    (void)state;
    sample_path(parent, "parent.h5");
    o.output = parent;
    o.layers = "dense 6, batchnorm, relu, dense 5, batchnorm, relu";
    o.dropout = 0;
    o.epochs = 2;
    sample_train(&o, LATHE_OK);
    o = options();
    o.model = lathe_train_defaults().model;
    o.dropout = 0;
    o.init = parent;
    o.freeze = "1-3";
    o.new_head = true;
    stop_and_compare(o, 20);
}

static void a_run_may_be_stopped_after_every_batch(void **state)
{
    struct lathe_train_opts o = options();
    int stops = 0;

    (void)state;
    sample_train(&o, LATHE_OK);
    o.output = out;
    o.checkpoint = ck;
    o.resume = true;
    while (train_some(&o, 1) == LATHE_ESTOPPED)
        stops++;
    assert_int_equal(stops, 20);
    sample_same_files(out, want);
}

static void a_log_goes_on_where_the_checkpoint_was_written(void **state)
{
    struct lathe_train_opts o = options();
    struct lathe_json *doc = NULL;
    char *text, *line, *end;
    size_t n;
    int lines = 0;
    FILE *f;

    (void)state;
    o.output = out;
    o.checkpoint = ck;
    o.log = log_;
    o.resume = true;
    assert_int_equal(train_some(&o, 10), LATHE_ESTOPPED);
    f = fopen(log_, "a");       /* of epochs that a killed run had done */
    fputs("{\"epoch\":3}\n{\"epo", f);
    fclose(f);
    sample_train(&o, LATHE_OK);
    assert_int_equal(lathe_file_read(log_, 1 << 20, &text, &n, NULL), 0);
    for (line = text; (end = strchr(line, '\n')); line = end + 1) {
        assert_int_equal(lathe_json_parse(&doc, line, (size_t)(end - line),
                                          NULL), 0);
        assert_int_equal(lathe_json_as_int(lathe_json_get(doc, "epoch"), 0),
                         ++lines);
        assert_true(lathe_json_as_double(lathe_json_get(doc, "grad_norm"),
                                         0) > 0);
        lathe_json_free(doc);
    }
    assert_int_equal(lines, 5);
    assert_true(*line == '\0');
    lathe_free(text);
}

/* patience 3, and what counts is a rise of the watched figure by 0.1. */
static void patience_counts_from_the_last_that_was_better_by_enough(
    void **state)
{
    static const double seen[] = { 0.5, 0.55, 0.62, 0.7, 0.71, 0.705, 0.79,
                                   (double)NAN };
    static const int best[] = { 1, 2, 3, 4, 5, 5, 7, 7 };
    static const int marked[] = { 1, 1, 3, 3, 3, 3, 7, 7 };
    struct lathe_monitor m = { .name = "f1", .more = true };
    struct lathe_feed none = {0};
    struct lathe_loop l = { .monitor = &m, .valid = &none,
                            .min_delta = 0.1 };

    (void)state;
    for (int i = 0; i < 8; i++) {
        struct lathe_epoch e = { .epoch = i + 1, .watched = seen[i] };

        assert_int_equal(lathe_loop_remember(&l, &e, NULL), 0);
        assert_int_equal(l.best.epoch, best[i]);
        assert_int_equal(l.marked.epoch, marked[i]);
        assert_int_equal(e.best, best[i] == i + 1);
    }
    assert_int_equal(l.epochs_done, 8);
    lathe_loop_release(&l);
    m.more = false;
    assert_true(lathe_monitor_better(&m, 0.1, 0.3, 0.1));
    assert_false(lathe_monitor_better(&m, 0.1, 0.15, 0.1));
    assert_true(lathe_monitor_better(&m, 0.1, NAN, 0.1));
    assert_false(lathe_monitor_better(&m, NAN, 0.1, 0));
}

static void a_checkpoint_of_another_run_is_refused(void **state)
{
    struct lathe_train_opts o = options();
    struct lathe_err err = {0};

    (void)state;
    unlink(out);
    o.output = out;
    o.checkpoint = ck;
    o.resume = true;
    assert_int_equal(train_some(&o, 3), LATHE_ESTOPPED);
    o.l2 = 0.5;
    assert_int_equal(lathe_train(&o, NULL, NULL, NULL, &err), LATHE_EDATA);
    assert_non_null(strstr(err.msg, "--l2 was 0 and is 0.5; remove it"));
    o.l2 = 0;
    o.class_weight = "balanced";
    assert_int_equal(lathe_train(&o, NULL, NULL, NULL, &err), LATHE_EDATA);
    assert_non_null(strstr(err.msg, "--class-weight was not given and is "
                                    "'balanced'"));
    o.class_weight = NULL;
    o.time_limit_s = 1000;      /* a matter of patience, not of results */
    o.threads = 2;
    sample_train(&o, LATHE_OK);
    assert_int_equal(access(out, F_OK), 0);
}

/* It would diverge again from there, but what it came to is not thrown away
 * on anybody's behalf. */
static void the_last_good_checkpoint_of_a_diverged_run_stands(void **state)
{
    struct lathe_train_opts o = options();
    struct lathe_store *s = NULL;

    (void)state;
    o.output = out;
    o.checkpoint = ck;
    o.checkpoint_every = 1;
    o.optimizer = "sgd";
    o.loss = NULL;
    o.lr = 1e6;
    o.l2 = 1e6;
    o.epochs = 50;
    sample_train(&o, LATHE_EDIVERGED);
    assert_int_equal(lathe_store_open(&s, ck, LATHE_STORE_CHECKPOINT, NULL,
                                      NULL), LATHE_OK);
    lathe_store_free(s);
    o.resume = true;
    sample_train(&o, LATHE_EDIVERGED);
    unlink(ck);
}

/* The checkpoint `ck` with `from` in its meta replaced. */
static void forge(const char *from, const char *to)
{
    struct lathe_store *s = NULL;
    struct lathe_store_writer *w = NULL;
    struct lathe_buf meta = {0};
    static const char *const names[] = { "params", "kept", "moment/0",
                                         "moment/1" };
    char *text, *at;
    float *v;
    size_t n;
    struct lathe_array a;

    assert_int_equal(lathe_store_open(&s, ck, LATHE_STORE_CHECKPOINT, NULL,
                                      NULL), 0);
    assert_int_equal(lathe_store_writer_new(&w, LATHE_STORE_CHECKPOINT, ck,
                                            NULL), 0);
    assert_int_equal(lathe_store_get_text(s, "meta", &text, &n, NULL), 0);
    at = strstr(text, from);
    assert_non_null(at);
    lathe_buf_add(&meta, text, (size_t)(at - text));
    lathe_buf_puts(&meta, to);
    lathe_buf_puts(&meta, at + strlen(from));
    assert_int_equal(lathe_store_add_text(w, "meta", meta.s, meta.len, NULL),
                     0);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(lathe_store_find(s, names[i], &a, NULL), 0);
        assert_int_equal(lathe_store_get(s, names[i], a.type, a.count, &v,
                                         NULL), 0);
        assert_int_equal(lathe_store_add(w, names[i], a.type, 1, a.dim, v,
                                         NULL), 0);
        lathe_free(v);
    }
    assert_int_equal(lathe_store_commit(w, NULL, NULL, NULL), 0);
    lathe_store_writer_free(w);
    lathe_store_free(s);
    lathe_buf_release(&meta);
    lathe_free(text);
}

static void figures_that_make_no_sense_are_refused(void **state)
{
    static const char *const forged[][2] = {
        { "\"epochs_done\": 0", "\"epochs_done\": -1" },
        { "\"epochs_done\": 0", "\"epochs_done\": 5" },
        { "\"epochs_done\": 0", "\"epochs_done\": 2.5" },
        { "\"epochs_done\": 0", "\"epochs_done\": 3" },
        { "\"batch\": 3", "\"batch\": -3" },
        { "\"rows\": 192", "\"rows\": 201" },
        { "\"rows\": 192", "\"rows\": null" },
        { "\"step\": 3", "\"step\": \"3\"" },
        { "\"step\": 3", "\"step\": 4" },
        { "\"batch\": 3", "\"batch\": 9007199254740991" },
        { "\"waited\": 0", "\"waited\": 1" },
        { "\"state\":", "\"stale\":" },
        { "\"run\":", "\"ran\":" },
    };
    struct lathe_train_opts o = options();
    struct lathe_err err = {0};

    (void)state;
    o.output = out;
    o.checkpoint = ck;
    for (size_t i = 0; i < sizeof(forged) / sizeof(forged[0]); i++) {
        o.resume = false;
        assert_int_equal(train_some(&o, 3), LATHE_ESTOPPED);
        forge(forged[i][0], forged[i][1]);
        o.resume = true;
        if (lathe_train(&o, NULL, NULL, NULL, &err) != LATHE_EDATA)
            fail_msg("%s: \"%s\"", forged[i][1], err.msg);
        assert_non_null(strstr(err.msg, ck));
    }
}

/* Written by the version that had them first: what it says of run and weights
 * is understood, and training goes on from there. */
static void the_golden_checkpoint_is_read(void **state)
{
    static const float params[] = { -0.123080239f, -0.0540953428f,
                                    -0.498743474f, -0.806738973f };
    struct sample_session s;
    struct lathe_loop *l = &s.session.loop;
    struct lathe_checkpoint c = { .path = "tests/golden/checkpoint-1.h5",
                                  .run = SAMPLE_RUN, .loop = l };
    struct lathe_err err = {0};
    uint64_t log_bytes;
    bool found;

    (void)state;
    assert_int_equal(sample_session_init(&s, &err), 0);
    if (lathe_checkpoint_load(&c, &found, &log_bytes, &err))
        fail_msg("%s", err.msg);
    assert_true(found && l->resumed);
    assert_int_equal(log_bytes, 77);
    assert_int_equal(l->at.epoch, 2);
    assert_int_equal(l->at.batch, 2);
    assert_int_equal(l->at.sum.rows, 8);
    assert_true(l->at.sum.loss == 3.465109631419182);
    assert_int_equal(l->optimiser->step, 8);
    assert_int_equal(l->epochs_done, 2);
    assert_int_equal(l->best.epoch, 1);
    assert_true(l->history[0].valid_loss == 0.10304576525231823);
    assert_true(l->history[1].loss == 0.69877048612882697);
    assert_true(l->schedule.reached == 0.5);
    for (size_t i = 0; i < 4; i++)
        assert_true(s.session.work.params[i] == (real)params[i]);
    assert_int_equal(lathe_loop_run(l, &err), 0);
    assert_int_equal(l->last.epoch, 3);
    assert_int_equal(l->last.step, 9);
    sample_session_release(&s);
}

static void resuming_survives_every_failed_allocation(void **state)
{
    struct lathe_train_opts o = options();
    struct lathe_err err = {0};

    (void)state;
    o.output = out;
    o.checkpoint = ck;
    o.resume = o.if_changed = true;
    unlink(out);
    unlink(ck);
    for (long n = 0;; n++) {
        enum lathe_code rc;

        if (access(ck, F_OK) != 0)
            assert_int_equal(train_some(&o, 18), LATHE_ESTOPPED);
        lathe_alloc_fail_after(n);
        rc = lathe_train(&o, NULL, NULL, NULL, &err);
        lathe_alloc_fail_after(-1);
        if (rc == LATHE_OK)
            break;
        if (rc != LATHE_ENOMEM)
            fail_msg("after %ld: code %d \"%s\"", n, (int)rc, err.msg);
    }
    o = options();
    sample_train(&o, LATHE_OK);
    sample_same_files(out, want);
}

static void differences_name_options_on_either_side(void **state)
{
    static const char a[] = "{\"version\":\"1\",\"seed\":1,\"options\":"
                            "{\"lr\":0.5,\"old\":true,\"none\":null}}";
    static const char b[] = "{\"version\":\"2\",\"seed\":1,\"options\":"
                            "{\"lr\":0.5,\"new_one\":\"x\"}}";
    struct lathe_json *was, *is;
    struct lathe_buf text = {0};

    (void)state;
    assert_int_equal(lathe_json_parse(&was, a, strlen(a), NULL), 0);
    assert_int_equal(lathe_json_parse(&is, b, strlen(b), NULL), 0);
    assert_int_equal(lathe_identity_differences(&text, was, is, NULL), 0);
    assert_string_equal(text.s, "lathe was 1 and is 2, --old was true and is "
                                "not given, --new-one was not given and is "
                                "'x'");
    lathe_buf_clear(&text);
    assert_int_equal(lathe_identity_differences(&text, was, was, NULL), 0);
    assert_int_equal(text.len, 0);
    lathe_buf_release(&text);
    lathe_json_free(was);
    lathe_json_free(is);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stopped_after_any_batch_it_comes_to_the_same_model),
        cmocka_unit_test(what_a_run_has_gathered_is_there_again),
        cmocka_unit_test(a_warm_start_goes_on_too),
        cmocka_unit_test(a_run_may_be_stopped_after_every_batch),
        cmocka_unit_test(a_log_goes_on_where_the_checkpoint_was_written),
        cmocka_unit_test(
            patience_counts_from_the_last_that_was_better_by_enough),
        cmocka_unit_test(a_checkpoint_of_another_run_is_refused),
        cmocka_unit_test(the_last_good_checkpoint_of_a_diverged_run_stands),
        cmocka_unit_test(figures_that_make_no_sense_are_refused),
        cmocka_unit_test(differences_name_options_on_either_side),
        cmocka_unit_test(the_golden_checkpoint_is_read),
        cmocka_unit_test(resuming_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, make_data, sample_remove_dir);
}
