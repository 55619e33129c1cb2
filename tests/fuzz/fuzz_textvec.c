/* Vectors of any bytes: of length one or all zero, the same for capitals. */
#include "data/textvec.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define MOST 300

/* bytes[0] says how many places there are. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    float a[MOST], b[MOST];
    char upper[4096];
    size_t dims = n ? (size_t)bytes[0] + 1 : 1, len = n ? n - 1 : 0;
    double sum = 0;

    len = len < sizeof upper ? len : sizeof upper;
    for (size_t i = 0; i < len; i++)
        upper[i] = (char)(bytes[1 + i] >= 'a' && bytes[1 + i] <= 'z'
                              ? bytes[1 + i] - 32 : bytes[1 + i]);
    lathe_textvec(a, dims, len ? (const char *)bytes + 1 : "", len);
    lathe_textvec(b, dims, upper, len);
    assert(memcmp(a, b, dims * sizeof *a) == 0);
    for (size_t i = 0; i < dims; i++)
        sum += (double)a[i] * (double)a[i];
    assert(sum == 0 || fabs(sum - 1) < 1e-5);
    return 0;
}
