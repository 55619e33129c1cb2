#include "data/hashing.h"

#include "base/digest.h"

uint32_t lathe_hashing_code(const char *s, size_t len)
{
    return (uint32_t)(lathe_digest_hash(s, len, 0) >> 33);
}
