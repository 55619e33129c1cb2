#include "scan/wordset.h"

#include "base/alloc.h"

#include <string.h>

#define FIRST_SLOTS 32

static inline bool is_word(const struct lathe_wordset *w, uint32_t i,
                           const struct lathe_wordkey *key, const char *s,
                           size_t len)
{
    const struct lathe_wordset_word *word = &w->word[i];

    return word->len == len &&
           lathe_wordkey_same(&word->key, w->text + word->at, key, s, len);
}

static uint32_t free_slot(const uint32_t *slot, uint32_t slots, uint32_t hash)
{
    uint32_t i = hash & (slots - 1);

    while (slot[i])
        i = (i + 1) & (slots - 1);
    return i;
}

/* The word + 1, or 0 where there is none such. */
static inline __attribute__((always_inline)) uint32_t
find(const struct lathe_wordset *w, const struct lathe_wordkey *key,
     uint32_t hash, const char *s, size_t len)
{
    uint32_t mask = w->slots - 1, i = hash & mask;

    while (w->slot[i] && !is_word(w, w->slot[i] - 1, key, s, len))
        i = (i + 1) & mask;
    return w->slot[i];
}

/* Twice as many slots when half of them are taken. */
static enum lathe_code grow_slots(struct lathe_wordset *w,
                                  struct lathe_err *err)
{
    uint32_t slots = w->slots ? w->slots * 2 : FIRST_SLOTS;
    uint32_t *slot;
    enum lathe_code rc;

    if (w->n < w->slots / 2)
        return LATHE_OK;
    rc = lathe_new(&slot, slots, sizeof *slot, "values", err);
    if (rc)
        return rc;
    for (uint32_t k = 0; k < w->n; k++)
        slot[free_slot(slot, slots, w->word[k].hash)] = k + 1;
    lathe_free(w->slot);
    w->slot = slot;
    w->slots = slots;
    return LATHE_OK;
}

static enum lathe_code make_room(struct lathe_wordset *w, size_t len,
                                 struct lathe_err *err)
{
    enum lathe_code rc = grow_slots(w, err);

    if (!rc)
        rc = lathe_grow(&w->word, &w->word_cap, (size_t)w->n + 1,
                        sizeof *w->word, err);
    if (!rc)
        rc = lathe_grow(&w->text, &w->text_cap, w->used + len, 1, err);
    return rc;
}

static enum lathe_code add_new(struct lathe_wordset *w,
                               const struct lathe_wordkey *key, uint32_t hash,
                               const char *s, size_t len,
                               struct lathe_err *err)
{
    enum lathe_code rc = make_room(w, len, err);

    if (rc)
        return rc;
    w->word[w->n] = (struct lathe_wordset_word){
        .key = *key, .at = w->used, .len = (uint32_t)len, .hash = hash,
        .count = 1,
    };
    w->last = w->n;
    w->slot[free_slot(w->slot, w->slots, hash)] = ++w->n;
    if (len)
        memcpy(w->text + w->used, s, len);
    w->used += len;
    return LATHE_OK;
}

/* Counts a word that is there. */
static inline __attribute__((always_inline)) bool
count_word(struct lathe_wordset *w, const struct lathe_wordkey *key,
           uint32_t hash, const char *s, size_t len)
{
    uint32_t found = w->n ? find(w, key, hash, s, len) : 0;

    if (!found)
        return false;
    w->last = found - 1;
    w->word[w->last].count++;
    return true;
}

static __attribute__((noinline)) enum lathe_code
add_any(struct lathe_wordset *w, const char *s, size_t len, bool *first,
        struct lathe_err *err)
{
    struct lathe_wordkey key = lathe_wordkey_of(s, len);
    uint32_t hash = lathe_wordkey_hash(&key, s, len);

    *first = !count_word(w, &key, hash, s, len);
    return *first ? add_new(w, &key, hash, s, len, err) : LATHE_OK;
}

/* Most words are short and known: for them nothing is called, so that no
 * registers are saved. */
enum lathe_code lathe_wordset_add(struct lathe_wordset *w, const char *s,
                                  size_t len, bool *first,
                                  struct lathe_err *err)
{
    if (len <= LATHE_WORDKEY_BYTES) {
        struct lathe_wordkey key = lathe_wordkey_of(s, len);

        *first = false;
        if (count_word(w, &key, lathe_wordkey_hash(&key, s, len), s, len))
            return LATHE_OK;
    }
    return add_any(w, s, len, first, err);
}

bool lathe_wordset_add_marked(struct lathe_wordset *w, const char *s,
                              size_t len)
{
    struct lathe_wordkey key = lathe_wordkey_of(s, len);
    uint32_t hash = lathe_wordkey_hash(&key, s, len);
    uint32_t found = w->n ? find(w, &key, hash, s, len) : 0;

    if (!found || !w->word[found - 1].marked)
        return false;
    w->last = found - 1;
    w->word[w->last].count++;
    return true;
}

void lathe_wordset_clear(struct lathe_wordset *w)
{
    if (w->n)
        memset(w->slot, 0, w->slots * sizeof *w->slot);
    w->n = w->last = 0;
    w->used = 0;
}

void lathe_wordset_release(struct lathe_wordset *w)
{
    lathe_free(w->word);
    lathe_free(w->slot);
    lathe_free(w->text);
    *w = (struct lathe_wordset){0};
}
