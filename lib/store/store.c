#include "store/store.h"

#include "base/alloc.h"
#include "store/disk.h"
#include "store/envelope.h"
#include "store/h5.h"

#include <fcntl.h>
#include <stdio.h>
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
    hid_t file;                 /* > 0 when open */
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

static enum lathe_code open_h5(struct lathe_store *s, struct lathe_err *err)
{
    const struct lathe_h5 *h5;
    char name[64];
    hid_t list;
    enum lathe_code rc = lathe_h5_enter(&h5, err);
    if (rc)
        return rc;

    /* Files in memory are told apart by name, and the name must not exist. */
    if (s->image)
        snprintf(name, sizeof name, "/dev/null/lathe-%p", (void *)s);
    else
        snprintf(name, sizeof name, "/proc/self/fd/%d", s->fd);
    const char *path = s->image || !access(name, F_OK) ? name : s->path;

    list = lathe_h5_access(h5, s->image != NULL);
    if (list >= 0 && s->image &&
        h5->H5Pset_file_image(list, s->image + LATHE_ENVELOPE_BYTES,
                              s->bytes - LATHE_ENVELOPE_BYTES) < 0) {
        rc = lathe_h5_fail(h5, LATHE_ENOMEM, err, "'%s'", s->path);
        goto out;
    }
    if (list >= 0)
        s->file = h5->H5Fopen(path, H5F_ACC_RDONLY, list);
    if (list < 0 || s->file < 0)
        rc = lathe_h5_fail(h5, LATHE_EDATA, err,
                           "'%s' cannot be read by HDF5", s->path);
out:
    if (list >= 0)
        h5->H5Pclose(list);
    lathe_h5_leave();
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
                                    struct lathe_err *err)
{
    uint8_t head[LATHE_ENVELOPE_BYTES];
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
    if (rc == LATHE_OK)
        rc = lathe_disk_digest(s->fd, s->path, LATHE_ENVELOPE_BYTES, &have,
                               err);
    if (rc == LATHE_OK)
        rc = check_digest(s, &e, have, err);
    return rc;
}

enum lathe_code lathe_store_open(struct lathe_store **out, const char *path,
                                 enum lathe_store_kind kind,
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
    rc = kind == LATHE_STORE_DATASET ? open_on_disk(s, kind, err)
                                     : open_in_memory(s, kind, err);
    if (rc == LATHE_OK)
        rc = open_h5(s, err);
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
    const struct lathe_h5 *h5;

    if (!s)
        return;
    if (s->file > 0 && lathe_h5_enter(&h5, NULL) == LATHE_OK) {
        h5->H5Fclose(s->file);
        lathe_h5_leave();
    }
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

/*
 * Opens the object `word` in the group `at` if it is held by a hard link:
 * soft and external links lead elsewhere, even to other files.
 */
static enum lathe_code step_into(const struct lathe_h5 *h5,
                                 const struct lathe_store *s, hid_t at,
                                 const char *word, const char *name,
                                 hid_t *out, struct lathe_err *err)
{
    H5L_info_t info;

    htri_t there = h5->H5Lexists(at, word, H5P_DEFAULT);
    if (there == 0)
        return refuse(s, name, "it is missing", err);
    if (there < 0 || h5->H5Lget_info(at, word, &info, H5P_DEFAULT) < 0)
        return lathe_h5_fail(h5, LATHE_EDATA, err, "'%s', array '%s'", s->path,
                             name);
    if (info.type != H5L_TYPE_HARD)
        return refuse(s, name, "it is a link, which is not allowed", err);
    *out = h5->H5Oopen(at, word, H5P_DEFAULT);
    if (*out < 0)
        return lathe_h5_fail(h5, LATHE_EDATA, err, "'%s', array '%s'", s->path,
                             name);
    return LATHE_OK;
}

/* Opens the dataset at a path of names, one group after the other. */
static enum lathe_code walk(const struct lathe_h5 *h5,
                            const struct lathe_store *s, const char *name,
                            hid_t *out, struct lathe_err *err)
{
    hid_t at = s->file;
    const char *rest = name;
    enum lathe_code rc = LATHE_OK;

    for (bool last = false; !last;) {
        char word[256];
        size_t n = strcspn(rest, "/");
        hid_t next = -1;

        last = rest[n] == '\0';
        if (n == 0 || n >= sizeof word)
            rc = refuse(s, name, "there is no such name", err);
        if (rc == LATHE_OK) {
            memcpy(word, rest, n);
            word[n] = '\0';
            rest += n + 1;
            rc = step_into(h5, s, at, word, name, &next, err);
        }
        if (at != s->file)
            h5->H5Oclose(at);
        if (rc)
            return rc;
        at = next;
        if (h5->H5Iget_type(at) != (last ? H5I_DATASET : H5I_GROUP)) {
            h5->H5Oclose(at);
            return refuse(s, name, "it is not an array", err);
        }
    }
    *out = at;
    return LATHE_OK;
}

/* Layouts other than contiguous can name other files (virtual), or need code
 * that takes sizes from the file (chunks, filters). Must come before the
 * extent is asked for: HDF5 opens the sources of a virtual dataset there. */
static enum lathe_code check_layout(const struct lathe_h5 *h5,
                                    const struct lathe_store *s, hid_t set,
                                    const char *name, struct lathe_err *err)
{
    hid_t plist = h5->H5Dget_create_plist(set);
    if (plist < 0)
        return lathe_h5_fail(h5, LATHE_EDATA, err, "'%s', array '%s'", s->path,
                             name);
    const char *why = NULL;
    if (h5->H5Pget_layout(plist) != H5D_CONTIGUOUS)
        why = "its layout is not contiguous";
    else if (h5->H5Pget_external_count(plist) != 0)
        why = "its values lie in another file";
    else if (h5->H5Pget_nfilters(plist) != 0)
        why = "it has filters";
    h5->H5Pclose(plist);
    return why ? refuse(s, name, why, err) : LATHE_OK;
}

static enum lathe_code find_shape(const struct lathe_h5 *h5,
                                  const struct lathe_store *s, hid_t set,
                                  const char *name, struct lathe_array *a,
                                  struct lathe_err *err)
{
    hsize_t dim[LATHE_STORE_RANK];
    const char *why = NULL;
    hid_t space = h5->H5Dget_space(set);
    if (space < 0)
        return lathe_h5_fail(h5, LATHE_EDATA, err, "'%s', array '%s'", s->path,
                             name);

    int rank = h5->H5Sget_simple_extent_ndims(space);
    H5S_class_t class = h5->H5Sget_simple_extent_type(space);
    if ((class != H5S_SIMPLE && class != H5S_SCALAR) || rank < 0)
        why = "it has no shape";
    else if (rank > LATHE_STORE_RANK)
        why = "it has too many dimensions";
    else if (h5->H5Sget_simple_extent_dims(space, dim, NULL) < 0)
        why = "its shape cannot be read";
    h5->H5Sclose(space);
    if (why)
        return refuse(s, name, why, err);

    a->rank = (unsigned)rank;
    a->count = 1;
    for (unsigned i = 0; i < a->rank; i++) {
        a->dim[i] = dim[i];
        if (__builtin_mul_overflow(a->count, a->dim[i], &a->count))
            return refuse(s, name, "it is larger than any file", err);
    }
    return LATHE_OK;
}

static enum lathe_code find_type(const struct lathe_h5 *h5,
                                 const struct lathe_store *s, hid_t set,
                                 const char *name, struct lathe_array *a,
                                 struct lathe_err *err)
{
    hid_t type = h5->H5Dget_type(set);
    if (type < 0)
        return lathe_h5_fail(h5, LATHE_EDATA, err, "'%s', array '%s'", s->path,
                             name);
    for (int t = LATHE_U8; t <= LATHE_F64 && !a->type; t++)
        if (h5->H5Tequal(type, h5->type[t]) > 0)
            a->type = (enum lathe_store_type)t;
    h5->H5Tclose(type);
    if (!a->type)
        return refuse(s, name, "its type is not allowed", err);
    return LATHE_OK;
}

/* Where the bytes lie; all of them must be in the file. */
static enum lathe_code find_place(const struct lathe_h5 *h5,
                                  const struct lathe_store *s, hid_t set,
                                  const char *name, struct lathe_array *a,
                                  struct lathe_err *err)
{
    uint64_t bytes, end;

    a->offset = LATHE_ENVELOPE_BYTES;
    if (__builtin_mul_overflow(a->count, lathe_store_type_bytes(a->type),
                               &bytes))
        return refuse(s, name, "it is larger than any file", err);
    if (bytes == 0)
        return LATHE_OK;

    haddr_t at = h5->H5Dget_offset(set);
    if (at == HADDR_UNDEF || h5->H5Dget_storage_size(set) != bytes)
        return refuse(s, name, "its values are not there", err);
    a->offset = at;
    /* In memory HDF5 sees the file without its envelope. */
    if (s->image &&
        __builtin_add_overflow(at, (uint64_t)LATHE_ENVELOPE_BYTES, &a->offset))
        return refuse(s, name, "its values are not there", err);
    if (a->offset < LATHE_ENVELOPE_BYTES ||
        __builtin_add_overflow(a->offset, bytes, &end) || end > s->bytes)
        return refuse(s, name, "it reaches beyond the end of the file", err);
    return LATHE_OK;
}

enum lathe_code lathe_store_find(struct lathe_store *s, const char *name,
                                 struct lathe_array *a, struct lathe_err *err)
{
    const struct lathe_h5 *h5;
    struct lathe_array found = {0};
    hid_t set = -1;
    enum lathe_code rc = lathe_h5_enter(&h5, err);
    if (rc)
        return rc;

    rc = walk(h5, s, name, &set, err);
    if (rc)
        goto out;
    rc = check_layout(h5, s, set, name, err);
    if (rc == LATHE_OK)
        rc = find_shape(h5, s, set, name, &found, err);
    if (rc == LATHE_OK)
        rc = find_type(h5, s, set, name, &found, err);
    if (rc == LATHE_OK)
        rc = find_place(h5, s, set, name, &found, err);
    h5->H5Oclose(set);
    if (rc == LATHE_OK)
        *a = found;
out:
    lathe_h5_leave();
    return rc;
}

bool lathe_store_has(struct lathe_store *s, const char *name)
{
    const struct lathe_h5 *h5;
    hid_t set;

    if (lathe_h5_enter(&h5, NULL))
        return false;
    enum lathe_code rc = walk(h5, s, name, &set, NULL);
    if (rc == LATHE_OK)
        h5->H5Oclose(set);
    lathe_h5_leave();
    return rc == LATHE_OK;
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
