/* The classes of classify.h in AVX-512. */
#include "ingest/classify.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))

AVX512 void lathe_classify_avx512(const char *s, size_t n, char delimiter,
                                  char quote, struct lathe_classes *out,
                                  char *cut)
{
    const __m512i d = _mm512_set1_epi8(delimiter);
    const __m512i q = _mm512_set1_epi8(quote);
    const __m512i lf = _mm512_set1_epi8('\n');
    const __m512i cr = _mm512_set1_epi8('\r');
    const __m512i space = _mm512_set1_epi8(' ');
    const __m512i tab = _mm512_set1_epi8('\t');

    for (size_t i = 0; i < n; i++, s += LATHE_CLASSIFY_BYTES) {
        __m512i a = _mm512_loadu_si512(s);

        out[i].lf = _mm512_cmpeq_epi8_mask(a, lf);
        out[i].sep = out[i].lf | _mm512_cmpeq_epi8_mask(a, d);
        out[i].cr = _mm512_cmpeq_epi8_mask(a, cr);
        out[i].quote = _mm512_cmpeq_epi8_mask(a, q);
        out[i].blank = _mm512_cmpeq_epi8_mask(a, space) |
                       _mm512_cmpeq_epi8_mask(a, tab);
        out[i].odd = _mm512_testn_epi8_mask(a, a) | _mm512_movepi8_mask(a);
        _mm512_storeu_si512(cut + i * LATHE_CLASSIFY_BYTES,
                            _mm512_maskz_mov_epi8(~out[i].sep, a));
    }
}

#endif
