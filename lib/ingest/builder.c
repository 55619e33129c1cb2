#include "ingest/builder.h"

#include "base/alloc.h"
#include "base/copy.h"

#include <assert.h>
#include <string.h>

enum lathe_code lathe_builder_init(struct lathe_builder *b,
                                   struct lathe_err *err)
{
    struct lathe_builder made = {0};
    enum lathe_code rc;

    rc = lathe_new(&made.line, LATHE_BUILDER_ROWS, sizeof *made.line,
                   "a block", err);
    if (rc)
        goto out;
    rc = lathe_new(&made.raw, LATHE_BUILDER_ROWS, sizeof *made.raw, "a block",
                   err);
    if (rc)
        goto out;

    *b = made;
    made = (struct lathe_builder){0};
out:
    lathe_builder_release(&made);
    return rc;
}

void lathe_builder_release(struct lathe_builder *b)
{
    lathe_free(b->text);
    lathe_free(b->field);
    lathe_free(b->line);
    lathe_free(b->raw);
    *b = (struct lathe_builder){0};
}

bool lathe_builder_full(const struct lathe_builder *b)
{
    return b->rows == LATHE_BUILDER_ROWS ||
           (b->most_bytes && b->used >= b->most_bytes);
}

void lathe_builder_clear(struct lathe_builder *b)
{
    b->used = b->fields = b->rows = b->joined = 0;
    b->row_fields = b->row_used = 0;
}

void lathe_builder_drop(struct lathe_builder *b)
{
    b->used = b->row_used;
    b->fields = b->row_fields;
}

/* A larger text; the fields point into it. */
static enum lathe_code grow_text(struct lathe_builder *b, size_t need,
                                 struct lathe_err *err)
{
    char *text = NULL;
    size_t cap = 0;
    enum lathe_code rc = lathe_grow(&text, &cap, need + LATHE_READER_SLACK, 1,
                                    err);

    if (rc)
        return rc;
    if (b->used)
        memcpy(text, b->text, b->used);
    for (size_t i = 0; i < b->fields; i++)
        b->field[i].s = text + (b->field[i].s - b->text);
    lathe_free(b->text);
    b->text = text;
    b->text_cap = cap - LATHE_READER_SLACK;
    return LATHE_OK;
}

enum lathe_code lathe_builder_room(struct lathe_builder *b, size_t bytes,
                                   size_t fields, struct lathe_err *err)
{
    if (b->text_cap - b->row_used < bytes) {
        enum lathe_code rc = grow_text(b, b->row_used + bytes, err);
        if (rc)
            return rc;
    }
    if (b->field_cap - b->row_fields >= fields)
        return LATHE_OK;
    return lathe_grow(&b->field, &b->field_cap, b->row_fields + fields,
                      sizeof *b->field, err);
}

void lathe_builder_add(struct lathe_builder *b, const char *s, size_t n)
{
    char *to = b->text + b->used;

    assert(n < b->text_cap - b->used && b->fields < b->field_cap);
    lathe_copy(to, s, n);
    to[n] = '\0';
    b->field[b->fields++] = (struct lathe_field){ to, n };
    b->used += n + 1;
}
