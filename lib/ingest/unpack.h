/*
 * unpack - gzip (zlib) and zstd, in steps over the caller's buffers.
 */
#ifndef LATHE_INGEST_UNPACK_H
#define LATHE_INGEST_UNPACK_H

#include "base/err.h"

enum lathe_unpack_kind {
    LATHE_UNPACK_NONE,          /* not compressed, as far as we know */
    LATHE_UNPACK_GZIP,
    LATHE_UNPACK_ZSTD,
    LATHE_UNPACK_SHORT          /* too few bytes to tell */
};

/* What begins with these bytes: a gzip member, a zstd frame (or skippable
 * frame), or neither. */
enum lathe_unpack_kind lathe_unpack_match(const unsigned char *first,
                                          size_t n);

const char *lathe_unpack_name(enum lathe_unpack_kind kind);

struct lathe_unpack;

/* Fails: LATHE_ENOMEM. */
enum lathe_code lathe_unpack_new(struct lathe_unpack **out,
                                 enum lathe_unpack_kind kind,
                                 struct lathe_err *err);
void lathe_unpack_free(struct lathe_unpack *u);

/* Moves forward as bytes are taken and made. */
struct lathe_unpack_io {
    const unsigned char *in;
    size_t in_left;
    unsigned char *out;
    size_t out_left;
    bool ended;                 /* a member ended here, its sum was right */
};

/*
 * Unpacks until the input or the room is used up, or a member ended; the next
 * call begins the next member. A window over 128 MiB is refused.
 * Fails: LATHE_EDATA (damaged), LATHE_ENOMEM.
 */
enum lathe_code lathe_unpack_step(struct lathe_unpack *u,
                                  struct lathe_unpack_io *io,
                                  struct lathe_err *err);

#endif
