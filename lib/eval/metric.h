/*
 * metric - one figure of an evaluation: a value, or the reason for its lack.
 *
 * An undefined value is never a silent 0: it is NaN here, null in JSON, "-"
 * in the text, and no requirement on it holds.
 */
#ifndef LATHE_EVAL_METRIC_H
#define LATHE_EVAL_METRIC_H

#include <stdbool.h>

enum lathe_undefined {
    LATHE_DEFINED,
    LATHE_UNDEFINED_NO_ROWS,    /* there are none, or all weigh 0 */
    LATHE_UNDEFINED_NO_TRUTH,   /* no row has this class */
    LATHE_UNDEFINED_NO_PREDICTION,      /* no row was given this class */
    LATHE_UNDEFINED_ABSENT,     /* neither */
    LATHE_UNDEFINED_ONE_CLASS,  /* all rows have the same class */
    LATHE_UNDEFINED_CLASS_ABSENT,       /* a class has no row */
    LATHE_UNDEFINED_ONE_ROW,    /* needs two rows */
    LATHE_UNDEFINED_CONSTANT,   /* all true values are equal */
    LATHE_UNDEFINED_NOT_FINITE, /* an answer of the model is not a number */
    LATHE_UNDEFINED_RANGE,      /* a sum overflowed */
    LATHE_UNDEFINED_UNRANKED,   /* the probabilities were not kept */
    LATHE_UNDEFINED_MEMORY,     /* more scores than are kept */
    LATHE_UNDEFINED_NO_LABEL,   /* no row has any label */
    LATHE_UNDEFINED_NOT_GIVEN   /* no row was given any label */
};

struct lathe_metric {
    double value;               /* NaN when undefined */
    enum lathe_undefined why;   /* LATHE_DEFINED: there is a value */
};

struct lathe_metric lathe_metric_of(double value);
struct lathe_metric lathe_metric_undefined(enum lathe_undefined why);

/* a / b, or undefined for this reason when b is 0. */
struct lathe_metric lathe_metric_ratio(double a, double b,
                                       enum lathe_undefined why);

/* v to `digits` significant digits, for people; v itself where that overflows
 * or underflows. */
double lathe_metric_round(double v, int digits);

/* "no row has this class"; NULL for LATHE_DEFINED. */
const char *lathe_metric_reason(enum lathe_undefined why);

#endif
