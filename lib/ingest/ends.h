/*
 * ends - fields of a text without quotes, from the separators that classify.h
 * finds in it.
 *
 * Where there are few in 64 bytes no branch depends on how many (G. Langdale,
 * D. Lemire, "Parsing gigabytes of JSON per second", 2019).
 */
#ifndef LATHE_INGEST_ENDS_H
#define LATHE_INGEST_ENDS_H

#include "ingest/classify.h"
#include "ingest/reader.h"

/* What is written beyond the ends may be anything. */
#define LATHE_ENDS_SLACK 64

/* end[] = the places of `sep` in the n blocks, rising; returns how many there
 * are. Room for LATHE_ENDS_SLACK more is needed. */
typedef size_t lathe_ends_find_fn(const struct lathe_classes *c, size_t n,
                                  uint32_t *end);

/* field[i] = what ends at end[i] in the text, i < n, and begins behind
 * end[i - 1], which is UINT32_MAX before the first byte. */
typedef void lathe_ends_cut_fn(const uint32_t *end, size_t n, const char *text,
                               struct lathe_field *field);

struct lathe_ends {
    lathe_ends_find_fn *find;
    lathe_ends_cut_fn *cut;
};

/* The fastest ones that a machine of this level has. */
struct lathe_ends lathe_ends_for(enum lathe_cpu_level level);

lathe_ends_find_fn lathe_ends_find_portable, lathe_ends_find_avx2,
    lathe_ends_find_vbmi2;
lathe_ends_cut_fn lathe_ends_cut_portable, lathe_ends_cut_avx2,
    lathe_ends_cut_avx512;

#endif
