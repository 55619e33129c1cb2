#include "fit/seek.h"

#include "base/alloc.h"
#include "fit/fit.h"
#include "fit/order.h"

#include <assert.h>
#include <stdatomic.h>
#include <string.h>

#define MOST_BINS LATHE_BINS_MOST(LATHE_SEEK_FINE)
#define SLOTS (LATHE_BINS_GAPS + MOST_BINS)

/* ---- the sample --------------------------------------------------------- */

void lathe_seek_take(struct lathe_seek *j, size_t i,
                     const struct lathe_rows *rows, size_t row, size_t n)
{
    for (size_t c = 0; c < j->n; c++) {
        size_t step;
        const double *v = lathe_rows_real(rows, j->column[c].q->column, &step);

        for (size_t k = 0; k < n; k++)
            j->column[c].key[i + k] = lathe_order_key(v[(row + k) * step]);
    }
}

/* Missing values come last. */
size_t lathe_seek_present(const struct lathe_seek *j, size_t c)
{
    const uint64_t *key = j->column[c].key;
    size_t n = j->sample;

    while (n > 0 && key[n - 1] == UINT64_MAX)
        n--;
    return n;
}

static void sort_column(void *ctx, size_t tile, int thread)
{
    struct lathe_seek *j = ctx;

    lathe_order_sort_keys(j->column[tile].key, j->hand[thread].scratch,
                          j->sample);
}

void lathe_seek_sort(struct lathe_seek *j)
{
    lathe_pool_run(j->pool, j->n, sort_column, j);
}

/* ---- a pass over all rows ----------------------------------------------- */

/* What a block has put aside goes behind what others have. */
static void hand_over(struct lathe_bins *b, const struct lathe_bins_aside *a,
                      size_t n)
{
    for (size_t i = 0; i < b->intervals; i++) {
        struct lathe_bins_interval *v = &b->interval[i];
        uint64_t at;

        if (a->used[i] == 0)
            continue;
        at = atomic_fetch_add(&v->used, a->used[i]);
        if (at + a->used[i] <= v->room)
            memcpy(v->value + at, a->value + i * n,
                   a->used[i] * sizeof *v->value);
    }
}

/* A column on its own. */
static void add_column(struct lathe_seek *j, size_t c,
                       const struct lathe_rows *rows,
                       struct lathe_seek_hand *h)
{
    struct lathe_seek_column *s = &j->column[c];
    size_t step;
    const double *v = lathe_rows_real(rows, s->q->column, &step);

    lathe_bins_add(&s->bins, v, step, rows->n, h->count + c * j->slots,
                   &h->aside);
    hand_over(&s->bins, &h->aside, rows->n);
}

static bool is_number(const struct lathe_seek *j, size_t group)
{
    return j->column[j->group[group]].q->column < j->numbers;
}

/* Whether the columns from `c` on are a group: beside each other, numbers or
 * values alone, and those from `first` on looked for. */
static bool is_group(const struct lathe_seek *j, size_t c, size_t first)
{
    size_t column = j->column[c].q->column, numbers = j->numbers;

    if (j->n - c < LATHE_COLUMNS ||
        (column < numbers && numbers - column < LATHE_COLUMNS))
        return false;
    for (size_t k = 0; k < LATHE_COLUMNS; k++)
        if ((c + k >= first && !j->column[c + k].open) ||
            j->column[c + k].q->column != column + k)
            return false;
    return true;
}

/* Numbers that are no multiple of a group: a group of the last ones, some of
 * which are in one already. Where it begins; SIZE_MAX: there is none. */
static size_t last_group(const struct lathe_seek *j, size_t c)
{
    size_t column = j->column[c].q->column, numbers = j->numbers, back;

    if (column >= numbers || numbers - column >= LATHE_COLUMNS)
        return SIZE_MAX;
    back = LATHE_COLUMNS - (numbers - column);
    return back <= c && is_group(j, c - back, c) ? c - back : SIZE_MAX;
}

/* The group from column `c` on, of which those from `first` on are not in
 * another. */
static void put_group(struct lathe_seek *j, size_t c, size_t first)
{
    struct lathe_columns_edges *e = &j->edges[j->groups];
    size_t column = j->column[c].q->column;

    assert(j->groups <= j->n / LATHE_COLUMNS);
    j->group[j->groups++] = c;
    e->at = column < j->numbers ? column : column - j->numbers;
    e->first = first - c;
    e->n = 0;
    for (size_t k = 0; k < LATHE_COLUMNS; k++)
        if (k < e->first)
            lathe_bins_put_none(e, k);
        else
            lathe_bins_put_edges(&j->column[c + k].bins, e, k);
    for (size_t k = e->first; k < LATHE_COLUMNS; k++)
        j->column[c + k].grouped = true;
}

static void put_groups(struct lathe_seek *j)
{
    j->groups = 0;
    for (size_t c = 0; c < j->n; c++)
        j->column[c].grouped = false;
    for (size_t c = 0; c < j->n; c++) {
        size_t from = is_group(j, c, c) ? c : last_group(j, c);

        if (from != SIZE_MAX) {
            put_group(j, from, c);
            c = from + LATHE_COLUMNS - 1;
        }
    }
}

/* Groups [g, end) of columns that are numbers, or values. */
static void add_groups(struct lathe_seek *j, size_t g, size_t end,
                       const struct lathe_rows *rows,
                       struct lathe_seek_hand *h)
{
    bool number = is_number(j, g);

    j->columns.places(number ? rows->number : rows->value,
                      number ? rows->numbers : rows->values, rows->n,
                      j->edges + g, h->places + g, end - g);
    for (; g < end; g++)
        for (size_t k = j->edges[g].first; k < LATHE_COLUMNS; k++) {
            size_t c = j->group[g] + k;
            struct lathe_bins *b = &j->column[c].bins;

            lathe_bins_add_places(b, &h->places[g], k, rows->n,
                                  h->count + c * j->slots, &h->aside);
            hand_over(b, &h->aside, rows->n);
        }
}

void lathe_seek_add(struct lathe_seek *j, const struct lathe_rows *rows,
                    struct lathe_seek_hand *h)
{
    for (size_t g = 0, end; g < j->groups; g = end) {
        for (end = g + 1; end < j->groups; end++)
            if (is_number(j, end) != is_number(j, g))
                break;
        add_groups(j, g, end, rows, h);
    }
    for (size_t c = 0; c < j->n; c++)
        if (j->column[c].open && !j->column[c].grouped)
            add_column(j, c, rows, h);
}

static void resolve_column(void *ctx, size_t tile, int thread)
{
    struct lathe_seek *j = ctx;
    struct lathe_seek_column *s = &j->column[tile];

    (void)thread;
    if (s->open)
        s->outcome = lathe_bins_resolve(&s->bins,
                                        j->hand[0].count + tile * j->slots,
                                        s->value);
}

static void release_values(struct lathe_seek *j)
{
    lathe_free(j->value);
    j->value = NULL;
}

static uint64_t room_of(const struct lathe_seek_column *s)
{
    uint64_t room = 0;

    for (size_t i = 0; s->open && i < s->bins.intervals; i++)
        room += s->bins.interval[i].room;
    return room;
}

/* Values that all columns may put aside. */
static uint64_t rooms_of(const struct lathe_seek *j)
{
    uint64_t room = 0;

    for (size_t c = 0; c < j->n; c++)
        room += room_of(&j->column[c]);
    return room;
}

static enum lathe_code make_room(struct lathe_seek *j, struct lathe_err *err)
{
    double *next;
    enum lathe_code rc = lathe_new_large(&j->value, (size_t)rooms_of(j),
                                         sizeof *j->value,
                                         "values of columns", err);

    next = j->value;
    for (size_t c = 0; c < j->n && !rc; c++)
        for (size_t i = 0; j->column[c].open &&
                           i < j->column[c].bins.intervals; i++) {
            struct lathe_bins_interval *v = &j->column[c].bins.interval[i];

            v->value = next;
            next += v->room;
        }
    return rc;
}

enum lathe_code lathe_seek_begin(struct lathe_seek *j, struct lathe_err *err)
{
    for (int t = 0; t < j->threads; t++)
        memset(j->hand[t].count, 0, j->n * j->slots * sizeof(uint64_t));
    put_groups(j);
    return make_room(j, err);
}

void lathe_seek_end(struct lathe_seek *j)
{
    for (int t = 1; t < j->threads; t++)
        for (size_t i = 0; i < j->n * j->slots; i++)
            j->hand[0].count[i] += j->hand[t].count[i];
    lathe_pool_run(j->pool, j->n, resolve_column, j);
    release_values(j);
}

/* ---- outcomes ----------------------------------------------------------- */

static enum lathe_code rows_changed(struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA,
                      "the training rows changed while they were read");
}

static void settle(struct lathe_seek_column *s)
{
    lathe_ranks_put(&s->bins.ranks, s->value, s->q);
    *s->found = true;
    s->open = false;
}

enum lathe_code lathe_seek_pick(struct lathe_seek *j, struct lathe_err *err)
{
    for (size_t c = 0; c < j->n; c++) {
        struct lathe_seek_column *s = &j->column[c];

        if (lathe_seek_present(j, c) != s->q->present)
            return rows_changed(err);
        lathe_ranks_of(&s->bins.ranks, s->q);
        for (size_t r = 0; r < s->bins.ranks.n; r++)
            s->value[r] = lathe_order_value(s->key[s->bins.ranks.rank[r]]);
        settle(s);
    }
    return LATHE_OK;
}

static void cut_column(void *ctx, size_t tile, int thread)
{
    struct lathe_seek *j = ctx;
    struct lathe_seek_column *s = &j->column[tile];

    (void)thread;
    s->bins.bin = j->bin + tile * j->bins;
    lathe_bins_cut(&s->bins, s->q, s->key, lathe_seek_present(j, tile),
                   j->fine, j->keep);
}

static bool fits(const struct lathe_seek *j, size_t memory_bytes)
{
    return rooms_of(j) <= memory_bytes / sizeof(double);
}

void lathe_seek_cut(struct lathe_seek *j, size_t memory_bytes)
{
    j->fine = LATHE_SEEK_COARSE;
    j->keep = true;
    lathe_pool_run(j->pool, j->n, cut_column, j);
    if (fits(j, memory_bytes))
        return;
    j->fine = LATHE_SEEK_FINE;
    j->keep = false;
    lathe_pool_run(j->pool, j->n, cut_column, j);
}

enum lathe_code lathe_seek_judge(struct lathe_seek *j, size_t memory_bytes,
                                 bool *again, struct lathe_err *err)
{
    uint64_t left = memory_bytes / sizeof(double);

    *again = false;
    for (size_t c = 0; c < j->n; c++) {
        struct lathe_seek_column *s = &j->column[c];

        if (!s->open)
            continue;
        if (s->outcome == LATHE_BINS_CHANGED)
            return rows_changed(err);
        if (s->outcome == LATHE_BINS_FOUND)
            settle(s);
        if (s->outcome == LATHE_BINS_MISSED)
            s->open = false;
        if (!s->open)
            continue;
        lathe_bins_focus(&s->bins, j->hand[0].count + c * j->slots);
        s->open = room_of(s) <= left;
        left -= room_of(s);
        *again = *again || s->open;
    }
    return LATHE_OK;
}

/* ---- its arrays --------------------------------------------------------- */

void lathe_seek_ask(struct lathe_seek *j, size_t c, struct lathe_quantile *q,
                    bool *found)
{
    j->column[c] = (struct lathe_seek_column){
        .q = q, .found = found, .open = true, .key = j->key + c * j->sample};
}

static enum lathe_code hand_init(struct lathe_seek_hand *h,
                                 const struct lathe_seek *j, size_t slots,
                                 size_t groups, size_t block,
                                 struct lathe_err *err)
{
    size_t hits = LATHE_COLUMNS * block;
    const char *what = "quantiles";
    enum lathe_code rc;

    rc = lathe_new(&h->scratch, j->sample, sizeof *h->scratch, what, err);
    if (!rc)
        rc = lathe_new(&h->count, slots, sizeof *h->count, what, err);
    if (!rc)
        rc = lathe_new(&h->aside.value, LATHE_RANKS * block, sizeof(double),
                       what, err);
    if (!rc)
        rc = lathe_new(&h->hit, groups * hits, sizeof *h->hit, what, err);
    if (!rc)
        rc = lathe_new(&h->places, groups, sizeof *h->places, what, err);
    for (size_t g = 0; g < groups && !rc; g++)
        h->places[g].hit = h->hit + g * hits;
    return rc;
}

enum lathe_code lathe_seek_init(struct lathe_seek *j,
                                const struct lathe_schema *s,
                                struct lathe_err *err)
{
    bool all = j->sample == j->rows;
    size_t bins = all ? 0 : j->n * MOST_BINS, slots = all ? 0 : j->n * SLOTS;
    size_t groups = all ? 0 : j->n / LATHE_COLUMNS + 1;
    size_t block = all ? 0 : lathe_fit_block(s);
    const char *what = "quantiles";
    enum lathe_code rc;

    j->threads = lathe_pool_threads(j->pool);
    j->columns = lathe_columns_for(lathe_cpu_level());
    j->numbers = s->numbers;
    j->bins = MOST_BINS;
    j->slots = SLOTS;
    rc = lathe_new(&j->column, j->n, sizeof *j->column, what, err);
    if (!rc)
        rc = lathe_new_large(&j->key, j->n * j->sample, sizeof *j->key, what,
                             err);
    if (!rc)
        rc = lathe_new(&j->bin, bins, sizeof *j->bin, what, err);
    if (!rc)
        rc = lathe_new(&j->edges, groups, sizeof *j->edges, what, err);
    if (!rc)
        rc = lathe_new(&j->group, groups, sizeof *j->group, what, err);
    if (!rc)
        rc = lathe_new(&j->hand, (size_t)j->threads, sizeof *j->hand,
                       what, err);
    for (int t = 0; t < j->threads && !rc; t++)
        rc = hand_init(&j->hand[t], j, slots, groups, block, err);
    return rc;
}

void lathe_seek_release(struct lathe_seek *j)
{
    release_values(j);
    for (int t = 0; j->hand && t < j->threads; t++) {
        lathe_free(j->hand[t].scratch);
        lathe_free(j->hand[t].count);
        lathe_free(j->hand[t].aside.value);
        lathe_free(j->hand[t].hit);
        lathe_free(j->hand[t].places);
    }
    lathe_free(j->hand);
    lathe_free(j->group);
    lathe_free(j->edges);
    lathe_free(j->bin);
    lathe_free(j->key);
    lathe_free(j->column);
}
