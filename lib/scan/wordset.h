/*
 * wordset - the different values of a column in one piece of the input.
 *
 * Emptied and filled again for each piece without allocation: the texts lie
 * one behind the other.
 */
#ifndef LATHE_SCAN_WORDSET_H
#define LATHE_SCAN_WORDSET_H

#include "base/err.h"
#include "data/wordkey.h"

struct lathe_wordset_word {
    struct lathe_wordkey key;
    size_t at;                  /* of its text in `text` */
    uint32_t len, hash;
    uint64_t count;
    bool marked;                /* by the caller, in whatever sense */
};

/* Zeroed: empty. */
struct lathe_wordset {
    struct lathe_wordset_word *word;    /* [n] in the order of appearance */
    uint32_t n;
    size_t word_cap;
    uint32_t *slot;             /* [slots] word + 1, 0: free */
    uint32_t slots, last;       /* a power of two; the word added last */
    char *text;
    size_t used, text_cap;
};

/* Adds a value; whether it is there for the first time.
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_wordset_add(struct lathe_wordset *w, const char *s,
                                  size_t len, bool *first,
                                  struct lathe_err *err);

/* Counts a short value once more that is the one added last; false: it is not,
 * or long, and is not counted. */
static inline bool lathe_wordset_add_last(struct lathe_wordset *w,
                                          const char *s, size_t len)
{
    struct lathe_wordset_word *word = w->word + w->last;
    struct lathe_wordkey key;

    if (w->n == 0 || word->len != len || len > LATHE_WORDKEY_BYTES)
        return false;
    key = lathe_wordkey_of(s, len);
    if (!lathe_wordkey_same(&word->key, NULL, &key, NULL, len))
        return false;
    word->count++;
    return true;
}

/* Counts a value once more that is there and marked; false: it is not, and is
 * not counted. */
bool lathe_wordset_add_marked(struct lathe_wordset *w, const char *s,
                              size_t len);

void lathe_wordset_clear(struct lathe_wordset *w);
void lathe_wordset_release(struct lathe_wordset *w);

#endif
