#include "prepare/preprocess.h"

#include "base/buf.h"
#include "base/json.h"
#include "data/excerpt.h"
#include "hint/alike.h"
#include "prepare/remark.h"
#include "scan/seen.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* Names in a line of talk before "and N more". */
#define NAMED 16
/* No less than there are kinds of findings. */
#define KINDS 17

/* ---- what was decided --------------------------------------------------- */

/* One line for all columns of a kind. */
static void note_kind(const struct lathe_preprocess *p,
                      enum lathe_column_kind kind, const char *one,
                      const char *many)
{
    const struct lathe_schema *s = &p->schema;
    struct lathe_buf line = {0};
    char name[LATHE_EXCERPT_ROOM];
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++) {
        const struct lathe_column *c = &s->column[i];

        if (c->kind != kind || n++ >= NAMED)
            continue;
        lathe_buf_printf(&line, "%s'%s'", n > 1 ? ", " : "",
                         lathe_excerpt_of(name, c->name, strlen(c->name)));
        if (kind == LATHE_CATEGORY && c->encode == LATHE_ENCODE_HASH)
            lathe_buf_printf(&line, " (hashed)");
        else if (kind == LATHE_CATEGORY)
            lathe_buf_printf(&line, " (%" PRIu32 " value%s)", c->dict.n,
                             c->dict.n == 1 ? "" : "s");
        if (kind == LATHE_DATE && c->order >= LATHE_DATE_DMY)
            lathe_buf_printf(&line, " (%s)",
                             c->order == LATHE_DATE_DMY
                             ? "day before month" : "month before day");
        if (kind == LATHE_DROPPED)
            lathe_buf_printf(&line, " (%s)", c->why);
    }
    if (n > NAMED)
        lathe_buf_printf(&line, " and %zu more", n - NAMED);
    if (n && line.s)
        lathe_note(p->host, "%zu %s: %s", n, n > 1 ? many : one, line.s);
    lathe_buf_release(&line);
}

static uint64_t sum_of(const uint64_t *v, size_t n)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += v[i];
    return sum;
}

static void note_alike(const struct lathe_preprocess *p, const char *name,
                       const struct lathe_dict *classes)
{
    char text[LATHE_EXCERPT_ROOM], one[LATHE_EXCERPT_ROOM],
         other[LATHE_EXCERPT_ROOM];
    uint32_t a, b;

    if (lathe_alike_find(classes, &a, &b))
        lathe_note(p->host, "'%s' and '%s' are different classes of '%s', "
                   "as they are written differently%s",
                   lathe_excerpt_of(one, classes->word[a], classes->length[a]),
                   lathe_excerpt_of(other, classes->word[b],
                                    classes->length[b]),
                   lathe_excerpt_of(text, name, strlen(name)),
                   lathe_alike_how(classes, a, b));
}

static void note_classes(const struct lathe_preprocess *p)
{
    const struct lathe_dict *classes = &p->schema.target[0].classes;
    double all = (double)sum_of(p->class_rows, classes->n);
    struct lathe_buf line = {0};
    char name[LATHE_EXCERPT_ROOM];

    for (uint32_t k = 0; k < classes->n && k < NAMED; k++)
        lathe_buf_printf(&line, "%s'%s' %.3g %%", k ? ", " : "",
                         lathe_excerpt_of(name, classes->word[k],
                                          classes->length[k]),
                         all > 0 ? 100 * (double)p->class_rows[k] / all : 0);
    if (classes->n > NAMED)
        lathe_buf_printf(&line, " and %" PRIu32 " more", classes->n - NAMED);
    lathe_note(p->host, "classify '%s' in %" PRIu32 " classes: %s",
               p->schema.target[0].name, classes->n, line.s ? line.s : "");
    note_alike(p, p->schema.target[0].name, classes);
    lathe_buf_release(&line);
}

/* "classify 3 labels: 'a' 12 % '1', ..." */
static void note_labels(const struct lathe_preprocess *p)
{
    const struct lathe_schema *s = &p->schema;
    struct lathe_buf line = {0};
    char name[LATHE_EXCERPT_ROOM], word[LATHE_EXCERPT_ROOM];

    for (size_t t = 0; t < s->labels && t < NAMED; t++) {
        const struct lathe_target *of = &s->target[t];
        const uint64_t *rows = p->class_rows + 2 * t;
        double all = (double)(rows[0] + rows[1]);

        lathe_buf_printf(&line, "%s'%s' %.3g %% '%s'", t ? ", " : "",
                         lathe_excerpt_of(name, of->name, strlen(of->name)),
                         all > 0 ? 100 * (double)rows[1] / all : 0,
                         lathe_excerpt_of(word, of->classes.word[1],
                                          of->classes.length[1]));
    }
    if (s->labels > NAMED)
        lathe_buf_printf(&line, " and %zu more", s->labels - NAMED);
    lathe_note(p->host, "classify %zu labels in %zu combinations: %s",
               s->labels, p->sets.n, line.s ? line.s : "");
    lathe_buf_release(&line);
}

static void note_targets(const struct lathe_preprocess *p)
{
    const struct lathe_schema *s = &p->schema;
    char names[LATHE_SCHEMA_NAMES_ROOM];

    if (s->values > 1)
        lathe_note(p->host, "regress %zu numbers: %s", s->values,
                   lathe_schema_target_names(names, s));
    else if (s->values)
        lathe_note(p->host, "regress '%s', a number", s->target[0].name);
    else if (s->labels > 1)
        note_labels(p);
    else
        note_classes(p);
}

void lathe_preprocess_note_schema(const struct lathe_preprocess *p)
{
    const struct lathe_schema *s = &p->schema;

    if (p->like.path)
        lathe_note(p->host, "as the %s '%s' is; nothing is fitted anew",
                   p->like.kind, p->like.path);
    note_kind(p, LATHE_NUMBER, "number", "numbers");
    note_kind(p, LATHE_CATEGORY, "category", "categories");
    note_kind(p, LATHE_DATE, "date", "dates");
    note_kind(p, LATHE_TEXT, "text", "texts");
    if (s->image.channels)
        lathe_note(p->host, "pictures: %" PRIu32 " channel%s, %" PRIu32
                   " high, %" PRIu32 " wide", s->image.channels,
                   s->image.channels > 1 ? "s" : "", s->image.height,
                   s->image.width);
    note_kind(p, LATHE_DROPPED, "column dropped", "columns dropped");
    note_targets(p);
    if (s->weight)
        lathe_note(p->host, "rows count for '%s' when a model is trained",
                   s->weight);
    lathe_split_by_note(&p->by, p->host);
}

/* ---- where the rows went ------------------------------------------------ */

void lathe_preprocess_losses(const struct lathe_preprocess *p,
                             const char *before, struct lathe_buf *out)
{
    const struct lathe_preprocess_counts *c = &p->counts;
    const struct {
        uint64_t n;
        const char *what;
    } part[] = {
        {c->refused, "refused"},
        {c->no_target, p->schema.targets > 1 ? "without all targets"
                                             : "without a target"},
        {c->repeated, "repeated"},
        {c->incomplete, "with a missing value"},
    };

    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        if (part[i].n)
            lathe_buf_printf(out, "%s%" PRIu64 " %s", before, part[i].n,
                             part[i].what);
}

/* "N rows read = a train + b valid + c test + d refused ..." */
static void write_balance(const struct lathe_preprocess *p,
                          struct lathe_buf *out)
{
    lathe_buf_printf(out, "%" PRIu64 " rows read = %" PRIu64 " train + %"
                     PRIu64 " valid + %" PRIu64 " test", p->counts.read,
                     p->rows[LATHE_TRAIN], p->rows[LATHE_VALID],
                     p->rows[LATHE_TEST]);
    lathe_preprocess_losses(p, " + ", out);
}

/* Whether --rare leaves all categories of a column one input. */
static bool is_all_rare(const struct lathe_column *c)
{
    size_t seen = 0;

    if (c->kind != LATHE_CATEGORY || c->encode == LATHE_ENCODE_HASH ||
        c->unknown_hot == LATHE_COLD)
        return false;
    for (uint32_t k = 0; k < c->dict.n; k++) {
        if (c->hot[k] != c->unknown_hot)
            return false;
        seen += c->count[k] > 0;
    }
    return seen > 1;
}

static void note_fit(const struct lathe_preprocess *p)
{
    const struct lathe_schema *s = &p->schema;
    bool by_name = p->opts->add_indicator &&
                   strcmp(p->opts->add_indicator, "all") != 0;

    for (size_t i = 0; i < s->n; i++) {
        const struct lathe_column *c = &s->column[i];

        if (lathe_schema_is_real(c->kind) && c->present == 0)
            lathe_note(p->host, "column '%s' has no value in the training "
                       "rows, so it is 0 in all of them", c->name);
        if (is_all_rare(c))
            lathe_note(p->host, "column '%s': --rare makes all its categories "
                       "one", c->name);
        if (by_name && c->indicator && !c->indicates)
            lathe_note(p->host, "column '%s' has no indicator, as no training "
                       "row lacks it", c->name);
    }
    for (size_t t = 0; t < s->labels; t++) {
        const struct lathe_target *of = &s->target[t];

        for (uint32_t k = 0; k < of->classes.n; k++)
            if (of->class_count[k] == 0)
                lathe_note(p->host, "class '%.60s'%s%.60s%s has no row left",
                           of->classes.word[k], s->labels > 1 ? " of '" : "",
                           s->labels > 1 ? of->name : "",
                           s->labels > 1 ? "'" : "");
    }
}

static void note_unknown(const struct lathe_preprocess *p)
{
    struct lathe_buf columns = {0};

    lathe_unknown_text(&columns, &p->unknown);
    if (p->unknown.all && columns.s)
        lathe_note(p->host, "%" PRIu64 " value%s of categories that '%s' does "
                   "not know: %s", p->unknown.all,
                   p->unknown.all == 1 ? "" : "s", p->like.path, columns.s);
    lathe_buf_clear(&columns);
    if (lathe_unknown_absent(&columns, &p->unknown) && columns.s)
        lathe_note(p->host, "values are missing in columns that lacked none in "
                   "'%s': %s", p->like.path, columns.s);
    lathe_buf_release(&columns);
}

/* A table of many columns may have the same finding for each. */
static void note_findings(const struct lathe_preprocess *p)
{
    struct { const char *name; size_t n; } kind[KINDS] = {0};
    size_t kinds = 0;

    for (size_t i = 0; i < p->quality.n; i++) {
        const struct lathe_quality_finding *f = &p->quality.finding[i];
        size_t k = 0;

        if (!f->noted)
            continue;
        while (k < kinds && strcmp(kind[k].name, f->kind) != 0)
            k++;
        assert(k < KINDS);
        kind[k].name = f->kind;
        kinds += k == kinds;
        if (kind[k].n++ < LATHE_REMARKS)
            lathe_note(p->host, "%s", f->message);
    }
    for (size_t k = 0; k < kinds; k++)
        if (kind[k].n > LATHE_REMARKS)
            lathe_note(p->host, "%zu more finding%s '%s'; --json has all",
                       kind[k].n - LATHE_REMARKS,
                       kind[k].n == LATHE_REMARKS + 1 ? "" : "s",
                       kind[k].name);
}

/* A split that was asked for, by a share or a file, may come to nothing. */
static void note_empty(const struct lathe_preprocess *p)
{
    for (int s = LATHE_VALID; s < LATHE_SPLITS; s++) {
        bool asked = p->share[s] > 0;

        for (size_t i = 0; i < p->inputs; i++)
            asked = asked || p->input[i].role == (enum lathe_split)s;
        if (asked && p->rows[s] == 0)
            lathe_note(p->host, "no row is left for %s",
                       lathe_split_name((enum lathe_split)s));
    }
}

/* One of several files may be there by its header alone. */
static void note_idle(const struct lathe_preprocess *p)
{
    size_t n = 0;

    for (size_t i = 0; i < p->inputs; i++)
        if (p->input[i].rows == 0 && n++ < LATHE_REMARKS)
            lathe_note(p->host, "'%s' has no rows", p->input[i].origin.name);
    if (n > LATHE_REMARKS)
        lathe_note(p->host, "%zu more files have no rows", n - LATHE_REMARKS);
}

void lathe_preprocess_note_rows(const struct lathe_preprocess *p)
{
    const struct lathe_preprocess_counts *c = &p->counts;

    note_idle(p);
    note_empty(p);
    if (c->duplicates && !p->opts->dedup)
        lathe_note(p->host, c->duplicates == 1
                   ? "%" PRIu64 " row repeats an earlier one; --dedup drops it"
                   : "%" PRIu64 " rows repeat an earlier one; --dedup drops "
                     "them", c->duplicates);
    if (c->duplicates_partial)
        lathe_note(p->host, "rows are compared with the first %zu different "
                   "ones; of those behind them that repeat each other none is "
                   "%s", LATHE_SEEN_LIMIT,
                   p->opts->dedup ? "dropped" : "counted");
    if (p->like.path)
        note_unknown(p);
    else
        note_fit(p);
    note_findings(p);
}

/* ---- provenance --------------------------------------------------------- */

static void write_list(struct lathe_json_out *j, const char *key,
                       const struct lathe_list *l)
{
    lathe_json_open(j, key, '[');
    for (size_t i = 0; i < l->n; i++)
        lathe_json_string(j, NULL, l->v[i]);
    lathe_json_close(j, ']');
}

static void write_options(struct lathe_json_out *j,
                          const struct lathe_preprocess_opts *o)
{
    lathe_json_open(j, "options", '{');
    if (o->target.n > 1)
        write_list(j, "target", &o->target);
    else
        lathe_json_string(j, "target", o->target.n ? o->target.v[0] : NULL);
    if (o->weight)
        lathe_json_string(j, "weight", o->weight);
    lathe_json_string(j, "split", o->split);
    lathe_json_string(j, "split_by", o->split_by);
    lathe_json_int(j, "seed", (int64_t)o->seed);
    lathe_json_string(j, "delimiter", o->delimiter);
    lathe_json_string(j, "quote", o->quote);
    lathe_json_bool(j, "no_header", o->no_header);
    lathe_json_string(j, "comment", o->comment);
    lathe_json_string(j, "encoding", o->encoding);
    lathe_json_string(j, "na", o->na);
    lathe_json_string(j, "inf", o->inf);
    lathe_json_string(j, "task", o->task);
    write_list(j, "type", &o->type);
    lathe_json_string(j, "drop", o->drop);
    write_list(j, "impute", &o->impute);
    lathe_json_string(j, "add_indicator", o->add_indicator);
    write_list(j, "scale", &o->scale);
    write_list(j, "encode", &o->encode);
    write_list(j, "clip", &o->clip);
    lathe_json_int(j, "rare", o->rare);
    lathe_json_int(j, "text_dims", o->text_dims);
    lathe_json_bool(j, "dedup", o->dedup);
    lathe_json_string(j, "strip", o->strip);
    lathe_json_string(j, "image", o->image);
    lathe_json_string(j, "bad_rows", o->bad_rows);
    lathe_json_close(j, '}');
}

static void write_origin(struct lathe_json_out *j, const char *key,
                         const struct lathe_origin *o, bool named)
{
    char hex[33];

    lathe_digest_hex(&o->digest, hex);
    lathe_json_open(j, key, '{');
    if (named)
        lathe_json_string(j, "name", o->name);
    lathe_json_int(j, "bytes", (int64_t)o->bytes);
    lathe_json_string(j, "xxh3_128", hex);
    lathe_json_close(j, '}');
}

/* Not the name: the same bytes give the same dataset. */
static void write_like(struct lathe_json_out *j, const struct lathe_like *like)
{
    char hex[33];

    if (!like->path)
        return;
    lathe_digest_hex(&like->digest, hex);
    lathe_json_open(j, "like", '{');
    lathe_json_string(j, "kind", like->kind);
    lathe_json_string(j, "xxh3_128", hex);
    lathe_json_close(j, '}');
}

static void write_inputs(struct lathe_json_out *j,
                         const struct lathe_preprocess *p, bool named)
{
    lathe_json_open(j, "inputs", '[');
    for (size_t i = 0; i < p->inputs; i++) {
        const struct lathe_preprocess_input *in = &p->input[i];

        lathe_json_open(j, NULL, '{');
        lathe_json_string(j, "role", in->role == LATHE_TRAIN
                          ? "file" : lathe_split_name(in->role));
        write_origin(j, "file", &in->origin, named);
        if (in->labels.name)
            write_origin(j, "labels", &in->labels, named);
        lathe_json_int(j, "rows_read", (int64_t)in->rows);
        lathe_json_int(j, "rows_kept", (int64_t)in->kept);
        lathe_json_close(j, '}');
    }
    lathe_json_close(j, ']');
}

static void write_counts(struct lathe_json_out *j,
                         const struct lathe_preprocess *p)
{
    const struct lathe_preprocess_counts *c = &p->counts;

    lathe_json_open(j, "rows", '{');
    lathe_json_int(j, "read", (int64_t)c->read);
    for (int i = 0; i < LATHE_SPLITS; i++)
        lathe_json_int(j, lathe_split_name((enum lathe_split)i),
                       (int64_t)p->rows[i]);
    lathe_json_int(j, "refused", (int64_t)c->refused);
    lathe_json_int(j, "without_target", (int64_t)c->no_target);
    lathe_json_int(j, "repeated", (int64_t)c->repeated);
    lathe_json_int(j, "incomplete", (int64_t)c->incomplete);
    lathe_json_close(j, '}');
    lathe_json_int(j, "duplicates_found", (int64_t)c->duplicates);
    lathe_json_bool(j, "duplicates_complete", !c->duplicates_partial);
}

enum lathe_code lathe_preprocess_provenance(const struct lathe_preprocess *p,
                                            struct lathe_buf *out,
                                            struct lathe_err *err)
{
    struct lathe_json_out j = {.out = out};

    lathe_json_open(&j, NULL, '{');
    lathe_json_string(&j, "command", "preprocess");
    lathe_json_string(&j, "version", LATHE_VERSION);
    write_inputs(&j, p, false);
    write_like(&j, &p->like);
    write_options(&j, p->opts);
    write_counts(&j, p);
    lathe_json_close(&j, '}');
    return lathe_buf_check(out, err);
}

/* ---- reports ------------------------------------------------------------ */

/* "108 inputs from 6 numbers, 1 date and 8 categories": what there is of. */
static void write_sources(const struct lathe_schema *s, struct lathe_buf *out)
{
    static const struct {
        enum lathe_column_kind kind;
        const char *one, *many;
    } word[] = {
        {LATHE_NUMBER, "number", "numbers"},
        {LATHE_DATE, "date", "dates"},
        {LATHE_TEXT, "text", "texts"},
        {LATHE_CATEGORY, "category", "categories"},
    };
    size_t n[LATHE_KINDS] = {0}, left = 0;
    const char *between = " from ";

    for (size_t i = 0; i < s->n; i++)
        n[s->column[i].kind]++;
    for (size_t k = 0; k < sizeof word / sizeof *word; k++)
        left += n[word[k].kind] > 0;
    lathe_buf_printf(out, "\n%zu input%s", s->inputs,
                     s->inputs == 1 ? "" : "s");
    for (size_t k = 0; k < sizeof word / sizeof *word; k++) {
        size_t of = n[word[k].kind];

        if (of == 0)
            continue;
        lathe_buf_printf(out, "%s%zu %s", between, of,
                         of == 1 ? word[k].one : word[k].many);
        between = --left == 1 ? " and " : ", ";
    }
}

void lathe_preprocess_text(const struct lathe_preprocess *p,
                           struct lathe_buf *out)
{
    const struct lathe_schema *s = &p->schema;
    char names[LATHE_SCHEMA_NAMES_ROOM];

    write_balance(p, out);
    if (s->image.channels)
        lathe_buf_printf(out, "\npictures %" PRIu32 "x%" PRIu32 "x%" PRIu32,
                         s->image.channels, s->image.height, s->image.width);
    else
        write_sources(s, out);
    if (s->targets > 1)
        lathe_buf_printf(out, ", %zu %s %s\n", s->targets,
                         s->labels ? "labels" : "values",
                         lathe_schema_target_names(names, s));
    else if (s->labels)
        lathe_buf_printf(out, ", %" PRIu32 " classes of '%s'\n",
                         s->target[0].classes.n, s->target[0].name);
    else
        lathe_buf_printf(out, ", one value '%s'\n", s->target[0].name);
    lathe_buf_printf(out, "'%s': %" PRIu64 " bytes\n", p->opts->output,
                     p->bytes);
}

void lathe_preprocess_json(const struct lathe_preprocess *p,
                           struct lathe_buf *out)
{
    struct lathe_json_out j = {.out = out};
    char hex[33];

    lathe_digest_hex(&p->digest, hex);
    lathe_json_open(&j, NULL, '{');
    lathe_json_string(&j, "command", "preprocess");
    lathe_json_string(&j, "version", LATHE_VERSION);
    lathe_json_string(&j, "output", p->opts->output);
    lathe_json_int(&j, "bytes", (int64_t)p->bytes);
    lathe_json_string(&j, "digest", hex);
    write_counts(&j, p);
    lathe_quality_write(&j, "quality", &p->quality);
    lathe_json_int(&j, "inputs_of_net", (int64_t)p->schema.inputs);
    write_inputs(&j, p, true);
    write_like(&j, &p->like);
    if (p->like.path) {
        lathe_unknown_write(&j, "unknown", &p->unknown);
        lathe_unknown_write_absent(&j, "newly_missing", &p->unknown);
    }
    write_options(&j, p->opts);
    lathe_schema_write(&j, "schema", &p->schema);
    lathe_json_close(&j, '}');
}
