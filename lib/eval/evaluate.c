/*
 * evaluate - a model against rows whose truth is known.
 *
 * Rows come in blocks from a split of a dataset, from a CSV or from a folder
 * of images, go through the scorer, and are forgotten; only what roc_auc needs
 * is kept of them.
 */
#include "base/alloc.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "data/dataset.h"
#include "data/excerpt.h"
#include "data/nearest.h"
#include "data/remap.h"
#include "data/table.h"
#include "data/weight.h"
#include "eval/report.h"
#include "eval/score_pieces.h"
#include "eval/scorer.h"
#include "hint/nonumber.h"
#include "image/gallery.h"

#include <math.h>
#include <string.h>

/* All that one evaluation holds. */
struct job {
    const struct lathe_evaluate_opts *opts;
    const char *data;           /* as it is called in messages */
    enum lathe_split split;
    double threshold;           /* NaN: none was given */
    struct lathe_requirements require;
    struct lathe_model model;
    struct lathe_pool *pool;
    struct lathe_scorer scorer;
    struct lathe_rows rows;     /* of the model's schema */
    struct lathe_evaluation found;
};

static void release_job(struct job *j)
{
    lathe_evaluation_release(&j->found);
    lathe_rows_release(&j->rows);
    lathe_scorer_release(&j->scorer);
    lathe_pool_free(j->pool);
    lathe_model_release(&j->model);
    lathe_require_release(&j->require);
}

/* ---- options ------------------------------------------------------------ */

struct lathe_evaluate_opts lathe_evaluate_defaults(void)
{
    return (struct lathe_evaluate_opts){
        .split = "test", .limits = lathe_limits_defaults(),
    };
}

static enum lathe_code find_split(struct job *j, struct lathe_err *err)
{
    const char *name = j->opts->split ? j->opts->split : "test";

    for (int s = 0; s < LATHE_SPLITS; s++)
        if (strcmp(name, lathe_split_name((enum lathe_split)s)) == 0) {
            j->split = (enum lathe_split)s;
            return LATHE_OK;
        }
    return lathe_fail(err, LATHE_EARG,
                      "split: '%s' is none of train, valid, test", name);
}

static enum lathe_code check_options(struct job *j, struct lathe_err *err)
{
    const struct lathe_evaluate_opts *o = j->opts;
    const char *t = o->threshold;
    enum lathe_code rc;

    j->threshold = NAN;
    if (!o->model || !o->data)
        return lathe_fail(err, LATHE_EARG, "no model or no data was given");
    j->data = strcmp(o->data, "-") ? o->data : "standard input";
    if (t && (!lathe_decimal_parse(t, strlen(t), &j->threshold) ||
              !(j->threshold >= 0 && j->threshold <= 1)))
        return lathe_fail(err, LATHE_EARG,
                          "threshold: '%s' is not a number from 0 to 1", t);
    if (o->threads < 0 || o->threads > 256)
        return lathe_fail(err, LATHE_EARG,
                          "threads must be from 0 to 256, got %d",
                          o->threads);
    rc = lathe_limits_check(&o->limits, err);
    if (!rc)
        rc = find_split(j, err);
    return rc ? rc : lathe_require_parse(&j->require, &o->require, err);
}

/* What can only be told with the model at hand. */
static enum lathe_code check_against_model(struct job *j,
                                           struct lathe_err *err)
{
    const struct lathe_schema *s = &j->model.schema;
    enum lathe_code rc;

    if (j->opts->threshold &&
        (s->task != LATHE_CLASSIFY || s->target[0].classes.n != 2))
        return lathe_fail(err, LATHE_EARG,
                          "threshold: it is for models of two classes, and "
                          "'%s' %s", j->opts->model,
                          s->task == LATHE_CLASSIFY ? "has more"
                                                    : "predicts numbers");
    rc = lathe_weight_take(&j->model.schema, j->opts->weight, j->opts->model,
                           err);
    return rc ? rc : lathe_require_resolve(&j->require, s, err);
}

/* Refuses options of a CSV, which the data is not. */
static enum lathe_code only_csv(const struct job *j, const char *it_is,
                                struct lathe_err *err)
{
    const struct lathe_evaluate_opts *o = j->opts;
    const char *given = o->strip ? "strip"
                                 : o->no_header
                                       ? "no-header"
                                       : lathe_limits_changed(&o->limits);

    return given ? lathe_fail(err, LATHE_EARG,
                              "%s: it is for CSV, and '%s' is %s", given,
                              j->data, it_is)
                 : LATHE_OK;
}

/* Refuses to choose rows of what has no splits. */
static enum lathe_code no_splits(const struct job *j, const char *it_is,
                                 struct lathe_err *err)
{
    return j->split == LATHE_TEST
               ? LATHE_OK
               : lathe_fail(err, LATHE_EARG, "split: '%s' is %s, which has "
                            "no splits: all of its rows are taken", j->data,
                            it_is);
}

/* ---- a CSV -------------------------------------------------------------- */

/* `where`: "'a.csv' line 17". */
static enum lathe_code unknown_class(const struct lathe_target *target,
                                     const char *where, const char *value,
                                     size_t length, struct lathe_err *err)
{
    const struct lathe_dict *classes = &target->classes;
    const struct lathe_list names = {classes->word, classes->n};
    char excerpt[LATHE_EXCERPT_ROOM];
    char strip = lathe_nearest_strip(classes, value, length);
    struct lathe_buf hint = {0};
    enum lathe_code rc;

    lathe_excerpt_of(excerpt, value, length);
    lathe_nearest_hint(&hint, &names, excerpt);
    if (strip)
        lathe_buf_printf(&hint, " --strip '%c' cuts the end off", strip);
    rc = lathe_buf_check(&hint, err);
    if (!rc)
        rc = lathe_fail(err, LATHE_EDATA,
                        "%s, column '%s': the model has no class '%s'%s",
                        where, target->name, excerpt, hint.s);
    lathe_buf_release(&hint);
    return rc;
}

/* The target of row `i` that has a class the model has not; rows->labels:
 * none. */
static size_t unknown_label(const struct lathe_rows *rows, size_t i)
{
    size_t t = 0;

    while (t < rows->labels &&
           rows->label[i * rows->labels + t] != LATHE_UNKNOWN_CODE)
        t++;
    return t;
}

/* Of the target `k`. */
static enum lathe_code unknown_class_at(const struct lathe_table *t, size_t k,
                                        const struct lathe_field *field,
                                        uint64_t line, struct lathe_err *err)
{
    struct lathe_buf where = {0};
    enum lathe_code rc;

    lathe_buf_printf(&where, "'%s' line %llu", t->source,
                     (unsigned long long)line);
    rc = lathe_buf_check(&where, err);
    if (!rc)
        rc = unknown_class(&t->schema->target[k], where.s,
                           field[t->target[k]].s, field[t->target[k]].len,
                           err);
    lathe_buf_release(&where);
    return rc;
}

static enum lathe_code score_rows(struct job *j, struct lathe_err *err)
{
    enum lathe_code rc;

    lathe_unknown_add(&j->found.unknown, &j->rows, true);
    rc = lathe_scorer_add(&j->scorer, &j->rows, err);
    j->rows.n = 0;
    return rc;
}

/* A record of a table, which must be of a class that the model has. */
static enum lathe_code add_record(struct lathe_table *t,
                                  const struct lathe_field *field,
                                  uint64_t line, struct lathe_rows *rows,
                                  struct lathe_err *err)
{
    enum lathe_code rc = lathe_table_add(t, field, line, rows, err);
    size_t k;

    if (rc)
        return rc;
    k = unknown_label(rows, rows->n - 1);
    return k < rows->labels ? unknown_class_at(t, k, field, line, err)
                            : LATHE_OK;
}

static enum lathe_code open_csv(struct job *j, struct lathe_reader **out,
                                struct lathe_err *err)
{
    const struct lathe_dialect *d = &j->model.schema.dialect;
    bool no_header = j->opts->no_header;

    if (no_header && d->delimiter && d->header)
        return lathe_fail(err, LATHE_EARG,
                          "the model finds columns by name, and '%s' is said "
                          "to have no header; put one before its rows",
                          j->data);
    return lathe_table_open(out, &j->model.schema, j->opts->data, no_header,
                            &j->opts->limits, err);
}

static enum lathe_code score_csv(struct job *j, struct lathe_err *err)
{
    struct lathe_reader *reader = NULL;
    struct lathe_table table = {0};
    const struct lathe_score_pieces pieces = {
        .scorer = &j->scorer, .table = &table, .unknown = &j->found.unknown,
        .add = add_record,
    };
    const struct lathe_reader_opts read =
        lathe_table_reader_opts(&j->model.schema);
    enum lathe_code rc = no_splits(j, "CSV", err);

    if (!rc)
        rc = open_csv(j, &reader, err);

    if (!rc)
        rc = lathe_table_init(&table, &j->model.schema,
                              lathe_reader_names(reader),
                              lathe_reader_source_name(reader), true, err);
    table.blocks = true;
    lathe_nonumber_explain(&table, &read.dialect);
    table.strip = j->opts->strip;
    if (!rc)
        rc = lathe_score_pieces(&pieces, reader, j->pool, err);
    lathe_table_release(&table);
    lathe_reader_free(reader);
    return rc;
}

/* ---- a dataset ---------------------------------------------------------- */

static enum lathe_code no_rows(const struct job *j,
                               const struct lathe_dataset *d,
                               struct lathe_err *err)
{
    const char *between = "; rows are in ";
    struct lathe_buf others = {0};
    enum lathe_code rc;

    for (int s = 0; s < LATHE_SPLITS; s++) {
        if (!d->rows[s])
            continue;
        lathe_buf_printf(&others, "%s'%s'", between,
                         lathe_split_name((enum lathe_split)s));
        between = ", ";
    }
    rc = lathe_buf_check(&others, err);
    if (!rc)
        rc = lathe_fail(err, LATHE_EDATA, "'%s' has no rows in split '%s'%s",
                        j->data, lathe_split_name(j->split),
                        others.s ? others.s : "");
    lathe_buf_release(&others);
    return rc;
}

/* Every label must be a class of the model. `stored` are the rows as they
 * are in the dataset, from row `first` of the split on. */
static enum lathe_code check_classes(const struct job *j,
                                     const struct lathe_dataset *d,
                                     const struct lathe_rows *stored,
                                     uint64_t first, struct lathe_err *err)
{
    const struct lathe_schema *s = &j->model.schema;
    struct lathe_buf where = {0};
    enum lathe_code rc;
    size_t i = 0, t, from;

    while (i < j->rows.n && unknown_label(&j->rows, i) == s->labels)
        i++;
    if (i == j->rows.n)
        return LATHE_OK;
    t = unknown_label(&j->rows, i);
    from = lathe_schema_same_target(&d->schema, s, t);

    const struct lathe_dict *classes = &d->schema.target[from].classes;
    uint32_t label = stored->label[i * stored->labels + from];
    bool named = label < classes->n;

    lathe_buf_printf(&where, "'%s' row %llu of split %s", j->data,
                     (unsigned long long)(first + i + 1),
                     lathe_split_name(j->split));
    rc = lathe_buf_check(&where, err);
    if (!rc)
        rc = unknown_class(&s->target[t], where.s,
                           named ? classes->word[label] : "?",
                           named ? classes->length[label] : 1, err);
    lathe_buf_release(&where);
    return rc;
}

static enum lathe_code score_split(struct job *j, struct lathe_dataset *d,
                                   const struct lathe_remap *map,
                                   struct lathe_rows *stored,
                                   struct lathe_err *err)
{
    uint64_t all = d->rows[j->split];
    enum lathe_code rc = LATHE_OK;
    size_t n;

    for (uint64_t first = 0; first < all && !rc; first += n) {
        n = all - first < stored->cap ? (size_t)(all - first) : stored->cap;
        rc = lathe_dataset_read(d, j->split, first, n, stored, err);
        if (rc)
            break;
        lathe_remap_rows(map, stored, &j->rows);
        if (j->model.schema.task == LATHE_CLASSIFY)
            rc = check_classes(j, d, stored, first, err);
        if (!rc)
            rc = score_rows(j, err);
    }
    return rc;
}

/* A dataset has the weights that it was made with. */
static enum lathe_code check_weight(const struct job *j,
                                    const struct lathe_schema *s,
                                    struct lathe_err *err)
{
    const char *weight = j->opts->weight;

    if (!weight || (s->weight && strcmp(s->weight, weight) == 0))
        return LATHE_OK;
    if (!s->weight)
        return lathe_fail(err, LATHE_EARG, "weight: '%s' has no weights",
                          j->data);
    return lathe_fail(err, LATHE_EARG, "weight: '%s' is not that of '%s', "
                      "'%s'", weight, j->data, s->weight);
}

static enum lathe_code score_dataset(struct job *j, struct lathe_err *err)
{
    struct lathe_dataset d = {0};
    struct lathe_remap map = {0};
    struct lathe_rows stored = {0};
    enum lathe_code rc;

    rc = only_csv(j, "a dataset", err);
    if (!rc)
        rc = lathe_dataset_open(&d, j->opts->data, j->pool, err);
    if (!rc)
        rc = check_weight(j, &d.schema, err);
    if (rc)
        goto out;
    rc = lathe_remap_init(&map, &d.schema, &j->model.schema, err);
    if (rc) {
        lathe_fail_prefix(err, "'%s'", j->opts->data);
        goto out;
    }
    if (!d.rows[j->split]) {
        rc = no_rows(j, &d, err);
        goto out;
    }
    rc = lathe_rows_init(&stored, &d.schema, j->scorer.cap, err);
    if (rc)
        goto out;
    j->found.split = lathe_split_name(j->split);
    j->found.data_digest = lathe_store_digest(d.store);
    rc = score_split(j, &d, &map, &stored, err);
out:
    lathe_rows_release(&stored);
    lathe_remap_release(&map);
    lathe_dataset_release(&d);
    return rc;
}

/* ---- a folder of images ------------------------------------------------- */

/* A picture as a row, with the name of its folder as the class. */
static enum lathe_code add_picture(struct job *j,
                                   const struct lathe_folder *f,
                                   const struct lathe_gallery_item *item,
                                   const char *path, struct lathe_err *err)
{
    struct lathe_rows *rows = &j->rows;
    const char *name = f->dir[f->file[item->file].dir].name;
    uint32_t label;

    if (!name)
        return lathe_fail(err, LATHE_EDATA,
                          "'%s' is not in the folder of a class", path);
    if (item->rc)
        return lathe_fail(err, item->rc, "%s", item->err.msg);
    label = lathe_dict_find(&j->model.schema.target[0].classes, name,
                            strlen(name));
    if (label == LATHE_DICT_NONE)
        return lathe_fail(err, LATHE_EDATA,
                          "'%s': the model has no class '%.60s'", path, name);
    memcpy(rows->pixel + rows->n * rows->pixels, item->pixel, rows->pixels);
    rows->label[rows->n++] = label;
    return LATHE_OK;
}

static enum lathe_code score_pictures(struct job *j,
                                      const struct lathe_gallery *g, size_t n,
                                      struct lathe_err *err)
{
    struct lathe_buf path = {0};
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < n && !rc; i++) {
        if (j->rows.n == j->rows.cap)
            rc = score_rows(j, err);
        if (!rc)
            rc = lathe_folder_path(g->folder, g->item[i].file, &path, err);
        if (!rc)
            rc = add_picture(j, g->folder, &g->item[i], path.s, err);
    }
    lathe_buf_release(&path);
    return rc;
}

static enum lathe_code check_folder(const struct job *j,
                                    struct lathe_err *err)
{
    const struct lathe_schema *s = &j->model.schema;
    enum lathe_code rc;

    rc = only_csv(j, "a folder", err);
    if (!rc)
        rc = no_splits(j, "a folder", err);
    if (rc)
        return rc;
    if (j->opts->weight)
        return lathe_fail(err, LATHE_EARG, "weight: not for '%s', a folder",
                          j->data);
    if (s->task != LATHE_CLASSIFY || s->targets > 1 ||
        (s->image.channels != 1 && s->image.channels != 3))
        return lathe_fail(err, LATHE_EDATA, "'%s' is a folder of images, and "
                          "the model does not classify images", j->data);
    return LATHE_OK;
}

static enum lathe_code score_folder(struct job *j, struct lathe_err *err)
{
    const struct lathe_image *im = &j->model.schema.image;
    const struct lathe_picture_shape shape = {im->channels, im->height,
                                              im->width};
    struct lathe_folder folder = {0};
    struct lathe_gallery gallery = {0};
    size_t n = 1;
    enum lathe_code rc = check_folder(j, err);

    if (!rc)
        rc = lathe_folder_add(&folder, j->opts->data, err);
    if (!rc)
        rc = lathe_gallery_init(&gallery, &folder, &shape, j->pool, err);
    while (!rc && n > 0) {
        rc = lathe_gallery_next(&gallery, &n, err);
        if (!rc)
            rc = score_pictures(j, &gallery, n, err);
    }
    if (!rc)
        rc = score_rows(j, err);
    lathe_gallery_release(&gallery);
    lathe_folder_release(&folder);
    return rc;
}

/* ---- all of it ---------------------------------------------------------- */

static enum lathe_code score_data(struct job *j, struct lathe_err *err)
{
    const char *data = j->opts->data;
    enum lathe_code rc;
    int kind = 0;

    if (lathe_folder_is(data))
        return score_folder(j, err);
    rc = lathe_store_sniff(data, &kind, err);
    if (rc)
        return rc;
    if (kind == LATHE_STORE_DATASET)
        return score_dataset(j, err);
    if (kind)
        return lathe_fail(err, LATHE_EDATA,
                          "'%s' is a %s, not a dataset or CSV file", data,
                          kind == LATHE_STORE_MODEL ? "model" : "checkpoint");
    return score_csv(j, err);
}

/* Nothing was evaluated: a failure rather than a page of undefined figures. */
static enum lathe_code check_rows(const struct job *j, struct lathe_err *err)
{
    char names[LATHE_SCHEMA_NAMES_ROOM];

    if (j->found.rows)
        return LATHE_OK;
    if (j->found.without_truth)
        return lathe_fail(err, LATHE_EDATA,
                          "'%s': none of the %llu rows has a value of %s",
                          j->data,
                          (unsigned long long)j->found.without_truth,
                          lathe_schema_target_names(names, &j->model.schema));
    return lathe_fail(err, LATHE_EDATA, "'%s' has no rows", j->data);
}

static enum lathe_code prepare(struct job *j, struct lathe_err *err)
{
    enum lathe_code rc = check_options(j, err);

    if (!rc)
        rc = lathe_model_load(&j->model, j->opts->model, err);
    if (!rc)
        rc = check_against_model(j, err);
    if (!rc)
        rc = lathe_pool_new(&j->pool, j->opts->threads, err);
    if (!rc)
        rc = lathe_scorer_init(&j->scorer, &j->model, j->pool, j->threshold,
                               true, err);
    if (!rc)
        rc = lathe_rows_init(&j->rows, &j->model.schema, j->scorer.cap, err);
    if (!rc)
        rc = lathe_unknown_init(&j->found.unknown, &j->model.schema, err);
    return rc;
}

static enum lathe_code evaluate(struct job *j, struct lathe_err *err)
{
    enum lathe_code rc = prepare(j, err);

    if (rc)
        return rc;
    j->found.model = j->opts->model;
    j->found.model_digest = j->model.digest;
    j->found.model_bytes = j->model.bytes;
    j->found.data = j->data;
    rc = score_data(j, err);
    if (!rc)
        rc = lathe_scorer_end(&j->scorer, &j->found, err);
    if (!rc)
        rc = check_rows(j, err);
    if (!rc)
        lathe_require_check(&j->require, &j->found);
    return rc;
}

static void note_unknown(const struct job *j, const struct lathe_host *host)
{
    const struct lathe_unknown *u = &j->found.unknown;
    struct lathe_buf columns = {0};

    lathe_unknown_text(&columns, u);
    if (u->all)
        lathe_note(host, "'%s': %llu value%s of categories that the model "
                   "does not know: %s", j->data, (unsigned long long)u->all,
                   u->all == 1 ? "" : "s", columns.s ? columns.s : "");
    lathe_buf_clear(&columns);
    if (lathe_unknown_absent(&columns, u) && columns.s)
        lathe_note(host, "'%s': values are missing in columns that lacked none "
                   "in training: %s", j->data, columns.s);
    lathe_buf_release(&columns);
}

enum lathe_code lathe_evaluate(const struct lathe_evaluate_opts *opts,
                               const struct lathe_host *host,
                               struct lathe_buf *text, struct lathe_buf *json,
                               struct lathe_err *err)
{
    struct job j = {.opts = opts};
    char names[LATHE_SCHEMA_NAMES_ROOM];
    enum lathe_code rc;

    rc = evaluate(&j, err);
    if (rc)
        goto out;
    if (j.found.without_truth)
        lathe_note(host, "%llu row%s without a value of %s %s left out",
                   (unsigned long long)j.found.without_truth,
                   j.found.without_truth == 1 ? "" : "s",
                   lathe_schema_target_names(names, &j.model.schema),
                   j.found.without_truth == 1 ? "was" : "were");
    note_unknown(&j, host);
    if (text) {
        lathe_report_text(text, &j.found, &j.require);
        rc = lathe_buf_check(text, err);
        if (rc)
            goto out;
    }
    if (json) {
        lathe_report_json(json, &j.found, &j.require);
        rc = lathe_buf_check(json, err);
        if (rc)
            goto out;
    }
    rc = lathe_require_verdict(&j.require, err);
out:
    release_job(&j);
    return rc;
}
