#include "quality/quality_mark.h"

#include <math.h>
#include <stdbool.h>

#define LEAST_ROWS 3

/* Whether v > 0 is written with nines alone, at least so many. */
static bool is_nines(double v, int least)
{
    double nines = 9;

    for (int n = 1; n <= 9; n++, nines = nines * 10 + 9)
        if (v == nines)
            return n >= least;
    return false;
}

/* How `value` stands to the others. */
static struct lathe_quality_mark count(const double *v, size_t n, double value)
{
    struct lathe_quality_mark m = {.value = value, .low = (double)INFINITY,
                                   .high = -(double)INFINITY};

    for (size_t i = 0; i < n; i++) {
        if (v[i] == value) {
            m.rows++;
            continue;
        }
        if (v[i] < m.low)
            m.low = v[i];
        if (v[i] > m.high)
            m.high = v[i];
    }
    return m;
}

static bool is_mark(const struct lathe_quality_mark *m)
{
    double range = m->high - m->low;
    double gap = m->value < m->low ? m->low - m->value : m->value - m->high;

    return m->rows >= LEAST_ROWS && range > 0 && gap > range;
}

struct lathe_quality_mark lathe_quality_mark_find(const double *v, size_t n)
{
    struct lathe_quality_mark all = count(v, n, (double)NAN), m;

    if (is_nines(-all.low, 1)) {
        m = count(v, n, all.low);
        if (is_mark(&m))
            return m;
    }
    if (is_nines(all.high, 2)) {
        m = count(v, n, all.high);
        if (is_mark(&m))
            return m;
    }
    if (all.low == 0 || all.high == 0) {
        m = count(v, n, 0);
        if (is_mark(&m) && m.rows <= n / 2)
            return m;
    }
    return (struct lathe_quality_mark){0};
}

/* Whether the seconds are within a day that stands for none. */
static bool is_no_day(double seconds)
{
    static const double days[] = {
        -719162,                /* 0001-01-01 */
        -79257,                 /* 1753-01-01, the first of SQL Server */
        -25569, -25568, -25567, /* 1899-12-30 to 1900-01-01, of spreadsheets */
        0,                      /* 1970-01-01 */
        47481,                  /* 2099-12-31 */
        376199,                 /* 2999-12-31 */
        2932896,                /* 9999-12-31 */
    };

    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (floor(seconds / 86400) == days[i])
            return true;
    return false;
}

struct lathe_quality_mark lathe_quality_mark_find_date(const double *v,
                                                       size_t n)
{
    struct lathe_quality_mark all = count(v, n, (double)NAN), m;

    if (is_no_day(all.high)) {
        m = count(v, n, all.high);
        if (is_mark(&m))
            return m;
    }
    if (is_no_day(all.low)) {
        m = count(v, n, all.low);
        if (is_mark(&m))
            return m;
    }
    return (struct lathe_quality_mark){0};
}
