#include "unit.h"

#include "hint/alike.h"

#include <string.h>

static void add(struct lathe_dict *dict, const char *word)
{
    struct lathe_err err = {0};
    uint32_t code;

    assert_int_equal(lathe_dict_add(dict, word, strlen(word), &code, &err),
                     LATHE_OK);
}

static bool are_alike(const char *one, const char *other)
{
    struct lathe_dict words = {0};
    uint32_t a, b;
    bool alike;

    add(&words, one);
    add(&words, other);
    alike = lathe_alike_find(&words, &a, &b);
    lathe_dict_release(&words);
    return alike;
}

static bool differ_unseen(const char *one, const char *other)
{
    struct lathe_dict words = {0};
    uint32_t a, b;
    const char *how;

    add(&words, one);
    add(&words, other);
    assert_true(lathe_alike_find(&words, &a, &b));
    how = lathe_alike_how(&words, a, b);
    lathe_dict_release(&words);
    return how[0] != '\0';
}

static void numbers_of_one_value_are_alike(void **state)
{
    (void)state;
    assert_true(are_alike("1", "1.0"));
    assert_true(are_alike("1e3", " 1000"));
    assert_false(are_alike("1", "2"));
    assert_false(are_alike("1234567890123456000", "1234567890123456001"));
}

static void words_are_alike_but_for_their_case(void **state)
{
    (void)state;
    assert_true(are_alike("Yes", "yes"));
    assert_true(are_alike("MÜNCHEN", "München"));
    assert_true(are_alike("ŁÓDŹ", "łódź"));
    assert_true(are_alike("Ÿ", "Ÿ ") && !are_alike("Ÿ", "y"));
    assert_true(are_alike("ΑΘΗΝΑ", "αθηνα"));
    assert_true(are_alike("МОСКВА", "Москва"));
    assert_true(are_alike("Ђ", "ђ"));
    assert_false(are_alike("e", "é"));
    assert_false(are_alike("×", "÷"));
    assert_false(are_alike("日本", "日木"));
}

static void words_are_alike_but_for_blanks(void **state)
{
    (void)state;
    assert_true(are_alike(" yes", "yes "));
    assert_true(are_alike("New York", "New  York"));
    assert_true(are_alike("New York", "New\u00a0York\u3000"));
    assert_false(are_alike("a b", "ab"));
    assert_false(are_alike("a", "ab"));
}

static void words_are_alike_but_for_what_is_not_seen(void **state)
{
    (void)state;
    assert_true(are_alike("caf\u00e9", "cafe\u0301"));
    assert_true(are_alike("CAF\u00c9", "cafe\u0301"));
    assert_true(are_alike("\u010cesko", "C\u030cesko"));
    assert_true(are_alike("abc", "\ufeffabc\u200b"));
    assert_true(are_alike("abc", "ab\u00adc"));
    assert_true(are_alike("\u2764", "\u2764\ufe0f"));
    assert_true(are_alike("\uff21\uff11", "A1"));
}

static void how_they_differ_is_told_where_it_is_not_seen(void **state)
{
    (void)state;
    assert_true(differ_unseen("caf\u00e9", "cafe\u0301"));
    assert_true(differ_unseen("CAF\u00c9", "CAFE\u0301"));
    assert_true(differ_unseen("abc", "abc\u200b"));
    assert_true(differ_unseen("abc", "abc\u00a0"));
    assert_false(differ_unseen("abc", "ABC"));
    assert_false(differ_unseen("abc", "abc "));
    assert_false(differ_unseen("caf\u00e9", "CAFE\u0301"));
    assert_false(differ_unseen("1", "1.0"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_one_value_are_alike),
        cmocka_unit_test(words_are_alike_but_for_their_case),
        cmocka_unit_test(words_are_alike_but_for_blanks),
        cmocka_unit_test(words_are_alike_but_for_what_is_not_seen),
        cmocka_unit_test(how_they_differ_is_told_where_it_is_not_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
