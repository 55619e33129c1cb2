/*
 * library - functions of a shared library that is opened on first use, so that
 * a command pays only for what it needs.
 */
#ifndef LATHE_BASE_LIBRARY_H
#define LATHE_BASE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

struct lathe_library_call {
    const char *name;
    void *place;                /* of the pointer to the function */
};

/* Opens the library, which stays open, and sets the n pointers. False: it is
 * not there, or lacks one of them; some may be set then. */
bool lathe_library_open(const char *so, const struct lathe_library_call *want,
                        size_t n);

#endif
