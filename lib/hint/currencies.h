/*
 * currencies - values that are amounts in several currencies: USD 5 and EUR 6.
 */
#ifndef LATHE_HINT_CURRENCIES_H
#define LATHE_HINT_CURRENCIES_H

#include "base/buf.h"
#include "data/dict.h"

/* As lathe_measure_tell. */
bool lathe_currencies_tell(struct lathe_buf *out,
                           const struct lathe_dict *words);

#endif
