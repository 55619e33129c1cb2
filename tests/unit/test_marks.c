#include "unit.h"

#include "data/marks.h"

#include <string.h>

static struct lathe_marks marks_of(struct lathe_list *list, const char *text)
{
    struct lathe_marks m;

    assert_int_equal(lathe_list_split(list, text, ',', NULL), LATHE_OK);
    lathe_marks_init(&m, list);
    return m;
}

static bool has(const struct lathe_marks *m, const char *s)
{
    return lathe_marks_has(m, s, strlen(s));
}

static void a_mark_is_the_whole_field(void **state)
{
    struct lathe_list list = {0};
    struct lathe_marks m = marks_of(&list, "NA,N/A,?");

    (void)state;
    assert_true(has(&m, "NA") && has(&m, "N/A") && has(&m, "?"));
    assert_true(has(&m, ""));
    assert_false(has(&m, "N") || has(&m, "NAN") || has(&m, "na") ||
                 has(&m, "N/") || has(&m, "A") || has(&m, "??"));
    lathe_list_release(&list);
}

static bool is_usual(const char *s)
{
    return lathe_marks_is_usual(s, strlen(s));
}

static void usual_marks_and_errors_of_spreadsheets_are_known(void **state)
{
    (void)state;
    assert_true(is_usual("#N/A") && is_usual("n/a") && is_usual("NULL"));
    assert_true(is_usual("#DIV/0!") && is_usual("#REF!") && is_usual("\\N"));
    assert_true(is_usual("-") && is_usual(".") && is_usual("None"));
    assert_false(is_usual("") || is_usual("5") || is_usual("unknown") ||
                 is_usual("-5") || is_usual("#1") || is_usual("nay"));
}

static void without_marks_the_empty_field_alone_is_missing(void **state)
{
    struct lathe_list list = {0};
    struct lathe_marks m;

    (void)state;
    lathe_marks_init(&m, &list);
    assert_true(has(&m, ""));
    assert_false(has(&m, "NA") || m.numbers);
}

/* Only such a mark is in the way of reading numbers side by side. */
static void a_finite_mark_is_a_number_and_nan_is_none(void **state)
{
    static const struct {
        const char *marks;
        bool numbers;
    } c[] = {{"NA,nan,NaN,null", false}, {"inf", false}, {"NA,-999", true},
             {"0", true}, {"1e3", true}};

    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof c[0]; i++) {
        struct lathe_list list = {0};
        struct lathe_marks m = marks_of(&list, c[i].marks);

        assert_int_equal(m.numbers, c[i].numbers);
        lathe_list_release(&list);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mark_is_the_whole_field),
        cmocka_unit_test(usual_marks_and_errors_of_spreadsheets_are_known),
        cmocka_unit_test(without_marks_the_empty_field_alone_is_missing),
        cmocka_unit_test(a_finite_mark_is_a_number_and_nan_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
