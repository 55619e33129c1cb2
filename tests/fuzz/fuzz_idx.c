/* IDX: no crash, and never other than the rows that the header promises. */
#include "ingest/idx.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static uint8_t rows[1 << 16];
    struct lathe_source *s;
    struct lathe_idx x = {0};
    struct lathe_err err = {0};
    size_t got = 0, total = 0;

    if (n < 1 ||
        lathe_source_open_memory(&s, data + 1, n - 1, 1 + data[0], "x", &err))
        return 0;
    if (lathe_idx_open(&x, s, &err) || x.row_bytes > sizeof rows) {
        lathe_idx_release(&x);
        return 0;
    }
    enum lathe_code rc;
    do {
        rc = lathe_idx_read(&x, rows, sizeof rows / x.row_bytes, &got, &err);
        total += got;
    } while (!rc && got && total < 1 << 20);
    if (!rc && !got && total != x.dim[0])
        abort();
    if (rc && !err.msg[0])
        abort();
    lathe_idx_release(&x);
    return 0;
}
