#include "prepare/preprocess.h"

#include "base/alloc.h"
#include "fit/fit.h"
#include "quality/quality_split.h"

#include <inttypes.h>
#include <string.h>

enum lathe_code lathe_preprocess_changed(
    const struct lathe_preprocess_input *input, struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA, "'%s' changed while it was read",
                      input->origin.name);
}

static enum lathe_code plan(struct lathe_preprocess *p, struct lathe_err *err)
{
    const struct lathe_schema *s = &p->schema;

    if (lathe_schema_is_multilabel(s))
        return lathe_labelsets_plan(&p->sets, &p->plan, p->share,
                                    p->opts->seed, err);
    return lathe_split_init(&p->plan, p->share, p->class_rows,
                            s->labels ? s->target[0].classes.n : 1,
                            p->opts->seed, err);
}

size_t lathe_preprocess_stratum(const struct lathe_preprocess *p,
                                const struct lathe_rows *rows, size_t i)
{
    if (rows->labels > 1)
        return lathe_labelsets_find(&p->sets, rows->label + i * rows->labels);
    return rows->labels ? rows->label[i] : 0;
}

/* `what` is wanting, and where the rows went. */
static enum lathe_code none_left(const struct lathe_preprocess *p,
                                 const char *what, struct lathe_err *err)
{
    struct lathe_buf lost = {0};
    enum lathe_code rc;

    lathe_preprocess_losses(p, ", ", &lost);
    rc = lathe_fail(err, LATHE_EDATA, "'%s' has no row %s: %" PRIu64
                    " row%s read%s", p->input[0].origin.name, what,
                    p->counts.read, p->counts.read == 1 ? "" : "s",
                    lost.s ? lost.s : "");
    lathe_buf_release(&lost);
    return rc;
}

enum lathe_code lathe_preprocess_begin(struct lathe_preprocess *p,
                                       struct lathe_err *err)
{
    const struct lathe_schema *s = &p->schema;
    const unsigned char *single[LATHE_SPLITS];
    enum lathe_code rc = plan(p, err);

    if (rc)
        return rc;
    if (p->by.kind == LATHE_BY_RANDOM)
        lathe_split_rows(&p->plan, p->rows);
    else
        memcpy(p->rows, p->by.rows, sizeof p->rows);
    if (p->rows[LATHE_TRAIN] == 0 && !p->like.path)
        return none_left(p, "to train on", err);
    for (int i = 0; i < LATHE_SPLITS; i++) {
        p->rows[i] += p->given[i];
        single[i] = p->given[i] ? NULL : p->single; /* not looked at */
    }
    if (p->rows[LATHE_TRAIN] + p->rows[LATHE_VALID] + p->rows[LATHE_TEST] == 0)
        return none_left(p, "left", err);
    if (p->like.path)
        rc = lathe_unknown_init(&p->unknown, s, err);
    if (!rc)
        rc = lathe_dataset_create(&p->writer, p->opts->output, s, p->rows,
                                  single, err);
    if (!rc)
        lathe_store_writer_use(p->writer.store, p->pool);
    if (!rc && lathe_split_by_groups(&p->by))
        rc = lathe_dataset_declare_groups(&p->writer, err);
    if (!rc)
        rc = lathe_new(&p->train_rows, p->plan.strata, sizeof *p->train_rows,
                       "classes", err);
    for (int i = 0; i < LATHE_SPLITS && !rc; i++)
        rc = lathe_rows_init(&p->out[i], s, lathe_fit_block(s), err);
    if (!rc && p->opts->rejects && !p->rejects.open)
        rc = lathe_rejects_open(&p->rejects, p->opts->rejects, err);
    return rc;
}

void lathe_preprocess_abandon(struct lathe_preprocess *p)
{
    lathe_blocks_release(&p->blocks);
    lathe_recall_release(&p->recall);
    lathe_dataset_writer_release(&p->writer);
    lathe_split_release(&p->plan);
    lathe_free(p->train_rows);
    p->train_rows = NULL;
    for (int i = 0; i < LATHE_SPLITS; i++) {
        lathe_rows_release(&p->out[i]);
        p->rows[i] = p->dealt[i] = 0;
    }
    for (size_t i = 0; i < p->inputs; i++)
        p->input[i].kept = 0;
}

static enum lathe_code flush(struct lathe_preprocess *p, enum lathe_split s,
                             struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    if (p->out[s].n)
        rc = lathe_dataset_append(&p->writer, s, &p->out[s], err);
    p->out[s].n = 0;
    return rc;
}

enum lathe_code lathe_preprocess_deal(struct lathe_preprocess *p,
                                      struct lathe_preprocess_input *input,
                                      size_t stratum,
                                      const struct lathe_split_key *key,
                                      enum lathe_split *split,
                                      uint64_t *place, struct lathe_err *err)
{
    enum lathe_split s = input->role;

    if (s == LATHE_TRAIN)
        s = key ? lathe_split_by_split(&p->by, *key)
                : lathe_split_next(&p->plan, stratum);
    if (s == LATHE_SPLITS || p->dealt[s] >= p->rows[s])
        return lathe_preprocess_changed(input, err);
    input->kept++;
    p->train_rows[stratum] += s == LATHE_TRAIN;
    *split = s;
    *place = p->dealt[s]++;
    return LATHE_OK;
}

enum lathe_code lathe_preprocess_deal_several(
    struct lathe_preprocess *p, struct lathe_preprocess_input *input,
    size_t stratum, size_t n, unsigned char *split,
    uint64_t place[LATHE_SPLITS], struct lathe_err *err)
{
    uint64_t *left = p->plan.left + stratum * LATHE_SPLITS;
    uint64_t dealt[LATHE_SPLITS];

    memcpy(place, p->dealt, sizeof p->dealt);
    memcpy(dealt, left, sizeof dealt);
    if (lathe_split_several(&p->plan, stratum, n, split) < n)
        return lathe_preprocess_changed(input, err);
    for (int k = 0; k < LATHE_SPLITS; k++)
        dealt[k] -= left[k];
    for (int k = 0; k < LATHE_SPLITS; k++) {
        if (dealt[k] > p->rows[k] - p->dealt[k])
            return lathe_preprocess_changed(input, err);
        p->dealt[k] += dealt[k];
    }
    input->kept += n;
    p->train_rows[stratum] += dealt[LATHE_TRAIN];
    return LATHE_OK;
}

enum lathe_code lathe_preprocess_put(struct lathe_preprocess *p,
                                     struct lathe_preprocess_input *input,
                                     const struct lathe_rows *rows, size_t i,
                                     struct lathe_err *err)
{
    enum lathe_split s = LATHE_SPLITS;
    uint64_t place;
    size_t stratum = lathe_preprocess_stratum(p, rows, i);
    enum lathe_code rc = lathe_preprocess_deal(p, input, stratum, NULL, &s,
                                               &place, err);

    if (rc)
        return rc;
    lathe_rows_copy(&p->out[s], p->out[s].n++, rows, i);
    return p->out[s].n < p->out[s].cap ? LATHE_OK : flush(p, s, err);
}

static enum lathe_code train_back(void *ctx, uint64_t first, size_t n,
                                  struct lathe_rows *rows,
                                  struct lathe_err *err)
{
    return lathe_dataset_back(ctx, LATHE_TRAIN, first, n, rows, err);
}

static enum lathe_code valid_back(void *ctx, uint64_t first, size_t n,
                                  struct lathe_rows *rows,
                                  struct lathe_err *err)
{
    return lathe_dataset_back(ctx, LATHE_VALID, first, n, rows, err);
}

static enum lathe_code test_back(void *ctx, uint64_t first, size_t n,
                                 struct lathe_rows *rows,
                                 struct lathe_err *err)
{
    return lathe_dataset_back(ctx, LATHE_TEST, first, n, rows, err);
}

/* Of --like: balanced weights are those of these rows, if there are any. */
static void take_class_counts(struct lathe_preprocess *p)
{
    struct lathe_schema *s = &p->schema;

    if (s->task != LATHE_CLASSIFY || p->rows[LATHE_TRAIN] == 0)
        return;
    if (lathe_schema_is_multilabel(s))
        lathe_labelsets_classes(&p->sets, p->train_rows, s->target);
    else
        memcpy(s->target[0].class_count, p->train_rows,
               s->target[0].classes.n * sizeof *s->target[0].class_count);
}

/* Whether rows of one table were dealt out to several splits by chance. */
static bool is_by_chance(const struct lathe_preprocess *p)
{
    return p->by.kind == LATHE_BY_RANDOM &&
           p->share[LATHE_VALID] + p->share[LATHE_TEST] > 0;
}

/* Fits, unless --like has, and looks for what may be wrong. */
static enum lathe_code fit(struct lathe_preprocess *p, struct lathe_err *err)
{
    struct lathe_dataset_writer *w = &p->writer;
    const struct lathe_fit_rows in[LATHE_SPLITS] = {
        {.n = p->rows[LATHE_TRAIN], .read = train_back, .ctx = w},
        {.n = p->rows[LATHE_VALID], .read = valid_back, .ctx = w},
        {.n = p->rows[LATHE_TEST], .read = test_back, .ctx = w},
    };
    bool repeated = !p->opts->dedup &&
                    (p->counts.duplicates || p->counts.duplicates_partial);
    struct lathe_gather known = {0};
    struct lathe_fit_opts opts = {.rare = (uint64_t)p->opts->rare,
                                  .pool = p->pool};
    enum lathe_code rc = LATHE_OK;

    for (int i = 0; i < LATHE_SPLITS; i++) {
        rc = flush(p, (enum lathe_split)i, err);
        if (rc)
            return rc;
        if (p->writer.filled[i] != p->rows[i])
            return lathe_preprocess_changed(&p->input[0], err);
    }
    if (p->like.path)           /* it is fitted */
        take_class_counts(p);
    if (p->like.path)
        return lathe_quality_splits(&p->quality, &p->schema, in, NULL,
                                    repeated, p->pool, err);
    if (p->blocks.moments) {
        rc = lathe_blocks_gather(&p->blocks, p->train_rows, &known, err);
        opts.known = &known;
        opts.bracket = p->blocks.bracket;
    }
    if (!rc)
        rc = lathe_fit_schema(&p->schema, &in[LATHE_TRAIN], &opts, err);
    lathe_blocks_release(&p->blocks);
    if (!rc)
        rc = lathe_quality_look(&p->quality, &p->schema, in, &p->recall,
                                repeated, is_by_chance(p), p->pool, err);
    return rc;
}

enum lathe_code lathe_preprocess_fit(struct lathe_preprocess *p,
                                     struct lathe_err *err)
{
    enum lathe_code rc = fit(p, err);

    return rc ? rc
              : lathe_quality_groups_tell(&p->shared, &p->by, p->rows,
                                          &p->quality, err);
}
