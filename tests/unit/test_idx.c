/* IDX files: the rows that the header promises, neither more nor fewer. */
#include "base/alloc.h"
#include "ingest/idx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Three images of 2 x 2. */
static const unsigned char images[] = {
    0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2,
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
};

static enum lathe_code open_bytes(struct lathe_idx *x, const void *bytes,
                                  size_t n, struct lathe_err *err)
{
    struct lathe_source *s;
    enum lathe_code rc = lathe_source_open_memory(&s, bytes, n, 3, "x", err);

    return rc ? rc : lathe_idx_open(x, s, err);
}

static void an_idx_file_is_known_by_its_magic(void **state)
{
    (void)state;
    assert_true(lathe_idx_is(images));
    assert_true(lathe_idx_is((const unsigned char *)"\0\0\x0e\4"));
    assert_false(lathe_idx_is((const unsigned char *)"a,b\n"));
    assert_false(lathe_idx_is((const unsigned char *)"\0\0\x08\0"));
    assert_false(lathe_idx_is((const unsigned char *)"\0\1\x08\3"));
}

static void rows_come_in_order(void **state)
{
    struct lathe_idx x = {0};
    struct lathe_err err = {0};
    uint8_t rows[8];
    size_t got;

    (void)state;
    assert_int_equal(open_bytes(&x, images, sizeof images, &err), LATHE_OK);
    assert_int_equal(x.rank, 3);
    assert_int_equal(x.dim[0], 3);
    assert_int_equal(x.dim[1], 2);
    assert_int_equal(x.dim[2], 2);
    assert_int_equal(x.row_bytes, 4);
    assert_int_equal(lathe_idx_read(&x, rows, 2, &got, &err), LATHE_OK);
    assert_int_equal(got, 2);
    assert_memory_equal(rows, "\1\2\3\4\5\6\7\x08", 8);
    assert_int_equal(lathe_idx_read(&x, rows, 2, &got, &err), LATHE_OK);
    assert_int_equal(got, 1);
    assert_memory_equal(rows, "\x09\x0a\x0b\x0c", 4);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(lathe_idx_read(&x, rows, 2, &got, &err), LATHE_OK);
        assert_int_equal(got, 0);
    }
    lathe_idx_release(&x);
    lathe_idx_release(&x);
}

static void labels_have_one_byte_a_row(void **state)
{
    struct lathe_idx x = {0};
    struct lathe_err err = {0};
    uint8_t rows[4];
    size_t got;

    (void)state;
    assert_int_equal(open_bytes(&x, "\0\0\x08\1\0\0\0\2\7\x09", 10, &err),
                     LATHE_OK);
    assert_int_equal(x.row_bytes, 1);
    assert_int_equal(lathe_idx_read(&x, rows, 4, &got, &err), LATHE_OK);
    assert_int_equal(got, 2);
    assert_memory_equal(rows, "\7\x09", 2);
    lathe_idx_release(&x);
}

static void expect_refusal(const void *bytes, size_t n, const char *want)
{
    struct lathe_idx x = {0};
    struct lathe_err err = {0};

    assert_int_equal(open_bytes(&x, bytes, n, &err), LATHE_EDATA);
    assert_string_equal(err.msg, want);
    assert_null(x.source);
}

static void bad_headers_are_refused(void **state)
{
    (void)state;
    expect_refusal("", 0, "'x' is no IDX file: it ends within the header");
    expect_refusal(images, 15,
                   "'x' is no IDX file: it ends within the header");
    expect_refusal("a,b\n1,2\n", 8,
                   "'x' is no IDX file: it begins with 61 2c 62 0a");
    expect_refusal("\0\0\x0d\1\0\0\0\1", 8, "'x': IDX values of type 0x0d; "
                   "only unsigned bytes (0x08) can be read");
    expect_refusal("\0\0\x08\5", 4, "'x': IDX with 5 dimensions; at most 4 "
                   "can be read");
    expect_refusal("\0\0\x08\2\0\0\0\1\0\0\0\0", 12, "'x': an IDX row of 0 "
                   "values in dimension 2 is not sensible");
    expect_refusal("\0\0\x08\3\0\0\0\1\0\1\0\0\0\1\0\0", 16, "'x': an IDX row "
                   "of 65536 values in dimension 3 is not sensible");
}

static void too_few_rows_are_an_error(void **state)
{
    struct lathe_idx x = {0};
    struct lathe_err err = {0};
    uint8_t rows[16];
    size_t got;

    (void)state;
    assert_int_equal(open_bytes(&x, images, sizeof images - 1, &err),
                     LATHE_OK);
    assert_int_equal(lathe_idx_read(&x, rows, 1, &got, &err), LATHE_OK);
    assert_int_equal(lathe_idx_read(&x, rows, 4, &got, &err), LATHE_EDATA);
    assert_string_equal(err.msg, "'x' ends after 2 of its 3 rows");
    lathe_idx_release(&x);
}

static void bytes_behind_the_rows_are_an_error(void **state)
{
    unsigned char more[sizeof images + 1] = {0};
    struct lathe_idx x = {0};
    struct lathe_err err = {0};
    uint8_t rows[16];
    size_t got;

    (void)state;
    memcpy(more, images, sizeof images);
    assert_int_equal(open_bytes(&x, more, sizeof more, &err), LATHE_OK);
    assert_int_equal(lathe_idx_read(&x, rows, 4, &got, &err), LATHE_OK);
    assert_int_equal(lathe_idx_read(&x, rows, 4, &got, &err), LATHE_EDATA);
    assert_string_equal(err.msg, "'x': bytes behind the last of its 3 rows");
    lathe_idx_release(&x);
}

static void opening_survives_every_failed_allocation(void **state)
{
    (void)state;
    for (long n = 0;; n++) {
        struct lathe_idx x = {0};
        struct lathe_err err = {0};

        lathe_alloc_fail_after(n);
        enum lathe_code rc = open_bytes(&x, images, sizeof images, &err);
        lathe_alloc_fail_after(-1);
        lathe_idx_release(&x);
        if (rc == LATHE_OK) {
            assert_true(n > 1);
            return;
        }
        assert_int_equal(rc, LATHE_ENOMEM);
        assert_true(err.msg[0]);
    }
}

/* The real thing, where Debian's package is installed. */
static void fashion_mnist_is_read(void **state)
{
    static const char path[] =
        "/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz";
    struct lathe_source *s;
    struct lathe_idx x = {0};
    struct lathe_err err = {0};
    static uint8_t rows[1000 * 784];
    size_t got, n = 0;

    (void)state;
    if (access(path, R_OK) != 0) {
        print_message("%s is not there\n", path);
        skip();
    }
    assert_int_equal(lathe_source_open(&s, path, &err), LATHE_OK);
    assert_int_equal(lathe_idx_open(&x, s, &err), LATHE_OK);
    assert_int_equal(x.row_bytes, 784);
    do {
        assert_int_equal(lathe_idx_read(&x, rows, 1000, &got, &err),
                         LATHE_OK);
        n += got;
    } while (got);
    assert_int_equal(n, 10000);
    lathe_idx_release(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_idx_file_is_known_by_its_magic),
        cmocka_unit_test(rows_come_in_order),
        cmocka_unit_test(labels_have_one_byte_a_row),
        cmocka_unit_test(bad_headers_are_refused),
        cmocka_unit_test(too_few_rows_are_an_error),
        cmocka_unit_test(bytes_behind_the_rows_are_an_error),
        cmocka_unit_test(opening_survives_every_failed_allocation),
        cmocka_unit_test(fashion_mnist_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
