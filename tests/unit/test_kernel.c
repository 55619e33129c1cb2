/*
 * The kernels of inference at each level of instructions that this machine
 * has, bit for bit against those for any machine, on all small shapes.
 */
#include "unit.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "infer/kernel.h"

#include <math.h>
#include <string.h>

enum { ROWS = 13, MOST = 12, STRIDE = 64, WIDTH = 144 };

static float number(struct lathe_rng *r)
{
    return (float)lathe_rng_normal(r);
}

static void same(const float *got, const float *want, size_t n,
                 const char *what, int level, size_t rows, size_t width,
                 size_t depth)
{
    for (size_t i = 0; i < n; i++)
        if (memcmp(&got[i], &want[i], sizeof *got) != 0)
            fail_msg("%s at %s, %zu rows, width %zu, depth %zu: number %zu is "
                     "%.9g, not %.9g", what,
                     lathe_cpu_name((enum lathe_cpu_level)level), rows, width,
                     depth, i, (double)got[i], (double)want[i]);
}

/* ---- floats ------------------------------------------------------------- */

static float x[ROWS * STRIDE], w[(MOST + 2) * WIDTH], bias[WIDTH];
static float got[ROWS * WIDTH], want[ROWS * WIDTH];
static uint32_t hot[ROWS * 2], place[2 * MOST];

static void fill(struct lathe_rng *r)
{
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        x[i] = number(r);
    for (size_t i = 0; i < sizeof w / sizeof *w; i++)
        w[i] = number(r);
    for (size_t i = 0; i < WIDTH; i++)
        bias[i] = i % 5 ? number(r) : -0.0f;
    for (size_t i = 0; i < MOST; i++)
        place[i] = (uint32_t)(3 * i % 17);
}

/* Two places of each row behind the floats, or none. */
static void choose(struct lathe_rng *r, size_t depth)
{
    for (size_t i = 0; i < ROWS * 2; i++)
        hot[i] = i % 3 ? (uint32_t)(depth + lathe_rng_below(r, 2))
                       : UINT32_MAX;
}

static void a_product_has_the_same_bits_at_every_level(void **state)
{
    struct lathe_rng r = lathe_rng_stream(1, LATHE_RNG_TEST, 1, 0);
    const int most = (int)lathe_cpu_level();

    (void)state;
    fill(&r);
    for (size_t depth = 0; depth <= MOST; depth++)
        for (size_t width = 8; width <= WIDTH; width += 8)
            for (size_t n = 1; n <= ROWS; n++) {
                struct lathe_product p = {
                    .depth = depth, .inputs = depth + 2, .width = width,
                    .weight = w, .bias = bias, .relu = n % 2,
                    .place = width % 3 ? place : NULL };
                size_t hots = depth % 2 ? 2 : 0;

                choose(&r, depth);
                memset(want, 1, sizeof want);
                lathe_kernel_product(&p, x, STRIDE, hot, hots, n, want, WIDTH);
                for (int level = 1; level <= most; level++) {
                    struct lathe_kernel k =
                        lathe_kernel_pick((enum lathe_cpu_level)level);

                    memset(got, 1, sizeof got);
                    k.product(&p, x, STRIDE, hot, hots, n, got, WIDTH);
                    same(got, want, ROWS * WIDTH, "product", level, n, width,
                         depth);
                }
            }
}

static void channels_for_themselves_have_the_same_bits(void **state)
{
    struct lathe_rng r = lathe_rng_stream(1, LATHE_RNG_TEST, 2, 0);

    (void)state;
    fill(&r);
    for (size_t depth = 0; depth <= MOST; depth++)
        for (size_t width = 8; width <= 32; width += 8)
            for (size_t n = 1; n <= 10; n++) {
                struct lathe_product p = {
                    .depth = depth, .inputs = depth, .width = width,
                    .weight = w, .bias = bias, .place = place,
                    .relu = n % 2 };

                memset(want, 1, sizeof want);
                lathe_kernel_depthwise(&p, x, STRIDE, n, want, WIDTH);
                for (int level = 1; level <= (int)lathe_cpu_level(); level++) {
                    memset(got, 1, sizeof got);
                    lathe_kernel_pick((enum lathe_cpu_level)level)
                        .depthwise(&p, x, STRIDE, n, got, WIDTH);
                    same(got, want, ROWS * WIDTH, "depthwise", level, n, width,
                         depth);
                }
            }
}

/* NaN and -0 among them: the first of equals, and what follows a NaN, stay. */
static void windows_have_the_same_bits_at_every_level(void **state)
{
    struct lathe_rng r = lathe_rng_stream(1, LATHE_RNG_TEST, 3, 0);

    (void)state;
    fill(&r);
    for (size_t i = 0; i < sizeof x / sizeof *x; i += 7)
        x[i] = i % 2 ? NAN : i % 4 ? -0.0f : 0.0f;
    for (size_t lanes = 8; lanes <= 24; lanes += 8)
        for (size_t kh = 1; kh <= 3; kh++)
            for (size_t kw = 1; kw <= 3; kw++) {
                struct lathe_window v = {
                    .kh = kh, .kw = kw, .row = 5 * lanes, .col = lanes,
                    .step = lanes, .lanes = lanes,
                    .factor = 1.0f / (float)(kh * kw) };

                lathe_kernel_max(&v, x, 3, want);
                for (int level = 1; level <= (int)lathe_cpu_level(); level++) {
                    lathe_kernel_pick((enum lathe_cpu_level)level)
                        .max(&v, x, 3, got);
                    same(got, want, 3 * lanes, "max", level, kh, lanes, kw);
                }
                lathe_kernel_mean(&v, w, 3, want);
                for (int level = 1; level <= (int)lathe_cpu_level(); level++) {
                    lathe_kernel_pick((enum lathe_cpu_level)level)
                        .mean(&v, w, 3, got);
                    same(got, want, 3 * lanes, "mean", level, kh, lanes, kw);
                }
            }
}

/* ---- integers ----------------------------------------------------------- */

enum { BYTES = 4 * MOST };

static uint8_t q[ROWS * BYTES];
static int8_t weight[BYTES * WIDTH];
static int32_t start[WIDTH];
static float scale[WIDTH];
static int16_t packed[BYTES * WIDTH], rows[ROWS * BYTES];

/* Every third number is the largest of its kind, or the smallest. */
static void fill_integers(struct lathe_rng *r)
{
    for (size_t i = 0; i < sizeof q; i++)
        q[i] = i % 3 ? (uint8_t)lathe_rng_below(r, 256) : i % 2 ? 0 : 255;
    for (size_t i = 0; i < sizeof weight; i++)
        weight[i] = (int8_t)(i % 3 ? (int)lathe_rng_below(r, 255) - 127
                                   : i % 2 ? -127 : 127);
    for (size_t i = 0; i < WIDTH; i++)
        scale[i] = 0.01f * number(r);
}

/* What `k` reads: weights in panels, [groups][lanes][group]; rows in its
 * kind of integers. The weight of byte b for output o is weight[b*width+o]. */
static void pack(const struct lathe_kernel *k, size_t bytes, size_t width,
                 int32_t zero)
{
    int8_t *to8 = (int8_t *)packed, *row8 = (int8_t *)rows;

    for (size_t o = 0; o < width; o++) {
        size_t panel = o - o % LATHE_PANEL, left = width - panel;
        size_t lanes = left < LATHE_PANEL ? left : LATHE_PANEL;

        start[o] = 0;
        for (size_t b = 0; b < bytes; b++) {
            size_t at = panel * bytes + b / k->group * lanes * k->group +
                        (o - panel) * k->group + b % k->group;

            start[o] -= (zero - k->less) * weight[b * width + o];
            if (k->group == 4)
                to8[at] = weight[b * width + o];
            else
                packed[at] = weight[b * width + o];
        }
    }
    for (size_t i = 0; i < sizeof q; i++)
        if (k->group == 4)
            row8[i] = (int8_t)(q[i] - k->less);
        else
            rows[i] = q[i];
}

static void compare_int8(size_t bytes, size_t width, size_t n, int32_t zero)
{
    memset(want, 1, sizeof want);
    for (size_t i = 0; i < n; i++)
        for (size_t o = 0; o < width; o++) {
            int32_t sum = 0;

            for (size_t b = 0; b < bytes; b++)
                sum += (q[i * BYTES + b] - zero) * weight[b * width + o];
            want[i * WIDTH + o] = fmaf((float)sum, scale[o], bias[o]);
            if (n % 2 && 0 > want[i * WIDTH + o])
                want[i * WIDTH + o] = 0;
        }
    for (int level = 0; level <= (int)lathe_cpu_level(); level++) {
        struct lathe_kernel k =
            lathe_kernel_pick((enum lathe_cpu_level)level);
        struct lathe_int8 p = {
            .groups = bytes / k.group, .width = width, .weight = packed,
            .start = start, .scale = scale, .bias = bias, .relu = n % 2 };

        for (uint32_t g = 0; g < p.groups; g++)
            place[g] = g * (uint32_t)k.group;
        p.place = width % 3 && p.groups <= MOST ? place : NULL;
        pack(&k, bytes, width, zero);
        memset(got, 1, sizeof got);
        k.int8(&p, rows, BYTES, n, got, WIDTH);
        same(got, want, ROWS * WIDTH, "integers", level, n, width, bytes);
    }
}

static void integers_are_exact_at_every_level(void **state)
{
    struct lathe_rng r = lathe_rng_stream(1, LATHE_RNG_TEST, 4, 0);

    (void)state;
    fill(&r);
    fill_integers(&r);
    for (size_t bytes = 4; bytes <= BYTES; bytes += 4)
        for (size_t width = 8; width <= WIDTH; width += 8)
            for (size_t n = 1; n <= ROWS; n++)
                compare_int8(bytes, width, n, (int32_t)(bytes * n % 256));
}

static void the_extremes_of_integers_do_not_overflow(void **state)
{
    (void)state;
    for (int sign = -1; sign <= 1; sign += 2)
        for (int high = 0; high < 2; high++) {
            memset(q, high ? 255 : 0, sizeof q);
            memset(weight, 127 * sign, sizeof weight);
            for (size_t i = 0; i < WIDTH; i++)
                scale[i] = 1;
            compare_int8(BYTES, 40, 4, 0);
            compare_int8(BYTES, 40, 3, 255);
            compare_int8(4, 24, 7, 128);
        }
}

static void numbers_are_rounded_alike_at_every_level(void **state)
{
    enum { N = 4104 };          /* half a register of 16 at the end */
    static float from[N];
    static uint16_t plain[N], to[N + 1];
    struct lathe_rng r = lathe_rng_stream(1, LATHE_RNG_TEST, 5, 0);
    static const float odd[8] = { NAN, INFINITY, -INFINITY, 0.5f, 1.5f, -0.5f,
                                  -0.0f, 3e38f };

    (void)state;
    for (size_t i = 0; i < N; i++)
        from[i] = i < 8 ? odd[i] : i % 2 ? number(&r) * 200
                                 : nearbyintf(number(&r) * 200) / 2;
    for (int32_t zero = 0; zero <= 255; zero += 51) {
        lathe_kernel_quantise(from, N, 1, zero, plain);
        for (int level = 1; level <= (int)lathe_cpu_level(); level++) {
            struct lathe_kernel k =
                lathe_kernel_pick((enum lathe_cpu_level)level);

            memset(to, 0x5a, sizeof to);
            k.quantise(from, N, 1, zero, to);
            assert_int_equal(
                ((const uint8_t *)to)[k.group == 2 ? 2 * N : N], 0x5a);
            for (size_t i = 0; i < N; i++) {
                uint8_t byte = ((const uint8_t *)to)[i];
                int value = k.group == 2 ? to[i]
                            : k.less     ? (int8_t)byte + k.less : byte;

                assert_int_equal(value, plain[i]);
            }
        }
    }
}

static void pixels_are_the_same_floats_at_every_level(void **state)
{
    uint8_t pixel[256];

    (void)state;
    for (size_t i = 0; i < 256; i++)
        pixel[i] = (uint8_t)i;
    for (size_t n = 0; n <= 256; n += n < 20 ? 1 : 59) {
        lathe_kernel_pixels(pixel, n, 33.3f, 0.0123f, want);
        for (int level = 1; level <= (int)lathe_cpu_level(); level++) {
            lathe_kernel_pick((enum lathe_cpu_level)level)
                .pixels(pixel, n, 33.3f, 0.0123f, got);
            same(got, want, n, "pixels", level, n, 0, 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_product_has_the_same_bits_at_every_level),
        cmocka_unit_test(channels_for_themselves_have_the_same_bits),
        cmocka_unit_test(windows_have_the_same_bits_at_every_level),
        cmocka_unit_test(integers_are_exact_at_every_level),
        cmocka_unit_test(the_extremes_of_integers_do_not_overflow),
        cmocka_unit_test(numbers_are_rounded_alike_at_every_level),
        cmocka_unit_test(pixels_are_the_same_floats_at_every_level),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
