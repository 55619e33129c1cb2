#include "data/schema.h"

#include "base/alloc.h"
#include "data/excerpt.h"
#include "data/hashing.h"
#include "data/textvec.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Counts up to here are exact as doubles, too. */
#define MOST_ROWS ((int64_t)1 << 53)

/* A schema on its way in. The first failure sticks; what is read after it is
 * zero and thrown away. */
struct input {
    struct lathe_err *err;
    enum lathe_code rc;
    size_t column;              /* which is being read, 1-based; 0: none */
    int64_t rows;               /* training rows: no count is larger */
};

static void refuse(struct input *in, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void refuse(struct input *in, const char *format, ...)
{
    char what[256];
    va_list ap;

    if (in->rc)
        return;
    va_start(ap, format);
    vsnprintf(what, sizeof what, format, ap);
    va_end(ap);
    if (in->column)
        in->rc = lathe_fail(in->err, LATHE_EDATA, "schema, column %zu: %s",
                            in->column, what);
    else
        in->rc = lathe_fail(in->err, LATHE_EDATA, "schema: %s", what);
}

/* Takes over the code of a call that filled in->err itself. */
static bool done(struct input *in, enum lathe_code rc)
{
    if (!in->rc)
        in->rc = rc;
    return !in->rc;
}

/* ---- members ------------------------------------------------------------ */

static const char *text_of(struct input *in, const struct lathe_json *object,
                           const char *key)
{
    const char *s = lathe_json_as_string(lathe_json_get(object, key), NULL);

    if (!s)
        refuse(in, "'%s' is not a text", key);
    return s ? s : "";
}

static void copy_of(struct input *in, const struct lathe_json *object,
                    const char *key, char **out)
{
    const char *s = text_of(in, object, key);

    if (in->rc)
        return;
    *out = lathe_strdup(s);
    if (!*out)
        in->rc = lathe_fail(in->err, LATHE_ENOMEM, "out of memory (a name)");
}

static int64_t integer(struct input *in, const struct lathe_json *v,
                       const char *what, int64_t low, int64_t high)
{
    int64_t i = lathe_json_as_int(v, INT64_MIN);

    if (i >= low && i <= high)
        return i;
    refuse(in, "'%s' is not an integer from %lld to %lld", what,
           (long long)low, (long long)high);
    return low;
}

static uint64_t count_of(struct input *in, const struct lathe_json *object,
                         const char *key)
{
    return (uint64_t)integer(in, lathe_json_get(object, key), key, 0,
                             in->rows);
}

static double real(struct input *in, const struct lathe_json *v,
                   const char *what)
{
    double d = lathe_json_as_double(v, (double)NAN);

    if (isfinite(d))
        return d;
    refuse(in, "'%s' is not a number", what);
    return 0.0;
}

static double real_of(struct input *in, const struct lathe_json *object,
                      const char *key)
{
    return real(in, lathe_json_get(object, key), key);
}

/* A number, or `otherwise` for null. */
static double real_or(struct input *in, const struct lathe_json *v,
                      const char *what, double otherwise)
{
    if (lathe_json_kind(v) == LATHE_JSON_NULL)
        return otherwise;
    return real(in, v, what);
}

/* The array of `n` elements, or NULL. */
static const struct lathe_json *array_of(struct input *in,
                                         const struct lathe_json *object,
                                         const char *key, size_t n)
{
    const struct lathe_json *v = lathe_json_get(object, key);

    if (lathe_json_kind(v) == LATHE_JSON_ARRAY &&
        (n == SIZE_MAX || lathe_json_size(v) == n))
        return v;
    if (n == SIZE_MAX)
        refuse(in, "'%s' is not an array", key);
    else
        refuse(in, "'%s' is not an array of %zu elements", key, n);
    return NULL;
}

/* The value that the text stands for; 0 is none. */
static int name_of(struct input *in, const char *key, const char *text,
                   int value)
{
    char short_text[LATHE_EXCERPT_ROOM];

    if (value == 0)
        refuse(in, "'%s' is '%s', which is not known", key,
               lathe_excerpt_of(short_text, text, strlen(text)));
    return value;
}

static void read_stats(struct input *in, const struct lathe_json *object,
                       const char *key, struct lathe_number_stats *s)
{
    const struct lathe_json *v = lathe_json_get(object, key);
    const struct {
        const char *name;
        double *to;
    } part[] = {
        {"mean", &s->mean},   {"sd", &s->sd},         {"min", &s->min},
        {"q25", &s->q25},     {"median", &s->median}, {"q75", &s->q75},
        {"max", &s->max},
    };

    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        *part[i].to = real_or(in, lathe_json_get(v, part[i].name),
                              part[i].name, (double)NAN);
}

/* Words and the count of each. */
static void read_words(struct input *in, const struct lathe_json *object,
                       const char *words, const char *counts,
                       struct lathe_dict *d, uint64_t **count)
{
    const struct lathe_json *w = array_of(in, object, words, SIZE_MAX);
    size_t n = lathe_json_size(w);
    const struct lathe_json *c = array_of(in, object, counts, n);

    if (in->rc || !done(in, lathe_new(count, n, sizeof **count, counts,
                                      in->err)))
        return;
    for (size_t i = 0; i < n && !in->rc; i++) {
        const char *s = lathe_json_as_string(lathe_json_at(w, i), NULL);
        uint32_t code;

        if (!s)
            refuse(in, "'%s' holds what is not a text", words);
        else if (done(in, lathe_dict_add(d, s, strlen(s), &code, in->err)) &&
                 code != i)
            refuse(in, "'%s' holds a text twice", words);
        (*count)[i] = (uint64_t)integer(in, lathe_json_at(c, i), counts, 0,
                                        in->rows);
    }
}

/* ---- columns ------------------------------------------------------------ */

/* What numbers and dates have. */
static void read_real(struct input *in, const struct lathe_json *v,
                      struct lathe_column *c)
{
    const char *impute = text_of(in, v, "impute");
    const char *scale = text_of(in, v, "scale");

    c->impute = (enum lathe_impute)name_of(
        in, "impute", impute, (int)lathe_schema_impute_of(impute));
    c->scale = (enum lathe_scale)name_of(in, "scale", scale,
                                         (int)lathe_schema_scale_of(scale));
    c->fill = real_of(in, v, "fill");
    c->shift = real_of(in, v, "shift");
    c->factor = real_of(in, v, "factor");
    c->indicator = lathe_json_get(v, "indicator") != NULL;
    c->indicates = lathe_json_as_bool(lathe_json_get(v, "indicator"), false);
    read_stats(in, v, "stats", &c->stats);
}

static void read_date(struct input *in, const struct lathe_json *v,
                      struct lathe_column *c)
{
    const char *order = text_of(in, v, "order");
    const struct lathe_json *parts = array_of(in, v, "parts", SIZE_MAX);

    read_real(in, v, c);
    c->order = (enum lathe_date_order)name_of(
        in, "order", order, (int)lathe_schema_order_of(order));
    for (size_t i = 0; i < lathe_json_size(parts) && !in->rc; i++) {
        const char *part = lathe_json_as_string(lathe_json_at(parts, i), "");

        c->parts |= (unsigned)name_of(in, "parts", part,
                                      (int)lathe_schema_part_of(part));
    }
    c->year_shift = real_of(in, v, "year_shift");
    c->year_factor = real_of(in, v, "year_factor");
    if (!lathe_date_holds(c->fill))
        refuse(in, "'fill' is no date");
}

static void read_text(struct input *in, const struct lathe_json *v,
                      struct lathe_column *c)
{
    const char *impute = text_of(in, v, "impute");

    integer(in, lathe_json_get(v, "form"), "form", 1, 1);
    c->dims = (uint32_t)integer(in, lathe_json_get(v, "dims"), "dims", 1,
                                LATHE_TEXTVEC_DIMS);
    c->impute = (enum lathe_impute)name_of(
        in, "impute", impute, (int)lathe_schema_impute_of(impute));
}

static void read_number(struct input *in, const struct lathe_json *v,
                        struct lathe_column *c)
{
    const struct lathe_json *clip = array_of(in, v, "clip", 2);

    read_real(in, v, c);
    c->clip_low =
        real_or(in, lathe_json_at(clip, 0), "clip", -(double)INFINITY);
    c->clip_high =
        real_or(in, lathe_json_at(clip, 1), "clip", (double)INFINITY);
    if (!(c->clip_low <= c->clip_high))
        refuse(in, "'clip' ends below its begin");
    if (lathe_json_get(v, "clip_share"))
        c->clip = real_of(in, v, "clip_share");
    if (!(c->clip >= 0 && c->clip < 0.5))
        refuse(in, "'clip_share' is not from 0 to below 0.5");
}

/* A place below `most`, or null. */
static uint32_t place(struct input *in, const struct lathe_json *v,
                      const char *what, uint32_t most)
{
    if (lathe_json_kind(v) == LATHE_JSON_NULL)
        return LATHE_COLD;
    if (most == 0) {
        refuse(in, "'%s' is a place, but the width is 0", what);
        return LATHE_COLD;
    }
    return (uint32_t)integer(in, v, what, 0, (int64_t)most - 1);
}

/* `hot` was made with room for each word. An ordinal column has no width. */
static void read_places(struct input *in, const struct lathe_json *v,
                        struct lathe_column *c)
{
    const struct lathe_json *places = lathe_json_get(v, "places");
    bool ordinal = c->encode == LATHE_ENCODE_ORDINAL;
    uint32_t most = c->dict.n + 2;

    c->width = (uint32_t)integer(in, lathe_json_get(v, "width"), "width", 0,
                                 ordinal ? 0 : most);
    if (!ordinal)
        most = c->width;
    if (places)
        places = array_of(in, v, "places", c->dict.n);
    else if (c->dict.n > most)
        refuse(in, "'width' is less than the number of words");
    if (in->rc)
        return;
    for (uint32_t i = 0; i < c->dict.n && !in->rc; i++)
        c->hot[i] = places
                        ? place(in, lathe_json_at(places, i), "places", most)
                        : i;
    c->missing_hot = place(in, lathe_json_get(v, "missing_place"),
                           "missing_place", most);
    c->unknown_hot = place(in, lathe_json_get(v, "unknown_place"),
                           "unknown_place", most);
}

/* The code of a word as a double; -1 for null. */
static double word_code(struct input *in, const struct lathe_json *v,
                        const struct lathe_dict *d)
{
    const char *s = lathe_json_as_string(v, NULL);
    uint32_t code = s ? lathe_dict_find(d, s, strlen(s)) : LATHE_DICT_NONE;

    if (lathe_json_kind(v) == LATHE_JSON_NULL)
        return -1.0;
    if (code == LATHE_DICT_NONE)
        refuse(in, "'fill' is none of the words");
    return code;
}

/* Impute and encode are there. */
static void read_hashed(struct input *in, const struct lathe_json *v,
                        struct lathe_column *c)
{
    c->buckets = (uint32_t)integer(in, lathe_json_get(v, "buckets"),
                                   "buckets", 1, LATHE_HASHING_PLACES);
    c->width = (uint32_t)integer(in, lathe_json_get(v, "width"), "width",
                                 c->buckets, (int64_t)c->buckets + 1);
    c->missing_hot = place(in, lathe_json_get(v, "missing_place"),
                           "missing_place", c->width);
    c->unknown_hot = LATHE_COLD;
    c->fill = -1;
    if (c->impute == LATHE_IMPUTE_CONSTANT)
        c->fill = (double)integer(in, lathe_json_get(v, "fill_code"),
                                  "fill_code", 0, LATHE_HASHING_CODES - 1);
}

static void read_category(struct input *in, const struct lathe_json *v,
                          struct lathe_column *c)
{
    const char *impute = text_of(in, v, "impute");
    const char *encode = text_of(in, v, "encode");

    c->impute = (enum lathe_impute)name_of(
        in, "impute", impute, (int)lathe_schema_impute_of(impute));
    c->encode = (enum lathe_encode)name_of(
        in, "encode", encode, (int)lathe_schema_encode_of(encode));
    if (c->encode == LATHE_ENCODE_HASH) {
        read_hashed(in, v, c);
        return;
    }
    read_words(in, v, "words", "counts", &c->dict, &c->count);
    if (in->rc || !done(in, lathe_new(&c->hot, c->dict.n, sizeof *c->hot,
                                      "places", in->err)))
        return;
    if (c->impute == LATHE_IMPUTE_CONSTANT)
        c->fill = word_code(in, lathe_json_get(v, "fill"), &c->dict);
    read_places(in, v, c);
}

static void read_column(struct input *in, const struct lathe_json *v,
                        struct lathe_column *c)
{
    const char *kind = text_of(in, v, "kind");

    copy_of(in, v, "name", &c->name);
    c->kind = (enum lathe_column_kind)name_of(in, "kind", kind,
                                              (int)lathe_schema_kind_of(kind));
    c->present = count_of(in, v, "present");
    c->missing = count_of(in, v, "missing");
    if (in->rc)
        return;
    if (c->kind == LATHE_NUMBER)
        read_number(in, v, c);
    else if (c->kind == LATHE_DATE)
        read_date(in, v, c);
    else if (c->kind == LATHE_TEXT)
        read_text(in, v, c);
    else if (c->kind == LATHE_CATEGORY)
        read_category(in, v, c);
    else if (c->kind == LATHE_DROPPED &&
             lathe_json_kind(lathe_json_get(v, "why")) != LATHE_JSON_NULL)
        copy_of(in, v, "why", &c->why);
}

/* A run of pixels: n columns with the names PREFIX first, first + 1, ... */
static void read_run(struct input *in, const struct lathe_json *v,
                     struct lathe_column *c, size_t n)
{
    const char *kind = text_of(in, v, "kind");
    const char *prefix = text_of(in, v, "prefix");
    int64_t first = integer(in, lathe_json_get(v, "first"), "first", 0,
                            999999999);
    size_t room = strlen(prefix) + 24;

    if (lathe_schema_kind_of(kind) != LATHE_PIXEL)
        refuse(in, "only pixels come in runs");
    for (size_t i = 0; i < n && !in->rc; i++) {
        c[i].kind = LATHE_PIXEL;
        c[i].present = count_of(in, v, "present");
        c[i].missing = count_of(in, v, "missing");
        if (done(in, lathe_new(&c[i].name, room, 1, "a name", in->err)))
            snprintf(c[i].name, room, "%s%lld", prefix,
                     (long long)first + (long long)i);
    }
}

/* How many columns an entry stands for. */
static size_t columns_of(struct input *in, const struct lathe_json *v)
{
    if (!lathe_json_get(v, "prefix"))
        return 1;
    return (size_t)integer(in, lathe_json_get(v, "columns"), "columns", 1,
                           LATHE_SCHEMA_COLUMNS);
}

/* The first pass counts and the second reads. */
static void read_columns(struct input *in, const struct lathe_json *v,
                         struct lathe_schema *s)
{
    const struct lathe_json *entries = array_of(in, v, "columns", SIZE_MAX);
    size_t n = 0;

    for (size_t i = 0; i < lathe_json_size(entries); i++) {
        n += columns_of(in, lathe_json_at(entries, i));
        if (n > LATHE_SCHEMA_COLUMNS)
            refuse(in, "more than %d columns", LATHE_SCHEMA_COLUMNS);
        if (in->rc)
            return;
    }
    if (!done(in, lathe_new(&s->column, n, sizeof *s->column, "columns",
                            in->err)))
        return;
    s->n = n;
    in->column = 1;
    for (size_t i = 0; i < lathe_json_size(entries) && !in->rc; i++) {
        const struct lathe_json *entry = lathe_json_at(entries, i);
        size_t run = columns_of(in, entry);

        if (lathe_json_get(entry, "prefix"))
            read_run(in, entry, &s->column[in->column - 1], run);
        else
            read_column(in, entry, &s->column[in->column - 1]);
        in->column += run;
    }
    if (!in->rc)
        in->column = 0;
}

/* ---- the schema --------------------------------------------------------- */

static char char_of(struct input *in, const struct lathe_json *object,
                    const char *key)
{
    const struct lathe_json *v = lathe_json_get(object, key);
    const char *s = lathe_json_as_string(v, "");

    if (lathe_json_kind(v) == LATHE_JSON_NULL)
        return '\0';
    if (strlen(s) == 1 && (unsigned char)s[0] < 0x80 && s[0] != '\n' &&
        s[0] != '\r')
        return s[0];
    refuse(in, "'%s' is not one character", key);
    return '\0';
}

static void read_text_form(struct input *in, const struct lathe_json *v,
                           struct lathe_schema *s)
{
    const struct lathe_json *csv = lathe_json_get(v, "csv");
    const struct lathe_json *na = array_of(in, csv, "na", SIZE_MAX);
    struct lathe_dialect *d = &s->dialect;

    d->delimiter = char_of(in, csv, "delimiter");
    d->quote = char_of(in, csv, "quote");
    d->comment = char_of(in, csv, "comment");
    d->header = lathe_json_as_bool(lathe_json_get(csv, "header"), false);
    d->latin1 = strcmp(lathe_json_as_string(lathe_json_get(csv, "encoding"),
                                            ""), "latin1") == 0;
    s->inf_missing = strcmp(lathe_json_as_string(lathe_json_get(csv, "inf"),
                                                 ""), "missing") == 0;
    for (size_t i = 0; i < lathe_json_size(na) && !in->rc; i++) {
        const char *mark = lathe_json_as_string(lathe_json_at(na, i), NULL);

        if (!mark)
            refuse(in, "'na' holds what is not a text");
        else
            done(in, lathe_list_add(&s->na, mark, in->err));
    }
}

static void read_image(struct input *in, const struct lathe_json *v,
                       struct lathe_image *m)
{
    const int64_t most = 65535;
    const struct lathe_json *shift, *factor;

    if (!v)
        return;
    m->channels = (uint32_t)integer(in, lathe_json_get(v, "channels"),
                                    "channels", 1, 4);
    m->height = (uint32_t)integer(in, lathe_json_get(v, "height"), "height",
                                  1, most);
    m->width = (uint32_t)integer(in, lathe_json_get(v, "width"), "width", 1,
                                 most);
    shift = array_of(in, v, "shift", m->channels);
    factor = array_of(in, v, "factor", m->channels);
    for (uint32_t i = 0; i < m->channels && !in->rc; i++) {
        m->shift[i] = (float)real(in, lathe_json_at(shift, i), "shift");
        m->factor[i] = (float)real(in, lathe_json_at(factor, i), "factor");
        if (!isfinite(m->shift[i]) || !isfinite(m->factor[i]))
            refuse(in, "the scale of channel %u is too large", i);
    }
}

static void read_target(struct input *in, const struct lathe_json *v,
                        const struct lathe_schema *s, struct lathe_target *t)
{
    copy_of(in, v, "target", &t->name);
    if (in->rc)
        return;
    if (s->task == LATHE_CLASSIFY) {
        read_words(in, v, "classes", "class_counts", &t->classes,
                   &t->class_count);
        if (t->classes.n == 0)
            refuse(in, "there are no classes");
        else if (t->classes.n > 2 && s->targets > 1)
            refuse(in, "one of several targets has more than two classes");
        return;
    }
    read_stats(in, v, "target_stats", &t->stats);
    t->shift = real_of(in, v, "target_shift");
    t->factor = real_of(in, v, "target_factor");
    if (!(t->factor > 0.0))
        refuse(in, "'target_factor' is not positive");
}

/* One target is described in `v` itself, several are in an array. */
static void read_targets(struct input *in, const struct lathe_json *v,
                         struct lathe_schema *s)
{
    const char *task = text_of(in, v, "task");
    const struct lathe_json *several = lathe_json_get(v, "targets");
    size_t n = several ? lathe_json_size(several) : 1;

    s->task = (enum lathe_task)name_of(in, "task", task,
                                       (int)lathe_schema_task_of(task));
    if (several && (lathe_json_kind(several) != LATHE_JSON_ARRAY || n < 2 ||
                    n > LATHE_SCHEMA_TARGETS))
        refuse(in, "'targets' is not an array of 2 to %d targets",
               LATHE_SCHEMA_TARGETS);
    if (in->rc || !done(in, lathe_new(&s->target, n, sizeof *s->target,
                                      "targets", in->err)))
        return;
    s->targets = n;
    if (lathe_json_get(v, "weight"))
        copy_of(in, v, "weight", &s->weight);
    for (size_t i = 0; i < n && !in->rc; i++)
        read_target(in, several ? lathe_json_at(several, i) : v, s,
                    &s->target[i]);
}

/* The targets by name, each there once. */
static void index_targets(struct input *in, const struct lathe_schema *s,
                          struct lathe_dict *names)
{
    uint32_t code;

    for (size_t i = 0; i < s->targets && !in->rc; i++) {
        const char *name = s->target[i].name;

        if (!*name && s->targets > 1)
            refuse(in, "a target has no name");
        else if (done(in, lathe_dict_add(names, name, strlen(name), &code,
                                         in->err)) &&
                 code != i)
            refuse(in, "two targets have one name");
    }
}

/* Names are there once each, and none is a target's. */
static void check_names(struct input *in, const struct lathe_schema *s)
{
    struct lathe_dict names = {0}, targets = {0};
    uint32_t code;

    index_targets(in, s, &targets);
    if (!in->rc && s->weight &&
        (!*s->weight || lathe_dict_find(&targets, s->weight,
                                        strlen(s->weight)) != LATHE_DICT_NONE))
        refuse(in, "the name of the weights is empty or that of the target");
    for (size_t i = 0; i < s->n && !in->rc; i++) {
        const char *name = s->column[i].name;

        in->column = i + 1;
        if (!*name || (s->weight && strcmp(name, s->weight) == 0) ||
            lathe_dict_find(&targets, name, strlen(name)) != LATHE_DICT_NONE)
            refuse(in, "its name is empty or that of the target%s",
                   s->weight ? " or the weights" : "");
        else if (done(in, lathe_dict_add(&names, name, strlen(name), &code,
                                         in->err)) &&
                 code != i)
            refuse(in, "its name is that of column %u", code + 1);
    }
    if (!in->rc)
        in->column = 0;
    lathe_dict_release(&names);
    lathe_dict_release(&targets);
}

static void check_sizes(struct input *in, const struct lathe_schema *s)
{
    const struct lathe_image *m = &s->image;
    uint64_t pixels = (uint64_t)m->channels * m->height * m->width;

    if (s->inputs == 0 || s->inputs >= LATHE_SCHEMA_INPUTS)
        refuse(in, "%zu inputs; 1 to %zu are possible", s->inputs,
               LATHE_SCHEMA_INPUTS - 1);
    if (s->pixels != pixels)
        refuse(in, "%zu pixel columns for images of %ux%ux%u", s->pixels,
               m->channels, m->height, m->width);
    if (pixels > 0 && s->inputs != s->pixels)
        refuse(in, "images with columns that are not pixels");
}

enum lathe_code lathe_schema_read(struct lathe_schema *out,
                                  const struct lathe_json *v,
                                  struct lathe_err *err)
{
    struct input in = {.err = err, .rows = MOST_ROWS};
    struct lathe_schema s = {0};

    if (lathe_json_kind(v) != LATHE_JSON_OBJECT)
        refuse(&in, "it is not an object");
    s.rows = count_of(&in, v, "rows");
    in.rows = (int64_t)s.rows;
    read_targets(&in, v, &s);
    read_image(&in, lathe_json_get(v, "image"), &s.image);
    read_text_form(&in, v, &s);
    if (!in.rc)
        read_columns(&in, v, &s);
    lathe_schema_layout(&s);
    if (!in.rc)
        check_names(&in, &s);
    if (!in.rc)
        check_sizes(&in, &s);
    if (in.rc)
        lathe_schema_release(&s);
    *out = s;
    return in.rc;
}
