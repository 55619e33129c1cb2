/*
 * remark_dates - what is said of columns of dates and times in forms that are
 * not read, and of numbers among dates.
 */
#ifndef LATHE_PREPARE_REMARK_DATES_H
#define LATHE_PREPARE_REMARK_DATES_H

#include "scan/scan.h"

/* Of a column that is neither date nor number; `words` are its values, as far
 * as they are known. Whether something was to be said. `host` may be NULL. */
bool lathe_remark_dates(const struct lathe_host *host, const char *name,
                        const struct lathe_dict *words,
                        const struct lathe_scan_column *c);

/* Whether they are dates, but day or month may come first. */
bool lathe_remark_dates_unordered(const struct lathe_scan_column *c);

#endif
