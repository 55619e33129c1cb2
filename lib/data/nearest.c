#include "data/nearest.h"

#include "base/buf.h"
#include "base/decimal.h"

#include <string.h>
#include <strings.h>

#define LONGEST 64                      /* bytes of names that are compared */
#define MOST 3
#define LISTED 8

/* Insertions, deletions and replacements that make b of a (Levenshtein). */
static size_t distance(const char *a, const char *b)
{
    size_t row[LONGEST + 1], na = strlen(a), nb = strlen(b);

    if (na > LONGEST || nb > LONGEST)
        return LONGEST;
    for (size_t k = 0; k <= nb; k++)
        row[k] = k;
    for (size_t i = 1; i <= na; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t k = 1; k <= nb; k++) {
            size_t best = diagonal + (a[i - 1] != b[k - 1]);

            diagonal = row[k];
            best = row[k] + 1 < best ? row[k] + 1 : best;
            row[k] = row[k - 1] + 1 < best ? row[k - 1] + 1 : best;
        }
    }
    return row[nb];
}

static bool is_near(const char *name, const char *word)
{
    size_t n = strlen(name), w = strlen(word), shorter = n < w ? n : w;

    if (shorter >= 3 && strncasecmp(name, word, shorter) == 0)
        return true;
    return shorter >= 3 && distance(name, word) <= (shorter < 6 ? 1 : 2);
}

/* But for their case, or as numbers: 1 and 1.0. */
static bool is_same(const char *name, const char *word)
{
    double a, b;

    return strcasecmp(name, word) == 0 ||
           (lathe_decimal_parse(name, strlen(name), &a) &&
            lathe_decimal_parse(word, strlen(word), &b) && a == b);
}

bool lathe_nearest_is(const char *name, const char *word)
{
    return is_same(name, word) || is_near(name, word);
}

/* Appends the names that are like the word; how many. */
static size_t add_like(struct lathe_buf *out, const struct lathe_list *names,
                       const char *word,
                       bool (*is_like)(const char *name, const char *word))
{
    size_t found = 0;

    for (size_t i = 0; i < names->n && found < MOST; i++)
        if (is_like(names->v[i], word))
            lathe_buf_printf(out, "%s'%s'",
                             found++ ? " or " : "; did you mean ",
                             names->v[i]);
    return found;
}

void lathe_nearest_hint(struct lathe_buf *out, const struct lathe_list *names,
                        const char *word)
{
    if (add_like(out, names, word, is_same) ||
        add_like(out, names, word, is_near)) {
        lathe_buf_puts(out, "?");
        return;
    }
    for (size_t i = 0; i < names->n && i < LISTED; i++)
        lathe_buf_printf(out, "%s'%s'", i ? ", " : "; there are ",
                         names->v[i]);
    if (names->n > LISTED)
        lathe_buf_printf(out, " and %zu more", names->n - LISTED);
}

char lathe_nearest_strip(const struct lathe_dict *classes, const char *value,
                         size_t length)
{
    return length > 1 && lathe_dict_find(classes, value, length - 1) !=
                             LATHE_DICT_NONE
               ? value[length - 1]
               : '\0';
}

bool lathe_nearest_is_data(const struct lathe_list *names)
{
    size_t numbers = 0;
    double v;

    for (size_t i = 0; i < names->n; i++)
        numbers += lathe_decimal_parse(names->v[i], strlen(names->v[i]), &v);
    return numbers && 4 * numbers >= names->n;
}

static bool is_quoted_singly(const struct lathe_list *names)
{
    for (size_t i = 0; i < names->n; i++) {
        size_t n = strlen(names->v[i]);

        if (n < 2 || names->v[i][0] != '\'' || names->v[i][n - 1] != '\'')
            return false;
    }
    return names->n > 0;
}

/* What may stand between names that were read as one. */
static const char *uncut_hint(const char *name)
{
    static const struct { const char *between, *hint; } hints[] = {
        {"|", "; if '|' is the delimiter, say --delimiter '|'"},
        {"\001", "; if ^A is the delimiter, say --delimiter $'\\001'"},
        {"\037", "; if ^_ is the delimiter, say --delimiter $'\\037'"},
        {"  ", "; if blanks align its columns, this makes it CSV: "
               "sed -E 's/^ +| +$//g;s/ +/,/g' FILE"},
        {" ", "; if a blank is the delimiter, say --delimiter ' ', and if this "
              "is a title, cut it off with tail -n +2"},
        {"~", "; if '~' is the delimiter, say --delimiter '~'"},
        {"^", "; if '^' is the delimiter, say --delimiter '^'"},
        {":", "; if ':' is the delimiter, say --delimiter ':'"},
    };

    if (name[0] == '|' || strncmp(name, "+-", 2) == 0)
        return "; if lines are drawn around it, this takes them out: "
               "sed -E '/^[|+][-+:| ]*$/d;s/^[|] *| *[|]$//g' FILE, and say "
               "--delimiter '|'";
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (strstr(name, hints[i].between))
            return hints[i].hint;
    return "";
}

/* The first line of the file may be no header, or be cut the wrong way. */
static const char *header_hint(const struct lathe_list *names)
{
    if (lathe_nearest_is_data(names))
        return "; if these are data, say --no-header";
    if (names->n && names->v[0][0] == '#')
        return "; if '#' begins a comment, say --comment '#'";
    if (is_quoted_singly(names))
        return "; if ' is around fields, say --quote \"'\"";
    return names->n == 1 ? uncut_hint(names->v[0]) : "";
}

enum lathe_code lathe_nearest_find(const struct lathe_list *names,
                                   const char *word, const char *what,
                                   size_t *place, struct lathe_err *err)
{
    struct lathe_buf hint = {.limit = 4096};
    long at = lathe_list_find(names, word);

    if (at >= 0) {
        *place = (size_t)at;
        return LATHE_OK;
    }
    lathe_nearest_hint(&hint, names, word);
    lathe_fail(err, LATHE_EDATA, "%s: no column '%s'%s%s", what, word,
               hint.s ? hint.s : "", header_hint(names));
    lathe_buf_release(&hint);
    return LATHE_EDATA;
}
