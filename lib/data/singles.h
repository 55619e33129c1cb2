/*
 * singles - short decimals kept as floats of single precision, and back to the
 * last bit.
 *
 * A float keeps 24 bits, which is more than a decimal of six digits has. So of
 * all decimals with as many digits behind the point as floats of that size can
 * tell apart, one alone is next to a float: that is the one it stands for, and
 * as a double it is the very one that was read. Other doubles are no singles.
 * (Steele and White, "How to Print Floating-Point Numbers Accurately", 1990,
 * say how many digits survive; Afroozeh, Kuffo, Boncz, "ALP: Adaptive Lossless
 * floating-Point Compression", 2023, keep doubles as decimals.)
 */
#ifndef LATHE_DATA_SINGLES_H
#define LATHE_DATA_SINGLES_H

#include "base/cpu.h"

#include <stdbool.h>
#include <stddef.h>

/* The double that a float stands for; NaN of NaN. */
double lathe_single_take(float f);

/* Whether a double is what its float stands for, to the bit; NaN is. */
bool lathe_single_holds(double v);

struct lathe_singles {
    /* out[n] = the floats of v[n], which may begin in the same place. */
    void (*put)(const double *v, size_t n, float *out);
    /* out[n] = what f[n] stand for; f may be the upper half of out. */
    void (*take)(const float *f, size_t n, double *out);
};

extern const struct lathe_singles lathe_singles_portable, lathe_singles_avx2;

/* The fastest ones that a machine of this level has. */
struct lathe_singles lathe_singles_for(enum lathe_cpu_level level);

#endif
