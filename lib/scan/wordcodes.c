#include "scan/wordcodes.h"

#include "base/alloc.h"

#include <math.h>

void lathe_wordcodes_release(struct lathe_wordcodes *w)
{
    lathe_free(w->column);
    lathe_free(w->code);
    *w = (struct lathe_wordcodes){0};
}

/* What a column of the piece holds. */
static enum lathe_holds piece_holds(const struct lathe_scan *scan,
                                    const struct lathe_scan_piece *piece,
                                    size_t i)
{
    const struct lathe_scan_part *part = &piece->part[i];

    if (part->present == 0)
        return LATHE_HOLDS_NOTHING;
    if (!piece->wordy[i])
        return LATHE_HOLDS_NUMBERS;
    if (scan->column[i].dated && !part->mixed)
        return LATHE_HOLDS_DATES;
    return part->mixed || scan->column[i].many ? LATHE_HOLDS_MIXED
                                               : LATHE_HOLDS_CODES;
}

static enum lathe_holds follow(enum lathe_holds before,
                               enum lathe_holds piece)
{
    if (before == LATHE_HOLDS_NOTHING)
        return piece;
    return piece == before || piece == LATHE_HOLDS_NOTHING
               ? before : LATHE_HOLDS_MIXED;
}

/* Whether what the stash has of the column may be what is needed: columns of
 * too many words are dropped, others are kept. Dates are not to be had, unless
 * they were expected. */
static bool is_useful(const struct lathe_scan_column *c,
                      enum lathe_holds holds)
{
    if (holds == LATHE_HOLDS_MIXED)
        return c->many;
    return holds != LATHE_HOLDS_CODES || c->depth == LATHE_SCAN_CATEGORY ||
           c->numbers > c->nans || !lathe_scan_dates_order(&c->dates);
}

static enum lathe_code find_codes(struct lathe_wordcodes *w,
                                  const struct lathe_dict *words,
                                  const struct lathe_wordset *set,
                                  size_t column, size_t at,
                                  struct lathe_err *err)
{
    enum lathe_code rc = lathe_grow(&w->column, &w->column_cap,
                                    w->columns + 1, sizeof *w->column, err);

    if (!rc)
        rc = lathe_grow(&w->code, &w->code_cap, at + set->n, sizeof *w->code,
                        err);
    if (rc)
        return rc;
    for (uint32_t k = 0; k < set->n; k++)
        w->code[at + k] = lathe_dict_find(words, set->text + set->word[k].at,
                                          set->word[k].len);
    w->column[w->columns++] = (struct lathe_wordcodes_column){column, at};
    return LATHE_OK;
}

enum lathe_code lathe_wordcodes_find(struct lathe_wordcodes *w,
                                     const struct lathe_scan *scan,
                                     const struct lathe_scan_piece *piece,
                                     unsigned char *holds, bool *useful,
                                     struct lathe_err *err)
{
    size_t at = 0;
    enum lathe_code rc = LATHE_OK;

    *useful = true;
    w->columns = 0;
    for (size_t i = 0; i < scan->n && *useful && !rc; i++) {
        const struct lathe_scan_column *c = &scan->column[i];
        enum lathe_holds in = piece_holds(scan, piece, i);

        if (c->is_target || c->depth == LATHE_SCAN_IGNORE)
            continue;
        holds[i] = (unsigned char)follow((enum lathe_holds)holds[i], in);
        *useful = is_useful(c, (enum lathe_holds)holds[i]);
        if (holds[i] != LATHE_HOLDS_CODES || in == LATHE_HOLDS_NOTHING)
            continue;
        rc = find_codes(w, &c->words, &piece->part[i].words, i, at, err);
        at += piece->part[i].words.n;
    }
    return rc;
}

void lathe_wordcodes_put(const struct lathe_wordcodes *w, double *row,
                         size_t width, size_t n)
{
    for (size_t i = 0; i < n; i++, row += width)
        for (size_t k = 0; k < w->columns; k++) {
            double *v = &row[w->column[k].column];

            if (!isnan(*v))
                *v = w->code[w->column[k].at + (size_t)*v];
        }
}
