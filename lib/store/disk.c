#include "store/disk.h"

#include "base/alloc.h"
#include "base/pipeline.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes read at a time for a digest: they stay in the second cache. */
#define BLOCK ((size_t)256 << 10)

enum lathe_code lathe_disk_read(int fd, const char *path, uint64_t offset,
                                void *out, size_t n, size_t *got,
                                struct lathe_err *err)
{
    *got = 0;
    while (*got < n) {
        ssize_t r = pread(fd, (char *)out + *got, n - *got,
                          (off_t)(offset + *got));
        if (r < 0 && errno == EINTR)
            continue;
        if (r < 0)
            return lathe_fail_errno(err, true, "cannot read '%s'", path);
        if (r == 0)
            break;
        *got += (size_t)r;
    }
    return LATHE_OK;
}

/* ---- digest ------------------------------------------------------------- */

struct block {
    uint8_t *byte;              /* [BLOCK] */
    uint64_t offset;
    size_t n;
    struct lathe_err failed;    /* code 0: not */
};

struct reading {
    int fd;
    const char *path;
    uint64_t offset, end;       /* of the block to come, of the file */
    struct block *block;        /* [slots] */
    struct lathe_digester *digest;
};

static bool fetch(void *ctx, size_t slot)
{
    struct reading *r = ctx;

    r->block[slot].offset = r->offset;
    r->offset += BLOCK;
    return r->offset < r->end;
}

static void work(void *ctx, size_t slot)
{
    struct reading *r = ctx;
    struct block *b = &r->block[slot];

    b->failed = (struct lathe_err){0};
    b->failed.code = lathe_disk_read(r->fd, r->path, b->offset, b->byte, BLOCK,
                                     &b->n, &b->failed);
}

static enum lathe_code commit(void *ctx, size_t slot, struct lathe_err *err)
{
    struct reading *r = ctx;
    const struct block *b = &r->block[slot];

    if (b->failed.code)
        return lathe_fail(err, b->failed.code, "%s", b->failed.msg);
    lathe_digest_add(r->digest, b->byte, b->n);
    return LATHE_OK;
}

enum lathe_code lathe_disk_digest(int fd, const char *path, uint64_t offset,
                                  struct lathe_pool *pool,
                                  struct lathe_digest *out,
                                  struct lathe_err *err)
{
    static const struct lathe_pipeline steps = {fetch, work, commit, NULL};
    size_t slots = lathe_pipeline_slots(pool);
    struct reading r = {.fd = fd, .path = path, .offset = offset};
    struct stat st;
    enum lathe_code rc = LATHE_OK;

    if (fstat(fd, &st) != 0)
        return lathe_fail_errno(err, true, "cannot read '%s'", path);
    r.end = (uint64_t)st.st_size;
    r.digest = lathe_digest_new();
    if (!r.digest)
        rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (a digest)");
    if (!rc)
        rc = lathe_new(&r.block, slots, sizeof *r.block, "a file", err);
    for (size_t i = 0; i < slots && !rc; i++)
        rc = lathe_new(&r.block[i].byte, BLOCK, 1, "a block of a file", err);
    if (!rc)
        rc = lathe_pipeline_run(pool, slots, &steps, &r, err);
    if (!rc)
        *out = lathe_digest_end(r.digest);
    for (size_t i = 0; r.block && i < slots; i++)
        lathe_free(r.block[i].byte);
    lathe_free(r.block);
    lathe_digest_free(r.digest);
    return rc;
}
