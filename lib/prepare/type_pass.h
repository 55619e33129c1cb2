/*
 * type_pass - the later passes over the tables: records become typed rows, on
 * all threads; counted, or dealt out to the splits and written.
 */
#ifndef LATHE_PREPARE_TYPE_PASS_H
#define LATHE_PREPARE_TYPE_PASS_H

#include "prepare/tables.h"
#include "scan/scan.h"

enum lathe_type_pass_mode {
    LATHE_TYPE_PASS_COUNT,      /* class_rows, given and counts.refused */
    LATHE_TYPE_PASS_WRITE       /* into the dataset, and the rejects */
};

/*
 * `scan` says which records count: those with a target, and with scan->dedup
 * the first of those that repeat; its `seen` is used. *incomplete: rows that
 * --impute drop has dropped.
 * Fails as lathe_tables_read, and LATHE_EDATA for a record that is no row of
 * the schema, unless bad records are left out.
 */
enum lathe_code lathe_type_pass(struct lathe_tables *t,
                                struct lathe_scan *scan,
                                enum lathe_type_pass_mode mode,
                                uint64_t *incomplete, struct lathe_err *err);

#endif
