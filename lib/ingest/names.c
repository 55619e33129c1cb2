#include "ingest/names.h"

#include "base/alloc.h"
#include "base/decimal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One column with another delimiter in it is a table read the wrong way. */
static enum lathe_code check_width(const struct lathe_field *field, size_t n,
                                   bool plain, bool fixed, const char *where,
                                   struct lathe_err *err)
{
    bool semicolon, tab;

    if (n != 1 || !plain)
        return LATHE_OK;
    semicolon = memchr(field[0].s, ';', field[0].len);
    tab = !semicolon && memchr(field[0].s, '\t', field[0].len);
    if (!semicolon && !tab)
        return LATHE_OK;
    return lathe_fail(err, LATHE_EDATA, "%s: one column with %s in it; %s%s",
                      where, tab ? "a tab" : "';'",
                      fixed ? LATHE_NAMES_FIXED
                            : "if that is the delimiter, say --delimiter ",
                      fixed ? "" : tab ? "tab" : "';'");
}

static bool is_number(const char *s, size_t n)
{
    double v;

    return lathe_decimal_parse(s, n, &v);
}

static bool all_numbers(const struct lathe_field *field, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_number(field[i].s, field[i].len))
            return false;
    return true;
}

static int by_name(const void *a, const void *b)
{
    const struct lathe_field *f = *(const struct lathe_field *const *)a;
    const struct lathe_field *g = *(const struct lathe_field *const *)b;
    int order = strcmp(f->s, g->s);

    return order ? order : (f > g) - (f < g);
}

/* pandas and R write numbers of rows without a name. */
#define REMEDY 160
#define ROWS ", as sed -E '1s/^(\"\")?/row/' FILE does"

/* What is to be done about the first empty name, the i-th; all from `rest` on
 * are empty. */
static void tell_remedy(char out[REMEDY], size_t n, size_t i, size_t rest,
                        char delimiter)
{
    char mark[8] = "\\t", none[8] = "[^\\t]", many[24] = "";

    out[0] = '\0';
    if (delimiter != '\t') {
        snprintf(mark, sizeof mark, "[%c]", delimiter);
        snprintf(none, sizeof none, "[^%c]", delimiter);
    }
    if (n - i > 1)
        snprintf(many, sizeof many, "{%zu}", n - i);
    if (i == 0)
        snprintf(out, REMEDY, ROWS);
    else if (strchr("'^\\[]", delimiter))
        return;
    else if (i == 1 && n > 2 && rest == i)
        snprintf(out, REMEDY, ", or if line 1 is a title, cut it off with "
                 "tail -n +2");
    else if (rest == i)
        snprintf(out, REMEDY, ", or if all lines end so, cut that off with "
                 "sed -E 's/%s%s\\r?$//' FILE", mark, many);
    else
        snprintf(out, REMEDY, ", as sed -E '1s/^((%s*%s){%zu})(\"\")?/\\1c%zu/'"
                 " FILE does", none, mark, i, i + 1);
}

static enum lathe_code check_empty(const struct lathe_field *field, size_t n,
                                   char delimiter, const char *where,
                                   struct lathe_err *err)
{
    char remedy[REMEDY];
    size_t i = 0, rest = n;

    while (i < n && field[i].len)
        i++;
    if (i == n)
        return LATHE_OK;
    while (rest > 0 && !field[rest - 1].len)
        rest--;
    tell_remedy(remedy, n, i, rest, delimiter);
    return lathe_fail(err, LATHE_EDATA, "%s: column %zu has no name; give it "
                      "one%s, or say --no-header if these are no names", where,
                      i + 1, remedy);
}

/* Empty names and names that stand twice. */
static enum lathe_code check_names(const struct lathe_field *field, size_t n,
                                   char delimiter, const char *where,
                                   struct lathe_err *err)
{
    const struct lathe_field **sorted = NULL;
    enum lathe_code rc = check_empty(field, n, delimiter, where, err);

    if (rc)
        return rc;
    rc = lathe_new(&sorted, n, sizeof(const struct lathe_field *),
                   "the header", err);
    if (rc)
        return rc;
    for (size_t i = 0; i < n; i++)
        sorted[i] = field + i;
    qsort(sorted, n, sizeof(const struct lathe_field *), by_name);
    for (size_t i = 1; i < n && !rc; i++)
        if (strcmp(sorted[i - 1]->s, sorted[i]->s) == 0)
            rc = lathe_fail(err, LATHE_EDATA, "%s: columns %td and %td are "
                            "both named '%s'%s", where,
                            sorted[i - 1] - field + 1, sorted[i] - field + 1,
                            sorted[i]->s,
                            is_number(sorted[i]->s, sorted[i]->len)
                            ? "; if these are no names, say --no-header"
                            : "; give them different names");
    lathe_free(sorted);
    return rc;
}

/* lathe_list_add for a list that has room. */
static enum lathe_code add(struct lathe_list *names, const char *name,
                           struct lathe_err *err)
{
    char *copy = lathe_strdup(name);

    if (!copy)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (the header)");
    names->v[names->n++] = copy;
    return LATHE_OK;
}

enum lathe_code lathe_names_take(struct lathe_list *names,
                                 const struct lathe_field *field, size_t n,
                                 bool plain, bool fixed, char delimiter,
                                 const char *where, struct lathe_err *err)
{
    enum lathe_code rc = check_width(field, n, plain, fixed, where, err);

    if (rc)
        return rc;
    if (all_numbers(field, n))
        return lathe_fail(err, LATHE_EDATA, "%s: the header is all numbers; "
                          "if the file has none, say --no-header", where);
    rc = check_names(field, n, delimiter, where, err);
    if (!rc)
        rc = lathe_new(&names->v, n, sizeof *names->v, "the header", err);
    for (size_t i = 0; i < n && !rc; i++)
        rc = add(names, field[i].s, err);
    return rc;
}

enum lathe_code lathe_names_make(struct lathe_list *names,
                                 const struct lathe_field *field, size_t n,
                                 bool plain, bool fixed, const char *where,
                                 struct lathe_err *err)
{
    char name[32];
    enum lathe_code rc = check_width(field, n, plain, fixed, where, err);

    if (!rc)
        rc = lathe_new(&names->v, n, sizeof *names->v, "the header", err);
    for (size_t i = 0; i < n && !rc; i++) {
        snprintf(name, sizeof name, "c%zu", i + 1);
        rc = add(names, name, err);
    }
    return rc;
}
