/*
 * index - what is where in an HDF5 file that lathe wrote.
 *
 * HDF5 files are a graph of addresses, and the library that reads all of them
 * must trust what it finds. lathe reads its own files alone, so one form is
 * enough: superblock version 0 behind the envelope, groups as symbol tables
 * (a tree of nodes, leaves of names, a heap with the text of the names), and
 * objects as in header.h. Everything is read once, at opening, and anything
 * of another form is refused.
 */
#ifndef LATHE_STORE_INDEX_H
#define LATHE_STORE_INDEX_H

#include "store/header.h"

/* Objects in a file, and groups within groups. */
#define LATHE_INDEX_OBJECTS 16384
#define LATHE_INDEX_DEPTH 4

struct lathe_index_object {
    char *name;                 /* "a/b"; of the root "" */
    struct lathe_header is;
    uint64_t at;                /* the address of its header */
    unsigned depth;             /* of the root 0 */
};

/* Zeroed: empty. */
struct lathe_index {
    struct lathe_index_object *object;  /* [n] by name, in strcmp's order */
    size_t n, cap;
};

/*
 * Reads the index of the file `s`. Fails: LATHE_EDATA, saying what is not of
 * lathe's form; LATHE_EIO, LATHE_ENOMEM.
 */
enum lathe_code lathe_index_read(struct lathe_index *ix,
                                 struct lathe_span_source *s,
                                 struct lathe_err *err);
void lathe_index_release(struct lathe_index *ix);

/* The object of that name, or NULL. */
const struct lathe_index_object *
lathe_index_find(const struct lathe_index *ix, const char *name);

#endif
