#include "hint/units.h"

#include "data/excerpt.h"
#include "hint/dress.h"
#include "hint/most.h"

#include <stdio.h>
#include <string.h>

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

/* The last ones are counts. */
enum { MEASURES = FAMILIES - 2 };

static const struct unit *find_unit(const struct unit *family,
                                    const char *name)
{
    for (size_t i = 0; i < UNITS && family[i].name; i++)
        if (strcmp(family[i].name, name) == 0)
            return &family[i];
    return NULL;
}

static bool is_among(const char *name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(name, list[i]) == 0)
            return true;
    return false;
}

bool lathe_units_has(const char *name)
{
    static const char *const others[] = {
        "h", "d", "y", "hr", "hrs", "min", "mins", "sec", "secs", "day", "days",
        "yr", "yrs", "year", "years", "mo", "lb", "lbs", "oz", "ft", "in", "mi",
        "mph", "bpm", "rpm", "px", "pt", "kcal", "kJ", "dB", "ha", "°C",
        "°F"};

    for (size_t i = 0; i < MEASURES; i++)
        if (find_unit(families[i], name))
            return true;
    return is_among(name, others, sizeof others / sizeof *others);
}

bool lathe_units_is_factor(const char *name)
{
    static const char *const factors[] = {
        "k", "K", "M", "B", "T", "mn", "bn", "mio", "Mio", "mrd", "Mrd", "tsd",
        "Tsd", "hundred", "thousand", "million", "billion", "trillion",
        "dozen", "lakh", "crore"};

    return is_among(name, factors, sizeof factors / sizeof *factors);
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
    const uint32_t few = lathe_most_others(words);
    uint32_t others = 0;
    size_t found = 0, named = 0;

    for (size_t i = 0; i < UNITS; i++)
        first[i] = NULL;
    for (uint32_t k = 0; k < words->n && others <= few; k++) {
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
    return others <= few && found > 1 && named > 0;
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
            lathe_excerpt_of(text, first[i], strlen(first[i]));
            lathe_buf_printf(out, "%s '%s'", told == 0 ? "" : told + 1 == n
                             ? " and" : ",", text);
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

bool lathe_units_tell(struct lathe_buf *out, const struct lathe_dict *words,
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
