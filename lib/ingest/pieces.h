/*
 * pieces - a table read on all threads, with the result of the reader.
 *
 * The input is cut into pieces behind line ends, wherever it came from and
 * however it is delivered. Each piece is read as if a record began with it;
 * where that was wrong (a quoted field goes across), it is read again from
 * the right place when its turn comes. So fields, rejected records, the first
 * error and line numbers are those that lathe_reader_next gives.
 */
#ifndef LATHE_INGEST_PIECES_H
#define LATHE_INGEST_PIECES_H

#include "base/pipeline.h"
#include "ingest/reader.h"

/* Bytes of a piece; more where records are long. They fit the second cache
 * with what is made of them. */
#define LATHE_PIECES_BYTES ((size_t)512 << 10)

/*
 * What is done with the records. begin, take and reject work on state of the
 * slot alone, on any thread, and for each piece in this order: begin, then
 * take for each block and reject for each bad record as they come. A piece
 * can be begun again; then what was taken of it is void. commit is called for
 * one piece at a time, in the order of the input, unless begin failed; finish,
 * which may be NULL, for several at once again. Bytes of the input (block->raw)
 * live until then.
 */
struct lathe_pieces_job {
    enum lathe_code (*begin)(void *ctx, size_t slot, struct lathe_err *err);
    enum lathe_code (*take)(void *ctx, size_t slot,
                            const struct lathe_block *block,
                            struct lathe_err *err);
    enum lathe_code (*reject)(void *ctx, size_t slot, uint64_t line,
                              const char *reason, const char *bytes, size_t n,
                              struct lathe_err *err);   /* NULL: fail */
    /* *again: call take once more for all blocks of the piece, but neither
     * begin nor reject, and commit again. */
    enum lathe_code (*commit)(void *ctx, size_t slot, bool *again,
                              struct lathe_err *err);
    enum lathe_code (*finish)(void *ctx, size_t slot, struct lathe_err *err);
    void *ctx;
    size_t piece_bytes;         /* 0: LATHE_PIECES_BYTES */
    bool eager;                 /* a piece is what has come, so that none waits
                                 * for bytes that may come late; where it ends
                                 * depends on the delivery then */
};

/*
 * Reads all that is left of `r`; its own reject is not called. Slots are
 * numbered below lathe_pipeline_slots(pool). Records before a bad one are
 * committed before it fails.
 * Fails as lathe_reader_next, and as the functions of the job.
 */
enum lathe_code lathe_pieces_read(struct lathe_reader *r,
                                  struct lathe_pool *pool,
                                  const struct lathe_pieces_job *job,
                                  struct lathe_err *err);

#endif
