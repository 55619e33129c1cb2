#include "prepare/quality_scale.h"

#include "base/decimal.h"
#include "prepare/fit_clip.h"
#include "prepare/fit_scale.h"

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

/* `scale` is LATHE_SCALE_STANDARD for a target. */
static enum lathe_code tell_tiny(struct lathe_quality *q, const char *name,
                                 const char *what, enum lathe_scale scale,
                                 const struct lathe_number_stats *s,
                                 struct lathe_err *err)
{
    bool standard = scale == LATHE_SCALE_STANDARD;
    char low[LATHE_DECIMAL_ROOM], high[LATHE_DECIMAL_ROOM];
    const char *then;

    if (scale == LATHE_SCALE_NONE || !lathe_fit_scale_is_lost(s))
        return LATHE_OK;
    if (!isfinite(1 / (s->max - s->min)))
        then = "to be scaled, and are all but constant";
    else if (standard)
        then = "for a standard deviation; their range scales them";
    else
        return LATHE_OK;
    lathe_decimal_double(low, s->min);
    lathe_decimal_double(high, s->max);
    return lathe_quality_add(q, "tiny-range", name, s->max - s->min, true, err,
                             "%s '%.60s': values from %s to %s differ by too "
                             "little %s", what, name, low, high, then);
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
            rc = tell_tiny(q, c->name, "column", c->scale, &c->stats, err);
    }
    for (size_t t = 0; t < s->values && !rc; t++)
        rc = tell_tiny(q, s->target[t].name, "target", LATHE_SCALE_STANDARD,
                       &s->target[t].stats, err);
    return rc;
}
