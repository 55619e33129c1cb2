#include "infer/prepack.h"

size_t lathe_prepack_width(size_t outputs)
{
    return (outputs + 7) / 8 * 8;
}

/* Lanes of the panel that begins at output k. */
static size_t lanes_at(size_t k, size_t outputs)
{
    size_t left = lathe_prepack_width(outputs) - k;

    return left < LATHE_PANEL ? left : LATHE_PANEL;
}

void lathe_prepack_floats(float *to, const float *w,
                          const struct lathe_prepack *m)
{
    for (size_t k = 0; k < m->outputs; k += LATHE_PANEL) {
        size_t lanes = lanes_at(k, m->outputs);

        for (size_t i = 0; i < m->inputs; i++, to += lanes)
            for (size_t j = 0; j < lanes && k + j < m->outputs; j++)
                to[j] = w[i * m->input + (k + j) * m->output];
    }
}

void lathe_prepack_int8(void *to, const int8_t *w,
                        const struct lathe_prepack *m, size_t group,
                        const uint32_t *source, size_t groups, int32_t *sum)
{
    int8_t *bytes = to;
    int16_t *words = to;

    for (size_t k = 0; k < m->outputs; k++) {
        size_t panel = k / LATHE_PANEL * LATHE_PANEL, j = k - panel;
        size_t lanes = lanes_at(panel, m->outputs);

        for (size_t s = 0; s < groups * group; s++) {
            size_t at = panel * groups * group +
                        (s / group * lanes + j) * group + s % group;
            int8_t v;

            if (source[s] == LATHE_PREPACK_NONE)
                continue;
            v = w[source[s] * m->input + k * m->output];
            sum[k] += v;
            if (group == 4)
                bytes[at] = v;
            else
                words[at] = v;
        }
    }
}
