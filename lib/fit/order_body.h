/*
 * Sorting for one type of items, equal ones as they stood. What includes this
 * says
 *
 *   ITEM             the type
 *   KEY(item)        its key, of 64 bits
 *   NAME(function)   the name of a function for this type
 *
 * and is the only one that does so: the functions are static.
 */

#define BITS 11
#define PLACES ((size_t)1 << BITS)
#define HALF 3                  /* digits; 6 * 11 bits hold a key */
#define SHORT 64                /* sorted by insertion */

static size_t NAME(digit_of)(ITEM item, int digit)
{
    return (size_t)(KEY(item) >> (BITS * digit)) & (PLACES - 1);
}

/* Deals the items out by a digit; `count` [PLACES] says how many have each.
 * False: all have the same one, and nothing is dealt. */
static bool NAME(deal)(ITEM *to, const ITEM *from, size_t n, int digit,
                       const uint32_t *count)
{
    size_t at[PLACES], sum = 0;

    if (count[NAME(digit_of)(from[0], digit)] == n)
        return false;
    for (size_t i = 0; i < PLACES; i++) {
        at[i] = sum;
        sum += count[i];
    }
    for (size_t i = 0; i < n; i++)
        to[at[NAME(digit_of)(from[i], digit)]++] = from[i];
    return true;
}

/* By half of the digits, from `first` on. */
static void NAME(sort_by_half)(ITEM *item, ITEM *scratch, size_t n, int first)
{
    uint32_t count[HALF][PLACES] = {{0}};
    ITEM *from = item, *to = scratch;

    for (size_t i = 0; i < n; i++) {
        uint64_t key = KEY(item[i]) >> (BITS * first);

        for (int k = 0; k < HALF; k++)
            count[k][key >> (BITS * k) & (PLACES - 1)]++;
    }
    for (int k = 0; k < HALF; k++)
        if (NAME(deal)(to, from, n, first + k, count[k])) {
            ITEM *was = from;

            from = to;
            to = was;
        }
    if (from != item)
        memcpy(item, from, n * sizeof *item);
}

static void NAME(insert)(ITEM *item, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        ITEM one = item[i];
        uint64_t key = KEY(one);
        size_t k = i;

        for (; k > 0 && KEY(item[k - 1]) > key; k--)
            item[k] = item[k - 1];
        item[k] = one;
    }
}

/* The upper half of the digits tells most values apart. */
static void NAME(sort)(ITEM *item, ITEM *scratch, size_t n)
{
    const int half = BITS * HALF;

    if (n <= SHORT) {
        NAME(insert)(item, n);
        return;
    }
    NAME(sort_by_half)(item, scratch, n, HALF);
    for (size_t i = 0, end; i < n; i = end) {
        uint64_t key = KEY(item[i]), other;
        bool same = true;

        for (end = i + 1; end < n; end++) {
            other = KEY(item[end]);
            if (other >> half != key >> half)
                break;
            same = same && other == key;
        }
        if (!same && end - i <= SHORT)
            NAME(insert)(item + i, end - i);
        else if (!same)
            NAME(sort_by_half)(item + i, scratch, end - i, 0);
    }
}

#undef BITS
#undef PLACES
#undef HALF
#undef SHORT
