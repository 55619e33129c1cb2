#include "data/dataset.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/json.h"
#include "data/dataset_numbers.h"
#include "data/dataset_part.h"
#include "data/hashing.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_ROWS ((int64_t)1 << 53)

const char *lathe_split_name(enum lathe_split s)
{
    static const char *const names[LATHE_SPLITS] = {"train", "valid", "test"};

    return s < LATHE_SPLITS ? names[s] : "unknown";
}

/* ---- arrays of a split -------------------------------------------------- */

/* The arrays of a split but for its numbers; they always come in this order. */
enum { CODE, PIXEL, TARGET, TEXT, WEIGHT, PARTS };

static void list_parts(struct lathe_dataset_part part[PARTS], size_t texts,
                       size_t categories, size_t pixels, size_t labels,
                       size_t values, bool weighted)
{
    part[CODE] = (struct lathe_dataset_part){"code", LATHE_U32, categories,
                                             false};
    part[PIXEL] = (struct lathe_dataset_part){"pixel", LATHE_U8, pixels,
                                              false};
    part[TEXT] = (struct lathe_dataset_part){"text", LATHE_F32, texts, false};
    part[TARGET] =
        labels ? (struct lathe_dataset_part){"label", LATHE_U32, labels,
                                             labels == 1}
               : (struct lathe_dataset_part){"value", LATHE_F64, values,
                                             values == 1};
    part[WEIGHT] = (struct lathe_dataset_part){"weight", LATHE_F64, weighted,
                                               true};
}

static void list_arrays(const struct lathe_rows *rows, void *to[PARTS])
{
    to[CODE] = rows->code;
    to[PIXEL] = rows->pixel;
    to[TARGET] = rows->label ? (void *)rows->label : (void *)rows->value;
    to[TEXT] = rows->text;
    to[WEIGHT] = rows->weight;
}

/* ---- opening ------------------------------------------------------------ */

/* Rows of which it is of use which group they are of. */
static bool has_groups(const uint64_t rows[LATHE_SPLITS], int split)
{
    return split != LATHE_TEST && rows[split] > 0;
}

static const struct lathe_dataset_part group_part = {"group", LATHE_U32, 2,
                                                     false};

/* All that are of use, or none. */
static enum lathe_code find_groups(struct lathe_dataset *d,
                                   struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;
    char name[LATHE_DATASET_PART_ROOM];

    for (int k = 0; k < LATHE_SPLITS && !rc; k++) {
        enum lathe_split split = (enum lathe_split)k;

        if (!has_groups(d->rows, k))
            continue;
        lathe_dataset_part_name(name, split, &group_part);
        if (!d->grouped && !lathe_store_has(d->store, name))
            return LATHE_OK;
        d->grouped = true;
        rc = lathe_dataset_part_find(d->store, split, d->rows[k], &group_part,
                                     &d->group[k], err);
    }
    return rc;
}

static enum lathe_code find_arrays(struct lathe_dataset *d,
                                   struct lathe_err *err)
{
    const struct lathe_schema *s = &d->schema;
    struct lathe_dataset_part part[PARTS];
    enum lathe_code rc = LATHE_OK;

    list_parts(part, s->texts, s->categories, s->pixels, s->labels, s->values,
               s->weight != NULL);
    for (int k = 0; k < LATHE_SPLITS && !rc; k++) {
        enum lathe_split split = (enum lathe_split)k;
        struct lathe_array *a[PARTS] = {&d->code[k], &d->pixel[k],
                                        &d->target[k], &d->text[k],
                                        &d->weight[k]};

        rc = lathe_dataset_numbers_find(&d->number[k], d->store, split,
                                        d->rows[k], s->numbers, err);
        for (int p = 0; p < PARTS && !rc; p++)
            rc = lathe_dataset_part_find(d->store, split, d->rows[k],
                                         &part[p], a[p], err);
    }
    return rc;
}

static enum lathe_code read_rows(uint64_t rows[LATHE_SPLITS],
                                 const struct lathe_json *v,
                                 struct lathe_err *err)
{
    for (int k = 0; k < LATHE_SPLITS; k++) {
        const char *name = lathe_split_name((enum lathe_split)k);
        int64_t n = lathe_json_as_int(lathe_json_get(v, name), -1);

        if (n < 0 || n > MOST_ROWS)
            return lathe_fail(err, LATHE_EDATA,
                              "the number of rows of '%s' is missing", name);
        rows[k] = (uint64_t)n;
    }
    return LATHE_OK;
}

static enum lathe_code read_provenance(char **out, const struct lathe_json *v,
                                       struct lathe_err *err)
{
    struct lathe_buf text = {0};
    struct lathe_json_out j = {.out = &text, .compact = true};
    enum lathe_code rc;

    if (lathe_json_kind(v) != LATHE_JSON_OBJECT)
        return lathe_fail(err, LATHE_EDATA, "the provenance is missing");
    lathe_json_copy(&j, NULL, v);
    rc = lathe_buf_check(&text, err);
    if (!rc) {
        *out = text.s;          /* hand over */
        text = (struct lathe_buf){0};
    }
    lathe_buf_release(&text);
    return rc;
}

static enum lathe_code read_meta(struct lathe_dataset *d, const char *text,
                                 size_t n, struct lathe_err *err)
{
    struct lathe_json *v = NULL;
    enum lathe_code rc = lathe_json_parse(&v, text, n, err);

    if (!rc && strcmp(lathe_json_as_string(lathe_json_get(v, "kind"), ""),
                      "dataset") != 0)
        rc = lathe_fail(err, LATHE_EDATA, "its description is of another kind");
    if (!rc)
        rc = lathe_schema_read(&d->schema, lathe_json_get(v, "schema"), err);
    if (!rc)
        rc = read_rows(d->rows, lathe_json_get(v, "rows"), err);
    if (!rc)
        rc = read_provenance(&d->provenance, lathe_json_get(v, "provenance"),
                             err);
    lathe_json_free(v);
    return rc;
}

enum lathe_code lathe_dataset_open(struct lathe_dataset *d, const char *path,
                                   struct lathe_pool *pool,
                                   struct lathe_err *err)
{
    char *meta = NULL;
    size_t n = 0;
    enum lathe_code rc;

    *d = (struct lathe_dataset){0};
    rc = lathe_store_open(&d->store, path, LATHE_STORE_DATASET, pool, err);
    if (!rc)
        rc = lathe_store_get_text(d->store, "meta", &meta, &n, err);
    if (rc)
        goto out;
    rc = read_meta(d, meta, n, err);
    if (rc) {
        lathe_fail_prefix(err, "'%s'", path);
        goto out;
    }
    rc = find_arrays(d, err);
    if (!rc)
        rc = find_groups(d, err);
out:
    lathe_free(meta);
    if (rc)
        lathe_dataset_release(d);
    return rc;
}

void lathe_dataset_release(struct lathe_dataset *d)
{
    lathe_store_free(d->store);
    for (int k = 0; k < LATHE_SPLITS; k++)
        lathe_dataset_numbers_release(&d->number[k]);
    lathe_schema_release(&d->schema);
    lathe_free(d->provenance);
    *d = (struct lathe_dataset){0};
}

/* ---- reading ------------------------------------------------------------ */

/* The place of a bad value, and where it is. */
struct fault {
    size_t row;
    const char *column, *what;
};

/* Every value of column `c`, the k-th of its kind. False: see *f. */
static bool check_column(const struct lathe_column *c, size_t k,
                         const struct lathe_rows *rows, struct fault *f)
{
    f->column = c->name;
    if (c->kind == LATHE_CATEGORY) {
        const uint32_t *code = rows->code + k;
        uint32_t codes = c->encode == LATHE_ENCODE_HASH ? LATHE_HASHING_CODES
                                                        : c->dict.n;

        f->what = "a code that is no category";
        for (f->row = 0; f->row < rows->n; f->row++) {
            uint32_t v = code[f->row * rows->categories];
            if (v >= codes && v != LATHE_MISSING_CODE &&
                v != LATHE_UNKNOWN_CODE)
                return false;
        }
    } else if (c->kind == LATHE_NUMBER) {
        const double *number = rows->number + k;

        f->what = "an infinite number";
        for (f->row = 0; f->row < rows->n; f->row++)
            if (isinf(number[f->row * rows->numbers]))
                return false;
    } else if (c->kind == LATHE_DATE) {
        const double *number = rows->number + k;

        f->what = "seconds that are no date";
        for (f->row = 0; f->row < rows->n; f->row++) {
            double v = number[f->row * rows->numbers];
            if (!isnan(v) && !lathe_date_holds(v))
                return false;
        }
    }
    return true;
}

/* `k` is the first float of the column. */
static bool check_text(const struct lathe_column *c, size_t k,
                       const struct lathe_rows *rows, struct fault *f)
{
    f->column = c->name;
    f->what = "a text of other numbers than those from -1 to 1";
    for (f->row = 0; f->row < rows->n; f->row++) {
        const float *v = rows->text + f->row * rows->texts + k;

        for (uint32_t i = 0; i < c->dims; i++)
            if (!(v[i] >= -1.0f && v[i] <= 1.0f) && (i || !isnan(v[i])))
                return false;
    }
    return true;
}

/* Target `t`, the k-th. */
static bool check_target(const struct lathe_target *t, size_t k,
                         const struct lathe_rows *rows, struct fault *f)
{
    f->column = t->name;
    f->what = rows->labels ? "a label that is no class"
                           : "a value that is not finite";
    for (f->row = 0; f->row < rows->n; f->row++)
        if (rows->labels ? rows->label[f->row * rows->labels + k] >=
                               t->classes.n
                         : !isfinite(rows->value[f->row * rows->values + k]))
            return false;
    return true;
}

static bool check_weight(const struct lathe_schema *s,
                         const struct lathe_rows *rows, struct fault *f)
{
    f->column = s->weight;
    f->what = "a weight that is no number from 0 to 1e30";
    for (f->row = 0; rows->weight && f->row < rows->n; f->row++)
        if (!(rows->weight[f->row] >= 0 &&
              rows->weight[f->row] <= LATHE_SCHEMA_WEIGHT))
            return false;
    return true;
}

static enum lathe_code check_rows(const struct lathe_dataset *d,
                                  enum lathe_split split, uint64_t first,
                                  const struct lathe_rows *rows,
                                  struct lathe_err *err)
{
    const struct lathe_schema *s = &d->schema;
    size_t place[LATHE_KINDS] = {0};
    struct fault f = {0};
    bool good = true;

    for (size_t i = 0; i < s->n && good; i++) {
        const struct lathe_column *c = &s->column[i];
        if (c->kind == LATHE_TEXT) {
            good = check_text(c, place[LATHE_TEXT], rows, &f);
            place[LATHE_TEXT] += c->dims;
            continue;
        }
        good = check_column(c, place[lathe_schema_is_real(c->kind)
                                         ? LATHE_NUMBER : c->kind]++,
                            rows, &f);
    }
    for (size_t t = 0; t < s->targets && good; t++)
        good = check_target(&s->target[t], t, rows, &f);
    if (good && check_weight(s, rows, &f))
        return LATHE_OK;
    return lathe_fail(err, LATHE_EDATA, "'%s': row %llu of '%s', '%s': %s",
                      lathe_store_path(d->store),
                      (unsigned long long)(first + f.row + 1),
                      lathe_split_name(split), f.column, f.what);
}

enum lathe_code lathe_dataset_read(const struct lathe_dataset *d,
                                   enum lathe_split split, uint64_t first,
                                   size_t n, struct lathe_rows *rows,
                                   struct lathe_err *err)
{
    const struct lathe_array *a[PARTS] = {&d->code[split], &d->pixel[split],
                                          &d->target[split], &d->text[split],
                                          &d->weight[split]};
    const size_t width[PARTS] = {rows->categories, rows->pixels,
                                 rows->labels + rows->values, rows->texts,
                                 rows->weight != NULL};
    void *to[PARTS];
    enum lathe_code rc = LATHE_OK;

    assert(split < LATHE_SPLITS && n <= rows->cap &&
           rows->numbers == d->schema.numbers &&
           rows->texts == d->schema.texts &&
           rows->categories == d->schema.categories &&
           rows->pixels == d->schema.pixels &&
           rows->labels == d->schema.labels &&
           rows->values == d->schema.values &&
           (rows->weight != NULL) == (d->schema.weight != NULL));
    rows->n = 0;
    if (first > d->rows[split] || n > d->rows[split] - first)
        return lathe_fail(err, LATHE_EDATA, "'%s': '%s' has but %llu rows",
                          lathe_store_path(d->store), lathe_split_name(split),
                          (unsigned long long)d->rows[split]);
    list_arrays(rows, to);
    rc = lathe_dataset_numbers_read(&d->number[split], d->store, first, n,
                                    rows->number, err);
    for (int p = 0; p < PARTS && n > 0 && !rc; p++)
        if (width[p])
            rc = lathe_store_read(d->store, a[p], first * width[p],
                                  (uint64_t)n * width[p], to[p], err);
    if (rc)
        return rc;
    rows->n = n;
    return check_rows(d, split, first, rows, err);
}

/* Groups that are read or written at a time. */
#define GROUPS 512

enum lathe_code lathe_dataset_groups(const struct lathe_dataset *d,
                                     enum lathe_split split, uint64_t first,
                                     size_t n, uint64_t *group,
                                     struct lathe_err *err)
{
    uint32_t half[GROUPS * 2];
    enum lathe_code rc = LATHE_OK;

    assert(d->grouped && split != LATHE_TEST);
    if (first > d->rows[split] || n > d->rows[split] - first)
        return lathe_fail(err, LATHE_EDATA, "'%s': '%s' has but %llu rows",
                          lathe_store_path(d->store), lathe_split_name(split),
                          (unsigned long long)d->rows[split]);
    for (size_t done = 0, some; done < n && !rc; done += some) {
        some = n - done < GROUPS ? n - done : GROUPS;
        rc = lathe_store_read(d->store, &d->group[split], 2 * (first + done),
                              2 * some, half, err);
        for (size_t i = 0; i < some && !rc; i++)
            group[done + i] = half[2 * i] | (uint64_t)half[2 * i + 1] << 32;
    }
    return rc;
}

/* ---- writing ------------------------------------------------------------ */

static enum lathe_code declare_split(struct lathe_dataset_writer *w,
                                     enum lathe_split split,
                                     const unsigned char *single,
                                     struct lathe_err *err)
{
    struct lathe_array *a[PARTS] = {&w->code[split], &w->pixel[split],
                                    &w->target[split], &w->text[split],
                                    &w->weight[split]};
    struct lathe_dataset_part part[PARTS];
    enum lathe_code rc = lathe_dataset_numbers_declare(
        &w->number[split], w->store, split, w->rows[split], single, w->numbers,
        err);

    list_parts(part, w->texts, w->categories, w->pixels, w->labels, w->values,
               w->weighted);
    for (int p = 0; p < PARTS && !rc; p++)
        rc = lathe_dataset_part_declare(w->store, split, w->rows[split],
                                        &part[p], a[p], err);
    return rc;
}

enum lathe_code lathe_dataset_create(struct lathe_dataset_writer *w,
                                     const char *path,
                                     const struct lathe_schema *s,
                                     const uint64_t rows[LATHE_SPLITS],
                                     const unsigned char *const
                                         single[LATHE_SPLITS],
                                     struct lathe_err *err)
{
    enum lathe_code rc;

    *w = (struct lathe_dataset_writer){.numbers = s->numbers,
                                       .texts = s->texts,
                                       .categories = s->categories,
                                       .pixels = s->pixels,
                                       .labels = s->labels,
                                       .values = s->values,
                                       .weighted = s->weight != NULL};
    memcpy(w->rows, rows, sizeof w->rows);
    rc = lathe_store_writer_new(&w->store, LATHE_STORE_DATASET, path, err);
    for (int k = 0; k < LATHE_SPLITS && !rc; k++)
        rc = declare_split(w, (enum lathe_split)k, single ? single[k] : NULL,
                           err);
    if (rc)
        lathe_dataset_writer_release(w);
    return rc;
}

enum lathe_code lathe_dataset_declare_groups(struct lathe_dataset_writer *w,
                                             struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    w->grouped = true;
    for (int k = 0; k < LATHE_SPLITS && !rc; k++) {
        if (has_groups(w->rows, k))
            rc = lathe_dataset_part_declare(w->store, (enum lathe_split)k,
                                            w->rows[k], &group_part,
                                            &w->group[k], err);
    }
    return rc;
}

enum lathe_code lathe_dataset_fill_groups(struct lathe_dataset_writer *w,
                                          enum lathe_split split,
                                          uint64_t first, size_t n,
                                          const uint64_t *group,
                                          struct lathe_err *err)
{
    uint32_t half[GROUPS * 2];
    enum lathe_code rc = LATHE_OK;

    assert(w->grouped && split < LATHE_SPLITS);
    if (first > w->rows[split] || n > w->rows[split] - first)
        return lathe_fail(err, LATHE_EBUG, "more groups for '%s' than rows",
                          lathe_split_name(split));
    if (split == LATHE_TEST)
        return LATHE_OK;
    for (size_t done = 0, some; done < n && !rc; done += some) {
        some = n - done < GROUPS ? n - done : GROUPS;
        for (size_t i = 0; i < some; i++) {
            half[2 * i] = (uint32_t)group[done + i];
            half[2 * i + 1] = (uint32_t)(group[done + i] >> 32);
        }
        rc = lathe_store_fill(w->store, &w->group[split], 2 * (first + done),
                              2 * some, half, err);
    }
    if (!rc)
        atomic_fetch_add(&w->group_filled[split], n);
    return rc;
}

/* Rows [first, first + n) of a split, in or out. */
static enum lathe_code transfer(struct lathe_dataset_writer *w, bool in,
                                enum lathe_split split, uint64_t first,
                                size_t n, const struct lathe_rows *rows,
                                struct lathe_err *err)
{
    const struct lathe_array *a[PARTS] = {&w->code[split], &w->pixel[split],
                                          &w->target[split], &w->text[split],
                                          &w->weight[split]};
    const struct lathe_dataset_numbers *number = &w->number[split];
    const size_t width[PARTS] = {w->categories, w->pixels,
                                 w->labels + w->values, w->texts,
                                 w->weighted};
    void *array[PARTS];
    enum lathe_code rc;

    assert(rows->numbers == w->numbers && rows->pixels == w->pixels &&
           rows->texts == w->texts &&
           rows->categories == w->categories &&
           rows->labels == w->labels && rows->values == w->values &&
           (rows->weight != NULL) == w->weighted);
    list_arrays(rows, array);
    rc = in ? lathe_dataset_numbers_fill(number, w->store, first, n,
                                         rows->number, err)
            : lathe_dataset_numbers_back(number, w->store, first, n,
                                         rows->number, err);
    for (int p = 0; p < PARTS && n > 0 && !rc; p++) {
        uint64_t begin = first * width[p], count = (uint64_t)n * width[p];

        if (count == 0)
            continue;
        rc = in ? lathe_store_fill(w->store, a[p], begin, count, array[p], err)
                : lathe_store_back(w->store, a[p], begin, count, array[p],
                                   err);
    }
    return rc;
}

/* As floats, which is what they count for. */
static bool is_heavy(const struct lathe_rows *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        if ((float)rows->weight[i] > 0)
            return true;
    return false;
}

enum lathe_code lathe_dataset_fill(struct lathe_dataset_writer *w,
                                   enum lathe_split split, uint64_t first,
                                   struct lathe_rows *rows,
                                   struct lathe_err *err)
{
    enum lathe_code rc;

    assert(split < LATHE_SPLITS);
    if (first > w->rows[split] || rows->n > w->rows[split] - first)
        return lathe_fail(err, LATHE_EBUG, "more rows for '%s' than announced",
                          lathe_split_name(split));
    rc = transfer(w, true, split, first, rows->n, rows, err);
    if (!rc && w->weighted && is_heavy(rows))
        w->heavy[split] = true;
    if (!rc)
        atomic_fetch_add(&w->filled[split], rows->n);
    return rc;
}

enum lathe_code lathe_dataset_append(struct lathe_dataset_writer *w,
                                     enum lathe_split split,
                                     struct lathe_rows *rows,
                                     struct lathe_err *err)
{
    assert(split < LATHE_SPLITS);
    return lathe_dataset_fill(w, split, w->filled[split], rows, err);
}

enum lathe_code lathe_dataset_back(struct lathe_dataset_writer *w,
                                   enum lathe_split split, uint64_t first,
                                   size_t n, struct lathe_rows *rows,
                                   struct lathe_err *err)
{
    enum lathe_code rc;

    assert(split < LATHE_SPLITS && n <= rows->cap);
    rows->n = 0;
    if (first > w->filled[split] || n > w->filled[split] - first)
        return lathe_fail(err, LATHE_EBUG, "rows of '%s' that are not there",
                          lathe_split_name(split));
    rc = transfer(w, false, split, first, n, rows, err);
    if (!rc)
        rows->n = n;
    return rc;
}

static void write_meta(struct lathe_buf *out, const struct lathe_schema *s,
                       const uint64_t rows[LATHE_SPLITS],
                       const char *provenance)
{
    struct lathe_json_out j = {.out = out, .compact = true};

    lathe_json_open(&j, NULL, '{');
    lathe_json_string(&j, "lathe", lathe_version());
    lathe_json_string(&j, "kind", "dataset");
    lathe_schema_write(&j, "schema", s);
    lathe_json_open(&j, "rows", '{');
    for (int k = 0; k < LATHE_SPLITS; k++)
        lathe_json_int(&j, lathe_split_name((enum lathe_split)k),
                       (int64_t)rows[k]);
    lathe_json_close(&j, '}');
    lathe_json_raw(&j, "provenance", provenance ? provenance : "{}");
    lathe_json_close(&j, '}');
}

/* Whether what is about to be written can be read again, which also tells a
 * schema with too many inputs while the old file still stands. */
static enum lathe_code check_meta(const struct lathe_buf *meta,
                                  struct lathe_err *err)
{
    struct lathe_dataset d = {0};
    enum lathe_code rc = lathe_buf_check(meta, err);

    if (!rc)
        rc = read_meta(&d, meta->s, meta->len, err);
    lathe_dataset_release(&d);
    return rc;
}

enum lathe_code lathe_dataset_commit(struct lathe_dataset_writer *w,
                                     const struct lathe_schema *s,
                                     const char *provenance,
                                     struct lathe_digest *digest,
                                     uint64_t *bytes, struct lathe_err *err)
{
    struct lathe_buf meta = {0};
    enum lathe_code rc;

    if (s->numbers != w->numbers || s->texts != w->texts ||
        s->categories != w->categories ||
        s->pixels != w->pixels || s->labels != w->labels ||
        s->values != w->values || (s->weight != NULL) != w->weighted)
        return lathe_fail(err, LATHE_EBUG,
                          "a schema that does not fit the rows written");
    for (int k = 0; k < LATHE_SPLITS; k++)
        if (w->filled[k] != w->rows[k])
            return lathe_fail(err, LATHE_EBUG, "'%s' has not all its rows",
                              lathe_split_name((enum lathe_split)k));
    for (int k = 0; k < LATHE_SPLITS && w->grouped; k++)
        if (has_groups(w->rows, k) && w->group_filled[k] != w->rows[k])
            return lathe_fail(err, LATHE_EBUG, "'%s' has not all its groups",
                              lathe_split_name((enum lathe_split)k));
    for (int k = 0; w->weighted && k < LATHE_SPLITS; k++)
        if (w->rows[k] && !w->heavy[k])
            return lathe_fail(err, LATHE_EDATA, "weight: all rows of '%s' have "
                              "the weight 0 in column '%.200s'",
                              lathe_split_name((enum lathe_split)k),
                              s->weight);
    write_meta(&meta, s, w->rows, provenance);
    rc = check_meta(&meta, err);
    if (!rc)
        rc = lathe_store_add_text(w->store, "meta", meta.s, meta.len, err);
    if (!rc)
        rc = lathe_store_commit(w->store, digest, bytes, err);
    lathe_buf_release(&meta);
    return rc;
}

void lathe_dataset_writer_release(struct lathe_dataset_writer *w)
{
    lathe_store_writer_free(w->store);
    for (int k = 0; k < LATHE_SPLITS; k++)
        lathe_dataset_numbers_release(&w->number[k]);
    *w = (struct lathe_dataset_writer){0};
}
