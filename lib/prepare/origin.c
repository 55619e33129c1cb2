#include "prepare/origin.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/pool.h"
#include "ingest/linecount.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)1 << 17)
/* Room asked for in a pipe, so that both ends wait less often; it may not be
 * granted. */
#define PIPE (1 << 20)

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
    while (!rc) {
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

/* ---- a digest that is taken while the input is read --------------------- */

static void drop_tap(struct lathe_origin *o)
{
    if (o->tap)
        lathe_digest_free(o->tap->digest);
    lathe_free(o->tap);
    o->tap = NULL;
}

/* Whether a source has read all of it. */
static bool settle(struct lathe_origin *o)
{
    if (!o->tap->end)
        return false;
    o->bytes = o->tap->bytes;
    o->digest = lathe_digest_end(o->tap->digest);
    drop_tap(o);
    return true;
}

/* From the beginning. */
static enum lathe_code new_tap(struct lathe_origin *o, struct lathe_err *err)
{
    lathe_digest_free(o->tap->digest);
    *o->tap = (struct lathe_source_tap){.digest = lathe_digest_new()};
    return o->tap->digest ? LATHE_OK
                          : lathe_fail(err, LATHE_ENOMEM,
                                       "out of memory (a digest)");
}

enum lathe_code lathe_origin_finish(struct lathe_origin *o,
                                    struct lathe_err *err)
{
    struct reading r;
    enum lathe_code rc;

    if (!o->tap || settle(o))
        return LATHE_OK;
    r = (struct reading){.name = o->name, .from = o->fd, .to = -1,
                         .placed = true};
    rc = read_through(&r, err);
    o->bytes = r.bytes;
    o->digest = r.digest;
    drop_tap(o);
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
    (void)fcntl(o->fd, F_SETPIPE_SZ, PIPE);
    rc = read_through(&r, err);
    o->bytes = r.bytes;
    o->digest = r.digest;
    if (o->fd != STDIN_FILENO)
        close(o->fd);
    o->fd = copy;
    o->copied = true;
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
        rc = lathe_new(&o->tap, 1, sizeof *o->tap, "a digest", err);
out:
    if (rc)
        lathe_origin_release(o);
    return rc;
}

void lathe_origin_release(struct lathe_origin *o)
{
    drop_tap(o);
    if (o->name && o->fd >= 0 && o->fd != STDIN_FILENO)
        close(o->fd);
    lathe_free(o->name);
    *o = (struct lathe_origin){.fd = -1};
}

void lathe_origin_drop_copy(struct lathe_origin *o)
{
    if (!o->copied)
        return;
    close(o->fd);
    o->fd = -1;
    o->copied = false;
}

enum lathe_code lathe_origin_source(struct lathe_origin *o,
                                    struct lathe_source **out,
                                    struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    if (lseek(o->fd, 0, SEEK_SET) < 0)
        return lathe_fail_errno(err, true, "cannot read '%s' again", o->name);
    if (o->tap && !settle(o))
        rc = new_tap(o, err);
    if (!rc)
        rc = lathe_source_open_fd(out, o->fd, o->name, err);
    if (!rc && o->tap)
        lathe_source_set_tap(*out, o->tap);
    return rc;
}

/* ---- lines -------------------------------------------------------------- */

#define TILE LATHE_ORIGIN_TILE      /* which stays in the second cache */

struct lines {
    int fd;
    uint64_t bytes;             /* of the file */
    char *text;                 /* [threads x (TILE + 2)] */
    lathe_linecount_fn *count;
    lathe_origin_look_fn *look;
    void *ctx;
    _Atomic uint64_t n;
    atomic_bool failed;
};

/* Reads a part of the file; whether all of it was there. */
static bool read_part(int fd, char *to, size_t n, uint64_t at)
{
    while (n > 0) {
        ssize_t got = pread(fd, to, n, (off_t)at);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        to += got;
        n -= (size_t)got;
        at += (uint64_t)got;
    }
    return true;
}

/* With the two bytes before it, which tell whether its first line is blank;
 * before the first one a line ends. */
static void count_tile(void *ctx, size_t tile, int thread)
{
    struct lines *l = ctx;
    char *text = l->text + (size_t)thread * (TILE + 2);
    uint64_t at = (uint64_t)tile * TILE, left = l->bytes - at;
    size_t n = left < TILE ? (size_t)left : TILE, before = tile ? 2 : 0;

    memset(text, '\n', 2);
    if (!read_part(l->fd, text + 2 - before, n + before, at - before)) {
        atomic_store(&l->failed, true);
        return;
    }
    atomic_fetch_add(&l->n, l->count(text + 2, n) +
                                (n == left && text[n + 1] != '\n'));
    if (l->look)
        l->look(l->ctx, tile, text + 2, n, thread);
}

/* Whether the file begins as a gzip member or zstd frame does. */
static bool is_compressed(int fd)
{
    unsigned char first[4];

    return read_part(fd, (char *)first, sizeof first, 0) &&
           (memcmp(first, "\x1f\x8b", 2) == 0 ||
            memcmp(first, "\x28\xb5\x2f\xfd", 4) == 0);
}

static uint64_t bytes_of(const struct lathe_origin *o)
{
    struct stat st;

    return fstat(o->fd, &st) == 0 && st.st_size > 0 ? (uint64_t)st.st_size : 0;
}

uint64_t lathe_origin_tiles(const struct lathe_origin *o)
{
    return (bytes_of(o) + TILE - 1) / TILE;
}

bool lathe_origin_lines(const struct lathe_origin *o, struct lathe_pool *pool,
                        lathe_origin_look_fn *look, void *ctx, uint64_t *lines)
{
    struct lines l = {.fd = o->fd, .bytes = bytes_of(o), .look = look,
                      .ctx = ctx,
                      .count = lathe_linecount_for(lathe_cpu_level()).full};
    bool done = false;

    if (l.bytes == 0 || is_compressed(o->fd))
        return false;
    if (lathe_new(&l.text, (size_t)lathe_pool_threads(pool), TILE + 2,
                  "lines", NULL) == LATHE_OK) {
        lathe_pool_run(pool, (size_t)((l.bytes + TILE - 1) / TILE), count_tile,
                       &l);
        done = !l.failed;
    }
    *lines = l.n;
    lathe_free(l.text);
    return done;
}

enum lathe_code lathe_origin_first(struct lathe_origin *o, void *bytes,
                                   size_t most, size_t *n,
                                   struct lathe_err *err)
{
    struct lathe_source *source = NULL;
    unsigned char *to = bytes;
    size_t got = 1;
    enum lathe_code rc = lathe_origin_source(o, &source, err);

    *n = 0;
    while (!rc && *n < most && got > 0) {
        rc = lathe_source_read(source, to + *n, most - *n, &got, err);
        *n += got;
    }
    lathe_source_free(source);
    return rc;
}
