/*
 * origin - an input that is read more than once.
 *
 * The file is opened once, so that all passes see the same one even when its
 * name is given to another meanwhile. What cannot be read again (standard
 * input, a pipe) is copied, as it comes, to an unlinked file first.
 *
 * The digest of a file is taken while the file is read for other ends, by the
 * first source that comes to its end.
 */
#ifndef LATHE_PREPARE_ORIGIN_H
#define LATHE_PREPARE_ORIGIN_H

#include "base/digest.h"
#include "ingest/source.h"

struct lathe_pool;

/* Zeroed: nothing. */
struct lathe_origin {
    char *name;                 /* for messages; NULL: nothing is open */
    int fd;
    bool copied;                /* `fd` is a copy */
    uint64_t bytes;             /* as given, that is maybe compressed */
    struct lathe_digest digest; /* of these bytes */
    struct lathe_source_tap *tap;       /* takes these two; NULL: they are
                                         * there */
};

/*
 * Opens `path` ("-": standard input); `bytes` and `digest` are there after
 * lathe_origin_finish. A copy lies beside `near`.
 * Fails: LATHE_ENOINPUT, LATHE_EPERM, LATHE_EIO, LATHE_ECREATE, LATHE_ENOMEM.
 */
enum lathe_code lathe_origin_open(struct lathe_origin *o, const char *path,
                                  const char *near, struct lathe_err *err);

/* Makes bytes and digest known: the file is read if no source has read all of
 * it. Fails: LATHE_EIO, LATHE_ENOMEM. */
enum lathe_code lathe_origin_finish(struct lathe_origin *o,
                                    struct lathe_err *err);
void lathe_origin_release(struct lathe_origin *o);

/* No source of it will be asked for any more, so that a copy can go; what is
 * known of it stays. From any thread. */
void lathe_origin_drop_copy(struct lathe_origin *o);

/* A source at the beginning; one at a time, released before the origin. Fails
 * as lathe_source_open. */
enum lathe_code lathe_origin_source(struct lathe_origin *o,
                                    struct lathe_source **out,
                                    struct lathe_err *err);

/* Tiles in which the lines of a file are counted. */
#define LATHE_ORIGIN_TILE ((size_t)256 << 10)
uint64_t lathe_origin_tiles(const struct lathe_origin *o);

/* Sees a tile, text[n] with n > 0, on any thread of the pool. */
typedef void lathe_origin_look_fn(void *ctx, uint64_t tile, const char *text,
                                  size_t n, int thread);

/* The lines that are not blank, a last one without its end too; `look` may be
 * NULL. False where the input is compressed, or cannot be read. */
bool lathe_origin_lines(const struct lathe_origin *o, struct lathe_pool *pool,
                        lathe_origin_look_fn *look, void *ctx,
                        uint64_t *lines);

/* The first bytes of the input, decompressed: n of them, fewer than `most`
 * where there are no more. Fails as lathe_source_read. */
enum lathe_code lathe_origin_first(struct lathe_origin *o, void *bytes,
                                   size_t most, size_t *n,
                                   struct lathe_err *err);

#endif
