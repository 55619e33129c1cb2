#include "nn/augment.h"

#include "base/buf.h"
#include "base/decimal.h"
#include "base/rng.h"

#include <math.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

/* ---- the text ----------------------------------------------------------- */

static enum lathe_code bad(const char *word, const char *want, double most,
                           struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EARG, "augment '%.40s': write %s up to %g",
                      word, want, most);
}

static bool read_whole(const char *s, int most, int *out)
{
    int64_t v;

    if (!s || !lathe_decimal_parse_int(s, 1, most, &v))
        return false;
    *out = (int)v;
    return true;
}

static bool read_real(const char *s, double most, double *out)
{
    return s && lathe_decimal_parse(s, strlen(s), out) && *out > 0 &&
           *out <= most;
}

static enum lathe_code twice(const char *word, struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EARG, "augment '%.40s': it is there twice",
                      word);
}

static enum lathe_code read_word(struct lathe_augment *a, char *word,
                                 struct lathe_err *err)
{
    int side = (int)(a->shape.h < a->shape.w ? a->shape.h : a->shape.w);
    const char *value = strchr(word, ':') ? strchr(word, ':') + 1 : NULL;
    size_t n = value ? (size_t)(value - word) - 1 : strlen(word);
    const struct {
        const char *name, *want;
        int most;               /* whole numbers */
        int *whole;
        double limit;           /* others */
        double *real;
    } words[] = {
        { "crop", "crop:N with N pixels", side - 1, &a->crop, 0, NULL },
        { "shift", "shift:N with N pixels", side - 1, &a->shift, 0, NULL },
        { "cutout", "cutout:N with N pixels", side, &a->cutout, 0, NULL },
        { "rotate", "rotate:D with D degrees", 0, NULL, 180, &a->rotate },
        { "brightness", "brightness:B with a share", 0, NULL, 1,
          &a->brightness },
        { "contrast", "contrast:C with a share", 0, NULL, 1, &a->contrast },
        { "mixup", "mixup:A with a number", 0, NULL, 10, &a->mixup },
    };

    if (strcmp(word, "flip") == 0) {
        if (a->flip)
            return twice(word, err);
        a->flip = true;
        return LATHE_OK;
    }
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strlen(words[i].name) != n || strncmp(words[i].name, word, n) != 0)
            continue;
        if (words[i].whole ? *words[i].whole > 0 : *words[i].real > 0)
            return twice(words[i].name, err);
        if (words[i].whole)
            return read_whole(value, words[i].most, words[i].whole)
                       ? LATHE_OK
                       : bad(word, words[i].want, words[i].most, err);
        return read_real(value, words[i].limit, words[i].real)
                   ? LATHE_OK
                   : bad(word, words[i].want, words[i].limit, err);
    }
    return lathe_fail(err, LATHE_EARG, "augment '%.40s': there are flip, "
                      "crop:N, shift:N, rotate:D, brightness:B, contrast:C, "
                      "cutout:N, mixup:A", word);
}

enum lathe_code lathe_augment_parse(struct lathe_augment *a, const char *text,
                                    struct lathe_shape shape,
                                    struct lathe_err *err)
{
    struct lathe_list list = {0};
    enum lathe_code rc = lathe_list_split(&list, text, ',', err);

    *a = (struct lathe_augment){ .shape = shape };
    for (size_t i = 0; !rc && i < list.n; i++)
        rc = read_word(a, list.v[i], err);
    lathe_list_release(&list);
    return rc;
}

/* ---- chance ------------------------------------------------------------- */

/* Uniform in [-most, most], whole. */
static int either_way(struct lathe_rng *r, int most)
{
    return (int)lathe_rng_below(r, 2 * (uint64_t)most + 1) - most;
}

static double within(struct lathe_rng *r, double most)
{
    return most * (2 * lathe_rng_uniform(r) - 1);
}

/* Marsaglia and Tsang 2000, "A simple method for generating gamma variables",
 * for shapes of 1 and more; below by gamma(s + 1) u^(1/s). */
static double gamma_number(struct lathe_rng *r, double shape)
{
    double d, c, factor = 1;

    if (shape < 1) {
        factor = pow(1 - lathe_rng_uniform(r), 1 / shape);
        shape++;
    }
    d = shape - 1.0 / 3;
    c = 1 / sqrt(9 * d);
    for (;;) {
        double x = lathe_rng_normal(r), v = 1 + c * x;

        v = v * v * v;
        if (v > 0 && log(1 - lathe_rng_uniform(r)) <
                         0.5 * x * x + d * (1 - v + log(v)))
            return factor * d * v;
    }
}

/* Beta(a + 1, a): the share that a picture keeps. */
static double kept_share(struct lathe_rng *r, double a)
{
    double x = gamma_number(r, a + 1), y = gamma_number(r, a);

    return x / (x + y);
}

/* ---- one picture -------------------------------------------------------- */

/* What one picture goes through. */
struct change {
    bool flip;
    int crop_x, crop_y, shift_x, shift_y;
    float sine, cosine;         /* of the turn */
    bool turn;
    float times, plus;          /* of the values, in [0, 255] */
    int cut_left, cut_top, cut; /* the square; cut 0: none */
};

/* Numbers are drawn in the same order whatever is asked for, so that one
 * change does not move another. */
static struct change draw(const struct lathe_augment *a, struct lathe_rng *r)
{
    struct change c = {0};
    double angle;

    c.flip = lathe_rng_below(r, 2) && a->flip;
    c.crop_x = either_way(r, a->crop);
    c.crop_y = either_way(r, a->crop);
    c.shift_x = either_way(r, a->shift);
    c.shift_y = either_way(r, a->shift);
    angle = within(r, a->rotate) * pi / 180;
    c.sine = (float)sin(angle);
    c.cosine = (float)cos(angle);
    c.turn = a->rotate > 0;
    c.plus = (float)(255 * within(r, a->brightness));
    c.times = (float)(1 + within(r, a->contrast));
    c.cut = a->cutout;
    c.cut_left = (int)lathe_rng_below(r, a->shape.w) - a->cutout / 2;
    c.cut_top = (int)lathe_rng_below(r, a->shape.h) - a->cutout / 2;
    return c;
}

static int clamp(int v, int most)
{
    return v < 0 ? 0 : v > most ? most : v;
}

/* Where a value comes from: pixels of a channel and their shares; a black one
 * has the share 0. */
struct taps {
    int place[4];
    float share[4];
    int n;
};

static void add_tap(struct taps *t, const struct change *c, int w, int h,
                    int x, int y, float share)
{
    bool inside = x >= 0 && y >= 0 && x < w && y < h;

    x = clamp(x - c->shift_x, w - 1);
    y = clamp(y - c->shift_y, h - 1);
    t->place[t->n] = y * w + (c->flip ? w - 1 - x : x);
    t->share[t->n++] = inside ? share : 0;
}

/* Of the value that comes to (x, y): where it is from, in the reverse order of
 * the changes; between four pixels when it was turned. */
static void find_taps(struct taps *t, const struct change *c, int w, int h,
                      int x, int y)
{
    float mid_x = (float)(w - 1) / 2, mid_y = (float)(h - 1) / 2, fx, fy, dx,
          dy;
    bool inside;
    int left, above;

    t->n = 0;
    x += c->crop_x;
    y += c->crop_y;
    if (!c->turn) {
        add_tap(t, c, w, h, x, y, 1);
        return;
    }
    inside = x >= 0 && y >= 0 && x < w && y < h;
    dx = (float)x - mid_x;
    dy = (float)y - mid_y;
    fx = mid_x + c->cosine * dx + c->sine * dy;
    fy = mid_y - c->sine * dx + c->cosine * dy;
    left = (int)floorf(fx);
    above = (int)floorf(fy);
    fx -= (float)left;
    fy -= (float)above;
    if (!inside)
        left = -2 - w;          /* black was put around after the turn */
    add_tap(t, c, w, h, left, above, (1 - fx) * (1 - fy));
    add_tap(t, c, w, h, left + 1, above, fx * (1 - fy));
    add_tap(t, c, w, h, left, above + 1, (1 - fx) * fy);
    add_tap(t, c, w, h, left + 1, above + 1, fx * fy);
}

static double mean_of(const uint8_t *p, size_t n)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += p[i];
    return (double)sum / (double)n;
}

static bool is_cut(const struct change *c, int x, int y)
{
    return c->cut && x >= c->cut_left && x < c->cut_left + c->cut &&
           y >= c->cut_top && y < c->cut_top + c->cut;
}

/* out += share * the changed picture, scaled. */
static void add_picture(const struct lathe_augment *a,
                        const struct lathe_inputs *in, size_t row,
                        const struct change *c, float share, real *out)
{
    const uint8_t *p = in->pixel + row * in->pixels;
    int w = (int)a->shape.w, h = (int)a->shape.h;
    float mean = c->times != 1 ? (float)mean_of(p, in->pixels) : 0;
    float plus = mean - mean * c->times + c->plus;
    struct taps t;

    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            if (is_cut(c, x, y))
                continue;
            find_taps(&t, c, w, h, x, y);
            for (uint32_t k = 0; k < a->shape.c; k++) {
                const uint8_t *from = p + k * in->plane;
                float v = 0;

                for (int i = 0; i < t.n; i++)
                    v += t.share[i] * (float)from[t.place[i]];
                v = v * c->times + plus;
                v = v < 0 ? 0 : v > 255 ? 255 : v;
                out[k * in->plane + (size_t)(y * w + x)] +=
                    (real)(share * ((v - in->pixel_shift[k]) *
                                    in->pixel_factor[k]));
            }
        }
}

void lathe_augment_row(const struct lathe_augment *a,
                       const struct lathe_inputs *x, size_t row,
                       const struct lathe_augment_key *key, real *out)
{
    struct lathe_rng r = lathe_rng_stream(key->seed, LATHE_RNG_AUGMENT,
                                          (uint32_t)key->place, key->step);
    struct change own = draw(a, &r), others;
    float share;

    memset(out, 0, x->pixels * sizeof(*out));
    if (a->mixup == 0) {
        add_picture(a, x, row, &own, 1, out);
        return;
    }
    share = (float)kept_share(&r, a->mixup);
    others = draw(a, &r);
    add_picture(a, x, row, &own, share, out);
    add_picture(a, x, (size_t)lathe_rng_below(&r, x->n), &others, 1 - share,
                out);
}
