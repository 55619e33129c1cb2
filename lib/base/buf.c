#include "base/buf.h"

#include "base/alloc.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DEFAULT_LIMIT ((size_t)1 << 30)
#define FAILED SIZE_MAX                 /* as `cap`: bytes were dropped */

/* Room for n more bytes and a NUL; false when there is none. */
static bool reserve(struct lathe_buf *b, size_t n)
{
    size_t limit = b->limit ? b->limit : DEFAULT_LIMIT;
    size_t cap = b->cap;

    if (cap == FAILED)
        return false;
    if (n < limit && b->len + n + 1 <= cap)
        return true;
    if (n >= limit || b->len + n >= limit ||
        lathe_grow(&b->s, &cap, b->len + n + 1, 1, NULL)) {
        b->cap = FAILED;
        return false;
    }
    b->cap = cap;
    return true;
}

void lathe_buf_add(struct lathe_buf *b, const void *bytes, size_t n)
{
    if (!reserve(b, n))
        return;
    if (n)
        memcpy(b->s + b->len, bytes, n);
    b->len += n;
    b->s[b->len] = '\0';
}

void lathe_buf_puts(struct lathe_buf *b, const char *s)
{
    lathe_buf_add(b, s, strlen(s));
}

void lathe_buf_putc(struct lathe_buf *b, char c)
{
    lathe_buf_add(b, &c, 1);
}

void lathe_buf_printf(struct lathe_buf *b, const char *format, ...)
{
    va_list ap, again;

    va_start(ap, format);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    if (n >= 0 && reserve(b, (size_t)n)) {
        vsnprintf(b->s + b->len, (size_t)n + 1, format, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

void lathe_buf_clear(struct lathe_buf *b)
{
    if (b->cap == FAILED) {
        size_t limit = b->limit;
        lathe_buf_release(b);
        b->limit = limit;
        return;
    }
    b->len = 0;
    if (b->s)
        b->s[0] = '\0';
}

enum lathe_code lathe_buf_check(const struct lathe_buf *b,
                                struct lathe_err *err)
{
    if (b->cap == FAILED)
        return lathe_fail(err, LATHE_ENOMEM,
                          "out of memory (a text of %zu bytes)", b->len);
    return LATHE_OK;
}

void lathe_buf_release(struct lathe_buf *b)
{
    lathe_free(b->s);
    *b = (struct lathe_buf){0};
}

static enum lathe_code add_bytes(struct lathe_list *l, const char *s, size_t n,
                                 struct lathe_err *err)
{
    char *copy;

    if ((l->n & (l->n - 1)) == 0) {     /* 0, 1, 2, 4, ...: full */
        char **v = lathe_realloc(l->v, l->n ? 2 * l->n : 1, sizeof *v);
        if (!v)
            return lathe_fail(err, LATHE_ENOMEM, "out of memory (a list)");
        l->v = v;
    }
    copy = lathe_strndup(s, n);
    if (!copy)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a list)");
    l->v[l->n++] = copy;
    return LATHE_OK;
}

enum lathe_code lathe_list_add(struct lathe_list *l, const char *s,
                               struct lathe_err *err)
{
    return add_bytes(l, s, strlen(s), err);
}

void lathe_list_release(struct lathe_list *l)
{
    for (size_t i = 0; i < l->n; i++)
        lathe_free(l->v[i]);
    lathe_free(l->v);
    *l = (struct lathe_list){0};
}

enum lathe_code lathe_list_split(struct lathe_list *out, const char *text,
                                 char separator, struct lathe_err *err)
{
    const char *s = text;

    for (;;) {
        const char *end = strchr(s, separator);
        size_t n = end ? (size_t)(end - s) : strlen(s);
        const char *word = s;

        while (n && isspace((unsigned char)*word)) {
            word++;
            n--;
        }
        while (n && isspace((unsigned char)word[n - 1]))
            n--;
        if (n && add_bytes(out, word, n, err))
            return LATHE_ENOMEM;
        if (!end)
            return LATHE_OK;
        s = end + 1;
    }
}

long lathe_list_find(const struct lathe_list *l, const char *s)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->v[i], s) == 0)
            return (long)i;
    return -1;
}
