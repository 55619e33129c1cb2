#include "unit.h"

#include "prepare/comma.h"
#include "prepare/sign.h"

#include <string.h>

static const char *sign_of(const char *s)
{
    const struct lathe_sign *sign = lathe_sign_of(s, strlen(s));

    return sign ? sign->text : "";
}

static void a_sign_stands_before_or_behind_a_number(void **state)
{
    (void)state;
    assert_string_equal(sign_of("$5"), "$");
    assert_string_equal(sign_of("-$1,200.50"), "$");
    assert_string_equal(sign_of("$-3.5"), "$");
    assert_string_equal(sign_of("45%"), "%");
    assert_string_equal(sign_of(" 4.5 % "), "%");
    assert_string_equal(sign_of("12 €"), "€");
    assert_string_equal(sign_of("€1.234,5"), "€");
    assert_string_equal(sign_of("£1e3"), "£");
    assert_string_equal(sign_of("−5"), "−");
    assert_string_equal(sign_of("−1,234.5"), "−");
}

static void blanks_that_do_not_break_stand_anywhere(void **state)
{
    (void)state;
    assert_string_equal(sign_of("5\u00a0"), "\u00a0");
    assert_string_equal(sign_of("\u00a0-5"), "\u00a0");
    assert_string_equal(sign_of("1\u00a0234\u00a0567,5"), "\u00a0");
    assert_string_equal(sign_of("1\u202f234"), "\u202f");
    assert_string_equal(sign_of("1\u202f234\u00a0"), "");
    assert_string_equal(sign_of("a\u00a05"), "");
    assert_string_equal(sign_of("\u00a0"), "");
}

static void what_is_no_number_has_no_sign(void **state)
{
    (void)state;
    assert_string_equal(sign_of(""), "");
    assert_string_equal(sign_of("$"), "");
    assert_string_equal(sign_of("%%"), "");
    assert_string_equal(sign_of("5"), "");
    assert_string_equal(sign_of("-"), "");
    assert_string_equal(sign_of("$x"), "");
    assert_string_equal(sign_of("$5%"), "");
    assert_string_equal(sign_of("5 kg"), "");
    assert_string_equal(sign_of("- $5"), "");
}

static void blanks_of_quoted_numbers_are_told(void **state)
{
    (void)state;
    assert_string_equal(sign_of("5 "), " ");
    assert_string_equal(sign_of("  -1.5"), " ");
    assert_string_equal(sign_of(" 1,234.5"), " ");
    assert_string_equal(sign_of(" "), "");
    assert_string_equal(sign_of("5 6"), "");
    assert_string_equal(sign_of(" a"), "");
}

static void parentheses_stand_for_a_minus(void **state)
{
    (void)state;
    assert_string_equal(sign_of("(5)"), "(");
    assert_string_equal(sign_of(" (1,234.50) "), "(");
    assert_string_equal(sign_of("(-5)"), "");
    assert_string_equal(sign_of("()"), "");
    assert_string_equal(sign_of("(.)"), "");
    assert_string_equal(sign_of("(5"), "");
    assert_string_equal(sign_of("(5)."), "");
    assert_string_equal(sign_of("(a)"), "");
    assert_string_equal(sign_of("(1e3)"), "");
}

static void fill(struct lathe_dict *dict, const char *const *word, size_t n)
{
    uint32_t code;

    for (size_t i = 0; i < n; i++)
        assert_int_equal(lathe_dict_add(dict, word[i], strlen(word[i]), &code,
                                        NULL), LATHE_OK);
}

static void words_share_one_sign_or_have_none(void **state)
{
    static const char *const prices[] = { "$5", "12", "$1,200", "-$3" };
    static const char *const mixed[] = { "$5", "5%" };
    static const char *const words[] = { "$5", "free" };
    struct lathe_dict a = {0}, b = {0}, c = {0}, none = {0};

    (void)state;
    fill(&a, prices, 4);
    fill(&b, mixed, 2);
    fill(&c, words, 2);
    assert_string_equal(lathe_sign_of_words(&a)->text, "$");
    assert_null(lathe_sign_of_words(&b));
    assert_null(lathe_sign_of_words(&c));
    assert_null(lathe_sign_of_words(&none));
    lathe_dict_release(&a);
    lathe_dict_release(&b);
    lathe_dict_release(&c);
}

static enum lathe_comma comma_of(const char *s)
{
    return lathe_comma_of(s, strlen(s));
}

static void commas_are_told_from_one_another(void **state)
{
    (void)state;
    assert_int_equal(comma_of("1234.5"), LATHE_COMMA_NUMBER);
    assert_int_equal(comma_of("1,234"), LATHE_COMMA_THOUSANDS);
    assert_int_equal(comma_of("-1,234,567.8"), LATHE_COMMA_THOUSANDS);
    assert_int_equal(comma_of("1,5"), LATHE_COMMA_DECIMAL);
    assert_int_equal(comma_of("1.234,5"), LATHE_COMMA_DOTS);
    assert_int_equal(comma_of("1.234.567"), LATHE_COMMA_DOTS);
    assert_int_equal(comma_of("1.23.567"), LATHE_COMMA_NONE);
    assert_int_equal(comma_of("12345,678"), LATHE_COMMA_DECIMAL);
    assert_int_equal(comma_of("1,2,3"), LATHE_COMMA_NONE);
    assert_int_equal(comma_of("1,"), LATHE_COMMA_NONE);
    assert_int_equal(comma_of(",5"), LATHE_COMMA_NONE);
    assert_int_equal(comma_of("a,5"), LATHE_COMMA_NONE);
    assert_int_equal(comma_of(""), LATHE_COMMA_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sign_stands_before_or_behind_a_number),
        cmocka_unit_test(blanks_that_do_not_break_stand_anywhere),
        cmocka_unit_test(what_is_no_number_has_no_sign),
        cmocka_unit_test(blanks_of_quoted_numbers_are_told),
        cmocka_unit_test(parentheses_stand_for_a_minus),
        cmocka_unit_test(words_share_one_sign_or_have_none),
        cmocka_unit_test(commas_are_told_from_one_another),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
