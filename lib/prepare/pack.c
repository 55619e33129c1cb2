#include "prepare/pack.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/* The head has a power of ten, how the values are kept, and the least k. */
#define HEAD LATHE_PACK_HEAD
#define SCALES 7
/* Values between looks whether there is one that is no k. */
#define CHUNK 16
/* k is below; the difference of two has room for NaN above it. */
#define LIMIT 2e9
/* 1.5 * 2^52: a sum with it has no digits behind the point, and the lowest bits
 * are those of k. */
#define MAGIC 6755399441055744.0

static const double scales[SCALES] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};

/* How values are kept: all are one, or NaN; differences, all bits set for NaN;
 * doubles. */
enum form { SAME, MISSING, BYTES_1, BYTES_2, BYTES_4, DOUBLES };

static const unsigned char widths[] = {0, 0, 1, 2, 4, sizeof(double)};

/* 16 bytes, which every x86-64 and ARM64 has registers for. */
typedef double vec __attribute__((vector_size(16)));
typedef int64_t vbits __attribute__((vector_size(16)));

/* What is known of the values. */
struct whole {
    double sum[LATHE_PACK_VALUES];      /* k + MAGIC, or NaN */
    double min, max;            /* of k; min > max: all are NaN */
    bool nans;
};

/* ---- packing ------------------------------------------------------------ */

INLINE vec pick(vbits mask, vec a, vec b)
{
    return (vec)((mask & (vbits)a) | (~mask & (vbits)b));
}

/* Values i and i + 1; of an odd number of them the last twice. */
INLINE vec pair_of(const double *v, size_t n, size_t i)
{
    vec x = {v[i], v[i]};

    if (i + 1 < n)
        memcpy(&x, &v[i], sizeof x);
    return x;
}

INLINE bool any(vbits b)
{
    return (b[0] | b[1]) != 0;
}

/* Whether all values are some k over the scale, or the one NaN. */
INLINE bool find_whole(struct whole *w, const double *v, size_t n,
                       double scale)
{
    const vec nan = {(double)NAN, (double)NAN};
    vec low = {INFINITY, INFINITY}, high = -low;
    vbits bad = {0}, nans = {0};

    for (size_t i = 0; i < n; i += 2) {
        vec x = pair_of(v, n, i), sum = x * scale + MAGIC, k = sum - MAGIC;
        vbits there = (vbits)(x == x);
        vec back = pick(there, scale == 1 ? k : k / scale, nan);

        bad |= (vbits)back ^ (vbits)x;
        nans |= ~there;
        low = pick((vbits)(k < low), k, low);
        high = pick((vbits)(k > high), k, high);
        memcpy(&w->sum[i], &sum, sizeof sum);
        if (i % CHUNK == 0 && any(bad))
            return false;
    }
    w->nans = any(nans);
    w->min = low[0] < low[1] ? low[0] : low[1];
    w->max = high[0] > high[1] ? high[0] : high[1];
    return !any(bad) && !(w->min < -LIMIT) && !(w->max > LIMIT);
}

/* With the scale of the values before, or another. */
static bool find_scale(struct whole *w, const double *v, size_t n,
                       unsigned char *hint)
{
    if (*hint && find_whole(w, v, n, scales[*hint]))
        return true;
    if (find_whole(w, v, n, 1)) {
        *hint = 0;
        return true;
    }
    for (unsigned char s = 1; s < SCALES; s++)
        if (s != *hint && find_whole(w, v, n, scales[s])) {
            *hint = s;
            return true;
        }
    return false;
}

static enum form form_of(const struct whole *w)
{
    double most = w->max - w->min;

    if (w->min > w->max)
        return MISSING;
    if (most == 0 && !w->nans)
        return SAME;
    return most < UINT8_MAX ? BYTES_1 : most < UINT16_MAX ? BYTES_2 : BYTES_4;
}

/* Differences of `width` bytes. */
INLINE void put_differences(const struct whole *w, size_t n, uint32_t min,
                            size_t width, unsigned char *to)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t bits;
        uint32_t d;

        memcpy(&bits, &w->sum[i], sizeof bits);
        d = isnan(w->sum[i]) ? UINT32_MAX : (uint32_t)bits - min;
        for (size_t k = 0; k < width; k++)
            to[i * width + k] = (unsigned char)(d >> (8 * k));
    }
}

size_t lathe_pack_put(const double *v, size_t n, unsigned char *hint,
                      unsigned char *to)
{
    struct whole w;
    enum form form = find_scale(&w, v, n, hint) ? form_of(&w) : DOUBLES;
    int32_t min = form == DOUBLES || form == MISSING ? 0 : (int32_t)w.min;

    to[0] = *hint;
    to[1] = (unsigned char)form;
    memcpy(to + 2, &min, sizeof min);
    if (form == BYTES_1)
        put_differences(&w, n, (uint32_t)min, 1, to + HEAD);
    else if (form == BYTES_2)
        put_differences(&w, n, (uint32_t)min, 2, to + HEAD);
    else if (form == BYTES_4)
        put_differences(&w, n, (uint32_t)min, 4, to + HEAD);
    else if (form == DOUBLES)
        memcpy(to + HEAD, v, n * sizeof *v);
    return HEAD + n * widths[form];
}

/* ---- and back ----------------------------------------------------------- */

INLINE void take_differences(const unsigned char *from, size_t width,
                             int32_t min, double scale, double *v, size_t n)
{
    uint32_t none = UINT32_MAX >> (32 - 8 * width);

    for (size_t i = 0; i < n; i++) {
        uint32_t d = 0;
        double k;

        for (size_t b = 0; b < width; b++)
            d |= (uint32_t)from[i * width + b] << (8 * b);
        k = (double)((int64_t)min + d);
        v[i] = d == none ? (double)NAN : scale == 1 ? k : k / scale;
    }
}

INLINE void take_all(const unsigned char *from, enum form form, int32_t min,
                     double scale, double *v, size_t n)
{
    if (form == BYTES_1)
        take_differences(from, 1, min, scale, v, n);
    else if (form == BYTES_2)
        take_differences(from, 2, min, scale, v, n);
    else if (form == BYTES_4)
        take_differences(from, 4, min, scale, v, n);
    else if (form == DOUBLES)
        memcpy(v, from, n * sizeof *v);
    else
        for (size_t i = 0; i < n; i++)
            v[i] = form == SAME ? min / scale : (double)NAN;
}

size_t lathe_pack_take(const unsigned char *from, size_t left, double *v,
                       size_t n)
{
    enum form form;
    size_t bytes;
    int32_t min;

    if (left < HEAD || from[0] >= SCALES || from[1] > DOUBLES)
        return 0;
    form = (enum form)from[1];
    bytes = HEAD + n * widths[form];
    if (left < bytes)
        return 0;
    memcpy(&min, from + 2, sizeof min);
    if (from[0] == 0)
        take_all(from + HEAD, form, min, 1, v, n);
    else
        take_all(from + HEAD, form, min, scales[from[0]], v, n);
    return bytes;
}
