#include "infer/answer_pieces.h"

#include "base/alloc.h"
#include "infer/predictor.h"
#include "ingest/pieces.h"

/* Less than usual, as text can grow: a digit to a line of probabilities. */
#define PIECE_BYTES ((size_t)128 << 10)

/* Of a piece. */
struct slot {
    struct lathe_table table;   /* a copy: the arrays are borrowed */
    struct lathe_unknown unknown;
    uint64_t unanswered;
    struct lathe_rows rows;
    float *answer;              /* [rows.cap x answers] */
    struct lathe_buf out;
};

struct pass {
    const struct lathe_answer_pieces *job;
    struct lathe_table table;   /* as at the beginning: nothing is missing */
    struct lathe_predictor predictor;
    struct slot *slot;          /* [slots] */
    size_t slots;
};

static enum lathe_code begin(void *ctx, size_t slot, struct lathe_err *err)
{
    struct pass *a = ctx;
    struct slot *s = &a->slot[slot];

    (void)err;
    s->table = a->table;
    s->rows.n = 0;
    lathe_unknown_clear(&s->unknown);
    s->unanswered = 0;
    lathe_buf_clear(&s->out);
    return LATHE_OK;
}

/* Answers the rows gathered, of which `field` is the first record. */
static void answer_rows(const struct pass *a, size_t slot,
                        const struct lathe_field *field, size_t cols)
{
    struct slot *s = &a->slot[slot];
    size_t k = lathe_predictor_answers(&a->predictor);

    lathe_unknown_add(&s->unknown, &s->rows, s->table.missing > 0);
    lathe_predictor_run_hand(&a->predictor, slot, &s->rows, s->answer);
    for (size_t i = 0; i < s->rows.n; i++)
        s->unanswered += !lathe_answers_row(a->job->answers, field + i * cols,
                                            s->answer + i * k, k, &s->out);
    s->rows.n = 0;
}

static enum lathe_code take(void *ctx, size_t slot,
                            const struct lathe_block *b, struct lathe_err *err)
{
    const struct pass *a = ctx;
    struct slot *s = &a->slot[slot];
    size_t first = 0;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < b->rows && !rc; i++) {
        if (s->rows.n == s->rows.cap) {
            answer_rows(a, slot, b->field + first * b->cols, b->cols);
            first = i;
        }
        rc = lathe_table_add(&s->table, b->field + i * b->cols, b->line[i],
                             &s->rows, err);
    }
    answer_rows(a, slot, b->field + first * b->cols, b->cols);
    return rc ? rc : lathe_buf_check(&s->out, err);
}

static enum lathe_code commit(void *ctx, size_t slot, bool *again,
                              struct lathe_err *err)
{
    struct pass *a = ctx;
    const struct lathe_answer_pieces *job = a->job;
    struct slot *s = &a->slot[slot];

    (void)again;
    job->table->missing += s->table.missing;
    lathe_unknown_merge(job->unknown, &s->unknown);
    lathe_unknown_name(job->unknown, &s->table.unknown);
    *job->unanswered += s->unanswered;
    return s->out.len ? job->put(job->ctx, s->out.s, s->out.len, err)
                      : LATHE_OK;
}

static enum lathe_code init(struct pass *a, struct lathe_err *err)
{
    const struct lathe_schema *s = &a->job->model->schema;
    enum lathe_code rc;

    rc = lathe_predictor_init_hands(&a->predictor, a->job->model, a->slots,
                                    err);
    if (!rc)
        rc = lathe_new(&a->slot, a->slots, sizeof *a->slot, "answers", err);
    for (size_t i = 0; i < a->slots && !rc; i++) {
        struct slot *t = &a->slot[i];

        rc = lathe_rows_init(&t->rows, s, a->job->rows, err);
        if (!rc)
            rc = lathe_unknown_init(&t->unknown, s, err);
        if (!rc)
            rc = lathe_new(&t->answer, a->job->rows,
                           lathe_predictor_answers(&a->predictor) *
                               sizeof *t->answer, "answers", err);
    }
    return rc;
}

static void release(struct pass *a)
{
    for (size_t i = 0; a->slot && i < a->slots; i++) {
        lathe_rows_release(&a->slot[i].rows);
        lathe_unknown_release(&a->slot[i].unknown);
        lathe_free(a->slot[i].answer);
        lathe_buf_release(&a->slot[i].out);
    }
    lathe_free(a->slot);
    lathe_predictor_release(&a->predictor);
}

enum lathe_code lathe_answer_pieces(const struct lathe_answer_pieces *job,
                                    struct lathe_reader *reader,
                                    struct lathe_pool *pool,
                                    struct lathe_err *err)
{
    struct pass a = {.job = job, .table = *job->table,
                     .slots = lathe_pipeline_slots(pool)};
    const struct lathe_pieces_job pieces = {
        .begin = begin, .take = take, .commit = commit, .ctx = &a,
        .piece_bytes = lathe_reader_width(reader) < PIECE_BYTES / 4
                           ? PIECE_BYTES : 0,
        .eager = true,
    };
    enum lathe_code rc = init(&a, err);

    a.table.missing = 0;
    if (!rc)
        rc = lathe_pieces_read(reader, pool, &pieces, err);
    release(&a);
    return rc;
}
