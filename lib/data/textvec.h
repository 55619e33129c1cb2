/*
 * textvec - a text as a vector: hashed words and n-grams of characters.
 *
 * The features of a text, in lower case (A to Z; other bytes stay as they
 * are), each as often as it comes:
 *
 * - words: runs of letters, digits, '_' and bytes from 128 on;
 * - two words behind each other, whatever is between;
 * - 3, 4 and 5 characters (of UTF-8) behind each other in what lies between
 *   blanks, with one blank at either end: of "cat" these are " ca", "cat",
 *   "at ", " cat", "cat " and " cat ". This is char_wb of scikit-learn.
 *
 * A hash of the feature says in which of `dims` places it counts, and one bit
 * more whether it counts 1 or -1, so that features that meet cancel as often
 * as they add and inner products stay right in the mean (Weinberger et al.
 * 2009, see hashing.h). The vector is divided by its length, the root of the
 * sum of squares. A text without features is all zero.
 */
#ifndef LATHE_DATA_TEXTVEC_H
#define LATHE_DATA_TEXTVEC_H

#include <stddef.h>

/* Most places of a column. */
#define LATHE_TEXTVEC_DIMS 65536

/* Overwrites out [dims]. Allocates nothing. */
void lathe_textvec(float *out, size_t dims, const char *s, size_t len);

#endif
