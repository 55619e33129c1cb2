#include "serve/jsonrow.h"

#include "data/excerpt.h"

#include <stdio.h>
#include <string.h>

static const char *kind_name(const struct lathe_json *v)
{
    switch (lathe_json_kind(v)) {
    case LATHE_JSON_ARRAY:
        return "an array";
    case LATHE_JSON_OBJECT:
        return "an object";
    case LATHE_JSON_STRING:
        return "a string";
    case LATHE_JSON_NUMBER:
        return "a number";
    case LATHE_JSON_BOOL:
        return "true or false";
    case LATHE_JSON_NULL:
    case LATHE_JSON_NONE:
        break;
    }
    return "null";
}

static const char *excerpt(char out[LATHE_EXCERPT_ROOM], const char *name)
{
    return lathe_excerpt_of(out, name, strlen(name));
}

static size_t write_integer(char *out, int64_t v)
{
    char digits[24];
    size_t n = 0, len = 0;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

    do
        digits[n++] = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0)
        out[len++] = '-';
    while (n > 0)
        out[len++] = digits[--n];
    out[len] = '\0';
    return len;
}

/* Whether the column is a category with this word. */
static bool has_word(const struct lathe_column *c, const char *s, size_t n)
{
    return c->kind == LATHE_CATEGORY &&
           lathe_dict_find(&c->dict, s, n) != LATHE_DICT_NONE;
}

/* Shortest text that is the same number, in the room of field i; or 1.0 for 1
 * where the category is written so. */
static struct lathe_field number_field(struct lathe_worker *w, size_t i,
                                       const struct lathe_json *v)
{
    char *text = w->text[i];
    int64_t integer = lathe_json_as_int(v, 0);
    size_t n;

    /* Only an integer answers the same whatever it is asked instead of. */
    if (integer == lathe_json_as_int(v, 1))
        n = write_integer(text, integer);
    else
        n = lathe_decimal_double(text, lathe_json_as_double(v, 0.0));
    if (strpbrk(text, ".en") || has_word(w->column[i], text, n))
        return (struct lathe_field){text, n};
    memcpy(text + n, ".0", sizeof ".0");
    return (struct lathe_field){
        text, has_word(w->column[i], text, n + 2) ? n + 2 : n};
}

/* JSON has one way to write true, tables have several: the one that the
 * category has. */
static const char *bool_text(const struct lathe_column *c, bool v)
{
    static const char *const text[2][3] = {{"false", "False", "FALSE"},
                                           {"true", "True", "TRUE"}};

    for (size_t k = 0; k < 3; k++)
        if (has_word(c, text[v][k], strlen(text[v][k])))
            return text[v][k];
    return text[v][0];
}

static enum lathe_code value_field(struct lathe_worker *w, size_t i,
                                   const struct lathe_json *v, size_t row,
                                   const char **code, struct lathe_err *err)
{
    struct lathe_field *f = &w->field[i];
    char name[LATHE_EXCERPT_ROOM];

    switch (lathe_json_kind(v)) {
    case LATHE_JSON_NULL:
        *f = (struct lathe_field){"", 0};
        return LATHE_OK;
    case LATHE_JSON_BOOL:
        f->s = bool_text(w->column[i], lathe_json_as_bool(v, false));
        break;
    case LATHE_JSON_STRING:
        f->s = lathe_json_as_string(v, "");
        break;
    case LATHE_JSON_NUMBER:
        *f = number_field(w, i, v);
        return LATHE_OK;
    default:
        *code = "bad_value";
        return lathe_fail(err, LATHE_EDATA,
                          "row %zu, column '%s': %s is not a value", row,
                          excerpt(name, w->names.v[i]), kind_name(v));
    }
    f->len = strlen(f->s);
    return LATHE_OK;
}

/* Names that the object has not, a few of them written out. */
static enum lathe_code fail_missing(const struct lathe_worker *w,
                                    const struct lathe_json *v, size_t row,
                                    struct lathe_err *err)
{
    const size_t few = 4;
    char name[LATHE_EXCERPT_ROOM], first[LATHE_EXCERPT_ROOM];
    char more[4 * (LATHE_EXCERPT_ROOM + 4)] = "", *end = more;
    size_t n = 0;

    for (size_t i = 0; i < w->names.n; i++) {
        if (lathe_json_get(v, w->names.v[i]))
            continue;
        if (n == 0)
            excerpt(first, w->names.v[i]);
        else if (n < few)
            end += snprintf(end, (size_t)(more + sizeof more - end),
                            "%s'%s'", n > 1 ? ", " : "",
                            excerpt(name, w->names.v[i]));
        n++;
    }
    if (n == 1)
        return lathe_fail(err, LATHE_EDATA, "row %zu has no column '%s'", row,
                          first);
    return lathe_fail(err, LATHE_EDATA,
                      "row %zu has no column '%s' (and %zu more: %s%s)", row,
                      first, n - 1, more, n > few ? ", ..." : "");
}

static enum lathe_code from_object(struct lathe_worker *w,
                                   const struct lathe_json *v, size_t row,
                                   const char **code, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < w->names.n && !rc; i++) {
        const struct lathe_json *value = lathe_json_get(v, w->names.v[i]);
        if (!value) {
            *code = "missing_column";
            return fail_missing(w, v, row, err);
        }
        rc = value_field(w, i, value, row, code, err);
    }
    return rc;
}

static enum lathe_code from_array(struct lathe_worker *w,
                                  const struct lathe_json *v, size_t row,
                                  const char **code, struct lathe_err *err)
{
    size_t n = lathe_json_size(v);
    enum lathe_code rc = LATHE_OK;

    if (n != w->names.n)
        return lathe_fail(err, LATHE_EDATA,
                          "row %zu has %zu values, the model needs %zu: its "
                          "columns in their order", row, n, w->names.n);
    for (size_t i = 0; i < n && !rc; i++)
        rc = value_field(w, i, lathe_json_at(v, i), row, code, err);
    return rc;
}

/* Channels of lines of pixels. */
static enum lathe_code from_image(struct lathe_worker *w,
                                  const struct lathe_json *v, size_t row,
                                  const char **code, struct lathe_err *err)
{
    const struct lathe_image *m = &w->model->schema.image;
    bool plain = m->channels == 1 &&
                 lathe_json_kind(lathe_json_at(lathe_json_at(v, 0), 0)) !=
                     LATHE_JSON_ARRAY;
    enum lathe_code rc = LATHE_OK;
    size_t i = 0;

    for (size_t c = 0; c < m->channels; c++) {
        const struct lathe_json *channel = plain ? v : lathe_json_at(v, c);

        if (lathe_json_size(channel) != m->height ||
            (!plain && lathe_json_size(v) != m->channels))
            goto shape;
        for (size_t y = 0; y < m->height; y++) {
            const struct lathe_json *line = lathe_json_at(channel, y);

            if (lathe_json_kind(line) != LATHE_JSON_ARRAY ||
                lathe_json_size(line) != m->width)
                goto shape;
            for (size_t x = 0; x < m->width && !rc; x++)
                rc = value_field(w, i++, lathe_json_at(line, x), row, code,
                                 err);
        }
    }
    return rc;
shape:
    return lathe_fail(err, LATHE_EDATA,
                      "row %zu is not an image of %ux%ux%u", row, m->channels,
                      m->height, m->width);
}

enum lathe_code lathe_jsonrow_fields(struct lathe_worker *w,
                                     const struct lathe_json *v, size_t row,
                                     const char **code,
                                     struct lathe_err *err)
{
    const struct lathe_image *m = &w->model->schema.image;

    *code = "bad_request";
    if (lathe_json_kind(v) == LATHE_JSON_OBJECT)
        return from_object(w, v, row, code, err);
    if (lathe_json_kind(v) != LATHE_JSON_ARRAY)
        return lathe_fail(err, LATHE_EDATA,
                          "row %zu is %s; a row is an object by column names "
                          "or an array of %zu values", row, kind_name(v),
                          w->names.n);
    if (m->channels && w->names.n == w->model->schema.pixels &&
        lathe_json_kind(lathe_json_at(v, 0)) == LATHE_JSON_ARRAY)
        return from_image(w, v, row, code, err);
    return from_array(w, v, row, code, err);
}
