/*
 * tiles - the digest of a file that is written in any order, by any thread.
 *
 * What follows the envelope is cut into tiles of 64 KiB, the last one maybe
 * shorter. The digest of the file is that of the digests of its tiles, one
 * behind the other. So a tile is hashed when it is written and still near, and
 * many are hashed at once.
 */
#ifndef LATHE_STORE_TILES_H
#define LATHE_STORE_TILES_H

#include "base/digest.h"
#include "base/err.h"

#include <stdatomic.h>

struct lathe_pool;

#define LATHE_TILE_BYTES ((size_t)64 << 10)

struct lathe_tile {
    struct lathe_digest digest; /* if it is known */
    atomic_bool known;
    _Atomic uint32_t come;      /* bytes written to it, until it is known */
};

/* Zeroed: of a file of which nothing was written. */
struct lathe_tiles {
    struct lathe_tile *tile;    /* [n] */
    size_t n;
};

/* Room for a file of so many bytes, its envelope included; not while others
 * write. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_tiles_room(struct lathe_tiles *t, uint64_t bytes,
                                 struct lathe_err *err);
void lathe_tiles_release(struct lathe_tiles *t);

/* bytes[n] were written at an offset of the file, for which there is room;
 * from any thread, every byte once. */
void lathe_tiles_written(struct lathe_tiles *t, int fd, uint64_t offset,
                         const void *bytes, size_t n);

/* The digest of the file of so many bytes; tiles that are not known are read on
 * all threads of the pool (NULL: the caller alone). Fails: LATHE_EIO, naming
 * `path`, of the first tile that cannot be read; LATHE_ENOMEM. */
enum lathe_code lathe_tiles_digest(struct lathe_tiles *t, int fd,
                                   const char *path, uint64_t bytes,
                                   struct lathe_pool *pool,
                                   struct lathe_digest *out,
                                   struct lathe_err *err);

#endif
