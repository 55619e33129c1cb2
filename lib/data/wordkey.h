/*
 * wordkey - the bytes of a short text as two numbers, by which words of sets
 * and dictionaries are told apart without a call.
 */
#ifndef LATHE_DATA_WORDKEY_H
#define LATHE_DATA_WORDKEY_H

#include "base/digest.h"

#include <stdbool.h>
#include <string.h>

/* Texts up to this length are told by their key and length alone. */
#define LATHE_WORDKEY_BYTES 16

/* Keys are for this process alone: they follow its order of bytes. */
struct lathe_wordkey {
    uint64_t head, tail;
};

/* The first and the last bytes, which overlap in a text of less than 16. */
static inline struct lathe_wordkey lathe_wordkey_of(const char *s, size_t len)
{
    struct lathe_wordkey k = {0, 0};
    uint32_t first, last;

    if (len >= 8) {
        memcpy(&k.head, s, 8);
        memcpy(&k.tail, s + len - 8, 8);
    } else if (len >= 4) {
        memcpy(&first, s, 4);
        memcpy(&last, s + len - 4, 4);
        k.head = first | (uint64_t)last << 32;
    } else if (len > 0) {
        k.head = (unsigned char)s[0] |
                 (uint64_t)(unsigned char)s[len / 2] << 8 |
                 (uint64_t)(unsigned char)s[len - 1] << 16;
    }
    return k;
}

static inline uint32_t lathe_wordkey_hash(const struct lathe_wordkey *k,
                                          const char *s, size_t len)
{
    uint64_t h = k->head * 0x9e3779b97f4a7c15;

    if (len > LATHE_WORDKEY_BYTES)
        return (uint32_t)lathe_digest_hash(s, len, 0);
    h = (h ^ h >> 32 ^ k->tail ^ len) * 0xd6e8feb86659fd93;
    return (uint32_t)(h >> 32);
}

/* Whether two texts of one length, with these keys, are the same. */
static inline bool lathe_wordkey_same(const struct lathe_wordkey *a,
                                      const char *s,
                                      const struct lathe_wordkey *b,
                                      const char *t, size_t len)
{
    return a->head == b->head && a->tail == b->tail &&
           (len <= LATHE_WORDKEY_BYTES || memcmp(s, t, len) == 0);
}

#endif
