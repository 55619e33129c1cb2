/* lathe_rng_starts in AVX2: the counters of four streams side by side. */
#include "base/rng.h"
#include "base/unroll.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))
#define INLINE static inline __attribute__((always_inline)) AVX2

/* The multipliers of a round, what it adds to the key, and how many there
 * are. */
#define M0 0xd2511f53
#define M1 0xcd9e8d57
#define W0 0x9e3779b9           /* the golden ratio */
#define W1 0xbb67ae85           /* the root of 3, less 1 */
#define ROUNDS 10

INLINE __m256i all(uint32_t word)
{
    return _mm256_set1_epi64x(word);
}

INLINE __m256i xor3(__m256i a, __m256i b, __m256i c)
{
    return _mm256_xor_si256(_mm256_xor_si256(a, b), c);
}

/* A word is the lower half of 64 bits, whatever the upper one is: a product
 * looks at lower halves alone, and is one new word as it stands and, shifted,
 * part of another. */
INLINE __m256i starts(__m256i b, uint32_t a, uint32_t use, uint64_t seed)
{
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    __m256i w0 = _mm256_setzero_si256(), w1 = b;
    __m256i w2 = _mm256_xor_si256(_mm256_srli_epi64(b, 32), all(a << 8));
    __m256i w3 = all(use ^ (a & 0xff000000u));

    LATHE_UNROLL(ROUNDS)
    for (int i = 0; i < ROUNDS; i++) {
        __m256i p = _mm256_mul_epu32(all(M0), w0);
        __m256i q = _mm256_mul_epu32(all(M1), w2);

        w0 = xor3(_mm256_srli_epi64(q, 32), w1, all(k0));
        w1 = q;
        w2 = xor3(_mm256_srli_epi64(p, 32), w3, all(k1));
        w3 = p;
        k0 += W0;
        k1 += W1;
    }
    return _mm256_blend_epi32(w0, _mm256_slli_epi64(w1, 32), 0xaa);
}

AVX2 void lathe_rng_starts_avx2(const struct lathe_rng *r, size_t n,
                                uint64_t *first)
{
    struct lathe_rng rest = *r;

    for (; n >= 4; n -= 4, rest.b += 4, first += 4) {
        __m256i b = _mm256_add_epi64(_mm256_set1_epi64x((long long)rest.b),
                                     _mm256_setr_epi64x(0, 1, 2, 3));

        _mm256_storeu_si256((__m256i *)(void *)first,
                            starts(b, rest.a, rest.use, rest.seed));
    }
    lathe_rng_starts(&rest, n, first);
}

#endif
