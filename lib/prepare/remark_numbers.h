/*
 * remark_numbers - what is said of numbers that may be something else: days,
 * codes, versions, or numbers with dots between thousands.
 */
#ifndef LATHE_PREPARE_REMARK_NUMBERS_H
#define LATHE_PREPARE_REMARK_NUMBERS_H

#include "prepare/preprocess.h"
#include "scan/scan.h"

/* Of a column that is taken for a number. Here as below: whether there was
 * something to say; `host` may be NULL. */
bool lathe_remark_numbers(const struct lathe_host *host,
                          const struct lathe_dialect *dialect,
                          const char *name, const struct lathe_scan_column *c);

/* Of how the numbers are written, those of the target too. */
bool lathe_remark_numerals(const struct lathe_host *host,
                           const struct lathe_dialect *dialect,
                           const char *name, const struct lathe_scan_column *c);

/* Of numbers of more digits than are kept, as of accounts and posts. */
bool lathe_remark_wide(const struct lathe_host *host, const char *name,
                       const struct lathe_scan_column *c);

#endif
