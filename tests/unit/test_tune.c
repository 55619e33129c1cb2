#include "unit.h"

#include "sample_run.h"

static char data[64], out[64], other[64], plot[64];

static int make_data(void **state)
{
    struct lathe_preprocess_opts o = lathe_preprocess_defaults();
    char *target = "species";

    (void)state;
    if (!mkdtemp(sample_dir))
        return -1;
    sample_path(data, "iris.h5");
    sample_path(out, "out.h5");
    sample_path(other, "other.h5");
    sample_path(plot, "plot.svg");
    o.output = data;
    o.target = sample_list(&target);
    sample_preprocess("datasets/iris/iris.csv", o);
    return 0;
}

static struct lathe_tune_opts options(void)
{
    struct lathe_tune_opts o = lathe_tune_defaults();

    o.data = data;
    o.output = out;
    o.search = "hidden=3|300,300 lr=log:1e-3..1e-1 batch=16|full epochs=9";
    o.metric = "macro_f1";
    o.threads = 1;
    return o;
}

static void any_number_of_threads_finds_the_same(void **state)
{
    struct lathe_tune_opts o = options();
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(lathe_tune(&o, NULL, NULL, NULL, &err), 0);
    o.output = other;
    for (o.threads = 2; o.threads <= 5; o.threads += 3) {
        assert_int_equal(lathe_tune(&o, NULL, NULL, NULL, &err), 0);
        sample_same_files(out, other);
    }
}

static bool stop_third(void *ctx)
{
    return ++*(int *)ctx >= 3;
}

static void the_host_can_stop_a_search(void **state)
{
    struct lathe_tune_opts o = options();
    int asked = 0;
    struct lathe_host host = { .stop = stop_third, .ctx = &asked };
    struct lathe_err err = {0};

    (void)state;
    unlink(out);
    assert_int_equal(lathe_tune(&o, &host, NULL, NULL, &err), LATHE_ESTOPPED);
    assert_non_null(strstr(err.msg, "stopped before trial 2"));
    assert_int_equal(access(out, F_OK), -1);
}

static void a_search_survives_every_failed_allocation(void **state)
{
    struct lathe_tune_opts o = options();

    (void)state;
    o.search = "hidden=2|3 epochs=2";
    o.trials = 4;
    o.plot = plot;
    sample_survives(NULL, &o, 0, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_finds_the_same),
        cmocka_unit_test(the_host_can_stop_a_search),
        cmocka_unit_test(a_search_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, make_data, sample_remove_dir);
}
