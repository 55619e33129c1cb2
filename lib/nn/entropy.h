/*
 * entropy - kernels of cross-entropy from logits, and of its gradient.
 *
 * One body, entropy_body.h, is compiled for each level of instructions. A row
 * gives the same bits wherever it lies among others. Logits of any size are
 * fine, as e^z is never taken of a z above 0; a NaN among them makes the loss
 * one.
 */
#ifndef LATHE_NN_ENTROPY_H
#define LATHE_NN_ENTROPY_H

#include "nn/real.h"

#include <stddef.h>

/* n numbers that each stand for two classes. */
struct lathe_entropy_two {
    size_t n;
    const real *z;              /* [n] logits */
    const real *y;              /* [n] truth, in [0, 1] */
    const real *factor;         /* [n] of the gradient */
};

/* n rows that each stand for k classes. */
struct lathe_entropy_many {
    size_t n, k;                /* 1 <= k < 2^24 */
    const real *z;              /* [n x k] logits */
    const real *label;          /* [n] whole numbers below k */
    const real *factor;         /* [n] of the gradient */
    real smooth;                /* share of the truth that is spread over all
                                 * classes, [0, 1) */
};

struct lathe_entropy {
    /* loss[i] = log(1 + e^z) - y z, within 3e-7 as a share when y is 0 or 1;
     * dz[i] = (1 / (1 + e^-z) - y) factor. dz NULL: not wanted. */
    void (*two)(const struct lathe_entropy_two *c, real *loss, real *dz);
    /* With y of a row, 1 - smooth at its label, plus smooth / k everywhere:
     * loss[i] = log(sum of e^z_j) - sum of y_j z_j; dz [n x k] = (e^z_j / sum
     * of e^z_j - y_j) factor. dz NULL: not wanted. Returns the rows whose
     * largest logit, of several the first, is their label's. */
    size_t (*many)(const struct lathe_entropy_many *c, real *loss, real *dz);
};

#endif
