#include "prepare/remark_dates.h"

#include "data/datelike.h"
#include "data/excerpt.h"
#include "data/timelike.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Times without a date, and months without a day: nothing reads them. */
static bool note_times(const struct lathe_host *host, const char *name,
                       const struct lathe_dict *words,
                       const struct lathe_scan_column *c)
{
    enum lathe_timelike kind =
        words->n ? lathe_timelike_of_words(words)
        : c->odd ? lathe_timelike_of(c->odd, strlen(c->odd))
                 : LATHE_TIMELIKE_NOT;
    char value[LATHE_EXCERPT_ROOM];

    if (kind == LATHE_TIMELIKE_NOT)
        return false;
    lathe_excerpt_of(value, c->odd, strlen(c->odd));
    if (kind == LATHE_TIMELIKE_CLOCK)
        lathe_note(host, "column '%s' has times without a date, such as "
                   "'%s', and is no date; as hours like 10.5 they would be "
                   "numbers", name, value);
    else
        lathe_note(host, "column '%s' has months without a day, such as "
                   "'%s', and is no date; '%s-01' would be one", name, value,
                   value);
    return true;
}

/* Dates that are read only where their order is said. */
static bool note_short_years(const struct lathe_host *host, const char *name,
                             const struct lathe_dict *words,
                             const struct lathe_scan_column *c)
{
    bool dmy = c->odd && lathe_timelike_is_short(words, c->odd, LATHE_DATE_DMY);
    /* Where dots are between them the day comes first in any order. */
    bool mdy = c->odd && !(dmy && strchr(c->odd, '.')) &&
               lathe_timelike_is_short(words, c->odd, LATHE_DATE_MDY);
    char value[LATHE_EXCERPT_ROOM], text[LATHE_EXCERPT_ROOM];

    if (!dmy && !mdy)
        return false;
    lathe_excerpt_of(value, c->odd, strlen(c->odd));
    lathe_excerpt_of(text, name, strlen(name));
    lathe_note(host, "column '%s' is not taken for a date, as in '%s' in line %"
               PRIu64 " the year has two digits; --type %s=date:%s%s reads it",
               text, value, c->odd_line, text, dmy ? "dmy" : "mdy",
               dmy && mdy ? ", or date:mdy," : "");
    return true;
}

/* Dates that another way of writing them would make such. The first value that
 * is no date may be something else, and is named as such then. */
static bool note_form(const struct lathe_host *host, const char *name,
                      const struct lathe_dict *words,
                      const struct lathe_scan_column *c)
{
    const char *odd = c->dates.odd, *value = odd;
    const struct lathe_datelike *form;
    struct lathe_buf text = {.limit = 1000};
    char room[LATHE_EXCERPT_ROOM], where[48] = "";

    if (!odd || c->numbers > c->nans)
        return false;
    form = words->n ? lathe_datelike_of_words(words)
                    : lathe_datelike_of(odd, strlen(odd));
    if (!form)
        return false;
    for (uint32_t k = 0; k < words->n &&
                         lathe_datelike_of(value, strlen(value)) != form; k++)
        value = words->word[k];
    if (value == odd)
        snprintf(where, sizeof where, " in line %" PRIu64, c->dates.odd_line);
    lathe_buf_printf(&text, "column '%s' ",
                     lathe_excerpt_of(room, name, strlen(name)));
    lathe_datelike_tell(&text, form, value, where);
    if (value != odd)
        lathe_buf_printf(&text, "; --na names marks of missing values like "
                         "'%s' in line %" PRIu64,
                         lathe_excerpt_of(room, odd, strlen(odd)),
                         c->dates.odd_line);
    if (!lathe_buf_check(&text, NULL))
        lathe_note(host, "%s", text.s);
    lathe_buf_release(&text);
    return true;
}

/* Dates but for numbers, which are marks of missing values, or days. */
static bool note_numbers(const struct lathe_host *host, const char *name,
                         const struct lathe_scan_column *c)
{
    uint64_t n = c->numbers - c->nans;
    bool days = c->integers && lathe_timelike_days(c->min, c->max);
    char text[LATHE_EXCERPT_ROOM], largest[32] = "";
    char way[LATHE_EXCERPT_ROOM + 64];

    if (c->dates.odd || n == 0 || c->dates.plain <= c->present / 2)
        return false;
    lathe_excerpt_of(text, name, strlen(name));
    if (c->min < c->max)
        snprintf(largest, sizeof largest, " to %.12g", c->max);
    snprintf(way, sizeof way, "--type %s=date reads %s", text,
             n == 1 ? "it as a day" : "them as days");
    lathe_note(host, "column '%s' would be a date but for %" PRIu64
               " number%s, %.12g%s; %s", text, n, n == 1 ? "" : "s", c->min,
               largest, days ? way : "--na names marks of missing values");
    return true;
}

bool lathe_remark_dates(const struct lathe_host *host, const char *name,
                        const struct lathe_dict *words,
                        const struct lathe_scan_column *c)
{
    return note_times(host, name, words, c) ||
           note_short_years(host, name, words, c) ||
           note_form(host, name, words, c) ||
           note_numbers(host, name, c);
}

bool lathe_remark_dates_unordered(const struct lathe_scan_column *c)
{
    return lathe_scan_dates_either(&c->dates) && c->numbers == c->nans;
}
