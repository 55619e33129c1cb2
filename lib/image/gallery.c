#include "image/gallery.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"

#include <errno.h>
#include <sys/stat.h>

/* Files at a time, fewer where a picture is large. */
#define FILES 256

enum lathe_code lathe_gallery_init(struct lathe_gallery *g,
                                   const struct lathe_folder *folder,
                                   const struct lathe_picture_shape *shape,
                                   struct lathe_pool *pool,
                                   struct lathe_err *err)
{
    size_t pixels = (size_t)shape->channels * shape->height * shape->width;
    size_t cap = LATHE_GALLERY_BYTES / pixels;
    enum lathe_code rc;

    cap = cap < 1 ? 1 : cap > FILES ? FILES : cap;
    *g = (struct lathe_gallery){.folder = folder, .shape = *shape,
                                .pool = pool, .cap = cap};
    if (pthread_mutex_init(&g->large, NULL))
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a lock)");
    g->ready = true;
    rc = lathe_new(&g->item, cap, sizeof *g->item, "pictures", err);
    if (!rc)
        rc = lathe_new(&g->pixel, cap, pixels, "pictures", err);
    for (size_t i = 0; i < cap && !rc; i++)
        g->item[i].pixel = g->pixel + i * pixels;
    if (rc)
        lathe_gallery_release(g);
    return rc;
}

void lathe_gallery_release(struct lathe_gallery *g)
{
    if (g->ready)
        pthread_mutex_destroy(&g->large);
    lathe_free(g->item);
    lathe_free(g->pixel);
    *g = (struct lathe_gallery){0};
}

static bool is_link(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

/* A pipe must not be waited for, nor a folder be read. `listed`: it stands in a
 * folder, and was not asked for by its name. */
static enum lathe_code check_file(const char *path, bool listed,
                                  uint64_t *bytes, struct lathe_err *err)
{
    struct stat st;

    if (stat(path, &st)) {
        bool nowhere = errno == ENOENT || errno == ENOTDIR || errno == ELOOP;
        enum lathe_code rc = lathe_fail_errno(err, true, "cannot open '%s'",
                                              path);

        return listed && nowhere && is_link(path)
                   ? lathe_fail(err, LATHE_EDATA, "'%s' is a link to nothing",
                                path)
                   : rc;
    }
    if (S_ISDIR(st.st_mode))
        return lathe_fail(err, LATHE_EDATA, "'%s' is a folder in a folder; "
                          "only one level of them is read", path);
    if (!S_ISREG(st.st_mode))
        return lathe_fail(err, LATHE_EDATA, "'%s' is no file", path);
    *bytes = (uint64_t)st.st_size;
    return LATHE_OK;
}

static enum lathe_code read_and_decode(struct lathe_gallery *g,
                                       struct lathe_gallery_item *item,
                                       const char *path, bool *alone,
                                       struct lathe_err *err)
{
    char *bytes = NULL;
    size_t n = 0;
    enum lathe_code rc;

    rc = lathe_file_read(path, LATHE_PICTURE_BYTES, &bytes, &n, err);
    if (rc)
        return rc;
    item->bytes = n;
    item->digest = lathe_digest_of(bytes, n);
    if (!*alone &&
        lathe_picture_needs(&g->shape, bytes, n) > LATHE_GALLERY_LARGE) {
        *alone = true;
        pthread_mutex_lock(&g->large);
    }
    rc = lathe_picture_decode(item->pixel, &g->shape, bytes, n, err);
    lathe_free(bytes);
    return rc ? lathe_fail_prefix(err, "'%s'", path) : LATHE_OK;
}

static enum lathe_code look(struct lathe_gallery *g,
                            struct lathe_gallery_item *item, const char *path,
                            struct lathe_err *err)
{
    uint64_t bytes = 0;
    bool alone;
    bool listed = g->folder->dir[g->folder->file[item->file].dir].path;
    enum lathe_code rc = check_file(path, listed, &bytes, err);

    if (rc)
        return rc;
    alone = bytes > LATHE_GALLERY_LARGE;
    if (alone)
        pthread_mutex_lock(&g->large);
    rc = read_and_decode(g, item, path, &alone, err);
    if (alone)
        pthread_mutex_unlock(&g->large);
    return rc;
}

static void look_at_tile(void *ctx, size_t tile, int thread)
{
    struct lathe_gallery *g = ctx;
    struct lathe_gallery_item *item = &g->item[tile];
    struct lathe_buf path = {0};

    (void)thread;
    item->file = g->next + tile;
    item->bytes = 0;
    item->digest = (struct lathe_digest){{0}};
    item->rc = lathe_folder_path(g->folder, item->file, &path, &item->err);
    if (!item->rc)
        item->rc = look(g, item, path.s, &item->err);
    lathe_buf_release(&path);
}

enum lathe_code lathe_gallery_next(struct lathe_gallery *g, size_t *n,
                                   struct lathe_err *err)
{
    size_t left = g->folder->files - g->next;

    *n = left < g->cap ? left : g->cap;
    lathe_pool_run(g->pool, *n, look_at_tile, g);
    for (size_t i = 0; i < *n; i++)
        if (g->item[i].rc && g->item[i].rc != LATHE_EDATA)
            return lathe_fail(err, g->item[i].rc, "%s", g->item[i].err.msg);
    g->next += *n;
    return LATHE_OK;
}
