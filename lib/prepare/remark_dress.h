/*
 * remark_dress - what is said of values that would be numbers without what is
 * around them (hint/dress.h).
 */
#ifndef LATHE_PREPARE_REMARK_DRESS_H
#define LATHE_PREPARE_REMARK_DRESS_H

#include "prepare/preprocess.h"
#include "scan/scan.h"

/* Says what keeps the values of a column, or the target, from being numbers,
 * and the command that takes it out. `words` are all values, as far as they are
 * known. Whether there was something to say; `host` may be NULL. */
bool lathe_remark_dress(const struct lathe_host *host,
                        const struct lathe_dialect *dialect, const char *name,
                        const struct lathe_dict *words,
                        const struct lathe_scan_column *c);

/* Whether they would be numbers so, command or none. */
bool lathe_remark_is_dressed(const struct lathe_dict *words,
                             const struct lathe_scan_column *c);

#endif
