/*
 * answer_pieces - answers to all that is left of a table, on all threads.
 *
 * Pieces of the input (pieces.h) are read, answered and written as text by the
 * thread that has them; the texts come out in the order of the input.
 */
#ifndef LATHE_INFER_ANSWER_PIECES_H
#define LATHE_INFER_ANSWER_PIECES_H

#include "base/pool.h"
#include "data/table.h"
#include "data/unknown.h"
#include "infer/answers.h"
#include "nn/model.h"

struct lathe_answer_pieces {
    const struct lathe_model *model;
    const struct lathe_answers *answers;
    struct lathe_table *table;  /* of the reader; `missing` is added to */
    struct lathe_unknown *unknown;      /* likewise */
    uint64_t *unanswered;       /* rows whose answer is no number; likewise */
    size_t rows;                /* answered at a time, at the most */
    /* Takes what was answered, in order, on any thread. */
    enum lathe_code (*put)(void *ctx, const char *text, size_t n,
                           struct lathe_err *err);
    void *ctx;
};

/* Rows before a bad one are answered before it fails. Fails: LATHE_ENOMEM, and
 * as lathe_pieces_read, lathe_table_add and put. */
enum lathe_code lathe_answer_pieces(const struct lathe_answer_pieces *job,
                                    struct lathe_reader *reader,
                                    struct lathe_pool *pool,
                                    struct lathe_err *err);

#endif
