/*
 * datelike - dates in forms that are not read: those of ctime and of cameras,
 * days with endings, quarters, months in other languages, zones by name. Most
 * become dates by a script of sed, which is known; for the others it is known
 * why.
 */
#ifndef LATHE_DATA_DATELIKE_H
#define LATHE_DATA_DATELIKE_H

#include "base/buf.h"
#include "data/dict.h"

/* The form of a value; NULL: it is a date as it stands, or none. A constant. */
const struct lathe_datelike *lathe_datelike_of(const char *s, size_t len);

/* The form of all words that are no dates as they stand, of which one of 20
 * may be something else; NULL: there is none. */
const struct lathe_datelike *
lathe_datelike_of_words(const struct lathe_dict *words);

/* Appends what is to be done about values like s, which has this form: "would
 * be a date if values like S were '15 Jan 2023': sed ... FILE". `where` is
 * ", in line 7" or ""; NULL: it follows s, "is not a date, ...". */
void lathe_datelike_tell(struct lathe_buf *out,
                         const struct lathe_datelike *form, const char *s,
                         const char *where);

#endif
