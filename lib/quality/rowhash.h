/*
 * rowhash - a hash of all that a row of a dataset holds, but for its weight
 * and its group.
 */
#ifndef LATHE_QUALITY_ROWHASH_H
#define LATHE_QUALITY_ROWHASH_H

#include "data/rows.h"

/* Of row i; rows are equal where their bits are. */
uint64_t lathe_rowhash(const struct lathe_rows *r, size_t i);

#endif
