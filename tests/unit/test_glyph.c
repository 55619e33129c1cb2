#include "unit.h"

#include "base/glyph.h"
#include "base/json.h"

#include <string.h>

static void check(const char *text, const char *want)
{
    char s[64];

    assert_true(strlen(text) < sizeof s);
    memcpy(s, text, strlen(text) + 1);
    lathe_glyph_tame(s);
    assert_string_equal(s, want);
}

static void text_of_any_script_stays_as_it_is(void **state)
{
    (void)state;
    check("", "");
    check("plain, ~", "plain, ~");
    check("gr\xc3\xb6\xc3\x9f" "e", "gr\xc3\xb6\xc3\x9f" "e");
    check("\xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x98\x80",
          "\xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x98\x80");
    check("\xc2\xa0\xef\xbf\xbf\xf4\x8f\xbf\xbf",
          "\xc2\xa0\xef\xbf\xbf\xf4\x8f\xbf\xbf");
}

static void what_steers_a_terminal_is_not_shown(void **state)
{
    (void)state;
    check("\x1b[31mred\x07", "?[31mred?");
    check("a\tb\nc\x7f", "a?b?c?");
    check("\xc2\x9b" "2J \xc2\x80\xc2\x9f", "?2J ??");
    check("a\xe2\x80\xaegnp.exe", "a?gnp.exe");
    check("\xe2\x81\xa6x\xe2\x81\xa9\xe2\x80\x8f\xd8\x9c", "?x???");
    check("\xe2\x80\xa8\xe2\x80\xa9", "??");
    check("\xef\xbb\xbf" "5\xe2\x80\x8b", "?5?");
    check("a\xc2\xad" "b\xe2\x81\xa0", "a?b?");
}

static void bytes_that_begin_no_character_are_not_shown(void **state)
{
    (void)state;
    check("caf\xe9", "caf?");
    check("\xc0\xaf", "??");
    check("\xed\xa0\x80", "???");
    check("\xf4\x90\x80\x80", "????");
    check("cut \xe6\x97", "cut ??");
    check("\x80x\xff", "?x?");
}

static void a_character_ends_where_its_bytes_end(void **state)
{
    bool shown;

    (void)state;
    assert_int_equal(lathe_glyph_bytes("\xf0\x9f\x98\x80", 4), 4);
    assert_int_equal(lathe_glyph_bytes("\xf0\x9f\x98\x80", 3), 0);
    assert_int_equal(lathe_glyph_bytes("", 1), 0);
    assert_int_equal(lathe_glyph_next("\xe2\x80\xae!", &shown), 3);
    assert_false(shown);
    assert_int_equal(lathe_glyph_next("\xe9!", &shown), 1);
    assert_false(shown);
    assert_int_equal(lathe_glyph_next("\xc3\xa9!", &shown), 2);
    assert_true(shown);
}

static void json_escapes_what_steers_a_terminal(void **state)
{
    struct lathe_buf text = {0};
    struct lathe_json_out j = {.out = &text, .compact = true};

    (void)state;
    lathe_json_open(&j, NULL, '[');
    lathe_json_string(&j, NULL, "\x1b\xc2\x9b\xc2\xa9\x7f");
    lathe_json_close(&j, ']');
    assert_string_equal(text.s, "[\"\\u001b\\u009b\xc2\xa9\\u007f\"]");
    lathe_buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_any_script_stays_as_it_is),
        cmocka_unit_test(what_steers_a_terminal_is_not_shown),
        cmocka_unit_test(bytes_that_begin_no_character_are_not_shown),
        cmocka_unit_test(a_character_ends_where_its_bytes_end),
        cmocka_unit_test(json_escapes_what_steers_a_terminal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
