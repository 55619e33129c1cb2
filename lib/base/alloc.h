/*
 * alloc - the only caller of the C allocator.
 *
 * Sizes are a count and a size, and an overflow of their product is refused.
 */
#ifndef LATHE_BASE_ALLOC_H
#define LATHE_BASE_ALLOC_H

#include "base/err.h"

/* Bytes are zeroed. NULL on failure. A count of 0 gives a valid pointer. */
void *lathe_calloc(size_t count, size_t size);

/* As realloc, with an overflow check. NULL on failure: `p` stands. */
void *lathe_realloc(void *p, size_t count, size_t size);

/* Zeroed bytes at a multiple of 64 (a cache line, an AVX-512 register). Goes
 * back through lathe_free. */
void *lathe_alloc_aligned(size_t count, size_t size);

void lathe_free(void *p);

/* A copy of the string, or of its first `n` bytes with a NUL. */
char *lathe_strdup(const char *s);
char *lathe_strndup(const char *s, size_t n);

/*
 * lathe_calloc with a message: *out is the new array.
 * Fails: LATHE_ENOMEM "out of memory (N bytes for WHAT)".
 */
enum lathe_code lathe_new(void *out, size_t count, size_t size,
                          const char *what, struct lathe_err *err);

/* lathe_new with lathe_alloc_aligned. */
enum lathe_code lathe_new_aligned(void *out, size_t count, size_t size,
                                  const char *what, struct lathe_err *err);

/*
 * lathe_new for a table that is filled and looked up all over, as by hash: from
 * 2 MiB on in huge pages, where the system gives them, which are faster to get
 * and to find. All of it takes memory from the start. Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_new_scattered(void *out, size_t count, size_t size,
                                    const char *what, struct lathe_err *err);

/*
 * An array that is not cleared, for what is written once from one end to the
 * other: from 2 MiB on in huge pages, as above. What is never written takes no
 * memory. Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_new_large(void *out, size_t count, size_t size,
                                const char *what, struct lathe_err *err);

/*
 * Makes room for `need` elements in the array at *array (a pointer to a
 * pointer) that has room for *cap: doubles, never shrinks.
 * Fails: LATHE_ENOMEM; the array stands.
 */
enum lathe_code lathe_grow(void *array, size_t *cap, size_t need, size_t size,
                           struct lathe_err *err);

/* The n-th call from now fails (0: the next), and all after it; -1: none.
 * For tests; the one piece of mutable data in the library. */
void lathe_alloc_fail_after(long n);

/* Calls of the allocator so far; tests show that a training step makes none. */
unsigned long lathe_alloc_calls(void);

#endif
