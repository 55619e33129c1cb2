#include "train/chance.h"

#include <math.h>
#include <string.h>

/* What a gain has to be, in standard errors. */
#define ERRORS 2
/* Of the validation rows. */
#define PARTS 20

enum lathe_code lathe_chance_weights(struct lathe_trial *trial,
                                     struct lathe_pool *pool,
                                     struct lathe_err *err)
{
    struct lathe_loop *l = &trial->session->loop;
    enum lathe_code rc = trial->run ? lathe_session_prepare(trial->session,
                                                            pool, err)
                                    : LATHE_OK;

    if (rc || l->end)
        return rc;
    l->until = 0;
    return lathe_loop_run(l, err);
}

/* By how much `best` has less loss than `base`, in each part. */
static struct lathe_spread gain_in_parts(const struct lathe_inputs *x,
                                         struct lathe_trial *best,
                                         struct lathe_trial *base)
{
    size_t parts = x->n < PARTS ? x->n : PARTS;
    double gain[PARTS];

    for (size_t p = 0; p < parts; p++) {
        size_t from = p * x->n / parts, to = (p + 1) * x->n / parts;
        struct lathe_batch batch = { .x = x, .first = from, .n = to - from };
        struct lathe_tally a = {0}, b = {0};

        lathe_run_evaluate(&best->session->work, &batch, &a);
        lathe_run_evaluate(&base->session->work, &batch, &b);
        gain[p] = lathe_loop_loss(&b) - lathe_loop_loss(&a);
    }
    return lathe_crossval_spread(gain, parts);
}

enum lathe_code lathe_chance_judge(struct lathe_tunereport *r,
                                   const struct lathe_data *data,
                                   struct lathe_pool *pool,
                                   struct lathe_trial *best,
                                   struct lathe_trial *base, bool *beaten,
                                   struct lathe_err *err)
{
    struct lathe_spread *gain = &r->gain;
    enum lathe_code rc = LATHE_OK;

    *beaten = true;
    if (r->folds) {
        *gain = lathe_tunereport_gain(r, best, base);
    } else if (!data->streamed && strcmp(r->metric, "loss") == 0) {
        rc = lathe_chance_weights(best, pool, err);
        if (!rc)
            rc = lathe_chance_weights(base, pool, err);
        if (rc)
            return rc;
        *gain = gain_in_parts(&data->split[LATHE_VALID], best, base);
    } else {
        return LATHE_OK;
    }
    *beaten = gain->n >= 2 &&
              gain->mean > ERRORS * gain->sd / sqrt((double)gain->n);
    return LATHE_OK;
}
