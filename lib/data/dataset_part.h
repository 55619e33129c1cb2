/*
 * dataset_part - an array of a split of a dataset: what it is called, and of
 * what form it is.
 */
#ifndef LATHE_DATA_DATASET_PART_H
#define LATHE_DATA_DATASET_PART_H

#include "data/dataset.h"

struct lathe_dataset_part {
    const char *name;
    enum lathe_store_type type;
    size_t width;               /* elements per row */
    bool flat;                  /* rank 1 */
};

#define LATHE_DATASET_PART_ROOM 32

/* "train/number" */
const char *lathe_dataset_part_name(char room[LATHE_DATASET_PART_ROOM],
                                    enum lathe_split split,
                                    const struct lathe_dataset_part *p);

/* Finds the array of `rows` rows; without elements it is zeroed. Fails:
 * LATHE_EDATA, where it is not there or of another form. */
enum lathe_code lathe_dataset_part_find(struct lathe_store *s,
                                        enum lathe_split split, uint64_t rows,
                                        const struct lathe_dataset_part *p,
                                        struct lathe_array *a,
                                        struct lathe_err *err);

/* Declares it, unless it has no elements. Fails as lathe_store_declare. */
enum lathe_code lathe_dataset_part_declare(struct lathe_store_writer *w,
                                           enum lathe_split split,
                                           uint64_t rows,
                                           const struct lathe_dataset_part *p,
                                           struct lathe_array *a,
                                           struct lathe_err *err);

#endif
