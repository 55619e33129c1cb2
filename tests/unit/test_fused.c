/*
 * A relu behind a dense layer is the end of that layer's product, and its
 * gradient that of the next one's: with the bits of passes of their own.
 */
#include "unit.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "nn/init.h"
#include "nn/run.h"

#include <string.h>

enum { ROWS = 203, WIDTH = 64, DENSE = 40, HOTS = 3 };

/* DENSE numbers, and HOTS columns of 8 places or none. */
static void inputs_init(struct lathe_inputs *x, size_t hots)
{
    struct lathe_rng r = lathe_rng_stream(13, LATHE_RNG_TEST, 0, 0);

    *x = (struct lathe_inputs){ .n = ROWS, .cap = ROWS, .hots = hots,
                                .dense = hots ? DENSE : WIDTH,
                                .width = WIDTH };
    x->x = lathe_calloc(ROWS * x->dense, sizeof(float));
    x->hot = lathe_calloc(ROWS * HOTS, sizeof(uint32_t));
    x->label = lathe_calloc(ROWS, sizeof(uint32_t));
    for (size_t i = 0; i < ROWS * x->dense; i++)
        x->x[i] = (float)lathe_rng_normal(&r);
    for (size_t i = 0; i < ROWS * hots; i++) {
        uint32_t place = (uint32_t)lathe_rng_below(&r, 9);
        x->hot[i] = place == 8 ? LATHE_COLD
                               : (uint32_t)(DENSE + i % HOTS * 8 + place);
    }
    for (size_t i = 0; i < ROWS; i++)
        x->label[i] = (uint32_t)lathe_rng_below(&r, 2);
}

static void inputs_release(struct lathe_inputs *x)
{
    lathe_free(x->x);
    lathe_free(x->hot);
    lathe_free(x->label);
}

/* Weights, and biases that are not 0. */
static void fill_params(struct lathe_work *work)
{
    const struct lathe_net *net = work->net;

    assert_int_equal(lathe_init_params(net, LATHE_INIT_AUTO, 1, work->params,
                                       NULL), 0);
    for (size_t i = 0; i < net->n; i++)
        for (size_t j = 0; j < net->layer[i].biases; j++)
            work->params[net->layer[i].bias + j] = (real)((int)(j % 7) - 3) /
                                                   8;
    lathe_run_refresh(work);
}

/* A step's gradients, and what is given out afterwards. */
static void run(struct lathe_work *work, const struct lathe_batch *batch,
                real *grad, real *out, struct lathe_tally *sum)
{
    const struct lathe_step step = { .batch = batch, .seed = 1, .step = 1 };
    struct lathe_tally judged = {0};
    size_t k = lathe_shape_size(work->net->out);

    fill_params(work);
    lathe_run_step(work, &step, sum);
    memcpy(grad, work->grad, work->net->params * sizeof(*grad));
    lathe_run_evaluate(work, batch, &judged);
    memcpy(out, work->output, batch->n * k * sizeof(*out));
    sum->square = judged.loss;
}

static void each_apart(struct lathe_work *work)
{
    for (size_t i = 0; i < work->net->n; i++) {
        struct lathe_op *op = &work->op[i];
        op->relu = op->idle = op->idle_back = op->masks = false;
    }
}

static void check(const char *text, size_t hots, size_t rows, size_t relus,
                  size_t masks)
{
    struct lathe_inputs x;
    struct lathe_batch batch = { .x = &x, .n = rows };
    struct lathe_net net = {0};
    struct lathe_work work = {0};
    struct lathe_err err = {0};
    struct lathe_tally a = {0}, b = {0};
    real *grad[2], *out[2];
    size_t k;

    inputs_init(&x, hots);
    assert_int_equal(lathe_net_parse(&net, text,
                                     (struct lathe_shape){ WIDTH, 1, 1 },
                                     &err), 0);
    k = lathe_shape_size(net.out);
    assert_int_equal(lathe_work_init(&work, &net, k > 1
                                                      ? LATHE_LOSS_CATEGORICAL
                                                      : LATHE_LOSS_BINARY,
                                     &x, rows, NULL, &err), 0);
    for (size_t i = 0; i < net.n; i++) {
        relus -= work.op[i].relu;
        masks -= work.op[i].masks;
    }
    assert_true(relus == 0 && masks == 0);
    for (int i = 0; i < 2; i++) {
        grad[i] = lathe_calloc(net.params, sizeof(real));
        out[i] = lathe_calloc(rows * k, sizeof(real));
    }
    run(&work, &batch, grad[0], out[0], &a);
    each_apart(&work);
    run(&work, &batch, grad[1], out[1], &b);
    assert_memory_equal(grad[0], grad[1], net.params * sizeof(real));
    assert_memory_equal(out[0], out[1], rows * k * sizeof(real));
    assert_memory_equal(&a, &b, sizeof(a));
    for (int i = 0; i < 2; i++) {
        lathe_free(grad[i]);
        lathe_free(out[i]);
    }
    lathe_work_release(&work);
    lathe_net_release(&net);
    inputs_release(&x);
}

static void a_relu_has_the_bits_of_a_pass_of_its_own(void **state)
{
    (void)state;
    for (size_t rows = 1; rows <= ROWS; rows += rows < 9 ? 1 : 97) {
        for (size_t hots = 0; hots <= HOTS; hots += HOTS) {
            check("dense 24, relu, dense 17, relu, dense 3", hots, rows, 2, 2);
            check("dense 100, relu, dense 50, relu, dense 1", hots, rows, 2,
                  2);
        }
        check("dense 90, relu, dense 70", 0, rows, 1, 1);
        check("dense 1, relu, dense 9, relu, dense 2", 0, rows, 2, 2);
        check("dense 20, relu", 0, rows, 1, 0);
    }
}

/* The relu's gradient is its own matter where something lies between. */
static void a_relu_before_another_layer_keeps_its_gradient(void **state)
{
    (void)state;
    check("dense 33, relu, dropout 0.3, dense 24, relu, dense 3", 0, ROWS, 2,
          1);
    check("dense 12, relu, res(dense 12, relu), dense 3", 0, ROWS, 2, 0);
    check("dense 12, relu, res(dense 9, relu, dense 12), relu, dense 3", HOTS,
          ROWS, 2, 1);
    check("dense 12, relu, batchnorm, relu, dense 8, layernorm, relu, dense 2",
          0, ROWS, 1, 0);
    check("dense 12, tanh, dense 12, relu, relu, dense 2", 0, ROWS, 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_relu_has_the_bits_of_a_pass_of_its_own),
        cmocka_unit_test(a_relu_before_another_layer_keeps_its_gradient),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
