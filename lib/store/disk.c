#include "store/disk.h"

#include "base/alloc.h"

#include <errno.h>
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

enum lathe_code lathe_disk_digest(int fd, const char *path, uint64_t offset,
                                  struct lathe_digest *out,
                                  struct lathe_err *err)
{
    struct lathe_digester *digest = lathe_digest_new();
    uint8_t *block = lathe_calloc(BLOCK, 1);
    size_t got = BLOCK;
    enum lathe_code rc = LATHE_OK;

    if (!digest || !block)
        rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (a digest)");
    for (; !rc && got == BLOCK; offset += BLOCK) {
        rc = lathe_disk_read(fd, path, offset, block, BLOCK, &got, err);
        if (!rc)
            lathe_digest_add(digest, block, got);
    }
    if (!rc)
        *out = lathe_digest_end(digest);
    lathe_free(block);
    lathe_digest_free(digest);
    return rc;
}
