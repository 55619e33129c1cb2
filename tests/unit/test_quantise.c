/*
 * Rounding to int8, and compress from a CSV to a smaller model.
 */
#include "unit.h"

#include "base/file.h"
#include "base/json.h"
#include "compress/calibrate.h"
#include "compress/quantise.h"
#include "infer/engine.h"
#include "sample_model.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- rounding ----------------------------------------------------------- */

static void weights_are_rounded_by_the_largest_of_each_output(void **state)
{
    const float w[8] = { 1.27f, 0, 0.004f, 0, -0.5f, 0, 3, 4 };
    struct lathe_model m;

    (void)state;
    sample_model(&m, "dense 2", (struct lathe_shape){ 3, 1, 1 }, false, 3, 0,
                 1);
    memcpy(m.params, w, sizeof w);
    assert_int_equal(lathe_quantise_weights(&m, 0, NULL), LATHE_OK);
    assert_float_equal(m.quant[0].scale[0], 0.01, 1e-8);
    assert_true(m.quant[0].scale[1] == 1);      /* no weights at all */
    assert_int_equal(m.quant[0].weight[0], 127);
    assert_int_equal(m.quant[0].weight[2], 0);
    assert_int_equal(m.quant[0].weight[4], -50);
    assert_true(m.params[4] == -50 * m.quant[0].scale[0]);
    assert_true(m.params[1] == 0);
    lathe_quantise_undo(&m, 0, w);
    assert_null(m.quant[0].weight);
    assert_memory_equal(m.params, w, sizeof w);
    lathe_model_release(&m);
}

static void weights_of_a_convolution_have_a_scale_a_channel(void **state)
{
    struct lathe_model m;

    (void)state;
    sample_model(&m, "conv 2 1x2", (struct lathe_shape){ 1, 3, 3 }, true, 0, 0,
                 1);
    m.params[0] = 2.54f;
    m.params[1] = -0.02f;
    m.params[2] = 0.127f;
    m.params[3] = 0.001f;
    assert_int_equal(lathe_quantise_weights(&m, 0, NULL), LATHE_OK);
    assert_int_equal(m.quant[0].weight[0], 127);
    assert_int_equal(m.quant[0].weight[1], -1);
    assert_int_equal(m.quant[0].weight[2], 127);
    assert_int_equal(m.quant[0].weight[3], 1);
    lathe_model_release(&m);
}

static void a_range_meets_zero_exactly(void **state)
{
    struct lathe_quant q = {0};

    (void)state;
    lathe_quantise_range(&q, -1, 4.1f);
    assert_float_equal(q.in_scale, 0.02, 1e-8);
    assert_int_equal(q.in_zero, 50);
    lathe_quantise_range(&q, 2, 5.1f);  /* 0 belongs to every range */
    assert_float_equal(q.in_scale, 0.02, 1e-8);
    assert_int_equal(q.in_zero, 0);
    lathe_quantise_range(&q, -5.1f, -1);
    assert_int_equal(q.in_zero, 255);
    lathe_quantise_range(&q, 0, 0);
    assert_true(q.in_scale > 0 && isfinite(1 / q.in_scale));
    lathe_quantise_range(&q, -3e38f, 3e38f);
    assert_true(q.in_scale > 0 && isfinite(q.in_scale));
    assert_int_equal(q.in_zero, 128);
}

/* The layer with its rounded weights: once over floats, once over bytes. */
static void check_pixels(const char *text, float shift)
{
    struct lathe_engine *a = NULL, *b = NULL;
    struct lathe_scratch *sa = NULL, *sb = NULL;
    struct lathe_inputs x = {0};
    struct lathe_quant *quant;
    struct lathe_model m;
    float want[200], got[200], *bias;
    size_t k;

    sample_model(&m, text, (struct lathe_shape){ 1, 6, 7 }, true, 0, 0, 1);
    m.schema.image.shift[0] = shift;
    k = lathe_shape_size(m.net.out);
    assert_true(k <= 200);
    assert_int_equal(lathe_quantise_weights(&m, 0, NULL), LATHE_OK);
    sample_inputs(&x, &m.schema, 1, 1);
    quant = m.quant;
    m.quant = NULL;
    assert_int_equal(lathe_engine_new(&a, &m, lathe_cpu_level(), NULL), 0);
    m.quant = quant;
    bias = lathe_calloc(m.net.layer[0].biases, sizeof *bias);
    memcpy(bias, m.params + m.net.layer[0].bias,
           m.net.layer[0].biases * sizeof *bias);
    for (int twice = 0; twice < 2; twice++)
        assert_true(lathe_quantise_pixels(&m, 0, bias));
    assert_int_equal(lathe_engine_new(&b, &m, lathe_cpu_level(), NULL), 0);
    assert_int_equal(lathe_scratch_new(&sa, a, 1, NULL), 0);
    assert_int_equal(lathe_scratch_new(&sb, b, 1, NULL), 0);
    lathe_engine_run(a, sa, &x, 0, 1, want);
    lathe_engine_run(b, sb, &x, 0, 1, got);
    for (size_t i = 0; i < k; i++)
        assert_float_equal(got[i], want[i], 2e-5);
    lathe_scratch_free(sa);
    lathe_scratch_free(sb);
    lathe_engine_free(a);
    lathe_engine_free(b);
    lathe_free(bias);
    lathe_inputs_release(&x);
    lathe_model_release(&m);
}

static void pixels_are_taken_as_the_bytes_that_they_are(void **state)
{
    struct lathe_model m;

    (void)state;
    check_pixels("dense 30", 0);
    check_pixels("dense 30", 72.9403f);
    check_pixels("conv 5 3x3", 72.3f);
    sample_model(&m, "conv 5 3x3", (struct lathe_shape){ 2, 6, 7 }, true, 0, 0,
                 1);
    assert_int_equal(lathe_quantise_weights(&m, 0, NULL), LATHE_OK);
    assert_false(lathe_quantise_pixels(&m, 0, m.params));
    lathe_model_release(&m);
}

static void a_range_may_leave_out_a_share_of_the_values(void **state)
{
    float range[2] = { 0, 2048 }, low, high;
    uint64_t count[2048] = {0};
    const struct lathe_calibration c = {
        .layers = 1, .rows = 1, .range = range, .count = count,
    };

    (void)state;
    count[0] = 500;
    count[10] = 490;
    count[2047] = 10;
    lathe_calibrate_range(&c, 0, 0, &low, &high);
    assert_true(low == 0 && high == 2048);
    lathe_calibrate_range(&c, 0, 0.005, &low, &high);
    assert_true(low == 0 && high == 2048);
    lathe_calibrate_range(&c, 0, 0.01, &low, &high);
    assert_true(low == 0 && high == 11);
}

/* ---- compress ----------------------------------------------------------- */

static char folder[64];

static const char *path(char out[128], const char *name)
{
    snprintf(out, 128, "%.60s/%.60s", folder, name);
    return out;
}

static void make(const char *csv, const char *name, char *target,
                 const char *layers)
{
    struct lathe_preprocess_opts p = lathe_preprocess_defaults();
    struct lathe_train_opts t = lathe_train_defaults();
    struct lathe_err err = {0};
    char file[128], data[128], model[128], at[128];

    assert_int_equal(lathe_file_replace(path(file, "in.csv"), csv,
                                        strlen(csv), &err), LATHE_OK);
    lathe_list_add(&p.files, file, NULL);
    snprintf(at, sizeof at, "%s.data", name);
    p.output = path(data, at);
    p.target = (struct lathe_list){&target, 1};
    if (lathe_preprocess(&p, NULL, NULL, NULL, &err))
        fail_msg("%s", err.msg);
    lathe_list_release(&p.files);
    t.data = data;
    t.output = path(model, name);
    t.layers = layers;
    t.epochs = 20;
    t.threads = 1;
    t.batch = "64";
    if (lathe_train(&t, NULL, NULL, NULL, &err))
        fail_msg("%s", err.msg);
}

static int set_up(void **state)
{
    struct lathe_rng r = lathe_rng_stream(1, LATHE_RNG_TEST, 0, 0);
    struct lathe_buf csv = {0}, plain = {0};

    (void)state;
    snprintf(folder, sizeof folder, "/tmp/lathe-quantise-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    lathe_buf_puts(&csv, "a,b,kind,y\n");
    lathe_buf_puts(&plain, "a,b,y\n");
    for (int i = 0; i < 1000; i++) {
        double a = lathe_rng_normal(&r), b = lathe_rng_normal(&r);

        lathe_buf_printf(&csv, "%.3f,%.3f,%s,%s\n", a, 100 * b,
                         i % 3 ? "u" : "v",
                         a * a + b * b > 1.4 ? "far" : "near");
        lathe_buf_printf(&plain, "%.3f,%.3f,%.3f\n", a, b, 50 + 9 * a - b);
    }
    make(csv.s, "c.h5", "y", "dense 200, relu, dense 100, relu");
    make(csv.s, "g.h5", "y", "dense 150, relu, reshape 6x5x5, "
         "conv 12 3x3 pad 1 groups 2, relu, conv 12 3x3 groups 12 pad 1, "
         "relu, conv 20 2x2 groups 4, relu, conv 16 2x2 dilation 2, relu");
    make(plain.s, "r.h5", "y", "dense 16, tanh");
    lathe_buf_release(&csv);
    lathe_buf_release(&plain);
    return 0;
}

static int tear_down(void **state)
{
    char command[128];

    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static enum lathe_code compress(const char *name, const char *to,
                                double max_drop, int threads,
                                struct lathe_buf *text, struct lathe_buf *json,
                                struct lathe_err *err)
{
    struct lathe_compress_opts o = lathe_compress_defaults();
    char model[128], output[128], data[128], at[128];

    snprintf(at, sizeof at, "%s.data", name);
    o.model = path(model, name);
    o.output = path(output, to);
    o.data = path(data, at);
    o.quantize = "int8";
    o.max_drop = max_drop;
    o.threads = threads;
    return lathe_compress(&o, NULL, text, json, err);
}

static double number(const struct lathe_json *v, const char *a, const char *b,
                     const char *c)
{
    v = lathe_json_get(lathe_json_get(v, a), b);
    return lathe_json_as_double(c ? lathe_json_get(v, c) : v, -1);
}

static void a_small_model_is_smaller_and_as_good(void **state)
{
    struct lathe_buf text = {0}, json = {0};
    struct lathe_json *doc = NULL;
    struct lathe_model m = {0};
    struct lathe_err err = {0};
    char at[128];

    (void)state;
    if (compress("c.h5", "small.h5", 0.5, 2, &text, &json, &err))
        fail_msg("%s", err.msg);
    assert_int_equal(lathe_json_parse(&doc, json.s, json.len, &err), 0);
    assert_true(number(doc, "before", "bytes", NULL) >
                2 * number(doc, "after", "bytes", NULL));
    assert_true(number(doc, "before", "valid", "accuracy") > 0.9);
    assert_true(number(doc, "after", "valid", "accuracy") >
                number(doc, "before", "valid", "accuracy") - 0.02);
    assert_true(number(doc, "after", "us_per_row", NULL) > 0);
    assert_non_null(strstr(text.s, "dense 100"));
    assert_non_null(strstr(text.s, "int8 weights, float inputs"));
    if (lathe_model_load(&m, path(at, "small.h5"), &err))
        fail_msg("%s", err.msg);
    assert_non_null(m.quant[2].weight);
    assert_non_null(strstr(m.provenance, "parent_digest"));
    lathe_model_release(&m);
    lathe_json_free(doc);
    lathe_buf_release(&text);
    lathe_buf_release(&json);
}

static const char *method_of(const struct lathe_json *doc, size_t layer)
{
    return lathe_json_as_string(
        lathe_json_get(lathe_json_at(lathe_json_get(doc, "layers"), layer),
                       "method"), "");
}

static void a_net_of_groups_is_as_good(void **state)
{
    struct lathe_buf text = {0}, json = {0};
    struct lathe_json *doc = NULL;
    struct lathe_err err = {0};

    (void)state;
    if (compress("g.h5", "g8.h5", 0.5, 2, &text, &json, &err))
        fail_msg("%s", err.msg);
    assert_non_null(strstr(text.s,
        "\n   6  conv 12 3x3 pad 1 groups 12        120 parameters  int8 "
        "weights, float inputs\n   8  conv 20 2x2 groups 4               260 "
        "parameters  int8\n"));
    assert_int_equal(lathe_json_parse(&doc, json.s, json.len, &err), 0);
    assert_string_equal(method_of(doc, 0), "int8-weights");
    assert_string_equal(method_of(doc, 3), "int8");     /* groups 2 */
    assert_string_equal(method_of(doc, 5), "int8-weights");     /* depthwise */
    assert_string_equal(method_of(doc, 7), "int8");     /* of 3 and 5 */
    assert_string_equal(method_of(doc, 9), "int8");     /* dilation */
    assert_true(number(doc, "before", "valid", "accuracy") > 0.9);
    assert_true(number(doc, "after", "valid", "accuracy") >
                number(doc, "before", "valid", "accuracy") - 0.02);
    assert_true(number(doc, "after", "valid", "log_loss") <
                number(doc, "before", "valid", "log_loss") + 0.02);
    lathe_json_free(doc);
    lathe_buf_release(&text);
    lathe_buf_release(&json);
}

static void a_regression_is_judged_by_its_rmse(void **state)
{
    struct lathe_buf json = {0};
    struct lathe_json *doc = NULL;
    struct lathe_err err = {0};

    (void)state;
    if (compress("r.h5", "r8.h5", 0.5, 1, NULL, &json, &err))
        fail_msg("%s", err.msg);
    assert_int_equal(lathe_json_parse(&doc, json.s, json.len, &err), 0);
    assert_true(number(doc, "after", "test", "rmse") > 0);
    assert_true(number(doc, "after", "test", "rmse") <
                1.2 * number(doc, "before", "test", "rmse"));
    lathe_json_free(doc);
    lathe_buf_release(&json);
}

static void any_threads_make_the_same_file(void **state)
{
    char a[128], b[128], *x = NULL, *y = NULL;
    size_t n, k;

    (void)state;
    assert_int_equal(compress("c.h5", "a.h5", -1, 1, NULL, NULL, NULL), 0);
    assert_int_equal(compress("c.h5", "b.h5", -1, 3, NULL, NULL, NULL), 0);
    assert_int_equal(lathe_file_read(path(a, "a.h5"), 1 << 24, &x, &n, NULL),
                     0);
    assert_int_equal(lathe_file_read(path(b, "b.h5"), 1 << 24, &y, &k, NULL),
                     0);
    assert_int_equal(n, k);
    assert_memory_equal(x, y, n);
    lathe_free(x);
    lathe_free(y);
}

static void layers_that_cost_too_much_stay_floats(void **state)
{
    struct lathe_model m = {0}, small = {0};
    struct lathe_buf text = {0};
    struct lathe_err err = {0};
    struct lathe_compress_opts o = lathe_compress_defaults();
    char at[128], wild[128], data[128], out[128];
    float *w;

    (void)state;
    /* Rows of the second layer get one huge weight for an input that is never
     * hot in training: 8 bits are then too few for the others. */
    assert_int_equal(lathe_model_load(&m, path(at, "c.h5"), &err), 0);
    w = m.params + m.net.layer[2].weight;
    for (size_t j = 0; j < m.net.layer[0].in.c; j++)
        m.params[m.net.layer[0].weight + j * 200] = 0;
    m.params[m.net.layer[0].bias] = -1;
    for (size_t k = 0; k < 100; k++)
        w[k] = 1e4f;
    assert_int_equal(lathe_model_save(&m, path(wild, "wild.h5"), &err), 0);
    o.model = wild;
    o.output = path(out, "spared.h5");
    o.data = path(data, "c.h5.data");
    o.quantize = "int8";
    if (lathe_compress(&o, NULL, &text, NULL, &err))
        fail_msg("%s", err.msg);
    assert_non_null(strstr(text.s, "float: int8 cost too much"));
    assert_int_equal(lathe_model_load(&small, out, &err), 0);
    assert_null(small.quant[2].weight);
    assert_non_null(small.quant[0].weight);
    lathe_model_release(&m);
    lathe_model_release(&small);
    lathe_buf_release(&text);
}

/* Weights so large that the answers overflow: no drop can be shown to be
 * small enough. */
static void a_gate_that_does_not_hold_leaves_file_and_report(void **state)
{
    struct lathe_compress_opts o = lathe_compress_defaults();
    struct lathe_model m = {0}, small = {0};
    char at[128], wild[128], data[128], out[128];
    struct lathe_buf text = {0};
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(lathe_model_load(&m, path(at, "r.h5"), &err), 0);
    for (size_t i = 0; i < 32; i++)
        m.params[i] = 1e30f;
    for (size_t i = 0; i < 16; i++)
        m.params[m.net.layer[2].weight + i] = 3e38f;
    assert_int_equal(lathe_model_save(&m, path(wild, "over.h5"), &err), 0);
    o.model = wild;
    o.output = path(out, "gate.h5");
    o.data = path(data, "r.h5.data");
    o.quantize = "int8";
    o.max_drop = 0.1;
    assert_int_equal(lathe_compress(&o, NULL, &text, NULL, &err), LATHE_EGATE);
    assert_non_null(strstr(err.msg, "rmse on valid"));
    assert_non_null(strstr(text.s, "bytes"));
    assert_int_equal(lathe_model_load(&small, out, &err), LATHE_OK);
    lathe_model_release(&m);
    lathe_model_release(&small);
    lathe_buf_release(&text);
}

static void wrong_requests_are_refused_with_a_hint(void **state)
{
    struct lathe_compress_opts o = lathe_compress_defaults();
    struct lathe_err err = {0};
    char model[128], out[128], data[128];

    (void)state;
    o.model = path(model, "c.h5");
    o.output = path(out, "no.h5");
    assert_int_equal(lathe_compress(&o, NULL, NULL, NULL, &err), LATHE_EARG);
    assert_non_null(strstr(err.msg, "--quantize"));
    o.quantize = "int8";
    assert_int_equal(lathe_compress(&o, NULL, NULL, NULL, &err), LATHE_EARG);
    assert_non_null(strstr(err.msg, "--data"));
    o.data = path(data, "r.h5.data");   /* of another table */
    assert_int_equal(lathe_compress(&o, NULL, NULL, NULL, &err), LATHE_EDATA);
    assert_non_null(strstr(err.msg, "r.h5.data"));
    assert_int_equal(compress("c.h5", "c8.h5", -1, 1, NULL, NULL, &err), 0);
    o.model = path(model, "c8.h5");
    o.data = path(data, "c.h5.data");
    assert_int_equal(lathe_compress(&o, NULL, NULL, NULL, &err), LATHE_EDATA);
    assert_non_null(strstr(err.msg, "int8 already"));
    o.quantize = "int9";
    assert_int_equal(lathe_compress(&o, NULL, NULL, NULL, &err), LATHE_EARG);
    assert_non_null(strstr(err.msg, "int9"));
}

static void compress_survives_failed_allocations(void **state)
{
    bool done = false;

    (void)state;
    for (long n = 0; !done; n += n < 60 ? 1 : n / 8) {
        struct lathe_buf text = {0};
        struct lathe_err err = {0};
        enum lathe_code rc;

        lathe_alloc_fail_after(n);
        rc = compress("r.h5", "torture.h5", -1, 1, &text, NULL, &err);
        lathe_alloc_fail_after(-1);
        done = rc == LATHE_OK;
        if (!done && (rc != LATHE_ENOMEM || !err.msg[0]))
            fail_msg("allocation %ld: %d '%s'", n, rc, err.msg);
        lathe_buf_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_are_rounded_by_the_largest_of_each_output),
        cmocka_unit_test(weights_of_a_convolution_have_a_scale_a_channel),
        cmocka_unit_test(a_range_meets_zero_exactly),
        cmocka_unit_test(pixels_are_taken_as_the_bytes_that_they_are),
        cmocka_unit_test(a_range_may_leave_out_a_share_of_the_values),
        cmocka_unit_test(a_small_model_is_smaller_and_as_good),
        cmocka_unit_test(a_net_of_groups_is_as_good),
        cmocka_unit_test(a_regression_is_judged_by_its_rmse),
        cmocka_unit_test(any_threads_make_the_same_file),
        cmocka_unit_test(layers_that_cost_too_much_stay_floats),
        cmocka_unit_test(a_gate_that_does_not_hold_leaves_file_and_report),
        cmocka_unit_test(wrong_requests_are_refused_with_a_hint),
        cmocka_unit_test(compress_survives_failed_allocations),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
