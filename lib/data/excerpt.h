/*
 * excerpt - a value of the data, short enough for a message.
 */
#ifndef LATHE_DATA_EXCERPT_H
#define LATHE_DATA_EXCERPT_H

#include <stddef.h>

/* Room for an excerpt with its NUL. */
#define LATHE_EXCERPT_ROOM 64

/* Puts s[0..len) into `out`; what is longer than 60 bytes is cut at the
 * border of a UTF-8 character and ends in "...". Returns `out`. */
const char *lathe_excerpt_of(char out[LATHE_EXCERPT_ROOM], const char *s,
                             size_t len);

#endif
