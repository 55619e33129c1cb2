/*
 * The writing half of store.h.
 *
 * HDF5 1.10 crashes when a write of its own fails, so it is never given the
 * chance: a model is made in memory; of a dataset it writes but the skeleton,
 * into space that was taken on the disk before. Before a file takes its place
 * it is read as at opening, so that what is written can be read.
 */
#include "store/store.h"

#include "base/alloc.h"
#include "base/file.h"
#include "store/disk.h"
#include "store/envelope.h"
#include "store/h5.h"
#include "store/index.h"
#include "store/tiles.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Room for what HDF5 adds to the skeleton between two reservations: an array
 * and its groups need less than 8 KiB. */
#define SLACK ((uint64_t)64 << 10)

/* Bytes of a dataset after which the kernel is asked to begin to write them to
 * the disk, so that little is left to wait for at the end. */
#define STRETCH ((uint64_t)32 << 20)

struct lathe_store_writer {
    enum lathe_store_kind kind;
    struct lathe_file out;
    bool on_disk;               /* a dataset: HDF5 works on out.tmp */
    mode_t mode;                /* a dataset: of the finished file */
    hid_t file;                 /* > 0 when open */
    struct lathe_pool *pool;    /* or NULL */
    _Atomic uint64_t lingering; /* bytes filled since it was asked */
    struct lathe_tiles tiles;   /* a dataset: what is filled */
};

static enum lathe_code h5_failed(const struct lathe_h5 *h5,
                                 const struct lathe_store_writer *w,
                                 struct lathe_err *err)
{
    return lathe_h5_fail(h5, w->on_disk ? LATHE_EIO : LATHE_ENOMEM, err,
                         "cannot write '%s'", w->out.name);
}

/* ---- a new file --------------------------------------------------------- */

/* Makes an empty file in memory, without the times of objects. */
static enum lathe_code create_in_memory(const struct lathe_h5 *h5,
                                        struct lathe_store_writer *w,
                                        struct lathe_err *err)
{
    char name[64];
    enum lathe_code rc = LATHE_OK;

    /* Files in memory are told apart by name; nothing is made there. */
    snprintf(name, sizeof name, "/dev/null/lathe-%p", (void *)w);
    hid_t create = h5->H5Pcreate(h5->file_create);
    hid_t list = lathe_h5_access(h5, true);
    if (create < 0 || list < 0 ||
        h5->H5Pset_userblock(create, LATHE_ENVELOPE_BYTES) < 0 ||
        h5->H5Pset_obj_track_times(create, 0) < 0 ||
        (w->file = h5->H5Fcreate(name, H5F_ACC_TRUNC, create, list)) < 0)
        rc = h5_failed(h5, w, err);
    if (create >= 0)
        h5->H5Pclose(create);
    if (list >= 0)
        h5->H5Pclose(list);
    return rc;
}

/* The bytes of the file in memory, which HDF5 gives without the user block;
 * room for the envelope, zeroed, stands before them. Closes the file. */
static enum lathe_code take_image(const struct lathe_h5 *h5,
                                  struct lathe_store_writer *w, char **image,
                                  size_t *n, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;
    ssize_t size = -1;

    if (h5->H5Fflush(w->file, H5F_SCOPE_GLOBAL) >= 0)
        size = h5->H5Fget_file_image(w->file, NULL, 0);
    if (size < 0)
        return h5_failed(h5, w, err);
    *n = (size_t)size + LATHE_ENVELOPE_BYTES;
    rc = lathe_new(image, *n, 1, "a file", err);
    if (rc)
        return rc;
    if (h5->H5Fget_file_image(w->file, *image + LATHE_ENVELOPE_BYTES,
                              (size_t)size) != size)
        rc = h5_failed(h5, w, err);
    h5->H5Fclose(w->file);
    w->file = 0;
    return rc;
}

/* Takes space on the disk up to `end`, so that no later write can fail. */
static enum lathe_code reserve(struct lathe_store_writer *w, uint64_t end,
                               struct lathe_err *err)
{
    int errnum = EFBIG;

    if (end <= INT64_MAX)
        do
            errnum = posix_fallocate(w->out.fd, 0, (off_t)end);
        while (errnum == EINTR);
    if (errnum)
        return lathe_fail(err, LATHE_EIO, "cannot write '%s': %s", w->out.name,
                          strerror(errnum));
    return LATHE_OK;
}

/* Puts the empty file on the disk and lets HDF5 go on from there. */
static enum lathe_code move_to_disk(const struct lathe_h5 *h5,
                                    struct lathe_store_writer *w,
                                    struct lathe_err *err)
{
    char *image = NULL;
    struct stat st;
    hid_t list = -1;
    size_t n;
    enum lathe_code rc = take_image(h5, w, &image, &n, err);

    if (rc == LATHE_OK)
        rc = lathe_file_write(&w->out, image, n, err);
    if (rc == LATHE_OK)
        rc = reserve(w, n + SLACK, err);
    if (rc)
        goto out;

    /* HDF5 opens the file by its name, which a file that shall be read-only
     * does not allow to write. */
    if (fstat(w->out.fd, &st) || fchmod(w->out.fd, 0600)) {
        rc = lathe_fail_errno(err, false, "cannot create '%s'", w->out.name);
        goto out;
    }
    w->mode = st.st_mode & 07777;
    w->on_disk = true;
    list = lathe_h5_access(h5, false);
    if (list < 0 ||
        (w->file = h5->H5Fopen(w->out.tmp, H5F_ACC_RDWR, list)) < 0)
        rc = h5_failed(h5, w, err);
out:
    if (list >= 0)
        h5->H5Pclose(list);
    lathe_free(image);
    return rc;
}

/* Looked at before it is opened, as a pipe would wait for its reader. */
static enum lathe_code check_regular(const char *path, struct lathe_err *err)
{
    struct stat is;

    if (lathe_file_descriptor(path) < 0 &&
        (stat(path, &is) != 0 || S_ISREG(is.st_mode) || S_ISDIR(is.st_mode)))
        return LATHE_OK;        /* lathe_file_create says what is wrong */
    return lathe_fail(err, LATHE_ECREATE,
                      "'%s' is not a regular file, as a dataset must be", path);
}

void lathe_store_load(void)
{
    const struct lathe_h5 *h5;

    if (lathe_h5_enter(&h5, NULL) == LATHE_OK)
        lathe_h5_leave();
}

enum lathe_code lathe_store_writer_check(const char *path,
                                         struct lathe_err *err)
{
    struct lathe_file f;
    enum lathe_code rc = check_regular(path, err);

    if (rc)
        return rc;
    rc = lathe_file_create(&f, path, err);
    lathe_file_release(&f);
    return rc;
}

enum lathe_code lathe_store_writer_new(struct lathe_store_writer **out,
                                       enum lathe_store_kind kind,
                                       const char *path,
                                       struct lathe_err *err)
{
    const struct lathe_h5 *h5;
    struct lathe_store_writer *w;
    enum lathe_code rc = lathe_new(&w, 1, sizeof *w, "a file", err);
    if (rc)
        return rc;
    w->kind = kind;

    if (kind == LATHE_STORE_DATASET)
        rc = check_regular(path, err);
    if (!rc)
        rc = lathe_file_create(&w->out, path, err);
    if (rc)
        goto out;
    rc = lathe_h5_enter(&h5, err);
    if (rc)
        goto out;
    rc = create_in_memory(h5, w, err);
    if (rc == LATHE_OK && kind == LATHE_STORE_DATASET)
        rc = move_to_disk(h5, w, err);
    lathe_h5_leave();
    if (rc)
        goto out;

    *out = w;
    w = NULL;
out:
    lathe_store_writer_free(w);
    return rc;
}

void lathe_store_writer_free(struct lathe_store_writer *w)
{
    const struct lathe_h5 *h5;

    if (!w)
        return;
    if (w->file > 0 && lathe_h5_enter(&h5, NULL) == LATHE_OK) {
        h5->H5Fclose(w->file);
        lathe_h5_leave();
    }
    lathe_file_release(&w->out);
    lathe_tiles_release(&w->tiles);
    lathe_free(w);
}

/* ---- arrays ------------------------------------------------------------- */

/* Makes the group at `path` unless it is there. */
static herr_t make_group(const struct lathe_h5 *h5, hid_t file,
                         const char *path)
{
    htri_t there = h5->H5Lexists(file, path, H5P_DEFAULT);
    if (there != 0)
        return there < 0 ? -1 : 0;

    hid_t create = h5->H5Pcreate(h5->group_create);
    if (create < 0)
        return -1;
    hid_t group = -1;
    if (h5->H5Pset_obj_track_times(create, 0) >= 0)
        group = h5->H5Gcreate2(file, path, H5P_DEFAULT, create, H5P_DEFAULT);
    h5->H5Pclose(create);
    return group < 0 ? -1 : h5->H5Gclose(group);
}

static herr_t make_groups(const struct lathe_h5 *h5, hid_t file,
                          const char *name)
{
    char path[256];

    for (const char *s = strchr(name, '/'); s; s = strchr(s + 1, '/')) {
        size_t n = (size_t)(s - name);
        if (n == 0 || n >= sizeof path)
            return -1;
        memcpy(path, name, n);
        path[n] = '\0';
        if (make_group(h5, file, path) < 0)
            return -1;
    }
    return 0;
}

/* Makes the dataset, with its space taken and nothing written. Negative on
 * failure. */
static hid_t make_set(const struct lathe_h5 *h5, hid_t file, const char *name,
                      const struct lathe_array *a)
{
    hsize_t dim[LATHE_STORE_RANK];
    hid_t set = -1;

    for (unsigned i = 0; i < a->rank; i++)
        dim[i] = a->dim[i];
    hid_t space = a->rank ? h5->H5Screate_simple((int)a->rank, dim, NULL)
                          : h5->H5Screate(H5S_SCALAR);
    hid_t create = h5->H5Pcreate(h5->dataset_create);
    if (space >= 0 && create >= 0 &&
        h5->H5Pset_layout(create, H5D_CONTIGUOUS) >= 0 &&
        h5->H5Pset_alloc_time(create, H5D_ALLOC_TIME_EARLY) >= 0 &&
        h5->H5Pset_fill_time(create, H5D_FILL_TIME_NEVER) >= 0 &&
        h5->H5Pset_obj_track_times(create, 0) >= 0)
        set = h5->H5Dcreate2(file, name, h5->type[a->type], space,
                             H5P_DEFAULT, create, H5P_DEFAULT);
    if (create >= 0)
        h5->H5Pclose(create);
    if (space >= 0)
        h5->H5Sclose(space);
    return set;
}

static enum lathe_code shape_of(struct lathe_array *a, const char *name,
                                enum lathe_store_type type, unsigned rank,
                                const uint64_t *dim, struct lathe_err *err)
{
    uint64_t bytes;
    bool bad = rank > LATHE_STORE_RANK || !lathe_store_type_bytes(type);

    *a = (struct lathe_array){.type = type, .rank = rank, .count = 1};
    for (unsigned i = 0; !bad && i < rank; i++) {
        a->dim[i] = dim[i];
        bad = __builtin_mul_overflow(a->count, dim[i], &a->count);
    }
    if (bad || __builtin_mul_overflow(a->count, lathe_store_type_bytes(type),
                                      &bytes))
        return lathe_fail(err, LATHE_EBUG, "array '%s' has an impossible shape",
                          name);
    return LATHE_OK;
}

/* Makes the array, and takes its space on the disk before HDF5 does. */
static enum lathe_code add_set(const struct lathe_h5 *h5,
                               struct lathe_store_writer *w, const char *name,
                               struct lathe_array *a, hid_t *set,
                               struct lathe_err *err)
{
    uint64_t bytes = a->count * lathe_store_type_bytes(a->type);
    haddr_t end;

    if (w->on_disk) {
        if (h5->H5Fget_eoa(w->file, &end) < 0)
            return h5_failed(h5, w, err);
        if (bytes > INT64_MAX / 2)
            return lathe_fail(err, LATHE_EIO, "cannot write '%s': %s",
                              w->out.name, strerror(EFBIG));
        enum lathe_code rc = reserve(w, end + bytes + SLACK, err);
        if (rc == LATHE_OK)
            rc = lathe_tiles_room(&w->tiles, end + bytes + SLACK, err);
        if (rc)
            return rc;
    }
    if (make_groups(h5, w->file, name) < 0)
        return h5_failed(h5, w, err);
    *set = make_set(h5, w->file, name, a);
    if (*set < 0)
        return h5_failed(h5, w, err);
    /* Of an empty array there is no offset, and none is needed. */
    if (w->on_disk && bytes > 0)
        a->offset = h5->H5Dget_offset(*set);
    if (w->on_disk && bytes > 0 && a->offset < LATHE_ENVELOPE_BYTES) {
        h5->H5Dclose(*set);
        return h5_failed(h5, w, err);
    }
    return LATHE_OK;
}

enum lathe_code lathe_store_add(struct lathe_store_writer *w, const char *name,
                                enum lathe_store_type type, unsigned rank,
                                const uint64_t *dim, const void *values,
                                struct lathe_err *err)
{
    const struct lathe_h5 *h5;
    struct lathe_array a;
    hid_t set;
    enum lathe_code rc = shape_of(&a, name, type, rank, dim, err);
    if (rc)
        return rc;
    rc = lathe_h5_enter(&h5, err);
    if (rc)
        return rc;

    rc = add_set(h5, w, name, &a, &set, err);
    if (rc)
        goto out;
    if (!w->on_disk && a.count > 0 &&
        h5->H5Dwrite(set, h5->type[type], H5S_ALL, H5S_ALL, H5P_DEFAULT,
                     values) < 0)
        rc = h5_failed(h5, w, err);
    h5->H5Dclose(set);
    if (rc == LATHE_OK && w->on_disk)
        rc = lathe_store_fill(w, &a, 0, a.count, values, err);
out:
    lathe_h5_leave();
    return rc;
}

enum lathe_code lathe_store_add_text(struct lathe_store_writer *w,
                                     const char *name, const char *text,
                                     size_t n, struct lathe_err *err)
{
    uint64_t dim[1] = {n};

    return lathe_store_add(w, name, LATHE_U8, 1, dim, text, err);
}

enum lathe_code lathe_store_declare(struct lathe_store_writer *w,
                                    const char *name,
                                    enum lathe_store_type type, unsigned rank,
                                    const uint64_t *dim,
                                    struct lathe_array *a,
                                    struct lathe_err *err)
{
    const struct lathe_h5 *h5;
    hid_t set;
    enum lathe_code rc;

    if (!w->on_disk)
        return lathe_fail(err, LATHE_EBUG,
                          "array '%s' declared in a file that is not a dataset",
                          name);
    rc = shape_of(a, name, type, rank, dim, err);
    if (rc)
        return rc;
    rc = lathe_h5_enter(&h5, err);
    if (rc)
        return rc;
    rc = add_set(h5, w, name, a, &set, err);
    if (rc == LATHE_OK)
        h5->H5Dclose(set);
    lathe_h5_leave();
    return rc;
}

static enum lathe_code check_range(const struct lathe_store_writer *w,
                                   const struct lathe_array *a, uint64_t first,
                                   uint64_t count, struct lathe_err *err)
{
    if (!w->on_disk || first > a->count || count > a->count - first)
        return lathe_fail(err, LATHE_EBUG,
                          "'%s': elements beyond the end of an array",
                          w->out.name);
    return LATHE_OK;
}

enum lathe_code lathe_store_fill(struct lathe_store_writer *w,
                                 const struct lathe_array *a, uint64_t first,
                                 uint64_t count, const void *values,
                                 struct lathe_err *err)
{
    size_t size = lathe_store_type_bytes(a->type);
    size_t bytes = (size_t)count * size;
    uint64_t offset = a->offset + first * size;
    enum lathe_code rc = check_range(w, a, first, count, err);

    if (rc || count == 0)
        return rc;
    rc = lathe_file_write_at(&w->out, offset, values, bytes, err);
    if (rc == LATHE_OK)
        lathe_tiles_written(&w->tiles, w->out.fd, offset, values, bytes);
    if (atomic_fetch_add(&w->lingering, bytes) + bytes >= STRETCH) {
        atomic_store(&w->lingering, 0);
        sync_file_range(w->out.fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    }                           /* fsync tells what failed */
    return rc;
}

enum lathe_code lathe_store_back(struct lathe_store_writer *w,
                                 const struct lathe_array *a, uint64_t first,
                                 uint64_t count, void *out,
                                 struct lathe_err *err)
{
    size_t size = lathe_store_type_bytes(a->type), got = 0;
    size_t bytes = (size_t)count * size;
    enum lathe_code rc = check_range(w, a, first, count, err);

    if (rc || count == 0)
        return rc;
    rc = lathe_disk_read(w->out.fd, w->out.name, a->offset + first * size, out,
                         bytes, &got, err);
    if (rc == LATHE_OK && got < bytes)
        rc = lathe_fail(err, LATHE_EIO, "'%s' was cut while it was written",
                        w->out.name);
    return rc;
}

void lathe_store_writer_use(struct lathe_store_writer *w,
                            struct lathe_pool *pool)
{
    w->pool = pool;
}

/* ---- commit ------------------------------------------------------------- */

/* The end of a closed file as HDF5 sees it; what was reserved beyond goes. */
static enum lathe_code trim(const struct lathe_h5 *h5,
                            struct lathe_store_writer *w, uint64_t *bytes,
                            struct lathe_err *err)
{
    haddr_t end = 0;
    herr_t bad = -1;
    hid_t list = lathe_h5_access(h5, false);
    hid_t file =
        list < 0 ? -1 : h5->H5Fopen(w->out.tmp, H5F_ACC_RDONLY, list);

    if (file >= 0) {
        bad = h5->H5Fget_eoa(file, &end);
        bad |= h5->H5Fclose(file);
    }
    if (list >= 0)
        h5->H5Pclose(list);
    if (bad < 0)
        return h5_failed(h5, w, err);
    if (ftruncate(w->out.fd, (off_t)end) || fchmod(w->out.fd, w->mode))
        return lathe_fail(err, LATHE_EIO, "cannot write '%s': %s", w->out.name,
                          strerror(errno));
    *bytes = end;
    return LATHE_OK;
}

/* HDF5's part of finish_on_disk and finish_in_memory, under the lock. */
static enum lathe_code close_h5(struct lathe_store_writer *w, char **image,
                                size_t *n, uint64_t *bytes,
                                struct lathe_err *err)
{
    const struct lathe_h5 *h5;
    enum lathe_code rc = lathe_h5_enter(&h5, err);

    if (rc)
        return rc;
    if (w->on_disk) {
        hid_t file = w->file;
        w->file = 0;
        rc = h5->H5Fclose(file) < 0 ? h5_failed(h5, w, err)
                                    : trim(h5, w, bytes, err);
    } else {
        rc = take_image(h5, w, image, n, err);
    }
    lathe_h5_leave();
    return rc;
}

/* Names too deep or too many objects would be seen here. */
static enum lathe_code check_readable(const struct lathe_store_writer *w,
                                      const char *image, uint64_t bytes,
                                      struct lathe_err *err)
{
    struct lathe_span_source s = {.path = w->out.name,
                                  .image = (const uint8_t *)image,
                                  .fd = w->out.fd,
                                  .bytes = bytes};
    struct lathe_index ix = {0};
    struct lathe_err why = {0};
    enum lathe_code rc = lathe_index_read(&ix, &s, &why);

    lathe_index_release(&ix);
    lathe_span_release(&s);
    if (rc == LATHE_EDATA)
        rc = LATHE_EBUG;
    return rc ? lathe_fail(err, rc, "cannot write what can be read: %s",
                           why.msg)
              : LATHE_OK;
}

/* Ends the file on the disk; its envelope goes in last. */
static enum lathe_code finish_on_disk(struct lathe_store_writer *w,
                                      struct lathe_envelope *e,
                                      struct lathe_err *err)
{
    uint8_t head[LATHE_ENVELOPE_BYTES];
    uint64_t bytes = 0;
    enum lathe_code rc = close_h5(w, NULL, NULL, &bytes, err);

    if (rc == LATHE_OK)
        rc = check_readable(w, NULL, bytes, err);
    if (rc)
        return rc;
    rc = lathe_tiles_digest(&w->tiles, w->out.fd, w->out.name, bytes, w->pool,
                            &e->digest, err);
    if (rc)
        return rc;
    e->length = bytes - sizeof head;
    lathe_envelope_write(head, e);
    return lathe_file_write_at(&w->out, 0, head, sizeof head, err);
}

static enum lathe_code finish_in_memory(struct lathe_store_writer *w,
                                        struct lathe_envelope *e,
                                        struct lathe_err *err)
{
    char *image = NULL;
    size_t n = 0;
    enum lathe_code rc = close_h5(w, &image, &n, NULL, err);

    if (rc == LATHE_OK)
        rc = check_readable(w, image, n, err);
    if (rc == LATHE_OK) {
        e->length = n - LATHE_ENVELOPE_BYTES;
        e->digest = lathe_digest_of(image + LATHE_ENVELOPE_BYTES, e->length);
        lathe_envelope_write((uint8_t *)image, e);
        rc = lathe_file_write(&w->out, image, n, err);
    }
    lathe_free(image);
    return rc;
}

enum lathe_code lathe_store_commit(struct lathe_store_writer *w,
                                   struct lathe_digest *digest,
                                   uint64_t *bytes, struct lathe_err *err)
{
    struct lathe_envelope e = {.kind = w->kind,
                               .version = lathe_envelope_version(w->kind)};
    enum lathe_code rc = w->on_disk ? finish_on_disk(w, &e, err)
                                    : finish_in_memory(w, &e, err);

    if (rc == LATHE_OK)
        rc = lathe_file_commit(&w->out, err);
    else
        lathe_file_release(&w->out);
    if (rc)
        return rc;
    if (digest)
        *digest = e.digest;
    if (bytes)
        *bytes = e.length + LATHE_ENVELOPE_BYTES;
    return LATHE_OK;
}
