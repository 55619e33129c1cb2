#include "quality/recall.h"

#include "base/alloc.h"
#include "fit/fit.h"
#include "quality/rowhash.h"

#include <math.h>

/* Different hashes of training rows that make a set: 16 MiB of it. */
#define MOST_SEEN ((size_t)3 << 19)
/* Hashes that are looked up at a time, under the lock. */
#define CHUNK 512
/* Other hashes that are kept: 32 MiB. */
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
    r->enough = MOST_SEEN;
    for (int i = 0; i < LATHE_SPLITS && !rc; i++) {
        r->blocks[i] = rows[i] / r->rows + (rows[i] % r->rows > 0);
        r->room += rows[i];
        rc = lathe_new(&r->block[i], (size_t)r->blocks[i],
                       sizeof *r->block[i], "blocks of rows", err);
    }
    if (r->room > MOST_HASHES)
        r->room = MOST_HASHES;
    if (!rc)
        rc = lathe_new_large(&r->hash, (size_t)r->room, sizeof *r->hash,
                             "hashes of rows", err);
    if (!rc)
        rc = lathe_new(&r->lock, 1, sizeof *r->lock, "hashes of rows", err);
    if (!rc)
        pthread_mutex_init(r->lock, NULL);
    return rc;
}

void lathe_recall_release(struct lathe_recall *r)
{
    for (int i = 0; i < LATHE_SPLITS; i++) {
        for (uint64_t k = 0; r->block[i] && k < r->blocks[i]; k++)
            lathe_free(r->block[i][k].low);
        lathe_free(r->block[i]);
        r->block[i] = NULL;
        r->blocks[i] = 0;
    }
    if (r->lock)
        pthread_mutex_destroy(r->lock);
    lathe_free(r->lock);
    r->lock = NULL;
    lathe_seen_release(&r->seen);
    lathe_free(r->hash);
    r->hash = NULL;
    r->room = 0;
    r->rows = 0;
    atomic_store(&r->hashes, false);
    atomic_store(&r->hashed, 0);
}

/* Adds the rows to the set; false: it has enough, and not all of them. */
static bool see_rows(struct lathe_recall *r, const struct lathe_rows *rows)
{
    uint64_t hash[CHUNK], repeats;
    bool seen = true;

    for (size_t i = 0, n; i < rows->n && seen; i += n) {
        n = rows->n - i < CHUNK ? rows->n - i : CHUNK;
        for (size_t k = 0; k < n; k++)
            hash[k] = lathe_rowhash(rows, i + k);
        pthread_mutex_lock(r->lock);
        seen = r->seen.n + n <= r->enough &&
               lathe_seen_add_several(&r->seen, hash, n, NULL, &repeats,
                                      NULL) == LATHE_OK;
        pthread_mutex_unlock(r->lock);
    }
    return seen;
}

static void keep_hashes(struct lathe_recall *r, struct lathe_recall_block *b,
                        const struct lathe_rows *rows)
{
    uint64_t at = atomic_fetch_add(&r->hashed, rows->n), *hash;

    if (at + rows->n > r->room)
        return;
    hash = r->hash + at;
    for (size_t i = 0; i < rows->n; i++)
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
    if (atomic_load_explicit(&r->hashes, memory_order_relaxed)) {
        b->seen = split == LATHE_TRAIN && see_rows(r, rows);
        if (!b->seen)
            keep_hashes(r, b, rows);
    }
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

struct lathe_seen lathe_recall_take_seen(struct lathe_recall *r)
{
    struct lathe_seen seen = r->seen;

    r->seen = (struct lathe_seen){0};
    return seen;
}
