#include "fit/fit_scale.h"

#include <math.h>

/* Squares of smaller deviations lose digits, and then all. */
#define LEAST_SD 1e-150

double lathe_fit_scale_over(double width)
{
    return width > 0 && isfinite(1 / width) ? 1 / width : 1;
}

bool lathe_fit_scale_is_lost(const struct lathe_number_stats *s)
{
    return s->max > s->min && s->sd < LEAST_SD;
}

void lathe_fit_scale(enum lathe_scale scale,
                     const struct lathe_number_stats *s, double *shift,
                     double *factor)
{
    *shift = 0;
    *factor = 1;
    if (scale == LATHE_SCALE_STANDARD) {
        *shift = s->mean;
        *factor = lathe_fit_scale_over(lathe_fit_scale_is_lost(s)
                                       ? s->max - s->min : s->sd);
    } else if (scale == LATHE_SCALE_MINMAX) {
        *shift = s->min;
        *factor = lathe_fit_scale_over(s->max - s->min);
    } else if (scale == LATHE_SCALE_ROBUST) {
        *shift = s->median;
        *factor = lathe_fit_scale_over(s->q75 - s->q25);
    }
}
