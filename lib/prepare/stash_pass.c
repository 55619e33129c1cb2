#include "prepare/stash.h"

#include "base/alloc.h"
#include "base/pipeline.h"
#include "prepare/preprocess.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Of a piece. */
struct slot {
    const struct lathe_stash_piece *piece;
    struct lathe_err failed;    /* reading it; code 0: not */
    double *row;                /* [rows x width] */
    uint32_t *code;             /* [rows] */
    size_t cap, code_cap;
    struct lathe_rowpack packed;
    struct lathe_blocks_share share;    /* once committed */
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

static enum lathe_code read_bytes(const struct lathe_stash *s, uint64_t at,
                                  void *to, size_t bytes,
                                  struct lathe_err *err)
{
    size_t done = 0;

    while (done < bytes) {
        ssize_t got = pread(s->fd, (char *)to + done, bytes - done,
                            (off_t)(at + done));

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return lathe_fail_errno(err, true,
                                    "cannot read back what was read");
        done += (size_t)got;
    }
    return LATHE_OK;
}

static enum lathe_code damaged(struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EIO, "cannot read back what was read");
}

static enum lathe_code read_rows(const struct lathe_stash *s, struct slot *t,
                                 struct lathe_err *err)
{
    size_t rows = t->piece->rows;
    enum lathe_code rc = lathe_grow(&t->row, &t->cap, rows * s->width,
                                    sizeof *t->row, err);

    if (!rc)
        rc = lathe_grow(&t->code, &t->code_cap, rows, sizeof *t->code, err);
    if (!rc)
        rc = lathe_grow(&t->packed.bytes, &t->packed.cap, t->piece->bytes, 1,
                        err);
    t->packed.n = t->piece->bytes;
    if (!rc)
        rc = read_bytes(s, t->piece->at, t->packed.bytes, t->packed.n, err);
    if (!rc && !lathe_rowpack_take(&t->packed, t->row, s->width, t->code,
                                   rows))
        rc = damaged(err);
    return rc;
}

static void work(void *ctx, size_t slot)
{
    struct pass *a = ctx;
    struct slot *t = &a->slot[slot];

    t->failed = (struct lathe_err){0};
    t->failed.code = read_rows(a->stash, t, &t->failed);
}

static enum lathe_code commit(void *ctx, size_t slot, struct lathe_err *err)
{
    struct pass *a = ctx;
    struct slot *t = &a->slot[slot];
    struct lathe_preprocess_input *input = &a->p->input[t->piece->input];
    uint64_t first[LATHE_SPLITS];
    enum lathe_code rc = LATHE_OK;

    if (t->failed.code)
        return lathe_fail(err, t->failed.code, "%s", t->failed.msg);
    memcpy(first, a->p->dealt, sizeof first);
    rc = lathe_blocks_share_rows(&t->share, t->piece->rows, err);
    for (size_t i = 0; i < t->piece->rows && !rc; i++) {
        size_t label = lathe_plain_label(&a->stash->plain, t->code[i]);
        enum lathe_split split = LATHE_SPLITS;
        uint64_t place;

        if (label == LATHE_DICT_NONE)
            return damaged(err);
        rc = lathe_preprocess_deal(a->p, input, label, NULL, &split, &place,
                                   err);
        t->share.split[i] = (unsigned char)split;
    }
    return rc ? rc : lathe_blocks_deal(&a->p->blocks, &t->share, first, err);
}

static enum lathe_code finish(void *ctx, size_t slot, struct lathe_err *err)
{
    struct pass *a = ctx;
    struct slot *t = &a->slot[slot];

    return lathe_blocks_put(&a->p->blocks, &t->share, &a->stash->plain, t->row,
                            t->code, err);
}

enum lathe_code lathe_stash_pass(struct lathe_preprocess *p,
                                 struct lathe_err *err)
{
    static const struct lathe_pipeline steps = {fetch, work, commit, finish};
    struct pass a = {.p = p, .stash = &p->stash,
                     .slots = lathe_pipeline_slots(p->pool)};
    enum lathe_code rc = lathe_new(&a.slot, a.slots, sizeof *a.slot, "rows",
                                   err);

    if (!rc)
        rc = lathe_blocks_init(&p->blocks, &p->schema, &p->writer, p->rows,
                               &p->recall, err);
    atomic_store(&p->recall.hashes, p->counts.duplicates > 0);
    if (!rc && a.stash->pieces)
        rc = lathe_pipeline_run(p->pool, a.slots, &steps, &a, err);
    for (size_t i = 0; a.slot && i < a.slots; i++) {
        lathe_blocks_share_release(&a.slot[i].share);
        lathe_rowpack_release(&a.slot[i].packed);
        lathe_free(a.slot[i].row);
        lathe_free(a.slot[i].code);
    }
    lathe_free(a.slot);
    return rc;
}
