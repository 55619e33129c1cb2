/*
 * blanks - what of a value is around it, and is not seen.
 */
#ifndef LATHE_HINT_BLANKS_H
#define LATHE_HINT_BLANKS_H

#include <stddef.h>

/* The command that empties values of blanks in quotes. */
#define LATHE_BLANKS_REMEDY "sed -E 's/\" +\"/\"\"/g' FILE"

/* Takes blanks and tabs off both ends of *s, *n bytes. */
void lathe_blanks_trim(const char **s, size_t *n);

#endif
