/*
 * quality_groups - groups of --split-by group:COL or hash:COL that have rows in
 * train and in a split given as a file of its own.
 */
#ifndef LATHE_QUALITY_QUALITY_GROUPS_H
#define LATHE_QUALITY_QUALITY_GROUPS_H

#include "data/excerpt.h"
#include "quality/quality.h"
#include "split/splitby.h"

/* Zeroed: none so far. */
struct lathe_quality_groups {
    struct lathe_seen met[LATHE_SPLITS];        /* those that a given split
                                                 * has rows of */
    uint64_t groups[LATHE_SPLITS], rows[LATHE_SPLITS];
    char name[LATHE_SPLITS][LATHE_EXCERPT_ROOM];        /* of one of them, the
                                                         * first if known */
};

/* Counts a row of a given split, with a value that trains; `name` is that
 * value, NULL if not known. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_quality_groups_add(struct lathe_quality_groups *g,
                                         const struct lathe_split_key *key,
                                         enum lathe_split split,
                                         const char *name,
                                         struct lathe_err *err);

/* Adds a finding "groups-across-splits" for each split that shares groups with
 * train; its value is their number, if all could be kept. `rows` are those of
 * the splits. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_quality_groups_tell(const struct lathe_quality_groups *g,
                                          const struct lathe_split_by *by,
                                          const uint64_t rows[LATHE_SPLITS],
                                          struct lathe_quality *q,
                                          struct lathe_err *err);
void lathe_quality_groups_release(struct lathe_quality_groups *g);

#endif
