#include "fit/gather.h"

#include "base/alloc.h"
#include "fit/fit_category.h"
#include "fit/sweep.h"

#include <math.h>
#include <string.h>

/* Bytes of block moments that wait to be merged. */
#define WINDOW_BYTES ((size_t)16 << 20)
#define WINDOW_BLOCKS 256
/* Bytes of counts that all threads together may take; else one counts. */
#define COUNT_BYTES ((size_t)32 << 20)

/* Counts lie one behind the other: for each category column its own, one for
 * each class of each target, sums of channels, sums of squares of channels. */
struct layout {
    size_t classes, sums, squares, all;
};

struct pass {
    const struct lathe_schema *s;
    struct layout at;
    struct lathe_moments *block;        /* [window x width] */
    size_t width;               /* numbers and values */
    struct lathe_gather *thread;        /* [threads] count and date */
    struct lathe_columns columns;
    uint64_t base;              /* the first row of the window */
    size_t rows;                /* of a block */
};

static struct layout layout_of(const struct lathe_schema *s)
{
    struct layout at = {0};

    for (size_t i = 0; i < s->n; i++)
        if (s->column[i].kind == LATHE_CATEGORY)
            at.classes += lathe_fit_category_slots(&s->column[i]);
        else if (s->column[i].kind == LATHE_TEXT)
            at.classes += 2;
    at.sums = at.classes + lathe_schema_classes(s);
    at.squares = at.sums + 4;
    at.all = at.squares + 4;
    return at;
}

/* ---- one block ---------------------------------------------------------- */

static void add_pixels(const struct pass *p, const struct lathe_rows *rows,
                       uint64_t *count)
{
    const struct lathe_image *image = &p->s->image;
    size_t plane = (size_t)image->height * image->width;
    const uint8_t *v = rows->pixel;

    for (size_t i = 0; i < rows->n; i++)
        for (size_t c = 0; c < image->channels; c++) {
            uint64_t sum = 0, squares = 0;

            for (size_t k = 0; k < plane; k++) {
                sum += v[k];
                squares += (uint64_t)v[k] * v[k];
            }
            count[p->at.sums + c] += sum;
            count[p->at.squares + c] += squares;
            v += plane;
        }
}

/* Texts that are there, and that are missing; `first` is the column's first
 * float in a row. */
static void add_texts(const struct lathe_rows *rows, size_t first,
                      uint64_t count[2])
{
    for (size_t i = 0; i < rows->n; i++)
        count[isnan(rows->text[i * rows->texts + first]) != 0]++;
}

void lathe_gather_moments(const struct lathe_columns *c,
                          const struct lathe_rows *rows,
                          struct lathe_moments *m)
{
    c->moments(rows->number, rows->numbers, rows->n, m);
    c->moments(rows->value, rows->values, rows->n, m + rows->numbers);
}

size_t lathe_gather_slots(const struct lathe_schema *s)
{
    return layout_of(s).classes;
}

void lathe_gather_categories(const struct lathe_schema *s,
                             const struct lathe_rows *rows, uint64_t *count)
{
    size_t category = 0;

    for (size_t i = 0; i < s->n; i++) {
        const struct lathe_column *c = &s->column[i];

        if (c->kind != LATHE_CATEGORY)
            continue;
        lathe_fit_category_count(c, rows->code + category++, rows->categories,
                                 rows->n, count);
        count += lathe_fit_category_slots(c);
    }
}

bool lathe_gather_has_dates(const struct lathe_schema *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->column[i].kind == LATHE_DATE)
            return true;
    return false;
}

enum lathe_code lathe_gather_dates(const struct lathe_schema *s,
                                   const struct lathe_rows *rows,
                                   struct lathe_fit_date *date,
                                   struct lathe_err *err)
{
    size_t number = 0;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < s->n && !rc; i++) {
        if (!lathe_schema_is_real(s->column[i].kind))
            continue;
        if (s->column[i].kind == LATHE_DATE)
            rc = lathe_fit_date_add(&date[number], rows->number + number,
                                    rows->numbers, rows->n, err);
        number++;
    }
    return rc;
}

static void add_labels(const struct lathe_target *t, const uint32_t *label,
                       size_t step, size_t n, uint64_t *count)
{
    for (size_t i = 0; i < n; i++)
        if (label[i * step] < t->classes.n)
            count[label[i * step]]++;
}

static enum lathe_code add_block(void *ctx, uint64_t first,
                                 const struct lathe_rows *rows, int thread,
                                 struct lathe_err *err)
{
    struct pass *p = ctx;
    const struct lathe_schema *s = p->s;
    size_t category = 0, text = 0, slot = 0;
    uint64_t *count = p->thread[thread].count;
    struct lathe_moments *m = p->block + (size_t)((first - p->base) / p->rows) *
                                             p->width;
    enum lathe_code rc = lathe_gather_dates(s, rows, p->thread[thread].date,
                                            err);

    lathe_gather_moments(&p->columns, rows, m);
    for (size_t i = 0; i < s->n; i++) {
        const struct lathe_column *c = &s->column[i];

        if (c->kind == LATHE_CATEGORY) {
            lathe_fit_category_count(c, rows->code + category++,
                                     rows->categories, rows->n, count + slot);
            slot += lathe_fit_category_slots(c);
        } else if (c->kind == LATHE_TEXT) {
            add_texts(rows, text, count + slot);
            text += c->dims;
            slot += 2;
        }
    }
    if (s->image.channels)
        add_pixels(p, rows, count);
    count += p->at.classes;
    for (size_t t = 0; t < s->labels; t++) {
        add_labels(&s->target[t], rows->label + t, s->labels, rows->n, count);
        count += s->target[t].classes.n;
    }
    return rc;
}

/* ---- all blocks --------------------------------------------------------- */

static void pass_release(struct pass *p, int threads)
{
    for (int i = 0; p->thread && i < threads; i++)
        lathe_gather_release(&p->thread[i]);
    lathe_free(p->thread);
    lathe_free(p->block);
}

static enum lathe_code pass_init(struct pass *p, size_t window, int threads,
                                 struct lathe_err *err)
{
    size_t numbers = p->s->numbers;
    const char *what = "statistics";
    enum lathe_code rc;

    rc = lathe_new(&p->block, window * p->width, sizeof *p->block, what, err);
    if (!rc)
        rc = lathe_new(&p->thread, (size_t)threads, sizeof *p->thread, what,
                       err);
    for (int i = 0; i < threads && !rc; i++) {
        struct lathe_gather *t = &p->thread[i];

        t->numbers = numbers;
        rc = lathe_new(&t->count, p->at.all, sizeof *t->count, what, err);
        if (!rc)
            rc = lathe_new(&t->date, numbers, sizeof *t->date, what, err);
    }
    return rc;
}

/* The blocks of a window, then their moments in order. */
static enum lathe_code run_window(struct lathe_gather *g, struct pass *p,
                                  struct lathe_sweep *w, uint64_t blocks,
                                  struct lathe_err *err)
{
    size_t width = p->width;
    enum lathe_code rc = lathe_sweep_run(w, p->base, w->block, blocks,
                                         add_block, p, err);

    for (size_t b = 0; b < blocks && !rc; b++)
        for (size_t k = 0; k < width; k++)
            lathe_moments_merge(&g->number[k], &p->block[b * width + k]);
    return rc;
}

enum lathe_code lathe_gather_add_dates(struct lathe_gather *g,
                                       const struct lathe_fit_date *date,
                                       struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t k = 0; k < g->numbers && !rc; k++)
        rc = lathe_fit_date_merge(&g->date[k], &date[k], err);
    return rc;
}

/* What a thread saw; the first one's is taken over. */
static enum lathe_code merge(struct lathe_gather *g, const struct pass *p,
                             struct lathe_gather *t, struct lathe_err *err)
{
    if (!g->count) {
        g->count = t->count;
        g->date = t->date;
        t->count = NULL;
        t->date = NULL;
        return LATHE_OK;
    }
    for (size_t i = 0; i < p->at.all; i++)
        g->count[i] += t->count[i];
    return lathe_gather_add_dates(g, t->date, err);
}

/* As many threads as there is room to count for. */
static struct lathe_pool *counting_pool(struct lathe_pool *pool,
                                        const struct layout *at)
{
    size_t most = COUNT_BYTES / sizeof(uint64_t) / at->all;

    return (size_t)lathe_pool_threads(pool) <= most ? pool : NULL;
}

enum lathe_code lathe_gather_run(struct lathe_gather *g,
                                 const struct lathe_schema *s,
                                 const struct lathe_fit_rows *train,
                                 struct lathe_pool *pool,
                                 struct lathe_err *err)
{
    struct pass p = {.s = s, .at = layout_of(s),
                     .width = s->numbers + s->values,
                     .columns = lathe_columns_for(lathe_cpu_level())};
    struct lathe_sweep w = {0};
    uint64_t blocks, window;
    enum lathe_code rc;

    *g = (struct lathe_gather){0};
    rc = lathe_sweep_init(&w, train, s, counting_pool(pool, &p.at), err);
    if (rc)
        return rc;
    blocks = lathe_sweep_blocks(&w);
    window = WINDOW_BYTES / ((p.width + 1) * sizeof *p.block);
    window = window < 1 ? 1 : window < WINDOW_BLOCKS ? window : WINDOW_BLOCKS;
    window = window < blocks ? window : blocks;
    p.rows = w.block;
    rc = pass_init(&p, (size_t)window, w.threads, err);
    if (!rc)
        rc = lathe_new(&g->number, p.width, sizeof *g->number, "statistics",
                       err);
    g->numbers = s->numbers;
    for (uint64_t b = 0; b < blocks && !rc; b += window) {
        p.base = b * w.block;
        rc = run_window(g, &p, &w, blocks - b < window ? blocks - b : window,
                        err);
    }
    for (int t = 0; t < w.threads && !rc; t++)
        rc = merge(g, &p, &p.thread[t], err);
    pass_release(&p, w.threads);
    lathe_sweep_release(&w);
    if (rc)
        lathe_gather_release(g);
    return rc;
}

enum lathe_code lathe_gather_of(struct lathe_gather *g,
                                const struct lathe_schema *s,
                                struct lathe_moments *m,
                                const uint64_t *slot,
                                const uint64_t *class_rows,
                                struct lathe_err *err)
{
    struct layout at = layout_of(s);
    enum lathe_code rc;

    *g = (struct lathe_gather){.numbers = s->numbers};
    rc = lathe_new(&g->count, at.all, sizeof *g->count, "statistics", err);
    if (!rc)
        rc = lathe_new(&g->date, g->numbers, sizeof *g->date, "statistics",
                       err);
    if (rc) {
        lathe_gather_release(g);
        return rc;
    }
    memcpy(g->count, slot, at.classes * sizeof *slot);
    if (s->labels)
        memcpy(g->count + at.classes, class_rows,
               s->target[0].classes.n * sizeof *g->count);
    g->number = m;
    return LATHE_OK;
}

void lathe_gather_release(struct lathe_gather *g)
{
    for (size_t k = 0; g->date && k < g->numbers; k++)
        lathe_fit_date_release(&g->date[k]);
    lathe_free(g->date);
    lathe_free(g->number);
    lathe_free(g->count);
    *g = (struct lathe_gather){0};
}

void lathe_gather_put(const struct lathe_gather *g, struct lathe_schema *s)
{
    const uint64_t *count = g->count;

    for (size_t i = 0; i < s->n; i++)
        if (s->column[i].kind == LATHE_CATEGORY) {
            lathe_fit_category_put(&s->column[i], count);
            count += lathe_fit_category_slots(&s->column[i]);
        } else if (s->column[i].kind == LATHE_TEXT) {
            s->column[i].present = count[0];
            s->column[i].missing = count[1];
            count += 2;
        }
    for (size_t t = 0; t < s->labels; t++)
        for (uint32_t k = 0; k < s->target[t].classes.n; k++)
            s->target[t].class_count[k] = *count++;
}

void lathe_gather_pixels(const struct lathe_gather *g,
                         const struct lathe_schema *s, size_t channel,
                         uint64_t *sum, uint64_t *squares)
{
    struct layout at = layout_of(s);

    *sum = g->count[at.sums + channel];
    *squares = g->count[at.squares + channel];
}
