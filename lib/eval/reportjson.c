#include "eval/report.h"

static void put_figures(struct lathe_json_out *j, const struct lathe_figure *f,
                        size_t n)
{
    for (size_t i = 0; i < n; i++)
        lathe_json_double(j, f[i].name, f[i].metric.value);
}

/* {NAME: reason} of the figures that are null. */
static void put_undefined(struct lathe_json_out *j,
                          const struct lathe_figure *f, size_t n)
{
    lathe_json_open(j, "undefined", '{');
    for (size_t i = 0; i < n; i++)
        if (f[i].metric.why)
            lathe_json_string(j, f[i].name,
                              lathe_metric_reason(f[i].metric.why));
    lathe_json_close(j, '}');
}

static void put_files(struct lathe_json_out *j,
                      const struct lathe_evaluation *e)
{
    char hex[33];

    lathe_json_open(j, "model", '{');
    lathe_json_string(j, "path", e->model);
    lathe_digest_hex(&e->model_digest, hex);
    lathe_json_string(j, "digest", hex);
    lathe_json_int(j, "bytes", (int64_t)e->model_bytes);
    lathe_json_close(j, '}');
    lathe_json_open(j, "data", '{');
    lathe_json_string(j, "path", e->data);
    lathe_json_string(j, "split", e->split);
    lathe_digest_hex(&e->data_digest, hex);
    lathe_json_string(j, "digest", e->split ? hex : NULL);
    lathe_json_close(j, '}');
}

static void put_counts(struct lathe_json_out *j,
                       const struct lathe_class_figures *f)
{
    lathe_json_int(j, "support", (int64_t)f->support);
    lathe_json_int(j, "predicted", (int64_t)f->predicted);
    lathe_json_int(j, "correct", (int64_t)f->hit);
}

static void put_class_object(struct lathe_json_out *j,
                             const struct lathe_evaluation *e, size_t c)
{
    struct lathe_figure f[LATHE_EVALUATION_FIGURES];
    size_t n = lathe_evaluation_list_part(e, c, f);

    lathe_json_open(j, NULL, '{');
    lathe_json_string(j, "name", e->of[0].class_name[c]);
    put_counts(j, &e->of[0].figures.of[c]);
    put_figures(j, f, n);
    put_undefined(j, f, n);
    lathe_json_close(j, '}');
}

/* Truth by prediction. */
static void put_confusion(struct lathe_json_out *j,
                          const struct lathe_classification_figures *f)
{
    bool was = j->compact;

    if (!f->confusion) {
        lathe_json_raw(j, "confusion", "null");
        return;
    }
    lathe_json_open(j, "confusion", '[');
    for (size_t i = 0; i < f->k; i++) {
        lathe_json_open(j, NULL, '[');
        j->compact = true;
        for (size_t c = 0; c < f->k; c++)
            lathe_json_int(j, NULL, (int64_t)f->confusion[i * f->k + c]);
        lathe_json_close(j, ']');
        j->compact = was;
    }
    lathe_json_close(j, ']');
}

static void put_class_members(struct lathe_json_out *j,
                              const struct lathe_evaluation *e)
{
    const struct lathe_classification_figures *f = &e->of[0].figures;

    lathe_json_string(j, "positive_class",
                      f->k == 2 ? e->of[0].class_name[1] : NULL);
    lathe_json_double(j, "threshold", e->threshold);
    lathe_json_open(j, "classes", '[');
    for (size_t c = 0; c < f->k; c++)
        put_class_object(j, e, c);
    lathe_json_close(j, ']');
    lathe_json_int(j, "averaged_classes", (int64_t)f->averaged);
    put_confusion(j, f);
}

static void put_target_object(struct lathe_json_out *j,
                              const struct lathe_evaluation *e, size_t t)
{
    const struct lathe_evaluation_target *of = &e->of[t];
    struct lathe_figure f[LATHE_EVALUATION_FIGURES];
    size_t n = lathe_evaluation_list_part(e, t, f);

    lathe_json_open(j, NULL, '{');
    lathe_json_string(j, "name", of->name);
    if (e->task == LATHE_CLASSIFY) {
        lathe_json_string(j, "positive_class", of->class_name[1]);
        put_counts(j, &of->figures.of[1]);
    }
    put_figures(j, f, n);
    put_undefined(j, f, n);
    if (e->task == LATHE_CLASSIFY)
        put_confusion(j, &of->figures);
    lathe_json_close(j, '}');
}

static void put_targets(struct lathe_json_out *j,
                        const struct lathe_evaluation *e)
{
    if (e->task == LATHE_CLASSIFY)
        lathe_json_double(j, "threshold", e->threshold);
    lathe_json_open(j, "targets", '[');
    for (size_t t = 0; t < e->targets; t++)
        put_target_object(j, e, t);
    lathe_json_close(j, ']');
}

/* The part is a class, or one of several targets. */
static void put_requirement_objects(struct lathe_json_out *j, bool several,
                                    const struct lathe_requirements *r)
{
    lathe_json_open(j, "requirements", '[');
    for (size_t i = 0; i < r->n; i++) {
        const struct lathe_requirement *q = &r->v[i];

        lathe_json_open(j, NULL, '{');
        lathe_json_string(j, "text", q->text);
        lathe_json_string(j, "metric", q->metric);
        lathe_json_string(j, several ? "target" : "class", q->part);
        lathe_json_string(j, "relation", lathe_require_relation(q->relation));
        lathe_json_double(j, "bound", q->bound);
        lathe_json_double(j, "value", q->value.value);
        lathe_json_bool(j, "holds", q->holds);
        lathe_json_string(j, "undefined", lathe_metric_reason(q->value.why));
        lathe_json_close(j, '}');
    }
    lathe_json_close(j, ']');
    if (r->n)
        lathe_json_bool(j, "holds", !r->failed);
    else
        lathe_json_raw(j, "holds", "null");
}

void lathe_report_json(struct lathe_buf *out, const struct lathe_evaluation *e,
                       const struct lathe_requirements *r)
{
    struct lathe_json_out j = {.out = out};
    struct lathe_figure f[LATHE_EVALUATION_FIGURES];
    size_t n = lathe_evaluation_list(e, f);

    lathe_json_open(&j, NULL, '{');
    lathe_json_string(&j, "schema", "lathe/evaluation");
    lathe_json_int(&j, "version", 1);
    put_files(&j, e);
    lathe_json_string(&j, "task",
                      e->task == LATHE_REGRESS ? "regress" : "classify");
    lathe_json_string(&j, "target", e->targets > 1 ? NULL : e->of[0].name);
    if (e->weight)
        lathe_json_string(&j, "weight", e->weight);
    lathe_json_int(&j, "rows", (int64_t)e->rows);
    lathe_json_int(&j, "rows_without_truth", (int64_t)e->without_truth);
    lathe_json_int(&j, "unknown_values", (int64_t)e->unknown.all);
    lathe_unknown_write(&j, "unknown_by_column", &e->unknown);
    lathe_unknown_write_absent(&j, "newly_missing", &e->unknown);
    lathe_json_open(&j, "metrics", '{');
    put_figures(&j, f, n);
    lathe_json_close(&j, '}');
    put_undefined(&j, f, n);
    if (e->targets > 1)
        put_targets(&j, e);
    else if (e->task == LATHE_CLASSIFY)
        put_class_members(&j, e);
    put_requirement_objects(&j, e->targets > 1, r);
    lathe_json_close(&j, '}');
}
