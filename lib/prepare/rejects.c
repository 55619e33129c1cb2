#include "prepare/rejects.h"

#include "base/buf.h"

enum lathe_code lathe_rejects_open(struct lathe_rejects *r, const char *path,
                                   struct lathe_err *err)
{
    enum lathe_code rc = lathe_file_create(&r->file, path, err);

    r->open = rc == LATHE_OK;
    return rc;
}

void lathe_rejects_format(struct lathe_buf *text, const char *why,
                          const char *record, size_t n)
{
    lathe_buf_puts(text, "# ");
    lathe_buf_puts(text, why);
    lathe_buf_putc(text, '\n');
    lathe_buf_add(text, record, n);
    if (n == 0 || record[n - 1] != '\n')
        lathe_buf_putc(text, '\n');
}

enum lathe_code lathe_rejects_put(struct lathe_rejects *r, const char *text,
                                  size_t n, struct lathe_err *err)
{
    r->n++;
    return r->open ? lathe_file_write(&r->file, text, n, err) : LATHE_OK;
}

enum lathe_code lathe_rejects_add(struct lathe_rejects *r, const char *why,
                                  const char *record, size_t n,
                                  struct lathe_err *err)
{
    struct lathe_buf text = {0};
    enum lathe_code rc;

    lathe_rejects_format(&text, why, record, n);
    rc = lathe_buf_check(&text, err);
    if (!rc)
        rc = lathe_rejects_put(r, text.s, text.len, err);
    lathe_buf_release(&text);
    return rc;
}

enum lathe_code lathe_rejects_commit(struct lathe_rejects *r,
                                     struct lathe_err *err)
{
    if (!r->open)
        return LATHE_OK;
    r->open = false;
    return lathe_file_commit(&r->file, err);
}

void lathe_rejects_release(struct lathe_rejects *r)
{
    if (r->open)
        lathe_file_release(&r->file);
    *r = (struct lathe_rejects){0};
}
