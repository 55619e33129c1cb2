/*
 * grid - text in aligned columns.
 *
 * Cells are added row by row, the heading first. A cell is one line: what
 * would move the cursor becomes '?'. A cell that is too long ends in "..".
 */
#ifndef LATHE_EVAL_GRID_H
#define LATHE_EVAL_GRID_H

#include "base/buf.h"

#define LATHE_GRID_COLS 12      /* most columns */
#define LATHE_GRID_WIDTH 100    /* characters of a line */

/* Zeroed but for `cols`, `right` and maybe `width`. */
struct lathe_grid {
    size_t cols;
    unsigned right;             /* bit i: column i is flush right */
    size_t width;               /* of a line; 0: LATHE_GRID_WIDTH */
    size_t n;                   /* cells so far */
    struct lathe_buf cells;     /* each with a NUL behind it */
};

void lathe_grid_cell(struct lathe_grid *g, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A number to 6 significant digits, a whole one with all of its own, the same
 * in every locale; "-" when it is not finite. */
void lathe_grid_number(struct lathe_grid *g, double v);

/* To 5 digits, a whole one with up to 7: one of many in a row. */
void lathe_grid_short(struct lathe_grid *g, double v);

/* A whole number, and several texts up to a NULL. */
void lathe_grid_count(struct lathe_grid *g, uint64_t v);
void lathe_grid_words(struct lathe_grid *g, const char *const *text);

/*
 * Appends the rows, each behind two blanks, and forgets them. A column takes
 * up to 40 characters, the last one these too, or what is left of the line.
 * Fails: LATHE_ENOMEM when a cell was lost.
 */
enum lathe_code lathe_grid_print(struct lathe_grid *g, struct lathe_buf *out,
                                 struct lathe_err *err);

/* Prints them below an empty line and `title` (NULL: without), and releases
 * the grid. Fails as lathe_grid_print. */
enum lathe_code lathe_grid_section(struct lathe_grid *g, const char *title,
                                   struct lathe_buf *out,
                                   struct lathe_err *err);
void lathe_grid_release(struct lathe_grid *g);

#endif
