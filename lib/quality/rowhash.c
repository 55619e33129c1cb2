#include "quality/rowhash.h"

#include "base/rowmix.h"

#include <string.h>

/* The hash of what came before is the seed of what follows. */
static uint64_t follow(uint64_t hash, const void *bytes, size_t n)
{
    return n ? lathe_rowmix(bytes, n, hash) : hash;
}

/* Of one number that follows: faster than a call. The last step of SplitMix64
 * (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number
 * generators"). */
static uint64_t follow_number(uint64_t hash, double v)
{
    uint64_t bits;

    memcpy(&bits, &v, sizeof bits);
    hash ^= bits;
    hash = (hash ^ hash >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    hash = (hash ^ hash >> 27) * UINT64_C(0x94d049bb133111eb);
    return hash ^ hash >> 31;
}

uint64_t lathe_rowhash(const struct lathe_rows *r, size_t i)
{
    uint64_t hash = 0;

    hash = follow(hash, r->number + i * r->numbers,
                  r->numbers * sizeof *r->number);
    hash = follow(hash, r->text + i * r->texts, r->texts * sizeof *r->text);
    hash = follow(hash, r->code + i * r->categories,
                  r->categories * sizeof *r->code);
    hash = follow(hash, r->pixel + i * r->pixels, r->pixels);
    if (r->label)
        return follow(hash, r->label + i * r->labels,
                      r->labels * sizeof *r->label);
    if (r->values == 1)
        return follow_number(hash, r->value[i]);
    return follow(hash, r->value + i * r->values,
                  r->values * sizeof *r->value);
}
