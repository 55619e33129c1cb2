#include "compress/calibrate.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "infer/engine.h"

#include <math.h>

#define BINS 2048
#define TILE 64
#define ROWS_BYTES ((size_t)64 << 20)

/* ---- rows --------------------------------------------------------------- */

/* `want` of `n` rows, each set equally likely, in ascending order (Knuth, The
 * Art of Computer Programming, vol. 2, algorithm S), read one by one. */
static enum lathe_code choose_rows(struct lathe_inputs *x,
                                   const struct lathe_model *m,
                                   struct lathe_dataset *d,
                                   const struct lathe_remap *map, size_t want,
                                   uint64_t seed, struct lathe_err *err)
{
    struct lathe_rng rng = lathe_rng_stream(seed, LATHE_RNG_CALIBRATE, 0, 0);
    uint64_t n = d->rows[LATHE_TRAIN];
    struct lathe_rows stored = {0}, row = {0};
    enum lathe_code rc = lathe_rows_init(&stored, &d->schema, 1, err);

    if (!rc)
        rc = lathe_rows_init(&row, &m->schema, 1, err);
    for (uint64_t i = 0; i < n && x->n < want && !rc; i++) {
        if (lathe_rng_below(&rng, n - i) >= want - x->n)
            continue;
        rc = lathe_dataset_read(d, LATHE_TRAIN, i, 1, &stored, err);
        if (rc)
            break;
        lathe_remap_rows(map, &stored, &row);
        lathe_encode_rows(x, &m->schema, &row);
    }
    lathe_rows_release(&stored);
    lathe_rows_release(&row);
    return rc;
}

static size_t rows_wanted(const struct lathe_schema *s, uint64_t have)
{
    size_t row = s->dense * sizeof(float) + s->hots * sizeof(uint32_t) +
                 s->pixels + 1;
    size_t n = ROWS_BYTES / row;

    n = n < 1 ? 1 : n > LATHE_CALIBRATE_ROWS ? LATHE_CALIBRATE_ROWS : n;
    return have < n ? (size_t)have : n;
}

/* ---- counting ----------------------------------------------------------- */

static void count(void *ctx, size_t layer, const float *v, size_t n)
{
    struct lathe_calibration *c = ctx;
    double low = (double)c->range[2 * layer];
    double high = (double)c->range[2 * layer + 1];
    double per = high > low ? BINS / (high - low) : 0;
    uint64_t *bins = c->count + layer * BINS;

    for (size_t i = 0; i < n; i++) {
        double at = ((double)v[i] - low) * per;

        /* Written so that NaN falls into the first. */
        bins[!(at > 0) ? 0 : at < BINS - 1 ? (size_t)at : BINS - 1]++;
    }
}

enum lathe_code lathe_calibrate_init(struct lathe_calibration *c,
                                     const struct lathe_model *m,
                                     struct lathe_dataset *d,
                                     const struct lathe_remap *map,
                                     uint64_t seed, struct lathe_err *err)
{
    struct lathe_calibration made = { .layers = m->net.n };
    size_t want = rows_wanted(&m->schema, d->rows[LATHE_TRAIN]);
    struct lathe_engine *engine = NULL;
    struct lathe_scratch *scratch = NULL;
    struct lathe_inputs x = {0};
    enum lathe_code rc;

    rc = lathe_new(&made.range, m->net.n, 2 * sizeof *made.range, "ranges",
                   err);
    if (!rc)
        rc = lathe_new(&made.count, m->net.n, BINS * sizeof *made.count,
                       "counts", err);
    if (!rc)
        rc = lathe_inputs_init(&x, &m->schema, want, err);
    if (!rc)
        rc = choose_rows(&x, m, d, map, want, seed, err);
    if (!rc)
        rc = lathe_engine_new(&engine, m, lathe_cpu_level(), err);
    if (!rc)
        rc = lathe_scratch_new(&scratch, engine, TILE, err);
    if (rc)
        goto out;
    lathe_engine_ranges(engine, scratch, &x, 0, x.n, made.range);
    lathe_engine_watch(engine, scratch, &x, 0, x.n, count, &made);
    made.rows = x.n;
    *c = made;
    made = (struct lathe_calibration){0};
out:
    lathe_scratch_free(scratch);
    lathe_engine_free(engine);
    lathe_inputs_release(&x);
    lathe_calibrate_release(&made);
    return rc;
}

void lathe_calibrate_release(struct lathe_calibration *c)
{
    lathe_free(c->range);
    lathe_free(c->count);
    *c = (struct lathe_calibration){0};
}

void lathe_calibrate_range(const struct lathe_calibration *c, size_t layer,
                           double cut, float *low, float *high)
{
    const uint64_t *bins = c->count + layer * BINS;
    double from = (double)c->range[2 * layer];
    double width = ((double)c->range[2 * layer + 1] - from) / BINS;
    uint64_t all = 0, below = 0, above = 0, most;
    size_t first = 0, last = BINS - 1;

    for (size_t i = 0; i < BINS; i++)
        all += bins[i];
    most = (uint64_t)((double)all * cut);
    while (first < last && below + bins[first] <= most)
        below += bins[first++];
    while (last > first && above + bins[last] <= most)
        above += bins[last--];
    *low = cut > 0 ? (float)(from + width * (double)first)
                   : c->range[2 * layer];
    *high = cut > 0 ? (float)(from + width * (double)(last + 1))
                    : c->range[2 * layer + 1];
}
