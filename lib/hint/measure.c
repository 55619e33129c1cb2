#include "hint/measure.h"

#include "base/decimal.h"
#include "data/excerpt.h"
#include "hint/blanks.h"
#include "hint/dress.h"

#include <stdio.h>
#include <string.h>

/* How many of the words may be something else. */
#define OTHERS(words) ((words)->n / 20)

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *example(char out[LATHE_EXCERPT_ROOM], const char *s)
{
    return lathe_excerpt_of(out, s, strlen(s));
}

/* How many of the words are such; *first: one of them. */
static uint32_t count(const struct lathe_dict *words,
                      bool (*is)(const char *s, size_t len),
                      const char **first)
{
    uint32_t n = 0;

    *first = NULL;
    for (uint32_t k = 0; k < words->n; k++)
        if (is(words->word[k], words->length[k])) {
            *first = *first ? *first : words->word[k];
            n++;
        } else if (k - n >= OTHERS(words)) {
            return 0;
        }
    return n;
}

/* ---- hexadecimal -------------------------------------------------------- */

/* Digits that a double has room for. */
static bool is_hex(const char *s, size_t len)
{
    return len > 2 && len <= 2 + 13 && s[0] == '0' &&
           (s[1] == 'x' || s[1] == 'X') &&
           strspn(s + 2, "0123456789abcdefABCDEF") == len - 2;
}

static bool tell_hex(struct lathe_buf *out, const struct lathe_dict *words)
{
    char text[LATHE_EXCERPT_ROOM];
    const char *first;

    if (!count(words, is_hex, &first))
        return false;
    lathe_buf_printf(out, "has hexadecimal numbers, such as '%s'; this makes "
                     "decimal ones of them: perl -pe "
                     "'s/(?<![-\\w])0x[0-9a-f]+(?![-\\w])/hex $&/gie' "
                     "FILE",
                     example(text, first));
    return true;
}

/* ---- coordinates -------------------------------------------------------- */

/* 40.7N and 40.7° N: a fraction keeps doors and sizes of clothes out. */
static bool is_compass(const char *s, size_t len)
{
    const char *dot = strchr(s, '.');
    double v;

    if (len < 4 || !strchr("NSEW", s[len - 1]) || !dot || !is_digit(dot[1]))
        return false;
    len--;
    lathe_blanks_trim(&s, &len);
    if (len > 2 && memcmp(s + len - 2, "°", 2) == 0)
        len -= 2;
    lathe_blanks_trim(&s, &len);
    return len > 0 && is_digit(*s) && lathe_decimal_parse(s, len, &v) &&
           v <= 180;
}

/* Both ends of an axis: else the letter may be a unit, and is taken for one. */
static bool tell_compass(struct lathe_buf *out, const struct lathe_dict *words,
                         const struct lathe_dialect *dialect)
{
    char text[LATHE_EXCERPT_ROOM], room[LATHE_DRESS_END];
    const char *end = lathe_dress_end(room, dialect->delimiter), *first;
    bool seen[128] = {false};

    if (!count(words, is_compass, &first))
        return false;
    for (uint32_t k = 0; k < words->n; k++)
        if (is_compass(words->word[k], words->length[k]))
            seen[(unsigned char)words->word[k][words->length[k] - 1]] = true;
    if (!(seen['N'] && seen['S']) && !(seen['E'] && seen['W']))
        return false;
    lathe_buf_printf(out, "has coordinates, such as '%s'",
                     example(text, first));
    if (dialect->latin1 || !*end)
        lathe_buf_puts(out, "; without letters, negative to the south and "
                       "west, they would be numbers");
    else
        lathe_buf_printf(out, "; this makes numbers of them, negative to the "
                         "south and west: sed -E "
                         "'s/\\b([0-9.]+)( *°)? *[NE](\"?%s)/\\1\\3/g;"
                         "s/\\b([0-9.]+)( *°)? *[SW](\"?%s)/-\\1\\3/g' "
                         "FILE", end, end);
    return true;
}

/* Degrees and what follows them: 40° 26' N, 40 deg 26.5'. *degrees: as one
 * number, of which the sign is not known. */
static bool read_angle(const char *s, double *degrees)
{
    static const char *const marks[] = {"°", "º", "deg"};
    double minutes;
    size_t n = strspn(s, "0123456789");
    const char *behind = NULL;

    if (n == 0 || n > 3 || !lathe_decimal_parse(s, n, degrees))
        return false;
    s += n + strspn(s + n, " ");
    for (size_t i = 0; i < sizeof marks / sizeof *marks && !behind; i++)
        if (strncmp(s, marks[i], strlen(marks[i])) == 0)
            behind = s + strlen(marks[i]);
    if (!behind)
        return false;
    s = behind + strspn(behind, " ");
    n = strspn(s, "0123456789.");
    if (!lathe_decimal_parse(s, n, &minutes) || !(minutes < 60) ||
        !(*degrees <= 180))
        return false;
    *degrees += minutes / 60;
    s += n + strspn(s + n, " ");
    return (*s && strchr("'NSEW", *s)) || strncmp(s, "′", 3) == 0 ||
           strncmp(s, "’", 3) == 0;
}

static bool is_angle(const char *s, size_t len)
{
    double degrees;

    (void)len;
    return read_angle(s, &degrees);
}

static bool tell_angle(struct lathe_buf *out, const struct lathe_dict *words)
{
    char text[LATHE_EXCERPT_ROOM];
    const char *first;

    if (!count(words, is_angle, &first))
        return false;
    lathe_buf_printf(out, "has degrees with minutes, such as '%s'; as degrees "
                     "with a fraction, minutes / 60 and seconds / 3600, "
                     "negative to the south and west, they would be numbers",
                     example(text, first));
    return true;
}

/* ---- units -------------------------------------------------------------- */

/* Units of one thing, and how many tens each is of the others. */
struct unit {
    const char *name;
    int power;
};

enum { UNITS = 8 };

static const struct unit families[][UNITS] = {
    {{"µg", -6}, {"ug", -6}, {"mg", -3}, {"g", 0}, {"kg", 3}, {"t", 6}},
    {{"nm", -9}, {"µm", -6}, {"um", -6}, {"mm", -3}, {"cm", -2}, {"m", 0},
     {"km", 3}},
    {{"ml", -3}, {"mL", -3}, {"cl", -2}, {"dl", -1}, {"l", 0}, {"L", 0},
     {"hl", 2}},
    {{"ns", -9}, {"µs", -6}, {"us", -6}, {"ms", -3}, {"s", 0}},
    {{"Hz", 0}, {"kHz", 3}, {"KHz", 3}, {"MHz", 6}, {"GHz", 9}},
    {{"mW", -3}, {"W", 0}, {"kW", 3}, {"MW", 6}, {"GW", 9}},
    {{"Wh", 0}, {"kWh", 3}, {"MWh", 6}, {"GWh", 9}},
    {{"mV", -3}, {"V", 0}, {"kV", 3}},
    {{"µA", -6}, {"uA", -6}, {"mA", -3}, {"A", 0}},
    {{"Pa", 0}, {"hPa", 2}, {"kPa", 3}, {"MPa", 6}},
    {{"B", 0}, {"kB", 3}, {"KB", 3}, {"MB", 6}, {"GB", 9}, {"TB", 12}},
    /* counts, such as 950 and 1.2K */
    {{"", 0}, {"k", 3}, {"K", 3}, {"M", 6}},
    {{"k", 3}, {"K", 3}, {"M", 6}, {"B", 9}},
};

enum { FAMILIES = sizeof families / sizeof *families };

static const struct unit *find_unit(const struct unit *family,
                                    const char *name)
{
    for (size_t i = 0; i < UNITS && family[i].name; i++)
        if (strcmp(family[i].name, name) == 0)
            return &family[i];
    return NULL;
}

/* A number with a unit, or without one, and nothing else. */
static bool has_unit(const char *s, size_t len, struct lathe_dress *d)
{
    lathe_dress_of(s, len, d);
    return d->comma == LATHE_COMMA_NUMBER && !d->sign &&
           !(d->marks & ~(unsigned)LATHE_DRESS_BLANKS);
}

/* Whether the words have units of the family, and more than one; a number alone
 * has one, too, where the family has it. In `first` a word of each. */
static bool is_family(const struct lathe_dict *words, const struct unit *family,
                      const char *first[UNITS])
{
    uint32_t others = 0;
    size_t found = 0, named = 0;

    for (size_t i = 0; i < UNITS; i++)
        first[i] = NULL;
    for (uint32_t k = 0; k < words->n && others <= OTHERS(words); k++) {
        struct lathe_dress d;
        const struct unit *u = NULL;

        if (has_unit(words->word[k], words->length[k], &d))
            u = find_unit(family, d.unit);
        if (u && !first[u - family])
            first[u - family] = words->word[k];
        others += !u;
    }
    for (size_t i = 0; i < UNITS; i++)
        if (first[i]) {
            found++;
            named += family[i].name[0] != '\0';
        }
    return others <= OTHERS(words) && found > 1 && named > 0;
}

static void tell_family(struct lathe_buf *out, const struct unit *family,
                        const char *const first[UNITS],
                        const struct lathe_dialect *dialect)
{
    char text[LATHE_EXCERPT_ROOM], room[LATHE_DRESS_END];
    const char *end = lathe_dress_end(room, dialect->delimiter);
    size_t n = 0, told = 0;
    bool begun = false;

    for (size_t i = 0; i < UNITS; i++)
        n += first[i] != NULL;
    lathe_buf_puts(out, "has numbers in several units, such as");
    for (size_t i = 0; i < UNITS; i++)
        if (first[i]) {
            lathe_buf_printf(out, "%s '%s'", told == 0 ? "" : told + 1 == n
                             ? " and" : ",", example(text, first[i]));
            told++;
        }
    if (!*end || dialect->latin1) {
        lathe_buf_puts(out, "; in one unit, without its name, they would be "
                       "numbers");
        return;
    }
    lathe_buf_puts(out, "; this writes them in one: sed -E '");
    for (size_t i = 0; i < UNITS; i++) {
        char power[16] = "";

        if (!first[i] || !*family[i].name)
            continue;
        if (family[i].power)
            snprintf(power, sizeof power, "e%d", family[i].power);
        lathe_buf_printf(out, "%ss/([0-9]) *%s(\"?%s)/\\1%s\\2/g",
                         begun ? ";" : "", family[i].name, end, power);
        begun = true;
    }
    lathe_buf_puts(out, "' FILE");
}

static bool tell_units(struct lathe_buf *out, const struct lathe_dict *words,
                       const struct lathe_dialect *dialect)
{
    const char *first[UNITS];

    for (size_t i = 0; i < FAMILIES; i++)
        if (is_family(words, families[i], first)) {
            tell_family(out, families[i], first, dialect);
            return true;
        }
    return false;
}

/* ---- currencies --------------------------------------------------------- */

/* Amounts in two currencies or more. */
static bool tell_currencies(struct lathe_buf *out,
                            const struct lathe_dict *words)
{
    char one[LATHE_EXCERPT_ROOM], two[LATHE_EXCERPT_ROOM];
    const struct lathe_sign *sign = NULL;
    const char *first = NULL, *other = NULL;
    uint32_t others = 0;

    for (uint32_t k = 0; k < words->n && others <= OTHERS(words); k++) {
        const char *s = words->word[k];
        struct lathe_dress d;

        lathe_dress_of(s, words->length[k], &d);
        others += d.comma == LATHE_COMMA_NONE || !d.sign;
        if (d.comma == LATHE_COMMA_NONE || !d.sign || strchr(s, '%'))
            continue;
        if (!first) {
            sign = d.sign;
            first = s;
        } else if (!other && d.sign != sign) {
            other = s;
        }
    }
    if (!other || others > OTHERS(words))
        return false;
    lathe_buf_printf(out, "has amounts in several currencies, such as '%s' and "
                     "'%s'; in one of them, without its name, they would be "
                     "numbers", example(one, first), example(two, other));
    return true;
}

/* ---- durations ---------------------------------------------------------- */

/* PT1H30M and P2DT3H. */
static bool is_iso_duration(const char *s, size_t len)
{
    return len > 2 && s[0] == 'P' && (is_digit(s[1]) || s[1] == 'T') &&
           strspn(s + 1, "0123456789.DTHMS") == len - 1 &&
           strchr("DHMS", s[len - 1]);
}

/* Behind a number, blanks and a unit of time, or NULL. */
static const char *behind_time(const char *s)
{
    static const char *const units[] = {
        "days", "day", "d", "hours", "hour", "hrs", "hr", "h", "minutes",
        "minute", "mins", "min", "m", "seconds", "second", "secs", "sec", "s"};
    size_t n = strspn(s, "0123456789.");

    if (n == 0)
        return NULL;
    s += n + strspn(s + n, " ");
    n = strspn(s, "abcdefghijklmnopqrstuvwxyz");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strlen(units[i]) == n && strncmp(s, units[i], n) == 0)
            return s + n;
    return NULL;
}

/* 2h 30m and, as pandas writes it, 1 days 02:30:00. */
static bool is_duration(const char *s, size_t len)
{
    size_t parts = 0;

    if (is_iso_duration(s, len))
        return true;
    s += *s == '-';
    while (*s && (s = behind_time(s))) {
        s += strspn(s, " ,");
        parts++;
        if (parts == 1 && is_digit(s[0]) && strchr(s, ':') &&
            strspn(s, "0123456789:.") == strlen(s))
            return true;
    }
    return s && parts > 0;
}

static bool has_parts(const char *s)
{
    const char *behind = behind_time(s);

    return *s == 'P' || *s == '-' || (behind && *behind);
}

/* One part alone is a number with a unit. */
static bool tell_durations(struct lathe_buf *out,
                           const struct lathe_dict *words)
{
    char text[LATHE_EXCERPT_ROOM];
    const char *first;

    if (!count(words, is_duration, &first))
        return false;
    for (uint32_t k = 0; k < words->n; k++)
        if (is_duration(words->word[k], words->length[k]) &&
            has_parts(words->word[k])) {
            lathe_buf_printf(out, "has durations, such as '%s'; in one unit, "
                             "as hours like 10.5, they would be numbers",
                             example(text, words->word[k]));
            return true;
        }
    return false;
}

bool lathe_measure_tell(struct lathe_buf *out, const struct lathe_dict *words,
                        const struct lathe_dialect *dialect)
{
    return words->n > 0 &&
           (tell_hex(out, words) || tell_compass(out, words, dialect) ||
            tell_angle(out, words) || tell_units(out, words, dialect) ||
            tell_currencies(out, words) || tell_durations(out, words));
}
