/* Pictures: no crash, and all pixels or a reason. The first byte says what is
 * made of them, the rest is the file. */
#include "image/picture.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct lathe_picture_shape shape;
    struct lathe_err err = {0};
    uint8_t pixel[3 * 16 * 16 + 1];
    size_t pixels;

    if (n < 1)
        return 0;
    shape.channels = data[0] & 1 ? 3 : 1;
    shape.height = 1 + (data[0] >> 1 & 7);
    shape.width = 1 + (data[0] >> 4 & 15);
    pixels = (size_t)shape.channels * shape.height * shape.width;
    /* What is allowed but needs time is not tried. */
    if (lathe_picture_needs(&shape, data + 1, n - 1) > (uint64_t)4 << 20)
        return 0;
    memset(pixel, 0xa5, sizeof pixel);
    if (lathe_picture_decode(pixel, &shape, data + 1, n - 1, &err) &&
        !err.msg[0])
        abort();
    if (pixel[pixels] != 0xa5)
        abort();
    return 0;
}
