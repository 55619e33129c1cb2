#include "prepare/remark_odd.h"

#include "base/decimal.h"
#include "data/excerpt.h"
#include "hint/norow.h"
#include "prepare/remark_dates.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* So many other values are too many to be marks of missing ones, and the bytes
 * of fewer. */
#define MANY 5
#define OTHERS (MANY * (LATHE_EXCERPT_ROOM + 8))

/* How many of the words are dates in this order. */
static uint32_t count_dates(const struct lathe_dict *words,
                            enum lathe_date_order order)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < words->n; i++)
        n += lathe_date_is_whole(words->word[i], words->length[i], order);
    return n;
}

/* Most values are dates, all in one order of day and month or in both. */
static bool note_odd_dates(const struct lathe_host *host, const char *name,
                           const struct lathe_dict *words,
                           const struct lathe_scan_dates *d)
{
    uint32_t dmy, mdy;
    char first[LATHE_EXCERPT_ROOM], second[LATHE_EXCERPT_ROOM];

    if (!d->no_dmy || !d->no_mdy)
        return false;
    dmy = count_dates(words, LATHE_DATE_DMY);
    mdy = count_dates(words, LATHE_DATE_MDY);
    lathe_excerpt_of(first, d->no_dmy, strlen(d->no_dmy));
    lathe_excerpt_of(second, d->no_mdy, strlen(d->no_mdy));
    if (lathe_date_is_whole(d->no_dmy, strlen(d->no_dmy), LATHE_DATE_MDY) &&
        lathe_date_is_whole(d->no_mdy, strlen(d->no_mdy), LATHE_DATE_DMY))
        lathe_note(host, "column '%s' is not taken for a date: the month "
                   "comes first in '%s' in line %" PRIu64 ", the day in '%s' "
                   "in line %" PRIu64, name, first, d->no_dmy_line, second,
                   d->no_mdy_line);
    else if (dmy > words->n / 2 || mdy > words->n / 2)
        lathe_note(host, "column '%s' would be a date but for values like "
                   "'%s' in line %" PRIu64 "; --na names marks of missing "
                   "values", name, dmy >= mdy ? first : second,
                   dmy >= mdy ? d->no_dmy_line : d->no_mdy_line);
    else
        return false;
    return true;
}

/* Other values that are no number, or no date, either, where they are few: ",
 * '#REF!' and '#N/A'". */
static void name_others(char out[OTHERS], const struct lathe_dict *words,
                        const char *odd, bool number)
{
    const char *other[MANY];
    size_t n = 0, at = 0;
    double v;

    for (uint32_t k = 0; k < words->n && n < MANY; k++) {
        const char *s = words->word[k];
        size_t len = words->length[k];

        if (strcmp(s, odd) != 0 &&
            !(number ? lathe_decimal_parse(s, len, &v)
                     : lathe_date_is_whole(s, len, LATHE_DATE_PLAIN)))
            other[n++] = s;
    }
    out[0] = '\0';
    for (size_t i = 0; i < n && n < MANY; i++) {
        char text[LATHE_EXCERPT_ROOM];

        lathe_excerpt_of(text, other[i], strlen(other[i]));
        at += (size_t)snprintf(out + at, OTHERS - at, "%s '%s'",
                               i + 1 < n ? "," : " and", text);
    }
}

bool lathe_remark_odd(const struct lathe_host *host, const char *name,
                      const struct lathe_dict *words,
                      const struct lathe_scan_column *c)
{
    const struct lathe_scan_dates *d = &c->dates;
    bool number = c->numbers > c->present / 2;
    const char *value = number ? c->odd : d->odd;
    uint64_t n = c->present - (number ? c->numbers : d->plain);
    uint64_t line = number ? c->odd_line : d->odd_line;
    char odd[LATHE_EXCERPT_ROOM], others[OTHERS];

    if (!value)
        return false;
    lathe_excerpt_of(odd, value, strlen(value));
    name_others(others, words, value, number);
    if (n == 1 && (number || d->plain) && lathe_norow_is_total(value))
        lathe_note(host, "column '%s' has '%s' in line %" PRIu64 "; if that "
                   "line holds totals, take it out", name, odd, line);
    else if (lathe_remark_dates_unordered(c))
        lathe_note(host, "column '%s' is not taken for a date: '%s' in "
                   "line %" PRIu64 " may be day/month or month/day; --type "
                   "%s=date:dmy or %s=date:mdy says which", name, odd, line,
                   name, name);
    else if (number || d->plain > c->present / 2)
        lathe_note(host, "column '%s' would be a %s but for %" PRIu64
                   " value%s like '%s' in line %" PRIu64 "%s; --na names marks "
                   "of missing values", name, number ? "number" : "date", n,
                   n == 1 ? "" : "s", odd, line, others);
    else
        return c->numbers == c->nans && note_odd_dates(host, name, words, d);
    return true;
}
