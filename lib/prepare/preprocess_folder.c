/*
 * Every picture is decoded once, in the first pass, and goes to an unlinked
 * file beside the output, from which the second pass deals the rows out: how
 * many there are of each class must be known before.
 */
#include "prepare/preprocess.h"

#include "base/alloc.h"
#include "image/gallery.h"
#include "ingest/utf8.h"
#include "scan/seen.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

struct pass {
    struct lathe_preprocess *p;
    struct lathe_gallery gallery;
    struct lathe_digester *digest;      /* of the input that is read */
    struct lathe_dict classes;  /* of FILE, as they are found */
    uint64_t *count;            /* [classes] rows of FILE */
    uint32_t *class_of;         /* [dirs of the input] or LATHE_DICT_NONE */
    struct lathe_seen seen;
    uint8_t *record;            /* pixels, then the label */
    size_t pixels;
};

static void pass_release(struct pass *a)
{
    lathe_gallery_release(&a->gallery);
    lathe_digest_free(a->digest);
    lathe_dict_release(&a->classes);
    lathe_free(a->count);
    lathe_free(a->class_of);
    lathe_seen_release(&a->seen);
    lathe_free(a->record);
}

/* ---- classes ------------------------------------------------------------ */

static enum lathe_code check_name(const struct lathe_folder_dir *d,
                                  struct lathe_err *err)
{
    size_t n = strlen(d->name);

    if (lathe_utf8_check(d->name, n) == n)
        return LATHE_OK;
    return lathe_fail(err, LATHE_EDATA, "'%s': the name of the folder is not "
                      "UTF-8", d->path);
}

/* Every folder in one of FILE is a class. */
static enum lathe_code find_classes(struct pass *a, struct lathe_err *err)
{
    const struct lathe_preprocess *p = a->p;
    size_t had = 0;

    if (p->like.path) {
        enum lathe_code rc = lathe_dict_copy(&a->classes,
                                             &p->schema.target[0].classes,
                                             err);
        if (rc)
            return rc;
    }
    for (size_t i = 0; i < p->inputs; i++) {
        const struct lathe_folder *f = &p->input[i].folder;
        bool first = p->input[i].role == LATHE_TRAIN;

        for (size_t k = 0; k < f->dirs; k++) {
            const struct lathe_folder_dir *d = &f->dir[k];
            uint32_t code;
            enum lathe_code rc;

            if (!d->name)
                continue;
            rc = check_name(d, err);
            if (!rc && first && !p->like.path)
                rc = lathe_dict_add(&a->classes, d->name, strlen(d->name),
                                    &code, err);
            if (rc)
                return rc;
            had++;
        }
        if (had == 0)
            return lathe_fail(err, LATHE_EDATA, "'%s' has no folders in it; "
                              "each class is a folder with its images",
                              p->input[i].origin.name);
        had = 0;
    }
    if (a->classes.n < 2)
        return lathe_fail(err, LATHE_EDATA, "'%s' has one class only, '%s'",
                          p->input[0].origin.name, a->classes.word[0]);
    return lathe_new(&a->count, a->classes.n, sizeof *a->count, "classes",
                     err);
}

static enum lathe_code find_class_of(struct pass *a,
                                     const struct lathe_folder *f,
                                     struct lathe_err *err)
{
    enum lathe_code rc;

    lathe_free(a->class_of);
    a->class_of = NULL;
    rc = lathe_new(&a->class_of, f->dirs, sizeof *a->class_of, "classes", err);
    for (size_t i = 0; i < f->dirs && !rc; i++) {
        const char *name = f->dir[i].name;

        a->class_of[i] = name ? lathe_dict_find(&a->classes, name,
                                                strlen(name))
                              : LATHE_DICT_NONE;
    }
    return rc;
}

/* With --like the classes are what they are. */
static enum lathe_code keep_classes(struct pass *a, struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;
    uint32_t n = a->classes.n;
    enum lathe_code rc;

    rc = lathe_new(&p->class_rows, n, sizeof *p->class_rows, "classes", err);
    if (!rc)
        rc = lathe_new(&p->spool_class, n, sizeof *p->spool_class, "classes",
                       err);
    for (uint32_t k = 0; k < n && !rc; k++) {
        p->class_rows[k] = a->count[k];
        p->spool_class[k] = k;
    }
    return rc;
}

/* The classes in the order of a schema, and with their rows. */
static enum lathe_code make_classes(struct pass *a, struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;
    uint32_t n = a->classes.n, *order = NULL;
    enum lathe_code rc;

    for (uint32_t k = 0; k < n; k++)
        if (a->count[k] == 0)
            return lathe_fail(err, LATHE_EDATA, "class '%s' of '%s' has no "
                              "image", a->classes.word[k],
                              p->input[0].origin.name);
    rc = lathe_new(&order, n, sizeof *order, "classes", err);
    if (!rc)
        rc = lathe_new(&p->class_rows, n, sizeof *p->class_rows, "classes",
                       err);
    if (!rc)
        rc = lathe_new(&p->spool_class, n, sizeof *p->spool_class, "classes",
                       err);
    if (!rc)
        rc = lathe_dict_sort(&a->classes, order, err);
    for (uint32_t k = 0; k < n && !rc; k++) {
        p->class_rows[k] = a->count[order[k]];
        p->spool_class[order[k]] = k;
    }
    if (!rc) {
        p->schema.target[0].classes = a->classes;       /* hand over */
        a->classes = (struct lathe_dict){0};
    }
    lathe_free(order);
    return rc;
}

/* ---- the first pass ----------------------------------------------------- */

/* Whether a file can be a row, and if not why. */
static bool is_good(const struct pass *a,
                    const struct lathe_preprocess_input *input,
                    const struct lathe_gallery_item *item, const char *path,
                    struct lathe_err *why)
{
    uint32_t dir = input->folder.file[item->file].dir;

    if (!input->folder.dir[dir].name) {
        lathe_fail(why, LATHE_EDATA, "'%s' is not in the folder of a class",
                   path);
        return false;
    }
    if (item->rc) {
        *why = item->err;
        return false;
    }
    if (a->class_of[dir] == LATHE_DICT_NONE) {
        lathe_fail(why, LATHE_EDATA, "'%s': class '%.60s' is not among those "
                   "of '%s'", path, input->folder.dir[dir].name,
                   a->p->like.path ? a->p->like.path
                                   : a->p->input[0].origin.name);
        return false;
    }
    return true;
}

static enum lathe_code refuse(struct pass *a, const char *path,
                              const struct lathe_err *why,
                              struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;

    if (strcmp(p->opts->bad_rows, "skip") != 0)
        return lathe_fail(err, LATHE_EDATA,
                          "%s; --bad-rows skip leaves it out", why->msg);
    p->counts.refused++;
    return lathe_rejects_add(&p->rejects, why->msg, path, strlen(path), err);
}

static enum lathe_code keep(struct pass *a,
                            struct lathe_preprocess_input *input,
                            const struct lathe_gallery_item *item,
                            uint32_t label, struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;
    bool repeated = false;
    enum lathe_code rc;

    memcpy(a->record, item->pixel, a->pixels);
    memcpy(a->record + a->pixels, &label, sizeof label);
    rc = lathe_seen_add(&a->seen,
                        lathe_digest_hash(a->record,
                                          a->pixels + sizeof label, 0),
                        &repeated, err);
    if (rc)
        return rc;
    p->counts.duplicates += repeated;
    if (repeated && p->opts->dedup) {
        p->counts.repeated++;
        return LATHE_OK;
    }
    if (fwrite(a->record, a->pixels + sizeof label, 1, p->spool) != 1)
        return lathe_fail_errno(err, false, "cannot keep the images of '%s'",
                                input->origin.name);
    input->spooled++;
    if (input->role == LATHE_TRAIN)
        a->count[label]++;
    else
        p->given[input->role]++;
    return LATHE_OK;
}

/* A digest of all files in their order, with their classes. */
static void add_digest(struct pass *a, struct lathe_preprocess_input *input,
                       const struct lathe_gallery_item *item)
{
    uint32_t dir = input->folder.file[item->file].dir;
    const char *name = input->folder.dir[dir].name;

    input->origin.bytes += item->bytes;
    lathe_digest_add(a->digest, name ? name : "", name ? strlen(name) + 1 : 1);
    lathe_digest_add(a->digest, item->digest.byte, sizeof item->digest.byte);
}

static enum lathe_code see(struct pass *a,
                           struct lathe_preprocess_input *input,
                           const struct lathe_gallery_item *item,
                           struct lathe_err *err)
{
    uint32_t dir = input->folder.file[item->file].dir;
    struct lathe_buf path = {0};
    struct lathe_err why = {0};
    enum lathe_code rc;

    input->rows++;
    a->p->counts.read++;
    add_digest(a, input, item);
    rc = lathe_folder_path(&input->folder, item->file, &path, err);
    if (!rc)
        rc = is_good(a, input, item, path.s, &why)
                 ? keep(a, input, item, a->class_of[dir], err)
                 : refuse(a, path.s, &why, err);
    lathe_buf_release(&path);
    return rc;
}

static enum lathe_code read_input(struct pass *a,
                                  struct lathe_preprocess_input *input,
                                  struct lathe_err *err)
{
    const struct lathe_image *im = &a->p->image;
    const struct lathe_picture_shape shape = {im->channels, im->height,
                                              im->width};
    uint64_t repeated = a->p->counts.repeated;
    size_t n = 1;
    enum lathe_code rc = find_class_of(a, &input->folder, err);

    if (!rc)
        rc = lathe_gallery_init(&a->gallery, &input->folder, &shape,
                                a->p->pool, err);
    if (rc)
        return rc;
    a->digest = lathe_digest_new();
    if (!a->digest)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a digest)");
    while (!rc && n > 0) {
        rc = lathe_gallery_next(&a->gallery, &n, err);
        for (size_t i = 0; i < n && !rc; i++)
            rc = see(a, input, &a->gallery.item[i], err);
    }
    input->origin.digest = lathe_digest_end(a->digest);
    lathe_digest_free(a->digest);
    a->digest = NULL;
    lathe_gallery_release(&a->gallery);
    if (!rc && input->spooled == 0 && a->p->counts.repeated == repeated)
        rc = lathe_fail(err, LATHE_EDATA, "'%s' has no images",
                        input->origin.name);
    return rc;
}

static enum lathe_code open_spool(struct lathe_preprocess *p,
                                  struct lathe_err *err)
{
    int fd = -1;
    enum lathe_code rc = lathe_file_scratch(p->opts->output, &fd, err);

    if (rc)
        return rc;
    p->spool = fdopen(fd, "w+b");
    if (!p->spool) {
        close(fd);
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a file)");
    }
    return LATHE_OK;
}

static enum lathe_code begin(struct pass *a, struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;
    enum lathe_code rc = find_classes(a, err);

    a->pixels = lathe_images_pixels(&p->image);
    if (!rc)
        rc = lathe_new(&a->record, a->pixels + sizeof(uint32_t), 1,
                       "a picture", err);
    if (!rc)
        rc = open_spool(p, err);
    if (!rc && p->opts->rejects)
        rc = lathe_rejects_open(&p->rejects, p->opts->rejects, err);
    return rc;
}

enum lathe_code lathe_preprocess_scan_folder(struct lathe_preprocess *p,
                                             struct lathe_err *err)
{
    struct pass a = {.p = p};
    enum lathe_code rc = begin(&a, err);

    for (size_t i = 0; i < p->inputs && !rc; i++)
        rc = read_input(&a, &p->input[i], err);
    p->counts.duplicates_partial = a.seen.full;
    if (!rc && p->like.path) {
        rc = keep_classes(&a, err);
    } else if (!rc) {
        rc = lathe_preprocess_image_schema(p, err);
        if (!rc)
            rc = make_classes(&a, err);
    }
    pass_release(&a);
    return rc;
}

/* ---- the second pass ---------------------------------------------------- */

/* Reading what was written fails where writing did, too. */
static enum lathe_code spool_failed(const struct lathe_preprocess *p,
                                    struct lathe_err *err)
{
    return lathe_fail_errno(err, false, "cannot keep the images of '%s'",
                            p->input[0].origin.name);
}

static enum lathe_code deal_out(struct lathe_preprocess *p,
                                struct lathe_preprocess_input *input,
                                struct lathe_rows *row, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (uint64_t k = 0; k < input->spooled && !rc; k++) {
        uint32_t label;

        if (fread(row->pixel, row->pixels, 1, p->spool) != 1 ||
            fread(&label, sizeof label, 1, p->spool) != 1)
            return spool_failed(p, err);
        row->label[0] = p->spool_class[label];
        row->n = 1;
        rc = lathe_preprocess_put(p, input, row, 0, err);
    }
    return rc;
}

enum lathe_code lathe_preprocess_read_folder(struct lathe_preprocess *p,
                                             struct lathe_err *err)
{
    struct lathe_rows row = {0};
    enum lathe_code rc;

    if (fflush(p->spool) || fseeko(p->spool, 0, SEEK_SET))
        return spool_failed(p, err);
    rc = lathe_rows_init(&row, &p->schema, 1, err);
    for (size_t i = 0; i < p->inputs && !rc; i++)
        rc = deal_out(p, &p->input[i], &row, err);
    lathe_rows_release(&row);
    return rc;
}
