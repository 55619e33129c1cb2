/*
 * scan_pass - the first pass over the tables: what their columns hold, on all
 * threads.
 */
#ifndef LATHE_PREPARE_SCAN_PASS_H
#define LATHE_PREPARE_SCAN_PASS_H

#include "prepare/scan.h"
#include "prepare/tables.h"

/* Reads all inputs into `scan`, which is empty but for what is asked; rows of
 * the inputs, given and counts.refused of the run are counted.
 * Fails as lathe_tables_read. */
enum lathe_code lathe_scan_pass(struct lathe_tables *t,
                                struct lathe_scan *scan,
                                struct lathe_err *err);

#endif
