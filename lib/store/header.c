#include "store/header.h"

#include <string.h>

/* Version 1 of the prefix (section IV.A.1.a) and of a message. */
#define PREFIX_BYTES 16
#define MESSAGE_BYTES 8

/* lathe's headers have one block of at most 256 bytes. HDF5 goes on in
 * further blocks when one is full. */
#define BLOCK_LIMIT 4096
#define BLOCKS 4

/* Message types (section IV.A.2). */
enum {
    NIL = 0x00,
    DATASPACE = 0x01,
    LINK_INFO = 0x02,
    DATATYPE = 0x03,
    OLD_FILL = 0x04,
    FILL = 0x05,
    LINK = 0x06,
    EXTERNAL = 0x07,
    LAYOUT = 0x08,
    GROUP_INFO = 0x0a,
    FILTERS = 0x0b,
    ATTRIBUTE = 0x0c,
    OLD_TIME = 0x0e,
    CONTINUATION = 0x10,
    SYMBOL_TABLE = 0x11,
    TIME = 0x12,
    ATTRIBUTE_INFO = 0x15
};

#define BIT(type) (1u << (type))
#define OF_ARRAY (BIT(DATASPACE) | BIT(DATATYPE) | BIT(FILL) | BIT(LAYOUT))
#define OF_GROUP BIT(SYMBOL_TABLE)

struct block {
    uint64_t at, bytes;
};

/* A header that is being read. */
struct reading {
    struct lathe_span_source *s;
    const char *name;
    struct lathe_header h;
    unsigned seen;              /* BIT of each message type so far */
    unsigned messages;
    struct block block[BLOCKS];
    unsigned blocks;
    uint64_t place, place_bytes;        /* of an array, as its layout says */
};

uint64_t lathe_header_number(const uint8_t *in, size_t bytes)
{
    uint64_t v = 0;

    for (size_t i = 0; i < bytes; i++)
        v |= (uint64_t)in[i] << (8 * i);
    return v;
}

#define number lathe_header_number

static enum lathe_code refuse(const struct reading *r, const char *why,
                              struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA, "'%s', object '%s': %s", r->s->path,
                      r->name, why);
}

/* The place in the file of an address; one that overflows is nowhere. */
static uint64_t place_of(uint64_t at)
{
    return at > UINT64_MAX - LATHE_ENVELOPE_BYTES
               ? UINT64_MAX
               : at + LATHE_ENVELOPE_BYTES;
}

enum lathe_code lathe_header_fetch(struct lathe_span_source *s, uint64_t at,
                                   size_t bytes, void *out, const char *name,
                                   struct lathe_err *err)
{
    return lathe_span_read(s, place_of(at), bytes, out, name, err);
}

/* ---- messages ----------------------------------------------------------- */

/* Dataspace (section IV.A.2.b), version 1: version, rank, flags (1: greatest
 * dimensions follow), 5 bytes reserved, dimensions. */
static enum lathe_code read_dataspace(struct reading *r, const uint8_t *m,
                                      size_t n, struct lathe_err *err)
{
    struct lathe_array *a = &r->h.array;

    if (n < 8 || m[0] != 1 || m[2] > 1)
        return refuse(r, "it has no shape of a known form", err);
    if (m[1] > LATHE_STORE_RANK)
        return refuse(r, "it has too many dimensions", err);
    size_t dims = 8 * (size_t)m[1];
    if (n - 8 < dims * (m[2] + 1u))
        return refuse(r, "its shape is cut", err);
    /* An array that could grow has other greatest dimensions. */
    if (m[2] && memcmp(m + 8, m + 8 + dims, dims))
        return refuse(r, "its shape is not fixed", err);

    a->rank = m[1];
    a->count = 1;
    for (unsigned i = 0; i < a->rank; i++) {
        a->dim[i] = number(m + 8 + 8 * i, 8);
        if (__builtin_mul_overflow(a->count, a->dim[i], &a->count))
            return refuse(r, "it is larger than any file", err);
    }
    return LATHE_OK;
}

/*
 * Datatype (section IV.A.2.d), version 1: version and class, 3 bytes of flags,
 * size; fixed point: bit offset, precision; floating point: bit offset,
 * precision, place and size of the exponent and of the mantissa, bias. There
 * are six, each of which has one form in bytes.
 */
static enum lathe_code read_datatype(struct reading *r, const uint8_t *m,
                                     size_t n, struct lathe_err *err)
{
    static const struct {
        uint8_t bytes;
        uint8_t form[20];
    } known[LATHE_F64 + 1] = {
        [LATHE_U8] = {12, {0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0}},
        [LATHE_I8] = {12, {0x10, 8, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0}},
        [LATHE_U32] = {12, {0x10, 0, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0}},
        [LATHE_I32] = {12, {0x10, 8, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0}},
        [LATHE_F32] = {20, {0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8,
                            0, 23, 127}},
        [LATHE_F64] = {20, {0x11, 0x20, 63, 0, 8, 0, 0, 0, 0, 0, 64, 0, 52, 11,
                            0, 52, 0xff, 3}},
    };

    for (unsigned t = LATHE_U8; t <= LATHE_F64; t++)
        if (n >= known[t].bytes && !memcmp(m, known[t].form, known[t].bytes)) {
            r->h.array.type = (enum lathe_store_type)t;
            return LATHE_OK;
        }
    return refuse(r, "its type is not allowed", err);
}

/* Data layout (section IV.A.2.i), version 3 (4 adds layouts that lathe does
 * not write): version, class (1: contiguous), address, bytes. */
static enum lathe_code read_layout(struct reading *r, const uint8_t *m,
                                   size_t n, struct lathe_err *err)
{
    if (n < 18 || m[0] != 3 || m[1] != 1)
        return refuse(r, "its layout is not contiguous", err);
    r->place = number(m + 2, 8);
    r->place_bytes = number(m + 10, 8);
    return LATHE_OK;
}

/* Symbol table (section IV.A.2.r): addresses of the tree and of the heap. */
static enum lathe_code read_symbol_table(struct reading *r, const uint8_t *m,
                                         size_t n, struct lathe_err *err)
{
    if (n < 16)
        return refuse(r, "its table of names is cut", err);
    r->h.tree = number(m, 8);
    r->h.heap = number(m + 8, 8);
    return LATHE_OK;
}

/* Object header continuation (section IV.A.2.q): address, bytes. */
static enum lathe_code read_continuation(struct reading *r, const uint8_t *m,
                                         size_t n, struct lathe_err *err)
{
    if (n < 16 || r->blocks == BLOCKS)
        return refuse(r, "its header is in too many pieces", err);
    r->block[r->blocks++] = (struct block){number(m, 8), number(m + 8, 8)};
    return LATHE_OK;
}

/* What lathe has no use for, most of which could lead elsewhere or needs code
 * that trusts sizes in the file. */
static enum lathe_code refuse_message(const struct reading *r, unsigned type,
                                      struct lathe_err *err)
{
    switch (type) {
    case LINK_INFO:
    case LINK:
    case GROUP_INFO:
        return refuse(r, "it holds a link of a form that is not allowed", err);
    case OLD_FILL:
        return refuse(r, "its fill value is of an old form", err);
    case EXTERNAL:
        return refuse(r, "its values lie in another file", err);
    case FILTERS:
        return refuse(r, "it has filters", err);
    case ATTRIBUTE:
    case ATTRIBUTE_INFO:
        return refuse(r, "it has attributes", err);
    case OLD_TIME:
    case TIME:
        return refuse(r, "it has a time of change", err);
    default:
        return lathe_fail(err, LATHE_EDATA, "'%s', object '%s': it says what "
                          "lathe does not (HDF5 message %u)", r->s->path,
                          r->name, type);
    }
}

static enum lathe_code read_message(struct reading *r, unsigned type,
                                    const uint8_t *m, size_t n,
                                    struct lathe_err *err)
{
    unsigned once = type <= TIME && type != NIL && type != CONTINUATION
                        ? BIT(type)
                        : 0;

    if (r->seen & once)
        return refuse(r, "it says the same thing twice", err);
    r->seen |= once;
    switch (type) {
    case NIL:
        return LATHE_OK;
    case DATASPACE:
        return read_dataspace(r, m, n, err);
    case DATATYPE:
        return read_datatype(r, m, n, err);
    case FILL:
        /* Section IV.A.2.f. Space is never unwritten, so only the version
         * counts, by which HDF5 would know the form of the rest. */
        return n >= 4 && m[0] == 2
                   ? LATHE_OK
                   : refuse(r, "its fill value is of another form", err);
    case LAYOUT:
        return read_layout(r, m, n, err);
    case CONTINUATION:
        return read_continuation(r, m, n, err);
    case SYMBOL_TABLE:
        return read_symbol_table(r, m, n, err);
    default:
        return refuse_message(r, type, err);
    }
}

/* ---- the header --------------------------------------------------------- */

/* Messages: type (2 bytes), size (2, a multiple of 8), flags (bit 0: will not
 * change; the others share messages or tie them to versions), 3 reserved. */
static enum lathe_code read_block(struct reading *r, const struct block *b,
                                  struct lathe_err *err)
{
    uint8_t in[BLOCK_LIMIT];
    enum lathe_code rc;

    if (b->bytes > sizeof in)
        return refuse(r, "its header is too large", err);
    size_t left = (size_t)b->bytes;
    rc = lathe_header_fetch(r->s, b->at, left, in, r->name, err);

    for (const uint8_t *m = in; rc == LATHE_OK && left > 0;) {
        size_t n = left < MESSAGE_BYTES ? 0 : (size_t)number(m + 2, 2);
        if (left < MESSAGE_BYTES || n > left - MESSAGE_BYTES || n % 8)
            return refuse(r, "its header is cut", err);
        if (m[4] > 1)
            return refuse(r, "its header is shared or tied to a version", err);
        r->messages++;
        rc = read_message(r, (unsigned)number(m, 2), m + MESSAGE_BYTES, n,
                          err);
        m += MESSAGE_BYTES + n;
        left -= MESSAGE_BYTES + n;
    }
    return rc;
}

/* The values of an array, which HDF5 gives no place when there are none. */
static enum lathe_code find_place(struct reading *r, struct lathe_err *err)
{
    struct lathe_array *a = &r->h.array;
    uint64_t bytes;

    if (__builtin_mul_overflow(a->count, lathe_store_type_bytes(a->type),
                               &bytes))
        return refuse(r, "it is larger than any file", err);
    a->offset = LATHE_ENVELOPE_BYTES;
    if (bytes == 0 && r->place == LATHE_HEADER_NOWHERE)
        return LATHE_OK;
    if (r->place == LATHE_HEADER_NOWHERE || r->place_bytes != bytes)
        return refuse(r, "its values are not there", err);
    a->offset = place_of(r->place);
    return lathe_span_take(r->s, a->offset, bytes, r->name, err);
}

enum lathe_code lathe_header_read(struct lathe_span_source *s, uint64_t at,
                                  const char *name, struct lathe_header *out,
                                  struct lathe_err *err)
{
    struct reading r = {.s = s, .name = name, .blocks = 1};
    uint8_t in[PREFIX_BYTES];
    enum lathe_code rc = lathe_header_fetch(s, at, sizeof in, in, name, err);

    if (rc)
        return rc;
    /* Version, reserved, messages, references, bytes of the first block. */
    if (in[0] != 1 || in[1] != 0)
        return refuse(&r, "its header is of a later form", err);
    if (number(in + 4, 4) != 1)
        return refuse(&r, "it has several names", err);
    r.block[0] = (struct block){at + sizeof in, number(in + 8, 4)};
    for (unsigned i = 0; rc == LATHE_OK && i < r.blocks; i++)
        rc = read_block(&r, &r.block[i], err);
    if (rc)
        return rc;

    if (r.messages != number(in + 2, 2))
        return refuse(&r, "its header is not complete", err);
    if (r.seen == OF_GROUP)
        r.h.group = true;
    else if (r.seen == OF_ARRAY)
        rc = find_place(&r, err);
    else
        rc = refuse(&r, "it is not an array", err);
    if (rc == LATHE_OK)
        *out = r.h;
    return rc;
}
