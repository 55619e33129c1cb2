#include "prepare/remark.h"

#include "data/excerpt.h"
#include "hint/norow.h"
#include "prepare/remark_dates.h"
#include "prepare/remark_dress.h"
#include "prepare/remark_encoding.h"
#include "prepare/remark_lines.h"
#include "prepare/remark_measure.h"
#include "prepare/remark_numbers.h"
#include "prepare/remark_odd.h"
#include "prepare/remark_words.h"
#include "scan/decide_target.h"

#include <inttypes.h>
#include <string.h>

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
         lathe_remark_numerals(p->host, &p->dialect, name, c)) ||
        (classes->n > LATHE_DECIDE_TARGET_CLASSES &&
         lathe_remark_measure(p->host, &p->dialect, name, classes, c)) ||
        lathe_remark_dress(p->host, &p->dialect, name, classes, c) ||
        lathe_remark_mark(p->host, name, classes, true) ||
        note_target_dates(p->host, name, c) ||
        lathe_remark_lists(p->host, name, classes, true) ||
        !c->odd || p->opts->task || c->numbers <= c->present / 2 ||
        classes->n <= LATHE_DECIDE_TARGET_CLASSES)
        return;
    lathe_note(p->host, "target '%s' would be a number but for %" PRIu64
               " value%s like '%s' in line %" PRIu64 "; --na names marks of "
               "missing values", name, n, n == 1 ? "" : "s",
               lathe_excerpt_of(odd, c->odd, strlen(c->odd)), c->odd_line);
}

/* Whether something was to be said. */
static bool note_column(const struct lathe_host *host,
                        const struct lathe_dialect *dialect, const char *name,
                        const struct lathe_column *c,
                        const struct lathe_scan_column *seen)
{
    const struct lathe_dict *words = c->dict.n ? &c->dict : &seen->words;

    if (c->kind == LATHE_NUMBER)
        return lathe_remark_numbers(host, dialect, name, seen);
    if (c->kind == LATHE_DATE)
        return false;
    return lathe_remark_wide(host, name, seen) ||
           lathe_remark_measure(host, dialect, name, words, seen) ||
           lathe_remark_dress(host, dialect, name, words, seen) ||
           lathe_remark_dates(host, name, words, seen) ||
           lathe_remark_odd(host, name, words, seen) ||
           (c->kind == LATHE_CATEGORY &&
            lathe_remark_categories(host, name, words));
}

/* What keeps values from being the numbers that they are said to be. */
static bool note_no_number(const struct lathe_host *host,
                           const struct lathe_dialect *dialect,
                           const char *name,
                           const struct lathe_scan_column *seen)
{
    return lathe_remark_measure(host, dialect, name, &seen->words, seen) ||
           lathe_remark_dress(host, dialect, name, &seen->words, seen);
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
    if (kind != LATHE_DROPPED || wish->kind || !seen->odd ||
        seen->numbers > seen->present / 2 || seen->dates.plain ||
        lathe_remark_dates_unordered(seen) ||
        lathe_remark_dates(NULL, "", &seen->words, seen) ||
        lathe_remark_measure(NULL, dialect, "", &seen->words, seen))
        return false;
    return !lathe_remark_is_dressed(&seen->words, seen) &&
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
    uint64_t line;

    if (lathe_remark_lines(p, names, scan, &line))
        return;
    note_odd_values(p, names, scan, wishes, line);
    note_texts(p, names, scan, wishes);
    note_useless(p, names, scan, wishes);
    lathe_remark_encoding(p, names, scan);
}
