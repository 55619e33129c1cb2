#include "ingest/classify.h"

/* Eight bytes at a time, in the manner of Lamport (1975) and Warren's
 * Hacker's Delight: no carry leaves a byte, so every byte is exact. */
#define LOW7 ((uint64_t)0x7f7f7f7f7f7f7f7f)
#define HIGH ((uint64_t)0x8080808080808080)
#define ONES ((uint64_t)0x0101010101010101)

/* The high bits of the bytes of w, as 8 bits, the first byte lowest. */
static uint64_t gather(uint64_t w)
{
    return ((w >> 7) * (uint64_t)0x0102040810204080) >> 56;
}

/* The high bit of each byte of w that is c. */
static uint64_t equal(uint64_t w, char c)
{
    uint64_t x = w ^ ((unsigned char)c * ONES);

    return ~(((x & LOW7) + LOW7) | x) & HIGH;
}

static uint64_t load(const char *s)
{
    const unsigned char *u = (const unsigned char *)s;
    uint64_t w = 0;

    for (int i = 0; i < 8; i++)         /* a plain load on most machines */
        w |= (uint64_t)u[i] << (8 * i);
    return w;
}

static void store(char *s, uint64_t w)
{
    for (int i = 0; i < 8; i++)
        s[i] = (char)(unsigned char)(w >> (8 * i));
}

void lathe_classify_portable(const char *s, size_t n, char delimiter,
                             char quote, struct lathe_classes *out, char *cut)
{
    for (size_t i = 0; i < n; i++, s += LATHE_CLASSIFY_BYTES,
                                   cut += LATHE_CLASSIFY_BYTES) {
        struct lathe_classes c = {0};

        for (int j = 0; j < 64; j += 8) {
            uint64_t w = load(s + j);
            uint64_t lf = equal(w, '\n'), sep = lf | equal(w, delimiter);

            c.lf |= gather(lf) << j;
            c.sep |= gather(sep) << j;
            store(cut + j, w & ~((sep >> 7) * 0xff));
            c.cr |= gather(equal(w, '\r')) << j;
            c.quote |= gather(equal(w, quote)) << j;
            c.blank |= gather(equal(w, ' ') | equal(w, '\t')) << j;
            c.odd |= gather((w & HIGH) | equal(w, '\0')) << j;
        }
        out[i] = c;
    }
}

lathe_classify_fn *lathe_classify_for(enum lathe_cpu_level level)
{
#if defined(__x86_64__)
    if (level >= LATHE_CPU_AVX512)
        return lathe_classify_avx512;
    if (level >= LATHE_CPU_AVX2)
        return lathe_classify_avx2;
#elif defined(__aarch64__)
    if (level >= LATHE_CPU_NEON)
        return lathe_classify_neon;
#endif
    (void)level;
    return lathe_classify_portable;
}
