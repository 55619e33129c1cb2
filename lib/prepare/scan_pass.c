#include "prepare/scan_pass.h"

#include "base/alloc.h"
#include "scan/scan_merge.h"

/* Of a piece. */
struct slot {
    struct lathe_scan_piece piece;
    uint64_t rows, refused;     /* records, and those that are none */
    /* For the stash: its number there, and the code of each word. */
    size_t number;
    struct lathe_rowpack packed;
    uint32_t *code;             /* of the first target */
    size_t code_cap;
    struct lathe_wordcodes codes;       /* of features */
    bool dealt;                 /* its rows are, ahead */
    struct lathe_blocks_share share;
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

    if (!s->piece.part) {
        enum lathe_code rc = lathe_scan_piece_init(&s->piece, a->scan, err);

        if (rc)
            return rc;
        s->piece.blocks = true;
    }
    lathe_scan_piece_clear(&s->piece, a->tables->map);
    s->piece.looks = a->tables->input->role != LATHE_TRAIN;
    s->piece.stashes = !s->piece.looks &&
                       (lathe_stash_is_open(&a->tables->p->stash) ||
                        lathe_ahead_is_open(&a->tables->p->ahead));
    s->rows = s->refused = 0;
    return LATHE_OK;
}

static enum lathe_code take(void *ctx, size_t slot,
                            const struct lathe_block *b, struct lathe_err *err)
{
    struct pass *a = ctx;
    struct slot *s = &a->slot[slot];

    s->rows += b->rows;
    return lathe_scan_piece_add(&s->piece, b, err);
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

/* The words of the first target have codes now; too many of them have none.
 */
static enum lathe_code find_codes(const struct lathe_scan *scan,
                                  struct slot *s, struct lathe_err *err)
{
    size_t target = scan->targets->place[0];
    const struct lathe_scan_column *t = &scan->column[target];
    const struct lathe_wordset *w = &s->piece.part[target].words;
    enum lathe_code rc = lathe_grow(&s->code, &s->code_cap, w->n,
                                    sizeof *s->code, err);

    for (uint32_t k = 0; k < w->n && !rc; k++) {
        s->code[k] = LATHE_DICT_NONE;
        if (!t->many)
            s->code[k] = lathe_dict_find(&t->words, w->text + w->word[k].at,
                                         w->word[k].len);
    }
    return rc;
}

/* The rows of the piece are to be written, or there is no use. */
static enum lathe_code stash(struct pass *a, struct slot *s,
                             struct lathe_err *err)
{
    struct lathe_preprocess *p = a->tables->p;
    size_t input = (size_t)(a->tables->input - p->input);
    bool useful;
    enum lathe_code rc;

    if (!s->piece.stashes || !lathe_stash_is_open(&p->stash))
        return LATHE_OK;
    rc = lathe_wordcodes_find(&s->codes, a->scan, &s->piece, p->stash.holds,
                              &useful, err);
    if (rc)
        return rc;
    if (!useful) {
        lathe_stash_lose(&p->stash);
        return LATHE_OK;
    }
    lathe_stash_expect(&p->stash, input, s->piece.row, &s->number);
    return find_codes(a->scan, s, err);
}

/* Deals the rows out, or finds that a guess was wrong. */
static void deal(struct pass *a, struct slot *s)
{
    struct lathe_preprocess *p = a->tables->p;

    s->dealt = false;
    if (!lathe_ahead_is_open(&p->ahead))
        return;
    if (!s->piece.stashes || s->piece.codes || s->piece.no_target ||
        s->refused) {
        lathe_ahead_give_up(&p->ahead);
        return;
    }
    if (a->scan->duplicates)
        atomic_store(&p->recall.hashes, true);
    lathe_ahead_deal(p, (size_t)(a->tables->input - p->input), s->piece.row,
                     &s->share);
    s->dealt = lathe_ahead_is_open(&p->ahead);
}

/* Writes them. */
static enum lathe_code finish(void *ctx, size_t slot, struct lathe_err *err)
{
    struct pass *a = ctx;
    struct slot *s = &a->slot[slot];
    struct lathe_stash *to = &a->tables->p->stash;
    uint32_t *code = s->piece.code;

    (void)err;
    if (s->dealt && lathe_ahead_is_open(&a->tables->p->ahead))
        lathe_ahead_put(a->tables->p, &s->share, s->piece.stash);
    if (!s->piece.stashes || !lathe_stash_is_open(to))
        return LATHE_OK;
    for (size_t i = 0; i < s->piece.row; i++)
        if (code[i] != LATHE_DICT_NONE)
            code[i] = s->code[code[i]];
    lathe_wordcodes_put(&s->codes, s->piece.stash, a->scan->n, s->piece.row);
    lathe_stash_write(to, s->number, s->piece.stash, code, s->piece.row,
                      &s->packed);
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
    deal(a, s);
    return stash(a, s, err);
}

enum lathe_code lathe_scan_pass(struct lathe_tables *t,
                                struct lathe_scan *scan, struct lathe_err *err)
{
    struct pass a = {.tables = t, .scan = scan,
                     .slots = lathe_pipeline_slots(t->p->pool)};
    const struct lathe_pieces_job job = {
        .begin = begin, .take = take, .reject = reject, .commit = commit,
        .finish = finish, .ctx = &a,
    };
    enum lathe_code rc = lathe_new(&a.slot, a.slots, sizeof *a.slot,
                                   "a scan", err);

    if (!rc)
        rc = lathe_tables_read(t, &job, NULL, err);
    for (size_t i = 0; a.slot && i < a.slots; i++) {
        if (a.slot[i].piece.part)
            lathe_scan_piece_release(&a.slot[i].piece);
        lathe_free(a.slot[i].code);
        lathe_wordcodes_release(&a.slot[i].codes);
        lathe_rowpack_release(&a.slot[i].packed);
        lathe_blocks_share_release(&a.slot[i].share);
    }
    lathe_free(a.slot);
    return rc;
}

/* ---- the first records alone -------------------------------------------- */

static enum lathe_code take_first(void *ctx, const struct lathe_block *b,
                                  struct lathe_err *err)
{
    return lathe_scan_piece_add(ctx, b, err);
}

enum lathe_code lathe_scan_first(struct lathe_tables *t, size_t records,
                                 struct lathe_scan *scan,
                                 struct lathe_err *err)
{
    struct lathe_scan_piece piece;
    bool again;
    enum lathe_code rc = lathe_scan_piece_init(&piece, scan, err);

    if (rc)
        return rc;
    piece.blocks = true;
    lathe_scan_piece_clear(&piece, t->map);
    rc = lathe_tables_first(t, records, take_first, &piece, err);
    if (!rc)
        rc = lathe_scan_merge(scan, &piece, &again, err);
    lathe_scan_piece_release(&piece);
    return rc;
}
