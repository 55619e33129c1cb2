#include "unit.h"

#include "hint/dress.h"

#include <stdio.h>
#include <string.h>

/* What is around it, one after another; "": it is a number, or is none. */
static const char *dress_of(const char *s)
{
    static char text[256];
    struct lathe_buf out = {.limit = sizeof text};
    struct lathe_dress d;

    text[0] = '\0';
    if (lathe_dress_of(s, strlen(s), &d)) {
        lathe_dress_name(&out, &d, false);
        snprintf(text, sizeof text, "%s", out.s);
    }
    lathe_buf_release(&out);
    return text;
}

static void a_sign_stands_before_or_behind_a_number(void **state)
{
    (void)state;
    assert_string_equal(dress_of("$5"), "its '$' signs");
    assert_string_equal(dress_of("-$1,200.50"),
                        "its '$' signs and commas between thousands");
    assert_string_equal(dress_of("$-3.5"), "its '$' signs");
    assert_string_equal(dress_of("45%"), "its '%' signs");
    assert_string_equal(dress_of(" 4.5 % "),
                        "its '%' signs and blanks within quotes");
    assert_string_equal(dress_of("12 €"), "its '€' signs");
    assert_string_equal(dress_of("€1.234,5"),
                        "its '€' signs and decimal commas and dots between thousands");
    assert_string_equal(dress_of("£1e3"), "its '£' signs");
    assert_string_equal(dress_of("−5"), "its '−' signs in place of '-'");
    assert_string_equal(dress_of("−1,234.5"),
                        "its '−' signs in place of '-' and commas between thousands");
}

static void currencies_by_letters_stand_in_front(void **state)
{
    (void)state;
    assert_string_equal(dress_of("USD 5"), "its 'USD' signs");
    assert_string_equal(dress_of("-EUR5.25"), "its 'EUR' signs");
    assert_string_equal(dress_of("US$ 1,200"),
                        "its 'US$' signs and commas between thousands");
    assert_string_equal(dress_of("R$ 1.200,50"),
                        "its 'R$' signs and decimal commas and dots between thousands");
    assert_string_equal(dress_of("Rs. 5"), "its 'Rs.' signs");
    assert_string_equal(dress_of("5 USD"), "its unit 'USD'");
    assert_string_equal(dress_of("USDA 5"), "");
    assert_string_equal(dress_of("Type 5"), "");
    assert_string_equal(dress_of("USD"), "");
    assert_string_equal(dress_of("5R$"), "");
}

static void blanks_that_do_not_break_stand_anywhere(void **state)
{
    (void)state;
    assert_string_equal(dress_of("5\u00a0"), "its no-break spaces");
    assert_string_equal(dress_of("\u00a0-5"), "its no-break spaces");
    assert_string_equal(dress_of("1\u00a0234\u00a0567,5"),
                        "its no-break spaces and decimal commas");
    assert_string_equal(dress_of("1\u202f234"), "its narrow no-break spaces");
    assert_string_equal(dress_of("1\u202f234\u00a0"),
                        "its no-break spaces and narrow no-break spaces");
    assert_string_equal(dress_of("a\u00a05"), "");
    assert_string_equal(dress_of("\u00a0"), "");
}

static void what_is_not_seen_stands_anywhere(void **state)
{
    (void)state;
    assert_string_equal(dress_of("\ufeff200"),
                        "its characters that are not seen");
    assert_string_equal(dress_of("5\u200b"),
                        "its characters that are not seen");
    assert_string_equal(dress_of("\u200e-5\u200f"),
                        "its characters that are not seen");
    assert_string_equal(dress_of("1\u00ad5\u2009000"),
                        "its thin spaces and characters that are not seen");
    assert_string_equal(dress_of("\u200b"), "");
}

static void digits_of_other_scripts_are_told(void **state)
{
    (void)state;
    assert_string_equal(dress_of("\uff11\uff10.5"), "its wide digits");
    assert_string_equal(dress_of("\u0661\u0669"),
                        "its digits of Arabic script");
    assert_string_equal(dress_of("\uff1a"), "");        /* a wide colon */
    assert_string_equal(dress_of("\u066a\xd9"), "");
}

static void apostrophes_stand_between_thousands(void **state)
{
    (void)state;
    assert_string_equal(dress_of("1'234'567.50"),
                        "its apostrophes between thousands");
    assert_string_equal(dress_of("-12’345"),
                        "its apostrophes between thousands");
    assert_string_equal(dress_of("5'11"), "");
    assert_string_equal(dress_of("1'2345"), "");
    assert_string_equal(dress_of("'234"), "");
    assert_string_equal(dress_of("12'"), "");
}

static void blanks_stand_between_thousands(void **state)
{
    (void)state;
    assert_string_equal(dress_of("1 234"), "its blanks between thousands");
    assert_string_equal(dress_of("-12 345 678.5"),
                        "its blanks between thousands");
    assert_string_equal(dress_of("1 234,50 €"),
                        "its '€' signs, blanks between thousands and decimal commas");
    assert_string_equal(dress_of("2020 123"), "");
    assert_string_equal(dress_of("1 2345"), "");
    assert_string_equal(dress_of("1 234567 890"), "");
    assert_string_equal(dress_of("1 23"), "");
    assert_string_equal(dress_of("a1 234"), "");
}

static void limits_stand_in_front(void **state)
{
    (void)state;
    assert_string_equal(dress_of("<0.1"), "its '<' and '>' of limits");
    assert_string_equal(dress_of(">= 500"), "its '<' and '>' of limits");
    assert_string_equal(dress_of("≤-3"), "its '<' and '>' of limits");
    assert_string_equal(dress_of("–5"), "its '–' signs in place of '-'");
    assert_string_equal(dress_of("<"), "");
    assert_string_equal(dress_of("<<1"), "");
    assert_string_equal(dress_of("<p>"), "");
}

static void what_is_no_number_has_no_sign(void **state)
{
    (void)state;
    assert_string_equal(dress_of(""), "");
    assert_string_equal(dress_of("$"), "");
    assert_string_equal(dress_of("%%"), "");
    assert_string_equal(dress_of("5"), "");
    assert_string_equal(dress_of("-"), "");
    assert_string_equal(dress_of("$x"), "");
    assert_string_equal(dress_of("$5%"), "");
    assert_string_equal(dress_of("5 kg"), "its unit 'kg'");
    assert_string_equal(dress_of("- $5"), "");
}

static void blanks_of_quoted_numbers_are_told(void **state)
{
    (void)state;
    assert_string_equal(dress_of("5 "), "its blanks within quotes");
    assert_string_equal(dress_of("  -1.5"), "its blanks within quotes");
    assert_string_equal(dress_of(" 1,234.5"),
                        "its blanks within quotes and commas between thousands");
    assert_string_equal(dress_of(" "), "");
    assert_string_equal(dress_of("5 6"), "");
    assert_string_equal(dress_of(" a"), "");
}

static void parentheses_stand_for_a_minus(void **state)
{
    (void)state;
    assert_string_equal(dress_of("(5)"), "its parentheses for a minus");
    assert_string_equal(dress_of(" (1,234.50) "),
                        "its blanks within quotes, parentheses for a minus and commas between thousands");
    assert_string_equal(dress_of("(-5)"), "");
    assert_string_equal(dress_of("()"), "");
    assert_string_equal(dress_of("(.)"), "");
    assert_string_equal(dress_of("(5"), "");
    assert_string_equal(dress_of("(5)."), "");
    assert_string_equal(dress_of("(a)"), "");
    assert_string_equal(dress_of("(1e3)"), "");
}

static void letters_behind_a_number_are_its_unit(void **state)
{
    (void)state;
    assert_string_equal(dress_of("9kg"), "its unit 'kg'");
    assert_string_equal(dress_of("-1.5 km/h"), "its unit 'km/h'");
    assert_string_equal(dress_of("20 °C"), "its unit '°C'");
    assert_string_equal(dress_of("(5 kg)"),
                        "its unit 'kg' and parentheses for a minus");
    assert_string_equal(dress_of("1e3"), "");
    assert_string_equal(dress_of("9 a/"), "");
    assert_string_equal(dress_of("9 /a"), "");
    assert_string_equal(dress_of("kg"), "");
    assert_string_equal(dress_of(". kg"), "");
    assert_string_equal(dress_of("kg 9"), "");
    assert_string_equal(dress_of("9 kg net"), "");
    assert_string_equal(dress_of("9 abcdefghijklmnop"), "");
}

static void a_minus_stands_at_one_place(void **state)
{
    (void)state;
    assert_string_equal(dress_of("178.57-"), "its minus signs at the end");
    assert_string_equal(dress_of("$5-"),
                        "its '$' signs and minus signs at the end");
    assert_string_equal(dress_of("-5-"), "");
    assert_string_equal(dress_of("--5"), "");
    assert_string_equal(dress_of("$--5"), "");
    assert_string_equal(dress_of("(5-)"), "");
    assert_string_equal(dress_of("a-"), "");
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
    static const char *const limits[] = { "<5", ">=5" };
    static const char *const typo[] = { "31", "3O", "32", "33" };
    struct lathe_dict a = {0}, b = {0}, c = {0}, l = {0}, o = {0}, none = {0};
    struct lathe_dress d;

    (void)state;
    fill(&a, prices, 4);
    fill(&b, mixed, 2);
    fill(&c, words, 2);
    fill(&l, limits, 2);
    fill(&o, typo, 4);
    assert_true(lathe_dress_of_words(&a, &d));
    assert_int_equal(d.comma, LATHE_COMMA_THOUSANDS);
    assert_false(lathe_dress_of_words(&b, &d));
    assert_false(lathe_dress_of_words(&c, &d));
    assert_false(lathe_dress_of_words(&l, &d));
    assert_false(lathe_dress_of_words(&o, &d));
    assert_false(lathe_dress_of_words(&none, &d));
    lathe_dict_release(&l);
    lathe_dict_release(&o);
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
    assert_int_equal(comma_of("0,234"), LATHE_COMMA_DECIMAL);
    assert_int_equal(comma_of("-0,234"), LATHE_COMMA_DECIMAL);
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
        cmocka_unit_test(currencies_by_letters_stand_in_front),
        cmocka_unit_test(blanks_that_do_not_break_stand_anywhere),
        cmocka_unit_test(what_is_not_seen_stands_anywhere),
        cmocka_unit_test(digits_of_other_scripts_are_told),
        cmocka_unit_test(apostrophes_stand_between_thousands),
        cmocka_unit_test(blanks_stand_between_thousands),
        cmocka_unit_test(limits_stand_in_front),
        cmocka_unit_test(what_is_no_number_has_no_sign),
        cmocka_unit_test(blanks_of_quoted_numbers_are_told),
        cmocka_unit_test(parentheses_stand_for_a_minus),
        cmocka_unit_test(letters_behind_a_number_are_its_unit),
        cmocka_unit_test(a_minus_stands_at_one_place),
        cmocka_unit_test(words_share_one_sign_or_have_none),
        cmocka_unit_test(commas_are_told_from_one_another),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
