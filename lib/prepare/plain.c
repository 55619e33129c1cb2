#include "prepare/plain.h"

#include "base/alloc.h"
#include "data/hashing.h"
#include "prepare/preprocess.h"
#include "prepare/tables.h"

#include <math.h>
#include <string.h>

/* Whether the second pass would make the same rows of these numbers. */
static bool is_enough(const struct lathe_scan *scan,
                      const struct lathe_preprocess *p)
{
    return !scan->dedup && !lathe_tables_skip(p) && !p->image.channels &&
           p->by.kind == LATHE_BY_RANDOM && !p->like.path;
}

/* Whether all that is present are finite numbers. */
static bool is_number(const struct lathe_scan_column *c)
{
    return c->depth == LATHE_SCAN_ALL && c->numbers == c->present &&
           (c->numbers == c->nans || (isfinite(c->min) && isfinite(c->max)));
}

static void add_run(struct lathe_plain *m, size_t from, size_t to)
{
    struct lathe_plain_run *last = m->run + m->runs - 1;

    if (m->runs && last->from + last->n == from)
        last->n++;
    else
        m->run[m->runs++] = (struct lathe_plain_run){from, to, 1};
}

/* What the words of the scan are in a column: codes[n] in their order. */
static void find_codes(const struct lathe_scan_column *from,
                       const struct lathe_column *c, uint32_t *code, size_t n)
{
    const struct lathe_dict *words = &from->words;

    for (size_t k = 0; k < n; k++)
        if (c->encode == LATHE_ENCODE_HASH)
            code[k] = lathe_hashing_code(words->word[k], words->length[k]);
        else
            code[from->order[k]] = (uint32_t)k;
}

static enum lathe_code add_category(struct lathe_plain *m, size_t from,
                                    const struct lathe_scan_column *seen,
                                    const struct lathe_column *c)
{
    struct lathe_plain_category *to = &m->category[m->categories++];
    bool hashed = c->encode == LATHE_ENCODE_HASH;
    enum lathe_code rc;

    to->from = from;
    to->codes = hashed ? seen->words.n : c->dict.n;
    rc = lathe_new(&to->code, to->codes, sizeof *to->code, "categories", NULL);
    if (!rc)
        find_codes(seen, c, to->code, to->codes);
    return rc;
}

/* Whether the rows have all of a column: only numbers, words and dates that
 * are. */
static bool has_column(const struct lathe_scan_column *seen,
                       const struct lathe_column *c, enum lathe_holds holds)
{
    bool none = holds == LATHE_HOLDS_NOTHING;

    if (c->impute == LATHE_IMPUTE_DROP)
        return false;
    if (c->kind == LATHE_NUMBER)
        return (none || holds == LATHE_HOLDS_NUMBERS) && is_number(seen);
    if (c->kind == LATHE_DATE)
        return holds == LATHE_HOLDS_DATES && seen->dated == c->order;
    return c->kind == LATHE_CATEGORY && (none || holds == LATHE_HOLDS_CODES) &&
           seen->depth != LATHE_SCAN_IGNORE && !seen->many;
}

/* Every column but the target must be one of the schema: there is no place for
 * others, like weights. */
static enum lathe_code find_columns(struct lathe_plain *m,
                                    const struct lathe_scan *scan,
                                    const struct lathe_list *names,
                                    const unsigned char *holds,
                                    const struct lathe_schema *schema)
{
    size_t feature = 0, number = 0;
    enum lathe_code rc = lathe_new(&m->run, schema->numbers, sizeof *m->run,
                                   "columns", NULL);

    if (!rc)
        rc = lathe_new(&m->category, schema->categories, sizeof *m->category,
                       "columns", NULL);
    for (size_t i = 0; i < scan->n && !rc; i++) {
        const struct lathe_column *c;

        if (scan->column[i].is_target)
            continue;
        if (feature == schema->n ||
            strcmp(names->v[i], schema->column[feature].name) != 0)
            return LATHE_EARG;
        c = &schema->column[feature++];
        if (c->kind == LATHE_DROPPED)
            continue;
        if (!has_column(&scan->column[i], c,
                        holds ? (enum lathe_holds)holds[i]
                              : LATHE_HOLDS_NUMBERS))
            return LATHE_EARG;
        if (lathe_schema_is_real(c->kind))
            add_run(m, i, number++);
        else
            rc = add_category(m, i, &scan->column[i], c);
    }
    return rc;
}

/* Words that are counted. */
static size_t words_of(const struct lathe_schema *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        n += s->column[i].dict.n;
    return n;
}

static enum lathe_code find_values(struct lathe_plain *m,
                                   const struct lathe_scan *scan)
{
    const struct lathe_targets *t = scan->targets;
    enum lathe_code rc = lathe_new(&m->target, t->n, sizeof *m->target,
                                   "targets", NULL);

    m->targets = t->n;
    for (size_t i = 0; i < t->n && !rc; i++) {
        const struct lathe_scan_column *c = &scan->column[t->place[i]];

        m->target[i] = t->place[i];
        if (!is_number(c) || c->nans)
            rc = LATHE_EARG;
    }
    return rc;
}

static enum lathe_code find_labels(struct lathe_plain *m,
                                   const struct lathe_scan *scan,
                                   const struct lathe_schema *schema)
{
    const uint32_t *order = scan->column[scan->targets->place[0]].order;
    enum lathe_code rc;

    if (schema->values)
        return find_values(m, scan);
    if (schema->labels > 1)
        return LATHE_EARG;
    m->labels = schema->target[0].classes.n;
    rc = lathe_new(&m->label, m->labels, sizeof *m->label, "classes", NULL);
    for (size_t k = 0; k < m->labels && !rc; k++)
        m->label[order[k]] = (uint32_t)k;
    return rc;
}

enum lathe_code lathe_plain_find(struct lathe_plain *m,
                                 const struct lathe_scan *scan,
                                 const struct lathe_list *names,
                                 const unsigned char *holds,
                                 const struct lathe_preprocess *p)
{
    enum lathe_code rc = LATHE_OK;

    *m = (struct lathe_plain){.width = scan->n};
    if (!is_enough(scan, p) || words_of(&p->schema) > LATHE_PLAIN_WORDS)
        return LATHE_EARG;
    rc = find_columns(m, scan, names, holds, &p->schema);
    return rc ? rc : find_labels(m, scan, &p->schema);
}

void lathe_plain_release(struct lathe_plain *m)
{
    for (size_t k = 0; k < m->categories; k++)
        lathe_free(m->category[k].code);
    lathe_free(m->category);
    lathe_free(m->run);
    lathe_free(m->label);
    lathe_free(m->target);
    *m = (struct lathe_plain){0};
}

bool lathe_plain_is_same(const struct lathe_plain *a,
                         const struct lathe_plain *b)
{
    return !a->label && !b->label && !a->categories && !b->categories &&
           a->width == b->width &&
           a->runs == b->runs && a->targets == b->targets &&
           memcmp(a->run, b->run, a->runs * sizeof *a->run) == 0 &&
           memcmp(a->target, b->target,
                  a->targets * sizeof *a->target) == 0;
}

size_t lathe_plain_label(const struct lathe_plain *m, uint32_t code)
{
    if (!m->label)
        return 0;
    return code < m->labels ? m->label[code] : LATHE_DICT_NONE;
}

static uint32_t category_of(const struct lathe_plain_category *c, double v)
{
    if (isnan(v))
        return LATHE_MISSING_CODE;
    return v >= 0 && v < (double)c->codes ? c->code[(size_t)v]
                                          : LATHE_UNKNOWN_CODE;
}

static void put_row(const struct lathe_plain *m, const double *row,
                    struct lathe_rows *rows, size_t to)
{
    double *number = rows->number + to * rows->numbers;
    uint32_t *code = rows->code + to * rows->categories;

    for (size_t k = 0; k < m->categories; k++)
        code[k] = category_of(&m->category[k], row[m->category[k].from]);
    for (size_t k = 0; k < m->runs; k++)
        memcpy(number + m->run[k].to, row + m->run[k].from,
               m->run[k].n * sizeof *row);
    for (size_t t = 0; t < m->targets; t++)
        rows->value[to * m->targets + t] = row[m->target[t]];
}

void lathe_plain_put(const struct lathe_plain *m, const double *row,
                     const uint32_t *code, size_t n, struct lathe_rows *rows,
                     size_t to)
{
    for (size_t i = 0; i < n; i++)
        put_row(m, row + i * m->width, rows, to + i);
    for (size_t i = 0; i < n && m->label; i++)
        rows->label[to + i] = (uint32_t)lathe_plain_label(m, code[i]);
}
