#include "ingest/idx.h"

#include <string.h>

#define TYPE_U8 8

/* No row is larger: more is a damaged header, not a picture. */
#define MOST_ROW_BYTES ((size_t)1 << 28)

bool lathe_idx_is(const unsigned char first[4])
{
    return first[0] == 0 && first[1] == 0 && first[2] >= 8 && first[2] <= 14 &&
           first[3] >= 1;
}

static uint32_t big_endian(const unsigned char b[4])
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 |
           b[3];
}

/* Fills `bytes`; *got is less than n only at the end of the source. */
static enum lathe_code read_full(struct lathe_source *s, unsigned char *bytes,
                                 size_t n, size_t *got, struct lathe_err *err)
{
    *got = 0;
    while (*got < n) {
        size_t more;
        enum lathe_code rc = lathe_source_read(s, bytes + *got, n - *got,
                                               &more, err);
        if (rc)
            return rc;
        if (more == 0)
            break;
        *got += more;
    }
    return LATHE_OK;
}

/* The same with too few bytes an error. */
static enum lathe_code read_header(struct lathe_source *s,
                                   unsigned char *bytes, size_t n,
                                   struct lathe_err *err)
{
    size_t got;
    enum lathe_code rc = read_full(s, bytes, n, &got, err);

    if (!rc && got < n)
        rc = lathe_fail(err, LATHE_EDATA, "'%s' is no IDX file: it ends "
                        "within the header", lathe_source_name(s));
    return rc;
}

static enum lathe_code check_magic(const struct lathe_source *s,
                                   const unsigned char magic[4],
                                   struct lathe_err *err)
{
    const char *name = lathe_source_name(s);

    if (!lathe_idx_is(magic))
        return lathe_fail(err, LATHE_EDATA, "'%s' is no IDX file: it begins "
                          "with %02x %02x %02x %02x", name, magic[0],
                          magic[1], magic[2], magic[3]);
    if (magic[2] != TYPE_U8)
        return lathe_fail(err, LATHE_EDATA, "'%s': IDX values of type 0x%02x; "
                          "only unsigned bytes (0x08) can be read", name,
                          magic[2]);
    if (magic[3] > 4)
        return lathe_fail(err, LATHE_EDATA, "'%s': IDX with %d dimensions; "
                          "at most 4 can be read", name, magic[3]);
    return LATHE_OK;
}

static enum lathe_code read_sizes(struct lathe_idx *x, struct lathe_err *err)
{
    unsigned char bytes[16];
    enum lathe_code rc = read_header(x->source, bytes, 4 * x->rank, err);

    if (rc)
        return rc;
    x->row_bytes = 1;
    for (uint32_t i = 0; i < x->rank; i++) {
        x->dim[i] = big_endian(bytes + 4 * i);
        if (i > 0 && (x->dim[i] == 0 ||
                      x->row_bytes > MOST_ROW_BYTES / x->dim[i]))
            return lathe_fail(err, LATHE_EDATA, "'%s': an IDX row of %u "
                              "values in dimension %u is not sensible",
                              lathe_source_name(x->source), x->dim[i], i + 1);
        if (i > 0)
            x->row_bytes *= x->dim[i];
    }
    return LATHE_OK;
}

enum lathe_code lathe_idx_open(struct lathe_idx *x,
                               struct lathe_source *source,
                               struct lathe_err *err)
{
    struct lathe_idx idx = { .source = source };
    unsigned char magic[4];
    enum lathe_code rc;

    rc = read_header(source, magic, sizeof magic, err);
    if (rc)
        goto out;
    rc = check_magic(source, magic, err);
    if (rc)
        goto out;
    idx.rank = magic[3];
    rc = read_sizes(&idx, err);
    if (rc)
        goto out;

    *x = idx;
    idx = (struct lathe_idx){0};
out:
    lathe_idx_release(&idx);
    return rc;
}

void lathe_idx_release(struct lathe_idx *x)
{
    lathe_source_free(x->source);
    *x = (struct lathe_idx){0};
}

static enum lathe_code check_end(struct lathe_idx *x, struct lathe_err *err)
{
    unsigned char byte;
    size_t got;
    enum lathe_code rc = lathe_source_read(x->source, &byte, 1, &got, err);

    if (!rc && got)
        rc = lathe_fail(err, LATHE_EDATA, "'%s': bytes behind the last of "
                        "its %u rows", lathe_source_name(x->source),
                        x->dim[0]);
    return rc;
}

enum lathe_code lathe_idx_read(struct lathe_idx *x, uint8_t *rows, size_t cap,
                               size_t *got, struct lathe_err *err)
{
    uint64_t left = x->dim[0] - x->rows_read;
    size_t bytes;
    enum lathe_code rc;

    *got = 0;
    if (left == 0)
        return check_end(x, err);
    if (cap > left)
        cap = (size_t)left;
    if (cap > SIZE_MAX / x->row_bytes)
        cap = SIZE_MAX / x->row_bytes;
    rc = read_full(x->source, rows, cap * x->row_bytes, &bytes, err);
    if (rc)
        return rc;
    if (bytes < cap * x->row_bytes)
        return lathe_fail(err, LATHE_EDATA, "'%s' ends after %llu of its %u "
                          "rows", lathe_source_name(x->source),
                          (unsigned long long)(x->rows_read +
                                               bytes / x->row_bytes),
                          x->dim[0]);
    x->rows_read += cap;
    *got = cap;
    return LATHE_OK;
}
