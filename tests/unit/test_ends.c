/* Ends of fields, and the fields, on every level of this machine. */
#include "unit.h"

#include "base/rng.h"
#include "ingest/ends.h"

#include <string.h>

enum { BLOCKS = 40, MOST = BLOCKS * LATHE_CLASSIFY_BYTES, LAPS = 300 };

/* Separators: none, few, many or all bytes of a block. */
static uint64_t random_bits(struct lathe_rng *rng)
{
    uint64_t bits = ~(uint64_t)0;

    for (uint64_t n = lathe_rng_below(rng, 6); n > 0; n--)
        bits &= lathe_rng_below(rng, UINT64_MAX);
    return lathe_rng_below(rng, 8) ? bits : 0;
}

static size_t find_plainly(const struct lathe_classes *c, size_t n,
                           uint32_t *end)
{
    size_t ends = 0;

    for (uint32_t i = 0; i < n * LATHE_CLASSIFY_BYTES; i++)
        if (c[i / LATHE_CLASSIFY_BYTES].sep >> i % LATHE_CLASSIFY_BYTES & 1)
            end[ends++] = i;
    return ends;
}

static void the_ends_are_the_separators(void **state)
{
    static uint32_t want[MOST], got[MOST + LATHE_ENDS_SLACK + 1];
    struct lathe_rng rng = lathe_rng_stream(5, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int lap = 0; lap < LAPS; lap++) {
        struct lathe_classes c[BLOCKS] = {{0}};
        size_t n = (size_t)lathe_rng_below(&rng, BLOCKS + 1), ends;

        for (size_t i = 0; i < n; i++)
            c[i].sep = lap ? random_bits(&rng) : ~(uint64_t)0;
        ends = find_plainly(c, n, want);
        for (int level = 0; level <= (int)lathe_cpu_level(); level++) {
            got[ends + LATHE_ENDS_SLACK] = 77;
            assert_int_equal(lathe_ends_for((enum lathe_cpu_level)level)
                                 .find(c, n, got), ends);
            assert_memory_equal(got, want, ends * sizeof *want);
            assert_int_equal(got[ends + LATHE_ENDS_SLACK], 77);
        }
    }
}

static void fields_lie_between_the_ends(void **state)
{
    static char text[MOST];
    struct lathe_rng rng = lathe_rng_stream(6, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int lap = 0; lap < LAPS; lap++) {
        uint32_t end[BLOCKS + 1] = {UINT32_MAX};
        size_t n = (size_t)lathe_rng_below(&rng, BLOCKS + 1);

        for (size_t i = 0; i < n; i++)
            end[i + 1] = end[i] + 1 + (uint32_t)lathe_rng_below(&rng, 20);
        for (int level = 0; level <= (int)lathe_cpu_level(); level++) {
            struct lathe_field f[BLOCKS + 1];
            const char *s = text;

            memset(f, 0x55, sizeof f);
            f[n].len = 77;
            lathe_ends_for((enum lathe_cpu_level)level).cut(end + 1, n, text,
                                                            f);
            for (size_t i = 0; i < n; i++) {
                assert_ptr_equal(f[i].s, s);
                assert_int_equal(f[i].len, text + end[i + 1] - s);
                s = text + end[i + 1] + 1;
            }
            assert_int_equal(f[n].len, 77);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ends_are_the_separators),
        cmocka_unit_test(fields_lie_between_the_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
