#include "prepare/quality_mark.h"

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
    return (struct lathe_quality_mark){0};
}
