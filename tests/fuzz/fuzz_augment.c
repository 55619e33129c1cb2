/*
 * The augment text: any text is refused with a sentence, or changes pictures
 * into pictures: as many numbers as before, all of them in the range that the
 * pixels can reach, the same for the same key. Three bytes are the shape, one
 * the key, the rest is the text.
 */
#include "base/alloc.h"
#include "nn/augment.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 3
#define MOST (4 * 16 * 16)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct lathe_augment *a, uint8_t key_byte)
{
    static uint8_t pixel[ROWS * MOST];
    size_t pixels = lathe_shape_size(a->shape);
    struct lathe_inputs x = { .n = ROWS, .cap = ROWS, .pixels = pixels,
                              .width = pixels,
                              .plane = (size_t)a->shape.h * a->shape.w,
                              .pixel = pixel };
    real *out = lathe_calloc(pixels, sizeof(*out));
    real *again = lathe_calloc(pixels, sizeof(*again));

    if (!out || !again)
        abort();
    for (size_t i = 0; i < sizeof pixel; i++)
        pixel[i] = (uint8_t)(i * 37);
    for (int c = 0; c < 4; c++) {
        x.pixel_shift[c] = 100;
        x.pixel_factor[c] = 0.01f;
    }
    for (size_t row = 0; row < ROWS; row++) {
        struct lathe_augment_key key = { 1, key_byte, row };

        lathe_augment_row(a, &x, row, &key, out);
        lathe_augment_row(a, &x, row, &key, again);
        if (memcmp(out, again, pixels * sizeof(*out)) != 0)
            abort();
        for (size_t i = 0; i < pixels; i++)     /* 0 to 255, encoded */
            if (!(out[i] >= (real)-1.001 && out[i] <= (real)1.551))
                abort();
    }
    lathe_free(out);
    lathe_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lathe_augment a = {0};
    struct lathe_err err = {0};
    struct lathe_shape shape;
    char *text;

    if (size < 4)
        return 0;
    shape = (struct lathe_shape){ 1 + data[0] % 4u, 1 + data[1] % 16u,
                                  1 + data[2] % 16u };
    text = lathe_strndup((const char *)data + 4, size - 4);
    if (!text)
        return 0;
    if (lathe_augment_parse(&a, text, shape, &err) == LATHE_OK)
        check(&a, data[3]);
    else if (!err.msg[0])
        abort();
    lathe_free(text);
    return 0;
}
