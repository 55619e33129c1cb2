#include "data/narrow.h"

#include "base/alloc.h"

#include <string.h>

static void add_number(struct lathe_narrow_part *p, size_t to)
{
    struct lathe_narrow_run *last = p->run + p->runs - 1;

    if (p->runs && last->to + last->n == to)
        last->n++;
    else
        p->run[p->runs++] = (struct lathe_narrow_run){to, p->width, 1};
    p->width++;
}

enum lathe_code lathe_narrow_init(struct lathe_narrow *n,
                                  const unsigned char *single, size_t numbers,
                                  struct lathe_err *err)
{
    const char *what = "columns";
    enum lathe_code rc;

    *n = (struct lathe_narrow){
        .numbers = numbers, .singles = lathe_singles_for(lathe_cpu_level())};
    rc = lathe_new(&n->wide.run, numbers, sizeof *n->wide.run, what, err);
    if (!rc && single)
        rc = lathe_new(&n->single.run, numbers, sizeof *n->single.run, what,
                       err);
    for (size_t i = 0; i < numbers && !rc; i++)
        add_number(single && single[i] ? &n->single : &n->wide, i);
    if (rc)
        lathe_narrow_release(n);
    return rc;
}

void lathe_narrow_release(struct lathe_narrow *n)
{
    lathe_free(n->wide.run);
    lathe_free(n->single.run);
    *n = (struct lathe_narrow){0};
}

void lathe_narrow_put_wide(const struct lathe_narrow *n, const double *rows,
                           size_t count, double *out)
{
    const struct lathe_narrow_part *p = &n->wide;

    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < p->runs; k++)
            memcpy(out + i * p->width + p->run[k].at,
                   rows + i * n->numbers + p->run[k].to,
                   p->run[k].n * sizeof *out);
}

void lathe_narrow_put_single(const struct lathe_narrow *n, const double *rows,
                             size_t count, float *out)
{
    const struct lathe_narrow_part *p = &n->single;

    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < p->runs; k++)
            n->singles.put(rows + i * n->numbers + p->run[k].to, p->run[k].n,
                           out + i * p->width + p->run[k].at);
}

/* The elements [at, at + some) that are in the run: where they begin there, and
 * how many they are. */
static size_t overlap(const struct lathe_narrow_run *run, size_t at,
                      size_t some, size_t *begin)
{
    size_t first = run->at > at ? run->at : at;
    size_t end = run->at + run->n < at + some ? run->at + run->n : at + some;

    *begin = first - run->at;
    return end > first ? end - first : 0;
}

void lathe_narrow_take_wide(const struct lathe_narrow *n, const double *v,
                            size_t at, size_t some, size_t count, double *rows)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < n->wide.runs; k++) {
            const struct lathe_narrow_run *run = &n->wide.run[k];
            size_t begin, m = overlap(run, at, some, &begin);

            if (m)
                memcpy(rows + i * n->numbers + run->to + begin,
                       v + i * some + (run->at + begin - at), m * sizeof *v);
        }
}

void lathe_narrow_take_single(const struct lathe_narrow *n, const float *v,
                              size_t at, size_t some, size_t count,
                              double *rows)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < n->single.runs; k++) {
            const struct lathe_narrow_run *run = &n->single.run[k];
            size_t begin, m = overlap(run, at, some, &begin);

            if (m)
                n->singles.take(v + i * some + (run->at + begin - at), m,
                                rows + i * n->numbers + run->to + begin);
        }
}
