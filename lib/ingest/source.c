#include "ingest/source.h"

#include "base/alloc.h"
#include "base/digest.h"
#include "ingest/unpack.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Compressed bytes per read: large enough that the system call vanishes. */
#define PACKED_BYTES ((size_t)128 << 10)

struct lathe_source {
    char *name;
    /* The bytes as stored come from a descriptor, or from memory. */
    int fd;                     /* -1: memory */
    bool own_fd;
    const unsigned char *memory;
    size_t memory_left, most;
    bool raw_end;               /* no more of them */
    struct lathe_source_tap *tap;       /* or NULL */

    /* Stored bytes that are not taken yet: what was looked at to see the
     * compression, and all of a compressed input. */
    unsigned char *in;          /* [PACKED_BYTES] */
    size_t in_at, in_end;
    bool seen;                  /* the compression is known */
    struct lathe_unpack *unpack;        /* NULL: not compressed */
    enum lathe_unpack_kind kind;
    bool between;               /* members: the text may end here */

    unsigned char ahead[LATHE_SOURCE_PEEK];     /* peeked at */
    size_t ahead_at, ahead_end;
    bool latin1;
    unsigned char second;       /* of two that a byte became; 0: none */
};

static enum lathe_code make(struct lathe_source **out, const char *name,
                            struct lathe_err *err)
{
    struct lathe_source *s = NULL;
    enum lathe_code rc = lathe_new(&s, 1, sizeof *s, "a source", err);

    if (rc)
        return rc;
    s->fd = -1;
    s->name = lathe_strdup(name);
    if (!s->name) {
        lathe_source_free(s);
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a source)");
    }
    *out = s;
    return LATHE_OK;
}

enum lathe_code lathe_source_open_fd(struct lathe_source **out, int fd,
                                     const char *name, struct lathe_err *err)
{
    struct stat st;
    enum lathe_code rc;

    if (fstat(fd, &st))
        return lathe_fail_errno(err, true, "cannot read '%s'", name);
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return lathe_fail_errno(err, true, "cannot read '%s'", name);
    }
    rc = make(out, name, err);
    if (rc)
        return rc;
    (*out)->fd = fd;
    if (S_ISREG(st.st_mode))    /* a hint; that it fails does not matter */
        (void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return LATHE_OK;
}

enum lathe_code lathe_source_open(struct lathe_source **out, const char *path,
                                  struct lathe_err *err)
{
    enum lathe_code rc;
    int fd;

    if (strcmp(path, "-") == 0)
        return lathe_source_open_fd(out, STDIN_FILENO, "standard input", err);
    do {
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    } while (fd < 0 && errno == EINTR);
    if (fd < 0)
        return lathe_fail_errno(err, true, "cannot open '%s'", path);
    rc = lathe_source_open_fd(out, fd, path, err);
    if (rc) {
        close(fd);
        return rc;
    }
    (*out)->own_fd = true;
    return LATHE_OK;
}

enum lathe_code lathe_source_open_memory(struct lathe_source **out,
                                         const void *bytes, size_t n,
                                         size_t most, const char *name,
                                         struct lathe_err *err)
{
    enum lathe_code rc = make(out, name, err);

    if (rc)
        return rc;
    (*out)->memory = bytes;
    (*out)->memory_left = n;
    (*out)->most = most;
    return LATHE_OK;
}

void lathe_source_free(struct lathe_source *s)
{
    if (!s)
        return;
    if (s->own_fd)
        close(s->fd);
    lathe_unpack_free(s->unpack);
    lathe_free(s->in);
    lathe_free(s->name);
    lathe_free(s);
}

const char *lathe_source_name(const struct lathe_source *s)
{
    return s->name;
}

static size_t read_memory(struct lathe_source *s, void *bytes, size_t cap)
{
    size_t n = s->memory_left < cap ? s->memory_left : cap;

    if (s->most && n > s->most)
        n = s->most;
    if (n) {
        memcpy(bytes, s->memory, n);
        s->memory += n;
        s->memory_left -= n;
    }
    return n;
}

void lathe_source_set_tap(struct lathe_source *s, struct lathe_source_tap *tap)
{
    s->tap = tap;
}

static void tap_bytes(struct lathe_source_tap *tap, const void *bytes,
                      size_t n)
{
    lathe_digest_add(tap->digest, bytes, n);
    tap->bytes += n;
    tap->end = n == 0;
}

/* The stored bytes, as they come. */
static enum lathe_code read_raw(struct lathe_source *s, void *bytes,
                                size_t cap, size_t *got, struct lathe_err *err)
{
    *got = 0;
    if (s->raw_end)
        return LATHE_OK;
    if (s->fd < 0) {
        *got = read_memory(s, bytes, cap);
        s->raw_end = *got == 0;
        return LATHE_OK;
    }
    for (;;) {
        ssize_t n = read(s->fd, bytes, cap);

        if (n >= 0) {
            *got = (size_t)n;
            s->raw_end = n == 0;
            if (s->tap)
                tap_bytes(s->tap, bytes, *got);
            return LATHE_OK;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            struct pollfd p = { .fd = s->fd, .events = POLLIN };
            (void)poll(&p, 1, -1);
        } else if (errno != EINTR) {
            s->raw_end = true;
            return lathe_fail_errno(err, true, "cannot read '%s'", s->name);
        }
    }
}

/* More stored bytes behind those that are not taken yet. */
static enum lathe_code refill(struct lathe_source *s, struct lathe_err *err)
{
    size_t left = s->in_end - s->in_at, got;
    enum lathe_code rc;

    if (!s->in) {
        rc = lathe_new(&s->in, PACKED_BYTES, 1, "a read buffer", err);
        if (rc)
            return rc;
    }
    memmove(s->in, s->in + s->in_at, left);
    s->in_at = 0;
    s->in_end = left;
    rc = read_raw(s, s->in + left, PACKED_BYTES - left, &got, err);
    s->in_end += got;
    return rc;
}

/* Finds out what the next stored bytes begin. A text is not waited for longer
 * than its first byte needs to tell it from a magic number. */
static enum lathe_code match(struct lathe_source *s,
                             enum lathe_unpack_kind *kind,
                             struct lathe_err *err)
{
    for (;;) {
        *kind = LATHE_UNPACK_SHORT;
        if (s->in_end > s->in_at)
            *kind = lathe_unpack_match(s->in + s->in_at,
                                       s->in_end - s->in_at);
        if (*kind != LATHE_UNPACK_SHORT || s->raw_end)
            return LATHE_OK;
        enum lathe_code rc = refill(s, err);
        if (rc)
            return rc;
    }
}

static enum lathe_code see(struct lathe_source *s, struct lathe_err *err)
{
    enum lathe_code rc = match(s, &s->kind, err);

    if (rc)
        return rc;
    if (s->kind == LATHE_UNPACK_GZIP || s->kind == LATHE_UNPACK_ZSTD) {
        rc = lathe_unpack_new(&s->unpack, s->kind, err);
        if (rc)
            return rc;
    }
    s->between = s->seen = true;
    return LATHE_OK;
}

static enum lathe_code read_plain(struct lathe_source *s, void *bytes,
                                  size_t cap, size_t *got,
                                  struct lathe_err *err)
{
    size_t n = s->in_end - s->in_at;

    if (n == 0)
        return read_raw(s, bytes, cap, got, err);
    if (n > cap)
        n = cap;
    memcpy(bytes, s->in + s->in_at, n);
    s->in_at += n;
    *got = n;
    return LATHE_OK;
}

/* Between two members: *more says whether another one begins. */
static enum lathe_code next_member(struct lathe_source *s, bool *more,
                                   struct lathe_err *err)
{
    enum lathe_unpack_kind kind;
    enum lathe_code rc = match(s, &kind, err);

    if (rc)
        return rc;
    *more = s->in_end > s->in_at;
    if (*more && kind != s->kind)
        return lathe_fail(err, LATHE_EDATA, "'%s': bytes behind the end of "
                          "the %s data", s->name, lathe_unpack_name(s->kind));
    s->between = false;
    return LATHE_OK;
}

/* One step of unpacking; *got may be 0 without it being the end. */
static enum lathe_code unpack(struct lathe_source *s, void *bytes, size_t cap,
                              size_t *got, struct lathe_err *err)
{
    struct lathe_unpack_io io = {
        .in = s->in + s->in_at, .in_left = s->in_end - s->in_at,
        .out = bytes, .out_left = cap,
    };
    size_t before = io.in_left;
    enum lathe_code rc = lathe_unpack_step(s->unpack, &io, err);

    if (rc) {
        lathe_fail_prefix(err, "'%s'", s->name);
        return rc;
    }
    s->in_at = s->in_end - io.in_left;
    *got = cap - io.out_left;
    s->between = io.ended;
    if (*got || s->between || (before && io.in_left < before))
        return LATHE_OK;
    if (s->raw_end || before)
        return lathe_fail(err, LATHE_EDATA, "'%s': the %s data is truncated",
                          s->name, lathe_unpack_name(s->kind));
    return refill(s, err);
}

static enum lathe_code read_packed(struct lathe_source *s, void *bytes,
                                   size_t cap, size_t *got,
                                   struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;
    bool more = true;

    *got = 0;
    while (!rc && more && *got == 0) {
        if (s->between)
            rc = next_member(s, &more, err);
        else
            rc = unpack(s, bytes, cap, got, err);
    }
    if (!rc && !more)
        s->between = true;      /* it stays the end, however often asked */
    return rc;
}

static enum lathe_code read_text(struct lathe_source *s, void *bytes,
                                 size_t cap, size_t *got,
                                 struct lathe_err *err)
{
    enum lathe_code rc;

    if (!s->seen) {
        rc = see(s, err);
        if (rc)
            return rc;
    }
    return s->unpack ? read_packed(s, bytes, cap, got, err)
                     : read_plain(s, bytes, cap, got, err);
}

/* What was peeked at, then the text. */
static enum lathe_code read_on(struct lathe_source *s, void *bytes, size_t cap,
                               size_t *got, struct lathe_err *err)
{
    size_t n = s->ahead_end - s->ahead_at;

    *got = 0;
    if (n == 0)
        return read_text(s, bytes, cap, got, err);
    if (n > cap)
        n = cap;
    memcpy(bytes, s->ahead + s->ahead_at, n);
    s->ahead_at += n;
    *got = n;
    return LATHE_OK;
}

/* Half of the room is filled, from its end on, and spread from the begin:
 * byte i goes to at most 2 i + 1, which is not behind it. */
static enum lathe_code read_latin1(struct lathe_source *s, unsigned char *to,
                                   size_t cap, size_t *got,
                                   struct lathe_err *err)
{
    size_t most = cap > 1 ? cap / 2 : 1, n = 0, i;
    const unsigned char *from = to + cap - most;
    enum lathe_code rc;

    *got = 1;
    if (s->second) {
        *to = s->second;
        s->second = 0;
        return LATHE_OK;
    }
    rc = read_on(s, to + cap - most, most, &n, err);
    for (*got = i = 0; i < n; i++) {
        unsigned char c = from[i];

        if (c < 0x80) {
            to[(*got)++] = c;
            continue;
        }
        to[(*got)++] = (unsigned char)(0xc0 | c >> 6);
        if (*got < cap)
            to[(*got)++] = (unsigned char)(0x80 | (c & 0x3f));
        else
            s->second = (unsigned char)(0x80 | (c & 0x3f));
    }
    return rc;
}

void lathe_source_from_latin1(struct lathe_source *s)
{
    s->latin1 = true;
}

enum lathe_code lathe_source_read(struct lathe_source *s, void *bytes,
                                  size_t cap, size_t *got,
                                  struct lathe_err *err)
{
    assert(cap > 0);
    return s->latin1 ? read_latin1(s, bytes, cap, got, err)
                     : read_on(s, bytes, cap, got, err);
}

enum lathe_code lathe_source_peek(struct lathe_source *s, void *bytes,
                                  size_t want, size_t *got,
                                  struct lathe_err *err)
{
    size_t n = s->ahead_end - s->ahead_at, more;

    assert(want <= LATHE_SOURCE_PEEK);
    memmove(s->ahead, s->ahead + s->ahead_at, n);
    s->ahead_at = 0;
    s->ahead_end = n;
    while (s->ahead_end < want) {
        enum lathe_code rc = read_text(s, s->ahead + s->ahead_end,
                                       sizeof s->ahead - s->ahead_end, &more,
                                       err);
        if (rc)
            return rc;
        if (more == 0)
            break;
        s->ahead_end += more;
    }
    *got = s->ahead_end < want ? s->ahead_end : want;
    memcpy(bytes, s->ahead, *got);
    return LATHE_OK;
}
