#include "prepare/stash.h"

#include "base/alloc.h"
#include "base/file.h"

#include <errno.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* The most that is kept: an eighth of the memory, which the system lets wait
 * for the disk, a fourth of the room on the disk, and this. */
#define MOST_BYTES ((uint64_t)2 << 30)
#define MEMORY_PART 8
#define DISK_PART 4
/* So many times as many rows are far too many, as they are but guessed. */
#define FAR 2

bool lathe_stash_is_open(struct lathe_stash *s)
{
    return atomic_load_explicit(&s->open, memory_order_relaxed);
}

/* The file stays open until the end, as other threads may be writing to it. */
void lathe_stash_lose(struct lathe_stash *s)
{
    if (atomic_exchange(&s->open, false) && ftruncate(s->fd, 0) != 0)
        return;                 /* then its room is free when it is closed */
}

void lathe_stash_release(struct lathe_stash *s)
{
    if (s->width)
        close(s->fd);
    if (s->lock)
        pthread_mutex_destroy(s->lock);
    lathe_free(s->lock);
    lathe_free(s->piece);
    lathe_free(s->holds);
    lathe_plain_release(&s->plain);
    *s = (struct lathe_stash){0};
}

static uint64_t room(int fd)
{
    struct statvfs disk;
    uint64_t most = MOST_BYTES, memory, left;

    memory = (uint64_t)sysconf(_SC_PHYS_PAGES) *
             (uint64_t)sysconf(_SC_PAGESIZE) / MEMORY_PART;
    if (fstatvfs(fd, &disk) != 0)
        return 0;
    left = (uint64_t)disk.f_bavail * disk.f_frsize / DISK_PART;
    most = memory < most ? memory : most;
    return left < most ? left : most;
}

/* With its code, not packed. */
static size_t row_bytes(const struct lathe_stash *s)
{
    return s->width * sizeof(double) + sizeof(uint32_t);
}

void lathe_stash_open(struct lathe_stash *s, size_t columns, uint64_t rows,
                      const char *near)
{
    enum lathe_code rc;

    *s = (struct lathe_stash){0};
    if (lathe_file_scratch(near, &s->fd, NULL) != LATHE_OK)
        return;
    s->width = columns;
    s->most = room(s->fd);
    rc = lathe_new(&s->holds, columns, sizeof *s->holds, "columns", NULL);
    if (!rc)
        rc = lathe_new(&s->lock, 1, sizeof *s->lock, "rows", NULL);
    if (rc)
        return;
    pthread_mutex_init(s->lock, NULL);
    if (rows <= FAR * s->most / row_bytes(s))
        atomic_store(&s->open, true);
}

void lathe_stash_expect(struct lathe_stash *s, size_t input, size_t rows,
                        size_t *piece)
{
    enum lathe_code rc;

    pthread_mutex_lock(s->lock);
    *piece = s->pieces;
    rc = lathe_grow(&s->piece, &s->cap, s->pieces + 1, sizeof *s->piece, NULL);
    if (!rc)
        s->piece[s->pieces++] = (struct lathe_stash_piece){.rows = rows,
                                                           .input = input};
    pthread_mutex_unlock(s->lock);
    if (rc)
        lathe_stash_lose(s);
}

/* Takes room for the bytes of the piece; false: there is none. */
static bool take_room(struct lathe_stash *s, size_t piece, size_t bytes,
                      uint64_t *at)
{
    bool room;

    pthread_mutex_lock(s->lock);
    *at = s->end;
    room = bytes <= s->most - s->end;
    if (room) {
        s->piece[piece].at = *at;
        s->piece[piece].bytes = bytes;
        s->end += bytes;
    }
    pthread_mutex_unlock(s->lock);
    return room;
}

static bool write_bytes(struct lathe_stash *s, uint64_t at, const void *from,
                        size_t bytes)
{
    size_t done = 0;

    while (done < bytes) {
        ssize_t n = pwrite(s->fd, (const char *)from + done, bytes - done,
                           (off_t)(at + done));

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

void lathe_stash_write(struct lathe_stash *s, size_t piece, const double *row,
                       const uint32_t *code, size_t rows,
                       struct lathe_rowpack *packed)
{
    uint64_t at;

    if (lathe_rowpack_put(packed, row, s->width, code, rows, NULL) ||
        !take_room(s, piece, packed->n, &at) ||
        !write_bytes(s, at, packed->bytes, packed->n))
        lathe_stash_lose(s);
}

/* ---- settling ----------------------------------------------------------- */

void lathe_stash_settle(struct lathe_stash *s, const struct lathe_scan *scan,
                        const struct lathe_list *names,
                        const struct lathe_preprocess *p)
{
    if (lathe_stash_is_open(s) &&
        lathe_plain_find(&s->plain, scan, names, s->holds, p))
        lathe_stash_lose(s);
}
