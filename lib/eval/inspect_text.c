#include "eval/grid.h"
#include "eval/inspect.h"

#include "base/decimal.h"
#include "nn/embed.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Rows of a table of classes or of pixels; behind them stands how many more
 * there are. */
#define MOST_ROWS 60

/* Depth of the provenance that is shown as key.key. */
#define MOST_DEPTH 6

#define CELLS(g, ...)                                                         \
    lathe_grid_words(g, (const char *const[]){__VA_ARGS__, NULL})

/* ---- heading ------------------------------------------------------------ */

/* "'who'": the column that groups the rows. */
static void group_cells(struct lathe_grid *g, const struct lathe_inspection *f)
{
    const char *by = lathe_json_as_string(
        lathe_json_get(lathe_json_get(f->provenance, "options"), "split_by"),
        "");
    const char *colon = strchr(by, ':');

    CELLS(g, "groups");
    lathe_grid_cell(g, "%s%s%s, kept together in folds", colon ? "'" : "",
                    colon ? colon + 1 : "yes", colon ? "'" : "");
}

static enum lathe_code put_heading(struct lathe_buf *out,
                                   const struct lathe_inspection *f,
                                   struct lathe_err *err)
{
    const struct lathe_schema *s = f->schema;
    struct lathe_grid g = {.cols = 2};
    char hex[33], names[LATHE_SCHEMA_NAMES_ROOM];

    lathe_digest_hex(&f->digest, hex);
    CELLS(&g, "file", f->path, "kind", lathe_inspect_kind(f), "size");
    lathe_grid_cell(&g, "%llu bytes", (unsigned long long)f->bytes);
    CELLS(&g, "digest", hex);
    if (!s)
        return lathe_grid_section(&g, NULL, out, err);
    CELLS(&g, s->targets > 1 ? "targets" : "target");
    if (s->targets > 1)
        lathe_grid_cell(&g, "%zu %s: %s", s->targets,
                        s->labels ? "labels" : "numbers",
                        lathe_schema_target_names(names, s));
    else if (s->labels)
        lathe_grid_cell(&g, "'%s', %u classes", s->target[0].name,
                        s->target[0].classes.n);
    else
        lathe_grid_cell(&g, "'%s', a number", s->target[0].name);
    if (s->weight)
        CELLS(&g, "weights", s->weight);
    if (f->dataset.grouped)
        group_cells(&g, f);
    CELLS(&g, "inputs");
    lathe_grid_cell(&g, "%zu, fitted on %llu rows", s->inputs,
                    (unsigned long long)s->rows);
    return lathe_grid_section(&g, NULL, out, err);
}

/* ---- rows and classes --------------------------------------------------- */

static enum lathe_code put_splits(struct lathe_buf *out,
                                  const struct lathe_inspection *f,
                                  struct lathe_err *err)
{
    struct lathe_grid g = {.cols = 2, .right = 2};

    CELLS(&g, "split", "rows");
    for (int k = 0; k < LATHE_SPLITS; k++) {
        CELLS(&g, lathe_split_name((enum lathe_split)k));
        lathe_grid_count(&g, f->dataset.rows[k]);
    }
    return lathe_grid_section(&g, "Splits", out, err);
}

/* Of a dataset all splits; of a model the rows that it learned from. */
static void class_cells(struct lathe_grid *g, const struct lathe_inspection *f,
                        size_t t, uint32_t c)
{
    const struct lathe_target *of = &f->schema->target[t];
    size_t classes = lathe_schema_classes(f->schema);
    size_t first = 2 * t;       /* of several all have two */
    const uint64_t *rows = f->class_rows ? f->class_rows + first
                                         : of->class_count;
    uint64_t train = rows[c], all = 0;

    for (uint32_t i = 0; i < of->classes.n; i++)
        all += rows[i];
    CELLS(g, of->classes.word[c]);
    lathe_grid_count(g, train);
    unsigned long long tenths =
        all ? (unsigned long long)(1000.0 * (double)train / (double)all + 0.5)
            : 0;
    lathe_grid_cell(g, "%llu.%llu %%", tenths / 10, tenths % 10);
    for (int k = LATHE_VALID; f->class_rows && k < LATHE_SPLITS; k++)
        lathe_grid_count(g, rows[(size_t)k * classes + c]);
}

static enum lathe_code put_classes(struct lathe_buf *out,
                                   const struct lathe_inspection *f,
                                   struct lathe_err *err)
{
    const struct lathe_dict *classes = &f->schema->target[0].classes;
    struct lathe_grid g = {.cols = f->class_rows ? 5 : 3, .right = 0x1e};

    CELLS(&g, "class", "train", "share");
    if (f->class_rows)
        CELLS(&g, "valid", "test");
    for (uint32_t c = 0; c < classes->n && c < MOST_ROWS; c++)
        class_cells(&g, f, 0, c);
    if (f->class_rows &&
        f->no_class[LATHE_TRAIN] + f->no_class[LATHE_VALID] +
        f->no_class[LATHE_TEST]) {
        CELLS(&g, "(none of these)");
        lathe_grid_count(&g, f->no_class[LATHE_TRAIN]);
        CELLS(&g, "");
        lathe_grid_count(&g, f->no_class[LATHE_VALID]);
        lathe_grid_count(&g, f->no_class[LATHE_TEST]);
    }
    enum lathe_code rc = lathe_grid_section(&g, "Classes", out, err);
    if (classes->n > MOST_ROWS)
        lathe_buf_printf(out, "  and %u more\n", classes->n - MOST_ROWS);
    return rc;
}

/* Labels with the class that counts as having them. */
static enum lathe_code put_labels(struct lathe_buf *out,
                                  const struct lathe_inspection *f,
                                  struct lathe_err *err)
{
    const struct lathe_schema *s = f->schema;
    struct lathe_grid g = {.cols = f->class_rows ? 6 : 4, .right = 0x3c};

    CELLS(&g, "label", "class", "train", "share");
    if (f->class_rows)
        CELLS(&g, "valid", "test");
    for (size_t t = 0; t < s->targets && t < MOST_ROWS; t++) {
        CELLS(&g, s->target[t].name);
        class_cells(&g, f, t, s->target[t].classes.n - 1);
    }
    enum lathe_code rc = lathe_grid_section(&g, "Labels", out, err);
    if (s->targets > MOST_ROWS)
        lathe_buf_printf(out, "  and %zu more\n", s->targets - MOST_ROWS);
    return rc;
}

static enum lathe_code put_target(struct lathe_buf *out,
                                  const struct lathe_schema *s,
                                  struct lathe_err *err)
{
    bool several = s->targets > 1;
    struct lathe_grid g = {.cols = several ? 8 : 7,
                           .right = several ? 0xfe : 0x7f};

    if (several)
        CELLS(&g, "name");
    lathe_inspect_figure_names(&g);
    for (size_t t = 0; t < s->targets && t < MOST_ROWS; t++) {
        if (several)
            CELLS(&g, s->target[t].name);
        lathe_inspect_figures(&g, &s->target[t].stats);
    }
    enum lathe_code rc = lathe_grid_section(&g, several ? "Targets" : "Target",
                                            out, err);
    if (s->targets > MOST_ROWS)
        lathe_buf_printf(out, "  and %zu more\n", s->targets - MOST_ROWS);
    return rc;
}

/* ---- the schema --------------------------------------------------------- */

static enum lathe_code put_image(struct lathe_buf *out,
                                 const struct lathe_schema *s,
                                 struct lathe_err *err)
{
    struct lathe_grid g = {.cols = 3, .right = 7};
    const struct lathe_image *m = &s->image;

    lathe_buf_printf(out, "\nImages of %u x %u x %u pixels (channels, height, "
                     "width)\n", m->channels, m->height, m->width);
    CELLS(&g, "channel", "shift", "factor");
    for (uint32_t i = 0; i < m->channels && i < 4; i++) {
        lathe_grid_cell(&g, "%u", i + 1);
        lathe_grid_number(&g, (double)m->shift[i]);
        lathe_grid_number(&g, (double)m->factor[i]);
    }
    return lathe_grid_section(&g, NULL, out, err);
}

static enum lathe_code put_schema(struct lathe_buf *out,
                                  const struct lathe_inspection *f,
                                  struct lathe_err *err)
{
    const struct lathe_schema *s = f->schema;
    enum lathe_code rc = s->values        ? put_target(out, s, err)
                         : s->labels > 1 ? put_labels(out, f, err)
                                         : put_classes(out, f, err);

    if (rc == LATHE_OK && s->image.channels)
        rc = put_image(out, s, err);
    if (rc == LATHE_OK)
        rc = lathe_inspect_columns(s, out, err);
    return rc;
}

/* ---- network ------------------------------------------------------------ */

static void shape_cell(struct lathe_grid *g, struct lathe_shape s)
{
    if (s.h == 1 && s.w == 1)
        lathe_grid_cell(g, "%u", s.c);
    else
        lathe_grid_cell(g, "%u x %u x %u", s.c, s.h, s.w);
}

/* "embed work 4x3, country 42x13": the columns that have vectors. */
static void put_embedding(struct lathe_buf *out, const struct lathe_embed *e,
                          const struct lathe_schema *s)
{
    const char *between = "embed ";

    for (size_t i = 0; i < e->n; i++) {
        const struct lathe_embed_column *c = &e->column[i];

        if (c->size == 0)
            continue;
        lathe_buf_printf(out, "%s%.40s %ux%u", between,
                         lathe_embed_source(s, i)->name, c->width, c->size);
        between = ", ";
    }
}

static enum lathe_code layer_cells(struct lathe_grid *g,
                                   const struct lathe_model *m, size_t i,
                                   struct lathe_err *err)
{
    const struct lathe_layer *l = &m->net.layer[i];
    bool quantised = m->quant && m->quant[i].weight;
    struct lathe_buf text = {0};

    if (l->embed)
        put_embedding(&text, l->embed, &m->schema);
    else
        lathe_layer_text(&text, l);
    enum lathe_code rc = lathe_buf_check(&text, err);
    lathe_grid_cell(g, "%zu", i + 1);
    CELLS(g, text.s ? text.s : "");
    shape_cell(g, l->out);
    lathe_grid_count(g, lathe_layer_trained(l));
    lathe_grid_count(g, lathe_layer_flops(l));
    CELLS(g, !l->weights ? "" : quantised ? "int8" : "float32");
    lathe_buf_release(&text);
    return rc;
}

static enum lathe_code put_net(struct lathe_buf *out,
                               const struct lathe_model *m,
                               struct lathe_err *err)
{
    struct lathe_grid g = {.cols = 6, .right = 0x1d};
    size_t trained = lathe_net_trained(&m->net);
    uint64_t operations = 0;
    enum lathe_code rc = LATHE_OK;

    CELLS(&g, "", "layer", "output", "parameters", "operations", "weights",
          "", "input");
    shape_cell(&g, m->net.in);
    CELLS(&g, "", "", "");
    for (size_t i = 0; rc == LATHE_OK && i < m->net.n; i++) {
        rc = layer_cells(&g, m, i, err);
        operations += lathe_layer_flops(&m->net.layer[i]);
    }
    CELLS(&g, "", "total", "");
    lathe_grid_count(&g, trained);
    lathe_grid_count(&g, operations);
    CELLS(&g, "");
    if (rc == LATHE_OK)
        rc = lathe_grid_section(&g, "Network", out, err);
    lathe_grid_release(&g);
    if (m->net.params > trained)
        lathe_buf_printf(out, "  running statistics beside these: %zu\n",
                         m->net.params - trained);
    lathe_buf_printf(out, "  loss: %s\n", lathe_loss_name(m->loss));
    return rc;
}

/* ---- provenance --------------------------------------------------------- */

/* A walk through JSON; `key` is the path of names so far. */
struct walk {
    struct lathe_grid *g;
    char key[200];
    int depth;
};

static bool put_member(void *ctx, const char *key, const struct lathe_json *v);

static void put_value(struct walk *w, const struct lathe_json *v)
{
    char text[LATHE_DECIMAL_ROOM], place[24];
    enum lathe_json_kind kind = lathe_json_kind(v);

    if (w->depth < MOST_DEPTH && kind == LATHE_JSON_OBJECT) {
        lathe_json_each(v, put_member, w);
        return;
    }
    if (w->depth < MOST_DEPTH && kind == LATHE_JSON_ARRAY) {
        for (size_t i = 0; i < lathe_json_size(v); i++) {
            snprintf(place, sizeof place, "%zu", i + 1);
            put_member(w, place, lathe_json_at(v, i));
        }
        return;
    }
    if (kind == LATHE_JSON_NULL)        /* an option that was not given */
        return;
    CELLS(w->g, w->key);
    switch (kind) {
    case LATHE_JSON_STRING:
        lathe_grid_cell(w->g, "%.400s", lathe_json_as_string(v, ""));
        break;
    case LATHE_JSON_BOOL:
        CELLS(w->g, lathe_json_as_bool(v, false) ? "yes" : "no");
        break;
    case LATHE_JSON_NUMBER:
        lathe_decimal_double(text, lathe_json_as_double(v, 0));
        CELLS(w->g, text);
        break;
    default:
        CELLS(w->g, "..");
    }
}

static bool put_member(void *ctx, const char *key, const struct lathe_json *v)
{
    struct walk *w = ctx;
    size_t len = strlen(w->key);

    snprintf(w->key + len, sizeof w->key - len, "%s%s", len ? "." : "", key);
    w->depth++;
    put_value(w, v);
    w->depth--;
    w->key[len] = '\0';
    return true;
}

static enum lathe_code put_provenance(struct lathe_buf *out,
                                      const struct lathe_json *v,
                                      const char *title,
                                      struct lathe_err *err)
{
    struct lathe_grid g = {.cols = 2};
    struct walk w = {.g = &g};

    put_value(&w, v);
    if (g.n == 0)
        return LATHE_OK;
    return lathe_grid_section(&g, title, out, err);
}

enum lathe_code lathe_inspect_text(const struct lathe_inspection *f,
                                   struct lathe_buf *out,
                                   struct lathe_err *err)
{
    enum lathe_code rc = put_heading(out, f, err);

    if (rc == LATHE_OK && f->kind == LATHE_STORE_DATASET)
        rc = put_splits(out, f, err);
    if (rc == LATHE_OK && f->schema)
        rc = put_schema(out, f, err);
    if (rc == LATHE_OK && f->kind == LATHE_STORE_MODEL)
        rc = put_net(out, &f->model, err);
    if (rc == LATHE_OK)
        rc = put_provenance(out, f->provenance,
                            f->schema ? "Made by" : "Training", err);
    return rc ? rc : lathe_buf_check(out, err);
}
