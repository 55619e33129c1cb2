#include "prepare/fit_scale.h"

double lathe_fit_scale_over(double width)
{
    return width > 0 ? 1 / width : 1;
}

void lathe_fit_scale(enum lathe_scale scale,
                     const struct lathe_number_stats *s, double *shift,
                     double *factor)
{
    *shift = 0;
    *factor = 1;
    if (scale == LATHE_SCALE_STANDARD) {
        *shift = s->mean;
        *factor = lathe_fit_scale_over(s->sd);
    } else if (scale == LATHE_SCALE_MINMAX) {
        *shift = s->min;
        *factor = lathe_fit_scale_over(s->max - s->min);
    } else if (scale == LATHE_SCALE_ROBUST) {
        *shift = s->median;
        *factor = lathe_fit_scale_over(s->q75 - s->q25);
    }
}
