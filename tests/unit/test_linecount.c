#include "unit.h"

#include "base/rng.h"
#include "ingest/linecount.h"

#include <stdbool.h>

#define BYTES 5000

/* Byte by byte, as linecount.h says it. */
static uint64_t plainly(const char *s, size_t n, bool full)
{
    uint64_t count = 0;

    for (size_t i = 0; i < n; i++) {
        bool blank = s[i - 1] == '\n' ||
                     (s[i - 1] == '\r' && s[i - 2] == '\n');

        count += s[i] == '\n' && !(full && blank);
    }
    return count;
}

static void lines_of_any_text_are_counted(void **state)
{
    static char text[BYTES + 2];
    const char *s = text + 2;
    struct lathe_rng rng = lathe_rng_stream(4, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int lap = 0; lap < 3000; lap++) {
        size_t n = lathe_rng_below(&rng, lap % 30 ? 300 : BYTES + 1);
        uint64_t kinds = 2 + lathe_rng_below(&rng, 6);

        for (size_t i = 0; i < n + 2; i++)
            text[i] = "\n\rax\n0,"[lathe_rng_below(&rng, kinds) % 7];
        for (int level = 0; level <= (int)lathe_cpu_level(); level++) {
            struct lathe_linecount c =
                lathe_linecount_for((enum lathe_cpu_level)level);

            assert_int_equal(c.all(s, n), plainly(s, n, false));
            assert_int_equal(c.full(s, n), plainly(s, n, true));
        }
    }
}

static void line_ends_are_counted_however_many_there_are(void **state)
{
    static char text[BYTES + 2];
    char *s = text + 2;
    const size_t every[] = {1, 2, 7, 64, 65};

    (void)state;
    text[0] = text[1] = 'x';
    for (size_t k = 0; k < sizeof every / sizeof *every; k++) {
        for (size_t i = 0; i < BYTES; i++)
            s[i] = i % every[k] ? 'x' : '\n';
        for (size_t n = 0; n < BYTES; n += n < 200 ? 1 : 97)
            for (int level = 0; level <= (int)lathe_cpu_level(); level++) {
                struct lathe_linecount c =
                    lathe_linecount_for((enum lathe_cpu_level)level);
                uint64_t ends = (n + every[k] - 1) / every[k];

                assert_int_equal(c.all(s, n), ends);
                assert_int_equal(c.full(s, n),
                                 every[k] > 1 || n == 0 ? ends : 1);
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_any_text_are_counted),
        cmocka_unit_test(line_ends_are_counted_however_many_there_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
