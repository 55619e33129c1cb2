#include "split/timeline.h"

#include "base/alloc.h"
#include "base/file.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

/* Keys read at a time; bits looked at in one pass. */
#define KEYS 8192
#define BITS 16
#define BINS ((size_t)1 << BITS)

uint64_t lathe_timeline_key(double time)
{
    const uint64_t sign = (uint64_t)1 << 63;
    uint64_t bits;

    if (time == 0)
        time = 0;               /* -0 is the same time */
    memcpy(&bits, &time, sizeof bits);
    return bits & sign ? ~bits : bits | sign;
}

double lathe_timeline_time(uint64_t key)
{
    const uint64_t sign = (uint64_t)1 << 63;
    uint64_t bits = key & sign ? key & ~sign : ~key;
    double time;

    memcpy(&time, &bits, sizeof time);
    return time;
}

enum lathe_code lathe_timeline_init(struct lathe_timeline *t, const char *near,
                                    struct lathe_err *err)
{
    int fd = -1;
    enum lathe_code rc;

    *t = (struct lathe_timeline){0};
    rc = lathe_file_scratch(near, &fd, err);
    if (rc)
        return rc;
    t->file = fdopen(fd, "w+b");
    if (t->file)
        return LATHE_OK;
    close(fd);
    return lathe_fail(err, LATHE_ENOMEM, "out of memory (a file)");
}

void lathe_timeline_release(struct lathe_timeline *t)
{
    if (t->file)
        fclose(t->file);
    *t = (struct lathe_timeline){0};
}

static enum lathe_code failed(struct lathe_err *err)
{
    return lathe_fail_errno(err, false, "cannot keep the times of the rows");
}

enum lathe_code lathe_timeline_add(struct lathe_timeline *t, uint64_t key,
                                   struct lathe_err *err)
{
    if (fwrite(&key, sizeof key, 1, t->file) != 1)
        return failed(err);
    t->n++;
    return LATHE_OK;
}

/* ---- the key of a rank -------------------------------------------------- */

/* Counts the keys that begin with the top bits of `prefix` (above `shift` +
 * BITS) by their next BITS bits: count [BINS]. */
static enum lathe_code count_bins(struct lathe_timeline *t, uint64_t prefix,
                                  int shift, uint64_t *count,
                                  struct lathe_err *err)
{
    uint64_t key[KEYS];
    size_t n;

    memset(count, 0, BINS * sizeof *count);
    if (fflush(t->file) || fseeko(t->file, 0, SEEK_SET))
        return failed(err);
    while ((n = fread(key, sizeof *key, KEYS, t->file)) > 0)
        for (size_t i = 0; i < n; i++)
            if (shift + BITS == 64 ||
                key[i] >> (shift + BITS) == prefix >> (shift + BITS))
                count[key[i] >> shift & (BINS - 1)]++;
    return ferror(t->file) ? failed(err) : LATHE_OK;
}

/* A key with the ranks, from 0, of its first row and behind its last. */
struct group {
    uint64_t key, low, high;
};

/* The rows of the same time among which the row of this rank < n is. */
static enum lathe_code find_group(struct lathe_timeline *t, uint64_t rank,
                                  struct group *g, struct lathe_err *err)
{
    uint64_t *count = NULL;
    enum lathe_code rc = lathe_new(&count, BINS, sizeof *count, "times", err);

    *g = (struct group){0};
    for (int shift = 64 - BITS; shift >= 0 && !rc; shift -= BITS) {
        size_t bin = 0;

        rc = count_bins(t, g->key, shift, count, err);
        while (!rc && g->low + count[bin] <= rank)
            g->low += count[bin++];
        g->key |= (uint64_t)bin << shift;
        g->high = g->low + count[bin];
    }
    lathe_free(count);
    return rc;
}

/* ---- cuts --------------------------------------------------------------- */

/* Behind how many rows is cut, and the first key behind. */
struct cut {
    uint64_t at, key;
};

/* The two cuts around the rows among which rank `r` is; the one behind the
 * last row has no key. */
static enum lathe_code cuts_at(struct lathe_timeline *t, uint64_t r,
                               struct cut out[2], struct lathe_err *err)
{
    struct group g, next = {0};
    enum lathe_code rc = find_group(t, r < t->n ? r : t->n - 1, &g, err);

    if (!rc && g.high < t->n)
        rc = find_group(t, g.high, &next, err);
    out[0] = (struct cut){g.low, g.key};
    out[1] = (struct cut){g.high, next.key};
    return rc;
}

static uint64_t distance(uint64_t a, uint64_t b)
{
    return a > b ? a - b : b - a;
}

/* Two cuts, how far they are from what is asked, and whether they can be. */
struct plan {
    struct cut valid, test;
    uint64_t off;
    bool possible;
};

static void consider(struct plan *best, const double share[LATHE_SPLITS],
                     const uint64_t want[2], uint64_t n, struct cut valid,
                     struct cut test)
{
    uint64_t off = distance(valid.at, want[0]) + distance(test.at, want[1]);
    bool good = (share[LATHE_TRAIN] > 0 ? valid.at > 0 : valid.at == 0) &&
                (share[LATHE_VALID] > 0 ? test.at > valid.at
                                        : test.at == valid.at) &&
                (share[LATHE_TEST] > 0 ? test.at < n : test.at == n);

    if (good && (!best->possible || off < best->off))
        *best = (struct plan){valid, test, off, true};
}

/* Both cuts near what is asked; where they fall together, one moves on. */
static enum lathe_code find_plan(struct lathe_timeline *t,
                                 const double share[LATHE_SPLITS],
                                 const uint64_t want[2], struct plan *best,
                                 struct lathe_err *err)
{
    struct cut first[2], second[2], other[2];
    enum lathe_code rc = cuts_at(t, want[0], first, err);

    if (!rc)
        rc = cuts_at(t, want[1], second, err);
    for (int i = 0; i < 2 && !rc; i++) {
        uint64_t behind = first[i].at, before = second[i].at;

        for (int k = 0; k < 2; k++)
            consider(best, share, want, t->n, first[i], second[k]);
        consider(best, share, want, t->n, first[i], first[i]);
        consider(best, share, want, t->n, second[i], second[i]);
        if (behind < t->n)
            rc = cuts_at(t, behind, other, err);
        if (!rc && behind < t->n)
            consider(best, share, want, t->n, first[i], other[1]);
        if (!rc && before > 0)
            rc = cuts_at(t, before - 1, other, err);
        if (!rc && before > 0)
            consider(best, share, want, t->n, other[0], second[i]);
    }
    return rc;
}

enum lathe_code lathe_timeline_cut(struct lathe_timeline *t,
                                   const double share[LATHE_SPLITS],
                                   uint64_t first[LATHE_SPLITS],
                                   uint64_t rows[LATHE_SPLITS],
                                   bool *possible, struct lathe_err *err)
{
    double n = (double)t->n;
    const uint64_t want[2] = {
        (uint64_t)floor(n * share[LATHE_TRAIN] + 0.5),
        (uint64_t)floor(n * (1 - share[LATHE_TEST]) + 0.5),
    };
    struct plan best = {0};
    enum lathe_code rc = LATHE_OK;

    if (t->n)
        rc = find_plan(t, share, want, &best, err);
    *possible = best.possible;
    first[LATHE_TRAIN] = 0;
    first[LATHE_VALID] = best.valid.key;
    first[LATHE_TEST] = best.test.key;
    rows[LATHE_TRAIN] = best.valid.at;
    rows[LATHE_VALID] = best.test.at - best.valid.at;
    rows[LATHE_TEST] = t->n - best.test.at;
    return rc;
}
