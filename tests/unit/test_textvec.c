/* Texts as vectors: against a plain twin, and what must hold of any text. */
#include "unit.h"

#include "base/rng.h"
#include "data/textvec.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DIMS 512

/* The twin: each feature is written out as bytes, then hashed and counted. */
static uint64_t hash_of(uint64_t h, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 1099511628211u;
    h = (h ^ h >> 33) * 0xff51afd7ed558ccdu;
    h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53u;
    return h ^ h >> 33;
}

static void twin_count(double *v, uint64_t seed, const char *s, size_t n)
{
    uint64_t h = hash_of(seed, s, n);

    v[(h >> 32) * DIMS >> 32] += h & 1 ? 1 : -1;
}

static size_t char_len(const char *s)
{
    size_t n = 1;

    while (((unsigned char)s[n] & 0xc0) == 0x80)
        n++;
    return n;
}

static void twin_grams(double *v, const char *word, size_t len)
{
    char padded[300] = " ";
    size_t at[300], n = 0;

    memcpy(padded + 1, word, len);
    memcpy(padded + 1 + len, " ", 2);
    for (size_t i = 0; padded[i]; i += char_len(padded + i))
        at[n++] = i;
    at[n] = strlen(padded);
    for (size_t gram = 3; gram <= 5; gram++)
        for (size_t i = 0; i + gram <= n; i++)
            twin_count(v, 0x9e3779b97f4a7c15u, padded + at[i],
                       at[i + gram] - at[i]);
}

static void twin(double *v, const char *text)
{
    const char *token =
        "abcdefghijklmnopqrstuvwxyz0123456789_\xc3\xa9\xc3\xbc\xe2\x82\xac";
    const uint64_t words = 14695981039346656037u;
    char low[300], last[300] = "";
    double sum = 0;

    for (size_t i = 0; i <= strlen(text); i++)
        low[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32
                                                         : text[i]);
    memset(v, 0, DIMS * sizeof *v);
    for (const char *s = low; *s;) {
        size_t n = strspn(s, token);
        char both[600];

        if (n) {
            twin_count(v, words, s, n);
            if (*last) {
                strcpy(both, last);
                strcat(both, " ");
                strncat(both, s, n);
                twin_count(v, words, both, strlen(both));
            }
            memcpy(last, s, n);
            last[n] = '\0';
        }
        s += n ? n : 1;
    }
    for (const char *s = low; *s;) {
        size_t n = strcspn(s, " \t\n");

        if (n)
            twin_grams(v, s, n);
        s += n ? n : 1;
    }
    for (size_t i = 0; i < DIMS; i++)
        sum += v[i] * v[i];
    for (size_t i = 0; i < DIMS && sum > 0; i++)
        v[i] /= sqrt(sum);
}

static void vector(float *out, const char *text)
{
    lathe_textvec(out, DIMS, text, strlen(text));
}

static void expect_twin(const char *text)
{
    float got[DIMS];
    double want[DIMS];

    vector(got, text);
    twin(want, text);
    for (size_t i = 0; i < DIMS; i++)
        if (fabs((double)got[i] - want[i]) > 1e-7)
            fail_msg("'%s' [%zu]: %g, not %g", text, i, (double)got[i],
                     want[i]);
}

static void vectors_are_those_of_the_twin(void **state)
{
    static const char *const texts[] = {
        "", " ", "a", "ab", "abc", "cat", "The CAT sat.", "a b c",
        "  two  blanks ", "\ttab\nline", "don't stop!", "caf\xc3\xa9 \xe2\x82\xac""5",
        "x_1 22", "...", "Braund, Mr. Owen Harris"};
    static const char *const pieces[] = {
        "a", "B", "cd", " ", "  ", ",", "-", "9", "_", "\xc3\xa9",
        "\xe2\x82\xac", "Zz", "\t", "."};
    struct lathe_rng rng = lathe_rng_stream(9, LATHE_RNG_TEST, 0, 0);
    (void)state;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_twin(texts[i]);
    for (int round = 0; round < 500; round++) {
        char text[200] = "";
        size_t n = lathe_rng_below(&rng, 40);

        while (n-- > 0)
            strcat(text, pieces[lathe_rng_below(
                             &rng, sizeof pieces / sizeof *pieces)]);
        expect_twin(text);
    }
}

static double dot(const char *a, const char *b)
{
    float x[DIMS], y[DIMS];
    double sum = 0;

    vector(x, a);
    vector(y, b);
    for (size_t i = 0; i < DIMS; i++)
        sum += (double)x[i] * (double)y[i];
    return sum;
}

static void alike_texts_have_alike_vectors(void **state)
{
    (void)state;

    assert_true(fabs(dot("one text", "one text") - 1) < 1e-6);
    assert_true(fabs(dot("ONE Text", "one text") - 1) < 1e-6);
    assert_true(dot("machine learning", "machines learn") > 0.4);
    assert_true(fabs(dot("machine learning", "purple dog")) < 0.2);
    /* The order of words counts, and so does how often they come. */
    assert_true(dot("red dog blue cat", "blue dog red cat") < 0.99);
    assert_true(dot("red red dog", "red dog") < 0.99);
}

/* Signs make the mean product of texts with nothing in common zero. */
static void features_that_meet_cancel_in_the_mean(void **state)
{
    static const char *const words[] = {
        "amber", "birch", "cloud", "drift", "ember", "frost", "glyph",
        "hound", "ivory", "jumbo", "knack", "lunar", "mirth", "nymph",
        "oxide", "pluck", "quilt", "raven", "swift", "tweed"};
    enum { N = sizeof words / sizeof *words };
    double sum = 0;
    (void)state;

    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < i; k++)
            sum += dot(words[i], words[k]);
    assert_true(fabs(sum / (N * (N - 1) / 2)) < 0.02);
}

static void any_number_of_places_is_filled(void **state)
{
    float *v = calloc(LATHE_TEXTVEC_DIMS, sizeof *v);
    (void)state;

    for (size_t dims = 1; dims <= LATHE_TEXTVEC_DIMS; dims = dims * 3 + 1) {
        double sum = 0;

        lathe_textvec(v, dims, "some words of text", 18);
        for (size_t i = 0; i < dims; i++)
            sum += (double)v[i] * (double)v[i];
        assert_true(fabs(sum - 1) < 1e-6 || (dims == 1 && sum == 0));
    }
    free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_are_those_of_the_twin),
        cmocka_unit_test(alike_texts_have_alike_vectors),
        cmocka_unit_test(features_that_meet_cancel_in_the_mean),
        cmocka_unit_test(any_number_of_places_is_filled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
