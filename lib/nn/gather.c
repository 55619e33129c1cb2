#include "nn/gather.h"

#include "nn/augment.h"
#include "nn/vec.h"

#include <string.h>

static void pixels(const struct lathe_inputs *x, const uint8_t *from, real *to)
{
    for (size_t c = 0; c * x->plane < x->pixels; c++) {
        float shift = x->pixel_shift[c], factor = x->pixel_factor[c];
        const uint8_t *restrict in = from + c * x->plane;
        real *restrict out = to + c * x->plane;

        size_t i = 0;
        for (; i + 16 <= x->plane; i += 16)     /* as vec.h does */
            for (size_t j = 0; j < 16; j++)
                out[i + j] = (real)(((float)in[i + j] - shift) * factor);
        for (; i < x->plane; i++)
            out[i] = (real)(((float)in[i] - shift) * factor);
    }
}

/* As lathe_encode_expand, in our own numbers. */
static void expand(const struct lathe_inputs *x, size_t row, real *to)
{
    const uint32_t *hot = x->hot + row * x->hots;

    lathe_vec_take(x->dense, x->x + row * x->dense, to);
    for (size_t i = x->dense; i < x->width; i++)
        to[i] = 0;
    for (size_t i = 0; i < x->hots; i++)
        if (hot[i] != LATHE_COLD)
            to[hot[i]] = 1;
}

void lathe_gather_rows(struct lathe_work *work,
                       const struct lathe_shard *shard)
{
    const struct lathe_inputs *x = shard->batch->x;

    if (work->net->layer[0].embed)      /* it takes them itself */
        return;
    for (size_t i = shard->first; i < shard->first + shard->n; i++) {
        size_t row = lathe_shard_row(shard, i);
        real *to = work->input + i * work->width;

        if (x->pixels && shard->batch->augment && shard->training) {
            struct lathe_augment_key key = { shard->seed, shard->step,
                                             shard->base + i };
            lathe_augment_row(shard->batch->augment, x, row, &key, to);
        } else if (x->pixels) {
            pixels(x, x->pixel + row * x->pixels, to);
        } else if (work->expand) {
            expand(x, row, to);
        } else {
            lathe_vec_take(x->dense, x->x + row * x->dense, to);
            if (work->hots)
                memcpy(work->op[0].spot + i * work->hots,
                       x->hot + row * work->hots,
                       work->hots * sizeof(*x->hot));
        }
    }
}
