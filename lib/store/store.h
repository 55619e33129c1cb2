/*
 * store - lathe's files: named arrays in HDF5 behind a checked envelope.
 *
 * The first 512 bytes are an HDF5 user block: magic "\x89LATHE\r\n", kind,
 * format version, length and XXH3-128 digest of all that follows. Nothing is
 * given to HDF5 before the digest was right. Inside, arrays are contiguous,
 * little-endian and of fixed types; links, external storage, virtual datasets
 * and filters are refused. The one user of HDF5, which is loaded on first use
 * so that a start costs nothing.
 *
 * The same arrays give the same bytes.
 */
#ifndef LATHE_STORE_STORE_H
#define LATHE_STORE_STORE_H

#include "base/digest.h"
#include "base/err.h"
#include "base/file.h"

struct lathe_pool;

enum lathe_store_kind {
    LATHE_STORE_DATASET = 1,
    LATHE_STORE_MODEL,
    LATHE_STORE_CHECKPOINT
};

enum lathe_store_type {
    LATHE_U8 = 1,
    LATHE_I8,
    LATHE_U32,
    LATHE_I32,
    LATHE_F32,
    LATHE_F64
};

size_t lathe_store_type_bytes(enum lathe_store_type t);

#define LATHE_STORE_RANK 4

struct lathe_array {
    enum lathe_store_type type;
    unsigned rank;                      /* 0 to 4 */
    uint64_t dim[LATHE_STORE_RANK];
    uint64_t count;                     /* product of the dims */
    uint64_t offset;                    /* of its bytes in the file */
};

/* ---- reading ------------------------------------------------------------ */

struct lathe_store;

/* What the first bytes of a file say it is: a store kind, or 0 when it is no
 * lathe file (a CSV, say). Fails as lathe_file_read. */
enum lathe_code lathe_store_sniff(const char *path, int *kind,
                                  struct lathe_err *err);

/*
 * Opens and checks. Fails: LATHE_EDATA when it is not a lathe file, is
 * another kind ("'x.h5' is a dataset, not a model"), is of a newer format, is
 * truncated, has any wrong byte; LATHE_ENOINPUT, LATHE_EPERM, LATHE_EIO,
 * LATHE_ENOMEM. A dataset is checked on all threads of the pool (NULL: by the
 * caller alone), and how many they are is no matter to what is said of it.
 */
enum lathe_code lathe_store_open(struct lathe_store **out, const char *path,
                                 enum lathe_store_kind kind,
                                 struct lathe_pool *pool,
                                 struct lathe_err *err);
void lathe_store_free(struct lathe_store *s);

const char *lathe_store_path(const struct lathe_store *s);
struct lathe_digest lathe_store_digest(const struct lathe_store *s);
uint64_t lathe_store_bytes(const struct lathe_store *s);

bool lathe_store_has(struct lathe_store *s, const char *name);

/* Type and shape of the array "/name" ("a/b" in groups). Fails: LATHE_EDATA
 * when it is missing or not of an allowed form. */
enum lathe_code lathe_store_find(struct lathe_store *s, const char *name,
                                 struct lathe_array *a, struct lathe_err *err);

/* Elements [first, first + count) of the flattened array into `out`, which
 * has room for count * lathe_store_type_bytes(a->type). Safe from several
 * threads. */
enum lathe_code lathe_store_read(struct lathe_store *s,
                                 const struct lathe_array *a, uint64_t first,
                                 uint64_t count, void *out,
                                 struct lathe_err *err);

/* find + read of an array that must have this type and `count` elements;
 * *out goes back through lathe_free. */
enum lathe_code lathe_store_get(struct lathe_store *s, const char *name,
                                enum lathe_store_type type, uint64_t count,
                                void *out, struct lathe_err *err);

/* A text (LATHE_U8, rank 1): *out ends in a NUL that *n does not count. */
enum lathe_code lathe_store_get_text(struct lathe_store *s, const char *name,
                                     char **out, size_t *n,
                                     struct lathe_err *err);

/* ---- writing ------------------------------------------------------------ */

/*
 * A store that is being written. Models and checkpoints are small and made in
 * memory. A dataset streams: its arrays are declared with their sizes, then
 * filled in any order, whole or in pieces, straight into the temporary file;
 * HDF5 itself writes but the skeleton. Small arrays are added whole, at any
 * time. Nothing stands at `path` before commit.
 */
struct lathe_store_writer;

/* Loads the library that writes files, which is done on first use otherwise and
 * takes milliseconds. From any thread; says nothing of failures, as they will
 * come again. */
void lathe_store_load(void);

/* Can a dataset be made at `path`? For before long work; nothing stays.
 * Fails: LATHE_ECREATE (a device or a pipe), and as lathe_file_create. */
enum lathe_code lathe_store_writer_check(const char *path,
                                         struct lathe_err *err);

/* Fails: LATHE_ENOMEM, LATHE_EUNAVAILABLE (no HDF5), and as
 * lathe_file_create. */
enum lathe_code lathe_store_writer_new(struct lathe_store_writer **out,
                                       enum lathe_store_kind kind,
                                       const char *path,
                                       struct lathe_err *err);
/* Removes the temporary file when not committed. */
void lathe_store_writer_free(struct lathe_store_writer *w);

/* Adds an array with its values. Groups in the name are made as needed. */
enum lathe_code lathe_store_add(struct lathe_store_writer *w, const char *name,
                                enum lathe_store_type type, unsigned rank,
                                const uint64_t *dim, const void *values,
                                struct lathe_err *err);

/* Adds a text: LATHE_U8, rank 1. */
enum lathe_code lathe_store_add_text(struct lathe_store_writer *w,
                                     const char *name, const char *text,
                                     size_t n, struct lathe_err *err);

/* Datasets only: declares an array that lathe_store_fill fills. Space is
 * taken on the disk at once, so that a full one is seen here (LATHE_EIO). */
enum lathe_code lathe_store_declare(struct lathe_store_writer *w,
                                    const char *name,
                                    enum lathe_store_type type, unsigned rank,
                                    const uint64_t *dim,
                                    struct lathe_array *a,
                                    struct lathe_err *err);

/* Fills elements [first, first + count), each once. Safe from several threads.
 */
enum lathe_code lathe_store_fill(struct lathe_store_writer *w,
                                 const struct lathe_array *a, uint64_t first,
                                 uint64_t count, const void *values,
                                 struct lathe_err *err);

/* Reads back what was filled, for a second pass. Safe from several threads. */
enum lathe_code lathe_store_back(struct lathe_store_writer *w,
                                 const struct lathe_array *a, uint64_t first,
                                 uint64_t count, void *out,
                                 struct lathe_err *err);

/* A dataset is committed on the threads of the pool, which is borrowed; else
 * by the caller alone. */
void lathe_store_writer_use(struct lathe_store_writer *w,
                            struct lathe_pool *pool);

/* Digest, envelope, fsync, rename. On failure the old file stands. *digest
 * and *bytes (either may be NULL) are those of the new file. */
enum lathe_code lathe_store_commit(struct lathe_store_writer *w,
                                   struct lathe_digest *digest,
                                   uint64_t *bytes, struct lathe_err *err);

#endif
