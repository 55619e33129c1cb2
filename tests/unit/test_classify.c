#include "unit.h"

#include "ingest/classify.h"

#include <stdio.h>
#include <string.h>

#define BLOCKS 8
#define BYTES (BLOCKS * LATHE_CLASSIFY_BYTES)

/* Byte by byte, as classify.h says it. */
static void plainly(const char *s, size_t n, char delimiter, char quote,
                    struct lathe_classes *out)
{
    memset(out, 0, n * sizeof *out);
    for (size_t i = 0; i < n * LATHE_CLASSIFY_BYTES; i++) {
        struct lathe_classes *c = &out[i / LATHE_CLASSIFY_BYTES];
        uint64_t bit = (uint64_t)1 << i % LATHE_CLASSIFY_BYTES;

        if (s[i] == '\n')
            c->lf |= bit;
        if (s[i] == '\n' || s[i] == delimiter)
            c->sep |= bit;
        if (s[i] == '\r')
            c->cr |= bit;
        if (s[i] == quote)
            c->quote |= bit;
        if (s[i] == ' ' || s[i] == '\t')
            c->blank |= bit;
        if (s[i] == '\0' || (s[i] & 0x80))
            c->odd |= bit;
    }
}

static void compare(const char *s, char delimiter, char quote)
{
    struct lathe_classes want[BLOCKS], got[BLOCKS];
    char cut[BYTES + 1], want_cut[BYTES];

    plainly(s, BLOCKS, delimiter, quote, want);
    for (size_t i = 0; i < BYTES; i++)
        want_cut[i] = s[i] == '\n' || s[i] == delimiter ? '\0' : s[i];
    for (int level = 0; level <= (int)lathe_cpu_level(); level++) {
        memset(got, 0x55, sizeof got);
        memset(cut, 0x55, sizeof cut);
        lathe_classify_for((enum lathe_cpu_level)level)(s, BLOCKS, delimiter,
                                                        quote, got, cut);
        assert_memory_equal(got, want, sizeof want);
        assert_memory_equal(cut, want_cut, sizeof want_cut);
        assert_int_equal(cut[BYTES], 0x55);
    }
}

/* Every value of a byte at every place of a block, among commas. */
static void every_byte_at_every_place_is_told(void **state)
{
    char s[BYTES];

    (void)state;
    for (int c = 0; c < 256; c++)
        for (size_t at = 0; at < LATHE_CLASSIFY_BYTES; at++) {
            memset(s, 'x', sizeof s);
            s[at] = (char)c;
            s[BYTES - 1 - at] = (char)c;
            compare(s, ',', '"');
        }
}

static void every_delimiter_and_quote_is_told(void **state)
{
    const char quotes[] = {'"', '\'', '\0', '|'};
    char s[BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof s; i++)
        s[i] = (char)(i * 37 + i / 256);
    for (int d = 1; d < 128; d++)
        for (size_t q = 0; q < sizeof quotes; q++)
            compare(s, (char)d, quotes[q]);
}

static void text_at_any_address_is_told(void **state)
{
    char s[BYTES + 64];

    (void)state;
    for (size_t i = 0; i < sizeof s; i++)
        s[i] = "1.5,-2, \"a\"\r\n\t0\xc3\xa4"[i * 7 % 18];
    for (size_t shift = 0; shift < 64; shift++)
        compare(s + shift, ',', '"');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_at_every_place_is_told),
        cmocka_unit_test(every_delimiter_and_quote_is_told),
        cmocka_unit_test(text_at_any_address_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
