/*
 * The numbers of numbers.h, 16 bytes at a time: one shuffle puts the digits at
 * the end of a register and takes out the dot, three multiplications add them
 * up in pairs (D. Lemire, "Quickly parsing eight digits", 2018; W. Mula, "SIMD
 * string to integer", 2014). Four fields stand side by side in two registers;
 * where one of them is not as they mostly are, each is looked at alone.
 */
#include "ingest/numbers.h"

#include "ingest/numbers_tables.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2")))
#define INLINE static inline __attribute__((always_inline)) AVX2

INLINE __m128i load(const void *s)
{
    return _mm_loadu_si128(s);
}

/* The value of 16 digits. */
INLINE uint64_t add_up(__m128i digits)
{
    const __m128i tens = _mm_set1_epi16(10 | 1 << 8);
    const __m128i hundreds = _mm_set1_epi32(100 | 1 << 16);
    const __m128i myriads = _mm_set1_epi32(10000 | 1 << 16);
    __m128i x = _mm_maddubs_epi16(digits, tens);
    uint64_t halves;

    x = _mm_madd_epi16(x, hundreds);
    x = _mm_packus_epi32(x, x);
    x = _mm_madd_epi16(x, myriads);
    halves = (uint64_t)_mm_cvtsi128_si64(x);
    return (halves & UINT32_MAX) * 100000000 + (halves >> 32);
}

/* Constants that stay in registers: made anew they cost as much as the rest
 * of the work. */
struct constants {
    __m256i dot, zero, nine, minus;
    __m256i first;              /* ones in the first byte of each half */
    __m256i large;              /* the double 2^52, whose last bits are ones
                                 * in a number below it that is added */
};

INLINE __m256i keep(__m256i v)
{
    __asm__("" : "+x"(v));      /* not to be seen through */
    return v;
}

INLINE __m256i all(char c)
{
    return keep(_mm256_set1_epi8(c));
}

INLINE __m128i half(__m256i v)
{
    return _mm256_castsi256_si128(v);
}

INLINE bool parse_one(const struct lathe_field *f, const struct constants *k,
                      double *out, uint64_t *seen)
{
    /* Signs and dots come as they like: no branch depends on them. */
    uint64_t negative = f->s[0] == '-';
    size_t sign = negative | (f->s[0] == '+');
    size_t n = f->len - sign;           /* huge when there is nothing else */
    __m128i s, digits;
    unsigned dots;
    size_t below;
    uint64_t v, bits;
    double d;

    if (n - 1 >= MOST_DIGITS)
        return false;
    s = load(f->s + sign);
    dots = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(s, half(k->dot))) &
           ((1u << n) - 1);
    /* Digits behind the first dot; a second one will be no digit. */
    below = (n - 1 - (size_t)__builtin_ctz(dots | 1u << MOST_DIGITS)) &
            -(size_t)(dots != 0);
    n -= dots != 0;
    digits = _mm_shuffle_epi8(_mm_sub_epi8(s, half(k->zero)),
                              _mm_sub_epi8(load(moves + n),
                                           load(lasts + below)));
    if (_mm_movemask_epi8(_mm_cmpeq_epi8(
            _mm_max_epu8(digits, half(k->nine)), half(k->nine))) != 0xffff ||
        n == 0)
        return false;
    v = add_up(digits);
    d = (double)(int64_t)v / power[below];
    memcpy(&bits, &d, sizeof bits);
    bits |= negative << 63;
    memcpy(out, &bits, sizeof bits);
    *seen |= v;
    return v <= (uint64_t)1 << 53;
}

/* ---- four at a time ------------------------------------------------------ */

#define LANES 4

INLINE __m256i join(const void *a, const void *b)
{
    return _mm256_inserti128_si256(_mm256_castsi128_si256(load(a)), load(b),
                                   1);
}

INLINE uint32_t bits_of(__m256i v)
{
    return (uint32_t)_mm256_movemask_epi8(v);
}

/* Of a field: characters without the dot, and those behind it. */
struct form {
    size_t n, below;
};

/* dots: those of its 16 bytes, and others above. */
INLINE struct form form_of(size_t n, uint32_t dots)
{
    /* At n: there is none. */
    size_t at = (size_t)__builtin_ctz(dots | (uint32_t)1 << n);

    n -= at < n;
    return (struct form){n, n - at};
}

/* Which bytes two fields take to have their digits at the ends. */
INLINE __m256i places(struct form a, struct form b)
{
    return _mm256_sub_epi8(join(moves + a.n, moves + b.n),
                           join(lasts + a.below, lasts + b.below));
}

/* Digits of a and c, of b and d, to the values of a, b, c, d. */
INLINE __m256i add_up_four(__m256i ac, __m256i bd)
{
    const __m256i tens = _mm256_set1_epi16(10 | 1 << 8);
    const __m256i hundreds = _mm256_set1_epi32(100 | 1 << 16);
    const __m256i myriads = _mm256_set1_epi32(10000 | 1 << 16);
    __m256i x = _mm256_packus_epi32(
        _mm256_madd_epi16(_mm256_maddubs_epi16(ac, tens), hundreds),
        _mm256_madd_epi16(_mm256_maddubs_epi16(bd, tens), hundreds));

    x = _mm256_madd_epi16(x, myriads);
    return _mm256_add_epi64(_mm256_mul_epu32(x, _mm256_set1_epi64x(100000000)),
                            _mm256_srli_epi64(x, 32));
}

/* Four numbers, or none: false. */
INLINE bool parse_four(const struct lathe_field *field, const uint32_t *place,
                       const struct constants *k, double *out, __m256i *seen)
{
    const struct lathe_field *a = &field[place[0]], *b = &field[place[1]];
    const struct lathe_field *c = &field[place[2]], *d = &field[place[3]];
    __m256i ac, bd, minus_ac, minus_bd, sign, values;
    struct form fa, fb, fc, fd;
    uint32_t dots_ac, dots_bd, minus;
    size_t longest;

    longest = (a->len - 1) | (b->len - 1) | (c->len - 1) | (d->len - 1);
    if (longest >= MOST_DIGITS)
        return false;
    if (longest == 0 && parse_digits(a, b, c, d, out))
        return true;
    ac = join(a->s, c->s);
    bd = join(b->s, d->s);
    dots_ac = bits_of(_mm256_cmpeq_epi8(ac, k->dot));
    dots_bd = bits_of(_mm256_cmpeq_epi8(bd, k->dot));
    fa = form_of(a->len, dots_ac);
    fb = form_of(b->len, dots_bd);
    fc = form_of(c->len, dots_ac >> 16);
    fd = form_of(d->len, dots_bd >> 16);

    minus_ac = _mm256_cmpeq_epi8(ac, k->minus);
    minus_bd = _mm256_cmpeq_epi8(bd, k->minus);
    sign = _mm256_slli_epi64(_mm256_unpacklo_epi64(minus_ac, minus_bd), 63);
    minus = (uint32_t)_mm256_movemask_pd(_mm256_castsi256_pd(sign));
    if ((fa.n <= (minus & 1)) | (fb.n <= (minus >> 1 & 1)) |
        (fc.n <= (minus >> 2 & 1)) | (fd.n <= minus >> 3))
        return false;                   /* a lane without a digit */

    ac = _mm256_andnot_si256(_mm256_and_si256(minus_ac, k->first),
                             _mm256_sub_epi8(ac, k->zero));
    bd = _mm256_andnot_si256(_mm256_and_si256(minus_bd, k->first),
                             _mm256_sub_epi8(bd, k->zero));
    ac = _mm256_shuffle_epi8(ac, places(fa, fc));
    bd = _mm256_shuffle_epi8(bd, places(fb, fd));
    if (bits_of(_mm256_cmpeq_epi8(
            _mm256_max_epu8(_mm256_max_epu8(ac, bd), k->nine), k->nine)) !=
        UINT32_MAX)
        return false;                   /* a second dot is no digit either */

    values = add_up_four(ac, bd);
    if (!_mm256_testz_si256(values, _mm256_set1_epi64x(-((int64_t)1 << 52))))
        return false;
    *seen = _mm256_or_si256(*seen, values);
    _mm256_storeu_pd(out, _mm256_div_pd(
        _mm256_or_pd(_mm256_sub_pd(
            _mm256_castsi256_pd(_mm256_or_si256(values, k->large)),
            _mm256_castsi256_pd(k->large)), _mm256_castsi256_pd(sign)),
        _mm256_set_pd(power[fd.below], power[fc.below], power[fb.below],
                      power[fa.below])));
    return true;
}

AVX2 size_t lathe_numbers_avx2(const struct lathe_field *field,
                               const uint32_t *place, size_t first, size_t n,
                               double *out, bool *large)
{
    const struct constants k = {
        all('.'), all('0'), all(9), all('-'),
        keep(_mm256_setr_epi64x(0xff, 0, 0xff, 0)),
        keep(_mm256_set1_epi64x(0x4330000000000000)),
    };
    __m256i seen = _mm256_setzero_si256();      /* bits of any digits */
    uint64_t alone = 0;
    bool left = false;
    size_t i = first;

    while (i < n && !left) {
        size_t next = i + LANES <= n ? i + LANES : n;

        if (next - i == LANES &&
            parse_four(field, place + i, &k, out + i, &seen)) {
            i = next;
            continue;
        }
        for (; i < next && !left; i += !left)
            left = !parse_one(&field[place[i]], &k, &out[i], &alone);
    }
    *large |= alone >= LATHE_NUMBERS_LARGE ||
              !_mm256_testz_si256(seen, _mm256_set1_epi64x(
                                            -(int64_t)LATHE_NUMBERS_LARGE));
    return i;
}

#endif
