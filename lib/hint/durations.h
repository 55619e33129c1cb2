/*
 * durations - values that are spans of time in parts: 2h 30m, PT1H30M.
 */
#ifndef LATHE_HINT_DURATIONS_H
#define LATHE_HINT_DURATIONS_H

#include "base/buf.h"
#include "data/dict.h"

/* Whether it is one, of several parts; `s` ends with a NUL. */
bool lathe_durations_is(const char *s, size_t len);

/* As lathe_measure_tell. */
bool lathe_durations_tell(struct lathe_buf *out,
                          const struct lathe_dict *words);

#endif
