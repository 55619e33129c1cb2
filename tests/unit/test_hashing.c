/* Values to places: the same everywhere, within bounds, and evenly. */
#include "unit.h"

#include "data/hashing.h"

#include <stdio.h>
#include <string.h>

/* From Python's xxhash: xxh3_64_intdigest(w) >> 33, and (code * n) >> 31. */
static void codes_and_places_are_those_of_xxh3(void **state)
{
    static const struct {
        const char *word;
        uint32_t code, in_7, in_64, in_most;
    } cases[] = {
        {"", 377700354, 1, 11, 184424},
        {"a", 1935874395, 6, 57, 945251},
        {"Z\xc3\xbcrich", 97658854, 0, 2, 47684},
        {"New York", 1160171758, 3, 34, 566490},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t code = lathe_hashing_code(cases[i].word,
                                           strlen(cases[i].word));

        assert_int_equal(code, cases[i].code);
        assert_int_equal(lathe_hashing_place(code, 1), 0);
        assert_int_equal(lathe_hashing_place(code, 7), cases[i].in_7);
        assert_int_equal(lathe_hashing_place(code, 64), cases[i].in_64);
        assert_int_equal(lathe_hashing_place(code, LATHE_HASHING_PLACES),
                         cases[i].in_most);
    }
}

/* Chi-squared of 64 places: mean 63, deviation 11.2. */
static void values_are_spread_evenly(void **state)
{
    unsigned count[64] = {0};
    double chi = 0;
    (void)state;

    for (int i = 0; i < 64000; i++) {
        char word[16];
        int n = snprintf(word, sizeof word, "id-%d", i);

        count[lathe_hashing_place(lathe_hashing_code(word, (size_t)n), 64)]++;
    }
    for (int i = 0; i < 64; i++)
        chi += (count[i] - 1000.0) * (count[i] - 1000.0) / 1000;
    assert_true(chi > 20 && chi < 130);
}

static void the_last_code_has_the_last_place(void **state)
{
    (void)state;

    for (uint32_t n = 1; n <= LATHE_HASHING_PLACES; n *= 2) {
        assert_int_equal(lathe_hashing_place(LATHE_HASHING_CODES - 1, n),
                         n - 1);
        assert_int_equal(lathe_hashing_place(0, n), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_and_places_are_those_of_xxh3),
        cmocka_unit_test(values_are_spread_evenly),
        cmocka_unit_test(the_last_code_has_the_last_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
