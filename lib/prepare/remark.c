#include "prepare/remark.h"

#include "base/decimal.h"
#include "data/excerpt.h"
#include "data/marks.h"
#include "data/timelike.h"
#include "hint/alike.h"
#include "hint/blanks.h"
#include "hint/dress.h"
#include "hint/labellist.h"
#include "hint/norow.h"
#include "prepare/remark_dates.h"
#include "prepare/remark_lines.h"
#include "prepare/remark_measure.h"
#include "scan/decide_target.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* So many other values are too many to be marks of missing ones, and the bytes
 * of fewer. */
#define MANY 5
#define OTHERS (MANY * (LATHE_EXCERPT_ROOM + 8))

/* Bytes of a unit where one value alone is known. */
#define SHORT_UNIT 3

/* Whether the values would be numbers without what is around them; `words` are
 * all of them, as far as they are known. */
static bool find_dress(const struct lathe_dict *words,
                       const struct lathe_scan_column *c,
                       struct lathe_dress *d)
{
    if (!c->odd)
        return false;
    return words->n ? lathe_dress_of_words(words, d)
                    : lathe_dress_of(c->odd, strlen(c->odd), d) &&
                          strlen(d->unit) <= SHORT_UNIT &&
                          (!d->unit[0] || c->present > c->numbers + 1);
}

/* A value in a dress: the first value that is no number, else, as this is
 * something else, one of the words. */
static void add_example(struct lathe_buf *out, const struct lathe_dict *words,
                        const struct lathe_scan_column *c, bool first)
{
    struct lathe_dress one;
    char text[LATHE_EXCERPT_ROOM];
    uint32_t k = 0;

    if (first) {
        lathe_buf_printf(out, "'%s' in line %" PRIu64,
                         lathe_excerpt_of(text, c->odd, strlen(c->odd)),
                         c->odd_line);
        return;
    }
    while (k + 1 < words->n &&
           !lathe_dress_of(words->word[k], words->length[k], &one))
        k++;
    lathe_buf_printf(out, "'%s'", lathe_excerpt_of(text, words->word[k],
                                                   words->length[k]));
}

/* Says what keeps the values of a column, or the target, from being numbers,
 * and the command that takes it out. */
static bool note_dress(const struct lathe_host *host,
                       const struct lathe_dialect *dialect, const char *name,
                       const struct lathe_dict *words,
                       const struct lathe_scan_column *c)
{
    struct lathe_buf text = {.limit = 1000};
    struct lathe_dress d, one;
    char room[LATHE_EXCERPT_ROOM];
    bool first, told;

    if (!find_dress(words, c, &d))
        return false;
    first = lathe_dress_of(c->odd, strlen(c->odd), &one);
    lathe_buf_printf(&text, "%s '%s' would be a number but for ",
                     c->is_target ? "target" : "column",
                     lathe_excerpt_of(room, name, strlen(name)));
    lathe_dress_name(&text, &d, first && !strchr(c->odd, ','));
    lathe_buf_puts(&text, ", as in ");
    add_example(&text, words, c, first);
    lathe_buf_puts(&text, "; this takes them out: ");
    told = lathe_dress_remedy(&text, &d, dialect);
    if (told && !first)
        lathe_buf_printf(&text, "; --na names marks of missing values like "
                         "'%s' in line %" PRIu64,
                         lathe_excerpt_of(room, c->odd, strlen(c->odd)),
                         c->odd_line);
    if (told && !lathe_buf_check(&text, NULL))
        lathe_note(host, "%s", text.s);
    lathe_buf_release(&text);
    return told;
}

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

/* Dates, but whether day or month comes first is not known. */
static bool may_be_dates(const struct lathe_scan_column *c)
{
    return lathe_scan_dates_either(&c->dates) && c->numbers == c->nans;
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

/* A column of numbers or dates but for a few values may be an accident. */
static bool note_odd_column(const struct lathe_host *host, const char *name,
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
    else if (may_be_dates(c))
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

/* How the numbers are written. */
static bool note_numerals(const struct lathe_host *host,
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

/* Numbers of more digits than are kept, as of accounts and posts. */
static bool note_wide(const struct lathe_host *host, const char *name,
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

/* Categories that a person may have meant as one. */
static bool note_alike(const struct lathe_host *host, const char *name,
                       const struct lathe_dict *words)
{
    char one[LATHE_EXCERPT_ROOM], other[LATHE_EXCERPT_ROOM];
    uint32_t a, b;

    if (!lathe_alike_find(words, &a, &b))
        return false;
    lathe_note(host, "'%s' and '%s' are different categories of '%s', as they "
               "are written differently%s",
               lathe_excerpt_of(one, words->word[a], words->length[a]),
               lathe_excerpt_of(other, words->word[b], words->length[b]),
               name, lathe_alike_how(words, a, b));
    return true;
}

/* A category, or a class, that often stands for none. */
static bool note_mark(const struct lathe_host *host, const char *name,
                      const struct lathe_dict *words, bool is_target)
{
    char text[LATHE_EXCERPT_ROOM];

    lathe_excerpt_of(text, name, strlen(name));
    for (uint32_t k = 0; k < words->n; k++) {
        if (strspn(words->word[k], " ") == words->length[k]) {
            lathe_note(host, "%s '%s' has the %s '%s'; if blanks in quotes are "
                       "missing values, this empties them: "
                       LATHE_BLANKS_REMEDY,
                       is_target ? "target" : "column", text,
                       is_target ? "class" : "category", words->word[k]);
            return true;
        }
        if (lathe_marks_is_usual(words->word[k], words->length[k])) {
            lathe_note(host, "%s '%s' has the %s '%s'; if that is a "
                       "missing value, --na names its marks",
                       is_target ? "target" : "column", text,
                       is_target ? "class" : "category", words->word[k]);
            return true;
        }
    }
    return false;
}

/* A category of rows that are made of the others. */
static bool note_total(const struct lathe_host *host, const char *name,
                       const struct lathe_dict *words)
{
    char text[LATHE_EXCERPT_ROOM];

    for (uint32_t k = 0; words->n > 1 && k < words->n; k++)
        if (lathe_norow_is_total(words->word[k])) {
            lathe_note(host, "column '%s' has the category '%s'; if its rows "
                       "are totals of others, take them out",
                       lathe_excerpt_of(text, name, strlen(name)),
                       words->word[k]);
            return true;
        }
    return false;
}

/* Categories, or classes, that are several things at once. */
static bool note_lists(const struct lathe_host *host, const char *name,
                       const struct lathe_dict *words, bool is_target)
{
    const char *list;
    size_t n = lathe_labellist_count(words, &list);
    char text[LATHE_EXCERPT_ROOM], example[LATHE_EXCERPT_ROOM];

    if (!n)
        return false;
    lathe_excerpt_of(text, name, strlen(name));
    lathe_excerpt_of(example, list, strlen(list));
    if (is_target)
        lathe_note(host, "classes of '%s' are lists of %zu labels, such as "
                   "'%s'; with a column of 0 and 1 for each label and all of "
                   "them in --target each is learnt on its own", text, n,
                   example);
    else
        lathe_note(host, "categories of '%s' are lists of %zu labels, such as "
                   "'%s'; --type %s=text takes each label on its own", text, n,
                   example, text);
    return true;
}

/* Dates are read as features alone. */
static bool note_target_dates(const struct lathe_host *host, const char *name,
                              const struct lathe_scan_column *c)
{
    char text[LATHE_EXCERPT_ROOM];

    if (c->numbers || !c->present || c->dates.plain < c->present)
        return false;
    lathe_note(host, "target '%s' holds dates, and each is taken for a class; "
               "days counted from one of them would be a number to predict",
               lathe_excerpt_of(text, name, strlen(name)));
    return true;
}

/* A target of many classes that would be a number but for a few values. */
static void note_target(const struct lathe_preprocess *p, const char *name,
                        const struct lathe_dict *classes,
                        const struct lathe_scan_column *c)
{
    uint64_t n = c->present - c->numbers;
    char odd[LATHE_EXCERPT_ROOM];

    if ((p->schema.values &&
         note_numerals(p->host, &p->dialect, name, c)) ||
        (classes->n > LATHE_DECIDE_TARGET_CLASSES &&
         lathe_remark_measure(p->host, &p->dialect, name, classes, c)) ||
        note_dress(p->host, &p->dialect, name, classes, c) ||
        note_mark(p->host, name, classes, true) ||
        note_target_dates(p->host, name, c) ||
        note_lists(p->host, name, classes, true) ||
        !c->odd || p->opts->task || c->numbers <= c->present / 2 ||
        classes->n <= LATHE_DECIDE_TARGET_CLASSES)
        return;
    lathe_note(p->host, "target '%s' would be a number but for %" PRIu64
               " value%s like '%s' in line %" PRIu64 "; --na names marks of "
               "missing values", name, n, n == 1 ? "" : "s",
               lathe_excerpt_of(odd, c->odd, strlen(c->odd)), c->odd_line);
}

/* Latin-1 has no letters from 0x80 to 0x9f; Windows-1252 has. */
static bool is_windows(const char *s, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++)
        if (s[i] == '\xc2' && (unsigned char)s[i + 1] < 0xa0)
            return true;
    return false;
}

static const char *windows_word(const struct lathe_dict *words)
{
    for (uint32_t k = 0; k < words->n; k++)
        if (is_windows(words->word[k], words->length[k]))
            return words->word[k];
    return NULL;
}

/* The text was read as Latin-1, and may be of an encoding that is like it. */
static void note_windows(const struct lathe_preprocess *p,
                         const struct lathe_list *names,
                         const struct lathe_scan *scan)
{
    const struct lathe_schema *s = &p->schema;
    const char *word = NULL;
    char text[LATHE_EXCERPT_ROOM];

    if (!p->dialect.latin1)
        return;
    for (size_t i = 0; i < names->n && !word; i++) {
        const char *odd = scan->column[i].odd;

        if (is_windows(names->v[i], strlen(names->v[i])))
            word = names->v[i];
        else if (odd && is_windows(odd, strlen(odd)))
            word = odd;
    }
    for (size_t i = 0; i < s->n && !word; i++)
        word = windows_word(&s->column[i].dict);
    for (size_t t = 0; t < s->targets && !word; t++)
        word = windows_word(&s->target[t].classes);
    if (word)
        lathe_note(p->host, "'%s' has a character that is none of Latin-1; if "
                   "the file is Windows-1252, iconv -f CP1252 -t UTF-8 "
                   "converts it", lathe_excerpt_of(text, word, strlen(word)));
}

/* Whether something was to be said. */
static bool note_column(const struct lathe_host *host,
                        const struct lathe_dialect *dialect, const char *name,
                        const struct lathe_column *c,
                        const struct lathe_scan_column *seen)
{
    const struct lathe_dict *words = c->dict.n ? &c->dict : &seen->words;

    if (c->kind == LATHE_NUMBER)
        return note_days(host, name, seen) ||
               note_numerals(host, dialect, name, seen) ||
               note_versions(host, name, seen) ||
               note_wide(host, name, seen);
    if (c->kind == LATHE_DATE)
        return false;
    return note_wide(host, name, seen) ||
           lathe_remark_measure(host, dialect, name, words, seen) ||
           note_dress(host, dialect, name, words, seen) ||
           lathe_remark_dates(host, name, words, seen) ||
           note_odd_column(host, name, words, seen) ||
           (c->kind == LATHE_CATEGORY &&
            (note_mark(host, name, words, false) ||
             note_total(host, name, words) ||
             note_lists(host, name, words, false) ||
             note_alike(host, name, words)));
}

/* What keeps values from being the numbers that they are said to be. */
static bool note_no_number(const struct lathe_host *host,
                           const struct lathe_dialect *dialect,
                           const char *name,
                           const struct lathe_scan_column *seen)
{
    return lathe_remark_measure(host, dialect, name, &seen->words, seen) ||
           note_dress(host, dialect, name, &seen->words, seen);
}

/* `line`: one of which was told that it is no row, or 0. */
static void note_odd_values(const struct lathe_preprocess *p,
                            const struct lathe_list *names,
                            const struct lathe_scan *scan,
                            const struct lathe_wishes *wishes, uint64_t line)
{
    const struct lathe_schema *s = &p->schema;
    size_t feature = 0, told = 0;

    for (size_t i = 0; i < names->n; i++) {
        const struct lathe_host *host = told < LATHE_REMARKS ? p->host : NULL;
        const struct lathe_scan_column *seen = &scan->column[i];
        const char *name = names->v[i];
        const struct lathe_column *c;

        if (seen->is_target)
            note_target(p, name,
                        &s->target[lathe_schema_find_target(s, name)].classes,
                        seen);
        if (!lathe_scan_is_feature(scan, i))
            continue;
        c = &s->column[feature++];
        if (line && lathe_norow_line(seen) == line)
            continue;
        if (!wishes->column[i].kind)
            told += note_column(host, &p->dialect, name, c, seen);
        else if (wishes->column[i].kind == LATHE_NUMBER)
            told += note_no_number(host, &p->dialect, name, seen);
    }
    if (told > LATHE_REMARKS)
        lathe_note(p->host, "%zu more column%s such values",
                   told - LATHE_REMARKS,
                   told == LATHE_REMARKS + 1 ? " has" : "s have");
}

/* Whether a column was dropped, but not as asked, and holds texts. */
static bool is_lost_text(const struct lathe_dialect *dialect,
                         const struct lathe_scan_column *seen,
                         enum lathe_column_kind kind,
                         const struct lathe_wish *wish)
{
    struct lathe_dress d;

    if (kind != LATHE_DROPPED || wish->kind || !seen->odd ||
        seen->numbers > seen->present / 2 || seen->dates.plain ||
        may_be_dates(seen) ||
        lathe_remark_dates(NULL, "", &seen->words, seen) ||
        lathe_remark_measure(NULL, dialect, "", &seen->words, seen))
        return false;
    return !find_dress(&seen->words, seen, &d) &&
           (seen->many || seen->words.n >= 2);
}

static void note_texts(const struct lathe_preprocess *p,
                       const struct lathe_list *names,
                       const struct lathe_scan *scan,
                       const struct lathe_wishes *wishes)
{
    const char *name = NULL;
    char text[LATHE_EXCERPT_ROOM];
    size_t feature = 0, n = 0;

    for (size_t i = 0; i < names->n; i++) {
        if (!lathe_scan_is_feature(scan, i))
            continue;
        if (!is_lost_text(&p->dialect, &scan->column[i],
                          p->schema.column[feature++].kind,
                          &wishes->column[i]))
            continue;
        name = name ? name : names->v[i];
        n++;
    }
    if (n)
        lathe_note(p->host, "%zu of the dropped columns hold%s texts, such "
                   "as '%s'; --type COL=text reads them", n,
                   n == 1 ? "s" : "", lathe_excerpt_of(text, name,
                                                       strlen(name)));
}

/* What was asked of columns that turned out to be of no help. */
static void note_useless(const struct lathe_preprocess *p,
                         const struct lathe_list *names,
                         const struct lathe_scan *scan,
                         const struct lathe_wishes *wishes)
{
    size_t feature = 0;

    for (size_t i = 0; i < names->n; i++) {
        const struct lathe_scan_column *seen = &scan->column[i];
        const struct lathe_wish *w = &wishes->column[i];
        const char *use = lathe_wish_use(w);
        char text[LATHE_EXCERPT_ROOM];

        if (!lathe_scan_is_feature(scan, i) ||
            p->schema.column[feature++].kind != LATHE_DROPPED || w->kind ||
            !use)
            continue;
        lathe_excerpt_of(text, names->v[i], strlen(names->v[i]));
        lathe_note(p->host, "--%s of column '%s' does nothing, as it is "
                   "dropped; --type %s=%s keeps it", use, text, text,
                   seen->numbers == seen->present ? "number" : "category");
    }
}

void lathe_remark_columns(const struct lathe_preprocess *p,
                          const struct lathe_list *names,
                          const struct lathe_scan *scan,
                          const struct lathe_wishes *wishes)
{
    note_odd_values(p, names, scan, wishes,
                    lathe_remark_lines(p, names, scan));
    note_texts(p, names, scan, wishes);
    note_useless(p, names, scan, wishes);
    note_windows(p, names, scan);
}
