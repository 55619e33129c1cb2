#include "base/rng.h"

#include <Random123/philox.h>
#include <math.h>

struct lathe_rng lathe_rng_stream(uint64_t seed, enum lathe_rng_use use,
                                  uint32_t a, uint64_t b)
{
    return (struct lathe_rng){
        .seed = seed, .use = (uint32_t)use, .a = a, .b = b};
}

/*
 * The key has 64 bits and the counter 128. The seed takes the key; use and a
 * share a counter word (16 bits of use are plenty), b takes the upper half of
 * what is left and the running block the rest.
 */
void lathe_rng_block(const struct lathe_rng *r, uint64_t counter,
                     uint32_t word[4])
{
    philox4x32_key_t key = {{(uint32_t)r->seed, (uint32_t)(r->seed >> 32)}};
    philox4x32_ctr_t ctr = {{(uint32_t)counter, (uint32_t)r->b,
                             (uint32_t)(r->b >> 32) ^ (r->a << 8),
                             r->use ^ (r->a & 0xff000000u)}};
    philox4x32_ctr_t out = philox4x32(ctr, key);

    for (int i = 0; i < 4; i++)
        word[i] = out.v[i];
}

/* None waits for the one before it, so that several are under way at once. */
void lathe_rng_starts(const struct lathe_rng *r, size_t n, uint64_t *first)
{
    struct lathe_rng one = *r;

    for (size_t i = 0; i < n; i++, one.b++) {
        uint32_t word[4];

        lathe_rng_block(&one, 0, word);
        first[i] = word[0] | (uint64_t)word[1] << 32;
    }
}

lathe_rng_starts_fn *lathe_rng_starts_for(enum lathe_cpu_level level)
{
#if defined(__x86_64__)
    if (level >= LATHE_CPU_AVX2)
        return lathe_rng_starts_avx2;
#endif
    (void)level;
    return lathe_rng_starts;
}

uint32_t lathe_rng_u32(struct lathe_rng *r)
{
    if (r->left == 0) {
        lathe_rng_block(r, r->next++, r->word);
        r->left = 4;
    }
    return r->word[4 - r->left--];
}

static uint64_t next_u64(struct lathe_rng *r)
{
    uint64_t low = lathe_rng_u32(r);

    return low | (uint64_t)lathe_rng_u32(r) << 32;
}

__extension__ typedef unsigned __int128 wide;

/* Lemire, "Fast random integer generation in an interval", 2019. */
uint64_t lathe_rng_below(struct lathe_rng *r, uint64_t n)
{
    wide product = (wide)next_u64(r) * n;

    if ((uint64_t)product < n) {
        uint64_t threshold = (0 - n) % n;   /* 2^64 mod n */
        while ((uint64_t)product < threshold)
            product = (wide)next_u64(r) * n;
    }
    return (uint64_t)(product >> 64);
}

double lathe_rng_uniform(struct lathe_rng *r)
{
    return (double)(next_u64(r) >> 11) * 0x1p-53;
}

double lathe_rng_normal(struct lathe_rng *r)
{
    const double tau = 6.283185307179586477;
    double u = 1.0 - lathe_rng_uniform(r);      /* (0, 1]: log is finite */
    double v = lathe_rng_uniform(r);

    return sqrt(-2.0 * log(u)) * cos(tau * v);
}

void lathe_rng_shuffle(struct lathe_rng *r, uint32_t *index, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)lathe_rng_below(r, i);
        uint32_t held = index[i - 1];
        index[i - 1] = index[j];
        index[j] = held;
    }
}
