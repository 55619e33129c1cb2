#include "data/rows.h"

#include "base/alloc.h"

enum lathe_code lathe_rows_init(struct lathe_rows *r,
                                const struct lathe_schema *s, size_t cap,
                                struct lathe_err *err)
{
    const char *what = "rows";
    enum lathe_code rc;

    *r = (struct lathe_rows){.cap = cap,
                             .numbers = s->numbers,
                             .categories = s->categories,
                             .pixels = s->pixels};
    rc = lathe_new(&r->number, cap, s->numbers * sizeof *r->number, what, err);
    if (!rc)
        rc = lathe_new(&r->code, cap, s->categories * sizeof *r->code, what,
                       err);
    if (!rc)
        rc = lathe_new(&r->pixel, cap, s->pixels, what, err);
    if (!rc && s->task == LATHE_CLASSIFY)
        rc = lathe_new(&r->label, cap, sizeof *r->label, what, err);
    if (!rc && s->task == LATHE_REGRESS)
        rc = lathe_new(&r->value, cap, sizeof *r->value, what, err);
    if (rc)
        lathe_rows_release(r);
    return rc;
}

void lathe_rows_release(struct lathe_rows *r)
{
    lathe_free(r->number);
    lathe_free(r->code);
    lathe_free(r->pixel);
    lathe_free(r->label);
    lathe_free(r->value);
    *r = (struct lathe_rows){0};
}
