#include "store/disk.h"

#include "base/alloc.h"

#include <errno.h>
#include <unistd.h>

/* Bytes read at a time for a digest. */
#define BLOCK ((size_t)1 << 20)

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
    struct lathe_digester *d = lathe_digest_new();
    uint8_t *block = NULL;
    size_t got;
    enum lathe_code rc;

    if (!d) {
        rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (a digest)");
        goto out;
    }
    rc = lathe_new(&block, BLOCK, 1, "a block of a file", err);
    if (rc)
        goto out;
    do {
        rc = lathe_disk_read(fd, path, offset, block, BLOCK, &got, err);
        if (rc)
            goto out;
        lathe_digest_add(d, block, got);
        offset += got;
    } while (got == BLOCK);
    *out = lathe_digest_end(d);
out:
    lathe_free(block);
    lathe_digest_free(d);
    return rc;
}
