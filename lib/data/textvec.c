#include "data/textvec.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#define SHORTEST 3
#define LONGEST 5

/* Where words and n-grams begin, so that "cat" in both differs. */
#define WORDS 0xcbf29ce484222325u       /* FNV's offset basis */
#define GRAMS 0x9e3779b97f4a7c15u

struct vector {
    float *v;
    size_t dims;
};

/* ---- hashes ------------------------------------------------------------- */

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* FNV-1a over bytes as they come; a feature is a few of them. */
static uint64_t mix(uint64_t hash, unsigned char byte)
{
    return (hash ^ byte) * 0x100000001b3u;
}

static uint64_t mix_all(uint64_t hash, const char *s, const char *end)
{
    for (; s < end; s++)
        hash = mix(hash, lower(*s));
    return hash;
}

/* The finaliser of MurmurHash3: FNV leaves its upper bits poor. */
static uint64_t finish(uint64_t h)
{
    h = (h ^ h >> 33) * 0xff51afd7ed558ccdu;
    h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53u;
    return h ^ h >> 33;
}

static void count(struct vector *out, uint64_t hash)
{
    uint64_t h = finish(hash);

    out->v[(h >> 32) * out->dims >> 32] += h & 1 ? 1.0f : -1.0f;
}

/* ---- features ----------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_word(char c)
{
    unsigned char b = lower(c);

    return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '_' ||
           b >= 0x80;
}

static void count_words(struct vector *out, const char *s, const char *end)
{
    const char *last = NULL, *last_end = NULL;

    while (s < end) {
        const char *word = s;

        if (!is_word(*s)) {
            s++;
            continue;
        }
        while (s < end && is_word(*s))
            s++;
        count(out, mix_all(WORDS, word, s));
        if (last)
            count(out, mix_all(mix(mix_all(WORDS, last, last_end), ' '), word,
                               s));
        last = word;
        last_end = s;
    }
}

/* The byte behind the character at `s`: behind all that go on with it. */
static const char *behind(const char *s, const char *end)
{
    for (s++; s < end && ((unsigned char)*s & 0xc0) == 0x80; s++)
        ;
    return s;
}

/* The n-grams that begin in one place: n characters are in the hash, and what
 * follows is `s` and one blank. */
static void count_grams(struct vector *out, uint64_t hash, int n,
                        const char *s, const char *end)
{
    bool more = true;

    while (n < LONGEST && more) {
        const char *next = s < end ? behind(s, end) : s;

        more = s < end;
        hash = more ? mix_all(hash, s, next) : mix(hash, ' ');
        s = next;
        if (++n >= SHORTEST)
            count(out, hash);
    }
}

static void count_characters(struct vector *out, const char *s,
                             const char *end)
{
    while (s < end) {
        const char *last = s;

        if (is_blank(*s)) {
            s++;
            continue;
        }
        while (last < end && !is_blank(*last))
            last++;
        count_grams(out, mix(GRAMS, ' '), 1, s, last);
        for (; s < last; s = behind(s, last))
            count_grams(out, GRAMS, 0, s, last);
    }
}

void lathe_textvec(float *out, size_t dims, const char *s, size_t len)
{
    struct vector v = {out, dims};
    double squares = 0, factor;

    for (size_t i = 0; i < dims; i++)
        out[i] = 0.0f;
    count_words(&v, s, s + len);
    count_characters(&v, s, s + len);
    for (size_t i = 0; i < dims; i++)
        squares += (double)out[i] * (double)out[i];
    factor = squares > 0 ? 1 / sqrt(squares) : 0;
    for (size_t i = 0; i < dims; i++)
        out[i] = (float)((double)out[i] * factor);
}
