#include "quality/quality_scale.h"

#include "base/decimal.h"
#include "fit/fit_clip.h"
#include "fit/fit_scale.h"

#include <float.h>
#include <math.h>

static enum lathe_code tell_clipped(struct lathe_quality *q,
                                    const struct lathe_column *c,
                                    struct lathe_err *err)
{
    char value[LATHE_DECIMAL_ROOM];

    if (!lathe_fit_clip_any(c) || c->clip_low < c->clip_high ||
        !(c->stats.min < c->stats.max))
        return LATHE_OK;
    lathe_decimal_double(value, c->clip_low);
    return lathe_quality_add(q, "constant-after-clipping", c->name, c->clip,
                             true, err, "column '%.60s' is constant after "
                             "clipping: its quantiles %.4g and %.4g are both "
                             "%s", c->name, c->clip, 1 - c->clip, value);
}

/* `what` differs by too little for what `then` says. */
static enum lathe_code tell_tiny(struct lathe_quality *q, const char *what,
                                 const char *name,
                                 const struct lathe_number_stats *s,
                                 const char *then, struct lathe_err *err)
{
    char low[LATHE_DECIMAL_ROOM], high[LATHE_DECIMAL_ROOM];

    lathe_decimal_double(low, s->min);
    lathe_decimal_double(high, s->max);
    return lathe_quality_add(q, "tiny-range", name, s->max - s->min, true, err,
                             "%s '%.60s': values from %s to %s differ by too "
                             "little %s", what, name, low, high, then);
}

static enum lathe_code tell_tiny_column(struct lathe_quality *q,
                                        const struct lathe_column *c,
                                        struct lathe_err *err)
{
    const struct lathe_number_stats *s = &c->stats;

    if (c->scale == LATHE_SCALE_NONE || !lathe_fit_scale_is_lost(s))
        return LATHE_OK;
    if (!isfinite(1 / (s->max - s->min)))
        return tell_tiny(q, "column", c->name, s,
                         "to be scaled, and are all but constant", err);
    return c->scale == LATHE_SCALE_STANDARD
               ? tell_tiny(q, "column", c->name, s, "for a standard "
                           "deviation; their range scales them", err)
               : LATHE_OK;
}

/* Predictions are floats: whether those are so far apart where the values of a
 * target lie that most become the same one. */
static enum lathe_code tell_tiny_target(struct lathe_quality *q,
                                        const struct lathe_target *t,
                                        struct lathe_err *err)
{
    const struct lathe_number_stats *s = &t->stats;
    float most = (float)fmax(fabs(s->min), fabs(s->max));
    float far = fmaxf(most, FLT_MIN);

    if (!(s->max > s->min) || s->sd >= (double)(far - nextafterf(far, 0)))
        return LATHE_OK;
    return tell_tiny(q, "target", t->name, s,
                     most < FLT_MIN ? "for predictions, which become 0 below "
                                      "1e-45; a smaller unit would help"
                                    : "for predictions, which have 7 digits; "
                                      "counting from another zero would help",
                     err);
}

enum lathe_code lathe_quality_scale(struct lathe_quality *q,
                                    const struct lathe_schema *s,
                                    struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < s->n && !rc; i++) {
        const struct lathe_column *c = &s->column[i];

        if (c->kind != LATHE_NUMBER)
            continue;
        rc = tell_clipped(q, c, err);
        if (!rc)
            rc = tell_tiny_column(q, c, err);
    }
    for (size_t t = 0; t < s->values && !rc; t++)
        rc = tell_tiny_target(q, &s->target[t], err);
    return rc;
}
