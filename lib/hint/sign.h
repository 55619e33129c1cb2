/*
 * sign - signs that stand before numbers or behind them: of currencies, per
 * cent, and those that are meant for a minus.
 */
#ifndef LATHE_HINT_SIGN_H
#define LATHE_HINT_SIGN_H

#include <stdbool.h>
#include <stddef.h>

/* What is meant for a minus: U+2212 and U+2013. */
#define LATHE_SIGN_MINUS "−"
#define LATHE_SIGN_DASH "–"

/* A sign of currency or per cent. The patterns are those of sed; NULL: Latin-1
 * has no such sign. */
struct lathe_sign {
    const char *text;           /* UTF-8 */
    const char *pattern, *latin1;
    bool word;                  /* of letters, in front alone */
};

/* The i-th of them, longer ones before those that they begin with; NULL: there
 * are no more. A constant. */
const struct lathe_sign *lathe_sign_at(size_t i);

#endif
