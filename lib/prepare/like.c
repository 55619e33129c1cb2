#include "prepare/like.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "data/excerpt.h"
#include "data/nearest.h"
#include "store/store.h"

#include <inttypes.h>
#include <string.h>

/* Differences that an error names. */
#define NAMED 3

enum lathe_code lathe_like_check(const struct lathe_preprocess_opts *o,
                                 struct lathe_err *err)
{
    const struct {
        bool given;
        const char *name;
    } decided[] = {
        {o->task, "task"},         {o->type.n, "type"},
        {o->drop, "drop"},         {o->impute.n, "impute"},
        {o->add_indicator, "add-indicator"},
        {o->scale.n, "scale"},     {o->encode.n, "encode"},
        {o->clip.n, "clip"},       {o->rare, "rare"},
        {o->text_dims != lathe_preprocess_defaults().text_dims, "text-dims"},
    };

    for (size_t i = 0; i < sizeof decided / sizeof *decided; i++)
        if (decided[i].given)
            return lathe_fail(err, LATHE_EARG, "%s: not with --like, where "
                              "'%s' decides it", decided[i].name, o->like);
    return LATHE_OK;
}

/* ---- reading ------------------------------------------------------------ */

static enum lathe_code parse(struct lathe_schema *out, const char *text,
                             size_t n, struct lathe_err *err)
{
    struct lathe_json *doc = NULL;
    enum lathe_code rc = lathe_json_parse(&doc, text, n, err);

    if (!rc)
        rc = lathe_schema_read(out, lathe_json_get(doc, "schema"), err);
    lathe_json_free(doc);
    return rc;
}

enum lathe_code lathe_like_read(struct lathe_like *like,
                                struct lathe_schema *out, const char *path,
                                struct lathe_pool *pool, struct lathe_err *err)
{
    struct lathe_store *store = NULL;
    char *meta = NULL;
    size_t n = 0;
    int kind = 0;
    enum lathe_code rc = lathe_store_sniff(path, &kind, err);

    if (!rc && kind != LATHE_STORE_DATASET && kind != LATHE_STORE_MODEL)
        rc = lathe_fail(err, LATHE_EDATA, "like: '%s' is neither a dataset "
                        "nor a model", path);
    if (!rc)
        rc = lathe_store_open(&store, path, (enum lathe_store_kind)kind, pool,
                              err);
    if (!rc)
        rc = lathe_store_get_text(store, "meta", &meta, &n, err);
    if (rc)
        goto out;
    rc = parse(out, meta, n, err);
    if (rc) {
        lathe_fail_prefix(err, "'%s'", path);
        goto out;
    }
    like->path = path;
    like->kind = kind == LATHE_STORE_MODEL ? "model" : "dataset";
    like->digest = lathe_store_digest(store);
out:
    lathe_free(meta);
    lathe_store_free(store);
    return rc;
}

/* ---- differences -------------------------------------------------------- */

/* One line for each, kept as they are found. */
static enum lathe_code add(struct lathe_list *l, struct lathe_buf *line,
                           struct lathe_err *err)
{
    enum lathe_code rc = lathe_buf_check(line, err);

    if (!rc)
        rc = lathe_list_add(l, line->s, err);
    lathe_buf_clear(line);
    return rc;
}

static const char *cut(char out[LATHE_EXCERPT_ROOM], const char *s)
{
    return lathe_excerpt_of(out, s, strlen(s));
}

/* The first value of a column that it cannot have, or NULL. */
static const char *find_odd(const struct lathe_column *c,
                            const struct lathe_scan_column *seen,
                            uint64_t *line)
{
    const struct lathe_scan_dates *d = &seen->dates;

    if (c->kind == LATHE_NUMBER) {
        *line = seen->odd_line;
        return seen->odd;
    }
    if (c->kind != LATHE_DATE)
        return NULL;
    if (c->order == LATHE_DATE_DMY) {
        *line = d->no_dmy_line;
        return d->no_dmy;
    }
    if (c->order == LATHE_DATE_MDY) {
        *line = d->no_mdy_line;
        return d->no_mdy;
    }
    *line = d->odd_line;
    return c->order == LATHE_DATE_PLAIN ? d->odd : NULL;
}

/* A column of the table that may be the one that is missing under another name:
 * one like it that the schema lacks. NULL: none. */
static const char *find_renamed(const struct lathe_schema *s,
                                const struct lathe_dict *names,
                                const char *missing)
{
    for (uint32_t i = 0; i < names->n; i++)
        if (lathe_nearest_is(names->word[i], missing) &&
            !lathe_schema_find(s, names->word[i]) &&
            lathe_schema_find_target(s, names->word[i]) >= s->targets)
            return names->word[i];
    return NULL;
}

/* "column 'age' is missing; is it 'Age'?" */
static void name_missing(struct lathe_buf *line, const struct lathe_schema *s,
                         const struct lathe_dict *names, const char *missing)
{
    char text[LATHE_EXCERPT_ROOM];
    const char *other = find_renamed(s, names, missing);

    lathe_buf_printf(line, "column '%s' is missing", cut(text, missing));
    if (other)
        lathe_buf_printf(line, " (or is it '%s'?)", cut(text, other));
}

/* The columns that the schema needs, in its order. */
static enum lathe_code compare_columns(struct lathe_list *l,
                                       const struct lathe_schema *s,
                                       const struct lathe_dict *names,
                                       const struct lathe_scan *scan,
                                       bool names_only, struct lathe_err *err)
{
    struct lathe_buf line = {0};
    char name[LATHE_EXCERPT_ROOM], odd[LATHE_EXCERPT_ROOM];
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < s->n && !rc; i++) {
        const struct lathe_column *c = &s->column[i];
        uint32_t at = lathe_dict_find(names, c->name, strlen(c->name));
        const struct lathe_scan_column *seen =
            at == LATHE_DICT_NONE ? NULL : &scan->column[at];
        const char *value = NULL;
        uint64_t where = 0;

        if (c->kind == LATHE_DROPPED)
            continue;
        cut(name, c->name);
        if (!seen)
            name_missing(&line, s, names, c->name);
        else if (!names_only)
            value = find_odd(c, seen, &where);
        if (value)
            lathe_buf_printf(&line, "column '%s' is no %s: '%s' in line %"
                             PRIu64, name, lathe_schema_kind_name(c->kind),
                             cut(odd, value), where);
        if (line.s && line.len)
            rc = add(l, &line, err);
    }
    lathe_buf_release(&line);
    return rc;
}

/* Target `t`, found in the column `c`. *strip: what may be cut off the end of
 * one of the new classes; else as it was. */
static enum lathe_code compare_target(struct lathe_list *l,
                                      const struct lathe_schema *s, size_t t,
                                      const struct lathe_scan_column *c,
                                      char *strip, struct lathe_err *err)
{
    const struct lathe_dict *classes = &s->target[t].classes;
    struct lathe_buf line = {0};
    char text[LATHE_EXCERPT_ROOM], name[LATHE_EXCERPT_ROOM];
    bool several = s->targets > 1;
    enum lathe_code rc = LATHE_OK;

    cut(name, s->target[t].name);
    if (s->values && c->odd) {
        lathe_buf_printf(&line, "the target%s%s%s is no number: '%s' in line %"
                         PRIu64, several ? " '" : "", several ? name : "",
                         several ? "'" : "", cut(text, c->odd), c->odd_line);
        rc = add(l, &line, err);
    }
    for (uint32_t i = 0; s->labels && i < c->words.n && !rc; i++) {
        const char *word = c->words.word[i];
        char end = lathe_nearest_strip(classes, word, c->words.length[i]);

        if (lathe_dict_find(classes, word, c->words.length[i]) !=
            LATHE_DICT_NONE)
            continue;
        *strip = end ? end : *strip;
        lathe_buf_printf(&line, "class '%s'%s%s%s is new", cut(text, word),
                         several ? " of '" : "", several ? name : "",
                         several ? "'" : "");
        rc = add(l, &line, err);
    }
    lathe_buf_release(&line);
    return rc;
}

static enum lathe_code tell(const struct lathe_like *like, const char *source,
                            const struct lathe_list *l, char strip,
                            const struct lathe_host *host,
                            struct lathe_err *err)
{
    struct lathe_buf all = {0};
    enum lathe_code rc;

    for (size_t i = 0; i < l->n && i < NAMED; i++)
        lathe_buf_printf(&all, "%s%s", i ? "; " : "", l->v[i]);
    if (l->n > NAMED) {
        lathe_buf_printf(&all, " (and %zu more)", l->n - NAMED);
        for (size_t i = 0; i < l->n; i++)
            lathe_note(host, "%s", l->v[i]);
    }
    if (strip)
        lathe_buf_printf(&all, "; --strip '%c' cuts the end off", strip);
    rc = lathe_buf_check(&all, err);
    if (!rc)
        rc = lathe_fail(err, LATHE_EDATA, "'%s' does not fit '%s': %s", source,
                        like->path, all.s);
    lathe_buf_release(&all);
    return rc;
}

enum lathe_code lathe_like_compare(const struct lathe_like *like,
                                   const struct lathe_schema *s,
                                   const char *source,
                                   const struct lathe_list *names,
                                   const struct lathe_scan *scan,
                                   bool names_only,
                                   const struct lathe_host *host,
                                   struct lathe_err *err)
{
    struct lathe_dict index = {0};
    struct lathe_list found = {0};
    uint32_t code;
    char strip = '\0';
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < names->n && !rc; i++)
        rc = lathe_dict_add(&index, names->v[i], strlen(names->v[i]), &code,
                            err);
    if (!rc)
        rc = compare_columns(&found, s, &index, scan, names_only, err);
    for (size_t t = 0; t < s->targets && !rc && !names_only; t++)
        rc = compare_target(&found, s, t,
                            &scan->column[scan->targets->place[t]], &strip,
                            err);
    if (!rc && found.n)
        rc = tell(like, source, &found, strip, host, err);
    lathe_dict_release(&index);
    lathe_list_release(&found);
    return rc;
}
