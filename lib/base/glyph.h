/*
 * glyph - characters of UTF-8, one at a time.
 *
 * Text that comes from data goes to terminals in messages and reports. Some
 * characters would steer the terminal, or show something else than what is
 * there: these become '?'.
 */
#ifndef LATHE_BASE_GLYPH_H
#define LATHE_BASE_GLYPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the well-formed sequence that s[0..n) begins with, n >= 1 (Unicode
 * 15, table 3-7: no surrogates, no overlong forms, nothing over U+10FFFF);
 * 0: NUL, or there is none. */
size_t lathe_glyph_bytes(const char *s, size_t n);

/* The code point of a well-formed sequence. */
uint32_t lathe_glyph_point(const char *s, size_t bytes);

/*
 * Bytes of what the text s, which is not at its end, begins with. *shown: it
 * may go to a terminal as it is. Not so are control characters (C0, DEL, C1),
 * line and paragraph separators, marks that turn the direction of writing,
 * soft hyphens, blanks without width, the byte order mark,
 * and a byte that begins no character.
 */
size_t lathe_glyph_next(const char *s, bool *shown);

/* Puts '?' for each thing in the text that may not be shown. */
void lathe_glyph_tame(char *s);

#endif
