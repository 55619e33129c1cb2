/*
 * real - the number type of training.
 *
 * float. The gradient tests build this room a second time with double, in
 * which central differences can be trusted to 1e-6.
 */
#ifndef LATHE_NN_REAL_H
#define LATHE_NN_REAL_H

#ifdef LATHE_REAL_DOUBLE
typedef double real;
#else
typedef float real;
#endif

#endif
