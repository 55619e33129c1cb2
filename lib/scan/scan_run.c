#include "scan/scan_run.h"

#include "base/alloc.h"
#include "base/decimal.h"
#include "data/singles.h"
#include "scan/scan_piece.h"

#include <assert.h>
#include <math.h>

/* They stay in the second cache. */
#define RUN_BYTES ((size_t)128 << 10)
#define RUN_ROWS 512

/* Records, and numbers of more than one, that are read in one go. */
#define RECORDS 16
#define NUMBERS 1024

enum lathe_code lathe_scan_run_init(struct lathe_scan_run *r, size_t columns,
                                    struct lathe_err *err)
{
    size_t room = RUN_BYTES / sizeof(double);
    enum lathe_code rc;

    *r = (struct lathe_scan_run){
        .room = room < columns ? columns : room,
        .columns = lathe_columns_for(lathe_cpu_level())};
    rc = lathe_new(&r->value, r->room, sizeof *r->value, "a scan", err);
    if (!rc)
        rc = lathe_new(&r->range, columns, sizeof *r->range, "a scan", err);
    if (!rc)
        rc = lathe_new(&r->place, columns < NUMBERS ? NUMBERS : columns,
                       sizeof *r->place, "a scan", err);
    return rc;
}

void lathe_scan_run_release(struct lathe_scan_run *r)
{
    lathe_free(r->value);
    lathe_free(r->range);
    lathe_free(r->place);
    *r = (struct lathe_scan_run){0};
}

void lathe_scan_run_set(struct lathe_scan_run *r, const uint32_t *column,
                        size_t n, const size_t *map)
{
    assert(r->rows == 0);
    r->column = column;
    r->map = map;
    r->width = n;
    r->cap = n ? r->room / n : RUN_ROWS;
    r->cap = r->cap < RUN_ROWS ? r->cap : RUN_ROWS;
    r->most = n ? NUMBERS / n : RECORDS;
    r->most = r->most < 1 ? 1 : r->most > RECORDS ? RECORDS : r->most;
    r->cols = 0;
    lathe_scan_run_drop(r);
}

void lathe_scan_run_drop(struct lathe_scan_run *r)
{
    r->left = 0;
    r->partial = 0;
    r->reach = 1;
}

/* ---- reading ------------------------------------------------------------ */

static void set_places(struct lathe_scan_run *r, size_t cols)
{
    uint32_t *place = r->place;

    for (size_t i = 0; i < r->most; i++)
        for (size_t k = 0; k < r->width; k++)
            *place++ = (uint32_t)(i * cols + r->map[r->column[k]]);
    r->cols = cols;
}

/* Where the numbers of n records can go behind those that wait; NULL:
 * nowhere. */
static double *place_of(const struct lathe_scan_run *r, size_t n)
{
    size_t used;

    if (r->rows == 0)
        return r->value;
    used = r->own ? (size_t)(r->from - r->value) + r->rows * r->width : r->room;
    return n * r->width <= r->room - used ? r->value + used : NULL;
}

/* v[n] = the numbers of these fields; returns the records that lack some. */
static uint32_t read_fields(struct lathe_scan_run *r,
                            lathe_numbers_fn *numbers,
                            const struct lathe_field *field, size_t n,
                            double *v)
{
    uint32_t partial = 0;
    size_t k = 0;

    while (k < n && (k = numbers(field, r->place, k, n, v, &r->large)) < n) {
        const struct lathe_field *f = &field[r->place[k]];

        if (!lathe_decimal_parse(f->s, f->len, &v[k]) || !isfinite(v[k])) {
            v[k] = (double)NAN;
            partial |= (uint32_t)1 << k / r->width;
        } else {
            r->large = r->large || !lathe_single_holds(v[k]);
        }
        k++;
    }
    return partial;
}

bool lathe_scan_run_read(struct lathe_scan_run *r, lathe_numbers_fn *numbers,
                         const struct lathe_block *b, size_t i, double *to)
{
    size_t n = b->rows - i < r->reach ? b->rows - i : r->reach;
    double *v = to;

    if (!to)
        v = place_of(r, n);
    else if (r->rows > 0 && to != r->from + r->rows * r->width)
        v = NULL;
    if (!v)
        return false;
    if (r->cols != b->cols)
        set_places(r, b->cols);
    r->partial = read_fields(r, numbers, b->field + i * b->cols, n * r->width,
                             v);
    r->own = !to;
    r->next = v;
    r->left = n;
    r->reach = 2 * r->reach < r->most ? 2 * r->reach : r->most;
    return true;
}

/* ---- looking ------------------------------------------------------------ */

/* What a column adds: n values, the first at v[0] and the last at v[end]. As
 * lathe_scan_part_add, value after value. */
static void add_range(struct lathe_scan_part *c,
                      const struct lathe_columns_range *range,
                      const double *v, size_t end, size_t n)
{
    bool up = range->up, whole = range->whole;

    if (c->numbers == c->nans) {
        c->integers = whole;
        c->counts_up = up;
        c->min = range->min;
        c->max = range->max;
        c->first = v[0];
    } else {
        c->integers = c->integers && whole;
        c->counts_up = c->counts_up && up && v[0] == c->last + 1;
        if (range->min < c->min)
            c->min = range->min;
        if (range->max > c->max)
            c->max = range->max;
    }
    c->wide = c->wide || range->wide;
    c->last = v[end];
    c->numbers += n;
    c->present += n;
}

/* A column on its own, value after value. */
static void add_values(struct lathe_scan_part *c, const double *v,
                       size_t step, size_t n, bool large)
{
    for (size_t i = 0; i < n; i++) {
        lathe_scan_part_add(c, v[i * step], large);
        c->present++;
    }
}

void lathe_scan_run_flush(struct lathe_scan_run *r,
                          struct lathe_scan_part *part)
{
    bool several = r->width >= LATHE_COLUMNS, any = false;
    size_t end = (r->rows - 1) * r->width;

    if (r->rows == 0)
        return;
    for (size_t i = 0; i < r->width; i++)
        any = any || part[r->column[i]].late;
    if (several && any)
        r->columns.ranges(r->from, r->width, r->rows, r->large, r->range);
    for (size_t i = 0; i < r->width; i++) {
        struct lathe_scan_part *c = &part[r->column[i]];

        if (c->late && several)
            add_range(c, &r->range[i], r->from + i, end, r->rows);
        else if (c->late)
            add_values(c, r->from + i, r->width, r->rows, r->large);
    }
    r->rows = 0;
    r->large = r->large && r->left > 0; /* it may have been said of these */
}
