/*
 * chart - series over two axes, drawn with svg.h.
 *
 * Axes have round ticks that fit what is drawn; a vertical axis over more than
 * a factor of 20 of positive values is logarithmic.
 */
#ifndef LATHE_PLOT_CHART_H
#define LATHE_PLOT_CHART_H

#include "plot/svg.h"

struct lathe_series {
    const char *name;           /* in the legend; NULL: not there */
    enum lathe_ink ink;
    bool points;                /* dots instead of a line */
    const double *x, *y;        /* [n] values that are not finite are left
                                 * out */
    size_t n;
};

#define LATHE_CHART_SERIES 4

struct lathe_chart {
    const char *title;          /* above, to the left */
    const char *x_label;        /* below; NULL: none */
    bool whole_x;               /* the horizontal axis counts */
    struct lathe_series series[LATHE_CHART_SERIES];
    size_t n;
    double mark;                /* a vertical line here; NaN: none */
    const char *mark_label;     /* beside it; NULL: none */
    double mark_y;              /* a dot where it meets this value; NaN: none */
    double left, top, width, height;    /* of all of it, in the drawing */
};

/* Draws it; appends. Out of memory is seen by lathe_buf_check. */
void lathe_chart_draw(struct lathe_buf *out, const struct lathe_chart *c);

/* The least of 1, 2 and 5 times a power of ten that cuts `span` (> 0) into at
 * most `most` parts. */
double lathe_chart_step(double span, int most);

#endif
