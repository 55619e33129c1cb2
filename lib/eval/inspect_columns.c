#include "eval/grid.h"
#include "eval/inspect.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Categories named in a row of the table, most frequent first. */
#define MOST_WORDS 4

#define DAY 86400.0             /* seconds */

#define CELLS(g, ...)                                                         \
    lathe_grid_words(g, (const char *const[]){__VA_ARGS__, NULL})

static size_t columns_of(const struct lathe_schema *s,
                         enum lathe_column_kind kind)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        n += s->column[i].kind == kind;
    return n;
}

/* ---- numbers ------------------------------------------------------------ */

/* Which columns the table of numbers has beside the usual ones. */
struct more {
    bool clip, indicator;
};

static struct more find_more(const struct lathe_schema *s)
{
    struct more m = {0};

    for (size_t i = 0; i < s->n; i++) {
        m.clip |= s->column[i].kind == LATHE_NUMBER && s->column[i].clip > 0;
        m.indicator |= s->column[i].kind == LATHE_NUMBER &&
                       s->column[i].indicates;
    }
    return m;
}

void lathe_inspect_figure_names(struct lathe_grid *g)
{
    CELLS(g, "mean", "sd", "min", "q25", "median", "q75", "max");
}

void lathe_inspect_figures(struct lathe_grid *g,
                           const struct lathe_number_stats *t)
{
    lathe_grid_short(g, t->mean);
    lathe_grid_short(g, t->sd);
    lathe_grid_short(g, t->min);
    lathe_grid_short(g, t->q25);
    lathe_grid_short(g, t->median);
    lathe_grid_short(g, t->q75);
    lathe_grid_short(g, t->max);
}

/* What the training rows hold. */
static enum lathe_code put_numbers(struct lathe_buf *out,
                                   const struct lathe_schema *s,
                                   struct lathe_err *err)
{
    struct lathe_grid g = {.cols = 8, .right = 0xfe};

    CELLS(&g, "column");
    lathe_inspect_figure_names(&g);
    for (size_t i = 0; i < s->n; i++)
        if (s->column[i].kind == LATHE_NUMBER) {
            CELLS(&g, s->column[i].name);
            lathe_inspect_figures(&g, &s->column[i].stats);
        }
    return lathe_grid_section(&g, "Numbers", out, err);
}

static void input_cells(struct lathe_grid *g, const struct lathe_column *c,
                        struct more more)
{
    CELLS(g, c->name);
    lathe_grid_count(g, c->missing);
    lathe_grid_count(g, c->present);
    lathe_grid_number(g, c->impute == LATHE_IMPUTE_DROP ? (double)NAN
                                                        : c->fill);
    CELLS(g, lathe_schema_impute_name(c->impute),
          lathe_schema_scale_name(c->scale));
    if (more.clip) {
        lathe_grid_number(g, c->clip_low);
        lathe_grid_number(g, c->clip_high);
    }
    if (more.indicator)
        CELLS(g, c->indicates ? "yes" : "no");
}

/* What becomes of them. */
static enum lathe_code put_inputs(struct lathe_buf *out,
                                  const struct lathe_schema *s,
                                  struct lathe_err *err)
{
    struct more more = find_more(s);
    struct lathe_grid g = {.cols = 6, .right = more.clip ? 0xce : 0xe};

    g.cols += more.clip ? 2 : 0;
    g.cols += more.indicator;
    CELLS(&g, "column", "missing", "present", "fill", "", "scaling");
    if (more.clip)
        CELLS(&g, "clip low", "clip high");
    if (more.indicator)
        CELLS(&g, "indicator");
    for (size_t i = 0; i < s->n; i++)
        if (s->column[i].kind == LATHE_NUMBER)
            input_cells(&g, &s->column[i], more);
    return lathe_grid_section(&g, "Numbers as inputs", out, err);
}

/* ---- dates and categories ----------------------------------------------- */

static void date_cell(struct lathe_grid *g, double seconds)
{
    char text[LATHE_DATE_ROOM];

    lathe_date_text(text, seconds);
    CELLS(g, isnan(seconds) ? "-" : text);
}

/* "days year month", the last column of the table. */
static void parts_cell(struct lathe_grid *g, const struct lathe_column *c)
{
    char text[80];
    size_t len = 0;

    for (unsigned part = 1; part <= LATHE_DATE_HOUR; part *= 2)
        if (c->parts & part)
            len += (size_t)snprintf(
                text + len, sizeof text - len, "%s%s", len ? " " : "",
                lathe_schema_part_name((enum lathe_date_part)part));
    lathe_grid_cell(g, "%s%s", len ? text : "",
                    c->indicates ? " indicator" : "");
}

static enum lathe_code put_dates(struct lathe_buf *out,
                                 const struct lathe_schema *s,
                                 struct lathe_err *err)
{
    struct lathe_grid g = {.cols = 8, .right = 0x2};

    CELLS(&g, "column", "missing", "fill", "", "scaling", "from", "to",
          "inputs");
    for (size_t i = 0; i < s->n; i++) {
        const struct lathe_column *c = &s->column[i];

        if (c->kind != LATHE_DATE)
            continue;
        CELLS(&g, c->name);
        lathe_grid_count(&g, c->missing);
        date_cell(&g, c->impute == LATHE_IMPUTE_DROP ? (double)NAN : c->fill);
        CELLS(&g, lathe_schema_impute_name(c->impute),
              lathe_schema_scale_name(c->scale));
        date_cell(&g, floor(c->stats.min / DAY) * DAY);
        date_cell(&g, floor(c->stats.max / DAY) * DAY);
        parts_cell(&g, c);
    }
    return lathe_grid_section(&g, "Dates", out, err);
}

static enum lathe_code put_texts(struct lathe_buf *out,
                                 const struct lathe_schema *s,
                                 struct lathe_err *err)
{
    struct lathe_grid g = {.cols = 4, .right = 0xa};

    CELLS(&g, "column", "missing", "", "inputs");
    for (size_t i = 0; i < s->n; i++) {
        const struct lathe_column *c = &s->column[i];

        if (c->kind != LATHE_TEXT)
            continue;
        CELLS(&g, c->name);
        lathe_grid_count(&g, c->missing);
        CELLS(&g, c->impute == LATHE_IMPUTE_DROP ? "drop" : "all zero");
        lathe_grid_count(&g, c->dims);
    }
    return lathe_grid_section(&g, "Texts", out, err);
}

/* The most frequent categories, the last column of their table. */
static void words_cell(struct lathe_grid *g, const struct lathe_column *c)
{
    uint32_t shown[MOST_WORDS];
    size_t n = 0;
    char text[200];
    size_t len = 0;

    for (; n < MOST_WORDS && n < c->dict.n; n++) {
        uint32_t best = LATHE_DICT_NONE;
        for (uint32_t w = 0; w < c->dict.n; w++) {
            bool used = false;
            for (size_t k = 0; k < n; k++)
                used |= shown[k] == w;
            if (!used && (best == LATHE_DICT_NONE ||
                          c->count[w] > c->count[best]))
                best = w;
        }
        shown[n] = best;
    }
    text[0] = '\0';
    for (size_t k = 0; k < n && len + 1 < sizeof text; k++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%.40s %llu",
                                k ? ", " : "", c->dict.word[shown[k]],
                                (unsigned long long)c->count[shown[k]]);
    lathe_grid_cell(g, "%s%s", text, n < c->dict.n ? ", .." : "");
}

static enum lathe_code put_categories(struct lathe_buf *out,
                                      const struct lathe_schema *s,
                                      struct lathe_err *err)
{
    struct lathe_grid g = {.cols = 7, .right = 0x6a};

    CELLS(&g, "column", "missing", "becomes", "values", "encoding", "inputs",
          "present");
    for (size_t i = 0; i < s->n; i++) {
        const struct lathe_column *c = &s->column[i];

        if (c->kind != LATHE_CATEGORY)
            continue;
        CELLS(&g, c->name);
        lathe_grid_count(&g, c->missing);
        CELLS(&g, lathe_schema_impute_name(c->impute));
        if (c->encode == LATHE_ENCODE_HASH)
            CELLS(&g, "any");
        else
            lathe_grid_count(&g, c->dict.n);
        CELLS(&g, lathe_schema_encode_name(c->encode));
        lathe_grid_count(&g, c->encode == LATHE_ENCODE_ORDINAL ? 1 : c->width);
        lathe_grid_count(&g, c->present);
    }
    return lathe_grid_section(&g, "Categories", out, err);
}

static enum lathe_code put_words(struct lathe_buf *out,
                                 const struct lathe_schema *s,
                                 struct lathe_err *err)
{
    struct lathe_grid g = {.cols = 2, .width = LATHE_INSPECT_WIDTH};
    size_t n = 0;

    CELLS(&g, "column", "most frequent, with their rows");
    for (size_t i = 0; i < s->n; i++)
        if (s->column[i].kind == LATHE_CATEGORY && s->column[i].dict.n) {
            CELLS(&g, s->column[i].name);
            words_cell(&g, &s->column[i]);
            n++;
        }
    if (n == 0) {               /* all are hashed */
        lathe_grid_release(&g);
        return LATHE_OK;
    }
    return lathe_grid_section(&g, "Values of categories", out, err);
}

static enum lathe_code put_dropped(struct lathe_buf *out,
                                   const struct lathe_schema *s,
                                   struct lathe_err *err)
{
    struct lathe_grid g = {.cols = 2};

    CELLS(&g, "column", "why");
    for (size_t i = 0; i < s->n; i++)
        if (s->column[i].kind == LATHE_DROPPED)
            CELLS(&g, s->column[i].name,
                  s->column[i].why ? s->column[i].why : "");
    return lathe_grid_section(&g, "Dropped columns", out, err);
}

enum lathe_code lathe_inspect_columns(const struct lathe_schema *s,
                                      struct lathe_buf *out,
                                      struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    if (columns_of(s, LATHE_NUMBER))
        rc = put_numbers(out, s, err);
    if (rc == LATHE_OK && columns_of(s, LATHE_NUMBER))
        rc = put_inputs(out, s, err);
    if (rc == LATHE_OK && columns_of(s, LATHE_DATE))
        rc = put_dates(out, s, err);
    if (rc == LATHE_OK && columns_of(s, LATHE_TEXT))
        rc = put_texts(out, s, err);
    if (rc == LATHE_OK && columns_of(s, LATHE_CATEGORY))
        rc = put_categories(out, s, err);
    if (rc == LATHE_OK && columns_of(s, LATHE_CATEGORY))
        rc = put_words(out, s, err);
    if (rc == LATHE_OK && columns_of(s, LATHE_DROPPED))
        rc = put_dropped(out, s, err);
    return rc;
}
