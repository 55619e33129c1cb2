/*
 * dress - values that would be numbers without what is around them or between
 * their digits: $1,200.50, USD 5, 12 €, 45%, 9 kg, <0.1; blanks, a minus and
 * digits that are none, and what is not seen; a minus at the end, 178.57-, or
 * parentheses for one, (5); commas (comma.h) and apostrophes; or several of
 * these at once. And the command that takes it all out.
 */
#ifndef LATHE_HINT_DRESS_H
#define LATHE_HINT_DRESS_H

#include "base/buf.h"
#include "data/dict.h"
#include "hint/comma.h"
#include "ingest/reader.h"

#include <stdbool.h>

/* Bytes of a unit, and its NUL. */
#define LATHE_DRESS_UNIT 16

/* Room for the end of a field. */
#define LATHE_DRESS_END 24

enum lathe_dress_mark {
    LATHE_DRESS_NO_BREAK = 1,           /* no-break spaces, anywhere */
    LATHE_DRESS_NARROW = 2,             /* narrow ones */
    LATHE_DRESS_MINUS = 4,              /* U+2212 */
    LATHE_DRESS_BLANKS = 8,             /* around, within quotes */
    LATHE_DRESS_PARENTHESES = 16,
    LATHE_DRESS_TRAILING = 32,          /* a minus at the end */
    LATHE_DRESS_SPACED = 64,            /* blanks between sign and number */
    LATHE_DRESS_THIN = 128,             /* thin spaces */
    LATHE_DRESS_UNSEEN = 256,           /* what has no width, anywhere */
    LATHE_DRESS_APOSTROPHE = 512,       /* between thousands */
    LATHE_DRESS_DASH = 1024,            /* U+2013 for a minus */
    LATHE_DRESS_LIMIT = 2048,           /* < and > in front */
    LATHE_DRESS_WIDE = 4096,            /* digits as wide as ideographs */
    LATHE_DRESS_ARABIC = 8192,          /* digits of Arabic script */
    LATHE_DRESS_GROUPS = 16384          /* blanks between thousands */
};

/* Zeroed: none. */
struct lathe_dress {
    const struct lathe_sign *sign;      /* of currency or per cent; NULL */
    char unit[LATHE_DRESS_UNIT];        /* letters behind; "" */
    unsigned marks;                     /* of lathe_dress_mark */
    enum lathe_comma comma;     /* of what is left; NONE: that is no number */
};

/* Whether s is a number in a dress, not as it stands. */
bool lathe_dress_of(const char *s, size_t len, struct lathe_dress *d);

/* Whether the word is one of the signs: USD. */
bool lathe_dress_is_sign(const char *word);

/* What all words have around them together. False: none has anything, they
 * have different signs or units, more than one of 20 is no number all the
 * same, one alone of three or more has a unit, or all are limits, which are
 * classes then. */
bool lathe_dress_of_words(const struct lathe_dict *words,
                          struct lathe_dress *d);

/* Appends what it is, "its '$' signs and commas between thousands"; `dots`:
 * there is nothing but these between thousands. */
void lathe_dress_name(struct lathe_buf *out, const struct lathe_dress *d,
                      bool dots);

/* Appends the command that takes it out of FILE. False: the file cannot have
 * it, or there is no such command; nothing is appended. */
bool lathe_dress_remedy(struct lathe_buf *out, const struct lathe_dress *d,
                        const struct lathe_dialect *dialect);

/* The end of a field as a regular expression of sed -E; "": there is none. */
const char *lathe_dress_end(char out[LATHE_DRESS_END], char delimiter);

#endif
