/*
 * like - the schema of another dataset or of a model, for --like: new rows are
 * made what its rows are, and nothing is fitted anew.
 */
#ifndef LATHE_PREPARE_LIKE_H
#define LATHE_PREPARE_LIKE_H

#include "base/digest.h"
#include "data/schema.h"
#include "scan/scan.h"

struct lathe_pool;

/* Zeroed: there is none. */
struct lathe_like {
    const char *path;           /* borrowed; NULL: none */
    const char *kind;           /* "dataset" or "model" */
    struct lathe_digest digest; /* of the file */
};

/* Checks that no option asks for what the other schema decides.
 * Fails: LATHE_EARG. */
enum lathe_code lathe_like_check(const struct lathe_preprocess_opts *opts,
                                 struct lathe_err *err);

/* Reads the schema of a dataset or model, a file that is checked on the pool as
 * lathe_store_open does. Fails: LATHE_EDATA, also when it is neither, and as
 * that. */
enum lathe_code lathe_like_read(struct lathe_like *like,
                                struct lathe_schema *out, const char *path,
                                struct lathe_pool *pool, struct lathe_err *err);

/*
 * Compares what a scan saw with the schema: columns that are missing, the
 * first value of a number or date that is none, and classes that it does not
 * know; with `names_only` columns alone. Each difference is a note when they
 * are more than the error can name.
 * Fails: LATHE_EDATA "'new.csv' does not fit 'model.h5': column 'age' is
 * missing; ... (and 2 more)", LATHE_ENOMEM.
 */
enum lathe_code lathe_like_compare(const struct lathe_like *like,
                                   const struct lathe_schema *s,
                                   const char *source,
                                   const struct lathe_list *names,
                                   const struct lathe_scan *scan,
                                   bool names_only,
                                   const struct lathe_host *host,
                                   struct lathe_err *err);

#endif
