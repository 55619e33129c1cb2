#include "data/dataset_numbers.h"

#include "base/alloc.h"
#include "data/dataset_part.h"


/* Numbers that are read at a time, where they are not the rows as they are. */
#define SOME 2048

static struct lathe_dataset_part wide_part(const struct lathe_narrow *n)
{
    return (struct lathe_dataset_part){"number", LATHE_F64, n->wide.width,
                                       false};
}

static struct lathe_dataset_part single_part(const struct lathe_narrow *n)
{
    return (struct lathe_dataset_part){"single", LATHE_F32, n->single.width,
                                       false};
}

/* Which numbers are singles, one byte each. */
static const struct lathe_dataset_part list_part = {"narrow", LATHE_U8, 1,
                                                    true};

/* ---- where they are ----------------------------------------------------- */

/* *single[numbers] (lathe_free), or NULL: none is. */
static enum lathe_code find_list(struct lathe_store *s, enum lathe_split split,
                                 size_t numbers, unsigned char **single,
                                 struct lathe_err *err)
{
    char name[LATHE_DATASET_PART_ROOM];
    struct lathe_array a;
    bool good = true;
    enum lathe_code rc;

    *single = NULL;
    if (!lathe_store_has(s, lathe_dataset_part_name(name, split, &list_part)))
        return LATHE_OK;
    rc = lathe_dataset_part_find(s, split, numbers, &list_part, &a, err);
    if (!rc)
        rc = lathe_store_get(s, name, LATHE_U8, numbers, single, err);
    for (size_t i = 0; i < numbers && !rc; i++)
        good = good && (*single)[i] <= 1;
    if (good || rc)
        return rc;
    return lathe_fail(err, LATHE_EDATA, "'%s': array '%s' has other values "
                      "than 0 and 1", lathe_store_path(s), name);
}

enum lathe_code lathe_dataset_numbers_find(struct lathe_dataset_numbers *n,
                                           struct lathe_store *s,
                                           enum lathe_split split,
                                           uint64_t rows, size_t numbers,
                                           struct lathe_err *err)
{
    struct lathe_dataset_part part;
    unsigned char *single = NULL;
    enum lathe_code rc = LATHE_OK;

    *n = (struct lathe_dataset_numbers){0};
    if (rows && numbers)
        rc = find_list(s, split, numbers, &single, err);
    if (!rc)
        rc = lathe_narrow_init(&n->narrow, single, numbers, err);
    lathe_free(single);
    if (rc)
        return rc;
    part = wide_part(&n->narrow);
    rc = lathe_dataset_part_find(s, split, rows, &part, &n->wide, err);
    part = single_part(&n->narrow);
    return rc ? rc : lathe_dataset_part_find(s, split, rows, &part, &n->single,
                                             err);
}

enum lathe_code lathe_dataset_numbers_declare(struct lathe_dataset_numbers *n,
                                              struct lathe_store_writer *w,
                                              enum lathe_split split,
                                              uint64_t rows,
                                              const unsigned char *single,
                                              size_t numbers,
                                              struct lathe_err *err)
{
    enum lathe_code rc = lathe_narrow_init(&n->narrow, single, numbers, err);
    struct lathe_dataset_part part = wide_part(&n->narrow);
    struct lathe_array list;

    if (!rc)
        rc = lathe_dataset_part_declare(w, split, rows, &part, &n->wide, err);
    part = single_part(&n->narrow);
    if (!rc)
        rc = lathe_dataset_part_declare(w, split, rows, &part, &n->single,
                                        err);
    if (rc || rows == 0 || n->narrow.single.width == 0)
        return rc;
    rc = lathe_dataset_part_declare(w, split, numbers, &list_part, &list, err);
    return rc ? rc : lathe_store_fill(w, &list, 0, numbers, single, err);
}

void lathe_dataset_numbers_release(struct lathe_dataset_numbers *n)
{
    lathe_narrow_release(&n->narrow);
    *n = (struct lathe_dataset_numbers){0};
}

/* ---- reading ------------------------------------------------------------ */

/* Reads elements of an array. */
typedef enum lathe_code read_fn(void *from, const struct lathe_array *a,
                                uint64_t first, uint64_t count, void *out,
                                struct lathe_err *err);

static enum lathe_code read_store(void *from, const struct lathe_array *a,
                                  uint64_t first, uint64_t count, void *out,
                                  struct lathe_err *err)
{
    return lathe_store_read(from, a, first, count, out, err);
}

static enum lathe_code read_back(void *from, const struct lathe_array *a,
                                 uint64_t first, uint64_t count, void *out,
                                 struct lathe_err *err)
{
    return lathe_store_back(from, a, first, count, out, err);
}

/* Singles that are the rows: they come to the upper half of the doubles that
 * they become. */
static enum lathe_code read_all_single(const struct lathe_dataset_numbers *n,
                                       read_fn *read, void *from,
                                       uint64_t first, size_t count, double *v,
                                       struct lathe_err *err)
{
    size_t width = n->narrow.numbers, all = count * width;
    float *upper = (float *)v + all;
    enum lathe_code rc = read(from, &n->single, first * width, all, upper,
                              err);

    if (!rc)
        n->narrow.singles.take(upper, all, v);
    return rc;
}

/* Takes some rows and some of their elements in a part to their places. */
typedef void place_fn(const struct lathe_narrow *n, const void *some, size_t at,
                      size_t width, size_t count, double *v);

static void place_wide(const struct lathe_narrow *n, const void *some,
                       size_t at, size_t width, size_t count, double *v)
{
    lathe_narrow_take_wide(n, some, at, width, count, v);
}

static void place_single(const struct lathe_narrow *n, const void *some,
                         size_t at, size_t width, size_t count, double *v)
{
    lathe_narrow_take_single(n, some, at, width, count, v);
}

/* A part of the rows: several of them at a time, or a piece of one. */
static enum lathe_code read_some(const struct lathe_narrow *n, size_t width,
                                 const struct lathe_array *a, place_fn *place,
                                 read_fn *read, void *from, uint64_t first,
                                 size_t count, double *v,
                                 struct lathe_err *err)
{
    double some[SOME];
    size_t rows = width < SOME ? SOME / width : 1;
    size_t piece = width < SOME ? width : SOME;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < count && !rc; i += rows) {
        size_t r = count - i < rows ? count - i : rows;

        for (size_t at = 0; at < width && !rc; at += piece) {
            size_t w = width - at < piece ? width - at : piece;

            rc = read(from, a, (first + i) * width + at, r * w, some, err);
            if (!rc)
                place(n, some, at, w, r, v + i * n->numbers);
        }
    }
    return rc;
}

static enum lathe_code read_rows(const struct lathe_dataset_numbers *n,
                                 read_fn *read, void *from, uint64_t first,
                                 size_t count, double *v,
                                 struct lathe_err *err)
{
    const struct lathe_narrow *w = &n->narrow;
    enum lathe_code rc;

    if (count == 0 || w->numbers == 0)
        return LATHE_OK;
    if (w->single.width == 0)
        return read(from, &n->wide, first * w->numbers,
                    (uint64_t)count * w->numbers, v, err);
    if (w->wide.width == 0)
        return read_all_single(n, read, from, first, count, v, err);
    rc = read_some(w, w->wide.width, &n->wide, place_wide, read, from, first,
                   count, v, err);
    return rc ? rc : read_some(w, w->single.width, &n->single, place_single,
                               read, from, first, count, v, err);
}

enum lathe_code lathe_dataset_numbers_read(
    const struct lathe_dataset_numbers *n, struct lathe_store *s,
    uint64_t first, size_t count, double *v, struct lathe_err *err)
{
    return read_rows(n, read_store, s, first, count, v, err);
}

enum lathe_code lathe_dataset_numbers_back(
    const struct lathe_dataset_numbers *n, struct lathe_store_writer *w,
    uint64_t first, size_t count, double *v, struct lathe_err *err)
{
    return read_rows(n, read_back, w, first, count, v, err);
}

/* ---- writing ------------------------------------------------------------ */

static enum lathe_code fill_parts(const struct lathe_dataset_numbers *n,
                                  struct lathe_store_writer *w, uint64_t first,
                                  size_t count, const double *v, void *room,
                                  struct lathe_err *err)
{
    size_t wide = n->narrow.wide.width, single = n->narrow.single.width;
    enum lathe_code rc;

    lathe_narrow_put_wide(&n->narrow, v, count, room);
    rc = lathe_store_fill(w, &n->wide, first * wide, (uint64_t)count * wide,
                          room, err);
    if (rc)
        return rc;
    lathe_narrow_put_single(&n->narrow, v, count, room);
    return lathe_store_fill(w, &n->single, first * single,
                            (uint64_t)count * single, room, err);
}

enum lathe_code lathe_dataset_numbers_fill(
    const struct lathe_dataset_numbers *n, struct lathe_store_writer *w,
    uint64_t first, size_t count, double *v, struct lathe_err *err)
{
    size_t numbers = n->narrow.numbers;
    uint64_t begin = first * numbers, all = (uint64_t)count * numbers;
    double *room;
    enum lathe_code rc;

    if (all == 0)
        return LATHE_OK;
    if (n->narrow.single.width == 0)
        return lathe_store_fill(w, &n->wide, begin, all, v, err);
    if (n->narrow.wide.width == 0) {
        n->narrow.singles.put(v, (size_t)all, (float *)v);
        return lathe_store_fill(w, &n->single, begin, all, v, err);
    }
    rc = lathe_new_large(&room, (size_t)all, sizeof *room, "rows", err);
    if (rc)
        return rc;
    rc = fill_parts(n, w, first, count, v, room, err);
    lathe_free(room);
    return rc;
}
