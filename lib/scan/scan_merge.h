/*
 * scan_merge - pieces of a scan put together.
 *
 * Merged in the order of the input, pieces give the same scan wherever the
 * input was cut, word limits and all: a piece keeps the order in which values
 * came for the first time, and the merge replays it.
 */
#ifndef LATHE_SCAN_SCAN_MERGE_H
#define LATHE_SCAN_SCAN_MERGE_H

#include "scan/scan_piece.h"

/*
 * Adds the next piece to the whole. *again: the piece has repeated rows that
 * were not known and are not to count (scan->dedup): all its records are to be
 * added again, then it is to be merged. Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_scan_merge(struct lathe_scan *s,
                                 struct lathe_scan_piece *p, bool *again,
                                 struct lathe_err *err);

#endif
