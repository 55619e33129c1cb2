/*
 * comma - values that would be numbers if their comma were no comma: 1,5 with
 * a decimal comma, 1.234,5 with dots too, 1,234,567.8 with commas between
 * thousands.
 */
#ifndef LATHE_HINT_COMMA_H
#define LATHE_HINT_COMMA_H

#include "data/dict.h"

enum lathe_comma {
    LATHE_COMMA_NONE,           /* it is something else */
    LATHE_COMMA_NUMBER,         /* a number as it stands */
    LATHE_COMMA_THOUSANDS,      /* maybe a decimal one: 1,234 */
    LATHE_COMMA_DECIMAL,
    LATHE_COMMA_DOTS            /* dots between thousands: 1.234,5 and
                                 * 1.234.567 */
};

enum lathe_comma lathe_comma_of(const char *s, size_t len);

/* What all words are: NONE when one is, else the last of these that one is. */
enum lathe_comma lathe_comma_of_words(const struct lathe_dict *words);

/* The script of sed -E that takes the commas and dots out of a file of this
 * delimiter. */
const char *lathe_comma_script(enum lathe_comma comma, char delimiter);

#endif
