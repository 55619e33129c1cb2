/*
 * augment - pictures changed at random while a net is trained, so that it
 * learns what does not matter.
 *
 *   flip          left and right are swapped, half of the time
 *   crop:N        N black pixels are put around, and a picture of the old size
 *                 cut out somewhere
 *   shift:N       moved by up to N pixels each way; the edge is repeated
 *   rotate:D      turned by up to D degrees; black comes in at the corners
 *   brightness:B  all pixels lighter or darker by up to B of the full range
 *   contrast:C    differences from the mean of the picture times 1 - C to
 *                 1 + C
 *   cutout:N      a square of N x N somewhere becomes 0 for the net (DeVries
 *                 and Taylor 2017, "Improved regularization of convolutional
 *                 neural networks with cutout")
 *   mixup:A       a share of another picture is laid over it (Zhang et al.
 *                 2018, "mixup: beyond empirical risk minimization"); with the
 *                 share of its own from Beta(A + 1, A) the label stays, which
 *                 is the same loss on average (Huszar 2017, "mixup: data-
 *                 dependent data augmentation")
 *
 * Every amount is uniform in its range and a function of seed, step and place
 * in the batch alone, so that nothing depends on the threads. Changes are
 * made in the order above, but mixup, which takes two changed pictures.
 */
#ifndef LATHE_NN_AUGMENT_H
#define LATHE_NN_AUGMENT_H

#include "base/err.h"
#include "data/encode.h"
#include "nn/net.h"
#include "nn/real.h"

/* Zeroed: nothing is changed. */
struct lathe_augment {
    bool flip;
    int crop, shift;            /* pixels */
    double rotate;              /* degrees */
    double brightness, contrast;
    int cutout;                 /* pixels */
    double mixup;
    struct lathe_shape shape;   /* of the pictures */
};

/* Reads "flip,crop:4,..."; the shape is that of the pictures. Fails:
 * LATHE_EARG with the range that there is, LATHE_ENOMEM. */
enum lathe_code lathe_augment_parse(struct lathe_augment *a, const char *text,
                                    struct lathe_shape shape,
                                    struct lathe_err *err);

/* Which picture of which step. */
struct lathe_augment_key {
    uint64_t seed, step;
    size_t place;               /* in the whole batch */
};

/* Picture `row` of x, changed and scaled, to out [c x h x w]. Allocates
 * nothing. */
void lathe_augment_row(const struct lathe_augment *a,
                       const struct lathe_inputs *x, size_t row,
                       const struct lathe_augment_key *key, real *out);

#endif
