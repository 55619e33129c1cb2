/*
 * namelist - names of columns in an option, with commas between.
 *
 * A text that is the name of a column as it stands is that column. In a list a
 * name with a comma in it stands in double quotes, which are doubled within, as
 * in CSV:
 *
 *   --drop price        --drop a,b,c        --drop '"last, first",age'
 */
#ifndef LATHE_DATA_NAMELIST_H
#define LATHE_DATA_NAMELIST_H

#include "base/buf.h"

/* Appends the names that `text` lists to `out`; whether there are such columns
 * is not asked. Fails: LATHE_EARG (quotes; `option` is for the message),
 * LATHE_ENOMEM. */
enum lathe_code lathe_namelist_read(struct lathe_list *out, const char *option,
                                    const char *text,
                                    const struct lathe_list *names,
                                    struct lathe_err *err);

/* The next entry of a list: a name, which may be in quotes, with what stands
 * behind it; "a, b"=2 is a, b=2. Else as below. */
enum lathe_code lathe_namelist_next_entry(const char *option, const char **at,
                                          struct lathe_buf *entry,
                                          const char *word,
                                          struct lathe_err *err);

/* The next name of a list of names, from *at on, which is moved behind it, to
 * a comma or the end; `option` and all of the list, `word`, are for messages.
 * Fails: LATHE_EARG (quotes), LATHE_ENOMEM. */
enum lathe_code lathe_namelist_next(const char *option, const char **at,
                                    struct lathe_buf *name, const char *word,
                                    struct lathe_err *err);

#endif
