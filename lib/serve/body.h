/*
 * body - the rows in the body of a predict request.
 *
 * JSON: one object (a row by column names); {"rows": [...]} or
 * {"instances": [...]}; or an array of rows. A row is an object by column
 * names, of which extra ones are ignored, or an array in the order of the
 * model's columns; for images also nested arrays [c][h][w]. null is a missing
 * value. CSV: a header and records in the dialect of the training data.
 *
 * Whatever the form, values become text fields and go through table.h, as
 * those of a CSV file do.
 */
#ifndef LATHE_SERVE_BODY_H
#define LATHE_SERVE_BODY_H

#include "base/json.h"
#include "serve/worker.h"

enum lathe_body_form { LATHE_BODY_JSON = 1, LATHE_BODY_CSV };

/* Zeroed: none. */
struct lathe_body {
    struct lathe_worker *worker;        /* borrowed */
    size_t max_rows, taken;
    /* Why it was refused, after a failure. */
    int status;                 /* of HTTP: 400, 413, 503 */
    const char *code;           /* "bad_json", "bad_request", "bad_value",
                                 * "missing_column", "too_many_rows" */
    /* JSON */
    struct lathe_json *document;
    const struct lathe_json *list;      /* the rows; NULL: the document is
                                         * the one row */
    size_t rows;
    /* CSV */
    int fd;
    bool has_fd;
    struct lathe_reader *reader;
    struct lathe_table table;
    struct lathe_block block;
    size_t at;                  /* next record of the block */
};

/* Borrows `w` until release; the bytes only for this call. Fails: LATHE_EDATA
 * with status and code set, LATHE_ENOMEM, LATHE_EIO. */
enum lathe_code lathe_body_open(struct lathe_body *b, struct lathe_worker *w,
                                enum lathe_body_form form, const char *bytes,
                                size_t n, size_t max_rows,
                                struct lathe_err *err);

/* The next rows into worker->rows, which is emptied first; none at the end.
 * Fails as lathe_body_open: "row 3, column 'age': '3x' is not a number". */
enum lathe_code lathe_body_next(struct lathe_body *b, struct lathe_err *err);

void lathe_body_release(struct lathe_body *b);

#endif
