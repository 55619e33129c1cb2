/*
 * remark_lines - what is said about lines of a table that seem to be none of
 * its rows.
 */
#ifndef LATHE_PREPARE_REMARK_LINES_H
#define LATHE_PREPARE_REMARK_LINES_H

#include "prepare/preprocess.h"
#include "scan/scan.h"

/* Whether there are such lines that are in the way of all columns, of which
 * there is nothing else to say then. *line: the one that was named as one that
 * is no row, with what takes it out; 0: none. */
bool lathe_remark_lines(const struct lathe_preprocess *p,
                        const struct lathe_list *names,
                        const struct lathe_scan *scan, uint64_t *line);

#endif
