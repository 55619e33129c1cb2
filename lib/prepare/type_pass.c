#include "prepare/type_pass.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "data/excerpt.h"
#include "data/nearest.h"
#include "data/table.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Bytes of rows that are gathered for one write. */
#define GATHER_BYTES ((size_t)64 << 10)
/* Bytes of the rows of a piece, about. */
#define ROWS_BYTES ((size_t)32 << 20)

/* What became of a record that has a target. */
enum fate { ROW, INCOMPLETE, BAD };

/* A record that is refused: "# why" and its bytes in `text`. */
struct refusal {
    size_t record;              /* how many records stand before it */
    bool typed;                 /* it is one of these, of fate BAD */
    size_t at, n, why_n;
};

/* Of a piece. */
struct slot {
    struct lathe_table table;   /* a copy: the arrays are borrowed */
    struct lathe_rows rows, out;
    size_t records;             /* with a target */
    unsigned char *fate;        /* [records] */
    uint64_t *hash;             /* [records] with dedup */
    struct lathe_split_key *key;        /* [records] with --split-by */
    uint64_t *group;            /* [out.cap] of the rows in `out`, likewise */
    size_t fate_cap, hash_cap, key_cap;
    uint64_t shared;            /* the first group that trains, in a given
                                 * split, and its name; "": none */
    char shared_name[LATHE_EXCERPT_ROOM];
    bool stopped;               /* a bad record ends all */
    bool joined;                /* the block: lathe_scan_is_joined */
    struct refusal *refusal;
    size_t refusals, refusal_cap;
    struct lathe_buf text;
    char *row_text;             /* scratch of the hash */
    size_t row_text_cap;
    /* Once committed: where the rows go. */
    unsigned char *split;       /* [rows.n] LATHE_SPLITS: nowhere */
    uint64_t *row_group;        /* [rows.n] with groups */
    size_t split_cap, row_group_cap;
    uint64_t first[LATHE_SPLITS];
};

struct pass {
    struct lathe_tables *tables;
    struct lathe_preprocess *p;
    struct lathe_scan *scan;
    enum lathe_type_pass_mode mode;
    struct lathe_table table;   /* of the input being read */
    struct slot *slot;          /* [slots] */
    size_t slots;
    uint64_t incomplete;
};

/* ---- a piece: records to rows ------------------------------------------- */

static enum lathe_code begin(void *ctx, size_t slot, struct lathe_err *err)
{
    struct pass *a = ctx;
    struct slot *s = &a->slot[slot];

    (void)err;
    s->table = a->table;
    s->rows.n = 0;
    s->records = s->refusals = 0;
    lathe_buf_clear(&s->text);
    s->shared_name[0] = '\0';
    s->stopped = false;
    return LATHE_OK;
}

static enum lathe_code refuse(struct slot *s, bool typed, const char *why,
                              const char *bytes, size_t n,
                              struct lathe_err *err)
{
    struct refusal r = {.record = s->records, .typed = typed,
                        .at = s->text.len, .why_n = strlen(why)};
    enum lathe_code rc;

    lathe_rejects_format(&s->text, why, bytes, n);
    rc = lathe_buf_check(&s->text, err);
    if (!rc)
        rc = lathe_grow(&s->refusal, &s->refusal_cap, s->refusals + 1,
                        sizeof *s->refusal, err);
    if (rc)
        return rc;
    r.n = s->text.len - r.at;
    s->refusal[s->refusals++] = r;
    return LATHE_OK;
}

/* A record that the reader could not make fields of. */
static enum lathe_code reject(void *ctx, size_t slot, uint64_t line,
                              const char *reason, const char *bytes, size_t n,
                              struct lathe_err *err)
{
    struct pass *a = ctx;
    struct lathe_err why;

    if (a->mode == LATHE_TYPE_PASS_COUNT)
        return LATHE_OK;        /* the scan has counted it */
    lathe_fail(&why, LATHE_EDATA, "'%s' line %" PRIu64 ": %s",
               a->tables->input->origin.name, line, reason);
    return refuse(&a->slot[slot], false, why.msg, bytes, n, err);
}

static bool is_incomplete(const struct lathe_schema *s,
                          const struct lathe_rows *rows, size_t i)
{
    size_t number = i * rows->numbers, category = i * rows->categories;
    size_t text = i * rows->texts;

    for (size_t k = 0; k < s->n; k++) {
        const struct lathe_column *c = &s->column[k];
        bool missing = false;

        if (lathe_schema_is_real(c->kind))
            missing = isnan(rows->number[number++]);
        else if (c->kind == LATHE_CATEGORY)
            missing = rows->code[category++] == LATHE_MISSING_CODE;
        else if (c->kind == LATHE_TEXT)
            missing = isnan(rows->text[text]);
        text += c->dims;
        if (missing && c->impute == LATHE_IMPUTE_DROP)
            return true;
    }
    return false;
}

static const char *known_from(const struct pass *a)
{
    return a->p->like.path ? a->p->like.path : a->p->input[0].origin.name;
}

/* Of target `t`. */
static enum lathe_code unknown_class(const struct pass *a, size_t t,
                                     const struct lathe_field *field,
                                     uint64_t line, struct lathe_err *err)
{
    const struct lathe_dict *classes = &a->p->schema.target[t].classes;
    struct lathe_field f = lathe_scan_value(a->scan, field, a->tables->map,
                                            a->scan->targets->place[t]);
    char end = lathe_nearest_strip(classes, f.s, f.len), hint[40] = "";

    if (end)
        snprintf(hint, sizeof hint, "; --strip '%c' cuts the end off", end);
    return lathe_fail(err, LATHE_EDATA, "'%s' line %" PRIu64 ": class '%.*s' "
                      "is not among those of '%s', like '%.60s'%s",
                      a->tables->input->origin.name, line,
                      (int)(f.len > 60 ? 60 : f.len), f.s, known_from(a),
                      classes->word[0], hint);
}

/* Whether the rows of the input are split by the values of a column. */
static bool is_split(const struct pass *a)
{
    return a->p->by.kind != LATHE_BY_RANDOM &&
           a->tables->input->role == LATHE_TRAIN;
}

/* Whether it is of use which groups the rows of the input are of. */
static bool is_grouped(const struct pass *a)
{
    return lathe_split_by_groups(&a->p->by);
}

static bool has_keys(const struct pass *a)
{
    return is_split(a) || is_grouped(a);
}

static enum lathe_code find_key(const struct pass *a,
                                const struct lathe_field *field,
                                uint64_t line, struct lathe_split_key *key,
                                struct lathe_err *err)
{
    const struct lathe_split_by *by = &a->p->by;
    struct lathe_field f = lathe_scan_value(a->scan, field, a->tables->map,
                                            by->place);
    enum lathe_code rc;

    rc = lathe_split_by_key(by, &f, lathe_scan_is_missing(a->scan, &f), key,
                            err);
    if (rc)
        lathe_fail_prefix(err, "'%s' line %" PRIu64 ", column '%s'",
                          a->tables->input->origin.name, line, by->column);
    return rc;
}

/* Whether a row of the input is of a group that trains, and should not be. */
static bool is_shared(const struct pass *a, const struct slot *s, size_t i)
{
    return a->mode == LATHE_TYPE_PASS_WRITE && is_grouped(a) &&
           a->tables->input->role != LATHE_TRAIN &&
           lathe_split_by_trains(&a->p->by, &s->key[i]);
}

static void keep_shared(const struct pass *a, struct slot *s,
                        const struct lathe_field *field)
{
    struct lathe_field f = lathe_scan_value(a->scan, field, a->tables->map,
                                            a->p->by.place);

    s->shared = s->key[s->records].v;
    lathe_excerpt_of(s->shared_name, f.s, f.len);
}

/* Appends the record to the rows. */
static enum lathe_code type_record(const struct pass *a, struct slot *s,
                                   const struct lathe_field *field,
                                   uint64_t line, enum fate *fate,
                                   struct lathe_err *err)
{
    const struct lathe_schema *schema = &a->p->schema;
    size_t row = s->rows.n;
    enum lathe_code rc = lathe_table_add(&s->table, field, line, &s->rows,
                                         err);

    *fate = ROW;
    for (size_t t = 0; t < schema->labels && !rc; t++)
        if (s->rows.label[row * schema->labels + t] >=
            schema->target[t].classes.n)
            rc = unknown_class(a, t, field, line, err);
    if (!rc && is_incomplete(schema, &s->rows, row))
        *fate = INCOMPLETE;
    if (rc || *fate == INCOMPLETE)
        s->rows.n = row;
    return rc;
}

static enum lathe_code make_room(const struct pass *a, struct slot *s,
                                 size_t more, struct lathe_err *err)
{
    enum lathe_code rc = lathe_grow(&s->fate, &s->fate_cap, s->records + more,
                                    1, err);

    if (!rc && a->scan->dedup)
        rc = lathe_grow(&s->hash, &s->hash_cap, s->records + more,
                        sizeof *s->hash, err);
    if (!rc && has_keys(a))
        rc = lathe_grow(&s->key, &s->key_cap, s->records + more,
                        sizeof *s->key, err);
    return rc ? rc
              : lathe_rows_grow(&s->rows, &a->p->schema, s->rows.n + more,
                                err);
}

static enum lathe_code take_record(const struct pass *a, struct slot *s,
                                   const struct lathe_block *b, size_t i,
                                   struct lathe_err *err)
{
    const struct lathe_field *field = b->field + i * b->cols;
    struct lathe_err why;
    enum fate fate;
    enum lathe_code rc = LATHE_OK;

    if (!lathe_scan_has_target(a->scan, field, a->tables->map))
        return LATHE_OK;
    if (a->scan->dedup)
        rc = lathe_scan_hash(a->scan, field, a->tables->map, s->joined,
                             &s->row_text, &s->row_text_cap,
                             &s->hash[s->records], err);
    if (rc)
        return rc;
    if (has_keys(a))
        rc = find_key(a, field, b->line[i], &s->key[s->records], &why);
    if (!rc)
        rc = type_record(a, s, field, b->line[i], &fate, &why);
    if (rc && rc != LATHE_EDATA)
        return lathe_fail(err, rc, "%s", why.msg);
    if (rc) {
        fate = BAD;
        rc = refuse(s, true, why.msg, b->raw[i].s, b->raw[i].len, err);
        s->stopped = !a->scan->dedup && !lathe_tables_skip(a->p);
    } else if (fate == ROW && !*s->shared_name &&
               is_shared(a, s, s->records)) {
        keep_shared(a, s, field);
    }
    s->fate[s->records++] = (unsigned char)fate;
    return rc;
}

static enum lathe_code take(void *ctx, size_t slot,
                            const struct lathe_block *b, struct lathe_err *err)
{
    const struct pass *a = ctx;
    struct slot *s = &a->slot[slot];
    enum lathe_code rc = make_room(a, s, b->rows, err);

    s->joined = lathe_scan_is_joined(a->scan, b, a->tables->map);
    for (size_t i = 0; i < b->rows && !rc && !s->stopped; i++)
        rc = take_record(a, s, b, i, err);
    return rc;
}

/* ---- in order: which rows count, and where they go ---------------------- */

/* One that could not become a row, or not even a record. */
static enum lathe_code commit_refusal(struct pass *a, const struct slot *s,
                                      const struct refusal *r,
                                      struct lathe_err *err)
{
    const char *text = s->text.s + r->at;

    if (r->typed && !lathe_tables_skip(a->p))
        return lathe_fail(err, LATHE_EDATA, "%.*s", (int)r->why_n,
                          text + LATHE_REJECTS_MARK);
    if (a->mode == LATHE_TYPE_PASS_WRITE)
        return lathe_rejects_put(&a->p->rejects, text, r->n, err);
    a->p->counts.refused++;
    return LATHE_OK;
}

/* Counts the values of a row that the schema of --like does not know, and those
 * that are missing where it lacked none. */
static void count_unknown(struct lathe_unknown *u,
                          const struct lathe_rows *rows, size_t row)
{
    struct lathe_rows one = {.n = 1, .numbers = rows->numbers,
                             .categories = rows->categories};

    if (u->schema->pixels)
        return;
    if (rows->numbers)
        one.number = rows->number + row * rows->numbers;
    if (rows->categories)
        one.code = rows->code + row * rows->categories;
    lathe_unknown_add(u, &one, true);
}

/* Counts a row that is to be split, `key` being that of --split-by. Groups are
 * balanced by the classes of one target, not by combinations of labels. */
static enum lathe_code count_row(struct lathe_preprocess *p,
                                 const struct lathe_rows *rows, size_t row,
                                 const struct lathe_split_key *key,
                                 struct lathe_err *err)
{
    const uint32_t *label = rows->label + row * rows->labels;
    uint64_t *count = p->class_rows;
    enum lathe_code rc = LATHE_OK;

    if (rows->labels == 0)
        count[0]++;
    for (size_t t = 0; t < rows->labels; t++) {
        count[label[t]]++;
        count += p->schema.target[t].classes.n;
    }
    if (rows->labels > 1)
        rc = lathe_labelsets_add(&p->sets, label, rows->labels, err);
    if (rc || !key)
        return rc;
    return lathe_split_by_count(&p->by, *key,
                                rows->labels == 1 ? label[0] : 0, err);
}

/* Row `row` is record i. */
static enum lathe_code commit_row(struct pass *a, struct slot *s, size_t i,
                                  size_t row, bool counts,
                                  struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;
    struct lathe_preprocess_input *input = a->tables->input;
    enum lathe_split split = LATHE_SPLITS;
    uint64_t place;
    enum lathe_code rc = LATHE_OK;

    if (counts && a->mode == LATHE_TYPE_PASS_WRITE) {
        rc = lathe_preprocess_deal(p, input,
                                   lathe_preprocess_stratum(p, &s->rows, row),
                                   is_split(a) ? &s->key[i] : NULL, &split,
                                   &place, err);
        if (!rc && s->first[split] == UINT64_MAX)
            s->first[split] = place;
        if (!rc && p->like.path)
            count_unknown(&p->unknown, &s->rows, row);
        if (!rc && is_shared(a, s, i))
            rc = lathe_quality_groups_add(&p->shared, &s->key[i],
                                          split, s->key[i].v == s->shared
                                          ? s->shared_name : NULL, err);
    } else if (counts && input->role != LATHE_TRAIN) {
        p->given[input->role]++;
    } else if (counts) {
        rc = count_row(p, &s->rows, row,
                       is_split(a) ? &s->key[i] : NULL, err);
    }
    if (a->mode == LATHE_TYPE_PASS_WRITE) {
        s->split[row] = (unsigned char)split;
        if (is_grouped(a))
            s->row_group[row] = s->key[i].v;
    }
    return rc;
}

/* The refusals that stand before record i, its own left out. */
static enum lathe_code commit_before(struct pass *a, const struct slot *s,
                                     size_t i, size_t *next,
                                     struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    while (!rc && *next < s->refusals && s->refusal[*next].record <= i &&
           !s->refusal[*next].typed)
        rc = commit_refusal(a, s, &s->refusal[(*next)++], err);
    return rc;
}

/* Whether the next row repeats an earlier one. */
static enum lathe_code look_up(struct pass *a, uint64_t hash, bool *repeated,
                               struct lathe_err *err)
{
    enum lathe_code rc = lathe_seen_add(&a->scan->seen, hash, repeated, err);

    if (a->scan->known && lathe_late_repeats(a->scan->known, a->scan->hashed))
        *repeated = true;
    a->scan->hashed++;
    return rc;
}

static enum lathe_code commit_records(struct pass *a, struct slot *s,
                                      struct lathe_err *err)
{
    size_t row = 0, next = 0;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < s->records && !rc; i++) {
        bool repeated = false;

        rc = commit_before(a, s, i, &next, err);
        if (!rc && a->scan->dedup)
            rc = look_up(a, s->hash[i], &repeated, err);
        if (rc)
            return rc;
        if (s->fate[i] == ROW) {
            rc = commit_row(a, s, i, row++, !repeated, err);
        } else if (s->fate[i] == INCOMPLETE) {
            a->incomplete += !repeated;
        } else {
            const struct refusal *r = &s->refusal[next++];

            assert(r->typed && r->record == i);
            if (!repeated)
                rc = commit_refusal(a, s, r, err);
        }
    }
    return rc ? rc : commit_before(a, s, s->records, &next, err);
}

static enum lathe_code commit(void *ctx, size_t slot, bool *again,
                              struct lathe_err *err)
{
    struct pass *a = ctx;
    struct slot *s = &a->slot[slot];
    enum lathe_code rc = LATHE_OK;

    (void)again;
    for (int k = 0; k < LATHE_SPLITS; k++)
        s->first[k] = UINT64_MAX;
    if (a->mode == LATHE_TYPE_PASS_WRITE)
        rc = lathe_grow(&s->split, &s->split_cap, s->rows.n + 1, 1, err);
    if (!rc && a->mode == LATHE_TYPE_PASS_WRITE && is_grouped(a))
        rc = lathe_grow(&s->row_group, &s->row_group_cap, s->rows.n + 1,
                        sizeof *s->row_group, err);
    return rc ? rc : commit_records(a, s, err);
}

/* ---- writing ------------------------------------------------------------ */

/* Writes what is gathered, from `first` on. */
static enum lathe_code flush(struct pass *a, struct slot *s,
                             enum lathe_split split, uint64_t *first,
                             struct lathe_err *err)
{
    enum lathe_code rc = lathe_dataset_fill(&a->p->writer, split, *first,
                                            &s->out, err);

    if (!rc && is_grouped(a))
        rc = lathe_dataset_fill_groups(&a->p->writer, split, *first, s->out.n,
                                       s->group, err);
    *first += s->out.n;
    s->out.n = 0;
    return rc;
}

/* The rows of one split, which follow one another there. */
static enum lathe_code write_split(struct pass *a, struct slot *s,
                                   enum lathe_split split,
                                   struct lathe_err *err)
{
    uint64_t first = s->first[split];
    enum lathe_code rc = LATHE_OK;

    s->out.n = 0;
    for (size_t i = 0; i < s->rows.n && !rc; i++) {
        if (s->split[i] != split)
            continue;
        if (is_grouped(a))
            s->group[s->out.n] = s->row_group[i];
        lathe_rows_copy(&s->out, s->out.n++, &s->rows, i);
        if (s->out.n == s->out.cap)
            rc = flush(a, s, split, &first, err);
    }
    return !rc && s->out.n ? flush(a, s, split, &first, err) : rc;
}

static enum lathe_code finish(void *ctx, size_t slot, struct lathe_err *err)
{
    struct pass *a = ctx;
    enum lathe_code rc = LATHE_OK;

    for (int k = 0; k < LATHE_SPLITS && !rc; k++)
        if (a->slot[slot].first[k] != UINT64_MAX)
            rc = write_split(a, &a->slot[slot], (enum lathe_split)k, err);
    return rc;
}

/* ---- the pass ----------------------------------------------------------- */

static enum lathe_code open_input(void *ctx, struct lathe_err *err)
{
    struct pass *a = ctx;
    enum lathe_code rc;

    lathe_table_release(&a->table);
    rc = lathe_table_init(&a->table, &a->p->schema, a->tables->here,
                          a->tables->input->origin.name, true, err);
    a->table.strip = a->p->opts->strip;
    a->table.blocks = true;
    return rc;
}

static enum lathe_code init(struct pass *a, struct lathe_err *err)
{
    const struct lathe_schema *s = &a->p->schema;
    size_t cap = GATHER_BYTES / (lathe_rows_bytes(s) + 1) + 1;
    enum lathe_code rc = lathe_new(&a->slot, a->slots, sizeof *a->slot,
                                   "rows", err);

    for (size_t i = 0; i < a->slots && !rc; i++) {
        rc = lathe_rows_init(&a->slot[i].rows, s, cap, err);
        if (!rc)
            rc = lathe_rows_init(&a->slot[i].out, s, cap, err);
        if (!rc && is_grouped(a))
            rc = lathe_new(&a->slot[i].group, cap, sizeof *a->slot[i].group,
                           "groups", err);
    }
    return rc;
}

static void release(struct pass *a)
{
    for (size_t i = 0; a->slot && i < a->slots; i++) {
        struct slot *s = &a->slot[i];

        lathe_rows_release(&s->rows);
        lathe_rows_release(&s->out);
        lathe_free(s->fate);
        lathe_free(s->hash);
        lathe_free(s->key);
        lathe_free(s->refusal);
        lathe_free(s->row_text);
        lathe_free(s->split);
        lathe_free(s->row_group);
        lathe_free(s->group);
        lathe_buf_release(&s->text);
    }
    lathe_free(a->slot);
    lathe_table_release(&a->table);
}

/* Less text at a time where it becomes more, as texts do. A record has two
 * bytes a column at least. */
static size_t piece_bytes(const struct lathe_tables *t)
{
    size_t rows = ROWS_BYTES / lathe_rows_bytes(&t->p->schema) + 1;
    size_t least = 2 * (t->names.n + 1);

    return rows < LATHE_PIECES_BYTES / least ? rows * least : 0;
}

enum lathe_code lathe_type_pass(struct lathe_tables *t,
                                struct lathe_scan *scan,
                                enum lathe_type_pass_mode mode,
                                uint64_t *incomplete, struct lathe_err *err)
{
    struct pass a = {.tables = t, .p = t->p, .scan = scan, .mode = mode,
                     .slots = lathe_pipeline_slots(t->p->pool)};
    const struct lathe_pieces_job job = {
        .begin = begin, .take = take, .reject = reject, .commit = commit,
        .finish = mode == LATHE_TYPE_PASS_WRITE ? finish : NULL, .ctx = &a,
        .piece_bytes = piece_bytes(t),
    };
    enum lathe_code rc = init(&a, err);

    if (!rc)
        rc = lathe_tables_read(t, &job, open_input, err);
    *incomplete = a.incomplete;
    release(&a);
    return rc;
}
