#include "train/feeds.h"

/* Rows that are only judged need no mixing, so a little will do. */
#define JUDGED_BYTES ((size_t)32 << 20)

static enum lathe_code check(const struct lathe_train_opts *o,
                             const struct lathe_data *d, size_t batch,
                             struct lathe_err *err)
{
    uint64_t bytes = (uint64_t)batch * lathe_inputs_bytes(&d->schema);

    if (o->oversample && d->schema.task != LATHE_CLASSIFY)
        return lathe_fail(err, LATHE_EARG, "oversample needs classes; the "
                          "target '%s' is a number", d->schema.target[0].name);
    if (o->oversample && d->schema.targets > 1)
        return lathe_fail(err, LATHE_EARG, "oversample needs one target; with "
                          "several, --class-weight balanced weighs the rare "
                          "labels up");
    if (o->augment && !d->schema.image.channels)
        return lathe_fail(err, LATHE_EARG, "augment needs images; '%.200s' "
                          "has none", o->data);
    if (o->oversample && d->streamed)
        return lathe_fail(err, LATHE_EARG, "oversample needs all rows in "
                          "memory, %llu bytes; --memory allows %llu",
                          (unsigned long long)d->bytes,
                          (unsigned long long)o->memory_bytes);
    if (d->streamed && bytes > o->memory_bytes / 2)
        return lathe_fail(err, LATHE_EARG, "batch: %zu rows are %llu bytes, "
                          "and --memory allows %llu for two of them", batch,
                          (unsigned long long)bytes,
                          (unsigned long long)o->memory_bytes);
    return LATHE_OK;
}

static enum lathe_code make_stream(struct lathe_feeds *f, enum lathe_split s,
                                   const struct lathe_train_opts *o,
                                   const struct lathe_data *d,
                                   const float *weight, size_t batch,
                                   struct lathe_err *err)
{
    bool train = s == LATHE_TRAIN;
    struct lathe_stream_opts opts = {
        .set = &d->set, .schema = &d->schema, .split = s,
        .batch = train ? batch : 1,
        .memory_bytes = train ? (size_t)o->memory_bytes : JUDGED_BYTES,
        .weight = weight, .augment = train && o->augment ? &f->augment : NULL,
        .shuffle = train, .seed = o->seed,
    };
    enum lathe_code rc = lathe_stream_new(&f->stream[s], &opts, err);

    if (!rc)
        f->of[s] = lathe_stream_feed(f->stream[s]);
    return rc;
}

static enum lathe_code make_memory(struct lathe_feeds *f, enum lathe_split s,
                                   const struct lathe_train_opts *o,
                                   const struct lathe_data *d,
                                   const float *weight, struct lathe_err *err)
{
    struct lathe_memory_feed *m = &f->memory[s];
    bool train = s == LATHE_TRAIN;
    enum lathe_code rc = lathe_feed_init_memory(m, &d->split[s], weight, train,
                                                o->seed, err);

    if (!rc && train && o->oversample)
        rc = lathe_feed_oversample(m, d->schema.target[0].classes.n, err);
    if (train && o->augment)
        m->augment = &f->augment;
    f->of[s] = &m->feed;
    return rc;
}

enum lathe_code lathe_feeds_init(struct lathe_feeds *f,
                                 const struct lathe_train_opts *opts,
                                 const struct lathe_data *data,
                                 const float *class_weight, size_t batch,
                                 struct lathe_err *err)
{
    enum lathe_code rc;

    *f = (struct lathe_feeds){0};
    rc = check(opts, data, batch, err);
    if (!rc && opts->augment)
        rc = lathe_augment_parse(&f->augment, opts->augment,
                                 lathe_data_shape(data), err);
    for (int s = LATHE_TRAIN; !rc && s < LATHE_SPLITS; s++) {
        if (data->rows[s] == 0)
            continue;
        rc = data->streamed
                 ? make_stream(f, (enum lathe_split)s, opts, data,
                               class_weight, batch, err)
                 : make_memory(f, (enum lathe_split)s, opts, data,
                               class_weight, err);
    }
    if (rc)
        lathe_feeds_release(f);
    return rc;
}

uint64_t lathe_feeds_bytes(const struct lathe_train_opts *opts,
                           const struct lathe_data *data)
{
    uint64_t judged = (uint64_t)(data->rows[LATHE_VALID] > 0) +
                      (uint64_t)(data->rows[LATHE_TEST] > 0);

    if (!data->streamed)
        return data->rows[LATHE_TRAIN] * sizeof(uint32_t);      /* the order */
    return opts->memory_bytes + judged * JUDGED_BYTES;
}

void lathe_feeds_release(struct lathe_feeds *f)
{
    for (int s = LATHE_TRAIN; s < LATHE_SPLITS; s++) {
        lathe_feed_release_memory(&f->memory[s]);
        lathe_stream_free(f->stream[s]);
    }
    *f = (struct lathe_feeds){0};
}
