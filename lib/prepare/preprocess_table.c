#include "prepare/preprocess.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "prepare/decide.h"
#include "data/excerpt.h"
#include "data/nearest.h"
#include "data/table.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* What the passes over the tables share. */
struct pass {
    struct lathe_preprocess *p;
    struct lathe_list names;    /* of the first input */
    struct lathe_dict index;    /* of these names */
    size_t *map;                /* [names] field of each in this input */
    struct lathe_scan scan;     /* all columns, or the target alone */
    enum {NAMES, SCAN, COUNT, WRITE} what;
    struct lathe_preprocess_input *input;       /* the one being read */
    struct lathe_table table;   /* COUNT, WRITE */
    struct lathe_rows row;      /* COUNT, WRITE: room for one */
    uint64_t incomplete;
};

static void pass_release(struct pass *a)
{
    lathe_list_release(&a->names);
    lathe_dict_release(&a->index);
    lathe_free(a->map);
    lathe_scan_release(&a->scan);
    lathe_table_release(&a->table);
    lathe_rows_release(&a->row);
}

/* ---- records that are refused ------------------------------------------- */

static bool skips(const struct lathe_preprocess *p)
{
    return strcmp(p->opts->bad_rows, "skip") == 0;
}

static enum lathe_code refuse(struct pass *a, const char *why,
                              const char *bytes, size_t n,
                              struct lathe_err *err)
{
    if (a->what == WRITE)
        return lathe_rejects_add(&a->p->rejects, why, bytes, n, err);
    a->p->counts.refused += a->what == SCAN;
    return LATHE_OK;
}

/* From the reader: a record that it could not make fields of. */
static enum lathe_code refuse_record(void *ctx, uint64_t line,
                                     const char *reason, const char *bytes,
                                     size_t n, struct lathe_err *err)
{
    struct pass *a = ctx;
    struct lathe_err why;

    if (a->what == NAMES)
        return LATHE_OK;        /* it will come again */
    lathe_fail(&why, LATHE_EDATA, "'%s' line %" PRIu64 ": %s",
               a->input->origin.name, line, reason);
    a->input->rows += a->what == SCAN;
    return refuse(a, why.msg, bytes, n, err);
}

/* ---- headers ------------------------------------------------------------ */

static enum lathe_code take_names(struct pass *a,
                                  const struct lathe_list *names,
                                  struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < names->n && !rc; i++) {
        uint32_t code;

        rc = lathe_list_add(&a->names, names->v[i], err);
        if (!rc)
            rc = lathe_dict_add(&a->index, names->v[i], strlen(names->v[i]),
                                &code, err);
    }
    if (!rc)
        rc = lathe_new(&a->map, names->n, sizeof *a->map, "columns", err);
    return rc;
}

/* Where the columns of the first input are in this one. */
static enum lathe_code match_names(struct pass *a,
                                   const struct lathe_list *names,
                                   struct lathe_err *err)
{
    const char *here = a->input->origin.name;
    const char *first = a->p->input[0].origin.name;

    for (size_t i = 0; i < a->names.n; i++)
        a->map[i] = SIZE_MAX;
    for (size_t i = 0; i < names->n; i++) {
        const char *name = names->v[i];
        uint32_t at = lathe_dict_find(&a->index, name, strlen(name));

        if (at == LATHE_DICT_NONE)
            return lathe_fail(err, LATHE_EDATA,
                              "'%s' has a column '%s' that '%s' has not", here,
                              name, first);
        a->map[at] = i;
    }
    for (size_t i = 0; i < a->names.n; i++)
        if (a->map[i] == SIZE_MAX)
            return lathe_fail(err, LATHE_EDATA,
                              "'%s' has no column '%s', which '%s' has", here,
                              a->names.v[i], first);
    return LATHE_OK;
}

static enum lathe_code open_reader(struct pass *a, struct lathe_reader **out,
                                   struct lathe_err *err)
{
    struct lathe_reader_opts opts = lathe_reader_defaults();
    struct lathe_source *source = NULL;
    enum lathe_code rc;

    opts.dialect = a->p->dialect;
    if (skips(a->p)) {
        opts.reject = refuse_record;
        opts.reject_ctx = a;
    }
    rc = lathe_origin_source(&a->input->origin, &source, err);
    if (!rc)
        rc = lathe_reader_new(out, source, &opts, err);
    if (rc)
        return rc;
    if (a->names.n == 0)
        rc = take_names(a, lathe_reader_names(*out), err);
    return rc ? rc : match_names(a, lathe_reader_names(*out), err);
}

/* ---- the first pass ----------------------------------------------------- */

static enum lathe_code scan_record(struct pass *a,
                                   const struct lathe_field *field,
                                   uint64_t line, struct lathe_err *err)
{
    enum lathe_scan_fate fate = LATHE_SCAN_KEPT;
    enum lathe_code rc;

    a->input->rows++;
    if (a->input->role == LATHE_TRAIN)
        return lathe_scan_add(&a->scan, field, a->map, line, err);
    rc = lathe_scan_look(&a->scan, field, a->map, &fate, err);
    if (!rc && (fate == LATHE_SCAN_KEPT ||
                (fate == LATHE_SCAN_DUPLICATE && !a->scan.dedup)))
        a->p->given[a->input->role]++;
    return rc;
}

/* ---- the later passes --------------------------------------------------- */

static bool is_incomplete(const struct lathe_schema *s,
                          const struct lathe_rows *row)
{
    size_t number = 0, category = 0;

    for (size_t i = 0; i < s->n; i++) {
        const struct lathe_column *c = &s->column[i];
        bool missing = false;

        if (lathe_schema_is_real(c->kind))
            missing = isnan(row->number[number++]);
        else if (c->kind == LATHE_CATEGORY)
            missing = row->code[category++] == LATHE_MISSING_CODE;
        if (missing && c->impute == LATHE_IMPUTE_DROP)
            return true;
    }
    return false;
}

static enum lathe_code unknown_class(struct pass *a,
                                     const struct lathe_field *field,
                                     uint64_t line, struct lathe_err *err)
{
    struct lathe_field f = field[a->map[a->scan.target]];
    const struct lathe_dict *classes = &a->p->schema.classes;

    f = lathe_scan_strip(f, a->scan.strip);
    return lathe_fail(err, LATHE_EDATA, "'%s' line %" PRIu64 ": class '%.*s' "
                      "is not among those of '%s', like '%.60s'; --strip "
                      "CHARS cuts characters off the end of classes",
                      a->input->origin.name, line,
                      (int)(f.len > 60 ? 60 : f.len), f.s,
                      a->p->input[0].origin.name, classes->word[0]);
}

/* One record as a typed row in a->row; row.n is 0 when it is dropped. */
static enum lathe_code type_record(struct pass *a,
                                   const struct lathe_field *field,
                                   uint64_t line, struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;
    enum lathe_scan_fate fate = LATHE_SCAN_KEPT;
    enum lathe_code rc;

    a->row.n = 0;
    rc = lathe_scan_look(&a->scan, field, a->map, &fate, err);
    if (rc || fate == LATHE_SCAN_NO_TARGET ||
        (fate == LATHE_SCAN_DUPLICATE && a->scan.dedup))
        return rc;
    rc = lathe_table_add(&a->table, field, line, &a->row, err);
    if (!rc && p->schema.task == LATHE_CLASSIFY &&
        a->row.label[0] >= p->schema.classes.n)
        rc = unknown_class(a, field, line, err);
    if (!rc && is_incomplete(&p->schema, &a->row)) {
        a->incomplete++;
        a->row.n = 0;
    }
    return rc;
}

static enum lathe_code use_record(struct pass *a,
                                  const struct lathe_field *field,
                                  uint64_t line,
                                  const struct lathe_field *raw,
                                  struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;
    struct lathe_err why = {0};
    enum lathe_code rc = type_record(a, field, line, &why);

    if (rc == LATHE_EDATA && skips(p)) {
        if (a->what == COUNT)
            p->counts.refused++;
        return refuse(a, why.msg, raw->s, raw->len, err);
    }
    if (rc) {
        *err = why;
        return rc;
    }
    if (a->row.n == 0)
        return LATHE_OK;
    if (a->what == WRITE)
        return lathe_preprocess_put(p, a->input, &a->row, 0, err);
    if (a->input->role != LATHE_TRAIN)
        p->given[a->input->role]++;
    else
        p->class_rows[p->schema.task == LATHE_CLASSIFY ? a->row.label[0]
                                                       : 0]++;
    return LATHE_OK;
}

/* ---- a pass ------------------------------------------------------------- */

static enum lathe_code read_blocks(struct pass *a, struct lathe_reader *reader,
                                   struct lathe_err *err)
{
    struct lathe_block b;
    enum lathe_code rc;

    for (;;) {
        rc = lathe_reader_next(reader, &b, err);
        if (rc || b.rows == 0)
            return rc;
        for (size_t i = 0; i < b.rows && !rc; i++) {
            const struct lathe_field *field = b.field + i * b.cols;

            if (a->what == SCAN)
                rc = scan_record(a, field, b.line[i], err);
            else
                rc = use_record(a, field, b.line[i], &b.raw[i], err);
        }
        if (rc)
            return rc;
    }
}

static enum lathe_code read_input(struct pass *a, struct lathe_err *err)
{
    struct lathe_reader *reader = NULL;
    const struct lathe_preprocess *p = a->p;
    enum lathe_code rc = open_reader(a, &reader, err);

    if (!rc && a->what != SCAN) {
        lathe_table_release(&a->table);
        rc = lathe_table_init(&a->table, &p->schema,
                              lathe_reader_names(reader),
                              a->input->origin.name, true, err);
        a->table.strip = p->opts->strip;
    }
    if (!rc)
        rc = read_blocks(a, reader, err);
    lathe_reader_free(reader);
    return rc;
}

static enum lathe_code read_inputs(struct pass *a, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < a->p->inputs && !rc; i++) {
        a->input = &a->p->input[i];
        rc = read_input(a, err);
    }
    return rc;
}

/* Learns the names, and where the target is. */
/* A missing target is the data's fault: it is the same command each night. */
static enum lathe_code find_target(const struct pass *a, size_t *target,
                                   struct lathe_err *err)
{
    enum lathe_code rc = lathe_nearest_find(&a->names, a->p->opts->target,
                                            "target", target, err);

    if (rc && err)
        err->code = LATHE_EDATA;
    return rc ? LATHE_EDATA : LATHE_OK;
}

static enum lathe_code begin(struct pass *a, struct lathe_preprocess *p,
                             struct lathe_err *err)
{
    struct lathe_reader *reader = NULL;
    size_t target = 0;
    enum lathe_code rc;

    *a = (struct pass){.p = p, .what = NAMES, .input = &p->input[0]};
    rc = open_reader(a, &reader, err);
    lathe_reader_free(reader);
    if (!rc)
        rc = find_target(a, &target, err);
    if (!rc)
        rc = lathe_scan_init(&a->scan, a->names.n, target, &p->na, err);
    if (rc)
        return rc;
    a->scan.strip = p->opts->strip;
    a->scan.dedup = p->opts->dedup;
    return LATHE_OK;
}

static void set_depths(struct pass *a, const struct lathe_wishes *w)
{
    for (size_t i = 0; i < a->names.n; i++) {
        enum lathe_column_kind kind = w->column[i].kind;

        if (i == a->scan.target)
            continue;
        if (kind == LATHE_DROPPED || a->p->image.channels)
            a->scan.column[i].depth = LATHE_SCAN_IGNORE;
        else if (kind == LATHE_CATEGORY)
            a->scan.column[i].depth = LATHE_SCAN_CATEGORY;
    }
}

/* A column of numbers or dates but for a few values may be an accident. */
static void note_odd_column(const struct lathe_preprocess *p, const char *name,
                            const struct lathe_scan_column *c)
{
    const struct lathe_scan_dates *d = &c->dates;
    bool number = c->numbers > c->present / 2;
    const char *value = number ? c->odd : d->odd;
    uint64_t n = c->present - (number ? c->numbers : d->plain);
    uint64_t line = number ? c->odd_line : d->odd_line;
    char odd[LATHE_EXCERPT_ROOM];

    if (!value)
        return;
    lathe_excerpt_of(odd, value, strlen(value));
    if (lathe_scan_dates_either(d) && c->numbers == c->nans)
        lathe_note(p->host, "column '%s' is not taken for a date: '%s' in "
                   "line %" PRIu64 " may be day/month or month/day; --type "
                   "%s=date:dmy or %s=date:mdy says which", name, odd, line,
                   name, name);
    else if (number || d->plain > c->present / 2)
        lathe_note(p->host, "column '%s' would be a %s but for %" PRIu64
                   " value%s like '%s' in line %" PRIu64 "; --na names marks "
                   "of missing values", name, number ? "number" : "date", n,
                   n == 1 ? "" : "s", odd, line);
}

static void note_odd_values(const struct pass *a,
                            const struct lathe_wishes *w)
{
    size_t feature = 0;

    for (size_t i = 0; i < a->names.n; i++) {
        enum lathe_column_kind kind;

        if (i == a->scan.target)
            continue;
        kind = a->p->schema.column[feature++].kind;
        if (!lathe_schema_is_real(kind) && w->column[i].kind == 0)
            note_odd_column(a->p, a->names.v[i], &a->scan.column[i]);
    }
}

static enum lathe_code take_dialect(struct lathe_preprocess *p,
                                    struct lathe_err *err)
{
    struct lathe_schema *s = &p->schema;
    enum lathe_code rc = LATHE_OK;

    s->delimiter = p->dialect.delimiter;
    s->quote = p->dialect.quote;
    s->comment = p->dialect.comment;
    s->header = p->dialect.header;
    for (size_t i = 0; i < p->na.n && !rc; i++)
        rc = lathe_list_add(&s->na, p->na.v[i], err);
    return rc;
}

/* Whether rows can be lost that the first pass has counted. */
static bool must_count(const struct lathe_preprocess *p)
{
    if (skips(p))
        return true;
    for (size_t i = 0; i < p->schema.n; i++)
        if (p->schema.column[i].impute == LATHE_IMPUTE_DROP)
            return true;
    return false;
}

static enum lathe_code read_typed(struct lathe_preprocess *p, bool write,
                                  struct lathe_err *err)
{
    struct pass a = {0};
    enum lathe_code rc = begin(&a, p, err);

    a.what = write ? WRITE : COUNT;
    a.scan.unhashed = !p->opts->dedup;
    if (!rc)
        rc = lathe_rows_init(&a.row, &p->schema, 1, err);
    if (!rc)
        rc = read_inputs(&a, err);
    p->counts.incomplete = a.incomplete;
    pass_release(&a);
    return rc;
}

static enum lathe_code count_again(struct lathe_preprocess *p,
                                   struct lathe_err *err)
{
    size_t n = p->schema.task == LATHE_CLASSIFY ? p->schema.classes.n : 1;

    for (size_t k = 0; k < n; k++)
        p->class_rows[k] = 0;
    p->given[LATHE_VALID] = p->given[LATHE_TEST] = 0;
    return read_typed(p, false, err);
}

enum lathe_code lathe_preprocess_scan_table(struct lathe_preprocess *p,
                                            struct lathe_err *err)
{
    struct pass a;
    struct lathe_wishes wishes = {0};
    enum lathe_code rc = begin(&a, p, err);

    if (!rc)
        rc = lathe_wish_init(&wishes, p->opts, &a.names, a.scan.target, err);
    if (rc)
        goto out;
    set_depths(&a, &wishes);
    a.what = SCAN;
    rc = read_inputs(&a, err);
    if (rc)
        goto out;
    for (size_t i = 0; i < p->inputs; i++)
        p->counts.read += p->input[i].rows;
    p->counts.no_target = a.scan.no_target;
    p->counts.duplicates = a.scan.duplicates;
    p->counts.duplicates_partial = a.scan.seen.full;
    p->counts.repeated = a.scan.dedup ? a.scan.duplicates : 0;
    if (a.scan.rows == 0) {
        rc = lathe_fail(err, LATHE_EDATA, "'%s' has no rows",
                        p->input[0].origin.name);
        goto out;
    }
    rc = lathe_decide_schema(&p->schema, &p->class_rows, p->opts->task,
                             &p->image, &a.names, &a.scan, &wishes, err);
    if (!rc) {
        note_odd_values(&a, &wishes);
        rc = take_dialect(p, err);
    }
    if (!rc && must_count(p))
        rc = count_again(p, err);
out:
    lathe_wish_release(&wishes);
    pass_release(&a);
    return rc;
}

enum lathe_code lathe_preprocess_read_table(struct lathe_preprocess *p,
                                            struct lathe_err *err)
{
    return read_typed(p, true, err);
}
