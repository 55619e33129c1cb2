#include "prepare/rowhash.h"

#include "base/digest.h"

/* The hash of what came before is the seed of what follows. */
static uint64_t follow(uint64_t hash, const void *bytes, size_t n)
{
    return n ? lathe_digest_hash(bytes, n, hash) : hash;
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
    return follow(hash, r->value + i * r->values,
                  r->values * sizeof *r->value);
}
