/*
 * rng - counter-based random numbers: Philox4x32-10 (Salmon et al., "Parallel
 * random numbers: as easy as 1, 2, 3", SC 2011) from Random123.
 *
 * A number is a function of a key (the seed and what it is for) and a counter.
 * There is no hidden state, so results depend neither on threads nor on order.
 */
#ifndef LATHE_BASE_RNG_H
#define LATHE_BASE_RNG_H

#include "base/cpu.h"

#include <stddef.h>
#include <stdint.h>

/* What a stream of numbers is for; part of the key. Append only: models are
 * reproduced from these. */
enum lathe_rng_use {
    LATHE_RNG_SPLIT = 1,
    LATHE_RNG_INIT,
    LATHE_RNG_SHUFFLE,
    LATHE_RNG_DROPOUT,
    LATHE_RNG_CALIBRATE,
    LATHE_RNG_AUGMENT,
    LATHE_RNG_SEARCH,
    LATHE_RNG_BOOTSTRAP,
    LATHE_RNG_TEST,
    LATHE_RNG_FOLDS
};

/* A stream: `seed` and `use` are the key, (a, b) say which one, `next` counts
 * the blocks drawn. Copy it to branch; set `next` to jump. */
struct lathe_rng {
    uint64_t seed;
    uint32_t use, a;
    uint64_t b, next;           /* next < 2^32 blocks of 4 words */
    uint32_t word[4];
    unsigned left;
};

struct lathe_rng lathe_rng_stream(uint64_t seed, enum lathe_rng_use use,
                                  uint32_t a, uint64_t b);

/* The block of 4 words at `counter` of a stream, at random access. */
void lathe_rng_block(const struct lathe_rng *r, uint64_t counter,
                     uint32_t word[4]);

uint32_t lathe_rng_u32(struct lathe_rng *r);

/* first[i] become the first two words, the low one first, of the streams with
 * the b of `r`, b + 1, ..., n of them. */
typedef void lathe_rng_starts_fn(const struct lathe_rng *r, size_t n,
                                 uint64_t *first);

/* The fastest one that a machine of this level has. */
lathe_rng_starts_fn *lathe_rng_starts_for(enum lathe_cpu_level level);

lathe_rng_starts_fn lathe_rng_starts, lathe_rng_starts_avx2;

/* Uniform in [0, n), n > 0, without bias (Lemire 2019). */
uint64_t lathe_rng_below(struct lathe_rng *r, uint64_t n);

/* Uniform in [0, 1), 53 bits. */
double lathe_rng_uniform(struct lathe_rng *r);

/* Standard normal, Box-Muller, one number of each pair. */
double lathe_rng_normal(struct lathe_rng *r);

/* Fisher-Yates. */
void lathe_rng_shuffle(struct lathe_rng *r, uint32_t *index, size_t n);

#endif
