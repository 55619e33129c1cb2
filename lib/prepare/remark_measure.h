/*
 * remark_measure - what is said of columns that measure something in a way that
 * is not read as a number (hint/measure.h).
 */
#ifndef LATHE_PREPARE_REMARK_MEASURE_H
#define LATHE_PREPARE_REMARK_MEASURE_H

#include "prepare/preprocess.h"
#include "scan/scan.h"

/* `words` are all values, as far as they are known. Whether there was something
 * to say; `host` may be NULL. */
bool lathe_remark_measure(const struct lathe_host *host,
                          const struct lathe_dialect *dialect,
                          const char *name, const struct lathe_dict *words,
                          const struct lathe_scan_column *c);

#endif
