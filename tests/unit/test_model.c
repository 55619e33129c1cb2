/*
 * The model file: what was saved is loaded to the bit, and parts that do not
 * fit each other are refused, each with its reason.
 */
#include "unit.h"

#include "nn/model.h"

#include "base/alloc.h"
#include "base/file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char dir[] = "/tmp/lathe-test-model-XXXXXX";

static const char table_schema[] =
    "{\"task\":\"classify\",\"target\":\"y\",\"rows\":7,"
    "\"classes\":[\"no\",\"yes\"],\"class_counts\":[4,3],"
    "\"csv\":{\"delimiter\":\",\",\"quote\":\"\\\"\",\"comment\":null,"
    "\"header\":true,\"na\":[\"?\"]},"
    "\"columns\":["
    "{\"name\":\"age\",\"kind\":\"number\",\"present\":7,\"missing\":0,"
    "\"impute\":\"median\",\"scale\":\"standard\",\"fill\":3.5,\"shift\":0.1,"
    "\"factor\":2.0,\"clip\":[null,null],\"stats\":{\"mean\":0.1,\"sd\":0.5,"
    "\"min\":-1.0,\"q25\":0.0,\"median\":3.5,\"q75\":4.0,\"max\":9.0}},"
    "{\"name\":\"work\",\"kind\":\"category\",\"present\":6,\"missing\":1,"
    "\"impute\":\"category\",\"encode\":\"onehot\","
    "\"words\":[\"a\",\"b\"],\"counts\":[4,2],"
    "\"missing_place\":2,\"unknown_place\":null,\"width\":3}]}";

static const char image_schema[] =
    "{\"task\":\"classify\",\"target\":\"label\",\"rows\":6,"
    "\"classes\":[\"0\",\"1\",\"2\"],\"class_counts\":[1,2,3],"
    "\"image\":{\"channels\":1,\"height\":8,\"width\":8,\"shift\":[0.0],"
    "\"factor\":[0.5]},"
    "\"csv\":{\"delimiter\":\",\",\"quote\":\"\\\"\",\"comment\":null,"
    "\"header\":true,\"na\":[]},"
    "\"columns\":[{\"prefix\":\"p\",\"first\":1,\"columns\":64,"
    "\"kind\":\"pixel\",\"present\":6,\"missing\":0}]}";

static void ok(enum lathe_code rc, const struct lathe_err *err)
{
    if (rc)
        fail_msg("%s", err->msg);
}

static void make(struct lathe_model *m, const char *schema, const char *layers,
                 struct lathe_shape in, enum lathe_loss loss)
{
    struct lathe_json *doc;
    struct lathe_err err = {0};

    *m = (struct lathe_model){.loss = loss};
    ok(lathe_json_parse(&doc, schema, strlen(schema), &err), &err);
    ok(lathe_schema_read(&m->schema, doc, &err), &err);
    lathe_json_free(doc);
    ok(lathe_net_parse(&m->net, layers, in, &err), &err);
    m->params = lathe_alloc_aligned(m->net.params, sizeof *m->params);
    assert_non_null(m->params);
    for (size_t i = 0; i < m->net.params; i++)
        m->params[i] = sinf((float)i) * (i % 2 ? 1e-20f : 3e5f);
    for (size_t i = 0; i < m->net.n; i++) {
        const struct lathe_layer *l = &m->net.layer[i];

        for (size_t j = 0; j < l->stats; j++)
            m->params[l->stat + j] = (float)j;
    }
    m->provenance = lathe_strdup("{ \"seed\": 18446744073709551615.0,\n"
                                 "\"options\": {\"lr\": 0.1}}");
    assert_non_null(m->provenance);
}

static void make_table(struct lathe_model *m)
{
    make(m, table_schema, "dense 3, relu, dropout 0.5, dense 1",
         (struct lathe_shape){4, 1, 1}, LATHE_LOSS_BINARY);
}

static void make_image(struct lathe_model *m)
{
    make(m, image_schema, "conv 2 3x3, relu, maxpool 2, dense 3",
         (struct lathe_shape){1, 8, 8}, LATHE_LOSS_CATEGORICAL);
}

static void make_norms(struct lathe_model *m)
{
    make(m, image_schema, "conv 2 3x3, batchnorm, relu, maxpool 2, layernorm, "
                          "dense 3, batchnorm eps 0.1",
         (struct lathe_shape){1, 8, 8}, LATHE_LOSS_CATEGORICAL);
}

static void make_tables(struct lathe_model *m)
{
    make(m, table_schema, "embed 3x4, dense 3, relu, dense 1",
         (struct lathe_shape){4, 1, 1}, LATHE_LOSS_BINARY);
}

static void make_one(struct lathe_model *m, int which)
{
    if (which == 0)
        make_table(m);
    else if (which == 1)
        make_image(m);
    else if (which == 2)
        make_norms(m);
    else
        make_tables(m);
}

/* Makes all products integers. */
static void quantise(struct lathe_model *m)
{
    m->quant = lathe_calloc(m->net.n, sizeof *m->quant);
    assert_non_null(m->quant);
    for (size_t i = 0; i < m->net.n; i++) {
        const struct lathe_layer *l = &m->net.layer[i];
        struct lathe_quant *q = &m->quant[i];

        if (!lathe_layer_is_product(l))
            continue;
        q->weight = lathe_calloc(l->weights, 1);
        q->scale = lathe_calloc(l->biases, sizeof *q->scale);
        assert_true(q->weight && q->scale);
        q->in_scale = 0.25f;
        q->in_zero = 255 - (int32_t)i;
        for (size_t k = 0; k < l->biases; k++)
            q->scale[k] = 0.5f + (float)k;
        for (size_t w = 0; w < l->weights; w++)
            q->weight[w] = (int8_t)((int)(w * 37 % 255) - 127);
    }
}

static void same_bytes(const char *a, const char *b)
{
    struct lathe_err err = {0};
    char *x, *y;
    size_t n, m;

    ok(lathe_file_read(a, 1 << 24, &x, &n, &err), &err);
    ok(lathe_file_read(b, 1 << 24, &y, &m, &err), &err);
    assert_int_equal(n, m);
    assert_memory_equal(x, y, n);
    lathe_free(x);
    lathe_free(y);
}

static void same_model(const struct lathe_model *a,
                       const struct lathe_model *b)
{
    assert_string_equal(a->net.text, b->net.text);
    assert_int_equal(a->loss, b->loss);
    assert_int_equal(a->net.params, b->net.params);
    assert_int_equal(a->schema.inputs, b->schema.inputs);
    assert_memory_equal(&a->digest, &b->digest, sizeof a->digest);
    assert_int_equal(a->bytes, b->bytes);
}

/* ---- round trips -------------------------------------------------------- */

static void a_saved_model_is_loaded_to_the_bit(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct lathe_model m, back = {0};
        struct lathe_err err = {0};

        make_one(&m, i);
        ok(lathe_model_save(&m, "a.h5", &err), &err);
        ok(lathe_model_load(&back, "a.h5", &err), &err);
        same_model(&m, &back);
        assert_null(back.quant);
        assert_memory_equal(m.params, back.params,
                            m.net.params * sizeof *m.params);
        assert_non_null(strstr(back.provenance, "\"lr\":0.1"));

        ok(lathe_model_save(&back, "b.h5", &err), &err);
        same_bytes("a.h5", "b.h5");
        lathe_model_release(&m);
        lathe_model_release(&back);
        lathe_model_release(&back);
    }
}

static void a_quantised_model_is_loaded_to_the_bit(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct lathe_model m, back = {0};
        struct lathe_err err = {0};

        make_one(&m, i);
        quantise(&m);
        ok(lathe_model_save(&m, "a.h5", &err), &err);
        ok(lathe_model_load(&back, "a.h5", &err), &err);
        same_model(&m, &back);
        for (size_t l = 0; l < m.net.n; l++) {
            const struct lathe_quant *p = &m.quant[l], *q = &back.quant[l];
            const struct lathe_layer *y = &m.net.layer[l];
            if (!lathe_layer_is_product(y)) {
                assert_null(q->weight);
                continue;
            }
            assert_memory_equal(p->weight, q->weight, y->weights);
            assert_memory_equal(p->scale, q->scale, y->biases * 4);
            assert_true(p->in_scale == q->in_scale);
            assert_int_equal(p->in_zero, q->in_zero);
        }
        ok(lathe_model_save(&back, "b.h5", &err), &err);
        same_bytes("a.h5", "b.h5");
        lathe_model_release(&m);
        lathe_model_release(&back);
    }
}

static void integers_stand_for_weight_times_scale(void **state)
{
    struct lathe_model m, back = {0};
    struct lathe_err err = {0};

    (void)state;
    /* dense: [d x k], the output is the fast index */
    make_table(&m);
    quantise(&m);
    ok(lathe_model_save(&m, "a.h5", &err), &err);
    ok(lathe_model_load(&back, "a.h5", &err), &err);
    assert_true(back.params[1 * 3 + 2] ==
                (float)m.quant[0].weight[1 * 3 + 2] * 2.5f);
    lathe_model_release(&m);
    lathe_model_release(&back);

    /* conv: [k x c x kh x kw], the output is the slow one */
    make_image(&m);
    quantise(&m);
    ok(lathe_model_save(&m, "a.h5", &err), &err);
    ok(lathe_model_load(&back, "a.h5", &err), &err);
    assert_true(back.params[8] == (float)m.quant[0].weight[8] * 0.5f);
    assert_true(back.params[9] == (float)m.quant[0].weight[9] * 1.5f);
    lathe_model_release(&m);
    lathe_model_release(&back);
}

static void a_weight_that_is_not_finite_is_not_saved(void **state)
{
    struct lathe_model m;
    struct lathe_err err = {0};

    (void)state;
    make_table(&m);
    m.params[3] = NAN;
    assert_int_equal(lathe_model_save(&m, "none.h5", &err), LATHE_EBUG);
    assert_int_equal(access("none.h5", F_OK), -1);
    lathe_model_release(&m);
}

/* ---- what does not fit -------------------------------------------------- */

/* A copy of a model file with one thing changed. */
struct change {
    const char *from, *to;      /* in meta; NULL: none */
    const char *array;          /* NULL: none; else it is written as this */
    enum lathe_store_type type; /* 0: left out */
    unsigned rank;
    uint64_t dim[2];
    const void *values;
    const char *words;          /* of the message */
};

static void copy_array(struct lathe_store *s, struct lathe_store_writer *w,
                       const char *name, const struct change *c)
{
    struct lathe_err err = {0};
    struct lathe_array a;
    char bytes[4096];

    if (c->array && !strcmp(c->array, name)) {
        if (c->type)
            ok(lathe_store_add(w, name, c->type, c->rank, c->dim, c->values,
                               &err),
               &err);
        return;
    }
    if (!lathe_store_has(s, name))
        return;
    ok(lathe_store_find(s, name, &a, &err), &err);
    assert_true(a.count * 4 <= sizeof bytes);
    ok(lathe_store_read(s, &a, 0, a.count, bytes, &err), &err);
    ok(lathe_store_add(w, name, a.type, a.rank, a.dim, bytes, &err), &err);
}

static void write_changed(const char *from, const char *to,
                          const struct change *c)
{
    static const char *const parts[] = {"weight", "bias", "scale", "in_scale",
                                        "in_zero", "table/0"};
    struct lathe_store_writer *w;
    struct lathe_store *s;
    struct lathe_err err = {0};
    struct lathe_buf meta = {0};
    char name[32], *text;
    size_t n;

    ok(lathe_store_open(&s, from, LATHE_STORE_MODEL, NULL, &err), &err);
    ok(lathe_store_writer_new(&w, LATHE_STORE_MODEL, to, &err), &err);
    ok(lathe_store_get_text(s, "meta", &text, &n, &err), &err);
    const char *at = c->from ? strstr(text, c->from) : text;
    if (!at)
        fail_msg("'%s' is not in %s", c->from, text);
    lathe_buf_add(&meta, text, (size_t)(at - text));
    if (c->from) {
        lathe_buf_puts(&meta, c->to);
        at += strlen(c->from);
    }
    lathe_buf_puts(&meta, at);
    ok(lathe_store_add_text(w, "meta", meta.s, meta.len, &err), &err);
    for (int layer = 0; layer < 4; layer++)
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
            snprintf(name, sizeof name, "layer/%d/%s", layer, parts[i]);
            copy_array(s, w, name, c);
        }
    ok(lathe_store_commit(w, NULL, NULL, &err), &err);
    lathe_store_writer_free(w);
    lathe_store_free(s);
    lathe_buf_release(&meta);
    lathe_free(text);
}

static void all_refused(const char *path, const struct change *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct lathe_model m = {0};
        struct lathe_err err = {0};

        write_changed(path, "changed.h5", &c[i]);
        enum lathe_code rc = lathe_model_load(&m, "changed.h5", &err);
        if (rc != LATHE_EDATA || !strstr(err.msg, c[i].words) ||
            !strstr(err.msg, "'changed.h5'") || err.code != LATHE_EDATA)
            fail_msg("change %zu: %d '%s'", i, rc, err.msg);
        assert_null(m.params);
    }
}

static const float ones[12] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
static const float with_nan[12] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, NAN};
static const float with_inf[3] = {1, -INFINITY, 1};
static const double doubles[12] = {0};

static void parts_that_do_not_fit_are_refused(void **state)
{
    static const struct change none = {0}, changes[] = {
        {"\"layers\"", "\"lawyers\"", .words = "'changed.h5'"},
        {"dense 3, relu", "dense 3, smile", .words = "smile"},
        {"dense 3, relu", "dense 4, relu", .words = "does not fit the net"},
        {"dense 3, relu", "dense 3", .words = "layer/2/weight"},
        {"dense 3, relu", "dense 100000, relu", .words = "fewer weights"},
        {"dropout 0.5, dense 1", "dropout 0.5, dense 2",
         .words = "has 2 outputs, the target needs 1"},
        {"\"binary\"", "\"mse\"", .words = "loss does not fit"},
        {"\"binary\"", "\"hinge\"", .words = "loss does not fit"},
        {"\"binary\"", "7", .words = "loss does not fit"},
        {"\"binary\"", "\"categorical\"", .words = "the target needs 2"},
        {"\"in\"", "\"on\"", .words = "input shape"},
        {"      4,", "      5,", .words = "takes 5x1x1 inputs"},
        {"      4,", "      -4,", .words = "input shape"},
        {"      4,", "      2147483647,", .words = "input shape"},
        {"      4,", "      16777217,", .words = "input shape"},
        {"      4,", "      \"4\",", .words = "input shape"},
        {"\"task\": \"classify\"", "\"task\": \"juggle\"",
         .words = "schema"},
        {"\"schema\"", "\"sch\"", .words = "'changed.h5'"},
        {"\"provenance\"", "\"prov\"", .words = "where it is from"},
        {"\"kind\"", "kind", .words = "line"},
        {.array = "layer/0/weight", .words = "it is missing"},
        {.array = "layer/3/bias", .words = "it is missing"},
        {.array = "layer/0/weight", .type = LATHE_F64, .rank = 2,
         .dim = {4, 3}, .values = doubles, .words = "does not fit the net"},
        {.array = "layer/0/weight", .type = LATHE_F32, .rank = 2,
         .dim = {3, 4}, .values = ones, .words = "does not fit the net"},
        {.array = "layer/0/weight", .type = LATHE_F32, .rank = 1,
         .dim = {12}, .values = ones, .words = "does not fit the net"},
        {.array = "layer/0/weight", .type = LATHE_F32, .rank = 2,
         .dim = {4, 3}, .values = with_nan, .words = "out of range"},
        {.array = "layer/0/bias", .type = LATHE_F32, .rank = 1,
         .dim = {3}, .values = with_inf, .words = "out of range"},
        {.array = "layer/0/weight", .type = LATHE_I8, .rank = 2,
         .dim = {4, 3}, .values = ones, .words = "it is missing"},
    };
    struct lathe_model m, back = {0};
    struct lathe_err err = {0};

    (void)state;
    make_table(&m);
    ok(lathe_model_save(&m, "a.h5", &err), &err);
    lathe_model_release(&m);
    write_changed("a.h5", "b.h5", &none);
    same_bytes("a.h5", "b.h5");
    all_refused("a.h5", changes, sizeof changes / sizeof changes[0]);
    ok(lathe_model_load(&back, "b.h5", &err), &err);
    lathe_model_release(&back);
}

static void tables_that_do_not_fit_are_refused(void **state)
{
    static const struct change changes[] = {
        {"embed 3x4", "embed 2x4", .words = "not of the categories"},
        {"embed 3x4", "embed 2x4 1", .words = "not of the categories"},
        {"embed 3x4", "embed 3x4 0", .words = "not of the categories"},
        {"embed 3x4", "embed 3x5", .words = "does not fit the net"},
        {"embed 3x4", "embed 3x0", .words = "one row"},
        {"embed 3x4, ", "", .words = "layer/0/weight"},
        {.array = "layer/0/table/0", .words = "it is missing"},
        {.array = "layer/0/table/0", .type = LATHE_F32, .rank = 2,
         .dim = {4, 3}, .values = ones, .words = "does not fit the net"},
        {.array = "layer/0/table/0", .type = LATHE_F32, .rank = 2,
         .dim = {3, 4}, .values = with_nan, .words = "out of range"},
    };
    struct lathe_model m;
    struct lathe_err err = {0};

    (void)state;
    make_tables(&m);
    ok(lathe_model_save(&m, "a.h5", &err), &err);
    lathe_model_release(&m);
    all_refused("a.h5", changes, sizeof changes / sizeof changes[0]);
}

static void integers_that_do_not_fit_are_refused(void **state)
{
    static const int8_t low[12] = {INT8_MIN};
    static const float zero[3] = {1, 0, 1}, minus = -1, inf = INFINITY;
    static const int32_t far = 256, below = -1;
    static const struct change changes[] = {
        {.array = "layer/0/weight", .type = LATHE_I8, .rank = 2,
         .dim = {4, 3}, .values = low, .words = "weight': a value"},
        {.array = "layer/0/weight", .type = LATHE_I8, .rank = 2,
         .dim = {3, 4}, .values = low, .words = "does not fit the net"},
        {.array = "layer/0/scale", .type = LATHE_F32, .rank = 1, .dim = {3},
         .values = zero, .words = "scale': a value"},
        {.array = "layer/0/scale", .type = LATHE_F32, .rank = 1, .dim = {2},
         .values = ones, .words = "does not fit the net"},
        {.array = "layer/0/scale", .words = "it is missing"},
        {.array = "layer/0/in_scale", .type = LATHE_F32, .values = &minus,
         .words = "in_scale': a value"},
        {.array = "layer/0/in_scale", .type = LATHE_F32, .values = &inf,
         .words = "in_scale': a value"},
        {.array = "layer/0/in_zero", .type = LATHE_I32, .values = &far,
         .words = "in_zero': a value"},
        {.array = "layer/0/in_zero", .type = LATHE_I32, .values = &below,
         .words = "in_zero': a value"},
        {.array = "layer/0/in_zero", .words = "it is missing"},
    };
    struct lathe_model m;
    struct lathe_err err = {0};

    (void)state;
    make_table(&m);
    quantise(&m);
    ok(lathe_model_save(&m, "a.h5", &err), &err);
    lathe_model_release(&m);
    all_refused("a.h5", changes, sizeof changes / sizeof changes[0]);
}

static void a_running_variance_is_not_negative(void **state)
{
    struct lathe_model m, back = {0};
    struct lathe_err err = {0};

    (void)state;
    make_norms(&m);
    m.params[m.net.layer[1].stat + 2] = -1;
    ok(lathe_model_save(&m, "a.h5", &err), &err);
    assert_int_equal(lathe_model_load(&back, "a.h5", &err), LATHE_EDATA);
    assert_non_null(strstr(err.msg, "array 'layer/1/variance': a value is out "
                                    "of range"));
    lathe_model_release(&m);
}

static void every_altered_byte_of_a_model_is_refused(void **state)
{
    static const unsigned char masks[3] = {0x01, 0x80, 0xff};
    struct lathe_model m, back = {0};
    struct lathe_err err = {0};
    char *bytes;
    size_t n;

    (void)state;
    make_table(&m);
    ok(lathe_model_save(&m, "a.h5", &err), &err);
    lathe_model_release(&m);
    ok(lathe_file_read("a.h5", 1 << 20, &bytes, &n, &err), &err);
    FILE *f = fopen("a.h5", "r+b");
    assert_non_null(f);
    setvbuf(f, NULL, _IONBF, 0);
    for (size_t at = 0; at < n; at++)
        for (int k = 0; k <= 3; k++) {
            fseek(f, (long)at, SEEK_SET);
            fputc((unsigned char)bytes[at] ^ (k < 3 ? masks[k] : 0), f);
            if (k < 3 &&
                lathe_model_load(&back, "a.h5", &err) != LATHE_EDATA)
                fail_msg("byte %zu, mask %d", at, masks[k]);
        }
    fclose(f);
    ok(lathe_model_load(&back, "a.h5", &err), &err);
    lathe_model_release(&back);
    lathe_free(bytes);
}

/* ---- failures ----------------------------------------------------------- */

static void every_failed_allocation_is_survived(void **state)
{
    struct lathe_model m, back = {0};
    struct lathe_err err = {0};

    (void)state;
    make_table(&m);
    quantise(&m);
    for (int load = 0; load < 2; load++)
        for (long n = 0;; n++) {
            assert_true(n < 10000);
            err = (struct lathe_err){0};
            lathe_alloc_fail_after(n);
            enum lathe_code rc = load ? lathe_model_load(&back, "a.h5", &err)
                                      : lathe_model_save(&m, "a.h5", &err);
            lathe_alloc_fail_after(-1);
            if (rc == LATHE_OK)
                break;
            if (rc != LATHE_ENOMEM)
                fail_msg("allocation %ld: %d '%s'", n, rc, err.msg);
            assert_true(err.msg[0]);
        }
    lathe_model_release(&m);
    lathe_model_release(&back);
}

static void a_loss_says_how_many_outputs_it_needs(void **state)
{
    struct lathe_model m;

    (void)state;
    make_image(&m);
    assert_int_equal(lathe_loss_outputs(LATHE_LOSS_CATEGORICAL, &m.schema), 3);
    assert_int_equal(lathe_loss_outputs(LATHE_LOSS_BINARY, &m.schema), 1);
    assert_int_equal(lathe_loss_outputs(LATHE_LOSS_MSE, &m.schema), 1);
    assert_string_equal(lathe_loss_name(LATHE_LOSS_BINARY), "binary");
    lathe_model_release(&m);
}

static int enter_directory(void **state)
{
    (void)state;
    return mkdtemp(dir) && chdir(dir) == 0 ? 0 : -1;
}

static int remove_directory(void **state)
{
    (void)state;
    unlink("a.h5");
    unlink("b.h5");
    unlink("changed.h5");
    return chdir("/") || rmdir(dir);    /* fails when there is litter */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_saved_model_is_loaded_to_the_bit),
        cmocka_unit_test(a_quantised_model_is_loaded_to_the_bit),
        cmocka_unit_test(integers_stand_for_weight_times_scale),
        cmocka_unit_test(a_weight_that_is_not_finite_is_not_saved),
        cmocka_unit_test(parts_that_do_not_fit_are_refused),
        cmocka_unit_test(tables_that_do_not_fit_are_refused),
        cmocka_unit_test(integers_that_do_not_fit_are_refused),
        cmocka_unit_test(a_running_variance_is_not_negative),
        cmocka_unit_test(every_altered_byte_of_a_model_is_refused),
        cmocka_unit_test(every_failed_allocation_is_survived),
        cmocka_unit_test(a_loss_says_how_many_outputs_it_needs),
    };

    return cmocka_run_group_tests(tests, enter_directory, remove_directory);
}
