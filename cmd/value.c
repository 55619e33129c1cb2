#include "value.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool whole_int(const char *s, int64_t low, int64_t high, int64_t *out)
{
    char *end;

    errno = 0;
    long long v = strtoll(s, &end, 10);
    *out = v;
    return *s && !*end && errno == 0 && v >= low && v <= high;
}

static bool whole_real(const char *s, double *out)
{
    char *end;

    *out = strtod(s, &end);
    return *s && !*end && strspn(s, " \t\n") == 0 && !strchr(s, 'x');
}

static bool duration(const char *s, double *out)
{
    char *end;
    double unit = 1;

    *out = strtod(s, &end);
    if (end == s || !(*out >= 0) || !isfinite(*out))
        return false;
    if (strcmp(end, "m") == 0)
        unit = 60;
    else if (strcmp(end, "h") == 0)
        unit = 3600;
    else if (*end && strcmp(end, "s") != 0)
        return false;
    *out *= unit;
    return true;
}

/* k, M and G are powers of 1024, with or without the iB behind them. */
static bool size(const char *s, uint64_t *out)
{
    static const char units[] = "kMG";
    const char *at;
    char *end;

    errno = 0;
    unsigned long long v = strtoull(s, &end, 10);
    if (end == s || errno || *s < '0' || *s > '9')
        return false;
    *out = v;
    if (!*end)
        return true;
    at = strchr(units, *end == 'K' ? 'k' : *end);
    if (!at || (end[1] && strcmp(end + 1, "iB") != 0))
        return false;
    for (; at >= units; at--)
        if (__builtin_mul_overflow(*out, (uint64_t)1024, out))
            return false;
    return true;
}

static const char *set_flag(const struct opt *o, const char *value)
{
    if (value && strcmp(value, "true") != 0 && strcmp(value, "false") != 0)
        return "is neither true nor false";
    *o->to.flag = !value || strcmp(value, "true") == 0;
    return NULL;
}

static const char *set_number(const struct opt *o, const char *value)
{
    int64_t v;

    switch (o->kind) {
    case OPT_INT:
        if (!whole_int(value, INT32_MIN, INT32_MAX, &v))
            return "is not a whole number";
        *o->to.i = (int)v;
        return NULL;
    case OPT_INT64:
        return whole_int(value, INT64_MIN, INT64_MAX, o->to.i64)
                   ? NULL
                   : "is not a whole number";
    case OPT_SEED:
        if (!whole_int(value, 0, INT64_MAX, &v))
            return "is not a whole number from 0 to 9223372036854775807";
        *o->to.seed = (uint64_t)v;
        return NULL;
    case OPT_SIZE:
        return size(value, o->to.size)
                   ? NULL
                   : "is not a number of bytes such as 65536, 64k or 1MiB";
    case OPT_REAL:
        return whole_real(value, o->to.real) ? NULL : "is not a number";
    default:
        return duration(value, o->to.real)
                   ? NULL
                   : "is not a time such as 90s, 30m or 2h";
    }
}

const char *value_set(const struct opt *o, const char *value)
{
    struct lathe_err err;

    switch (o->kind) {
    case OPT_FLAG:
        return set_flag(o, value);
    case OPT_TEXT:
        *o->to.text = value;
        return NULL;
    case OPT_LIST:
        return lathe_list_add(o->to.list, value, &err) ? "does not fit memory"
                                                       : NULL;
    default:
        return set_number(o, value);
    }
}
