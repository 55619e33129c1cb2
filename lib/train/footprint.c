#include "train/footprint.h"

struct lathe_footprint lathe_footprint_of(const struct lathe_work *work,
                                          enum lathe_optimiser_kind optimiser,
                                          bool judged)
{
    uint64_t n = work->net->params;
    uint64_t all = lathe_memory_product(n, sizeof(real));

    return (struct lathe_footprint){
        .parameters = all,
        .gradients = all,
        .moments = lathe_memory_product(all,
                                        lathe_optimiser_moments(optimiser)),
        .best = judged ? all : 0,
        .batch = work->bytes,
        .model = lathe_memory_product(n, 2 * sizeof(float)),    /* the weights
                                 * of the model, and the file built of them */
    };
}

uint64_t lathe_footprint_sum(const struct lathe_footprint *f)
{
    const uint64_t part[] = { f->parameters, f->gradients, f->moments,
                              f->best, f->batch, f->rows, f->model };
    uint64_t sum = 0;

    for (size_t i = 0; i < sizeof(part) / sizeof(part[0]); i++)
        sum = lathe_memory_sum(sum, part[i]);
    return sum;
}

enum lathe_code lathe_footprint_check(const struct lathe_footprint *f,
                                      struct lathe_memory left,
                                      struct lathe_err *err)
{
    uint64_t sum = lathe_footprint_sum(f);

    if (sum <= left.bytes)
        return LATHE_OK;
    return lathe_fail(
        err, LATHE_ENOMEM, "to train the net takes %llu bytes (parameters "
        "%llu, gradients %llu, moments %llu, best weights %llu, a batch %llu, "
        "rows %llu, the model file %llu), but %s leaves %llu",
        (unsigned long long)sum, (unsigned long long)f->parameters,
        (unsigned long long)f->gradients, (unsigned long long)f->moments,
        (unsigned long long)f->best, (unsigned long long)f->batch,
        (unsigned long long)f->rows, (unsigned long long)f->model, left.bound,
        (unsigned long long)left.bytes);
}
