/*
 * classify - which bytes of a text mean something to CSV, 64 at a time.
 *
 * One bit a byte, the lowest for the first. All versions give the same.
 */
#ifndef LATHE_INGEST_CLASSIFY_H
#define LATHE_INGEST_CLASSIFY_H

#include "base/cpu.h"

#include <stddef.h>
#include <stdint.h>

#define LATHE_CLASSIFY_BYTES 64

struct lathe_classes {
    uint64_t sep;               /* the delimiter, or LF */
    uint64_t lf, cr, quote;
    uint64_t blank;             /* space or tab, also as the delimiter */
    uint64_t odd;               /* NUL, or not ASCII */
};

/* out[i] are the classes of s[64 i .. 64 i + 64), i < n, and cut[64 n], which
 * may be s itself, is the text with a NUL for each `sep`. A quote of 0 marks
 * the NULs too, which are odd anyway. */
typedef void lathe_classify_fn(const char *s, size_t n, char delimiter,
                               char quote, struct lathe_classes *out,
                               char *cut);

/* The fastest one that a machine of this level has. */
lathe_classify_fn *lathe_classify_for(enum lathe_cpu_level level);

lathe_classify_fn lathe_classify_portable, lathe_classify_avx2,
    lathe_classify_avx512, lathe_classify_neon;

#endif
