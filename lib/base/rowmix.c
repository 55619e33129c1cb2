#include "base/rowmix.h"

#include "base/digest.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <stdbool.h>

#define AES __attribute__((target("aes,sse4.1")))
#define INLINE static inline __attribute__((always_inline)) AES

#define BLOCK 16
#define STRIDE (4 * BLOCK)

/* A round for each block; those that follow mix it with the others. */
INLINE __m128i add(__m128i lane, const unsigned char *block, __m128i key)
{
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)block);

    return _mm_aesenc_si128(_mm_xor_si128(lane, v), key);
}

/* n >= STRIDE; the last blocks may have been seen in part. */
AES static uint64_t mix(const unsigned char *s, size_t n, uint64_t seed)
{
    /* Digits of pi. */
    const __m128i k0 = _mm_set_epi64x(0x243f6a8885a308d3, 0x13198a2e03707344);
    const __m128i k1 = _mm_set_epi64x(0x24093822299f31d0, 0x082efa98ec4e6c89);
    const __m128i k2 = _mm_set_epi64x(0x452821e638d01377, 0x3e5466cf34e90c6c);
    const __m128i k3 = _mm_set_epi64x(0x40ac29b7c97c50dd, 0x3f84d5b5b5470917);
    const __m128i own = _mm_set_epi64x((long long)seed, (long long)n);
    __m128i a = own, b = k1, c = k2, d = k3;

    for (size_t left = n;; left -= STRIDE, s += STRIDE) {
        if (left < STRIDE)
            s -= STRIDE - left;
        a = add(a, s, k0);
        b = add(b, s + BLOCK, k1);
        c = add(c, s + 2 * BLOCK, k2);
        d = add(d, s + 3 * BLOCK, k3);
        if (left <= STRIDE)
            break;
    }
    a = _mm_aesenc_si128(_mm_aesenc_si128(a, b), _mm_aesenc_si128(c, d));
    a = _mm_aesenc_si128(_mm_aesenc_si128(a, own), k0);
    a = _mm_aesenc_si128(a, k1);
    return (uint64_t)_mm_cvtsi128_si64(a) ^ (uint64_t)_mm_extract_epi64(a, 1);
}

static bool has_aes(void)
{
    return __builtin_cpu_supports("aes") && __builtin_cpu_supports("sse4.1");
}

#endif

uint64_t lathe_rowmix(const void *bytes, size_t n, uint64_t seed)
{
#if defined(__x86_64__)
    if (n >= STRIDE && has_aes())
        return mix(bytes, n, seed);
#endif
    return lathe_digest_hash(bytes, n, seed);
}
