/* Images: resizing, PNG and JPEG to pixels, folders of them. */
#include "unit.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "image/gallery.h"
#include "image/jpeg.h"
#include "image/resize.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* ---- PNG files by hand -------------------------------------------------- */

static void put_u32(struct lathe_buf *b, uint32_t v)
{
    for (int i = 24; i >= 0; i -= 8)
        lathe_buf_putc(b, (char)(v >> i & 255));
}

static void put_chunk(struct lathe_buf *b, const char *type, const void *bytes,
                      size_t n)
{
    size_t at;

    put_u32(b, (uint32_t)n);
    at = b->len;
    lathe_buf_puts(b, type);
    lathe_buf_add(b, bytes, n);
    put_u32(b, (uint32_t)crc32(0, (const Bytef *)b->s + at, (uInt)n + 4));
}

/* rows [height x (1 + row bytes)], each with its filter byte 0. */
static struct lathe_buf png_of(uint32_t width, uint32_t height, int bits,
                               int type, const void *rows, size_t n,
                               const char *chunks, size_t chunks_n)
{
    struct lathe_buf b = {0}, head = {0};
    uLongf packed_n = compressBound((uLong)n);
    Bytef *packed = malloc(packed_n);

    assert_non_null(packed);
    lathe_buf_add(&b, "\x89PNG\r\n\x1a\n", 8);
    put_u32(&head, width);
    put_u32(&head, height);
    lathe_buf_putc(&head, (char)bits);
    lathe_buf_putc(&head, (char)type);
    lathe_buf_add(&head, "\0\0\0", 3);
    put_chunk(&b, "IHDR", head.s, head.len);
    lathe_buf_add(&b, chunks, chunks_n);
    assert_int_equal(compress(packed, &packed_n, rows, (uLong)n), Z_OK);
    put_chunk(&b, "IDAT", packed, packed_n);
    put_chunk(&b, "IEND", "", 0);
    free(packed);
    lathe_buf_release(&head);
    return b;
}

static void must_be(const struct lathe_buf *file, uint32_t channels,
                    uint32_t height, uint32_t width, const uint8_t *want)
{
    const struct lathe_picture_shape shape = {channels, height, width};
    size_t n = (size_t)channels * height * width;
    uint8_t got[256];
    struct lathe_err err = {0};

    assert_true(n <= sizeof got);
    if (lathe_picture_decode(got, &shape, file->s, file->len, &err))
        fail_msg("%s", err.msg);
    assert_memory_equal(got, want, n);
}

static void must_refuse(const void *bytes, size_t n, const char *what)
{
    const struct lathe_picture_shape shape = {3, 2, 2};
    uint8_t got[12];
    struct lathe_err err = {0};
    enum lathe_code rc = lathe_picture_decode(got, &shape, bytes, n, &err);

    if (rc != LATHE_EDATA || !strstr(err.msg, what))
        fail_msg("%d '%s' is not '%s'", rc, err.msg, what);
}

/* ---- resizing ----------------------------------------------------------- */

static void the_same_size_is_a_copy(void **state)
{
    const uint8_t in[6] = {0, 255, 7, 9, 100, 31};
    uint8_t out[6];
    (void)state;

    assert_int_equal(lathe_resize(out, (struct lathe_resize_size){2, 3}, in,
                                  (struct lathe_resize_size){2, 3}, 1, NULL),
                     0);
    assert_memory_equal(out, in, 6);
}

/* Half the size: pixel X covers the old ones 2X and 2X + 1, and the triangle
 * of reach 2 weighs their neighbours 1 : 3 : 3 : 1. At the edge one of them
 * is not there, which leaves 3 : 3 : 1. */
static void half_the_size_weighs_one_three_three_one(void **state)
{
    const uint8_t in[6] = {0, 80, 160, 240, 8, 16};
    uint8_t out[3];
    (void)state;

    assert_int_equal(lathe_resize(out, (struct lathe_resize_size){1, 3}, in,
                                  (struct lathe_resize_size){1, 6}, 1, NULL),
                     0);
    assert_int_equal(out[0], (3 * 0 + 3 * 80 + 160 + 3) / 7);
    assert_int_equal(out[1], (80 + 3 * 160 + 3 * 240 + 8 + 4) / 8);
    assert_int_equal(out[2], (240 + 3 * 8 + 3 * 16 + 3) / 7);
}

/* Twice the size: a quarter of the way to the neighbour. */
static void twice_the_size_is_linear_between_pixels(void **state)
{
    const uint8_t in[2] = {0, 200};
    uint8_t out[4];
    (void)state;

    assert_int_equal(lathe_resize(out, (struct lathe_resize_size){4, 1}, in,
                                  (struct lathe_resize_size){2, 1}, 1, NULL),
                     0);
    assert_int_equal(out[0], 0);
    assert_int_equal(out[1], 50);
    assert_int_equal(out[2], 150);
    assert_int_equal(out[3], 200);
}

static void one_colour_stays_in_every_size(void **state)
{
    static uint8_t in[70 * 50], out[70 * 50];
    (void)state;

    for (int v = 0; v < 256; v += 17) {
        memset(in, v, sizeof in);
        for (uint32_t h = 1; h <= 70; h += 23)
            for (uint32_t w = 1; w <= 50; w += 7) {
                assert_int_equal(
                    lathe_resize(out, (struct lathe_resize_size){h, w}, in,
                                 (struct lathe_resize_size){70, 50}, 1, NULL),
                    0);
                for (uint32_t i = 0; i < h * w; i++)
                    assert_int_equal(out[i], v);
            }
    }
}

/* A fine pattern must become gray, not another pattern. */
static void shrinking_leaves_no_pattern(void **state)
{
    static uint8_t in[4000], out[30];
    (void)state;

    for (size_t i = 0; i < sizeof in; i++)
        in[i] = i % 2 ? 255 : 0;
    assert_int_equal(lathe_resize(out, (struct lathe_resize_size){1, 30}, in,
                                  (struct lathe_resize_size){1, 4000}, 1,
                                  NULL), 0);
    for (size_t i = 0; i < sizeof out; i++)
        assert_in_range(out[i], 126, 129);
}

/* ---- PNG ---------------------------------------------------------------- */

static void png_of_each_kind_gives_its_pixels(void **state)
{
    const uint8_t gray[] = {0, 10, 20, 0, 30, 255};
    const uint8_t want_gray[] = {10, 20, 30, 255};
    const uint8_t want_three[] = {10, 20, 30, 255, 10, 20,
                                  30, 255, 10, 20, 30, 255};
    const uint8_t rgb[] = {0, 1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 100, 150, 200};
    const uint8_t want_rgb[] = {1, 4, 7, 100, 2, 5, 8, 150, 3, 6, 9, 200};
    /* (299 R + 587 G + 114 B + 500) / 1000 */
    const uint8_t want_luma[] = {2, 5, 8, 141};
    const uint8_t wide[] = {0, 0x80, 0x00, 0xff, 0xff, 0, 0, 0, 0x7f, 0x01};
    const uint8_t want_wide[] = {128, 255, 0, 127};
    const uint8_t bits[] = {0, 0x40, 0, 0x80};
    const uint8_t want_bits[] = {0, 255, 255, 0};
    struct lathe_buf b;
    (void)state;

    b = png_of(2, 2, 8, 0, gray, sizeof gray, NULL, 0);
    must_be(&b, 1, 2, 2, want_gray);
    must_be(&b, 3, 2, 2, want_three);
    lathe_buf_release(&b);
    b = png_of(2, 2, 8, 2, rgb, sizeof rgb, NULL, 0);
    must_be(&b, 3, 2, 2, want_rgb);
    must_be(&b, 1, 2, 2, want_luma);
    lathe_buf_release(&b);
    b = png_of(2, 2, 16, 0, wide, sizeof wide, NULL, 0);
    must_be(&b, 1, 2, 2, want_wide);
    lathe_buf_release(&b);
    b = png_of(2, 2, 1, 0, bits, sizeof bits, NULL, 0);
    must_be(&b, 1, 2, 2, want_bits);
    lathe_buf_release(&b);
}

static void what_is_transparent_lies_over_white(void **state)
{
    const uint8_t rgba[] = {0, 0, 0, 0, 0, 0, 100, 200, 128,
                            0, 9, 8, 7, 255, 50, 50, 50, 51};
    /* (v a + 255 (255 - a) + 127) / 255 */
    const uint8_t want[] = {255, 127, 9, 214, 255, 177, 8, 214,
                            255, 227, 7, 214};
    const uint8_t index[] = {0, 0, 1, 0, 2, 1};
    const uint8_t want_index[] = {255, 4, 7, 4, 255, 5, 8, 5, 255, 6, 9, 6};
    struct lathe_buf b, chunks = {0};
    (void)state;

    b = png_of(2, 2, 8, 6, rgba, sizeof rgba, NULL, 0);
    must_be(&b, 3, 2, 2, want);
    lathe_buf_release(&b);
    put_chunk(&chunks, "PLTE", "\1\2\3\4\5\6\7\x8\x9", 9);
    put_chunk(&chunks, "tRNS", "\0\xff", 2);
    b = png_of(2, 2, 8, 3, index, sizeof index, chunks.s, chunks.len);
    must_be(&b, 3, 2, 2, want_index);
    lathe_buf_release(&b);
    lathe_buf_release(&chunks);
}

static void damaged_png_files_are_refused_with_a_reason(void **state)
{
    const uint8_t gray[] = {0, 10, 20, 0, 30, 255};
    struct lathe_buf b = png_of(2, 2, 8, 0, gray, sizeof gray, NULL, 0);
    (void)state;

    for (size_t n = 8; n < b.len; n++)
        must_refuse(b.s, n, "damaged PNG: ");
    b.s[45] ^= 1;               /* within the pixels */
    must_refuse(b.s, b.len, "damaged PNG: ");
    lathe_buf_release(&b);
    b = png_of(9000, 9000, 8, 0, gray, sizeof gray, NULL, 0);
    must_refuse(b.s, b.len, "too large: 9000 x 9000 pixels; at most 67108864");
    lathe_buf_release(&b);
    b = png_of(70000, 1, 8, 0, gray, sizeof gray, NULL, 0);
    must_refuse(b.s, b.len, "too large: 70000 x 1 pixels");
    lathe_buf_release(&b);
    b = png_of(0, 2, 8, 0, gray, sizeof gray, NULL, 0);
    must_refuse(b.s, b.len, "damaged: 0 x 2 pixels");
    lathe_buf_release(&b);
}

static void other_files_are_refused_by_what_they_are(void **state)
{
    (void)state;

    must_refuse("", 0, "no image: the file is empty");
    must_refuse("GIF89a..........", 16, "a GIF image; only PNG and JPEG");
    must_refuse("RIFF\1\2\3\4WEBPVP8 ", 16, "a WebP image");
    must_refuse("\0\0\0\x18" "ftypheic....", 16, "an AVIF or HEIC image");
    must_refuse("name,age\nada,36\n", 16, "text, not a PNG or JPEG image");
    must_refuse("\0\1\2\3", 4, "something else, not a PNG or JPEG image");
    must_refuse("\xff\xd8\xff\xe0\0", 5, "damaged JPEG: no header");
}

/* ---- JPEG --------------------------------------------------------------- */

static char *jpeg_file(const char *name, size_t *n)
{
    char path[64], *bytes = NULL;

    snprintf(path, sizeof path, "tests/images/%s", name);
    assert_int_equal(lathe_file_read(path, 1 << 20, &bytes, n, NULL), 0);
    return bytes;
}

/* Quarters red, green / blue, white: which one is where after decoding to
 * 2 high and 2 wide, by the largest channel. */
static void must_show(const char *bytes, size_t n, const char *want)
{
    const struct lathe_picture_shape shape = {3, 2, 2};
    uint8_t v[12];
    char got[5] = "";
    struct lathe_err err = {0};

    if (lathe_picture_decode(v, &shape, bytes, n, &err))
        fail_msg("%s", err.msg);
    for (int i = 0; i < 4; i++)
        got[i] = v[i] > 150 && v[4 + i] > 150   ? 'w'
                 : v[i] > v[4 + i] && v[i] > v[8 + i] ? 'r'
                 : v[4 + i] > v[8 + i]          ? 'g'
                                                : 'b';
    assert_string_equal(got, want);
}

static void every_orientation_is_turned_upright(void **state)
{
    /* Of a camera that lay so; Exif 2.32, 4.6.4 A. */
    static const char *const want[9] = {NULL,   "rgbw", "grwb", "wbgr", "bwrg",
                                        "rbgw", "brwg", "wgbr", "gwrb"};
    const size_t place = 49;    /* of the value in this file */
    size_t n;
    char *bytes = jpeg_file("quarters.jpg", &n);
    (void)state;

    for (char lies = 1; lies <= 8; lies++) {
        struct lathe_jpeg_head head;

        bytes[place] = lies;
        assert_true(lathe_jpeg_head((uint8_t *)bytes, n, &head));
        assert_int_equal(head.lies, lies);
        must_show(bytes, n, want[(int)lies]);
    }
    bytes[place] = 9;           /* makes no sense: as it is */
    must_show(bytes, n, "rgbw");
    lathe_free(bytes);
}

static void jpeg_of_each_kind_gives_its_colours(void **state)
{
    const struct lathe_picture_shape shape = {3, 32, 48};
    static uint8_t v[3 * 32 * 48];
    const int corner[4] = {4 * 48 + 4, 4 * 48 + 43, 27 * 48 + 4,
                           27 * 48 + 43};
    const int want[4][3] = {{200, 30, 30}, {30, 180, 40}, {40, 50, 210},
                            {250, 250, 250}};
    static const char *const names[] = {"quarters.jpg", "progressive.jpg"};
    (void)state;

    for (int f = 0; f < 2; f++) {
        size_t n;
        char *bytes = jpeg_file(names[f], &n);

        assert_int_equal(lathe_picture_decode(v, &shape, bytes, n, NULL), 0);
        for (int k = 0; k < 4; k++)
            for (int c = 0; c < 3; c++)
                assert_in_range(v[c * 32 * 48 + corner[k]] + 4,
                                want[k][c], want[k][c] + 8);
        lathe_free(bytes);
    }
}

static void one_channel_is_luma_of_both_formats(void **state)
{
    const struct lathe_picture_shape shape = {1, 32, 48};
    static uint8_t jpeg[32 * 48], png[32 * 48], gray[32 * 48];
    static const char *const names[] = {"quarters.jpg", "interlaced.png",
                                        "gray.jpg"};
    uint8_t *const to[] = {jpeg, png, gray};
    (void)state;

    for (int f = 0; f < 3; f++) {
        size_t n;
        char *bytes = jpeg_file(names[f], &n);

        assert_int_equal(lathe_picture_decode(to[f], &shape, bytes, n, NULL),
                         0);
        lathe_free(bytes);
    }
    assert_int_equal(png[0], (299 * 200 + 587 * 30 + 114 * 30 + 500) / 1000);
    assert_int_equal(png[47], (299 * 30 + 587 * 180 + 114 * 40 + 500) / 1000);
    for (int i = 0; i < 32 * 48; i++) {
        assert_in_range(jpeg[i] + 8, png[i], png[i] + 16);
        assert_in_range(gray[i] + 8, png[i], png[i] + 16);
    }
}

static void truncated_and_cmyk_jpeg_files_are_refused(void **state)
{
    size_t n;
    char *bytes = jpeg_file("quarters.jpg", &n);
    (void)state;

    for (size_t k = 3; k + 2 < n; k += 7)
        must_refuse(bytes, k, "damaged JPEG: ");
    lathe_free(bytes);
    bytes = jpeg_file("cmyk.jpg", &n);
    must_refuse(bytes, n, "a JPEG in CMYK");
    lathe_free(bytes);
}

static void large_jpeg_files_are_decoded_smaller(void **state)
{
    const struct lathe_jpeg_head head = {.height = 480, .width = 640,
                                         .lies = 1};
    struct lathe_jpeg_head turned = head;
    (void)state;

    turned.lies = 6;
    assert_int_equal(lathe_jpeg_divisor(
        &head, &(struct lathe_picture_shape){3, 30, 40}), 8);
    assert_int_equal(lathe_jpeg_divisor(
        &head, &(struct lathe_picture_shape){3, 31, 40}), 4);
    assert_int_equal(lathe_jpeg_divisor(
        &head, &(struct lathe_picture_shape){3, 240, 320}), 1);
    assert_int_equal(lathe_jpeg_divisor(
        &turned, &(struct lathe_picture_shape){3, 40, 30}), 8);
    assert_int_equal(lathe_jpeg_divisor(
        &turned, &(struct lathe_picture_shape){3, 40, 31}), 4);
}

/* ---- folders ------------------------------------------------------------ */

static void put_gray(const char *dir, const char *name, uint8_t v)
{
    const uint8_t rows[] = {0, v, v, 0, v, v};
    struct lathe_buf b = png_of(2, 2, 8, 0, rows, sizeof rows, NULL, 0);
    char path[128];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", dir, name);
    f = fopen(path, "wb");              /* many, and none is synced */
    assert_non_null(f);
    assert_int_equal(fwrite(b.s, 1, b.len, f), b.len);
    assert_int_equal(fclose(f), 0);
    lathe_buf_release(&b);
}

static void make_folder(char dir[64])
{
    char path[128];

    snprintf(dir, 64, "/tmp/lathe-picture-XXXXXX");
    assert_non_null(mkdtemp(dir));
    for (const char *const *name = (const char *const[]){"b", "a", "B", NULL};
         *name; name++) {
        snprintf(path, sizeof path, "%s/%s", dir, *name);
        assert_int_equal(mkdir(path, 0777), 0);
        for (int i = 0; i < 400; i++) {
            char file[16];

            snprintf(file, sizeof file, "%d.png", i);
            put_gray(path, file, (uint8_t)i);
        }
        put_gray(path, ".hidden", 0);
    }
    put_gray(dir, "z.png", 1);
}

static void remove_folder(const char *dir)
{
    char command[128];

    snprintf(command, sizeof command, "rm -r '%s'", dir);
    assert_int_equal(system(command), 0);
}

static void a_folder_is_in_the_order_of_bytes(void **state)
{
    char dir[64], want[128];
    struct lathe_folder f = {0};
    struct lathe_buf path = {0};
    (void)state;

    make_folder(dir);
    assert_true(lathe_folder_is(dir));
    assert_int_equal(lathe_folder_add(&f, dir, NULL), 0);
    assert_int_equal(f.files, 1201);
    assert_int_equal(f.dirs, 4);
    assert_null(f.dir[0].name);
    assert_string_equal(f.dir[1].name, "B");
    assert_string_equal(f.dir[2].name, "a");
    assert_string_equal(f.dir[3].name, "b");
    lathe_folder_path(&f, 0, &path, NULL);
    snprintf(want, sizeof want, "%s/z.png", dir);
    assert_string_equal(path.s, want);
    lathe_folder_path(&f, 3, &path, NULL);
    snprintf(want, sizeof want, "%s/B/10.png", dir);
    assert_string_equal(path.s, want);
    lathe_buf_release(&path);
    lathe_folder_release(&f);
    remove_folder(dir);
}

static void threads_decode_in_the_order_of_the_folder(void **state)
{
    const struct lathe_picture_shape shape = {1, 2, 2};
    char dir[64];
    struct lathe_folder f = {0};
    (void)state;

    make_folder(dir);
    assert_int_equal(lathe_folder_add(&f, dir, NULL), 0);
    for (int threads = 1; threads <= 4; threads += 3) {
        struct lathe_pool *pool = NULL;
        struct lathe_gallery g = {0};
        size_t n = 1, seen = 0;

        assert_int_equal(lathe_pool_new(&pool, threads, NULL), 0);
        assert_int_equal(lathe_gallery_init(&g, &f, &shape, pool, NULL), 0);
        while (n > 0) {
            assert_int_equal(lathe_gallery_next(&g, &n, NULL), 0);
            for (size_t i = 0; i < n; i++, seen++) {
                const char *name =
                    f.names.s + f.file[g.item[i].file].name;

                assert_int_equal(g.item[i].file, seen);
                assert_int_equal(g.item[i].rc, 0);
                if (seen)
                    assert_int_equal(g.item[i].pixel[3],
                                     (uint8_t)atoi(name));
            }
        }
        assert_int_equal(seen, f.files);
        lathe_gallery_release(&g);
        lathe_pool_free(pool);
    }
    lathe_folder_release(&f);
    remove_folder(dir);
}

static void every_failed_allocation_is_survived(void **state)
{
    const struct lathe_picture_shape shape = {3, 5, 7};
    static const char *const names[] = {"quarters.jpg", "interlaced.png"};
    (void)state;

    for (int f = 0; f < 2; f++) {
        size_t n;
        char *bytes = jpeg_file(names[f], &n);
        enum lathe_code rc = LATHE_ENOMEM;

        for (long k = 0; rc; k++) {
            uint8_t v[3 * 5 * 7];
            struct lathe_err err = {0};

            lathe_alloc_fail_after(k);
            rc = lathe_picture_decode(v, &shape, bytes, n, &err);
            lathe_alloc_fail_after(-1);
            assert_true(rc == LATHE_OK || (rc == LATHE_ENOMEM && err.msg[0]));
            assert_true(k < 100);
        }
        lathe_free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_size_is_a_copy),
        cmocka_unit_test(half_the_size_weighs_one_three_three_one),
        cmocka_unit_test(twice_the_size_is_linear_between_pixels),
        cmocka_unit_test(one_colour_stays_in_every_size),
        cmocka_unit_test(shrinking_leaves_no_pattern),
        cmocka_unit_test(png_of_each_kind_gives_its_pixels),
        cmocka_unit_test(what_is_transparent_lies_over_white),
        cmocka_unit_test(damaged_png_files_are_refused_with_a_reason),
        cmocka_unit_test(other_files_are_refused_by_what_they_are),
        cmocka_unit_test(every_orientation_is_turned_upright),
        cmocka_unit_test(jpeg_of_each_kind_gives_its_colours),
        cmocka_unit_test(one_channel_is_luma_of_both_formats),
        cmocka_unit_test(truncated_and_cmyk_jpeg_files_are_refused),
        cmocka_unit_test(large_jpeg_files_are_decoded_smaller),
        cmocka_unit_test(a_folder_is_in_the_order_of_bytes),
        cmocka_unit_test(threads_decode_in_the_order_of_the_folder),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
