#include "store/h5.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TEXT(name) #name
#define EXPANDED_TEXT(name) TEXT(name)
#define ENTRY(name) {EXPANDED_TEXT(name), offsetof(struct lathe_h5, name)},

struct entry {
    const char *name;
    size_t offset;
};

static const struct entry calls[] = {LATHE_H5_CALLS(ENTRY)};

/* Variables of the library, which hold their values once it is open. */
#define TYPE(t) offsetof(struct lathe_h5, type) + (t) * sizeof(hid_t)

static const struct entry ids[] = {
    {"H5T_STD_U8LE_g", TYPE(LATHE_U8)},
    {"H5T_STD_I8LE_g", TYPE(LATHE_I8)},
    {"H5T_STD_U32LE_g", TYPE(LATHE_U32)},
    {"H5T_STD_I32LE_g", TYPE(LATHE_I32)},
    {"H5T_IEEE_F32LE_g", TYPE(LATHE_F32)},
    {"H5T_IEEE_F64LE_g", TYPE(LATHE_F64)},
    {"H5P_CLS_FILE_CREATE_ID_g", offsetof(struct lathe_h5, file_create)},
    {"H5P_CLS_FILE_ACCESS_ID_g", offsetof(struct lathe_h5, file_access)},
    {"H5P_CLS_DATASET_CREATE_ID_g",
     offsetof(struct lathe_h5, dataset_create)},
    {"H5P_CLS_GROUP_CREATE_ID_g", offsetof(struct lathe_h5, group_create)},
};

/* Filled once; read only afterwards, but for the lock. */
static struct {
    pthread_once_t once;
    pthread_mutex_t lock;
    struct lathe_h5 h5;
    enum lathe_code rc;
    struct lathe_err err;
} process = {.once = PTHREAD_ONCE_INIT, .lock = PTHREAD_MUTEX_INITIALIZER};

static enum lathe_code unavailable(struct lathe_err *err)
{
    const char *why = dlerror();

    return lathe_fail(err, LATHE_EUNAVAILABLE,
                      "the HDF5 library cannot be used (%s); install the "
                      "package libhdf5-dev",
                      why ? why : "it does not start");
}

/* The library loads no plugins, whatever the environment says, and prints
 * nothing. The first of these calls starts it. */
static bool start(struct lathe_h5 *h5)
{
    /* Without an atexit handler there is nothing to crash after a failed
     * write: HDF5 1.10 does. Must come before the library starts. */
    h5->H5dont_atexit();
    return h5->H5PLset_loading_state(0) >= 0 &&
           h5->H5Eset_auto2(H5E_DEFAULT, NULL, NULL) >= 0 && h5->H5open() >= 0;
}

enum lathe_code lathe_h5_load(struct lathe_h5 *h5, const char *so,
                              struct lathe_err *err)
{
    void *lib = dlopen(so, RTLD_NOW | RTLD_LOCAL);
    if (!lib)
        return unavailable(err);

    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        void *call = dlsym(lib, calls[i].name);
        if (!call)
            return unavailable(err);
        memcpy((char *)h5 + calls[i].offset, &call, sizeof call);
    }
    void *locking = dlsym(lib, "H5Pset_file_locking");
    memcpy(&h5->set_file_locking, &locking, sizeof locking);

    if (!start(h5))
        return unavailable(err);
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        const void *id = dlsym(lib, ids[i].name);
        if (!id)
            return unavailable(err);
        memcpy((char *)h5 + ids[i].offset, id, sizeof(hid_t));
    }
    return LATHE_OK;
}

static void load_once(void)
{
    process.rc = lathe_h5_load(&process.h5, LATHE_HDF5_SO, &process.err);
}

enum lathe_code lathe_h5_enter(const struct lathe_h5 **out,
                               struct lathe_err *err)
{
    pthread_once(&process.once, load_once);
    if (process.rc)
        return lathe_fail(err, process.rc, "%s", process.err.msg);

    pthread_mutex_lock(&process.lock);
    /* The switch belongs to the thread where HDF5 is built thread-safe. */
    process.h5.H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    *out = &process.h5;
    return LATHE_OK;
}

void lathe_h5_leave(void)
{
    pthread_mutex_unlock(&process.lock);
}

/* Upward, the first is the deepest; any positive value ends the walk. */
static herr_t take_first(unsigned n, const H5E_error2_t *e, void *ctx)
{
    const char **desc = ctx;

    (void)n;
    *desc = e->desc;
    return 1;
}

enum lathe_code lathe_h5_fail(const struct lathe_h5 *h5, enum lathe_code code,
                              struct lathe_err *err, const char *format, ...)
{
    const char *desc = NULL;
    char what[400];

    va_list ap;
    va_start(ap, format);
    vsnprintf(what, sizeof what, format, ap);
    va_end(ap);
    h5->H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take_first, &desc);
    return lathe_fail(err, code, "%s: %s", what,
                      desc ? desc : "HDF5 does not say why");
}

hid_t lathe_h5_access(const struct lathe_h5 *h5, bool in_memory)
{
    /* The image of a file in memory grows by this many bytes. */
    const size_t step = (size_t)1 << 20;
    hid_t list = h5->H5Pcreate(h5->file_access);

    if (list < 0)
        return list;
    herr_t bad = in_memory ? h5->H5Pset_fapl_core(list, step, 0)
                           : h5->H5Pset_fapl_sec2(list);
    bad |= h5->H5Pset_fclose_degree(list, H5F_CLOSE_STRONG);
    /* Files are replaced, never changed, so locks have nothing to guard;
     * on some network file systems taking one fails. */
    if (h5->set_file_locking)
        bad |= h5->set_file_locking(list, 0, 1);
    if (bad < 0) {
        h5->H5Pclose(list);
        return -1;
    }
    return list;
}
