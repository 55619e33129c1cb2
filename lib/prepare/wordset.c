#include "prepare/wordset.h"

#include "base/alloc.h"
#include "base/digest.h"

#include <string.h>

#define FIRST_SLOTS 32

static uint32_t hash_of(const char *s, size_t len)
{
    return (uint32_t)lathe_digest_hash(s, len, 0);
}

static bool is_word(const struct lathe_wordset *w, uint32_t i, const char *s,
                    size_t len)
{
    return w->word[i].len == len &&
           memcmp(w->text + w->word[i].at, s, len) == 0;
}

/* The slot of the word, or the free one where it belongs. */
static uint32_t probe(const struct lathe_wordset *w, const char *s, size_t len,
                      uint32_t hash)
{
    uint32_t mask = w->slots - 1, i = hash & mask;

    for (; w->slot[i]; i = (i + 1) & mask) {
        uint32_t k = w->slot[i] - 1;
        if (w->word[k].hash == hash && is_word(w, k, s, len))
            break;
    }
    return i;
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
    for (uint32_t k = 0; k < w->n; k++) {
        uint32_t i = w->word[k].hash & (slots - 1);

        while (slot[i])
            i = (i + 1) & (slots - 1);
        slot[i] = k + 1;
    }
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

enum lathe_code lathe_wordset_add(struct lathe_wordset *w, const char *s,
                                  size_t len, bool *first,
                                  struct lathe_err *err)
{
    uint32_t hash, at;
    enum lathe_code rc;

    *first = false;
    if (w->n && is_word(w, w->last, s, len)) {
        w->word[w->last].count++;
        return LATHE_OK;
    }
    rc = make_room(w, len, err);
    if (rc)
        return rc;
    hash = hash_of(s, len);
    at = probe(w, s, len, hash);
    if (w->slot[at]) {
        w->last = w->slot[at] - 1;
        w->word[w->last].count++;
        return LATHE_OK;
    }
    w->word[w->n] = (struct lathe_wordset_word){
        .at = w->used, .len = (uint32_t)len, .hash = hash, .count = 1,
    };
    memcpy(w->text + w->used, s, len);
    w->used += len;
    w->last = w->n++;
    w->slot[at] = w->n;
    *first = true;
    return LATHE_OK;
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
