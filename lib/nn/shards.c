#include "nn/shards.h"

#include "base/alloc.h"
#include "nn/embed.h"

/* Some 20 us of work: ten times what it takes to wake the other threads. */
#define TILE_FLOPS ((uint64_t)2000000)
/* A tile of parameters: small, so that threads end at the same time. */
#define PIECE_FLOPS ((uint64_t)600000)
/* Most parameters of a piece that shards have gradients of their own for: all
 * that belongs to them stays in a core's first cache. */
#define APART_PIECE ((size_t)1024)
/* Most pieces of one dense layer. */
#define LAYER_PIECES 16
/* Weights that do not stay in a core's cache are read anew by each shard, so
 * its rows have to be worth it: so many operations for each weight, which are
 * 64 rows of dense layers. */
#define PARAMS_FAR ((size_t)1 << 17)
#define FLOPS_FAR ((uint64_t)128)
static size_t divide_up(size_t a, size_t b)
{
    return (a + b - 1) / b;
}

/* The next number of shards that two, four and eight threads share evenly. */
static size_t even(size_t shards)
{
    size_t n = 1;

    while (n < shards)
        n *= 2;
    return n;
}

/* Rows of a shard that are worth it. */
static size_t rows_worth(const struct lathe_work *work, size_t n)
{
    /* The step is three times the forward pass. Kernels take 8 rows of a
     * table at a time; an image is enough work by itself. */
    size_t rows = (size_t)(TILE_FLOPS / (3 * work->flops + 1)) + 1;
    size_t least = divide_up(n, LATHE_WORK_SHARDS);
    const struct lathe_layer *first = &work->net->layer[0];
    size_t params = work->net->params - (first->embed ? first->weights : 0);
    size_t far = (size_t)(FLOPS_FAR * params / (work->flops + 1));

    if (params > PARAMS_FAR && least < far)
        least = far;
    return rows < least ? least : rows;
}

size_t lathe_shards_most(const struct lathe_work *work, size_t n)
{
    return even(divide_up(n, rows_worth(work, n)));
}

size_t lathe_shards_rows(const struct lathe_work *work, size_t n)
{
    size_t rows = divide_up(n, lathe_shards_most(work, n));

    if (work->groups)
        return divide_up(rows, work->lanes->width) * work->lanes->width;
    return work->places ? rows : (rows + 7) / 8 * 8;
}

size_t lathe_shards_step(const struct lathe_work *work, size_t rows,
                         size_t shards)
{
    size_t step = work->cap / shards / 16 * 16;

    return work->spread && step > rows ? step : rows;
}

bool lathe_shards_apart(const struct lathe_work *work,
                        const struct lathe_op *op)
{
    const struct lathe_layer *l = op->layer;
    size_t shards = divide_up(work->rows, lathe_shards_rows(work, work->rows));

    return shards > 1 &&
           shards * l->weights <= work->rows * (op->dense + l->out.c);
}

static enum lathe_code add_piece(struct lathe_work *work,
                                 struct lathe_piece piece,
                                 struct lathe_err *err)
{
    enum lathe_code rc =
        lathe_grow(&work->piece, &work->pieces_cap, work->pieces + 1,
                   sizeof(*work->piece), err);

    if (!rc)
        work->piece[work->pieces++] = piece;
    return rc;
}

/* Operations of a piece: the product over the batch, and some twenty for the
 * update of each parameter. */
static uint64_t piece_flops(const struct lathe_work *work, size_t n)
{
    return (2 * (uint64_t)work->rows + 20) * n;
}

/* Parameters of all dense layers that each shard has its own gradient of. */
static size_t all_apart(const struct lathe_work *work)
{
    size_t sum = 0;

    for (size_t i = 0; i < work->net->n; i++)
        if (work->op[i].apart)
            sum += lathe_layer_params(work->op[i].layer);
    return sum;
}

/* How many of them are a tile. There are as many tiles as shards: when a core
 * takes one of another's, it has to fetch the moments as well. */
static size_t apart_tile(const struct lathe_work *work)
{
    return (divide_up(all_apart(work), work->copies) + 15) / 16 * 16;
}

/* [first, first + n) of them, `at` of which lie before. */
static enum lathe_code cut_range(struct lathe_work *work, struct lathe_piece as,
                                 size_t n, size_t at, struct lathe_err *err)
{
    size_t tile = apart_tile(work);
    enum lathe_code rc = LATHE_OK;

    for (size_t from = 0; !rc && from < n; from += as.n) {
        size_t left = tile - (at + from) % tile;

        as.n = left < APART_PIECE ? left : APART_PIECE;
        as.n = as.n < n - from ? as.n : n - from;
        rc = add_piece(work, as, err);
        as.first += as.n;
    }
    return rc;
}

/* Of a dense layer before which there are `at`. */
static enum lathe_code cut_apart(struct lathe_work *work,
                                 const struct lathe_op *op, size_t at,
                                 struct lathe_err *err)
{
    const struct lathe_layer *l = op->layer;
    struct lathe_piece weight = { .op = op, .kind = LATHE_PIECE_WEIGHT,
                                  .first = l->weight };
    struct lathe_piece bias = { .op = op, .kind = LATHE_PIECE_BIAS,
                                .first = l->bias };
    enum lathe_code rc = cut_range(work, weight, l->weights, at, err);

    return rc ? rc : cut_range(work, bias, l->biases, at + l->weights, err);
}

static enum lathe_code cut_dense(struct lathe_work *work,
                                 const struct lathe_op *op,
                                 struct lathe_err *err)
{
    const struct lathe_layer *l = op->layer;
    size_t d = lathe_shape_size(l->in), k = l->out.c;
    size_t step = (size_t)(PIECE_FLOPS / piece_flops(work, k)) + 1;
    size_t least = divide_up(d, LAYER_PIECES);
    enum lathe_code rc = LATHE_OK;

    step = step < least ? least : step;
    step = (step + 7) / 8 * 8;
    for (size_t from = 0; !rc && from < d; from += step) {
        size_t to = from + step < d ? from + step : d;
        rc = add_piece(work, (struct lathe_piece){
            .op = op, .kind = LATHE_PIECE_WEIGHT, .from = from, .to = to,
            .first = l->weight + from * k, .n = (to - from) * k }, err);
    }
    if (rc)
        return rc;
    return add_piece(work, (struct lathe_piece){
        .op = op, .kind = LATHE_PIECE_BIAS, .first = l->bias,
        .n = l->biases }, err);
}

/* Of each table some rows, which look at all rows of the batch. */
static enum lathe_code cut_tables(struct lathe_work *work,
                                  const struct lathe_op *op,
                                  struct lathe_err *err)
{
    const struct lathe_embed *e = op->layer->embed;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; !rc && i < e->n; i++) {
        const struct lathe_embed_column *c = &e->column[i];
        size_t step = (size_t)(PIECE_FLOPS / (20 * (uint64_t)c->size + 1)) + 1;
        size_t least = divide_up(c->width, LAYER_PIECES);

        step = step < least ? least : step;
        for (size_t from = 0; !rc && c->size && from < c->width;
             from += step) {
            size_t to = from + step < c->width ? from + step : c->width;
            rc = add_piece(work, (struct lathe_piece){
                .op = op, .kind = LATHE_PIECE_TABLE, .column = i,
                .from = from, .to = to,
                .first = op->layer->weight + c->table + from * c->size,
                .n = (to - from) * c->size }, err);
        }
    }
    return rc;
}

static uint64_t flops_of(const struct lathe_work *work,
                         const struct lathe_piece *piece)
{
    if (piece->op->apart)
        return PIECE_FLOPS * piece->n / apart_tile(work) + 1;
    if (piece->kind == LATHE_PIECE_TABLE)
        return 20 * (uint64_t)piece->n + 4 * (uint64_t)work->rows;
    return piece_flops(work, piece->n);
}

/* Neighbours share a tile until it is worth a thread's while. */
static enum lathe_code group_pieces(struct lathe_work *work,
                                    struct lathe_err *err)
{
    uint64_t flops = 0;
    enum lathe_code rc = lathe_new(&work->tile, work->pieces + 1,
                                   sizeof(*work->tile), "the plan", err);

    if (!rc)
        rc = lathe_new(&work->square, work->pieces, sizeof(*work->square),
                       "the plan", err);
    if (rc)
        return rc;
    for (size_t i = 0; i < work->pieces; i++) {
        flops += flops_of(work, &work->piece[i]);
        if (flops >= PIECE_FLOPS || i + 1 == work->pieces) {
            work->tile[++work->tiles] = i + 1;
            flops = 0;
        }
    }
    return LATHE_OK;
}

enum lathe_code lathe_shards_cut(struct lathe_work *work,
                                 struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;
    size_t apart = 0;

    for (size_t i = 0; !rc && i < work->net->n; i++) {
        const struct lathe_layer *l = &work->net->layer[i];
        if (work->op[i].apart) {
            rc = cut_apart(work, &work->op[i], apart, err);
            apart += lathe_layer_params(l);
        } else if (l->kind == LATHE_DENSE)
            rc = cut_dense(work, &work->op[i], err);
        else if (l->kind == LATHE_EMBED)
            rc = cut_tables(work, &work->op[i], err);
        else if (l->weights)
            rc = add_piece(work, (struct lathe_piece){
                .op = &work->op[i], .kind = LATHE_PIECE_SHARED,
                .first = l->weight, .n = l->weights + l->biases }, err);
    }
    return rc ? rc : group_pieces(work, err);
}
