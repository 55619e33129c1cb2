#include "train/schedule.h"

#include "base/buf.h"
#include "base/decimal.h"

#include <math.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

static enum lathe_code bad(const char *text, const char *why,
                           struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EARG, "schedule '%.60s': %s", text, why);
}

static bool read_factor(const char *s, double *out)
{
    return lathe_decimal_parse(s, strlen(s), out) && *out > 0 && *out <= 1;
}

static bool read_epochs(const char *s, int *out)
{
    int64_t v;

    if (!lathe_decimal_parse_int(s, 1, 1000000, &v))
        return false;
    *out = (int)v;
    return true;
}

/* The numbers behind the colon; `n` of them are there. */
static enum lathe_code read_numbers(struct lathe_schedule *s, const char *text,
                                    char *const *word, size_t n,
                                    struct lathe_err *err)
{
    const char *factor = NULL;

    switch (s->kind) {
    case LATHE_SCHEDULE_STEP:
        if (n != 2 || !read_epochs(word[0], &s->every))
            return bad(text, "write step:N,F with N epochs and a factor F, "
                             "such as step:10,0.5", err);
        factor = word[1];
        break;
    case LATHE_SCHEDULE_EXP:
        if (n != 1)
            return bad(text, "write exp:F with a factor F, such as exp:0.95",
                       err);
        factor = word[0];
        break;
    case LATHE_SCHEDULE_PLATEAU:
        if (n > 2 || (n > 0 && !read_epochs(word[0], &s->every)))
            return bad(text, "write plateau or plateau:P,F with P epochs and "
                             "a factor F, such as plateau:5,0.5", err);
        factor = n == 2 ? word[1] : NULL;
        break;
    default:
        if (n != 0)
            return bad(text, "it takes no numbers", err);
        break;
    }
    if (factor && !read_factor(factor, &s->factor))
        return bad(text, "the factor must be above 0 and at most 1", err);
    return LATHE_OK;
}

enum lathe_code lathe_schedule_parse(struct lathe_schedule *out,
                                     const char *text, struct lathe_err *err)
{
    static const char *const names[] = { "constant", "step",     "exp",
                                         "cosine",   "onecycle", "plateau" };
    const char *colon = strchr(text, ':');
    size_t n = colon ? (size_t)(colon - text) : strlen(text);
    struct lathe_schedule s = { .every = 5, .factor = 0.1, .reached = 1,
                                .best = INFINITY };
    struct lathe_list list = {0};
    enum lathe_code rc;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strlen(names[i]) == n && memcmp(names[i], text, n) == 0)
            s.kind = (enum lathe_schedule_kind)(i + LATHE_SCHEDULE_CONSTANT);
    if (!s.kind)
        return bad(text, "there are constant, step:N,F, exp:F, cosine, "
                         "onecycle, plateau", err);
    rc = lathe_list_split(&list, colon ? colon + 1 : "", ',', err);
    if (!rc)
        rc = read_numbers(&s, text, list.v, list.n, err);
    lathe_list_release(&list);
    if (!rc)
        *out = s;
    return rc;
}

/* From `a` to `b` along half a cosine, share 0 to 1. */
static double ease(double a, double b, double share)
{
    return b + (a - b) * (1 + cos(pi * share)) / 2;
}

static double onecycle(double rate, uint64_t step, uint64_t steps)
{
    double last = steps > 1 ? (double)(steps - 1) : 1;
    double top = 0.3 * (double)steps - 1, at = (double)step;

    if (at <= top)
        return ease(rate / 25, rate, at / top);
    return ease(rate, rate / 250000,
                last > top ? (at - top) / (last - top) : 1);
}

double lathe_schedule_rate(const struct lathe_schedule *s, double rate,
                           int epoch, uint64_t step, uint64_t steps)
{
    if (step < s->warmup)
        return rate * (double)(step + 1) / (double)s->warmup;
    step -= s->warmup;          /* steps > step */
    steps -= s->warmup;
    switch (s->kind) {
    case LATHE_SCHEDULE_CONSTANT:
        break;
    case LATHE_SCHEDULE_STEP:
        return rate * pow(s->factor, epoch / s->every);
    case LATHE_SCHEDULE_EXP:
        return rate * pow(s->factor, epoch);
    case LATHE_SCHEDULE_COSINE:
        return ease(rate, 0, (double)step / (double)steps);
    case LATHE_SCHEDULE_ONECYCLE:
        return onecycle(rate, step, steps);
    case LATHE_SCHEDULE_PLATEAU:
        return rate * s->reached;
    }
    return rate;
}

void lathe_schedule_saw(struct lathe_schedule *s, double loss)
{
    if (loss < s->best) {
        s->best = loss;
        s->waited = 0;
    } else if (++s->waited >= s->every) {
        s->waited = 0;
        s->reached *= s->factor;
    }
}
