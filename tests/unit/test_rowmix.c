/* A hash of rows: every bit of them counts, and few rows share one. */
#include "unit.h"

#include "base/alloc.h"
#include "base/digest.h"
#include "base/rng.h"
#include "base/rowmix.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 400 };

static void fill(unsigned char *s, size_t n)
{
    struct lathe_rng rng = lathe_rng_stream(1, LATHE_RNG_TEST, 0, n);

    for (size_t i = 0; i < n; i++)
        s[i] = (unsigned char)lathe_rng_u32(&rng);
}

static void every_bit_changes_about_half_of_the_hash(void **state)
{
    static const size_t lengths[] = {1, 15, 63, 64, 65, 79, 127, 128, 216, 400};
    unsigned char s[MOST];
    (void)state;

    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t bits = lengths[i] * 8;
        uint64_t h, sum = 0;

        fill(s, lengths[i]);
        h = lathe_rowmix(s, lengths[i], 5);
        for (size_t k = 0; k < bits; k++) {
            uint64_t changed;

            s[k / 8] ^= (unsigned char)(1 << k % 8);
            changed = h ^ lathe_rowmix(s, lengths[i], 5);
            s[k / 8] ^= (unsigned char)(1 << k % 8);
            assert_in_range(__builtin_popcountll(changed), 8, 56);
            sum += (uint64_t)__builtin_popcountll(changed);
        }
        assert_in_range(sum, 29 * bits, 35 * bits);
    }
}

static void length_and_seed_count(void **state)
{
    unsigned char s[MOST] = {0};
    uint64_t seen[2 * MOST];
    (void)state;

    for (size_t n = 0; n < MOST; n++) {
        seen[2 * n] = lathe_rowmix(s, n, 0);
        seen[2 * n + 1] = lathe_rowmix(s, n, 1);
        for (size_t k = 0; k < 2 * n; k++)
            if (seen[k] == seen[2 * n] || seen[k] == seen[2 * n + 1])
                fail_msg("%zu zeros have the hash of %zu", n, k / 2);
    }
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

/* Rows that are as alike as can be: one or two numbers of 27 differ. */
static void different_rows_have_different_hashes(void **state)
{
    enum { COLUMNS = 27, SIDE = 300, ROWS = COLUMNS * COLUMNS * SIDE };
    uint64_t *hash = lathe_calloc(ROWS, sizeof *hash);
    size_t n = 0;
    (void)state;

    assert_non_null(hash);
    for (size_t a = 0; a < COLUMNS; a++)
        for (size_t b = 0; b < COLUMNS; b++)
            for (size_t k = 1; k <= SIDE; k++) {
                double row[COLUMNS] = {0};

                row[a] = (double)k / 10;
                row[b] += (double)(k % 17 + 1) * 1000;
                if (a == b)
                    row[b] += (double)k * 1e6;
                hash[n++] = lathe_rowmix(row, sizeof row, 0);
            }
    qsort(hash, n, sizeof *hash, by_value);
    for (size_t i = 1; i < n; i++)
        assert_true(hash[i] != hash[i - 1]);
    lathe_free(hash);
}

static void few_bytes_have_the_hash_of_all_machines(void **state)
{
    unsigned char s[63];
    (void)state;

    fill(s, sizeof s);
    for (size_t n = 0; n <= sizeof s; n++)
        assert_true(lathe_rowmix(s, n, 7) == lathe_digest_hash(s, n, 7));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bit_changes_about_half_of_the_hash),
        cmocka_unit_test(length_and_seed_count),
        cmocka_unit_test(different_rows_have_different_hashes),
        cmocka_unit_test(few_bytes_have_the_hash_of_all_machines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
