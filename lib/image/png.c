#include "image/png.h"

#include "base/alloc.h"
#include "base/library.h"

#include <png.h>
#include <pthread.h>
#include <setjmp.h>
#include <string.h>

/* ---- the library -------------------------------------------------------- */

/* What we use of libpng. */
struct png {
    __typeof__(&png_create_read_struct) create_read;
    __typeof__(&png_create_info_struct) create_info;
    __typeof__(&png_destroy_read_struct) destroy;
    __typeof__(&png_get_error_ptr) get_error_ptr;
    __typeof__(&png_get_io_ptr) get_io_ptr;
    __typeof__(&png_error) error;
    __typeof__(&png_set_read_fn) set_read_fn;
    __typeof__(&png_set_user_limits) set_user_limits;
    __typeof__(&png_set_keep_unknown_chunks) keep_chunks;
    __typeof__(&png_read_info) read_info;
    __typeof__(&png_set_expand) set_expand;
    __typeof__(&png_set_scale_16) set_scale_16;
    __typeof__(&png_set_interlace_handling) set_interlace;
    __typeof__(&png_read_update_info) update_info;
    __typeof__(&png_get_channels) get_channels;
    __typeof__(&png_get_rowbytes) get_rowbytes;
    __typeof__(&png_read_row) read_row;
    __typeof__(&png_read_end) read_end;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct png lib;
static bool loaded;

static void load(void)
{
    static const struct lathe_library_call want[] = {
        {"png_create_read_struct", &lib.create_read},
        {"png_create_info_struct", &lib.create_info},
        {"png_destroy_read_struct", &lib.destroy},
        {"png_get_error_ptr", &lib.get_error_ptr},
        {"png_get_io_ptr", &lib.get_io_ptr},
        {"png_error", &lib.error},
        {"png_set_read_fn", &lib.set_read_fn},
        {"png_set_user_limits", &lib.set_user_limits},
        {"png_set_keep_unknown_chunks", &lib.keep_chunks},
        {"png_read_info", &lib.read_info},
        {"png_set_expand", &lib.set_expand},
        {"png_set_scale_16", &lib.set_scale_16},
        {"png_set_interlace_handling", &lib.set_interlace},
        {"png_read_update_info", &lib.update_info},
        {"png_get_channels", &lib.get_channels},
        {"png_get_rowbytes", &lib.get_rowbytes},
        {"png_read_row", &lib.read_row},
        {"png_read_end", &lib.read_end},
    };

    loaded = lathe_library_open(LATHE_PNG_SO, want, sizeof want / sizeof *want);
}

/* ---- one file ----------------------------------------------------------- */

static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a,
                                     '\n'};

bool lathe_png_is(const uint8_t *bytes, size_t n)
{
    return n >= sizeof signature &&
           memcmp(bytes, signature, sizeof signature) == 0;
}

static uint32_t big_endian(const uint8_t *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 |
           b[3];
}

bool lathe_png_size(const uint8_t *bytes, size_t n, uint32_t *height,
                    uint32_t *width)
{
    if (n < 24 || !lathe_png_is(bytes, n) ||
        memcmp(bytes + 12, "IHDR", 4) != 0)
        return false;
    *width = big_endian(bytes + 16);
    *height = big_endian(bytes + 20);
    return true;
}

/* All that lasts over a jump out of the library. */
struct job {
    const uint8_t *bytes;
    size_t left;
    struct lathe_picture *out;
    struct lathe_err *err;
    enum lathe_code rc;
    png_structp png;
    png_infop info;
    jmp_buf back;
};

/* libpng must not go on behind this. */
static void on_error(png_structp png, png_const_charp message)
{
    struct job *j = lib.get_error_ptr(png);

    j->rc = lathe_fail(j->err, LATHE_EDATA, "damaged PNG: %s", message);
    longjmp(j->back, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void on_read(png_structp png, png_bytep to, png_size_t n)
{
    struct job *j = lib.get_io_ptr(png);

    if (n > j->left)
        lib.error(png, "the file ends too early");
    memcpy(to, j->bytes, n);
    j->bytes += n;
    j->left -= n;
}

/* The form that is wanted: 8 bits, gray or RGB, alpha where there is any. */
static enum lathe_code ask(struct job *j)
{
    struct lathe_picture *p = j->out;

    lib.set_read_fn(j->png, j, on_read);
    lib.set_user_limits(j->png, p->width, p->height);
    /* Text, profiles and the like are not even unpacked. */
    lib.keep_chunks(j->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    lib.read_info(j->png, j->info);
    lib.set_expand(j->png);
    lib.set_scale_16(j->png);
    return LATHE_OK;
}

static void read_rows(struct job *j, int passes, size_t row)
{
    for (int k = 0; k < passes; k++)
        for (uint32_t y = 0; y < j->out->height; y++)
            lib.read_row(j->png, j->out->pixel + y * row, NULL);
    lib.read_end(j->png, NULL);
}

/* Everything that may jump. */
static void decode(struct job *j)
{
    struct lathe_picture *p = j->out;
    int passes;
    size_t row;

    if (setjmp(j->back))
        return;
    j->rc = ask(j);
    passes = lib.set_interlace(j->png);
    lib.update_info(j->png, j->info);
    row = lib.get_rowbytes(j->png, j->info);
    p->channels = lib.get_channels(j->png, j->info);
    if (p->channels < 1 || p->channels > 4 ||
        row != (size_t)p->width * p->channels)
        lib.error(j->png, "a form that is not known");
    j->rc = lathe_new(&p->pixel, p->height, row, "a picture", j->err);
    if (!j->rc)
        read_rows(j, passes, row);
}

enum lathe_code lathe_png_decode(struct lathe_picture *out,
                                 const uint8_t *bytes, size_t n,
                                 struct lathe_err *err)
{
    struct job j = {.bytes = bytes, .left = n, .out = out, .err = err};

    pthread_once(&once, load);
    if (!loaded)
        return lathe_fail(err, LATHE_EUNAVAILABLE,
                          "the PNG library (%s) cannot be used; install the "
                          "package libpng-dev", LATHE_PNG_SO);
    *out = (struct lathe_picture){.lies = 1};
    if (!lathe_png_size(bytes, n, &out->height, &out->width))
        return lathe_fail(err, LATHE_EDATA, "damaged PNG: no header");
    j.png = lib.create_read(PNG_LIBPNG_VER_STRING, &j, on_error, on_warning);
    j.info = j.png ? lib.create_info(j.png) : NULL;
    if (j.info)
        decode(&j);
    else
        j.rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (a picture)");
    if (j.png)
        lib.destroy(&j.png, &j.info, NULL);
    if (j.rc)
        lathe_picture_release(out);
    return j.rc;
}
