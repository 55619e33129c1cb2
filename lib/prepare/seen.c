#include "prepare/seen.h"

#include "base/alloc.h"

/* The slot of the hash, or the free one where it belongs. The hashes are
 * well mixed, so their low bits are an index. */
static size_t place_of(const uint64_t *slot, size_t slots, uint64_t hash)
{
    size_t i = (size_t)hash & (slots - 1);

    while (slot[i] && slot[i] != hash)
        i = (i + 1) & (slots - 1);
    return i;
}

/* Doubles the table when it is 3/4 full. */
static enum lathe_code make_room(struct lathe_seen *s, struct lathe_err *err)
{
    size_t slots = s->slots ? s->slots * 2 : 1024;
    uint64_t *slot;
    enum lathe_code rc;

    if (s->n < s->slots / 4 * 3)
        return LATHE_OK;
    rc = lathe_new(&slot, slots, sizeof *slot, "hashes of rows", err);
    if (rc)
        return rc;
    for (size_t i = 0; i < s->slots; i++)
        if (s->slot[i])
            slot[place_of(slot, slots, s->slot[i])] = s->slot[i];
    lathe_free(s->slot);
    s->slot = slot;
    s->slots = slots;
    return LATHE_OK;
}

enum lathe_code lathe_seen_add(struct lathe_seen *s, uint64_t hash,
                               bool *repeated, struct lathe_err *err)
{
    size_t limit = s->limit ? s->limit : LATHE_SEEN_LIMIT;
    size_t i;
    enum lathe_code rc;

    if (hash == 0)
        hash = 1;               /* 0 marks a free slot */
    if (s->n < limit) {
        rc = make_room(s, err);
        if (rc)
            return rc;
    }
    i = place_of(s->slot, s->slots, hash);
    *repeated = s->slot[i] == hash;
    if (*repeated)
        return LATHE_OK;
    if (s->n >= limit) {
        s->full = true;
        return LATHE_OK;
    }
    s->slot[i] = hash;
    s->n++;
    return LATHE_OK;
}

bool lathe_seen_has(const struct lathe_seen *s, uint64_t hash)
{
    hash = hash ? hash : 1;
    return s->slots && s->slot[place_of(s->slot, s->slots, hash)] == hash;
}

void lathe_seen_expect(const struct lathe_seen *s, uint64_t hash)
{
    hash = hash ? hash : 1;
    if (s->slots)
        __builtin_prefetch(&s->slot[(size_t)hash & (s->slots - 1)]);
}

void lathe_seen_release(struct lathe_seen *s)
{
    size_t limit = s->limit;

    lathe_free(s->slot);
    *s = (struct lathe_seen){.limit = limit};
}
