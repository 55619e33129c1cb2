/*
 * names - the rules that a header has to keep.
 */
#ifndef LATHE_INGEST_NAMES_H
#define LATHE_INGEST_NAMES_H

#include "base/err.h"
#include "ingest/reader.h"

/* What helps where the dialect is that of a model. */
#define LATHE_NAMES_FIXED \
    "the delimiter must be that of the training data"

/*
 * Names from the fields of the first record (`plain`: it begins without a
 * quote; `fixed`: of the options), as lathe_reader_new says. `where` begins
 * the messages ("'a.csv' line 1"); `names` is empty before. Fails:
 * LATHE_EDATA, LATHE_ENOMEM.
 */
enum lathe_code lathe_names_take(struct lathe_list *names,
                                 const struct lathe_field *field, size_t n,
                                 bool plain, bool fixed, char delimiter,
                                 const char *where, struct lathe_err *err);

/* c1, c2, ... for a table without a header whose first record this is. */
enum lathe_code lathe_names_make(struct lathe_list *names,
                                 const struct lathe_field *field, size_t n,
                                 bool plain, bool fixed, const char *where,
                                 struct lathe_err *err);

#endif
