/*
 * dict - a set of strings with codes 0, 1, 2, ... and a hash index.
 */
#ifndef LATHE_DATA_DICT_H
#define LATHE_DATA_DICT_H

#include "data/wordkey.h"

#include "base/err.h"

/* Zeroed: empty. */
struct lathe_dict {
    char **word;                /* [n] NUL-terminated */
    uint32_t *length;           /* [n] bytes */
    struct lathe_wordkey *key;  /* [n] */
    uint32_t n, cap;
    uint32_t *slot;             /* hash index: code + 1, 0 free */
    uint32_t slots;             /* a power of two, or 0 */
    size_t bytes;               /* of all words, without their NULs */
};

#define LATHE_DICT_NONE UINT32_MAX

/* Words that a dictionary can hold; codes above are special. */
#define LATHE_DICT_MAX ((uint32_t)1 << 30)

void lathe_dict_release(struct lathe_dict *d);

/* The code of the word, or LATHE_DICT_NONE. */
uint32_t lathe_dict_find(const struct lathe_dict *d, const char *s,
                         size_t len);

/* The code of the word, added when it is new. Fails: LATHE_ENOMEM (also past
 * LATHE_DICT_MAX words, and for a word of 4 GiB); the dictionary stands. */
enum lathe_code lathe_dict_add(struct lathe_dict *d, const char *s, size_t len,
                               uint32_t *code, struct lathe_err *err);

/*
 * Sorts the words: numbers first, in numeric order (equal ones in byte
 * order), then the others in byte order. So the order of two words does not
 * depend on which other words there are.
 * order[new code] = old code; room for n, or NULL. Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_dict_sort(struct lathe_dict *d, uint32_t *order,
                                struct lathe_err *err);

/* Fails: LATHE_ENOMEM; `out` is empty then. */
enum lathe_code lathe_dict_copy(struct lathe_dict *out,
                                const struct lathe_dict *d,
                                struct lathe_err *err);

#endif
