#include "scan/decide.h"

#include "base/alloc.h"
#include "data/excerpt.h"
#include "scan/decide_column.h"
#include "scan/decide_target.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* All columns are dropped: says why, of the first. */
static enum lathe_code fail_empty(const struct lathe_schema *s,
                                  struct lathe_err *err)
{
    char name[LATHE_EXCERPT_ROOM], more[40] = "";

    if (s->n == 0)
        return lathe_fail(err, LATHE_EDATA, "there is no column beside the "
                          "target to learn from");
    if (s->n > 1)
        snprintf(more, sizeof more, ", and %zu more", s->n - 1);
    return lathe_fail(err, LATHE_EDATA,
                      "no column is left to learn from: '%s' is dropped (%s)%s"
                      "; --type COL=number, COL=category or COL=text keeps "
                      "one",
                      lathe_excerpt_of(name, s->column[0].name,
                                       strlen(s->column[0].name)),
                      s->column[0].why, more);
}

enum lathe_code lathe_decide_check(const struct lathe_schema *s,
                                   struct lathe_err *err)
{
    size_t pixels = (size_t)s->image.channels * s->image.height *
                    s->image.width;
    size_t kept = 0;

    for (size_t i = 0; i < s->n; i++)
        kept += s->column[i].kind != LATHE_DROPPED;
    if (s->image.channels && kept != pixels)
        return lathe_fail(err, LATHE_EDATA,
                          "image: %" PRIu32 "x%" PRIu32 "x%" PRIu32 " are %zu "
                          "pixels, but there are %zu columns beside the "
                          "target", s->image.channels, s->image.height,
                          s->image.width, pixels, kept);
    return kept ? LATHE_OK : fail_empty(s, err);
}

enum lathe_code lathe_decide_singles(const struct lathe_schema *s,
                                     const struct lathe_list *names,
                                     const struct lathe_scan *scan,
                                     unsigned char **single,
                                     struct lathe_err *err)
{
    unsigned char *is = NULL;
    size_t next = 0, numbers = 0;
    enum lathe_code rc = lathe_new(&is, s->n, 1, "columns", err);

    for (size_t i = 0; i < names->n && !rc; i++) {
        const struct lathe_column *c = lathe_scan_is_feature(scan, i)
            ? lathe_schema_next(s, names->v[i], &next) : NULL;

        if (c && c->kind == LATHE_NUMBER)
            is[c - s->column] = !scan->column[i].wide;
    }
    for (size_t i = 0; i < s->n && !rc; i++)
        if (lathe_schema_is_real(s->column[i].kind))
            is[numbers++] = is[i];
    *single = is;
    return rc;
}

enum lathe_code lathe_decide_schema(struct lathe_schema *out,
                                    uint64_t **class_rows,
                                    const char *task,
                                    const struct lathe_image *image,
                                    const struct lathe_list *names,
                                    struct lathe_scan *scan,
                                    const struct lathe_wishes *wishes,
                                    struct lathe_err *err)
{
    struct lathe_schema s = {.image = *image};
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < scan->targets->n && !rc; i++)
        rc = lathe_schema_add_target(&s, names->v[scan->targets->place[i]],
                                     err);
    if (!rc && scan->weight < scan->n) {
        s.weight = lathe_strdup(names->v[scan->weight]);
        if (!s.weight)
            rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (a name)");
    }
    if (!rc)
        rc = lathe_decide_target(&s, scan, task, err);
    if (!rc)
        rc = lathe_new(&s.column, names->n, sizeof *s.column, "columns", err);
    for (size_t i = 0; i < names->n && !rc; i++) {
        struct lathe_column *c = &s.column[s.n];

        if (!lathe_scan_is_feature(scan, i))
            continue;
        s.n++;
        if (image->channels)
            rc = lathe_decide_column_pixel(c, names->v[i], &wishes->column[i],
                                           err);
        else
            rc = lathe_decide_column(c, names->v[i], &scan->column[i],
                                     &wishes->column[i], wishes->text_dims,
                                     err);
    }
    if (!rc)
        rc = lathe_decide_target_classes(&s, scan, class_rows, err);
    if (rc) {
        lathe_schema_release(&s);
        return rc;
    }
    lathe_schema_layout(&s);
    *out = s;
    return LATHE_OK;
}
