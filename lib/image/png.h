/*
 * png - PNG files, through libpng, which is loaded on first use.
 */
#ifndef LATHE_IMAGE_PNG_H
#define LATHE_IMAGE_PNG_H

#include "image/picture.h"

bool lathe_png_is(const uint8_t *bytes, size_t n);

/* Height and width by the header. False when there is none. */
bool lathe_png_size(const uint8_t *bytes, size_t n, uint32_t *height,
                    uint32_t *width);

/*
 * Decodes into `out` (lathe_picture_release), whose height and width
 * lathe_png_size has told and the caller has checked.
 * Fails: LATHE_EDATA "damaged PNG: ...", LATHE_ENOMEM, LATHE_EUNAVAILABLE.
 */
enum lathe_code lathe_png_decode(struct lathe_picture *out,
                                 const uint8_t *bytes, size_t n,
                                 struct lathe_err *err);

#endif
