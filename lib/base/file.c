#include "base/file.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* As many links behind one another are followed as Linux follows. */
#define LINKS 40

/*
 * Temporary files that a signal handler must remove. A slot holds a path that
 * was complete before it was put there, so the handler never sees half of one.
 */
#define UNFINISHED 16
static _Atomic(const char *) unfinished[UNFINISHED];

static void remember(const char *tmp)
{
    for (int i = 0; i < UNFINISHED; i++) {
        const char *none = NULL;
        if (atomic_compare_exchange_strong(&unfinished[i], &none, tmp))
            return;
    }
}

static void forget(const char *tmp)
{
    for (int i = 0; i < UNFINISHED; i++) {
        const char *mine = tmp;
        if (atomic_compare_exchange_strong(&unfinished[i], &mine, NULL))
            return;
    }
}

void lathe_file_unlink_all(void)
{
    for (int i = 0; i < UNFINISHED; i++) {
        const char *tmp = atomic_load(&unfinished[i]);
        if (tmp)
            unlink(tmp);
    }
}

static bool same_inode(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Of what is behind the last slash, and what the folder before it is. */
static const char *place_of(const char *path, struct stat *folder)
{
    const char *slash = strrchr(path, '/');
    char *name;
    bool is;

    if (!slash)
        return stat(".", folder) == 0 ? path : NULL;
    name = lathe_strndup(path, slash > path ? (size_t)(slash - path) : 1);
    is = name && stat(name, folder) == 0;
    lathe_free(name);
    return is ? slash + 1 : NULL;
}

/* Whether two paths name one file; "-" as the second is standard input. One
 * that is not there yet is told by its name and folder. */
static bool is_same_file(const char *path, const char *other)
{
    struct stat a, b;
    const char *name, *other_name;
    bool here = stat(path, &a) == 0;

    if (strcmp(other, "-") == 0)
        return here && fstat(STDIN_FILENO, &b) == 0 && same_inode(&a, &b);
    if (strcmp(path, other) == 0)
        return true;
    if (here || stat(other, &b) == 0)
        return here && stat(other, &b) == 0 && same_inode(&a, &b);
    name = place_of(path, &a);
    other_name = place_of(other, &b);
    return name && other_name && strcmp(name, other_name) == 0 &&
           same_inode(&a, &b);
}

enum lathe_code lathe_file_distinct(const char *what, const char *path,
                                    const char *other, const char *role,
                                    struct lathe_err *err)
{
    struct stat a;

    if (!path || !other || strcmp(path, "-") == 0 ||
        !is_same_file(path, other) ||
        (stat(path, &a) == 0 && !S_ISREG(a.st_mode)))
        return LATHE_OK;
    return lathe_fail(err, LATHE_EARG, "%s: '%s' is %s too, and would be lost",
                      what, path, role);
}

enum lathe_code lathe_file_named(const char *what, const char *path,
                                 struct lathe_err *err)
{
    if (!path || strcmp(path, "-") != 0)
        return LATHE_OK;
    return lathe_fail(err, LATHE_EARG, "%s: '-' names no file to write; a file "
                      "of this name is ./-", what);
}

/* ---- reading ------------------------------------------------------------ */

static enum lathe_code read_all(int fd, const char *name, size_t limit,
                                char **bytes, size_t *n, struct lathe_err *err)
{
    char *text = NULL;
    size_t len = 0, cap = 0;
    enum lathe_code rc;

    for (;;) {
        rc = lathe_grow(&text, &cap, len + 65536, 1, err);
        if (rc)
            goto fail;
        ssize_t got = read(fd, text + len, cap - len - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            rc = lathe_fail_errno(err, true, "cannot read '%s'", name);
            goto fail;
        }
        if (got == 0)
            break;
        len += (size_t)got;
        if (len > limit) {
            rc = lathe_fail(err, LATHE_EDATA,
                            "'%s' is larger than the limit of %zu bytes", name,
                            limit);
            goto fail;
        }
    }
    text[len] = '\0';
    *bytes = text;
    *n = len;
    return LATHE_OK;
fail:
    lathe_free(text);
    return rc;
}

enum lathe_code lathe_file_read(const char *path, size_t limit, char **bytes,
                                size_t *n, struct lathe_err *err)
{
    enum lathe_code rc;
    int fd;

    if (strcmp(path, "-") == 0)
        return read_all(0, "standard input", limit, bytes, n, err);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return lathe_fail_errno(err, true, "cannot open '%s'", path);
    rc = read_all(fd, path, limit, bytes, n, err);
    close(fd);
    return rc;
}

/* ---- writing ------------------------------------------------------------ */

static mode_t umask_now(void)
{
    mode_t mask = umask(0);

    umask(mask);
    return mask;
}

int lathe_file_descriptor(const char *path)
{
    static const struct { const char *name; int fd; } names[] = {
        {"/dev/stdout", STDOUT_FILENO}, {"/dev/stderr", STDERR_FILENO}};
    static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(path, names[i].name) == 0)
            return names[i].fd;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        size_t n = strlen(folders[i]);
        char *end;
        long fd;

        if (strncmp(path, folders[i], n) != 0 || path[n] < '0' ||
            path[n] > '9')
            continue;
        fd = strtol(path + n, &end, 10);
        if (*end == '\0' && fd <= INT_MAX)
            return (int)fd;
    }
    return -1;
}

/* Puts where the link `path` points in its place. False: it is none, or points
 * too far. */
static bool follow_link(char path[PATH_MAX])
{
    char to[PATH_MAX];
    ssize_t n = readlink(path, to, sizeof to - 1);
    char *slash = strrchr(path, '/');
    size_t dir = slash ? (size_t)(slash - path) + 1 : 0;

    if (n <= 0)
        return false;
    to[n] = '\0';
    dir = to[0] == '/' ? 0 : dir;
    if (dir + (size_t)n >= PATH_MAX)
        return false;
    memcpy(path + dir, to, (size_t)n + 1);
    return true;
}

/* What `path` names once links are followed, also where nothing is there yet;
 * links that go around in circles stand for themselves. */
static char *follow_links(const char *path)
{
    char resolved[PATH_MAX];
    int links = 0;

    if (realpath(path, resolved))
        return lathe_strdup(resolved);
    if (errno != ENOENT || strlen(path) >= sizeof resolved)
        return lathe_strdup(path);
    memcpy(resolved, path, strlen(path) + 1);
    while (links < LINKS && follow_link(resolved))
        links++;
    return lathe_strdup(links < LINKS ? resolved : path);
}

static enum lathe_code open_beside(struct lathe_file *f, mode_t mode,
                                   struct lathe_err *err)
{
    const char *slash = strrchr(f->path, '/');
    size_t dir = slash ? (size_t)(slash - f->path) + 1 : 0;
    size_t room = strlen(f->path) + sizeof ".lathe-XXXXXX";
    char *tmp;
    enum lathe_code rc = lathe_new(&tmp, room, 1, "a path", err);

    if (rc)
        return rc;
    snprintf(tmp, room, "%.*s.lathe-XXXXXX", (int)dir, f->path);
    f->fd = mkostemp(tmp, O_CLOEXEC);
    if (f->fd < 0) {
        rc = lathe_fail_errno(err, false, "cannot create '%s'", f->name);
        lathe_free(tmp);
        return rc;
    }
    f->tmp = tmp;
    remember(tmp);
    if (fchmod(f->fd, mode) != 0)
        return lathe_fail_errno(err, false, "cannot create '%s'", f->name);
    return LATHE_OK;
}

enum lathe_code lathe_file_create(struct lathe_file *f, const char *path,
                                  struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;
    int opened = lathe_file_descriptor(path);
    struct stat old;
    mode_t mode = 0666 & ~umask_now();

    *f = (struct lathe_file){.fd = -1, .direct = opened >= 0};
    f->name = lathe_strdup(path);
    f->path = f->direct ? lathe_strdup(path) : follow_links(path);
    if (!f->name || !f->path) {
        rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (a path)");
        goto fail;
    }
    if (!f->direct && stat(f->path, &old) == 0) {
        mode = old.st_mode & 0777;
        if (S_ISDIR(old.st_mode)) {
            rc = lathe_fail(err, LATHE_ECREATE,
                            "cannot create '%s': it is a directory", path);
            goto fail;
        }
        f->direct = !S_ISREG(old.st_mode);
    }
    if (f->direct) {
        f->fd = opened < 0 ? open(f->path, O_WRONLY | O_CLOEXEC)
                           : fcntl(opened, F_DUPFD_CLOEXEC, 0);
        if (f->fd < 0)
            rc = lathe_fail_errno(err, false, "cannot open '%s'", path);
    } else {
        rc = open_beside(f, mode, err);
    }
    if (!rc)
        return LATHE_OK;
fail:
    lathe_file_release(f);
    return rc;
}

static enum lathe_code write_failed(const struct lathe_file *f,
                                    struct lathe_err *err)
{
    int errnum = errno;

    return lathe_fail(err, LATHE_EIO, "cannot write '%s': %s", f->name,
                      strerror(errnum));
}

enum lathe_code lathe_file_write(struct lathe_file *f, const void *bytes,
                                 size_t n, struct lathe_err *err)
{
    const char *from = bytes;

    while (n > 0) {
        ssize_t put = write(f->fd, from, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return write_failed(f, err);
        from += put;
        n -= (size_t)put;
        f->written += (uint64_t)put;
    }
    return LATHE_OK;
}

enum lathe_code lathe_file_write_at(struct lathe_file *f, uint64_t offset,
                                    const void *bytes, size_t n,
                                    struct lathe_err *err)
{
    const char *from = bytes;

    while (n > 0) {
        ssize_t put = pwrite(f->fd, from, n, (off_t)offset);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return write_failed(f, err);
        from += put;
        n -= (size_t)put;
        offset += (uint64_t)put;
    }
    return LATHE_OK;
}

/* Makes the rename itself last. A file system that cannot sync a directory
 * (EINVAL) keeps its own promises. */
static bool sync_directory(const char *path)
{
    char copy[PATH_MAX];
    bool ok;

    snprintf(copy, sizeof copy, "%s", path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ok = fsync(fd) == 0 || errno == EINVAL;
    close(fd);
    return ok;
}

enum lathe_code lathe_file_commit(struct lathe_file *f, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;
    int fd = f->fd;

    if (f->direct) {
        f->fd = -1;
        if (close(fd) != 0)
            rc = write_failed(f, err);
        goto out;
    }
    if (fsync(fd) != 0) {       /* never tried again: the pages are gone */
        rc = write_failed(f, err);
        goto out;
    }
    f->fd = -1;
    if (close(fd) != 0) {
        rc = write_failed(f, err);
        goto out;
    }
    if (rename(f->tmp, f->path) != 0) {
        rc = lathe_fail_errno(err, false, "cannot create '%s'", f->name);
        goto out;
    }
    forget(f->tmp);
    lathe_free(f->tmp);
    f->tmp = NULL;
    if (!sync_directory(f->path))
        rc = write_failed(f, err);
out:
    lathe_file_release(f);
    return rc;
}

void lathe_file_release(struct lathe_file *f)
{
    bool open_now = f->path != NULL;

    if (open_now && f->fd >= 0)
        close(f->fd);
    if (f->tmp) {
        unlink(f->tmp);
        forget(f->tmp);
    }
    lathe_free(f->tmp);
    lathe_free(f->path);
    lathe_free(f->name);
    *f = (struct lathe_file){.fd = -1};
}

enum lathe_code lathe_file_replace(const char *path, const void *bytes,
                                   size_t n, struct lathe_err *err)
{
    struct lathe_file f;
    enum lathe_code rc = lathe_file_create(&f, path, err);

    if (rc)
        return rc;
    rc = lathe_file_write(&f, bytes, n, err);
    if (rc) {
        lathe_file_release(&f);
        return rc;
    }
    return lathe_file_commit(&f, err);
}

enum lathe_code lathe_file_scratch(const char *near, int *fd,
                                   struct lathe_err *err)
{
    const char *named = getenv("TMPDIR");
    const char *dir = named && *named ? named : "/tmp";
    const char *slash = near ? strrchr(near, '/') : NULL;
    char path[PATH_MAX];

    if (near)
        snprintf(path, sizeof path, "%.*s.lathe-XXXXXX",
                 slash ? (int)(slash - near) + 1 : 0, near);
    else
        snprintf(path, sizeof path, "%s/.lathe-XXXXXX", dir);
    *fd = mkostemp(path, O_CLOEXEC);
    if (*fd < 0 && near)
        return lathe_fail_errno(err, false, "cannot create '%s'", near);
    if (*fd < 0)
        return lathe_fail_errno(err, false, "cannot create a temporary file "
                                "in '%s'", dir);
    unlink(path);
    return LATHE_OK;
}

/* ---- other -------------------------------------------------------------- */

enum lathe_code lathe_file_remove(const char *path, struct lathe_err *err)
{
    char resolved[PATH_MAX];
    struct stat is;

    if (!realpath(path, resolved) || stat(resolved, &is) != 0 ||
        !S_ISREG(is.st_mode))
        return LATHE_OK;
    if (unlink(resolved) != 0 && errno != ENOENT)
        return lathe_fail_errno(err, false, "cannot remove '%s'", path);
    return LATHE_OK;
}

enum lathe_code lathe_file_lock(const char *path, int *fd,
                                struct lathe_err *err)
{
    enum lathe_code rc;
    int taken = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

    if (taken < 0)
        return lathe_fail_errno(err, false, "cannot open the lock '%s'", path);
    while (flock(taken, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR)
            continue;
        rc = errno == EWOULDBLOCK
                 ? lathe_fail(err, LATHE_EBUSY, "'%s' is locked by another "
                              "run; try later", path)
                 : lathe_fail_errno(err, false, "cannot lock '%s'", path);
        close(taken);
        return rc;
    }
    *fd = taken;
    return LATHE_OK;
}
