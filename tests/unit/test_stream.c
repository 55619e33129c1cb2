#include "unit.h"

#include "base/alloc.h"
#include "base/errand.h"
#include "sample_schema.h"
#include "train/stream.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ROWS 1000
#define BATCH 32

/* A row's number is its place, and so is its target. */
static const char schema_json[] =
    "{\"task\":\"regress\",\"target\":\"y\",\"rows\":1000,"
    "\"target_stats\":{\"mean\":0,\"sd\":1,\"min\":0,\"q25\":0,\"median\":0,"
    "\"q75\":0,\"max\":0},\"target_shift\":0,\"target_factor\":1,"
    "\"csv\":{\"delimiter\":\",\",\"quote\":\"\\\"\",\"comment\":null,"
    "\"header\":true,\"na\":[]},\"columns\":["
    "{\"name\":\"x\",\"kind\":\"number\",\"present\":1000,\"missing\":0,"
    "\"impute\":\"mean\",\"scale\":\"none\",\"fill\":0,\"shift\":0,"
    "\"factor\":1,\"clip\":[null,null],\"stats\":{\"mean\":0,\"sd\":1,"
    "\"min\":0,\"q25\":0,\"median\":0,\"q75\":0,\"max\":0}}]}";

static char dir[] = "/tmp/lathe-test-stream-XXXXXX";
static char path[64], holed[64];
static struct lathe_schema schema;

/* `hole`: the row without a target, or ROWS. */
static void write_rows(const char *to, size_t hole)
{
    const uint64_t counts[LATHE_SPLITS] = {ROWS, 0, 0};
    struct lathe_dataset_writer w = {0};
    struct lathe_rows rows = {0};

    assert_int_equal(lathe_rows_init(&rows, &schema, ROWS, NULL), LATHE_OK);
    for (size_t i = 0; i < ROWS; i++) {
        rows.number[i] = (double)i;
        rows.value[i] = i == hole ? (double)NAN : (double)i;
    }
    rows.n = ROWS;
    assert_int_equal(lathe_dataset_create(&w, to, &schema, counts, NULL, NULL),
                     LATHE_OK);
    assert_int_equal(lathe_dataset_append(&w, LATHE_TRAIN, &rows, NULL),
                     LATHE_OK);
    assert_int_equal(lathe_dataset_commit(&w, &schema, "{}", NULL, NULL, NULL),
                     LATHE_OK);
    lathe_dataset_writer_release(&w);
    lathe_rows_release(&rows);
}

static int make_files(void **state)
{
    (void)state;
    if (!mkdtemp(dir) || sample_read(&schema, schema_json, NULL))
        return -1;
    snprintf(path, sizeof path, "%s/rows.h5", dir);
    snprintf(holed, sizeof holed, "%s/holed.h5", dir);
    write_rows(path, ROWS);
    write_rows(holed, 777);
    return 0;
}

static int remove_files(void **state)
{
    (void)state;
    lathe_schema_release(&schema);
    return unlink(path) | unlink(holed) | rmdir(dir);
}

static struct lathe_stream_opts options(struct lathe_dataset *set,
                                        const char *file, size_t window,
                                        bool shuffle)
{
    assert_int_equal(lathe_dataset_open(set, file, NULL, NULL), LATHE_OK);
    return (struct lathe_stream_opts){
        .set = set, .schema = &schema, .split = LATHE_TRAIN, .batch = BATCH,
        .memory_bytes = 2 * window * lathe_inputs_bytes(&schema),
        .shuffle = shuffle, .seed = 7 };
}

/* The rows of an epoch in their order; checks the batches. */
static void read_epoch(struct lathe_feed *f, uint64_t epoch, size_t want,
                       bool whole, size_t order[ROWS])
{
    struct lathe_batch b;
    size_t n = 0;

    assert_int_equal(f->begin(f, epoch, NULL), LATHE_OK);
    for (;;) {
        assert_int_equal(f->next(f, want, &b, NULL), LATHE_OK);
        if (b.n == 0)
            break;
        assert_true(b.n <= want && n + b.n <= ROWS);
        if (whole)
            assert_true(b.n == want || n + b.n == ROWS);
        for (size_t i = 0; i < b.n; i++) {
            size_t at = lathe_batch_row(&b, i);

            assert_true(at < b.x->n);
            assert_true(b.x->x[at] == b.x->value[at]);
            order[n++] = (size_t)b.x->value[at];
        }
    }
    assert_int_equal(n, ROWS);
    assert_int_equal(f->next(f, want, &b, NULL), LATHE_OK);
    assert_int_equal(b.n, 0);
}

static void each_row_comes_once_an_epoch_in_whole_batches(void **state)
{
    /* of one batch, of a few, of all rows, of more */
    const size_t windows[] = {1, 100, 333, ROWS, 5 * ROWS};
    size_t order[ROWS], again[ROWS];

    (void)state;
    for (size_t k = 0; k < sizeof windows / sizeof *windows; k++) {
        struct lathe_dataset set = {0};
        struct lathe_stream_opts o = options(&set, path, windows[k], true);
        struct lathe_stream *s = NULL;
        bool seen[ROWS] = {false};

        assert_int_equal(lathe_stream_new(&s, &o, NULL), LATHE_OK);
        assert_true(lathe_stream_window(s) % BATCH == 0 ||
                    lathe_stream_window(s) == ROWS);
        read_epoch(lathe_stream_feed(s), 0, BATCH, true, order);
        for (size_t i = 0; i < ROWS; i++) {
            assert_false(seen[order[i]]);
            seen[order[i]] = true;
        }
        read_epoch(lathe_stream_feed(s), 1, BATCH, true, again);
        assert_memory_not_equal(order, again, sizeof order);
        read_epoch(lathe_stream_feed(s), 0, BATCH, true, again);
        assert_memory_equal(order, again, sizeof order);
        lathe_stream_free(s);
        lathe_dataset_release(&set);
    }
}

static void without_a_shuffle_rows_come_as_they_lie(void **state)
{
    struct lathe_dataset set = {0};
    struct lathe_stream_opts o = options(&set, path, 100, false);
    struct lathe_stream *s = NULL;
    size_t order[ROWS];

    (void)state;
    assert_int_equal(lathe_stream_new(&s, &o, NULL), LATHE_OK);
    read_epoch(lathe_stream_feed(s), 3, ROWS, false, order);
    for (size_t i = 0; i < ROWS; i++)
        assert_int_equal(order[i], i);
    lathe_stream_free(s);
    lathe_dataset_release(&set);
}

/* The mean distance of neighbours is a third of all rows when they are mixed
 * well; a window of 96 rows in the order of the file would give 32. */
static void a_window_has_rows_from_all_over_the_file(void **state)
{
    struct lathe_dataset set = {0};
    struct lathe_stream_opts o = options(&set, path, 96, true);
    struct lathe_stream *s = NULL;
    size_t order[ROWS];
    double sum = 0;

    (void)state;
    assert_int_equal(lathe_stream_new(&s, &o, NULL), LATHE_OK);
    read_epoch(lathe_stream_feed(s), 0, BATCH, true, order);
    for (size_t i = 1; i < ROWS; i++)
        sum += fabs((double)order[i] - (double)order[i - 1]);
    assert_true(sum / (ROWS - 1) > 300 && sum / (ROWS - 1) < 367);
    lathe_stream_free(s);
    lathe_dataset_release(&set);
}

static void an_epoch_can_be_left_and_allocates_nothing(void **state)
{
    struct lathe_dataset set = {0};
    struct lathe_stream_opts o = options(&set, path, 64, true);
    struct lathe_stream *s = NULL;
    struct lathe_feed *f;
    struct lathe_batch b;
    size_t order[ROWS], again[ROWS];
    unsigned long before;

    (void)state;
    assert_int_equal(lathe_stream_new(&s, &o, NULL), LATHE_OK);
    f = lathe_stream_feed(s);
    read_epoch(f, 5, BATCH, true, order);
    before = lathe_alloc_calls();
    for (size_t leave = 0; leave < 8; leave++) {
        assert_int_equal(f->begin(f, leave, NULL), LATHE_OK);
        for (size_t i = 0; i < leave; i++)
            assert_int_equal(f->next(f, BATCH, &b, NULL), LATHE_OK);
    }
    read_epoch(f, 5, BATCH, true, again);
    assert_int_equal(lathe_alloc_calls(), before);
    assert_memory_equal(order, again, sizeof order);
    lathe_stream_free(s);
    lathe_dataset_release(&set);
}

static void a_bad_row_is_named(void **state)
{
    struct lathe_dataset set = {0};
    struct lathe_stream_opts o = options(&set, holed, 64, false);
    struct lathe_stream *s = NULL;
    struct lathe_err err = {0};
    struct lathe_batch b;
    struct lathe_feed *f;
    enum lathe_code rc;
    size_t rows = 0;

    (void)state;
    assert_int_equal(lathe_stream_new(&s, &o, NULL), LATHE_OK);
    f = lathe_stream_feed(s);
    rc = f->begin(f, 0, NULL);
    for (b.n = 1; !rc && b.n; rows += b.n)
        rc = f->next(f, BATCH, &b, &err);
    assert_int_equal(rc, LATHE_EDATA);
    assert_non_null(strstr(err.msg, "row 778 of 'train', 'y'"));
    assert_in_range(rows, 700, 777);
    assert_int_equal(f->next(f, BATCH, &b, &err), LATHE_OK);
    assert_int_equal(b.n, 0);
    lathe_stream_free(s);
    lathe_dataset_release(&set);
}

static void making_one_survives_every_failed_allocation(void **state)
{
    struct lathe_dataset set = {0};
    struct lathe_stream_opts o = options(&set, path, 64, true);

    (void)state;
    for (long n = 0;; n++) {
        struct lathe_stream *s = NULL;
        struct lathe_err err = {0};
        enum lathe_code rc;

        lathe_alloc_fail_after(n);
        rc = lathe_stream_new(&s, &o, &err);
        lathe_alloc_fail_after(-1);
        lathe_stream_free(s);
        if (rc == LATHE_OK)
            break;
        assert_int_equal(rc, LATHE_ENOMEM);
        assert_true(err.msg[0]);
    }
    lathe_dataset_release(&set);
}

/* ---- the thread under it ------------------------------------------------ */

static enum lathe_code count_up(void *ctx, struct lathe_err *err)
{
    int *n = ctx;

    return ++*n == 3 ? lathe_fail(err, LATHE_EIO, "the third") : LATHE_OK;
}

static void an_errand_runs_jobs_and_tells_how_they_failed(void **state)
{
    struct lathe_errand *t = NULL;
    struct lathe_err err = {0};
    int n = 0;

    (void)state;
    assert_int_equal(lathe_errand_new(&t, NULL), LATHE_OK);
    assert_int_equal(lathe_errand_wait(t, NULL), LATHE_OK);
    for (int i = 1; i <= 5; i++) {
        lathe_errand_start(t, count_up, &n);
        assert_int_equal(lathe_errand_wait(t, &err),
                         i == 3 ? LATHE_EIO : LATHE_OK);
        assert_int_equal(n, i);
    }
    assert_string_equal(err.msg, "the third");
    lathe_errand_start(t, count_up, &n);
    lathe_errand_free(t);         /* waits */
    assert_int_equal(n, 6);
    lathe_errand_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_comes_once_an_epoch_in_whole_batches),
        cmocka_unit_test(without_a_shuffle_rows_come_as_they_lie),
        cmocka_unit_test(a_window_has_rows_from_all_over_the_file),
        cmocka_unit_test(an_epoch_can_be_left_and_allocates_nothing),
        cmocka_unit_test(a_bad_row_is_named),
        cmocka_unit_test(making_one_survives_every_failed_allocation),
        cmocka_unit_test(an_errand_runs_jobs_and_tells_how_they_failed),
    };

    return cmocka_run_group_tests(tests, make_files, remove_files);
}
