#include "train/foldset.h"

#include "base/alloc.h"
#include "base/json.h"
#include "split/labelsets.h"

#include <math.h>
#include <string.h>

void lathe_foldset_drop_rows(struct lathe_foldset *s)
{
    lathe_rows_release(&s->rows);
    lathe_free(s->group);
    lathe_free(s->label);
    s->group = NULL;
    s->label = NULL;
}

void lathe_foldset_release(struct lathe_foldset *s)
{
    lathe_foldset_drop_rows(s);
    lathe_free(s->group_name);
    lathe_free(s->fold);
    lathe_free(s->class_rows);
    lathe_schema_release(&s->schema);
    *s = (struct lathe_foldset){0};
}

/* ---- what the dataset says of itself ------------------------------------ */

/* The column of split_by "group:COL" or "hash:COL", or NULL. */
static const char *split_column(const char *split_by)
{
    const char *colon = strchr(split_by, ':');

    return strncmp(split_by, "group:", 6) == 0 ||
                   strncmp(split_by, "hash:", 5) == 0
               ? colon + 1
               : NULL;
}

static enum lathe_code set_name(struct lathe_foldset *s, const char *name,
                                struct lathe_err *err)
{
    s->group_name = lathe_strdup(name);
    return s->group_name ? LATHE_OK
                         : lathe_fail(err, LATHE_ENOMEM, "out of memory (the "
                                      "name of a column)");
}

/* Decides whether the groups that the dataset keeps are those of the folds:
 * group_name is set then. */
static enum lathe_code choose_groups(struct lathe_foldset *s,
                                     const struct lathe_dataset *d,
                                     const char *split_by,
                                     struct lathe_err *err)
{
    const char *column = split_column(split_by), *asked = s->opts.groups;

    if (asked && (!column || !d->grouped || strcmp(asked, column) != 0))
        return LATHE_OK;
    if (!asked && !column && !d->grouped)
        return LATHE_OK;
    if (!d->grouped)
        return lathe_fail(err, LATHE_EDATA, "'%s' was split by %.80s, and does "
                          "not keep which rows belong together; preprocess it "
                          "again, or say --groups COLUMN", s->opts.data,
                          split_by);
    return set_name(s, column ? column : "groups", err);
}

static enum lathe_code read_provenance(struct lathe_foldset *s,
                                       const struct lathe_dataset *d,
                                       struct lathe_err *err)
{
    struct lathe_json *v = NULL;
    const struct lathe_json *o;
    const char *split_by;
    int64_t rare;
    enum lathe_code rc = lathe_json_parse(&v, d->provenance,
                                          strlen(d->provenance), err);

    if (rc)
        return rc;
    o = lathe_json_get(v, "options");
    split_by = lathe_json_as_string(lathe_json_get(o, "split_by"), "");
    rare = lathe_json_as_int(lathe_json_get(o, "rare"), 0);
    s->rare = rare > 0 ? (uint64_t)rare : 0;
    s->fitted = lathe_json_kind(lathe_json_get(v, "like")) ==
                LATHE_JSON_OBJECT;
    s->by_time = strncmp(split_by, "time:", 5) == 0;
    rc = choose_groups(s, d, split_by, err);
    lathe_json_free(v);
    return rc;
}

/* ---- loading ------------------------------------------------------------ */

static size_t all_rows(const struct lathe_foldset *s)
{
    return (size_t)(s->stored[LATHE_TRAIN] + s->stored[LATHE_VALID]);
}

/* How many folds there is room for. */
static enum lathe_code check_memory(struct lathe_foldset *s,
                                    struct lathe_err *err)
{
    const struct lathe_foldset_opts *o = &s->opts;
    uint64_t n = s->stored[LATHE_TRAIN] + s->stored[LATHE_VALID];
    uint64_t base = n * (lathe_rows_bytes(&s->schema) + sizeof *s->group +
                         sizeof *s->fold + sizeof *s->label);
    uint64_t each = n * (lathe_inputs_bytes(&s->schema) +
                         sizeof(uint32_t));
    uint64_t least = base + each * (o->all ? (uint64_t)o->folds : 1), room;

    if (n >= UINT32_MAX)
        return lathe_fail(err, LATHE_EARG, "'%s': folds are for fewer than "
                          "2^32 rows", o->data);
    if (least > o->memory_bytes)
        return lathe_fail(err, LATHE_EARG, "'%s': folds need all rows in "
                          "memory, %llu bytes; %llu are allowed", o->data,
                          (unsigned long long)least,
                          (unsigned long long)o->memory_bytes);
    room = each ? (o->memory_bytes - base) / each : (uint64_t)o->folds;
    s->side = o->all ? o->folds
              : room < (uint64_t)o->side ? (int)room : o->side;
    return LATHE_OK;
}

static enum lathe_code read_split(struct lathe_foldset *s,
                                  const struct lathe_dataset *d,
                                  enum lathe_split split, size_t first,
                                  struct lathe_err *err)
{
    size_t n = (size_t)s->stored[split];
    struct lathe_rows part = lathe_rows_window(&s->rows, first, 0);
    enum lathe_code rc = lathe_dataset_read(d, split, 0, n, &part, err);

    if (!rc && s->group_name && n)
        rc = lathe_dataset_groups(d, split, 0, n, s->group + first, err);
    s->rows.n += n;
    return rc;
}

static enum lathe_code read_rows(struct lathe_foldset *s,
                                 const struct lathe_dataset *d,
                                 struct lathe_err *err)
{
    size_t n = all_rows(s);
    enum lathe_code rc = lathe_rows_init(&s->rows, &s->schema, n, err);

    if (!rc && (s->group_name || s->opts.groups))
        rc = lathe_new(&s->group, n, sizeof *s->group, "groups", err);
    if (!rc)
        rc = lathe_new(&s->fold, n, sizeof *s->fold, "folds", err);
    if (!rc)
        rc = read_split(s, d, LATHE_TRAIN, 0, err);
    return rc ? rc
              : read_split(s, d, LATHE_VALID, (size_t)s->stored[LATHE_TRAIN],
                           err);
}

/* ---- groups by a column of the dataset ---------------------------------- */

/* Equal numbers are one group, and so are missing ones. */
static uint64_t number_key(double v)
{
    uint64_t bits;

    v = isnan(v) ? (double)NAN : v + 0.0;
    memcpy(&bits, &v, sizeof bits);
    return bits;
}

/* The column that was asked for; *place among those of its kind. */
static const struct lathe_column *find_column(const struct lathe_foldset *s,
                                              size_t *number, size_t *code)
{
    *number = *code = 0;
    for (size_t i = 0; i < s->schema.n; i++) {
        const struct lathe_column *c = &s->schema.column[i];

        if (strcmp(c->name, s->opts.groups) == 0)
            return c;
        *number += lathe_schema_is_real(c->kind);
        *code += c->kind == LATHE_CATEGORY;
    }
    return NULL;
}

static enum lathe_code group_by_column(struct lathe_foldset *s,
                                       struct lathe_err *err)
{
    size_t number, code;
    const struct lathe_column *c = find_column(s, &number, &code);
    const char *name = s->opts.groups;

    if (!c && lathe_schema_find_target(&s->schema, name) < s->schema.targets)
        return lathe_fail(err, LATHE_EARG, "groups: '%.80s' is the target",
                          name);
    if (!c || (!lathe_schema_is_real(c->kind) && c->kind != LATHE_CATEGORY))
        return lathe_fail(err, LATHE_EDATA, "groups: '%.200s' does not keep "
                          "%s '%.80s' of each row; preprocess --split-by "
                          "group:%.80s does", s->opts.data,
                          !c ? "a column"
                          : c->kind == LATHE_TEXT ? "the text" : "the column",
                          name, name);
    for (size_t i = 0; i < s->rows.n; i++)
        s->group[i] =
            c->kind == LATHE_CATEGORY
                ? s->rows.code[i * s->rows.categories + code]
                : number_key(s->rows.number[i * s->rows.numbers + number]);
    return set_name(s, name, err);
}

/* ---- all of it ---------------------------------------------------------- */

static struct lathe_folds_rows folds_rows(const struct lathe_foldset *s)
{
    return (struct lathe_folds_rows){ .n = s->rows.n,
                                      .label = s->label,
                                      .classes = s->labels,
                                      .group = s->group };
}

static enum lathe_code count_classes(struct lathe_foldset *s,
                                     struct lathe_err *err)
{
    const struct lathe_rows *r = &s->rows;
    enum lathe_code rc = lathe_new(&s->class_rows,
                                   lathe_schema_classes(&s->schema),
                                   sizeof *s->class_rows, "classes", err);

    for (size_t i = 0; !rc && i < r->n * r->labels; i += r->labels) {
        uint64_t *count = s->class_rows;

        for (size_t t = 0; t < r->labels; t++) {
            count[r->label[i + t]]++;
            count += s->schema.target[t].classes.n;
        }
    }
    return rc;
}

/* Numbers the combinations of labels that each fold can have some rows of, and
 * gives all others one number more. */
static enum lathe_code find_combinations(struct lathe_foldset *s,
                                         struct lathe_err *err)
{
    const struct lathe_rows *r = &s->rows;
    const uint64_t least = 2 * (uint64_t)s->opts.folds;
    struct lathe_labelsets sets = {0};
    uint32_t *number = NULL;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < r->n && !rc; i++)
        rc = lathe_labelsets_add(&sets, r->label + i * r->labels, r->labels,
                                 err);
    if (!rc)
        rc = lathe_new(&number, sets.n + 1, sizeof *number, "labels", err);
    for (size_t k = 0; k < sets.n && !rc; k++)
        number[k] = sets.count[k] < least ? UINT32_MAX : s->labels++;
    for (size_t i = 0; i < r->n && !rc; i++) {
        size_t k = lathe_labelsets_find(&sets, r->label + i * r->labels);

        s->label[i] = k < sets.n && number[k] != UINT32_MAX ? number[k]
                                                            : s->labels;
    }
    s->labels++;
    lathe_free(number);
    lathe_labelsets_release(&sets);
    return rc;
}

static enum lathe_code find_labels(struct lathe_foldset *s,
                                   struct lathe_err *err)
{
    enum lathe_code rc = lathe_new(&s->label, s->rows.n, sizeof *s->label,
                                   "labels", err);

    if (rc || s->rows.labels > 1)
        return rc ? rc : find_combinations(s, err);
    s->labels = s->schema.target[0].classes.n;
    memcpy(s->label, s->rows.label, s->rows.n * sizeof *s->label);
    return LATHE_OK;
}

static enum lathe_code deal(struct lathe_foldset *s, struct lathe_err *err)
{
    struct lathe_folds_rows r;
    enum lathe_code rc = count_classes(s, err);

    if (!rc && s->rows.labels)
        rc = find_labels(s, err);
    if (rc)
        return rc;
    r = folds_rows(s);
    rc = lathe_folds_deal(&r, s->opts.folds, s->opts.seed, s->fold, err);
    if (rc == LATHE_EARG)
        lathe_fail_prefix(err, "'%s'", s->opts.data);
    return rc;
}

enum lathe_code lathe_foldset_load(struct lathe_foldset *s,
                                   const struct lathe_foldset_opts *opts,
                                   struct lathe_pool *pool,
                                   struct lathe_err *err)
{
    struct lathe_dataset d = {0};
    enum lathe_code rc = lathe_dataset_open(&d, opts->data, pool, err);

    *s = (struct lathe_foldset){ .opts = *opts };
    if (rc)
        return rc;
    s->digest = lathe_store_digest(d.store);
    memcpy(s->stored, d.rows, sizeof s->stored);
    if ((rc = lathe_schema_copy(&s->schema, &d.schema, err)) ||
        (rc = read_provenance(s, &d, err)) || (rc = check_memory(s, err)) ||
        (rc = read_rows(s, &d, err)))
        goto out;
    if (s->opts.groups && !s->group_name)
        rc = group_by_column(s, err);
    if (s->rows.n)
        s->valid_share = (double)s->stored[LATHE_VALID] / (double)s->rows.n;
    if (!rc)
        rc = deal(s, err);
out:
    lathe_dataset_release(&d);
    if (rc)
        lathe_foldset_release(s);
    return rc;
}

/* ---- folds -------------------------------------------------------------- */

/* A lathe_fit_rows read. */
static enum lathe_code read_part(void *ctx, uint64_t first, size_t n,
                                 struct lathe_rows *rows,
                                 struct lathe_err *err)
{
    const struct lathe_foldset_part *p = ctx;

    (void)err;
    for (size_t i = 0; i < n; i++)
        lathe_rows_copy(rows, i, &p->set->rows, p->row[first + i]);
    rows->n = n;
    return LATHE_OK;
}

void lathe_foldset_release_part(struct lathe_foldset_part *part)
{
    lathe_free(part->row);
    *part = (struct lathe_foldset_part){0};
}

enum lathe_code lathe_foldset_parts(const struct lathe_foldset *s, int f,
                                    struct lathe_foldset_part *part,
                                    struct lathe_err *err)
{
    struct lathe_folds_rows r = folds_rows(s);
    size_t count[LATHE_SPLITS] = {0};
    uint8_t *split = NULL;
    enum lathe_code rc = lathe_new(&split, r.n, sizeof *split, "folds", err);

    if (!rc)
        rc = lathe_folds_split(&r, s->fold, f, s->valid_share, s->opts.seed,
                               split, err);
    if (rc == LATHE_EARG)
        lathe_fail_prefix(err, "'%s'", s->opts.data);
    for (size_t i = 0; !rc && i < r.n; i++)
        count[split[i]]++;
    for (int k = 0; k < LATHE_SPLITS; k++) {
        part[k] = (struct lathe_foldset_part){ .set = s };
        part[k].rows = (struct lathe_fit_rows){ 0, read_part, &part[k] };
        if (!rc)
            rc = lathe_new(&part[k].row, count[k], sizeof *part[k].row,
                           "folds", err);
    }
    for (size_t i = 0; !rc && i < r.n; i++)
        part[split[i]].row[part[split[i]].rows.n++] = (uint32_t)i;
    lathe_free(split);
    return rc;
}

enum lathe_code lathe_foldset_data(const struct lathe_foldset *s, int f,
                                   const struct lathe_foldset_part *part,
                                   const struct lathe_schema *like,
                                   bool new_classes, struct lathe_data *data,
                                   struct lathe_err *err)
{
    const struct lathe_fit_rows in[LATHE_SPLITS] = {
        part[LATHE_TRAIN].rows, part[LATHE_VALID].rows, part[LATHE_TEST].rows
    };
    struct lathe_fit_opts opts = { .rare = s->rare };
    struct lathe_schema schema = {0};
    enum lathe_code rc = lathe_schema_copy(&schema, &s->schema, err);

    if (!rc && !s->fitted)
        rc = lathe_fit_schema(&schema, &in[LATHE_TRAIN], &opts, err);
    if (!rc)
        rc = lathe_data_make(data, &schema, in, like, new_classes,
                             s->opts.data, err);
    if (!rc)
        data->digest = s->digest;
    else if (rc != LATHE_ENOMEM)
        lathe_fail_prefix(err, "fold %d", f + 1);
    lathe_schema_release(&schema);
    return rc;
}
