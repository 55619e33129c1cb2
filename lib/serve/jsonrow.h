/*
 * jsonrow - one row in JSON to text fields.
 */
#ifndef LATHE_SERVE_JSONROW_H
#define LATHE_SERVE_JSONROW_H

#include "base/json.h"
#include "serve/worker.h"

/*
 * Fills worker->field, in the order of worker->names, from an object by
 * names, an array by place, or the nested arrays of an image. Fields borrow
 * from the document and from the worker until the next call. `row` counts
 * from 1. On failure *code is "bad_request", "bad_value" or "missing_column".
 * Fails: LATHE_EDATA "row 3 has no column 'age' (and 2 more: ...)".
 */
enum lathe_code lathe_jsonrow_fields(struct lathe_worker *w,
                                     const struct lathe_json *v, size_t row,
                                     const char **code,
                                     struct lathe_err *err);

#endif
