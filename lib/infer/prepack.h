/*
 * prepack - weights in the order in which kernels read them.
 *
 * Outputs stand in panels: for input 0 the weights of outputs 0 to 15 side by
 * side, then for input 1, and so on; then the next panel. The last panel has 8
 * lanes where 8 are enough. Missing outputs are zeros.
 */
#ifndef LATHE_INFER_PREPACK_H
#define LATHE_INFER_PREPACK_H

#include "infer/kernel.h"

/* Outputs with their padding: a multiple of 8. */
size_t lathe_prepack_width(size_t outputs);

/* A matrix of the model: the weight of input i for output k is
 * w[i*input + k*output]. */
struct lathe_prepack {
    size_t inputs, outputs;
    size_t input, output;       /* strides */
};

/* to [inputs x width(outputs)], zeroed before. */
void lathe_prepack_floats(float *to, const float *w,
                          const struct lathe_prepack *m);

/*
 * Integers in groups of `group` inputs. Slot s of [groups*group] holds input
 * source[s], or LATHE_PREPACK_NONE. to: i8 for groups of 4, i16 for groups of
 * 2, [groups x width x group], zeroed before. sum[k] (zeroed before) becomes
 * the sum of the weights of output k.
 */
#define LATHE_PREPACK_NONE UINT32_MAX

void lathe_prepack_int8(void *to, const int8_t *w,
                        const struct lathe_prepack *m, size_t group,
                        const uint32_t *source, size_t groups, int32_t *sum);

#endif
