/*
 * picture - a PNG or JPEG file as pixels in a given size.
 *
 * The one path from a file's bytes to pixels, for preprocess, evaluate and
 * predict:
 * 1. what it is is seen by its first bytes, never by a name;
 * 2. its size is checked before room is made for it;
 * 3. it is decoded to 8 bits a value as stored: no gamma, no colour profile,
 *    16 bits rounded to 8; a JPEG that is far larger than asked for in half,
 *    a quarter or an eighth of its size;
 * 4. what is transparent lies over white;
 * 5. one channel is luma by Rec. 601, (299 R + 587 G + 114 B) / 1000 rounded,
 *    of a JPEG its own Y; three are red, green, blue, equal for a gray one;
 * 6. it is resized to the size (resize.h), whatever its proportions were;
 * 7. it is turned upright where its Exif data says how it lies (JPEG).
 * The same bytes give the same pixels on every machine.
 */
#ifndef LATHE_IMAGE_PICTURE_H
#define LATHE_IMAGE_PICTURE_H

#include "base/err.h"

/* Limits of a file: its bytes, and its pixels (8192 x 8192). */
#define LATHE_PICTURE_BYTES ((size_t)128 << 20)
#define LATHE_PICTURE_PIXELS ((uint64_t)1 << 26)

/* Bytes of a file that tell what it is. */
#define LATHE_PICTURE_MAGIC 12

/* What is made of every picture: [channels x height x width]. */
struct lathe_picture_shape {
    uint32_t channels;          /* 1 or 3 */
    uint32_t height, width;     /* from 1 to 65535 */
};

/* A decoded picture: pixel [height x width x channels], owned. */
struct lathe_picture {
    uint32_t height, width;
    uint32_t channels;          /* 1 gray, 2 with alpha, 3 RGB, 4 with alpha */
    unsigned lies;              /* Exif orientation, 1 (upright) to 8 */
    uint8_t *pixel;
};

void lathe_picture_release(struct lathe_picture *p);

/* Whether these first bytes are those of a PNG or JPEG file. */
bool lathe_picture_is(const void *bytes, size_t n);

/* Bytes that decoding needs at once; 0 when that cannot be told, and then
 * decoding fails. For those who decode several pictures at a time. */
uint64_t lathe_picture_needs(const struct lathe_picture_shape *shape,
                             const void *bytes, size_t n);

/*
 * pixel [channels x height x width] from the bytes of a file.
 * Fails: LATHE_EDATA (no PNG or JPEG, with what it is where that is known;
 * damaged, truncated, too large; a JPEG in CMYK), LATHE_ENOMEM,
 * LATHE_EUNAVAILABLE (no library).
 */
enum lathe_code lathe_picture_decode(uint8_t *pixel,
                                     const struct lathe_picture_shape *shape,
                                     const void *bytes, size_t n,
                                     struct lathe_err *err);

#endif
