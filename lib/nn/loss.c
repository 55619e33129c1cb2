#include "nn/loss.h"

#include <tgmath.h>

void lathe_loss_add(struct lathe_tally *sum, const struct lathe_tally *more)
{
    sum->loss += more->loss;
    sum->hit += more->hit;
    sum->square += more->square;
    sum->rows += more->rows;
}

static void mse_row(real z, real y, real *dz, real scale,
                    struct lathe_tally *sum)
{
    real e = z - y;

    sum->loss += (double)(e * e);
    sum->square += (double)(e * e);
    if (dz)
        *dz = 2 * e * scale;
}

/* With e = exp(-|z|): log(1 + e^z) = max(z, 0) + log(1 + e). */
static void binary_row(real z, uint32_t label, real weight, real *dz,
                       real scale, struct lathe_tally *sum)
{
    real y = label ? 1 : 0, e = exp(-fabs(z));
    real p = (z >= 0 ? 1 : e) / (1 + e);
    real loss = (z > 0 ? z : 0) + log1p(e) - y * z;

    sum->loss += (double)(weight * loss);
    sum->hit += (z > 0) == (label == 1);
    if (dz)
        *dz = (p - y) * weight * scale;
}

static void categorical_row(size_t k, const real *z, uint32_t label,
                            real weight, real *dz, real scale,
                            struct lathe_tally *sum)
{
    real top = z[0], total = 0;
    size_t best = 0;

    for (size_t j = 1; j < k; j++) {
        if (z[j] > top) {
            top = z[j];
            best = j;
        }
    }
    for (size_t j = 0; j < k; j++) {
        real e = exp(z[j] - top);
        total += e;
        if (dz)
            dz[j] = e;
    }
    sum->loss += (double)(weight * (top - z[label] + log(total)));
    sum->hit += best == label;
    if (!dz)
        return;
    for (size_t j = 0; j < k; j++)
        dz[j] *= weight * scale / total;
    dz[label] -= weight * scale;
}

void lathe_loss_rows(enum lathe_loss loss, const struct lathe_batch *batch,
                     size_t first, size_t n, size_t k, const real *z, real *dz,
                     real scale, struct lathe_tally *sum)
{
    for (size_t i = first; i < first + n; i++) {
        size_t row = lathe_batch_row(batch, i);
        real *to = dz ? dz + i * k : NULL;

        if (loss == LATHE_LOSS_MSE) {
            mse_row(z[i], (real)batch->x->value[row], to, scale, sum);
            continue;
        }
        uint32_t label = batch->x->label[row];
        real weight = batch->weight ? (real)batch->weight[label] : 1;
        if (loss == LATHE_LOSS_BINARY)
            binary_row(z[i], label, weight, to, scale, sum);
        else
            categorical_row(k, z + i * k, label, weight, to, scale, sum);
    }
    sum->rows += n;
}
