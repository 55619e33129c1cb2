#include "unit.h"

#include "hint/nonumber.h"

#include <string.h>

/* What is said of the value, which is no number, in a file of commas, in one of
 * another delimiter, or, where that is 0, in none. */
static bool tells(const char *s, char delimiter, const char *text)
{
    const struct lathe_dialect dialect = {.delimiter = delimiter};
    struct lathe_buf out = {.limit = 400};
    bool same;

    lathe_nonumber_tell(&out, s, strlen(s), &dialect);
    assert_int_equal(lathe_buf_check(&out, NULL), LATHE_OK);
    same = strcmp(out.s, text) == 0;
    if (!same)
        print_message("'%s' %s\n", s, out.s);
    lathe_buf_release(&out);
    return same;
}

static bool is_said(const char *s, const char *text)
{
    return tells(s, ',', text);
}

static void what_is_around_a_number_is_told_with_the_command(void **state)
{
    (void)state;
    assert_true(is_said("(5)", "is not a number, and would be one but for its "
                        "parentheses for a minus: "
                        "sed -E 's/\\(([0-9.,]+)\\)/-\\1/g' FILE"));
    assert_true(is_said("1,5", "is not a number, and would be one but for its "
                        "decimal commas: "
                        "sed -E 's/\"([-+0-9]+),([0-9]+)\"/\\1.\\2/g' FILE"));
    assert_true(tells("1,5", ';', "is not a number, and would be one but for "
                      "its decimal commas: sed 's/,/./g' FILE"));
    assert_true(tells("1.234,5", '\0', "is not a number, and would be one but "
                      "for decimal commas and dots between thousands"));
    assert_true(is_said("  ", "is not a number; if blanks are missing values, "
                        "this empties them: sed -E 's/\" +\"/\"\"/g' FILE"));
    assert_true(tells("  ", '\0', "is not a number; if blanks are missing "
                      "values, empty them"));
}

static void signs_and_units_are_taken_off_where_the_column_has_them(
    void **state)
{
    (void)state;
    assert_true(is_said("$5", "is not a number, and would be one but for its "
                        "'$' signs, if the column counts in these: "
                        "sed 's/[$]//g' FILE"));
    assert_true(tells("45%", '\0', "is not a number, and would be one but for "
                      "its '%' signs, if the column counts in these"));
    assert_true(tells("12 kg", '\0', "is not a number, and would be one but "
                      "for its unit 'kg', if the column counts in these"));
    assert_true(tells("30 years", '\0', "is not a number, and would be one but "
                      "for its unit 'years', if the column counts in these"));
    assert_true(tells("5 EUR", '\0', "is not a number, and would be one but "
                      "for its unit 'EUR', if the column counts in these"));
    assert_true(tells("5mg/dL", '\0', "is not a number, and would be one but "
                      "for its unit 'mg/dL', if the column counts in these"));
}

static void a_comma_before_three_digits_may_be_either(void **state)
{
    (void)state;
    assert_true(tells("1,234", '\0', "is not a number, and would be one but "
                      "for commas between thousands, if they are such"));
    assert_true(tells("1,234,567", '\0', "is not a number, and would be one "
                      "but for commas between thousands"));
    assert_true(tells("1,234.5", '\0', "is not a number, and would be one "
                      "but for commas between thousands"));
    assert_true(tells("-0,234", '\0', "is not a number, and would be one but "
                      "for its decimal commas"));
}

static void what_multiplies_is_not_taken_off(void **state)
{
    (void)state;
    assert_true(is_said("1.2K", "is not a number; written out, without 'K', it "
                        "would be one"));
    assert_true(is_said("5 million", "is not a number; written out, without "
                        "'million', it would be one"));
}

static void measures_and_dates_are_told(void **state)
{
    static const char degrees[] =
        "is not a number; as degrees with a fraction, negative to the south "
        "and west, it would be one";

    (void)state;
    assert_true(is_said("0x1F", "is not a number, but hexadecimal: perl -pe "
                        "'s/(?<![-\\w])0x[0-9a-f]+(?![-\\w])/hex $&/gie' "
                        "FILE"));
    assert_true(tells("0x1F", '\0', "is not a number, but hexadecimal"));
    assert_true(is_said("40.7S", degrees) && is_said("40° 26' N", degrees));
    assert_true(is_said("2h 30m", "is not a number; in one unit, as hours like "
                        "10.5, it would be one"));
    assert_true(is_said("10:30", "is not a number; as hours like 10.5 it would "
                        "be one"));
    assert_true(is_said("5.1 ± 0.2", "is not a number, but one with its error: "
                        "sed -E 's/([0-9.]) *(±|\\+\\/-) *[0-9.]+/\\1/g' "
                        "FILE"));
    assert_true(is_said("2023-01-15", "is not a number, but a date"));
}

static void of_anything_else_it_is_said_that_it_is_none(void **state)
{
    static const char *const values[] = {
        "x", "5x", "5 x", "3 XL", "2XL", "1st", "10 AM", "10 pm", "12 March",
        "40 S", "1.2.3", "192.168.0.1", "1,2,3", "$", "$-", "- 5", "--5",
        "5 kg kg", "120/80", "± 2", "5 ± x",
        "12345678901234567890123456789012345678901234567890123456 and more"};

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        assert_true(is_said(values[i], "is not a number"));
}

static void a_long_command_is_left_out(void **state)
{
    (void)state;
    assert_true(is_said("١\u202f２ kg", "is not a number, and would be one but "
                        "for its unit 'kg', narrow no-break spaces, wide "
                        "digits and digits of Arabic script, if the column "
                        "counts in these"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_around_a_number_is_told_with_the_command),
        cmocka_unit_test(
            signs_and_units_are_taken_off_where_the_column_has_them),
        cmocka_unit_test(a_comma_before_three_digits_may_be_either),
        cmocka_unit_test(what_multiplies_is_not_taken_off),
        cmocka_unit_test(measures_and_dates_are_told),
        cmocka_unit_test(of_anything_else_it_is_said_that_it_is_none),
        cmocka_unit_test(a_long_command_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
