/*
 * span - the bytes of a file, given out once each.
 *
 * A reader of a file whose addresses point anywhere asks for spans of bytes
 * through this. No span reaches beyond the file, all of them together are no
 * longer than the file, and in the end no two may overlap, so that reading
 * comes to an end whatever the addresses say, in time linear in the file.
 */
#ifndef LATHE_STORE_SPAN_H
#define LATHE_STORE_SPAN_H

#include "base/err.h"

struct lathe_span {
    uint64_t at, bytes;
};

/* Zeroed but for the first members: nothing is taken yet. */
struct lathe_span_source {
    const char *path;           /* for messages; borrowed */
    const uint8_t *image;       /* the file's bytes, borrowed; or NULL: */
    int fd;                     /* the file on disk; borrowed */
    uint64_t bytes;             /* of the file */

    struct lathe_span *taken;   /* owned */
    size_t n, cap;
    uint64_t taken_bytes;
};

void lathe_span_release(struct lathe_span_source *s);

/*
 * Takes `bytes` bytes (which may be 0) from offset `at` of the file. Fails:
 * LATHE_EDATA, naming the object `name`, when the file has no such bytes, or
 * more than all of its bytes are taken; LATHE_ENOMEM.
 */
enum lathe_code lathe_span_take(struct lathe_span_source *s, uint64_t at,
                                uint64_t bytes, const char *name,
                                struct lathe_err *err);

/* take, and copies them to `out`. Fails also: LATHE_EIO. */
enum lathe_code lathe_span_read(struct lathe_span_source *s, uint64_t at,
                                size_t bytes, void *out, const char *name,
                                struct lathe_err *err);

/* Once all is taken. Fails: LATHE_EDATA when two spans overlap. */
enum lathe_code lathe_span_check(struct lathe_span_source *s,
                                 struct lathe_err *err);

#endif
