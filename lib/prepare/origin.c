#include "prepare/origin.h"

#include "base/alloc.h"
#include "base/file.h"
#include "ingest/idx.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
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

/* A reading of a whole file. */
struct reading {
    const char *name;
    int from, to;               /* to: a copy, or -1 */
    bool placed;                /* leaves the file's own place alone */
    atomic_bool *stop;          /* or NULL */
    uint64_t bytes;             /* out */
    struct lathe_digest digest; /* out */
};

static ssize_t read_piece(const struct reading *r, char *piece)
{
    ssize_t n;

    do
        n = r->placed ? pread(r->from, piece, PIECE, (off_t)r->bytes)
                      : read(r->from, piece, PIECE);
    while (n < 0 && errno == EINTR);
    return n;
}

/* Reads to the end: takes the digest, and copies. */
static enum lathe_code read_through(struct reading *r, struct lathe_err *err)
{
    struct lathe_digester *digest = lathe_digest_new();
    char *piece = NULL;
    enum lathe_code rc;

    rc = lathe_new(&piece, PIECE, 1, "reading", err);
    if (!rc && !digest)
        rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (a digest)");
    while (!rc && !(r->stop && atomic_load(r->stop))) {
        ssize_t n = read_piece(r, piece);

        if (n < 0)
            rc = lathe_fail_errno(err, true, "cannot read '%s'", r->name);
        if (n <= 0)
            break;
        lathe_digest_add(digest, piece, (size_t)n);
        r->bytes += (uint64_t)n;
        if (r->to >= 0)
            rc = write_all(r->to, piece, (size_t)n, err);
    }
    if (!rc)
        r->digest = lathe_digest_end(digest);
    lathe_digest_free(digest);
    lathe_free(piece);
    return rc;
}

/* ---- a digest that is taken aside --------------------------------------- */

struct lathe_origin_work {
    pthread_t thread;
    atomic_bool stop;
    struct reading reading;
    enum lathe_code code;
    struct lathe_err err;
};

static void *work(void *raw)
{
    struct lathe_origin_work *w = raw;

    w->code = read_through(&w->reading, &w->err);
    return NULL;
}

/* Without another thread it is taken here. */
static enum lathe_code take_digest(struct lathe_origin *o, bool aside,
                                   struct lathe_err *err)
{
    struct lathe_origin_work *w;
    enum lathe_code rc = lathe_new(&w, 1, sizeof *w, "reading", err);

    if (rc)
        return rc;
    w->reading = (struct reading){.name = o->name, .from = o->fd, .to = -1,
                                  .placed = true, .stop = &w->stop};
    if (aside && pthread_create(&w->thread, NULL, work, w) == 0) {
        o->work = w;
        return LATHE_OK;
    }
    rc = read_through(&w->reading, err);
    o->bytes = w->reading.bytes;
    o->digest = w->reading.digest;
    lathe_free(w);
    return rc;
}

enum lathe_code lathe_origin_finish(struct lathe_origin *o,
                                    struct lathe_err *err)
{
    struct lathe_origin_work *w = o->work;
    enum lathe_code rc;

    if (!w)
        return LATHE_OK;
    pthread_join(w->thread, NULL);
    rc = w->code;
    if (rc && err)
        *err = w->err;
    o->bytes = w->reading.bytes;
    o->digest = w->reading.digest;
    o->work = NULL;
    lathe_free(w);
    return rc;
}

/* ---- opening ------------------------------------------------------------ */

/* Puts a copy of the pipe into the place of its descriptor. */
static enum lathe_code spool(struct lathe_origin *o, const char *near,
                             struct lathe_err *err)
{
    struct reading r = {.name = o->name, .from = o->fd, .to = -1};
    int copy = -1;
    enum lathe_code rc = lathe_file_scratch(near, &copy, err);

    if (rc)
        return rc;
    r.to = copy;
    rc = read_through(&r, err);
    o->bytes = r.bytes;
    o->digest = r.digest;
    if (o->fd != STDIN_FILENO)
        close(o->fd);
    o->fd = copy;
    return rc;
}

enum lathe_code lathe_origin_open(struct lathe_origin *o, const char *path,
                                  const char *near, bool aside,
                                  struct lathe_err *err)
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
        rc = take_digest(o, aside, err);
out:
    if (rc)
        lathe_origin_release(o);
    return rc;
}

void lathe_origin_release(struct lathe_origin *o)
{
    if (o->work) {
        atomic_store(&o->work->stop, true);
        lathe_origin_finish(o, NULL);
    }
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
