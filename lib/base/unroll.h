/*
 * unroll - a short loop that is written out.
 *
 * Kernels keep their sums in arrays of registers. An array is kept in
 * registers only when every index of it is a constant, so loops over it have
 * to be gone: otherwise each sum goes through memory at each step.
 */
#ifndef LATHE_BASE_UNROLL_H
#define LATHE_BASE_UNROLL_H

#define LATHE_UNROLL_PRAGMA(text) _Pragma(#text)

/* Before a loop of n rounds at most; how many is a constant once all is
 * inlined. clang does not follow gcc's pragma, and where its own has a number
 * it writes the loop out only after it has put the array into memory. */
#ifdef __clang__
#define LATHE_UNROLL(n) LATHE_UNROLL_PRAGMA(clang loop unroll(full))
#else
#define LATHE_UNROLL(n) LATHE_UNROLL_PRAGMA(GCC unroll n)
#endif

#endif
