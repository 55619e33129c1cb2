/*
 * remark - what is said of columns that may be an accident: numbers but for a
 * few values, or for a comma or a sign in each; texts that were dropped.
 */
#ifndef LATHE_PREPARE_REMARK_H
#define LATHE_PREPARE_REMARK_H

#include "prepare/preprocess.h"
#include "scan/scan.h"
#include "scan/wish.h"

/* Columns that are named of which the same is to be said. */
#define LATHE_REMARKS ((size_t)8)

/* The scan is done and the schema of `p` is decided; `names` are those of the
 * table. Of columns for which a kind was asked nothing is said, but what
 * keeps values from being the numbers that they are said to be. */
void lathe_remark_columns(const struct lathe_preprocess *p,
                          const struct lathe_list *names,
                          const struct lathe_scan *scan,
                          const struct lathe_wishes *wishes);

#endif
