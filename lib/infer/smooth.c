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

double lathe_smooth_expm1(double x)
{
    /* Near 0 the difference would cancel. */
    if (x > -1e-3 && x < 1e-3)
        return x * (1 + x * (1.0 / 2 + x * (1.0 / 6 + x * (1.0 / 24))));
    return lathe_smooth_exp(x) - 1;
}

/*
 * e^-x^2 times a polynomial in (x - 3.75) / (x + 3.75), for x >= 0 (after
 * Shepherd and Laframboise 1981, "Chebyshev approximation of
 * (1 + 2x) exp(x^2) erfc x in 0 <= x < infinity"); its terms are those of the
 * Chebyshev series of e^x^2 erfc(x), which is smooth, up to the 20th.
 */
double lathe_smooth_erfc(double x)
{
    static const double term[] = {
        -2.2356173494379479e-09, 4.5302502889845154e-09,
        2.591810331613737e-08,   -6.3684846832869195e-08,
        -1.7642194353330962e-07, 6.4907607131235354e-07,
        7.4296952017616824e-07,  -6.1758018478516212e-06,
        3.5866167916231411e-06,  4.7895180610589501e-05,
        -0.00015246364229105845, -2.5534256252531479e-05,
        0.0018029626230332847,   -0.0082206213481002318,
        0.024143223946967923,    -0.054802326675661102,
        0.10260431203381544,     -0.16357189552480858,
        0.22600806691658132,     -0.27342193149541455,
        0.14558972127503869,
    };
    double a = x < 0 ? -x : x, t, p = term[0];

    if (a > 26)                         /* it is less than 1e-294 */
        return x < 0 ? 2 : 0;
    t = (a - 3.75) / (a + 3.75);
    for (size_t i = 1; i < sizeof term / sizeof *term; i++)
        p = p * t + term[i];
    p *= lathe_smooth_exp(-a * a);
    return x < 0 ? 2 - p : p;
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
