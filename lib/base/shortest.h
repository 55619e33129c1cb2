/*
 * shortest - the shortest text of a double or float, in whole numbers.
 *
 * The text is that of printf's "%.Pg" with the least P, from 15 to 17 (of a
 * float from 6 to 9), that reads back as the same number. A number is m * 2^e;
 * times a power of ten that leaves all digits before the point it is a fraction
 * of two whole numbers of 128 bits, so that every digit, and how far the text
 * is off, are exact. Doubles outside of 1e-15 to 1e35 and floats outside of
 * 1e-35 to 1e27, more or less, do not fit: printf is left to do those
 * (base/decimal.h).
 */
#ifndef LATHE_BASE_SHORTEST_H
#define LATHE_BASE_SHORTEST_H

#include <stddef.h>

/* Longest text, with its NUL. */
#define LATHE_SHORTEST_ROOM 32

/* Returns the length of the text, or 0: the number is left alone. */
size_t lathe_shortest_double(char out[LATHE_SHORTEST_ROOM], double v);
size_t lathe_shortest_float(char out[LATHE_SHORTEST_ROOM], float v);

#endif
