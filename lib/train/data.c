#include "train/data.h"

#include "base/alloc.h"
#include "base/decimal.h"
#include "data/namelist.h"
#include "data/remap.h"

#include <string.h>

#define BLOCK_ROWS 4096
#define BLOCK_BYTES ((size_t)16 << 20)

/* ---- loading ------------------------------------------------------------ */

/* What the passes over the rows of a file share. */
struct loading {
    struct lathe_data *d;
    const struct lathe_fit_rows *in;    /* [LATHE_SPLITS] */
    struct lathe_remap remap;
    struct lathe_rows from, to;
};

static void loading_release(struct loading *l)
{
    lathe_rows_release(&l->from);
    lathe_rows_release(&l->to);
    lathe_remap_release(&l->remap);
}

/* The next rows from `at` on, in l->to; how many were read. */
static enum lathe_code read_rows(struct loading *l, enum lathe_split split,
                                 uint64_t at, struct lathe_err *err)
{
    const struct lathe_fit_rows *in = &l->in[split];
    uint64_t left = in->n - at;
    enum lathe_code rc = in->read(
        in->ctx, at, left < l->from.cap ? (size_t)left : l->from.cap,
        &l->from, err);

    if (rc)
        return rc;
    lathe_remap_rows(&l->remap, &l->from, &l->to);
    l->d->dropped += lathe_rows_drop_targetless(&l->to, &l->d->schema);
    l->d->rows[split] += l->to.n;
    return LATHE_OK;
}

/* A model's schema tells how many training rows each class has. */
static void count_classes(struct lathe_schema *s, const struct lathe_rows *r)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t t = 0; t < r->labels; t++)
            s->target[t].class_count[r->label[i * r->labels + t]]++;
}

/* Reads a split: into memory unless it is streamed. */
static enum lathe_code load_split(struct loading *l, enum lathe_split split,
                                  bool count, struct lathe_err *err)
{
    struct lathe_data *d = l->d;
    uint64_t rows = l->in[split].n;
    enum lathe_code rc;

    lathe_inputs_release(&d->split[split]);
    rc = rows == (size_t)rows
            ? lathe_inputs_init(&d->split[split], &d->schema,
                                d->streamed ? 0 : (size_t)rows, err)
            : lathe_fail(err, LATHE_ENOMEM, "out of memory for the rows");

    /* A training row is of one of the schema's own classes. */
    if (d->streamed && split == LATHE_TRAIN && !count) {
        d->rows[split] = (size_t)rows;
        return rc;
    }
    for (uint64_t at = 0; !rc && at < rows; at += l->from.n) {
        rc = read_rows(l, split, at, err);
        if (rc)
            break;
        if (!d->streamed)
            lathe_encode_rows(&d->split[split], &d->schema, &l->to);
        if (count && split == LATHE_TRAIN)
            count_classes(&d->schema, &l->to);
    }
    return rc;
}

static enum lathe_code check(const struct lathe_data *d, const char *path,
                             struct lathe_err *err)
{
    if (d->rows[LATHE_TRAIN] == 0)
        return lathe_fail(err, LATHE_EDATA, "'%s' has no training rows", path);
    for (size_t t = 0; t < d->schema.labels; t++) {
        const struct lathe_target *of = &d->schema.target[t];

        if (of->classes.n >= 2)
            continue;
        return lathe_fail(err, LATHE_EDATA,
                          "'%s': all training rows are of one class%s%.80s%s, "
                          "'%s'", path, d->schema.labels > 1 ? " of '" : "",
                          d->schema.labels > 1 ? of->name : "",
                          d->schema.labels > 1 ? "'" : "",
                          of->classes.n ? of->classes.word[0] : "");
    }
    if (d->schema.inputs == 0)
        return lathe_fail(err, LATHE_EDATA,
                          "'%s' has no column to learn from", path);
    return LATHE_OK;
}

/* Columns that were left out may be targets now, but no inputs. */
static enum lathe_code free_names(struct lathe_schema *to,
                                  const struct lathe_schema *from,
                                  struct lathe_err *err)
{
    for (size_t i = to->n; i-- > 0;) {
        const struct lathe_column *c = &to->column[i];

        if (lathe_schema_find_target(from, c->name) == from->targets)
            continue;
        if (c->kind != LATHE_DROPPED)
            return lathe_fail(err, LATHE_EDATA, "it does not fit the model: "
                              "the target '%.80s' is an input there", c->name);
        lathe_schema_remove(to, i);
    }
    return LATHE_OK;
}

/* The targets of `from` take the place of those of `to`. */
static enum lathe_code take_target(struct lathe_schema *to,
                                   struct lathe_schema *from,
                                   struct lathe_err *err)
{
    struct lathe_schema old = *to;
    enum lathe_code rc;

    if (to->task != from->task)
        return lathe_fail(err, LATHE_EDATA, "it does not fit the model: the "
                          "target is %s there",
                          to->task == LATHE_CLASSIFY ? "a class" : "a number");
    rc = free_names(to, from, err);
    if (rc)
        return rc;
    to->target = from->target;
    to->targets = from->targets;
    from->target = old.target;          /* to be released with the rest */
    from->targets = old.targets;
    lathe_schema_layout(to);
    return LATHE_OK;
}

static enum lathe_code check_classes(const struct lathe_schema *model,
                                     const struct lathe_schema *data,
                                     struct lathe_err *err)
{
    for (size_t t = 0; t < model->labels; t++) {
        size_t at = lathe_schema_same_target(data, model, t);
        const struct lathe_dict *classes = &data->target[at].classes;

        for (uint32_t c = 0; at < data->targets && c < classes->n; c++)
            if (lathe_dict_find(&model->target[t].classes, classes->word[c],
                                strlen(classes->word[c])) == LATHE_DICT_NONE)
                return lathe_fail(err, LATHE_EDATA, "the model does not know "
                                  "the class '%.80s'; --new-head learns the "
                                  "classes anew", classes->word[c]);
    }
    return LATHE_OK;
}

/* The schema that rows are encoded by. */
static enum lathe_code make_schema(struct lathe_schema *out,
                                   const struct lathe_schema *stored,
                                   const struct lathe_schema *like,
                                   bool new_classes, struct lathe_err *err)
{
    struct lathe_schema own = {0};
    enum lathe_code rc = lathe_schema_trim(&own, stored, err);

    if (!rc && !like) {
        *out = own;
        return LATHE_OK;
    }
    if (!rc)
        rc = lathe_schema_copy(out, like, err);
    if (!rc)
        rc = new_classes ? take_target(out, &own, err)
                         : check_classes(out, &own, err);
    if (!rc) {
        char *old = out->weight;

        out->weight = own.weight;
        own.weight = old;       /* to be released with the rest */
    }
    lathe_schema_release(&own);
    return rc;
}

static void clear_counts(struct lathe_schema *s)
{
    for (size_t t = 0; t < s->labels; t++)
        memset(s->target[t].class_count, 0,
               s->target[t].classes.n * sizeof(*s->target[t].class_count));
}

static size_t block_rows(const struct lathe_schema *s)
{
    size_t n = BLOCK_BYTES / lathe_rows_bytes(s) + 1;

    return n < BLOCK_ROWS ? n : BLOCK_ROWS;
}

static enum lathe_code load_splits(struct lathe_data *d,
                                   const struct lathe_schema *stored,
                                   const struct lathe_fit_rows *in,
                                   bool count, struct lathe_err *err)
{
    struct loading l = { .d = d, .in = in };
    enum lathe_code rc;

    if (count)
        clear_counts(&d->schema);
    rc = lathe_remap_init(&l.remap, stored, &d->schema, err);
    if (!rc)
        rc = lathe_rows_init(&l.from, stored, block_rows(&d->schema), err);
    if (!rc)
        rc = lathe_rows_init(&l.to, &d->schema, l.from.cap, err);
    for (int s = LATHE_TRAIN; !rc && s < LATHE_SPLITS; s++)
        rc = load_split(&l, (enum lathe_split)s, count, err);
    loading_release(&l);
    return rc;
}

enum lathe_code lathe_data_make(struct lathe_data *out,
                                const struct lathe_schema *stored,
                                const struct lathe_fit_rows in[LATHE_SPLITS],
                                const struct lathe_schema *like,
                                bool new_classes, const char *path,
                                struct lathe_err *err)
{
    struct lathe_data d = {0};
    enum lathe_code rc = make_schema(&d.schema, stored, like, new_classes,
                                     err);

    for (int s = LATHE_TRAIN; !rc && s < LATHE_SPLITS; s++)
        d.bytes += in[s].n * lathe_inputs_bytes(&d.schema);
    if (!rc)
        rc = load_splits(&d, stored, in, like != NULL, err);
    if (!rc)
        rc = check(&d, path, err);
    if (rc)
        lathe_data_release(&d);
    else
        *out = d;
    return rc;
}

/* Rows of a split of a file. */
struct split_rows {
    const struct lathe_dataset *set;
    enum lathe_split split;
};

static enum lathe_code read_split(void *ctx, uint64_t first, size_t n,
                                  struct lathe_rows *rows,
                                  struct lathe_err *err)
{
    const struct split_rows *r = ctx;

    return lathe_dataset_read(r->set, r->split, first, n, rows, err);
}

/* Names the dataset where the model that it is read like does not fit. */
static enum lathe_code misfit(enum lathe_code rc, const char *path,
                              const struct lathe_schema *like,
                              struct lathe_err *err)
{
    if (rc && like && err && !strstr(err->msg, path))
        lathe_fail_prefix(err, "'%s'", path);
    return rc;
}

enum lathe_code lathe_data_open(struct lathe_data *out, const char *path,
                                const struct lathe_schema *like,
                                bool new_classes, uint64_t memory_bytes,
                                struct lathe_pool *pool,
                                struct lathe_err *err)
{
    struct lathe_data d = {0};
    enum lathe_code rc = lathe_dataset_open(&d.set, path, pool, err);

    if (rc)
        goto out;
    d.digest = lathe_store_digest(d.set.store);
    rc = make_schema(&d.schema, &d.set.schema, like, new_classes, err);
    for (int s = LATHE_TRAIN; s < LATHE_SPLITS && !rc; s++) {
        d.rows[s] = (size_t)d.set.rows[s];
        d.bytes += d.set.rows[s] * lathe_inputs_bytes(&d.schema);
        rc = lathe_inputs_init(&d.split[s], &d.schema, 0, err);
    }
    d.streamed = d.bytes > memory_bytes;
    if (!rc)
        rc = check(&d, path, err);
    if (rc)
        goto out;
    *out = d;
    d = (struct lathe_data){0};
out:
    lathe_data_release(&d);
    return misfit(rc, path, like, err);
}

enum lathe_code lathe_data_read(struct lathe_data *d, const char *path,
                                const struct lathe_schema *like,
                                struct lathe_err *err)
{
    struct split_rows split[LATHE_SPLITS];
    struct lathe_fit_rows in[LATHE_SPLITS];
    enum lathe_code rc;

    for (int s = LATHE_TRAIN; s < LATHE_SPLITS; s++) {
        split[s] = (struct split_rows){ &d->set, (enum lathe_split)s };
        in[s] = (struct lathe_fit_rows){ d->set.rows[s], read_split,
                                         &split[s] };
        d->rows[s] = 0;
    }
    rc = load_splits(d, &d->set.schema, in, like != NULL, err);
    if (!rc)
        rc = check(d, path, err);
    if (!d->streamed)
        lathe_dataset_release(&d->set);
    return misfit(rc, path, like, err);
}

uint64_t lathe_data_unread(const struct lathe_data *d)
{
    return d->set.store && !d->streamed ? d->bytes : 0;
}

enum lathe_code lathe_data_load(struct lathe_data *out, const char *path,
                                const struct lathe_schema *like,
                                bool new_classes, uint64_t memory_bytes,
                                struct lathe_pool *pool,
                                struct lathe_err *err)
{
    enum lathe_code rc = lathe_data_open(out, path, like, new_classes,
                                         memory_bytes, pool, err);

    if (rc)
        return rc;
    rc = lathe_data_read(out, path, like, err);
    if (rc)
        lathe_data_release(out);
    return rc;
}

void lathe_data_release(struct lathe_data *d)
{
    for (int s = LATHE_TRAIN; s < LATHE_SPLITS; s++)
        lathe_inputs_release(&d->split[s]);
    lathe_dataset_release(&d->set);
    lathe_schema_release(&d->schema);
    *d = (struct lathe_data){0};
}

struct lathe_shape lathe_data_shape(const struct lathe_data *d)
{
    const struct lathe_image *i = &d->schema.image;

    if (i->channels)
        return (struct lathe_shape){ i->channels, i->height, i->width };
    return (struct lathe_shape){ (uint32_t)d->schema.inputs, 1, 1 };
}

/* ---- class weights ------------------------------------------------------ */

/* A class that only the model knows may have no training rows. */
static void balance(const struct lathe_target *t, float *weight)
{
    double n = 0;

    for (uint32_t c = 0; c < t->classes.n; c++)
        n += (double)t->class_count[c];
    for (uint32_t c = 0; c < t->classes.n; c++)
        weight[c] = t->class_count[c]
                        ? (float)(n / ((double)t->classes.n *
                                       (double)t->class_count[c]))
                        : 1;
}

/* "CLASS=WEIGHT"; the class may have '=' in its name. Weights that are not set
 * are below 0. */
static enum lathe_code set_weight(const struct lathe_dict *classes,
                                  const char *word, float *weight,
                                  struct lathe_err *err)
{
    const char *equals = strrchr(word, '=');
    size_t n = equals ? (size_t)(equals - word) : 0;
    uint32_t c;
    double w;

    if (!equals)
        return lathe_fail(err, LATHE_EARG, "class weight '%.80s' is not "
                          "CLASS=WEIGHT or balanced", word);
    c = lathe_dict_find(classes, word, n);
    if (c == LATHE_DICT_NONE)
        return lathe_fail(err, LATHE_EARG, "class weight '%.80s': the data "
                          "have no class '%.*s'", word, (int)(n < 80 ? n : 80),
                          word);
    if (!lathe_decimal_parse(equals + 1, strlen(equals + 1), &w) ||
        !(w >= 0 && w <= 1e6))
        return lathe_fail(err, LATHE_EARG, "class weight '%.80s': '%.40s' is "
                          "not a weight from 0 to 1000000", word, equals + 1);
    if (weight[c] >= 0)
        return lathe_fail(err, LATHE_EARG, "class weight '%.80s': class '%.*s' "
                          "is there twice", word, (int)(n < 80 ? n : 80),
                          word);
    weight[c] = (float)w;
    return LATHE_OK;
}

static enum lathe_code set_weights(const struct lathe_dict *classes,
                                   const char *text, float *weight,
                                   struct lathe_err *err)
{
    struct lathe_buf entry = {0};
    const char *at = text;
    enum lathe_code rc;
    bool some = false;

    for (uint32_t c = 0; c < classes->n; c++)
        weight[c] = -1;
    do {
        rc = lathe_namelist_next_entry("class weight", &at, &entry, text, err);
        if (!rc)
            rc = set_weight(classes, entry.s, weight, err);
    } while (!rc && *at++);
    lathe_buf_release(&entry);
    for (uint32_t c = 0; c < classes->n; c++) {
        weight[c] = weight[c] < 0 ? 1 : weight[c];
        some = some || weight[c] > 0;
    }
    if (!rc && !some)
        rc = lathe_fail(err, LATHE_EARG, "all classes have the weight 0");
    return rc;
}

enum lathe_code lathe_data_class_weights(const struct lathe_data *d,
                                         const char *text, float **out,
                                         struct lathe_err *err)
{
    const struct lathe_schema *s = &d->schema;
    bool balanced = strcmp(text, "balanced") == 0;
    float *weight = NULL, *to;
    enum lathe_code rc;

    if (s->task != LATHE_CLASSIFY)
        return lathe_fail(err, LATHE_EARG,
                          "class weights need classes; the target '%s' is a "
                          "number", s->target[0].name);
    if (s->targets > 1 && !balanced)
        return lathe_fail(err, LATHE_EARG, "class weights of several targets "
                          "can only be balanced, not '%.80s'", text);
    rc = lathe_new(&weight, lathe_schema_classes(s), sizeof(*weight),
                   "class weights", err);
    to = weight;
    for (size_t t = 0; !rc && balanced && t < s->targets; t++) {
        balance(&s->target[t], to);
        to += s->target[t].classes.n;
    }
    if (!rc && !balanced)
        rc = set_weights(&s->target[0].classes, text, weight, err);
    if (rc) {
        lathe_free(weight);
        return rc;
    }
    *out = weight;
    return LATHE_OK;
}
