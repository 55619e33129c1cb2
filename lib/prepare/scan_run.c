#include "prepare/scan_run.h"

#include "base/alloc.h"
#include "prepare/scan_piece.h"

#include <assert.h>

/* They stay in the second cache. */
#define RUN_BYTES ((size_t)128 << 10)
#define RUN_ROWS 512

void lathe_scan_run_resize(struct lathe_scan_run *r, size_t width)
{
    assert(r->rows == 0);
    r->width = r->step = width;
    r->from = r->value;
    r->cap = width ? r->room / width : RUN_ROWS;
    r->cap = r->cap < RUN_ROWS ? r->cap : RUN_ROWS;
}

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
        rc = lathe_new(&r->range, columns + 1, sizeof *r->range, "a scan",
                       err);
    lathe_scan_run_resize(r, columns);
    return rc;
}

void lathe_scan_run_release(struct lathe_scan_run *r)
{
    lathe_free(r->value);
    lathe_free(r->range);
    *r = (struct lathe_scan_run){0};
}

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
    c->last = v[end];
    c->numbers += n;
    c->present += n;
}

/* A column on its own, value after value. */
static void add_values(struct lathe_scan_part *c, const double *v,
                       size_t step, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        lathe_scan_part_add(c, v[i * step]);
        c->present++;
    }
}

void lathe_scan_run_flush(struct lathe_scan_run *r,
                          struct lathe_scan_part *part, const uint32_t *column)
{
    bool several = r->width >= LATHE_COLUMNS, any = false;
    size_t end = (r->rows - 1) * r->step;

    if (r->rows == 0)
        return;
    for (size_t i = 0; i < r->width; i++)
        any = any || part[column[i]].late;
    if (several && any)
        r->columns.ranges(r->from, r->step, r->rows, r->range);
    for (size_t i = 0; i < r->width; i++) {
        struct lathe_scan_part *c = &part[column[i]];

        if (c->late && several)
            add_range(c, &r->range[i], r->from + i, end, r->rows);
        else if (c->late)
            add_values(c, r->from + i, r->step, r->rows);
    }
    r->rows = 0;
    r->from = r->value;
    r->step = r->width;
}
