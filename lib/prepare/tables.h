/*
 * tables - the tables of a run of preprocess, read as one: every input has the
 * columns of the first, in any order.
 */
#ifndef LATHE_PREPARE_TABLES_H
#define LATHE_PREPARE_TABLES_H

#include "data/dict.h"
#include "ingest/pieces.h"
#include "prepare/preprocess.h"

/* Zeroed: nothing. */
struct lathe_tables {
    struct lathe_preprocess *p; /* borrowed */
    bool given_only;            /* leaves out FILE, reads given splits only */
    struct lathe_list names;    /* of the first input */
    struct lathe_dict index;    /* of these names */
    size_t record;              /* bytes of its first record */
    /* The input being read. */
    struct lathe_preprocess_input *input;
    const struct lathe_list *here;      /* its names in their order */
    size_t *map;                /* [names] field of each */
};

/* Learns the names from the first input. Fails as lathe_reader_new. */
enum lathe_code lathe_tables_init(struct lathe_tables *t,
                                  struct lathe_preprocess *p,
                                  struct lathe_err *err);
void lathe_tables_release(struct lathe_tables *t);

/*
 * Reads all inputs in their order through the job (pieces.h). `open`, which
 * may be NULL, is called before each one is read. job->reject is for
 * --bad-rows skip; without it a bad record fails.
 * Fails: LATHE_EDATA also for other columns than those of the first.
 */
enum lathe_code lathe_tables_read(struct lathe_tables *t,
                                  const struct lathe_pieces_job *job,
                                  enum lathe_code (*open)(void *ctx,
                                                          struct lathe_err *),
                                  struct lathe_err *err);

/* The first records of the first input, block by block. Fails as
 * lathe_reader_next, and as `take`. */
enum lathe_code lathe_tables_first(struct lathe_tables *t, size_t records,
                                   enum lathe_code (*take)(
                                       void *ctx, const struct lathe_block *,
                                       struct lathe_err *),
                                   void *ctx, struct lathe_err *err);

/* Whether bad records are left out (--bad-rows skip). */
bool lathe_tables_skip(const struct lathe_preprocess *p);

#endif
