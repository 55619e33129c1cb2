#include "infer/smooth.h"

#include <stdint.h>
#include <string.h>

/*
 * e^x = 2^n e^r with n = round(x / ln 2) and |r| <= ln 2 / 2, the latter by
 * the Taylor series to r^12 (next term: 0.35^13 / 13! < 2e-16).
 */
double lathe_smooth_exp(double x)
{
    static const double term[] = {
        1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880,
        1.0 / 40320,     1.0 / 5040,     1.0 / 720,     1.0 / 120,
        1.0 / 24,        1.0 / 6,        1.0 / 2,       1.0,
        1.0,
    };
    const double round = 0x1.8p52;      /* leaves no bits for a fraction */
    double n, r, p = term[0], scale;
    uint64_t bits;

    if (!(x > -700))
        x = x < 0 ? -700 : x;           /* NaN passes */
    if (x > 700)
        x = 700;
    if (x != x)
        return x;
    n = (x * 1.4426950408889634 + round) - round;
    /* ln 2 in two parts, the first with zeros at its end: n times it is
     * exact. */
    r = (x - n * 0x1.62e42fefap-1) - n * 0x1.cf79abc9e3b39p-40;
    for (size_t i = 1; i < sizeof term / sizeof *term; i++)
        p = p * r + term[i];
    bits = (uint64_t)((int64_t)n + 1023) << 52;
    memcpy(&scale, &bits, sizeof scale);
    return p * scale;
}

double lathe_smooth_sigmoid(double x)
{
    return 1 / (1 + lathe_smooth_exp(-x));
}

float lathe_smooth_tanh(float x)
{
    double v = (double)x;

    /* Near 0 the quotient below would cancel; x - x^3/3 is exact there. */
    if (v > -1e-3 && v < 1e-3)
        return (float)(v - v * v * v / 3);
    return (float)(1 - 2 / (lathe_smooth_exp(2 * v) + 1));
}

void lathe_smooth_softmax(float *x, size_t k)
{
    float top = x[0];
    double sum = 0;

    for (size_t j = 1; j < k; j++)
        top = x[j] > top ? x[j] : top;
    for (size_t j = 0; j < k; j++)
        sum += lathe_smooth_exp((double)x[j] - (double)top);
    for (size_t j = 0; j < k; j++)
        x[j] = (float)(lathe_smooth_exp((double)x[j] - (double)top) / sum);
}
