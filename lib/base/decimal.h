/*
 * decimal - numbers as text, the same in every locale.
 */
#ifndef LATHE_BASE_DECIMAL_H
#define LATHE_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for any number below, with its NUL. */
#define LATHE_DECIMAL_ROOM 32

/* The shortest text that reads back as the same double (float): "0.1", "3",
 * "1e-07". "nan", "inf" and "-inf" where it is none. Returns its length. */
size_t lathe_decimal_double(char out[LATHE_DECIMAL_ROOM], double v);
size_t lathe_decimal_float(char out[LATHE_DECIMAL_ROOM], float v);

/*
 * Reads the whole of s[0..n) as a number: sign, digits with a leading or
 * trailing dot, exponent; "inf", "infinity" and "nan" in any case. The bits
 * are those of strtod in the C locale. False when it is anything else ("",
 * "1,5", "0x1F", "12abc", " 1") or overflows ("1e400").
 */
bool lathe_decimal_parse(const char *s, size_t n, double *out);

/* The same for the common form, digits with a sign and a dot or without; false
 * also for a number of another form, or one that is not exact this way. */
bool lathe_decimal_parse_short(const char *s, size_t n, double *out);

/* Reads the whole of `s` as an integer within [low, high]. */
bool lathe_decimal_parse_int(const char *s, int64_t low, int64_t high,
                             int64_t *out);

#endif
