#include "hint/dress.h"

#include "hint/sign.h"

#include <stdio.h>
#include <string.h>

static const char *comma_name(enum lathe_comma comma, bool dots)
{
    if (comma == LATHE_COMMA_THOUSANDS)
        return "commas between thousands";
    if (comma == LATHE_COMMA_DECIMAL)
        return "decimal commas";
    return dots ? "dots between thousands"
                : "decimal commas and dots between thousands";
}

/* Not behind a word. */
#define GROUPS ":b;s/(^|[^A-Za-z0-9 ])([0-9]+) ([0-9]{3})\\b/\\1\\2\\3/;tb"

static const struct {
    enum lathe_dress_mark mark;
    const char *what, *script, *latin1;
} marks[] = {
    {LATHE_DRESS_NO_BREAK, "no-break spaces", "s/\\xc2\\xa0//g",
     "s/\\xa0//g"},
    {LATHE_DRESS_NARROW, "narrow no-break spaces", "s/\\xe2\\x80\\xaf//g",
     NULL},
    {LATHE_DRESS_THIN, "thin spaces", "s/\\xe2\\x80\\x89//g", NULL},
    {LATHE_DRESS_UNSEEN, "characters that are not seen",
     "s/(\\xef\\xbb\\xbf|\\xe2\\x80(\\x8b|\\x8e|\\x8f)|\\xc2\\xad)//g",
     "s/\\xad//g"},
    {LATHE_DRESS_WIDE, "wide digits",
     "s/０/0/g;s/１/1/g;s/２/2/g;s/３/3/g;s/４/4/g;"
     "s/５/5/g;s/６/6/g;s/７/7/g;s/８/8/g;s/９/9/g", NULL},
    {LATHE_DRESS_ARABIC, "digits of Arabic script",
     "s/٠/0/g;s/١/1/g;s/٢/2/g;s/٣/3/g;s/٤/4/g;"
     "s/٥/5/g;s/٦/6/g;s/٧/7/g;s/٨/8/g;s/٩/9/g", NULL},
    {LATHE_DRESS_APOSTROPHE, "apostrophes between thousands",
     "s/([0-9])(\\x27|’)([0-9])/\\1\\3/g", "s/([0-9])\\x27([0-9])/\\1\\2/g"},
    {LATHE_DRESS_MINUS, "'" LATHE_SIGN_MINUS "' signs in place of '-'",
     "s/" LATHE_SIGN_MINUS "/-/g", NULL},
    {LATHE_DRESS_DASH, "'" LATHE_SIGN_DASH "' signs in place of '-'",
     "s/" LATHE_SIGN_DASH "/-/g", NULL},
    {LATHE_DRESS_LIMIT, "'<' and '>' of limits", "s/(<|>|≤|≥)=? *//g",
     "s/[<>]=? *//g"},
    {LATHE_DRESS_BLANKS, "blanks within quotes", "s/\" +/\"/g;s/ +\"/\"/g",
     "s/\" +/\"/g;s/ +\"/\"/g"},
    {LATHE_DRESS_GROUPS, "blanks between thousands", GROUPS, GROUPS},
    {LATHE_DRESS_PARENTHESES, "parentheses for a minus",
     "s/\\(([0-9.,]+)\\)/-\\1/g", "s/\\(([0-9.,]+)\\)/-\\1/g"},
};

enum { MARKS = sizeof marks / sizeof *marks, SIMPLE = 9 };

static const char *separator(size_t *told, bool last)
{
    return (*told)++ == 0 ? "its " : last ? " and " : ", ";
}

void lathe_dress_name(struct lathe_buf *out, const struct lathe_dress *d,
                      bool dots)
{
    const bool comma = d->comma > LATHE_COMMA_NUMBER;
    size_t told = 0, n = (size_t)(d->sign != NULL) + (d->unit[0] != '\0') +
                         comma +
                         ((d->marks & LATHE_DRESS_TRAILING) != 0);

    for (size_t i = 0; i < MARKS; i++)
        n += (d->marks & marks[i].mark) != 0;
    if (n == 1 && comma && d->comma != LATHE_COMMA_DECIMAL) {
        lathe_buf_puts(out, comma_name(d->comma, dots));
        return;
    }
    if (d->sign)
        lathe_buf_printf(out, "%s'%s' signs", separator(&told, false),
                         d->sign->text);
    if (d->unit[0])
        lathe_buf_printf(out, "%sunit '%s'", separator(&told, false), d->unit);
    for (size_t i = 0; i < MARKS; i++)
        if (d->marks & marks[i].mark)
            lathe_buf_printf(out, "%s%s", separator(&told, told + 1 == n),
                             marks[i].what);
    if (d->marks & LATHE_DRESS_TRAILING)
        lathe_buf_printf(out, "%sminus signs at the end",
                         separator(&told, told + 1 == n));
    if (comma)
        lathe_buf_printf(out, "%s%s", separator(&told, true),
                         comma_name(d->comma, dots));
}

const char *lathe_dress_end(char out[LATHE_DRESS_END], char delimiter)
{
    bool plain = strchr(",;: ", delimiter);

    if (strchr("'^\\[]", delimiter))
        return "";
    if (delimiter == '\t')
        return "(\\t|\\r?$)";
    snprintf(out, LATHE_DRESS_END, "(%s%c%s|\\r?$)", plain ? "" : "[",
             delimiter, plain ? "" : "]");
    return out;
}

static void add_script(struct lathe_buf *out, const char *script)
{
    lathe_buf_printf(out, "%s%s", out->len ? ";" : "", script);
}

/* With a comma in it a value of a file of commas is quoted. */
static void add_trailing(struct lathe_buf *out, const struct lathe_dress *d,
                         char delimiter, const char *end)
{
    bool quoted = d->comma > LATHE_COMMA_NUMBER && delimiter == ',';

    if (quoted)
        add_script(out, "s/\"([0-9.,]+)-\"/\"-\\1\"/g");
    lathe_buf_printf(out, "%ss/([0-9.%s]+)-(\"?%s)/-\\1\\2/g",
                     out->len ? ";" : "",
                     d->comma > LATHE_COMMA_NUMBER && !quoted ? "," : "", end);
}

/* A slash ends what is looked for. */
static void add_unit(struct lathe_buf *out, const struct lathe_dress *d,
                     const char *end)
{
    bool in = d->marks & LATHE_DRESS_PARENTHESES;

    lathe_buf_printf(out, "%ss/([0-9]) *", out->len ? ";" : "");
    for (const char *u = d->unit; *u; u++)
        lathe_buf_printf(out, "%s%c", *u == '/' ? "\\" : "", *u);
    lathe_buf_printf(out, "(%s\"?%s)/\\1\\2/g", in ? "\\)?" : "", end);
}

/* The scripts in the order in which each leaves the others what they look
 * for. False: the file cannot have it. */
static bool add_scripts(struct lathe_buf *out, const struct lathe_dress *d,
                        const struct lathe_dialect *dialect)
{
    const char *pattern = !d->sign ? NULL : dialect->latin1 ? d->sign->latin1
                                                            : d->sign->pattern;
    bool spaced = d->marks & LATHE_DRESS_SPACED;
    bool trailing = d->marks & LATHE_DRESS_TRAILING;
    char room[LATHE_DRESS_END];
    const char *end = lathe_dress_end(room, dialect->delimiter);

    if (d->sign &&
        (!pattern || (d->sign->word &&
                      d->marks & (LATHE_DRESS_MINUS | LATHE_DRESS_DASH))))
        return false;
    if (!*end && (d->unit[0] || trailing))
        return false;
    for (const char *u = d->unit; dialect->latin1 && *u; u++)
        if ((unsigned char)*u >= 0x80)
            return false;
    /* In front of numbers alone: there are words that begin so. */
    if (pattern && d->sign->word)
        lathe_buf_printf(out, "s/\\b%s *([-+(.0-9])/\\1/g", pattern);
    else if (pattern)
        lathe_buf_printf(out, "s/%s%s%s//g", spaced ? " *" : "", pattern,
                         spaced ? " *" : "");
    for (size_t i = 0; i < MARKS; i++) {
        const char *script = dialect->latin1 ? marks[i].latin1
                                             : marks[i].script;

        if (i == SIMPLE && d->unit[0])
            add_unit(out, d, end);
        if (!(d->marks & marks[i].mark))
            continue;
        if (!script)
            return false;
        add_script(out, script);
    }
    if (trailing)
        add_trailing(out, d, dialect->delimiter, end);
    if (d->comma > LATHE_COMMA_NUMBER)
        add_script(out, lathe_comma_script(d->comma, dialect->delimiter));
    return true;
}

bool lathe_dress_remedy(struct lathe_buf *out, const struct lathe_dress *d,
                        const struct lathe_dialect *dialect)
{
    struct lathe_buf script = {.limit = 512};
    bool done = add_scripts(&script, d, dialect) && script.s &&
                !lathe_buf_check(&script, NULL);

    if (done)
        lathe_buf_printf(out, "%ssed %s'%s' FILE",
                         strstr(script.s, "\\xa") && dialect->latin1
                             ? "LC_ALL=C " : "",
                         strpbrk(script.s, "+?(") ? "-E " : "", script.s);
    lathe_buf_release(&script);
    return done;
}
