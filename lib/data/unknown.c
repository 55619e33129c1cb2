#include "data/unknown.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "data/excerpt.h"

#include <assert.h>
#include <string.h>

/* Columns that are named in a line. */
#define NAMED 6

enum lathe_code lathe_unknown_init(struct lathe_unknown *u,
                                   const struct lathe_schema *s,
                                   struct lathe_err *err)
{
    *u = (struct lathe_unknown){.schema = s};
    return lathe_new(&u->count, s->categories, sizeof *u->count, "counts",
                     err);
}

void lathe_unknown_release(struct lathe_unknown *u)
{
    lathe_free(u->count);
    *u = (struct lathe_unknown){0};
}

void lathe_unknown_add(struct lathe_unknown *u, const struct lathe_rows *rows)
{
    const uint32_t *code = rows->code;

    assert(u->schema->categories == rows->categories);
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
    u->all += other->all;
}

void lathe_unknown_clear(struct lathe_unknown *u)
{
    for (size_t k = 0; u->all && k < u->schema->categories; k++)
        u->count[k] = 0;
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

void lathe_unknown_text(struct lathe_buf *out, const struct lathe_unknown *u)
{
    struct line l = {.out = out};

    each(u, tell_line, &l);
    if (l.n > NAMED)
        lathe_buf_printf(out, " and %zu more column%s", l.n - NAMED,
                         l.n - NAMED == 1 ? "" : "s");
    if (l.n && u->first.value[0])
        lathe_buf_printf(out, "; the first is '%s' in line %llu",
                         u->first.value, (unsigned long long)u->first.line);
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
