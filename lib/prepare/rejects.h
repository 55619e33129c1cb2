/*
 * rejects - the file of refused records.
 *
 * For each record a line that begins with "# " and says where it stood and
 * what is wrong with it, then the record as it was in the input:
 *
 *     # 'a.csv' line 17: 3 cells, the header has 4
 *     1,2,3
 *
 * So the file can be mended and read again with --comment '#' (and
 * --no-header where the header is not added).
 */
#ifndef LATHE_PREPARE_REJECTS_H
#define LATHE_PREPARE_REJECTS_H

#include "base/file.h"

/* Zeroed: records are counted only. */
struct lathe_rejects {
    struct lathe_file file;
    bool open;
    uint64_t n;
};

/* Begins the file anew. Fails as lathe_file_create. */
enum lathe_code lathe_rejects_open(struct lathe_rejects *r, const char *path,
                                   struct lathe_err *err);

/* Appends a record to `text` as it stands in the file. `why` is one line: place
 * and reason; it begins LATHE_REJECTS_MARK bytes behind the begin. */
#define LATHE_REJECTS_MARK 2
void lathe_rejects_format(struct lathe_buf *text, const char *why,
                          const char *record, size_t n);

/* Adds a record that was formatted. Fails: LATHE_EIO. */
enum lathe_code lathe_rejects_put(struct lathe_rejects *r, const char *text,
                                  size_t n, struct lathe_err *err);

/* Formats and adds. Fails: LATHE_EIO, LATHE_ENOMEM. */
enum lathe_code lathe_rejects_add(struct lathe_rejects *r, const char *why,
                                  const char *record, size_t n,
                                  struct lathe_err *err);

/* Puts the file in its place; also an empty one, so that an old one does not
 * stay. Fails as lathe_file_commit. */
enum lathe_code lathe_rejects_commit(struct lathe_rejects *r,
                                     struct lathe_err *err);
void lathe_rejects_release(struct lathe_rejects *r);

#endif
