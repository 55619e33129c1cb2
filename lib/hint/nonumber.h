/*
 * nonumber - why a value of a column of numbers is none, and what helps.
 */
#ifndef LATHE_HINT_NONUMBER_H
#define LATHE_HINT_NONUMBER_H

#include "data/table.h"

/* Appends what follows the value, which lathe_decimal_parse does not take: "is
 * not a number, ...". `dialect`: how its file is written; without a delimiter
 * it is in none, and no command is told. */
void lathe_nonumber_tell(struct lathe_buf *out, const char *s, size_t len,
                         const struct lathe_dialect *dialect);

/* Has the table tell so of the values that it refuses. */
void lathe_nonumber_explain(struct lathe_table *t,
                            const struct lathe_dialect *dialect);

#endif
