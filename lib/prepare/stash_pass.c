#include "prepare/stash.h"

#include "base/alloc.h"
#include "base/pipeline.h"
#include "prepare/preprocess.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Bytes of rows that are gathered for one write. */
#define GATHER_BYTES ((size_t)64 << 10)

/* Of a piece. */
struct slot {
    const struct lathe_stash_piece *piece;
    struct lathe_err failed;    /* reading it; code 0: not */
    double *row;                /* [rows x width] */
    unsigned char *split;       /* [rows] once committed: where they go */
    size_t cap, split_cap;
    uint64_t first[LATHE_SPLITS];
    struct lathe_rows out;
};

struct pass {
    struct lathe_preprocess *p;
    struct lathe_stash *stash;
    struct slot *slot;          /* [slots] */
    size_t slots, next;         /* piece to fetch */
};

static bool fetch(void *ctx, size_t slot)
{
    struct pass *a = ctx;

    a->slot[slot].piece = &a->stash->piece[a->next++];
    return a->next < a->stash->pieces;
}

static enum lathe_code read_rows(const struct lathe_stash *s, struct slot *t,
                                 struct lathe_err *err)
{
    size_t n = t->piece->rows * s->width, done = 0;
    enum lathe_code rc = lathe_grow(&t->row, &t->cap, n, sizeof *t->row, err);

    if (!rc)
        rc = lathe_grow(&t->split, &t->split_cap, t->piece->rows, 1, err);
    while (!rc && done < n * sizeof *t->row) {
        ssize_t got = pread(s->fd, (char *)t->row + done,
                            n * sizeof *t->row - done,
                            (off_t)(t->piece->at + done));

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            rc = lathe_fail_errno(err, true, "cannot read back what was read");
        else
            done += (size_t)got;
    }
    return rc;
}

static void work(void *ctx, size_t slot)
{
    struct pass *a = ctx;
    struct slot *t = &a->slot[slot];

    t->failed = (struct lathe_err){0};
    t->failed.code = read_rows(a->stash, t, &t->failed);
}

/* The class of a row; 0 of one with values. */
static size_t label_of(const struct lathe_stash *s, const double *row)
{
    double code = row[s->width - 1];

    if (!s->label)
        return 0;
    return code >= 0 && code < (double)s->labels ? s->label[(size_t)code]
                                                 : LATHE_DICT_NONE;
}

static enum lathe_code commit(void *ctx, size_t slot, struct lathe_err *err)
{
    struct pass *a = ctx;
    struct slot *t = &a->slot[slot];
    struct lathe_preprocess_input *input = &a->p->input[t->piece->input];
    enum lathe_code rc = LATHE_OK;

    if (t->failed.code)
        return lathe_fail(err, t->failed.code, "%s", t->failed.msg);
    for (int k = 0; k < LATHE_SPLITS; k++)
        t->first[k] = UINT64_MAX;
    for (size_t i = 0; i < t->piece->rows && !rc; i++) {
        size_t label = label_of(a->stash, t->row + i * a->stash->width);
        enum lathe_split split = LATHE_SPLITS;
        uint64_t place;

        if (label == LATHE_DICT_NONE)
            return lathe_fail(err, LATHE_EIO,
                              "cannot read back what was read");
        rc = lathe_preprocess_deal(a->p, input, label, NULL, &split, &place,
                                   err);
        if (!rc && t->first[split] == UINT64_MAX)
            t->first[split] = place;
        t->split[i] = (unsigned char)split;
    }
    return rc;
}

/* Appends a row of the stash to `out`. */
static void put_row(const struct lathe_stash *s, const double *row,
                    struct lathe_rows *out)
{
    double *number = out->number + out->n * out->numbers;

    for (size_t k = 0; k < s->runs; k++)
        memcpy(number + s->run[k].to, row + s->run[k].from,
               s->run[k].n * sizeof *row);
    if (out->label)
        out->label[out->n] = (uint32_t)label_of(s, row);
    for (size_t t = 0; t < s->targets; t++)
        out->value[out->n * s->targets + t] = row[s->target[t]];
    out->n++;
}

/* The rows of one split, which follow one another there. */
static enum lathe_code write_split(struct pass *a, struct slot *t,
                                   enum lathe_split split,
                                   struct lathe_err *err)
{
    uint64_t first = t->first[split];
    enum lathe_code rc = LATHE_OK;

    t->out.n = 0;
    for (size_t i = 0; i < t->piece->rows && !rc; i++) {
        if (t->split[i] != split)
            continue;
        put_row(a->stash, t->row + i * a->stash->width, &t->out);
        if (t->out.n < t->out.cap)
            continue;
        rc = lathe_dataset_fill(&a->p->writer, split, first, &t->out, err);
        first += t->out.n;
        t->out.n = 0;
    }
    if (!rc && t->out.n)
        rc = lathe_dataset_fill(&a->p->writer, split, first, &t->out, err);
    return rc;
}

static enum lathe_code finish(void *ctx, size_t slot, struct lathe_err *err)
{
    struct pass *a = ctx;
    struct slot *t = &a->slot[slot];
    enum lathe_code rc = LATHE_OK;

    for (int k = 0; k < LATHE_SPLITS && !rc; k++)
        if (t->first[k] != UINT64_MAX)
            rc = write_split(a, t, (enum lathe_split)k, err);
    return rc;
}

enum lathe_code lathe_stash_pass(struct lathe_preprocess *p,
                                 struct lathe_err *err)
{
    static const struct lathe_pipeline steps = {fetch, work, commit, finish};
    const struct lathe_schema *s = &p->schema;
    struct pass a = {.p = p, .stash = &p->stash,
                     .slots = lathe_pipeline_slots(p->pool)};
    size_t cap = GATHER_BYTES / (lathe_rows_bytes(s) + 1) + 1;
    enum lathe_code rc = lathe_new(&a.slot, a.slots, sizeof *a.slot, "rows",
                                   err);

    for (size_t i = 0; i < a.slots && !rc; i++)
        rc = lathe_rows_init(&a.slot[i].out, s, cap, err);
    if (!rc && a.stash->pieces)
        rc = lathe_pipeline_run(p->pool, a.slots, &steps, &a, err);
    for (size_t i = 0; a.slot && i < a.slots; i++) {
        lathe_rows_release(&a.slot[i].out);
        lathe_free(a.slot[i].row);
        lathe_free(a.slot[i].split);
    }
    lathe_free(a.slot);
    return rc;
}
