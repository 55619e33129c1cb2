/*
 * scan_pass - the first pass over the tables: what their columns hold, on all
 * threads.
 */
#ifndef LATHE_PREPARE_SCAN_PASS_H
#define LATHE_PREPARE_SCAN_PASS_H

#include "prepare/tables.h"
#include "scan/scan.h"

/* Reads all inputs into `scan`, which is empty but for what is asked; rows of
 * the inputs, given and counts.refused of the run are counted.
 * Fails as lathe_tables_read. */
enum lathe_code lathe_scan_pass(struct lathe_tables *t,
                                struct lathe_scan *scan,
                                struct lathe_err *err);

/* Reads the first records of the first input alone, about so many; nothing is
 * counted but in `scan`, which is empty. Fails as lathe_tables_first. */
enum lathe_code lathe_scan_first(struct lathe_tables *t, size_t records,
                                 struct lathe_scan *scan,
                                 struct lathe_err *err);

#endif
