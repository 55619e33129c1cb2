#include "unit.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "train/optimiser.h"
#include "train/schedule.h"

#include <math.h>
#include <string.h>

enum { N = 150, STEPS = 100 };  /* whole blocks and a tail */

/* One parameter in double, straight from the documentation of PyTorch's
 * optimizers (torch.optim: SGD, Adagrad, RMSprop, Adam, AdamW). */
struct twin {
    double w, m, v;
};

static void twin_step(struct twin *p, enum lathe_optimiser_kind kind, double g,
                      double rate, double momentum, double l2, int t)
{
    double first, second;

    if (kind == LATHE_ADAMW)
        p->w = p->w - rate * l2 * p->w;
    else
        g = g + l2 * p->w;
    switch (kind) {
    case LATHE_SGD:
        p->w -= rate * g;
        break;
    case LATHE_MOMENTUM:
    case LATHE_NESTEROV:
        p->m = t == 1 ? g : momentum * p->m + g;
        g = kind == LATHE_NESTEROV ? g + momentum * p->m : p->m;
        p->w -= rate * g;
        break;
    case LATHE_ADAGRAD:
        p->v += g * g;
        p->w -= rate * g / (sqrt(p->v) + 1e-10);
        break;
    case LATHE_RMSPROP:
        p->v = 0.99 * p->v + (1 - 0.99) * g * g;
        p->w -= rate * g / (sqrt(p->v) + 1e-8);
        break;
    case LATHE_ADAM:
    case LATHE_ADAMW:
        p->m = 0.9 * p->m + (1 - 0.9) * g;
        p->v = 0.999 * p->v + (1 - 0.999) * g * g;
        first = p->m / (1 - pow(0.9, t));
        second = p->v / (1 - pow(0.999, t));
        p->w -= rate * first / (sqrt(second) + 1e-8);
        break;
    }
}

struct run {
    struct lathe_optimiser o;
    real w[N], g[N];
    struct twin twin[N];
};

static void run_init(struct run *r, enum lathe_optimiser_kind kind, double l2,
                     enum lathe_cpu_level level)
{
    struct lathe_rng rng = lathe_rng_stream(2, LATHE_RNG_TEST, 0, 0);
    struct lathe_err err = {0};

    memset(r, 0, sizeof(*r));
    r->o = (struct lathe_optimiser){ .kind = kind, .momentum = 0.8,
                                     .l2 = l2 };
    assert_int_equal(lathe_optimiser_init(&r->o, r->w, r->g, N, &err), 0);
    r->o.level = level;
    for (int i = 0; i < N; i++) {
        r->w[i] = (real)lathe_rng_normal(&rng);
        r->twin[i].w = (double)r->w[i];
    }
}

/* The gradient of a quartic bowl: it moves with the weights. */
static void run_step(struct run *r, int t, double rate)
{
    for (int i = 0; i < N; i++) {
        r->g[i] = (real)0.5 * r->w[i] * r->w[i] * r->w[i] +
                  (real)(t % 7 - 3) * (real)0.1;
        twin_step(&r->twin[i], r->o.kind, (double)r->g[i], rate, 0.8,
                  r->o.l2, t);
    }
    lathe_optimiser_begin(&r->o, rate);
    lathe_optimiser_update(&r->o, 0, N / 3, false);
    lathe_optimiser_update(&r->o, N / 3, N - N / 3, false);
}

static void every_optimiser_follows_the_documented_formula(void **state)
{
    (void)state;
    for (int kind = LATHE_SGD; kind <= LATHE_ADAMW; kind++) {
        for (int l2 = 0; l2 < 2; l2++) {
            struct run r;
            run_init(&r, (enum lathe_optimiser_kind)kind, 0.01 * l2,
                     lathe_cpu_level());
            for (int t = 1; t <= STEPS; t++) {
                run_step(&r, t, 0.01);
                for (int i = 0; i < N; i++)
                    if (!(fabs((double)r.w[i] - r.twin[i].w) <=
                          (sizeof(real) == 8 ? 1e-11 : 1e-6) *
                              fmax(1, fabs(r.twin[i].w))))
                        fail_msg("kind %d step %d place %d: %.9g, not %.9g",
                                 kind, t, i, (double)r.w[i], r.twin[i].w);
            }
            lathe_optimiser_release(&r.o);
        }
    }
}

static void every_level_of_instructions_gives_the_same_bits(void **state)
{
    (void)state;
    for (int kind = LATHE_SGD; kind <= LATHE_ADAMW; kind++) {
        struct run a, b;
        run_init(&a, (enum lathe_optimiser_kind)kind, 0.01,
                 LATHE_CPU_PORTABLE);
        for (int t = 1; t <= 20; t++)
            run_step(&a, t, 0.02);
        for (int l = 1; l <= (int)lathe_cpu_level(); l++) {
            run_init(&b, (enum lathe_optimiser_kind)kind, 0.01,
                     (enum lathe_cpu_level)l);
            for (int t = 1; t <= 20; t++)
                run_step(&b, t, 0.02);
            assert_memory_equal(a.w, b.w, sizeof(a.w));
            lathe_optimiser_release(&b.o);
        }
        lathe_optimiser_release(&a.o);
    }
}

static void adam_first_step_is_the_rate(void **state)
{
    /* m = 0.1 g and v = 0.001 g^2, both corrected to g and g^2: the step is
     * rate * g / (|g| + 1e-8). */
    real w[2] = { 1, 1 }, g[2] = { 4, (real)-0.25 };
    struct lathe_optimiser o = { .kind = LATHE_ADAM };
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(lathe_optimiser_init(&o, w, g, 2, &err), 0);
    lathe_optimiser_begin(&o, 0.001);
    lathe_optimiser_update(&o, 0, 2, false);
    assert_true(fabs((double)w[0] - 0.999) < 1e-6);
    assert_true(fabs((double)w[1] - 1.001) < 1e-6);
    lathe_optimiser_release(&o);
}

static void penalties_touch_weights_and_not_biases(void **state)
{
    real w[3] = { 2, -2, 0 }, b[3] = { 2, -2, 0 }, g[3] = { 0, 0, 0 };
    struct lathe_optimiser o = { .kind = LATHE_SGD, .l1 = 0.5, .l2 = 0.25 };
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(lathe_optimiser_init(&o, w, g, 3, &err), 0);
    lathe_optimiser_begin(&o, 1);
    lathe_optimiser_update(&o, 0, 3, false);
    assert_true(w[0] == 1 && w[1] == -1 && w[2] == 0);
    o.params = b;
    lathe_optimiser_update(&o, 0, 3, true);
    assert_true(b[0] == 2 && b[1] == -2 && b[2] == 0);
    lathe_optimiser_release(&o);
}

static void names_are_read_and_others_refused(void **state)
{
    enum lathe_optimiser_kind kind = LATHE_SGD;
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(lathe_optimiser_parse("adamw", &kind, &err), 0);
    assert_int_equal(kind, LATHE_ADAMW);
    assert_int_equal(lathe_optimiser_parse("lion", &kind, &err), LATHE_EARG);
    assert_non_null(strstr(err.msg, "there is no optimizer 'lion'"));
}

/* ---- schedules ---------------------------------------------------------- */

static double rate_at(const char *text, int epoch, uint64_t step,
                      uint64_t steps)
{
    struct lathe_schedule s;
    struct lathe_err err = {0};

    if (lathe_schedule_parse(&s, text, &err))
        fail_msg("'%s': %s", text, err.msg);
    return lathe_schedule_rate(&s, 0.1, epoch, step, steps);
}

static void assert_close(double got, double want)
{
    if (!(fabs(got - want) <= 1e-12))
        fail_msg("%.17g, not %.17g", got, want);
}

static void schedules_follow_their_formulas(void **state)
{
    (void)state;
    assert_close(rate_at("constant", 7, 70, 100), 0.1);
    assert_close(rate_at("step:10,0.5", 9, 0, 1), 0.1);
    assert_close(rate_at("step:10,0.5", 20, 0, 1), 0.025);
    assert_close(rate_at("exp:0.9", 2, 0, 1), 0.081);
    assert_close(rate_at("cosine", 0, 0, 100), 0.1);
    assert_close(rate_at("cosine", 0, 50, 100), 0.05);
    assert_close(rate_at("cosine", 0, 100, 100), 0);
    /* PyTorch: OneCycleLR(max_lr=0.1, total_steps=100): 0.004 at first, 0.1
     * at step 29, 4e-7 at step 99. */
    assert_close(rate_at("onecycle", 0, 0, 100), 0.004);
    assert_close(rate_at("onecycle", 0, 29, 100), 0.1);
    assert_close(rate_at("onecycle", 0, 99, 100), 4e-7);
    for (uint64_t steps = 1; steps < 12; steps++)
        for (uint64_t i = 0; i < steps; i++)
            assert_true(rate_at("onecycle", 0, i, steps) > 0);
}

static void a_warmup_comes_before_the_schedule(void **state)
{
    struct lathe_schedule s;

    (void)state;
    assert_int_equal(lathe_schedule_parse(&s, "cosine", NULL), 0);
    s.warmup = 10;
    assert_close(lathe_schedule_rate(&s, 0.1, 0, 0, 110), 0.01);
    assert_close(lathe_schedule_rate(&s, 0.1, 0, 4, 110), 0.05);
    assert_close(lathe_schedule_rate(&s, 0.1, 0, 9, 110), 0.1);
    assert_close(lathe_schedule_rate(&s, 0.1, 0, 10, 110), 0.1);
    assert_close(lathe_schedule_rate(&s, 0.1, 1, 60, 110), 0.05);
    assert_int_equal(lathe_schedule_parse(&s, "onecycle", NULL), 0);
    s.warmup = 5;
    assert_close(lathe_schedule_rate(&s, 0.1, 0, 5 + 29, 105), 0.1);
    s.warmup = 1000;            /* longer than the run */
    assert_close(lathe_schedule_rate(&s, 0.1, 0, 99, 100), 0.01);
}

static void a_plateau_lowers_the_rate(void **state)
{
    struct lathe_schedule s;
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(lathe_schedule_parse(&s, "plateau:2,0.5", &err), 0);
    lathe_schedule_saw(&s, 1.0);
    lathe_schedule_saw(&s, 1.5);
    assert_close(lathe_schedule_rate(&s, 0.1, 0, 0, 1), 0.1);
    lathe_schedule_saw(&s, 1.0);
    assert_close(lathe_schedule_rate(&s, 0.1, 0, 0, 1), 0.05);
    lathe_schedule_saw(&s, 0.9);
    lathe_schedule_saw(&s, 0.9);
    assert_close(lathe_schedule_rate(&s, 0.1, 0, 0, 1), 0.05);
    lathe_schedule_saw(&s, 0.9);
    assert_close(lathe_schedule_rate(&s, 0.1, 0, 0, 1), 0.025);
}

static void wrong_schedules_are_refused(void **state)
{
    static const char *const texts[] = {
        "", "cos", "cosine:3", "step", "step:10", "step:0,0.5", "step:10,0",
        "step:10,1.5", "step:10,x", "exp", "exp:nan", "exp:-1", "plateau:x",
        "plateau:1,2", "plateau:1,0.5,3", "constant:1",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct lathe_schedule s;
        struct lathe_err err = {0};
        if (lathe_schedule_parse(&s, texts[i], &err) != LATHE_EARG)
            fail_msg("'%s' is taken", texts[i]);
        assert_true(err.msg[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_optimiser_follows_the_documented_formula),
        cmocka_unit_test(every_level_of_instructions_gives_the_same_bits),
        cmocka_unit_test(adam_first_step_is_the_rate),
        cmocka_unit_test(penalties_touch_weights_and_not_biases),
        cmocka_unit_test(names_are_read_and_others_refused),
        cmocka_unit_test(schedules_follow_their_formulas),
        cmocka_unit_test(a_warmup_comes_before_the_schedule),
        cmocka_unit_test(a_plateau_lowers_the_rate),
        cmocka_unit_test(wrong_schedules_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
