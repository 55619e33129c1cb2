#include "store/envelope.h"

#include <string.h>

static const uint8_t magic[8] = "\x89LATHE\r\n";

enum {
    KIND_AT = 8,
    VERSION_AT = 12,
    LENGTH_AT = 16,
    DIGEST_AT = 24,
    OWN_DIGEST_AT = LATHE_ENVELOPE_BYTES - (int)sizeof(struct lathe_digest)
};

static void put(uint8_t *out, uint64_t v, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        out[i] = (uint8_t)(v >> (8 * i));
}

static uint64_t get(const uint8_t *in, size_t bytes)
{
    uint64_t v = 0;

    for (size_t i = 0; i < bytes; i++)
        v |= (uint64_t)in[i] << (8 * i);
    return v;
}

void lathe_envelope_write(uint8_t out[LATHE_ENVELOPE_BYTES],
                          const struct lathe_envelope *e)
{
    memset(out, 0, LATHE_ENVELOPE_BYTES);
    memcpy(out, magic, sizeof magic);
    put(out + KIND_AT, e->kind, 4);
    put(out + VERSION_AT, e->version, 4);
    put(out + LENGTH_AT, e->length, 8);
    memcpy(out + DIGEST_AT, e->digest.byte, sizeof e->digest.byte);

    struct lathe_digest own = lathe_digest_of(out, OWN_DIGEST_AT);
    memcpy(out + OWN_DIGEST_AT, own.byte, sizeof own.byte);
}

uint32_t lathe_envelope_version(enum lathe_store_kind kind)
{
    return kind == LATHE_STORE_DATASET ? LATHE_ENVELOPE_TILES
                                       : LATHE_ENVELOPE_PLAIN;
}

int lathe_envelope_kind(const uint8_t *bytes, size_t n)
{
    if (n < VERSION_AT || memcmp(bytes, magic, sizeof magic))
        return 0;
    uint64_t kind = get(bytes + KIND_AT, 4);
    if (kind < LATHE_STORE_DATASET || kind > LATHE_STORE_CHECKPOINT)
        return 0;
    return (int)kind;
}

const char *lathe_envelope_kind_name(enum lathe_store_kind kind)
{
    switch (kind) {
    case LATHE_STORE_DATASET:
        return "dataset";
    case LATHE_STORE_MODEL:
        return "model";
    case LATHE_STORE_CHECKPOINT:
        return "checkpoint";
    }
    return "file of an unknown kind";
}

static enum lathe_code not_ours(const uint8_t *bytes, size_t n,
                                const char *path, struct lathe_err *err)
{
    if (n == 0)
        return lathe_fail(err, LATHE_EDATA, "'%s' is empty", path);
    if (n >= 8 && !memcmp(bytes, "\x89HDF\r\n\x1a\n", 8))
        return lathe_fail(err, LATHE_EDATA,
                          "'%s' is an HDF5 file, but not one that lathe wrote",
                          path);
    return lathe_fail(err, LATHE_EDATA, "'%s' is not a lathe file: 'lathe "
                      "preprocess' makes datasets of CSV, 'lathe train' models",
                      path);
}

enum lathe_code lathe_envelope_read(struct lathe_envelope *e,
                                    const uint8_t *bytes, size_t n,
                                    const char *path, struct lathe_err *err)
{
    size_t same = n < sizeof magic ? n : sizeof magic;
    if (n == 0 || memcmp(bytes, magic, same))
        return not_ours(bytes, n, path, err);
    if (n < LATHE_ENVELOPE_BYTES)
        return lathe_fail(err, LATHE_EDATA,
                          "'%s' is truncated: %zu bytes, less than its header",
                          path, n);

    struct lathe_digest own = lathe_digest_of(bytes, OWN_DIGEST_AT);
    if (memcmp(bytes + OWN_DIGEST_AT, own.byte, sizeof own.byte))
        return lathe_fail(err, LATHE_EDATA, "'%s' is damaged: its header was "
                          "altered", path);

    e->version = (uint32_t)get(bytes + VERSION_AT, 4);
    int kind = lathe_envelope_kind(bytes, n);
    uint32_t newest = lathe_envelope_version((enum lathe_store_kind)kind);
    if (e->version > newest)
        return lathe_fail(err, LATHE_EDATA,
                          "'%s': format %u is newer than this lathe reads "
                          "(%u); update lathe", path, e->version, newest);
    e->length = get(bytes + LENGTH_AT, 8);
    if (e->version == 0 || kind == 0 || e->length == 0)
        return lathe_fail(err, LATHE_EDATA, "'%s' is damaged: its header makes "
                          "no sense", path);
    e->kind = (enum lathe_store_kind)kind;
    memcpy(e->digest.byte, bytes + DIGEST_AT, sizeof e->digest.byte);
    return LATHE_OK;
}
