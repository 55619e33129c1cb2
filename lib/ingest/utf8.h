/*
 * utf8 - is this text?
 */
#ifndef LATHE_INGEST_UTF8_H
#define LATHE_INGEST_UTF8_H

#include <stddef.h>

/* How many bytes at the begin of s[0..n) are ASCII and not NUL, maybe a few
 * less than there are. */
size_t lathe_utf8_plain(const char *s, size_t n);

/* The place of the first byte of s[0..n) that is NUL or begins no well-formed
 * UTF-8 sequence (glyph.h); n: there is none. */
size_t lathe_utf8_check(const char *s, size_t n);

#endif
