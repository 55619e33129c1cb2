/*
 * source - bytes from a file, a pipe, gzip or zstd, all alike.
 *
 * Compression is seen by its magic number, not by the name. Several gzip
 * members or zstd frames follow each other as one text; a truncated stream or
 * bytes behind its end are errors.
 */
#ifndef LATHE_INGEST_SOURCE_H
#define LATHE_INGEST_SOURCE_H

#include "base/err.h"

struct lathe_digester;
struct lathe_source;

/* `path` "-" is standard input. Fails: LATHE_ENOINPUT, LATHE_EPERM,
 * LATHE_EIO, LATHE_EDATA, LATHE_ENOMEM, naming the path. */
enum lathe_code lathe_source_open(struct lathe_source **out, const char *path,
                                  struct lathe_err *err);

/* Reads from a file descriptor at its current place; `name` is for messages.
 * The descriptor stays the caller's. */
enum lathe_code lathe_source_open_fd(struct lathe_source **out, int fd,
                                     const char *name, struct lathe_err *err);

/* Reads from `bytes`, which are borrowed for the life of the source. One read
 * gives at most `most` of them (0: any number), so that every way of cutting
 * an input can be tried. */
enum lathe_code lathe_source_open_memory(struct lathe_source **out,
                                         const void *bytes, size_t n,
                                         size_t most, const char *name,
                                         struct lathe_err *err);

/*
 * Up to `cap` > 0 bytes, what is there: a pipe is not waited for until `cap`
 * is full; *got is 0 only at the end. After a failure nothing more comes.
 * Fails: LATHE_EIO; LATHE_EDATA (damaged or truncated compressed data, or
 * bytes behind its end); LATHE_ENOMEM.
 */
enum lathe_code lathe_source_read(struct lathe_source *s, void *bytes,
                                  size_t cap, size_t *got,
                                  struct lathe_err *err);

/* The next `want` <= LATHE_SOURCE_PEEK bytes, which stay to be read; *got is
 * less than `want` only at the end. Fails as lathe_source_read. */
#define LATHE_SOURCE_PEEK 16
enum lathe_code lathe_source_peek(struct lathe_source *s, void *bytes,
                                  size_t want, size_t *got,
                                  struct lathe_err *err);

/* Takes the digest of the stored bytes as they are read, that is maybe
 * compressed; from the first to the last if `end`. */
struct lathe_source_tap {
    struct lathe_digester *digest;
    uint64_t bytes;
    bool end;
};

/* `tap` is borrowed for the life of the source. Before anything is read. */
void lathe_source_set_tap(struct lathe_source *s,
                          struct lathe_source_tap *tap);

/* From now on the text is read as ISO 8859-1 (Latin-1) and given as UTF-8;
 * what was peeked at stays to be read. */
void lathe_source_from_latin1(struct lathe_source *s);

/* The path, or "standard input". */
const char *lathe_source_name(const struct lathe_source *s);

void lathe_source_free(struct lathe_source *s);

#endif
