#include "prepare/scan_pass.h"

#include "base/alloc.h"
#include "prepare/scan_piece.h"

/* Of a piece. */
struct slot {
    struct lathe_scan_piece piece;
    uint64_t rows, refused;     /* records, and those that are none */
};

struct pass {
    struct lathe_tables *tables;
    struct lathe_scan *scan;
    struct slot *slot;          /* [slots] */
    size_t slots;
};

static enum lathe_code begin(void *ctx, size_t slot, struct lathe_err *err)
{
    struct pass *a = ctx;
    struct slot *s = &a->slot[slot];

    (void)err;
    lathe_scan_piece_clear(&s->piece, a->tables->map);
    s->piece.looks = a->tables->input->role != LATHE_TRAIN;
    s->rows = s->refused = 0;
    return LATHE_OK;
}

static enum lathe_code take(void *ctx, size_t slot,
                            const struct lathe_block *b, struct lathe_err *err)
{
    struct pass *a = ctx;
    struct slot *s = &a->slot[slot];
    enum lathe_code rc = LATHE_OK;

    s->rows += b->rows;
    for (size_t i = 0; i < b->rows && !rc; i++)
        rc = lathe_scan_piece_add(&s->piece, b->field + i * b->cols,
                                  b->line[i], err);
    return rc;
}

static enum lathe_code reject(void *ctx, size_t slot, uint64_t line,
                              const char *reason, const char *bytes, size_t n,
                              struct lathe_err *err)
{
    struct pass *a = ctx;

    (void)line;
    (void)reason;
    (void)bytes;
    (void)n;
    (void)err;
    a->slot[slot].refused++;
    return LATHE_OK;
}

static enum lathe_code commit(void *ctx, size_t slot, bool *again,
                              struct lathe_err *err)
{
    struct pass *a = ctx;
    struct slot *s = &a->slot[slot];
    struct lathe_preprocess *p = a->tables->p;
    struct lathe_preprocess_input *input = a->tables->input;
    enum lathe_code rc = lathe_scan_merge(a->scan, &s->piece, again, err);

    if (rc)
        return rc;
    if (*again) {
        s->rows = 0;            /* they come once more */
        return LATHE_OK;
    }
    input->rows += s->rows + s->refused;
    p->counts.refused += s->refused;
    if (s->piece.looks)
        p->given[input->role] += s->piece.kept;
    return LATHE_OK;
}

enum lathe_code lathe_scan_pass(struct lathe_tables *t,
                                struct lathe_scan *scan, struct lathe_err *err)
{
    struct pass a = {.tables = t, .scan = scan,
                     .slots = lathe_pipeline_slots(t->p->pool)};
    const struct lathe_pieces_job job = {
        .begin = begin, .take = take, .reject = reject, .commit = commit,
        .ctx = &a,
    };
    enum lathe_code rc = lathe_new(&a.slot, a.slots, sizeof *a.slot,
                                   "a scan", err);

    for (size_t i = 0; i < a.slots && !rc; i++)
        rc = lathe_scan_piece_init(&a.slot[i].piece, scan, err);
    for (size_t i = 0; i < a.slots && !rc; i++)
        a.slot[i].piece.blocks = true;
    if (!rc)
        rc = lathe_tables_read(t, &job, NULL, err);
    for (size_t i = 0; a.slot && i < a.slots; i++)
        if (a.slot[i].piece.part)
            lathe_scan_piece_release(&a.slot[i].piece);
    lathe_free(a.slot);
    return rc;
}
