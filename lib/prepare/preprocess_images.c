#include "prepare/preprocess.h"

#include "base/alloc.h"
#include "scan/seen.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LABELS 256
#define BLOCK_BYTES ((size_t)1 << 20)

/* A pass over the pictures and labels of all inputs. */
struct pass {
    struct lathe_preprocess *p;
    bool write;
    struct lathe_seen seen;
    uint8_t *record;            /* [block x (pixels + 1)]: pixels, then labels
                                 * of the block; then one picture and label */
    size_t pixels, block;
    uint64_t count[LABELS];     /* of FILE */
    uint64_t given[LABELS];     /* of the others */
    uint32_t class_of[LABELS];  /* when writing */
    struct lathe_rows row;
};

static void pass_release(struct pass *a)
{
    lathe_seen_release(&a->seen);
    lathe_free(a->record);
    lathe_rows_release(&a->row);
}

/* ---- schema ------------------------------------------------------------- */

static enum lathe_code add_class(struct lathe_schema *s, const char *name,
                                 struct lathe_err *err)
{
    uint32_t code;

    return lathe_dict_add(&s->target[0].classes, name, strlen(name), &code,
                          err);
}

/* A class for each label that a row of FILE has, in their order. */
static enum lathe_code make_classes(struct pass *a, struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;
    const struct lathe_dict *classes = &p->schema.target[0].classes;
    struct lathe_list names = {0};
    enum lathe_code rc;

    rc = lathe_new(&p->class_rows, LABELS, sizeof *p->class_rows, "classes",
                   err);
    if (!rc && p->opts->class_names)
        rc = lathe_images_class_names(&names, p->opts->class_names, err);
    for (size_t k = 0; k < LABELS && !rc; k++) {
        char number[8];

        snprintf(number, sizeof number, "%zu", k);
        if (a->count[k] == 0 && a->given[k])
            rc = lathe_fail(err, LATHE_EDATA,
                            "label %zu of a given split is not among those of "
                            "'%s'", k, p->input[0].labels.name);
        if (rc || a->count[k] == 0)
            continue;
        if (names.n && k >= names.n)
            rc = lathe_fail(err, LATHE_EDATA,
                            "'%s' has label %zu, but there are %zu class "
                            "names", p->input[0].labels.name, k, names.n);
        p->class_rows[classes->n] = a->count[k];
        if (!rc)
            rc = add_class(&p->schema, names.n ? names.v[k] : number, err);
    }
    if (!rc && classes->n < 2)
        rc = lathe_fail(err, LATHE_EDATA, "'%s' has %s",
                        p->input[0].labels.name,
                        classes->n ? "one class only" : "no labels");
    lathe_list_release(&names);
    return rc;
}

/* With --like: which of its classes each label is. */
static enum lathe_code find_classes(struct pass *a, struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;
    const struct lathe_dict *classes = &p->schema.target[0].classes;
    struct lathe_list names = {0};
    enum lathe_code rc = LATHE_OK;

    if (p->opts->class_names)
        rc = lathe_images_class_names(&names, p->opts->class_names, err);
    if (!rc && !p->class_rows)
        rc = lathe_new(&p->class_rows, classes->n, sizeof *p->class_rows,
                       "classes", err);
    for (size_t k = 0; k < LABELS && !rc; k++) {
        char number[8];
        const char *name = number;

        snprintf(number, sizeof number, "%zu", k);
        if (k < names.n)
            name = names.v[k];
        a->class_of[k] = lathe_dict_find(classes, name, strlen(name));
        if (a->class_of[k] != LATHE_DICT_NONE)
            p->class_rows[a->class_of[k]] = a->count[k];
        else if (a->count[k] || a->given[k])
            rc = lathe_fail(err, LATHE_EDATA, "'%s' does not fit '%s': class "
                            "'%s' is new", p->input[0].labels.name,
                            p->like.path, name);
        else
            a->class_of[k] = LATHE_UNKNOWN_CODE;
    }
    lathe_list_release(&names);
    return rc;
}

enum lathe_code lathe_preprocess_image_schema(struct lathe_preprocess *p,
                                              struct lathe_err *err)
{
    struct lathe_schema *s = &p->schema;
    size_t pixels = lathe_images_pixels(&p->image);
    enum lathe_code rc;

    s->task = LATHE_CLASSIFY;
    s->image = p->image;
    s->dialect = p->dialect;
    rc = lathe_schema_add_target(s, p->opts->target.n ? p->opts->target.v[0]
                                                      : "label", err);
    if (!rc)
        rc = lathe_new(&s->column, pixels, sizeof *s->column, "pixels", err);
    for (size_t i = 0; i < pixels && !rc; i++) {
        char name[32];
        int n = snprintf(name, sizeof name, "pixel%zu", i + 1);

        s->column[i].kind = LATHE_PIXEL;
        s->column[i].name = lathe_strndup(name, (size_t)n);
        s->n++;
        if (!s->column[i].name)
            rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (a name)");
    }
    for (size_t i = 0; i < p->na.n && !rc; i++)
        rc = lathe_list_add(&s->na, p->na.v[i], err);
    if (!rc)
        lathe_schema_layout(s);
    return rc;
}

/* ---- passes ------------------------------------------------------------- */

/* The pictures of all inputs must be of one shape; the first one's is taken,
 * that of --like, or what --image makes of them. */
static enum lathe_code check_shape(struct pass *a,
                                   const struct lathe_images *im,
                                   struct lathe_err *err)
{
    struct lathe_preprocess *p = a->p;
    const struct lathe_image none = {0}, *is = &p->image;
    struct lathe_image here;
    bool own = (a->pixels || p->like.path) && !p->opts->image &&
               im->pixels.rank > 2;
    enum lathe_code rc = lathe_images_shape(im, own ? &none : is, &here, err);

    if (!rc && own && !lathe_images_alike(&here, is))
        return lathe_fail(err, LATHE_EDATA, "'%s': pictures of %" PRIu32 "x%"
                          PRIu32 "x%" PRIu32 ", but those of '%s' are %" PRIu32
                          "x%" PRIu32 "x%" PRIu32, im->name, here.channels,
                          here.height, here.width, p->like.path
                          ? p->like.path : p->input[0].origin.name,
                          is->channels, is->height, is->width);
    if (rc || a->pixels)
        return rc;
    p->image = here;
    a->pixels = lathe_images_pixels(&here);
    a->block = BLOCK_BYTES / a->pixels;
    a->block = a->block ? a->block : 1;
    return lathe_new(&a->record, (a->block + 1) * (a->pixels + 1), 1,
                     "pictures", err);
}

static enum lathe_code put(struct pass *a,
                           struct lathe_preprocess_input *input,
                           const uint8_t *pixel, uint8_t label,
                           struct lathe_err *err)
{
    if (a->class_of[label] == LATHE_UNKNOWN_CODE)
        return lathe_preprocess_changed(input, err);
    memcpy(a->row.pixel, pixel, a->pixels);
    a->row.label[0] = a->class_of[label];
    a->row.n = 1;
    return lathe_preprocess_put(a->p, input, &a->row, 0, err);
}

static enum lathe_code see(struct pass *a,
                           struct lathe_preprocess_input *input,
                           const uint8_t *pixel, uint8_t label,
                           struct lathe_err *err)
{
    struct lathe_preprocess_counts *counts = &a->p->counts;
    uint8_t *one = a->record + a->block * (a->pixels + 1);
    bool repeated = false;
    enum lathe_code rc = LATHE_OK;

    if (!a->write || a->p->opts->dedup) {
        memcpy(one, pixel, a->pixels);
        one[a->pixels] = label;
        rc = lathe_seen_add(&a->seen,
                            lathe_digest_hash(one, a->pixels + 1, 0),
                            &repeated, err);
    }
    if (rc)
        return rc;
    if (a->write)
        return repeated ? LATHE_OK : put(a, input, pixel, label, err);
    input->rows++;
    counts->read++;
    counts->duplicates += repeated;
    if (repeated && a->p->opts->dedup) {
        counts->repeated++;
        return LATHE_OK;
    }
    if (input->role == LATHE_TRAIN)
        a->count[label]++;
    else
        a->given[label]++;
    a->p->given[input->role] += input->role != LATHE_TRAIN;
    return LATHE_OK;
}

static enum lathe_code read_input(struct pass *a,
                                  struct lathe_preprocess_input *input,
                                  struct lathe_err *err)
{
    struct lathe_images im = {0};
    size_t n = 1;
    enum lathe_code rc;

    rc = lathe_images_open(&im, &input->origin, &input->labels, err);
    if (!rc)
        rc = check_shape(a, &im, err);
    while (!rc && n > 0) {
        uint8_t *label = a->record + a->block * a->pixels;

        rc = lathe_images_next(&im, a->record, label, a->block, &n, err);
        for (size_t i = 0; i < n && !rc; i++)
            rc = see(a, input, a->record + i * a->pixels, label[i], err);
    }
    lathe_images_release(&im);
    return rc;
}

static enum lathe_code read_inputs(struct pass *a, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < a->p->inputs && !rc; i++)
        rc = read_input(a, &a->p->input[i], err);
    return rc;
}

enum lathe_code lathe_preprocess_scan_images(struct lathe_preprocess *p,
                                             struct lathe_err *err)
{
    struct pass a = {.p = p};
    enum lathe_code rc = read_inputs(&a, err);

    p->counts.duplicates_partial = a.seen.full;
    memcpy(p->label_rows, a.count, sizeof a.count);
    if (!rc && p->like.path) {
        rc = find_classes(&a, err);
    } else if (!rc) {
        rc = lathe_preprocess_image_schema(p, err);
        if (!rc)
            rc = make_classes(&a, err);
    }
    pass_release(&a);
    return rc;
}

/* Which class each label is: those with rows, in order. */
static void map_labels(struct pass *a)
{
    const struct lathe_dict *classes = &a->p->schema.target[0].classes;
    uint32_t next = 0;

    for (size_t k = 0; k < LABELS; k++)
        a->class_of[k] = a->count[k] && next < classes->n ? next++
                                                    : LATHE_UNKNOWN_CODE;
}

enum lathe_code lathe_preprocess_read_images(struct lathe_preprocess *p,
                                             struct lathe_err *err)
{
    struct pass a = {.p = p, .write = true};
    enum lathe_code rc;

    memcpy(a.count, p->label_rows, sizeof a.count);
    map_labels(&a);
    rc = p->like.path ? find_classes(&a, err) : LATHE_OK;
    if (!rc)
        rc = lathe_rows_init(&a.row, &p->schema, 1, err);
    if (!rc)
        rc = read_inputs(&a, err);
    pass_release(&a);
    return rc;
}
