/*
 * h5 - the HDF5 library, which writes lathe's files, loaded on first use.
 *
 * HDF5 costs 5 ms to load, which commands that only read need not pay: they
 * read without it (index.h). Its functions are reached through a table, its
 * errors are moved into ours, and one lock of the process is held around each
 * sequence of calls: its own lock, where it has one, covers single calls.
 */
#ifndef LATHE_STORE_H5_H
#define LATHE_STORE_H5_H

/* Later versions give these names to functions with other structs. */
#define H5_USE_110_API 1

#include "store/store.h"

#include <hdf5.h>

/* Constants such as H5F_ACC_RDONLY call the library by these. */
#undef H5CHECK
#define H5CHECK
#undef H5OPEN
#define H5OPEN

/* Every function of HDF5 that lathe uses. */
#define LATHE_H5_CALLS(CALL)                                                   \
    CALL(H5open)                                                               \
    CALL(H5dont_atexit)                                                        \
    CALL(H5Dclose)                                                             \
    CALL(H5Dcreate2)                                                           \
    CALL(H5Dget_offset)                                                        \
    CALL(H5Dwrite)                                                             \
    CALL(H5Eset_auto2)                                                         \
    CALL(H5Ewalk2)                                                             \
    CALL(H5Fclose)                                                             \
    CALL(H5Fcreate)                                                            \
    CALL(H5Fflush)                                                             \
    CALL(H5Fget_eoa)                                                           \
    CALL(H5Fget_file_image)                                                    \
    CALL(H5Fopen)                                                              \
    CALL(H5Gclose)                                                             \
    CALL(H5Gcreate2)                                                           \
    CALL(H5Lexists)                                                            \
    CALL(H5PLset_loading_state)                                                \
    CALL(H5Pclose)                                                             \
    CALL(H5Pcreate)                                                            \
    CALL(H5Pset_alloc_time)                                                    \
    CALL(H5Pset_fapl_core)                                                     \
    CALL(H5Pset_fapl_sec2)                                                     \
    CALL(H5Pset_fclose_degree)                                                 \
    CALL(H5Pset_fill_time)                                                     \
    CALL(H5Pset_layout)                                                        \
    CALL(H5Pset_obj_track_times)                                               \
    CALL(H5Pset_userblock)                                                     \
    CALL(H5Sclose)                                                             \
    CALL(H5Screate)                                                            \
    CALL(H5Screate_simple)

#define LATHE_H5_MEMBER(name) __typeof__(&name) name;

struct lathe_h5 {
    LATHE_H5_CALLS(LATHE_H5_MEMBER)
    /* From 1.10.7 on; else NULL. */
    herr_t (*set_file_locking)(hid_t fapl, hbool_t use, hbool_t ignore);
    hid_t type[LATHE_F64 + 1];          /* by enum lathe_store_type */
    hid_t file_create, file_access, dataset_create, group_create;
};

/*
 * Loads the library `so` and fills the table; lathe_h5_enter does that for
 * the process. Fails: LATHE_EUNAVAILABLE, saying what to install.
 */
enum lathe_code lathe_h5_load(struct lathe_h5 *h5, const char *so,
                              struct lathe_err *err);

/* Takes the lock; *out is the table. Fails as lathe_h5_load, and then the
 * lock is not held. */
enum lathe_code lathe_h5_enter(const struct lathe_h5 **out,
                               struct lathe_err *err);
void lathe_h5_leave(void);

/* Fails with `code` and "FORMAT: what HDF5 said", deepest cause. */
enum lathe_code lathe_h5_fail(const struct lathe_h5 *h5, enum lathe_code code,
                              struct lathe_err *err, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A file access list for files in memory or on disk, with everything closed
 * when the file is. Negative on failure. */
hid_t lathe_h5_access(const struct lathe_h5 *h5, bool in_memory);

#endif
