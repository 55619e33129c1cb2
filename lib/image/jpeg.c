#include "image/jpeg.h"

#include "base/alloc.h"
#include "base/library.h"

#include <pthread.h>
#include <string.h>
#include <turbojpeg.h>

/* ---- the library -------------------------------------------------------- */

/* What we use of TurboJPEG. */
struct turbojpeg {
    __typeof__(&tjInitDecompress) init;
    __typeof__(&tjDecompressHeader3) header;
    __typeof__(&tjDecompress2) decompress;
    __typeof__(&tjGetErrorStr2) error_text;
    __typeof__(&tjDestroy) destroy;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct turbojpeg lib;
static bool loaded;

static void load(void)
{
    static const struct lathe_library_call want[] = {
        {"tjInitDecompress", &lib.init},
        {"tjDecompressHeader3", &lib.header},
        {"tjDecompress2", &lib.decompress},
        {"tjGetErrorStr2", &lib.error_text},
        {"tjDestroy", &lib.destroy},
    };

    loaded = lathe_library_open(LATHE_TURBOJPEG_SO, want,
                                sizeof want / sizeof *want);
}

/* ---- what stands before the picture ------------------------------------- */

/* Markers: the second byte, behind 0xff. */
enum { SOF0 = 0xc0, DHT = 0xc4, JPG = 0xc8, DAC = 0xcc, SOF15 = 0xcf,
       RST0 = 0xd0, SOI = 0xd8, EOI = 0xd9, SOS = 0xda, APP1 = 0xe1,
       TEM = 0x01 };

bool lathe_jpeg_is(const uint8_t *bytes, size_t n)
{
    return n >= 3 && bytes[0] == 0xff && bytes[1] == SOI && bytes[2] == 0xff;
}

static uint32_t number(const uint8_t *b, unsigned bytes, bool little)
{
    uint32_t v = 0;

    for (unsigned i = 0; i < bytes; i++)
        v = v << 8 | b[little ? bytes - 1 - i : i];
    return v;
}

/* Tag 0x0112 of the first directory of the TIFF data in an Exif segment (Exif
 * 2.32, 4.6.4); 1 when there is none or it makes no sense. */
static unsigned read_orientation(const uint8_t *s, size_t n)
{
    const size_t prefix = 6, entry = 12;
    bool little;
    uint32_t at, count;

    if (n < prefix + 8 || memcmp(s, "Exif\0\0", prefix) != 0)
        return 1;
    s += prefix;
    n -= prefix;
    little = s[0] == 'I' && s[1] == 'I';
    if (!little && !(s[0] == 'M' && s[1] == 'M'))
        return 1;
    at = number(s + 4, 4, little);
    if (number(s + 2, 2, little) != 42 || n < 2 || at > n - 2)
        return 1;
    count = number(s + at, 2, little);
    for (size_t k = at + 2; count > 0 && n - k >= entry; k += entry, count--) {
        uint32_t v = number(s + k + 8, 2, little);

        if (number(s + k, 2, little) == 0x0112)
            return v >= 1 && v <= 8 ? v : 1;
    }
    return 1;
}

static bool is_frame(unsigned marker)
{
    return marker >= SOF0 && marker <= SOF15 && marker != DHT &&
           marker != JPG && marker != DAC;
}

bool lathe_jpeg_head(const uint8_t *bytes, size_t n,
                     struct lathe_jpeg_head *out)
{
    size_t at = 2;

    *out = (struct lathe_jpeg_head){.lies = 1};
    if (!lathe_jpeg_is(bytes, n))
        return false;
    while (n - at >= 4) {
        unsigned marker = bytes[at + 1];
        size_t length = number(bytes + at + 2, 2, false);

        if (bytes[at] != 0xff)
            return false;
        if (marker == 0xff) {   /* fill bytes may stand before a marker */
            at++;
            continue;
        }
        if (marker == SOS || marker == EOI || marker == 0 || marker == TEM ||
            (marker >= RST0 && marker <= SOI) || length < 2 ||
            length > n - at - 2)
            return false;
        if (marker == APP1 && out->lies == 1)
            out->lies = read_orientation(bytes + at + 4, length - 2);
        if (is_frame(marker)) {
            if (length < 8)
                return false;
            out->height = number(bytes + at + 5, 2, false);
            out->width = number(bytes + at + 7, 2, false);
            out->progressive = (marker & 3) == 2;
            return true;
        }
        at += 2 + length;
    }
    return false;
}

/* ---- decoding ----------------------------------------------------------- */

uint32_t lathe_jpeg_divisor(const struct lathe_jpeg_head *head,
                            const struct lathe_picture_shape *shape)
{
    bool across = head->lies >= 5;      /* its rows are columns */
    uint64_t height = across ? shape->width : shape->height;
    uint64_t width = across ? shape->height : shape->width;
    uint32_t d = 8;

    while (d > 1 && (head->height < 2 * height * d ||
                     head->width < 2 * width * d))
        d /= 2;
    return d;
}

static enum lathe_code damaged(tjhandle tj, struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA, "damaged JPEG: %s",
                      lib.error_text(tj));
}

static enum lathe_code decode(tjhandle tj, struct lathe_picture *out,
                              const struct lathe_jpeg_head *head,
                              const struct lathe_picture_shape *shape,
                              const uint8_t *bytes, unsigned long n,
                              struct lathe_err *err)
{
    uint32_t d = lathe_jpeg_divisor(head, shape);
    int width, height, sampling, colours;
    bool gray;
    enum lathe_code rc;

    if (lib.header(tj, bytes, n, &width, &height, &sampling, &colours))
        return damaged(tj, err);
    if ((uint32_t)width != head->width || (uint32_t)height != head->height)
        return lathe_fail(err, LATHE_EDATA, "damaged JPEG: two sizes");
    if (colours == TJCS_CMYK || colours == TJCS_YCCK)
        return lathe_fail(err, LATHE_EDATA, "a JPEG in CMYK, which has no one "
                          "meaning as red, green and blue; convert it to RGB");
    gray = colours == TJCS_GRAY || (shape->channels == 1 &&
                                    colours == TJCS_YCbCr);
    *out = (struct lathe_picture){.height = (head->height + d - 1) / d,
                                  .width = (head->width + d - 1) / d,
                                  .channels = gray ? 1 : 3,
                                  .lies = head->lies};
    rc = lathe_new(&out->pixel, out->height,
                   (size_t)out->width * out->channels, "a picture", err);
    /* The accurate transform has the same bits with and without vector
     * instructions. */
    if (!rc && lib.decompress(tj, bytes, n, out->pixel, (int)out->width, 0,
                              (int)out->height, gray ? TJPF_GRAY : TJPF_RGB,
                              TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING |
                                  TJFLAG_LIMITSCANS))
        rc = damaged(tj, err);
    return rc;
}

enum lathe_code lathe_jpeg_decode(struct lathe_picture *out,
                                  const struct lathe_jpeg_head *head,
                                  const struct lathe_picture_shape *shape,
                                  const uint8_t *bytes, size_t n,
                                  struct lathe_err *err)
{
    enum lathe_code rc;
    tjhandle tj;

    *out = (struct lathe_picture){0};
    pthread_once(&once, load);
    if (!loaded)
        return lathe_fail(err, LATHE_EUNAVAILABLE,
                          "the JPEG library (%s) cannot be used; install the "
                          "package libturbojpeg0-dev", LATHE_TURBOJPEG_SO);
    tj = lib.init();
    if (!tj)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a picture)");
    rc = decode(tj, out, head, shape, bytes, n, err);
    lib.destroy(tj);
    if (rc)
        lathe_picture_release(out);
    return rc;
}
