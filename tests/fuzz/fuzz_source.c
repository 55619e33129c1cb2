/*
 * gzip, zstd and plain bytes: no crash, and the same text or refusal however
 * the input is cut. The first byte is the cut.
 */
#include "base/digest.h"
#include "ingest/source.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Of a bomb only so much is looked at. */
#define MOST_TEXT ((size_t)1 << 20)

static enum lathe_code read_all(const uint8_t *data, size_t n, size_t most,
                                size_t piece, struct lathe_digest *digest)
{
    static char bytes[1 << 16];
    struct lathe_digester *d = lathe_digest_new();
    struct lathe_source *s;
    struct lathe_err err = {0};
    size_t got, total = 0;
    enum lathe_code rc;

    if (!d || lathe_source_open_memory(&s, data, n, most, "x", &err))
        abort();
    do {
        size_t cap = MOST_TEXT - total < piece ? MOST_TEXT - total : piece;
        rc = lathe_source_read(s, bytes, cap, &got, &err);
        if (got > cap || (rc && !err.msg[0]))
            abort();
        lathe_digest_add(d, bytes, got);
        total += got;
    } while (!rc && got && total < MOST_TEXT);
    *digest = lathe_digest_end(d);
    lathe_digest_free(d);
    lathe_source_free(s);
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct lathe_digest whole, cut;
    enum lathe_code a, b;

    if (n < 1)
        return 0;
    a = read_all(data + 1, n - 1, 0, 1 << 16, &whole);
    b = read_all(data + 1, n - 1, 1 + data[0] % 60, 1000, &cut);
    /* Before damage is met, a different part of the text may come out. */
    if (a != b)
        abort();
    if (!a)
        for (int i = 0; i < 16; i++)
            if (whole.byte[i] != cut.byte[i])
                abort();
    return 0;
}
