/* Numbers as text: the bits of strtod, and nothing read that strtod would
 * not read whole; what is written reads back as the same double. */
#include "base/decimal.h"
#include "data/singles.h"
#include "ingest/numbers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The forms that are accepted: of strtod's all but blanks, hexadecimal
 * numbers and nan(...). */
static int is_plain(const char *s)
{
    return !strpbrk(s, " \t\n\v\f\rxX(");
}

static void must(int holds)
{
    if (!holds)
        abort();
}

static void must_equal(double a, double b)
{
    must(isnan(a) ? isnan(b) : memcmp(&a, &b, sizeof a) == 0);
}

/* As a field of a row, alone and among others that are numbers: left alone,
 * or the same bits. */
static void check_row(const char *text, size_t n, int taken, double want)
{
    enum { FIELDS = 4 };        /* as many as are read side by side */
    static const char other[] = "-12.5 and what is behind it";
    char room[1024 + LATHE_READER_SLACK];
    const struct lathe_field f[] = {{room, n}, {other, 5}};
    lathe_numbers_fn *const each[] = {lathe_numbers_portable,
                                      lathe_numbers_for(lathe_cpu_level())};
    double got[FIELDS];

    memcpy(room, text, n + 1);
    memset(room + n + 1, '9', LATHE_READER_SLACK);
    for (uint32_t at = 0; at < FIELDS; at++) {
        uint32_t place[FIELDS] = {1, 1, 1, 1};

        place[at] = 0;
        for (int i = 0; i < 2; i++) {
            bool large = false;
            size_t read = each[i](f, place, 0, FIELDS, got, &large);

            must(read == at || read == FIELDS);
            for (size_t k = 0; k < read; k++)
                must_equal(got[k], k == at ? want : -12.5);
            must(read == at || taken);
            must(large || read == at || lathe_single_holds(want));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char text[1024], out[LATHE_DECIMAL_ROOM], *rest;
    double got = 0, want, again = 0;
    int taken, finite_text;

    if (n >= sizeof text)
        return 0;
    memcpy(text, data, n);
    text[n] = '\0';
    taken = lathe_decimal_parse(text, n, &got);
    if (strlen(text) != n) {
        must(!taken);           /* a NUL is no part of a number */
        return 0;
    }
    check_row(text, n, taken, got);
    want = strtod(text, &rest);
    finite_text = strpbrk(text, "iInN") == NULL;
    must(taken == (n > 0 && *rest == '\0' && is_plain(text) &&
                   !(isinf(want) && finite_text)));
    if (taken) {
        must_equal(got, want);
        must(lathe_decimal_double(out, got) == strlen(out));
        must(lathe_decimal_parse(out, strlen(out), &again));
        must_equal(got, again);
    }
    return 0;
}
