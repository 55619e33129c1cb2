#include "prepare/origin.h"

#include "base/alloc.h"
#include "base/file.h"
#include "ingest/idx.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)1 << 17)

static enum lathe_code write_all(int fd, const char *bytes, size_t n,
                                 struct lathe_err *err)
{
    while (n > 0) {
        ssize_t k = write(fd, bytes, n);

        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return lathe_fail_errno(err, false,
                                    "cannot keep a copy of the input");
        bytes += k;
        n -= (size_t)k;
    }
    return LATHE_OK;
}

/* Reads `from` to its end: takes the digest, and copies to `to` unless -1. */
static enum lathe_code read_through(struct lathe_origin *o, int from, int to,
                                    struct lathe_err *err)
{
    struct lathe_digester *digest = NULL;
    char *piece = NULL;
    enum lathe_code rc;

    rc = lathe_new(&piece, PIECE, 1, "reading", err);
    if (rc)
        goto out;
    digest = lathe_digest_new();
    if (!digest) {
        rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (a digest)");
        goto out;
    }
    for (;;) {
        ssize_t n = read(from, piece, PIECE);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            rc = lathe_fail_errno(err, true, "cannot read '%s'", o->name);
            goto out;
        }
        if (n == 0)
            break;
        lathe_digest_add(digest, piece, (size_t)n);
        o->bytes += (uint64_t)n;
        if (to >= 0) {
            rc = write_all(to, piece, (size_t)n, err);
            if (rc)
                goto out;
        }
    }
    o->digest = lathe_digest_end(digest);
out:
    lathe_digest_free(digest);
    lathe_free(piece);
    return rc;
}

/* Puts a copy of the pipe into the place of its descriptor. */
static enum lathe_code spool(struct lathe_origin *o, const char *near,
                             struct lathe_err *err)
{
    int copy = -1;
    enum lathe_code rc = lathe_file_scratch(near, &copy, err);

    if (rc)
        return rc;
    rc = read_through(o, o->fd, copy, err);
    if (o->fd != STDIN_FILENO)
        close(o->fd);
    o->fd = copy;
    return rc;
}

enum lathe_code lathe_origin_open(struct lathe_origin *o, const char *path,
                                  const char *near, struct lathe_err *err)
{
    bool standard = strcmp(path, "-") == 0;
    struct stat st;
    enum lathe_code rc;

    *o = (struct lathe_origin){.fd = -1};
    o->name = lathe_strdup(standard ? "standard input" : path);
    if (!o->name)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a file name)");
    o->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (o->fd < 0 || fstat(o->fd, &st) != 0) {
        rc = lathe_fail_errno(err, true, "cannot open '%s'", o->name);
        goto out;
    }
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        rc = lathe_fail_errno(err, true, "cannot read '%s'", o->name);
        goto out;
    }
    if (standard || !S_ISREG(st.st_mode))
        rc = spool(o, near, err);
    else
        rc = read_through(o, o->fd, -1, err);
out:
    if (rc)
        lathe_origin_release(o);
    return rc;
}

void lathe_origin_release(struct lathe_origin *o)
{
    if (o->name && o->fd >= 0 && o->fd != STDIN_FILENO)
        close(o->fd);
    lathe_free(o->name);
    *o = (struct lathe_origin){.fd = -1};
}

enum lathe_code lathe_origin_source(const struct lathe_origin *o,
                                    struct lathe_source **out,
                                    struct lathe_err *err)
{
    if (lseek(o->fd, 0, SEEK_SET) < 0)
        return lathe_fail_errno(err, true, "cannot read '%s' again", o->name);
    return lathe_source_open_fd(out, o->fd, o->name, err);
}

enum lathe_code lathe_origin_is_idx(const struct lathe_origin *o, bool *is,
                                    struct lathe_err *err)
{
    struct lathe_source *source = NULL;
    unsigned char first[4] = {1, 1, 1, 1};
    size_t have = 0, got = 1;
    enum lathe_code rc = lathe_origin_source(o, &source, err);

    while (!rc && have < sizeof first && got > 0) {
        rc = lathe_source_read(source, first + have, sizeof first - have, &got,
                               err);
        have += got;
    }
    *is = !rc && have == sizeof first && lathe_idx_is(first);
    lathe_source_free(source);
    return rc;
}
