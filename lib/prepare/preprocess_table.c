#include "prepare/preprocess.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/errand.h"
#include "data/nearest.h"
#include "prepare/remark.h"
#include "prepare/scan_pass.h"
#include "prepare/type_pass.h"
#include "scan/decide.h"
#include "store/store.h"

#include <string.h>

/* What every pass needs. */
struct pass {
    struct lathe_preprocess *p;
    struct lathe_tables tables;
    struct lathe_targets targets;
    struct lathe_scan scan;
};

static void pass_release(struct pass *a)
{
    lathe_tables_release(&a->tables);
    lathe_scan_release(&a->scan);
    lathe_targets_release(&a->targets);
}

/* With --like they are those of the schema. */
static enum lathe_code find_targets(struct pass *a, struct lathe_err *err)
{
    const struct lathe_schema *s = &a->p->schema;
    enum lathe_code rc = LATHE_OK;

    if (!a->p->like.path)
        return lathe_targets_find(&a->targets, &a->p->opts->target,
                                  &a->tables.names, err);
    for (size_t t = 0; t < s->targets && !rc; t++)
        rc = lathe_targets_add(&a->targets, s->target[t].name,
                               &a->tables.names, err);
    return rc;
}

/* Finds the weights, if there are any. */
static enum lathe_code find_weight(struct pass *a, struct lathe_err *err)
{
    const char *name = a->p->like.path ? a->p->schema.weight
                                       : a->p->opts->weight;
    enum lathe_code rc;

    if (!name)
        return LATHE_OK;
    rc = lathe_nearest_find(&a->tables.names, name, "weight", &a->scan.weight,
                            err);
    if (rc)
        return rc;
    if (lathe_targets_has(&a->targets, a->scan.weight))
        return lathe_fail(err, LATHE_EARG, "weight: '%s' is the target", name);
    a->scan.column[a->scan.weight].depth = LATHE_SCAN_IGNORE;
    return LATHE_OK;
}

/* Learns the names, and where targets and weight are. */
static enum lathe_code begin(struct pass *a, struct lathe_preprocess *p,
                             struct lathe_err *err)
{
    enum lathe_code rc;

    *a = (struct pass){.p = p};
    rc = lathe_tables_init(&a->tables, p, err);
    if (!rc)
        rc = find_targets(a, err);
    if (!rc)
        rc = lathe_split_by_find(&p->by, &a->tables.names, &a->targets, err);
    if (!rc)
        rc = lathe_scan_init(&a->scan, a->tables.names.n, &a->targets, &p->na,
                             err);
    if (!rc)
        rc = find_weight(a, err);
    if (rc)
        return rc;
    a->scan.strip = p->opts->strip;
    a->scan.dedup = p->opts->dedup;
    a->scan.near = p->opts->output;
    if (p->late.bit)
        a->scan.known = &p->late;
    return LATHE_OK;
}

/* A column is one thing or the other. */
static enum lathe_code check_weight(const struct pass *a,
                                    const struct lathe_wishes *w,
                                    struct lathe_err *err)
{
    const struct lathe_wish *own = &w->column[a->scan.weight];

    if (a->scan.weight == a->scan.n ||
        !(own->kind || own->own_impute || own->own_scale || own->own_encode ||
          own->own_clip || own->own_indicator))
        return LATHE_OK;
    return lathe_fail(err, LATHE_EARG, "weight: '%s' is no input, and another "
                      "option says what to make of it", a->p->opts->weight);
}

/* Whether the rows are divided by the time in this column. */
static bool is_time(const struct pass *a, size_t column)
{
    const struct lathe_split_by *by = &a->p->by;

    return by->kind == LATHE_BY_TIME &&
           strcmp(by->column, a->tables.names.v[column]) == 0;
}

static void set_depths(struct pass *a, const struct lathe_wishes *w)
{
    for (size_t i = 0; i < a->tables.names.n; i++) {
        enum lathe_column_kind kind = w->column[i].kind;

        if (!lathe_scan_is_feature(&a->scan, i))
            continue;
        if ((kind == LATHE_DROPPED || kind == LATHE_TEXT ||
             a->p->image.channels) && !is_time(a, i))
            a->scan.column[i].depth = LATHE_SCAN_IGNORE;
        else if (kind == LATHE_CATEGORY &&
                 w->column[i].encode != LATHE_ENCODE_HASH)
            a->scan.column[i].depth = LATHE_SCAN_CATEGORY;
    }
}

/* Whether rows that were read once may be all that is needed (stash.h). */
static bool may_stash(const struct pass *a, const struct lathe_wishes *w)
{
    bool may = a->p->by.kind == LATHE_BY_RANDOM && !a->scan.dedup &&
               !lathe_tables_skip(a->p) && !a->p->image.channels &&
               a->scan.weight == a->scan.n;

    for (size_t i = 0; i < a->scan.n; i++)
        may = may && w->column[i].kind != LATHE_TEXT &&
              !w->column[i].order;
    return may;
}

/* As many as there would be if all records were as long as the first one; of
 * compressed files less. */
static uint64_t guess_rows(const struct pass *a)
{
    uint64_t tiles = 0;

    for (size_t i = 0; i < a->p->inputs; i++)
        tiles += lathe_origin_tiles(&a->p->input[i].origin);
    return tiles * LATHE_ORIGIN_TILE / (a->tables.record + 1);
}

static enum lathe_code take_dialect(struct lathe_preprocess *p,
                                    struct lathe_err *err)
{
    struct lathe_schema *s = &p->schema;
    enum lathe_code rc = LATHE_OK;

    s->dialect = p->dialect;
    s->inf_missing = strcmp(p->opts->inf, "missing") == 0;
    for (size_t i = 0; i < p->na.n && !rc; i++)
        rc = lathe_list_add(&s->na, p->na.v[i], err);
    return rc;
}

/* Whether rows can be lost that the first pass has counted, or must be looked
 * at together before they can be dealt out. */
static bool must_count(const struct lathe_preprocess *p)
{
    if (lathe_tables_skip(p) || p->by.kind != LATHE_BY_RANDOM ||
        p->like.path || lathe_schema_is_multilabel(&p->schema))
        return true;
    for (size_t i = 0; i < p->schema.n; i++)
        if (p->schema.column[i].impute == LATHE_IMPUTE_DROP)
            return true;
    return false;
}

/* `given_only`: given splits, not FILE. */
static enum lathe_code read_typed(struct lathe_preprocess *p,
                                  enum lathe_type_pass_mode mode,
                                  bool given_only, struct lathe_err *err)
{
    struct pass a = {0};
    enum lathe_code rc = begin(&a, p, err);

    a.tables.given_only = given_only;
    if (!rc)
        rc = lathe_type_pass(&a.tables, &a.scan, mode, &p->counts.incomplete,
                             err);
    pass_release(&a);
    return rc;
}

/* A time is read as the column is, where it is a date, else in the order that
 * all its values leave. */
static void find_time_order(struct pass *a)
{
    struct lathe_preprocess *p = a->p;

    for (size_t i = 0; i < a->tables.names.n; i++) {
        const struct lathe_scan_column *seen = &a->scan.column[i];
        enum lathe_date_order order = lathe_scan_dates_order(&seen->dates);
        const struct lathe_column *c;

        if (!is_time(a, i))
            continue;
        c = lathe_schema_find(&p->schema, a->tables.names.v[i]);
        if (c && c->kind == LATHE_DATE)
            p->by.order = c->order;
        else if (seen->numbers == seen->nans && order != LATHE_DATE_PLAIN)
            p->by.order = order;
    }
}

/* How many rows are counted for: the classes, or all rows. */
static size_t class_counts(const struct lathe_schema *s)
{
    return s->labels ? lathe_schema_classes(s) : 1;
}

static enum lathe_code count_again(struct lathe_preprocess *p,
                                   struct lathe_err *err)
{
    enum lathe_code rc;

    for (size_t k = 0; k < class_counts(&p->schema); k++)
        p->class_rows[k] = 0;
    p->given[LATHE_VALID] = p->given[LATHE_TEST] = 0;
    rc = lathe_split_by_begin(&p->by, p->share, p->opts->seed, p->opts->output,
                              err);
    if (!rc)
        rc = read_typed(p, LATHE_TYPE_PASS_COUNT, false, err);
    return rc ? rc : lathe_split_by_decide(&p->by, err);
}

/* Reads all columns again, as rows repeat each other that count no more. */
static enum lathe_code scan_late(struct pass *a, struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;

    p->late = a->scan.late;
    a->scan.late = (struct lathe_late){0};
    a->scan.known = &p->late;
    lathe_scan_clear(&a->scan);
    for (size_t i = 0; i < p->inputs; i++)
        p->input[i].rows = 0;
    p->given[LATHE_VALID] = p->given[LATHE_TEST] = p->counts.refused = 0;
    return lathe_scan_pass(&a->tables, &a->scan, err);
}

/* Reads all columns once, with --dedup twice if need be. */
static enum lathe_code scan(struct pass *a, struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;
    enum lathe_code rc = lathe_scan_pass(&a->tables, &a->scan, err);
    bool full = a->scan.seen.full;
    uint64_t more = 0;

    p->counts.duplicates_partial = a->scan.lost;
    if (!rc && full)
        rc = lathe_scan_find_late(&a->scan, &more, err);
    if (!rc && more && a->scan.dedup)
        rc = scan_late(a, err);
    if (rc)
        return rc;
    for (size_t i = 0; i < p->inputs; i++) {
        p->counts.read += p->input[i].rows;
        if (p->input[i].role != LATHE_TRAIN && p->input[i].rows == 0)
            return lathe_fail(err, LATHE_EDATA, "'%s' has no rows",
                              p->input[i].origin.name);
    }
    p->counts.no_target = a->scan.no_target;
    p->counts.duplicates = a->scan.duplicates;
    p->counts.repeated = a->scan.dedup ? a->scan.duplicates : 0;
    if (a->scan.rows == 0)
        return lathe_fail(err, LATHE_EDATA, "'%s' has no rows",
                          p->input[0].origin.name);
    return LATHE_OK;
}

/* Is the schema of --like that of these tables? */
static enum lathe_code compare(struct pass *a, bool names_only,
                               const struct lathe_host *host,
                               struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;

    return lathe_like_compare(&p->like, &p->schema, p->input[0].origin.name,
                              &a->tables.names, &a->scan, names_only, host,
                              err);
}

/* A column is missing; the rows may say what else differs. Fails always. */
static enum lathe_code tell_differences(struct pass *a, struct lathe_err *err)
{
    struct lathe_err other;
    enum lathe_code rc = scan(a, &other);

    if (rc == LATHE_OK || rc == LATHE_EDATA)
        return compare(a, rc != LATHE_OK, a->p->host, err);
    *err = other;
    return rc;
}

/* Scans with the schema of --like. */
static enum lathe_code scan_like(struct pass *a, struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;
    const struct lathe_schema *s = &p->schema;
    bool skip = lathe_tables_skip(p);
    size_t next = 0;
    enum lathe_code rc;

    for (size_t i = 0; i < a->tables.names.n; i++) {
        const struct lathe_column *c =
            lathe_schema_next(s, a->tables.names.v[i], &next);

        if (!a->scan.column[i].is_target &&
            (!c || !lathe_schema_is_real(c->kind)))
            a->scan.column[i].depth = LATHE_SCAN_IGNORE;
    }
    rc = lathe_new(&p->class_rows, class_counts(s), sizeof *p->class_rows,
                   "classes", err);
    if (rc)
        return rc;
    rc = compare(a, true, skip ? p->host : NULL, err);
    if (rc)
        return skip || rc != LATHE_EDATA ? rc : tell_differences(a, err);
    rc = scan(a, err);
    if (!rc && !skip)
        rc = compare(a, false, p->host, err);
    return rc;
}

/* Of the run, which has none or what was guessed. */
static enum lathe_code find_singles(struct pass *a, struct lathe_err *err)
{
    lathe_free(a->p->single);
    return lathe_decide_singles(&a->p->schema, &a->tables.names, &a->scan,
                                &a->p->single, err);
}

static enum lathe_code load(void *ctx, struct lathe_err *err)
{
    (void)ctx;
    (void)err;
    lathe_store_load();
    return LATHE_OK;
}

/* The input is likely to become a dataset. What fails here is only time. */
static void load_meanwhile(struct lathe_preprocess *p)
{
    if (lathe_pool_threads(p->pool) > 1 &&
        lathe_errand_new(&p->aside, NULL) == LATHE_OK)
        lathe_errand_start(p->aside, load, NULL);
}

enum lathe_code lathe_preprocess_scan_table(struct lathe_preprocess *p,
                                            struct lathe_err *err)
{
    struct pass a;
    struct lathe_wishes wishes = {0};
    enum lathe_code rc = begin(&a, p, err);

    if (!rc && p->like.path) {
        load_meanwhile(p);
        rc = scan_like(&a, err);
        if (!rc)
            rc = find_singles(&a, err);
        goto count;
    }
    if (!rc)
        rc = lathe_wish_init(&wishes, p->opts, &a.tables.names, &a.targets,
                             err);
    if (!rc)
        rc = check_weight(&a, &wishes, err);
    if (rc)
        goto out;
    load_meanwhile(p);
    set_depths(&a, &wishes);
    if (may_stash(&a, &wishes))
        lathe_ahead_begin(p, &a.tables, &a.scan, &wishes);
    if (may_stash(&a, &wishes) && !lathe_ahead_is_open(&p->ahead))
        lathe_stash_open(&p->stash, a.scan.n, guess_rows(&a),
                         p->opts->output);
    rc = scan(&a, err);
    if (rc)
        goto out;
    rc = lathe_decide_schema(&p->schema, &p->class_rows, p->opts->task,
                             &p->image, &a.tables.names, &a.scan, &wishes, err);
    if (!rc) {
        lathe_remark_columns(p, &a.tables.names, &a.scan, &wishes);
        rc = lathe_decide_check(&p->schema, err);
    }
    if (!rc) {
        rc = find_singles(&a, err);
    }
    if (!rc) {
        lathe_stash_settle(&p->stash, &a.scan, &a.tables.names, p);
        lathe_ahead_settle(p, &a.scan, &a.tables.names);
        rc = take_dialect(p, err);
    }
count:
    if (!rc)
        find_time_order(&a);
    if (!rc && must_count(p))
        rc = count_again(p, err);
out:
    lathe_wish_release(&wishes);
    pass_release(&a);
    return rc;
}

static enum lathe_code drop(void *ctx, struct lathe_err *err)
{
    struct lathe_preprocess *p = ctx;

    (void)err;
    lathe_stash_release(&p->stash);
    for (size_t i = 0; i < p->inputs; i++)
        lathe_origin_drop_copy(&p->input[i].origin);
    return LATHE_OK;
}

/* All is read: large files of the run's own take time to go. */
static void drop_meanwhile(struct lathe_preprocess *p)
{
    if (!p->aside)
        return;
    (void)lathe_errand_wait(p->aside, NULL);
    lathe_errand_start(p->aside, drop, p);
}

static enum lathe_code read_rows(struct lathe_preprocess *p,
                                 struct lathe_err *err)
{
    bool stash = lathe_stash_is_open(&p->stash), given = false;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < p->inputs; i++)
        given = given || p->input[i].role != LATHE_TRAIN;
    if (stash)
        rc = lathe_stash_pass(p, err);
    if (!rc && (!stash || given))
        rc = read_typed(p, LATHE_TYPE_PASS_WRITE, stash, err);
    return rc;
}

enum lathe_code lathe_preprocess_read_table(struct lathe_preprocess *p,
                                            struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    if (!lathe_ahead_is_open(&p->ahead))
        rc = read_rows(p, err);
    if (!rc)
        drop_meanwhile(p);
    return rc;
}
