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
    r->width = width;
    r->cap = width ? r->room / width : RUN_ROWS;
    r->cap = r->cap < RUN_ROWS ? r->cap : RUN_ROWS;
}

enum lathe_code lathe_scan_run_init(struct lathe_scan_run *r, size_t columns,
                                    struct lathe_err *err)
{
    size_t room = RUN_BYTES / sizeof(double);

    *r = (struct lathe_scan_run){
        .room = room < columns ? columns : room,
        .columns = lathe_columns_for(lathe_cpu_level())};
    lathe_scan_run_resize(r, columns);
    return lathe_new(&r->value, r->room, sizeof *r->value, "a scan", err);
}

void lathe_scan_run_release(struct lathe_scan_run *r)
{
    lathe_free(r->value);
    *r = (struct lathe_scan_run){0};
}

/* What column `lane` of the range adds: n values, the first at v[0] and the
 * last at v[end]. As lathe_scan_part_add, value after value. */
static void add_range(struct lathe_scan_part *c,
                      const struct lathe_columns_range *range, size_t lane,
                      const double *v, size_t end, size_t n)
{
    bool up = range->breaks[lane] == 0, whole = range->fractions[lane] == 0;

    if (c->numbers == c->nans) {
        c->integers = whole;
        c->counts_up = up;
        c->min = range->min[lane];
        c->max = range->max[lane];
        c->first = v[0];
    } else {
        c->integers = c->integers && whole;
        c->counts_up = c->counts_up && up && v[0] == c->last + 1;
        if (range->min[lane] < c->min)
            c->min = range->min[lane];
        if (range->max[lane] > c->max)
            c->max = range->max[lane];
    }
    c->last = v[end];
    c->numbers += n;
    c->present += n;
}

/* The group of columns from `from` on, of which those from `first` on are
 * not added yet. */
static void add_group(const struct lathe_scan_run *r, size_t from,
                      size_t first, struct lathe_scan_part *part,
                      const uint32_t *column)
{
    struct lathe_columns_range range;
    size_t end = (r->rows - 1) * r->width;
    bool any = false;

    for (size_t i = first; i < from + LATHE_COLUMNS; i++)
        any = any || part[column[i]].late;
    if (!any)
        return;
    r->columns.ranges(r->value + from, r->width, r->rows, &range);
    for (size_t i = first; i < from + LATHE_COLUMNS; i++)
        if (part[column[i]].late)
            add_range(&part[column[i]], &range, i - from, r->value + i, end,
                      r->rows);
}

void lathe_scan_run_flush(struct lathe_scan_run *r,
                          struct lathe_scan_part *part, const uint32_t *column)
{
    size_t i = 0;

    if (r->rows == 0)
        return;
    for (; r->width - i >= LATHE_COLUMNS; i += LATHE_COLUMNS)
        add_group(r, i, i, part, column);
    if (i < r->width && r->width > LATHE_COLUMNS) {
        add_group(r, r->width - LATHE_COLUMNS, i, part, column);
        i = r->width;
    }
    for (; i < r->width; i++) {
        struct lathe_scan_part *c = &part[column[i]];

        for (size_t k = 0; c->late && k < r->rows; k++) {
            lathe_scan_part_add(c, r->value[k * r->width + i]);
            c->present++;
        }
    }
    r->rows = 0;
}
