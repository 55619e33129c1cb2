/*
 * score_pieces - the rows of a table, read and asked about on all threads.
 *
 * Pieces of the input (pieces.h) become rows and answers apart; the figures are
 * added up in the order of the input.
 */
#ifndef LATHE_EVAL_SCORE_PIECES_H
#define LATHE_EVAL_SCORE_PIECES_H

#include "data/table.h"
#include "data/unknown.h"
#include "eval/scorer.h"

struct lathe_score_pieces {
    struct lathe_scorer *scorer;
    const struct lathe_table *table;    /* of the reader */
    struct lathe_unknown *unknown;      /* added to */
    /* Appends a record to the rows, as lathe_table_add does, and refuses what
     * cannot be scored; from any thread. */
    enum lathe_code (*add)(struct lathe_table *t,
                           const struct lathe_field *field, uint64_t line,
                           struct lathe_rows *rows, struct lathe_err *err);
};

/* All that is left of the reader. Fails: LATHE_ENOMEM, and as
 * lathe_pieces_read and `add`. */
enum lathe_code lathe_score_pieces(const struct lathe_score_pieces *job,
                                   struct lathe_reader *reader,
                                   struct lathe_pool *pool,
                                   struct lathe_err *err);

#endif
