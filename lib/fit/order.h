/*
 * order - doubles in rising order, by their bits.
 *
 * The key of a value is a whole number that rises with it: -0 and 0 have one
 * key, and NaN has the greatest.
 */
#ifndef LATHE_FIT_ORDER_H
#define LATHE_FIT_ORDER_H

#include <stddef.h>
#include <stdint.h>

uint64_t lathe_order_key(double v);
/* Back; -0 is gone. */
double lathe_order_value(uint64_t key);

/* A value and what goes with it. */
struct lathe_order_pair {
    double v;
    uint32_t label;
};

/* Sorts pair[n] by value, equal ones as they stood; scratch[n] is
 * overwritten. Digit by digit from the lowest (Knuth, TAOCP vol. 3, 5.2.5). */
void lathe_order_sort(struct lathe_order_pair *pair,
                      struct lathe_order_pair *scratch, size_t n);

/* The same for keys alone. */
void lathe_order_sort_keys(uint64_t *key, uint64_t *scratch, size_t n);

/* The value of the given rank (0: the smallest) among v[n], 0 <= rank < n,
 * without NaN; partly sorts v. */
double lathe_order_select(double *v, uint64_t n, uint64_t rank);

#endif
