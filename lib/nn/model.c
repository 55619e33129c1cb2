#include "nn/model.h"

#include "base/alloc.h"
#include "nn/embed.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void lathe_model_release(struct lathe_model *m)
{
    for (size_t i = 0; m->quant && i < m->net.n; i++) {
        lathe_free(m->quant[i].weight);
        lathe_free(m->quant[i].scale);
    }
    lathe_free(m->quant);
    lathe_free(m->params);
    lathe_free(m->provenance);
    lathe_schema_release(&m->schema);
    lathe_net_release(&m->net);
    *m = (struct lathe_model){0};
}

/* ---- the loss ----------------------------------------------------------- */

size_t lathe_loss_outputs(enum lathe_loss loss, const struct lathe_schema *s)
{
    return loss == LATHE_LOSS_CATEGORICAL ? s->target[0].classes.n
                                          : s->targets;
}

const char *lathe_loss_name(enum lathe_loss loss)
{
    switch (loss) {
    case LATHE_LOSS_MSE:
        return "mse";
    case LATHE_LOSS_BINARY:
        return "binary";
    case LATHE_LOSS_CATEGORICAL:
        return "categorical";
    }
    return "none";
}

/* 0: there is no such loss. */
static enum lathe_loss loss_of(const char *name)
{
    for (int l = LATHE_LOSS_MSE; l <= LATHE_LOSS_CATEGORICAL; l++)
        if (!strcmp(name, lathe_loss_name((enum lathe_loss)l)))
            return (enum lathe_loss)l;
    return 0;
}

static bool loss_fits(enum lathe_loss loss, const struct lathe_schema *s)
{
    if (s->task == LATHE_REGRESS)
        return loss == LATHE_LOSS_MSE;
    for (size_t t = 0; t < s->targets; t++)
        if (s->target[t].classes.n < 2 ||
            (loss == LATHE_LOSS_BINARY && s->target[t].classes.n > 2))
            return false;
    return loss == LATHE_LOSS_BINARY ||
           (loss == LATHE_LOSS_CATEGORICAL && s->targets == 1);
}

/* ---- arrays of a layer -------------------------------------------------- */

/* Room for "layer/1000/in_scale", "layer/0/table/16777216". */
#define NAME_ROOM 64

static const char *array_name(char name[NAME_ROOM], size_t layer,
                              const char *what)
{
    snprintf(name, NAME_ROOM, "layer/%zu/%s", layer, what);
    return name;
}

/* The shape of a layer's weights; returns the rank. */
static unsigned weight_shape(const struct lathe_layer *l, uint64_t dim[4])
{
    if (l->kind == LATHE_CONV) {
        dim[0] = l->out.c;
        dim[1] = l->in.c / l->groups;
        dim[2] = l->kh;
        dim[3] = l->kw;
        return 4;
    }
    if (l->kind == LATHE_BATCHNORM || l->kind == LATHE_LAYERNORM) {
        dim[0] = l->weights;
        return 1;
    }
    dim[0] = lathe_shape_size(l->in);
    dim[1] = l->biases;
    return 2;
}

/* The output that a weight belongs to: dense weights are [d x k], those of a
 * convolution [k x c x kh x kw]. */
static size_t output_of(const struct lathe_layer *l, size_t weight)
{
    return l->kind == LATHE_CONV ? weight / (l->weights / l->biases)
                                 : weight % l->biases;
}

static bool all_finite(const float *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(v[i]))
            return false;
    return true;
}

/* ---- saving ------------------------------------------------------------- */

static enum lathe_code write_provenance(struct lathe_json_out *j,
                                        const struct lathe_model *m,
                                        struct lathe_err *err)
{
    struct lathe_json *doc = NULL;
    const char *text = m->provenance ? m->provenance : "{}";
    enum lathe_code rc = lathe_json_parse(&doc, text, strlen(text), err);

    if (rc == LATHE_OK) /* in one form, however it was spaced */
        lathe_json_copy(j, "provenance", doc);
    else if (rc != LATHE_ENOMEM)
        rc = lathe_fail(err, LATHE_EBUG, "the provenance is not JSON");
    lathe_json_free(doc);
    return rc;
}

static enum lathe_code write_meta(struct lathe_buf *meta,
                                  const struct lathe_model *m,
                                  struct lathe_err *err)
{
    struct lathe_json_out j = {.out = meta};

    lathe_json_open(&j, NULL, '{');
    lathe_json_string(&j, "lathe", LATHE_VERSION);
    lathe_json_string(&j, "kind", "model");
    lathe_schema_write(&j, "schema", &m->schema);
    lathe_json_open(&j, "net", '{');
    lathe_json_string(&j, "layers", m->net.text);
    lathe_json_open(&j, "in", '[');
    lathe_json_int(&j, NULL, m->net.in.c);
    lathe_json_int(&j, NULL, m->net.in.h);
    lathe_json_int(&j, NULL, m->net.in.w);
    lathe_json_close(&j, ']');
    lathe_json_close(&j, '}');
    lathe_json_string(&j, "loss", lathe_loss_name(m->loss));
    enum lathe_code rc = write_provenance(&j, m, err);
    lathe_json_close(&j, '}');
    return rc ? rc : lathe_buf_check(meta, err);
}

static enum lathe_code save_quant(struct lathe_store_writer *w, size_t layer,
                                  const struct lathe_layer *l,
                                  const struct lathe_quant *q,
                                  struct lathe_err *err)
{
    char name[NAME_ROOM];
    uint64_t dim[4], outputs[1] = {l->biases};
    unsigned rank = weight_shape(l, dim);
    enum lathe_code rc;

    rc = lathe_store_add(w, array_name(name, layer, "weight"), LATHE_I8, rank,
                         dim, q->weight, err);
    if (rc)
        return rc;
    rc = lathe_store_add(w, array_name(name, layer, "scale"), LATHE_F32, 1,
                         outputs, q->scale, err);
    if (rc)
        return rc;
    rc = lathe_store_add(w, array_name(name, layer, "in_scale"), LATHE_F32, 0,
                         NULL, &q->in_scale, err);
    if (rc)
        return rc;
    return lathe_store_add(w, array_name(name, layer, "in_zero"), LATHE_I32,
                           0, NULL, &q->in_zero, err);
}

/* The arrays of an embedding, each through `pass`. */
typedef enum lathe_code table_fn(void *ctx, const char *what,
                                 const uint64_t dim[2], size_t first,
                                 struct lathe_err *err);

static enum lathe_code each_table(const struct lathe_layer *l, table_fn *pass,
                                  void *ctx, struct lathe_err *err)
{
    char what[24];
    size_t n = 0;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; !rc && i < l->embed->n; i++) {
        const struct lathe_embed_column *c = &l->embed->column[i];
        const uint64_t dim[2] = {c->width, c->size};

        if (c->size == 0)
            continue;
        snprintf(what, sizeof what, "table/%zu", n++);
        rc = pass(ctx, what, dim, l->weight + c->table, err);
    }
    return rc;
}

struct saving {
    struct lathe_store_writer *w;
    const struct lathe_model *m;
    size_t layer;
};

static enum lathe_code save_table(void *ctx, const char *what,
                                  const uint64_t dim[2], size_t first,
                                  struct lathe_err *err)
{
    const struct saving *s = ctx;
    char name[NAME_ROOM];

    return lathe_store_add(s->w, array_name(name, s->layer, what), LATHE_F32,
                           2, dim, s->m->params + first, err);
}

static enum lathe_code save_layer(struct lathe_store_writer *w, size_t layer,
                                  const struct lathe_model *m,
                                  struct lathe_err *err)
{
    const struct lathe_layer *l = &m->net.layer[layer];
    char name[NAME_ROOM];
    uint64_t dim[4], outputs[1] = {l->biases};
    unsigned rank = weight_shape(l, dim);
    enum lathe_code rc;

    if (l->weights == 0)
        return LATHE_OK;
    if (l->embed)
        return each_table(l, save_table, &(struct saving){w, m, layer}, err);
    if (m->quant && m->quant[layer].weight)
        rc = save_quant(w, layer, l, &m->quant[layer], err);
    else
        rc = lathe_store_add(w, array_name(name, layer, "weight"), LATHE_F32,
                             rank, dim, m->params + l->weight, err);
    if (rc)
        return rc;
    rc = lathe_store_add(w, array_name(name, layer, "bias"), LATHE_F32, 1,
                         outputs, m->params + l->bias, err);
    if (rc || l->stats == 0)
        return rc;
    rc = lathe_store_add(w, array_name(name, layer, "mean"), LATHE_F32, 1,
                         outputs, m->params + l->stat, err);
    if (rc)
        return rc;
    return lathe_store_add(w, array_name(name, layer, "variance"), LATHE_F32,
                           1, outputs, m->params + l->stat + l->biases, err);
}

enum lathe_code lathe_model_save(struct lathe_model *m, const char *path,
                                 struct lathe_err *err)
{
    struct lathe_store_writer *w = NULL;
    struct lathe_buf meta = {0};
    enum lathe_code rc;

    if (!all_finite(m->params, m->net.params))
        return lathe_fail(err, LATHE_EBUG,
                          "a weight of '%s' is not finite", path);
    rc = lathe_store_writer_new(&w, LATHE_STORE_MODEL, path, err);
    if (rc)
        goto out;
    rc = write_meta(&meta, m, err);
    if (rc)
        goto out;
    rc = lathe_store_add_text(w, "meta", meta.s, meta.len, err);
    for (size_t i = 0; rc == LATHE_OK && i < m->net.n; i++)
        rc = save_layer(w, i, m, err);
    if (rc == LATHE_OK)
        rc = lathe_store_commit(w, &m->digest, &m->bytes, err);
out:
    lathe_store_writer_free(w);
    lathe_buf_release(&meta);
    return rc;
}

/* ---- loading ------------------------------------------------------------ */

static enum lathe_code read_shape(struct lathe_shape *out,
                                  const struct lathe_json *v,
                                  struct lathe_err *err)
{
    uint32_t size[3];
    uint64_t all = 1;

    for (size_t i = 0; i < 3; i++) {
        int64_t n = lathe_json_as_int(lathe_json_at(v, i), 0);
        if (n >= 1 && n <= INT32_MAX)
            all *= (uint64_t)n;
        if (n < 1 || n > INT32_MAX || all > LATHE_SCHEMA_INPUTS)
            return lathe_fail(err, LATHE_EDATA,
                              "the input shape of the net makes no sense");
        size[i] = (uint32_t)n;
    }
    *out = (struct lathe_shape){size[0], size[1], size[2]};
    return LATHE_OK;
}

/* Whether the net takes what the schema gives, as an image or flat. */
static bool input_fits(struct lathe_shape in, const struct lathe_schema *s)
{
    struct lathe_shape image = {s->image.channels, s->image.height,
                                s->image.width};

    if (lathe_shape_size(in) != s->inputs)
        return false;
    return (in.h == 1 && in.w == 1) || lathe_shape_same(in, image);
}

static enum lathe_code read_net(struct lathe_model *m,
                                const struct lathe_json *v,
                                struct lathe_err *err)
{
    const char *text = lathe_json_as_string(lathe_json_get(v, "layers"), "");
    struct lathe_shape in;
    enum lathe_code rc = read_shape(&in, lathe_json_get(v, "in"), err);

    if (rc)
        return rc;
    if (!input_fits(in, &m->schema))
        return lathe_fail(err, LATHE_EDATA,
                          "the net takes %ux%ux%u inputs, the schema gives "
                          "%zu", in.c, in.h, in.w, m->schema.inputs);
    rc = lathe_net_parse(&m->net, text, in, err);
    if (!rc && !lathe_embed_fits(&m->net, &m->schema))
        return lathe_fail(err, LATHE_EDATA, "the tables of the net are not of "
                          "the categories of the schema");
    if (rc != LATHE_EARG)
        return rc;
    if (err)                    /* wrong here is the file, not an option */
        err->code = LATHE_EDATA;
    return LATHE_EDATA;
}

static enum lathe_code read_loss(struct lathe_model *m,
                                 const struct lathe_json *v,
                                 struct lathe_err *err)
{
    m->loss = loss_of(lathe_json_as_string(v, ""));
    if (!m->loss || !loss_fits(m->loss, &m->schema))
        return lathe_fail(err, LATHE_EDATA,
                          "the loss does not fit the target");
    size_t want = lathe_loss_outputs(m->loss, &m->schema);
    size_t have = lathe_shape_size(m->net.out);
    if (have != want)
        return lathe_fail(err, LATHE_EDATA,
                          "the net has %zu outputs, the target needs %zu",
                          have, want);
    return LATHE_OK;
}

static enum lathe_code read_provenance(struct lathe_model *m,
                                       const struct lathe_json *v,
                                       struct lathe_err *err)
{
    struct lathe_buf text = {0};
    struct lathe_json_out j = {.out = &text, .compact = true};
    enum lathe_code rc;

    if (lathe_json_kind(v) != LATHE_JSON_OBJECT)
        return lathe_fail(err, LATHE_EDATA, "it does not say where it is from");
    lathe_json_copy(&j, NULL, v);
    rc = lathe_buf_check(&text, err);
    if (rc == LATHE_OK) {
        m->provenance = text.s;
        text = (struct lathe_buf){0};
    }
    lathe_buf_release(&text);
    return rc;
}

static enum lathe_code read_meta(struct lathe_model *m, struct lathe_store *s,
                                 struct lathe_err *err)
{
    struct lathe_json *doc = NULL;
    char *text = NULL;
    size_t n;
    enum lathe_code rc = lathe_store_get_text(s, "meta", &text, &n, err);

    if (rc)
        return rc;
    rc = lathe_json_parse(&doc, text, n, err);
    if (rc)
        goto out;
    rc = lathe_schema_read(&m->schema, lathe_json_get(doc, "schema"), err);
    if (rc == LATHE_OK)
        rc = read_net(m, lathe_json_get(doc, "net"), err);
    if (rc == LATHE_OK)
        rc = read_loss(m, lathe_json_get(doc, "loss"), err);
    if (rc == LATHE_OK)
        rc = read_provenance(m, lathe_json_get(doc, "provenance"), err);
out:
    if (rc == LATHE_EDATA)
        lathe_fail_prefix(err, "'%s'", lathe_store_path(s));
    lathe_json_free(doc);
    lathe_free(text);
    return rc;
}

/* Reads the array, which must have exactly this type and shape, into `out`. */
static enum lathe_code load_array(struct lathe_store *s, size_t layer,
                                  const char *what, enum lathe_store_type type,
                                  unsigned rank, const uint64_t *dim,
                                  void *out, struct lathe_err *err)
{
    char name[NAME_ROOM];
    struct lathe_array a;
    enum lathe_code rc =
        lathe_store_find(s, array_name(name, layer, what), &a, err);

    if (rc)
        return rc;
    if (a.type != type || a.rank != rank ||
        (rank && memcmp(a.dim, dim, rank * sizeof dim[0])))
        return lathe_fail(err, LATHE_EDATA,
                          "'%s', array '%s': it does not fit the net",
                          lathe_store_path(s), name);
    return lathe_store_read(s, &a, 0, a.count, out, err);
}

static enum lathe_code bad_number(struct lathe_store *s, size_t layer,
                                  const char *what, struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA,
                      "'%s', array 'layer/%zu/%s': a value is out of range",
                      lathe_store_path(s), layer, what);
}

/* Every number of a quantised layer; -128 has no counterpart, so symmetric
 * weights do not have it. */
static enum lathe_code check_quant(struct lathe_store *s, size_t layer,
                                   const struct lathe_layer *l,
                                   const struct lathe_quant *q,
                                   struct lathe_err *err)
{
    for (size_t i = 0; i < l->weights; i++)
        if (q->weight[i] == INT8_MIN)
            return bad_number(s, layer, "weight", err);
    for (size_t i = 0; i < l->biases; i++)
        if (!(q->scale[i] > 0) || !isfinite(q->scale[i]))
            return bad_number(s, layer, "scale", err);
    if (!(q->in_scale > 0) || !isfinite(q->in_scale))
        return bad_number(s, layer, "in_scale", err);
    if (q->in_zero < 0 || q->in_zero > 255)
        return bad_number(s, layer, "in_zero", err);
    return LATHE_OK;
}

static enum lathe_code load_quant(struct lathe_model *m, struct lathe_store *s,
                                  size_t layer, struct lathe_err *err)
{
    const struct lathe_layer *l = &m->net.layer[layer];
    struct lathe_quant *q;
    uint64_t dim[4], outputs[1] = {l->biases};
    unsigned rank = weight_shape(l, dim);
    enum lathe_code rc = LATHE_OK;

    if (!m->quant)
        rc = lathe_new(&m->quant, m->net.n, sizeof *m->quant, "layers", err);
    if (rc)
        return rc;
    q = &m->quant[layer];
    rc = lathe_new(&q->weight, l->weights, 1, "weights", err);
    if (rc == LATHE_OK)
        rc = lathe_new(&q->scale, l->biases, sizeof *q->scale, "scales", err);
    if (rc == LATHE_OK)
        rc = load_array(s, layer, "weight", LATHE_I8, rank, dim, q->weight,
                        err);
    if (rc == LATHE_OK)
        rc = load_array(s, layer, "scale", LATHE_F32, 1, outputs, q->scale,
                        err);
    if (rc == LATHE_OK)
        rc = load_array(s, layer, "in_scale", LATHE_F32, 0, NULL,
                        &q->in_scale, err);
    if (rc == LATHE_OK)
        rc = load_array(s, layer, "in_zero", LATHE_I32, 0, NULL, &q->in_zero,
                        err);
    if (rc == LATHE_OK)
        rc = check_quant(s, layer, l, q, err);
    for (size_t i = 0; rc == LATHE_OK && i < l->weights; i++)
        m->params[l->weight + i] =
            (float)q->weight[i] * q->scale[output_of(l, i)];
    return rc;
}

/* Of a batchnorm. */
static enum lathe_code load_stats(struct lathe_model *m, struct lathe_store *s,
                                  size_t layer, struct lathe_err *err)
{
    const struct lathe_layer *l = &m->net.layer[layer];
    float *mean = m->params + l->stat, *variance = mean + l->biases;
    uint64_t channels[1] = {l->biases};
    enum lathe_code rc = load_array(s, layer, "mean", LATHE_F32, 1, channels,
                                    mean, err);

    if (rc == LATHE_OK)
        rc = load_array(s, layer, "variance", LATHE_F32, 1, channels, variance,
                        err);
    if (rc)
        return rc;
    if (!all_finite(mean, l->biases))
        return bad_number(s, layer, "mean", err);
    for (size_t i = 0; i < l->biases; i++)
        if (!(variance[i] >= 0) || !isfinite(variance[i]))
            return bad_number(s, layer, "variance", err);
    return LATHE_OK;
}

struct loading {
    struct lathe_store *s;
    struct lathe_model *m;
    size_t layer;
};

static enum lathe_code load_table(void *ctx, const char *what,
                                  const uint64_t dim[2], size_t first,
                                  struct lathe_err *err)
{
    const struct loading *l = ctx;
    float *to = l->m->params + first;
    enum lathe_code rc = load_array(l->s, l->layer, what, LATHE_F32, 2, dim,
                                    to, err);

    if (!rc && !all_finite(to, (size_t)(dim[0] * dim[1])))
        rc = bad_number(l->s, l->layer, what, err);
    return rc;
}

static enum lathe_code load_layer(struct lathe_model *m, struct lathe_store *s,
                                  size_t layer, struct lathe_err *err)
{
    const struct lathe_layer *l = &m->net.layer[layer];
    char name[NAME_ROOM];
    struct lathe_array a;
    uint64_t dim[4], outputs[1] = {l->biases};
    unsigned rank = weight_shape(l, dim);
    enum lathe_code rc;

    if (l->weights == 0)
        return LATHE_OK;
    if (l->embed)
        return each_table(l, load_table, &(struct loading){s, m, layer}, err);
    rc = lathe_store_find(s, array_name(name, layer, "weight"), &a, err);
    if (rc)
        return rc;
    if (a.type == LATHE_I8 && lathe_layer_is_product(l))
        rc = load_quant(m, s, layer, err);
    else
        rc = load_array(s, layer, "weight", LATHE_F32, rank, dim,
                        m->params + l->weight, err);
    if (rc == LATHE_OK)
        rc = load_array(s, layer, "bias", LATHE_F32, 1, outputs,
                        m->params + l->bias, err);
    if (rc == LATHE_OK && !all_finite(m->params + l->weight, l->weights))
        rc = bad_number(s, layer, "weight", err);
    if (rc == LATHE_OK && !all_finite(m->params + l->bias, l->biases))
        rc = bad_number(s, layer, "bias", err);
    return rc || l->stats == 0 ? rc : load_stats(m, s, layer, err);
}

enum lathe_code lathe_model_load(struct lathe_model *m, const char *path,
                                 struct lathe_err *err)
{
    struct lathe_model made = {0};
    struct lathe_store *s = NULL;
    enum lathe_code rc = lathe_store_open(&s, path, LATHE_STORE_MODEL, NULL,
                                          err);

    if (rc)
        goto out;
    rc = read_meta(&made, s, err);
    if (rc)
        goto out;
    made.digest = lathe_store_digest(s);
    made.bytes = lathe_store_bytes(s);
    /* A weight takes a byte or more; a net that is larger than its file must
     * not make us look for memory. */
    if (made.net.params > made.bytes) {
        rc = lathe_fail(err, LATHE_EDATA,
                        "'%s': the file has fewer weights than its net", path);
        goto out;
    }
    rc = lathe_new_aligned(&made.params, made.net.params, sizeof *made.params,
                           "weights", err);
    for (size_t i = 0; rc == LATHE_OK && i < made.net.n; i++)
        rc = load_layer(&made, s, i, err);
    if (rc)
        goto out;

    *m = made;
    made = (struct lathe_model){0};
out:
    lathe_model_release(&made);
    lathe_store_free(s);
    return rc;
}
