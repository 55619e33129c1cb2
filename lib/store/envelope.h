/*
 * envelope - the first 512 bytes of a lathe file.
 *
 *   offset  bytes
 *        0      8   magic "\x89LATHE\r\n"
 *        8      4   kind (enum lathe_store_kind)
 *       12      4   format version
 *       16      8   bytes that follow the envelope
 *       24     16   digest of those: XXH3-128; of a dataset from version 2 on
 *                   that of its tiles (tiles.h)
 *       40    456   zero
 *      496     16   XXH3-128 digest of bytes 0 to 495
 *
 * Numbers are little-endian. HDF5 takes the 512 bytes for a user block and
 * leaves them alone. All versions keep this form, so that a newer file can
 * be named as such.
 */
#ifndef LATHE_STORE_ENVELOPE_H
#define LATHE_STORE_ENVELOPE_H

#include "store/store.h"

#define LATHE_ENVELOPE_BYTES 512

/* Versions; the digest is that of all bytes, or of tiles. */
#define LATHE_ENVELOPE_PLAIN 1
#define LATHE_ENVELOPE_TILES 2

/* What this lathe writes, and the newest that it reads. */
uint32_t lathe_envelope_version(enum lathe_store_kind kind);

struct lathe_envelope {
    enum lathe_store_kind kind;
    uint32_t version;
    uint64_t length;
    struct lathe_digest digest;
};

void lathe_envelope_write(uint8_t out[LATHE_ENVELOPE_BYTES],
                          const struct lathe_envelope *e);

/*
 * Reads the first `n` bytes of a file. Fails: LATHE_EDATA, naming `path`,
 * when they are too few, not lathe's, damaged, or of a newer version.
 */
enum lathe_code lathe_envelope_read(struct lathe_envelope *e,
                                    const uint8_t *bytes, size_t n,
                                    const char *path, struct lathe_err *err);

/* The kind that the first `n` bytes claim, or 0: not a lathe file. */
int lathe_envelope_kind(const uint8_t *bytes, size_t n);

/* "dataset", "model", "checkpoint" */
const char *lathe_envelope_kind_name(enum lathe_store_kind kind);

#endif
