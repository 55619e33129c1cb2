/*
 * Layers, losses and optimisers against PyTorch, by numbers that it gave (see
 * tests/reference/layers.py).
 */
#include "unit.h"

#include "base/alloc.h"
#include "infer/engine.h"
#include "nn/run.h"
#include "train/optimiser.h"

#include "../reference/layers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 7, STEPS = 100, PARAMS = 5 };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Relative to numbers of the size of 1 and more. */
static void near(double got, double want, double tolerance, const char *text,
                 const char *what, size_t place)
{
    if (!(fabs(got - want) <= tolerance * fmax(1, fabs(want))))
        fail_msg("'%s', %s %zu: %.9g, not %.9g", text, what, place, got, want);
}

static enum lathe_loss loss_of(const char *name, size_t outs,
                               struct lathe_objective *o)
{
    const char *colon = strchr(name, ':');
    double v = colon ? strtod(colon + 1, NULL) : 0;

    if (!strncmp(name, "mae", 3))
        o->kind = LATHE_OBJECTIVE_MAE;
    if (!strncmp(name, "huber", 5))
        o->kind = LATHE_OBJECTIVE_HUBER;
    if (!strncmp(name, "focal", 5))
        o->kind = LATHE_OBJECTIVE_FOCAL;
    o->delta = colon ? v : 1;
    o->gamma = colon ? v : 2;
    if (*name == 'm' || *name == 'h')
        return LATHE_LOSS_MSE;
    return outs == 1 ? LATHE_LOSS_BINARY : LATHE_LOSS_CATEGORICAL;
}

/* The rows of a case. */
struct rows {
    struct lathe_inputs x;
    uint32_t label[ROWS];
    float value[ROWS];
};

static void rows_init(struct rows *r, size_t i)
{
    size_t width = lathe_shape_size(cases[i].in);

    memset(r, 0, sizeof(*r));
    for (int j = 0; j < ROWS; j++) {
        r->label[j] = (uint32_t)fabsf(cases[i].y[j]);
        r->value[j] = cases[i].y[j];
    }
    r->x = (struct lathe_inputs){ .n = ROWS, .cap = ROWS, .dense = width,
                                  .width = width, .x = (float *)cases[i].x,
                                  .label = r->label, .value = r->value,
                                  .weight = (float *)cases[i].weight };
}

/* Each row so many times, which changes no mean and no share of a row in the
 * gradient: a batch of groups of images, and of a part of one. */
enum { REPEAT = 3 };

static void step(size_t i, struct lathe_work *work, size_t rows)
{
    static const float weight[] = { 0.5f, 1.5f, 2.0f };
    const char *text = cases[i].text;
    struct rows r;
    uint32_t row[ROWS * REPEAT];
    struct lathe_batch batch = { .x = &r.x, .n = rows, .row = row,
                                 .weight = weight };
    struct lathe_step s = { .batch = &batch };
    struct lathe_tally sum = {0};
    size_t k = cases[i].outs / ROWS;

    rows_init(&r, i);
    for (uint32_t j = 0; j < rows; j++)
        row[j] = j % ROWS;
    assert_int_equal(work->net->params, cases[i].params);
    for (size_t j = 0; j < cases[i].params; j++)
        work->params[j] = (real)cases[i].before[j];
    lathe_run_refresh(work);
    lathe_run_step(work, &s, &sum);
    near(sum.loss / sum.weight, cases[i].mean, 1e-5, text, "loss", 0);
    for (size_t j = 0; j < cases[i].params; j++)
        near((double)work->grad[j], cases[i].grad[j], 1e-5, text, "gradient",
             j);
    for (size_t j = 0; j < cases[i].params; j++) {
        if (rows == ROWS)       /* its variance is of all rows but one */
            near((double)work->params[j], cases[i].after[j], 1e-5, text,
                 "running statistic", j);
        work->params[j] = (real)cases[i].after[j];
    }
    lathe_run_refresh(work);
    memset(&sum, 0, sizeof(sum));
    lathe_run_evaluate(work, &batch, &sum);
    for (size_t j = 0; j < rows * k; j++)
        near((double)work->output[j], cases[i].out[j % cases[i].outs], 1e-5,
             text, "output", j);
}

static void check_case(size_t i, size_t rows)
{
    struct lathe_net net = {0};
    struct lathe_work work = {0};
    struct lathe_objective o = { .smoothing = cases[i].smoothing };
    struct lathe_err err = {0};
    struct rows r;

    rows_init(&r, i);
    if (lathe_net_parse(&net, cases[i].text, cases[i].in, &err) ||
        lathe_work_init(&work, &net,
                        loss_of(cases[i].loss, cases[i].outs / ROWS, &o),
                        &r.x, rows, NULL, &err))
        fail_msg("%s", err.msg);
    work.objective = o;
    step(i, &work, rows);
    lathe_work_release(&work);
    lathe_net_release(&net);
}

static void training_agrees_with_pytorch(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        check_case(i, ROWS);
        check_case(i, ROWS * REPEAT);
    }
}

/* Images come as the columns of a table that are given their shape. */
static void predictions_agree_with_pytorch(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct lathe_shape in = cases[i].in;
        struct lathe_shape flat = { (uint32_t)lathe_shape_size(in), 1, 1 };
        struct lathe_model m = { .schema = { .dense = flat.c,
                                             .inputs = flat.c } };
        struct lathe_engine *e = NULL;
        struct lathe_scratch *s = NULL;
        struct lathe_err err = {0};
        struct rows r;
        char text[400];
        float out[ROWS * 3];

        rows_init(&r, i);
        snprintf(text, sizeof(text), "reshape %ux%ux%u, %s", in.c, in.h, in.w,
                 cases[i].text);
        if (lathe_net_parse(&m.net, text, flat, &err))
            fail_msg("%s", err.msg);
        m.params = lathe_calloc(m.net.params, sizeof(float));
        for (size_t j = 0; j < m.net.params; j++)
            m.params[j] = (float)cases[i].after[j];
        assert_int_equal(lathe_engine_new(&e, &m, lathe_cpu_level(), &err), 0);
        assert_int_equal(lathe_scratch_new(&s, e, 4, &err), 0);
        lathe_engine_run(e, s, &r.x, 0, ROWS, out);
        for (size_t j = 0; j < cases[i].outs; j++)
            near((double)out[j], cases[i].out[j], 1e-5, text, "prediction",
                 j);
        lathe_scratch_free(s);
        lathe_engine_free(e);
        lathe_model_release(&m);
    }
}

/* As the script does it. */
static void follow(size_t i, enum lathe_optimiser_kind kind)
{
    real w[PARAMS] = { -1, (real)-0.5, 0, (real)0.5, 1 }, g[PARAMS] = {0};
    struct lathe_optimiser o = { .kind = kind, .momentum = 0.8,
                                 .l2 = optimisers[i].decay };
    struct lathe_err err = {0};

    assert_int_equal(lathe_optimiser_init(&o, w, g, PARAMS, &err), 0);
    for (int t = 0; t < STEPS; t++) {
        double norm = 0, share;

        for (int j = 0; j < PARAMS; j++) {
            g[j] = (real)((j + 1) * ((double)w[j] - 0.5) +
                          cos((double)w[j] + t) / 4);
            norm += (double)(g[j] * g[j]);
        }
        share = optimisers[i].clip / (sqrt(norm) + 1e-6);
        for (int j = 0; j < PARAMS && share > 0 && share < 1; j++)
            g[j] *= (real)share;
        lathe_optimiser_begin(&o, optimisers[i].rate);
        lathe_optimiser_update(&o, 0, PARAMS, false);
        for (int j = 0; j < PARAMS; j++)
            near((double)w[j], optimisers[i].path[t * PARAMS + j], 1e-6,
                 optimisers[i].name, "step", (size_t)t);
    }
    lathe_optimiser_release(&o);
}

/* ---- tables of categories ----------------------------------------------- */

enum { EMBED_STEPS = 24, EMBED_BATCH = 2 };

#define EMBED_TEXT "embed 5x3 4 3x2, dense 4, tanh, dense 3"

static const struct lathe_shape embed_in = { 14, 1, 1 };

/* Places of the columns begin behind two numbers. */
static void embed_rows(struct rows *r, uint32_t *hot)
{
    static const uint32_t first[] = { 2, 7, 11 };

    for (size_t i = 0; i < COUNT(embed_hot); i++)
        hot[i] = embed_hot[i] < 0 ? LATHE_COLD
                                  : (uint32_t)embed_hot[i] + first[i % 3];
    memcpy(r->label, embed_y, sizeof(embed_y));
    r->x = (struct lathe_inputs){
        .n = ROWS, .cap = ROWS, .dense = 2, .hots = 3, .width = 14,
        .x = (float *)embed_x, .hot = hot, .label = r->label };
}

/* As the script does it: most rows of the tables are in no batch. */
static void follow_tables(size_t i, const struct lathe_net *net,
                          const struct lathe_inputs *x)
{
    struct lathe_work work;
    struct lathe_optimiser o = { .momentum = 0.8,
                                 .l2 = embedded[i].decay };
    struct lathe_err err = {0};

    assert_int_equal(lathe_work_init(&work, net, LATHE_LOSS_CATEGORICAL, x,
                                     EMBED_BATCH, NULL, &err), 0);
    assert_int_equal(lathe_optimiser_parse(embedded[i].name, &o.kind, &err),
                     0);
    assert_int_equal(lathe_optimiser_init(&o, work.params, work.grad,
                                          net->params, &err), 0);
    for (size_t j = 0; j < net->params; j++)
        work.params[j] = (real)embed_before[j];
    lathe_run_refresh(&work);
    for (uint32_t t = 0; t < EMBED_STEPS; t++) {
        const uint32_t row[] = { t % 6, (t + 1) % 6 };
        struct lathe_batch batch = { .x = x, .row = row, .n = EMBED_BATCH };
        struct lathe_step s = { .batch = &batch, .ctx = &o,
                                .update = lathe_optimiser_update };
        struct lathe_tally sum = {0};

        lathe_optimiser_begin(&o, embedded[i].rate);
        lathe_run_step(&work, &s, &sum);
    }
    for (size_t j = 0; j < net->params; j++)
        near((double)work.params[j], embedded[i].after[j], 1e-5,
             embedded[i].name, "parameter", j);
    lathe_optimiser_release(&o);
    lathe_work_release(&work);
}

static void tables_learn_as_pytorch_s_do(void **state)
{
    uint32_t hot[3 * ROWS];
    struct lathe_net net;
    struct lathe_work work;
    struct rows r;
    struct lathe_err err = {0};
    struct lathe_batch batch = { .x = &r.x, .n = ROWS };
    struct lathe_step s = { .batch = &batch };
    struct lathe_tally sum = {0};

    (void)state;
    embed_rows(&r, hot);
    assert_int_equal(lathe_net_parse(&net, EMBED_TEXT, embed_in, &err), 0);
    assert_int_equal(net.params, COUNT(embed_before));
    assert_int_equal(lathe_work_init(&work, &net, LATHE_LOSS_CATEGORICAL, &r.x,
                                     ROWS, NULL, &err), 0);
    for (size_t j = 0; j < net.params; j++)
        work.params[j] = (real)embed_before[j];
    lathe_run_refresh(&work);
    lathe_run_step(&work, &s, &sum);
    near(sum.loss / sum.weight, embed_mean, 1e-5, EMBED_TEXT, "loss", 0);
    for (size_t j = 0; j < net.params; j++)
        near((double)work.grad[j], embed_grad[j], 1e-5, EMBED_TEXT, "gradient",
             j);
    for (size_t j = 0; j < COUNT(embed_out); j++)
        near((double)work.output[j], embed_out[j], 1e-5, EMBED_TEXT, "output",
             j);
    lathe_work_release(&work);
    for (size_t i = 0; i < COUNT(embedded); i++)
        follow_tables(i, &net, &r.x);
    lathe_net_release(&net);
}

static void answers_from_tables_agree_with_pytorch(void **state)
{
    uint32_t hot[3 * ROWS];
    struct lathe_model m = { .schema = { .dense = 2, .hots = 3,
                                         .inputs = 14 } };
    struct lathe_engine *e = NULL;
    struct lathe_scratch *s = NULL;
    struct lathe_err err = {0};
    struct rows r;
    float out[COUNT(embed_out)];

    (void)state;
    embed_rows(&r, hot);
    assert_int_equal(lathe_net_parse(&m.net, EMBED_TEXT, embed_in, &err), 0);
    m.params = lathe_calloc(m.net.params, sizeof(float));
    memcpy(m.params, embed_before, sizeof(embed_before));
    assert_int_equal(lathe_engine_new(&e, &m, lathe_cpu_level(), &err), 0);
    assert_int_equal(lathe_scratch_new(&s, e, 4, &err), 0);
    lathe_engine_run(e, s, &r.x, 0, ROWS, out);
    for (size_t j = 0; j < COUNT(embed_out); j++)
        near((double)out[j], embed_out[j], 1e-5, EMBED_TEXT, "answer", j);
    lathe_scratch_free(s);
    lathe_engine_free(e);
    m.schema = (struct lathe_schema){0};
    lathe_model_release(&m);
}

static void optimisers_step_as_pytorch_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(optimisers); i++) {
        enum lathe_optimiser_kind kind;

        assert_int_equal(lathe_optimiser_parse(optimisers[i].name, &kind,
                                               NULL), LATHE_OK);
        follow(i, kind);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(training_agrees_with_pytorch),
        cmocka_unit_test(predictions_agree_with_pytorch),
        cmocka_unit_test(optimisers_step_as_pytorch_does),
        cmocka_unit_test(tables_learn_as_pytorch_s_do),
        cmocka_unit_test(answers_from_tables_agree_with_pytorch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
