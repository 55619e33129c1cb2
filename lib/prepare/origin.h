/*
 * origin - an input that is read more than once.
 *
 * The file is opened once, so that all passes see the same one even when its
 * name is given to another meanwhile. What cannot be read again (standard
 * input, a pipe) is copied, as it comes, to an unlinked file first.
 *
 * The digest of a file can be taken by a thread of its own while the file is
 * read for other ends: it takes no pass before all others then, and a file
 * that is larger than memory comes from the disk once less.
 */
#ifndef LATHE_PREPARE_ORIGIN_H
#define LATHE_PREPARE_ORIGIN_H

#include "base/digest.h"
#include "ingest/source.h"

struct lathe_origin_work;

/* Zeroed: nothing. */
struct lathe_origin {
    char *name;                 /* for messages; NULL: nothing is open */
    int fd;
    uint64_t bytes;             /* as given, that is maybe compressed */
    struct lathe_digest digest; /* of these bytes */
    struct lathe_origin_work *work;     /* takes these two; or NULL */
};

/*
 * Opens `path` ("-": standard input) and takes its digest, or lets a thread do
 * that (`aside`): `bytes` and `digest` are there after lathe_origin_finish. A
 * copy lies beside `near`.
 * Fails: LATHE_ENOINPUT, LATHE_EPERM, LATHE_EIO, LATHE_ECREATE, LATHE_ENOMEM.
 */
enum lathe_code lathe_origin_open(struct lathe_origin *o, const char *path,
                                  const char *near, bool aside,
                                  struct lathe_err *err);

/* Waits for the digest. Fails: LATHE_EIO, LATHE_ENOMEM. */
enum lathe_code lathe_origin_finish(struct lathe_origin *o,
                                    struct lathe_err *err);
void lathe_origin_release(struct lathe_origin *o);

/* A source at the beginning; one at a time. Fails as lathe_source_open. */
enum lathe_code lathe_origin_source(const struct lathe_origin *o,
                                    struct lathe_source **out,
                                    struct lathe_err *err);

/* Whether the input, decompressed, begins like an IDX file. */
enum lathe_code lathe_origin_is_idx(const struct lathe_origin *o, bool *is,
                                    struct lathe_err *err);

#endif
