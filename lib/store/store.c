#include "store/store.h"

#include "base/alloc.h"
#include "store/disk.h"
#include "store/envelope.h"
#include "store/index.h"
#include "store/tiles.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "arrays are copied as they lie in the file");

/* Models and checkpoints are read into memory whole, up to this size. */
#define MEMORY_LIMIT ((uint64_t)4 << 30)

struct lathe_store {
    char *path;
    int fd;                     /* datasets; else -1 */
    char *image;                /* models: all bytes of the file, envelope
                                 * included; datasets: NULL */
    uint64_t bytes;             /* of the file */
    struct lathe_digest digest;
    struct lathe_index index;
};

size_t lathe_store_type_bytes(enum lathe_store_type t)
{
    switch (t) {
    case LATHE_U8:
    case LATHE_I8:
        return 1;
    case LATHE_U32:
    case LATHE_I32:
    case LATHE_F32:
        return 4;
    case LATHE_F64:
        return 8;
    }
    return 0;
}

const char *lathe_store_path(const struct lathe_store *s)
{
    return s->path;
}

struct lathe_digest lathe_store_digest(const struct lathe_store *s)
{
    return s->digest;
}

uint64_t lathe_store_bytes(const struct lathe_store *s)
{
    return s->bytes;
}

/* ---- the envelope ------------------------------------------------------- */

/* Opens a regular file. Anything else leaves *fd at -1 and the pipe behind
 * the path untouched; a directory fails. */
static enum lathe_code open_regular(const char *path, int *fd, uint64_t *size,
                                    struct lathe_err *err)
{
    struct stat st;

    *fd = -1;
    if (stat(path, &st))
        return lathe_fail_errno(err, true, "cannot open '%s'", path);
    if (S_ISDIR(st.st_mode))
        return lathe_fail(err, LATHE_ENOINPUT, "'%s' is a directory", path);
    if (!S_ISREG(st.st_mode))
        return LATHE_OK;
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (*fd < 0)
        return lathe_fail_errno(err, true, "cannot open '%s'", path);
    if (fstat(*fd, &st))
        return lathe_fail_errno(err, true, "cannot open '%s'", path);
    *size = (uint64_t)st.st_size;
    return LATHE_OK;
}

enum lathe_code lathe_store_sniff(const char *path, int *kind,
                                  struct lathe_err *err)
{
    uint8_t head[LATHE_ENVELOPE_BYTES];
    uint64_t size;
    size_t got = 0;
    int fd = -1;
    enum lathe_code rc;

    *kind = 0;
    if (!strcmp(path, "-"))
        return LATHE_OK;
    rc = open_regular(path, &fd, &size, err);
    if (rc == LATHE_OK && fd >= 0)
        rc = lathe_disk_read(fd, path, 0, head, sizeof head, &got, err);
    if (rc == LATHE_OK)
        *kind = lathe_envelope_kind(head, got);
    if (fd >= 0)
        close(fd);
    return rc;
}

/* Kind and length against what was asked for and what is there. */
static enum lathe_code check_envelope(const struct lathe_store *s,
                                      const uint8_t *head, size_t n,
                                      uint64_t size, enum lathe_store_kind kind,
                                      struct lathe_envelope *e,
                                      struct lathe_err *err)
{
    enum lathe_code rc = lathe_envelope_read(e, head, n, s->path, err);
    if (rc)
        return rc;
    if (e->kind != kind)
        return lathe_fail(err, LATHE_EDATA, "'%s' is a %s, not a %s", s->path,
                          lathe_envelope_kind_name(e->kind),
                          lathe_envelope_kind_name(kind));
    uint64_t have = size - LATHE_ENVELOPE_BYTES;
    if (have < e->length)
        return lathe_fail(err, LATHE_EDATA,
                          "'%s' is truncated: %llu of %llu bytes are there",
                          s->path, (unsigned long long)size,
                          (unsigned long long)e->length + LATHE_ENVELOPE_BYTES);
    if (have > e->length)
        return lathe_fail(err, LATHE_EDATA,
                          "'%s' is damaged: %llu bytes too long", s->path,
                          (unsigned long long)(have - e->length));
    return LATHE_OK;
}

static enum lathe_code check_digest(struct lathe_store *s,
                                    const struct lathe_envelope *e,
                                    struct lathe_digest have,
                                    struct lathe_err *err)
{
    if (memcmp(have.byte, e->digest.byte, sizeof have.byte))
        return lathe_fail(err, LATHE_EDATA,
                          "'%s' is damaged: its bytes are not those that were "
                          "written", s->path);
    s->digest = have;
    return LATHE_OK;
}

/* ---- opening ------------------------------------------------------------ */

static enum lathe_code read_index(struct lathe_store *s, struct lathe_err *err)
{
    struct lathe_span_source from = {.path = s->path,
                                     .image = (const uint8_t *)s->image,
                                     .fd = s->fd,
                                     .bytes = s->bytes};
    enum lathe_code rc = lathe_index_read(&s->index, &from, err);

    lathe_span_release(&from);
    return rc;
}

/* Looks at the first bytes alone where it can, so that a huge file of another
 * kind is refused at once; then reads all of it. */
static enum lathe_code open_in_memory(struct lathe_store *s,
                                      enum lathe_store_kind kind,
                                      struct lathe_err *err)
{
    uint8_t head[LATHE_ENVELOPE_BYTES];
    struct lathe_envelope e;
    size_t got, n;
    uint64_t size;
    enum lathe_code rc = LATHE_OK;

    if (strcmp(s->path, "-"))
        rc = open_regular(s->path, &s->fd, &size, err);
    if (rc == LATHE_OK && s->fd >= 0) {
        rc = lathe_disk_read(s->fd, s->path, 0, head, sizeof head, &got, err);
        if (rc == LATHE_OK)
            rc = check_envelope(s, head, got, size, kind, &e, err);
    }
    if (rc)
        return rc;

    rc = lathe_file_read(s->path, MEMORY_LIMIT, &s->image, &n, err);
    if (rc)
        return rc;
    s->bytes = n;
    rc = check_envelope(s, (const uint8_t *)s->image, n, n, kind, &e, err);
    if (rc)
        return rc;
    return check_digest(s, &e,
                        lathe_digest_of(s->image + LATHE_ENVELOPE_BYTES,
                                        n - LATHE_ENVELOPE_BYTES), err);
}

static enum lathe_code open_on_disk(struct lathe_store *s,
                                    enum lathe_store_kind kind,
                                    struct lathe_pool *pool,
                                    struct lathe_err *err)
{
    uint8_t head[LATHE_ENVELOPE_BYTES];
    struct lathe_tiles tiles = {0};
    struct lathe_digest have;
    struct lathe_envelope e;
    size_t got;
    enum lathe_code rc = open_regular(s->path, &s->fd, &s->bytes, err);

    if (rc)
        return rc;
    if (s->fd < 0)
        return lathe_fail(err, LATHE_EDATA,
                          "'%s' is not a regular file, as a dataset must be",
                          s->path);
    rc = lathe_disk_read(s->fd, s->path, 0, head, sizeof head, &got, err);
    if (rc == LATHE_OK)
        rc = check_envelope(s, head, got, s->bytes, kind, &e, err);
    if (rc)
        return rc;
    if (e.version == LATHE_ENVELOPE_PLAIN)
        rc = lathe_disk_digest(s->fd, s->path, LATHE_ENVELOPE_BYTES, &have,
                               err);
    else
        rc = lathe_tiles_digest(&tiles, s->fd, s->path, s->bytes, pool, &have,
                                err);
    lathe_tiles_release(&tiles);
    if (rc == LATHE_OK)
        rc = check_digest(s, &e, have, err);
    return rc;
}

enum lathe_code lathe_store_open(struct lathe_store **out, const char *path,
                                 enum lathe_store_kind kind,
                                 struct lathe_pool *pool,
                                 struct lathe_err *err)
{
    struct lathe_store *s;
    enum lathe_code rc = lathe_new(&s, 1, sizeof *s, "a file", err);
    if (rc)
        return rc;
    s->fd = -1;
    s->path = lathe_strdup(path);
    if (!s->path) {
        rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (a path)");
        goto out;
    }
    rc = kind == LATHE_STORE_DATASET ? open_on_disk(s, kind, pool, err)
                                     : open_in_memory(s, kind, err);
    if (rc == LATHE_OK)
        rc = read_index(s, err);
    if (rc)
        goto out;

    *out = s;
    s = NULL;
out:
    lathe_store_free(s);
    return rc;
}

void lathe_store_free(struct lathe_store *s)
{
    if (!s)
        return;
    lathe_index_release(&s->index);
    if (s->fd >= 0)
        close(s->fd);
    lathe_free(s->image);
    lathe_free(s->path);
    lathe_free(s);
}

/* ---- finding ------------------------------------------------------------ */

static enum lathe_code refuse(const struct lathe_store *s, const char *name,
                              const char *why, struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA, "'%s', array '%s': %s", s->path, name,
                      why);
}

enum lathe_code lathe_store_find(struct lathe_store *s, const char *name,
                                 struct lathe_array *a, struct lathe_err *err)
{
    const struct lathe_index_object *o = lathe_index_find(&s->index, name);

    if (!o)
        return refuse(s, name, "it is missing", err);
    if (o->is.group)
        return refuse(s, name, "it is not an array", err);
    *a = o->is.array;
    return LATHE_OK;
}

bool lathe_store_has(struct lathe_store *s, const char *name)
{
    const struct lathe_index_object *o = lathe_index_find(&s->index, name);

    return o && !o->is.group;
}

/* ---- reading ------------------------------------------------------------ */

enum lathe_code lathe_store_read(struct lathe_store *s,
                                 const struct lathe_array *a, uint64_t first,
                                 uint64_t count, void *out,
                                 struct lathe_err *err)
{
    size_t size = lathe_store_type_bytes(a->type);
    size_t got;

    if (first > a->count || count > a->count - first)
        return lathe_fail(err, LATHE_EBUG,
                          "'%s': elements read beyond the end of an array",
                          s->path);
    uint64_t at = a->offset + first * size;
    size_t bytes = (size_t)(count * size);

    if (s->image) {
        memcpy(out, s->image + at, bytes);
        return LATHE_OK;
    }
    enum lathe_code rc = lathe_disk_read(s->fd, s->path, at, out, bytes, &got,
                                         err);
    if (rc == LATHE_OK && got < bytes)
        rc = lathe_fail(err, LATHE_EIO, "'%s' was cut while it was read",
                        s->path);
    return rc;
}

/* Reads all of a found array, with a zero byte behind it. */
static enum lathe_code read_whole(struct lathe_store *s,
                                  const struct lathe_array *a, char **out,
                                  struct lathe_err *err)
{
    size_t bytes = (size_t)a->count * lathe_store_type_bytes(a->type);
    char *v = NULL;
    enum lathe_code rc = lathe_new(&v, bytes + 1, 1, "an array", err);

    if (rc == LATHE_OK)
        rc = lathe_store_read(s, a, 0, a->count, v, err);
    if (rc == LATHE_OK) {
        *out = v;
        v = NULL;
    }
    lathe_free(v);
    return rc;
}

enum lathe_code lathe_store_get(struct lathe_store *s, const char *name,
                                enum lathe_store_type type, uint64_t count,
                                void *out, struct lathe_err *err)
{
    struct lathe_array a;
    char *v;
    enum lathe_code rc = lathe_store_find(s, name, &a, err);

    if (rc)
        return rc;
    if (a.type != type || a.count != count)
        return refuse(s, name, "its type or size does not fit the rest", err);
    rc = read_whole(s, &a, &v, err);
    if (rc == LATHE_OK)
        memcpy(out, &v, sizeof v);
    return rc;
}

enum lathe_code lathe_store_get_text(struct lathe_store *s, const char *name,
                                     char **out, size_t *n,
                                     struct lathe_err *err)
{
    struct lathe_array a;
    enum lathe_code rc = lathe_store_find(s, name, &a, err);

    if (rc)
        return rc;
    if (a.type != LATHE_U8 || a.rank != 1)
        return refuse(s, name, "it is not a text", err);
    rc = read_whole(s, &a, out, err);
    if (rc == LATHE_OK)
        *n = (size_t)a.count;
    return rc;
}
