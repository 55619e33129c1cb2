/*
 * disk - exact reads from a file descriptor.
 */
#ifndef LATHE_STORE_DISK_H
#define LATHE_STORE_DISK_H

#include "base/digest.h"
#include "base/err.h"

/* `n` bytes at an offset; *got is less only at the end of the file. Moves no
 * file position, so that several threads may read. Fails: LATHE_EIO, naming
 * `path`. */
enum lathe_code lathe_disk_read(int fd, const char *path, uint64_t offset,
                                void *out, size_t n, size_t *got,
                                struct lathe_err *err);

/* The digest of all bytes from an offset to the end of the file. Fails:
 * LATHE_EIO, LATHE_ENOMEM. */
enum lathe_code lathe_disk_digest(int fd, const char *path, uint64_t offset,
                                  struct lathe_digest *out,
                                  struct lathe_err *err);

#endif
