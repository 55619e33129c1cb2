#include "train/trials.h"

#include "base/alloc.h"
#include "base/json.h"

#include <math.h>

void lathe_trials_rest(struct lathe_trials *t, struct lathe_trial *trial)
{
    for (int f = 0; trial->run && f < t->opts->folds; f++)
        lathe_foldruns_drop(t->folds, &trial->run[f]);
    if (trial->session)
        lathe_session_release(trial->session);
    lathe_free(trial->session);
    trial->session = NULL;
}

static void free_trial(struct lathe_trials *t, struct lathe_trial *trial)
{
    lathe_trials_rest(t, trial);
    lathe_free(trial->run);
    lathe_free(trial->held_out);
    lathe_list_release(&trial->point);
    lathe_free(trial);
}

void lathe_trials_drop_last(struct lathe_trials *t)
{
    free_trial(t, t->trial[--t->n]);
}

void lathe_trials_release(struct lathe_trials *t)
{
    while (t->n)
        lathe_trials_drop_last(t);
    lathe_free(t->trial);
    *t = (struct lathe_trials){0};
}

/* ---- adding one --------------------------------------------------------- */

/* The point of a trial: the first is train with its defaults, but for what
 * the search fixes; then the grid, or chance. */
static enum lathe_code choose(const struct lathe_trials *t,
                              struct lathe_trial *trial,
                              struct lathe_err *err)
{
    uint64_t i = (uint64_t)trial->number;
    enum lathe_code rc =
        t->grid ? lathe_space_at(t->space, i ? i - 1 : 0, &trial->point, err)
                : lathe_space_draw(t->space, t->opts->seed, i, &trial->point,
                                   err);

    if (rc)
        return rc;
    trial->opts = lathe_train_defaults();
    trial->opts.data = t->opts->data;
    trial->opts.output = t->opts->output;
    trial->opts.monitor = t->monitor;
    trial->opts.seed = t->opts->seed;
    trial->opts.threads = 1;
    return lathe_space_apply(t->space, &trial->point, i == 0, &trial->opts,
                             err);
}

/* A bound: the weights, and more than the rest ever takes. */
static bool is_too_large(const struct lathe_trials *t,
                         const struct lathe_trial *trial, size_t schema_bytes)
{
    const struct lathe_net *net = &trial->session->model.net;
    uint64_t bytes = 4 * (uint64_t)net->params + 1024 * (uint64_t)net->n +
                     schema_bytes + 12288;

    return t->opts->max_bytes > 0 && bytes > (uint64_t)t->opts->max_bytes;
}

static enum lathe_code schema_bytes(const struct lathe_trials *t, size_t *bytes,
                                    struct lathe_err *err)
{
    struct lathe_buf text = {0};
    struct lathe_json_out j = { .out = &text };
    enum lathe_code rc;

    lathe_schema_write(&j, NULL, &t->data->schema);
    rc = lathe_buf_check(&text, err);
    *bytes = text.len;
    lathe_buf_release(&text);
    return rc;
}

/* Trainings are in the folds; that of all rows waits for the end. */
static enum lathe_code prepare_folds(const struct lathe_trials *t,
                                     struct lathe_trial *trial,
                                     struct lathe_err *err)
{
    size_t folds = (size_t)t->opts->folds;
    enum lathe_code rc = lathe_new(&trial->run, folds, sizeof(*trial->run),
                                   "folds", err);

    lathe_session_rest(trial->session);
    return rc ? rc
              : lathe_new(&trial->held_out, folds, sizeof(*trial->held_out),
                          "folds", err);
}

/* Makes the net and the arrays, before the first epoch. */
static enum lathe_code prepare(const struct lathe_trials *t,
                               struct lathe_trial *trial,
                               struct lathe_err *err)
{
    size_t bytes;
    enum lathe_code rc = lathe_new(&trial->session, 1,
                                   sizeof(*trial->session), "a trial", err);

    if (!rc)
        rc = lathe_session_init(trial->session, &trial->opts, t->data, NULL,
                                err);
    if (!rc)
        rc = schema_bytes(t, &bytes, err);
    if (rc)
        return rc;
    trial->params = lathe_net_trained(&trial->session->model.net);
    if (is_too_large(t, trial, bytes)) {
        trial->state = LATHE_TRIAL_TOO_LARGE;
        return LATHE_OK;
    }
    rc = lathe_session_prepare(trial->session, NULL, err);
    trial->all_epochs = trial->session->loop.epochs;
    if (!rc && t->folds)
        rc = prepare_folds(t, trial, err);
    return rc;
}

enum lathe_code lathe_trials_add(struct lathe_trials *t, struct lathe_err *err)
{
    struct lathe_trial *trial = NULL;
    enum lathe_code rc = lathe_grow(&t->trial, &t->cap, t->n + 1,
                                    sizeof(*t->trial), err);

    if (!rc)
        rc = lathe_new(&trial, 1, sizeof(*trial), "a trial", err);
    if (rc)
        return rc;
    trial->number = (int)t->n;
    trial->metric = trial->sd = NAN;
    t->trial[t->n++] = trial;
    rc = choose(t, trial, err);
    if (!rc)
        rc = prepare(t, trial, err);
    if (rc == LATHE_EARG) {     /* which of the points it is */
        struct lathe_err was = *err;
        struct lathe_buf point = {0};

        lathe_space_command(t->space, &trial->point, false, &point);
        lathe_fail(err, rc, "trial %d,%.200s: %s", trial->number,
                   point.s ? point.s : "", was.msg);
        lathe_buf_release(&point);
    }
    return rc;
}
