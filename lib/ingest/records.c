#include "ingest/records.h"

#include "base/alloc.h"
#include "ingest/ragged.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum lathe_code lathe_records_init(struct lathe_records *r,
                                   struct lathe_source *source,
                                   const struct lathe_reader_opts *opts,
                                   struct lathe_err *err)
{
    enum lathe_code rc;

    *r = (struct lathe_records){ .opts = *opts };
    if (!opts->libcsv)
        r->classify = lathe_classify_for(lathe_cpu_level());
    r->plain = lathe_ends_for(lathe_cpu_level());
    lathe_lines_init(&r->lines, source);
    rc = lathe_fields_new(&r->fields, &opts->dialect, opts->max_field_bytes,
                          err);
    if (!rc)
        rc = lathe_builder_init(&r->builder, err);
    if (rc)
        lathe_records_release(r);
    return rc;
}

void lathe_records_release(struct lathe_records *r)
{
    lathe_list_release(&r->names);
    lathe_builder_release(&r->builder);
    lathe_fields_free(r->fields);
    lathe_lines_release(&r->lines);
    lathe_free(r->class);
    lathe_free(r->end);
    *r = (struct lathe_records){0};
}

/* ---- faults ------------------------------------------------------------- */

static void blame(struct lathe_record *rec, uint64_t line,
                  enum lathe_record_extent extent, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void blame(struct lathe_record *rec, uint64_t line,
                  enum lathe_record_extent extent, const char *format, ...)
{
    va_list ap;

    va_start(ap, format);
    vsnprintf(rec->what, sizeof rec->what, format, ap);
    va_end(ap);
    rec->bad = true;
    rec->bytes = false;
    rec->stop = '\0';
    rec->where[0] = '\0';
    rec->bad_line = line;
    rec->extent = extent;
}

/* Names the field that is open now. */
static void blame_field(const struct lathe_records *r,
                        struct lathe_record *rec)
{
    size_t i = lathe_fields_count(r->fields);

    if (i < r->cols)
        snprintf(rec->where, sizeof rec->where, "column '%.150s'",
                 r->names.v[i]);
    else
        snprintf(rec->where, sizeof rec->where, "field %zu", i + 1);
}

static void blame_byte(struct lathe_record *rec, size_t at)
{
    size_t n = strlen(rec->where);

    snprintf(rec->where + n, sizeof rec->where - n, "%sbyte %zu",
             n ? ", " : "", at + 1);
}

static void blame_text(struct lathe_record *rec, const struct lathe_line *line,
                       size_t at)
{
    if (line->s[at])
        blame(rec, line->number, LATHE_RECORD_WHOLE, "0x%02x is not UTF-8; "
              "if the text is Latin-1, preprocess takes --encoding latin1; "
              "iconv -f LATIN1 -t UTF-8 converts it",
              (unsigned char)line->s[at]);
    else
        blame(rec, line->number, LATHE_RECORD_WHOLE, "a NUL byte");
    rec->bytes = true;
    blame_byte(rec, at);
}

/* What to do about a limit, unless it is the largest already. */
static const char *more(const struct lathe_records *r, size_t limit,
                        size_t most, const char *hint)
{
    return r->opts.most_columns && limit < most ? hint : "";
}

static void blame_record_bytes(const struct lathe_records *r,
                               struct lathe_record *rec,
                               enum lathe_record_extent extent)
{
    size_t limit = r->opts.max_record_bytes;

    blame(rec, rec->line, extent, "a record of more than %zu bytes%s", limit,
          more(r, limit, LATHE_LIMITS_BYTES, "; --max-record allows more"));
}

/* One that goes on for lines has lost its closing quote, most often. */
static void blame_field_bytes(const struct lathe_records *r,
                              struct lathe_record *rec, uint64_t line,
                              bool lines)
{
    size_t limit = r->opts.max_field_bytes;

    blame(rec, line, LATHE_RECORD_FIRST_LINE,
          "a field of more than %zu bytes%s%s", limit,
          lines ? "; is its quote never closed" : "",
          more(r, limit, LATHE_LIMITS_BYTES,
               lines ? "? else --max-field allows more"
                     : "; --max-field allows more"));
}

/* Spark and MySQL write a quote within quotes so. */
static bool is_escaped(const struct lathe_line *line, size_t at)
{
    return at > 1 && line->s[at - 1] == '"' && line->s[at - 2] == '\\';
}

/* Spreadsheets write ="007" to keep a text one. */
static bool is_formula(const struct lathe_line *line, size_t at)
{
    return at > 0 && line->s[at] == '"' && line->s[at - 1] == '=';
}

static void blame_fields(const struct lathe_records *r,
                         struct lathe_record *rec,
                         const struct lathe_line *line,
                         enum lathe_fields_fault fault, size_t at)
{
    bool quote = fault == LATHE_FIELDS_QUOTE_INSIDE ||
                 fault == LATHE_FIELDS_TEXT_BEHIND;
    uint64_t number = quote ? line->number : rec->quote_line;

    if (fault == LATHE_FIELDS_FINE)
        return;
    if (fault == LATHE_FIELDS_QUOTE_INSIDE)
        blame(rec, number, LATHE_RECORD_FIRST_LINE,
              "a quote inside an unquoted field%s", is_formula(line, at)
              ? "; sed 's/=\"/\"/g' FILE makes a text of a formula" : "");
    else if (fault == LATHE_FIELDS_TEXT_BEHIND)
        blame(rec, number, LATHE_RECORD_FIRST_LINE,
              "text behind a closing quote%s", is_escaped(line, at)
              ? "; a backslash escapes none, two quotes are one: sed "
                "'s/\\\\\"/\"\"/g' FILE"
              : "");
    else if (fault == LATHE_FIELDS_OPEN)
        blame(rec, number, LATHE_RECORD_FIRST_LINE,
              "the quote that opens this field is never closed");
    else
        blame_field_bytes(r, rec, number, number < line->number);
    blame_field(r, rec);
    if (quote)
        blame_byte(rec, at);
    if (fault == LATHE_FIELDS_TEXT_BEHIND)
        rec->stop = line->s[at];
}

/* ---- pieces of a record ------------------------------------------------- */

/* Most fields that are kept of a record; more are only counted. */
static size_t kept(const struct lathe_records *r)
{
    return r->cols ? r->cols : r->opts.max_columns;
}

static void open_record(struct lathe_records *r, struct lathe_record *rec,
                        const struct lathe_line *line)
{
    rec->open = true;
    rec->line = rec->quote_line = line->number;
    rec->begin = (size_t)(line->s - r->lines.buf) - r->lines.mark;
    rec->first_bytes = line->n;
    rec->second = r->lines.number;
}

static size_t record_bytes(const struct lathe_records *r,
                           const struct lathe_record *rec)
{
    return lathe_lines_taken(&r->lines) - rec->begin;
}

static void close_record(struct lathe_records *r,
                         const struct lathe_record *rec)
{
    lathe_builder_end(&r->builder, 0, 0, rec->line,
                      r->lines.buf + r->lines.mark + rec->begin,
                      record_bytes(r, rec));
}

static bool is_blank(const struct lathe_records *r,
                     const struct lathe_line *line)
{
    for (size_t i = 0; i < line->n; i++) {
        char c = line->s[i];

        if (c == '\n' || c == '\r')
            break;
        if (!lathe_records_is_blank(c, r->opts.dialect.delimiter))
            return false;
    }
    return true;
}

static bool is_comment(const struct lathe_records *r,
                       const struct lathe_line *line)
{
    return r->opts.dialect.comment && line->s[0] == r->opts.dialect.comment;
}

/* What is given of such a line is not all of it. */
static void blame_cut(const struct lathe_records *r, struct lathe_record *rec)
{
    size_t n = strlen(rec->what);

    snprintf(rec->what + n, sizeof rec->what - n,
             "; this is the begin of the line, %zu bytes",
             r->opts.max_record_bytes);
}

/* A record or line over the limit. Of a line that does not end within it, is
 * it one field? `line` may lack its end. */
static enum lathe_code overlong(struct lathe_records *r,
                                struct lathe_record *rec,
                                struct lathe_line *line, struct lathe_err *err)
{
    bool first = !rec->open || line->s == r->lines.buf + r->lines.mark +
                                          rec->begin;
    enum lathe_fields_fault fault;
    size_t at;
    enum lathe_code rc;

    if (!first) {
        blame_record_bytes(r, rec, LATHE_RECORD_FIRST_LINE);
        return LATHE_OK;
    }
    open_record(r, rec, line);
    lathe_fields_begin(r->fields, &r->builder, 0);
    rc = lathe_fields_feed(r->fields, line->s, r->opts.max_record_bytes,
                           &fault, &at, err);
    if (rc)
        return rc;
    if (fault == LATHE_FIELDS_TOO_LONG)
        blame_fields(r, rec, line, fault, at);
    else
        blame_record_bytes(r, rec, LATHE_RECORD_LONG_LINE);
    rec->extent = LATHE_RECORD_LONG_LINE;
    if (r->opts.reject && r->cols)
        blame_cut(r, rec);
    return LATHE_OK;
}

/* Takes one more line into the open record. */
static enum lathe_code take_line(struct lathe_records *r,
                                 struct lathe_record *rec,
                                 struct lathe_line *line,
                                 struct lathe_err *err)
{
    size_t bytes = record_bytes(r, rec), at;
    size_t before = lathe_fields_count(r->fields);
    enum lathe_fields_fault fault;
    enum lathe_code rc;

    if (bytes > r->opts.max_record_bytes)
        return overlong(r, rec, line, err);
    /* Every field but the last takes its bytes and a delimiter. */
    rc = lathe_builder_room(&r->builder, bytes + 2,
                            kept(r) < bytes + 1 ? kept(r) : bytes + 1, err);
    if (rc)
        return rc;
    at = lathe_lines_check(&r->lines, line);
    if (at < line->n && !rec->bad)
        blame_text(rec, line, at);
    rc = lathe_fields_feed(r->fields, line->s, line->n, &fault, &at, err);
    if (rc)
        return rc;
    if (lathe_fields_count(r->fields) > before)
        rec->quote_line = line->number;
    blame_fields(r, rec, line, fault, at);
    return LATHE_OK;
}

/* More input, unless there is too much of the record already. *late: there is
 * none to be had, where bytes are fed. */
static enum lathe_code more_input(struct lathe_records *r,
                                  struct lathe_record *rec, bool *late,
                                  struct lathe_err *err)
{
    size_t begin = rec->open ? r->lines.mark + rec->begin : r->lines.pos;

    *late = false;
    if (r->lines.end - begin <= r->opts.max_record_bytes) {
        *late = !r->lines.source;
        return *late ? LATHE_OK : lathe_lines_fill(&r->lines, err);
    }

    struct lathe_line line = {
        .s = r->lines.buf + r->lines.pos, .n = r->lines.end - r->lines.pos,
        .number = r->lines.number,
    };
    return overlong(r, rec, &line, err);
}

/* More or less fields than the others. */
static void blame_count(const struct lathe_records *r,
                        struct lathe_record *rec, size_t count)
{
    char hint[LATHE_RAGGED_ROOM];

    lathe_ragged_hint(hint, r->lines.buf + r->lines.mark + rec->begin,
                      record_bytes(r, rec), count, r->cols, &r->opts.dialect,
                      rec->line == 2);
    blame(rec, rec->line, LATHE_RECORD_WHOLE, "%zu field%s, the %s has %zu%s",
          count, count == 1 ? "" : "s",
          r->opts.dialect.header ? "header" : "first record", r->cols, hint);
}

/* The record has ended: is it one of this table? */
static enum lathe_record_outcome end_record(struct lathe_records *r,
                                            struct lathe_record *rec)
{
    size_t count = lathe_fields_count(r->fields), most = r->opts.max_columns;

    if (!rec->bad && r->cols && count != r->cols)
        blame_count(r, rec, count);
    if (!rec->bad && count > most)
        blame(rec, rec->line, LATHE_RECORD_WHOLE, "more than %zu column%s%s",
              most, most == 1 ? "" : "s",
              more(r, most, r->opts.most_columns,
                   "; --max-columns allows more"));
    if (rec->bad)
        return LATHE_RECORD_BAD;
    close_record(r, rec);
    return LATHE_RECORD_GOT;
}

/* A blank line in a table of one column. */
static enum lathe_code empty_record(struct lathe_records *r,
                                    struct lathe_record *rec,
                                    const struct lathe_line *line,
                                    struct lathe_err *err)
{
    enum lathe_code rc = lathe_builder_room(&r->builder, 1, 1, err);

    if (rc)
        return rc;
    open_record(r, rec, line);
    lathe_builder_add(&r->builder, "", 0);
    close_record(r, rec);
    return LATHE_OK;
}

/* ---- reading ------------------------------------------------------------ */

/* A line that begins no record is skipped. */
static void skip_line(struct lathe_records *r)
{
    if (r->cols)
        lathe_lines_mark(&r->lines);
}

/* The first line of a record, or one to skip; *got: it is all of it. */
static enum lathe_code first_line(struct lathe_records *r,
                                  struct lathe_record *rec,
                                  struct lathe_line *line, bool *got,
                                  struct lathe_err *err)
{
    if (line->n > r->opts.max_record_bytes)
        return overlong(r, rec, line, err);     /* whatever it is */
    if (is_comment(r, line)) {
        skip_line(r);
        return LATHE_OK;
    }
    if (is_blank(r, line)) {
        *got = r->cols == 1;
        if (*got)
            return empty_record(r, rec, line, err);
        r->blank = true;
        skip_line(r);
        return LATHE_OK;
    }
    open_record(r, rec, line);
    lathe_fields_begin(r->fields, &r->builder, kept(r));
    return take_line(r, rec, line, err);
}

enum lathe_code lathe_records_read(struct lathe_records *r, bool wait,
                                   struct lathe_record *rec,
                                   enum lathe_record_outcome *outcome,
                                   struct lathe_err *err)
{
    /* Bytes that are no text do not hide where a record ends. */
    bool bear = r->opts.reject && r->cols;
    struct lathe_line line = {0};
    bool got = false, late = !wait;
    enum lathe_code rc = LATHE_OK;

    rec->open = rec->bad = false;
    skip_line(r);
    while (!rc) {
        switch (lathe_lines_next(&r->lines, &line)) {
        case LATHE_LINES_MORE:
            *outcome = LATHE_RECORD_LATER;
            if (wait)
                rc = more_input(r, rec, &late, err);
            if (!rc && late)
                return LATHE_OK;
            break;
        case LATHE_LINES_ONE:
            rc = rec->open ? take_line(r, rec, &line, err)
                           : first_line(r, rec, &line, &got, err);
            break;
        case LATHE_LINES_END:
            *outcome = LATHE_RECORD_ENDED;
            if (!rec->open)
                return LATHE_OK;
            blame_fields(r, rec, &line, lathe_fields_finish(r->fields), 0);
            break;
        }
        *outcome = got ? LATHE_RECORD_GOT : LATHE_RECORD_BAD;
        if (rc || got || (rec->bad && !(rec->bytes && bear)))
            return rc;
        if (rec->open && lathe_fields_ended(r->fields)) {
            *outcome = end_record(r, rec);
            return LATHE_OK;
        }
    }
    return rc;
}

void lathe_records_take_back(struct lathe_records *r,
                             const struct lathe_record *rec)
{
    lathe_builder_drop(&r->builder);
    if (rec->open)
        lathe_lines_seek(&r->lines, rec->begin, rec->line);
}

struct lathe_field lathe_records_raw(const struct lathe_records *r,
                                     const struct lathe_record *rec)
{
    size_t n = record_bytes(r, rec);

    if (rec->extent == LATHE_RECORD_FIRST_LINE)
        n = rec->first_bytes;
    else if (rec->extent == LATHE_RECORD_LONG_LINE)
        n = r->opts.max_record_bytes;
    return (struct lathe_field){
        r->lines.buf + r->lines.mark + rec->begin, n
    };
}

enum lathe_code lathe_records_skip(struct lathe_records *r,
                                   const struct lathe_record *rec,
                                   struct lathe_err *err)
{
    lathe_builder_drop(&r->builder);
    switch (rec->extent) {
    case LATHE_RECORD_WHOLE:
        break;
    case LATHE_RECORD_FIRST_LINE:
        lathe_lines_seek(&r->lines, rec->begin + rec->first_bytes,
                         rec->second);
        break;
    case LATHE_RECORD_LONG_LINE:
        lathe_lines_seek(&r->lines, rec->begin, rec->line);
        return lathe_lines_skip(&r->lines, err);
    }
    return LATHE_OK;
}
