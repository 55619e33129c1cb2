/*
 * nearest - names that somebody may have meant.
 */
#ifndef LATHE_DATA_NEAREST_H
#define LATHE_DATA_NEAREST_H

#include "base/err.h"
#include "data/dict.h"

/*
 * Appends what helps against an unknown name: "; did you mean 'age' or
 * 'wage'?" with up to three names that differ by case alone, else by few
 * letters or in that one begins with the other; else "; there are 'a', 'b',
 * 'c' and 4 more".
 */
void lathe_nearest_hint(struct lathe_buf *out, const struct lathe_list *names,
                        const char *word);

/* Whether the names differ by case alone, or by as little as what is asked for
 * there. */
bool lathe_nearest_is(const char *name, const char *word);

/* Whether so many of the names are numbers that they look like data. */
bool lathe_nearest_is_data(const struct lathe_list *names);

/* What --strip cuts off the value to make it one of the classes ("yes." where
 * "yes" is one: some files end their rows in a dot); 0: nothing does. */
char lathe_nearest_strip(const struct lathe_dict *classes, const char *value,
                         size_t length);

/* The place of the name of a column. Fails: LATHE_EDATA "WHAT: no column 'x';
 * did you mean ...", with an option that helps if the names look like no
 * header. The data are at fault, as the same options may have fitted those of
 * yesterday. */
enum lathe_code lathe_nearest_find(const struct lathe_list *names,
                                   const char *word, const char *what,
                                   size_t *place, struct lathe_err *err);

#endif
