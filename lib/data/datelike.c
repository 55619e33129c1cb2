#include "data/datelike.h"

#include "base/date.h"
#include "data/excerpt.h"

#include <regex.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* A form is known by this: what its script makes of it is read as a date. To
 * ask the script takes long, and is done where the value has one of the shapes:
 * a stands for letters in a row, 0 for digits, a blank for several. */
struct lathe_datelike {
    const char *pattern, *with;         /* of sed -E */
    const char *shape[3];
    enum { MENDED, FOREIGN, ZONED, QUARTER } kind;
};

#define DAY "[0-9]{1,2}"
#define YEAR "[0-9]{4}"
#define NAME "[A-Z][a-z]{2}"

static const struct lathe_datelike forms[] = {
    /* Sun Jan  5 10:30:00 2020, and with an offset before the year */
    {"(" NAME ")  ?(" DAY ") ([0-9:]{8})( [-+]" YEAR "| UTC| GMT)? (" YEAR ")",
     "\\2 \\1 \\5 \\3\\4", {"a 0 0:0"}, MENDED},
    /* January 5th, 2020, and 5th of January 2020 */
    {"([0-9])(st|nd|rd|th)( of)?([ ,])", "\\1\\4", {"0a ", "0a,"}, MENDED},
    /* 2020:01:05 10:30:00 */
    {"(" YEAR "):([0-9]{2}):([0-9]{2}) ", "\\1-\\2-\\3 ", {"0:0:0 "},
     MENDED},
    /* 2020-01-05_10:30:00 */
    {"([0-9]{2})[_-]([0-9]{2}:)", "\\1 \\2", {"0_0:", "0-0:"}, MENDED},
    /* 2020-01-05 10-30-00 */
    {"([0-9]{2})[ T_]([0-9]{2})-([0-9]{2})-([0-9]{2})", "\\1 \\2:\\3:\\4",
     {"0 0-0-0", "0a0-0-0", "0_0-0-0"}, MENDED},
    /* 05JAN2020 and 05JAN2020:10:30:00 */
    {"(" DAY ")([A-Za-z]{3})(" YEAR "):([0-9]{2}:)", "\\1 \\2 \\3 \\4",
     {"0a0:0:"}, MENDED},
    {"(" DAY ")([A-Za-z]{3})(" YEAR ")", "\\1 \\2 \\3", {"0a0"}, MENDED},
    /* 5. 1. 2020 */
    {"(" DAY ")\\. (" DAY ")\\. (" YEAR ")", "\\1.\\2.\\3", {"0. 0. 0"},
     MENDED},
    /* 5. January 2020 */
    {"(" DAY ")\\. ([A-Z][a-z]{2,8}) (" YEAR ")", "\\1 \\2 \\3", {"0. a 0"},
     MENDED},
    /* Jan-2020 and January 2020 */
    {"(^|[^-0-9A-Za-z ])([A-Z][a-z]{2,8})([- ])(" YEAR ")",
     "\\11\\3\\2\\3\\4", {"a-0", "a 0"}, MENDED},
    /* 2020-Q3 and Q3 2020: the month is put right later */
    {"(" YEAR ")[- ]?Q([1-4])", "\\1-0\\2-01", {"0-a0", "0a0", "0 a0"},
     QUARTER},
    {"Q([1-4])[- ](" YEAR ")", "\\2-0\\1-01", {"a0-0", "a0 0"}, QUARTER},
    /* 5. Januar 2020 and 5 de enero de 2020 */
    {"^(" DAY ")\\.?( de)? [^0-9 ]{3,12}( de)? (" YEAR ")", "\\1 Jan \\4",
     {"a 0", ". 0"}, FOREIGN},
    /* 2020-01-05T10:30:00+01:00[Europe/Paris] */
    {"(:[0-9.]+Z?)\\[[A-Za-z_/]+]", "\\1", {"0[a", "a[a"}, MENDED},
    /* 2020-01-05 10:30 EST */
    {"(:[0-9.]+) ([A-Z]{2,5}|[A-Z][A-Za-z_]+/[A-Za-z_/]+)$", "\\1", {"0 a"},
     ZONED},
};

enum { FORMS = sizeof forms / sizeof *forms, GROUPS = 6, LONGEST = 64 };

/* Words that are looked at for the form of all. */
enum { FIRST = 3 };

static bool is_date(const char *s)
{
    return lathe_date_is_whole(s, strlen(s), LATHE_DATE_PLAIN);
}

/* What the script makes of s. False: nothing, or it is too long. */
static bool rewrite(char out[2 * LONGEST], const regex_t *pattern,
                    const char *with, const char *s)
{
    regmatch_t at[GROUPS];
    size_t n = 0, room = 2 * LONGEST;

    if (regexec(pattern, s, GROUPS, at, 0) != 0)
        return false;
    n += (size_t)snprintf(out, room, "%.*s", (int)at[0].rm_so, s);
    for (const char *w = with; *w && n < room; w++) {
        const regmatch_t *g = &at[*w == '\\' ? w[1] - '0' : 0];

        if (*w != '\\')
            n += (size_t)snprintf(out + n, room - n, "%c", *w);
        else if (w++, g->rm_so >= 0)
            n += (size_t)snprintf(out + n, room - n, "%.*s",
                                  (int)(g->rm_eo - g->rm_so), s + g->rm_so);
    }
    if (n < room)
        n += (size_t)snprintf(out + n, room - n, "%s", s + at[0].rm_eo);
    return n < room;
}

static char kind_of(char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  (unsigned char)c >= 0x80;

    return letter ? 'a' : c >= '0' && c <= '9' ? '0' : c;
}

static bool has_shape(const struct lathe_datelike *form, const char *s)
{
    enum { SHAPES = sizeof form->shape / sizeof *form->shape };
    char shape[LONGEST + 1];
    size_t n = 0;

    for (; *s && n < LONGEST; s++) {
        char kind = kind_of(*s);

        if (!n || kind != shape[n - 1] || !strchr("a0 ", kind))
            shape[n++] = kind;
    }
    shape[n] = '\0';
    for (size_t i = 0; i < SHAPES && form->shape[i]; i++)
        if (strstr(shape, form->shape[i]))
            return true;
    return false;
}

static bool has_form(const regex_t *pattern, const struct lathe_datelike *form,
                     const char *s)
{
    char out[2 * LONGEST];

    return rewrite(out, pattern, form->with, s) && is_date(out);
}

static bool has_month(const char *s, size_t len)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr",
                                         "may", "jun", "jul", "aug",
                                         "sep", "oct", "nov", "dec"};

    for (size_t i = 0; i + 3 <= len; i++)
        for (size_t k = 0; k < 12; k++)
            if (strncasecmp(s + i, months[k], 3) == 0)
                return true;
    return false;
}

/* A year, and a digit in front or a month. To ask all forms takes longer. */
static bool may_be_date(const char *s, size_t len)
{
    size_t digits = 0, most = 0;

    if (len <= 4 || len > LONGEST)
        return false;
    for (size_t i = 0; i < len; i++) {
        digits = s[i] >= '0' && s[i] <= '9' ? digits + 1 : 0;
        most = digits > most ? digits : most;
    }
    return (most == 4 || most == 6) &&  /* of a fraction */
           ((s[0] >= '0' && s[0] <= '9') || s[0] == 'Q' || has_month(s, len));
}

const struct lathe_datelike *lathe_datelike_of(const char *s, size_t len)
{
    const struct lathe_datelike *form = NULL;

    if (!may_be_date(s, len) || is_date(s))
        return NULL;
    for (size_t i = 0; i < FORMS && !form; i++) {
        regex_t pattern;

        if (!has_shape(&forms[i], s))
            continue;
        if (regcomp(&pattern, forms[i].pattern, REG_EXTENDED) != 0)
            return NULL;        /* out of memory */
        if (has_form(&pattern, &forms[i], s))
            form = &forms[i];
        regfree(&pattern);
    }
    return form;
}

/* Whether all words are dates or have this form, but for one of 20; one of the
 * first has it, as so few have not. */
static bool have_form(const regex_t *pattern,
                      const struct lathe_datelike *form,
                      const struct lathe_dict *words)
{
    uint32_t others = 0, found = 0;

    for (uint32_t k = 0; k < words->n && others <= words->n / 20; k++) {
        const char *s = words->word[k];

        if (may_be_date(s, words->length[k]) && has_form(pattern, form, s))
            found++;
        else if (!is_date(s))
            others++;
        if (k + 1 == FIRST && !found)
            return false;
    }
    return found && others <= words->n / 20;
}

const struct lathe_datelike *
lathe_datelike_of_words(const struct lathe_dict *words)
{
    const struct lathe_datelike *form = NULL;
    bool may = false;

    for (uint32_t k = 0; k < words->n && k < FIRST; k++)
        may = may || may_be_date(words->word[k], words->length[k]);
    for (size_t i = 0; i < FORMS && may && !form; i++) {
        regex_t pattern;

        if (regcomp(&pattern, forms[i].pattern, REG_EXTENDED) != 0)
            return NULL;        /* out of memory */
        if (have_form(&pattern, &forms[i], words))
            form = &forms[i];
        regfree(&pattern);
    }
    return form;
}

/* ---- what is to be done ------------------------------------------------- */

/* Where a zone is that is often meant; others have the same name. */
static const struct {
    const char *name, *offset, *place;
} zones[] = {
    {"EST", "-05:00", "New York"},    {"EDT", "-04:00", "New York"},
    {"CST", "-06:00", "Chicago"},     {"CDT", "-05:00", "Chicago"},
    {"MST", "-07:00", "Denver"},      {"MDT", "-06:00", "Denver"},
    {"PST", "-08:00", "Los Angeles"}, {"PDT", "-07:00", "Los Angeles"},
    {"CET", "+01:00", "Paris"},       {"CEST", "+02:00", "Paris"},
    {"EET", "+02:00", "Athens"},      {"EEST", "+03:00", "Athens"},
    {"BST", "+01:00", "London"},      {"IST", "+05:30", "Delhi"},
    {"JST", "+09:00", "Tokyo"},
};

/* A part of s is, as follows, none that is read. */
static void tell_part(struct lathe_buf *out, const char *part, const char *s,
                      const char *where)
{
    if (where)
        lathe_buf_printf(out, "is not taken for a date, as the %s of "
                         "'%s'%s is ", part, s, where);
    else
        lathe_buf_printf(out, "is not a date, as its %s is ", part);
}

/* `rest` is s without its zone. */
static void tell_zone(struct lathe_buf *out, const char *s, const char *rest,
                      const char *where)
{
    const char *zone = s + strlen(rest);

    tell_part(out, "zone", s, where);
    lathe_buf_printf(out, "%s; offsets are read, ",
                     strchr(zone, '/') ? "a place, where the clock may change"
                                       : "a name that stands for several");
    zone += *zone == ' ';
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (strcmp(zone, zones[i].name) == 0) {
            lathe_buf_printf(out, "and for that of %s: sed 's/ %s/%s/g' FILE",
                             zones[i].place, zone, zones[i].offset);
            return;
        }
    lathe_buf_printf(out, "as in '%s+01:00'", rest);
}

static int month_of(char quarter)
{
    return 3 * (quarter - '0') - 2;
}

/* A script for each quarter; `text` is the first day of the year with that of s
 * for a month. */
static void tell_quarter(struct lathe_buf *out, const char *s, const char *text)
{
    const char *q = strchr(s, 'Q');

    lathe_buf_printf(out, "'%.4s-%02d-01': sed -E '", text, month_of(q[1]));
    for (char k = '1'; k <= '4'; k++) {
        if (q == s)
            lathe_buf_printf(out, "s/\\bQ%c[- ](" YEAR ")", k);
        else
            lathe_buf_printf(out, "s/\\b(" YEAR ")[- ]?Q%c", k);
        lathe_buf_printf(out, "\\b/\\1-%02d-01/g%s", month_of(k),
                         k < '4' ? ";" : "' FILE");
    }
}

void lathe_datelike_tell(struct lathe_buf *out,
                         const struct lathe_datelike *form, const char *s,
                         const char *where)
{
    char text[2 * LONGEST], value[LATHE_EXCERPT_ROOM];
    regex_t pattern;
    bool made;

    if (regcomp(&pattern, form->pattern, REG_EXTENDED) != 0)
        return;
    made = rewrite(text, &pattern, form->with, s);
    regfree(&pattern);
    if (!made)
        return;
    lathe_excerpt_of(value, s, strlen(s));
    if (form->kind == ZONED)
        tell_zone(out, s, text, where);
    else if (form->kind == FOREIGN) {
        tell_part(out, "month", value, where);
        lathe_buf_printf(out, "no English name; '%s' is read, and so is "
                         "2020-01-31", text);
    } else {
        if (where)
            lathe_buf_printf(out, "would be a date if '%s'%s were ", value,
                             where);
        else
            lathe_buf_puts(out, "is not a date, and would be one as ");
        if (form->kind == QUARTER)
            tell_quarter(out, s, text);
        else
            lathe_buf_printf(out, "'%s': sed -E 's/%s/%s/g' FILE", text,
                             form->pattern, form->with);
    }
}
