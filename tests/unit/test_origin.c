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

static void a_digest_taken_aside_is_that_of_all_bytes(void **state)
{
    static char bytes[300000];
    (void)state;

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7 % 251);
    for (size_t n = 0; n <= sizeof bytes; n = n ? n * 9 + 1 : 1)
        for (int aside = 0; aside < 2; aside++) {
            struct lathe_digest want = lathe_digest_of(bytes, n);
            struct lathe_source *source = NULL;
            struct lathe_origin o;
            struct lathe_err err = {0};
            char piece[100];
            size_t got = 0;

            make(n);
            assert_int_equal(lathe_origin_open(&o, FILE_NAME, "x", aside,
                                               &err), 0);
            /* Reading leaves the digest alone, and the other way round. */
            assert_int_equal(lathe_origin_source(&o, &source, &err), 0);
            assert_int_equal(lathe_source_read(source, piece, sizeof piece,
                                               &got, &err), 0);
            assert_true(got == (n < sizeof piece ? n : sizeof piece));
            assert_memory_equal(piece, bytes, got);
            assert_int_equal(lathe_origin_finish(&o, &err), 0);
            assert_int_equal(lathe_origin_finish(&o, &err), 0);
            assert_int_equal(o.bytes, n);
            assert_memory_equal(o.digest.byte, want.byte, sizeof want.byte);
            lathe_source_free(source);
            lathe_origin_release(&o);
            lathe_origin_release(&o);
        }
    unlink(FILE_NAME);
}

static void an_input_may_be_released_before_its_digest_is_there(void **state)
{
    (void)state;

    make(20000000);
    for (int i = 0; i < 20; i++) {
        struct lathe_origin o;

        assert_int_equal(lathe_origin_open(&o, FILE_NAME, "x", true, NULL), 0);
        lathe_origin_release(&o);
    }
    unlink(FILE_NAME);
}

static void what_cannot_be_opened_is_told(void **state)
{
    struct lathe_origin o;
    struct lathe_err err = {0};
    (void)state;

    assert_int_equal(lathe_origin_open(&o, "none.csv", "x", true, &err),
                     LATHE_ENOINPUT);
    assert_non_null(strstr(err.msg, "'none.csv'"));
    assert_true(lathe_origin_open(&o, "/", "x", true, &err) != LATHE_OK);
    lathe_origin_release(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_digest_taken_aside_is_that_of_all_bytes),
        cmocka_unit_test(an_input_may_be_released_before_its_digest_is_there),
        cmocka_unit_test(what_cannot_be_opened_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
