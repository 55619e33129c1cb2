#include "ingest/pieces.h"

#include "base/alloc.h"
#include "ingest/linecount.h"

#include <string.h>

/* Text of a block: with its fields and what is made of them it stays in the
 * first two caches. */
#define BLOCK_BYTES ((size_t)32 << 10)

/* A piece holds at least so many records like the first one. */
#define RECORDS 4
#define MOST_BYTES ((size_t)16 << 20)

struct pieces;

struct piece {
    struct pieces *all;
    size_t slot;
    char *buf;
    size_t cap, n;              /* n bytes are the piece */
    uint64_t line;
    bool end;                   /* of the input */
    struct lathe_err failed;    /* source, reader or job; code 0: none */
    bool broken;                /* the source failed before any byte of it */
    bool begun;                 /* the job took it up */
    bool again;                 /* taken once more: rejects are known */
    struct lathe_reader *reader;        /* NULL: the slot was not used yet */
};

struct pieces {
    struct lathe_reader *reader;
    const struct lathe_pieces_job *job;
    struct lathe_source *source;
    struct piece *piece;        /* [slots] */
    size_t slots, bytes;

    /* Of fetch: what was read behind the last line end, the line after it,
     * and why reading ended. */
    char *carry;
    size_t carry_n, carry_cap;
    uint64_t line;
    lathe_linecount_fn *count_lines;
    struct lathe_err failed;

    /* Of commit: what the piece before left for the next one. */
    char *rest;
    size_t rest_cap;
    struct lathe_reader_input left;
};

static enum lathe_code room(char **buf, size_t *cap, size_t n,
                            struct lathe_err *err)
{
    return n <= *cap ? LATHE_OK : lathe_grow(buf, cap, n, 1, err);
}

/* ---- fetch -------------------------------------------------------------- */

static enum lathe_code fill(struct pieces *a, struct piece *p)
{
    enum lathe_code rc = room(&p->buf, &p->cap, a->bytes, &a->failed);

    if (rc)
        return rc;
    p->n = a->carry_n < a->bytes ? a->carry_n : a->bytes;
    memcpy(p->buf, a->carry, p->n);     /* there is room, be it for none */
    a->carry_n -= p->n;
    memmove(a->carry, a->carry + p->n, a->carry_n);
    if (a->job->eager && memrchr(p->buf, '\n', p->n))
        return LATHE_OK;        /* there are lines already */
    while (p->n < a->bytes && !p->end) {
        size_t got;

        rc = lathe_source_read(a->source, p->buf + p->n, a->bytes - p->n, &got,
                               &a->failed);
        if (rc)
            return rc;
        p->n += got;
        p->end = got == 0;
        if (a->job->eager)
            break;
    }
    return LATHE_OK;
}

/* Keeps what stands behind the last line end for the next piece. */
static enum lathe_code cut(struct pieces *a, struct piece *p)
{
    const char *lf = memrchr(p->buf, '\n', p->n);
    size_t n = lf ? (size_t)(lf - p->buf) + 1 : p->n, more = p->n - n;
    enum lathe_code rc = room(&a->carry, &a->carry_cap, a->carry_n + more,
                              &a->failed);

    if (rc)
        return rc;
    memmove(a->carry + more, a->carry, a->carry_n);
    memcpy(a->carry, p->buf + n, more);
    a->carry_n += more;
    p->n = n;
    return LATHE_OK;
}

static enum lathe_code reject(void *ctx, uint64_t line, const char *reason,
                              const char *bytes, size_t n,
                              struct lathe_err *err)
{
    const struct piece *p = ctx;
    const struct lathe_pieces_job *job = p->all->job;

    if (p->again)
        return LATHE_OK;
    return job->reject(job->ctx, p->slot, line, reason, bytes, n, err);
}

/* Few slots are needed where pieces are few. */
static void make_reader(struct pieces *a, struct piece *p)
{
    if (!p->reader && !a->failed.code)
        a->failed.code = lathe_reader_fork(&p->reader, a->reader, BLOCK_BYTES,
                                           a->job->reject ? reject : NULL, p,
                                           &a->failed);
}

static bool fetch(void *ctx, size_t slot)
{
    struct pieces *a = ctx;
    struct piece *p = &a->piece[slot];
    enum lathe_code rc;

    make_reader(a, p);
    rc = a->failed.code;
    p->n = 0;
    p->line = a->line;
    p->end = p->broken = false;
    p->failed = a->failed;
    if (rc) {
        p->broken = true;
        return false;
    }
    rc = fill(a, p);
    if (!rc && !p->end)
        rc = cut(a, p);
    a->line += a->count_lines(p->buf, p->n);
    return rc || !p->end;       /* a failure has a piece of its own */
}

/* ---- work --------------------------------------------------------------- */

static enum lathe_code take_blocks(const struct piece *p,
                                   struct lathe_err *err)
{
    const struct lathe_pieces_job *job = p->all->job;
    struct lathe_block b;
    enum lathe_code rc = LATHE_OK;

    while (!rc) {
        rc = lathe_reader_next(p->reader, &b, err);
        if (rc || b.rows == 0)
            return rc;
        rc = job->take(job->ctx, p->slot, &b, err);
    }
    return rc;
}

static void read_piece(struct piece *p, bool skip, bool again)
{
    const struct lathe_pieces_job *job = p->all->job;
    struct lathe_reader_input in = {
        .s = p->buf, .n = p->n, .line = p->line, .skip = skip, .end = p->end,
    };

    lathe_reader_feed(p->reader, &in);
    p->again = again;
    p->failed = (struct lathe_err){0};
    if (!again) {
        p->failed.code = job->begin(job->ctx, p->slot, &p->failed);
        p->begun = !p->failed.code;
    }
    if (p->begun)
        p->failed.code = take_blocks(p, &p->failed);
}

static void work(void *ctx, size_t slot)
{
    struct pieces *a = ctx;

    if (!a->piece[slot].broken)
        read_piece(&a->piece[slot], false, false);
}

/* ---- commit ------------------------------------------------------------- */

/* Reads the piece again, behind what the one before has left. */
static enum lathe_code join(struct pieces *a, struct piece *p,
                            struct lathe_err *err)
{
    const struct lathe_reader_input *left = &a->left;
    enum lathe_code rc = room(&p->buf, &p->cap, left->n + p->n, err);

    if (rc)
        return rc;
    memmove(p->buf + left->n, p->buf, p->n);
    if (left->n)
        memcpy(p->buf, left->s, left->n);
    p->n += left->n;
    p->line = left->line;
    read_piece(p, left->skip, false);
    return LATHE_OK;
}

static enum lathe_code keep_left(struct pieces *a, const struct piece *p,
                                 struct lathe_err *err)
{
    struct lathe_reader_input left = lathe_reader_left(p->reader);
    enum lathe_code rc = room(&a->rest, &a->rest_cap, left.n, err);

    if (rc)
        return rc;
    if (left.n)
        memcpy(a->rest, left.s, left.n);
    a->left = left;
    a->left.s = a->rest;
    return LATHE_OK;
}

static enum lathe_code commit(void *ctx, size_t slot, struct lathe_err *err)
{
    struct pieces *a = ctx;
    struct piece *p = &a->piece[slot];
    const struct lathe_pieces_job *job = a->job;
    bool skip = a->left.skip, again = false;
    enum lathe_code rc = LATHE_OK;

    if (p->broken)
        return lathe_fail(err, p->failed.code, "%s", p->failed.msg);
    if (a->left.n || skip)
        rc = join(a, p, err);
    if (rc)
        return rc;
    if (!p->begun)
        return lathe_fail(err, p->failed.code, "%s", p->failed.msg);
    rc = job->commit(job->ctx, slot, &again, err);
    if (!rc && again) {
        read_piece(p, skip, true);
        rc = job->commit(job->ctx, slot, &again, err);
    }
    lathe_reader_add_rejected(a->reader, lathe_reader_rejected(p->reader));
    if (!rc && p->failed.code)
        rc = lathe_fail(err, p->failed.code, "%s", p->failed.msg);
    return rc ? rc : keep_left(a, p, err);
}

static enum lathe_code finish(void *ctx, size_t slot, struct lathe_err *err)
{
    const struct lathe_pieces_job *job = ((struct pieces *)ctx)->job;

    return job->finish ? job->finish(job->ctx, slot, err) : LATHE_OK;
}

/* ---- all of it ---------------------------------------------------------- */

/* Lines that end in CR: one piece, a block at a time. */
static enum lathe_code read_blocks(struct lathe_reader *r,
                                   const struct lathe_pieces_job *job,
                                   struct lathe_err *err)
{
    struct pieces a = {.job = job};
    struct piece p = {.all = &a};
    struct lathe_block b;
    enum lathe_code rc;

    lathe_reader_set_reject(r, job->reject ? reject : NULL, &p);
    do {
        bool again = false;
        struct lathe_err failed = {0};

        rc = job->begin(job->ctx, 0, err);
        if (rc)
            return rc;
        failed.code = lathe_reader_next(r, &b, &failed);
        if (!failed.code && b.rows)
            failed.code = job->take(job->ctx, 0, &b, &failed);
        rc = job->commit(job->ctx, 0, &again, err);
        if (!rc && again) {
            failed.code = job->take(job->ctx, 0, &b, &failed);
            rc = job->commit(job->ctx, 0, &again, err);
        }
        if (!rc && job->finish)
            rc = job->finish(job->ctx, 0, err);
        if (!rc && failed.code)
            rc = lathe_fail(err, failed.code, "%s", failed.msg);
    } while (!rc && b.rows);
    return rc;
}

static enum lathe_code init(struct pieces *a, size_t slots,
                            struct lathe_err *err)
{
    struct lathe_reader_input in = lathe_reader_left(a->reader);
    size_t width = lathe_reader_width(a->reader);
    enum lathe_code rc;

    a->slots = slots;
    a->count_lines = lathe_linecount_for(lathe_cpu_level()).all;
    a->source = lathe_reader_source(a->reader);
    a->line = a->left.line = in.line;
    a->bytes = a->job->piece_bytes;
    if (!a->bytes) {
        a->bytes = LATHE_PIECES_BYTES;
        if (width > MOST_BYTES / RECORDS)
            a->bytes = MOST_BYTES;
        else if (width * RECORDS > a->bytes)
            a->bytes = width * RECORDS;
    }
    rc = room(&a->carry, &a->carry_cap, in.n + 1, err);
    if (!rc)
        rc = lathe_new(&a->piece, slots, sizeof *a->piece, "pieces", err);
    if (rc)
        return rc;
    memcpy(a->carry, in.s, in.n);
    a->carry_n = in.n;
    for (size_t i = 0; i < slots; i++) {
        a->piece[i].all = a;
        a->piece[i].slot = i;
    }
    return LATHE_OK;
}

static void release(struct pieces *a)
{
    for (size_t i = 0; a->piece && i < a->slots; i++) {
        lathe_reader_free(a->piece[i].reader);
        lathe_free(a->piece[i].buf);
    }
    lathe_free(a->piece);
    lathe_free(a->carry);
    lathe_free(a->rest);
}

enum lathe_code lathe_pieces_read(struct lathe_reader *r,
                                  struct lathe_pool *pool,
                                  const struct lathe_pieces_job *job,
                                  struct lathe_err *err)
{
    static const struct lathe_pipeline steps = {fetch, work, commit, finish};
    struct pieces a = {.reader = r, .job = job};
    size_t slots = lathe_pipeline_slots(pool);
    enum lathe_code rc;

    if (lathe_reader_has_cr(r))
        return read_blocks(r, job, err);
    rc = init(&a, slots, err);
    if (!rc)
        rc = lathe_pipeline_run(pool, slots, &steps, &a, err);
    release(&a);
    return rc;
}
