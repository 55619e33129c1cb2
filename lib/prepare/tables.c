#include "prepare/tables.h"

#include "base/alloc.h"

#include <string.h>

void lathe_tables_release(struct lathe_tables *t)
{
    lathe_list_release(&t->names);
    lathe_dict_release(&t->index);
    lathe_free(t->map);
    *t = (struct lathe_tables){0};
}

bool lathe_tables_skip(const struct lathe_preprocess *p)
{
    return strcmp(p->opts->bad_rows, "skip") == 0;
}

static enum lathe_code take_names(struct lathe_tables *t,
                                  const struct lathe_list *names,
                                  struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < names->n && !rc; i++) {
        uint32_t code;

        rc = lathe_list_add(&t->names, names->v[i], err);
        if (!rc)
            rc = lathe_dict_add(&t->index, names->v[i], strlen(names->v[i]),
                                &code, err);
    }
    if (!rc)
        rc = lathe_new(&t->map, names->n, sizeof *t->map, "columns", err);
    return rc;
}

/* Where the columns of the first input are in this one. */
static enum lathe_code match_names(struct lathe_tables *t,
                                   struct lathe_err *err)
{
    const char *here = t->input->origin.name;
    const char *first = t->p->input[0].origin.name;

    for (size_t i = 0; i < t->names.n; i++)
        t->map[i] = SIZE_MAX;
    for (size_t i = 0; i < t->here->n; i++) {
        const char *name = t->here->v[i];
        uint32_t at = lathe_dict_find(&t->index, name, strlen(name));

        if (at == LATHE_DICT_NONE)
            return lathe_fail(err, LATHE_EDATA,
                              "'%s' has a column '%s' that '%s' has not", here,
                              name, first);
        t->map[at] = i;
    }
    for (size_t i = 0; i < t->names.n; i++)
        if (t->map[i] == SIZE_MAX)
            return lathe_fail(err, LATHE_EDATA,
                              "'%s' has no column '%s', which '%s' has", here,
                              t->names.v[i], first);
    return LATHE_OK;
}

/* Pieces reject through their job; that there is one lets the reader bear
 * bytes that are no text. */
static enum lathe_code reject(void *ctx, uint64_t line, const char *reason,
                              const char *bytes, size_t n,
                              struct lathe_err *err)
{
    (void)ctx;
    (void)line;
    (void)reason;
    (void)bytes;
    (void)n;
    (void)err;
    return LATHE_OK;
}

static enum lathe_code open_reader(struct lathe_tables *t,
                                   struct lathe_reader **out,
                                   struct lathe_err *err)
{
    struct lathe_reader_opts opts = lathe_reader_defaults();
    struct lathe_source *source = NULL;
    enum lathe_code rc;

    opts.dialect = t->p->dialect;
    opts.libcsv = strcmp(t->p->opts->parser, "libcsv") == 0;
    lathe_reader_limit(&opts, &t->p->opts->limits);
    if (!t->p->like.path)       /* else further ones are ignored */
        opts.most_columns = LATHE_SCHEMA_COLUMNS;
    if (lathe_tables_skip(t->p))
        opts.reject = reject;
    rc = lathe_origin_source(&t->input->origin, &source, err);
    if (!rc)
        rc = lathe_reader_new(out, source, &opts, err);
    if (!rc)
        t->here = lathe_reader_names(*out);
    return rc;
}

enum lathe_code lathe_tables_init(struct lathe_tables *t,
                                  struct lathe_preprocess *p,
                                  struct lathe_err *err)
{
    struct lathe_reader *reader = NULL;
    enum lathe_code rc;

    *t = (struct lathe_tables){.p = p, .input = &p->input[0]};
    rc = open_reader(t, &reader, err);
    if (!rc)
        rc = take_names(t, t->here, err);
    if (!rc)
        t->record = lathe_reader_width(reader);
    lathe_reader_free(reader);
    if (rc)
        lathe_tables_release(t);
    return rc;
}

static enum lathe_code read_input(struct lathe_tables *t,
                                  const struct lathe_pieces_job *job,
                                  enum lathe_code (*open)(void *ctx,
                                                          struct lathe_err *),
                                  struct lathe_err *err)
{
    struct lathe_reader *reader = NULL;
    enum lathe_code rc = open_reader(t, &reader, err);

    if (!rc)
        rc = match_names(t, err);
    if (!rc && open)
        rc = open(job->ctx, err);
    if (!rc)
        rc = lathe_pieces_read(reader, t->p->pool, job, err);
    lathe_reader_free(reader);
    return rc;
}

enum lathe_code lathe_tables_read(struct lathe_tables *t,
                                  const struct lathe_pieces_job *job,
                                  enum lathe_code (*open)(void *ctx,
                                                          struct lathe_err *),
                                  struct lathe_err *err)
{
    struct lathe_pieces_job own = *job;
    enum lathe_code rc = LATHE_OK;

    if (!lathe_tables_skip(t->p))
        own.reject = NULL;
    for (size_t i = 0; i < t->p->inputs && !rc; i++) {
        t->input = &t->p->input[i];
        if (t->given_only && t->input->role == LATHE_TRAIN)
            continue;
        rc = read_input(t, &own, open, err);
    }
    return rc;
}

enum lathe_code lathe_tables_first(struct lathe_tables *t, size_t records,
                                   enum lathe_code (*take)(
                                       void *ctx, const struct lathe_block *,
                                       struct lathe_err *),
                                   void *ctx, struct lathe_err *err)
{
    struct lathe_reader *reader = NULL;
    struct lathe_block b = {.rows = 1};
    enum lathe_code rc;

    t->input = &t->p->input[0];
    rc = open_reader(t, &reader, err);
    if (!rc)
        rc = match_names(t, err);
    for (size_t n = 0; n < records && b.rows && !rc; n += b.rows) {
        rc = lathe_reader_next(reader, &b, err);
        if (!rc && b.rows)
            rc = take(ctx, &b, err);
    }
    lathe_reader_free(reader);
    return rc;
}
