/*
 * vec - loops over arrays, written so that compilers make vectors of them at
 * -O2 already: whole blocks of a constant length first, through a local array
 * where the arguments may be the same, then the rest.
 *
 * These move as many bytes as they compute; the 16 bytes that every x86-64
 * and ARM64 handles at a time are enough for them. All n may be 0.
 */
#ifndef LATHE_NN_VEC_H
#define LATHE_NN_VEC_H

#include "nn/real.h"

#include <stddef.h>
#include <string.h>

enum { LATHE_VEC_BLOCK = 32 };

/* to += from; they do not overlap. */
static inline void lathe_vec_add(size_t n, real *restrict to,
                                 const real *restrict from)
{
    size_t i = 0;

    for (; i + LATHE_VEC_BLOCK <= n; i += LATHE_VEC_BLOCK)
        for (size_t j = 0; j < LATHE_VEC_BLOCK; j++)
            to[i + j] += from[i + j];
    for (; i < n; i++)
        to[i] += from[i];
}

static inline void lathe_vec_fill(size_t n, real *to, real value)
{
    size_t i = 0;

    for (; i + LATHE_VEC_BLOCK <= n; i += LATHE_VEC_BLOCK)
        for (size_t j = 0; j < LATHE_VEC_BLOCK; j++)
            to[i + j] = value;
    for (; i < n; i++)
        to[i] = value;
}

/* max(0, v); a NaN stays one. */
static inline void lathe_vec_relu(size_t n, real *v)
{
    size_t i = 0;

    for (; i + LATHE_VEC_BLOCK <= n; i += LATHE_VEC_BLOCK)
        for (size_t j = 0; j < LATHE_VEC_BLOCK; j++)
            v[i + j] = v[i + j] < 0 ? 0 : v[i + j];
    for (; i < n; i++)
        v[i] = v[i] < 0 ? 0 : v[i];
}

/* v is 0 where `sign` is not above 0; they do not overlap. */
static inline void lathe_vec_mask(size_t n, const real *restrict sign,
                                  real *restrict v)
{
    size_t i = 0;

    for (; i + LATHE_VEC_BLOCK <= n; i += LATHE_VEC_BLOCK)
        for (size_t j = 0; j < LATHE_VEC_BLOCK; j++)
            v[i + j] = sign[i + j] > 0 ? v[i + j] : 0;
    for (; i < n; i++)
        v[i] = sign[i] > 0 ? v[i] : 0;
}

/* The sum of v, in an order that n alone decides. */
static inline real lathe_vec_sum(size_t n, const real *v)
{
    real lane[8] = {0}, rest = 0;
    size_t i = 0;

    for (; i + 8 <= n; i += 8)
        for (size_t j = 0; j < 8; j++)
            lane[j] += v[i + j];
    for (; i < n; i++)
        rest += v[i];
    return ((lane[0] + lane[4]) + (lane[1] + lane[5])) +
           ((lane[2] + lane[6]) + (lane[3] + lane[7])) + rest;
}

/* Floats as numbers. */
static inline void lathe_vec_take(size_t n, const float *restrict from,
                                  real *restrict to)
{
#ifdef LATHE_REAL_DOUBLE
    for (size_t i = 0; i < n; i++)
        to[i] = (real)from[i];
#else
    memcpy(to, from, n * sizeof(*to));
#endif
}

#endif
