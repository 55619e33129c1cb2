/*
 * foreign - what a file is that is not text in UTF-8.
 */
#ifndef LATHE_INGEST_FOREIGN_H
#define LATHE_INGEST_FOREIGN_H

#include "base/err.h"

/*
 * Looks at the first line of a file; `odd`: a byte was found in it that is no
 * text. Without one only what no table begins with is looked for. Fails:
 * LATHE_EDATA when it is known what such a file is (UTF-16, an HDF5 file, a
 * web page, ...), with what to do about it; else LATHE_OK.
 */
enum lathe_code lathe_foreign_check(const char *s, size_t n, bool odd,
                                    const char *name, struct lathe_err *err);

/* What a file is with this first line, its end included, if a byte that is no
 * text follows; NULL: nothing is known. */
const char *lathe_foreign_maybe(const char *s, size_t n);

#endif
