#include "prepare/glance.h"

#include "base/alloc.h"
#include "base/decimal.h"
#include "base/digest.h"
#include "data/singles.h"

#include <math.h>
#include <string.h>

/* Longer lines are not looked at. */
#define LINE ((size_t)64 << 10)
/* Bytes behind a field that numbers.h may read. */
#define BEHIND 64

/* What a thread has for itself. */
struct lathe_glance_hand {
    char *line;                 /* [LINE + BEHIND] */
    struct lathe_field *field;  /* [columns] */
    double *value;              /* [columns + 1] */
    struct lathe_rows row;      /* one */
};

size_t lathe_glance_plan(struct lathe_glance *g, uint64_t tiles, size_t most)
{
    uint64_t used;

    g->step = (size_t)(tiles / most) + 1;
    used = (tiles + g->step - 1) / g->step;
    g->each = used ? (size_t)((most + used - 1) / used) : 0;
    return (size_t)used * g->each;
}

enum lathe_code lathe_glance_init(struct lathe_glance *g, int threads,
                                  struct lathe_err *err)
{
    const char *what = "a sample of rows";
    enum lathe_code rc;

    g->threads = threads;
    g->numbers = lathe_numbers_for(lathe_cpu_level());
    rc = lathe_new(&g->place, g->columns, sizeof *g->place, what, err);
    for (size_t i = 0; i < g->columns && !rc; i++)
        g->place[i] = (uint32_t)i;
    if (!rc)
        rc = lathe_new(&g->wide, g->schema->numbers, sizeof *g->wide, what,
                       err);
    if (!rc)
        rc = lathe_new(&g->hand, (size_t)threads, sizeof *g->hand, what, err);
    for (int i = 0; i < threads && !rc; i++) {
        struct lathe_glance_hand *h = &g->hand[i];

        rc = lathe_new(&h->line, LINE + BEHIND, 1, what, err);
        if (!rc)
            rc = lathe_new(&h->field, g->columns, sizeof *h->field, what, err);
        if (!rc)
            rc = lathe_new(&h->value, g->columns + 1, sizeof *h->value, what,
                           err);
        if (!rc)
            rc = lathe_rows_init(&h->row, g->schema, 1, err);
    }
    return rc;
}

void lathe_glance_release(struct lathe_glance *g)
{
    for (int i = 0; g->hand && i < g->threads; i++) {
        lathe_free(g->hand[i].line);
        lathe_free(g->hand[i].field);
        lathe_free(g->hand[i].value);
        lathe_rows_release(&g->hand[i].row);
    }
    lathe_free(g->hand);
    lathe_free(g->place);
    lathe_free(g->wide);
    *g = (struct lathe_glance){0};
}

/* The line behind the first line end from `at` on, or the first one that
 * begins in the text; NULL: there is none, or no end of it. */
static const char *line_at(const char *text, size_t n, size_t at, size_t *len)
{
    for (int again = 0; again < 2; again++, at = 0) {
        const char *begin = memchr(text + at, '\n', n - at), *end = NULL;

        if (begin)
            end = memchr(begin + 1, '\n', n - (size_t)(begin + 1 - text));
        if (end) {
            *len = (size_t)(end - begin) - 1;
            return begin + 1;
        }
    }
    return NULL;
}

/* Splits the line, which is the hand's own. */
static bool split(const struct lathe_glance *g, struct lathe_glance_hand *h,
                  size_t n)
{
    char *at = h->line, *end = at + n;
    size_t k = 0;

    if (g->quote && memchr(at, g->quote, n))
        return false;
    for (; k < g->columns && at <= end; k++) {
        char *stop = memchr(at, g->delimiter, (size_t)(end - at));

        stop = stop ? stop : end;
        *stop = '\0';
        h->field[k] = (struct lathe_field){at, (size_t)(stop - at)};
        at = stop + 1;
    }
    return k == g->columns && at > end;
}

static void read_values(const struct lathe_glance *g,
                        struct lathe_glance_hand *h)
{
    size_t n = g->columns, k = 0;
    bool large = false;         /* not asked for: dropped ones may be */

    while ((k = g->numbers(h->field, g->place, k, n, h->value, &large)) < n) {
        const struct lathe_field *f = &h->field[k];

        if (!lathe_decimal_parse(f->s, f->len, &h->value[k]) ||
            !isfinite(h->value[k]))
            h->value[k] = (double)NAN;
        k++;
    }
}

static void look_at_line(const struct lathe_glance *g, size_t i,
                         const char *line, size_t n,
                         struct lathe_glance_hand *h)
{
    bool good = line && n > 0 && n < LINE;

    if (good) {
        n -= line[n - 1] == '\r';
        memcpy(h->line, line, n);
        good = split(g, h, n);
    }
    if (good)
        read_values(g, h);
    for (size_t k = 0; k < g->columns && !good; k++)
        h->value[k] = (double)NAN;
    lathe_plain_put(g->plain, h->value, NULL, 1, &h->row, 0);
    lathe_bracket_take(g->bracket, i, &h->row);
    for (size_t k = 0; k < h->row.numbers && good; k++)
        if (!lathe_single_holds(h->row.number[k]))
            atomic_store(&g->wide[k], true);
}

void lathe_glance_look(void *ctx, uint64_t tile, const char *text, size_t n,
                       int thread)
{
    const struct lathe_glance *g = ctx;
    size_t first = (size_t)(tile / g->step) * g->each;

    if (tile % g->step)
        return;
    for (size_t i = 0; i < g->each; i++) {
        uint64_t number = first + i;
        size_t len = 0, at = (size_t)(lathe_digest_hash(&number, sizeof number,
                                                        0) % n);
        const char *line = line_at(text, n, at, &len);

        look_at_line(g, first + i, line, len, &g->hand[thread]);
    }
}
