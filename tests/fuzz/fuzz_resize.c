/* Resizing: within 1 of the plain formula in double, for every size. Four
 * bytes are the sizes, one the channels, the rest the pixels. */
#include "image/resize.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static double weight(int x, int n, int k, int m)
{
    double reach = n > m ? (double)n / m : 1;
    double d = fabs(x + 0.5 - (k + 0.5) * n / m) / reach;

    return d < 1 ? 1 - d : 0;
}

static double plain(const uint8_t *in, int h, int w, int c, int channel,
                    int y, int height, int x, int width)
{
    double sum = 0, total = 0;

    for (int i = 0; i < h; i++)
        for (int k = 0; k < w; k++) {
            double v = weight(i, h, y, height) * weight(k, w, x, width);

            sum += v * in[(i * w + k) * c + channel];
            total += v;
        }
    return sum / total;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static uint8_t in[40 * 40 * 4], out[40 * 40 * 4];
    struct lathe_resize_size from, to;
    uint32_t c;

    if (n < 6)
        return 0;
    from = (struct lathe_resize_size){1 + data[0] % 40u, 1 + data[1] % 40u};
    to = (struct lathe_resize_size){1 + data[2] % 40u, 1 + data[3] % 40u};
    c = 1 + data[4] % 4u;
    for (size_t i = 0; i < sizeof in; i++)
        in[i] = data[5 + i % (n - 5)];
    if (lathe_resize(out, to, in, from, c, NULL))
        return 0;
    for (uint32_t y = 0; y < to.height; y++)
        for (uint32_t x = 0; x < to.width; x++) {
            uint32_t k = (x + y) % c;
            double want = plain(in, (int)from.height, (int)from.width, (int)c,
                                (int)k, (int)y, (int)to.height, (int)x,
                                (int)to.width);

            if (fabs(out[(y * to.width + x) * c + k] - want) > 0.6)
                abort();
        }
    return 0;
}
