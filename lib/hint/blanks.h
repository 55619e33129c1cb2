/*
 * blanks - what of a value is around it, and is not seen.
 */
#ifndef LATHE_HINT_BLANKS_H
#define LATHE_HINT_BLANKS_H

#include <stddef.h>

/* Takes blanks and tabs off both ends of *s, *n bytes. */
void lathe_blanks_trim(const char **s, size_t *n);

#endif
