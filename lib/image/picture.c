#include "image/picture.h"

#include "base/alloc.h"
#include "image/jpeg.h"
#include "image/png.h"
#include "image/resize.h"

#include <inttypes.h>
#include <string.h>

void lathe_picture_release(struct lathe_picture *p)
{
    lathe_free(p->pixel);
    *p = (struct lathe_picture){0};
}

bool lathe_picture_is(const void *bytes, size_t n)
{
    return lathe_png_is(bytes, n) || lathe_jpeg_is(bytes, n);
}

/* ---- what is refused ---------------------------------------------------- */

static const struct {
    size_t at;
    const char *magic;
    const char *what;
} others[] = {
    {0, "GIF8", "a GIF image"},
    {0, "BM", "a BMP image"},
    {8, "WEBP", "a WebP image"},
    {0, "II*", "a TIFF image"},
    {0, "MM", "a TIFF image"},
    {4, "ftyp", "an AVIF or HEIC image, or a video"},
    {0, "%PDF", "a PDF file"},
};

static bool is_text(const uint8_t *s, size_t n)
{
    for (size_t i = 0; i < n && i < 512; i++)
        if (s[i] < 0x20 && !strchr("\t\n\r\f\v", s[i] ? s[i] : 1))
            return false;
    return true;
}

static enum lathe_code refuse(const uint8_t *s, size_t n,
                              struct lathe_err *err)
{
    if (n == 0)
        return lathe_fail(err, LATHE_EDATA, "no image: the file is empty");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        size_t length = strlen(others[i].magic);

        if (n >= others[i].at + length &&
            memcmp(s + others[i].at, others[i].magic, length) == 0)
            return lathe_fail(err, LATHE_EDATA, "%s; only PNG and JPEG are "
                              "read", others[i].what);
    }
    return lathe_fail(err, LATHE_EDATA, "%s, not a PNG or JPEG image",
                      is_text(s, n) ? "text" : "something else");
}

static enum lathe_code check_size(uint32_t height, uint32_t width,
                                  struct lathe_err *err)
{
    if (height == 0 || width == 0)
        return lathe_fail(err, LATHE_EDATA, "damaged: %" PRIu32 " x %" PRIu32
                          " pixels", width, height);
    if (height > LATHE_RESIZE_SIDE || width > LATHE_RESIZE_SIDE ||
        (uint64_t)height * width > LATHE_PICTURE_PIXELS)
        return lathe_fail(err, LATHE_EDATA, "too large: %" PRIu32 " x %" PRIu32
                          " pixels; at most %" PRIu64 " can be read", width,
                          height, LATHE_PICTURE_PIXELS);
    return LATHE_OK;
}

uint64_t lathe_picture_needs(const struct lathe_picture_shape *shape,
                             const void *bytes, size_t n)
{
    struct lathe_jpeg_head head;
    uint32_t height, width;
    uint64_t d, values;

    if (lathe_png_size(bytes, n, &height, &width))
        return (uint64_t)height * width * 4;
    if (!lathe_jpeg_head(bytes, n, &head))
        return 0;
    d = lathe_jpeg_divisor(&head, shape);
    values = (uint64_t)head.height * head.width * 3;
    /* A progressive one is first held as 16-bit coefficients. */
    return values / (d * d) + (head.progressive ? 2 * values : 0);
}

/* ---- channels ----------------------------------------------------------- */

/* Lays pixels with alpha over white, in place. */
static void lay_over_white(struct lathe_picture *p)
{
    size_t n = (size_t)p->height * p->width;
    uint32_t colours = p->channels - 1;

    for (size_t i = 0; i < n; i++) {
        const uint8_t *from = p->pixel + i * p->channels;
        uint32_t a = from[colours];
        uint8_t *to = p->pixel + i * colours;

        for (uint32_t c = 0; c < colours; c++)
            to[c] = (uint8_t)((from[c] * a + 255 * (255 - a) + 127) / 255);
    }
    p->channels = colours;
}

/* Red, green and blue to luma, in place. */
static void take_luma(struct lathe_picture *p)
{
    size_t n = (size_t)p->height * p->width;

    for (size_t i = 0; i < n; i++) {
        const uint8_t *v = p->pixel + 3 * i;

        p->pixel[i] = (uint8_t)((299u * v[0] + 587u * v[1] + 114u * v[2] +
                                 500) / 1000);
    }
    p->channels = 1;
}

/* ---- upright ------------------------------------------------------------ */

/* Where pixel (y, x) of the upright picture, height x width, lies in the one
 * that lies as Exif says (Exif 2.32, 4.6.4 A). */
static size_t lies_at(unsigned lies, size_t y, size_t x, size_t height,
                      size_t width)
{
    size_t down = height - 1 - y, back = width - 1 - x;

    switch (lies) {
    case 2:
        return y * width + back;
    case 3:
        return down * width + back;
    case 4:
        return down * width + x;
    case 5:
        return x * height + y;
    case 6:
        return back * height + y;
    case 7:
        return back * height + down;
    case 8:
        return x * height + down;
    default:
        return y * width + x;
    }
}

/* from [.. x channels], as it lies, to out [shape]: planes, upright. */
static void set_planes(uint8_t *out, const struct lathe_picture_shape *shape,
                       const uint8_t *from, uint32_t channels, unsigned lies)
{
    size_t plane = (size_t)shape->height * shape->width, i = 0;

    for (size_t y = 0; y < shape->height; y++)
        for (size_t x = 0; x < shape->width; x++, i++) {
            const uint8_t *v = from + channels * lies_at(lies, y, x,
                                                         shape->height,
                                                         shape->width);

            for (uint32_t c = 0; c < shape->channels; c++)
                out[c * plane + i] = v[channels == 1 ? 0 : c];
        }
}

/* ---- all of it ---------------------------------------------------------- */

static enum lathe_code decode(struct lathe_picture *p,
                              const struct lathe_picture_shape *shape,
                              const uint8_t *bytes, size_t n,
                              struct lathe_err *err)
{
    struct lathe_jpeg_head head;
    uint32_t height, width;
    enum lathe_code rc;

    if (n > LATHE_PICTURE_BYTES)
        return lathe_fail(err, LATHE_EDATA, "too large: %zu bytes; at most "
                          "%zu can be read", n, LATHE_PICTURE_BYTES);
    if (lathe_png_is(bytes, n)) {
        if (!lathe_png_size(bytes, n, &height, &width))
            return lathe_fail(err, LATHE_EDATA, "damaged PNG: no header");
        rc = check_size(height, width, err);
        return rc ? rc : lathe_png_decode(p, bytes, n, err);
    }
    if (!lathe_jpeg_is(bytes, n))
        return refuse(bytes, n, err);
    if (!lathe_jpeg_head(bytes, n, &head))
        return lathe_fail(err, LATHE_EDATA, "damaged JPEG: no header");
    rc = check_size(head.height, head.width, err);
    return rc ? rc : lathe_jpeg_decode(p, &head, shape, bytes, n, err);
}

enum lathe_code lathe_picture_decode(uint8_t *pixel,
                                     const struct lathe_picture_shape *shape,
                                     const void *bytes, size_t n,
                                     struct lathe_err *err)
{
    struct lathe_picture p = {0};
    struct lathe_resize_size to = {shape->height, shape->width};
    uint8_t *small = NULL;
    enum lathe_code rc = decode(&p, shape, bytes, n, err);

    if (rc)
        goto out;
    if (p.channels == 2 || p.channels == 4)
        lay_over_white(&p);
    if (p.channels == 3 && shape->channels == 1)
        take_luma(&p);
    if (p.lies >= 5)
        to = (struct lathe_resize_size){shape->width, shape->height};
    rc = lathe_new(&small, (size_t)to.height * to.width, p.channels,
                   "a picture", err);
    if (!rc)
        rc = lathe_resize(small, to, p.pixel,
                          (struct lathe_resize_size){p.height, p.width},
                          p.channels, err);
    if (!rc)
        set_planes(pixel, shape, small, p.channels, p.lies);
out:
    lathe_free(small);
    lathe_picture_release(&p);
    return rc;
}
