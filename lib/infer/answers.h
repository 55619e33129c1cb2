/*
 * answers - predictions as text: CSV or JSON lines.
 *
 * CSV begins with a header: the kept columns, the target's name, and with
 * probabilities "p(CLASS)" for each class. Fields are quoted as RFC 4180 says
 * where they need it. A JSON line is an object with the kept columns (as
 * text), the target, and with probabilities "probabilities": {CLASS: p}.
 * Numbers are the shortest that read back as the same float; what is none is
 * "nan" or "inf", and the class then "nan" too: null in JSON. A kept column
 * that has the target's name makes the answer's name "predicted TARGET".
 *
 * Several targets have a column each, then "p(TARGET=CLASS)" for each class of
 * each; in JSON "probabilities": {TARGET: {CLASS: p}}.
 */
#ifndef LATHE_INFER_ANSWERS_H
#define LATHE_INFER_ANSWERS_H

#include "base/buf.h"
#include "data/schema.h"
#include "ingest/reader.h"

struct lathe_answers {
    const struct lathe_schema *schema;  /* borrowed */
    const struct lathe_list *names;     /* of the input; borrowed */
    long *keep;                 /* [kept] fields of the input; owned */
    size_t kept;
    bool json, proba;
    char **name;                /* [targets] of the answers; owned */
};

/* `keep`: names of input columns, comma between, or NULL; `source` names the
 * input in messages. Fails: LATHE_EDATA (a column that the input lacks),
 * LATHE_ENOMEM. */
enum lathe_code lathe_answers_init(struct lathe_answers *a,
                                   const struct lathe_schema *schema,
                                   const struct lathe_list *names,
                                   const char *keep, const char *source,
                                   struct lathe_err *err);
void lathe_answers_release(struct lathe_answers *a);

/* Appends the header line; nothing for JSON lines. */
void lathe_answers_header(const struct lathe_answers *a,
                          struct lathe_buf *out);

/* Appends one line: `field` are those of the input record, answer [k] as of
 * lathe_predictor_run. False when some of it are no finite numbers. */
bool lathe_answers_row(const struct lathe_answers *a,
                       const struct lathe_field *field, const float *answer,
                       size_t k, struct lathe_buf *out);

#endif
