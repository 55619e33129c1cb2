#include "fit/bins.h"

#include "fit/order.h"

#include <math.h>
#include <string.h>

/* Deviations from its expected place in the sample that a rank may have: 7 of
 * a million are beyond. Some places more make up for a binomial distribution
 * that is not a normal one at the ends. */
#define DEVIATIONS 4.5
#define PLACES 6

/* ---- cutting ------------------------------------------------------------ */

/* The first of the rising keys that is not below `key`; n: there is none. */
static size_t first_from(const uint64_t *key, size_t n, uint64_t from)
{
    size_t low = 0;

    while (n > 0) {
        size_t half = n / 2;

        if (key[low + half] < from) {
            low += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return low;
}

/* The places in the sorted sample key[n] among which a rank is, with all that
 * are equal to the first and the last one. */
static void bracket(double share, const uint64_t *key, size_t n, size_t *low,
                    size_t *high, bool *below, bool *above)
{
    double at = share * (double)n;
    double width = DEVIATIONS * sqrt((double)n * share * (1 - share)) + PLACES;

    *below = !(at - width >= 0);        /* it may be less than all of them */
    *above = !(at + width < (double)n);
    *low = *below ? 0 : first_from(key, n, key[(size_t)(at - width)]);
    *high = *above ? n - 1
                   : first_from(key, n, key[(size_t)(at + width)] + 1) - 1;
}

/* The value where keys from `key` on begin. */
static double edge_of(uint64_t key)
{
    return key == 0 ? (double)-INFINITY : lathe_order_value(key);
}

static void open_bin(struct lathe_bins *b, uint64_t low, bool keep)
{
    struct lathe_bins_interval *v = &b->interval[b->intervals - 1];

    /* A bin that nothing was put into begins here instead. */
    if (v->n && b->bin[b->n - 1].low == edge_of(low)) {
        b->bin[b->n - 1].keep = keep;
        return;
    }
    b->bin[b->n++] = (struct lathe_bin){.low = edge_of(low), .keep = keep};
    v->n++;
}

/* Cuts the last interval by the part key[n] of the sample that is in it. */
static void cut_interval(struct lathe_bins *b, const uint64_t *key, size_t n,
                         size_t sampled, size_t fine, bool keep)
{
    struct lathe_bins_interval *v = &b->interval[b->intervals - 1];
    size_t since = 0, rare = 0;
    double each = sampled ? (double)b->present / (double)sampled : 0, room;

    v->first = b->n;
    open_bin(b, v->low, keep);
    for (size_t i = 0, end; i < n; i = end) {
        bool frequent;

        for (end = i + 1; end < n && key[end] == key[i]; end++)
            continue;
        frequent = end - i > 1 && (end - i) * fine >= n;
        if (frequent) {
            open_bin(b, key[i], false);
            b->bin[b->n - 1].point = true;
        } else {
            rare += end - i;
            since += end - i;
        }
        if ((frequent || (!keep && since * fine >= n)) &&
            key[i] + 1 < v->high) {
            open_bin(b, key[i] + 1, keep);
            since = 0;
        }
    }
    room = ((double)rare + DEVIATIONS * sqrt((double)rare) + PLACES) * each;
    v->room = keep ? b->present : 0;
    if (keep && sampled && room < (double)b->present)
        v->room = (uint64_t)room + 1;
}

static void set_edges(struct lathe_bins *b)
{
    for (size_t i = 0; i < 2 * LATHE_RANKS; i++)
        b->edge[i] = (double)NAN;       /* no value is beyond it */
    for (size_t i = 0; i < b->intervals; i++) {
        b->edge[2 * i] = edge_of(b->interval[i].low);
        b->edge[2 * i + 1] = edge_of(b->interval[i].high);
    }
}

void lathe_bins_cut(struct lathe_bins *b, const struct lathe_quantile *q,
                    const uint64_t *key, size_t n, size_t fine, bool keep)
{
    struct lathe_bin *bin = b->bin;
    size_t begin = 0, end = 0;

    memset(b, 0, sizeof *b);
    b->bin = bin;
    b->present = q->present;
    lathe_ranks_of(&b->ranks, q);
    for (size_t r = 0; r < b->ranks.n; r++) {
        struct lathe_bins_interval *v = &b->interval[b->intervals];
        double share = ((double)b->ranks.rank[r] + 0.5) / (double)q->present;
        size_t low, high;
        bool below, above;

        bracket(share, key, n, &low, &high, &below, &above);
        v->low = below || n == 0 ? 0 : key[low];
        v->high = above || n == 0 ? UINT64_MAX : key[high] + 1;
        if (b->intervals && v->low <= v[-1].high) {     /* one with the last */
            v[-1].high = v->high > v[-1].high ? v->high : v[-1].high;
        } else {
            if (b->intervals)
                cut_interval(b, key + begin, end - begin, n, fine, keep);
            b->intervals++;
            begin = low;
        }
        end = n ? high + 1 : 0;
    }
    if (b->intervals)
        cut_interval(b, key + begin, end - begin, n, fine, keep);
    set_edges(b);
}

/* ---- counting ----------------------------------------------------------- */

/* The bin of a value that is in the interval. */
static size_t bin_of(const struct lathe_bins *b,
                     const struct lathe_bins_interval *v, double x)
{
    const struct lathe_bin *bin = b->bin + v->first;
    size_t low = 0, n = v->n;

    while (n > 1) {
        size_t half = n / 2;

        low = x >= bin[low + half].low ? low + half : low;
        n -= half;
    }
    return v->first + low;
}

/* How many of the edges are not above x; NaN is below all. */
static size_t place_of(const double *edge, size_t edges, double x)
{
    size_t n = (size_t)(x >= edge[0]) + (x >= edge[1]) + (x >= edge[2]) +
               (x >= edge[3]) + (x >= edge[4]) + (x >= edge[5]);

    for (size_t i = 6; i < edges; i++)
        n += x >= edge[i];
    return n;
}

/* Value x of the n, which is in an interval: it has reached `at` edges. */
static void add_inside(const struct lathe_bins *b, double x, size_t at,
                       size_t n, uint64_t *of_bin,
                       struct lathe_bins_aside *aside)
{
    size_t k = bin_of(b, &b->interval[at / 2], x);

    of_bin[k]++;
    if (b->bin[k].keep)
        aside->value[at / 2 * n + aside->used[at / 2]++] = x + 0.0;
}

void lathe_bins_add(const struct lathe_bins *b, const double *v, size_t step,
                    size_t n, uint64_t *count, struct lathe_bins_aside *aside)
{
    uint64_t place[2 * LATHE_RANKS + 1] = {0}, missing = 0;
    uint64_t *of_bin = count + LATHE_BINS_GAPS;
    size_t edges = 2 * b->intervals;

    memset(aside->used, 0, sizeof aside->used);
    for (size_t i = 0; i < n; i++) {
        double x = v[i * step];
        size_t at = place_of(b->edge, edges, x);

        place[at]++;
        missing += x != x;
        if (at & 1)
            add_inside(b, x, at, n, of_bin, aside);
    }
    place[0] -= missing;
    for (size_t i = 0; i <= b->intervals; i++)
        count[i] += place[2 * i];
}

void lathe_bins_put_edges(const struct lathe_bins *b,
                          struct lathe_columns_edges *e, size_t lane)
{
    size_t edges = 2 * b->intervals;

    for (size_t i = 0; i < LATHE_COLUMNS_EDGES; i++)
        e->edge[i][lane] = b->edge[i];
    e->n = e->n < edges ? edges : e->n;
}

void lathe_bins_put_none(struct lathe_columns_edges *e, size_t lane)
{
    for (size_t i = 0; i < LATHE_COLUMNS_EDGES; i++)
        e->edge[i][lane] = (double)NAN;
}

void lathe_bins_add_places(const struct lathe_bins *b,
                           const struct lathe_columns_places *p, size_t lane,
                           size_t n, uint64_t *count,
                           struct lathe_bins_aside *aside)
{
    uint64_t left = p->present[lane];
    const double *hit = p->hit + lane * n;
    size_t edges = 2 * b->intervals;

    for (size_t i = 0; i < b->intervals; i++) {
        count[i] += left - p->reached[2 * i][lane];
        left = p->reached[2 * i + 1][lane];
    }
    count[b->intervals] += left;
    memset(aside->used, 0, sizeof aside->used);
    for (size_t i = 0; i < p->hits[lane]; i++)
        add_inside(b, hit[i], place_of(b->edge, edges, hit[i]), n,
                   count + LATHE_BINS_GAPS, aside);
}

/* ---- resolving ---------------------------------------------------------- */

/* Where a rank is. */
struct spot {
    size_t interval, bin;       /* bin == bins.n: in none */
    uint64_t within;            /* its rank in the bin */
    uint64_t aside;             /* and among the values put aside */
};

static struct spot find_rank(const struct lathe_bins *b, const uint64_t *count,
                             uint64_t rank)
{
    const uint64_t *of_bin = count + LATHE_BINS_GAPS;

    for (size_t i = 0; i < b->intervals; i++) {
        const struct lathe_bins_interval *v = &b->interval[i];
        uint64_t aside = 0;

        if (rank < count[i])
            break;
        rank -= count[i];
        for (size_t k = v->first; k < v->first + v->n; k++) {
            if (rank < of_bin[k])
                return (struct spot){i, k, rank, aside + rank};
            rank -= of_bin[k];
            aside += b->bin[k].keep ? of_bin[k] : 0;
        }
    }
    return (struct spot){0, b->n, 0, 0};
}

static uint64_t counted(const struct lathe_bins *b, const uint64_t *count)
{
    uint64_t sum = 0;

    for (size_t i = 0; i <= b->intervals; i++)
        sum += count[i];
    for (size_t k = 0; k < b->n; k++)
        sum += count[LATHE_BINS_GAPS + k];
    return sum;
}

enum lathe_bins_outcome lathe_bins_resolve(struct lathe_bins *b,
                                           const uint64_t *count,
                                           double value[LATHE_RANKS])
{
    enum lathe_bins_outcome outcome = LATHE_BINS_FOUND;

    if (counted(b, count) != b->present)
        return LATHE_BINS_CHANGED;
    for (size_t r = 0; r < b->ranks.n; r++) {
        struct spot s = find_rank(b, count, b->ranks.rank[r]);
        struct lathe_bins_interval *v = &b->interval[s.interval];

        if (s.bin == b->n || v->used > v->room)
            return LATHE_BINS_MISSED;
        if (b->bin[s.bin].point)
            value[r] = b->bin[s.bin].low + 0.0;
        else if (b->bin[s.bin].keep)
            value[r] = lathe_order_select(v->value, v->used, s.aside);
        else
            outcome = LATHE_BINS_COUNTED;
    }
    return outcome;
}

/* Keys that the bin is of. */
static void keys_of(const struct lathe_bins *b, const struct spot *s,
                    uint64_t *low, uint64_t *high)
{
    const struct lathe_bins_interval *v = &b->interval[s->interval];
    size_t k = s->bin;

    *low = k == v->first ? v->low : lathe_order_key(b->bin[k].low);
    *high = k + 1 == v->first + v->n ? v->high
                                     : lathe_order_key(b->bin[k + 1].low);
}

void lathe_bins_focus(struct lathe_bins *b, const uint64_t *count)
{
    struct lathe_bins_interval next[LATHE_RANKS];
    bool point[LATHE_RANKS];
    size_t n = 0;

    for (size_t r = 0; r < b->ranks.n; r++) {
        struct spot s = find_rank(b, count, b->ranks.rank[r]);
        uint64_t low, high;

        keys_of(b, &s, &low, &high);
        if (n && next[n - 1].low == low)
            continue;
        point[n] = b->bin[s.bin].point;
        memset(&next[n], 0, sizeof next[n]);
        next[n].low = low;
        next[n].high = high;
        next[n].room = point[n] ? 0 : count[LATHE_BINS_GAPS + s.bin];
        n++;
    }
    b->intervals = n;
    b->n = n;
    for (size_t i = 0; i < n; i++) {
        b->interval[i] = next[i];
        b->interval[i].first = i;
        b->interval[i].n = 1;
        b->bin[i] = (struct lathe_bin){.low = edge_of(next[i].low),
                                       .point = point[i], .keep = !point[i]};
    }
    set_edges(b);
}
