/*
 * dict - a set of strings with codes 0, 1, 2, ... and a hash index.
 */
#ifndef LATHE_DATA_DICT_H
#define LATHE_DATA_DICT_H

#include "base/err.h"

/* Zeroed: empty. */
struct lathe_dict {
    char **word;                /* [n] NUL-terminated */
    uint32_t *length;           /* [n] bytes */
    uint32_t n, cap;
    uint32_t *slot;             /* hash index: code + 1, 0 free */
    uint32_t slots;             /* a power of two, or 0 */
    size_t bytes;               /* of all words */
};

#define LATHE_DICT_NONE UINT32_MAX

void lathe_dict_release(struct lathe_dict *d);

/* The code of the word, or LATHE_DICT_NONE. */
uint32_t lathe_dict_find(const struct lathe_dict *d, const char *s,
                         size_t len);

/* The code of the word, added when it is new. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_dict_add(struct lathe_dict *d, const char *s, size_t len,
                               uint32_t *code, struct lathe_err *err);

/* Sorts the words: in numeric order when all are numbers, else in byte order.
 * order[new code] = old code; room for n, or NULL. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_dict_sort(struct lathe_dict *d, uint32_t *order,
                                struct lathe_err *err);

enum lathe_code lathe_dict_copy(struct lathe_dict *out,
                                const struct lathe_dict *d,
                                struct lathe_err *err);

#endif
