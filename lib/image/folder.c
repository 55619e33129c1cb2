#include "image/folder.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool lathe_folder_is(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

void lathe_folder_release(struct lathe_folder *f)
{
    for (size_t i = 0; i < f->dirs; i++) {
        lathe_free(f->dir[i].path);
        lathe_free(f->dir[i].name);
    }
    lathe_free(f->dir);
    lathe_free(f->file);
    lathe_buf_release(&f->names);
    *f = (struct lathe_folder){0};
}

static enum lathe_code add_dir(struct lathe_folder *f, const char *path,
                               const char *name, struct lathe_err *err)
{
    struct lathe_folder_dir *d;
    enum lathe_code rc = lathe_grow(&f->dir, &f->dir_cap, f->dirs + 1,
                                    sizeof *f->dir, err);

    if (rc)
        return rc;
    d = &f->dir[f->dirs++];
    *d = (struct lathe_folder_dir){0};
    d->path = path ? lathe_strdup(path) : NULL;
    d->name = name ? lathe_strdup(name) : NULL;
    if ((path && !d->path) || (name && !d->name))
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a file name)");
    return LATHE_OK;
}

/* A file of the last folder. */
static enum lathe_code add_file(struct lathe_folder *f, const char *name,
                                struct lathe_err *err)
{
    enum lathe_code rc = lathe_grow(&f->file, &f->file_cap, f->files + 1,
                                    sizeof *f->file, err);

    if (rc)
        return rc;
    f->file[f->files].name = f->names.len;
    f->file[f->files].dir = (uint32_t)(f->dirs - 1);
    f->names.limit = (size_t)1 << 32;
    lathe_buf_add(&f->names, name, strlen(name) + 1);
    rc = lathe_buf_check(&f->names, err);
    if (rc)
        return rc;
    f->files++;
    f->dir[f->dirs - 1].files++;
    return LATHE_OK;
}

/* ---- one folder --------------------------------------------------------- */

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted. */
static enum lathe_code read_names(struct lathe_list *out, const char *path,
                                  struct lathe_err *err)
{
    DIR *d = opendir(path);
    enum lathe_code rc = LATHE_OK;

    if (!d)
        return lathe_fail_errno(err, true, "cannot open '%s'", path);
    for (;;) {
        const struct dirent *e;

        errno = 0;
        e = readdir(d);
        if (!e && errno)
            rc = lathe_fail_errno(err, true, "cannot read '%s'", path);
        if (!e || rc)
            break;
        if (e->d_name[0] != '.')
            rc = lathe_list_add(out, e->d_name, err);
        if (rc)
            break;
    }
    closedir(d);
    if (!rc && out->n)
        qsort(out->v, out->n, sizeof *out->v, by_bytes);
    return rc;
}

static enum lathe_code join(struct lathe_buf *out, const char *path,
                            const char *name, struct lathe_err *err)
{
    size_t n = strlen(path);

    while (n > 1 && path[n - 1] == '/')
        n--;
    lathe_buf_clear(out);
    lathe_buf_add(out, path, n);
    if (path[n - 1] != '/')
        lathe_buf_putc(out, '/');
    lathe_buf_puts(out, name);
    return lathe_buf_check(out, err);
}

static enum lathe_code add_folder(struct lathe_folder *f, const char *path,
                                  const char *name, struct lathe_err *err)
{
    struct lathe_list names = {0};
    enum lathe_code rc = add_dir(f, path, name, err);

    if (!rc)
        rc = read_names(&names, path, err);
    for (size_t i = 0; i < names.n && !rc; i++)
        rc = add_file(f, names.v[i], err);
    lathe_list_release(&names);
    return rc;
}

enum lathe_code lathe_folder_add(struct lathe_folder *f, const char *path,
                                 struct lathe_err *err)
{
    struct lathe_list names = {0}, folders = {0};
    struct lathe_buf full = {0};
    enum lathe_code rc = add_dir(f, path, NULL, err);

    if (!rc)
        rc = read_names(&names, path, err);
    for (size_t i = 0; i < names.n && !rc; i++) {
        rc = join(&full, path, names.v[i], err);
        if (!rc && lathe_folder_is(full.s))
            rc = lathe_list_add(&folders, names.v[i], err);
        else if (!rc)
            rc = add_file(f, names.v[i], err);
    }
    for (size_t i = 0; i < folders.n && !rc; i++) {
        rc = join(&full, path, folders.v[i], err);
        if (!rc)
            rc = add_folder(f, full.s, folders.v[i], err);
    }
    lathe_buf_release(&full);
    lathe_list_release(&names);
    lathe_list_release(&folders);
    return rc;
}

enum lathe_code lathe_folder_add_file(struct lathe_folder *f, const char *path,
                                      struct lathe_err *err)
{
    enum lathe_code rc = add_dir(f, NULL, NULL, err);

    return rc ? rc : add_file(f, path, err);
}

enum lathe_code lathe_folder_path(const struct lathe_folder *f, size_t i,
                                  struct lathe_buf *out, struct lathe_err *err)
{
    const struct lathe_folder_file *file = &f->file[i];
    const char *name = f->names.s + file->name;

    if (f->dir[file->dir].path)
        return join(out, f->dir[file->dir].path, name, err);
    lathe_buf_clear(out);
    lathe_buf_puts(out, name);
    return lathe_buf_check(out, err);
}
