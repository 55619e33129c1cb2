/*
 * file - whole files in, whole files out.
 *
 * A file is replaced by writing a temporary file beside it, fsync, rename and
 * fsync of the directory, so that its path names either the old file or the
 * complete new one. A symbolic link is followed to what it names. What the
 * process has open already, like /dev/stdout, is written as it is.
 */
#ifndef LATHE_BASE_FILE_H
#define LATHE_BASE_FILE_H

#include "base/err.h"

#include <stdio.h>
#include <sys/types.h>

/*
 * Reads all of `path` ("-": standard input) into *bytes (lathe_free) with a
 * NUL behind it that *n does not count.
 * Fails: LATHE_ENOINPUT, LATHE_EPERM, LATHE_EIO, LATHE_ENOMEM; LATHE_EDATA
 * when it has more than `limit` bytes.
 */
enum lathe_code lathe_file_read(const char *path, size_t limit, char **bytes,
                                size_t *n, struct lathe_err *err);

/*
 * An output must not be one of the files that are read, by whatever path, nor
 * another output: that one would be lost. `other` may be NULL, or "-" for
 * standard input.
 * Fails: LATHE_EARG "WHAT: 'a.csv' is ROLE too, and would be lost", WHAT
 * being the option.
 */
enum lathe_code lathe_file_distinct(const char *what, const char *path,
                                    const char *other, const char *role,
                                    struct lathe_err *err);

/* "-" is standard input and output elsewhere, so no output file has that name
 * by mistake. `path` may be NULL. Fails: LATHE_EARG, WHAT being the option. */
enum lathe_code lathe_file_named(const char *what, const char *path,
                                 struct lathe_err *err);

/* The descriptor that /dev/stdout, /dev/stderr, /dev/fd/N or /proc/self/fd/N
 * stands for; -1: `path` is none of them. A file behind it belongs to whoever
 * opened it, and others may write to it, so it is not replaced, nor cut. */
int lathe_file_descriptor(const char *path);

/* A file on its way. Zeroed: none. */
struct lathe_file {
    int fd;                     /* of the temporary file, read and write */
    char *name;                 /* as it was given, for messages */
    char *path;                 /* what it will be, links followed */
    char *tmp;                  /* what it is now; NULL: nothing is open */
    bool direct;                /* a pipe, a device or what was open already:
                                 * written as it comes */
    uint64_t written;           /* bytes so far through lathe_file_write */
};

/*
 * Opens the temporary file for `path`. A path that names a pipe, a device or
 * an open descriptor is written directly. The mode is that of the old file,
 * else 0666 & ~umask.
 * Fails: LATHE_ECREATE, LATHE_EPERM, LATHE_EIO, LATHE_ENOMEM, with the path.
 */
enum lathe_code lathe_file_create(struct lathe_file *f, const char *path,
                                  struct lathe_err *err);

/* Appends. Fails: LATHE_EIO. */
enum lathe_code lathe_file_write(struct lathe_file *f, const void *bytes,
                                 size_t n, struct lathe_err *err);

/* Writes at an offset (not for pipes); does not move the end that
 * lathe_file_write appends to. Fails: LATHE_EIO. */
enum lathe_code lathe_file_write_at(struct lathe_file *f, uint64_t offset,
                                    const void *bytes, size_t n,
                                    struct lathe_err *err);

/* fsync, rename, fsync of the directory. On failure the temporary file is
 * removed and the path is as it was. Fails: LATHE_EIO, LATHE_ECREATE. */
enum lathe_code lathe_file_commit(struct lathe_file *f, struct lathe_err *err);

/* Removes the temporary file of a file not committed. */
void lathe_file_release(struct lathe_file *f);

/* create + write + commit. */
enum lathe_code lathe_file_replace(const char *path, const void *bytes,
                                   size_t n, struct lathe_err *err);

/* An unlinked temporary file beside `near` (NULL: in $TMPDIR or /tmp), read
 * and write; the caller closes *fd. Fails: LATHE_ECREATE, LATHE_EPERM, with
 * the path of `near` or the folder. */
enum lathe_code lathe_file_scratch(const char *near, int *fd,
                                   struct lathe_err *err);

/* Removes the file that `path` names; one that is not there, and what is no
 * file (a device), is left. Fails: LATHE_EIO, LATHE_EPERM. */
enum lathe_code lathe_file_remove(const char *path, struct lathe_err *err);

/*
 * Takes the lock of `path`, which is made if need be and stays; the lock goes
 * with the process, or when the caller closes *fd. It is that of flock(1).
 * Fails: LATHE_EBUSY at once, when somebody else has it; LATHE_ECREATE,
 * LATHE_EPERM, LATHE_EIO.
 */
enum lathe_code lathe_file_lock(const char *path, int *fd,
                                struct lathe_err *err);

/* Removes the temporary files of this process; safe in a signal handler. */
void lathe_file_unlink_all(void);

#endif
