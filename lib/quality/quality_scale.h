/*
 * quality_scale - numbers of which clipping or scaling leaves little.
 */
#ifndef LATHE_QUALITY_QUALITY_SCALE_H
#define LATHE_QUALITY_QUALITY_SCALE_H

#include "quality/quality.h"

/* Looks at what was fitted alone, not at rows. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_quality_scale(struct lathe_quality *q,
                                    const struct lathe_schema *s,
                                    struct lathe_err *err);

#endif
