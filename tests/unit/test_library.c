/* Functions of a library that is opened when it is needed. */
#include "unit.h"

#include "base/library.h"

#include <math.h>

static void functions_are_found_by_name(void **state)
{
    double (*cosine)(double) = NULL, (*nothing)(double) = NULL;
    const struct lathe_library_call want[] = {{"cos", &cosine},
                                              {"no_such_call", &nothing}};
    (void)state;

    assert_true(lathe_library_open("libm.so.6", want, 1));
    assert_true(cosine(0) == 1);
    assert_false(lathe_library_open("libm.so.6", want, 2));
    assert_null(nothing);
}

static void a_library_that_is_not_there_is_told(void **state)
{
    (void)state;
    assert_false(lathe_library_open("libno-such-library.so.1", NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_are_found_by_name),
        cmocka_unit_test(a_library_that_is_not_there_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
