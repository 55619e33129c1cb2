/*
 * The reader of checkpoints. What it takes is a state from which training goes
 * on to its end; all else is refused with a sentence.
 *
 * The first byte says what the rest is: 0, an HDF5 file, behind an envelope
 * that is made here as in fuzz_store.c; else the text that says where the run
 * stands, beside arrays that fit it: its low bits leave out one of them.
 */
#include "../unit/sample_session.h"
#include "base/alloc.h"
#include "store/envelope.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void write_all(int fd, const void *bytes, size_t n)
{
    if (write(fd, bytes, n) != (ssize_t)n)
        abort();
}

static void put_number(uint8_t *out, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        out[i] = (uint8_t)(v >> (8 * i));
}

/* The base and the end that the superblock names are made right. */
static void put_file(int fd, const uint8_t *bytes, size_t n)
{
    uint8_t head[LATHE_ENVELOPE_BYTES], *own = lathe_calloc(n + 1, 1);
    struct lathe_envelope e = { .kind = LATHE_STORE_CHECKPOINT,
                                .version = LATHE_ENVELOPE_PLAIN,
                                .length = n };

    if (!own)
        abort();
    memcpy(own, bytes, n);
    if (n >= 96) {
        put_number(own + 24, LATHE_ENVELOPE_BYTES);
        put_number(own + 40, LATHE_ENVELOPE_BYTES + n);
    }
    e.digest = lathe_digest_of(own, n);
    lathe_envelope_write(head, &e);
    write_all(fd, head, sizeof head);
    write_all(fd, own, n);
    lathe_free(own);
}

static void must(enum lathe_code rc)
{
    if (rc)
        abort();
}

/* All arrays but `without`; two epochs of history. */
static void put_state(const char *path, const struct lathe_loop *l,
                      unsigned without, const uint8_t *meta, size_t n)
{
    static const char *const names[] = { "params", "kept", "moment/0",
                                         "moment/1" };
    const double history[22] = { 1, 3, 0.5, 0.5, 0.5, 0.5, 0.5, 1e-3, 1, 0, 0,
                                 2, 6, 0.4, 0.4, 0.4, 0.4, 0.4, 1e-3, 1, 0,
                                 0 };
    uint64_t params[1] = { l->work->net->params }, epochs[2] = { 2, 11 };
    struct lathe_store_writer *w = NULL;

    must(lathe_store_writer_new(&w, LATHE_STORE_CHECKPOINT, path, NULL));
    must(lathe_store_add_text(w, "meta", (const char *)meta, n, NULL));
    for (unsigned i = 0; i < 4; i++)
        if (i + 1 != without)
            must(lathe_store_add(w, names[i], LATHE_F32, 1, params,
                                 l->work->params, NULL));
    if (without != 5)
        must(lathe_store_add(w, "history", LATHE_F64, 2, epochs, history,
                             NULL));
    must(lathe_store_commit(w, NULL, NULL, NULL));
    lathe_store_writer_free(w);
}

static void load(const char *path, struct sample_session *s)
{
    struct lathe_checkpoint c = { .path = path, .run = SAMPLE_RUN,
                                  .loop = &s->session.loop };
    struct lathe_err err = {0};
    uint64_t log_bytes;
    bool found;
    enum lathe_code rc = lathe_checkpoint_load(&c, &found, &log_bytes, &err);

    if (!found || (rc && !err.msg[0]))
        abort();
    if (rc)
        return;
    rc = lathe_loop_run(&s->session.loop, &err);
    if (rc && rc != LATHE_EDIVERGED)
        abort();
    if (!rc && s->session.loop.last.epoch > 3)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct sample_session s;
    char path[64];

    if (n < 1)
        return 0;
    must(sample_session_init(&s, NULL));
    if (bytes[0] == 0) {
        int fd = memfd_create("checkpoint", MFD_CLOEXEC);

        if (fd < 0)
            abort();
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        put_file(fd, bytes + 1, n - 1);
        load(path, &s);
        close(fd);
    } else {
        snprintf(path, sizeof path, "/dev/shm/lathe-fuzz-%ld",
                 (long)getpid());
        put_state(path, &s.session.loop, bytes[0] & 7, bytes + 1, n - 1);
        load(path, &s);
        unlink(path);
    }
    sample_session_release(&s);
    return 0;
}
