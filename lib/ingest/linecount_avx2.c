/* The functions of linecount.h in AVX2: a bit for each of 64 bytes. */
#include "ingest/linecount.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,popcnt")))
#define INLINE static inline __attribute__((always_inline)) AVX2

INLINE uint64_t equal(const char *s, char c)
{
    const __m256i *v = (const __m256i *)(const void *)s;
    const __m256i x = _mm256_set1_epi8(c);
    __m256i a = _mm256_cmpeq_epi8(_mm256_loadu_si256(v), x);
    __m256i b = _mm256_cmpeq_epi8(_mm256_loadu_si256(v + 1), x);

    return (uint32_t)_mm256_movemask_epi8(a) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

AVX2 static uint64_t count_all(const char *s, size_t n)
{
    uint64_t count = 0;
    size_t i = 0;

    for (; n - i >= 64; i += 64)
        count += (uint64_t)_mm_popcnt_u64(equal(s + i, '\n'));
    return count + lathe_linecount_portable.all(s + i, n - i);
}

/* The bits of the block before are shifted in. */
AVX2 static uint64_t count_full(const char *s, size_t n)
{
    uint64_t lf_before = (uint64_t)(s[-1] == '\n') << 63 |
                         (uint64_t)(s[-2] == '\n') << 62;
    uint64_t cr_before = (uint64_t)(s[-1] == '\r') << 63, count = 0;
    size_t i = 0;

    for (; n - i >= 64; i += 64) {
        uint64_t lf = equal(s + i, '\n'), cr = equal(s + i, '\r');
        uint64_t behind_lf = lf << 1 | lf_before >> 63;
        uint64_t behind_cr = cr << 1 | cr_before >> 63;
        uint64_t second = lf << 2 | lf_before >> 62;

        count += (uint64_t)_mm_popcnt_u64(
            lf & ~(behind_lf | (behind_cr & second)));
        lf_before = lf;
        cr_before = cr;
    }
    return count + lathe_linecount_portable.full(s + i, n - i);
}

const struct lathe_linecount lathe_linecount_avx2 = {count_all, count_full};

#endif
