#include "compress/compressreport.h"

#include "eval/metric.h"

#include <math.h>
#include <stdio.h>

static const char *const deeds[] = {
    [LATHE_COMPRESS_NOTHING] = "nothing to do",
    [LATHE_COMPRESS_INT8] = "int8",
    [LATHE_COMPRESS_WEIGHTS] = "int8 weights, float inputs",
    [LATHE_COMPRESS_FLOAT] = "float: int8 cost too much",
};

static const char *const deed_keys[] = {
    [LATHE_COMPRESS_NOTHING] = "none",
    [LATHE_COMPRESS_INT8] = "int8",
    [LATHE_COMPRESS_WEIGHTS] = "int8-weights",
    [LATHE_COMPRESS_FLOAT] = "float",
};

/* ---- text --------------------------------------------------------------- */

static void text_row(struct lathe_buf *out, const char *what, double before,
                     double after, int decimals, const char *tail)
{
    lathe_buf_printf(out, "%-22s %14.*f %14.*f%s%s\n", what, decimals, before,
                     decimals, after, tail[0] ? "  " : "", tail);
}

static void text_times(struct lathe_buf *out, const char *what, double before,
                       double after)
{
    char tail[40];

    snprintf(tail, sizeof tail, "%.2fx", before / after);
    text_row(out, what, before, after, 2, tail);
}

static void text_scores(struct lathe_buf *out,
                        const struct lathe_compress_report *r)
{
    for (int s = 0; s < LATHE_SPLITS; s++) {
        const struct lathe_score *a = &r->before.split[s];
        const struct lathe_score *b = &r->after.split[s];
        char what[40], tail[40];

        if (!a->rows)
            continue;
        snprintf(what, sizeof what, "%s, %s", lathe_judge_metric(r->model),
                 lathe_split_name((enum lathe_split)s));
        snprintf(tail, sizeof tail, "%llu rows", (unsigned long long)a->rows);
        text_row(out, what, a->metric, b->metric, 4, tail);
    }
}

/* Of the longest text of a layer, 24 at least. */
static int width_of(const struct lathe_compress_report *r)
{
    size_t width = 24;

    for (size_t i = 0; i < r->model->net.n; i++) {
        struct lathe_buf text = {0};

        if (r->deed[i] != LATHE_COMPRESS_NOTHING)
            lathe_layer_text(&text, &r->model->net.layer[i]);
        width = text.len > width ? text.len : width;
        lathe_buf_release(&text);
    }
    return (int)width;
}

static void text_layers(struct lathe_buf *out,
                        const struct lathe_compress_report *r)
{
    const struct lathe_net *net = &r->model->net;
    int width = width_of(r);

    lathe_buf_puts(out, "\nlayer\n");
    for (size_t i = 0; i < net->n; i++) {
        struct lathe_buf layer = {0};

        if (r->deed[i] == LATHE_COMPRESS_NOTHING)
            continue;
        lathe_layer_text(&layer, &net->layer[i]);
        lathe_buf_printf(out, "%4zu  %-*s %10zu parameters  %s\n", i + 1,
                         width, layer.s ? layer.s : "", net->layer[i].weights +
                         net->layer[i].biases, deeds[r->deed[i]]);
        lathe_buf_release(&layer);
    }
}

void lathe_compressreport_text(struct lathe_buf *out,
                               const struct lathe_compress_report *r)
{
    const struct lathe_compress_side *a = &r->before, *b = &r->after;
    double params = (double)lathe_net_trained(&r->model->net);
    char tail[40];

    lathe_buf_printf(out, "%s -> %s\n\n", a->path, b->path);
    lathe_buf_printf(out, "%-22s %14s %14s\n", "", "before", "after");
    snprintf(tail, sizeof tail, "%.2fx smaller",
             (double)a->bytes / (double)b->bytes);
    text_row(out, "bytes", (double)a->bytes, (double)b->bytes, 0, tail);
    text_row(out, "parameters", params, params, 0, "");
    text_scores(out, r);
    text_times(out, "us a row, alone", a->alone_us, b->alone_us);
    text_times(out, "us a row, batch of 32", a->batch_us, b->batch_us);
    text_layers(out, r);
    lathe_buf_printf(out, "\ncalibrated on %zu training rows",
                     r->calibration_rows);
    if (r->cut > 0)
        lathe_buf_printf(out, ", without the outer %g%% at each end",
                         lathe_metric_round(100 * r->cut, 3));
    lathe_buf_putc(out, '\n');
    if (r->opts->max_drop >= 0)
        lathe_buf_printf(out, "drop of %s on %s: %g, %s %g\n",
                         lathe_judge_metric(r->model),
                         lathe_split_name(r->judged),
                         lathe_metric_round(r->drop, 3),
                         r->within ? "within" : "more than",
                         r->opts->max_drop);
}

/* ---- JSON --------------------------------------------------------------- */

static void json_digest(struct lathe_json_out *j, const char *key,
                        const struct lathe_digest *d)
{
    char hex[33];

    lathe_digest_hex(d, hex);
    lathe_json_string(j, key, hex);
}

static void json_scores(struct lathe_json_out *j,
                        const struct lathe_compress_report *r,
                        const struct lathe_compress_side *side)
{
    for (int s = 0; s < LATHE_SPLITS; s++) {
        const struct lathe_score *score = &side->split[s];

        if (!score->rows)
            continue;
        lathe_json_open(j, lathe_split_name((enum lathe_split)s), '{');
        lathe_json_int(j, "rows", (int64_t)score->rows);
        lathe_json_double(j, lathe_judge_metric(r->model), score->metric);
        if (r->model->schema.task == LATHE_CLASSIFY)
            lathe_json_double(j, "log_loss", score->loss);
        lathe_json_close(j, '}');
    }
}

static void json_side(struct lathe_json_out *j, const char *key,
                      const struct lathe_compress_report *r,
                      const struct lathe_compress_side *side)
{
    lathe_json_open(j, key, '{');
    lathe_json_string(j, "path", side->path);
    json_digest(j, "digest", &side->digest);
    lathe_json_int(j, "bytes", (int64_t)side->bytes);
    lathe_json_int(j, "parameters",
                   (int64_t)lathe_net_trained(&r->model->net));
    json_scores(j, r, side);
    lathe_json_double(j, "us_per_row", side->alone_us);
    lathe_json_double(j, "us_per_row_batch_32", side->batch_us);
    lathe_json_close(j, '}');
}

static void json_layers(struct lathe_json_out *j,
                        const struct lathe_compress_report *r)
{
    const struct lathe_net *net = &r->model->net;

    lathe_json_open(j, "layers", '[');
    for (size_t i = 0; i < net->n; i++) {
        const struct lathe_layer *l = &net->layer[i];
        struct lathe_buf text = {0};

        lathe_layer_text(&text, l);
        lathe_json_open(j, NULL, '{');
        lathe_json_string(j, "layer", text.s);
        lathe_json_int(j, "parameters", (int64_t)lathe_layer_trained(l));
        lathe_json_string(j, "method", deed_keys[r->deed[i]]);
        lathe_json_close(j, '}');
        lathe_buf_release(&text);
    }
    lathe_json_close(j, ']');
}

static void json_calibration(struct lathe_json_out *j,
                             const struct lathe_compress_report *r)
{
    lathe_json_open(j, "calibration", '{');
    lathe_json_int(j, "rows", (int64_t)r->calibration_rows);
    lathe_json_double(j, "cut", r->cut);
    lathe_json_close(j, '}');
}

void lathe_compressreport_json(struct lathe_buf *out,
                               const struct lathe_compress_report *r)
{
    struct lathe_json_out j = { .out = out };

    lathe_json_open(&j, NULL, '{');
    lathe_json_string(&j, "schema", "lathe/compression");
    lathe_json_int(&j, "version", 1);
    lathe_json_string(&j, "quantize", r->opts->quantize);
    lathe_json_string(&j, "metric", lathe_judge_metric(r->model));
    json_side(&j, "before", r, &r->before);
    json_side(&j, "after", r, &r->after);
    lathe_json_double(&j, "drop", r->drop);
    lathe_json_string(&j, "drop_on", lathe_split_name(r->judged));
    if (r->opts->max_drop >= 0) {
        lathe_json_double(&j, "max_drop", r->opts->max_drop);
        lathe_json_bool(&j, "within", r->within);
    }
    json_layers(&j, r);
    json_calibration(&j, r);
    lathe_json_int(&j, "seed", (int64_t)r->opts->seed);
    lathe_json_close(&j, '}');
}

void lathe_compressreport_provenance(struct lathe_buf *out,
                                     const struct lathe_compress_report *r,
                                     const struct lathe_json *parent)
{
    struct lathe_json_out j = { .out = out };

    lathe_json_open(&j, NULL, '{');
    lathe_json_string(&j, "command", "compress");
    lathe_json_string(&j, "version", lathe_version());
    lathe_json_open(&j, "data", '{');
    json_digest(&j, "digest", &r->data);
    lathe_json_close(&j, '}');
    lathe_json_open(&j, "options", '{');
    lathe_json_string(&j, "quantize", r->opts->quantize);
    if (r->opts->max_drop >= 0)
        lathe_json_double(&j, "max_drop", r->opts->max_drop);
    lathe_json_close(&j, '}');
    lathe_json_int(&j, "seed", (int64_t)r->opts->seed);
    json_calibration(&j, r);
    json_layers(&j, r);
    json_scores(&j, r, &r->after);
    json_digest(&j, "parent_digest", &r->before.digest);
    lathe_json_copy(&j, "parent", parent);
    lathe_json_close(&j, '}');
}
