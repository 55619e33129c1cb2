#include "scan/late.h"

#include "base/alloc.h"
#include "base/file.h"
#include "scan/seen.h"

#include <unistd.h>

/* Hashes read at a time. */
enum { SOME = 8192 };

static enum lathe_code failed(struct lathe_err *err)
{
    return lathe_fail_errno(err, false, "cannot keep the hashes of the rows");
}

static enum lathe_code begin(struct lathe_late *l, const char *near,
                             uint64_t row, struct lathe_err *err)
{
    int fd = -1;
    enum lathe_code rc = lathe_file_scratch(near, &fd, err);

    if (rc)
        return rc;
    *l = (struct lathe_late){.file = fdopen(fd, "w+b"), .first = row};
    if (l->file)
        return LATHE_OK;
    close(fd);
    return lathe_fail(err, LATHE_ENOMEM, "out of memory (a file)");
}

enum lathe_code lathe_late_add(struct lathe_late *l, const char *near,
                               uint64_t row, const uint64_t *hash, size_t n,
                               struct lathe_err *err)
{
    enum lathe_code rc = l->file ? LATHE_OK : begin(l, near, row, err);

    if (!rc && fwrite(hash, sizeof *hash, n, l->file) != n)
        rc = failed(err);
    if (rc)
        lathe_late_release(l);
    l->n += rc ? 0 : n;
    return rc;
}

/* Of hashes some of a part, with their places. */
struct batch {
    uint64_t hash[SOME], place[SOME];
    bool repeated[SOME];
    size_t n;
};

static enum lathe_code look_up(struct lathe_late *l, struct lathe_seen *seen,
                               struct batch *b, uint64_t *repeats,
                               struct lathe_err *err)
{
    uint64_t some;
    enum lathe_code rc = lathe_seen_add_several(seen, b->hash, b->n,
                                                b->repeated, &some, err);

    for (size_t i = 0; i < b->n && !rc; i++)
        if (b->repeated[i])
            l->bit[b->place[i] / 8] |= (unsigned char)(1 << b->place[i] % 8);
    *repeats += rc ? 0 : some;
    return rc;
}

static enum lathe_code find_part(struct lathe_late *l, size_t part,
                                 size_t parts, uint64_t *repeats,
                                 struct lathe_err *err)
{
    struct lathe_seen seen = {.limit = SIZE_MAX};
    uint64_t hash[SOME], at = 0;
    struct batch b;
    size_t n;
    enum lathe_code rc;

    if (fflush(l->file) || fseeko(l->file, 0, SEEK_SET))
        return failed(err);
    rc = lathe_seen_reserve(&seen, (size_t)(l->n / parts), err);
    while (!rc && (n = fread(hash, sizeof *hash, SOME, l->file)) > 0) {
        b.n = 0;
        for (size_t i = 0; i < n; i++) {
            if (!hash[i] || lathe_seen_part(hash[i], parts) != part)
                continue;
            b.hash[b.n] = hash[i];
            b.place[b.n++] = at + i;
        }
        at += n;
        rc = look_up(l, &seen, &b, repeats, err);
    }
    if (!rc && (ferror(l->file) || at < l->n))
        rc = failed(err);
    lathe_seen_release(&seen);
    return rc;
}

enum lathe_code lathe_late_find(struct lathe_late *l, size_t limit,
                                uint64_t *repeats, struct lathe_err *err)
{
    size_t some = (limit ? limit : LATHE_SEEN_LIMIT) / 4;
    size_t parts = lathe_seen_parts(l->n, some);
    enum lathe_code rc;

    *repeats = 0;
    if (!l->file)
        return LATHE_OK;
    rc = lathe_new(&l->bit, (size_t)(l->n / 8) + 1, 1, "repeated rows", err);
    for (size_t k = 0; k < parts && !rc; k++)
        rc = find_part(l, k, parts, repeats, err);
    return rc;
}

void lathe_late_release(struct lathe_late *l)
{
    if (l->file)
        fclose(l->file);
    lathe_free(l->bit);
    *l = (struct lathe_late){0};
}
