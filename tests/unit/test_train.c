#include "unit.h"

#include "base/json.h"
#include "base/rng.h"
#include "sample_run.h"
#include "train/data.h"
#include "train/feed.h"
#include "train/loop.h"
#include "train/settings.h"

#include <math.h>

static char table[64], pictures[64], prices[64], unsplit[64], out[64], log_[64];

/* ---- data --------------------------------------------------------------- */

static void preprocess(struct lathe_buf *csv, const char *to,
                       const char *image, const char *split)
{
    struct lathe_preprocess_opts o = lathe_preprocess_defaults();

    o.image = image;
    if (split)
        o.split = split;
    sample_dataset(csv, to, o);
}

/* 600 rows: whether the signs of a and b are equal, turned around in group
 * "z". */
static void make_table(const char *to, const char *split)
{
    struct lathe_rng r = lathe_rng_stream(1, LATHE_RNG_TEST, 0, 0);
    struct lathe_buf b = {0};

    lathe_buf_puts(&b, "a,b,group,y\n");
    for (int i = 0; i < 600; i++) {
        double x = lathe_rng_normal(&r), y = lathe_rng_normal(&r);
        unsigned g = (unsigned)lathe_rng_below(&r, 3);
        bool yes = ((x > 0) == (y > 0)) != (g == 2);
        lathe_buf_printf(&b, "%.4f,%.4f,%c,%s\n", x, y, 'x' + (int)g,
                         yes ? "yes" : "no");
    }
    preprocess(&b, to, NULL, split);
}

/* 300 pictures of 8x8: a bright square in one of three places. */
static void make_pictures(const char *to)
{
    struct lathe_rng r = lathe_rng_stream(2, LATHE_RNG_TEST, 0, 0);
    struct lathe_buf b = {0};

    for (int j = 0; j < 64; j++)
        lathe_buf_printf(&b, "p%d,", j + 1);
    lathe_buf_puts(&b, "y\n");
    for (int i = 0; i < 300; i++) {
        int k = (int)lathe_rng_below(&r, 3);
        for (int j = 0; j < 64; j++) {
            bool in = j / 8 >= 2 * k && j / 8 < 2 * k + 3 && j % 8 < 4;
            lathe_buf_printf(&b, "%d,", (int)lathe_rng_below(&r, 120) +
                                            (in ? 100 : 0));
        }
        lathe_buf_printf(&b, "k%d\n", k);
    }
    preprocess(&b, to, "1x8x8", NULL);
}

/* 400 rows: y = 100 + 30 a - 20 b. */
static void make_prices(const char *to)
{
    struct lathe_rng r = lathe_rng_stream(3, LATHE_RNG_TEST, 0, 0);
    struct lathe_buf b = {0};

    lathe_buf_puts(&b, "a,b,y\n");
    for (int i = 0; i < 400; i++) {
        double x = lathe_rng_normal(&r), y = lathe_rng_normal(&r);
        lathe_buf_printf(&b, "%.5f,%.5f,%.5f\n", x, y, 100 + 30 * x - 20 * y);
    }
    preprocess(&b, to, NULL, NULL);
}

static int make_all(void **state)
{
    (void)state;
    if (!mkdtemp(sample_dir))
        return -1;
    sample_path(table, "table.h5");
    sample_path(pictures, "pictures.h5");
    sample_path(prices, "prices.h5");
    sample_path(unsplit, "unsplit.h5");
    sample_path(out, "model.h5");
    sample_path(log_, "log.jsonl");
    make_table(table, NULL);
    make_table(unsplit, "0.9,0,0.1");
    make_pictures(pictures);
    make_prices(prices);
    return 0;
}

static struct lathe_train_opts options(const char *data)
{
    struct lathe_train_opts o = lathe_train_defaults();

    o.data = data;
    o.output = out;
    o.model = "mlp:16,8";
    o.lr = 0.01;
    o.batch = "32";
    o.epochs = 40;
    o.patience = 10;
    o.threads = 1;
    unlink(out);
    return o;
}

/* Trains and gives a number out of the JSON report. */
static double train(const struct lathe_train_opts *o, const char *group,
                    const char *key)
{
    struct lathe_buf json = {0};
    struct lathe_json *doc = NULL;
    struct lathe_err err = {0};
    const struct lathe_json *v;
    double number;

    if (lathe_train(o, NULL, NULL, &json, &err))
        fail_msg("%s", err.msg);
    assert_int_equal(lathe_json_parse(&doc, json.s, json.len, &err), 0);
    v = group ? lathe_json_get(doc, group) : doc;
    number = lathe_json_as_double(lathe_json_get(v, key), NAN);
    lathe_json_free(doc);
    lathe_buf_release(&json);
    return number;
}

/* ---- learning ----------------------------------------------------------- */

static void nets_learn(void **state)
{
    struct lathe_train_opts o = options(table);

    (void)state;
    assert_true(train(&o, "test", "accuracy") >= 0.9);
    o = options(pictures);
    o.layers = "conv 4 3x3, relu, maxpool 2, dense 8, relu";
    assert_true(train(&o, "test", "accuracy") >= 0.95);
    o = options(prices);
    o.model = "linear";
    o.lr = 0.05;
    assert_true(train(&o, "test", "rmse") < 0.5);
    o.batch = "full";
    o.optimizer = "momentum";
    o.epochs = 200;
    o.patience = 0;             /* it overshoots at first */
    assert_true(train(&o, "test", "rmse") < 1);
}

/* Each kind of layer, and each word that it takes, in one of these. */
static const char *const nets[] = {
    "conv 4 3x3, relu, maxpool 2, dense 8, relu",
    "conv 8 3x3 pad same, batchnorm, gelu, avgpool 2, flatten, dense 16, "
        "layernorm, silu",
    "conv 8 3x3 pad 1, res(conv 8 3x3 pad same groups 8, batchnorm, elu, "
        "conv 8 1x1), leakyrelu, maxpool 2 stride 1, dense 16, tanh",
    "conv 8 3x3 dilation 2, layernorm, sigmoid, dropout 0.1, "
        "conv 8 2x2 stride 2 groups 2, relu, dense 16, res(dense 16, elu)",
    "reshape 1x1x64, conv 16 8, relu, avgpool 2, dense 16, leakyrelu 0.1",
    "conv 16 3x3, relu, conv 16 3x3, gelu, maxpool global, dense 16, silu",
    "conv 16 3x3, relu, conv 16 3x3, relu, avgpool global, dense 16, relu",
    "conv 8 3x3, tanh, maxpool 2, dense 16, softmax, dense 16, relu",
};

enum { NETS = sizeof(nets) / sizeof(nets[0]) };

static void every_layer_learns(void **state)
{
    struct lathe_train_opts o = options(pictures);

    (void)state;
    for (size_t i = 0; i < NETS; i++) {
        double accuracy;

        o.layers = nets[i];
        accuracy = train(&o, "test", "accuracy");
        if (accuracy < 0.9)
            fail_msg("%s: accuracy %g", nets[i], accuracy);
    }
}

static void every_optimizer_learns(void **state)
{
    static const char *const names[] = { "sgd", "momentum", "nesterov",
                                         "adagrad", "rmsprop", "adam",
                                         "adamw" };
    (void)state;
    for (size_t i = 0; i < 7; i++) {
        struct lathe_train_opts o = options(prices);
        o.model = "linear";
        o.optimizer = names[i];
        o.lr = i == 3 ? 0.3 : 0.02;
        if (!(train(&o, "valid", "loss") < 0.05))
            fail_msg("%s does not", names[i]);
    }
}

static void the_best_weights_are_kept(void **state)
{
    struct lathe_train_opts o = options(table);
    struct lathe_json *doc = NULL;
    double kept, best = INFINITY;
    char *text = NULL, *line, *end;
    size_t n;
    int lines = 0;

    (void)state;
    o.log = log_;
    o.lr = 0.05;
    o.epochs = 60;
    o.patience = 3;
    kept = train(&o, "valid", "loss");
    assert_int_equal(lathe_file_read(log_, 1 << 20, &text, &n, NULL), 0);
    for (line = text; (end = strchr(line, '\n')); line = end + 1, lines++) {
        double v;
        assert_int_equal(lathe_json_parse(&doc, line, (size_t)(end - line),
                                          NULL), 0);
        v = lathe_json_as_double(lathe_json_get(doc, "valid_loss"), NAN);
        best = v < best ? v : best;
        assert_int_equal(lathe_json_as_int(lathe_json_get(doc, "epoch"), 0),
                         lines + 1);
        lathe_json_free(doc);
    }
    assert_true(lines > 3 && lines < o.epochs);
    assert_true(kept == best);
    lathe_free(text);
}

/* ---- the same bytes ----------------------------------------------------- */

/* Five times each. */
static void same_bytes(struct lathe_train_opts o)
{
    static const int threads[] = { 1, 2, 3, 8, 1, 2, 3, 8, 1, 2,
                                   3, 8, 1, 2, 3, 8, 1, 2, 3, 8 };
    char *first = NULL, *other = NULL;
    size_t n, m;

    for (size_t i = 0; i < sizeof(threads) / sizeof(threads[0]); i++) {
        o.threads = threads[i];
        train(&o, NULL, "epochs");
        assert_int_equal(lathe_file_read(out, 1 << 28, &other, &m, NULL), 0);
        if (!first) {
            first = other;
            n = m;
            continue;
        }
        assert_int_equal(m, n);
        assert_memory_equal(first, other, n);
        lathe_free(other);
    }
    lathe_free(first);
}

static void any_number_of_threads_gives_the_same_bytes(void **state)
{
    struct lathe_train_opts o = options(table);

    (void)state;
    o.epochs = 3;
    o.model = "mlp:256,128";    /* many tiles */
    o.dropout = 0.2;
    o.batch = "200";
    same_bytes(o);
    o = options(pictures);
    o.epochs = 2;
    o.layers = "conv 16 3x3 pad 1, relu, maxpool 2, conv 16 3x3, tanh, "
               "dropout 0.1, dense 64, relu";
    o.batch = "96";
    same_bytes(o);
    o.augment = "flip,crop:1,shift:1,rotate:10,brightness:0.1,contrast:0.1,"
                "cutout:2,mixup:0.2";
    o.oversample = true;
    same_bytes(o);
}

static void every_layer_gives_the_same_bytes(void **state)
{
    struct lathe_train_opts o = options(pictures);

    (void)state;
    o.epochs = 2;
    for (size_t i = 0; i < NETS; i++) {
        o.layers = nets[i];
        same_bytes(o);
    }
}

static void another_seed_gives_another_model(void **state)
{
    struct lathe_train_opts o = options(table);
    double a;

    (void)state;
    o.epochs = 1;
    a = train(&o, "valid", "loss");
    o.seed = 2;
    assert_true(a != train(&o, "valid", "loss"));
}

/* ---- ends --------------------------------------------------------------- */

static enum lathe_code try_train(const struct lathe_train_opts *o,
                                 const struct lathe_host *host,
                                 struct lathe_err *err)
{
    *err = (struct lathe_err){0};
    return lathe_train(o, host, NULL, NULL, err);
}

static void a_loss_that_is_not_finite_ends_training(void **state)
{
    struct lathe_train_opts o = options(prices);
    struct lathe_err err;

    (void)state;
    o.optimizer = "sgd";
    o.lr = 1e5;
    assert_int_equal(try_train(&o, NULL, &err), LATHE_EDIVERGED);
    assert_non_null(strstr(err.msg, "epoch 1, batch "));
    assert_int_equal(access(out, F_OK), -1);
}

struct talk {
    int notes, epochs, calls, stop_at;
    char note[200];
};

static void count_note(void *ctx, const char *line)
{
    struct talk *t = ctx;

    t->notes++;
    snprintf(t->note, sizeof(t->note), "%s", line);
}

static bool count_epochs(void *ctx, const struct lathe_progress *p)
{
    struct talk *t = ctx;

    t->calls++;
    t->epochs += p->epoch_done;
    assert_true(p->row <= p->rows && p->epoch <= p->epochs);
    return t->epochs != t->stop_at;
}

static void the_caller_can_stop(void **state)
{
    struct lathe_train_opts o = options(table);
    struct talk t = { .stop_at = 2 };
    struct lathe_host host = { .note = count_note, .progress = count_epochs,
                               .ctx = &t };
    struct lathe_err err;

    (void)state;
    assert_int_equal(try_train(&o, &host, &err), LATHE_ESTOPPED);
    assert_int_equal(t.epochs, 2);
    assert_int_equal(access(out, F_OK), -1);
}

static void without_validation_rows_all_epochs_are_run(void **state)
{
    struct lathe_train_opts o = options(unsplit);
    struct talk t = {0};
    struct lathe_host host = { .note = count_note, .progress = count_epochs,
                               .ctx = &t };
    struct lathe_err err;

    (void)state;
    t.stop_at = -1;
    o.epochs = 7;
    o.patience = 1;
    assert_int_equal(try_train(&o, &host, &err), LATHE_OK);
    assert_int_equal(t.epochs, 7);
    assert_non_null(strstr(t.note, "no validation rows"));
}

static void the_time_limit_keeps_the_best(void **state)
{
    struct lathe_train_opts o = options(table);

    (void)state;
    o.epochs = 1000000;
    o.patience = 0;
    o.time_limit_s = 0.05;
    assert_true(train(&o, NULL, "seconds") < 5);
    assert_int_equal(access(out, F_OK), 0);
}

/* ---- options ------------------------------------------------------------ */

static void assert_refused(const struct lathe_train_opts *o,
                           enum lathe_code code, const char *message)
{
    struct lathe_err err;
    enum lathe_code rc = try_train(o, NULL, &err);

    if (rc != code || !strstr(err.msg, message))
        fail_msg("code %d \"%s\", not %d \"%s\"", (int)rc, err.msg, (int)code,
                 message);
    assert_int_equal(access(out, F_OK), -1);
}

static void wrong_options_are_refused_with_a_sentence(void **state)
{
    const struct lathe_train_opts good = options(table);
    struct lathe_train_opts o;

    (void)state;
#define REFUSE(member, value, message)                                       \
    do {                                                                     \
        o = good;                                                            \
        o.member = value;                                                    \
        assert_refused(&o, LATHE_EARG, message);                             \
    } while (0)
    REFUSE(lr, NAN, "lr must be above 0 and at most 1e6, or 0 for the "
           "optimizer's own, got nan");
    REFUSE(lr, -1, "lr must be above 0 and at most 1e6, or 0 for the "
           "optimizer's own, got -1");
    REFUSE(momentum, 1, "momentum must be from 0 to below 1");
    REFUSE(momentum, 0.5, "momentum is of the optimizers momentum and "
                          "nesterov; adam takes none");
    REFUSE(freeze, "2", "freeze '2': the net has no such layer with weights");
    REFUSE(model, "mlp:3,,4", "model 'mlp:3,,4': a layer size is missing");
    REFUSE(model, "mlp:3,4,", "model 'mlp:3,4,': a layer size is missing");
    REFUSE(epochs, -1, "epochs must be at least 1, or 0");
    REFUSE(patience, -2, "patience must be at least 0, or -1");
    REFUSE(l1, -1, "l1 must be from 0 to 1e6");
    REFUSE(l2, NAN, "l2 must be from 0 to 1e6, got nan");
    REFUSE(dropout, 1, "dropout must be from 0 to below 1");
    REFUSE(batch, "0", "batch '0' is not a number of rows, full or auto");
    REFUSE(batch, "12x", "batch '12x' is not");
    REFUSE(init_weights, "zero", "weights cannot begin as 'zero'; there are");
    REFUSE(optimizer, "x", "there is no optimizer 'x'");
    REFUSE(schedule, "x", "schedule 'x'");
    REFUSE(model, "cnn", "model 'cnn' needs images");
    REFUSE(layers, "dense x", "layer 1 'dense x': 'x' is not");
    REFUSE(loss, "mse", "loss 'mse' does not fit the target 'y'");
    REFUSE(loss, "hinge", "loss 'hinge' is not");
    REFUSE(threads, 257, "threads must be from 1 to 256");
    REFUSE(time_limit_s, -1, "time-limit must be at least 0");
    REFUSE(class_weight, "maybe=2", "no class 'maybe'");
    REFUSE(class_weight, "yes=2,no=1,yes=3", "'yes' is there twice");
    REFUSE(class_weight, "yes=x", "'x' is not a weight");
    REFUSE(class_weight, "yes", "is not CLASS=WEIGHT");
    REFUSE(class_weight, "yes=0,no=0", "all classes have the weight 0");
#undef REFUSE
    o = options(prices);
    o.oversample = true;
    assert_refused(&o, LATHE_EARG, "oversample needs classes");
    o = options(table);
    o.augment = "flip";
    assert_refused(&o, LATHE_EARG, "augment needs images");
    o = options(pictures);
    o.augment = "crop:8";
    assert_refused(&o, LATHE_EARG, "augment 'crop:8': write crop:N");
    o = options(prices);
    o.class_weight = "balanced";
    assert_refused(&o, LATHE_EARG, "class weights need classes");
    o = good;
    o.data = "/nowhere.h5";
    assert_refused(&o, LATHE_ENOINPUT, "/nowhere.h5");
    o = good;
    o.log = "/nowhere/log";
    assert_refused(&o, LATHE_ECREATE, "cannot write the log '/nowhere/log'");
    o = good;
    o.output = "/nowhere/model.h5";
    assert_refused(&o, LATHE_ECREATE, "/nowhere/model.h5");
}

static void what_is_left_open_suits_the_rows(void **state)
{
    struct lathe_train_opts o = lathe_train_defaults();
    struct lathe_settings s;

    (void)state;
    o.data = table;
    o.output = out;
    assert_int_equal(lathe_settings_check(&s, &o, NULL), 0);
    assert_int_equal(lathe_settings_batch(&s, 5), 5);
    assert_int_equal(lathe_settings_batch(&s, 400), 8);
    assert_int_equal(lathe_settings_batch(&s, 1600), 32);
    assert_int_equal(lathe_settings_batch(&s, 3200), 64);
    assert_int_equal(lathe_settings_batch(&s, 25599), 64);
    assert_int_equal(lathe_settings_batch(&s, 25600), 128);
    assert_int_equal(lathe_settings_batch(&s, 1000000), 128);
    /* 400 rows in batches of 8 are 50 steps an epoch: 60 epochs. */
    assert_int_equal(lathe_settings_epochs(&o, 400, 8), 60);
    assert_int_equal(lathe_settings_epochs(&o, 8, 8), 200);
    assert_int_equal(lathe_settings_epochs(&o, 1000000, 64), 40);
    assert_int_equal(lathe_settings_patience(&o, 60), 15);
    o.epochs = 7;
    o.patience = 0;
    o.batch = "full";
    assert_int_equal(lathe_settings_check(&s, &o, NULL), 0);
    assert_int_equal(lathe_settings_batch(&s, 400), 400);
    assert_int_equal(lathe_settings_epochs(&o, 400, 8), 7);
    assert_int_equal(lathe_settings_patience(&o, 7), 0);
}

static void class_weights_are_what_was_asked_for(void **state)
{
    struct lathe_data d = {0};
    float *w = NULL;
    struct lathe_err err = {0};
    double n = 0, sum = 0;

    (void)state;
    assert_int_equal(lathe_data_load(&d, table, NULL, false, UINT64_MAX,
                                     NULL, &err), 0);
    assert_int_equal(lathe_data_class_weights(&d, "balanced", &w, &err), 0);
    for (uint32_t c = 0; c < 2; c++) {
        n += (double)d.schema.target[0].class_count[c];
        sum += (double)w[c] * (double)d.schema.target[0].class_count[c];
    }
    assert_true(fabs(sum - n) < 1e-3);
    assert_true(fabs((double)w[0] * (double)d.schema.target[0].class_count[0] - n / 2) <
                1e-3);
    lathe_free(w);
    assert_int_equal(lathe_data_class_weights(&d, "yes=3.5", &w, &err), 0);
    assert_true(w[0] == 1 && w[1] == 3.5f);
    lathe_free(w);
    lathe_data_release(&d);
    lathe_data_release(&d);
}

static void what_rows_take_is_known_before_they_are_read(void **state)
{
    struct lathe_data d = {0};
    struct lathe_err err = {0};
    size_t rows;

    (void)state;
    assert_int_equal(lathe_data_open(&d, table, NULL, false, UINT64_MAX,
                                     NULL, &err), 0);
    rows = d.rows[LATHE_TRAIN];
    assert_true(rows > 0 && d.split[LATHE_TRAIN].n == 0);
    assert_true(d.split[LATHE_TRAIN].cap == 0);
    assert_int_equal(lathe_data_unread(&d), d.bytes);
    assert_true(d.bytes >= rows * d.schema.inputs);
    assert_int_equal(lathe_data_read(&d, table, NULL, &err), 0);
    assert_int_equal(d.rows[LATHE_TRAIN], rows);
    assert_int_equal(d.split[LATHE_TRAIN].n, rows);
    assert_int_equal(lathe_data_unread(&d), 0);
    lathe_data_release(&d);
    assert_int_equal(lathe_data_open(&d, table, NULL, false, 0, NULL, &err), 0);
    assert_true(d.streamed && lathe_data_unread(&d) == 0);
    lathe_data_release(&d);
}

/* ---- the loop's parts --------------------------------------------------- */

static void an_epoch_is_a_permutation_of_its_own(void **state)
{
    struct lathe_inputs x = { .n = 1000 };
    struct lathe_memory_feed f = {0};
    struct lathe_batch b;
    uint32_t seen[1000] = {0}, first[3];

    (void)state;
    assert_int_equal(lathe_feed_init_memory(&f, &x, NULL, true, 1, NULL), 0);
    for (uint64_t epoch = 0; epoch < 3; epoch++) {
        size_t rows = 0;
        f.feed.begin(&f.feed, epoch, NULL);
        first[epoch] = f.order[0] * 1000 + f.order[1];
        while (!f.feed.next(&f.feed, 64, &b, NULL) && b.n) {
            assert_true(b.n == 64 || rows + b.n == 1000);
            for (size_t i = 0; i < b.n; i++)
                seen[b.row[i]]++;
            rows += b.n;
        }
        assert_int_equal(rows, 1000);
    }
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(seen[i], 3);
    assert_true(first[0] != first[1] && first[1] != first[2]);
    f.feed.begin(&f.feed, 1, NULL);
    assert_int_equal(f.order[0] * 1000 + f.order[1], first[1]);
    lathe_feed_release_memory(&f);
}

static void steps_and_evaluation_allocate_nothing(void **state)
{
    static const char *const texts[] = {
        "dense 256, relu, dropout 0.2, dense 128, tanh, dense 3",
        "conv 8 3x3, relu, maxpool 2, conv 8 2x2, sigmoid, avgpool 2, "
        "dense 3" };
    struct lathe_data d = {0};
    struct lathe_pool *pool = NULL;
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(lathe_data_load(&d, pictures, NULL, false, UINT64_MAX,
                                     NULL, &err), 0);
    assert_int_equal(lathe_pool_new(&pool, 2, &err), 0);
    for (int i = 0; i < 2; i++) {
        struct lathe_net net = {0};
        struct lathe_work work = {0};
        struct lathe_optimiser o = { .kind = LATHE_ADAM };
        struct lathe_tally sum = {0};
        struct lathe_batch b = { .x = &d.split[LATHE_TRAIN], .n = 100 };
        struct lathe_step step = { .batch = &b, .ctx = &o,
                                   .update = lathe_optimiser_update };
        unsigned long calls;

        assert_int_equal(lathe_net_parse(&net, texts[i],
                                         lathe_data_shape(&d), &err), 0);
        assert_int_equal(lathe_work_init(&work, &net,
                                         LATHE_LOSS_CATEGORICAL, b.x, 100,
                                         pool, &err), 0);
        assert_int_equal(lathe_optimiser_init(&o, work.params, work.grad,
                                              net.params, &err), 0);
        calls = lathe_alloc_calls();
        for (step.step = 0; step.step < 5; step.step++) {
            lathe_optimiser_begin(&o, 0.001);
            lathe_run_step(&work, &step, &sum);
        }
        lathe_run_evaluate(&work, &b, &sum);
        assert_int_equal(lathe_alloc_calls(), calls);
        assert_int_equal(sum.rows, 600);
        lathe_optimiser_release(&o);
        lathe_work_release(&work);
        lathe_net_release(&net);
    }
    lathe_pool_free(pool);
    lathe_data_release(&d);
}

static void training_survives_every_failed_allocation(void **state)
{
    struct lathe_train_opts o = options(table);

    (void)state;
    o.epochs = 1;
    o.batch = "full";
    o.log = log_;
    o.class_weight = "balanced";
    sample_survives(&o, NULL, 0, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nets_learn),
        cmocka_unit_test(every_layer_learns),
        cmocka_unit_test(every_optimizer_learns),
        cmocka_unit_test(the_best_weights_are_kept),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
        cmocka_unit_test(every_layer_gives_the_same_bytes),
        cmocka_unit_test(another_seed_gives_another_model),
        cmocka_unit_test(a_loss_that_is_not_finite_ends_training),
        cmocka_unit_test(the_caller_can_stop),
        cmocka_unit_test(without_validation_rows_all_epochs_are_run),
        cmocka_unit_test(the_time_limit_keeps_the_best),
        cmocka_unit_test(wrong_options_are_refused_with_a_sentence),
        cmocka_unit_test(what_is_left_open_suits_the_rows),
        cmocka_unit_test(class_weights_are_what_was_asked_for),
        cmocka_unit_test(what_rows_take_is_known_before_they_are_read),
        cmocka_unit_test(an_epoch_is_a_permutation_of_its_own),
        cmocka_unit_test(steps_and_evaluation_allocate_nothing),
        cmocka_unit_test(training_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, make_all, sample_remove_dir);
}
