#include "split/labelsets.h"

#include "base/alloc.h"
#include "base/digest.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* A little less than the share of a stratum that is a whole number. */
#define CLOSE 1e-9

void lathe_labelsets_release(struct lathe_labelsets *s)
{
    lathe_free(s->set);
    lathe_free(s->count);
    lathe_free(s->slot);
    *s = (struct lathe_labelsets){0};
}

/* ---- looking up --------------------------------------------------------- */

static uint64_t hash_of(const uint32_t *label, size_t labels)
{
    return lathe_digest_hash(label, labels * sizeof *label, 0);
}

static bool is_set(const struct lathe_labelsets *s, size_t i,
                   const uint32_t *label)
{
    const uint8_t *set = s->set + i * s->labels;

    for (size_t t = 0; t < s->labels; t++)
        if (set[t] != label[t])
            return false;
    return true;
}

/* Its slot, or the free one where it would be; slots is a power of two. */
static size_t slot_of(const struct lathe_labelsets *s, const uint32_t *label)
{
    size_t mask = s->slots - 1;
    size_t i = (size_t)hash_of(label, s->labels) & mask;

    while (s->slot[i] && !is_set(s, s->slot[i] - 1, label))
        i = (i + 1) & mask;
    return i;
}

size_t lathe_labelsets_find(const struct lathe_labelsets *s,
                            const uint32_t *label)
{
    size_t slot = s->slots ? slot_of(s, label) : 0;

    return s->slots && s->slot[slot] ? s->slot[slot] - 1 : s->n;
}

void lathe_labelsets_classes(const struct lathe_labelsets *s,
                             const uint64_t *rows,
                             struct lathe_target *target)
{
    if (rows[s->n])
        return;
    for (size_t t = 0; t < s->labels; t++) {
        target[t].class_count[0] = target[t].class_count[1] = 0;
        for (size_t i = 0; i < s->n; i++)
            target[t].class_count[s->set[i * s->labels + t]] += rows[i];
    }
}

/* ---- counting ----------------------------------------------------------- */

/* At most half of the slots are taken. */
static enum lathe_code make_slots(struct lathe_labelsets *s,
                                  struct lathe_err *err)
{
    size_t slots = s->slots ? 2 * s->slots : 64;
    uint32_t *old = s->slot, *label = NULL;
    enum lathe_code rc;

    if (s->slots && 2 * (s->n + 1) <= s->slots)
        return LATHE_OK;
    rc = lathe_new(&label, s->labels, sizeof *label, "labels", err);
    if (!rc)
        rc = lathe_new(&s->slot, slots, sizeof *s->slot, "labels", err);
    if (rc) {
        s->slot = old;
        lathe_free(label);
        return rc;
    }
    s->slots = slots;
    for (size_t i = 0; i < s->n; i++) {
        for (size_t t = 0; t < s->labels; t++)
            label[t] = s->set[i * s->labels + t];
        s->slot[slot_of(s, label)] = (uint32_t)i + 1;
    }
    lathe_free(label);
    lathe_free(old);
    return LATHE_OK;
}

/* Room for one more; *full: there is none within the limit. */
static enum lathe_code make_room(struct lathe_labelsets *s, bool *full,
                                 struct lathe_err *err)
{
    size_t each = s->labels + sizeof *s->count + 2 * sizeof *s->slot;
    bool first = !s->count;
    enum lathe_code rc = lathe_grow(&s->count, &s->count_cap, s->n + 2,
                                    sizeof *s->count, err);

    if (!rc && first)
        s->count[0] = 0;        /* of the others */
    *full = (s->n + 1) * each > LATHE_LABELSETS_BYTES;
    if (rc || *full)
        return rc;
    rc = lathe_grow(&s->set, &s->set_cap, (s->n + 1) * s->labels, 1, err);
    return rc ? rc : make_slots(s, err);
}

enum lathe_code lathe_labelsets_add(struct lathe_labelsets *s,
                                    const uint32_t *label, size_t labels,
                                    struct lathe_err *err)
{
    bool full = false;
    size_t at;
    enum lathe_code rc = LATHE_OK;

    assert(s->labels == 0 || s->labels == labels);
    s->labels = labels;
    at = lathe_labelsets_find(s, label);
    if (at == s->n)
        rc = make_room(s, &full, err);
    if (rc)
        return rc;
    if (at == s->n && !full) {
        s->count[s->n + 1] = s->count[s->n];
        s->count[s->n] = 0;
        for (size_t t = 0; t < labels; t++)
            s->set[at * labels + t] = (uint8_t)label[t];
        s->slot[slot_of(s, label)] = (uint32_t)++s->n;
    }
    s->count[at]++;
    return LATHE_OK;
}

/* ---- dealing out the rest ----------------------------------------------- */

/* What a class of a target, or all rows, still lack in each split. */
struct wants {
    double want[LATHE_SPLITS];
    uint64_t left;              /* rows not dealt out yet */
    uint64_t train;             /* rows that train */
};

struct deal {
    const struct lathe_labelsets *sets;
    struct lathe_split_plan *plan;
    const double *share;
    uint64_t *rest;             /* [n] rows of each combination to deal out */
    struct wants *of;           /* [2 x labels] of each class */
    struct wants all;
};

static void give(struct wants *w, int split, uint64_t rows)
{
    w->want[split] -= (double)rows;
    if (split == LATHE_TRAIN)
        w->train += rows;
}

/* `rows` of combination i go to a split. */
static void put(struct deal *d, size_t i, int split, uint64_t rows)
{
    const uint8_t *set = d->sets->set + i * d->sets->labels;

    d->plan->left[i * LATHE_SPLITS + (size_t)split] += rows;
    give(&d->all, split, rows);
    for (size_t t = 0; t < d->sets->labels; t++)
        give(&d->of[2 * t + set[t]], split, rows);
}

/* Each combination has its whole parts; the rest is counted. */
static void put_whole_parts(struct deal *d)
{
    const struct lathe_labelsets *s = d->sets;

    for (size_t i = 0; i < s->n; i++) {
        d->rest[i] = s->count[i];
        for (int k = 0; k < LATHE_SPLITS; k++) {
            double part = floor(d->share[k] * (double)s->count[i] + CLOSE);
            uint64_t rows = (uint64_t)part;

            rows = rows < d->rest[i] ? rows : d->rest[i];
            put(d, i, k, rows);
            d->rest[i] -= rows;
        }
        for (size_t t = 0; t < s->labels; t++)
            d->of[2 * t + s->set[i * s->labels + t]].left += d->rest[i];
    }
}

/* Whether a row of combination i is the last that could train one of its
 * classes. */
static bool must_train(const struct deal *d, size_t i)
{
    const uint8_t *set = d->sets->set + i * d->sets->labels;

    for (size_t t = 0; t < d->sets->labels; t++) {
        const struct wants *w = &d->of[2 * t + set[t]];

        if (w->train == 0 && w->left == 1)
            return true;
    }
    return false;
}

/* Where a row of combination i goes, dealt out for the class `w`. */
static int choose(const struct deal *d, size_t i, const struct wants *w)
{
    int best = LATHE_SPLITS;

    if (d->share[LATHE_TRAIN] > 0 && (w->train == 0 || must_train(d, i)))
        return LATHE_TRAIN;
    for (int k = 0; k < LATHE_SPLITS; k++) {
        if (!(d->share[k] > 0))
            continue;
        if (best == LATHE_SPLITS || w->want[k] > w->want[best] + CLOSE ||
            (w->want[k] > w->want[best] - CLOSE &&
             d->all.want[k] > d->all.want[best] + CLOSE))
            best = k;
    }
    return best;
}

/* The class with the fewest rows left, or `classes` when there are none. */
static size_t rarest(const struct deal *d, size_t classes)
{
    size_t best = classes;

    for (size_t c = 0; c < classes; c++)
        if (d->of[c].left &&
            (best == classes || d->of[c].left < d->of[best].left))
            best = c;
    return best;
}

static void deal_rest(struct deal *d)
{
    const struct lathe_labelsets *s = d->sets;
    size_t classes = 2 * s->labels, c;

    while ((c = rarest(d, classes)) < classes)
        for (size_t i = 0; i < s->n; i++) {
            const uint8_t *set = s->set + i * s->labels;

            for (; d->rest[i] && set[c / 2] == c % 2; d->rest[i]--) {
                put(d, i, choose(d, i, &d->of[c]), 1);
                for (size_t t = 0; t < s->labels; t++)
                    d->of[2 * t + set[t]].left--;
            }
        }
}

/* The rows of all other combinations, as well as it goes. */
static void put_others(struct deal *d)
{
    uint64_t rows = d->sets->count[d->sets->n], rest = rows;
    uint64_t *left = d->plan->left + d->sets->n * LATHE_SPLITS;

    for (int k = 0; k < LATHE_SPLITS; k++) {
        left[k] = (uint64_t)floor(d->share[k] * (double)rows + CLOSE);
        left[k] = left[k] < rest ? left[k] : rest;
        rest -= left[k];
        d->all.want[k] -= (double)left[k];
    }
    for (; rest; rest--) {
        int best = LATHE_TRAIN;

        for (int k = LATHE_VALID; k < LATHE_SPLITS; k++)
            if (!(d->share[best] > 0) ||
                (d->share[k] > 0 && d->all.want[k] > d->all.want[best]))
                best = k;
        left[best]++;
        d->all.want[best] -= 1;
    }
}

static void wish(struct deal *d)
{
    const struct lathe_labelsets *s = d->sets;

    for (size_t i = 0; i <= s->n; i++)
        for (int k = 0; k < LATHE_SPLITS; k++) {
            double rows = d->share[k] * (double)s->count[i];

            d->all.want[k] += rows;
            for (size_t t = 0; i < s->n && t < s->labels; t++)
                d->of[2 * t + s->set[i * s->labels + t]].want[k] += rows;
        }
}

enum lathe_code lathe_labelsets_plan(const struct lathe_labelsets *s,
                                     struct lathe_split_plan *plan,
                                     const double share[LATHE_SPLITS],
                                     uint64_t seed, struct lathe_err *err)
{
    struct deal d = {.sets = s, .plan = plan, .share = share};
    const uint64_t none = 0;
    enum lathe_code rc;

    if (s->n == 0)
        return lathe_split_init(plan, share, &none, 1, seed, err);
    rc = lathe_split_blank(plan, s->n + 1, seed, err);
    if (!rc)
        rc = lathe_new(&d.rest, s->n, sizeof *d.rest, "a split", err);
    if (!rc)
        rc = lathe_new(&d.of, 2 * s->labels, sizeof *d.of, "a split", err);
    if (!rc) {
        wish(&d);
        put_whole_parts(&d);
        put_others(&d);
        deal_rest(&d);
    } else {
        lathe_split_release(plan);
    }
    lathe_free(d.rest);
    lathe_free(d.of);
    return rc;
}
