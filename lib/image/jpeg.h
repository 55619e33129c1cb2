/*
 * jpeg - JPEG files, through TurboJPEG, which is loaded on first use.
 */
#ifndef LATHE_IMAGE_JPEG_H
#define LATHE_IMAGE_JPEG_H

#include "image/picture.h"

/* What stands before the picture itself. */
struct lathe_jpeg_head {
    uint32_t height, width;
    bool progressive;           /* its decoder holds all of it at once */
    unsigned lies;              /* Exif orientation, 1 (upright) to 8 */
};

bool lathe_jpeg_is(const uint8_t *bytes, size_t n);

/* Reads the segments up to the frame header. False when there is none. */
bool lathe_jpeg_head(const uint8_t *bytes, size_t n,
                     struct lathe_jpeg_head *out);

/* The largest of 8, 4, 2 and 1 by which the picture can be divided and still
 * be twice as large as `shape` in both directions. */
uint32_t lathe_jpeg_divisor(const struct lathe_jpeg_head *head,
                            const struct lathe_picture_shape *shape);

/*
 * Decodes into `out` (lathe_picture_release) divided by lathe_jpeg_divisor:
 * gray when that is asked for or is all there is, else RGB. The caller has
 * checked the size in `head`.
 * Fails: LATHE_EDATA "damaged JPEG: ...", also for anything that the library
 * warns of; LATHE_ENOMEM, LATHE_EUNAVAILABLE.
 */
enum lathe_code lathe_jpeg_decode(struct lathe_picture *out,
                                  const struct lathe_jpeg_head *head,
                                  const struct lathe_picture_shape *shape,
                                  const uint8_t *bytes, size_t n,
                                  struct lathe_err *err);

#endif
