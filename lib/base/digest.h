/*
 * digest - XXH3-128 of bytes: tells accidents and identity, not authenticity.
 */
#ifndef LATHE_BASE_DIGEST_H
#define LATHE_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

struct lathe_digest {
    uint8_t byte[16];           /* canonical (big-endian) order */
};

struct lathe_digest lathe_digest_of(const void *bytes, size_t n);

/* In pieces. `new` gives NULL when out of memory. */
struct lathe_digester;
struct lathe_digester *lathe_digest_new(void);
void lathe_digest_add(struct lathe_digester *d, const void *bytes, size_t n);
struct lathe_digest lathe_digest_end(const struct lathe_digester *d);
void lathe_digest_free(struct lathe_digester *d);

/* A 64-bit hash of bytes, for tables and for splits by hash; the same on
 * every machine. */
uint64_t lathe_digest_hash(const void *bytes, size_t n, uint64_t seed);

/* 32 lower-case hexadecimal digits and a NUL. */
void lathe_digest_hex(const struct lathe_digest *d, char hex[33]);

#endif
