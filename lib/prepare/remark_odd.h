/*
 * remark_odd - what is said of columns of numbers or dates but for a few
 * values, which may be an accident.
 */
#ifndef LATHE_PREPARE_REMARK_ODD_H
#define LATHE_PREPARE_REMARK_ODD_H

#include "scan/scan.h"

/* `words` are all values, as far as they are known. Whether there was something
 * to say; `host` may be NULL. */
bool lathe_remark_odd(const struct lathe_host *host, const char *name,
                      const struct lathe_dict *words,
                      const struct lathe_scan_column *c);

#endif
