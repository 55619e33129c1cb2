/*
 * The numbers of numbers.h, four at a time as in numbers_avx512.c, without
 * its tables: the digits of all lanes are brought together (vpcompressb),
 * which takes out signs and dots, and put at the ends of the lanes again
 * (vpexpandb).
 */
#include "ingest/numbers.h"

#include "ingest/numbers_tables.h"

#if defined(__x86_64__)

#include "ingest/numbers_lanes.h"

#define VBMI2                                                                \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi2,"  \
                          "avx512bitalg,bmi,bmi2")))

/* Constants that stay in registers: made anew they cost as much as the rest
 * of the work. */
struct constants {
    __m512i dot, minus, zero, ten;
    __m128i ones;
    __m512d low, high;          /* of the powers of ten */
};

static inline __attribute__((always_inline)) VBMI2 __m512i all(char c)
{
    __m512i v = _mm512_set1_epi8(c);

    __asm__("" : "+v"(v));      /* not to be seen through */
    return v;
}

/* Four numbers, or none: false. What is known of a lane's 16 bytes is 16
 * bits. */
static inline __attribute__((always_inline)) VBMI2 bool
parse(const struct lathe_field *field, const uint32_t *place,
      const struct constants *k, double *out, __m256i *seen)
{
    const struct lathe_field *a = &field[place[0]], *b = &field[place[1]];
    const struct lathe_field *c = &field[place[2]], *d = &field[place[3]];
    __m512i s, digits;
    __m128i lanes, dot, behind, n;
    uint64_t within, dots, minus, digit, longest, last;

    longest = (a->len - 1) | (b->len - 1) | (c->len - 1) | (d->len - 1);
    if (longest >= MOST_DIGITS)
        return false;
    if (longest == 0 && parse_digits(a, b, c, d, out))
        return true;
    s = join(a->s, b->s, c->s, d->s);
    within = first_bits(a->len) | first_bits(b->len) << 16 |
             first_bits(c->len) << 32 | first_bits(d->len) << 48;
    dots = _mm512_mask_cmpeq_epi8_mask(within, s, k->dot);
    minus = _mm512_mask_cmpeq_epi8_mask(FIRSTS, s, k->minus);
    s = _mm512_sub_epi8(s, k->zero);
    digit = _mm512_mask_cmplt_epu8_mask(within, s, k->ten);
    if ((dots | minus | digit) != within)
        return false;
    if ((digit - FIRSTS) & ~digit & FIRSTS << 15)
        return false;                   /* a lane without any */
    dot = _mm_cvtsi64_si128((long long)dots);
    behind = _mm_add_epi16(dot, k->ones);       /* before it; or all */
    if (!_mm_testz_si128(dot, behind))
        return false;                   /* a second dot */
    lanes = _mm_cvtsi64_si128((long long)digit);
    behind = _mm_popcnt_epi16(_mm_andnot_si128(_mm_or_si128(dot, behind),
                                               lanes));
    n = _mm_popcnt_epi16(lanes);
    last = ~(uint64_t)_mm_cvtsi128_si64(_mm_srlv_epi16(k->ones, n));
    digits = _mm512_maskz_expand_epi8(last,
                                      _mm512_maskz_compress_epi8(digit, s));
    return put_numbers(add_up(digits), minus,
                       _mm512_castpd512_pd256(_mm512_permutex2var_pd(
                           k->low, _mm512_cvtepi16_epi64(behind), k->high)),
                       out, seen);
}

VBMI2 size_t lathe_numbers_vbmi2(const struct lathe_field *field,
                                 const uint32_t *place, size_t first,
                                 size_t n, double *out, bool *large)
{
    const struct constants k = {
        all('.'), all('-'), all('0'), all(10), _mm_set1_epi16(-1),
        _mm512_loadu_pd(power), _mm512_loadu_pd(power + 8),
    };
    __m256i seen = _mm256_setzero_si256();
    bool left = false;
    size_t i = first;

    while (i + LANES <= n && !left) {
        size_t next = i + LANES;

        if (!parse(field, place + i, &k, out + i, &seen))
            next = lathe_numbers_avx2(field, place, i, next, out, large);
        left = next < i + LANES;
        i = next;
    }
    *large |= has_large(seen);
    return left || i == n ? i
                          : lathe_numbers_avx2(field, place, i, n, out, large);
}

#endif
