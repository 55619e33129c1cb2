/*
 * fit_category - counts of categories, and the inputs that they get.
 */
#ifndef LATHE_FIT_FIT_CATEGORY_H
#define LATHE_FIT_FIT_CATEGORY_H

#include "data/schema.h"

/* Forgets counts and places; makes room for those of the dictionary.
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_fit_category_reset(struct lathe_column *c,
                                         struct lathe_err *err);

/* How many counts a column needs. */
size_t lathe_fit_category_slots(const struct lathe_column *c);

/* Counts the codes code[0], code[step], ... of n rows. */
void lathe_fit_category_count(const struct lathe_column *c,
                              const uint32_t *code, size_t step, size_t n,
                              uint64_t *slot);

/* Sets present, missing and count. */
void lathe_fit_category_put(struct lathe_column *c, const uint64_t *slot);

/* Gives out the places, as fit.h says. */
void lathe_fit_category_place(struct lathe_column *c, uint64_t rare);

#endif
