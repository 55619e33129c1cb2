#include "unit.h"

#include "base/alloc.h"
#include "nn/init.h"

#include <math.h>
#include <string.h>

struct drawn {
    struct lathe_net net;
    real *p;
};

static void drawn_init(struct drawn *d, const char *text,
                       struct lathe_shape in, enum lathe_init init)
{
    struct lathe_err err = {0};

    memset(d, 0, sizeof(*d));
    assert_int_equal(lathe_net_parse(&d->net, text, in, &err), 0);
    d->p = lathe_calloc(d->net.params, sizeof(real));
    assert_int_equal(lathe_init_params(&d->net, init, 1, d->p, &err), 0);
    for (size_t i = 0; i < d->net.n; i++)
        for (size_t j = 0; j < d->net.layer[i].biases; j++)
            assert_true(d->p[d->net.layer[i].bias + j] == 0);
}

static void drawn_release(struct drawn *d)
{
    lathe_free(d->p);
    lathe_net_release(&d->net);
}

/* Variance of the layer's weights times `of`; the largest in *top. */
static double spread(const struct drawn *d, size_t layer, double of,
                     double *top)
{
    const struct lathe_layer *l = &d->net.layer[layer];
    double sum = 0;

    *top = 0;
    for (size_t i = l->weight; i < l->weight + l->weights; i++) {
        sum += (double)d->p[i] * (double)d->p[i];
        *top = fmax(*top, fabs((double)d->p[i]));
    }
    return sum / (double)l->weights * of;
}

static void weights_have_the_variance_of_their_name(void **state)
{
    static const struct {
        enum lathe_init init;
        double inverse;         /* of the variance; 300 inputs, 100 outputs */
        bool uniform;
    } kinds[] = {
        { LATHE_INIT_HE, 150, false },
        { LATHE_INIT_HE_UNIFORM, 150, true },
        { LATHE_INIT_GLOROT, 200, true },
        { LATHE_INIT_GLOROT_NORMAL, 200, false },
        { LATHE_INIT_LECUN, 300, false },
        { LATHE_INIT_LECUN_UNIFORM, 300, true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct drawn d;
        double top, edge = sqrt(3 / kinds[i].inverse);

        drawn_init(&d, "dense 100", (struct lathe_shape){ 300, 1, 1 },
                   kinds[i].init);
        /* 5 % are six standard errors here. */
        assert_true(fabs(spread(&d, 0, kinds[i].inverse, &top) - 1) < 0.05);
        assert_true((top <= edge * 1.0001) == kinds[i].uniform);
        assert_true(top > 0.99 * edge);
        drawn_release(&d);
    }
}

static void a_window_counts_as_inputs(void **state)
{
    struct drawn d;
    double top;

    (void)state;
    drawn_init(&d, "conv 100 3x3", (struct lathe_shape){ 30, 9, 9 },
               LATHE_INIT_LECUN);
    assert_true(fabs(spread(&d, 0, 270, &top) - 1) < 0.05);
    drawn_release(&d);
}

static void left_to_lathe_the_next_activation_decides(void **state)
{
    struct drawn d;
    double top;

    (void)state;
    drawn_init(&d, "dense 100, dropout 0.5, relu, dense 200",
               (struct lathe_shape){ 300, 1, 1 }, LATHE_INIT_AUTO);
    assert_true(fabs(spread(&d, 0, 150, &top) - 1) < 0.05);     /* he */
    assert_true(fabs(spread(&d, 3, 150, &top) - 1) < 0.05);     /* glorot */
    assert_true(top <= sqrt(6.0 / 300) && top > 0.99 * sqrt(6.0 / 300));
    drawn_release(&d);
}

/* Largest difference of the products of vectors from 1 and 0. */
static double unlike(const real *w, size_t m, size_t n, size_t across,
                     size_t along)
{
    double worst = 0;

    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = 0;

            for (size_t e = 0; e < n; e++)
                sum += (double)w[i * across + e * along] *
                       (double)w[j * across + e * along];
            worst = fmax(worst, fabs(sum - (i == j)));
        }
    return worst;
}

static void orthogonal_weights_are_orthonormal(void **state)
{
    struct drawn d;

    (void)state;
    drawn_init(&d, "dense 40", (struct lathe_shape){ 90, 1, 1 },
               LATHE_INIT_ORTHOGONAL);
    assert_true(unlike(d.p, 40, 90, 1, 40) < 1e-6);     /* outputs */
    drawn_release(&d);
    drawn_init(&d, "dense 90", (struct lathe_shape){ 40, 1, 1 },
               LATHE_INIT_ORTHOGONAL);
    assert_true(unlike(d.p, 40, 90, 90, 1) < 1e-6);     /* inputs */
    drawn_release(&d);
    drawn_init(&d, "conv 16 3x3", (struct lathe_shape){ 2, 5, 5 },
               LATHE_INIT_ORTHOGONAL);
    assert_true(unlike(d.p, 16, 18, 18, 1) < 1e-6);
    drawn_release(&d);
}

static void zeros_are_zeros(void **state)
{
    struct drawn d;
    double top;

    (void)state;
    drawn_init(&d, "dense 9, relu, dense 3", (struct lathe_shape){ 5, 1, 1 },
               LATHE_INIT_ZEROS);
    assert_true(spread(&d, 0, 1, &top) == 0 && spread(&d, 2, 1, &top) == 0);
    drawn_release(&d);
}

static void every_name_is_known_and_no_other(void **state)
{
    static const char *const names[] = {
        "auto", "he", "he-uniform", "glorot", "glorot-normal", "lecun",
        "lecun-uniform", "orthogonal", "zeros",
    };
    struct lathe_err err = {0};
    enum lathe_init init;

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_int_equal(lathe_init_parse(names[i], &init, &err), LATHE_OK);
        assert_int_equal(init, LATHE_INIT_AUTO + i);
    }
    assert_int_equal(lathe_init_parse("", &init, &err), LATHE_EARG);
    assert_int_equal(lathe_init_parse("xavier", &init, &err), LATHE_EARG);
    assert_non_null(strstr(err.msg, "'xavier'; there are auto, he"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_have_the_variance_of_their_name),
        cmocka_unit_test(a_window_counts_as_inputs),
        cmocka_unit_test(left_to_lathe_the_next_activation_decides),
        cmocka_unit_test(orthogonal_weights_are_orthonormal),
        cmocka_unit_test(zeros_are_zeros),
        cmocka_unit_test(every_name_is_known_and_no_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
