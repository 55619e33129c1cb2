#include "eval/metric.h"

#include <math.h>
#include <stddef.h>

struct lathe_metric lathe_metric_of(double value)
{
    return (struct lathe_metric){.value = value};
}

struct lathe_metric lathe_metric_undefined(enum lathe_undefined why)
{
    return (struct lathe_metric){.value = NAN, .why = why};
}

struct lathe_metric lathe_metric_ratio(double a, double b,
                                       enum lathe_undefined why)
{
    return b == 0 ? lathe_metric_undefined(why) : lathe_metric_of(a / b);
}

double lathe_metric_round(double v, int digits)
{
    double power, rounded;

    if (v == 0 || !isfinite(v))
        return v;
    power = digits - 1 - floor(log10(fabs(v)));
    if (power >= 0)             /* both powers are exact up to 10^22 */
        rounded = round(v * pow(10.0, power)) / pow(10.0, power);
    else
        rounded = round(v / pow(10.0, -power)) * pow(10.0, -power);
    return isfinite(rounded) ? rounded : v;
}

const char *lathe_metric_reason(enum lathe_undefined why)
{
    switch (why) {
    case LATHE_DEFINED:
        return NULL;
    case LATHE_UNDEFINED_NO_ROWS:
        return "no row counts";
    case LATHE_UNDEFINED_NO_TRUTH:
        return "no row has this class";
    case LATHE_UNDEFINED_NO_PREDICTION:
        return "this class is never predicted";
    case LATHE_UNDEFINED_ABSENT:
        return "no row has this class and it is never predicted";
    case LATHE_UNDEFINED_ONE_CLASS:
        return "all rows have the same class";
    case LATHE_UNDEFINED_CLASS_ABSENT:
        return "a class has no row";
    case LATHE_UNDEFINED_ONE_ROW:
        return "there is only one row";
    case LATHE_UNDEFINED_CONSTANT:
        return "all true values are equal";
    case LATHE_UNDEFINED_NOT_FINITE:
        return "an answer of the model is not a number";
    case LATHE_UNDEFINED_RANGE:
        return "the values are too large to be added up";
    case LATHE_UNDEFINED_UNRANKED:
        return "the probabilities were not kept";
    case LATHE_UNDEFINED_MEMORY:
        return "there are too many rows to keep their probabilities";
    case LATHE_UNDEFINED_NO_LABEL:
        return "no row has any of the labels";
    case LATHE_UNDEFINED_NOT_GIVEN:
        return "no row is given any of the labels";
    }
    return "unknown";
}
