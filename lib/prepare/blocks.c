#include "prepare/blocks.h"

#include "base/alloc.h"
#include "fit/bracket.h"

enum lathe_code lathe_blocks_init(struct lathe_blocks *b,
                                  const struct lathe_schema *s,
                                  struct lathe_dataset_writer *w,
                                  const uint64_t rows[LATHE_SPLITS],
                                  struct lathe_recall *recall,
                                  struct lathe_err *err)
{
    enum lathe_code rc;

    *b = (struct lathe_blocks){
        .schema = s, .writer = w, .rows = rows, .bracket = b->bracket,
        .recall = recall,
        .rows_of_block = lathe_fit_block(s), .slots = lathe_gather_slots(s),
        .columns = lathe_columns_for(lathe_cpu_level())};
    rc = lathe_new(&b->moments, s->numbers + s->values, sizeof *b->moments,
                   "statistics", err);
    if (!rc)
        rc = lathe_new(&b->lock, 1, sizeof *b->lock, "rows", err);
    if (rc)
        return rc;
    pthread_mutex_init(b->lock, NULL);
    return lathe_recall_init(recall, s, rows, err);
}

static void free_list(struct lathe_blocks_block *k)
{
    while (k) {
        struct lathe_blocks_block *next = k->next;

        for (size_t i = 0; k->date && i < k->rows.numbers; i++)
            lathe_fit_date_release(&k->date[i]);
        lathe_free(k->date);
        lathe_rows_release(&k->rows);
        lathe_free(k->moments);
        lathe_free(k->count);
        lathe_free(k);
        k = next;
    }
}

void lathe_blocks_release(struct lathe_blocks *b)
{
    for (int i = 0; i < LATHE_SPLITS; i++)
        free_list(b->first[i]);
    free_list(b->spare);
    lathe_free(b->moments);
    lathe_bracket_free(b->bracket);
    if (b->lock)
        pthread_mutex_destroy(b->lock);
    lathe_free(b->lock);
    *b = (struct lathe_blocks){0};
}

/* ---- dealing ------------------------------------------------------------ */

void lathe_blocks_share_release(struct lathe_blocks_share *s)
{
    for (int i = 0; i < LATHE_SPLITS; i++)
        lathe_free(s->block[i].v);
    lathe_free(s->split);
    *s = (struct lathe_blocks_share){0};
}

static enum lathe_code new_block(const struct lathe_blocks *b,
                                 struct lathe_blocks_block **out,
                                 struct lathe_err *err)
{
    const struct lathe_schema *s = b->schema;
    struct lathe_blocks_block *k = NULL;
    enum lathe_code rc = lathe_new(&k, 1, sizeof *k, "rows", err);

    if (!rc)
        rc = lathe_rows_init(&k->rows, s, lathe_fit_block(s), err);
    if (!rc)
        rc = lathe_new(&k->moments, s->numbers + s->values,
                       sizeof *k->moments, "statistics", err);
    if (!rc)
        rc = lathe_new(&k->count, b->slots, sizeof *k->count, "statistics",
                       err);
    if (!rc && lathe_gather_has_dates(s))
        rc = lathe_new(&k->date, s->numbers, sizeof *k->date, "statistics",
                       err);
    if (rc)
        free_list(k);
    else
        *out = k;
    return rc;
}

/* A block for the rows of the split from `first` on. */
static enum lathe_code open_block(struct lathe_blocks *b,
                                  enum lathe_split split, uint64_t first,
                                  struct lathe_blocks_block **out,
                                  struct lathe_err *err)
{
    struct lathe_blocks_block *k;
    uint64_t left = b->rows[split] - first;
    enum lathe_code rc = LATHE_OK;

    pthread_mutex_lock(b->lock);
    k = b->spare;
    b->spare = k ? k->next : NULL;
    pthread_mutex_unlock(b->lock);
    if (!k)
        rc = new_block(b, &k, err);
    if (rc)
        return rc;
    k->next = NULL;
    k->split = split;
    k->first = first;
    k->rows.n = left < k->rows.cap ? (size_t)left : k->rows.cap;
    k->done = false;
    atomic_store(&k->come, 0);
    pthread_mutex_lock(b->lock);
    if (b->last[split])
        b->last[split]->next = k;
    else
        b->first[split] = k;
    b->last[split] = k;
    pthread_mutex_unlock(b->lock);
    *out = k;
    return LATHE_OK;
}

/* The block that a row which begins none is in: it has not come, so the block
 * is still there, and the last one. */
static struct lathe_blocks_block *last_block(struct lathe_blocks *b,
                                             enum lathe_split split)
{
    struct lathe_blocks_block *k;

    pthread_mutex_lock(b->lock);
    k = b->last[split];
    pthread_mutex_unlock(b->lock);
    return k;
}

enum lathe_code lathe_blocks_share_rows(struct lathe_blocks_share *s, size_t n,
                                        struct lathe_err *err)
{
    s->rows = n;
    return lathe_grow(&s->split, &s->cap, n, sizeof *s->split, err);
}

/* The blocks of the places from `first` to `end` of a split. */
static enum lathe_code find_blocks(struct lathe_blocks *b,
                                   struct lathe_blocks_share *s,
                                   enum lathe_split split, uint64_t first,
                                   uint64_t end, struct lathe_err *err)
{
    size_t n = b->rows_of_block;
    enum lathe_code rc = LATHE_OK;

    s->block[split].n = 0;
    s->block[split].first = (size_t)(first % n);
    for (uint64_t at = first; at < end && !rc; at += n - at % n) {
        struct lathe_blocks_block *k = NULL;

        rc = lathe_grow(&s->block[split].v, &s->block[split].cap,
                        s->block[split].n + 1, sizeof *s->block[split].v, err);
        if (!rc && at % n)
            k = last_block(b, split);
        else if (!rc)
            rc = open_block(b, split, at, &k, err);
        if (!rc)
            s->block[split].v[s->block[split].n++] = k;
    }
    return rc;
}

enum lathe_code lathe_blocks_deal(struct lathe_blocks *b,
                                  struct lathe_blocks_share *s,
                                  const uint64_t place[LATHE_SPLITS],
                                  struct lathe_err *err)
{
    uint64_t n[LATHE_SPLITS] = {0};
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < s->rows; i++)
        n[s->split[i]]++;
    for (int k = 0; k < LATHE_SPLITS && !rc; k++)
        rc = find_blocks(b, s, (enum lathe_split)k, place[k],
                         place[k] + n[k], err);
    return rc;
}

/* ---- putting ------------------------------------------------------------ */

/* Blocks at the head of the split that are done are merged and go. Under the
 * lock. */
static void retire(struct lathe_blocks *b, enum lathe_split split)
{
    size_t width = b->schema->numbers + b->schema->values;
    struct lathe_blocks_block *k;

    while ((k = b->first[split]) != NULL && k->done) {
        for (size_t i = 0; i < width && split == LATHE_TRAIN; i++)
            lathe_moments_merge(&b->moments[i], &k->moments[i]);
        b->first[split] = k->next;
        if (!k->next)
            b->last[split] = NULL;
        k->next = b->spare;
        b->spare = k;
    }
}

/* `n` rows of the block have come. */
static enum lathe_code arrive(struct lathe_blocks *b,
                              struct lathe_blocks_block *k, size_t n,
                              struct lathe_err *err)
{
    size_t all = k->rows.n;
    enum lathe_code rc = LATHE_OK;

    if (atomic_fetch_add(&k->come, n) + n < all)
        return LATHE_OK;        /* it is another's now */
    lathe_gather_moments(&b->columns, &k->rows, k->moments);
    if (k->split == LATHE_TRAIN && k->date)
        rc = lathe_gather_dates(b->schema, &k->rows, k->date, err);
    if (rc)
        return rc;
    if (k->split == LATHE_TRAIN && b->slots)
        lathe_gather_categories(b->schema, &k->rows, k->count);
    if (k->split == LATHE_TRAIN && b->bracket)
        lathe_bracket_add(b->bracket, &k->rows);
    lathe_recall_add(b->recall, k->split, k->first, &k->rows,
                     k->split == LATHE_TRAIN ? NULL : k->moments);
    rc = lathe_dataset_fill(b->writer, k->split, k->first, &k->rows, err);
    if (rc)
        return rc;
    pthread_mutex_lock(b->lock);
    k->done = true;
    retire(b, k->split);
    pthread_mutex_unlock(b->lock);
    return LATHE_OK;
}

/* Rows from i on that go to the same split one behind the other, `most` at the
 * most. */
static size_t run_of(const struct lathe_blocks_share *s, size_t i, size_t most)
{
    size_t left = s->rows - i, n = 1;

    most = most < left ? most : left;
    while (n < most && s->split[i + n] == s->split[i])
        n++;
    return n;
}

enum lathe_code lathe_blocks_put(struct lathe_blocks *b,
                                 const struct lathe_blocks_share *s,
                                 const struct lathe_plain *plain,
                                 const double *row, const uint32_t *code,
                                 struct lathe_err *err)
{
    size_t at[LATHE_SPLITS], begin[LATHE_SPLITS], next[LATHE_SPLITS] = {0};
    enum lathe_code rc = LATHE_OK;

    for (int k = 0; k < LATHE_SPLITS; k++)
        at[k] = begin[k] = s->block[k].first;
    for (size_t i = 0, n; i < s->rows && !rc; i += n) {
        enum lathe_split k = (enum lathe_split)s->split[i];
        struct lathe_blocks_block *to = s->block[k].v[next[k]];

        n = run_of(s, i, to->rows.n - at[k]);
        lathe_plain_put(plain, row + i * plain->width, code ? code + i : NULL,
                        n, &to->rows, at[k]);
        at[k] += n;
        if (at[k] < to->rows.n)
            continue;
        rc = arrive(b, to, at[k] - begin[k], err);
        next[k]++;
        at[k] = begin[k] = 0;
    }
    for (int k = 0; k < LATHE_SPLITS && !rc; k++)
        if (at[k] > begin[k])
            rc = arrive(b, s->block[k].v[next[k]], at[k] - begin[k], err);
    return rc;
}

enum lathe_code lathe_blocks_gather(struct lathe_blocks *b,
                                    const uint64_t *class_rows,
                                    struct lathe_gather *g,
                                    struct lathe_err *err)
{
    uint64_t *slot = NULL;
    enum lathe_code rc = lathe_new(&slot, b->slots, sizeof *slot, "statistics",
                                   err);

    for (const struct lathe_blocks_block *k = b->spare; k && !rc; k = k->next)
        for (size_t i = 0; i < b->slots; i++)
            slot[i] += k->count[i];
    if (!rc)
        rc = lathe_gather_of(g, b->schema, b->moments, slot, class_rows, err);
    lathe_free(slot);
    if (rc)
        return rc;
    b->moments = NULL;          /* they went over */
    for (const struct lathe_blocks_block *k = b->spare; k && !rc; k = k->next)
        if (k->date)
            rc = lathe_gather_add_dates(g, k->date, err);
    if (rc)
        lathe_gather_release(g);
    return rc;
}
