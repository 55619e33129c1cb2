#include "infer/embedrow.h"

#include <string.h>

static void put_vector(const struct lathe_embed_column *c, const float *table,
                       uint32_t place, float *out)
{
    if (place == LATHE_COLD)
        memset(out, 0, c->size * sizeof *out);
    else
        memcpy(out, table + c->table + (size_t)(place - c->first) * c->size,
               c->size * sizeof *out);
}

void lathe_embedrow(const struct lathe_embed *e, const float *table,
                    const struct lathe_inputs *x, size_t row, float *out,
                    uint32_t *hot)
{
    const uint32_t *place = x->hot + row * x->hots;

    if (e->dense)
        memcpy(out, x->x + row * x->dense, e->dense * sizeof *out);
    for (size_t i = 0; i < e->n; i++) {
        const struct lathe_embed_column *c = &e->column[i];
        bool cold = place[i] == LATHE_COLD;

        if (c->size) {
            put_vector(c, table, place[i], out + c->to);
        } else if (hot) {
            *hot++ = cold ? LATHE_COLD : place[i] - c->first + c->to;
        } else {
            memset(out + c->to, 0, c->width * sizeof *out);
            if (!cold)
                out[c->to + (place[i] - c->first)] = 1;
        }
    }
}
