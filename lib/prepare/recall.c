#include "prepare/recall.h"

#include "base/alloc.h"
#include "prepare/fit.h"
#include "prepare/rowhash.h"

#include <math.h>

/* Hashes that are kept: 32 MiB. */
#define MOST_HASHES ((uint64_t)1 << 22)
/* Bounds of numbers that are: as many. */
#define MOST_BOUNDS ((uint64_t)1 << 22)

enum lathe_code lathe_recall_init(struct lathe_recall *r,
                                  const struct lathe_schema *s,
                                  const uint64_t rows[LATHE_SPLITS],
                                  struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    lathe_recall_release(r);
    r->rows = lathe_fit_block(s);
    for (int i = 0; i < LATHE_SPLITS && !rc; i++) {
        r->blocks[i] = rows[i] / r->rows + (rows[i] % r->rows > 0);
        rc = lathe_new(&r->block[i], (size_t)r->blocks[i],
                       sizeof *r->block[i], "blocks of rows", err);
    }
    return rc;
}

void lathe_recall_release(struct lathe_recall *r)
{
    for (int i = 0; i < LATHE_SPLITS; i++) {
        for (uint64_t k = 0; r->block[i] && k < r->blocks[i]; k++) {
            lathe_free(r->block[i][k].hash);
            lathe_free(r->block[i][k].low);
        }
        lathe_free(r->block[i]);
        r->block[i] = NULL;
        r->blocks[i] = 0;
    }
    r->rows = 0;
    atomic_store(&r->hashes, false);
    atomic_store(&r->hashed, 0);
}

static void add_hashes(struct lathe_recall *r, struct lathe_recall_block *b,
                       const struct lathe_rows *rows)
{
    uint64_t *hash;

    if (atomic_fetch_add(&r->hashed, rows->n) + rows->n > MOST_HASHES)
        return;
    hash = lathe_realloc(NULL, rows->n, sizeof *hash);
    for (size_t i = 0; hash && i < rows->n; i++)
        hash[i] = lathe_rowhash(rows, i);
    b->hash = hash;
}

static void add_ranges(struct lathe_recall_block *b, size_t numbers,
                       const struct lathe_moments *m)
{
    double *bound = lathe_realloc(NULL, 2 * numbers, sizeof *bound);

    if (!bound)
        return;
    b->low = bound;
    b->high = bound + numbers;
    for (size_t k = 0; k < numbers; k++) {
        b->low[k] = m[k].n ? m[k].min : (double)INFINITY;
        b->high[k] = m[k].n ? m[k].max : -(double)INFINITY;
    }
}

void lathe_recall_add(struct lathe_recall *r, enum lathe_split split,
                      uint64_t first, const struct lathe_rows *rows,
                      const struct lathe_moments *m)
{
    struct lathe_recall_block *b;

    if (!r->block[split])
        return;
    b = &r->block[split][first / r->rows];
    if (atomic_load_explicit(&r->hashes, memory_order_relaxed))
        add_hashes(r, b, rows);
    if (m && 2 * r->blocks[split] * rows->numbers <= MOST_BOUNDS)
        add_ranges(b, rows->numbers, m);
}

const struct lathe_recall_block *
lathe_recall_find(const struct lathe_recall *r, enum lathe_split split,
                  uint64_t first)
{
    if (!r || !r->block[split])
        return NULL;
    return &r->block[split][first / r->rows];
}
