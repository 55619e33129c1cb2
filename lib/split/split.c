#include "split/split.h"

#include "base/alloc.h"
#include "base/decimal.h"

#include <math.h>
#include <string.h>

/* Shares and remainders closer than this are equal. */
#define CLOSE 1e-9

static enum lathe_code bad_shares(const char *text, struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EARG,
                      "split: '%s' is not three shares of train, valid and "
                      "test with the sum 1, like 0.8,0.1,0.1", text);
}

enum lathe_code lathe_split_parse(const char *text, double share[LATHE_SPLITS],
                                  struct lathe_err *err)
{
    const char *s = text;
    double sum = 0;

    for (int i = 0; i < LATHE_SPLITS; i++) {
        size_t n = strcspn(s, ",");

        if (!lathe_decimal_parse(s, n, &share[i]) || !(share[i] >= 0))
            return bad_shares(text, err);
        sum += share[i];
        s += n;
        if (*s != (i + 1 < LATHE_SPLITS ? ',' : '\0'))
            return bad_shares(text, err);
        if (*s)
            s++;
    }
    if (!(fabs(sum - 1) < CLOSE))
        return bad_shares(text, err);
    return LATHE_OK;
}

void lathe_split_exclude(double share[LATHE_SPLITS], enum lathe_split given)
{
    double sum = 0;

    share[given] = 0;
    for (int i = 0; i < LATHE_SPLITS; i++)
        sum += share[i];
    for (int i = 0; i < LATHE_SPLITS && sum > 0; i++)
        share[i] /= sum;
}

/* Divides `count` rows; behind[i] is what split i lacks so far. */
static void divide(const double share[LATHE_SPLITS], uint64_t count,
                   double behind[LATHE_SPLITS], uint64_t out[LATHE_SPLITS])
{
    double rest[LATHE_SPLITS];
    uint64_t given = 0;

    for (int i = 0; i < LATHE_SPLITS; i++) {
        double exact = share[i] * (double)count;

        out[i] = (uint64_t)floor(exact + CLOSE);
        rest[i] = exact - (double)out[i];
        given += out[i];
    }
    while (given < count) {
        int best = 0;

        for (int i = 1; i < LATHE_SPLITS; i++) {
            if (!(share[i] > 0) || rest[i] < rest[best] - CLOSE)
                continue;
            if (rest[i] > rest[best] + CLOSE ||
                behind[i] + rest[i] > behind[best] + rest[best] + CLOSE)
                best = i;
        }
        out[best]++;
        rest[best] -= 1;
        given++;
    }
    if (count > 0 && out[LATHE_TRAIN] == 0 && share[LATHE_TRAIN] > 0) {
        int from = out[LATHE_VALID] > out[LATHE_TEST] ? LATHE_VALID
                                                       : LATHE_TEST;
        out[from]--;
        out[LATHE_TRAIN]++;
    }
    for (int i = 0; i < LATHE_SPLITS; i++)
        behind[i] += share[i] * (double)count - (double)out[i];
}

enum lathe_code lathe_split_blank(struct lathe_split_plan *p, size_t strata,
                                  uint64_t seed, struct lathe_err *err)
{
    const char *what = "a split";
    enum lathe_code rc;

    *p = (struct lathe_split_plan){
        .strata = strata, .seed = seed,
        .starts = lathe_rng_starts_for(lathe_cpu_level())};
    rc = lathe_new(&p->left, strata, LATHE_SPLITS * sizeof *p->left, what, err);
    if (!rc)
        rc = lathe_new(&p->seen, strata, sizeof *p->seen, what, err);
    if (!rc)
        rc = lathe_new(&p->ahead, strata,
                       LATHE_SPLIT_AHEAD * sizeof *p->ahead, what, err);
    if (!rc)
        rc = lathe_new(&p->ahead_of, strata, sizeof *p->ahead_of, what, err);
    if (rc)
        lathe_split_release(p);
    return rc;
}

enum lathe_code lathe_split_init(struct lathe_split_plan *p,
                                 const double share[LATHE_SPLITS],
                                 const uint64_t *count, size_t strata,
                                 uint64_t seed, struct lathe_err *err)
{
    double behind[LATHE_SPLITS] = {0};
    enum lathe_code rc = lathe_split_blank(p, strata, seed, err);

    for (size_t k = 0; k < strata && !rc; k++)
        divide(share, count[k], behind, p->left + k * LATHE_SPLITS);
    return rc;
}

void lathe_split_release(struct lathe_split_plan *p)
{
    lathe_free(p->left);
    lathe_free(p->seen);
    lathe_free(p->ahead);
    lathe_free(p->ahead_of);
    *p = (struct lathe_split_plan){0};
}

void lathe_split_rows(const struct lathe_split_plan *p,
                      uint64_t rows[LATHE_SPLITS])
{
    for (int i = 0; i < LATHE_SPLITS; i++) {
        rows[i] = 0;
        for (size_t k = 0; k < p->strata; k++)
            rows[i] += p->left[k * LATHE_SPLITS + (size_t)i];
    }
}

/* As lathe_rng_below does with the first number of a stream, but for chances
 * of `all` in 2^64, where it draws more: only then is the stream copied. */
static uint64_t below(const struct lathe_rng *rng, size_t i, uint64_t first,
                      uint64_t all)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)first * all;
    struct lathe_rng own;

    if ((uint64_t)product >= all)
        return (uint64_t)(product >> 64);
    own = *rng;
    own.b += i;
    return lathe_rng_below(&own, all);
}

/* The first number of the stream of the stratum's next row, which `rng` is
 * then. */
static uint64_t first_of(struct lathe_split_plan *p, size_t stratum,
                         struct lathe_rng *rng)
{
    uint64_t *ahead = p->ahead + stratum * LATHE_SPLIT_AHEAD;
    uint64_t row = p->seen[stratum], *from = &p->ahead_of[stratum];

    *rng = lathe_rng_stream(p->seed, LATHE_RNG_SPLIT, (uint32_t)stratum, row);
    if (*from == 0 || row + 1 < *from || row + 1 - *from >= LATHE_SPLIT_AHEAD) {
        p->starts(rng, LATHE_SPLIT_AHEAD, ahead);
        *from = row + 1;
    }
    return ahead[row + 1 - *from];
}

enum lathe_split lathe_split_next(struct lathe_split_plan *p, size_t stratum)
{
    uint64_t *left = p->left + stratum * LATHE_SPLITS;
    uint64_t all = left[LATHE_TRAIN] + left[LATHE_VALID] + left[LATHE_TEST];
    struct lathe_rng rng;
    uint64_t first, draw;
    int i = 0;

    if (all == 0)
        return LATHE_SPLITS;
    first = first_of(p, stratum, &rng);
    draw = below(&rng, 0, first, all);
    while (draw >= left[i])
        draw -= left[i++];
    left[i]--;
    p->seen[stratum]++;
    return (enum lathe_split)i;
}

/* Draws that are made at once. */
#define DRAWS 64

size_t lathe_split_several(struct lathe_split_plan *p, size_t stratum,
                           size_t n, unsigned char *split)
{
    uint64_t *left = p->left + stratum * LATHE_SPLITS;
    uint64_t train = left[LATHE_TRAIN], held = train + left[LATHE_VALID];
    uint64_t all = held + left[LATHE_TEST];
    uint64_t first[DRAWS];
    struct lathe_rng rng = lathe_rng_stream(p->seed, LATHE_RNG_SPLIT,
                                            (uint32_t)stratum,
                                            p->seen[stratum]);

    n = n < all ? n : (size_t)all;
    for (size_t done = 0, some; done < n; done += some, rng.b += some) {
        some = n - done < DRAWS ? n - done : DRAWS;
        p->starts(&rng, some, first);
        for (size_t i = 0; i < some; i++, all--) {
            uint64_t draw = below(&rng, i, first[i], all);
            bool behind = draw >= train, last = draw >= held;

            train -= !behind;
            held -= !last;
            split[done + i] = (unsigned char)(behind + last);
        }
    }
    left[LATHE_TRAIN] = train;
    left[LATHE_VALID] = held - train;
    left[LATHE_TEST] = all - held;
    p->seen[stratum] += n;
    return n;
}
