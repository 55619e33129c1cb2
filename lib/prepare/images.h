/*
 * images - pictures with their labels from a pair of IDX files, and the shape
 * of a picture as an option.
 */
#ifndef LATHE_PREPARE_IMAGES_H
#define LATHE_PREPARE_IMAGES_H

#include "prepare/origin.h"
#include "data/rows.h"
#include "ingest/idx.h"

/* Channels that a picture may have, and pixels of one channel. */
#define LATHE_IMAGES_CHANNELS 4
#define LATHE_IMAGES_SIDE 4096

/* Reads "CxHxW", like 3x32x32, or "HxW" of one channel. Fails: LATHE_EARG. */
enum lathe_code lathe_images_parse(const char *text, struct lathe_image *out,
                                   struct lathe_err *err);

bool lathe_images_alike(const struct lathe_image *a,
                        const struct lathe_image *b);

/* Bytes of one picture. */
size_t lathe_images_pixels(const struct lathe_image *image);

/* Zeroed: nothing is open. */
struct lathe_images {
    struct lathe_idx pixels, labels;
    char *name;                 /* of the pixels, for messages */
    uint64_t rows;
};

/*
 * Opens both at their beginning. `pixels` may be NULL: labels only.
 * Fails: LATHE_EDATA (no IDX, labels that are not one byte a row, another
 * number of labels than pictures), and as reading.
 */
enum lathe_code lathe_images_open(struct lathe_images *im,
                                  struct lathe_origin *pixels,
                                  struct lathe_origin *labels,
                                  struct lathe_err *err);
void lathe_images_release(struct lathe_images *im);

/*
 * The shape of the pictures: rank 3 is [rows x height x width], rank 4 [rows x
 * channels x height x width]; of rank 2 [rows x pixels] `asked` must say it.
 * A shape that is asked for (channels > 0) must have as many pixels.
 * Fails: LATHE_EDATA.
 */
enum lathe_code lathe_images_shape(const struct lathe_images *im,
                                   const struct lathe_image *asked,
                                   struct lathe_image *out,
                                   struct lathe_err *err);

/* The next up to `cap` rows: pixel [cap x pixels] (not read when NULL), label
 * [cap]. *got is 0 at the end. Fails: LATHE_EDATA, LATHE_EIO. */
enum lathe_code lathe_images_next(struct lathe_images *im, uint8_t *pixel,
                                  uint8_t *label, size_t cap, size_t *got,
                                  struct lathe_err *err);

/*
 * Names of classes 0, 1, ...: a file with one a line when `text` names one,
 * else the names with commas between. Fails: LATHE_EARG (an empty or repeated
 * name, less than two), LATHE_ENOMEM, and as reading the file.
 */
enum lathe_code lathe_images_class_names(struct lathe_list *out,
                                         const char *text,
                                         struct lathe_err *err);

#endif
