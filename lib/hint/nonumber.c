#include "hint/nonumber.h"

#include "data/datelike.h"
#include "data/timelike.h"
#include "hint/blanks.h"
#include "hint/coordinates.h"
#include "hint/dress.h"
#include "hint/durations.h"
#include "hint/hexadecimal.h"
#include "hint/pairs.h"
#include "hint/units.h"

#include <string.h>

/* Bytes of what is looked at, and of the longest command that is told. */
#define LONGEST 63
#define COMMAND 240

static bool is_clock(const char *s, size_t len)
{
    return lathe_timelike_of(s, len) == LATHE_TIMELIKE_CLOCK;
}

static bool is_date(const char *s, size_t len)
{
    return lathe_date_is_whole(s, len, LATHE_DATE_PLAIN) ||
           lathe_datelike_of(s, len);
}

static const struct {
    bool (*is)(const char *s, size_t len);
    const char *what, *remedy;  /* which makes numbers of such */
} measures[] = {
    {lathe_hexadecimal_is, ", but hexadecimal", LATHE_HEXADECIMAL_REMEDY},
    {lathe_coordinates_is, "; as degrees with a fraction, negative to the "
                           "south and west, it would be one", NULL},
    {is_clock, "; as hours like 10.5 it would be one", NULL},
    {lathe_durations_is, "; in one unit, as hours like 10.5, it would be one",
     NULL},
    {lathe_pairs_has_error, ", but one with its error", LATHE_PAIRS_REMEDY},
    {is_date, ", but a date", NULL},
};

/* Whether the command is for a file so written: what is beyond ASCII in it is
 * something else in Latin-1. */
static bool fits(const char *command, const struct lathe_dialect *dialect)
{
    bool ascii = true;

    for (const char *s = command; *s && ascii; s++)
        ascii = (unsigned char)*s < 0x80;
    return dialect->delimiter && (ascii || !dialect->latin1);
}

static bool tell_measure(struct lathe_buf *out, const char *s, size_t len,
                         const struct lathe_dialect *dialect)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (measures[i].is(s, len)) {
            lathe_buf_puts(out, measures[i].what);
            if (measures[i].remedy && fits(measures[i].remedy, dialect))
                lathe_buf_printf(out, ": %s", measures[i].remedy);
            return true;
        }
    return false;
}

/* Whether what stands behind the number is known to be a unit, or is a word on
 * its own in small letters: not 10 AM, 12 March and 3 XL, nor 5x, which may be
 * a slip. */
static bool is_unit(const char *unit, const char *s)
{
    const char *at = strstr(s, unit);
    bool apart = at && at > s && (at[-1] < '0' || at[-1] > '9');
    bool capital = *unit >= 'A' && *unit <= 'Z';

    return lathe_units_has(unit) || lathe_dress_is_sign(unit) ||
           strchr(unit, '/') ||
           (apart && !capital && strlen(unit) > 1 &&
            strcmp(unit, "am") != 0 && strcmp(unit, "pm") != 0);
}

/* A thousand, or the comma of one and a bit: 1,234 may be either. */
static bool is_ambiguous(const struct lathe_dress *d, const char *s)
{
    const char *comma = strchr(s, ',');

    return d->comma == LATHE_COMMA_THOUSANDS && !strchr(comma + 1, ',') &&
           !strchr(s, '.');
}

static void tell_dress(struct lathe_buf *out, const struct lathe_dress *d,
                       const char *s, const struct lathe_dialect *dialect)
{
    struct lathe_buf command = {.limit = COMMAND};

    lathe_buf_puts(out, ", and would be one but for ");
    lathe_dress_name(out, d, !strchr(s, ','));
    if (d->sign || d->unit[0])
        lathe_buf_puts(out, ", if the column counts in these");
    else if (is_ambiguous(d, s))
        lathe_buf_puts(out, ", if they are such");
    if (dialect->delimiter && lathe_dress_remedy(&command, d, dialect) &&
        !lathe_buf_check(&command, NULL))
        lathe_buf_printf(out, ": %s", command.s);
    lathe_buf_release(&command);
}

static void tell_blanks(struct lathe_buf *out,
                        const struct lathe_dialect *dialect)
{
    lathe_buf_printf(out, "; if blanks are missing values, %s",
                     dialect->delimiter
                         ? "this empties them: " LATHE_BLANKS_REMEDY
                         : "empty them");
}

void lathe_nonumber_tell(struct lathe_buf *out, const char *s, size_t len,
                         const struct lathe_dialect *dialect)
{
    char text[LONGEST + 1];
    struct lathe_dress d;

    lathe_buf_puts(out, "is not a number");
    if (len > LONGEST || memchr(s, '\0', len))
        return;
    memcpy(text, s, len);
    text[len] = '\0';
    if (strspn(text, " ") == len)
        tell_blanks(out, dialect);
    else if (tell_measure(out, text, len, dialect) ||
             !lathe_dress_of(text, len, &d))
        return;
    else if (lathe_units_is_factor(d.unit))
        lathe_buf_printf(out, "; written out, without '%s', it would be one",
                         d.unit);
    else if (!d.unit[0] || is_unit(d.unit, text))
        tell_dress(out, &d, text, dialect);
}

void lathe_nonumber_explain(struct lathe_table *t,
                            const struct lathe_dialect *dialect)
{
    t->explain = lathe_nonumber_tell;
    t->dialect = *dialect;
}
