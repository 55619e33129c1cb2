/*
 * predict from file to text. The model has no weights: its biases make
 * "none" and ">50K" equally likely for every row, and "<=50K" not at all.
 */
#include "unit.h"

#include "base/file.h"
#include "sample_model.h"
#include "sample_schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[64];

struct got {
    struct lathe_buf out, notes;
    struct lathe_err err;
    size_t writes;
};

static enum lathe_code take(void *ctx, const char *bytes, size_t n,
                            struct lathe_err *err)
{
    struct got *g = ctx;

    (void)err;
    g->writes++;
    lathe_buf_add(&g->out, bytes, n);
    return LATHE_OK;
}

static void note(void *ctx, const char *line)
{
    struct got *g = ctx;

    lathe_buf_printf(&g->notes, "%s\n", line);
}

static const char *path(char out[128], const char *name)
{
    snprintf(out, 128, "%s/%s", folder, name);
    return out;
}

static void put(const char *name, const char *text)
{
    char at[128];

    assert_int_equal(lathe_file_replace(path(at, name), text, strlen(text),
                                        NULL), LATHE_OK);
}

/* `json`: a schema; the biases of its `k` outputs. */
static void put_model(const char *name, const char *json, const char *layers,
                      enum lathe_loss loss, const float *bias, size_t k)
{
    struct lathe_model m = { .loss = loss };
    struct lathe_shape in = { 0, 1, 1 };
    struct lathe_err err = {0};
    char at[128];

    if (sample_read(&m.schema, json, &err))
        fail_msg("%s", err.msg);
    in.c = (uint32_t)m.schema.inputs;
    if (lathe_net_parse(&m.net, layers, in, &err))
        fail_msg("%s", err.msg);
    m.params = lathe_calloc(m.net.params, sizeof *m.params);
    memcpy(m.params + m.net.layer[0].bias, bias, k * sizeof *bias);
    if (lathe_model_save(&m, path(at, name), &err))
        fail_msg("%s", err.msg);
    lathe_model_release(&m);
}

static int set_up(void **state)
{
    float classes[3], price = 3;

    (void)state;
    snprintf(folder, sizeof folder, "/tmp/lathe-predict-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    classes[0] = -200;
    classes[1] = 0;
    classes[2] = 0;
    put_model("m.h5", sample_json, "dense 3", LATHE_LOSS_CATEGORICAL, classes,
              3);
    put_model("r.h5", sample_regress_json, "dense 1", LATHE_LOSS_MSE, &price,
              1);
    put("two.csv", "hours,work,age,grade,extra\n1,gov,30,1,\"a,\"\"b\"\n"
                   "2,?,NA,10,c\n");
    return 0;
}

static int tear_down(void **state)
{
    char command[128];

    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static enum lathe_code predict(struct got *g, const char *model,
                               const char *data,
                               const struct lathe_predict_opts *with)
{
    const struct lathe_host host = { .note = note, .ctx = g };
    struct lathe_predict_opts o = *with;
    char a[128], b[128];

    memset(g, 0, sizeof *g);
    o.model = path(a, model);
    o.data = path(b, data);
    return lathe_predict(&o, &host, take, g, &g->err);
}

static void expect(const char *model, const char *data,
                   const struct lathe_predict_opts *with, const char *want)
{
    struct got g;

    if (predict(&g, model, data, with))
        fail_msg("%s", g.err.msg);
    assert_string_equal(g.out.s, want);
    lathe_buf_release(&g.out);
    lathe_buf_release(&g.notes);
}

static void expect_failure(const char *data,
                           const struct lathe_predict_opts *with,
                           enum lathe_code code, const char *says,
                           const char *out)
{
    struct got g;

    assert_int_equal(predict(&g, "m.h5", data, with), code);
    if (!strstr(g.err.msg, says))
        fail_msg("'%s' does not say '%s'", g.err.msg, says);
    assert_string_equal(g.out.s ? g.out.s : "", out);
    lathe_buf_release(&g.out);
    lathe_buf_release(&g.notes);
}

static void the_answer_has_the_name_of_the_target(void **state)
{
    struct lathe_predict_opts o = lathe_predict_defaults();

    (void)state;
    expect("m.h5", "two.csv", &o, "income\nnone\nnone\n");
    put("rooms.csv", "rooms\n4\n");
    expect("r.h5", "rooms.csv", &o, "price\n14\n");
}

static void probabilities_follow_in_the_order_of_the_classes(void **state)
{
    struct lathe_predict_opts o = lathe_predict_defaults();

    (void)state;
    o.proba = true;
    expect("m.h5", "two.csv", &o,
           "income,p(<=50K),p(none),p(>50K)\nnone,0,0.5,0.5\n"
           "none,0,0.5,0.5\n");
}

static void kept_columns_come_first_and_are_quoted_where_needed(void **state)
{
    struct lathe_predict_opts o = lathe_predict_defaults();

    (void)state;
    o.keep = "extra, age";
    expect("m.h5", "two.csv", &o,
           "extra,age,income\n\"a,\"\"b\",30,none\nc,NA,none\n");
    put("truth.csv", "income,hours,work,age,grade\nx,1,gov,30,1\n");
    o.keep = "income";
    expect("m.h5", "truth.csv", &o,
           "income,predicted income\nx,none\n");
    o.keep = "height";
    expect_failure("two.csv", &o, LATHE_EDATA, "'height'", "");
}

static void json_lines_are_objects(void **state)
{
    struct lathe_predict_opts o = lathe_predict_defaults();

    (void)state;
    o.format = "jsonl";
    o.keep = "extra";
    o.proba = true;
    expect("m.h5", "two.csv", &o,
           "{\"extra\":\"a,\\\"b\",\"income\":\"none\",\"probabilities\":"
           "{\"<=50K\":0,\"none\":0.5,\">50K\":0.5}}\n"
           "{\"extra\":\"c\",\"income\":\"none\",\"probabilities\":"
           "{\"<=50K\":0,\"none\":0.5,\">50K\":0.5}}\n");
}

static void without_a_header_the_columns_are_those_of_training(void **state)
{
    struct lathe_predict_opts o = lathe_predict_defaults();

    (void)state;
    o.no_header = true;
    o.keep = "work";
    put("bare.csv", "30,7,gov,1,40\n31,8,self,2,50\n"); /* id among them */
    expect("m.h5", "bare.csv", &o, "work,income\ngov,none\nself,none\n");
    o.keep = NULL;
    put("short.csv", "30,7,gov,1\n");
    expect_failure("short.csv", &o, LATHE_EDATA, "4 columns", "");
}

/* Training data without a header: features c1 and c3, target c2. */
static void numbered_columns_may_have_the_target_among_them(void **state)
{
    static const char json[] =
        "{\"task\":\"regress\",\"target\":\"c2\",\"rows\":3,"
        "\"target_stats\":{\"mean\":2,\"sd\":4,\"min\":1,\"q25\":1,"
        "\"median\":2,\"q75\":3,\"max\":3},\"target_shift\":0,"
        "\"target_factor\":1,"
        "\"csv\":{\"delimiter\":\";\",\"quote\":\"\\\"\",\"comment\":null,"
        "\"header\":false,\"na\":[]},\"columns\":["
        "{\"name\":\"c1\",\"kind\":\"number\",\"present\":3,\"missing\":0,"
        "\"impute\":\"median\",\"scale\":\"none\",\"fill\":0,\"shift\":0,"
        "\"factor\":1,\"clip\":[null,null],\"stats\":{\"mean\":0,\"sd\":1,"
        "\"min\":0,\"q25\":0,\"median\":0,\"q75\":0,\"max\":0}},"
        "{\"name\":\"c3\",\"kind\":\"number\",\"present\":3,\"missing\":0,"
        "\"impute\":\"median\",\"scale\":\"none\",\"fill\":0,\"shift\":0,"
        "\"factor\":1,\"clip\":[null,null],\"stats\":{\"mean\":0,\"sd\":1,"
        "\"min\":0,\"q25\":0,\"median\":0,\"q75\":0,\"max\":0}}]}";
    struct lathe_predict_opts o = lathe_predict_defaults();
    struct lathe_model m = {0};
    struct lathe_err err = {0};
    char at[128];

    (void)state;
    if (sample_read(&m.schema, json, &err) ||
        lathe_net_parse(&m.net, "dense 1", (struct lathe_shape){ 2, 1, 1 },
                        &err))
        fail_msg("%s", err.msg);
    m.loss = LATHE_LOSS_MSE;
    m.params = lathe_calloc(3, sizeof *m.params);
    m.params[0] = 1;            /* c1 + 10 c3 */
    m.params[1] = 10;
    assert_int_equal(lathe_model_save(&m, path(at, "c.h5"), &err), 0);
    lathe_model_release(&m);
    put("with.csv", "1;99;2\n3;99;4\n");
    put("without.csv", "1;2\n3;4\n");
    expect("c.h5", "with.csv", &o, "c2\n21\n43\n");
    expect("c.h5", "without.csv", &o, "c2\n21\n43\n");
    o.no_header = true;
    expect("c.h5", "with.csv", &o, "c2\n21\n43\n");
}

static void a_missing_column_fails_before_any_answer(void **state)
{
    struct lathe_predict_opts o = lathe_predict_defaults();

    (void)state;
    put("less.csv", "hours,work,age\n1,gov,30\n");
    expect_failure("less.csv", &o, LATHE_EDATA, "'grade'", "");
    o.format = "xml";
    expect_failure("two.csv", &o, LATHE_EARG, "'xml'", "");
}

static void a_bad_row_fails_after_the_answers_before_it(void **state)
{
    struct lathe_predict_opts o = lathe_predict_defaults();

    (void)state;
    put("bad.csv", "hours,work,age,grade\n1,gov,30,1\n2,gov,31,1\n"
                   "3x,gov,32,1\n4,gov,33,1\n");
    expect_failure("bad.csv", &o, LATHE_EDATA, "line 4, column 'hours'",
                   "income\nnone\nnone\n");
    put("ragged.csv", "hours,work,age,grade\n1,gov,30,1\n2,gov\n");
    expect_failure("ragged.csv", &o, LATHE_EDATA, "line 3",
                   "income\nnone\n");
}

static void a_number_has_no_probabilities(void **state)
{
    struct lathe_predict_opts o = lathe_predict_defaults();
    struct got g;

    (void)state;
    put("rooms.csv", "rooms\n4\n");
    o.proba = true;
    assert_int_equal(predict(&g, "r.h5", "rooms.csv", &o), LATHE_EARG);
    assert_non_null(strstr(g.err.msg, "--proba"));
    lathe_buf_release(&g.out);
}

static void missing_and_unknown_values_are_counted_once(void **state)
{
    struct lathe_predict_opts o = lathe_predict_defaults();
    struct got g;

    (void)state;
    put("odd.csv", "hours,work,age,grade\n1,gov,,1\n2,new,?,1\n3,newer,3,1\n");
    assert_int_equal(predict(&g, "m.h5", "odd.csv", &o), LATHE_OK);
    assert_non_null(strstr(g.notes.s, "2 missing values"));
    assert_non_null(strstr(g.notes.s, "2 values of categories that the model "
                           "does not know: 'work' 2; the first is 'new' in "
                           "line 3"));
    lathe_buf_release(&g.out);
    lathe_buf_release(&g.notes);
}

static void a_file_is_replaced_only_when_all_is_answered(void **state)
{
    struct lathe_predict_opts o = lathe_predict_defaults();
    char at[128], *bytes = NULL;
    struct got g;
    size_t n;

    (void)state;
    put("out.csv", "old");
    o.output = path(at, "out.csv");
    put("bad.csv", "hours,work,age,grade\n1,gov,30,1\n3x,gov,32,1\n");
    assert_int_equal(predict(&g, "m.h5", "bad.csv", &o), LATHE_EDATA);
    assert_int_equal(lathe_file_read(at, 1000, &bytes, &n, NULL), LATHE_OK);
    assert_string_equal(bytes, "old");
    lathe_free(bytes);
    assert_int_equal(predict(&g, "m.h5", "two.csv", &o), LATHE_OK);
    assert_int_equal(g.writes, 0);
    lathe_buf_release(&g.notes);
    assert_int_equal(lathe_file_read(at, 1000, &bytes, &n, NULL), LATHE_OK);
    assert_string_equal(bytes, "income\nnone\nnone\n");
    lathe_free(bytes);
}

/* Rows of which some go over two lines, and what is to be answered. */
static void long_table(struct lathe_buf *in, struct lathe_buf *want, int rows)
{
    lathe_buf_puts(in, "hours,work,age,grade\n");
    lathe_buf_puts(want, "hours,work,income\n");
    for (int i = 0; i < rows; i++) {
        const char *work = i % 1000 == 7 ? "\"new\nword\""
                           : i % 1000 == 9 ? "" : "gov";

        lathe_buf_printf(in, "%d,%s,%d,1\n", i, work, i % 90);
        lathe_buf_printf(want, "%d,%s,none\n", i, work);
    }
}

static void long_input_is_answered_in_order_with_any_threads(void **state)
{
    struct lathe_predict_opts o = lathe_predict_defaults();
    struct lathe_buf in = {0}, want = {0};

    (void)state;
    long_table(&in, &want, 50000);
    put("long.csv", in.s);
    lathe_buf_puts(&in, "x,gov,1,1\n1,gov,1,1\n");
    put("longbad.csv", in.s);
    o.keep = "hours,work";
    for (o.threads = 1; o.threads <= 3; o.threads++) {
        struct got g;

        assert_int_equal(predict(&g, "m.h5", "long.csv", &o), LATHE_OK);
        assert_string_equal(g.out.s, want.s);
        assert_non_null(strstr(g.notes.s, "50 missing values"));
        assert_non_null(strstr(g.notes.s, "50 values of categories that the "
                                          "model does not know: 'work' 50; the "
                                          "first is 'new"));
        assert_non_null(strstr(g.notes.s, "' in line 9\n"));
        lathe_buf_release(&g.out);
        lathe_buf_release(&g.notes);
        assert_int_equal(predict(&g, "m.h5", "longbad.csv", &o), LATHE_EDATA);
        assert_non_null(strstr(g.err.msg, "line 50052, column 'hours'"));
        assert_string_equal(g.out.s, want.s);
        lathe_buf_release(&g.out);
        lathe_buf_release(&g.notes);
    }
    lathe_buf_release(&in);
    lathe_buf_release(&want);
}

static void predict_survives_every_failed_allocation(void **state)
{
    struct lathe_predict_opts o = lathe_predict_defaults();
    struct lathe_buf in = {0}, want = {0};
    int files = 0;

    (void)state;
    long_table(&in, &want, 300);
    put("some.csv", in.s);
    lathe_buf_release(&in);
    lathe_buf_release(&want);
    o.threads = 1;
    for (long n = 0; files < 2; n++) {
        const struct lathe_host host = {0};
        struct lathe_err err = {0};
        struct got g = {0};
        char a[128], b[128];
        enum lathe_code rc;

        o.model = path(a, "m.h5");
        o.data = path(b, files ? "some.csv" : "two.csv");
        o.keep = files ? "work" : "extra";
        g.out.limit = 10000;
        lathe_buf_puts(&g.out, "room");
        lathe_alloc_fail_after(n);
        rc = lathe_predict(&o, &host, take, &g, &err);
        lathe_alloc_fail_after(-1);
        files += rc == LATHE_OK;
        n = rc == LATHE_OK ? -1 : n;
        if (rc && (rc != LATHE_ENOMEM || !err.msg[0]))
            fail_msg("allocation %ld: %d '%s'", n, rc, err.msg);
        lathe_buf_release(&g.out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answer_has_the_name_of_the_target),
        cmocka_unit_test(probabilities_follow_in_the_order_of_the_classes),
        cmocka_unit_test(kept_columns_come_first_and_are_quoted_where_needed),
        cmocka_unit_test(json_lines_are_objects),
        cmocka_unit_test(without_a_header_the_columns_are_those_of_training),
        cmocka_unit_test(numbered_columns_may_have_the_target_among_them),
        cmocka_unit_test(a_missing_column_fails_before_any_answer),
        cmocka_unit_test(a_bad_row_fails_after_the_answers_before_it),
        cmocka_unit_test(a_number_has_no_probabilities),
        cmocka_unit_test(missing_and_unknown_values_are_counted_once),
        cmocka_unit_test(a_file_is_replaced_only_when_all_is_answered),
        cmocka_unit_test(long_input_is_answered_in_order_with_any_threads),
        cmocka_unit_test(predict_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
