/*
 * json - writing JSON text, and reading it through jansson.
 */
#ifndef LATHE_BASE_JSON_H
#define LATHE_BASE_JSON_H

#include "base/buf.h"

/* ---- writing: straight into a buffer ------------------------------------ */

/* Zeroed but for `out`. Commas, newlines and indentation are kept here. */
struct lathe_json_out {
    struct lathe_buf *out;
    bool compact;               /* one line */
    unsigned depth;
    bool started[32];           /* something was written at this depth */
};

/* `key` is NULL inside an array and for the document itself. */
void lathe_json_open(struct lathe_json_out *j, const char *key, char bracket);
void lathe_json_close(struct lathe_json_out *j, char bracket);
void lathe_json_string(struct lathe_json_out *j, const char *key,
                       const char *s);          /* NULL: null */
void lathe_json_bool(struct lathe_json_out *j, const char *key, bool b);
void lathe_json_int(struct lathe_json_out *j, const char *key, int64_t v);
/* Shortest text that reads back as the same double; null when not finite. */
void lathe_json_double(struct lathe_json_out *j, const char *key, double v);
/* Likewise for a float. */
void lathe_json_float(struct lathe_json_out *j, const char *key, float v);
/* Text that is JSON already. */
void lathe_json_raw(struct lathe_json_out *j, const char *key,
                    const char *json);

/* ---- reading ------------------------------------------------------------ */

/* A value in a parsed document; never defined. All of them live as long as
 * the document. A NULL value is "not there" and every question may be asked
 * of it. */
struct lathe_json;

enum lathe_json_kind {
    LATHE_JSON_NONE,            /* not there */
    LATHE_JSON_NULL,
    LATHE_JSON_BOOL,
    LATHE_JSON_NUMBER,
    LATHE_JSON_STRING,
    LATHE_JSON_ARRAY,
    LATHE_JSON_OBJECT
};

/*
 * Strict: no duplicate keys, no NaN, valid UTF-8, nothing behind the end.
 * Fails: LATHE_EDATA "line L, column C: ...", LATHE_ENOMEM.
 */
enum lathe_code lathe_json_parse(struct lathe_json **out, const char *text,
                                 size_t n, struct lathe_err *err);
void lathe_json_free(struct lathe_json *document);

enum lathe_json_kind lathe_json_kind(const struct lathe_json *v);
const struct lathe_json *lathe_json_get(const struct lathe_json *object,
                                        const char *key);
/* Elements of an array, members of an object; else 0. */
size_t lathe_json_size(const struct lathe_json *v);
const struct lathe_json *lathe_json_at(const struct lathe_json *array,
                                       size_t i);
/* Calls `fn` for each member in order of appearance until it returns false. */
void lathe_json_each(const struct lathe_json *object,
                     bool (*fn)(void *ctx, const char *key,
                                const struct lathe_json *v),
                     void *ctx);

/* The value, or `otherwise` when it is not of that kind. Strings live in the
 * document. */
double lathe_json_as_double(const struct lathe_json *v, double otherwise);
int64_t lathe_json_as_int(const struct lathe_json *v, int64_t otherwise);
bool lathe_json_as_bool(const struct lathe_json *v, bool otherwise);
const char *lathe_json_as_string(const struct lathe_json *v,
                                 const char *otherwise);

/* Writes a value that was read: members in their order, numbers to the last
 * bit. What lies deeper than 24 brackets of `j` becomes null. */
void lathe_json_copy(struct lathe_json_out *j, const char *key,
                     const struct lathe_json *v);

#endif
