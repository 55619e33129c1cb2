/*
 * idx - the IDX format of the MNIST files (Y. LeCun): big-endian magic
 * 0 0 TYPE RANK, RANK sizes of 32 bits, then the values in C order. Unsigned
 * bytes (type 8) only.
 */
#ifndef LATHE_INGEST_IDX_H
#define LATHE_INGEST_IDX_H

#include "base/err.h"
#include "ingest/source.h"

struct lathe_idx {
    struct lathe_source *source;        /* owned */
    uint32_t rank;                      /* 1 to 4 */
    uint32_t dim[4];                    /* dim[0]: rows */
    size_t row_bytes;                   /* product of the others */
    uint64_t rows_read;
};

/* Whether these first 4 bytes are those of an IDX file. */
bool lathe_idx_is(const unsigned char first[4]);

/* Takes over `source` (also on failure). Fails: LATHE_EDATA, LATHE_EIO. */
enum lathe_code lathe_idx_open(struct lathe_idx *x,
                               struct lathe_source *source,
                               struct lathe_err *err);

/* Up to `cap` rows into `rows` [cap x row_bytes]; *got is 0 at the end, where
 * bytes too few or too many are an error. */
enum lathe_code lathe_idx_read(struct lathe_idx *x, uint8_t *rows, size_t cap,
                               size_t *got, struct lathe_err *err);

void lathe_idx_release(struct lathe_idx *x);

#endif
