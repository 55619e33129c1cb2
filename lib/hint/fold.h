/*
 * fold - a word, character after character, as a person reads it: without what
 * is not seen, with one kind of blank, and with marks such as accents behind
 * their letters, however these were written.
 */
#ifndef LATHE_HINT_FOLD_H
#define LATHE_HINT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lathe_fold {
    const char *s;              /* what is left of the word, UTF-8 */
    size_t n;
    bool keeps_case;            /* else letters are small ones */
    bool begun;
    uint32_t mark;              /* comes next; 0: none */
};

/* The next character, 0 at the end. Blanks around the word are left out, and
 * those within are one. */
uint32_t lathe_fold_next(struct lathe_fold *f);

#endif
