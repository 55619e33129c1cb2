#include "prepare/preprocess.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/errand.h"
#include "image/picture.h"
#include "ingest/idx.h"
#include "store/store.h"

/* ---- inputs ------------------------------------------------------------- */

static enum lathe_code add_input(struct lathe_preprocess *p, const char *path,
                                 enum lathe_split role, const char *labels,
                                 struct lathe_err *err)
{
    struct lathe_preprocess_input *in = &p->input[p->inputs++];
    enum lathe_code rc;

    in->path = path;
    in->role = role;
    if (lathe_folder_is(path)) {
        in->origin.fd = -1;
        in->origin.name = lathe_strdup(path);
        if (!in->origin.name)
            return lathe_fail(err, LATHE_ENOMEM, "out of memory (a name)");
        p->form = LATHE_FORM_FOLDER;
        return lathe_folder_add(&in->folder, path, err);
    }
    rc = lathe_origin_open(&in->origin, path, p->opts->output, err);
    if (!rc && labels)
        rc = lathe_origin_open(&in->labels, labels, p->opts->output, err);
    return rc;
}

static enum lathe_code open_inputs(struct lathe_preprocess *p,
                                   struct lathe_err *err)
{
    const struct lathe_preprocess_opts *o = p->opts;
    enum lathe_code rc;

    rc = lathe_new(&p->input, o->files.n + 2, sizeof *p->input, "inputs", err);
    for (size_t i = 0; i < o->files.n && !rc; i++)
        rc = add_input(p, o->files.v[i], LATHE_TRAIN, i ? NULL : o->labels,
                       err);
    if (!rc && o->valid)
        rc = add_input(p, o->valid, LATHE_VALID, NULL, err);
    if (!rc && o->test)
        rc = add_input(p, o->test, LATHE_TEST, o->test_labels, err);
    return rc;
}

/* What the inputs are: all the same. */
static enum lathe_code find_form(struct lathe_preprocess *p,
                                 struct lathe_err *err)
{
    unsigned char first[LATHE_PICTURE_MAGIC];
    size_t n;
    enum lathe_code rc;

    for (size_t i = 0; i < p->inputs && p->form == LATHE_FORM_FOLDER; i++)
        if (p->input[i].folder.dirs == 0)
            return lathe_fail(err, LATHE_EARG, "'%s' is no folder; a folder "
                              "of images does not go with files",
                              p->input[i].origin.name);
    if (p->form == LATHE_FORM_FOLDER)
        return LATHE_OK;
    rc = lathe_origin_first(&p->input[0].origin, first, sizeof first, &n, err);
    if (rc)
        return rc;
    if (lathe_picture_is(first, n))
        return lathe_fail(err, LATHE_EDATA, "'%s' is an image; --image reads "
                          "a folder, with a folder of images for each class",
                          p->input[0].origin.name);
    if (n >= 4 && lathe_idx_is(first))
        p->form = LATHE_FORM_IDX;
    return LATHE_OK;
}

/* ---- the run ------------------------------------------------------------ */

static void release(struct lathe_preprocess *p)
{
    lathe_errand_free(p->aside);
    for (size_t i = 0; p->input && i < p->inputs; i++) {
        lathe_origin_release(&p->input[i].origin);
        lathe_origin_release(&p->input[i].labels);
        lathe_folder_release(&p->input[i].folder);
    }
    if (p->spool)
        fclose(p->spool);
    lathe_free(p->spool_class);
    lathe_late_release(&p->late);
    lathe_stash_release(&p->stash);
    lathe_ahead_release(&p->ahead);
    lathe_blocks_release(&p->blocks);
    lathe_recall_release(&p->recall);
    lathe_free(p->input);
    lathe_list_release(&p->na);
    lathe_schema_release(&p->schema);
    lathe_free(p->class_rows);
    lathe_free(p->single);
    lathe_free(p->train_rows);
    lathe_labelsets_release(&p->sets);
    lathe_split_release(&p->plan);
    lathe_split_by_release(&p->by);
    lathe_unknown_release(&p->unknown);
    lathe_dataset_writer_release(&p->writer);
    for (int i = 0; i < LATHE_SPLITS; i++)
        lathe_rows_release(&p->out[i]);
    lathe_rejects_release(&p->rejects);
    lathe_quality_release(&p->quality);
    lathe_quality_groups_release(&p->shared);
    lathe_pool_free(p->pool);
}

/* Each form of input is read for the first and for the second time. */
static const struct {
    enum lathe_code (*scan)(struct lathe_preprocess *, struct lathe_err *);
    enum lathe_code (*read)(struct lathe_preprocess *, struct lathe_err *);
} forms[] = {
    [LATHE_FORM_TABLE] = {lathe_preprocess_scan_table,
                          lathe_preprocess_read_table},
    [LATHE_FORM_IDX] = {lathe_preprocess_scan_images,
                        lathe_preprocess_read_images},
    [LATHE_FORM_FOLDER] = {lathe_preprocess_scan_folder,
                           lathe_preprocess_read_folder},
};

static enum lathe_code commit(struct lathe_preprocess *p,
                              struct lathe_err *err)
{
    struct lathe_buf provenance = {0};
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < p->inputs && !rc; i++) {
        rc = lathe_origin_finish(&p->input[i].origin, err);
        if (!rc)
            rc = lathe_origin_finish(&p->input[i].labels, err);
    }
    if (!rc)
        rc = lathe_preprocess_provenance(p, &provenance, err);
    if (!rc)
        rc = lathe_rejects_commit(&p->rejects, err);
    if (!rc)
        rc = lathe_dataset_commit(&p->writer, &p->schema, provenance.s,
                                  &p->digest, &p->bytes, err);
    lathe_buf_release(&provenance);
    return rc;
}

static enum lathe_code report(const struct lathe_preprocess *p,
                              struct lathe_buf *text, struct lathe_buf *json,
                              struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    if (text) {
        lathe_preprocess_text(p, text);
        rc = lathe_buf_check(text, err);
    }
    if (!rc && json) {
        lathe_preprocess_json(p, json);
        rc = lathe_buf_check(json, err);
    }
    return rc;
}

enum lathe_code lathe_preprocess(const struct lathe_preprocess_opts *opts,
                                 const struct lathe_host *host,
                                 struct lathe_buf *text,
                                 struct lathe_buf *json, struct lathe_err *err)
{
    struct lathe_preprocess p = {.opts = opts, .host = host};
    enum lathe_code rc = lathe_preprocess_take_options(&p, err);

    if (!rc)
        rc = lathe_pool_new(&p.pool, opts->threads, err);
    if (!rc && opts->like)
        rc = lathe_preprocess_take_like(&p, err);
    if (!rc)
        rc = open_inputs(&p, err);
    if (!rc)
        rc = find_form(&p, err);
    if (!rc)
        rc = lathe_preprocess_check_form(&p, err);
    if (!rc)
        rc = lathe_store_writer_check(opts->output, err);
    if (!rc)
        rc = forms[p.form].scan(&p, err);
    if (rc)
        goto out;
    lathe_preprocess_note_schema(&p);
    if (!lathe_ahead_is_open(&p.ahead))
        rc = lathe_preprocess_begin(&p, err);
    if (!rc)
        rc = forms[p.form].read(&p, err);
    if (!rc)
        rc = lathe_preprocess_fit(&p, err);
    if (rc)
        goto out;
    lathe_preprocess_note_rows(&p);
    rc = commit(&p, err);
    if (!rc)
        rc = report(&p, text, json, err);
out:
    release(&p);
    return rc;
}
