#include "unit.h"

#include "base/alloc.h"
#include "train/space.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct lathe_space parse(const char *text)
{
    struct lathe_space s;
    struct lathe_err err = {0};

    if (lathe_space_parse(&s, text, &err))
        fail_msg("%s", err.msg);
    return s;
}

static void numbers_are_drawn_evenly_from_their_range(void **state)
{
    struct lathe_space s = parse("lr=log:1e-4..1 dropout=0..0.5 epochs=3..6");
    int small = 0, low = 0, epochs[7] = {0};

    (void)state;
    for (uint64_t i = 0; i < 2000; i++) {
        struct lathe_list p = {0};
        double lr, dropout;

        assert_int_equal(lathe_space_draw(&s, 1, i, &p, NULL), 0);
        lr = strtod(p.v[0], NULL);
        dropout = strtod(p.v[1], NULL);
        assert_true(lr >= 1e-4 && lr <= 1 && dropout >= 0 && dropout <= 0.5);
        assert_true(strlen(p.v[0]) <= 8);
        small += lr < 1e-2;
        low += dropout < 0.25;
        epochs[atol(p.v[2])]++;
        lathe_list_release(&p);
    }
    assert_true(abs(small - 1000) < 90 && abs(low - 1000) < 90);
    for (int e = 3; e <= 6; e++)
        assert_true(abs(epochs[e] - 500) < 80);
    lathe_space_release(&s);
}

static void a_point_follows_from_seed_and_number(void **state)
{
    struct lathe_space s = parse("lr=0..1 batch=1|2|3|4|5|6|7|8");
    struct lathe_list a = {0}, b = {0}, c = {0};

    (void)state;
    assert_int_equal(lathe_space_draw(&s, 7, 3, &a, NULL), 0);
    assert_int_equal(lathe_space_draw(&s, 7, 3, &b, NULL), 0);
    assert_int_equal(lathe_space_draw(&s, 8, 3, &c, NULL), 0);
    assert_string_equal(a.v[0], b.v[0]);
    assert_string_equal(a.v[1], b.v[1]);
    assert_string_not_equal(a.v[0], c.v[0]);
    lathe_list_release(&a);
    lathe_list_release(&b);
    lathe_list_release(&c);
    lathe_space_release(&s);
}

static void a_grid_has_every_point_once(void **state)
{
    struct lathe_space s = parse("batch=8|16 lr=1|2|3 epochs=5");
    static const char *const want[][2] = { { "8", "1" }, { "8", "2" },
                                           { "8", "3" }, { "16", "1" },
                                           { "16", "2" }, { "16", "3" } };

    (void)state;
    assert_int_equal(lathe_space_grid(&s), 6);
    for (uint64_t i = 0; i < 6; i++) {
        struct lathe_list p = {0};
        assert_int_equal(lathe_space_at(&s, i, &p, NULL), 0);
        assert_string_equal(p.v[0], want[i][0]);
        assert_string_equal(p.v[1], want[i][1]);
        assert_string_equal(p.v[2], "5");
        lathe_list_release(&p);
    }
    lathe_space_release(&s);
    s = parse("lr=1..2 batch=8|16");
    assert_int_equal(lathe_space_grid(&s), 0);
    lathe_space_release(&s);
}

static void points_set_options_and_write_a_command(void **state)
{
    struct lathe_space s = parse("hidden=64,32 lr=0.5 epochs=7 "
                                 "oversample=true class-weight=none "
                                 "loss=\"it's\"");
    struct lathe_train_opts o = lathe_train_defaults();
    struct lathe_list p = {0};
    struct lathe_buf b = {0};

    (void)state;
    o.class_weight = "balanced";
    assert_int_equal(lathe_space_at(&s, 0, &p, NULL), 0);
    assert_int_equal(lathe_space_apply(&s, &p, false, &o, NULL), 0);
    assert_string_equal(o.model, "mlp:64,32");
    assert_true(o.lr == 0.5 && o.epochs == 7 && o.oversample);
    assert_null(o.class_weight);
    lathe_space_command(&s, &p, false, &b);
    assert_string_equal(b.s, " --model mlp:64,32 --lr 0.5 --epochs 7 "
                             "--oversample --loss 'it'\\''s'");
    lathe_buf_release(&b);
    lathe_list_release(&p);
    lathe_space_release(&s);
    /* Of trial 0 only what is fixed. */
    s = parse("lr=1|2 epochs=3");
    o = lathe_train_defaults();
    assert_int_equal(lathe_space_at(&s, 0, &p, NULL), 0);
    assert_int_equal(lathe_space_apply(&s, &p, true, &o, NULL), 0);
    assert_true(o.lr == 0 && o.epochs == 3);
    lathe_list_release(&p);
    lathe_space_release(&s);
}

static void momentum_is_left_to_the_optimizers_that_have_it(void **state)
{
    struct lathe_space s = parse("optimizer=adam|momentum|nesterov "
                                 "momentum=0.5");
    struct lathe_list p = {0};

    (void)state;
    for (uint64_t i = 0; i < 3; i++) {
        struct lathe_train_opts o = lathe_train_defaults();
        struct lathe_buf b = {0};

        assert_int_equal(lathe_space_at(&s, i, &p, NULL), 0);
        assert_int_equal(lathe_space_apply(&s, &p, false, &o, NULL), 0);
        lathe_space_command(&s, &p, false, &b);
        assert_true(o.momentum == (i ? 0.5 : 0.9));
        assert_true(!strstr(b.s, "--momentum 0.5") == !i);
        lathe_buf_release(&b);
        /* Trial 0 has the optimizer of train, adam. */
        o = lathe_train_defaults();
        assert_int_equal(lathe_space_apply(&s, &p, true, &o, NULL), 0);
        assert_true(o.momentum == 0.9);
        lathe_list_release(&p);
    }
    lathe_space_release(&s);
}

static void the_default_searches_are_searches(void **state)
{
    (void)state;
    for (int k = 0; k < 3; k++) {
        struct lathe_space s = parse(lathe_space_default(k == 0, k < 2 ? 700 : 7000));
        for (uint64_t i = 0; i < 50; i++) {
            struct lathe_list p = {0};
            struct lathe_train_opts o = lathe_train_defaults();
            assert_int_equal(lathe_space_draw(&s, 1, i, &p, NULL), 0);
            assert_int_equal(lathe_space_apply(&s, &p, false, &o, NULL), 0);
            lathe_list_release(&p);
        }
        lathe_space_release(&s);
    }
}

static void parsing_survives_every_failed_allocation(void **state)
{
    (void)state;
    for (long n = 0;; n++) {
        struct lathe_space s = {0};
        struct lathe_list p = {0};
        struct lathe_err err = {0};
        enum lathe_code rc;

        lathe_alloc_fail_after(n);
        rc = lathe_space_parse(&s, "lr=1|2|3 layers='a b|c' l2=0..1", &err);
        if (!rc)
            rc = lathe_space_draw(&s, 1, 1, &p, &err);
        lathe_alloc_fail_after(-1);
        lathe_list_release(&p);
        lathe_space_release(&s);
        if (!rc)
            return;
        assert_int_equal(rc, LATHE_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_drawn_evenly_from_their_range),
        cmocka_unit_test(a_point_follows_from_seed_and_number),
        cmocka_unit_test(a_grid_has_every_point_once),
        cmocka_unit_test(points_set_options_and_write_a_command),
        cmocka_unit_test(momentum_is_left_to_the_optimizers_that_have_it),
        cmocka_unit_test(the_default_searches_are_searches),
        cmocka_unit_test(parsing_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
