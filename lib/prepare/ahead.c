#include "prepare/ahead.h"

#include "base/alloc.h"
#include "prepare/glance.h"
#include "prepare/preprocess.h"
#include "prepare/scan_pass.h"
#include "scan/decide.h"
#include "scan/decide_column.h"

#include <string.h>

/* Bytes of a file of which a sample is taken beforehand, its rows, and the
 * fewest that are worth it. */
#define LARGE ((size_t)32 << 20)
#define SAMPLE ((size_t)1 << 16)
#define LEAST_SAMPLE ((size_t)1 << 14)

bool lathe_ahead_is_open(struct lathe_ahead *a)
{
    return atomic_load_explicit(&a->open, memory_order_relaxed);
}

void lathe_ahead_give_up(struct lathe_ahead *a)
{
    atomic_store(&a->open, false);
}

void lathe_ahead_release(struct lathe_ahead *a)
{
    lathe_schema_release(&a->schema);
    lathe_free(a->single);
    lathe_plain_release(&a->plain);
    *a = (struct lathe_ahead){0};
}

/* ---- guessing ----------------------------------------------------------- */

/* Whether the options allow it. Given splits are read on their own. */
static bool may(const struct lathe_preprocess *p)
{
    bool all = !p->dialect.comment;

    for (size_t i = 0; i < p->inputs; i++)
        all = all && p->input[i].role == LATHE_TRAIN;
    return all;
}

/* A column that has had one value so far may get another one. */
static bool is_steady(const struct lathe_schema *s)
{
    for (size_t i = 0; i < s->n; i++) {
        const char *why = s->column[i].why;

        if (s->column[i].kind == LATHE_DROPPED && why &&
            lathe_decide_column_is_constant(why))
            return false;
    }
    return true;
}

/* Records to guess from: enough to find that a number has too many values for a
 * category. */
static size_t records_of(const struct lathe_scan *scan)
{
    return scan->number_limit + scan->number_limit / 10 + 2;
}

/* The schema of the run becomes that of the first records, which are in the
 * scan. */
static bool guess_schema(struct lathe_preprocess *p, struct lathe_tables *t,
                         struct lathe_scan *scan,
                         const struct lathe_wishes *wishes)
{
    struct lathe_err err;

    return scan->rows > 0 && scan->no_target == 0 &&
           lathe_decide_schema(&p->schema, &p->class_rows, p->opts->task,
                               &p->image, &t->names, scan, wishes,
                               &err) == LATHE_OK &&
           lathe_decide_check(&p->schema, &err) == LATHE_OK &&
           p->schema.values && is_steady(&p->schema) &&
           lathe_plain_find(&p->ahead.plain, scan, &t->names, NULL,
                            p) == LATHE_OK;
}

static void forget_schema(struct lathe_preprocess *p)
{
    lathe_schema_release(&p->schema);
    lathe_free(p->class_rows);
    lathe_free(p->single);
    p->class_rows = NULL;
    p->single = NULL;
}

/* A sample for the quantiles of a large file, so that the pass finds them on
 * its way: what it takes is done while the lines are counted. */
static bool plan_glance(struct lathe_preprocess *p, struct lathe_glance *g,
                        const struct lathe_scan *scan)
{
    uint64_t tiles = lathe_origin_tiles(&p->input[0].origin);
    size_t n = p->schema.numbers + p->schema.values, most;
    struct lathe_quantile *q = NULL;
    struct lathe_err err;
    enum lathe_code rc;

    most = LATHE_FIT_MEMORY / 2 / sizeof(double) / n;
    most = most < SAMPLE ? most : SAMPLE;
    if (p->inputs > 1 || tiles < LARGE / LATHE_ORIGIN_TILE ||
        most < LEAST_SAMPLE)
        return false;
    *g = (struct lathe_glance){
        .plain = &p->ahead.plain, .schema = &p->schema,
        .delimiter = p->dialect.delimiter, .quote = p->dialect.quote,
        .columns = scan->n};
    rc = lathe_new(&q, n, sizeof *q, "quantiles", &err);
    if (!rc)
        rc = lathe_bracket_new(&p->blocks.bracket, q,
                               lathe_fit_quantiles(&p->schema, q),
                               lathe_glance_plan(g, tiles, most), &p->schema,
                               LATHE_FIT_MEMORY, p->pool, &err);
    g->bracket = p->blocks.bracket;
    if (!rc)
        rc = lathe_glance_init(g, lathe_pool_threads(p->pool), &err);
    lathe_free(q);
    return rc == LATHE_OK;
}

/* Records of all inputs, if each line is one. */
static bool count_rows(struct lathe_preprocess *p,
                       const struct lathe_scan *scan, uint64_t *rows)
{
    struct lathe_glance glance = {0};
    bool looks = plan_glance(p, &glance, scan), counted = true;

    *rows = 0;
    for (size_t i = 0; i < p->inputs && counted; i++) {
        uint64_t lines = 0, head = p->dialect.header ? 1 : 0;

        counted = lathe_origin_lines(&p->input[i].origin, p->pool,
                                     looks ? lathe_glance_look : NULL, &glance,
                                     &lines) && lines >= head;
        *rows += lines - head;
    }
    if (!looks) {
        lathe_bracket_free(p->blocks.bracket);
        p->blocks.bracket = NULL;
    }
    for (size_t k = 0; looks && k < p->schema.numbers; k++)
        p->single[k] &= !atomic_load(&glance.wide[k]);
    lathe_glance_release(&glance);
    return counted && *rows > 0;
}

static bool begin(struct lathe_preprocess *p, struct lathe_tables *t,
                  struct lathe_scan *scan, const struct lathe_wishes *wishes)
{
    struct lathe_ahead *a = &p->ahead;
    struct lathe_err err;
    uint64_t rows;

    if (lathe_scan_first(t, records_of(scan), scan, &err) || !may(p) ||
        !guess_schema(p, t, scan, wishes) ||
        lathe_decide_singles(&p->schema, &t->names, scan, &p->single, &err) ||
        !count_rows(p, scan, &rows))
        return false;
    p->class_rows[0] = rows;
    if (lathe_preprocess_begin(p, &err) != LATHE_OK)
        return false;
    if (p->blocks.bracket &&
        lathe_bracket_cut(p->blocks.bracket, p->rows[LATHE_TRAIN], &err))
        return false;
    a->single = p->single;
    p->single = NULL;
    a->schema = p->schema;
    p->schema = (struct lathe_schema){0};
    return lathe_blocks_init(&p->blocks, &a->schema, &p->writer, p->rows,
                             &p->recall, &err) == LATHE_OK;
}

void lathe_ahead_begin(struct lathe_preprocess *p, struct lathe_tables *t,
                       struct lathe_scan *scan,
                       const struct lathe_wishes *wishes)
{
    if (begin(p, t, scan, wishes)) {
        atomic_store(&p->ahead.open, true);
    } else {
        lathe_preprocess_abandon(p);
        lathe_ahead_release(&p->ahead);
    }
    forget_schema(p);
    lathe_scan_clear(scan);
}

/* ---- rows --------------------------------------------------------------- */

void lathe_ahead_deal(struct lathe_preprocess *p, size_t input, size_t n,
                      struct lathe_blocks_share *share)
{
    uint64_t place[LATHE_SPLITS];
    struct lathe_err err;
    enum lathe_code rc = lathe_blocks_share_rows(share, n, &err);

    if (!rc)
        rc = lathe_preprocess_deal_several(p, &p->input[input], 0, n,
                                           share->split, place, &err);
    if (!rc)
        rc = lathe_blocks_deal(&p->blocks, share, place, &err);
    if (rc)
        lathe_ahead_give_up(&p->ahead);
}

void lathe_ahead_put(struct lathe_preprocess *p,
                     const struct lathe_blocks_share *share, const double *row)
{
    struct lathe_err err;

    if (lathe_blocks_put(&p->blocks, share, &p->ahead.plain, row, NULL, &err))
        lathe_ahead_give_up(&p->ahead);
}

void lathe_ahead_settle(struct lathe_preprocess *p,
                        const struct lathe_scan *scan,
                        const struct lathe_list *names)
{
    struct lathe_plain plain = {0};

    if (!p->writer.store)
        return;
    for (int i = 0; i < LATHE_SPLITS; i++)
        if (p->writer.filled[i] != p->rows[i])
            lathe_ahead_give_up(&p->ahead);
    if (lathe_plain_find(&plain, scan, names, NULL, p) ||
        !lathe_plain_is_same(&plain, &p->ahead.plain) ||
        memcmp(p->single, p->ahead.single, p->schema.numbers) != 0)
        lathe_ahead_give_up(&p->ahead);
    lathe_plain_release(&plain);
    if (lathe_ahead_is_open(&p->ahead))
        return;
    lathe_preprocess_abandon(p);
    lathe_ahead_release(&p->ahead);
}
