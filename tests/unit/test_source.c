/* Sources: the same bytes from a file, a pipe, gzip or zstd; damage is seen. */
#include "base/alloc.h"
#include "base/buf.h"
#include "ingest/source.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cmocka.h>

static const char *const hello = "hello, world\n";

/* ---- making input ------------------------------------------------------- */

static void add_gzip(struct lathe_buf *out, const char *text, size_t n)
{
    size_t room = n + n / 100 + 1000;
    unsigned char *bytes = lathe_calloc(room, 1);
    z_stream z = {0};

    assert_non_null(bytes);
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8,
                                  Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)text;
    z.avail_in = (uInt)n;
    z.next_out = bytes;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    lathe_buf_add(out, bytes, room - z.avail_out);
    deflateEnd(&z);
    lathe_free(bytes);
}

static void add_zstd(struct lathe_buf *out, const char *text, size_t n)
{
    size_t room = ZSTD_compressBound(n);
    unsigned char *bytes = lathe_calloc(room, 1);
    size_t made = ZSTD_compress(bytes, room, text, n, 3);

    assert_non_null(bytes);
    assert_false(ZSTD_isError(made));
    lathe_buf_add(out, bytes, made);
    lathe_free(bytes);
}

typedef void pack_fn(struct lathe_buf *out, const char *text, size_t n);

/* Bytes that do not compress to nothing. */
static void add_noise(struct lathe_buf *out, size_t n)
{
    uint32_t x = 1;

    for (size_t i = 0; i < n; i++) {
        x = x * 1664525 + 1013904223;
        lathe_buf_putc(out, (char)('a' + (x >> 28)));
    }
}

/* ---- reading ------------------------------------------------------------ */

static enum lathe_code drain(struct lathe_source *s, size_t piece,
                             struct lathe_buf *out, struct lathe_err *err)
{
    static char bytes[1 << 16];
    size_t got;
    enum lathe_code rc;

    do {
        rc = lathe_source_read(s, bytes, piece, &got, err);
        assert_true(got <= piece);
        lathe_buf_add(out, bytes, got);
    } while (!rc && got);
    if (!rc) {                  /* the end stays the end */
        rc = lathe_source_read(s, bytes, piece, &got, err);
        assert_int_equal(got, 0);
    }
    return rc;
}

/* Reads it all in several ways, which must agree. */
static enum lathe_code unpack(const struct lathe_buf *in,
                              struct lathe_buf *out, struct lathe_err *err)
{
    static const size_t pieces[] = { 1 << 16, 1, 7, 1000 };
    static const size_t most[] = { 0, 1, 3, 1001 };
    enum lathe_code first = LATHE_OK;

    for (size_t i = 0; i < 4; i++) {
        struct lathe_source *s;
        struct lathe_buf got = {0};
        enum lathe_code rc;

        assert_int_equal(lathe_source_open_memory(&s, in->s, in->len, most[i],
                                                  "x", err), LATHE_OK);
        rc = drain(s, pieces[i], &got, err);
        lathe_source_free(s);
        if (i == 0) {
            first = rc;
            *out = got;
            continue;
        }
        assert_int_equal(rc, first);
        if (!rc) {
            assert_int_equal(got.len, out->len);
            assert_memory_equal(got.s ? got.s : "", out->s ? out->s : "",
                                got.len);
        }
        lathe_buf_release(&got);
    }
    return first;
}

static void expect_text(const struct lathe_buf *in, const char *want, size_t n)
{
    struct lathe_buf out = {0};
    struct lathe_err err = {0};

    assert_int_equal(unpack(in, &out, &err), LATHE_OK);
    assert_int_equal(out.len, n);
    assert_memory_equal(out.s ? out.s : "", want, n);
    lathe_buf_release(&out);
}

static void expect_error(const struct lathe_buf *in, const char *want)
{
    struct lathe_buf out = {0};
    struct lathe_err err = {0};

    assert_int_equal(unpack(in, &out, &err), LATHE_EDATA);
    assert_string_equal(err.msg, want);
    lathe_buf_release(&out);
}

/* ---- tests -------------------------------------------------------------- */

static void plain_bytes_pass(void **state)
{
    static const char *const texts[] = {
        "", "a", "(", "(\xb5", "\x1f", "\x1f\x1f", "P*M", "Pa", "(\xb5/\xfe",
        "hello, world\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct lathe_buf in = {0};

        lathe_buf_puts(&in, texts[i]);
        expect_text(&in, texts[i], strlen(texts[i]));
        lathe_buf_release(&in);
    }
}

static void members_follow_each_other_as_one_text(pack_fn *pack)
{
    struct lathe_buf in = {0}, text = {0};

    pack(&in, hello, strlen(hello));
    expect_text(&in, hello, strlen(hello));
    pack(&in, "", 0);
    add_noise(&text, 300000);
    pack(&in, text.s, text.len);
    lathe_buf_clear(&text);
    lathe_buf_puts(&text, hello);
    add_noise(&text, 300000);
    expect_text(&in, text.s, text.len);
    lathe_buf_release(&in);
    lathe_buf_release(&text);
}

static void gzip_members_are_one_text(void **state)
{
    (void)state;
    members_follow_each_other_as_one_text(add_gzip);
}

static void zstd_frames_are_one_text(void **state)
{
    struct lathe_buf in = {0};

    (void)state;
    members_follow_each_other_as_one_text(add_zstd);
    lathe_buf_add(&in, "\x53\x2a\x4d\x18\3\0\0\0xyz", 11);      /* skippable */
    add_zstd(&in, hello, strlen(hello));
    lathe_buf_add(&in, "\x50\x2a\x4d\x18\0\0\0\0", 8);
    expect_text(&in, hello, strlen(hello));
    lathe_buf_release(&in);
}

/* Every prefix but the whole, and the empty one, is refused. */
static void truncation_is_seen(pack_fn *pack, const char *want)
{
    struct lathe_buf whole = {0};

    pack(&whole, hello, strlen(hello));
    for (size_t n = 4; n < whole.len; n++) {
        struct lathe_buf in = {0};

        lathe_buf_add(&in, whole.s, n);
        expect_error(&in, want);
        lathe_buf_release(&in);
    }
    lathe_buf_release(&whole);
}

static void truncated_gzip_is_refused(void **state)
{
    (void)state;
    truncation_is_seen(add_gzip, "'x': the gzip data is truncated");
}

static void truncated_zstd_is_refused(void **state)
{
    (void)state;
    truncation_is_seen(add_zstd, "'x': the zstd data is truncated");
}

static void trailing_bytes_are_seen(pack_fn *pack, const char *want)
{
    static const char *const tails[] = { "\n", "x", "\x1f", "(\xb5/", "P" };

    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        struct lathe_buf in = {0};

        pack(&in, hello, strlen(hello));
        lathe_buf_puts(&in, tails[i]);
        expect_error(&in, want);
        lathe_buf_release(&in);
    }
}

static void bytes_behind_gzip_are_refused(void **state)
{
    struct lathe_buf in = {0};

    (void)state;
    trailing_bytes_are_seen(add_gzip,
                            "'x': bytes behind the end of the gzip data");
    add_gzip(&in, hello, strlen(hello));
    add_zstd(&in, hello, strlen(hello));
    expect_error(&in, "'x': bytes behind the end of the gzip data");
    lathe_buf_clear(&in);
    add_gzip(&in, hello, strlen(hello));
    lathe_buf_add(&in, "\0\0\0\0", 4);
    expect_error(&in, "'x': bytes behind the end of the gzip data");
    lathe_buf_release(&in);
}

static void bytes_behind_zstd_are_refused(void **state)
{
    (void)state;
    trailing_bytes_are_seen(add_zstd,
                            "'x': bytes behind the end of the zstd data");
}

/* No wrong bit goes through unseen, where the format has a checksum. */
static void damaged_gzip_is_refused(void **state)
{
    struct lathe_buf in = {0}, text = {0};
    struct lathe_err err = {0};

    (void)state;
    add_noise(&text, 500);
    add_gzip(&in, text.s, text.len);
    for (size_t i = 10; i < in.len; i++) {
        struct lathe_source *s;
        struct lathe_buf out = {0};

        in.s[i] ^= 0x10;
        assert_int_equal(lathe_source_open_memory(&s, in.s, in.len, 0, "x",
                                                  &err), LATHE_OK);
        assert_int_equal(drain(s, 100, &out, &err), LATHE_EDATA);
        lathe_source_free(s);
        lathe_buf_release(&out);
        in.s[i] ^= 0x10;
    }
    in.s[in.len - 8] ^= 1;
    expect_error(&in, "'x': damaged gzip data (incorrect data check)");
    lathe_buf_release(&in);
    lathe_buf_release(&text);
}

static void damaged_zstd_is_refused(void **state)
{
    struct lathe_buf in = {0};

    (void)state;
    /* A frame of 512 bytes that ends at once. */
    lathe_buf_add(&in, "\x28\xb5\x2f\xfd\x60\0\1\1\0\0", 10);
    for (size_t most = 0; most < 4; most++) {
        struct lathe_source *s;
        struct lathe_buf out = {0};
        struct lathe_err err = {0};

        assert_int_equal(lathe_source_open_memory(&s, in.s, in.len, most, "x",
                                                  &err), LATHE_OK);
        assert_int_equal(drain(s, 1000, &out, &err), LATHE_EDATA);
        lathe_source_free(s);
        lathe_buf_release(&out);
    }
    lathe_buf_release(&in);
}

static void a_huge_zstd_window_is_refused(void **state)
{
    struct lathe_buf in = {0};

    (void)state;
    /* A frame header that asks for 2^31 bytes: descriptor 0, window 0xa8. */
    lathe_buf_add(&in, "\x28\xb5\x2f\xfd\0\xa8\1\0\0", 9);
    expect_error(&in, "'x': this zstd data needs a window over 128 MiB; read "
                 "it with zstd -dc --long=31 and a pipe");
    lathe_buf_release(&in);
}

static void peeked_bytes_stay(void **state)
{
    struct lathe_buf in = {0}, out = {0};
    struct lathe_source *s;
    struct lathe_err err = {0};
    char four[LATHE_SOURCE_PEEK];
    size_t got;

    (void)state;
    add_gzip(&in, hello, strlen(hello));
    assert_int_equal(lathe_source_open_memory(&s, in.s, in.len, 1, "x", &err),
                     LATHE_OK);
    assert_int_equal(lathe_source_peek(s, four, 2, &got, &err), LATHE_OK);
    assert_int_equal(got, 2);
    assert_memory_equal(four, "he", 2);
    assert_int_equal(lathe_source_peek(s, four, 4, &got, &err), LATHE_OK);
    assert_memory_equal(four, "hell", 4);
    assert_int_equal(lathe_source_read(s, four, 3, &got, &err), LATHE_OK);
    assert_int_equal(got, 3);
    assert_int_equal(lathe_source_peek(s, four, 16, &got, &err), LATHE_OK);
    assert_int_equal(got, 10);
    assert_memory_equal(four, "lo, world\n", 10);
    assert_int_equal(drain(s, 5, &out, &err), LATHE_OK);
    assert_string_equal(out.s, "lo, world\n");
    assert_int_equal(lathe_source_peek(s, four, 4, &got, &err), LATHE_OK);
    assert_int_equal(got, 0);
    lathe_source_free(s);
    lathe_buf_release(&in);
    lathe_buf_release(&out);
}

static void files_and_pipes_are_read(void **state)
{
    char path[] = "/tmp/lathe-test-source-XXXXXX";
    struct lathe_buf in = {0}, out = {0};
    struct lathe_source *s;
    struct lathe_err err = {0};
    int fd = mkstemp(path), ends[2];

    (void)state;
    assert_true(fd >= 0);
    add_zstd(&in, hello, strlen(hello));
    assert_int_equal(write(fd, in.s, in.len), in.len);
    close(fd);
    assert_int_equal(lathe_source_open(&s, path, &err), LATHE_OK);
    assert_string_equal(lathe_source_name(s), path);
    assert_int_equal(drain(s, 100, &out, &err), LATHE_OK);
    assert_string_equal(out.s, hello);
    lathe_source_free(s);
    unlink(path);

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], in.s, in.len), in.len);
    close(ends[1]);
    lathe_buf_clear(&out);
    assert_int_equal(lathe_source_open_fd(&s, ends[0], "pipe", &err),
                     LATHE_OK);
    assert_int_equal(drain(s, 100, &out, &err), LATHE_OK);
    assert_string_equal(out.s, hello);
    lathe_source_free(s);
    assert_int_equal(fcntl(ends[0], F_GETFD), 0);   /* still the caller's */
    close(ends[0]);
    lathe_buf_release(&in);
    lathe_buf_release(&out);
}

static void a_pipe_gives_what_is_there(void **state)
{
    struct lathe_source *s;
    struct lathe_err err = {0};
    char bytes[100];
    size_t got;
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(lathe_source_open_fd(&s, ends[0], "pipe", &err),
                     LATHE_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(write(ends[1], "a\n", 2), 2);
        assert_int_equal(lathe_source_read(s, bytes, sizeof bytes, &got,
                                           &err), LATHE_OK);
        assert_int_equal(got, 2);
    }
    lathe_source_free(s);
    close(ends[0]);
    close(ends[1]);
}

static void what_cannot_be_opened_is_named(void **state)
{
    struct lathe_source *s = NULL;
    struct lathe_err err = {0};
    char byte;
    size_t got;

    (void)state;
    assert_int_equal(lathe_source_open(&s, "/nowhere/a.csv", &err),
                     LATHE_ENOINPUT);
    assert_string_equal(err.msg, "cannot open '/nowhere/a.csv': No such file "
                        "or directory");
    assert_int_equal(lathe_source_open(&s, "/tmp", &err), LATHE_ENOINPUT);
    assert_string_equal(err.msg, "cannot read '/tmp': Is a directory");
    assert_int_equal(lathe_source_open_fd(&s, -1, "gone", &err), LATHE_EIO);

    /* A read that fails: a descriptor that is for writing only. */
    int fd = open("/dev/null", O_WRONLY);
    assert_int_equal(lathe_source_open_fd(&s, fd, "x", &err), LATHE_OK);
    assert_int_equal(lathe_source_read(s, &byte, 1, &got, &err), LATHE_EIO);
    assert_string_equal(err.msg, "cannot read 'x': Bad file descriptor");
    lathe_source_free(s);
    close(fd);
}

static void survives_every_failed_allocation(pack_fn *pack)
{
    struct lathe_buf in = {0};

    pack(&in, hello, strlen(hello));
    for (long n = 0;; n++) {
        struct lathe_source *s = NULL;
        struct lathe_err err = {0};
        char bytes[64];
        size_t got = 1;
        enum lathe_code rc;

        lathe_alloc_fail_after(n);
        rc = lathe_source_open_memory(&s, in.s, in.len, 0, "x", &err);
        while (!rc && got)
            rc = lathe_source_read(s, bytes, sizeof bytes, &got, &err);
        lathe_source_free(s);
        lathe_alloc_fail_after(-1);
        if (rc == LATHE_OK) {
            assert_true(n > 2);
            break;
        }
        assert_int_equal(rc, LATHE_ENOMEM);
        assert_true(err.msg[0]);
    }
    lathe_buf_release(&in);
}

static void sources_survive_every_failed_allocation(void **state)
{
    (void)state;
    survives_every_failed_allocation(add_gzip);
    survives_every_failed_allocation(add_zstd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_bytes_pass),
        cmocka_unit_test(gzip_members_are_one_text),
        cmocka_unit_test(zstd_frames_are_one_text),
        cmocka_unit_test(truncated_gzip_is_refused),
        cmocka_unit_test(truncated_zstd_is_refused),
        cmocka_unit_test(bytes_behind_gzip_are_refused),
        cmocka_unit_test(bytes_behind_zstd_are_refused),
        cmocka_unit_test(damaged_gzip_is_refused),
        cmocka_unit_test(damaged_zstd_is_refused),
        cmocka_unit_test(a_huge_zstd_window_is_refused),
        cmocka_unit_test(peeked_bytes_stay),
        cmocka_unit_test(files_and_pipes_are_read),
        cmocka_unit_test(a_pipe_gives_what_is_there),
        cmocka_unit_test(what_cannot_be_opened_is_named),
        cmocka_unit_test(sources_survive_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
