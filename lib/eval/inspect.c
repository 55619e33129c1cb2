#include "eval/inspect.h"

#include "base/alloc.h"
#include "base/pool.h"

#include <string.h>

/* Labels read at a time. */
#define BLOCK 65536

const char *lathe_inspect_kind(const struct lathe_inspection *f)
{
    return f->kind == LATHE_STORE_DATASET      ? "dataset"
           : f->kind == LATHE_STORE_CHECKPOINT ? "checkpoint"
                                               : "model";
}

static void release(struct lathe_inspection *f)
{
    lathe_dataset_release(&f->dataset);
    lathe_model_release(&f->model);
    lathe_json_free(f->provenance);
    lathe_free(f->class_rows);
    *f = (struct lathe_inspection){0};
}

/* Counts the labels of one split. */
static enum lathe_code count_split(struct lathe_inspection *f,
                                   enum lathe_split split, uint32_t *label,
                                   struct lathe_err *err)
{
    const struct lathe_dataset *d = &f->dataset;
    const struct lathe_schema *s = &d->schema;
    uint64_t all = d->rows[split] * s->labels;
    uint64_t *begin = f->class_rows + (size_t)split * lathe_schema_classes(s);
    uint64_t *count = begin;
    size_t t = 0;

    for (uint64_t first = 0; first < all; first += BLOCK) {
        uint64_t left = all - first;
        uint64_t n = left < BLOCK ? left : BLOCK;
        enum lathe_code rc = lathe_store_read(d->store, &d->target[split],
                                              first, n, label, err);
        if (rc)
            return rc;
        for (uint64_t i = 0; i < n; i++) {
            if (label[i] < s->target[t].classes.n)
                count[label[i]]++;
            else
                f->no_class[split]++;
            count += s->target[t].classes.n;
            if (++t == s->labels) {
                count = begin;
                t = 0;
            }
        }
    }
    return LATHE_OK;
}

static enum lathe_code count_classes(struct lathe_inspection *f,
                                     struct lathe_err *err)
{
    uint32_t *label = NULL;
    enum lathe_code rc;

    rc = lathe_new(&f->class_rows,
                   (size_t)LATHE_SPLITS *
                       lathe_schema_classes(&f->dataset.schema),
                   sizeof *f->class_rows, "class counts", err);
    if (rc == LATHE_OK)
        rc = lathe_new(&label, BLOCK, sizeof *label, "labels", err);
    for (int k = 0; rc == LATHE_OK && k < LATHE_SPLITS; k++)
        rc = count_split(f, (enum lathe_split)k, label, err);
    lathe_free(label);
    return rc;
}

static enum lathe_code open_dataset(struct lathe_inspection *f,
                                    const char **provenance,
                                    struct lathe_err *err)
{
    struct lathe_pool *pool;
    enum lathe_code rc;

    lathe_pool_new(&pool, 0, NULL);     /* or the caller alone */
    rc = lathe_dataset_open(&f->dataset, f->path, pool, err);
    lathe_pool_free(pool);
    if (rc)
        return rc;
    f->schema = &f->dataset.schema;
    f->digest = lathe_store_digest(f->dataset.store);
    f->bytes = lathe_store_bytes(f->dataset.store);
    *provenance = f->dataset.provenance;
    return f->schema->task == LATHE_CLASSIFY ? count_classes(f, err)
                                             : LATHE_OK;
}

/* Anything else than a dataset is tried as a model, which says what it is. */
static enum lathe_code open_model(struct lathe_inspection *f,
                                  const char **provenance,
                                  struct lathe_err *err)
{
    enum lathe_code rc = lathe_model_load(&f->model, f->path, err);

    if (rc == LATHE_EDATA && strcmp(f->path, "-") == 0)
        return lathe_fail_prefix(err, "standard input must be a model, other "
                                 "files are given by their path");
    if (rc)
        return rc;
    f->kind = LATHE_STORE_MODEL;
    f->schema = &f->model.schema;
    f->digest = f->model.digest;
    f->bytes = f->model.bytes;
    *provenance = f->model.provenance;
    return LATHE_OK;
}

/* A checkpoint is what its "meta" says. */
static enum lathe_code open_checkpoint(struct lathe_inspection *f,
                                       char **meta, struct lathe_err *err)
{
    struct lathe_store *s = NULL;
    size_t n;
    enum lathe_code rc = lathe_store_open(&s, f->path, LATHE_STORE_CHECKPOINT,
                                          NULL, err);

    if (rc)
        return rc;
    f->digest = lathe_store_digest(s);
    f->bytes = lathe_store_bytes(s);
    rc = lathe_store_get_text(s, "meta", meta, &n, err);
    lathe_store_free(s);
    return rc;
}

enum lathe_code lathe_inspect(const char *path, struct lathe_buf *text,
                              struct lathe_buf *json, struct lathe_err *err)
{
    struct lathe_inspection f = {.path = path};
    const char *provenance = "{}";
    char *meta = NULL;
    int kind;
    enum lathe_code rc = lathe_store_sniff(path, &kind, err);

    if (rc)
        return rc;
    f.kind = (enum lathe_store_kind)kind;
    if (f.kind == LATHE_STORE_DATASET) {
        rc = open_dataset(&f, &provenance, err);
    } else if (f.kind == LATHE_STORE_CHECKPOINT) {
        rc = open_checkpoint(&f, &meta, err);
        provenance = meta;
    } else {
        rc = open_model(&f, &provenance, err);
    }
    if (rc)
        goto out;
    rc = lathe_json_parse(&f.provenance, provenance, strlen(provenance), err);
    if (rc)
        goto out;
    if (text)
        rc = lathe_inspect_text(&f, text, err);
    if (rc == LATHE_OK && json)
        rc = lathe_inspect_json(&f, json, err);
out:
    lathe_free(meta);
    release(&f);
    return rc;
}
