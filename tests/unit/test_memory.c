/*
 * How much memory a process may have, and what a net takes of it.
 */
#include "unit.h"

#include "base/memory.h"
#include "nn/work.h"
#include "train/footprint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- limits ------------------------------------------------------------- */

static char folder[] = "/tmp/lathe-memory-XXXXXX";

/* Writes folder/path, making the folders on the way. */
static const char *put(const char *path, const char *text)
{
    static char full[400];
    FILE *f;

    snprintf(full, sizeof full, "%s/%s", folder, path);
    for (char *p = full + strlen(folder) + 1; (p = strchr(p, '/')); p++) {
        *p = '\0';
        mkdir(full, 0700);
        *p = '/';
    }
    f = fopen(full, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    return full;
}

static uint64_t limit(const char *list)
{
    return lathe_memory_group_limit(put("list", list), folder);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    put("a/b/memory.max", "max\n");
    put("a/memory.max", "5000\n");
    put("memory/x/memory.limit_in_bytes", "9223372036854771712\n");
    put("memory/x/y/memory.limit_in_bytes", "700\n");
    return 0;
}

static int remove_folder(void **state)
{
    char command[100];

    (void)state;
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static void the_least_limit_of_a_group_and_those_around_it_counts(void **state)
{
    (void)state;
    assert_int_equal(limit("0::/a/b\n"), 5000);
    assert_int_equal(limit("0::/a\n"), 5000);
    assert_int_equal(limit("0::/a/b/c/\n"), 5000);
    assert_int_equal(limit("0::/\n"), UINT64_MAX);
    assert_int_equal(limit("0::/elsewhere\n"), UINT64_MAX);
    put("memory.max", "90");
    assert_int_equal(limit("0::/elsewhere\n"), 90);
    put("memory.max", "max");
}

static void groups_of_version_1_are_found_among_their_kinds(void **state)
{
    (void)state;
    assert_int_equal(limit("3:cpu:/x/y\n2:pids,memory:/x/y\n0::/\n"), 700);
    assert_int_equal(limit("2:memory:/x\n"), 9223372036854771712u);
    assert_int_equal(limit("2:memoryx:/x/y\n"), UINT64_MAX);
    assert_int_equal(limit("2:memory:/x/y\n0::/a\n"), 700);
}

static void a_list_that_says_nothing_limits_nothing(void **state)
{
    (void)state;
    assert_int_equal(limit(""), UINT64_MAX);
    assert_int_equal(limit("no colon\n:\n::\n"), UINT64_MAX);
    assert_int_equal(lathe_memory_group_limit("/no/such/file", folder),
                     UINT64_MAX);
}

static void the_limits_of_the_process_count_beside_what_it_has(void **state)
{
    struct lathe_memory before = lathe_memory_left(), with;
    struct rlimit old, less;

    (void)state;
    if (getenv("LATHE_SANITIZED"))
        skip();                 /* sanitizers map more than any limit */
    assert_true(before.bytes > 0 && before.bytes < UINT64_MAX);
    getrlimit(RLIMIT_DATA, &old);
    less = old;
    less.rlim_cur = before.bytes / 2;
    setrlimit(RLIMIT_DATA, &less);
    with = lathe_memory_left();
    setrlimit(RLIMIT_DATA, &old);
    assert_string_equal(with.bound, "ulimit -d");
    assert_true(with.bytes < before.bytes / 2);
    assert_true(with.bytes > 0);
}

static void sums_and_products_stop_at_the_most(void **state)
{
    (void)state;
    assert_int_equal(lathe_memory_sum(3, 4), 7);
    assert_int_equal(lathe_memory_sum(UINT64_MAX - 3, 4), UINT64_MAX);
    assert_int_equal(lathe_memory_product(3, 4), 12);
    assert_int_equal(lathe_memory_product((uint64_t)1 << 33, (uint64_t)1 << 31),
                     UINT64_MAX);
}

/* ---- what a net takes --------------------------------------------------- */

static void plan(struct lathe_work *work, struct lathe_net *net,
                 const char *text, uint32_t inputs, size_t rows)
{
    struct lathe_inputs like = { .width = inputs, .dense = inputs };
    struct lathe_err err = {0};

    assert_int_equal(lathe_net_parse(net, text,
                                     (struct lathe_shape){ inputs, 1, 1 },
                                     &err), LATHE_OK);
    if (lathe_work_plan(work, net, LATHE_LOSS_CATEGORICAL, &like, rows, NULL,
                        &err))
        fail_msg("%s", err.msg);
}

static void a_plan_knows_its_bytes_before_it_has_them(void **state)
{
    struct lathe_net net = {0};
    struct lathe_work work = {0};

    (void)state;
    /* 1024 rows of 8 inputs, of 16 results that a relu overwrites, and of 3,
     * both with gradients; the second weight once more, turned. */
    plan(&work, &net, "dense 16, relu, dense 3", 8, 1024);
    assert_int_equal(work.cap, 1024);
    assert_int_equal(work.bytes, sizeof(real) *
                                     (1024 * (8 + 2 * 16 + 2 * 3) + 16 * 3));
    assert_null(work.values);
    assert_int_equal(lathe_work_take(&work, NULL), LATHE_OK);
    assert_non_null(work.values);
    lathe_work_release(&work);
    lathe_net_release(&net);
}

/* 16 of a dropout that a model in use does not have: shards are cut by them,
 * and the order of sums must stay. */
static void a_plan_counts_the_dropout_of_training(void **state)
{
    struct lathe_net net = {0};
    struct lathe_work work = {0};

    (void)state;
    plan(&work, &net, "dense 16, dropout 0.5, dense 3", 8, 1024);
    assert_int_equal(lathe_layer_flops(&net.layer[1]), 0);
    assert_int_equal(work.flops, 16 * 17 + 16 + 3 * 33);
    lathe_work_release(&work);
    lathe_net_release(&net);
}

/* 2^24 features in 2^31 rows, through so many layers that size_t is too
 * small. */
static void a_net_beyond_all_addresses_is_refused(void **state)
{
    struct lathe_net net = {0};
    struct lathe_work work = {0};
    struct lathe_err err = {0};
    struct lathe_footprint f;
    char text[4000] = "dense 16777215, batchnorm";

    (void)state;
    for (int i = 0; i < 300; i++)
        strcat(text, ", gelu");
    plan(&work, &net, text, 1, (size_t)1 << 31);
    assert_int_equal(work.bytes, UINT64_MAX);
    f = lathe_footprint_of(&work, LATHE_ADAM, true);
    assert_int_equal(lathe_footprint_sum(&f), UINT64_MAX);
    assert_int_equal(lathe_work_take(&work, &err), LATHE_ENOMEM);
    assert_non_null(strstr(err.msg, "18446744073709551615 bytes"));
    lathe_net_release(&net);
}

static void a_footprint_is_the_sum_of_its_parts(void **state)
{
    struct lathe_net net = {0};
    struct lathe_work work = {0};
    struct lathe_err err = {0};
    struct lathe_footprint f;
    uint64_t one;

    (void)state;
    plan(&work, &net, "dense 16, relu, dense 3", 8, 1024);
    one = sizeof(real) * (8 * 16 + 16 + 16 * 3 + 3);
    f = lathe_footprint_of(&work, LATHE_ADAM, true);
    assert_int_equal(f.moments, 2 * one);
    assert_int_equal(lathe_footprint_sum(&f), 7 * one + work.bytes);
    f = lathe_footprint_of(&work, LATHE_SGD, false);
    assert_int_equal(f.moments, 0);
    assert_int_equal(lathe_footprint_sum(&f), 4 * one + work.bytes);
    f.rows = 1000;
    one = 4 * one + work.bytes + 1000;
    assert_int_equal(lathe_footprint_check(
        &f, (struct lathe_memory){ one, "the purse" }, &err), LATHE_OK);
    assert_int_equal(lathe_footprint_check(
        &f, (struct lathe_memory){ one - 1, "the purse" }, &err),
        LATHE_ENOMEM);
    assert_non_null(strstr(err.msg, "rows 1000, "));
    assert_non_null(strstr(err.msg, "but the purse leaves "));
    lathe_work_release(&work);
    lathe_net_release(&net);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_limit_of_a_group_and_those_around_it_counts),
        cmocka_unit_test(groups_of_version_1_are_found_among_their_kinds),
        cmocka_unit_test(a_list_that_says_nothing_limits_nothing),
        cmocka_unit_test(the_limits_of_the_process_count_beside_what_it_has),
        cmocka_unit_test(sums_and_products_stop_at_the_most),
        cmocka_unit_test(a_plan_knows_its_bytes_before_it_has_them),
        cmocka_unit_test(a_plan_counts_the_dropout_of_training),
        cmocka_unit_test(a_net_beyond_all_addresses_is_refused),
        cmocka_unit_test(a_footprint_is_the_sum_of_its_parts),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
