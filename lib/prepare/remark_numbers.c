#include "prepare/remark_numbers.h"

#include "data/excerpt.h"
#include "data/timelike.h"
#include "hint/comma.h"

#include <string.h>

/* Whole numbers that may be days. */
static bool note_days(const struct lathe_host *host, const char *name,
                      const struct lathe_scan_column *c)
{
    char text[LATHE_EXCERPT_ROOM];

    if (!c->integers || c->numbers == c->nans)
        return false;
    if (lathe_timelike_moments(c->min, c->max)) {
        lathe_note(host, "column '%s' is taken for a number; if its values "
                   "from %.0f to %.0f are times, this makes dates of them: "
                   "sed -E 's/\\b([0-9]{8})([0-9]{6})\\b/\\1T\\2/g' FILE",
                   lathe_excerpt_of(text, name, strlen(name)), c->min, c->max);
        return true;
    }
    if (!lathe_timelike_days(c->min, c->max))
        return false;
    lathe_note(host, "column '%s' is taken for a number; if its values from "
               "%.0f to %.0f are days, say --type %s=date", name, c->min,
               c->max, name);
    return true;
}

bool lathe_remark_numerals(const struct lathe_host *host,
                           const struct lathe_dialect *dialect,
                           const char *name, const struct lathe_scan_column *c)
{
    struct lathe_numerals n = c->numerals;
    const char *padded, *grouped;
    char text[LATHE_EXCERPT_ROOM];

    if (c->odd)
        return false;
    lathe_numerals_add_words(&n, &c->words);
    padded = lathe_numerals_padded(&n);
    grouped = lathe_numerals_grouped(&n);
    lathe_excerpt_of(text, name, strlen(name));
    if (padded && !c->is_target)
        lathe_note(host, "column '%s' is taken for a number; if values like "
                   "'%s' are codes, say --type %s=category", text, padded,
                   text);
    if (grouped)
        lathe_note(host, "%s '%s' is taken for a number; if the dots in values "
                   "like '%s' are between thousands, this takes them out: "
                   "sed -E '%s' FILE",
                   c->is_target ? "target" : "column", text, grouped,
                   lathe_comma_script(LATHE_COMMA_DOTS, dialect->delimiter));
    return padded || grouped;
}

static bool note_versions(const struct lathe_host *host, const char *name,
                          const struct lathe_scan_column *c)
{
    struct lathe_numerals n = c->numerals;
    const char *version;
    char text[LATHE_EXCERPT_ROOM];

    lathe_numerals_add_words(&n, &c->words);
    version = lathe_numerals_version(&n);
    if (c->odd || !version)
        return false;
    lathe_excerpt_of(text, name, strlen(name));
    lathe_note(host, "column '%s' is taken for a number, in which '%s' is less "
               "than '%.*s9'; if they are versions, say --type %s=category",
               text, version, (int)(strchr(version, '.') - version + 1),
               version, text);
    return true;
}

bool lathe_remark_wide(const struct lathe_host *host, const char *name,
                       const struct lathe_scan_column *c)
{
    struct lathe_numerals n = c->numerals;
    const char *wide;
    char text[LATHE_EXCERPT_ROOM];

    if (c->odd || c->is_target)
        return false;
    lathe_numerals_add_words(&n, &c->words);
    wide = lathe_numerals_wide(&n);
    if (!wide)
        return false;
    lathe_excerpt_of(text, name, strlen(name));
    lathe_note(host, "column '%s' is taken for a number, and values like '%s' "
               "are rounded: a number has 53 bits; if they are codes, --type "
               "%s=category tells them apart, and --drop %s leaves them out",
               text, wide, text, text);
    return true;
}

bool lathe_remark_numbers(const struct lathe_host *host,
                          const struct lathe_dialect *dialect,
                          const char *name, const struct lathe_scan_column *c)
{
    return note_days(host, name, c) ||
           lathe_remark_numerals(host, dialect, name, c) ||
           note_versions(host, name, c) || lathe_remark_wide(host, name, c);
}
