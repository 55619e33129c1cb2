/*
 * hexadecimal - values that are hexadecimal numbers: 0x1F.
 */
#ifndef LATHE_HINT_HEXADECIMAL_H
#define LATHE_HINT_HEXADECIMAL_H

#include "base/buf.h"
#include "data/dict.h"

/* As lathe_measure_tell. */
bool lathe_hexadecimal_tell(struct lathe_buf *out,
                            const struct lathe_dict *words);

#endif
