/*
 * words - reading the layer language: the words of one layer after another,
 * and errors that say where they are.
 *
 * Layers stand between commas, in groups between "(" and ")"; words between
 * blanks.
 */
#ifndef LATHE_NN_WORDS_H
#define LATHE_NN_WORDS_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* Every size in the language is below this. */
#define LATHE_WORDS_MOST ((uint32_t)1 << 24)

struct lathe_words {
    const char *text;           /* all of it, borrowed */
    size_t before;              /* of it were put before what errors are
                                 * about: their characters do not count */
    size_t place;               /* number of the layer, from 1 on */
    size_t at;                  /* where the next word is looked for */
    size_t from, to;            /* the layer: up to its ",", "(" or ")" */
    struct lathe_err *err;
};

/* The next layer begins at w->at, which is put on its first word. */
void lathe_words_begin(struct lathe_words *w);

/* The number of the character at w->at, from 1 on. */
size_t lathe_words_character(const struct lathe_words *w);

/* What stands behind the layer: ',', '(', ')', or '\0'; *at is its place. */
char lathe_words_end(const struct lathe_words *w, size_t *at);

/* Goes to the next character from w->at on that is not blank. */
char lathe_words_next(struct lathe_words *w);

/* The next word of the layer, its length in *n; NULL: there is none. */
const char *lathe_words_peek(const struct lathe_words *w, size_t *n);

/* Takes the next word if it is this one. */
bool lathe_words_take(struct lathe_words *w, const char *word);

/* Fails: LATHE_EARG with "layers, character 9: layer 2 'dens 4': WHAT"; the
 * character is the next word's, or the end of the layer. */
enum lathe_code lathe_words_fail(const struct lathe_words *w,
                                 const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same, where the next word is named: "... 'dens' WHAT". */
enum lathe_code lathe_words_refuse(const struct lathe_words *w,
                                   const char *what);

/* A whole number from `low` on, and below LATHE_WORDS_MOST. `what` is what it
 * is, such as "a stride". Fails: LATHE_EARG. */
enum lathe_code lathe_words_number(struct lathe_words *w, const char *what,
                                   uint32_t low, uint32_t *out);

/* "5x3", or "5" for both where `one`. Fails: LATHE_EARG, "'5' is not WHAT". */
enum lathe_code lathe_words_pair(struct lathe_words *w, const char *what,
                                 bool one, uint32_t low, uint32_t *a,
                                 uint32_t *b);

/* "3x28x28". Fails: LATHE_EARG. */
enum lathe_code lathe_words_triple(struct lathe_words *w, const char *what,
                                   uint32_t size[3]);

/* A number v with low <= v < high. Fails: LATHE_EARG: "'1' is not WHAT". */
enum lathe_code lathe_words_real(struct lathe_words *w, const char *what,
                                 double low, double high, double *out);

#endif
