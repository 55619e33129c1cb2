/*
 * compressreport - what compression did and what it cost, as text and JSON.
 */
#ifndef LATHE_COMPRESS_COMPRESSREPORT_H
#define LATHE_COMPRESS_COMPRESSREPORT_H

#include "base/json.h"
#include "compress/judge.h"

enum lathe_compress_deed {
    LATHE_COMPRESS_NOTHING,     /* a layer without weights */
    LATHE_COMPRESS_INT8,        /* weights and inputs */
    LATHE_COMPRESS_WEIGHTS,     /* weights; the inputs stay floats */
    LATHE_COMPRESS_FLOAT        /* int8 would have cost too much */
};

/* One model. */
struct lathe_compress_side {
    const char *path;
    uint64_t bytes;
    struct lathe_digest digest;
    struct lathe_score split[LATHE_SPLITS];     /* rows 0: not scored */
    double alone_us, batch_us;  /* a row, alone and in a batch of 32 */
};

/* Pointers are borrowed. */
struct lathe_compress_report {
    const struct lathe_compress_opts *opts;
    const struct lathe_model *model;            /* the small one */
    struct lathe_digest data;
    struct lathe_compress_side before, after;
    const enum lathe_compress_deed *deed;       /* [net.n] */
    size_t calibration_rows;
    double cut;                 /* share of inputs left out at each end */
    enum lathe_split judged;    /* the split of `drop` */
    double drop;
    bool within;                /* drop is within max_drop */
};

void lathe_compressreport_text(struct lathe_buf *out,
                               const struct lathe_compress_report *r);
void lathe_compressreport_json(struct lathe_buf *out,
                               const struct lathe_compress_report *r);

/* What the small model says of where it came from: no times, no paths;
 * `parent` is the provenance of the model before. */
void lathe_compressreport_provenance(struct lathe_buf *out,
                                     const struct lathe_compress_report *r,
                                     const struct lathe_json *parent);

#endif
