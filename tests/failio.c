/*
 * failio - makes writing fail, to see what a program does about it.
 *
 * To be preloaded (LD_PRELOAD). FAILIO=CALL:N fails the N-th call of write,
 * pwrite, fsync or rename and all after it, as a full disk would; calls on
 * what is no regular file (a terminal, a pipe) do not count.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_long calls;

/* Whether this call of `name` is to fail. */
static bool fails(const char *name)
{
    const char *wish = getenv("FAILIO");
    size_t n = strlen(name);

    if (!wish || strncmp(wish, name, n) != 0 || wish[n] != ':')
        return false;
    if (atomic_fetch_add(&calls, 1) + 1 < strtol(wish + n + 1, NULL, 10))
        return false;
    errno = ENOSPC;
    return true;
}

static bool is_file(int fd)
{
    struct stat is;

    return fstat(fd, &is) == 0 && S_ISREG(is.st_mode);
}

/* The function that ours stands before. */
static void *real_one(const char *name)
{
    void *f = dlsym(RTLD_NEXT, name);

    if (!f)
        abort();
    return f;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    ssize_t (*next)(int, const void *, size_t);
    void *f = real_one("write");

    memcpy(&next, &f, sizeof next);
    return is_file(fd) && fails("write") ? -1 : next(fd, bytes, n);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    ssize_t (*next)(int, const void *, size_t, off_t);
    void *f = real_one("pwrite");

    memcpy(&next, &f, sizeof next);
    return is_file(fd) && fails("pwrite") ? -1 : next(fd, bytes, n, at);
}

int fsync(int fd)
{
    int (*next)(int);
    void *f = real_one("fsync");

    memcpy(&next, &f, sizeof next);
    return is_file(fd) && fails("fsync") ? -1 : next(fd);
}

int rename(const char *from, const char *to)
{
    int (*next)(const char *, const char *);
    void *f = real_one("rename");

    memcpy(&next, &f, sizeof next);
    return fails("rename") ? -1 : next(from, to);
}
