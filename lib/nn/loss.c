#include "nn/loss.h"

#include <tgmath.h>

void lathe_loss_add(struct lathe_tally *sum, const struct lathe_tally *more)
{
    sum->loss += more->loss;
    sum->hit += more->hit;
    sum->square += more->square;
    sum->weight += more->weight;
    sum->rows += more->rows;
}

/* ---- weights ------------------------------------------------------------ */

/* How much a row counts, and what its gradient is to be multiplied by. */
struct share {
    double weight;
    real scale;
};

bool lathe_loss_weighs(const struct lathe_objective *objective,
                       const struct lathe_batch *batch)
{
    return batch->x->weight && !objective->unweighted;
}

double lathe_loss_total(const struct lathe_objective *objective,
                        const struct lathe_batch *batch)
{
    double sum = 0;

    if (!lathe_loss_weighs(objective, batch))
        return (double)batch->n;
    for (size_t i = 0; i < batch->n; i++)
        sum += (double)batch->x->weight[lathe_batch_row(batch, i)];
    return sum;
}

static struct share share_of(const struct lathe_judge *judge, double weight)
{
    return (struct share){
        weight, judge->total > 0 ? (real)(weight / judge->total) : 0 };
}

/* ---- numbers ------------------------------------------------------------ */

static void number_row(const struct lathe_objective *o, real z, real y,
                       real *dz, struct share share, struct lathe_tally *sum)
{
    real e = z - y, size = fabs(e), delta = (real)o->delta;
    real sign = (real)(e > 0) - (real)(e < 0), loss = e * e, slope = 2 * e;

    if (o->kind == LATHE_OBJECTIVE_MAE) {
        loss = size;
        slope = sign;
    } else if (o->kind == LATHE_OBJECTIVE_HUBER) {
        loss = size <= delta ? loss / 2 : delta * (size - delta / 2);
        slope = size <= delta ? e : delta * sign;
    }
    sum->loss += share.weight * (double)loss;
    sum->square += (double)(e * e);
    if (dz)
        *dz = slope * share.scale;
}

/* ---- classes ------------------------------------------------------------ */

/* For a right class of log probability log_p, with q = 1 - p: what the loss
 * of cross-entropy, and what its gradient, is to be multiplied by. */
struct focus {
    real loss, slope;
};

static struct focus focus_of(const struct lathe_objective *o, real log_p,
                             real q)
{
    real gamma = (real)o->gamma, near;

    if (o->kind != LATHE_OBJECTIVE_FOCAL)
        return (struct focus){ 1, 1 };
    if (!(q > 0))               /* also a NaN, which shows in the loss */
        return (struct focus){ q, q };
    near = pow(q, gamma);
    /* d/dz of -q^G log p = (p - y) (q^G - G p q^(G - 1) log p) */
    return (struct focus){ near, near - gamma * (1 - q) * near / q * log_p };
}

/* With e = exp(-|z|): log(1 + e^z) = max(z, 0) + log(1 + e). */
static void binary_row(const struct lathe_objective *o, real z, uint32_t label,
                       real weight, real *dz, struct share share,
                       struct lathe_tally *sum)
{
    real s = (real)o->smoothing, e = exp(-fabs(z));
    real y = (label ? 1 - s : 0) + s / 2;
    real p = (z >= 0 ? 1 : e) / (1 + e), other = (z >= 0 ? e : 1) / (1 + e);
    real loss = ((z > 0 ? z : 0) - y * z) + log1p(e);
    struct focus f = focus_of(o, -loss, label ? other : p);

    sum->loss += share.weight * (double)(weight * loss * f.loss);
    sum->hit += (z > 0) == (label == 1);
    if (dz)
        *dz = (p - y) * (weight * f.slope) * share.scale;
}

/* What a row of logits is turned into on the way. */
struct softened {
    real top, total, others;    /* sums of e^(z - top); without the label's */
    real mean;                  /* of z - top */
    size_t best;
};

/* e [k] gets e^(z - top), unless NULL. */
static struct softened soften(size_t k, const real *z, uint32_t label, real *e)
{
    struct softened s = { .top = z[0] };

    for (size_t j = 1; j < k; j++) {
        if (z[j] > s.top) {
            s.top = z[j];
            s.best = j;
        }
    }
    for (size_t j = 0; j < k; j++) {
        real v = exp(z[j] - s.top);
        s.total += v;
        s.others += j == label ? 0 : v;
        s.mean += z[j] - s.top;
        if (e)
            e[j] = v;
    }
    s.mean /= (real)k;
    return s;
}

static void categorical_row(const struct lathe_objective *o, size_t k,
                            const real *z, uint32_t label, real weight,
                            real *dz, struct share share,
                            struct lathe_tally *sum)
{
    struct softened s = soften(k, z, label, dz);
    real smooth = (real)o->smoothing, right = z[label] - s.top;
    real loss = log(s.total) - (1 - smooth) * right - smooth * s.mean;
    struct focus f = focus_of(o, -loss, s.others / s.total);

    sum->loss += share.weight * (double)(weight * loss * f.loss);
    sum->hit += s.best == label;
    if (!dz)
        return;
    weight *= f.slope * share.scale;
    for (size_t j = 0; j < k; j++)
        dz[j] = dz[j] * (weight / s.total) - weight * smooth / (real)k;
    dz[label] -= weight * (1 - smooth);
}

/* ---- rows --------------------------------------------------------------- */

/* What one of k targets has of the share of its row. */
static struct share part_of(struct share share, size_t k)
{
    return (struct share){ share.weight / (double)k, share.scale / (real)k };
}

static void numbers_row(const struct lathe_objective *o, size_t k,
                        const real *z, const float *y, real *dz,
                        struct share share, struct lathe_tally *sum)
{
    struct share part = part_of(share, k);
    struct lathe_tally row = {0};

    for (size_t j = 0; j < k; j++)
        number_row(o, z[j], (real)y[j], dz ? &dz[j] : NULL, part, &row);
    sum->loss += row.loss;
    sum->square += row.square / (double)k;
}

static void labels_row(const struct lathe_objective *o, size_t k,
                       const real *z, const uint32_t *label,
                       const float *weight, real *dz, struct share share,
                       struct lathe_tally *sum)
{
    struct share part = part_of(share, k);
    struct lathe_tally row = {0};

    for (size_t j = 0; j < k; j++)
        binary_row(o, z[j], label[j],
                   weight ? (real)weight[2 * j + label[j]] : 1,
                   dz ? &dz[j] : NULL, part, &row);
    sum->loss += row.loss;
    sum->hit += row.hit >= (double)k;
}

static void plain_rows(const struct lathe_judge *judge,
                       const struct lathe_batch *batch, size_t first, size_t n,
                       size_t k, const real *z, real *dz,
                       struct lathe_tally *sum)
{
    const struct lathe_objective *o = judge->objective;
    const struct lathe_inputs *x = batch->x;
    const float *weight = batch->weight;
    bool weighs = lathe_loss_weighs(o, batch);
    struct share share = share_of(judge, 1);

    for (size_t i = first; i < first + n; i++) {
        size_t row = lathe_batch_row(batch, i);
        real *to = dz ? dz + i * k : NULL;

        if (weighs)
            share = share_of(judge, (double)x->weight[row]);
        if (judge->loss == LATHE_LOSS_MSE)
            numbers_row(o, k, z + i * k, x->value + row * k, to, share, sum);
        else if (judge->loss == LATHE_LOSS_BINARY)
            labels_row(o, k, z + i * k, x->label + row * k, weight, to, share,
                       sum);
        else
            categorical_row(o, k, z + i * k, x->label[row],
                            weight ? (real)weight[x->label[row]] : 1, to,
                            share, sum);
    }
}

/* ---- rows by kernels ---------------------------------------------------- */

enum { BLOCK = 64 };

/* Rows of many classes, or numbers of two, that a kernel takes at once. */
struct block {
    size_t row[BLOCK];          /* of the inputs */
    uint32_t class[BLOCK];      /* place of the class's weight */
    real y[BLOCK];              /* what the kernel is told of the truth */
    real factor[BLOCK], loss[BLOCK];
    double part[BLOCK];         /* how much the loss counts */
};

/* How much the first n count, that each are one of k of their row. */
static void weigh(const struct lathe_judge *judge,
                  const struct lathe_batch *batch, size_t k, size_t n,
                  struct block *b)
{
    bool weighs = lathe_loss_weighs(judge->objective, batch);
    struct share part = part_of(share_of(judge, 1), k);

    for (size_t i = 0; i < n; i++) {
        double row = weighs ? (double)batch->x->weight[b->row[i]] : 1;
        real class = batch->weight ? (real)batch->weight[b->class[i]] : 1;

        if (weighs)
            part = part_of(share_of(judge, row), k);
        b->factor[i] = class * part.scale;
        b->part[i] = part.weight * (double)class;
    }
}

static bool all_alike(const struct lathe_judge *judge,
                      const struct lathe_batch *batch)
{
    return !batch->weight && !lathe_loss_weighs(judge->objective, batch);
}

static double sum_losses(const struct block *b, size_t n)
{
    double lane[4] = {0};

    for (size_t i = 0; i < n; i++)
        lane[i % 4] += b->part[i] * (double)b->loss[i];
    return (lane[0] + lane[1]) + (lane[2] + lane[3]);
}

/* Numbers [at, at + n) of rows of k. */
static void find_two(const struct lathe_judge *judge,
                     const struct lathe_batch *batch, size_t k, size_t at,
                     size_t n, struct block *b)
{
    const real low = (real)judge->objective->smoothing / 2;
    const real truth[] = { low, 1 - low };
    size_t i = at / k, j = at % k;

    for (size_t m = 0; m < n; m++) {
        size_t row = lathe_batch_row(batch, i);
        uint32_t label = batch->x->label[row * k + j];

        b->row[m] = row;
        b->class[m] = (uint32_t)(2 * j) + label;
        b->y[m] = truth[label];
        if (++j == k) {
            j = 0;
            i++;
        }
    }
}

static void two_rows(const struct lathe_judge *judge,
                     const struct lathe_batch *batch, size_t first, size_t n,
                     size_t k, const real *z, real *dz,
                     struct lathe_tally *sum)
{
    size_t end = (first + n) * k, hits = 0, m;
    double loss = 0;
    bool right = true;
    struct block b;

    if (all_alike(judge, batch))
        weigh(judge, batch, k, BLOCK, &b);
    for (size_t at = first * k; at < end; at += m) {
        struct lathe_entropy_two c = { .z = z + at, .y = b.y,
                                       .factor = b.factor };

        c.n = m = end - at < BLOCK ? end - at : BLOCK;
        find_two(judge, batch, k, at, m, &b);
        if (!all_alike(judge, batch))
            weigh(judge, batch, k, m, &b);
        judge->kernels->two(&c, b.loss, dz ? dz + at : NULL);
        loss += sum_losses(&b, m);
        for (size_t i = 0; i < m; i++) {
            right &= (c.z[i] > 0) == (b.class[i] & 1);
            if (b.class[i] / 2 == k - 1) {
                hits += right;
                right = true;
            }
        }
    }
    sum->loss += loss;
    sum->hit += (double)hits;
}

static void many_rows(const struct lathe_judge *judge,
                      const struct lathe_batch *batch, size_t first, size_t n,
                      size_t k, const real *z, real *dz,
                      struct lathe_tally *sum)
{
    size_t end = first + n, hits = 0, m;
    double loss = 0;
    struct block b;

    if (all_alike(judge, batch))
        weigh(judge, batch, 1, BLOCK, &b);
    for (size_t at = first; at < end; at += m) {
        struct lathe_entropy_many c = {
            .k = k, .z = z + at * k, .label = b.y, .factor = b.factor,
            .smooth = (real)judge->objective->smoothing,
        };

        c.n = m = end - at < BLOCK ? end - at : BLOCK;
        for (size_t i = 0; i < m; i++) {
            b.row[i] = lathe_batch_row(batch, at + i);
            b.class[i] = batch->x->label[b.row[i]];
            b.y[i] = (real)b.class[i];
        }
        if (!all_alike(judge, batch))
            weigh(judge, batch, 1, m, &b);
        hits += judge->kernels->many(&c, b.loss, dz ? dz + at * k : NULL);
        loss += sum_losses(&b, m);
    }
    sum->loss += loss;
    sum->hit += (double)hits;
}

void lathe_loss_rows(const struct lathe_judge *judge,
                     const struct lathe_batch *batch, size_t first, size_t n,
                     size_t k, const real *z, real *dz,
                     struct lathe_tally *sum)
{
    bool weighs = lathe_loss_weighs(judge->objective, batch);

    if (!judge->kernels || judge->loss == LATHE_LOSS_MSE ||
        judge->objective->kind == LATHE_OBJECTIVE_FOCAL)
        plain_rows(judge, batch, first, n, k, z, dz, sum);
    else if (judge->loss == LATHE_LOSS_BINARY)
        two_rows(judge, batch, first, n, k, z, dz, sum);
    else
        many_rows(judge, batch, first, n, k, z, dz, sum);
    for (size_t i = first; weighs && i < first + n; i++)
        sum->weight += (double)batch->x->weight[lathe_batch_row(batch, i)];
    sum->weight += weighs ? 0 : (double)n;
    sum->rows += n;
}
