#include "data/dict.h"

#include "base/alloc.h"
#include "base/decimal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Open addressing with linear probing, at most half full, so that a search
 * for a word that is not there ends after about two looks. */
#define FIRST_SLOTS 16

void lathe_dict_release(struct lathe_dict *d)
{
    for (uint32_t i = 0; i < d->n; i++)
        lathe_free(d->word[i]);
    lathe_free(d->word);
    lathe_free(d->length);
    lathe_free(d->key);
    lathe_free(d->slot);
    *d = (struct lathe_dict){0};
}

/* The slot of the word, or the free slot where it belongs. */
static uint32_t probe(const struct lathe_dict *d,
                      const struct lathe_wordkey *key, const char *s,
                      size_t len)
{
    uint32_t mask = d->slots - 1;
    uint32_t i = lathe_wordkey_hash(key, s, len) & mask;

    for (; d->slot[i]; i = (i + 1) & mask) {
        uint32_t code = d->slot[i] - 1;
        if (d->length[code] == len &&
            lathe_wordkey_same(&d->key[code], d->word[code], key, s, len))
            break;
    }
    return i;
}

uint32_t lathe_dict_find(const struct lathe_dict *d, const char *s, size_t len)
{
    struct lathe_wordkey key;

    if (d->slots == 0)
        return LATHE_DICT_NONE;
    key = lathe_wordkey_of(s, len);
    return d->slot[probe(d, &key, s, len)] - 1; /* a free one: 0 - 1 is NONE */
}

/* Enters all words into the cleared index. */
static void fill_slots(struct lathe_dict *d)
{
    memset(d->slot, 0, d->slots * sizeof *d->slot);
    for (uint32_t code = 0; code < d->n; code++)
        d->slot[probe(d, &d->key[code], d->word[code], d->length[code])] =
            code + 1;
}

static enum lathe_code grow_slots(struct lathe_dict *d, struct lathe_err *err)
{
    uint32_t slots = d->slots ? d->slots * 2 : FIRST_SLOTS;
    uint32_t *slot;
    enum lathe_code rc =
        lathe_new(&slot, slots, sizeof *slot, "a dictionary", err);

    if (rc)
        return rc;
    lathe_free(d->slot);
    d->slot = slot;
    d->slots = slots;
    fill_slots(d);
    return LATHE_OK;
}

static enum lathe_code grow_words(struct lathe_dict *d, struct lathe_err *err)
{
    size_t words = d->cap, lengths = d->cap, keys = d->cap;
    enum lathe_code rc =
        lathe_grow(&d->word, &words, (size_t)d->n + 1, sizeof *d->word, err);

    if (!rc)
        rc = lathe_grow(&d->length, &lengths, (size_t)d->n + 1,
                        sizeof *d->length, err);
    if (!rc)
        rc = lathe_grow(&d->key, &keys, (size_t)d->n + 1, sizeof *d->key,
                        err);
    if (!rc)
        d->cap = (uint32_t)lengths;     /* at most LATHE_DICT_MAX */
    return rc;
}

enum lathe_code lathe_dict_add(struct lathe_dict *d, const char *s, size_t len,
                               uint32_t *code, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;
    uint32_t at;
    char *copy;

    *code = lathe_dict_find(d, s, len);
    if (*code != LATHE_DICT_NONE)
        return LATHE_OK;
    if (d->n >= LATHE_DICT_MAX || len >= UINT32_MAX)
        return lathe_fail(err, LATHE_ENOMEM, "too many different values");
    if (d->n >= d->slots / 2)
        rc = grow_slots(d, err);
    if (!rc && d->n == d->cap)
        rc = grow_words(d, err);
    if (rc)
        return rc;
    copy = lathe_strndup(s, len);
    if (!copy)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a value)");
    d->word[d->n] = copy;
    d->length[d->n] = (uint32_t)len;
    d->key[d->n] = lathe_wordkey_of(s, len);
    at = probe(d, &d->key[d->n], s, len);
    d->slot[at] = ++d->n;
    d->bytes += len;
    *code = d->n - 1;
    return LATHE_OK;
}

struct entry {
    char *word;
    uint32_t length, code;
    bool numeric;
    double number;
};

static int by_bytes(const struct entry *a, const struct entry *b)
{
    uint32_t least = a->length < b->length ? a->length : b->length;
    int c = memcmp(a->word, b->word, least);

    return c ? c : (a->length > b->length) - (a->length < b->length);
}

/* The words differ, so no two entries are equal and the order is one. */
static int in_order(const void *va, const void *vb)
{
    const struct entry *a = va, *b = vb;

    if (a->numeric != b->numeric)
        return a->numeric ? -1 : 1;
    if (a->numeric && a->number < b->number)
        return -1;
    if (a->numeric && a->number > b->number)
        return 1;
    return by_bytes(a, b);
}

enum lathe_code lathe_dict_sort(struct lathe_dict *d, uint32_t *order,
                                struct lathe_err *err)
{
    struct entry *e;
    enum lathe_code rc = lathe_new(&e, d->n, sizeof *e, "sorting", err);

    if (rc)
        return rc;
    for (uint32_t i = 0; i < d->n; i++) {
        e[i].word = d->word[i];
        e[i].length = d->length[i];
        e[i].code = i;
        e[i].numeric =
            lathe_decimal_parse(d->word[i], d->length[i], &e[i].number) &&
            isfinite(e[i].number);
    }
    qsort(e, d->n, sizeof *e, in_order);
    for (uint32_t i = 0; i < d->n; i++) {
        d->word[i] = e[i].word;
        d->length[i] = e[i].length;
        d->key[i] = lathe_wordkey_of(e[i].word, e[i].length);
        if (order)
            order[i] = e[i].code;
    }
    if (d->slots)
        fill_slots(d);
    lathe_free(e);
    return LATHE_OK;
}

enum lathe_code lathe_dict_copy(struct lathe_dict *out,
                                const struct lathe_dict *d,
                                struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;
    uint32_t code;

    *out = (struct lathe_dict){0};
    for (uint32_t i = 0; i < d->n && !rc; i++)
        rc = lathe_dict_add(out, d->word[i], d->length[i], &code, err);
    if (rc)
        lathe_dict_release(out);
    return rc;
}
