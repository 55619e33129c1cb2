#include "eval/grid.h"

#include "base/decimal.h"
#include "base/glyph.h"
#include "eval/metric.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MOST_OF_A_COLUMN 40
#define LEAST_OF_THE_LAST 40
#define GAP 2                   /* blanks between columns and before a row */

void lathe_grid_cell(struct lathe_grid *g, const char *format, ...)
{
    char cell[512];

    va_list ap;
    va_start(ap, format);
    vsnprintf(cell, sizeof cell, format, ap);
    va_end(ap);
    lathe_buf_add(&g->cells, cell, strlen(cell) + 1);
    g->n++;
}

static void put_number(struct lathe_grid *g, double v, int digits,
                       double most_whole)
{
    char text[LATHE_DECIMAL_ROOM] = "-";

    bool whole = rint(v) == v && fabs(v) < most_whole;
    if (isfinite(v))
        lathe_decimal_double(text, whole ? v : lathe_metric_round(v, digits));
    lathe_grid_cell(g, "%s", text);
}

void lathe_grid_number(struct lathe_grid *g, double v)
{
    put_number(g, v, 6, 1e12);
}

void lathe_grid_short(struct lathe_grid *g, double v)
{
    put_number(g, v, 5, 1e7);
}

void lathe_grid_count(struct lathe_grid *g, uint64_t v)
{
    lathe_grid_cell(g, "%llu", (unsigned long long)v);
}

void lathe_grid_words(struct lathe_grid *g, const char *const *text)
{
    for (; *text; text++)
        lathe_grid_cell(g, "%s", *text);
}

/* Characters of UTF-8 text. */
static size_t width_of(const char *s)
{
    size_t n = 0;

    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

static void put_blanks(struct lathe_buf *out, size_t n)
{
    while (n--)
        lathe_buf_putc(out, ' ');
}

/* The first `width` characters. */
static void put_cut(struct lathe_buf *out, const char *s, size_t width)
{
    size_t have = 0;

    while (*s && have++ < width) {
        bool shown;
        size_t n = lathe_glyph_next(s, &shown);

        lathe_buf_add(out, shown ? s : "?", shown ? n : 1);
        s += n;
    }
}

static void put_cell(struct lathe_buf *out, const char *s, size_t width,
                     bool right)
{
    size_t have = width_of(s);

    if (have > width) {
        put_cut(out, s, width < 2 ? width : width - 2);
        lathe_buf_puts(out, width < 2 ? "" : "..");
        return;
    }
    put_blanks(out, right ? width - have : 0);
    put_cut(out, s, have);
    put_blanks(out, right ? 0 : width - have);
}

static void end_line(struct lathe_buf *out)
{
    while (out->len > 0 && out->s[out->len - 1] == ' ')
        out->s[--out->len] = '\0';
    lathe_buf_putc(out, '\n');
}

/* What each column needs, and at the end may have. */
static void find_widths(const struct lathe_grid *g,
                        size_t width[LATHE_GRID_COLS])
{
    const char *s = g->cells.s;
    size_t used = GAP;

    memset(width, 0, LATHE_GRID_COLS * sizeof width[0]);
    for (size_t i = 0; i < g->n; i++, s += strlen(s) + 1) {
        size_t have = width_of(s), col = i % g->cols;

        if (have > width[col])
            width[col] = have;
    }
    for (size_t col = 0; col + 1 < g->cols; col++) {
        if (width[col] > MOST_OF_A_COLUMN)
            width[col] = MOST_OF_A_COLUMN;
        used += width[col] + GAP;
    }
    size_t line = g->width ? g->width : LATHE_GRID_WIDTH;
    size_t left = used < line ? line - used : 0;
    if (left < LEAST_OF_THE_LAST)
        left = LEAST_OF_THE_LAST;
    if (width[g->cols - 1] > left)
        width[g->cols - 1] = left;
}

enum lathe_code lathe_grid_print(struct lathe_grid *g, struct lathe_buf *out,
                                 struct lathe_err *err)
{
    size_t width[LATHE_GRID_COLS];
    enum lathe_code rc = lathe_buf_check(&g->cells, err);

    assert(g->cols > 0 && g->cols <= LATHE_GRID_COLS);
    if (rc)
        return rc;
    find_widths(g, width);
    const char *s = g->cells.s;
    for (size_t i = 0; i < g->n; i++, s += strlen(s) + 1) {
        size_t col = i % g->cols;

        put_blanks(out, GAP);
        put_cell(out, s, width[col], g->right >> col & 1);
        if (col + 1 == g->cols)
            end_line(out);
    }
    g->n = 0;
    lathe_buf_clear(&g->cells);
    return lathe_buf_check(out, err);
}

enum lathe_code lathe_grid_section(struct lathe_grid *g, const char *title,
                                   struct lathe_buf *out,
                                   struct lathe_err *err)
{
    if (title)
        lathe_buf_printf(out, "\n%s\n", title);
    enum lathe_code rc = lathe_grid_print(g, out, err);
    lathe_grid_release(g);
    return rc;
}

void lathe_grid_release(struct lathe_grid *g)
{
    lathe_buf_release(&g->cells);
    g->n = 0;
}
