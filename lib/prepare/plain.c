#include "prepare/plain.h"

#include "base/alloc.h"
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

/* Every column but the target must be one of the schema: there is no place for
 * others, like weights. */
static enum lathe_code find_runs(struct lathe_plain *m,
                                 const struct lathe_scan *scan,
                                 const struct lathe_list *names,
                                 const struct lathe_schema *schema)
{
    size_t feature = 0, number = 0;
    enum lathe_code rc = lathe_new(&m->run, schema->numbers, sizeof *m->run,
                                   "columns", NULL);

    for (size_t i = 0; i < scan->n && !rc; i++) {
        const struct lathe_column *c;
        struct lathe_plain_run *last = m->run + m->runs - 1;

        if (scan->column[i].is_target)
            continue;
        if (feature == schema->n ||
            strcmp(names->v[i], schema->column[feature].name) != 0)
            return LATHE_EARG;
        c = &schema->column[feature++];
        if (c->kind == LATHE_DROPPED)
            continue;
        if (c->kind != LATHE_NUMBER || c->impute == LATHE_IMPUTE_DROP ||
            !is_number(&scan->column[i]))
            return LATHE_EARG;
        if (m->runs && last->from + last->n == i)
            last->n++;
        else
            m->run[m->runs++] = (struct lathe_plain_run){i, number, 1};
        number++;
    }
    return rc;
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
                                   const struct lathe_list *word,
                                   const struct lathe_schema *schema)
{
    const struct lathe_dict *classes = &schema->target[0].classes;
    enum lathe_code rc;

    if (schema->values)
        return find_values(m, scan);
    if (schema->labels > 1)
        return LATHE_EARG;
    m->labels = word->n;
    rc = lathe_new(&m->label, m->labels, sizeof *m->label, "classes", NULL);
    for (size_t k = 0; k < word->n && !rc; k++) {
        m->label[k] = lathe_dict_find(classes, word->v[k],
                                      strlen(word->v[k]));
        if (m->label[k] == LATHE_DICT_NONE)
            rc = LATHE_EARG;
    }
    return rc;
}

enum lathe_code lathe_plain_find(struct lathe_plain *m,
                                 const struct lathe_scan *scan,
                                 const struct lathe_list *names,
                                 const struct lathe_list *word,
                                 const struct lathe_preprocess *p)
{
    enum lathe_code rc = LATHE_OK;

    *m = (struct lathe_plain){.width = scan->n};
    if (!is_enough(scan, p))
        return LATHE_EARG;
    rc = find_runs(m, scan, names, &p->schema);
    return rc ? rc : find_labels(m, scan, word, &p->schema);
}

void lathe_plain_release(struct lathe_plain *m)
{
    lathe_free(m->run);
    lathe_free(m->label);
    lathe_free(m->target);
    *m = (struct lathe_plain){0};
}

bool lathe_plain_is_same(const struct lathe_plain *a,
                         const struct lathe_plain *b)
{
    return !a->label && !b->label && a->width == b->width &&
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

static void put_row(const struct lathe_plain *m, const double *row,
                    struct lathe_rows *rows, size_t to)
{
    double *number = rows->number + to * rows->numbers;

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
