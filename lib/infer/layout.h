/*
 * layout - where the values of one row lie in memory between two layers.
 *
 * Images are kept channel-last (the channels of a pixel side by side, with
 * padding to whole registers), but for pixels that come in as planes. A frame
 * of `pad` pixels may surround them for a convolution. Weights and places are
 * told where a value lies, so the order of sums never depends on a layout.
 */
#ifndef LATHE_INFER_LAYOUT_H
#define LATHE_INFER_LAYOUT_H

#include "nn/net.h"

/* Strides and sizes count elements. */
struct lathe_layout {
    struct lathe_shape shape;
    size_t pad;                 /* frame, in pixels */
    size_t plane;               /* from a channel to the next */
    size_t row, col;            /* from a pixel to the next below, beside */
    size_t origin;              /* of pixel (0, 0): behind the frame */
    size_t size;                /* of one row of a batch, padding counted */
};

/* Channel-last with `channels` >= s.c elements a pixel. */
struct lathe_layout lathe_layout_pixels(struct lathe_shape s, size_t channels,
                                        size_t pad);

/* Plane after plane, as images come in; without a frame also plain features,
 * and an image flattened. */
struct lathe_layout lathe_layout_planes(struct lathe_shape s, size_t pad);

/* Where value i of the row (channel, row, column order) lies. */
size_t lathe_layout_place(const struct lathe_layout *l, size_t i);

/* Whether value i lies at i for all i. */
bool lathe_layout_plain(const struct lathe_layout *l);

/* The frame left out, a row is `runs` runs of `length` elements in one piece
 * (padding channels counted): run i begins at lathe_layout_run(l, i). */
size_t lathe_layout_runs(const struct lathe_layout *l, size_t *length);
size_t lathe_layout_run(const struct lathe_layout *l, size_t i);

#endif
