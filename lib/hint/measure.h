/*
 * measure - values that measure something and are no numbers as they stand, for
 * more than what is around them (dress.h): 0x1F, 40.7N and 74.0W, 40° 26' N,
 * 5 kg and 500 g, USD 5 and EUR 6, 2h 30m, 120/80, 5 ± 2.
 */
#ifndef LATHE_HINT_MEASURE_H
#define LATHE_HINT_MEASURE_H

#include "base/buf.h"
#include "data/dict.h"
#include "ingest/reader.h"

#include <stdbool.h>

/* Appends what all words are, of which one of 20 may be something else, and
 * what makes numbers of them: "has hexadecimal numbers, such as ...". False:
 * they are nothing of that; nothing is appended. */
bool lathe_measure_tell(struct lathe_buf *out, const struct lathe_dict *words,
                        const struct lathe_dialect *dialect);

#endif
