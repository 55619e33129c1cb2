/*
 * folder - the files in a folder and in the folders in it, in the order of
 * their names.
 *
 * Names are compared byte by byte, so that the order is the same on every
 * system. Names that begin with a dot are not there. Links are followed.
 */
#ifndef LATHE_IMAGE_FOLDER_H
#define LATHE_IMAGE_FOLDER_H

#include "base/err.h"

struct lathe_folder_dir {
    char *path;                 /* NULL: the file's name is its path */
    char *name;                 /* of a folder in the folder, which is the
                                 * class of its files; NULL: the folder */
    size_t files;
};

struct lathe_folder_file {
    size_t name;                /* place in `names` */
    uint32_t dir;
};

/* Zeroed: empty. */
struct lathe_folder {
    struct lathe_folder_dir *dir;
    size_t dirs, dir_cap;
    struct lathe_folder_file *file;
    size_t files, file_cap;
    struct lathe_buf names;     /* each with a NUL */
};

/* Whether the path is that of a folder. */
bool lathe_folder_is(const char *path);

/*
 * Appends what is in the folder `path`: its own entries that are no folders,
 * then each folder in it with all its entries, whatever they are. Fails:
 * LATHE_ENOINPUT, LATHE_EPERM, LATHE_EIO, LATHE_ENOMEM.
 */
enum lathe_code lathe_folder_add(struct lathe_folder *f, const char *path,
                                 struct lathe_err *err);

/* Appends one file. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_folder_add_file(struct lathe_folder *f, const char *path,
                                      struct lathe_err *err);
void lathe_folder_release(struct lathe_folder *f);

/* The path of file i in place of what is in `out`. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_folder_path(const struct lathe_folder *f, size_t i,
                                  struct lathe_buf *out,
                                  struct lathe_err *err);

#endif
