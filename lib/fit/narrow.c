#include "fit/narrow.h"

#include "base/alloc.h"
#include "fit/fit.h"
#include "fit/order.h"
#include "fit/ranks.h"

#include <math.h>
#include <string.h>

#define DIGIT_BITS 16
#define DIGITS ((size_t)1 << DIGIT_BITS)

/* Values of one column that agree in the bits known so far. */
struct bucket {
    uint64_t prefix, count;
    uint64_t *hist;             /* [DIGITS] in a counting pass */
    double *value;              /* [count] in a loading pass */
    uint64_t loaded;
};

struct search {
    struct lathe_quantile *q;
    struct lathe_ranks ranks;   /* each within its bucket */
    size_t in[LATHE_RANKS];     /* the bucket of each */
    double found[LATHE_RANKS];
    struct bucket bucket[LATHE_RANKS];
    size_t buckets;
};

struct job {
    struct search *search;      /* [n] */
    size_t n;
    unsigned known_bits;
    bool loading;
    const struct lathe_fit_rows *train;
    struct lathe_rows rows;
    size_t block;
};

/* ---- passes over the rows ----------------------------------------------- */

static void see_value(const struct job *j, struct search *s, double v)
{
    uint64_t key = lathe_order_key(v);

    for (size_t b = 0; b < s->buckets; b++) {
        struct bucket *k = &s->bucket[b];

        if (j->known_bits && key >> (64 - j->known_bits) != k->prefix)
            continue;
        if (!j->loading)
            k->hist[key >> (64 - j->known_bits - DIGIT_BITS) & (DIGITS - 1)]++;
        else if (k->loaded < k->count)
            k->value[k->loaded++] = v + 0.0;
        return;
    }
}

static enum lathe_code pass(struct job *j, struct lathe_err *err)
{
    for (uint64_t first = 0; first < j->train->n; ) {
        uint64_t left = j->train->n - first;
        size_t n = left < j->block ? (size_t)left : j->block;
        enum lathe_code rc;

        rc = j->train->read(j->train->ctx, first, n, &j->rows, err);
        if (rc)
            return rc;
        for (size_t c = 0; c < j->n; c++) {
            size_t step;
            const double *v = lathe_rows_real(&j->rows,
                                              j->search[c].q->column, &step);

            for (size_t i = 0; i < n; i++)
                if (!isnan(v[i * step]))
                    see_value(j, &j->search[c], v[i * step]);
        }
        first += n;
    }
    return LATHE_OK;
}

static void release_buckets(struct search *s)
{
    for (size_t b = 0; b < LATHE_RANKS; b++) {
        lathe_free(s->bucket[b].hist);
        lathe_free(s->bucket[b].value);
        s->bucket[b].hist = NULL;
        s->bucket[b].value = NULL;
    }
}

static enum lathe_code rows_changed(struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA,
                      "the training rows changed while they were read");
}

/* Loads what is left of all columns and picks the ranks. */
static enum lathe_code load(struct job *j, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    j->loading = true;
    for (size_t c = 0; c < j->n && !rc; c++)
        for (size_t b = 0; b < j->search[c].buckets && !rc; b++) {
            struct bucket *k = &j->search[c].bucket[b];

            k->loaded = 0;
            rc = lathe_new(&k->value, (size_t)k->count, sizeof *k->value,
                           "values of a column", err);
        }
    if (!rc)
        rc = pass(j, err);
    for (size_t c = 0; c < j->n && !rc; c++) {
        struct search *s = &j->search[c];

        for (size_t r = 0; r < s->ranks.n && !rc; r++) {
            struct bucket *k = &s->bucket[s->in[r]];

            if (k->loaded != k->count)
                rc = rows_changed(err);
            else
                s->found[r] =
                    lathe_order_select(k->value, k->count, s->ranks.rank[r]);
        }
    }
    return rc;
}

/* Whether the counts are those of all values that were candidates. */
static bool counted_all(const struct search *s)
{
    for (size_t b = 0; b < s->buckets; b++) {
        uint64_t sum = 0;

        for (size_t digit = 0; digit < DIGITS; digit++)
            sum += s->bucket[b].hist[digit];
        if (sum != s->bucket[b].count)
            return false;
    }
    return true;
}

/* Finds the digit of each rank in the counts, and makes of the buckets those
 * that the ranks are in now. Ranks rise, so equal prefixes are neighbours. */
static bool narrow(struct search *s)
{
    struct bucket next[LATHE_RANKS] = {{0}};
    size_t n = 0;

    for (size_t r = 0; r < s->ranks.n; r++) {
        const struct bucket *k = &s->bucket[s->in[r]];
        size_t digit = 0;
        uint64_t prefix;

        while (digit < DIGITS && s->ranks.rank[r] >= k->hist[digit])
            s->ranks.rank[r] -= k->hist[digit++];
        if (digit == DIGITS)
            return false;
        prefix = k->prefix << DIGIT_BITS | digit;
        if (n == 0 || next[n - 1].prefix != prefix)
            next[n++] = (struct bucket){.prefix = prefix,
                                        .count = k->hist[digit]};
        s->in[r] = n - 1;
    }
    release_buckets(s);
    memcpy(s->bucket, next, sizeof next);
    s->buckets = n;
    return true;
}

/* Counts the next digit of all values that are still candidates. */
static enum lathe_code count(struct job *j, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    j->loading = false;
    for (size_t c = 0; c < j->n && !rc; c++)
        for (size_t b = 0; b < j->search[c].buckets && !rc; b++)
            rc = lathe_new(&j->search[c].bucket[b].hist, DIGITS,
                           sizeof(uint64_t), "counts of values", err);
    if (!rc)
        rc = pass(j, err);
    for (size_t c = 0; c < j->n && !rc; c++)
        if (!counted_all(&j->search[c]) || !narrow(&j->search[c]))
            rc = rows_changed(err);
    j->known_bits += DIGIT_BITS;
    return rc;
}

static bool fits(const struct job *j, size_t memory_bytes)
{
    uint64_t room = memory_bytes / sizeof(double), need = 0;

    for (size_t c = 0; c < j->n; c++)
        for (size_t b = 0; b < j->search[c].buckets; b++) {
            need += j->search[c].bucket[b].count;
            if (need > room)
                return false;
        }
    return true;
}

/* ---- quantiles ---------------------------------------------------------- */

static void begin(struct search *s, struct lathe_quantile *q)
{
    *s = (struct search){.q = q, .buckets = 1};
    s->bucket[0].count = q->present;
    lathe_ranks_of(&s->ranks, q);
}

static enum lathe_code find_group(struct job *j, struct lathe_quantile *q,
                                  size_t n, size_t memory_bytes,
                                  struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    j->n = n;
    j->known_bits = 0;
    for (size_t c = 0; c < n; c++)
        begin(&j->search[c], &q[c]);
    while (!rc && j->known_bits < 64 && !fits(j, memory_bytes))
        rc = count(j, err);
    if (!rc && j->known_bits < 64)
        rc = load(j, err);
    for (size_t c = 0; c < n; c++) {
        struct search *s = &j->search[c];

        for (size_t r = 0; r < s->ranks.n && j->known_bits == 64; r++)
            s->found[r] =
                lathe_order_value(s->bucket[s->in[r]].prefix);
        if (!rc)
            lathe_ranks_put(&s->ranks, s->found, s->q);
        release_buckets(s);
    }
    return rc;
}

/* Columns to search at a time: loading as many as fit is one pass each, and
 * counting as many as fit about three; whatever is the least. */
static size_t group_size(const struct lathe_quantile *q, size_t n,
                         uint64_t rows, size_t memory_bytes)
{
    uint64_t column_bytes = rows * sizeof(double);
    size_t most = 1, loaded = 0, counted;

    for (size_t c = 0; c < n; c++)
        most = q[c].n > most ? q[c].n : most;
    counted = memory_bytes / (2 * most * DIGITS * sizeof(uint64_t));
    counted = counted ? counted : 1;
    if (column_bytes <= memory_bytes)
        loaded = (size_t)(memory_bytes / column_bytes);
    if (loaded && (n + loaded - 1) / loaded <=
                      3 * ((n + counted - 1) / counted))
        return loaded < n ? loaded : n;
    return counted < n ? counted : n;
}

enum lathe_code lathe_narrow_find(struct lathe_quantile *q, size_t n,
                                  const struct lathe_fit_rows *train,
                                  const struct lathe_schema *s,
                                  size_t memory_bytes, struct lathe_err *err)
{
    struct job j = {.train = train, .block = lathe_fit_block(s)};
    size_t group;
    enum lathe_code rc;

    if (n == 0 || train->n == 0)
        return LATHE_OK;
    group = group_size(q, n, train->n, memory_bytes);
    rc = lathe_new(&j.search, group, sizeof *j.search, "quantiles", err);
    if (!rc)
        rc = lathe_rows_init(&j.rows, s, j.block, err);
    for (size_t first = 0; first < n && !rc; first += group)
        rc = find_group(&j, q + first, n - first < group ? n - first : group,
                        memory_bytes, err);
    lathe_rows_release(&j.rows);
    lathe_free(j.search);
    return rc;
}
