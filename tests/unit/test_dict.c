#include "unit.h"

#include "base/alloc.h"
#include "data/dict.h"

#include <stdio.h>
#include <string.h>

static uint32_t add(struct lathe_dict *d, const char *s)
{
    uint32_t code = 12345;

    assert_int_equal(lathe_dict_add(d, s, strlen(s), &code, NULL), LATHE_OK);
    return code;
}

static uint32_t find(const struct lathe_dict *d, const char *s)
{
    return lathe_dict_find(d, s, strlen(s));
}

static void codes_count_up_and_stay(void **state)
{
    (void)state;
    struct lathe_dict d = {0};

    assert_int_equal(find(&d, "a"), LATHE_DICT_NONE);
    assert_int_equal(add(&d, "a"), 0);
    assert_int_equal(add(&d, ""), 1);
    assert_int_equal(add(&d, "a"), 0);
    assert_int_equal(add(&d, "ab"), 2);
    assert_int_equal(find(&d, "ab"), 2);
    assert_int_equal(find(&d, "b"), LATHE_DICT_NONE);
    assert_int_equal(d.n, 3);
    assert_int_equal(d.bytes, 3);
    assert_string_equal(d.word[2], "ab");
    lathe_dict_release(&d);
    lathe_dict_release(&d);
}

static void ten_thousand_words_are_all_found(void **state)
{
    (void)state;
    struct lathe_dict d = {0};
    char word[16];

    for (uint32_t i = 0; i < 10000; i++) {
        snprintf(word, sizeof word, "w%u", i * 7);
        assert_int_equal(add(&d, word), i);
    }
    for (uint32_t i = 0; i < 10000; i++) {
        snprintf(word, sizeof word, "w%u", i * 7);
        assert_int_equal(find(&d, word), i);
        snprintf(word, sizeof word, "w%u", i * 7 + 1);
        assert_int_equal(find(&d, word), LATHE_DICT_NONE);
    }
    assert_true(d.slots >= 2 * d.n);
    lathe_dict_release(&d);
}

static void expect_sorted(const char *const *in, const char *const *sorted,
                          uint32_t n)
{
    struct lathe_dict d = {0};
    uint32_t order[16];

    for (uint32_t i = 0; i < n; i++)
        add(&d, in[i]);
    assert_int_equal(lathe_dict_sort(&d, order, NULL), LATHE_OK);
    for (uint32_t i = 0; i < n; i++) {
        assert_string_equal(d.word[i], sorted[i]);
        assert_string_equal(in[order[i]], sorted[i]);
        assert_int_equal(find(&d, sorted[i]), i);
        assert_int_equal(d.length[i], strlen(sorted[i]));
    }
    lathe_dict_release(&d);
}

static void words_sort_in_byte_order(void **state)
{
    (void)state;
    const char *const in[] = {"b", "a", "\xc3\xa4", "B", "ab"};
    const char *const sorted[] = {"B", "a", "ab", "b", "\xc3\xa4"};

    expect_sorted(in, sorted, 5);
}

static void numbers_sort_in_numeric_order(void **state)
{
    (void)state;
    const char *const in[] = {"10", "9", "-3", "1e1", "0.5"};
    const char *const sorted[] = {"-3", "0.5", "9", "10", "1e1"};

    expect_sorted(in, sorted, 5);
}

static void a_word_more_does_not_move_the_others(void **state)
{
    (void)state;
    const char *const in[] = {"10", "x", "9", "nan", "inf", "1"};
    const char *const sorted[] = {"1", "9", "10", "inf", "nan", "x"};

    expect_sorted(in, sorted, 6);
    expect_sorted(in + 2, (const char *const[]){"9", "nan"}, 2);
}

static void a_copy_has_the_same_codes(void **state)
{
    (void)state;
    struct lathe_dict d = {0}, copy;

    add(&d, "x");
    add(&d, "y");
    assert_int_equal(lathe_dict_copy(&copy, &d, NULL), LATHE_OK);
    lathe_dict_release(&d);
    assert_int_equal(find(&copy, "y"), 1);
    assert_int_equal(copy.bytes, 2);
    lathe_dict_release(&copy);
}

static void an_empty_dictionary_sorts_and_copies(void **state)
{
    (void)state;
    struct lathe_dict d = {0}, copy;

    assert_int_equal(lathe_dict_sort(&d, NULL, NULL), LATHE_OK);
    assert_int_equal(lathe_dict_copy(&copy, &d, NULL), LATHE_OK);
    assert_int_equal(copy.n, 0);
    lathe_dict_release(&copy);
}

/* After any failure the dictionary is as it was, and a second try works. */
static void adding_survives_every_failed_allocation(void **state)
{
    (void)state;
    struct lathe_dict d = {0};
    char word[16];

    for (uint32_t i = 0; i < 40; i++) {
        snprintf(word, sizeof word, "%u", i);
        for (long n = 0;; n++) {
            struct lathe_err err = {0};
            uint32_t code;

            lathe_alloc_fail_after(n);
            enum lathe_code rc =
                lathe_dict_add(&d, word, strlen(word), &code, &err);
            lathe_alloc_fail_after(-1);
            if (rc == LATHE_OK)
                break;
            assert_int_equal(rc, LATHE_ENOMEM);
            assert_true(err.msg[0]);
            assert_int_equal(d.n, i);
            assert_int_equal(find(&d, word), LATHE_DICT_NONE);
        }
        assert_int_equal(find(&d, word), i);
    }
    for (long n = 0; n < 3; n++) {
        struct lathe_dict copy;

        lathe_alloc_fail_after(n);
        assert_int_equal(lathe_dict_copy(&copy, &d, NULL), LATHE_ENOMEM);
        lathe_alloc_fail_after(-1);
        assert_int_equal(copy.n, 0);
        assert_null(copy.word);
    }
    lathe_alloc_fail_after(0);
    assert_int_equal(lathe_dict_sort(&d, NULL, NULL), LATHE_ENOMEM);
    lathe_alloc_fail_after(-1);
    lathe_dict_release(&d);
}

/* Of each length, a word and all that differ from it in one byte: more than
 * what the first and the last bytes tell. */
static void a_byte_anywhere_makes_another_word(void **state)
{
    (void)state;
    struct lathe_dict d = {0};
    char word[41] = {0};
    uint32_t n = 0;

    for (size_t len = 0; len < sizeof word; len++) {
        memset(word, 'x', len);
        assert_int_equal(add(&d, word), n++);
        for (size_t i = 0; i < len; i++) {
            word[i] = 'y';
            assert_int_equal(find(&d, word), LATHE_DICT_NONE);
            assert_int_equal(add(&d, word), n++);
            assert_int_equal(find(&d, word), n - 1);
            word[i] = 'x';
        }
        assert_int_equal(find(&d, word), n - 1 - len);
    }
    lathe_dict_release(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_count_up_and_stay),
        cmocka_unit_test(ten_thousand_words_are_all_found),
        cmocka_unit_test(a_byte_anywhere_makes_another_word),
        cmocka_unit_test(words_sort_in_byte_order),
        cmocka_unit_test(numbers_sort_in_numeric_order),
        cmocka_unit_test(a_word_more_does_not_move_the_others),
        cmocka_unit_test(a_copy_has_the_same_codes),
        cmocka_unit_test(an_empty_dictionary_sorts_and_copies),
        cmocka_unit_test(adding_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
