#include "scan/wish.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "data/hashing.h"
#include "data/namelist.h"
#include "data/nearest.h"

#include <string.h>

/* One kind of option: its name, what may be said, and how it is noted down.
 * `set` returns false when it does not know the method. */
struct option {
    const char *name, *methods;
    bool named_only;            /* COL=METHOD, never METHOD alone */
    bool (*set)(struct lathe_wish *w, const char *method, bool own);
};

/* "date", "date:dmy", ... */
static bool set_date(struct lathe_wish *w, const char *method)
{
    if (strncmp(method, "date", 4) != 0 || (method[4] && method[4] != ':'))
        return false;
    w->kind = LATHE_DATE;
    w->order = method[4] ? lathe_schema_order_of(method + 5) : 0;
    return !method[4] || w->order >= LATHE_DATE_YMD;
}

static bool set_type(struct lathe_wish *w, const char *method, bool own)
{
    (void)own;
    if (strcmp(method, "drop") == 0)
        w->kind = LATHE_DROPPED;
    else if (strcmp(method, "number") == 0)
        w->kind = LATHE_NUMBER;
    else if (strcmp(method, "category") == 0)
        w->kind = LATHE_CATEGORY;
    else if (strcmp(method, "text") == 0)
        w->kind = LATHE_TEXT;
    else
        return set_date(w, method);
    return true;
}

static bool set_scale(struct lathe_wish *w, const char *method, bool own)
{
    w->scale = lathe_schema_scale_of(method);
    w->own_scale = own;
    return w->scale != 0;
}

/* "hash:64" */
static bool set_hash(struct lathe_wish *w, const char *method)
{
    double n;

    if (strncmp(method, "hash:", 5) != 0 ||
        !lathe_decimal_parse(method + 5, strlen(method + 5), &n) ||
        !(n >= 1 && n <= LATHE_HASHING_PLACES) || n != (uint32_t)n)
        return false;
    w->encode = LATHE_ENCODE_HASH;
    w->buckets = (uint32_t)n;
    return true;
}

static bool set_encode(struct lathe_wish *w, const char *method, bool own)
{
    w->own_encode = own;
    if (set_hash(w, method))
        return true;
    w->encode = lathe_schema_encode_of(method);
    return w->encode && w->encode != LATHE_ENCODE_HASH;
}

static bool set_clip(struct lathe_wish *w, const char *method, bool own)
{
    w->own_clip = own;
    return lathe_decimal_parse(method, strlen(method), &w->clip) &&
           w->clip >= 0 && w->clip < 0.5;
}

/* `fill` is taken care of by the caller. A method that only one kind of
 * column has leaves the other kind as it was, unless the column was named. */
static bool set_impute(struct lathe_wish *w, const char *method, bool own)
{
    enum lathe_impute m;

    if (strncmp(method, "constant:", 9) == 0)
        m = LATHE_IMPUTE_CONSTANT;
    else if (strcmp(method, "constant") == 0)
        return false;
    else
        m = lathe_schema_impute_of(method);
    if (own || m != LATHE_IMPUTE_CATEGORY)
        w->number_impute = m;
    if (own || (m != LATHE_IMPUTE_MEDIAN && m != LATHE_IMPUTE_MEAN))
        w->category_impute = m;
    w->own_impute = own;
    return m != 0;
}

static const struct option type_option = {
    "type", "COL=number, COL=category, COL=date, COL=date:ymd, :dmy or :mdy, "
    "COL=text or COL=drop", true, set_type};
static const struct option impute_option = {
    "impute", "median, mean, most-frequent, constant:V, category or drop, or "
    "COL= in front of one", false, set_impute};
static const struct option scale_option = {
    "scale", "standard, minmax, robust or none, or COL= in front of one",
    false, set_scale};
static const struct option encode_option = {
    "encode", "onehot, ordinal or hash:N (N from 1 to 1048576), or COL= in "
    "front of one", false,
    set_encode};
static const struct option clip_option = {
    "clip", "a share from 0 to below 0.5, or COL= in front of one", false,
    set_clip};

static enum lathe_code bad_word(const struct option *o, const char *word,
                                struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EARG, "%s: '%s' is not %s", o->name, word,
                      o->methods);
}

/* Where the method begins: behind the last '=', but constant:V may hold one
 * itself. NULL: no column is named. */
static const char *method_of(const char *word)
{
    const char *constant = strstr(word, "=constant:");
    const char *last = strrchr(word, '=');

    if (constant)
        return constant + 1;
    if (strncmp(word, "constant:", 9) == 0 || !last)
        return NULL;
    return last + 1;
}

static enum lathe_code set_one(const struct option *o, struct lathe_wish *w,
                               const char *method, bool own, const char *word,
                               struct lathe_err *err)
{
    if (!o->set(w, method, own))
        return bad_word(o, word, err);
    if (strncmp(method, "constant:", 9) == 0) {
        char *fill = lathe_strdup(method + 9);

        if (!fill)
            return lathe_fail(err, LATHE_ENOMEM, "out of memory (an option)");
        lathe_free(w->fill);
        w->fill = fill;
    }
    return LATHE_OK;
}

/* The column in front of the '=' of a word, which must not be a target. */
static enum lathe_code column_of(const struct option *o, const char *word,
                                 const char *method,
                                 const struct lathe_list *names,
                                 const struct lathe_targets *targets,
                                 size_t *column, struct lathe_err *err)
{
    char *name = lathe_strndup(word, (size_t)(method - word) - 1);
    enum lathe_code rc;

    if (!name)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (an option)");
    rc = lathe_nearest_find(names, name, o->name, column, err);
    if (rc == LATHE_EDATA && strchr(name, '=') && strchr(name, ','))
        lathe_fail(err, rc, "%s: no column '%s'; each column has a --%s of its "
                   "own", o->name, name, o->name);
    if (!rc && lathe_targets_has(targets, *column))
        rc = lathe_fail(err, LATHE_EARG, "%s: '%s' is the target", o->name,
                        name);
    lathe_free(name);
    return rc;
}

/* First the words for all columns, then those for one. */
static enum lathe_code set_all(struct lathe_wishes *w, const struct option *o,
                               const struct lathe_list *words,
                               const struct lathe_list *names,
                               const struct lathe_targets *targets,
                               struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < words->n; i++) {
        if (method_of(words->v[i]))
            continue;
        if (o->named_only)
            return bad_word(o, words->v[i], err);
        for (size_t c = 0; c < w->n && !rc; c++)
            rc = set_one(o, &w->column[c], words->v[i], false, words->v[i],
                         err);
        if (rc)
            return rc;
    }
    for (size_t i = 0; i < words->n && !rc; i++) {
        const char *method = method_of(words->v[i]);
        size_t column = 0;

        if (!method)
            continue;
        rc = column_of(o, words->v[i], method, names, targets, &column, err);
        if (!rc)
            rc = set_one(o, &w->column[column], method, true, words->v[i],
                         err);
    }
    return rc;
}

/* Calls `set` for each of the columns in a list with commas. */
static enum lathe_code set_named(struct lathe_wishes *w, const char *option,
                                 const char *columns,
                                 void (*set)(struct lathe_wish *w),
                                 const struct lathe_list *names,
                                 const struct lathe_targets *targets,
                                 struct lathe_err *err)
{
    struct lathe_list list = {0};
    enum lathe_code rc = lathe_namelist_read(&list, option, columns, names,
                                             err);

    for (size_t i = 0; i < list.n && !rc; i++) {
        size_t column = 0;

        rc = lathe_nearest_find(names, list.v[i], option, &column, err);
        if (!rc && lathe_targets_has(targets, column))
            rc = lathe_fail(err, LATHE_EARG, "%s: '%s' is the target", option,
                            list.v[i]);
        if (!rc)
            set(&w->column[column]);
    }
    lathe_list_release(&list);
    return rc;
}

static void set_left_out(struct lathe_wish *w)
{
    w->left_out = true;
}

static void set_indicator(struct lathe_wish *w)
{
    w->indicator = w->own_indicator = true;
}

static enum lathe_code set_indicators(struct lathe_wishes *w,
                                      const char *columns,
                                      const struct lathe_list *names,
                                      const struct lathe_targets *targets,
                                      struct lathe_err *err)
{
    bool all = columns && strcmp(columns, "all") == 0;

    for (size_t i = 0; i < w->n && all; i++)
        w->column[i].indicator = true;
    return all || !columns ? LATHE_OK
                           : set_named(w, "add indicator", columns,
                                       set_indicator, names, targets, err);
}

const char *lathe_wish_use(const struct lathe_wish *w)
{
    const struct {
        bool given;
        const char *name;
    } use[] = {
        {w->left_out && w->kind && w->kind != LATHE_DROPPED, "type"},
        {w->own_impute, "impute"}, {w->own_indicator, "add-indicator"},
        {w->own_scale, "scale"},   {w->own_encode, "encode"},
        {w->own_clip, "clip"},
    };

    for (size_t i = 0; i < sizeof use / sizeof *use; i++)
        if (use[i].given)
            return use[i].name;
    return NULL;
}

/* --text-dims alone makes no text. */
static enum lathe_code check_texts(const struct lathe_wishes *w,
                                   const struct lathe_preprocess_opts *opts,
                                   struct lathe_err *err)
{
    if (opts->text_dims == lathe_preprocess_defaults().text_dims)
        return LATHE_OK;
    for (size_t i = 0; i < w->n; i++)
        if (w->column[i].kind == LATHE_TEXT)
            return LATHE_OK;
    return lathe_fail(err, LATHE_EARG, "text dims: no column is a text; "
                      "--type COL=text makes one");
}

/* A column is left out, or something is made of it. */
static enum lathe_code settle_drops(struct lathe_wishes *w,
                                    const struct lathe_list *names,
                                    struct lathe_err *err)
{
    for (size_t i = 0; i < w->n; i++) {
        struct lathe_wish *c = &w->column[i];
        const char *use;

        if (!c->left_out && c->kind != LATHE_DROPPED)
            continue;
        use = lathe_wish_use(c);
        if (use)
            return lathe_fail(err, LATHE_EARG, "%s: '%s' is left out, and "
                              "--%s says what to make of it", c->left_out
                              ? "drop" : "type", names->v[i], use);
        c->kind = LATHE_DROPPED;
    }
    return LATHE_OK;
}

enum lathe_code lathe_wish_init(struct lathe_wishes *w,
                                const struct lathe_preprocess_opts *opts,
                                const struct lathe_list *names,
                                const struct lathe_targets *targets,
                                struct lathe_err *err)
{
    enum lathe_code rc;

    *w = (struct lathe_wishes){.n = names->n,
                               .text_dims = (uint32_t)opts->text_dims};
    rc = lathe_new(&w->column, names->n, sizeof *w->column, "options", err);
    if (!rc)
        rc = set_all(w, &type_option, &opts->type, names, targets, err);
    if (!rc && opts->drop)
        rc = set_named(w, "drop", opts->drop, set_left_out, names, targets,
                       err);
    if (!rc)
        rc = set_all(w, &impute_option, &opts->impute, names, targets, err);
    if (!rc)
        rc = set_indicators(w, opts->add_indicator, names, targets, err);
    if (!rc)
        rc = set_all(w, &scale_option, &opts->scale, names, targets, err);
    if (!rc)
        rc = set_all(w, &encode_option, &opts->encode, names, targets, err);
    if (!rc)
        rc = set_all(w, &clip_option, &opts->clip, names, targets, err);
    if (!rc)
        rc = settle_drops(w, names, err);
    if (!rc)
        rc = check_texts(w, opts, err);
    if (rc)
        lathe_wish_release(w);
    return rc;
}

void lathe_wish_release(struct lathe_wishes *w)
{
    for (size_t i = 0; w->column && i < w->n; i++)
        lathe_free(w->column[i].fill);
    lathe_free(w->column);
    *w = (struct lathe_wishes){0};
}

static enum lathe_code check_words(const struct option *o,
                                   const struct lathe_list *words,
                                   struct lathe_err *err)
{
    for (size_t i = 0; i < words->n; i++) {
        struct lathe_wish scratch = {0};
        const char *method = method_of(words->v[i]);

        if (!method && o->named_only)
            return bad_word(o, words->v[i], err);
        if (!o->set(&scratch, method ? method : words->v[i], true))
            return bad_word(o, words->v[i], err);
    }
    return LATHE_OK;
}

enum lathe_code lathe_wish_check(const struct lathe_preprocess_opts *opts,
                                 struct lathe_err *err)
{
    enum lathe_code rc = check_words(&type_option, &opts->type, err);

    if (!rc)
        rc = check_words(&impute_option, &opts->impute, err);
    if (!rc)
        rc = check_words(&scale_option, &opts->scale, err);
    if (!rc)
        rc = check_words(&encode_option, &opts->encode, err);
    if (!rc)
        rc = check_words(&clip_option, &opts->clip, err);
    return rc;
}
