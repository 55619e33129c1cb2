/*
 * header - the object headers of an HDF5 file, in the one form that lathe
 * writes.
 *
 * An object is a group (a table of names) or an array: contiguous, of a type
 * of enum lathe_store_type, of up to LATHE_STORE_RANK fixed dimensions.
 * Whatever else HDF5 can say about an object is refused by name.
 *
 * Section numbers are those of the HDF5 File Format Specification, version
 * 3.0. All numbers in the file are little-endian.
 */
#ifndef LATHE_STORE_HEADER_H
#define LATHE_STORE_HEADER_H

#include "store/envelope.h"
#include "store/span.h"

/* Addresses count from the end of the envelope. This one: nowhere. */
#define LATHE_HEADER_NOWHERE UINT64_MAX

struct lathe_header {
    bool group;
    uint64_t tree, heap;        /* a group: where its names are kept */
    struct lathe_array array;   /* otherwise */
};

/* A little-endian number of up to 8 bytes. */
uint64_t lathe_header_number(const uint8_t *in, size_t bytes);

/* Reads `bytes` bytes at an address of the file. Fails as lathe_span_read. */
enum lathe_code lathe_header_fetch(struct lathe_span_source *s, uint64_t at,
                                   size_t bytes, void *out, const char *name,
                                   struct lathe_err *err);

/*
 * Reads the header at an address; `name` is for messages. The bytes of an
 * array are taken, but not read. Fails: LATHE_EDATA when the object is not of
 * lathe's form; as lathe_span_read.
 */
enum lathe_code lathe_header_read(struct lathe_span_source *s, uint64_t at,
                                  const char *name, struct lathe_header *out,
                                  struct lathe_err *err);

#endif
