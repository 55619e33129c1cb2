#include "prepare/images.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "base/file.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define NAMES_BYTES ((size_t)1 << 20)

/* ---- shapes ------------------------------------------------------------- */

static enum lathe_code bad_shape(const char *text, struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EARG,
                      "image: '%s' is not CHANNELSxHEIGHTxWIDTH, like 3x32x32 "
                      "(at most %d channels, %d pixels a side, %d values in "
                      "all)", text, LATHE_IMAGES_CHANNELS, LATHE_IMAGES_SIDE,
                      LATHE_SCHEMA_COLUMNS);
}

static bool make_shape(const int64_t dim[3], struct lathe_image *out)
{
    if (dim[0] < 1 || dim[0] > LATHE_IMAGES_CHANNELS || dim[1] < 1 ||
        dim[1] > LATHE_IMAGES_SIDE || dim[2] < 1 ||
        dim[2] > LATHE_IMAGES_SIDE ||
        dim[0] * dim[1] * dim[2] > LATHE_SCHEMA_COLUMNS)
        return false;
    *out = (struct lathe_image){.channels = (uint32_t)dim[0],
                                .height = (uint32_t)dim[1],
                                .width = (uint32_t)dim[2]};
    return true;
}

enum lathe_code lathe_images_parse(const char *text, struct lathe_image *out,
                                   struct lathe_err *err)
{
    struct lathe_list part = {0};
    int64_t dim[3] = {1, 0, 0};
    enum lathe_code rc = lathe_list_split(&part, text, 'x', err);

    if (rc)
        goto out;
    if (part.n != 2 && part.n != 3)
        rc = bad_shape(text, err);
    for (size_t i = 0; i < part.n && !rc; i++)
        if (!lathe_decimal_parse_int(part.v[i], 1, LATHE_IMAGES_SIDE,
                                     &dim[3 - part.n + i]))
            rc = bad_shape(text, err);
    if (!rc && !make_shape(dim, out))
        rc = bad_shape(text, err);
out:
    lathe_list_release(&part);
    return rc;
}

bool lathe_images_alike(const struct lathe_image *a,
                        const struct lathe_image *b)
{
    return a->channels == b->channels && a->height == b->height &&
           a->width == b->width;
}

size_t lathe_images_pixels(const struct lathe_image *image)
{
    return (size_t)image->channels * image->height * image->width;
}

enum lathe_code lathe_images_shape(const struct lathe_images *im,
                                   const struct lathe_image *asked,
                                   struct lathe_image *out,
                                   struct lathe_err *err)
{
    const uint32_t *d = im->pixels.dim;
    int64_t dim[3] = {1, d[1], d[2]};

    if (asked->channels) {
        if (lathe_images_pixels(asked) != im->pixels.row_bytes)
            return lathe_fail(err, LATHE_EDATA,
                              "'%s': a picture has %zu pixels, but %" PRIu32
                              "x%" PRIu32 "x%" PRIu32 " are %zu", im->name,
                              im->pixels.row_bytes, asked->channels,
                              asked->height, asked->width,
                              lathe_images_pixels(asked));
        *out = *asked;
        return LATHE_OK;
    }
    if (im->pixels.rank == 4) {
        dim[0] = d[1];
        dim[1] = d[2];
        dim[2] = d[3];
    }
    if (im->pixels.rank == 2)
        return lathe_fail(err, LATHE_EDATA,
                          "'%s': rows of %zu bytes; --image CxHxW says what "
                          "picture they are", im->name, im->pixels.row_bytes);
    if (!make_shape(dim, out))
        return lathe_fail(err, LATHE_EDATA,
                          "'%s': pictures of %" PRId64 "x%" PRId64 "x%" PRId64
                          " are not supported (at most %d channels, %d pixels "
                          "a side, %d values in all)", im->name, dim[0],
                          dim[1], dim[2], LATHE_IMAGES_CHANNELS,
                          LATHE_IMAGES_SIDE, LATHE_SCHEMA_COLUMNS);
    return LATHE_OK;
}

/* ---- reading ------------------------------------------------------------ */

static enum lathe_code open_idx(struct lathe_idx *x,
                                struct lathe_origin *o,
                                struct lathe_err *err)
{
    struct lathe_source *source = NULL;
    enum lathe_code rc = lathe_origin_source(o, &source, err);

    return rc ? rc : lathe_idx_open(x, source, err);
}

enum lathe_code lathe_images_open(struct lathe_images *im,
                                  struct lathe_origin *pixels,
                                  struct lathe_origin *labels,
                                  struct lathe_err *err)
{
    enum lathe_code rc;

    *im = (struct lathe_images){0};
    rc = open_idx(&im->labels, labels, err);
    if (rc)
        goto out;
    if (im->labels.rank != 1) {
        rc = lathe_fail(err, LATHE_EDATA,
                        "'%s' does not hold labels: %zu bytes a row",
                        labels->name, im->labels.row_bytes);
        goto out;
    }
    im->rows = im->labels.dim[0];
    im->name = lathe_strdup(pixels ? pixels->name : labels->name);
    if (!im->name) {
        rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (a file name)");
        goto out;
    }
    if (!pixels)
        goto out;
    rc = open_idx(&im->pixels, pixels, err);
    if (rc)
        goto out;
    if (im->pixels.rank < 2)
        rc = lathe_fail(err, LATHE_EDATA,
                        "'%s' holds labels, not pictures", pixels->name);
    else if (im->pixels.dim[0] != im->labels.dim[0])
        rc = lathe_fail(err, LATHE_EDATA,
                        "'%s' has %" PRIu32 " pictures, but '%s' has %" PRIu32
                        " labels", pixels->name, im->pixels.dim[0],
                        labels->name, im->labels.dim[0]);
out:
    if (rc)
        lathe_images_release(im);
    return rc;
}

void lathe_images_release(struct lathe_images *im)
{
    lathe_idx_release(&im->pixels);
    lathe_idx_release(&im->labels);
    lathe_free(im->name);
    *im = (struct lathe_images){0};
}

enum lathe_code lathe_images_next(struct lathe_images *im, uint8_t *pixel,
                                  uint8_t *label, size_t cap, size_t *got,
                                  struct lathe_err *err)
{
    size_t pictures = 0;
    enum lathe_code rc = lathe_idx_read(&im->labels, label, cap, got, err);

    if (rc || !pixel)
        return rc;
    /* As many pictures; at the end a look at the end of both. */
    rc = lathe_idx_read(&im->pixels, pixel, *got ? *got : 1, &pictures, err);
    if (!rc && pictures != *got)
        rc = lathe_fail(err, LATHE_EDATA,
                        "'%s' has fewer pictures than labels", im->name);
    return rc;
}

/* ---- class names -------------------------------------------------------- */

static enum lathe_code names_from_file(struct lathe_list *out,
                                       const char *path,
                                       struct lathe_err *err)
{
    char *text = NULL;
    size_t n = 0;
    enum lathe_code rc = lathe_file_read(path, NAMES_BYTES, &text, &n, err);

    if (!rc && strlen(text) != n)
        rc = lathe_fail(err, LATHE_EARG, "class names: '%s' is not text",
                        path);
    if (!rc)
        rc = lathe_list_split(out, text, '\n', err);
    lathe_free(text);
    return rc;
}

enum lathe_code lathe_images_class_names(struct lathe_list *out,
                                         const char *text,
                                         struct lathe_err *err)
{
    enum lathe_code rc;

    if (access(text, F_OK) == 0)
        rc = names_from_file(out, text, err);
    else
        rc = lathe_list_split(out, text, ',', err);
    if (rc)
        return rc;
    if (out->n < 2)
        return lathe_fail(err, LATHE_EARG,
                          "class names: '%s' is neither a file nor a list of "
                          "names with commas between", text);
    for (size_t i = 0; i < out->n; i++)
        if (lathe_list_find(out, out->v[i]) != (long)i)
            return lathe_fail(err, LATHE_EARG,
                              "class names: '%s' stands twice", out->v[i]);
    return LATHE_OK;
}
