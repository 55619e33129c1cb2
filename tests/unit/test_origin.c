/* Inputs that are read more than once: their digest, in whatever way taken. */
#include "unit.h"

#include "base/pool.h"
#include "base/rng.h"
#include "prepare/origin.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_NAME "test_origin.tmp"

static void make(size_t n)
{
    FILE *f = fopen(FILE_NAME, "w");

    assert_non_null(f);
    for (size_t i = 0; i < n; i++)
        putc((int)(i * 7 % 251), f);
    fclose(f);
}

/* Reads up to `most` bytes. */
static void read_some(struct lathe_origin *o, const char *bytes, size_t most)
{
    struct lathe_source *source = NULL;
    struct lathe_err err = {0};
    char piece[1000];
    size_t done = 0, got = 1;

    assert_int_equal(lathe_origin_source(o, &source, &err), 0);
    while (got && done < most) {
        assert_int_equal(lathe_source_read(source, piece, sizeof piece, &got,
                                           &err), 0);
        assert_memory_equal(piece, bytes + done, got);
        done += got;
    }
    lathe_source_free(source);
}

static void the_digest_is_that_of_all_bytes_whatever_was_read(void **state)
{
    static char bytes[300000];
    /* What two sources before it read; 0: there is none. */
    static const size_t most[][2] = {{0, 0}, {100, 0}, {100, 1000000},
                                     {1000000, 0}, {1000000, 100}};
    (void)state;

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7 % 251);
    for (size_t n = 0; n <= sizeof bytes; n = n ? n * 9 + 1 : 1)
        for (size_t k = 0; k < sizeof most / sizeof *most; k++) {
            struct lathe_digest want = lathe_digest_of(bytes, n);
            struct lathe_origin o;
            struct lathe_err err = {0};

            make(n);
            assert_int_equal(lathe_origin_open(&o, FILE_NAME, "x", &err), 0);
            for (size_t i = 0; i < 2 && most[k][i]; i++)
                read_some(&o, bytes, most[k][i]);
            assert_int_equal(lathe_origin_finish(&o, &err), 0);
            read_some(&o, bytes, 1000000);
            assert_int_equal(lathe_origin_finish(&o, &err), 0);
            assert_int_equal(o.bytes, n);
            assert_memory_equal(o.digest.byte, want.byte, sizeof want.byte);
            lathe_origin_release(&o);
            lathe_origin_release(&o);
        }
    unlink(FILE_NAME);
}

/* Lines with a byte other than their end. */
static uint64_t count_lines(const char *s, size_t n)
{
    uint64_t lines = 0;
    bool full = false;

    for (size_t i = 0; i < n; i++) {
        bool cr = s[i] == '\r' && i + 1 < n && s[i + 1] == '\n';

        lines += s[i] == '\n' && full;
        full = s[i] != '\n' && (full || !cr);
    }
    return lines + full;
}

static void look(void *ctx, uint64_t tile, const char *text, size_t n,
                 int thread)
{
    (void)thread;
    assert_memory_equal(text, (char *)ctx + tile * LATHE_ORIGIN_TILE, n);
}

static void lines_are_counted_but_for_blank_ones(void **state)
{
    static char bytes[3 * LATHE_ORIGIN_TILE];
    static const size_t sizes[] = {
        1, 2, 3, 15, 16, 17, 18, 33, 5000, LATHE_ORIGIN_TILE - 1,
        LATHE_ORIGIN_TILE, LATHE_ORIGIN_TILE + 1, LATHE_ORIGIN_TILE + 2,
        sizeof bytes};
    struct lathe_pool *pool = NULL;
    (void)state;

    assert_int_equal(lathe_pool_new(&pool, 2, NULL), 0);
    for (uint32_t seed = 0; seed < 40; seed++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            struct lathe_rng rng = lathe_rng_stream(seed, LATHE_RNG_TEST, 0, k);
            struct lathe_origin o;
            struct lathe_err err = {0};
            uint64_t lines = 0;
            FILE *f = fopen(FILE_NAME, "w");

            for (size_t i = 0; i < sizes[k]; i++)
                bytes[i] = "\n\n\r,"[lathe_rng_below(&rng, seed % 2 ? 4 : 3)];
            assert_int_equal(fwrite(bytes, 1, sizes[k], f), sizes[k]);
            fclose(f);
            assert_int_equal(lathe_origin_open(&o, FILE_NAME, "x", &err), 0);
            assert_true(lathe_origin_lines(&o, seed % 3 ? pool : NULL, look,
                                           bytes, &lines));
            assert_int_equal(lines, count_lines(bytes, sizes[k]));
            lathe_origin_release(&o);
        }
    lathe_pool_free(pool);
    unlink(FILE_NAME);
}

static void lines_of_compressed_files_are_not_counted(void **state)
{
    static const char *const magic[] = {"\x1f\x8b\n\n\n",
                                        "\x28\xb5\x2f\xfd\n", ""};
    (void)state;

    for (size_t i = 0; i < sizeof magic / sizeof *magic; i++) {
        struct lathe_origin o;
        struct lathe_err err = {0};
        uint64_t lines;
        FILE *f = fopen(FILE_NAME, "w");

        fputs(magic[i], f);
        fclose(f);
        assert_int_equal(lathe_origin_open(&o, FILE_NAME, "x", &err), 0);
        assert_false(lathe_origin_lines(&o, NULL, NULL, NULL, &lines));
        lathe_origin_release(&o);
    }
    unlink(FILE_NAME);
}

static void what_cannot_be_opened_is_told(void **state)
{
    struct lathe_origin o;
    struct lathe_err err = {0};
    (void)state;

    assert_int_equal(lathe_origin_open(&o, "none.csv", "x", &err),
                     LATHE_ENOINPUT);
    assert_non_null(strstr(err.msg, "'none.csv'"));
    assert_true(lathe_origin_open(&o, "/", "x", &err) != LATHE_OK);
    lathe_origin_release(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_digest_is_that_of_all_bytes_whatever_was_read),
        cmocka_unit_test(lines_are_counted_but_for_blank_ones),
        cmocka_unit_test(lines_of_compressed_files_are_not_counted),
        cmocka_unit_test(what_cannot_be_opened_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
