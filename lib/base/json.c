#include "base/json.h"

#include "base/alloc.h"
#include "base/decimal.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

/* ---- writing ------------------------------------------------------------ */

static void indent(struct lathe_json_out *j)
{
    if (j->compact)
        return;
    lathe_buf_putc(j->out, '\n');
    for (unsigned i = 0; i < j->depth; i++)
        lathe_buf_puts(j->out, "  ");
}

/* A control character U+0080 to U+009F, which is c2 80 to c2 9f. */
static bool is_c1(const char *s)
{
    return s[0] == '\xc2' && (s[1] & 0xe0) == 0x80;
}

static void add_string(struct lathe_buf *out, const char *s)
{
    static const char hex[] = "0123456789abcdef";

    lathe_buf_putc(out, '"');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\') {
            lathe_buf_putc(out, '\\');
            lathe_buf_putc(out, (char)c);
        } else if (c == '\n') {
            lathe_buf_puts(out, "\\n");
        } else if (c == '\t') {
            lathe_buf_puts(out, "\\t");
        } else if (c < 0x20 || c == 0x7f || is_c1(s)) {
            c = is_c1(s) ? (unsigned char)*++s : c;
            lathe_buf_puts(out, "\\u00");
            lathe_buf_putc(out, hex[c >> 4]);
            lathe_buf_putc(out, hex[c & 15]);
        } else {
            lathe_buf_putc(out, (char)c);
        }
    }
    lathe_buf_putc(out, '"');
}

/* Comma, line and key before the next value. */
static void begin_value(struct lathe_json_out *j, const char *key)
{
    if (j->started[j->depth])
        lathe_buf_putc(j->out, ',');
    if (j->depth > 0)
        indent(j);
    j->started[j->depth] = true;
    if (key) {
        add_string(j->out, key);
        lathe_buf_puts(j->out, j->compact ? ":" : ": ");
    }
}

void lathe_json_open(struct lathe_json_out *j, const char *key, char bracket)
{
    begin_value(j, key);
    lathe_buf_putc(j->out, bracket);
    if (j->depth + 1 < sizeof j->started)
        j->depth++;
    j->started[j->depth] = false;
}

void lathe_json_close(struct lathe_json_out *j, char bracket)
{
    bool empty = !j->started[j->depth];

    if (j->depth > 0)
        j->depth--;
    if (!empty)
        indent(j);
    lathe_buf_putc(j->out, bracket);
    if (j->depth == 0 && !j->compact)
        lathe_buf_putc(j->out, '\n');
}

void lathe_json_raw(struct lathe_json_out *j, const char *key,
                    const char *json)
{
    begin_value(j, key);
    lathe_buf_puts(j->out, json);
}

void lathe_json_string(struct lathe_json_out *j, const char *key,
                       const char *s)
{
    begin_value(j, key);
    if (s)
        add_string(j->out, s);
    else
        lathe_buf_puts(j->out, "null");
}

void lathe_json_bool(struct lathe_json_out *j, const char *key, bool b)
{
    lathe_json_raw(j, key, b ? "true" : "false");
}

void lathe_json_int(struct lathe_json_out *j, const char *key, int64_t v)
{
    begin_value(j, key);
    lathe_buf_printf(j->out, "%lld", (long long)v);
}

void lathe_json_double(struct lathe_json_out *j, const char *key, double v)
{
    char text[LATHE_DECIMAL_ROOM] = "null";

    if (isfinite(v))
        lathe_decimal_double(text, v);
    lathe_json_raw(j, key, text);
}

void lathe_json_float(struct lathe_json_out *j, const char *key, float v)
{
    char text[LATHE_DECIMAL_ROOM] = "null";

    if (isfinite(v))
        lathe_decimal_float(text, v);
    lathe_json_raw(j, key, text);
}

/* ---- reading ------------------------------------------------------------ */

static const json_t *inner(const struct lathe_json *v)
{
    return (const json_t *)(const void *)v;
}

static const struct lathe_json *outer(const json_t *v)
{
    return (const struct lathe_json *)(const void *)v;
}

enum lathe_code lathe_json_parse(struct lathe_json **out, const char *text,
                                 size_t n, struct lathe_err *err)
{
    json_error_t e;
    json_t *v =
        json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);

    *out = NULL;
    if (!v && json_error_code(&e) == json_error_out_of_memory)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (JSON)");
    if (!v)
        return lathe_fail(err, LATHE_EDATA, "line %d, column %d: %s", e.line,
                          e.column, e.text);
    *out = (struct lathe_json *)(void *)v;
    return LATHE_OK;
}

void lathe_json_free(struct lathe_json *document)
{
    json_decref((json_t *)(void *)document);
}

enum lathe_json_kind lathe_json_kind(const struct lathe_json *v)
{
    if (!v)
        return LATHE_JSON_NONE;
    switch (json_typeof(inner(v))) {
    case JSON_OBJECT:
        return LATHE_JSON_OBJECT;
    case JSON_ARRAY:
        return LATHE_JSON_ARRAY;
    case JSON_STRING:
        return LATHE_JSON_STRING;
    case JSON_INTEGER:
    case JSON_REAL:
        return LATHE_JSON_NUMBER;
    case JSON_TRUE:
    case JSON_FALSE:
        return LATHE_JSON_BOOL;
    case JSON_NULL:
        break;
    }
    return LATHE_JSON_NULL;
}

const struct lathe_json *lathe_json_get(const struct lathe_json *object,
                                        const char *key)
{
    return outer(json_object_get(inner(object), key));
}

size_t lathe_json_size(const struct lathe_json *v)
{
    if (lathe_json_kind(v) == LATHE_JSON_ARRAY)
        return json_array_size(inner(v));
    if (lathe_json_kind(v) == LATHE_JSON_OBJECT)
        return json_object_size(inner(v));
    return 0;
}

const struct lathe_json *lathe_json_at(const struct lathe_json *array,
                                       size_t i)
{
    return outer(json_array_get(inner(array), i));
}

void lathe_json_each(const struct lathe_json *object,
                     bool (*fn)(void *ctx, const char *key,
                                const struct lathe_json *v),
                     void *ctx)
{
    json_t *o = (json_t *)(void *)(uintptr_t)(const void *)object;

    for (void *i = json_object_iter(o); i; i = json_object_iter_next(o, i))
        if (!fn(ctx, json_object_iter_key(i),
                outer(json_object_iter_value(i))))
            return;
}

double lathe_json_as_double(const struct lathe_json *v, double otherwise)
{
    return v && json_is_number(inner(v)) ? json_number_value(inner(v))
                                         : otherwise;
}

int64_t lathe_json_as_int(const struct lathe_json *v, int64_t otherwise)
{
    return v && json_is_integer(inner(v)) ? json_integer_value(inner(v))
                                          : otherwise;
}

bool lathe_json_as_bool(const struct lathe_json *v, bool otherwise)
{
    return v && json_is_boolean(inner(v)) ? json_is_true(inner(v))
                                          : otherwise;
}

const char *lathe_json_as_string(const struct lathe_json *v,
                                 const char *otherwise)
{
    return v && json_is_string(inner(v)) ? json_string_value(inner(v))
                                         : otherwise;
}

/* ---- writing what was read ---------------------------------------------- */

#define MOST_DEPTH 24           /* well within struct lathe_json_out */

static bool copy_member(void *ctx, const char *key, const struct lathe_json *v)
{
    lathe_json_copy(ctx, key, v);
    return true;
}

void lathe_json_copy(struct lathe_json_out *j, const char *key,
                     const struct lathe_json *v)
{
    const json_t *in = inner(v);
    bool deep = j->depth >= MOST_DEPTH;

    if (json_is_object(in) && !deep) {
        lathe_json_open(j, key, '{');
        lathe_json_each(v, copy_member, j);
        lathe_json_close(j, '}');
    } else if (json_is_array(in) && !deep) {
        lathe_json_open(j, key, '[');
        for (size_t i = 0; i < lathe_json_size(v); i++)
            lathe_json_copy(j, NULL, lathe_json_at(v, i));
        lathe_json_close(j, ']');
    } else if (json_is_string(in)) {
        lathe_json_string(j, key, json_string_value(in));
    } else if (json_is_integer(in)) {
        lathe_json_int(j, key, json_integer_value(in));
    } else if (json_is_real(in)) {
        lathe_json_double(j, key, json_real_value(in));
    } else if (json_is_boolean(in)) {
        lathe_json_bool(j, key, json_is_true(in));
    } else {
        lathe_json_raw(j, key, "null");
    }
}
