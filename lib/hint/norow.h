/*
 * norow - lines of a table that are none of its rows: units or a second header
 * below the names, a comment, totals below the rows.
 */
#ifndef LATHE_HINT_NOROW_H
#define LATHE_HINT_NOROW_H

#include "scan/scan.h"

/*
 * The line that alone keeps most columns of numbers or dates from being such:
 * two or more, or all that there are in the second line. 0: there is none.
 * *n: these columns; *first: one of them.
 */
uint64_t lathe_norow_find(const struct lathe_scan *s, size_t *n,
                          size_t *first);

/* The line with the only value of the column that is no number, or no date,
 * where all others are; 0: there is no such line. */
uint64_t lathe_norow_line(const struct lathe_scan_column *c);

/* Whether the word says that its row is made of others: "Total". */
bool lathe_norow_is_total(const char *word);

#endif
