/*
 * work - a net made ready to be trained: its arrays, and how a step is cut.
 *
 * A step has two rounds of tiles, and one barrier after each:
 *
 *   1. shards of rows: gather, forward, loss, backward. A shard writes its
 *      rows of the arrays, and the gradients of small weights (those that all
 *      places share, of convolutions and norms; dense ones that are fewer than
 *      the numbers of a batch around them) into an array of its own. A
 *      batchnorm cuts this round, forward and backward, as its channels'
 *      statistics are of all rows.
 *   2. pieces of the parameters: the gradient of some rows of a dense weight
 *      or of a table over the whole batch, or the sum of the shards' arrays
 *      in their order; then the update of just these parameters while they
 *      are in the cache.
 *
 * What one core wrote and another reads, or the other way round, costs more
 * than to compute it. So a shard finds small dense weights where it left their
 * gradient: the update writes them there, and each line moves once in a
 * round.
 *
 * How rows and parameters are cut depends on shapes alone, so that the result
 * does not depend on the number of threads.
 */
#ifndef LATHE_NN_WORK_H
#define LATHE_NN_WORK_H

#include "base/pool.h"
#include "nn/loss.h"
#include "nn/op.h"

enum { LATHE_WORK_SHARDS = 8 };         /* most shards of rows */

/* Parameters [first, first + n): rows [from, to) of a dense weight or of the
 * table of a column, the bias, or all of a convolution or a norm. */
struct lathe_piece {
    const struct lathe_op *op;
    enum {
        LATHE_PIECE_WEIGHT,
        LATHE_PIECE_BIAS,
        LATHE_PIECE_SHARED,
        LATHE_PIECE_TABLE
    } kind;
    size_t first, n, from, to;
    size_t column;              /* of an embedding */
};

struct lathe_work {
    const struct lathe_net *net;        /* borrowed */
    enum lathe_loss loss;
    struct lathe_objective objective;   /* may be set after init */
    struct lathe_pool *pool;            /* borrowed; NULL: the caller alone */
    const struct lathe_lanes *lanes;    /* kernels */
    bool places;                        /* some ops have weights that all
                                         * places share */
    bool groups;                        /* some ops take groups of rows */
    int threads;
    size_t rows;                        /* of a batch that is not the last */
    size_t cap;                         /* rows that the arrays hold; larger
                                         * batches are taken in pieces */
    struct lathe_op *op;                /* [net->n] */
    size_t first_op;                    /* the first with parameters */
    size_t width;                       /* numbers gathered for each row; 0:
                                         * an embedding takes the inputs */
    bool expand;                        /* one-hot inputs are written out */
    size_t hots;                        /* those that are not, of a row */
    real *input;                        /* [cap x width] */
    const real *output;                 /* [cap x outputs] of the last op */
    real *doutput;
    real *params, *grad;                /* [net->params] */
    uint64_t flops;                     /* forward, of one row, dropout
                                         * counted */

    real *values;                       /* what the ops' views are of */
    uint32_t *marks;
    real *turned;
    real *scratch;                      /* [threads x scratch_each] */
    size_t scratch_each;
    real *shard_grad;                   /* [SHARDS x shard_grads] */
    size_t shard_grads;
    size_t shard_sums;                  /* the first of them, which are added
                                         * to; the others are overwritten, and
                                         * hold weights until then */
    size_t copies;                      /* shards that have such weights */
    bool spread;                        /* of a step no array is read across
                                         * shards: they lie far apart, as a
                                         * core fetches lines ahead of what it
                                         * reads */
    struct lathe_piece *piece;          /* [pieces] in order of `first` */
    size_t pieces, pieces_cap;
    double *square;                     /* [pieces] of gradients, to clip */
    size_t *tile;                       /* [tiles + 1] first piece of each */
    size_t tiles;
    uint32_t *joint;            /* [joints] ops that are batchnorms */
    size_t joints;
    uint64_t bytes;             /* that all arrays take but params and grad;
                                 * UINT64_MAX: as many or more */
};

/*
 * For batches of `rows` rows of inputs like `like` (its rows do not matter).
 * The net's output must fit the loss. `params` start at 0.
 * Fails: LATHE_ENOMEM, LATHE_EUNAVAILABLE (no OpenBLAS, and the net is large
 * enough to want it).
 */
enum lathe_code lathe_work_init(struct lathe_work *work,
                                const struct lathe_net *net,
                                enum lathe_loss loss,
                                const struct lathe_inputs *like, size_t rows,
                                struct lathe_pool *pool,
                                struct lathe_err *err);

/* The same in two parts: after the first the arrays are not there yet, but
 * `bytes` is known. */
enum lathe_code lathe_work_plan(struct lathe_work *work,
                                const struct lathe_net *net,
                                enum lathe_loss loss,
                                const struct lathe_inputs *like, size_t rows,
                                struct lathe_pool *pool,
                                struct lathe_err *err);
enum lathe_code lathe_work_take(struct lathe_work *work,
                                struct lathe_err *err);
void lathe_work_release(struct lathe_work *work);

#endif
