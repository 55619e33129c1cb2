/*
 * nodate - why a value of a column of dates is none, and what helps.
 */
#ifndef LATHE_DATA_NODATE_H
#define LATHE_DATA_NODATE_H

#include "base/buf.h"
#include "base/date.h"

/* Behind "is not a date", or "is not a number". */
#define LATHE_NODATE_MARK "if it stands for a missing value, empty it, or " \
    "name it to preprocess --na"

/* Appends what follows the value, which lathe_date_parse does not take: "is not
 * a date, ...". */
void lathe_nodate_tell(struct lathe_buf *out, const char *s, size_t len,
                       enum lathe_date_order order);

/* Appends "is not a date", and the order, alone. */
void lathe_nodate_name(struct lathe_buf *out, enum lathe_date_order order);

#endif
