#include "unit.h"

#include "scan/numeral.h"

#include <string.h>

static struct lathe_numerals see(const char *words)
{
    struct lathe_numerals n = {0};

    for (const char *at = words; *at; at += *at == ' ') {
        size_t len = strcspn(at, " ");

        lathe_numerals_add(&n, at, len);
        at += len;
    }
    return n;
}

static bool is_padded(const char *words, const char *example)
{
    struct lathe_numerals n = see(words);
    const char *padded = lathe_numerals_padded(&n);

    return example ? padded && strcmp(padded, example) == 0 : !padded;
}

static bool is_grouped(const char *words, const char *example)
{
    struct lathe_numerals n = see(words);
    const char *grouped = lathe_numerals_grouped(&n);

    return example ? grouped && strcmp(grouped, example) == 0 : !grouped;
}

static void zeros_in_front_of_digits_may_be_codes(void **state)
{
    (void)state;
    assert_true(is_padded("12345 02134 00501", "02134"));
    assert_true(is_padded("007", "007"));
    assert_true(is_padded("01 12 00", NULL));
    assert_true(is_padded("0 10 100", NULL));
    assert_true(is_padded("007 1.5", NULL));
    assert_true(is_padded("007 -8", NULL));
    assert_true(is_padded("0.05 10", NULL));
    assert_true(is_padded("", NULL));
}

static void dots_that_a_number_would_not_have_are_between_thousands(void **state)
{
    (void)state;
    assert_true(is_grouped("12 1.540 999", "1.540"));
    assert_true(is_grouped("0 -12.500 7.125", "-12.500"));
    assert_true(is_grouped("1.540 2.125", NULL));       /* three decimals */
    assert_true(is_grouped("12 1.541 2.125", NULL));    /* %g of three */
    assert_true(is_grouped("12 1.540 0.250", NULL));
    assert_true(is_grouped("12 1.540 1540", NULL));
    assert_true(is_grouped("12 1.540 1.5", NULL));
    assert_true(is_grouped("12 1.540 1e3", NULL));
    assert_true(is_grouped("12 1.540 1.5400", NULL));
    assert_true(is_grouped("12 012.540 1.540", NULL));
    assert_true(is_grouped("", NULL));
}

static bool is_wide(const char *words, const char *example)
{
    struct lathe_numerals n = see(words);
    const char *wide = lathe_numerals_wide(&n);

    return example ? wide && strcmp(wide, example) == 0 : !wide;
}

static void whole_numbers_that_a_double_rounds_may_be_codes(void **state)
{
    (void)state;
    assert_true(is_wide("9007199254740991 9007199254740992", NULL));
    assert_true(is_wide("5 9007199254740993 9007199254740995",
                        "9007199254740993"));
    assert_true(is_wide("-1234567890123456001", "-1234567890123456001"));
    assert_true(is_wide("0000000000000000000000012", NULL));
    assert_true(is_wide("1000000000000000000000", NULL));       /* exact */
    assert_true(is_wide("0.1234567890123456789 1e300", NULL));
    assert_true(is_wide("12345678901234567890123456789012345678",
                        "12345678901234567890..."));
}

static bool is_version(const char *words, const char *example)
{
    struct lathe_numerals n = see(words);
    const char *version = lathe_numerals_version(&n);

    return example ? version && strcmp(version, example) == 0 : !version;
}

static void zeros_behind_some_numbers_make_versions(void **state)
{
    (void)state;
    assert_true(is_version("1.9 1.10 2.0", "1.10"));
    assert_true(is_version("10.4 10.15 12.20", "12.20"));
    assert_true(is_version("1.9 1.11", NULL));
    assert_true(is_version("1.90 1.10", NULL));
    assert_true(is_version("1.9 1.00", NULL));
    assert_true(is_version("1.9 1.10 2", NULL));
    assert_true(is_version("1.9 1.10 -2.5", NULL));
    assert_true(is_version("1.9 1.10 2.125", NULL));
    assert_true(is_version("1.9 1.10 120.5", NULL));
    assert_true(is_version("1.9 1.10 01.5", NULL));
    assert_true(is_version("1.9 1.10 1e5", NULL));
    assert_true(is_version("", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zeros_in_front_of_digits_may_be_codes),
        cmocka_unit_test(whole_numbers_that_a_double_rounds_may_be_codes),
        cmocka_unit_test(zeros_behind_some_numbers_make_versions),
        cmocka_unit_test(
            dots_that_a_number_would_not_have_are_between_thousands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
