/*
 * resize - pictures in another size.
 *
 * The filter is a triangle: between pixels it is linear, and where a picture
 * shrinks it is as wide as the pixels that one new pixel covers, so that
 * nothing is skipped and no patterns arise (what Pillow calls BILINEAR). With
 * n old and m new pixels on an axis, new pixel X weighs old pixel x by
 *
 *     2 max(n, m) - |(2x + 1) m - (2X + 1) n|, where that is positive,
 *
 * of the sum of these; both axes one after the other. Whole numbers all the
 * way, so the bytes are the same on every machine: weights in 1/65536 that
 * sum to 1, 8 more bits between the axes, rounded once at the end.
 */
#ifndef LATHE_IMAGE_RESIZE_H
#define LATHE_IMAGE_RESIZE_H

#include "base/err.h"

/* Most pixels on a side, of the old and of the new picture. */
#define LATHE_RESIZE_SIDE 65535

/* A picture in memory: pixel [height x width x channels]. */
struct lathe_resize_size {
    uint32_t height, width;
};

/* out [to.height x to.width x channels] from in [from.height x from.width x
 * channels], sides from 1 to LATHE_RESIZE_SIDE. The same size is a copy.
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_resize(uint8_t *out, struct lathe_resize_size to,
                             const uint8_t *in, struct lathe_resize_size from,
                             uint32_t channels, struct lathe_err *err);

#endif
