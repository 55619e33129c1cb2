/*
 * plan - what an engine does, step by step: made once from a model.
 *
 * Dropout and flattening are gone; an embedding is part of how the input is
 * read; a batchnorm, then a relu, is part of the product before it;
 * activations have their layouts, weights are packed for the kernels. Steps up
 * to the first dense layer of an image net are the `front`: they run image by
 * image, so that activations stay in the cache; the others run on tiles of
 * rows.
 */
#ifndef LATHE_INFER_PLAN_H
#define LATHE_INFER_PLAN_H

#include "data/schema.h"
#include "infer/intpack.h"
#include "infer/kernel.h"
#include "infer/layout.h"
#include "nn/embed.h"
#include "nn/model.h"

struct lathe_plan_step {
    enum lathe_layer_kind kind;
    size_t layer;               /* of the net */
    uint32_t kh, kw, sh, sw;
    bool in_place;
    bool relu;
    struct lathe_layout in, out;

    /* Dense and conv. */
    float *weight, *bias;       /* packed; owned, as all arrays here */
    uint32_t *place;
    struct lathe_product product;       /* of the first group */
    uint32_t groups;
    bool depthwise;             /* conv: a group for each channel, which lie
                                 * side by side */
    size_t corner;              /* conv: where its first window begins */
    size_t partner;             /* add: the step that is its res */
    size_t keep;                /* res: place of what it keeps, in floats of
                                 * a row */
    double slope;               /* leakyrelu and elu */
    double eps;                 /* layernorm */
    float *factor, *shift;      /* batchnorm [c], layernorm [c x h x w] */
    size_t norm;                /* the batchnorm that is part of the product,
                                 * as its place in the net; 0: none */

    /* Of these, those in integers. */
    bool integer;
    struct lathe_layout bytes;  /* of the input, as integers */
    struct lathe_intpack ints;
    float *scale;
    float inverse;              /* 1 / scale of the input */
    int32_t zero;
    uint8_t *table;             /* [c x 256] the byte of each pixel, when the
                                 * input are pixels; else NULL */
};

enum lathe_plan_input {
    LATHE_PLAN_TABLE,           /* floats and hot places, into a dense layer */
    LATHE_PLAN_EXPANDED,        /* a table, into anything else */
    LATHE_PLAN_PIXELS
};

struct lathe_plan {
    struct lathe_kernel kernel;
    enum lathe_plan_input input;
    struct lathe_layout first, last;    /* of the net's input and output */
    struct lathe_image image;
    struct lathe_embed *embed;  /* or NULL; then the inputs are what it */
    float *table;               /* gives out, with its weights here */
    struct lathe_plan_step *step;
    size_t n, front;
    size_t moves;               /* steps of the front not in place */
    size_t outputs;
    /* Room: floats of a row in a tile, of an image in the front, of a row
     * to be put in channel order or a line of a group's pixels (0: none);
     * bytes of a row in integers. */
    size_t tile, front_floats, plain, tile_bytes, front_bytes;
    size_t keep;                /* floats of a row kept by res */
};

/* Fails: LATHE_ENOMEM. */
enum lathe_code lathe_plan_init(struct lathe_plan *p,
                                const struct lathe_model *m,
                                enum lathe_cpu_level level,
                                struct lathe_err *err);
void lathe_plan_release(struct lathe_plan *p);

/* Inputs of one output, above which a layer is not run in integers: 32 bits
 * hold every partial sum below (2 * 255 * 128 * depth < 2^31). */
#define LATHE_PLAN_DEPTH 32768

/* Whether a layer of the model that has integer weights takes its input as
 * integers too. The first layer of a table, or behind its embedding, does
 * not: its numbers are of too many ranges for one scale, and its hot places
 * are only looked up. Nor does a depthwise conv: an output reads one channel,
 * so that of the products of a block (intpack.h) 7 in 8 are by 0. A net with
 * one of 32 channels on 28x28 takes 26 us so, 18 with it in floats. */
bool lathe_plan_integer(const struct lathe_model *m, size_t layer);

/* The number that a pixel becomes, as lathe_kernel_pixels computes it. */
float lathe_plan_pixel(const struct lathe_image *image, size_t channel,
                       unsigned pixel);

#endif
