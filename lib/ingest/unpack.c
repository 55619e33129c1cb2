#include "ingest/unpack.h"

#include "base/alloc.h"

#define ZLIB_CONST              /* next_in points to const */

#include <limits.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

/* A frame may ask for a window of this many bits: 128 MiB, as `zstd -d`
 * allows without --long. */
#define ZSTD_WINDOW_BITS 27

/* A zstd frame header has at most so many bytes. */
#define ZSTD_HEADER_BYTES 18

struct lathe_unpack {
    enum lathe_unpack_kind kind;
    z_stream z;
    bool z_ready;
    ZSTD_DStream *zstd;
    /* Of the frame at hand: its first bytes, and how much came of it. */
    unsigned char header[ZSTD_HEADER_BYTES];
    size_t header_n;
    unsigned long long made;
};

/* 1: the bytes begin with the magic; -1: they are too few to tell; 0: not. */
static int begins(const unsigned char *s, size_t n, const char *magic,
                  size_t length)
{
    if (memcmp(s, magic, n < length ? n : length) != 0)
        return 0;
    return n < length ? -1 : 1;
}

enum lathe_unpack_kind lathe_unpack_match(const unsigned char *first, size_t n)
{
    if (n == 0)
        return LATHE_UNPACK_SHORT;

    int gzip = begins(first, n, "\x1f\x8b", 2);
    int zstd = begins(first, n, "\x28\xb5\x2f\xfd", 4);
    int skip = 0;               /* a skippable frame: 0x184D2A50 to ...5F */
    if ((first[0] & 0xf0) == 0x50)
        skip = n > 1 ? begins(first + 1, n - 1, "\x2a\x4d\x18", 3) : -1;

    if (gzip > 0)
        return LATHE_UNPACK_GZIP;
    if (zstd > 0 || skip > 0)
        return LATHE_UNPACK_ZSTD;
    return gzip || zstd || skip ? LATHE_UNPACK_SHORT : LATHE_UNPACK_NONE;
}

const char *lathe_unpack_name(enum lathe_unpack_kind kind)
{
    return kind == LATHE_UNPACK_GZIP ? "gzip"
         : kind == LATHE_UNPACK_ZSTD ? "zstd" : "plain";
}

static void *zlib_alloc(void *ctx, unsigned count, unsigned size)
{
    (void)ctx;
    return lathe_calloc(count, size);
}

static void zlib_free(void *ctx, void *p)
{
    (void)ctx;
    lathe_free(p);
}

static bool start(struct lathe_unpack *u)
{
    if (u->kind == LATHE_UNPACK_ZSTD) {
        u->zstd = ZSTD_createDStream();
        return u->zstd &&
               !ZSTD_isError(ZSTD_DCtx_setParameter(u->zstd,
                                                    ZSTD_d_windowLogMax,
                                                    ZSTD_WINDOW_BITS));
    }
    u->z.zalloc = zlib_alloc;
    u->z.zfree = zlib_free;
    /* 16: a gzip header and trailer, and nothing else */
    u->z_ready = inflateInit2(&u->z, 16 + MAX_WBITS) == Z_OK;
    return u->z_ready;
}

enum lathe_code lathe_unpack_new(struct lathe_unpack **out,
                                 enum lathe_unpack_kind kind,
                                 struct lathe_err *err)
{
    struct lathe_unpack *u = NULL;
    enum lathe_code rc = lathe_new(&u, 1, sizeof *u, "decompression", err);

    if (rc)
        return rc;
    u->kind = kind;
    if (!start(u)) {
        lathe_unpack_free(u);
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (decompression)");
    }
    *out = u;
    return LATHE_OK;
}

void lathe_unpack_free(struct lathe_unpack *u)
{
    if (!u)
        return;
    if (u->z_ready)
        inflateEnd(&u->z);
    ZSTD_freeDStream(u->zstd);
    lathe_free(u);
}

static enum lathe_code step_gzip(z_stream *z, struct lathe_unpack_io *io,
                                 struct lathe_err *err)
{
    uInt in = io->in_left < UINT_MAX ? (uInt)io->in_left : UINT_MAX;
    uInt room = io->out_left < UINT_MAX ? (uInt)io->out_left : UINT_MAX;

    z->next_in = io->in;
    z->avail_in = in;
    z->next_out = io->out;
    z->avail_out = room;
    int rc = inflate(z, Z_NO_FLUSH);
    io->in += in - z->avail_in;
    io->in_left -= in - z->avail_in;
    io->out += room - z->avail_out;
    io->out_left -= room - z->avail_out;

    if (rc == Z_STREAM_END) {
        io->ended = true;
        inflateReset(z);
    } else if (rc == Z_MEM_ERROR) {
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (decompression)");
    } else if (rc != Z_OK && rc != Z_BUF_ERROR) {
        return lathe_fail(err, LATHE_EDATA, "damaged gzip data (%s)",
                          z->msg ? z->msg : "a preset dictionary");
    }
    return LATHE_OK;
}

static enum lathe_code window_too_large(struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA, "this zstd data needs a window over "
                      "%d MiB; read it with zstd -dc --long=31 and a pipe",
                      1 << (ZSTD_WINDOW_BITS - 20));
}

/* Whether the header of a frame (RFC 8878, 3.1.1.1) asks for a window over the
 * limit. A frame of a single segment has none: its content is the window. */
static bool asks_for_too_much(const unsigned char *header, size_t n)
{
    unsigned long long window;

    if (n < 6 || memcmp(header, "\x28\xb5\x2f\xfd", 4) != 0 ||
        header[4] & 0x20)
        return false;
    window = 1ull << (10 + (header[5] >> 3));
    window += window / 8 * (header[5] & 7);
    return window > 1ull << ZSTD_WINDOW_BITS;
}

/* A frame has ended: it must have given what its header says. In a stream
 * zstd itself does not check that for a frame whose last block is empty, and
 * looks at the window only when the frame comes in pieces. */
static enum lathe_code end_zstd(struct lathe_unpack *u, struct lathe_err *err)
{
    unsigned long long size = ZSTD_getFrameContentSize(u->header,
                                                       u->header_n);
    bool right = size == ZSTD_CONTENTSIZE_UNKNOWN || size == u->made;

    if (asks_for_too_much(u->header, u->header_n))
        return window_too_large(err);
    u->header_n = 0;
    u->made = 0;
    return right ? LATHE_OK
                 : lathe_fail(err, LATHE_EDATA, "damaged zstd data (wrong "
                              "size)");
}

/* The first byte of a frame goes alone: a frame that is there as a whole zstd
 * would take in one go, by rules of another strictness. */
static enum lathe_code step_zstd(struct lathe_unpack *u,
                                 struct lathe_unpack_io *io,
                                 struct lathe_err *err)
{
    size_t most = u->header_n ? SIZE_MAX : 1;
    ZSTD_inBuffer in = { io->in, io->in_left < most ? io->in_left : most, 0 };
    ZSTD_outBuffer out = { io->out, io->out_left, 0 };
    size_t rc = ZSTD_decompressStream(u->zstd, &out, &in);
    size_t more = ZSTD_HEADER_BYTES - u->header_n;

    if (more > in.pos)
        more = in.pos;
    if (more)
        memcpy(u->header + u->header_n, io->in, more);
    u->header_n += more;
    u->made += out.pos;
    io->in += in.pos;
    io->in_left -= in.pos;
    io->out += out.pos;
    io->out_left -= out.pos;
    if (!ZSTD_isError(rc)) {
        io->ended = rc == 0;
        return io->ended ? end_zstd(u, err) : LATHE_OK;
    }
    switch (ZSTD_getErrorCode(rc)) {
    case ZSTD_error_memory_allocation:
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (decompression)");
    case ZSTD_error_frameParameter_windowTooLarge:
        return window_too_large(err);
    default:
        return lathe_fail(err, LATHE_EDATA, "damaged zstd data (%s)",
                          ZSTD_getErrorName(rc));
    }
}

enum lathe_code lathe_unpack_step(struct lathe_unpack *u,
                                  struct lathe_unpack_io *io,
                                  struct lathe_err *err)
{
    io->ended = false;
    return u->kind == LATHE_UNPACK_GZIP ? step_gzip(&u->z, io, err)
                                        : step_zstd(u, io, err);
}
