/*
 * quantise - layers of a float model to int8 (model.h, struct lathe_quant).
 *
 * Weights are symmetric per output k: scale[k] = max |w| / 127, q = w /
 * scale[k] rounded to even. Inputs are a byte over a range that calibration
 * found (calibrate.h). The first layer of a table keeps float inputs: its
 * columns have ranges of their own that one scale does not suit, and its hot
 * places are looked up, not multiplied; its weights are int8 all the same. So
 * are those of a depthwise conv, which floats are faster for (plan.h).
 */
#ifndef LATHE_COMPRESS_QUANTISE_H
#define LATHE_COMPRESS_QUANTISE_H

#include "nn/model.h"

/* Dense and conv layers; others have nothing to quantise. */
bool lathe_quantise_can(const struct lathe_layer *l);

/* Makes the weights of a layer int8, and its params what they stand for. The
 * input is one byte a unit until it is set. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_quantise_weights(struct lathe_model *m, size_t layer,
                                       struct lathe_err *err);

/* Spreads a byte over [low, high] and 0, which is met exactly. */
void lathe_quantise_range(struct lathe_quant *q, float low, float high);

/*
 * For the first layer of an image net: takes pixels as the bytes that they
 * are, which loses nothing. What is left between the channel's shift and the
 * nearest integer goes into the bias, which `bias` [k] holds without it.
 * False when the channels differ or do not allow it; nothing is changed then.
 */
bool lathe_quantise_pixels(struct lathe_model *m, size_t layer,
                           const float *bias);

/* Back to floats: the layer's values of `params`. */
void lathe_quantise_undo(struct lathe_model *m, size_t layer,
                         const float *params);

#endif
