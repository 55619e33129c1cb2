#include "unit.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "nn/augment.h"
#include "train/feed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* 40 pictures of 2 channels, 6 rows and 5 columns. */
#define N 40
#define PIXELS 60
static uint8_t pixel[N * PIXELS];
static const struct lathe_shape shape = { 2, 6, 5 };

static struct lathe_inputs pictures(void)
{
    for (int i = 0; i < N * PIXELS; i++)
        pixel[i] = (uint8_t)(1 + (i * 37) % 251);
    return (struct lathe_inputs){
        .n = N, .pixels = PIXELS, .width = PIXELS, .pixel = pixel,
        .pixel_shift = { 100, 50 }, .pixel_factor = { 0.5f, 0.25f },
        .plane = 30 };
}

static struct lathe_augment wish(const char *text)
{
    struct lathe_augment a;
    struct lathe_err err = {0};

    if (lathe_augment_parse(&a, text, shape, &err))
        fail_msg("%s", err.msg);
    return a;
}

/* The value of picture `row` at a place, scaled; `v` instead of a pixel when
 * the place is outside. */
static double scaled(const struct lathe_inputs *x, int row, int c, int y,
                     int k, double v)
{
    if (y >= 0 && y < 6 && k >= 0 && k < 5)
        v = x->pixel[row * PIXELS + c * 30 + y * 5 + k];
    return (v - (double)x->pixel_shift[c]) * (double)x->pixel_factor[c];
}

static bool near_all(const real *got, const double *want)
{
    for (int i = 0; i < PIXELS; i++)
        if (fabs((double)got[i] - want[i]) > 1e-4)
            return false;
    return true;
}

static void nothing_asked_for_changes_nothing(void **state)
{
    struct lathe_inputs x = pictures();
    struct lathe_augment a = wish("");
    real got[PIXELS];
    double want[PIXELS];

    (void)state;
    for (int i = 0; i < PIXELS; i++)
        want[i] = scaled(&x, 3, i / 30, i % 30 / 5, i % 5, 0);
    lathe_augment_row(&a, &x, 3, &(struct lathe_augment_key){ 1, 2, 3 }, got);
    assert_true(near_all(got, want));
}

static void half_of_the_pictures_are_flipped(void **state)
{
    struct lathe_inputs x = pictures();
    struct lathe_augment a = wish("flip");
    int flipped = 0;

    (void)state;
    for (size_t place = 0; place < 1000; place++) {
        struct lathe_augment_key key = { 1, 2, place };
        real got[PIXELS];
        double same[PIXELS], turned[PIXELS];

        for (int i = 0; i < PIXELS; i++) {
            same[i] = scaled(&x, 7, i / 30, i % 30 / 5, i % 5, 0);
            turned[i] = scaled(&x, 7, i / 30, i % 30 / 5, 4 - i % 5, 0);
        }
        lathe_augment_row(&a, &x, 7, &key, got);
        assert_true(near_all(got, same) != near_all(got, turned));
        flipped += near_all(got, turned);
    }
    assert_true(flipped > 420 && flipped < 580);
}

/* Which of the 25 moves by at most 2 it was; each must come. */
static void moves_come_all_and_nothing_else(void **state)
{
    static const char *const texts[] = { "crop:2", "shift:2" };
    struct lathe_inputs x = pictures();

    (void)state;
    for (int t = 0; t < 2; t++) {
        struct lathe_augment a = wish(texts[t]);
        int seen[25] = {0};

        for (size_t place = 0; place < 1000; place++) {
            struct lathe_augment_key key = { 9, 1, place };
            real got[PIXELS];
            int found = -1;

            lathe_augment_row(&a, &x, 0, &key, got);
            for (int m = 0; m < 25; m++) {
                double want[PIXELS];
                for (int i = 0; i < PIXELS; i++) {
                    int y = i % 30 / 5 + m / 5 - 2, k = i % 5 + m % 5 - 2;
                    if (t == 1) {       /* the edge is repeated */
                        y = y < 0 ? 0 : y > 5 ? 5 : y;
                        k = k < 0 ? 0 : k > 4 ? 4 : k;
                    }
                    want[i] = scaled(&x, 0, i / 30, y, k, 0);
                }
                if (near_all(got, want))
                    found = m;
            }
            assert_true(found >= 0);
            seen[found]++;
        }
        for (int m = 0; m < 25; m++)
            assert_true(seen[m] > 15 && seen[m] < 75);
    }
}

static void a_turn_moves_the_corners_and_keeps_the_middle(void **state)
{
    struct lathe_shape square = { 1, 5, 5 };
    uint8_t p[25] = {0};
    struct lathe_inputs x = { .n = 1, .pixels = 25, .pixel = p, .plane = 25,
                              .pixel_factor = { 1 } };
    struct lathe_augment a;
    double low = 1e9, high = -1e9;

    (void)state;
    assert_int_equal(lathe_augment_parse(&a, "rotate:90", square, NULL), 0);
    p[10] = 100;                /* to the left of the middle by 2 */
    for (size_t place = 0; place < 400; place++) {
        struct lathe_augment_key key = { 4, 0, place };
        real got[25];
        double sum = 0, angle;

        lathe_augment_row(&a, &x, 0, &key, got);
        for (int i = 0; i < 25; i++)
            sum += (double)got[i];
        assert_true(got[12] == 0 && sum > 40 && sum < 140);
        /* Its angle, from where its mass lies. */
        double mx = 0, my = 0;
        for (int i = 0; i < 25; i++)
            if (i != 12) {
                mx += (double)got[i] * (i % 5 - 2);
                my += (double)got[i] * (i / 5 - 2);
            }
        angle = atan2(my, -mx);
        low = fmin(low, angle);
        high = fmax(high, angle);
        assert_true(fabs(angle) < 1.6);
    }
    assert_true(low < -1.4 && high > 1.4);      /* both ways */
}

static void tones_change_as_asked_and_stay_in_range(void **state)
{
    struct lathe_inputs x = pictures();
    struct lathe_augment a = wish("brightness:0.1");
    double low = 1e9, high = -1e9;

    (void)state;
    for (int i = 0; i < PIXELS; i++)
        pixel[i] = (uint8_t)(100 + i % 2);
    for (size_t place = 0; place < 500; place++) {
        struct lathe_augment_key key = { 4, 0, place };
        real got[PIXELS];
        double by;

        lathe_augment_row(&a, &x, 0, &key, got);
        by = (double)got[0] / 0.5;      /* 100 came to 100 + by */
        assert_true(fabs((double)got[1] / 0.5 - by - 1) < 1e-3);
        low = fmin(low, by);
        high = fmax(high, by);
    }
    assert_true(low >= -25.5 && low < -24 && high <= 25.5 && high > 24);
    a = wish("contrast:0.5");
    low = 1e9, high = -1e9;
    for (size_t place = 0; place < 500; place++) {
        struct lathe_augment_key key = { 4, 0, place };
        real got[PIXELS];

        lathe_augment_row(&a, &x, 0, &key, got);
        double apart = ((double)got[1] - (double)got[0]) / 0.5;
        low = fmin(low, apart);
        high = fmax(high, apart);
        assert_true(fabs((double)got[0] + (double)got[1] - 0.5) < 1e-3);
    }
    assert_true(low >= 0.5 && low < 0.53 && high <= 1.5 && high > 1.47);
    a = wish("brightness:1,contrast:1");
    for (size_t place = 0; place < 500; place++) {
        struct lathe_augment_key key = { 4, 0, place };
        real got[PIXELS];

        lathe_augment_row(&a, &x, 1, &key, got);
        for (int i = 0; i < 30; i++)
            assert_true(got[i] >= -50 && got[i] <= 77.5001f);
    }
}

static void a_square_is_cut_out(void **state)
{
    struct lathe_inputs x = pictures();
    struct lathe_augment a = wish("cutout:3");
    int most = 0;

    (void)state;
    for (size_t place = 0; place < 300; place++) {
        struct lathe_augment_key key = { 4, 0, place };
        real got[PIXELS];
        int cut = 0;

        lathe_augment_row(&a, &x, 2, &key, got);
        for (int i = 0; i < 30; i++) {
            bool gone = got[i] == 0 && got[i + 30] == 0;
            cut += gone;
            if (!gone)
                assert_true(fabs((double)got[i] -
                                 scaled(&x, 2, 0, i / 5, i % 5, 0)) < 1e-4);
        }
        assert_true(cut >= 4 && cut <= 9);      /* less at a corner */
        most = cut > most ? cut : most;
    }
    assert_int_equal(most, 9);
}

/* With pictures of one grey each the share shows: Beta(a + 1, a) has the mean
 * (a + 1) / (2 a + 1). */
static void mixup_keeps_the_share_that_it_should(void **state)
{
    struct lathe_inputs x = pictures();
    struct lathe_augment a = wish("mixup:0.4");
    double sum = 0;
    int mixed = 0;

    (void)state;
    memset(pixel, 0, sizeof(pixel));
    memset(pixel, 200, PIXELS);         /* picture 0 alone is not black */
    x.pixel_shift[0] = 0;
    for (size_t place = 0; place < 4000; place++) {
        struct lathe_augment_key key = { 4, 0, place };
        real got[PIXELS];

        lathe_augment_row(&a, &x, 0, &key, got);
        double share = (double)got[0] / 100;
        assert_true(share > -1e-6 && share < 1 + 1e-6);
        if (share < 1 - 1e-9)
            mixed++;
        sum += share;
    }
    /* The other one is picture 0 itself in one of 40. */
    double mean = 1.4 / 1.8, expect = mean + (1 - mean) / 40;
    assert_true(fabs(sum / 4000 - expect) < 0.015);
    assert_true(mixed > 2000);
}

static void chance_depends_on_seed_step_and_place_alone(void **state)
{
    struct lathe_inputs x = pictures();
    struct lathe_augment a = wish("flip,crop:2,rotate:20,brightness:0.2,"
                                  "contrast:0.2,cutout:2,mixup:0.3");
    real first[PIXELS], again[PIXELS];
    unsigned long calls;

    (void)state;
    lathe_augment_row(&a, &x, 5, &(struct lathe_augment_key){ 1, 2, 3 },
                      first);
    calls = lathe_alloc_calls();
    for (uint64_t k = 0; k < 3; k++) {
        struct lathe_augment_key key = { 1 + (k == 0), 2 + (k == 1),
                                         3 + (k == 2) };
        lathe_augment_row(&a, &x, 5, &key, again);
        assert_memory_not_equal(first, again, sizeof(first));
    }
    lathe_augment_row(&a, &x, 5, &(struct lathe_augment_key){ 1, 2, 3 },
                      again);
    assert_memory_equal(first, again, sizeof(first));
    assert_int_equal(lathe_alloc_calls(), calls);
}

/* All pictures in four steps, by any number of threads. */
struct many {
    const struct lathe_augment *a;
    const struct lathe_inputs *x;
    real out[4 * N][PIXELS];
};

static void change_one(void *ctx, size_t tile, int thread)
{
    struct many *m = ctx;
    struct lathe_augment_key key = { 7, tile / N, tile % N };

    (void)thread;
    lathe_augment_row(m->a, m->x, tile % N, &key, m->out[tile]);
}

static void threads_change_pictures_as_one_does(void **state)
{
    static struct many one, four;
    struct lathe_inputs x = pictures();
    struct lathe_augment a = wish("flip,crop:2,shift:1,rotate:20,"
                                  "brightness:0.2,contrast:0.2,cutout:2,"
                                  "mixup:0.3");
    struct lathe_pool *pool;

    (void)state;
    one.a = four.a = &a;
    one.x = four.x = &x;
    lathe_pool_run(NULL, 4 * N, change_one, &one);
    assert_int_equal(lathe_pool_new(&pool, 4, NULL), 0);
    lathe_pool_run(pool, 4 * N, change_one, &four);
    lathe_pool_free(pool);
    assert_memory_equal(one.out, four.out, sizeof(one.out));
}

static void wrong_words_are_refused_with_the_range(void **state)
{
    static const char *const wrong[][2] = {
        { "flop", "augment 'flop': there are flip, crop:N" },
        { "crop", "augment 'crop': write crop:N with N pixels up to 4" },
        { "crop:5", "up to 4" },
        { "crop:0", "up to 4" },
        { "shift:1.5", "write shift:N" },
        { "cutout:6", "up to 5" },
        { "rotate:200", "write rotate:D with D degrees up to 180" },
        { "rotate:-1", "up to 180" },
        { "brightness:nan", "up to 1" },
        { "contrast:2", "write contrast:C with a share up to 1" },
        { "mixup:0", "write mixup:A with a number up to 10" },
        { "flip,crop:2,x", "augment 'x'" },
        { "flip,flip", "augment 'flip': it is there twice" },
        { "crop:2,flip,crop:3", "augment 'crop': it is there twice" },
        { "mixup:1,mixup:1", "augment 'mixup': it is there twice" },
    };
    struct lathe_augment a;
    struct lathe_err err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(lathe_augment_parse(&a, wrong[i][0], shape, &err),
                         LATHE_EARG);
        if (!strstr(err.msg, wrong[i][1]))
            fail_msg("'%s': \"%s\"", wrong[i][0], err.msg);
    }
}

/* ---- oversampling ------------------------------------------------------- */

static void oversampling_gives_every_class_the_rows_of_the_largest(
    void **state)
{
    uint32_t label[100];
    struct lathe_inputs x = { .n = 100, .label = label };
    struct lathe_memory_feed f = {0};
    struct lathe_batch b;
    uint32_t first[210];

    (void)state;
    for (uint32_t i = 0; i < 100; i++)  /* 70, 26 and 4 rows */
        label[i] = i % 25 == 3 ? 2 : i % 4 == 0 || i % 25 == 5 ? 1 : 0;
    assert_int_equal(lathe_feed_init_memory(&f, &x, NULL, true, 1, NULL), 0);
    assert_int_equal(lathe_feed_oversample(&f, 3, NULL), 0);
    size_t each = f.feed.rows / 3;
    for (uint64_t epoch = 0; epoch < 3; epoch++) {
        int times[100] = {0}, of[3] = {0}, rows = 0;

        f.feed.begin(&f.feed, epoch, NULL);
        if (epoch == 0)
            memcpy(first, f.order, f.feed.rows * sizeof(first[0]));
        while (!f.feed.next(&f.feed, 32, &b, NULL) && b.n)
            for (size_t i = 0; i < b.n; i++, rows++) {
                times[b.row[i]]++;
                of[label[b.row[i]]]++;
            }
        assert_int_equal(rows, 3 * each);
        for (int c = 0; c < 3; c++) {
            int low = 1000, high = 0;
            assert_int_equal(of[c], each);
            for (int i = 0; i < 100; i++)
                if (label[i] == (uint32_t)c) {
                    low = times[i] < low ? times[i] : low;
                    high = times[i] > high ? times[i] : high;
                }
            assert_true(low >= 1 && high - low <= 1);
        }
    }
    assert_memory_not_equal(first, f.order, sizeof(first));
    f.feed.begin(&f.feed, 0, NULL);     /* needs no other epoch */
    assert_memory_equal(first, f.order, f.feed.rows * sizeof(first[0]));
    lathe_feed_release_memory(&f);
    for (long n = 0; n < 3; n++) {
        assert_int_equal(lathe_feed_init_memory(&f, &x, NULL, true, 1, NULL),
                         0);
        lathe_alloc_fail_after(n);
        assert_int_equal(lathe_feed_oversample(&f, 3, NULL), LATHE_ENOMEM);
        lathe_alloc_fail_after(-1);
        lathe_feed_release_memory(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_asked_for_changes_nothing),
        cmocka_unit_test(half_of_the_pictures_are_flipped),
        cmocka_unit_test(moves_come_all_and_nothing_else),
        cmocka_unit_test(a_turn_moves_the_corners_and_keeps_the_middle),
        cmocka_unit_test(tones_change_as_asked_and_stay_in_range),
        cmocka_unit_test(a_square_is_cut_out),
        cmocka_unit_test(mixup_keeps_the_share_that_it_should),
        cmocka_unit_test(chance_depends_on_seed_step_and_place_alone),
        cmocka_unit_test(threads_change_pictures_as_one_does),
        cmocka_unit_test(wrong_words_are_refused_with_the_range),
        cmocka_unit_test(
            oversampling_gives_every_class_the_rows_of_the_largest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
