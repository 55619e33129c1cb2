/*
 * fit_scale - from statistics to (x - shift) * factor.
 */
#ifndef LATHE_FIT_FIT_SCALE_H
#define LATHE_FIT_FIT_SCALE_H

#include "data/schema.h"

/* Scales values with these statistics in that way; by their range where their
 * deviation is lost. */
void lathe_fit_scale(enum lathe_scale scale,
                     const struct lathe_number_stats *s, double *shift,
                     double *factor);

/* 1 / width; 1 for a width of 0, as scikit-learn has it, and for one so small
 * that its inverse is no double. */
double lathe_fit_scale_over(double width);

/* Whether the values differ, but by so little that the squares in their
 * deviation underflow. */
bool lathe_fit_scale_is_lost(const struct lathe_number_stats *s);

#endif
