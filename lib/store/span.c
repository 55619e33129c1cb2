#include "store/span.h"

#include "base/alloc.h"
#include "store/disk.h"

#include <stdlib.h>
#include <string.h>

void lathe_span_release(struct lathe_span_source *s)
{
    lathe_free(s->taken);
    s->taken = NULL;
    s->n = s->cap = 0;
    s->taken_bytes = 0;
}

static enum lathe_code overlap(const struct lathe_span_source *s,
                               struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA,
                      "'%s' was not written by lathe: two parts of it overlap",
                      s->path);
}

enum lathe_code lathe_span_take(struct lathe_span_source *s, uint64_t at,
                                uint64_t bytes, const char *name,
                                struct lathe_err *err)
{
    if (at > s->bytes || bytes > s->bytes - at)
        return lathe_fail(err, LATHE_EDATA, "'%s', object '%s': it reaches "
                          "beyond the end of the file", s->path, name);
    if (bytes == 0)
        return LATHE_OK;
    if (bytes > s->bytes - s->taken_bytes)
        return overlap(s, err);

    enum lathe_code rc = lathe_grow(&s->taken, &s->cap, s->n + 1,
                                    sizeof *s->taken, err);
    if (rc)
        return rc;
    s->taken[s->n++] = (struct lathe_span){at, bytes};
    s->taken_bytes += bytes;
    return LATHE_OK;
}

enum lathe_code lathe_span_read(struct lathe_span_source *s, uint64_t at,
                                size_t bytes, void *out, const char *name,
                                struct lathe_err *err)
{
    size_t got;
    enum lathe_code rc = lathe_span_take(s, at, bytes, name, err);

    if (rc || bytes == 0)
        return rc;
    if (s->image) {
        memcpy(out, s->image + at, bytes);
        return LATHE_OK;
    }
    rc = lathe_disk_read(s->fd, s->path, at, out, bytes, &got, err);
    if (rc == LATHE_OK && got < bytes)
        rc = lathe_fail(err, LATHE_EIO, "'%s' was cut while it was read",
                        s->path);
    return rc;
}

static int by_place(const void *a, const void *b)
{
    const struct lathe_span *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

enum lathe_code lathe_span_check(struct lathe_span_source *s,
                                 struct lathe_err *err)
{
    if (s->n > 0)
        qsort(s->taken, s->n, sizeof *s->taken, by_place);
    for (size_t i = 1; i < s->n; i++)
        if (s->taken[i].at - s->taken[i - 1].at < s->taken[i - 1].bytes)
            return overlap(s, err);
    return LATHE_OK;
}
