/*
 * dataset_numbers - the numbers of a split of a dataset, in two arrays: those
 * of columns that are singles (narrow.h), and the others.
 */
#ifndef LATHE_DATA_DATASET_NUMBERS_H
#define LATHE_DATA_DATASET_NUMBERS_H

#include "data/dataset.h"

/* Finds them in a dataset of which the number of rows is known. Fails:
 * LATHE_EDATA where they do not fit `numbers` a row; LATHE_ENOMEM. */
enum lathe_code lathe_dataset_numbers_find(struct lathe_dataset_numbers *n,
                                           struct lathe_store *s,
                                           enum lathe_split split,
                                           uint64_t rows, size_t numbers,
                                           struct lathe_err *err);

/* Declares them: single[numbers] or NULL, as for lathe_narrow_init. Fails as
 * lathe_store_declare. */
enum lathe_code lathe_dataset_numbers_declare(struct lathe_dataset_numbers *n,
                                              struct lathe_store_writer *w,
                                              enum lathe_split split,
                                              uint64_t rows,
                                              const unsigned char *single,
                                              size_t numbers,
                                              struct lathe_err *err);
void lathe_dataset_numbers_release(struct lathe_dataset_numbers *n);

/* Rows [first, first + count) into v[count x numbers], from the file or from
 * one that is being written. Fails: LATHE_EIO. */
enum lathe_code lathe_dataset_numbers_read(
    const struct lathe_dataset_numbers *n, struct lathe_store *s,
    uint64_t first, size_t count, double *v, struct lathe_err *err);
enum lathe_code lathe_dataset_numbers_back(
    const struct lathe_dataset_numbers *n, struct lathe_store_writer *w,
    uint64_t first, size_t count, double *v, struct lathe_err *err);

/* And from there; what is in v may be lost. Fails: LATHE_EIO, LATHE_ENOMEM. */
enum lathe_code lathe_dataset_numbers_fill(
    const struct lathe_dataset_numbers *n, struct lathe_store_writer *w,
    uint64_t first, size_t count, double *v, struct lathe_err *err);

#endif
