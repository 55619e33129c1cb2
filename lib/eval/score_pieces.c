#include "eval/score_pieces.h"

#include "base/alloc.h"
#include "ingest/pieces.h"

/* Less than usual, as rows and answers of all of it are kept. */
#define PIECE_BYTES ((size_t)128 << 10)
#define FIRST_ROWS 64

/* Of a piece. */
struct slot {
    struct lathe_table table;   /* a copy: the arrays are borrowed */
    struct lathe_unknown unknown;
    struct lathe_rows rows;
    float *answer;              /* [rows.n x answers] */
    size_t answer_cap;
};

struct pass {
    const struct lathe_score_pieces *job;
    const struct lathe_schema *schema;
    struct slot *slot;          /* [slots] */
    size_t slots;
};

static enum lathe_code begin(void *ctx, size_t slot, struct lathe_err *err)
{
    struct pass *a = ctx;

    (void)err;
    a->slot[slot].rows.n = 0;
    lathe_unknown_clear(&a->slot[slot].unknown);
    return LATHE_OK;
}

static enum lathe_code make_room(const struct pass *a, struct slot *s,
                                 size_t rows, struct lathe_err *err)
{
    size_t k = lathe_predictor_answers(&a->job->scorer->predictor);
    enum lathe_code rc = lathe_rows_grow(&s->rows, a->schema, rows, err);

    if (!rc && rows * k > s->answer_cap)
        rc = lathe_grow(&s->answer, &s->answer_cap, rows * k,
                        sizeof *s->answer, err);
    return rc;
}

/* Answers the rows of the piece from `first` on. */
static void ask(const struct pass *a, size_t slot, size_t first)
{
    const struct lathe_scorer *scorer = a->job->scorer;
    struct slot *s = &a->slot[slot];
    size_t k = lathe_predictor_answers(&scorer->predictor);
    struct lathe_rows part = lathe_rows_window(&s->rows, first,
                                               s->rows.n - first);

    lathe_unknown_add(&s->unknown, &part, s->table.missing > 0);
    lathe_scorer_ask(scorer, slot, &part, s->answer + first * k);
}

static enum lathe_code take(void *ctx, size_t slot,
                            const struct lathe_block *b, struct lathe_err *err)
{
    const struct pass *a = ctx;
    struct slot *s = &a->slot[slot];
    size_t first = s->rows.n;
    enum lathe_code rc = make_room(a, s, first + b->rows, err);

    for (size_t i = 0; i < b->rows && !rc; i++)
        rc = a->job->add(&s->table, b->field + i * b->cols, b->line[i],
                         &s->rows, err);
    if (rc)
        s->rows.n = first;      /* it ends here: they are of no use */
    else
        ask(a, slot, first);
    return rc;
}

static enum lathe_code commit(void *ctx, size_t slot, bool *again,
                              struct lathe_err *err)
{
    struct pass *a = ctx;
    struct slot *s = &a->slot[slot];
    struct lathe_scorer *scorer = a->job->scorer;
    size_t k = lathe_predictor_answers(&scorer->predictor), n;
    enum lathe_code rc = LATHE_OK;

    (void)again;
    lathe_unknown_merge(a->job->unknown, &s->unknown);
    lathe_unknown_name(a->job->unknown, &s->table.unknown);
    for (size_t i = 0; i < s->rows.n && !rc; i += n) {
        struct lathe_rows part;

        n = s->rows.n - i < scorer->cap ? s->rows.n - i : scorer->cap;
        part = lathe_rows_window(&s->rows, i, n);
        rc = lathe_scorer_count(scorer, &part, s->answer + i * k, err);
    }
    return rc;
}

enum lathe_code lathe_score_pieces(const struct lathe_score_pieces *job,
                                   struct lathe_reader *reader,
                                   struct lathe_pool *pool,
                                   struct lathe_err *err)
{
    struct pass a = {.job = job, .schema = job->table->schema,
                     .slots = lathe_pipeline_slots(pool)};
    const struct lathe_pieces_job pieces = {
        .begin = begin, .take = take, .commit = commit, .ctx = &a,
        .piece_bytes = lathe_reader_width(reader) < PIECE_BYTES / 4
                           ? PIECE_BYTES : 0,
    };
    enum lathe_code rc = lathe_scorer_hands(job->scorer, a.slots, err);

    if (!rc)
        rc = lathe_new(&a.slot, a.slots, sizeof *a.slot, "rows", err);
    for (size_t i = 0; i < a.slots && !rc; i++) {
        a.slot[i].table = *job->table;
        rc = lathe_rows_init(&a.slot[i].rows, a.schema, FIRST_ROWS, err);
        if (!rc)
            rc = lathe_unknown_init(&a.slot[i].unknown, a.schema, err);
    }
    if (!rc)
        rc = lathe_pieces_read(reader, pool, &pieces, err);
    for (size_t i = 0; a.slot && i < a.slots; i++) {
        lathe_rows_release(&a.slot[i].rows);
        lathe_unknown_release(&a.slot[i].unknown);
        lathe_free(a.slot[i].answer);
    }
    lathe_free(a.slot);
    return rc;
}
