/*
 * smooth - the exponential and what is made of it, the same bits everywhere.
 *
 * libm's differ between versions and CPUs. Here additions and multiplications
 * of doubles in a fixed order give a double good to 1e-14, which is rounded
 * to float once at the end.
 */
#ifndef LATHE_INFER_SMOOTH_H
#define LATHE_INFER_SMOOTH_H

#include <stddef.h>

/* e^x; x is taken into [-700, 700], NaN stays NaN. */
double lathe_smooth_exp(double x);

/* 1 / (1 + e^-x). */
double lathe_smooth_sigmoid(double x);

/* Hyperbolic tangent, rounded to float. */
float lathe_smooth_tanh(float x);

/* e^x - 1. */
double lathe_smooth_expm1(double x);

/* The complementary error function, 1 - erf(x), good to 1e-14 of it. */
double lathe_smooth_erfc(double x);

/* x [k] becomes e^x / sum, the largest taken off first, in place; summed in
 * ascending order in double, rounded once. */
void lathe_smooth_softmax(float *x, size_t k);

#endif
