#include "quality/quality_split.h"

#include "base/alloc.h"
#include "base/decimal.h"
#include "data/excerpt.h"
#include "quality/rowhash.h"
#include "scan/decide_column.h"
#include "scan/seen.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* Times more than chance explains. */
#define ODD 10
/* Blocks that are hashed at a time. */
#define WINDOW 32
/* Hashes that are looked up at once: the latency of memory over the time of
 * one of them. */
#define AHEAD 16

/* What one thread saw in the rows of a split. */
struct outside {
    uint64_t *numbers;          /* [numbers] beyond the training range */
    double *low, *high;         /* [numbers] of these */
    uint64_t *categories;       /* [categories] that no training row has */
    uint32_t *like;             /* [categories] the least of these codes */
    uint64_t repeated;          /* rows that are training rows too */
};

struct visit {
    const struct lathe_schema *s;
    struct lathe_recall *recall;        /* or NULL */
    enum lathe_split split;     /* that is looked at */
    struct lathe_seen seen;     /* of training rows */
    bool begun;                 /* with those that recall has seen */
    bool unseen;                /* some category is in no training row */
    bool repeated;              /* look for them */
    bool lost;                  /* rows that differed may be alike by now */
    size_t part, parts;         /* of training rows that is in `seen`; 0 parts:
                                 * all are */
    uint64_t more[LATHE_SPLITS];        /* repeated rows that the other parts
                                         * found */
    uint64_t *hash;             /* [window] of training rows */
    uint64_t base;              /* the row whose hash would be the first */
    struct outside *of;         /* [threads] */
    int threads;
};

/* ---- rows that repeat training rows ------------------------------------- */

static enum lathe_code hash_block(void *ctx, uint64_t first,
                                  const struct lathe_rows *r, int thread,
                                  struct lathe_err *err)
{
    struct visit *v = ctx;

    (void)thread;
    (void)err;
    for (size_t i = 0; i < r->n; i++)
        v->hash[first - v->base + i] = lathe_rowhash(r, i);
    return LATHE_OK;
}

/* Those that are remembered of the block that begins with this row; or NULL. */
static const uint64_t *known_hashes(const struct visit *v,
                                    enum lathe_split split, uint64_t first)
{
    const struct lathe_recall_block *b = lathe_recall_find(v->recall, split,
                                                           first);

    return b ? b->hash : NULL;
}

/* Whether the block of training rows is in the set already. */
static bool is_seen(const struct visit *v, uint64_t first)
{
    const struct lathe_recall_block *b =
        v->begun ? lathe_recall_find(v->recall, LATHE_TRAIN, first) : NULL;

    return b && b->seen;
}

/* Puts hashes of the training rows [at, end), which are of the window, behind
 * the *n that are there. Rows of which they are not known are read. */
static enum lathe_code hash_rows(struct visit *v, struct lathe_sweep *w,
                                 uint64_t at, uint64_t end, size_t *n,
                                 struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (uint64_t next; at < end && !rc; at = next) {
        const uint64_t *known = known_hashes(v, LATHE_TRAIN, at);
        size_t rows;

        next = at + w->block;
        if (is_seen(v, at))
            continue;
        while (!known && next < end && !is_seen(v, next) &&
               !known_hashes(v, LATHE_TRAIN, next))
            next += w->block;
        rows = (size_t)((next < end ? next : end) - at);
        v->base = at - *n;
        if (known)
            memcpy(v->hash + *n, known, rows * sizeof *known);
        else
            rc = lathe_sweep_run(w, at, w->block, (next - at) / w->block,
                                 hash_block, v, err);
        *n += rows;
    }
    return rc;
}

/* Those of the part alone; how many they are. */
static size_t keep_part(const struct visit *v, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (lathe_seen_part(v->hash[i], v->parts) == v->part)
            v->hash[kept++] = v->hash[i];
    return kept;
}

static enum lathe_code see_all(struct visit *v, struct lathe_sweep *w,
                               struct lathe_err *err)
{
    uint64_t window = WINDOW * w->block, repeats;
    enum lathe_code rc = LATHE_OK;

    for (uint64_t at = 0, end; at < w->in->n && !rc; at = end) {
        size_t n = 0;

        end = w->in->n - at < window ? w->in->n : at + window;
        rc = hash_rows(v, w, at, end, &n, err);
        if (!rc && v->parts)
            n = keep_part(v, n);
        if (!rc)
            rc = lathe_seen_add_several(&v->seen, v->hash, n, NULL, &repeats,
                                        err);
    }
    return rc;
}

static enum lathe_code see_training_rows(struct visit *v,
                                         const struct lathe_fit_rows *in,
                                         struct lathe_pool *pool,
                                         struct lathe_err *err)
{
    struct lathe_sweep w = {0};
    enum lathe_code rc = lathe_sweep_init(&w, in, v->s, pool, err);

    if (!rc)
        rc = lathe_new(&v->hash, WINDOW * w.block, sizeof *v->hash,
                       "hashes of rows", err);
    if (!rc)
        rc = see_all(v, &w, err);
    lathe_free(v->hash);
    v->hash = NULL;
    lathe_sweep_release(&w);
    return rc;
}

/* ---- values that no training row has ------------------------------------ */

static void see_numbers(struct outside *o, const struct lathe_column *c,
                        size_t k, const struct lathe_rows *r)
{
    const double *v = r->number + k;

    for (size_t i = 0; i < r->n && c->present; i++, v += r->numbers) {
        if (!(*v < c->stats.min || *v > c->stats.max))
            continue;
        o->low[k] = !o->numbers[k] || *v < o->low[k] ? *v : o->low[k];
        o->high[k] = !o->numbers[k] || *v > o->high[k] ? *v : o->high[k];
        o->numbers[k]++;
    }
}

static void see_categories(struct outside *o, const struct lathe_column *c,
                           size_t k, const struct lathe_rows *r)
{
    const uint32_t *code = r->code + k;

    if (c->encode == LATHE_ENCODE_HASH)
        return;                 /* nothing is known of what was seen */
    for (size_t i = 0; i < r->n; i++, code += r->categories) {
        if (*code == LATHE_MISSING_CODE ||
            (*code < c->dict.n && c->count[*code]))
            continue;
        o->like[k] = !o->categories[k] || *code < o->like[k] ? *code
                                                             : o->like[k];
        o->categories[k]++;
    }
}

/* How many of the hashes are those of training rows. */
static uint64_t count_seen(const struct visit *v, const uint64_t *hash,
                           size_t n)
{
    uint64_t seen = 0;

    for (size_t i = 0; i < n; i++) {
        if (i % AHEAD == 0)
            for (size_t k = i; k < n && k < i + AHEAD; k++)
                lathe_seen_expect(&v->seen, hash[k]);
        seen += lathe_seen_has(&v->seen, hash[i]);
    }
    return seen;
}

static uint64_t count_repeated(const struct visit *v, uint64_t first,
                               const struct lathe_rows *r)
{
    const uint64_t *known = known_hashes(v, v->split, first);
    uint64_t hash[AHEAD], n = 0;

    if (known)
        return count_seen(v, known, r->n);
    for (size_t i = 0, some; i < r->n; i += some) {
        some = r->n - i < AHEAD ? r->n - i : AHEAD;
        for (size_t k = 0; k < some; k++)
            hash[k] = lathe_rowhash(r, i + k);
        n += count_seen(v, hash, some);
    }
    return n;
}

static enum lathe_code see_block(void *ctx, uint64_t first,
                                 const struct lathe_rows *r, int thread,
                                 struct lathe_err *err)
{
    struct visit *v = ctx;
    struct outside *o = &v->of[thread];
    size_t number = 0, category = 0;

    (void)err;
    for (size_t i = 0; i < v->s->n; i++) {
        const struct lathe_column *c = &v->s->column[i];

        if (lathe_schema_is_real(c->kind))
            see_numbers(o, c, number++, r);
        else if (c->kind == LATHE_CATEGORY)
            see_categories(o, c, category++, r);
    }
    if (v->repeated)
        o->repeated += count_repeated(v, first, r);
    return LATHE_OK;
}

/* What the threads saw, together in the first of them. */
static void merge(struct visit *v)
{
    struct outside *a = &v->of[0];

    for (int t = 1; t < v->threads; t++) {
        const struct outside *b = &v->of[t];

        a->repeated += b->repeated;
        for (size_t k = 0; k < v->s->numbers; k++) {
            if (b->numbers[k] && (!a->numbers[k] || b->low[k] < a->low[k]))
                a->low[k] = b->low[k];
            if (b->numbers[k] && (!a->numbers[k] || b->high[k] > a->high[k]))
                a->high[k] = b->high[k];
            a->numbers[k] += b->numbers[k];
        }
        for (size_t k = 0; k < v->s->categories; k++) {
            if (b->categories[k] &&
                (!a->categories[k] || b->like[k] < a->like[k]))
                a->like[k] = b->like[k];
            a->categories[k] += b->categories[k];
        }
    }
}

/* ---- telling ------------------------------------------------------------ */

/* What stands behind "1 of the 400 test rows", or behind "2 of" them. */
static const char *verb(uint64_t n, const char *one, const char *several)
{
    return n == 1 ? one : several;
}

static enum lathe_code tell_repeated(struct lathe_quality *q,
                                     const struct visit *v, const char *split,
                                     uint64_t rows, struct lathe_err *err)
{
    uint64_t n = v->of[0].repeated;

    if (n == 0)
        return LATHE_OK;
    return lathe_quality_add(q, "duplicates-across-splits",
                             v->s->target[0].name,
                             (double)n, true, err, "%" PRIu64 " of the %"
                             PRIu64 " %s rows %s in all columns that are "
                             "kept: a leak%s", n, rows, split,
                             verb(n, "equals a training row",
                                  "equal training rows"),
                             v->lost
                             ? ", unless the columns that are dropped tell "
                               "them apart"
                             : "; --dedup drops repeated rows");
}

/* Of n + 1 rows that are alike each is the least or the greatest with the
 * chance 2 / (n + 1). */
static enum lathe_code tell_number(struct lathe_quality *q,
                                   const struct visit *v,
                                   const struct lathe_column *c, size_t k,
                                   const char *split, uint64_t rows,
                                   struct lathe_err *err)
{
    const struct outside *o = &v->of[0];
    double chance = 2.0 * (double)rows / (double)(v->s->rows + 1);
    uint64_t n = o->numbers[k];

    char text[4][LATHE_DATE_ROOM + LATHE_DECIMAL_ROOM];
    const double bound[] = {c->stats.min, c->stats.max, o->low[k],
                            o->high[k]};

    if (n == 0)
        return LATHE_OK;
    for (int i = 0; i < 4; i++)
        if (c->kind == LATHE_DATE)
            lathe_date_text(text[i], bound[i]);
        else
            lathe_decimal_double(text[i], bound[i]);
    return lathe_quality_add(q, "outside-range", c->name, (double)n,
                             n > 2 && (double)n > ODD * chance, err,
                             "column '%.60s': %" PRIu64 " of the %" PRIu64
                             " %s rows %s outside the training range of %s "
                             "to %s (%s to %s)", c->name, n, rows, split,
                             verb(n, "lies", "lie"), text[0], text[1],
                             text[2], text[3]);
}

/* A row has a category not seen in n others with about the chance that is the
 * share of categories seen once (Good 1953, "The population frequencies of
 * species and the estimation of population parameters"). */
static double unseen_chance(const struct lathe_column *c, uint64_t rows)
{
    uint64_t once = 1;

    for (uint32_t k = 0; k < c->dict.n; k++)
        once += c->count[k] == 1;
    return (double)once / (double)(rows + 1);
}

static enum lathe_code tell_category(struct lathe_quality *q,
                                     const struct visit *v,
                                     const struct lathe_column *c, size_t k,
                                     const char *split, uint64_t rows,
                                     struct lathe_err *err)
{
    const struct outside *o = &v->of[0];
    uint64_t n = o->categories[k];
    double chance = (double)rows * unseen_chance(c, v->s->rows);
    char word[LATHE_EXCERPT_ROOM] = "";
    bool known = o->like[k] < c->dict.n;

    if (n == 0)
        return LATHE_OK;
    if (known)
        lathe_excerpt_of(word, c->dict.word[o->like[k]],
                         c->dict.length[o->like[k]]);
    return lathe_quality_add(q, "unseen-category", c->name, (double)n,
                             n > 2 && (double)n > ODD * chance, err,
                             "column '%.60s': %" PRIu64 " of the %" PRIu64
                             " %s rows %s a category that no training row "
                             "has%s%s%s", c->name, n, rows, split,
                             verb(n, "has", "have"), known ? ", like '" : "",
                             word, known ? "'" : "");
}

static enum lathe_code tell_split(struct lathe_quality *q,
                                  const struct visit *v, const char *split,
                                  uint64_t rows, struct lathe_err *err)
{
    size_t number = 0, category = 0;
    enum lathe_code rc = tell_repeated(q, v, split, rows, err);

    for (size_t i = 0; i < v->s->n && !rc; i++) {
        const struct lathe_column *c = &v->s->column[i];

        if (lathe_schema_is_real(c->kind))
            rc = tell_number(q, v, c, number++, split, rows, err);
        else if (c->kind == LATHE_CATEGORY)
            rc = tell_category(q, v, c, category++, split, rows, err);
    }
    return rc;
}

/* ---- both splits -------------------------------------------------------- */

static void visit_release(struct visit *v)
{
    for (int i = 0; v->of && i < v->threads; i++) {
        lathe_free(v->of[i].numbers);
        lathe_free(v->of[i].low);
        lathe_free(v->of[i].high);
        lathe_free(v->of[i].categories);
        lathe_free(v->of[i].like);
    }
    lathe_free(v->of);
    lathe_seen_release(&v->seen);
}

static enum lathe_code visit_init(struct visit *v, struct lathe_err *err)
{
    const struct lathe_schema *s = v->s;
    const char *what = "ranges";
    enum lathe_code rc = lathe_new(&v->of, (size_t)v->threads, sizeof *v->of,
                                   what, err);

    for (int i = 0; i < v->threads && !rc; i++) {
        struct outside *o = &v->of[i];

        rc = lathe_new(&o->numbers, s->numbers, sizeof *o->numbers, what, err);
        if (!rc)
            rc = lathe_new(&o->low, s->numbers, sizeof *o->low, what, err);
        if (!rc)
            rc = lathe_new(&o->high, s->numbers, sizeof *o->high, what, err);
        if (!rc)
            rc = lathe_new(&o->categories, s->categories,
                           sizeof *o->categories, what, err);
        if (!rc)
            rc = lathe_new(&o->like, s->categories, sizeof *o->like, what,
                           err);
    }
    return rc;
}

static void forget_split(struct visit *v)
{
    for (int i = 0; i < v->threads; i++) {
        memset(v->of[i].numbers, 0, v->s->numbers * sizeof(uint64_t));
        memset(v->of[i].categories, 0, v->s->categories * sizeof(uint64_t));
        v->of[i].repeated = 0;
    }
}

/* Whether any category that the schema knows is in no training row. */
static bool has_unseen(const struct lathe_schema *s)
{
    for (size_t i = 0; i < s->n; i++)
        for (uint32_t k = 0; k < s->column[i].dict.n; k++)
            if (s->column[i].count[k] == 0)
                return true;
    return false;
}

/* Whether what is remembered of the block tells all that is looked for. Its
 * columns are numbers, and categories that the schema knows (blocks.h). */
static bool is_clear(const struct visit *v, uint64_t first)
{
    const struct lathe_recall_block *b = lathe_recall_find(v->recall, v->split,
                                                           first);
    size_t number = 0;

    if (!b || !b->low || v->unseen || (v->repeated && !b->hash))
        return false;
    for (size_t i = 0; i < v->s->n; i++) {
        const struct lathe_column *c = &v->s->column[i];

        if (!lathe_schema_is_real(c->kind))
            continue;
        if (c->present && (b->low[number] < c->stats.min ||
                           b->high[number] > c->stats.max))
            return false;
        number++;
    }
    return true;
}

/* Rows of a split, of which those of clear blocks are not read. */
struct split_visit {
    struct visit *v;
    const struct lathe_sweep *w;
};

static void see_clear_block(void *ctx, size_t block, int thread)
{
    const struct split_visit *a = ctx;
    uint64_t first = block * a->w->block, left = a->w->in->n - first;
    size_t n = left < a->w->block ? (size_t)left : a->w->block;

    if (is_clear(a->v, first))
        a->v->of[thread].repeated +=
            count_seen(a->v, known_hashes(a->v, a->v->split, first), n);
}

static enum lathe_code see_rows(struct visit *v, struct lathe_sweep *w,
                                struct lathe_err *err)
{
    struct split_visit a = {v, w};
    enum lathe_code rc = LATHE_OK;

    if (v->repeated)
        lathe_pool_run(w->pool, (size_t)lathe_sweep_blocks(w),
                       see_clear_block, &a);
    for (uint64_t at = 0, next; at < w->in->n && !rc; at = next) {
        next = at + w->block;
        if (is_clear(v, at))
            continue;
        while (next < w->in->n && !is_clear(v, next))
            next += w->block;
        rc = lathe_sweep_run(w, at, w->block, (next - at) / w->block,
                             see_block, v, err);
    }
    return rc;
}

static enum lathe_code see_split(struct visit *v, enum lathe_split split,
                                 const struct lathe_fit_rows *in,
                                 struct lathe_pool *pool,
                                 struct lathe_err *err)
{
    struct lathe_sweep w = {0};
    enum lathe_code rc;

    v->split = split;
    forget_split(v);
    rc = lathe_sweep_init(&w, in, v->s, pool, err);
    if (!rc)
        rc = see_rows(v, &w, err);
    lathe_sweep_release(&w);
    if (!rc)
        merge(v);
    return rc;
}

static enum lathe_code look_at_split(struct lathe_quality *q, struct visit *v,
                                     enum lathe_split split,
                                     const struct lathe_fit_rows *in,
                                     struct lathe_pool *pool,
                                     struct lathe_err *err)
{
    enum lathe_code rc;

    if (in->n == 0)
        return LATHE_OK;
    rc = see_split(v, split, in, pool, err);
    if (rc)
        return rc;
    v->of[0].repeated += v->more[split];
    return tell_split(q, v, lathe_split_name(split), in->n, err);
}

/* There are more different training rows than the set remembers: they are
 * compared a part at a time, of which the first is in the set then. */
static enum lathe_code see_parts(struct visit *v,
                                 const struct lathe_fit_rows in[],
                                 struct lathe_pool *pool,
                                 struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    v->begun = false;
    v->parts = lathe_seen_parts(in[LATHE_TRAIN].n, v->seen.limit);
    v->seen.limit = SIZE_MAX;
    for (v->part = v->parts; v->part-- > 0 && !rc; ) {
        lathe_seen_release(&v->seen);
        rc = lathe_seen_reserve(&v->seen,
                                (size_t)(in[LATHE_TRAIN].n / v->parts), err);
        if (!rc)
            rc = see_training_rows(v, &in[LATHE_TRAIN], pool, err);
        for (int k = LATHE_VALID; k < LATHE_SPLITS && v->part && !rc; k++) {
            if (in[k].n)
                rc = see_split(v, (enum lathe_split)k, &in[k], pool, err);
            v->more[k] += in[k].n && !rc ? v->of[0].repeated : 0;
        }
    }
    return rc;
}

static enum lathe_code remember(struct visit *v,
                                const struct lathe_fit_rows in[],
                                struct lathe_pool *pool, struct lathe_err *err)
{
    enum lathe_code rc;

    if (v->recall) {
        v->seen = lathe_recall_take_seen(v->recall);
        v->begun = true;
    }
    rc = see_training_rows(v, &in[LATHE_TRAIN], pool, err);
    return rc || !v->seen.full ? rc : see_parts(v, in, pool, err);
}

/* Whether a column is dropped in which rows differ, as an identifier is. */
static bool loses_columns(const struct lathe_schema *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->column[i].kind == LATHE_DROPPED &&
            !lathe_decide_column_is_constant(s->column[i].why))
            return true;
    return false;
}

enum lathe_code lathe_quality_splits(struct lathe_quality *q,
                                     const struct lathe_schema *s,
                                     const struct lathe_fit_rows in[],
                                     struct lathe_recall *recall,
                                     bool repeated, struct lathe_pool *pool,
                                     struct lathe_err *err)
{
    bool lost = loses_columns(s);
    struct visit v = {.s = s, .recall = recall, .repeated = repeated || lost,
                      .lost = lost, .threads = lathe_pool_threads(pool),
                      .unseen = has_unseen(s)};
    enum lathe_code rc = LATHE_OK;

    if (in[LATHE_VALID].n + in[LATHE_TEST].n == 0)
        return LATHE_OK;
    rc = visit_init(&v, err);
    if (!rc && v.repeated)
        rc = remember(&v, in, pool, err);
    for (int k = LATHE_VALID; k < LATHE_SPLITS && !rc; k++)
        rc = look_at_split(q, &v, (enum lathe_split)k, &in[k], pool, err);
    visit_release(&v);
    return rc;
}
