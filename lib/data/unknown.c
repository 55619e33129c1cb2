#include "data/unknown.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "data/excerpt.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Columns that are named in a line. */
#define NAMED 6

enum lathe_code lathe_unknown_init(struct lathe_unknown *u,
                                   const struct lathe_schema *s,
                                   struct lathe_err *err)
{
    enum lathe_code rc;

    *u = (struct lathe_unknown){.schema = s};
    rc = lathe_new(&u->count, s->categories, sizeof *u->count, "counts", err);
    if (!rc)
        rc = lathe_new(&u->absent, s->n, sizeof *u->absent, "counts", err);
    if (rc)
        lathe_unknown_release(u);
    return rc;
}

void lathe_unknown_release(struct lathe_unknown *u)
{
    lathe_free(u->count);
    lathe_free(u->absent);
    *u = (struct lathe_unknown){0};
}

static uint64_t count_nan(const double *v, size_t step, size_t n)
{
    uint64_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += isnan(v[i * step]) != 0;
    return count;
}

static uint64_t count_missing(const uint32_t *code, size_t step, size_t n)
{
    uint64_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += code[i * step] == LATHE_MISSING_CODE;
    return count;
}

/* Texts are not counted. */
static void add_absent(struct lathe_unknown *u, const struct lathe_rows *rows)
{
    const double *number = rows->number;
    const uint32_t *code = rows->code;

    for (size_t i = 0; i < u->schema->n; i++) {
        const struct lathe_column *c = &u->schema->column[i];
        bool full = c->missing == 0 && c->present > 0;

        if (lathe_schema_is_real(c->kind)) {
            if (full)
                u->absent[i] += count_nan(number, rows->numbers, rows->n);
            number++;
        } else if (c->kind == LATHE_CATEGORY) {
            if (full)
                u->absent[i] += count_missing(code, rows->categories, rows->n);
            code++;
        }
    }
}

void lathe_unknown_add(struct lathe_unknown *u, const struct lathe_rows *rows,
                       bool missing)
{
    const uint32_t *code = rows->code;

    assert(u->schema->categories == rows->categories);
    if (missing)
        add_absent(u, rows);
    for (size_t i = 0; i < rows->n; i++)
        for (size_t k = 0; k < rows->categories; k++, code++)
            if (*code == LATHE_UNKNOWN_CODE) {
                u->count[k]++;
                u->all++;
            }
}

void lathe_unknown_name(struct lathe_unknown *u,
                        const struct lathe_unknown_value *first)
{
    if (!u->first.value[0])
        u->first = *first;
}

void lathe_unknown_merge(struct lathe_unknown *u,
                         const struct lathe_unknown *other)
{
    for (size_t k = 0; other->all && k < u->schema->categories; k++)
        u->count[k] += other->count[k];
    for (size_t i = 0; i < u->schema->n; i++)
        u->absent[i] += other->absent[i];
    u->all += other->all;
}

void lathe_unknown_clear(struct lathe_unknown *u)
{
    for (size_t k = 0; u->all && k < u->schema->categories; k++)
        u->count[k] = 0;
    for (size_t i = 0; i < u->schema->n; i++)
        u->absent[i] = 0;
    u->all = 0;
}

/* Calls `tell` with each column that has unknown values, in order. */
static void each(const struct lathe_unknown *u,
                 void (*tell)(void *ctx, const char *name, uint64_t n),
                 void *ctx)
{
    size_t k = 0;

    for (size_t i = 0; u->all && i < u->schema->n; i++) {
        const struct lathe_column *c = &u->schema->column[i];

        if (c->kind == LATHE_CATEGORY && u->count[k++])
            tell(ctx, c->name, u->count[k - 1]);
    }
}

struct line {
    struct lathe_buf *out;
    size_t n;
};

static void tell_line(void *ctx, const char *name, uint64_t n)
{
    struct line *l = ctx;
    char text[LATHE_EXCERPT_ROOM];

    if (l->n++ < NAMED)
        lathe_buf_printf(l->out, "%s'%s' %llu", l->n > 1 ? ", " : "",
                         lathe_excerpt_of(text, name, strlen(name)),
                         (unsigned long long)n);
}

static void end_line(const struct line *l)
{
    if (l->n > NAMED)
        lathe_buf_printf(l->out, " and %zu more column%s", l->n - NAMED,
                         l->n - NAMED == 1 ? "" : "s");
}

void lathe_unknown_text(struct lathe_buf *out, const struct lathe_unknown *u)
{
    struct line l = {.out = out};

    each(u, tell_line, &l);
    end_line(&l);
    if (l.n && u->first.value[0])
        lathe_buf_printf(out, "; the first is '%s' in line %llu",
                         u->first.value, (unsigned long long)u->first.line);
}

bool lathe_unknown_absent(struct lathe_buf *out, const struct lathe_unknown *u)
{
    struct line l = {.out = out};

    for (size_t i = 0; u->absent && i < u->schema->n; i++)
        if (u->absent[i])
            tell_line(&l, u->schema->column[i].name, u->absent[i]);
    end_line(&l);
    return l.n > 0;
}

static void tell_member(void *ctx, const char *name, uint64_t n)
{
    lathe_json_int(ctx, name, (int64_t)n);
}

void lathe_unknown_write(struct lathe_json_out *j, const char *key,
                         const struct lathe_unknown *u)
{
    lathe_json_open(j, key, '{');
    each(u, tell_member, j);
    lathe_json_close(j, '}');
}

void lathe_unknown_write_absent(struct lathe_json_out *j, const char *key,
                                const struct lathe_unknown *u)
{
    lathe_json_open(j, key, '{');
    for (size_t i = 0; u->absent && i < u->schema->n; i++)
        if (u->absent[i])
            tell_member(j, u->schema->column[i].name, u->absent[i]);
    lathe_json_close(j, '}');
}
