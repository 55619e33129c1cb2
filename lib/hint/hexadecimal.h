/*
 * hexadecimal - values that are hexadecimal numbers: 0x1F.
 */
#ifndef LATHE_HINT_HEXADECIMAL_H
#define LATHE_HINT_HEXADECIMAL_H

#include "base/buf.h"
#include "data/dict.h"

/* The command that makes decimal numbers of them. */
#define LATHE_HEXADECIMAL_REMEDY "perl -pe " \
    "'s/(?<![-\\w])0x[0-9a-f]+(?![-\\w])/hex $&/gie' FILE"

/* Whether it is one that a number has room for. */
bool lathe_hexadecimal_is(const char *s, size_t len);

/* As lathe_measure_tell. */
bool lathe_hexadecimal_tell(struct lathe_buf *out,
                            const struct lathe_dict *words);

#endif
