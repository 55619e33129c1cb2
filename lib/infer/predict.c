/*
 * predict: CSV rows or images in, answers out, as they come.
 *
 * The reader hands over what is there and never waits while it has something,
 * so a record from a pipe is answered at once. Threads are started when the
 * first large block comes, and read what is left: a single row must not pay
 * for them.
 */
#include "lathe.h"

#include "base/alloc.h"
#include "base/file.h"
#include "data/table.h"
#include "data/unknown.h"
#include "hint/nonumber.h"
#include "image/gallery.h"
#include "infer/answer_pieces.h"
#include "infer/predictor.h"

#include <assert.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Rows answered at a time, fewer where a row is large. */
#define ROWS_MAX 1024
#define ROWS_BYTES ((size_t)8 << 20)

struct job {
    const struct lathe_predict_opts *opts;
    lathe_write_fn *write;
    void *write_ctx;

    struct lathe_model model;
    struct lathe_reader *reader;
    struct lathe_folder folder; /* instead, when the input is images */
    struct lathe_list names;    /* of the input's columns */
    struct lathe_table table;
    struct lathe_unknown unknown;
    uint64_t unanswered;        /* rows whose answer is no finite number */
    struct lathe_answers answers;
    struct lathe_rows rows;
    struct lathe_predictor predictor;
    struct lathe_pool *pool;
    float *answer;              /* [rows.cap x answers] */
    struct lathe_buf out;
    struct lathe_file file;     /* with --output */
    bool to_file;
};

struct lathe_predict_opts lathe_predict_defaults(void)
{
    return (struct lathe_predict_opts){
        .data = "-", .format = "csv", .limits = lathe_limits_defaults(),
    };
}

static enum lathe_code check(const struct lathe_predict_opts *o,
                             const struct lathe_model *m,
                             struct lathe_err *err)
{
    if (strcmp(o->format, "csv") != 0 && strcmp(o->format, "jsonl") != 0)
        return lathe_fail(err, LATHE_EARG,
                          "the format must be csv or jsonl, not '%s'",
                          o->format);
    if (o->threads < 0 || o->threads > 256)
        return lathe_fail(err, LATHE_EARG,
                          "threads must be from 0 to 256, got %d", o->threads);
    if (o->proba && m->schema.task != LATHE_CLASSIFY)
        return lathe_fail(err, LATHE_EARG,
                          "'%s' predicts %s, which ha%s no class "
                          "probabilities; leave out --proba", o->model,
                          m->schema.targets > 1 ? "numbers" : "a number",
                          m->schema.targets > 1 ? "ve" : "s");
    return lathe_limits_check(&o->limits, err);
}

/* ---- the input ---------------------------------------------------------- */

/* Whether a table without a header has the columns of the training data, the
 * targets among them, under the names c1, c2, ... that they had there. */
static bool numbered(const struct lathe_schema *s, size_t columns)
{
    return s->dialect.delimiter && !s->dialect.header &&
           columns == s->n + s->targets;
}

/*
 * Names of the columns: those of the header; without one those of the
 * training data by place, less the targets. Where the training data had no
 * header either, the reader's numbering is theirs when all columns are there.
 */
static enum lathe_code name_columns(struct job *j, bool header,
                                    struct lathe_err *err)
{
    const struct lathe_schema *s = &j->model.schema;
    const struct lathe_list *read = lathe_reader_names(j->reader);
    bool by_name = header || numbered(s, read->n);
    char names[LATHE_SCHEMA_NAMES_ROOM];
    enum lathe_code rc = LATHE_OK;

    if (!by_name && read->n != s->n)
        return lathe_fail(err, LATHE_EDATA,
                          "'%s' has no header and %zu columns; the model "
                          "takes the %zu columns that it was trained on, "
                          "from '%s' to '%s', without %s",
                          lathe_reader_source_name(j->reader), read->n, s->n,
                          s->column[0].name, s->column[s->n - 1].name,
                          lathe_schema_target_names(names, s));
    for (size_t i = 0; i < read->n && !rc; i++)
        rc = lathe_list_add(&j->names, by_name ? read->v[i]
                                               : s->column[i].name, err);
    return rc;
}

static size_t rows_at_a_time(const struct lathe_schema *s)
{
    size_t n = ROWS_BYTES / lathe_rows_bytes(s);

    return n < 1 ? 1 : n > ROWS_MAX ? ROWS_MAX : n;
}

/* Room for rows and their answers. */
static enum lathe_code make_room(struct job *j, struct lathe_err *err)
{
    const struct lathe_predict_opts *o = j->opts;
    const struct lathe_schema *s = &j->model.schema;
    enum lathe_code rc;

    j->answers.json = strcmp(o->format, "jsonl") == 0;
    j->answers.proba = o->proba;
    rc = lathe_unknown_init(&j->unknown, s, err);
    if (!rc)
        rc = lathe_rows_init(&j->rows, s, rows_at_a_time(s), err);
    if (!rc)
        rc = lathe_predictor_init(&j->predictor, &j->model, j->rows.cap,
                                  j->pool, err);
    if (!rc)
        rc = lathe_new(&j->answer, j->rows.cap,
                       lathe_predictor_answers(&j->predictor) *
                           sizeof *j->answer, "answers", err);
    return rc;
}

static enum lathe_code set_up(struct job *j, struct lathe_err *err)
{
    const struct lathe_predict_opts *o = j->opts;
    const struct lathe_schema *s = &j->model.schema;
    const char *source = lathe_reader_source_name(j->reader);
    const struct lathe_reader_opts read = lathe_table_reader_opts(s);
    bool header = !o->no_header && read.dialect.header;
    enum lathe_code rc = name_columns(j, header, err);

    if (!rc)
        rc = lathe_table_init(&j->table, s, &j->names, source, false, err);
    j->table.blocks = true;
    lathe_nonumber_explain(&j->table, &read.dialect);
    if (!rc)
        rc = lathe_answers_init(&j->answers, s, &j->names, o->keep, source,
                                err);
    return rc ? rc : make_room(j, err);
}

/* ---- answers ------------------------------------------------------------ */

static enum lathe_code put(void *ctx, const char *text, size_t n,
                           struct lathe_err *err)
{
    struct job *j = ctx;

    return j->to_file ? lathe_file_write(&j->file, text, n, err)
                      : j->write(j->write_ctx, text, n, err);
}

static enum lathe_code flush(struct job *j, struct lathe_err *err)
{
    enum lathe_code rc = lathe_buf_check(&j->out, err);

    if (!rc && j->out.len)
        rc = put(j, j->out.s, j->out.len, err);
    lathe_buf_clear(&j->out);
    return rc;
}

/* Answers the rows gathered, of which `field` is the first record. */
static enum lathe_code answer_rows(struct job *j,
                                   const struct lathe_field *field,
                                   size_t cols, struct lathe_err *err)
{
    size_t k = lathe_predictor_answers(&j->predictor);

    lathe_unknown_add(&j->unknown, &j->rows, j->table.missing > 0);
    lathe_unknown_name(&j->unknown, &j->table.unknown);
    lathe_predictor_run(&j->predictor, &j->rows, j->answer);
    for (size_t i = 0; i < j->rows.n; i++)
        j->unanswered += !lathe_answers_row(&j->answers, field + i * cols,
                                            j->answer + i * k, k, &j->out);
    j->rows.n = 0;
    return flush(j, err);
}

static enum lathe_code answer_block(struct job *j, const struct lathe_block *b,
                                    struct lathe_err *err)
{
    size_t first = 0;

    for (size_t i = 0; i < b->rows; i++) {
        struct lathe_err bad = {0};

        if (lathe_table_add(&j->table, b->field + i * b->cols, b->line[i],
                            &j->rows, &bad)) {
            enum lathe_code rc = answer_rows(j, b->field + first * b->cols,
                                             b->cols, err);
            if (rc)
                return rc;
            return lathe_fail(err, bad.code, "%s", bad.msg);
        }
        if (j->rows.n == j->rows.cap || i + 1 == b->rows) {
            enum lathe_code rc = answer_rows(j, b->field + first * b->cols,
                                             b->cols, err);
            if (rc)
                return rc;
            first = i + 1;
        }
    }
    return LATHE_OK;
}

/* What is left of a large table. */
static enum lathe_code answer_pieces(struct job *j, struct lathe_err *err)
{
    const struct lathe_answer_pieces job = {
        .model = &j->model, .answers = &j->answers, .table = &j->table,
        .unknown = &j->unknown, .unanswered = &j->unanswered,
        .rows = j->rows.cap, .put = put, .ctx = j,
    };
    enum lathe_code rc = lathe_pool_new(&j->pool, j->opts->threads, err);

    return rc ? rc : lathe_answer_pieces(&job, j->reader, j->pool, err);
}

static enum lathe_code answer_all(struct job *j, struct lathe_err *err)
{
    struct lathe_block block;
    enum lathe_code rc;

    lathe_answers_header(&j->answers, &j->out);
    do {
        rc = lathe_reader_next(j->reader, &block, err);
        if (!rc)
            rc = answer_block(j, &block, err);
        if (rc)
            return rc;
        if (block.rows >= 4 * LATHE_PREDICTOR_TILE)
            return answer_pieces(j, err);
    } while (block.rows);
    return flush(j, err);
}

static enum lathe_code answer_csv(struct job *j, struct lathe_err *err)
{
    enum lathe_code rc = lathe_table_open(&j->reader, &j->model.schema,
                                          j->opts->data, j->opts->no_header,
                                          &j->opts->limits, err);

    if (!rc)
        rc = set_up(j, err);
    if (!rc && j->to_file)
        rc = lathe_file_create(&j->file, j->opts->output, err);
    return rc ? rc : answer_all(j, err);
}

/* ---- images ------------------------------------------------------------- */

/* Whether the path names a folder, or a file that begins like an image. What
 * is no plain file is not opened: a pipe could be read only once. */
static bool is_pictures(const char *path)
{
    unsigned char first[LATHE_PICTURE_MAGIC];
    struct stat st;
    ssize_t n;
    int fd;

    if (stat(path, &st))
        return false;
    if (S_ISDIR(st.st_mode))
        return true;
    fd = S_ISREG(st.st_mode) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return false;
    n = read(fd, first, sizeof first);
    close(fd);
    return n > 0 && lathe_picture_is(first, (size_t)n);
}

static enum lathe_code add_pictures(struct job *j, const char *path,
                                    struct lathe_err *err)
{
    return lathe_folder_is(path) ? lathe_folder_add(&j->folder, path, err)
                                 : lathe_folder_add_file(&j->folder, path,
                                                         err);
}

static enum lathe_code set_up_pictures(struct job *j, struct lathe_err *err)
{
    const struct lathe_predict_opts *o = j->opts;
    const struct lathe_image *im = &j->model.schema.image;
    const char *csv = o->keep ? "keep"
                              : o->no_header
                                    ? "no-header"
                                    : lathe_limits_changed(&o->limits);
    enum lathe_code rc;

    if (im->channels != 1 && im->channels != 3)
        return lathe_fail(err, LATHE_EDATA, "'%s': the model does not take "
                          "images", o->data);
    if (csv)
        return lathe_fail(err, LATHE_EARG, "%s: images have no columns", csv);
    rc = add_pictures(j, o->data, err);
    for (size_t i = 0; i < o->more.n && !rc; i++)
        rc = add_pictures(j, o->more.v[i], err);
    if (!rc && j->folder.files == 0)
        rc = lathe_fail(err, LATHE_EDATA, "'%s' has no images", o->data);
    if (!rc && j->folder.files > 1 && o->threads != 1)
        rc = lathe_pool_new(&j->pool, o->threads, err);
    if (!rc)
        rc = lathe_list_add(&j->names, "file", err);
    if (!rc)
        rc = lathe_answers_init(&j->answers, &j->model.schema, &j->names,
                                "file", o->data, err);
    return rc ? rc : make_room(j, err);
}

/* Answers n items of the gallery, each on its own as far as the text goes: the
 * name of one is made at a time. The first that is no image ends it. */
static enum lathe_code answer_pictures(struct job *j,
                                       const struct lathe_gallery *g, size_t n,
                                       struct lathe_err *err)
{
    struct lathe_rows *rows = &j->rows;
    size_t k = lathe_predictor_answers(&j->predictor), good = 0;
    struct lathe_buf path = {0};
    enum lathe_code rc = LATHE_OK;

    while (good < n && g->item[good].rc == LATHE_OK)
        good++;
    for (size_t first = 0; first < good && !rc; first += rows->n) {
        for (rows->n = 0; rows->n < rows->cap && first + rows->n < good;
             rows->n++)
            memcpy(rows->pixel + rows->n * rows->pixels,
                   g->item[first + rows->n].pixel, rows->pixels);
        lathe_predictor_run(&j->predictor, rows, j->answer);
        for (size_t i = 0; i < rows->n && !rc; i++) {
            struct lathe_field field;

            rc = lathe_folder_path(g->folder, g->item[first + i].file, &path,
                                   err);
            if (rc)
                break;
            field = (struct lathe_field){path.s, path.len};
            j->unanswered += !lathe_answers_row(
                &j->answers, &field, j->answer + i * k, k, &j->out);
        }
    }
    lathe_buf_release(&path);
    if (!rc)
        rc = flush(j, err);
    if (!rc && good < n)
        rc = lathe_fail(err, g->item[good].rc, "%s", g->item[good].err.msg);
    return rc;
}

static enum lathe_code answer_gallery(struct job *j, struct lathe_err *err)
{
    const struct lathe_image *im = &j->model.schema.image;
    const struct lathe_picture_shape shape = {im->channels, im->height,
                                              im->width};
    struct lathe_gallery gallery = {0};
    size_t n = 1;
    enum lathe_code rc = set_up_pictures(j, err);

    if (!rc && j->to_file)
        rc = lathe_file_create(&j->file, j->opts->output, err);
    if (!rc)
        rc = lathe_gallery_init(&gallery, &j->folder, &shape, j->pool, err);
    if (!rc)
        lathe_answers_header(&j->answers, &j->out);
    while (!rc && n > 0) {
        rc = lathe_gallery_next(&gallery, &n, err);
        if (!rc)
            rc = answer_pictures(j, &gallery, n, err);
    }
    lathe_gallery_release(&gallery);
    return rc;
}

/* ---- all of it ---------------------------------------------------------- */

static enum lathe_code answer_input(struct job *j, struct lathe_err *err)
{
    const struct lathe_predict_opts *o = j->opts;

    if (strcmp(o->data, "-") != 0 && is_pictures(o->data))
        return answer_gallery(j, err);
    if (o->more.n)
        return lathe_fail(err, LATHE_EARG, "only images can be several, and "
                          "'%s' is none", o->data);
    return answer_csv(j, err);
}

static void note_counts(const struct job *j, const struct lathe_host *host)
{
    const struct lathe_table *t = &j->table;
    struct lathe_buf columns = {0};

    if (t->missing)
        lathe_note(host, "'%s': %llu missing value%s treated as in training",
                   t->source, (unsigned long long)t->missing,
                   t->missing == 1 ? "" : "s");
    lathe_unknown_text(&columns, &j->unknown);
    if (j->unknown.all)
        lathe_note(host, "'%s': %llu value%s of categories that the model "
                   "does not know: %s", t->source,
                   (unsigned long long)j->unknown.all,
                   j->unknown.all == 1 ? "" : "s",
                   columns.s ? columns.s : "");
    lathe_buf_clear(&columns);
    if (lathe_unknown_absent(&columns, &j->unknown) && columns.s)
        lathe_note(host, "'%s': values are missing in columns that lacked none "
                   "in training: %s", t->source, columns.s);
    lathe_buf_release(&columns);
    if (j->unanswered)
        lathe_note(host, "'%s': %llu row%s no finite answer, as %s values "
                   "are too far from those of training", j->opts->data,
                   (unsigned long long)j->unanswered,
                   j->unanswered == 1 ? " gets" : "s get",
                   j->unanswered == 1 ? "its" : "their");
}

enum lathe_code lathe_predict(const struct lathe_predict_opts *opts,
                              const struct lathe_host *host,
                              lathe_write_fn *write, void *write_ctx,
                              struct lathe_err *err)
{
    struct job j = {
        .opts = opts, .write = write, .write_ctx = write_ctx,
        .to_file = opts->output && strcmp(opts->output, "-") != 0,
    };
    enum lathe_code rc;

    rc = lathe_file_distinct("output", opts->output, opts->data, "the input",
                             err);
    if (!rc)
        rc = lathe_file_distinct("output", opts->output, opts->model,
                                 "the model", err);
    if (!rc)
        rc = lathe_model_load(&j.model, opts->model, err);
    if (!rc)
        rc = check(opts, &j.model, err);
    if (!rc)
        rc = answer_input(&j, err);
    if (!rc && j.to_file)
        rc = lathe_file_commit(&j.file, err);
    if (!rc)
        note_counts(&j, host);

    lathe_file_release(&j.file);
    lathe_buf_release(&j.out);
    lathe_free(j.answer);
    lathe_predictor_release(&j.predictor);
    lathe_pool_free(j.pool);
    lathe_rows_release(&j.rows);
    lathe_answers_release(&j.answers);
    lathe_table_release(&j.table);
    lathe_unknown_release(&j.unknown);
    lathe_list_release(&j.names);
    lathe_folder_release(&j.folder);
    lathe_reader_free(j.reader);
    lathe_model_release(&j.model);
    return rc;
}
