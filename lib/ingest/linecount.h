/*
 * linecount - how many lines a text has, for a table that is read twice and a
 * piece whose first line must have a number: at the pace of the memory.
 */
#ifndef LATHE_INGEST_LINECOUNT_H
#define LATHE_INGEST_LINECOUNT_H

#include "base/cpu.h"

#include <stddef.h>
#include <stdint.h>

typedef uint64_t lathe_linecount_fn(const char *s, size_t n);

struct lathe_linecount {
    lathe_linecount_fn *all;    /* how many LF s[0..n) has */
    lathe_linecount_fn *full;   /* without those that end a blank line: that
                                 * follow an LF, or an LF and a CR. s[-2] and
                                 * s[-1] are looked at too */
};

/* The fastest ones that a machine of this level has. */
struct lathe_linecount lathe_linecount_for(enum lathe_cpu_level level);

extern const struct lathe_linecount lathe_linecount_portable,
    lathe_linecount_avx2;

#endif
