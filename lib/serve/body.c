#include "serve/body.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "hint/nonumber.h"
#include "ingest/reader.h"
#include "serve/jsonrow.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Says what kind of refusal the failure `rc` is. */
static enum lathe_code refuse(struct lathe_body *b, enum lathe_code rc,
                              int status, const char *code)
{
    if (rc == LATHE_EDATA) {
        b->status = status;
        b->code = code;
    } else if (rc) {
        b->status = 503;
        b->code = rc == LATHE_ENOMEM ? "no_memory" : "unavailable";
    }
    return rc;
}

static enum lathe_code too_many(struct lathe_body *b, struct lathe_err *err)
{
    return refuse(b,
                  lathe_fail(err, LATHE_EDATA,
                             "more than %zu rows in one request",
                             b->max_rows), 413, "too_many_rows");
}

/* ---- JSON --------------------------------------------------------------- */

static enum lathe_code find_rows(struct lathe_body *b, struct lathe_err *err)
{
    const struct lathe_json *d = b->document;
    const struct lathe_json *rows = lathe_json_get(d, "rows");
    const struct lathe_json *instances = lathe_json_get(d, "instances");

    /* A column may be called "rows": then it is no array. */
    if (lathe_json_kind(rows) != LATHE_JSON_ARRAY)
        rows = NULL;
    if (lathe_json_kind(instances) != LATHE_JSON_ARRAY)
        instances = NULL;
    if (rows && instances)
        return lathe_fail(err, LATHE_EDATA,
                          "the body has both 'rows' and 'instances'; send "
                          "one");
    if (lathe_json_kind(d) == LATHE_JSON_ARRAY)
        b->list = d;
    else if (rows || instances)
        b->list = rows ? rows : instances;
    else if (lathe_json_kind(d) != LATHE_JSON_OBJECT)
        return lathe_fail(err, LATHE_EDATA,
                          "the body is neither a row (an object by column "
                          "names) nor {\"rows\": [...]}");
    b->rows = b->list ? lathe_json_size(b->list) : 1;
    if (b->rows == 0)
        return lathe_fail(err, LATHE_EDATA, "the body has no rows");
    return LATHE_OK;
}

/* Whether no row in JSON begins so; an empty body may be one of either. */
static bool is_other_text(const char *bytes, size_t n)
{
    size_t i = 0;

    while (i < n && strchr(" \t\r\n", bytes[i]))
        i++;
    return i < n && bytes[i] != '{' && bytes[i] != '[';
}

static enum lathe_code open_json(struct lathe_body *b, const char *bytes,
                                 size_t n, struct lathe_err *err)
{
    enum lathe_code rc = lathe_json_parse(&b->document, bytes, n, err);

    if (rc == LATHE_EDATA)
        lathe_fail_prefix(err, is_other_text(bytes, n)
                                   ? "the body is not JSON (CSV is sent with "
                                     "Content-Type: text/csv)"
                                   : "the body is not JSON");
    if (rc)
        return refuse(b, rc, 400, "bad_json");
    rc = find_rows(b, err);
    if (rc)
        return refuse(b, rc, 400, "bad_request");
    return b->rows > b->max_rows ? too_many(b, err) : LATHE_OK;
}

static enum lathe_code next_json(struct lathe_body *b, struct lathe_err *err)
{
    struct lathe_worker *w = b->worker;
    const char *code = "bad_request";
    enum lathe_code rc = LATHE_OK;

    w->table.rows_before = b->taken;
    w->table.explained = 0;
    while (b->taken < b->rows && w->rows.n < w->rows.cap && !rc) {
        const struct lathe_json *row =
            b->list ? lathe_json_at(b->list, b->taken) : b->document;

        rc = lathe_jsonrow_fields(w, row, b->taken + 1, &code, err);
        if (rc)
            break;
        code = "bad_value";
        rc = lathe_table_add(&w->table, w->field, 0, &w->rows, err);
        b->taken++;
    }
    return refuse(b, rc, 400, code);
}

/* ---- CSV ---------------------------------------------------------------- */

/* The reader takes descriptors: a file in memory holds the body. */
static enum lathe_code put_in_memory(struct lathe_body *b, const char *bytes,
                                     size_t n, struct lathe_err *err)
{
    b->fd = memfd_create("request", MFD_CLOEXEC);
    if (b->fd < 0)
        return lathe_fail_errno(err, false, "cannot hold the body");
    b->has_fd = true;
    for (size_t done = 0; done < n;) {
        ssize_t got = write(b->fd, bytes + done, n - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return lathe_fail_errno(err, false, "cannot hold the body");
        done += (size_t)got;
    }
    if (lseek(b->fd, 0, SEEK_SET) < 0)
        return lathe_fail_errno(err, false, "cannot hold the body");
    return LATHE_OK;
}

static enum lathe_code open_csv(struct lathe_body *b, const char *bytes,
                                size_t n, struct lathe_err *err)
{
    const struct lathe_schema *s = &b->worker->model->schema;
    struct lathe_reader_opts o = lathe_table_reader_opts(s);
    struct lathe_source *source = NULL;
    enum lathe_code rc;

    /* The reader would unpack it: a small body could become a large one. */
    if (n >= 4 && (memcmp(bytes, "\x1f\x8b", 2) == 0 ||
                   memcmp(bytes, "\x28\xb5\x2f\xfd", 4) == 0)) {
        rc = lathe_fail(err, LATHE_EDATA,
                        "the body is compressed; send plain CSV");
        return refuse(b, rc, 400, "bad_csv");
    }
    rc = put_in_memory(b, bytes, n, err);
    if (rc)
        return refuse(b, rc, 503, "unavailable");
    o.dialect.header = true;
    o.dialect.latin1 = false;
    rc = lathe_source_open_fd(&source, b->fd, "body", err);
    if (!rc)
        rc = lathe_reader_new(&b->reader, source, &o, err);
    if (rc)
        return refuse(b, rc, 400, "bad_csv");
    rc = lathe_table_init(&b->table, s, lathe_reader_names(b->reader), "body",
                          false, err);
    b->table.blocks = true;
    lathe_nonumber_explain(&b->table, &o.dialect);
    return refuse(b, rc, 400, "missing_column");
}

static enum lathe_code next_csv(struct lathe_body *b, struct lathe_err *err)
{
    struct lathe_worker *w = b->worker;
    struct lathe_block *block = &b->block;
    enum lathe_code rc;

    if (b->at >= block->rows) {
        b->at = 0;
        rc = lathe_reader_next(b->reader, block, err);
        if (rc)
            return refuse(b, rc, 400, "bad_csv");
        if (block->rows == 0 && b->taken == 0) {
            rc = lathe_fail(err, LATHE_EDATA, "the body has no rows");
            return refuse(b, rc, 400, "bad_request");
        }
    }
    if (b->taken + (block->rows - b->at) > b->max_rows)
        return too_many(b, err);
    for (; b->at < block->rows && w->rows.n < w->rows.cap; b->at++) {
        rc = lathe_table_add(&b->table, block->field + b->at * block->cols,
                             block->line[b->at], &w->rows, err);
        if (rc)
            return refuse(b, rc, 400, "bad_value");
        b->taken++;
    }
    return LATHE_OK;
}

/* ---- either ------------------------------------------------------------- */

enum lathe_code lathe_body_open(struct lathe_body *b, struct lathe_worker *w,
                                enum lathe_body_form form, const char *bytes,
                                size_t n, size_t max_rows,
                                struct lathe_err *err)
{
    *b = (struct lathe_body){.worker = w, .max_rows = max_rows};
    return form == LATHE_BODY_JSON ? open_json(b, bytes, n, err)
                                   : open_csv(b, bytes, n, err);
}

enum lathe_code lathe_body_next(struct lathe_body *b, struct lathe_err *err)
{
    b->worker->rows.n = 0;
    return b->document ? next_json(b, err) : next_csv(b, err);
}

void lathe_body_release(struct lathe_body *b)
{
    lathe_json_free(b->document);
    lathe_reader_free(b->reader);
    lathe_table_release(&b->table);
    if (b->has_fd)
        close(b->fd);
    b->document = NULL;
    b->reader = NULL;
    b->has_fd = false;
}
