#include "nn/lookup.h"

#include "nn/embed.h"
#include "nn/vec.h"

#include <string.h>

/* The vector of a place of the column, or what is left one-hot. */
static void look_up(const struct lathe_op *op,
                    const struct lathe_embed_column *c, uint32_t place,
                    real *to, uint32_t **spot)
{
    bool cold = place == LATHE_COLD;

    to += c->to;
    if (c->size && !cold) {
        memcpy(to, op->weight + c->table + (size_t)place * c->size,
               c->size * sizeof *to);
    } else if (!c->size && *spot) {
        *(*spot)++ = cold ? LATHE_COLD : place + c->to;
    } else {
        memset(to, 0, (c->size ? c->size : c->width) * sizeof *to);
        if (!cold)
            to[place] = 1;
    }
}

void lathe_lookup_forward(const struct lathe_op *op,
                          const struct lathe_shard *shard)
{
    const struct lathe_embed *e = op->layer->embed;
    const struct lathe_inputs *x = shard->batch->x;

    for (size_t i = shard->first; i < shard->first + shard->n; i++) {
        size_t row = lathe_shard_row(shard, i);
        const float *from = x->x + row * x->dense;
        real *to = op->out + i * op->dense;
        uint32_t *spot = op->spots ? op->spot + i * op->spots : NULL;
        uint32_t *mark = op->mark + i * e->n;

        lathe_vec_take(e->dense, from, to);
        for (size_t j = 0; j < e->n; j++) {
            uint32_t hot = x->hot[row * x->hots + j];

            mark[j] = hot == LATHE_COLD ? LATHE_COLD
                                        : hot - e->column[j].first;
            look_up(op, &e->column[j], mark[j], to, &spot);
        }
    }
}

void lathe_lookup_backward(const struct lathe_op *op,
                           const struct lathe_shard *shard)
{
    (void)op;
    (void)shard;
}

void lathe_lookup_grad(const struct lathe_piece *piece,
                       const struct lathe_maps *map, size_t n, real *dw,
                       bool add)
{
    const struct lathe_op *op = piece->op;
    const struct lathe_embed *e = op->layer->embed;
    const struct lathe_embed_column *c = &e->column[piece->column];
    const real *dout = op->dout + c->to;

    if (!add)
        memset(dw, 0, piece->n * sizeof *dw);
    for (size_t i = 0; i < n; i++, dout += op->dense) {
        uint32_t row = op->mark[i * e->n + piece->column];

        if (row >= piece->from && row < piece->to)      /* never a cold one */
            map->add(c->size, dw + (row - piece->from) * c->size, dout);
    }
}
