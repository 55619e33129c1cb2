#include "unit.h"

#include "base/rng.h"
#include "nn/model.h"
#include "sample_run.h"

static char two[64], moved[64], three[64], numbers[64];
static char parent[64], child[64];

/* 300 rows: the class of a point of the plane, one of `classes`; all inputs
 * are moved and stretched. `classes` 0: a number. */
static void make(char path[64], const char *name, int classes, double move)
{
    struct lathe_rng r = lathe_rng_stream(1, LATHE_RNG_TEST, 0, 0);
    struct lathe_buf b = {0};

    sample_path(path, name);
    lathe_buf_puts(&b, "a,b,y\n");
    for (int i = 0; i < 300; i++) {
        double x = lathe_rng_normal(&r), y = lathe_rng_normal(&r);
        int c = classes ? (x > 0) + (classes > 2 && y > 0 && x > 0) : 0;
        lathe_buf_printf(&b, "%.4f,%.4f,", x * (1 + move) + move, y + move);
        if (classes)
            lathe_buf_printf(&b, "k%d\n", c);
        else
            lathe_buf_printf(&b, "%.4f\n", 3 * x - y + 0.01 * i);
    }
    sample_dataset(&b, path, lathe_preprocess_defaults());
}

static struct lathe_train_opts options(const char *data, const char *out)
{
    struct lathe_train_opts o = lathe_train_defaults();

    o.data = data;
    o.output = out;
    o.epochs = 5;
    o.patience = 0;
    o.threads = 2;
    return o;
}

static int make_all(void **state)
{
    struct lathe_train_opts o;

    (void)state;
    if (!mkdtemp(sample_dir))
        return -1;
    make(two, "two.h5", 2, 0);
    make(moved, "moved.h5", 2, 1);
    make(three, "three.h5", 3, 0);
    make(numbers, "numbers.h5", 0, 0);
    sample_path(parent, "parent.h5");
    sample_path(child, "child.h5");
    o = options(two, parent);
    o.model = "mlp:8,4";
    sample_train(&o, LATHE_OK);
    return 0;
}

static struct lathe_model load(const char *path)
{
    struct lathe_model m = {0};

    assert_int_equal(lathe_model_load(&m, path, NULL), 0);
    return m;
}

/* Layers 1, 3 and 5 are dense. */
static bool same_layer(const struct lathe_model *a, const struct lathe_model *b,
                       size_t layer)
{
    const struct lathe_layer *l = &a->net.layer[layer - 1];

    return memcmp(a->params + l->weight, b->params + l->weight,
                  l->weights * sizeof(float)) == 0 &&
           memcmp(a->params + l->bias, b->params + l->bias,
                  l->biases * sizeof(float)) == 0;
}

static void training_begins_from_the_weights_of_the_model(void **state)
{
    struct lathe_train_opts o = options(two, child);
    struct lathe_model a = load(parent), b;

    (void)state;
    o.init = parent;
    o.optimizer = "sgd";
    o.lr = 1e-12;               /* too small to show in a float */
    o.epochs = 1;
    sample_train(&o, LATHE_OK);
    b = load(child);
    assert_string_equal(a.net.text, b.net.text);
    for (size_t layer = 1; layer <= 5; layer += 2)
        assert_true(same_layer(&a, &b, layer));
    assert_non_null(strstr(b.provenance, "\"init\""));
    lathe_model_release(&b);
    o.lr = 0.1;
    sample_train(&o, LATHE_OK);
    b = load(child);
    assert_false(same_layer(&a, &b, 1));
    lathe_model_release(&b);
    lathe_model_release(&a);
}

static void rows_are_encoded_as_the_model_was_fitted(void **state)
{
    struct lathe_train_opts o = options(moved, child);
    struct lathe_model a = load(parent), b;

    (void)state;
    o.init = parent;
    sample_train(&o, LATHE_OK);
    b = load(child);
    for (size_t c = 0; c < 2; c++) {
        assert_true(a.schema.column[c].shift == b.schema.column[c].shift);
        assert_true(a.schema.column[c].factor == b.schema.column[c].factor);
    }
    assert_true(b.schema.target[0].class_count[0] +
                b.schema.target[0].class_count[1] == 240);
    lathe_model_release(&a);
    lathe_model_release(&b);
}

static void frozen_layers_stay_to_the_bit(void **state)
{
    static const struct {
        const char *text;
        bool frozen[3];
    } cases[] = {
        { "1", { true, false, false } },
        { "1-3", { true, true, false } },
        { "5", { false, false, true } },
        { "3,5", { false, true, true } },
        { "hidden", { true, true, false } },
    };
    struct lathe_model a = load(parent), b;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct lathe_train_opts o = options(two, child);
        o.init = parent;
        o.freeze = cases[i].text;
        o.optimizer = "adamw";  /* which decays what it may */
        o.l1 = 0.01;
        sample_train(&o, LATHE_OK);
        b = load(child);
        for (size_t l = 0; l < 3; l++)
            assert_int_equal(same_layer(&a, &b, 2 * l + 1),
                             cases[i].frozen[l]);
        lathe_model_release(&b);
    }
    lathe_model_release(&a);
}

static void a_frozen_batchnorm_keeps_its_running_statistics(void **state)
{
    static const char *const freeze[] = { "1-3", "hidden", "1" };
    struct lathe_train_opts o = options(two, child);
    struct lathe_model a, b;
    char normed[64];

    (void)state;
    sample_path(normed, "normed.h5");
    o.output = normed;
    o.layers = "dense 8, batchnorm, relu";
    sample_train(&o, LATHE_OK);
    a = load(normed);
    for (size_t i = 0; i < 3; i++) {
        const struct lathe_layer *l = &a.net.layer[1];

        o = options(moved, child);
        o.init = normed;
        o.freeze = freeze[i];
        sample_train(&o, LATHE_OK);
        b = load(child);
        assert_true(same_layer(&a, &b, 1));
        assert_false(same_layer(&a, &b, 4));
        assert_int_equal(same_layer(&a, &b, 2), i < 2);
        assert_int_equal(memcmp(a.params + l->stat, b.params + l->stat,
                                l->stats * sizeof(float)) == 0, i < 2);
        lathe_model_release(&b);
    }
    lathe_model_release(&a);
}

static void a_new_head_learns_other_classes(void **state)
{
    struct lathe_train_opts o = options(three, child);
    struct lathe_model a = load(parent), b;

    (void)state;
    o.init = parent;
    o.new_head = true;
    o.freeze = "hidden";
    sample_train(&o, LATHE_OK);
    b = load(child);
    assert_int_equal(b.schema.target[0].classes.n, 3);
    assert_true(b.loss == LATHE_LOSS_CATEGORICAL);
    assert_string_equal(b.net.text, "dense 8, relu, dense 4, relu, dense 3");
    assert_true(same_layer(&a, &b, 1) && same_layer(&a, &b, 3));
    lathe_model_release(&b);
    o = options(two, child);    /* a head of the same size is new too */
    o.init = parent;
    o.new_head = true;
    o.lr = 1e-12;
    o.optimizer = "sgd";
    o.epochs = 1;
    sample_train(&o, LATHE_OK);
    b = load(child);
    assert_true(same_layer(&a, &b, 3));
    assert_false(same_layer(&a, &b, 5));
    lathe_model_release(&a);
    lathe_model_release(&b);
}

static void a_linear_model_gets_a_new_head_too(void **state)
{
    struct lathe_train_opts o = options(two, child);
    struct lathe_model m;
    char linear[64];

    (void)state;
    sample_path(linear, "linear.h5");
    o.output = linear;
    o.model = "linear";
    sample_train(&o, LATHE_OK);
    o = options(three, child);
    o.init = linear;
    o.new_head = true;
    sample_train(&o, LATHE_OK);
    m = load(child);
    assert_string_equal(m.net.text, "dense 3");
    lathe_model_release(&m);
}

static void refused(const struct lathe_train_opts *o, enum lathe_code code,
                    const char *message)
{
    struct lathe_err err = {0};
    enum lathe_code rc = lathe_train(o, NULL, NULL, NULL, &err);

    if (rc != code || !strstr(err.msg, message))
        fail_msg("code %d \"%s\", not %d \"%s\"", (int)rc, err.msg, (int)code,
                 message);
}

static void what_does_not_fit_is_refused(void **state)
{
    struct lathe_train_opts o = options(three, child);

    (void)state;
    o.init = parent;
    refused(&o, LATHE_EDATA, "the model does not know the class 'k2'; "
                             "--new-head learns the classes anew");
    refused(&o, LATHE_EDATA, three);
    o.data = numbers;
    refused(&o, LATHE_EDATA, "it does not fit the model");
    o.new_head = true;
    refused(&o, LATHE_EDATA, "it does not fit the model");
    o = options(two, child);
    o.init = "/nowhere.h5";
    refused(&o, LATHE_ENOINPUT, "/nowhere.h5");
    o.init = two;
    refused(&o, LATHE_EDATA, "is a dataset, not a model");
    o.init = parent;
    o.layers = "dense 3";
    refused(&o, LATHE_EARG, "leave out layers");
    o.layers = NULL;
    o.model = "linear";
    refused(&o, LATHE_EARG, "leave out model");
    o = options(two, child);
    o.init = parent;
    o.dropout = 0.5;
    refused(&o, LATHE_EARG, "leave out dropout");
    o = options(two, child);
    o.new_head = true;
    refused(&o, LATHE_EARG, "new-head needs a model");
    o = options(two, child);
    o.init = parent;
    o.freeze = "6";
    refused(&o, LATHE_EARG, "freeze '6': write layers from 1 to 5");
    o.freeze = "3-1";
    refused(&o, LATHE_EARG, "freeze '3-1'");
    o.freeze = "2,4";
    refused(&o, LATHE_EARG, "freeze '2,4': the net has no such layer with");
    o.freeze = NULL;
    o.init_weights = "he";
    refused(&o, LATHE_EARG, "leave out init-weights, or have the output layer "
                            "made anew: --new-head");
    o.init_weights = "auto";
    o.freeze = "1-5";
    refused(&o, LATHE_EARG, "leaves no layer with weights to train");
}

static void warm_starts_survive_every_failed_allocation(void **state)
{
    struct lathe_train_opts o = options(three, child);

    (void)state;
    o.init = parent;
    o.new_head = o.oversample = true;
    o.freeze = "1";
    o.monitor = "macro_f1";
    o.epochs = 1;
    o.batch = "full";
    sample_survives(&o, NULL, 0, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(training_begins_from_the_weights_of_the_model),
        cmocka_unit_test(rows_are_encoded_as_the_model_was_fitted),
        cmocka_unit_test(frozen_layers_stay_to_the_bit),
        cmocka_unit_test(a_frozen_batchnorm_keeps_its_running_statistics),
        cmocka_unit_test(a_new_head_learns_other_classes),
        cmocka_unit_test(a_linear_model_gets_a_new_head_too),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(warm_starts_survive_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, make_all, sample_remove_dir);
}
