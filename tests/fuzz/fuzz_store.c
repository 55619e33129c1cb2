/*
 * The index of a file and the model loader given HDF5 files of any form. The
 * input is what lies behind the envelope, which is made right here, as are the
 * base and the end that the superblock names: a digest keeps accidents out, not
 * somebody who can compute it.
 */
#include "nn/model.h"
#include "store/envelope.h"

#include "base/alloc.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Reads what an array says that it has. */
static void read_array(struct lathe_store *s, const char *name)
{
    struct lathe_array a;
    struct lathe_err err = {0};

    if (lathe_store_find(s, name, &a, &err))
        return;
    size_t size = (size_t)a.count * lathe_store_type_bytes(a.type);
    void *all = lathe_calloc(size, 1);
    if (all && lathe_store_read(s, &a, 0, a.count, all, &err))
        __builtin_trap();       /* what was found can be read */
    lathe_free(all);
}

static void put_number(uint8_t *out, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        out[i] = (uint8_t)(v >> (8 * i));
}

static void open_as(enum lathe_store_kind kind, const uint8_t *bytes, size_t n)
{
    static const char *const names[] = {
        "meta", "layer/0/weight", "layer/0/bias", "train/number", "g/w", "w"};
    uint8_t head[LATHE_ENVELOPE_BYTES];
    struct lathe_envelope e = {.kind = kind,
                               .version = LATHE_ENVELOPE_PLAIN,
                               .length = n,
                               .digest = lathe_digest_of(bytes, n)};
    struct lathe_store *s = NULL;
    struct lathe_model m = {0};
    struct lathe_err err = {0};
    char path[64];
    int fd = memfd_create("store", MFD_CLOEXEC);

    lathe_envelope_write(head, &e);
    if (fd < 0 || write(fd, head, sizeof head) != (ssize_t)sizeof head ||
        write(fd, bytes, n) != (ssize_t)n)
        __builtin_trap();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (lathe_store_open(&s, path, kind, NULL, &err) == LATHE_OK)
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            read_array(s, names[i]);
    lathe_store_free(s);
    if (kind == LATHE_STORE_MODEL)
        lathe_model_load(&m, path, &err);
    lathe_model_release(&m);
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    uint8_t *own = lathe_calloc(n, 1);

    if (!own)
        return 0;
    if (n > 0)
        memcpy(own, bytes, n);
    if (n >= 96) {
        put_number(own + 24, LATHE_ENVELOPE_BYTES);
        put_number(own + 40, LATHE_ENVELOPE_BYTES + n);
    }
    open_as(LATHE_STORE_MODEL, own, n);
    open_as(LATHE_STORE_DATASET, own, n);
    lathe_free(own);
    return 0;
}
