/*
 * svg - a drawing as SVG text, the same bytes for the same drawing.
 *
 * Coordinates are pixels from the upper left corner. Shapes have classes, and
 * one style sheet gives them their looks on light and on dark screens
 * (prefers-color-scheme); without one the drawing is light. There is no
 * script and nothing is loaded. Text from data is escaped.
 */
#ifndef LATHE_PLOT_SVG_H
#define LATHE_PLOT_SVG_H

#include "base/buf.h"

/* What a shape is; its class in the style sheet. Inks tell series apart and
 * are told apart by colour-blind readers too. */
enum lathe_ink {
    LATHE_INK_TEXT,             /* words */
    LATHE_INK_FAINT,            /* words of less weight */
    LATHE_INK_GRID,             /* lines behind all else */
    LATHE_INK_AXIS,
    LATHE_INK_FIRST,            /* series: blue */
    LATHE_INK_SECOND,           /* orange */
    LATHE_INK_THIRD,            /* green */
    LATHE_INK_FOURTH,           /* purple */
    LATHE_INK_MARK,             /* what is pointed at */
    LATHE_INKS
};

enum lathe_anchor { LATHE_ANCHOR_START, LATHE_ANCHOR_MIDDLE,
                    LATHE_ANCHOR_END };

/* Begins a drawing of width x height; `title` is what a screen reader says.
 * Out of memory is seen by lathe_buf_check. */
void lathe_svg_open(struct lathe_buf *out, double width, double height,
                    const char *title);
void lathe_svg_close(struct lathe_buf *out);

void lathe_svg_line(struct lathe_buf *out, enum lathe_ink ink, bool dashed,
                    double x1, double y1, double x2, double y2);

/* A line through points; where one is not finite, the line is broken. */
void lathe_svg_path(struct lathe_buf *out, enum lathe_ink ink, bool dashed,
                    const double *x, const double *y, size_t n);

/* A filled circle; `tip` (may be NULL) is shown when it is pointed at. */
void lathe_svg_dot(struct lathe_buf *out, enum lathe_ink ink, double x,
                   double y, double radius, const char *tip);

/* Words; `size` is the height of the font, `angle` in degrees clockwise. */
void lathe_svg_text(struct lathe_buf *out, enum lathe_ink ink,
                    enum lathe_anchor anchor, double x, double y, double size,
                    double angle, const char *words);

/* Appends text in which nothing has a meaning in XML. */
void lathe_svg_escape(struct lathe_buf *out, const char *s);

#endif
