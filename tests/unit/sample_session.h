/*
 * sample_session - a training run of 12 + 4 rows made in memory, for tests of
 * what a checkpoint says: 3 epochs of 3 batches.
 */
#ifndef LATHE_TESTS_SAMPLE_SESSION_H
#define LATHE_TESTS_SAMPLE_SESSION_H

#include "train/checkpoint.h"
#include "train/session.h"

#define SAMPLE_RUN "{\"version\":\"1\",\"options\":{\"lr\":0.01},\"seed\":1}"

struct sample_session {
    struct lathe_train_opts opts;
    struct lathe_data data;
    struct lathe_session session;
};

static inline void sample_session_release(struct sample_session *s)
{
    lathe_session_release(&s->session);
    lathe_data_release(&s->data);
}

/* Ready for its first step. */
static inline enum lathe_code sample_session_init(struct sample_session *s,
                                                  struct lathe_err *err)
{
    static const size_t rows[] = { [LATHE_TRAIN] = 12, [LATHE_VALID] = 4 };
    enum lathe_code rc = LATHE_OK;

    *s = (struct sample_session){ .opts = lathe_train_defaults() };
    s->opts.data = "data.h5";
    s->opts.output = "model.h5";
    s->opts.layers = "dense 3, batchnorm, tanh, dropout 0.2";
    s->opts.schedule = "plateau:1,0.5";
    s->opts.lr = 0.01;
    s->opts.epochs = 3;
    s->opts.patience = 0;
    s->opts.batch = "4";
    s->data.schema = (struct lathe_schema){
        .task = LATHE_REGRESS, .values = 1, .dense = 2, .inputs = 2 };
    rc = lathe_schema_add_target(&s->data.schema, "y", err);
    for (int split = LATHE_TRAIN; !rc && split <= LATHE_VALID; split++) {
        struct lathe_inputs *x = &s->data.split[split];

        s->data.rows[split] = rows[split];
        rc = lathe_inputs_init(x, &s->data.schema, rows[split], err);
        for (size_t i = 0; !rc && i < rows[split]; i++) {
            x->x[2 * i] = (float)(i % 3) - 1;
            x->x[2 * i + 1] = (float)(i % 4) * 0.5f - 1;
            x->value[i] = x->x[2 * i] * x->x[2 * i + 1];
        }
        x->n = rc ? 0 : rows[split];
    }
    if (!rc)
        rc = lathe_session_init(&s->session, &s->opts, &s->data, NULL, err);
    if (!rc)
        rc = lathe_session_prepare(&s->session, NULL, err);
    return rc;
}

#endif
