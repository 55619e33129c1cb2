/*
 * From rows to answers: formulas by hand, and the same bits for a row however
 * it comes.
 */
#include "unit.h"

#include "infer/predictor.h"
#include "sample_model.h"
#include "sample_schema.h"

#define ROWS 300

static void load(struct lathe_model *m, const char *json, const char *layers,
                 enum lathe_loss loss)
{
    struct lathe_rng r = lathe_rng_stream(7, LATHE_RNG_TEST, 0, 0);
    struct lathe_err err = {0};
    struct lathe_shape in = { 0, 1, 1 };

    memset(m, 0, sizeof *m);
    if (sample_read(&m->schema, json, &err))
        fail_msg("%s", err.msg);
    in.c = (uint32_t)m->schema.inputs;
    if (m->schema.image.channels)
        in = (struct lathe_shape){ m->schema.image.channels,
                                   m->schema.image.height,
                                   m->schema.image.width };
    if (lathe_net_parse(&m->net, layers, in, &err))
        fail_msg("%s", err.msg);
    m->loss = loss;
    m->params = lathe_calloc(m->net.params, sizeof *m->params);
    for (size_t i = 0; i < m->net.params; i++)
        m->params[i] = sample_float(&r);
}

static void make_rows(struct lathe_rows *rows, const struct lathe_schema *s)
{
    struct lathe_rng r = lathe_rng_stream(8, LATHE_RNG_TEST, 0, 0);

    assert_int_equal(lathe_rows_init(rows, s, ROWS, NULL), LATHE_OK);
    rows->n = ROWS;
    for (size_t i = 0; i < ROWS * s->numbers; i++)
        rows->number[i] = i % 17 ? 40 + 10 * lathe_rng_normal(&r) : NAN;
    for (size_t i = 0; i < ROWS * s->categories; i++)
        rows->code[i] = i % 11 ? (uint32_t)lathe_rng_below(&r, 3)
                               : LATHE_UNKNOWN_CODE;
    for (size_t i = 0; i < ROWS * s->pixels; i++)
        rows->pixel[i] = (uint8_t)lathe_rng_u32(&r);
}

/* One row's logits set by hand: no weights, only biases. */
static void only_biases(struct lathe_model *m, float a, float b, float c)
{
    const float v[3] = { a, b, c };
    const struct lathe_layer *last = &m->net.layer[m->net.n - 1];

    memset(m->params, 0, m->net.params * sizeof *m->params);
    memcpy(m->params + last->bias, v, last->biases * sizeof *v);
}

static void answer_first(const struct lathe_model *m, float *out)
{
    struct lathe_predictor p;
    struct lathe_rows rows;

    make_rows(&rows, &m->schema);
    rows.n = 1;
    assert_int_equal(lathe_predictor_init(&p, m, 1, NULL, NULL), LATHE_OK);
    lathe_predictor_run(&p, &rows, out);
    lathe_predictor_release(&p);
    lathe_predictor_release(&p);
    lathe_rows_release(&rows);
}

static void two_classes_share_one_probability(void **state)
{
    struct lathe_model m;
    float out[2];

    (void)state;
    load(&m, sample_images_json, "dense 1", LATHE_LOSS_BINARY);
    only_biases(&m, logf(3), 0, 0);
    answer_first(&m, out);
    assert_float_equal(out[0], 0.25, 1e-7);
    assert_float_equal(out[1], 0.75, 1e-7);
    only_biases(&m, -1000, 0, 0);
    answer_first(&m, out);
    assert_true(out[0] == 1 && out[1] >= 0 && out[1] < 1e-30f);
    lathe_model_release(&m);
}

static void several_classes_get_a_softmax(void **state)
{
    struct lathe_model m;
    float out[3];

    (void)state;
    load(&m, sample_json, "dense 3", LATHE_LOSS_CATEGORICAL);
    only_biases(&m, logf(2), logf(5), logf(1));
    answer_first(&m, out);
    assert_float_equal(out[0], 0.25, 1e-7);
    assert_float_equal(out[1], 0.625, 1e-7);
    assert_float_equal(out[2], 0.125, 1e-7);
    lathe_model_release(&m);
}

static void a_number_is_in_the_unit_of_the_target(void **state)
{
    struct lathe_model m;
    float out[1];

    (void)state;
    load(&m, sample_regress_json, "dense 1", LATHE_LOSS_MSE);
    only_biases(&m, 3, 0, 0);
    answer_first(&m, out);      /* 3 / 0.25 + 2 */
    assert_true(out[0] == 14);
    lathe_model_release(&m);
}

/* All at once, one by one, in blocks of 100, and with 3 threads. */
static void check_cuts(const struct lathe_model *m)
{
    struct lathe_pool *pool = NULL;
    struct lathe_predictor p;
    struct lathe_rows rows, part;
    float *want, *got;
    size_t k;

    make_rows(&rows, &m->schema);
    assert_int_equal(lathe_predictor_init(&p, m, ROWS, NULL, NULL), 0);
    k = lathe_predictor_answers(&p);
    want = lathe_calloc(ROWS * k, sizeof *want);
    got = lathe_calloc(ROWS * k, sizeof *got);
    lathe_predictor_run(&p, &rows, want);
    for (size_t step = 1; step <= 100; step += 99)
        for (size_t i = 0; i < ROWS; i += step) {
            part = rows;
            part.n = step;
            part.number += i * rows.numbers;
            part.code += i * rows.categories;
            part.pixel += i * rows.pixels;
            lathe_predictor_run(&p, &part, got + i * k);
            assert_memory_equal(got + i * k, want + i * k,
                                step * k * sizeof *got);
        }
    lathe_predictor_release(&p);

    assert_int_equal(lathe_pool_new(&pool, 3, NULL), LATHE_OK);
    assert_int_equal(lathe_predictor_init(&p, m, ROWS, pool, NULL), 0);
    memset(got, 0, ROWS * k * sizeof *got);
    lathe_predictor_run(&p, &rows, got);
    assert_memory_equal(got, want, ROWS * k * sizeof *got);
    rows.n = 0;
    lathe_predictor_run(&p, &rows, got);
    lathe_predictor_release(&p);
    lathe_pool_free(pool);
    lathe_free(want);
    lathe_free(got);
    lathe_rows_release(&rows);
}

static void a_row_gets_the_same_bits_however_it_comes(void **state)
{
    struct lathe_rng r = lathe_rng_stream(9, LATHE_RNG_TEST, 0, 0);
    struct lathe_model m;

    (void)state;
    load(&m, sample_json, "dense 20, relu, dense 3", LATHE_LOSS_CATEGORICAL);
    check_cuts(&m);
    sample_quantise(&m, &r);
    check_cuts(&m);
    lathe_model_release(&m);
    load(&m, sample_images_json, "conv 3 2x2, relu, dense 1",
         LATHE_LOSS_BINARY);
    check_cuts(&m);
    lathe_model_release(&m);
    load(&m, sample_regress_json, "dense 9, tanh, dense 1", LATHE_LOSS_MSE);
    check_cuts(&m);
    lathe_model_release(&m);
}

static void the_first_of_equal_probabilities_is_chosen(void **state)
{
    const float a[4] = { 0.1f, 0.4f, 0.4f, 0.1f };

    (void)state;
    assert_int_equal(lathe_predictor_argmax(a, 4), 1);
    assert_int_equal(lathe_predictor_argmax(a, 1), 0);
}

static void none_is_chosen_of_what_are_no_probabilities(void **state)
{
    const float a[3] = { NAN, NAN, NAN };

    (void)state;
    assert_int_equal(lathe_predictor_argmax(a, 3), 3);
}

static void a_predictor_survives_every_failed_allocation(void **state)
{
    struct lathe_pool *pool = NULL;
    struct lathe_model m;
    bool done = false;

    (void)state;
    load(&m, sample_json, "dense 20, relu, dense 3", LATHE_LOSS_CATEGORICAL);
    assert_int_equal(lathe_pool_new(&pool, 2, NULL), LATHE_OK);
    for (long n = 0; !done; n++) {
        struct lathe_predictor p = {0};
        struct lathe_err err = {0};
        enum lathe_code rc;

        lathe_alloc_fail_after(n);
        rc = lathe_predictor_init(&p, &m, 10, pool, &err);
        lathe_alloc_fail_after(-1);
        done = rc == LATHE_OK;
        assert_true(done || (rc == LATHE_ENOMEM && err.msg[0]));
        lathe_predictor_release(&p);
    }
    lathe_pool_free(pool);
    lathe_model_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_classes_share_one_probability),
        cmocka_unit_test(several_classes_get_a_softmax),
        cmocka_unit_test(a_number_is_in_the_unit_of_the_target),
        cmocka_unit_test(a_row_gets_the_same_bits_however_it_comes),
        cmocka_unit_test(the_first_of_equal_probabilities_is_chosen),
        cmocka_unit_test(none_is_chosen_of_what_are_no_probabilities),
        cmocka_unit_test(a_predictor_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
