#include "base/digest.h"

#include "base/alloc.h"

#include <string.h>
#include <xxhash.h>
/* The same by the widest registers that the machine has. */
#if defined __x86_64__ && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h>

/* It leaves these registers as they are, and instructions for the narrow ones
 * that follow would take hundreds of cycles on some machines to save them. */
static inline void leave_wide_registers(void)
{
    if (__builtin_cpu_supports("avx"))
        __asm__ volatile("vzeroupper");
}
#else
static inline void leave_wide_registers(void)
{
}
#endif

struct lathe_digester {
    XXH3_state_t *state;
};

static struct lathe_digest canonical(XXH128_hash_t hash)
{
    struct lathe_digest d;
    XXH128_canonical_t c;

    XXH128_canonicalFromHash(&c, hash);
    memcpy(d.byte, c.digest, sizeof d.byte);
    return d;
}

struct lathe_digest lathe_digest_of(const void *bytes, size_t n)
{
    XXH128_hash_t hash = XXH3_128bits(bytes, n);

    leave_wide_registers();
    return canonical(hash);
}

struct lathe_digester *lathe_digest_new(void)
{
    struct lathe_digester *d = lathe_calloc(1, sizeof *d);

    if (!d)
        return NULL;
    d->state = XXH3_createState();
    if (!d->state) {
        lathe_free(d);
        return NULL;
    }
    XXH3_128bits_reset(d->state);
    return d;
}

void lathe_digest_add(struct lathe_digester *d, const void *bytes, size_t n)
{
    XXH3_128bits_update(d->state, bytes, n);
    leave_wide_registers();
}

struct lathe_digest lathe_digest_end(const struct lathe_digester *d)
{
    return canonical(XXH3_128bits_digest(d->state));
}

void lathe_digest_free(struct lathe_digester *d)
{
    if (d)
        XXH3_freeState(d->state);
    lathe_free(d);
}

uint64_t lathe_digest_hash(const void *bytes, size_t n, uint64_t seed)
{
    uint64_t hash = XXH3_64bits_withSeed(bytes, n, seed);

    leave_wide_registers();
    return hash;
}

void lathe_digest_hex(const struct lathe_digest *d, char hex[33])
{
    static const char digit[] = "0123456789abcdef";

    for (size_t i = 0; i < sizeof d->byte; i++) {
        hex[2 * i] = digit[d->byte[i] >> 4];
        hex[2 * i + 1] = digit[d->byte[i] & 15];
    }
    hex[32] = '\0';
}
