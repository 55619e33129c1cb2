#include "eval/inspect.h"

static void write_rows(struct lathe_json_out *j,
                       const struct lathe_inspection *f)
{
    lathe_json_open(j, "rows", '{');
    for (int k = 0; k < LATHE_SPLITS; k++)
        lathe_json_int(j, lathe_split_name((enum lathe_split)k),
                       (int64_t)f->dataset.rows[k]);
    lathe_json_close(j, '}');
}

/* For each split one array, in the order of the schema's classes, of one
 * target after the other. */
static void write_classes(struct lathe_json_out *j,
                          const struct lathe_inspection *f)
{
    size_t classes = lathe_schema_classes(f->schema);

    lathe_json_open(j, "class_rows", '{');
    for (int k = 0; k < LATHE_SPLITS; k++) {
        lathe_json_open(j, lathe_split_name((enum lathe_split)k), '[');
        j->compact = true;
        for (size_t c = 0; c < classes; c++)
            lathe_json_int(j, NULL,
                           (int64_t)f->class_rows[(size_t)k * classes + c]);
        lathe_json_close(j, ']');
        j->compact = false;
    }
    lathe_json_close(j, '}');
    lathe_json_open(j, "rows_of_no_class", '{');
    for (int k = 0; k < LATHE_SPLITS; k++)
        lathe_json_int(j, lathe_split_name((enum lathe_split)k),
                       (int64_t)f->no_class[k]);
    lathe_json_close(j, '}');
}

static void write_shape(struct lathe_json_out *j, const char *key,
                        struct lathe_shape s)
{
    bool was = j->compact;

    j->compact = true;
    lathe_json_open(j, key, '[');
    lathe_json_int(j, NULL, s.c);
    lathe_json_int(j, NULL, s.h);
    lathe_json_int(j, NULL, s.w);
    lathe_json_close(j, ']');
    j->compact = was;
}

static enum lathe_code write_layer(struct lathe_json_out *j,
                                   const struct lathe_model *m, size_t i,
                                   struct lathe_err *err)
{
    const struct lathe_layer *l = &m->net.layer[i];
    bool quantised = m->quant && m->quant[i].weight;
    struct lathe_buf text = {0};

    lathe_layer_text(&text, l);
    enum lathe_code rc = lathe_buf_check(&text, err);
    lathe_json_open(j, NULL, '{');
    lathe_json_string(j, "layer", text.s);
    lathe_json_string(j, "kind", lathe_layer_name(l->kind));
    write_shape(j, "out", l->out);
    lathe_json_int(j, "parameters", (int64_t)lathe_layer_trained(l));
    lathe_json_int(j, "statistics", (int64_t)l->stats);
    lathe_json_int(j, "operations", (int64_t)lathe_layer_flops(l));
    lathe_json_string(j, "weights",
                      !l->weights ? NULL : quantised ? "int8" : "float32");
    lathe_json_close(j, '}');
    lathe_buf_release(&text);
    return rc;
}

static enum lathe_code write_net(struct lathe_json_out *j,
                                 const struct lathe_model *m,
                                 struct lathe_err *err)
{
    size_t trained = lathe_net_trained(&m->net);
    uint64_t operations = 0;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < m->net.n; i++)
        operations += lathe_layer_flops(&m->net.layer[i]);
    lathe_json_open(j, "net", '{');
    lathe_json_string(j, "layers", m->net.text);
    write_shape(j, "in", m->net.in);
    lathe_json_int(j, "parameters", (int64_t)trained);
    lathe_json_int(j, "statistics", (int64_t)(m->net.params - trained));
    lathe_json_int(j, "operations", (int64_t)operations);
    lathe_json_bool(j, "quantised", m->quant != NULL);
    lathe_json_open(j, "each", '[');
    for (size_t i = 0; rc == LATHE_OK && i < m->net.n; i++)
        rc = write_layer(j, m, i, err);
    lathe_json_close(j, ']');
    lathe_json_close(j, '}');
    lathe_json_string(j, "loss", lathe_loss_name(m->loss));
    return rc;
}

enum lathe_code lathe_inspect_json(const struct lathe_inspection *f,
                                   struct lathe_buf *out,
                                   struct lathe_err *err)
{
    struct lathe_json_out j = {.out = out};
    bool dataset = f->kind == LATHE_STORE_DATASET;
    enum lathe_code rc = LATHE_OK;
    char hex[33];

    lathe_digest_hex(&f->digest, hex);
    lathe_json_open(&j, NULL, '{');
    lathe_json_string(&j, "command", "inspect");
    lathe_json_string(&j, "version", LATHE_VERSION);
    lathe_json_string(&j, "file", f->path);
    lathe_json_string(&j, "kind", lathe_inspect_kind(f));
    lathe_json_int(&j, "bytes", (int64_t)f->bytes);
    lathe_json_string(&j, "digest", hex);
    if (dataset) {
        write_rows(&j, f);
        lathe_json_bool(&j, "grouped", f->dataset.grouped);
    }
    if (f->class_rows)
        write_classes(&j, f);
    if (f->kind == LATHE_STORE_MODEL)
        rc = write_net(&j, &f->model, err);
    if (f->schema)
        lathe_schema_write(&j, "schema", f->schema);
    lathe_json_copy(&j, f->schema ? "provenance" : "meta", f->provenance);
    lathe_json_close(&j, '}');
    return rc ? rc : lathe_buf_check(out, err);
}
