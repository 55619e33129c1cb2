#include "data/table.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "data/excerpt.h"
#include "data/hashing.h"
#include "data/nearest.h"
#include "data/nodate.h"
#include "data/textvec.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Behind what is wrong with line 1, which is no header then. */
#define HEADER "; if this line is a header, there should be none"

/* Values of which it is said what helps. */
#define EXPLAINED 16

/* ---- matching the names ------------------------------------------------- */

/* Column names that were looked for in vain. */
struct missing {
    const char *first;
    size_t n;
    struct lathe_buf more;      /* a few of the others */
};

static long place_of(const struct lathe_dict *names, const char *name,
                     struct missing *m)
{
    const size_t few = 4;
    char text[LATHE_EXCERPT_ROOM];
    uint32_t code = lathe_dict_find(names, name, strlen(name));

    if (code != LATHE_DICT_NONE)
        return (long)code;
    if (m->n == 0)
        m->first = name;
    else if (m->n < few)
        lathe_buf_printf(&m->more, "%s'%s'", m->n > 1 ? ", " : "",
                         lathe_excerpt_of(text, name, strlen(name)));
    else if (m->n == few)
        lathe_buf_puts(&m->more, ", ...");
    m->n++;
    return -1;
}

static enum lathe_code report_missing(const char *source,
                                      const struct missing *m,
                                      const struct lathe_list *names,
                                      bool need_target, struct lathe_err *err)
{
    const char *data = need_target
                           ? "; if these are data, put a header before them"
                           : "; if these are data, say --no-header";
    char text[LATHE_EXCERPT_ROOM], more[48] = "";
    struct lathe_buf hint = {0};
    enum lathe_code rc;

    lathe_excerpt_of(text, m->first, strlen(m->first));
    if (m->n > 1)
        snprintf(more, sizeof more, " (and %zu more: ", m->n - 1);
    lathe_nearest_hint(&hint, names, m->first);
    rc = lathe_fail(err, LATHE_EDATA, "%s%s%s has no column '%s', which the "
                    "model needs%s%s%s%s%s", source ? "'" : "",
                    source ? source : "the input", source ? "'" : "", text,
                    more, m->n > 1 && m->more.s ? m->more.s : "",
                    m->n > 1 ? ")" : "", hint.s ? hint.s : "",
                    source && lathe_nearest_is_data(names) ? data : "");
    lathe_buf_release(&hint);
    return rc;
}

static enum lathe_code index_names(struct lathe_dict *d,
                                   const struct lathe_list *names,
                                   const char *source, struct lathe_err *err)
{
    char text[LATHE_EXCERPT_ROOM];

    for (size_t i = 0; i < names->n; i++) {
        const char *s = names->v[i];
        uint32_t code;
        enum lathe_code rc = lathe_dict_add(d, s, strlen(s), &code, err);

        if (rc)
            return rc;
        if (code != i)
            return lathe_fail(err, LATHE_EDATA,
                              "%s%s%s has two columns '%s'",
                              source ? "'" : "", source ? source : "the input",
                              source ? "'" : "",
                              lathe_excerpt_of(text, s, strlen(s)));
    }
    return LATHE_OK;
}

static enum lathe_code match(struct lathe_table *t,
                             const struct lathe_list *names, bool need_target,
                             struct lathe_err *err)
{
    const struct lathe_schema *s = t->schema;
    struct lathe_dict index = {0};
    struct missing m = {0};
    enum lathe_code rc = index_names(&index, names, t->source, err);

    if (rc)
        goto out;
    for (size_t i = 0; i < s->n; i++)
        t->field[i] = s->column[i].kind == LATHE_DROPPED
                          ? -1
                          : place_of(&index, s->column[i].name, &m);
    for (size_t i = 0; i < s->targets; i++)
        t->target[i] = need_target
                           ? place_of(&index, s->target[i].name, &m) : -1;
    if (need_target && s->weight)
        t->weight = place_of(&index, s->weight, &m);
    if (m.n)
        rc = report_missing(t->source, &m, names, need_target, err);
out:
    lathe_buf_release(&m.more);
    lathe_dict_release(&index);
    return rc;
}

/* Which columns are read as numbers in one go. A mark of missing values that
 * is a number itself is in the way. */
static enum lathe_code plan(struct lathe_table *t, struct lathe_err *err)
{
    const struct lathe_schema *s = t->schema;
    size_t n = 0;
    enum lathe_code rc = lathe_new(&t->place, s->numbers, sizeof *t->place,
                                   "columns", err);

    if (!rc)
        rc = lathe_new(&t->run, s->numbers, sizeof *t->run, "columns", err);
    for (size_t i = 0; i < s->n && !rc; i++) {
        const struct lathe_column *c = &s->column[i];

        if (c->kind == LATHE_DATE)
            n++;                /* a number, but not as text */
        if (c->kind != LATHE_NUMBER)
            continue;
        t->place[n] = (uint32_t)t->field[i];
        if (t->runs == 0 || t->run[t->runs - 1].end != n)
            t->run[t->runs++].begin = n;
        t->run[t->runs - 1].end = ++n;
    }
    if (!t->marks.numbers)
        t->numbers = lathe_numbers_for(lathe_cpu_level());
    return rc;
}

struct lathe_reader_opts
lathe_table_reader_opts(const struct lathe_schema *schema)
{
    struct lathe_reader_opts o = lathe_reader_defaults();

    o.fixed = schema->dialect.delimiter != 0;
    if (o.fixed)
        o.dialect = schema->dialect;
    if (o.max_columns < 2 * schema->n)          /* it was made with more */
        o.max_columns = 2 * schema->n;
    return o;
}

enum lathe_code lathe_table_open(struct lathe_reader **out,
                                 const struct lathe_schema *schema,
                                 const char *path, bool no_header,
                                 const struct lathe_limits *limits,
                                 struct lathe_err *err)
{
    const int usual = lathe_limits_defaults().columns;
    struct lathe_reader_opts o = lathe_table_reader_opts(schema);
    size_t columns = o.max_columns;
    struct lathe_source *source = NULL;
    enum lathe_code rc;

    if (no_header)
        o.dialect.header = false;
    lathe_reader_limit(&o, limits);
    if (limits->columns == usual)
        o.max_columns = columns;
    rc = lathe_source_open(&source, path, err);
    return rc ? rc : lathe_reader_new(out, source, &o, err);
}

enum lathe_code lathe_table_init(struct lathe_table *t,
                                 const struct lathe_schema *schema,
                                 const struct lathe_list *names,
                                 const char *source, bool need_target,
                                 struct lathe_err *err)
{
    enum lathe_code rc;

    *t = (struct lathe_table){.schema = schema, .weight = -1};
    lathe_marks_init(&t->marks, &schema->na);
    rc = lathe_new(&t->field, schema->n, sizeof *t->field, "columns", err);
    if (!rc)
        rc = lathe_new(&t->target, schema->targets, sizeof *t->target,
                       "targets", err);
    if (!rc && source) {
        t->source = lathe_strdup(source);
        if (!t->source)
            rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (a name)");
    }
    if (!rc)
        rc = match(t, names, need_target, err);
    if (!rc)
        rc = plan(t, err);
    if (rc)
        lathe_table_release(t);
    return rc;
}

void lathe_table_release(struct lathe_table *t)
{
    lathe_free(t->field);
    lathe_free(t->place);
    lathe_free(t->run);
    lathe_free(t->source);
    lathe_free(t->target);
    *t = (struct lathe_table){.weight = -1};
}

/* ---- one record --------------------------------------------------------- */

/* Where a record came from, for messages. */
struct origin {
    struct lathe_table *table;
    uint64_t line;              /* 0: none is known */
    size_t row;                 /* then its place, from 1 */
};

static enum lathe_code bad_value(const struct origin *o, const char *column,
                                 const struct lathe_field *f,
                                 const char *what, struct lathe_err *err)
{
    const char *source = o->table->source;
    char value[LATHE_EXCERPT_ROOM], name[LATHE_EXCERPT_ROOM];

    return lathe_fail(err, LATHE_EDATA,
                      "%s%s%s%s %llu, column '%s': '%s' %s%s",
                      source ? "'" : "", source ? source : "",
                      source ? "' " : "", o->line ? "line" : "row",
                      (unsigned long long)(o->line ? o->line : o->row),
                      lathe_excerpt_of(name, column, strlen(column)),
                      lathe_excerpt_of(value, f->s, f->len), what,
                      o->line == 1 ? HEADER : "");
}

static bool is_missing(const struct lathe_table *t,
                       const struct lathe_field *f)
{
    return lathe_marks_has(&t->marks, f->s, f->len);
}

static enum lathe_code bad_number(const struct origin *o, const char *column,
                                  const struct lathe_field *f,
                                  struct lathe_err *err)
{
    const struct lathe_table *t = o->table;
    struct lathe_buf what = {.limit = 400};
    enum lathe_code rc;

    if (lathe_marks_is_usual(f->s, f->len))
        return bad_value(o, column, f,
                         "is not a number; " LATHE_NODATE_MARK, err);
    if (t->explain && o->table->explained < EXPLAINED) {
        o->table->explained++;
        t->explain(&what, f->s, f->len, &t->dialect);
    }
    rc = bad_value(o, column, f, what.s && !lathe_buf_check(&what, NULL)
                                     ? what.s : "is not a number", err);
    lathe_buf_release(&what);
    return rc;
}

/* NaN for a missing value. */
static enum lathe_code parse_number(const struct origin *o, const char *column,
                                    const struct lathe_field *f, double *out,
                                    struct lathe_err *err)
{
    *out = (double)NAN;
    if (is_missing(o->table, f))
        return LATHE_OK;
    if (!lathe_decimal_parse(f->s, f->len, out))
        return bad_number(o, column, f, err);
    if (isinf(*out))
        return bad_value(o, column, f, "is not a finite number", err);
    return LATHE_OK;
}

/* Likewise of a feature, where an infinite one may be missing too. */
static enum lathe_code parse_feature(const struct origin *o,
                                     const char *column,
                                     const struct lathe_field *f, double *out,
                                     struct lathe_err *err)
{
    enum lathe_code rc;

    if (o->table->schema->inf_missing &&
        lathe_decimal_parse(f->s, f->len, out) && isinf(*out)) {
        *out = (double)NAN;
        return LATHE_OK;
    }
    rc = parse_number(o, column, f, out, err);
    if (rc && isinf(*out))
        return bad_value(o, column, f, "is not a finite number; preprocess "
                         "takes --inf missing", err);
    return rc;
}

static enum lathe_code parse_pixel(const struct origin *o, const char *column,
                                   const struct lathe_field *f, uint8_t *out,
                                   struct lathe_err *err)
{
    unsigned v = 0;
    double d;

    /* The usual form without detours, and any other number of that value. */
    for (size_t i = 0; i < f->len && f->len <= 3; i++) {
        unsigned digit = (unsigned)(unsigned char)f->s[i] - '0';
        v = digit <= 9 ? v * 10 + digit : 1000;
    }
    if (f->len == 0 || f->len > 3 || v > 255) {
        if (!lathe_decimal_parse(f->s, f->len, &d) ||
            !(d >= 0.0 && d <= 255.0) || d != floor(d))
            return bad_value(o, column, f,
                             "is not a pixel, an integer from 0 to 255", err);
        v = (unsigned)d;
    }
    *out = (uint8_t)v;
    return LATHE_OK;
}

/* NaN for a missing value. NULL `err`: no message is needed. */
static enum lathe_code parse_date(const struct origin *o,
                                  const struct lathe_column *c,
                                  const struct lathe_field *f, double *out,
                                  struct lathe_err *err)
{
    struct lathe_buf what = {.limit = 400};
    enum lathe_code rc;

    *out = (double)NAN;
    if (is_missing(o->table, f) ||
        lathe_date_parse(f->s, f->len, c->order, out))
        return LATHE_OK;
    if (!err)
        return LATHE_EDATA;
    if (o->table->explained < EXPLAINED) {
        o->table->explained++;
        lathe_nodate_tell(&what, f->s, f->len, c->order);
    } else {
        lathe_nodate_name(&what, c->order);
    }
    rc = bad_value(o, c->name, f, lathe_buf_check(&what, NULL) == LATHE_OK
                                      ? what.s : "is not a date", err);
    lathe_buf_release(&what);
    return rc;
}

/* The code of a word, or one of the special ones. */
static uint32_t code_of(const struct lathe_table *t,
                        const struct lathe_dict *d,
                        const struct lathe_field *f)
{
    uint32_t code;

    if (is_missing(t, f))
        return LATHE_MISSING_CODE;
    code = lathe_dict_find(d, f->s, f->len);
    return code == LATHE_DICT_NONE ? LATHE_UNKNOWN_CODE : code;
}

/* Whether it is missing. */
static bool parse_text(const struct lathe_table *t, uint32_t dims,
                       const struct lathe_field *f, float *out)
{
    if (!is_missing(t, f)) {
        lathe_textvec(out, dims, f->s, f->len);
        return false;
    }
    memset(out, 0, dims * sizeof *out);
    out[0] = (float)NAN;
    return true;
}

static uint32_t category_of(const struct lathe_table *t,
                            const struct lathe_column *c,
                            const struct lathe_field *f)
{
    if (c->encode != LATHE_ENCODE_HASH)
        return code_of(t, &c->dict, f);
    return is_missing(t, f) ? LATHE_MISSING_CODE
                            : lathe_hashing_code(f->s, f->len);
}

/* The k-th of the targets. */
static enum lathe_code parse_target(const struct origin *o, size_t k,
                                    const struct lathe_field *field,
                                    struct lathe_rows *rows,
                                    struct lathe_err *err)
{
    const struct lathe_table *t = o->table;
    const struct lathe_target *target = &t->schema->target[k];
    struct lathe_field f = {0};
    enum lathe_code rc = LATHE_OK;

    if (t->target[k] >= 0)
        f = field[t->target[k]];
    while (t->strip && *t->strip && f.len > 0 && f.s[f.len - 1] &&
           strchr(t->strip, f.s[f.len - 1]))
        f.len--;
    if (rows->labels)
        rows->label[rows->n * rows->labels + k] = code_of(t, &target->classes,
                                                          &f);
    else
        rc = parse_number(o, target->name, &f,
                          &rows->value[rows->n * rows->values + k], err);
    return rc;
}

static enum lathe_code parse_weight(const struct origin *o,
                                    const struct lathe_field *field,
                                    struct lathe_rows *rows,
                                    struct lathe_err *err)
{
    const struct lathe_table *t = o->table;
    const struct lathe_field *f = &field[t->weight];
    double v = -1;

    if (is_missing(t, f) || !lathe_decimal_parse(f->s, f->len, &v) ||
        !(v >= 0 && v <= LATHE_SCHEMA_WEIGHT))
        return bad_value(o, t->schema->weight, f,
                         "is not a weight, a number from 0 to 1e30", err);
    rows->weight[rows->n] = v;
    return LATHE_OK;
}

/* Where the next values of a row go. */
struct cursor {
    double *number;
    float *text;
    uint32_t *code;
    uint8_t *pixel;
    uint64_t missing;
    const struct lathe_field *unknown;  /* the first category that is */
};

static struct cursor begin_row(const struct lathe_rows *rows)
{
    return (struct cursor){
        .number = rows->number + rows->n * rows->numbers,
        .text = rows->text + rows->n * rows->texts,
        .code = rows->code + rows->n * rows->categories,
        .pixel = rows->pixel + rows->n * rows->pixels,
    };
}

static enum lathe_code parse_column(const struct origin *o,
                                    const struct lathe_column *c,
                                    const struct lathe_field *f,
                                    struct cursor *to, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    if (c->kind == LATHE_NUMBER) {
        rc = parse_feature(o, c->name, f, to->number, err);
        to->missing += isnan(*to->number++) != 0;
    } else if (c->kind == LATHE_DATE) {
        rc = parse_date(o, c, f, to->number, err);
        to->missing += isnan(*to->number++) != 0;
    } else if (c->kind == LATHE_TEXT) {
        to->missing += parse_text(o->table, c->dims, f, to->text);
        to->text += c->dims;
    } else if (c->kind == LATHE_CATEGORY) {
        *to->code = category_of(o->table, c, f);
        to->missing += *to->code == LATHE_MISSING_CODE;
        if (*to->code == LATHE_UNKNOWN_CODE && !to->unknown)
            to->unknown = f;
        to->code++;
    } else if (c->kind == LATHE_PIXEL) {
        rc = parse_pixel(o, c->name, f, to->pixel++, err);
    }
    return rc;
}

/* The features of a record, one after the other; *end: behind them. */
static enum lathe_code parse_features(const struct origin *o,
                                      const struct lathe_field *field,
                                      const struct lathe_rows *rows,
                                      struct cursor *end,
                                      struct lathe_err *err)
{
    const struct lathe_table *t = o->table;
    struct cursor to = begin_row(rows);
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < t->schema->n && !rc; i++)
        if (t->field[i] >= 0)
            rc = parse_column(o, &t->schema->column[i], &field[t->field[i]],
                              &to, err);
    *end = to;
    return rc;
}

/* The numbers of a run, in one go where nothing is in the way; false: there is
 * one that is none. */
static bool parse_run(const struct lathe_table *t,
                      const struct lathe_table_run *run,
                      const struct lathe_field *field, double *number,
                      uint64_t *missing)
{
    lathe_numbers_fn *parse = t->blocks ? t->numbers : lathe_numbers_portable;
    bool large = false;         /* of no interest here */
    size_t i = run->begin;

    while ((i = parse(field, t->place, i, run->end, number, &large)) <
           run->end) {
        const struct lathe_field *f = &field[t->place[i]];

        number[i] = (double)NAN;
        if (!is_missing(t, f) &&
            (!lathe_decimal_parse(f->s, f->len, &number[i]) ||
             (isinf(number[i]) && !t->schema->inf_missing)))
            return false;
        if (isinf(number[i]))
            number[i] = (double)NAN;
        *missing += isnan(number[i++]) != 0;
    }
    return true;
}

/* The same as parse_features, first all numbers; false: something is wrong
 * with the record, parse_features says what. */
static bool parse_by_kind(const struct origin *o,
                          const struct lathe_field *field,
                          const struct lathe_rows *rows, struct cursor *end)
{
    const struct lathe_table *t = o->table;
    struct cursor to = begin_row(rows);

    if (!t->numbers)
        return false;
    for (size_t i = 0; i < t->runs; i++)
        if (!parse_run(t, &t->run[i], field, to.number, &to.missing))
            return false;
    for (size_t i = 0; i < t->schema->n; i++) {
        const struct lathe_column *c = &t->schema->column[i];

        if (c->kind == LATHE_NUMBER)
            to.number++;
        else if (t->field[i] >= 0 &&
                 parse_column(o, c, &field[t->field[i]], &to, NULL))
            return false;
    }
    *end = to;
    return true;
}

enum lathe_code lathe_table_add(struct lathe_table *t,
                                const struct lathe_field *field, uint64_t line,
                                struct lathe_rows *rows, struct lathe_err *err)
{
    struct origin o = {.table = t,
                       .line = line,
                       .row = (size_t)t->rows_before + rows->n + 1};
    struct cursor end = {0};
    enum lathe_code rc = LATHE_OK;

    assert(rows->n < rows->cap);
    if (!parse_by_kind(&o, field, rows, &end))
        rc = parse_features(&o, field, rows, &end, err);
    for (size_t k = 0; k < t->schema->targets && !rc; k++)
        rc = parse_target(&o, k, field, rows, err);
    if (rows->weight)
        rows->weight[rows->n] = 1;
    if (!rc && t->weight >= 0)
        rc = parse_weight(&o, field, rows, err);
    if (rc)
        return rc;
    t->missing += end.missing;
    if (end.unknown && !t->unknown.value[0]) {
        lathe_excerpt_of(t->unknown.value, end.unknown->s, end.unknown->len);
        t->unknown.line = line;
    }
    rows->n++;
    return LATHE_OK;
}
