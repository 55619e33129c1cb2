/*
 * compress: a smaller model from a trained one, measured before and after.
 *
 * int8: weights are rounded once; the ranges of the inputs are tried with
 * several shares of outliers cut off, and the best by the validation rows is
 * kept. Where that still loses more than it may, the layer whose return to
 * floats helps most goes back, one after the other.
 */
#include "lathe.h"

#include "base/alloc.h"
#include "base/file.h"
#include "compress/calibrate.h"
#include "compress/compressreport.h"
#include "compress/judge.h"
#include "compress/quantise.h"
#include "infer/plan.h"

#include <math.h>
#include <string.h>

/* Rows by which candidates are compared; all rows are measured at the end. */
#define TRIAL_ROWS 20000

/* Loss of the metric above which layers go back to floats, unless the caller
 * says another. */
#define DROP_DEFAULT 0.005

struct job {
    const struct lathe_compress_opts *opts;
    const struct lathe_host *host;
    struct lathe_model model, small;    /* before, after */
    struct lathe_dataset data;
    struct lathe_remap map;
    struct lathe_pool *pool;
    struct lathe_judge judge;
    struct lathe_calibration seen;
    enum lathe_compress_deed *deed;     /* [net.n] */
    struct lathe_score start;           /* of `model`, on the trial rows */
    struct lathe_score best;            /* of `small`, likewise */
    struct lathe_compress_report report;
};

struct lathe_compress_opts lathe_compress_defaults(void)
{
    return (struct lathe_compress_opts){ .max_drop = -1, .seed = 1 };
}

static enum lathe_code check(const struct lathe_compress_opts *o,
                             struct lathe_err *err)
{
    enum lathe_code rc;

    if (!o->output)
        return lathe_fail(err, LATHE_EARG, "no output; say -o SMALL.h5");
    if (!o->quantize)
        return lathe_fail(err, LATHE_EARG,
                          "nothing to do; say --quantize int8");
    if (strcmp(o->quantize, "int8") != 0)
        return lathe_fail(err, LATHE_EARG,
                          "quantize must be int8, not '%s'", o->quantize);
    if (!o->data)
        return lathe_fail(err, LATHE_EARG,
                          "int8 is calibrated and measured on rows; say "
                          "--data with the dataset that the model was trained "
                          "on");
    if (isnan(o->max_drop))
        return lathe_fail(err, LATHE_EARG, "max-drop must be a number");
    if (o->threads < 0 || o->threads > 256)
        return lathe_fail(err, LATHE_EARG,
                          "threads must be from 0 to 256, got %d", o->threads);
    rc = lathe_file_named("output", o->output, err);
    return rc ? rc : lathe_file_distinct("output", o->output, o->data,
                                         "the dataset", err);
}

static enum lathe_code open_all(struct job *j, struct lathe_err *err)
{
    const struct lathe_compress_opts *o = j->opts;
    enum lathe_code rc = lathe_model_load(&j->model, o->model, err);

    if (rc)
        return rc;
    if (j->model.quant)
        return lathe_fail(err, LATHE_EDATA,
                          "'%s' is int8 already; compress the model that it "
                          "was made of", o->model);
    rc = lathe_model_load(&j->small, o->model, err);
    if (rc)
        return rc;
    if (memcmp(&j->small.digest, &j->model.digest, sizeof j->model.digest))
        return lathe_fail(err, LATHE_EDATA, "'%s' changed while it was read",
                          o->model);
    rc = lathe_pool_new(&j->pool, o->threads, err);
    if (!rc)
        rc = lathe_dataset_open(&j->data, o->data, j->pool, err);
    if (rc)
        return rc;
    rc = lathe_remap_init(&j->map, &j->data.schema, &j->model.schema, err);
    if (rc) {
        lathe_fail_prefix(err, "'%s'", o->data);
        return rc;
    }
    if (!j->data.rows[LATHE_TRAIN])
        return lathe_fail(err, LATHE_EDATA,
                          "'%s' has no training rows to calibrate on",
                          o->data);
    rc = lathe_new(&j->deed, j->model.net.n, sizeof *j->deed, "layers", err);
    j->judge = (struct lathe_judge){ &j->data, &j->map, j->pool };
    j->report.judged = j->data.rows[LATHE_VALID] ? LATHE_VALID : LATHE_TRAIN;
    return rc;
}

/* ---- candidates --------------------------------------------------------- */

static enum lathe_code try(struct job *j, const struct lathe_model *m,
                           struct lathe_score *out, struct lathe_err *err)
{
    return lathe_judge_score(&j->judge, m, j->report.judged, TRIAL_ROWS, out,
                             err);
}

/* By the metric; among equal ones by the loss. NaN is worst. */
static bool better(const struct job *j, const struct lathe_score *a,
                   const struct lathe_score *b)
{
    double sign = j->model.schema.task == LATHE_CLASSIFY ? 1 : -1;
    double gain = sign * (a->metric - b->metric);

    if (isnan(b->metric))
        return !isnan(a->metric);
    return gain > 0 || (gain >= 0 && a->loss < b->loss);
}

static enum lathe_code round_weights(struct job *j, struct lathe_err *err)
{
    const struct lathe_net *net = &j->small.net;

    for (size_t i = 0; i < net->n; i++) {
        enum lathe_code rc;

        if (!lathe_quantise_can(&net->layer[i]))
            continue;
        rc = lathe_quantise_weights(&j->small, i, err);
        if (rc)
            return rc;
        j->deed[i] = lathe_plan_integer(&j->small, i) ? LATHE_COMPRESS_INT8
                                                      : LATHE_COMPRESS_WEIGHTS;
    }
    if (!j->small.quant)
        return lathe_fail(err, LATHE_EDATA,
                          "'%s' has no layer with weights to make int8",
                          j->opts->model);
    return LATHE_OK;
}

/* Whether the layer reads the pixels of the input. */
static bool reads_pixels(const struct job *j, size_t layer)
{
    const struct lathe_net *net = &j->small.net;

    for (size_t i = 0; i < layer; i++)
        if (net->layer[i].kind != LATHE_DROPOUT)
            return false;
    return j->small.schema.image.channels > 0;
}

static void set_ranges(struct job *j, double cut)
{
    for (size_t i = 0; i < j->small.net.n; i++) {
        const struct lathe_layer *l = &j->small.net.layer[i];
        float low, high;

        if (j->deed[i] != LATHE_COMPRESS_INT8)
            continue;
        if (reads_pixels(j, i) &&
            lathe_quantise_pixels(&j->small, i, j->model.params + l->bias))
            continue;
        lathe_calibrate_range(&j->seen, i, cut, &low, &high);
        lathe_quantise_range(&j->small.quant[i], low, high);
    }
}

/* The best of several cuts. */
static enum lathe_code choose_cut(struct job *j, struct lathe_err *err)
{
    const double cut[] = { 0, 1e-5, 1e-4, 1e-3 };
    struct lathe_score score;

    j->best = (struct lathe_score){ .metric = NAN };
    for (size_t i = 0; i < sizeof cut / sizeof *cut; i++) {
        enum lathe_code rc;

        set_ranges(j, cut[i]);
        rc = try(j, &j->small, &score, err);
        if (rc)
            return rc;
        if (i == 0 || better(j, &score, &j->best)) {
            j->best = score;
            j->report.cut = cut[i];
        }
    }
    set_ranges(j, j->report.cut);
    return LATHE_OK;
}

/* Makes a layer int8 again, as it was. */
static enum lathe_code redo(struct job *j, size_t layer,
                            enum lathe_compress_deed deed,
                            struct lathe_err *err)
{
    enum lathe_code rc = lathe_quantise_weights(&j->small, layer, err);

    j->deed[layer] = deed;
    if (!rc)
        set_ranges(j, j->report.cut);
    return rc;
}

/* The int8 layer whose return to floats helps most, or net.n when none
 * helps. *best: its score. */
static enum lathe_code find_costly(struct job *j, size_t *layer,
                                   struct lathe_score *best,
                                   struct lathe_err *err)
{
    const struct lathe_net *net = &j->small.net;

    *layer = net->n;
    *best = j->best;
    for (size_t i = 0; i < net->n; i++) {
        enum lathe_compress_deed deed = j->deed[i];
        struct lathe_score score;
        enum lathe_code rc;

        if (deed != LATHE_COMPRESS_INT8 && deed != LATHE_COMPRESS_WEIGHTS)
            continue;
        lathe_quantise_undo(&j->small, i, j->model.params);
        j->deed[i] = LATHE_COMPRESS_FLOAT;
        rc = try(j, &j->small, &score, err);
        if (!rc)
            rc = redo(j, i, deed, err);
        if (rc)
            return rc;
        if (better(j, &score, best)) {
            *best = score;
            *layer = i;
        }
    }
    return LATHE_OK;
}

static enum lathe_code spare_layers(struct job *j, struct lathe_err *err)
{
    const struct lathe_model *m = &j->model;
    double most = j->opts->max_drop >= 0 ? j->opts->max_drop : DROP_DEFAULT;

    while (lathe_judge_drop(m, &j->start, &j->best) > most) {
        struct lathe_score score;
        size_t layer;
        enum lathe_code rc = find_costly(j, &layer, &score, err);

        if (rc)
            return rc;
        if (layer == m->net.n)
            break;
        lathe_quantise_undo(&j->small, layer, m->params);
        j->deed[layer] = LATHE_COMPRESS_FLOAT;
        j->best = score;
        lathe_note(j->host, "layer %zu stays in floats: as int8 it costs too "
                   "much", layer + 1);
    }
    return LATHE_OK;
}

static enum lathe_code quantise(struct job *j, struct lathe_err *err)
{
    char names[LATHE_SCHEMA_NAMES_ROOM];
    enum lathe_code rc;

    rc = lathe_calibrate_init(&j->seen, &j->model, &j->data, &j->map,
                              j->opts->seed, err);
    if (!rc)
        rc = try(j, &j->model, &j->start, err);
    if (!rc && !j->start.rows)
        rc = lathe_fail(err, LATHE_EDATA,
                        "'%s' has no rows with a known %s to measure on",
                        j->opts->data,
                        lathe_schema_target_names(names, &j->model.schema));
    if (!rc)
        rc = round_weights(j, err);
    if (!rc)
        rc = choose_cut(j, err);
    if (!rc)
        rc = spare_layers(j, err);
    j->report.calibration_rows = j->seen.rows;
    return rc;
}

/* ---- the result --------------------------------------------------------- */

static enum lathe_code measure(struct job *j, const struct lathe_model *m,
                               struct lathe_compress_side *side,
                               struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (int s = LATHE_VALID; s < LATHE_SPLITS && !rc; s++)
        if (j->data.rows[s])
            rc = lathe_judge_score(&j->judge, m, (enum lathe_split)s, 0,
                                   &side->split[s], err);
    /* Without validation rows the trial rows are all there is. */
    if (!rc && j->report.judged == LATHE_TRAIN)
        rc = try(j, m, &side->split[LATHE_TRAIN], err);
    if (!rc)
        rc = lathe_judge_time(&j->judge, m, &side->alone_us, &side->batch_us,
                              err);
    return rc;
}

static enum lathe_code renew_provenance(struct job *j, struct lathe_err *err)
{
    const char *old = j->model.provenance ? j->model.provenance : "{}";
    struct lathe_json *parent = NULL;
    struct lathe_buf text = {0};
    enum lathe_code rc = lathe_json_parse(&parent, old, strlen(old), err);

    if (!rc) {
        lathe_compressreport_provenance(&text, &j->report, parent);
        rc = lathe_buf_check(&text, err);
    }
    lathe_json_free(parent);
    if (rc) {
        lathe_buf_release(&text);
        return rc;
    }
    lathe_free(j->small.provenance);
    j->small.provenance = text.s;
    return LATHE_OK;
}

static enum lathe_code finish(struct job *j, struct lathe_err *err)
{
    struct lathe_compress_report *r = &j->report;
    enum lathe_code rc;

    r->opts = j->opts;
    r->model = &j->small;
    r->data = lathe_store_digest(j->data.store);
    r->deed = j->deed;
    r->before.path = j->opts->model;
    r->before.bytes = j->model.bytes;
    r->before.digest = j->model.digest;
    r->after.path = j->opts->output;
    rc = measure(j, &j->model, &r->before, err);
    if (!rc)
        rc = measure(j, &j->small, &r->after, err);
    if (rc)
        return rc;
    r->drop = lathe_judge_drop(&j->model, &r->before.split[r->judged],
                               &r->after.split[r->judged]);
    r->within = j->opts->max_drop < 0 || r->drop <= j->opts->max_drop;
    rc = renew_provenance(j, err);
    if (!rc)
        rc = lathe_model_save(&j->small, j->opts->output, err);
    r->after.bytes = j->small.bytes;
    r->after.digest = j->small.digest;
    return rc;
}

static enum lathe_code report(const struct job *j, struct lathe_buf *text,
                              struct lathe_buf *json, struct lathe_err *err)
{
    const struct lathe_compress_report *r = &j->report;
    enum lathe_code rc = LATHE_OK;

    if (text) {
        lathe_compressreport_text(text, r);
        rc = lathe_buf_check(text, err);
    }
    if (json && !rc) {
        lathe_compressreport_json(json, r);
        rc = lathe_buf_check(json, err);
    }
    if (!rc && isnan(r->drop) && !r->within)
        rc = lathe_fail(err, LATHE_EGATE,
                        "%s on %s has no value, so that its drop cannot be "
                        "held to --max-drop", lathe_judge_metric(&j->model),
                        lathe_split_name(r->judged));
    else if (!rc && !r->within)
        rc = lathe_fail(err, LATHE_EGATE,
                        "%s on %s drops by %.3g, more than the %g of "
                        "--max-drop", lathe_judge_metric(&j->model),
                        lathe_split_name(r->judged), r->drop,
                        j->opts->max_drop);
    return rc;
}

enum lathe_code lathe_compress(const struct lathe_compress_opts *opts,
                               const struct lathe_host *host,
                               struct lathe_buf *text, struct lathe_buf *json,
                               struct lathe_err *err)
{
    struct job j = { .opts = opts, .host = host };
    enum lathe_code rc = check(opts, err);

    if (!rc)
        rc = open_all(&j, err);
    if (!rc)
        rc = quantise(&j, err);
    if (!rc)
        rc = finish(&j, err);
    if (!rc)
        rc = report(&j, text, json, err);

    lathe_free(j.deed);
    lathe_calibrate_release(&j.seen);
    lathe_pool_free(j.pool);
    lathe_remap_release(&j.map);
    lathe_dataset_release(&j.data);
    lathe_model_release(&j.small);
    lathe_model_release(&j.model);
    return rc;
}
