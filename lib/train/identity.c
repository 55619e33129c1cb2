#include "train/identity.h"

#include <string.h>

void lathe_identity_write(struct lathe_buf *out,
                          const struct lathe_trainreport *r)
{
    struct lathe_json_out j = { .out = out, .compact = true };
    char hex[33];

    lathe_digest_hex(&r->data->digest, hex);
    lathe_json_open(&j, NULL, '{');
    lathe_json_string(&j, "version", lathe_version());
    lathe_json_open(&j, "data", '{');
    lathe_json_string(&j, "digest", hex);
    lathe_json_close(&j, '}');
    lathe_trainreport_options(&j, r);
    lathe_json_int(&j, "seed", (int64_t)r->opts->seed);
    lathe_json_close(&j, '}');
}

/* The value as a text; "not given" for null or nothing. */
static void put_value(struct lathe_buf *out, const struct lathe_json *v)
{
    struct lathe_json_out j = { .out = out, .compact = true };

    switch (lathe_json_kind(v)) {
    case LATHE_JSON_NONE:
    case LATHE_JSON_NULL:
        lathe_buf_puts(out, "not given");
        break;
    case LATHE_JSON_STRING:
        lathe_buf_printf(out, "'%.60s'", lathe_json_as_string(v, ""));
        break;
    default:
        lathe_json_copy(&j, NULL, v);
    }
}

/* A walk over the options of one run, with those of the other beside it. */
struct pair {
    struct lathe_buf *out;
    const struct lathe_json *other;
    bool only_new;              /* members that the other lacks */
    bool no_memory;
};

static bool same(struct pair *p, const struct lathe_json *a,
                 const struct lathe_json *b)
{
    struct lathe_buf x = {0}, y = {0};
    struct lathe_json_out j = { .out = &x, .compact = true };
    bool equal;

    if (lathe_json_kind(a) <= LATHE_JSON_NULL)
        return lathe_json_kind(b) <= LATHE_JSON_NULL;
    if (lathe_json_kind(a) != lathe_json_kind(b))
        return false;
    lathe_json_copy(&j, NULL, a);
    j = (struct lathe_json_out){ .out = &y, .compact = true };
    lathe_json_copy(&j, NULL, b);
    if (lathe_buf_check(&x, NULL) || lathe_buf_check(&y, NULL))
        p->no_memory = true;
    equal = p->no_memory || (x.len == y.len && memcmp(x.s, y.s, x.len) == 0);
    lathe_buf_release(&x);
    lathe_buf_release(&y);
    return equal;
}

static void compare(struct pair *p, const char *name,
                    const struct lathe_json *was, const struct lathe_json *is)
{
    struct lathe_buf *out = p->out;

    if (same(p, was, is))
        return;
    lathe_buf_printf(out, "%s--", out->len ? ", " : "");
    for (; *name; name++)       /* class_weight is --class-weight */
        lathe_buf_putc(out, *name == '_' ? '-' : *name);
    lathe_buf_puts(out, " was ");
    put_value(out, was);
    lathe_buf_puts(out, " and is ");
    put_value(out, is);
}

/* A momentum that one of them has not is told by the optimizers; earlier models
 * have one with optimizers that make no use of it. */
static bool both_have(const struct lathe_json *was,
                      const struct lathe_json *is)
{
    return lathe_json_kind(was) == LATHE_JSON_NUMBER &&
           lathe_json_kind(is) == LATHE_JSON_NUMBER;
}

static bool compare_option(void *ctx, const char *key,
                           const struct lathe_json *v)
{
    struct pair *p = ctx;
    const struct lathe_json *other = lathe_json_get(p->other, key);

    if (strcmp(key, "time_limit_s") == 0 ||
        (strcmp(key, "momentum") == 0 && !both_have(v, other)))
        return true;
    if (!p->only_new)
        compare(p, key, v, other);
    else if (lathe_json_kind(other) == LATHE_JSON_NONE)
        compare(p, key, other, v);
    return true;
}

enum lathe_code lathe_identity_differences(struct lathe_buf *out,
                                           const struct lathe_json *was,
                                           const struct lathe_json *is,
                                           struct lathe_err *err)
{
    const struct lathe_json *old = lathe_json_get(was, "options");
    const struct lathe_json *new = lathe_json_get(is, "options");
    const struct lathe_json *v = lathe_json_get(was, "version");
    const struct lathe_json *w = lathe_json_get(is, "version");
    struct pair p = { .out = out, .other = new };

    if (!same(&p, lathe_json_get(lathe_json_get(was, "data"), "digest"),
              lathe_json_get(lathe_json_get(is, "data"), "digest")))
        lathe_buf_puts(out, "the data are others");
    if (!same(&p, v, w))
        lathe_buf_printf(out, "%slathe was %.20s and is %.20s",
                         out->len ? ", " : "",
                         lathe_json_as_string(v, "unknown"),
                         lathe_json_as_string(w, "unknown"));
    lathe_json_each(old, compare_option, &p);
    p.other = old;
    p.only_new = true;
    lathe_json_each(new, compare_option, &p);
    compare(&p, "seed", lathe_json_get(was, "seed"),
            lathe_json_get(is, "seed"));
    if (p.no_memory)
        return lathe_fail(err, LATHE_ENOMEM,
                          "out of memory (comparing two runs)");
    return lathe_buf_check(out, err);
}
