#include "unit.h"

#include "base/json.h"

#include <math.h>
#include <string.h>

static void a_document_is_written_and_read_back(void **state)
{
    struct lathe_buf text = {0};
    struct lathe_json_out j = {.out = &text, .compact = true};
    struct lathe_json *v;

    (void)state;
    lathe_json_open(&j, NULL, '{');
    lathe_json_string(&j, "name", "a \"b\"\n\x01");
    lathe_json_double(&j, "x", 0.1);
    lathe_json_double(&j, "none", (double)NAN);
    lathe_json_open(&j, "list", '[');
    lathe_json_int(&j, NULL, -3);
    lathe_json_bool(&j, NULL, true);
    lathe_json_close(&j, ']');
    lathe_json_open(&j, "empty", '{');
    lathe_json_close(&j, '}');
    lathe_json_close(&j, '}');
    assert_string_equal(text.s,
                        "{\"name\":\"a \\\"b\\\"\\n\\u0001\",\"x\":0.1,"
                        "\"none\":null,\"list\":[-3,true],\"empty\":{}}");

    assert_int_equal(lathe_json_parse(&v, text.s, text.len, NULL), LATHE_OK);
    assert_string_equal(lathe_json_as_string(lathe_json_get(v, "name"), ""),
                        "a \"b\"\n\x01");
    assert_true(lathe_json_as_double(lathe_json_get(v, "x"), 0) == 0.1);
    assert_int_equal(lathe_json_kind(lathe_json_get(v, "none")),
                     LATHE_JSON_NULL);
    assert_int_equal(lathe_json_kind(lathe_json_get(v, "gone")),
                     LATHE_JSON_NONE);
    assert_int_equal(lathe_json_size(lathe_json_get(v, "list")), 2);
    assert_int_equal(
        lathe_json_as_int(lathe_json_at(lathe_json_get(v, "list"), 0), 0), -3);
    lathe_json_free(v);
    lathe_buf_release(&text);
}

static void what_is_not_strict_json_is_refused_with_its_place(void **state)
{
    static const char *const bad[] = {
        "",         "{",       "[1,]",       "{\"a\":1,\"a\":2}", "NaN",
        "[1] 2",    "{'a':1}", "\"\\ud800\"", "[1.]",             "01",
        "\"\xff\"", "[1e999]"};
    struct lathe_json *v;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct lathe_err err = {0};
        assert_int_equal(lathe_json_parse(&v, bad[i], strlen(bad[i]), &err),
                         LATHE_EDATA);
        assert_null(v);
        assert_non_null(strstr(err.msg, "line "));
    }
}

static void deep_nesting_is_refused(void **state)
{
    static char deep[100000];
    struct lathe_json *v;

    (void)state;
    memset(deep, '[', sizeof deep);
    assert_int_equal(lathe_json_parse(&v, deep, sizeof deep, NULL),
                     LATHE_EDATA);
}

static void a_text_over_its_limit_fails_once_at_the_end(void **state)
{
    struct lathe_buf b = {.limit = 10};

    (void)state;
    lathe_buf_puts(&b, "12345");
    assert_int_equal(lathe_buf_check(&b, NULL), LATHE_OK);
    lathe_buf_puts(&b, "67890");
    lathe_buf_puts(&b, "x");
    assert_int_equal(lathe_buf_check(&b, NULL), LATHE_ENOMEM);
    lathe_buf_clear(&b);
    lathe_buf_puts(&b, "again");
    assert_int_equal(lathe_buf_check(&b, NULL), LATHE_OK);
    assert_string_equal(b.s, "again");
    lathe_buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_written_and_read_back),
        cmocka_unit_test(what_is_not_strict_json_is_refused_with_its_place),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(a_text_over_its_limit_fails_once_at_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
