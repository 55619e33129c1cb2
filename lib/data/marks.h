/*
 * marks - the words that mean "missing", told from values quickly.
 */
#ifndef LATHE_DATA_MARKS_H
#define LATHE_DATA_MARKS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Zeroed: there are none but the empty field. */
struct lathe_marks {
    const struct lathe_list *list;      /* borrowed; no empty ones */
    bool first[256];            /* one begins with this byte */
    bool numbers;               /* one reads as a finite number */
};

void lathe_marks_init(struct lathe_marks *m, const struct lathe_list *list);

/* Whether s[0..n), which begins as one of the marks does, is one. */
bool lathe_marks_find(const struct lathe_marks *m, const char *s, size_t n);

/* Whether s[0..n) is often such a word, in either case, or an error of a
 * spreadsheet. */
bool lathe_marks_is_usual(const char *s, size_t n);

/* Whether s[0..n), with s[n] = 0, is empty or one of the marks. */
static inline bool lathe_marks_has(const struct lathe_marks *m, const char *s,
                                   size_t n)
{
    return n == 0 ||
           (m->first[(unsigned char)s[0]] && lathe_marks_find(m, s, n));
}

#endif
