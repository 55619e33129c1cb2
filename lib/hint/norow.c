#include "hint/norow.h"

#include <strings.h>

uint64_t lathe_norow_line(const struct lathe_scan_column *c)
{
    if (c->numbers > c->nans + 1 && c->present == c->numbers + 1)
        return c->odd_line;
    if (c->dates.plain > 1 && c->present == c->dates.plain + 1)
        return c->dates.odd_line;
    return 0;
}

static bool is_mostly_one(const struct lathe_scan_column *c)
{
    return c->numbers > c->present / 2 || c->dates.plain > c->present / 2;
}

/* The line that more than half of these columns have, if one has (the vote of
 * Boyer and Moore). *all: the columns that are mostly numbers or dates. */
static uint64_t elect(const struct lathe_scan *s, size_t *all)
{
    uint64_t line = 0;
    size_t votes = 0;

    *all = 0;
    for (size_t i = 0; i < s->n; i++) {
        uint64_t at = lathe_norow_line(&s->column[i]);

        *all += is_mostly_one(&s->column[i]);
        if (!at)
            continue;
        if (votes == 0)
            line = at;
        votes = at == line ? votes + 1 : votes - 1;
    }
    return line;
}

uint64_t lathe_norow_find(const struct lathe_scan *s, size_t *n, size_t *first)
{
    size_t all;
    uint64_t line = elect(s, &all);

    *n = 0;
    for (size_t i = s->n; i-- > 0 && line;) {
        if (lathe_norow_line(&s->column[i]) != line)
            continue;
        ++*n;
        *first = i;
    }
    return *n > all / 2 && (*n > 1 || line == 2) ? line : 0;
}

bool lathe_norow_is_total(const char *word)
{
    static const char *const words[] = {"total", "totals", "grand total",
                                        "subtotal", "sum", "total:"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(word, words[i]) == 0)
            return true;
    return false;
}
