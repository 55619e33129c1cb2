#include "store/tiles.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "store/disk.h"
#include "store/envelope.h"

#include <string.h>

/* Where a tile begins. */
static uint64_t begin_of(size_t tile)
{
    return LATHE_ENVELOPE_BYTES + (uint64_t)tile * LATHE_TILE_BYTES;
}

/* Tiles of a file. */
static uint64_t tiles_of(uint64_t bytes)
{
    if (bytes <= LATHE_ENVELOPE_BYTES)
        return 0;
    return (bytes - LATHE_ENVELOPE_BYTES + LATHE_TILE_BYTES - 1) /
           LATHE_TILE_BYTES;
}

enum lathe_code lathe_tiles_room(struct lathe_tiles *t, uint64_t bytes,
                                 struct lathe_err *err)
{
    uint64_t n = tiles_of(bytes);
    struct lathe_tile *more;

    if (n <= t->n)
        return LATHE_OK;
    more = n > SIZE_MAX ? NULL
                        : lathe_realloc(t->tile, (size_t)n, sizeof *more);
    if (!more)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (digests)");
    memset(more + t->n, 0, ((size_t)n - t->n) * sizeof *more);
    t->tile = more;
    t->n = (size_t)n;
    return LATHE_OK;
}

void lathe_tiles_release(struct lathe_tiles *t)
{
    lathe_free(t->tile);
    *t = (struct lathe_tiles){0};
}

/* ---- writing ------------------------------------------------------------ */

static void put(struct lathe_tile *tile, const void *bytes)
{
    tile->digest = lathe_digest_of(bytes, LATHE_TILE_BYTES);
    atomic_store(&tile->known, true);
}

/* Some bytes of the tile have come: with the last of them it is read back. If
 * that fails it will fail again at the end. */
static void put_part(struct lathe_tiles *t, size_t i, int fd, size_t bytes)
{
    struct lathe_tile *tile = &t->tile[i];
    char back[LATHE_TILE_BYTES];
    size_t got;

    if (atomic_fetch_add(&tile->come, (uint32_t)bytes) + bytes ==
            LATHE_TILE_BYTES &&
        lathe_disk_read(fd, "", begin_of(i), back, sizeof back, &got,
                        NULL) == LATHE_OK &&
        got == sizeof back)
        put(tile, back);
}

void lathe_tiles_written(struct lathe_tiles *t, int fd, uint64_t offset,
                         const void *bytes, size_t n)
{
    const char *from = bytes;

    while (n > 0) {
        size_t i = (size_t)((offset - LATHE_ENVELOPE_BYTES) /
                            LATHE_TILE_BYTES);
        uint64_t end = begin_of(i + 1);
        size_t some = end - offset < n ? (size_t)(end - offset) : n;

        if (some == LATHE_TILE_BYTES)
            put(&t->tile[i], from);
        else
            put_part(t, i, fd, some);
        from += some;
        offset += some;
        n -= some;
    }
}

/* ---- the digest --------------------------------------------------------- */

/* Tiles that are read by one task. */
#define TOGETHER 16

/* The first task that failed, of those that one thread took. */
struct fault {
    struct lathe_err why;       /* code 0: none did */
    size_t task;
};

struct look {
    struct lathe_tiles *t;
    int fd;
    const char *path;
    uint64_t bytes;
    struct fault *fault;        /* [threads] */
};

static enum lathe_code look_at_tile(const struct look *l, size_t i,
                                    struct lathe_err *err)
{
    char bytes[LATHE_TILE_BYTES];
    uint64_t left = l->bytes - begin_of(i);
    size_t n = left < sizeof bytes ? (size_t)left : sizeof bytes, got;
    enum lathe_code rc;

    if (atomic_load(&l->t->tile[i].known))
        return LATHE_OK;
    rc = lathe_disk_read(l->fd, l->path, begin_of(i), bytes, n, &got, err);
    if (!rc && got < n)
        rc = lathe_fail(err, LATHE_EIO, "'%s' became shorter while it was "
                        "read", l->path);
    if (!rc)
        l->t->tile[i].digest = lathe_digest_of(bytes, n);
    return rc;
}

/* A thread may take tasks in any order: after a fault those before it. */
static void look_at(void *ctx, size_t task, int thread)
{
    const struct look *l = ctx;
    struct fault *f = &l->fault[thread];
    size_t i = task * TOGETHER, end = i + TOGETHER;
    enum lathe_code rc = LATHE_OK;

    if (f->why.code && f->task < task)
        return;
    for (end = end < l->t->n ? end : l->t->n; i < end && !rc; i++)
        rc = look_at_tile(l, i, &f->why);
    if (rc)
        f->task = task;
}

/* The first one in the file, or NULL. */
static const struct fault *first_fault(const struct look *l, int threads)
{
    const struct fault *first = NULL;

    for (int i = 0; i < threads; i++)
        if (l->fault[i].why.code &&
            (!first || l->fault[i].task < first->task))
            first = &l->fault[i];
    return first;
}

static enum lathe_code digest_of_tiles(const struct lathe_tiles *t,
                                       struct lathe_digest *out,
                                       struct lathe_err *err)
{
    struct lathe_digester *d = lathe_digest_new();

    if (!d)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a digest)");
    for (size_t i = 0; i < t->n; i++)
        lathe_digest_add(d, t->tile[i].digest.byte,
                         sizeof t->tile[i].digest.byte);
    *out = lathe_digest_end(d);
    lathe_digest_free(d);
    return LATHE_OK;
}

enum lathe_code lathe_tiles_digest(struct lathe_tiles *t, int fd,
                                   const char *path, uint64_t bytes,
                                   struct lathe_pool *pool,
                                   struct lathe_digest *out,
                                   struct lathe_err *err)
{
    struct look l = {.t = t, .fd = fd, .path = path, .bytes = bytes};
    const struct fault *fault;
    int threads = lathe_pool_threads(pool);
    enum lathe_code rc = lathe_tiles_room(t, bytes, err);

    t->n = (size_t)tiles_of(bytes);     /* there may be room for more */
    if (!rc)
        rc = lathe_new(&l.fault, (size_t)threads, sizeof *l.fault, "digests",
                       err);
    if (rc)
        return rc;
    lathe_pool_run(pool, (t->n + TOGETHER - 1) / TOGETHER, look_at, &l);
    fault = first_fault(&l, threads);
    if (fault)
        rc = lathe_fail(err, fault->why.code, "%s", fault->why.msg);
    lathe_free(l.fault);
    return rc ? rc : digest_of_tiles(t, out, err);
}
