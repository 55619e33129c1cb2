/*
 * wordcodes - columns of words in the rows of a stash: codes within a piece,
 * and what they are in the whole table.
 *
 * A row has one double a column: its number, the code of its word, or the
 * seconds of its date (scan.h, dated); NaN where the value is missing. Which of
 * them a column holds is what the pieces before had; one of several is of no
 * use.
 */
#ifndef LATHE_SCAN_WORDCODES_H
#define LATHE_SCAN_WORDCODES_H

#include "scan/scan_piece.h"

enum lathe_holds {
    LATHE_HOLDS_NOTHING,        /* no value so far */
    LATHE_HOLDS_NUMBERS,
    LATHE_HOLDS_CODES,          /* in the words of the scan */
    LATHE_HOLDS_DATES,          /* seconds since 1970 */
    LATHE_HOLDS_MIXED           /* several, or too many words: of no use */
};

/* Of a piece. Zeroed: nothing. */
struct lathe_wordcodes {
    struct lathe_wordcodes_column {
        size_t column, at;
    } *column;                  /* [columns] that hold codes */
    size_t columns, column_cap;
    uint32_t *code;             /* code[at + k]: the scan's of word k */
    size_t code_cap;
};

void lathe_wordcodes_release(struct lathe_wordcodes *w);

/*
 * The piece has just been merged: finds the codes of its words, and what
 * columns hold with it, holds[scan->n]. *useful: false where it is of no use to
 * go on, as there is a column that is likely to be kept, but not to be had.
 * Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_wordcodes_find(struct lathe_wordcodes *w,
                                     const struct lathe_scan *scan,
                                     const struct lathe_scan_piece *piece,
                                     unsigned char *holds, bool *useful,
                                     struct lathe_err *err);

/* In row[n x width] codes of the piece become those of the scan. */
void lathe_wordcodes_put(const struct lathe_wordcodes *w, double *row,
                         size_t width, size_t n);

#endif
