/*
 * trainplot - the --plot file: curves of loss and metric over the epochs, of
 * training and validation rows, with the best epoch marked.
 *
 * The same run gives the same bytes, resumed or not.
 */
#ifndef LATHE_TRAIN_TRAINPLOT_H
#define LATHE_TRAIN_TRAINPLOT_H

#include "train/loop.h"

/* Zeroed but for path and name: nothing drawn yet. */
struct lathe_trainplot {
    const char *path;           /* borrowed; NULL: no plot */
    const char *name;           /* of the model, for the title */
    double drawn;               /* seconds of training when it last was */
};

/* Writes the file anew, atomically; but not more than twice a second unless
 * `last`. Fails as lathe_file_replace; LATHE_ENOMEM. */
enum lathe_code lathe_trainplot_draw(struct lathe_trainplot *p,
                                     const struct lathe_loop *l, bool last,
                                     struct lathe_err *err);

#endif
