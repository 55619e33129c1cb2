#include "scan/seen.h"

#include "base/alloc.h"

/* How far ahead of their look-up hashes are fetched into the cache. */
#define AHEAD 40
#define FIRST_SLOTS ((size_t)1024)

/* 0 marks a free slot. */
static uint64_t key_of(uint64_t hash)
{
    return hash ? hash : 1;
}

/* The slot of the hash, or the free one where it belongs. The hashes are
 * well mixed, so their low bits are an index. */
static size_t place_of(const uint64_t *slot, size_t slots, uint64_t hash)
{
    size_t i = (size_t)hash & (slots - 1);

    while (slot[i] && slot[i] != hash)
        i = (i + 1) & (slots - 1);
    return i;
}

static enum lathe_code set_slots(struct lathe_seen *s, size_t slots,
                                 struct lathe_err *err)
{
    uint64_t *slot;
    enum lathe_code rc = lathe_new_scattered(&slot, slots, sizeof *slot,
                                             "hashes of rows", err);

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

/* Doubles the table when it is 3/4 full. */
static enum lathe_code make_room(struct lathe_seen *s, struct lathe_err *err)
{
    if (s->n < s->slots / 4 * 3)
        return LATHE_OK;
    return set_slots(s, s->slots ? s->slots * 2 : FIRST_SLOTS, err);
}

enum lathe_code lathe_seen_reserve(struct lathe_seen *s, size_t n,
                                   struct lathe_err *err)
{
    size_t slots = FIRST_SLOTS;

    while (slots / 4 * 3 <= n)
        slots *= 2;
    return set_slots(s, slots, err);
}

/* How many hashes can be added, if none is there, before the table must grow:
 * it has as much room, or the limit is reached. */
static size_t until_full(const struct lathe_seen *s, size_t limit)
{
    size_t most = s->slots / 4 * 3;

    most = most < limit ? most : limit;
    return s->n < most ? most - s->n : 0;
}

/* Looks n of them up, behind which more may come, hash[all]. `adds`: those that
 * are new are added, for which there is room. */
static uint64_t add_some(struct lathe_seen *s, const uint64_t *hash, size_t n,
                         size_t all, bool adds, bool *repeated)
{
    uint64_t *slot = s->slot, repeats = 0, lost = 0;
    size_t slots = s->slots;

    for (size_t i = 0; i < n; i++) {
        uint64_t h = key_of(hash[i]);
        size_t at = place_of(slot, slots, h);
        bool again = slot[at] == h;

        if (i + AHEAD < all)
            __builtin_prefetch(&slot[key_of(hash[i + AHEAD]) & (slots - 1)]);
        if (!again && adds)
            slot[at] = h;
        lost += !again && !adds;
        repeats += again;
        if (repeated)
            repeated[i] = again;
    }
    s->full = s->full || lost;
    s->n += adds ? n - (size_t)repeats : 0;
    return repeats;
}

enum lathe_code lathe_seen_add_several(struct lathe_seen *s,
                                       const uint64_t *hash, size_t n,
                                       bool *repeated, uint64_t *repeats,
                                       struct lathe_err *err)
{
    size_t limit = s->limit ? s->limit : LATHE_SEEN_LIMIT;

    *repeats = 0;
    for (size_t i = 0; i < n && i < AHEAD; i++)
        lathe_seen_expect(s, hash[i]);
    for (size_t i = 0, some; i < n; i += some) {
        size_t room;
        enum lathe_code rc = s->n < limit ? make_room(s, err) : LATHE_OK;

        if (rc)
            return rc;
        room = until_full(s, limit);
        some = room && room < n - i ? room : n - i;
        *repeats += add_some(s, hash + i, some, n - i, room > 0,
                             repeated ? repeated + i : NULL);
    }
    return LATHE_OK;
}

enum lathe_code lathe_seen_add(struct lathe_seen *s, uint64_t hash,
                               bool *repeated, struct lathe_err *err)
{
    uint64_t repeats;

    return lathe_seen_add_several(s, &hash, 1, repeated, &repeats, err);
}

bool lathe_seen_has(const struct lathe_seen *s, uint64_t hash)
{
    hash = key_of(hash);
    return s->slots && s->slot[place_of(s->slot, s->slots, hash)] == hash;
}

void lathe_seen_expect(const struct lathe_seen *s, uint64_t hash)
{
    hash = key_of(hash);
    if (s->slots)
        __builtin_prefetch(&s->slot[(size_t)hash & (s->slots - 1)]);
}

void lathe_seen_release(struct lathe_seen *s)
{
    size_t limit = s->limit;

    lathe_free(s->slot);
    *s = (struct lathe_seen){.limit = limit};
}
