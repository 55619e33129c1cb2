/*
 * limits - the most that a record of CSV may hold, as options set it.
 */
#ifndef LATHE_INGEST_LIMITS_H
#define LATHE_INGEST_LIMITS_H

#include "base/err.h"

/* The largest that can be asked for. */
#define LATHE_LIMITS_BYTES ((uint64_t)1 << 30)
#define LATHE_LIMITS_COLUMNS 1000000

/* 1 MiB, 16 MiB and 100,000 columns. */
struct lathe_limits lathe_limits_defaults(void);

/* Fails: LATHE_EARG. */
enum lathe_code lathe_limits_check(const struct lathe_limits *l,
                                   struct lathe_err *err);

/* The option whose limit is not the default's: "max-field", the first of
 * several; NULL: none is. */
const char *lathe_limits_changed(const struct lathe_limits *l);

#endif
