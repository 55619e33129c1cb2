#include "image/resize.h"

#include "base/alloc.h"

#include <assert.h>
#include <string.h>

/* Bits of a weight, and further bits of a value between the axes. */
#define WEIGHT_BITS 16
#define MORE_BITS 8

/* The weights of one axis: new pixel X takes `count` old ones from `first`
 * on, with the weights from weight[at] on. */
struct tap {
    uint32_t first, count;
    size_t at;
};

struct axis {
    struct tap *tap;            /* [to] */
    uint32_t *weight;
};

static void axis_release(struct axis *a)
{
    lathe_free(a->tap);
    lathe_free(a->weight);
}

/* The raw weight of old pixel x, of n, in new pixel X, of m; see the header. */
static int64_t raw_weight(int64_t x, int64_t n, int64_t X, int64_t m)
{
    int64_t d = (2 * x + 1) * m - (2 * X + 1) * n;

    return 2 * (n > m ? n : m) - (d < 0 ? -d : d);
}

/* The old pixels with a weight: those around the one in the middle. */
static void find_taps(struct tap *t, int64_t n, int64_t X, int64_t m)
{
    int64_t low = (2 * X + 1) * n / (2 * m), high;

    low = low < n ? low : n - 1;
    high = low;
    while (low > 0 && raw_weight(low - 1, n, X, m) > 0)
        low--;
    while (high + 1 < n && raw_weight(high + 1, n, X, m) > 0)
        high++;
    t->first = (uint32_t)low;
    t->count = (uint32_t)(high - low + 1);
}

/* Weights that sum to exactly 1: each is what the rounded sum grows by. */
static void set_weights(uint32_t *weight, const struct tap *t, int64_t n,
                        int64_t X, int64_t m)
{
    int64_t total = 0, sum = 0, before = 0;

    for (uint32_t i = 0; i < t->count; i++)
        total += raw_weight((int64_t)t->first + i, n, X, m);
    for (uint32_t i = 0; i < t->count; i++) {
        int64_t now;

        sum += raw_weight((int64_t)t->first + i, n, X, m);
        now = ((sum << WEIGHT_BITS) + total / 2) / total;
        weight[i] = (uint32_t)(now - before);
        before = now;
    }
}

static enum lathe_code axis_init(struct axis *a, uint32_t to, uint32_t from,
                                 struct lathe_err *err)
{
    size_t all = 0;
    enum lathe_code rc = lathe_new(&a->tap, to, sizeof *a->tap, "resizing",
                                   err);

    for (uint32_t X = 0; X < to && !rc; X++) {
        find_taps(&a->tap[X], from, X, to);
        a->tap[X].at = all;
        all += a->tap[X].count;
    }
    if (!rc)
        rc = lathe_new(&a->weight, all, sizeof *a->weight, "resizing", err);
    for (uint32_t X = 0; X < to && !rc; X++)
        set_weights(a->weight + a->tap[X].at, &a->tap[X], from, X, to);
    return rc;
}

/* Row Y of the new height in the old width, with MORE_BITS more: sum [n],
 * which is at most 255 * 65536. */
static void mix_rows(uint32_t *sum, const struct axis *a, uint32_t Y,
                     const uint8_t *in, size_t n)
{
    const struct tap *t = &a->tap[Y];

    memset(sum, 0, n * sizeof *sum);
    for (uint32_t i = 0; i < t->count; i++) {
        const uint8_t *row = in + ((size_t)t->first + i) * n;
        uint32_t w = a->weight[t->at + i];

        for (size_t k = 0; k < n; k++)
            sum[k] += w * row[k];
    }
    for (size_t k = 0; k < n; k++)
        sum[k] = (sum[k] + (1u << (MORE_BITS - 1))) >>
                 (WEIGHT_BITS - MORE_BITS);
}

/* A row in the new width. A sum is at most 255 * 2^24, and still fits with
 * the half that rounds it. */
static void mix_columns(uint8_t *out, const struct axis *a, uint32_t width,
                        const uint32_t *row, uint32_t channels)
{
    const uint32_t bits = WEIGHT_BITS + MORE_BITS;

    for (uint32_t X = 0; X < width; X++) {
        const struct tap *t = &a->tap[X];
        const uint32_t *w = a->weight + t->at;

        for (uint32_t c = 0; c < channels; c++) {
            const uint32_t *v = row + (size_t)t->first * channels + c;
            uint32_t sum = 1u << (bits - 1);

            for (uint32_t i = 0; i < t->count; i++)
                sum += w[i] * v[(size_t)i * channels];
            out[(size_t)X * channels + c] = (uint8_t)(sum >> bits);
        }
    }
}

enum lathe_code lathe_resize(uint8_t *out, struct lathe_resize_size to,
                             const uint8_t *in, struct lathe_resize_size from,
                             uint32_t channels, struct lathe_err *err)
{
    struct axis down = {0}, across = {0};
    size_t n = (size_t)from.width * channels;
    uint32_t *row = NULL;
    enum lathe_code rc;

    assert(to.height && to.width && from.height && from.width &&
           to.height <= LATHE_RESIZE_SIDE && to.width <= LATHE_RESIZE_SIDE &&
           from.height <= LATHE_RESIZE_SIDE &&
           from.width <= LATHE_RESIZE_SIDE);
    if (to.height == from.height && to.width == from.width) {
        memcpy(out, in, from.height * n);
        return LATHE_OK;
    }
    rc = axis_init(&down, to.height, from.height, err);
    if (!rc)
        rc = axis_init(&across, to.width, from.width, err);
    if (!rc)
        rc = lathe_new(&row, n, sizeof *row, "resizing", err);
    for (uint32_t Y = 0; Y < to.height && !rc; Y++) {
        mix_rows(row, &down, Y, in, n);
        mix_columns(out + (size_t)Y * to.width * channels, &across, to.width,
                    row, channels);
    }
    lathe_free(row);
    axis_release(&down);
    axis_release(&across);
    return rc;
}
