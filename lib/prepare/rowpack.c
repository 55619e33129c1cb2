#include "prepare/rowpack.h"

#include "base/alloc.h"

#include <math.h>

/* Columns that are gone through together: as many as a line of the cache
 * has. */
#define GROUP 8

void lathe_rowpack_release(struct lathe_rowpack *p)
{
    lathe_free(p->bytes);
    lathe_free(p->hint);
    *p = (struct lathe_rowpack){0};
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t most_bytes(size_t width, size_t n)
{
    size_t heads = (n / LATHE_PACK_VALUES + 1) * LATHE_PACK_HEAD;

    return (width + 1) * (heads + n * sizeof(double));
}

/* Columns [first, first + group) of n rows. */
static void put_group(struct lathe_rowpack *p, const double *row, size_t width,
                      size_t first, size_t group, size_t n)
{
    double v[GROUP][LATHE_PACK_VALUES];

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < group; k++)
            v[k][i] = row[i * width + first + k];
    for (size_t k = 0; k < group; k++)
        p->n += lathe_pack_put(v[k], n, &p->hint[first + k], p->bytes + p->n);
}

static void put_codes(struct lathe_rowpack *p, size_t width,
                      const uint32_t *code, size_t n)
{
    double v[LATHE_PACK_VALUES];

    for (size_t i = 0; i < n; i++)
        v[i] = code[i] == UINT32_MAX ? (double)NAN : code[i];
    p->n += lathe_pack_put(v, n, &p->hint[width], p->bytes + p->n);
}

enum lathe_code lathe_rowpack_put(struct lathe_rowpack *p, const double *row,
                                  size_t width, const uint32_t *code, size_t n,
                                  struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    p->n = 0;
    if (!p->hint)
        rc = lathe_new(&p->hint, width + 1, 1, "rows", err);
    if (!rc)
        rc = lathe_grow(&p->bytes, &p->cap, most_bytes(width, n), 1, err);
    for (size_t i = 0, some; i < n && !rc; i += some) {
        some = least(n - i, LATHE_PACK_VALUES);
        for (size_t c = 0; c < width; c += GROUP)
            put_group(p, row + i * width, width, c, least(width - c, GROUP),
                      some);
        put_codes(p, width, code + i, some);
    }
    return rc;
}

static bool take_group(const struct lathe_rowpack *p, size_t *at, double *row,
                       size_t width, size_t first, size_t group, size_t n)
{
    double v[GROUP][LATHE_PACK_VALUES];

    for (size_t k = 0; k < group; k++) {
        size_t bytes = lathe_pack_take(p->bytes + *at, p->n - *at, v[k], n);

        if (bytes == 0)
            return false;
        *at += bytes;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < group; k++)
            row[i * width + first + k] = v[k][i];
    return true;
}

static bool take_codes(const struct lathe_rowpack *p, size_t *at,
                       uint32_t *code, size_t n)
{
    double v[LATHE_PACK_VALUES];
    size_t bytes = lathe_pack_take(p->bytes + *at, p->n - *at, v, n);

    for (size_t i = 0; i < n && bytes; i++)
        code[i] = v[i] >= 0 && v[i] < UINT32_MAX ? (uint32_t)v[i] : UINT32_MAX;
    *at += bytes;
    return bytes > 0;
}

bool lathe_rowpack_take(const struct lathe_rowpack *p, double *row,
                        size_t width, uint32_t *code, size_t n)
{
    size_t at = 0;

    for (size_t i = 0, some; i < n; i += some) {
        some = least(n - i, LATHE_PACK_VALUES);
        for (size_t c = 0; c < width; c += GROUP)
            if (!take_group(p, &at, row + i * width, width, c,
                            least(width - c, GROUP), some))
                return false;
        if (!take_codes(p, &at, code + i, some))
            return false;
    }
    return at == p->n;
}
