/* Inputs that are read more than once: their digest, in whatever way taken. */
#include "unit.h"

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
        cmocka_unit_test(what_cannot_be_opened_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
