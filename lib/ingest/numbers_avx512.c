/*
 * The numbers of numbers.h, four at a time in the lanes of one register, each
 * as in numbers_avx2.c. A sign other than minus is left to that one.
 */
#include "ingest/numbers.h"

#include "ingest/numbers_tables.h"

#if defined(__x86_64__)

#include "ingest/numbers_lanes.h"

/* Of the field in a lane: characters without the dot, and those behind it. */
struct form {
    size_t n, below;
};

INLINE struct form form_of(size_t n, uint64_t dots, int lane)
{
    /* At n: there is none. */
    size_t at = _tzcnt_u64(dots >> (16 * lane) | (uint64_t)1 << n);

    n -= at < n;
    return (struct form){n, n - at};
}

/* Four numbers, or none: false. */
INLINE bool parse(const struct lathe_field *field, const uint32_t *place,
                  double *out, __m256i *seen)
{
    const struct lathe_field *a = &field[place[0]], *b = &field[place[1]];
    const struct lathe_field *c = &field[place[2]], *d = &field[place[3]];
    __m512i s, digits;
    uint64_t dots, minus, digit, longest;
    struct form fa, fb, fc, fd;

    longest = (a->len - 1) | (b->len - 1) | (c->len - 1) | (d->len - 1);
    if (longest >= MOST_DIGITS)
        return false;
    if (longest == 0 && parse_digits(a, b, c, d, out))
        return true;
    s = join(a->s, b->s, c->s, d->s);
    dots = _mm512_cmpeq_epi8_mask(s, _mm512_set1_epi8('.'));
    minus = _mm512_mask_cmpeq_epi8_mask(FIRSTS, s, _mm512_set1_epi8('-'));
    s = _mm512_sub_epi8(s, _mm512_set1_epi8('0'));
    digit = _mm512_cmplt_epu8_mask(s, _mm512_set1_epi8(10));
    digit &= first_bits(a->len) | first_bits(b->len) << 16 |
             first_bits(c->len) << 32 | first_bits(d->len) << 48;
    if ((digit - FIRSTS) & ~digit & FIRSTS << 15)
        return false;                   /* a lane without any */
    fa = form_of(a->len, dots, 0);
    fb = form_of(b->len, dots, 1);
    fc = form_of(c->len, dots, 2);
    fd = form_of(d->len, dots, 3);
    digits = _mm512_shuffle_epi8(
        _mm512_mask_mov_epi8(s, minus, _mm512_setzero_si512()),
        _mm512_sub_epi8(join(moves + fa.n, moves + fb.n, moves + fc.n,
                             moves + fd.n),
                        join(lasts + fa.below, lasts + fb.below,
                             lasts + fc.below, lasts + fd.below)));
    if (_mm512_cmpgt_epu8_mask(digits, _mm512_set1_epi8(9)))
        return false;                   /* a second dot is no digit either */
    return put_numbers(add_up(digits), minus,
                       _mm256_set_pd(power[fd.below], power[fc.below],
                                     power[fb.below], power[fa.below]),
                       out, seen);
}

AVX512 size_t lathe_numbers_avx512(const struct lathe_field *field,
                                   const uint32_t *place, size_t first,
                                   size_t n, double *out, bool *large)
{
    __m256i seen = _mm256_setzero_si256();
    bool left = false;
    size_t i = first;

    while (i + LANES <= n && !left) {
        size_t next = i + LANES;

        if (!parse(field, place + i, out + i, &seen))
            next = lathe_numbers_avx2(field, place, i, next, out, large);
        left = next < i + LANES;
        i = next;
    }
    *large |= has_large(seen);
    return left || i == n ? i
                          : lathe_numbers_avx2(field, place, i, n, out, large);
}

#endif
