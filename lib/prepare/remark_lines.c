#include "prepare/remark_lines.h"

#include "data/excerpt.h"
#include "hint/norow.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The values of the i-th column; *feature: how many of those before it are
 * features. */
static const struct lathe_dict *words_of(const struct lathe_preprocess *p,
                                         const char *name,
                                         const struct lathe_scan *scan,
                                         size_t i, size_t *feature)
{
    const struct lathe_schema *s = &p->schema;
    const struct lathe_scan_column *c = &scan->column[i];

    if (c->is_target)
        return &s->target[lathe_schema_find_target(s, name)].classes;
    if (lathe_scan_is_feature(scan, i) && s->column[(*feature)++].dict.n)
        return &s->column[*feature - 1].dict;
    return &c->words;
}

/* The header once more among the rows, as where files were put together: most
 * columns have their own name among their values. */
static bool note_header(const struct lathe_preprocess *p,
                        const struct lathe_list *names,
                        const struct lathe_scan *scan)
{
    uint64_t line = 0;
    size_t n = 0, feature = 0;
    char where[48] = "";

    for (size_t i = 0; i < names->n; i++) {
        const struct lathe_scan_column *c = &scan->column[i];
        const char *name = names->v[i];
        bool odd = c->odd && strcmp(c->odd, name) == 0;
        const struct lathe_dict *words = words_of(p, name, scan, i, &feature);

        if (odd && (!line || c->odd_line < line))
            line = c->odd_line;
        n += odd || lathe_dict_find(words, name, strlen(name)) !=
                        LATHE_DICT_NONE;
    }
    if (n < 2 || n <= names->n / 2)
        return false;
    if (line)
        snprintf(where, sizeof where, ", as in line %" PRIu64, line);
    lathe_note(p->host, "the header stands among the rows%s; this takes it "
               "out: awk 'NR == 1 { h = $0 } NR == 1 || $0 != h' FILE", where);
    return true;
}

static bool is_import_id(const char *s)
{
    static const char front[] = "{\"ImportId\":";

    return strncmp(s, front, sizeof front - 1) == 0;
}

static bool has_import_id(const struct lathe_dict *words)
{
    for (uint32_t k = 0; k < words->n; k++)
        if (is_import_id(words->word[k]))
            return true;
    return false;
}

/* Answers as Qualtrics writes them: below the names the questions, which may
 * go over several lines, and ids of the columns. */
static bool note_survey(const struct lathe_preprocess *p,
                        const struct lathe_list *names,
                        const struct lathe_scan *scan)
{
    size_t n = 0, ids = 0, texts = 0, feature = 0;

    for (size_t i = 0; i < names->n; i++) {
        const struct lathe_scan_column *c = &scan->column[i];
        bool second = c->odd && c->odd_line == 2;

        n += has_import_id(words_of(p, names->v[i], scan, i, &feature));
        ids += second && is_import_id(c->odd);
        texts += second && !is_import_id(c->odd);
    }
    if (n < 2 || (!ids && !texts))
        return false;
    if (texts)
        lathe_note(p->host, "lines below the names hold questions and import "
                   "ids, as Qualtrics writes them; this takes them out: "
                   "sed '2,/ImportId/d' FILE");
    else
        lathe_note(p->host, "line 2 holds import ids, as Qualtrics writes "
                   "them; this takes it out: sed 2d FILE");
    return true;
}

/* A line that is no row, or 0. */
static uint64_t note_no_row(const struct lathe_preprocess *p,
                            const struct lathe_list *names,
                            const struct lathe_scan *scan)
{
    size_t n, first = 0;
    uint64_t line = lathe_norow_find(scan, &n, &first);
    const struct lathe_scan_column *c = &scan->column[first];
    const char *odd = c->dates.plain ? c->dates.odd : c->odd;
    char name[LATHE_EXCERPT_ROOM], value[LATHE_EXCERPT_ROOM], more[48] = "";
    char remedy[64] = "take it out";
    const struct lathe_preprocess_opts *o = p->opts;

    if (!line)
        return 0;
    if (n > 1)
        snprintf(more, sizeof more, ", and in %zu more column%s", n - 1,
                 n == 2 ? "" : "s");
    /* Of several files it is not known whose line it is. */
    if (o->files.n == 1 && !o->test && !o->valid)
        snprintf(remedy, sizeof remedy, "this takes it out: sed %" PRIu64
                 "d FILE", line);
    lathe_note(p->host, "line %" PRIu64 " differs from all others: '%s' is "
               "no %s in '%s'%s; if it holds units, totals or a comment, %s",
               line,
               lathe_excerpt_of(value, odd, strlen(odd)),
               c->dates.plain ? "date" : "number",
               lathe_excerpt_of(name, names->v[first],
                                strlen(names->v[first])), more, remedy);
    return line;
}

/* As numpy.savetxt and many loggers write the names. */
static void note_comment(const struct lathe_preprocess *p,
                         const struct lathe_list *names)
{
    char name[LATHE_EXCERPT_ROOM];

    if (names->n > 1 && names->v[0][0] == '#' && names->v[0][1])
        lathe_note(p->host, "the first column is named '%s'; if '#' is no part "
                   "of the name, this takes it off: sed '1s/# *//' FILE",
                   lathe_excerpt_of(name, names->v[0], strlen(names->v[0])));
}

static bool is_quoted(const char *s)
{
    size_t n = strlen(s);

    return n >= 2 && s[0] == '\'' && s[n - 1] == '\'';
}

/* Values in the quotes of SQL, which are no quotes of CSV. */
static void note_quotes(const struct lathe_preprocess *p,
                        const struct lathe_list *names,
                        const struct lathe_scan *scan)
{
    const struct lathe_schema *s = &p->schema;
    size_t feature = 0;
    char name[LATHE_EXCERPT_ROOM], value[LATHE_EXCERPT_ROOM];

    for (size_t i = 0; i < names->n && p->dialect.quote != '\''; i++) {
        const struct lathe_scan_column *c = &scan->column[i];
        const struct lathe_dict *words = &c->words;
        bool all = c->odd && is_quoted(c->odd);

        if (lathe_scan_is_feature(scan, i) && s->column[feature++].dict.n)
            words = &s->column[feature - 1].dict;
        for (uint32_t k = 0; k < words->n && all; k++)
            all = is_quoted(words->word[k]);
        if (!all)
            continue;
        lathe_note(p->host, "values of '%s' stand in single quotes, as %s in "
                   "line %" PRIu64 "; --quote \"'\" reads them without",
                   lathe_excerpt_of(name, names->v[i], strlen(names->v[i])),
                   lathe_excerpt_of(value, c->odd, strlen(c->odd)),
                   c->odd_line);
        return;
    }
}

bool lathe_remark_lines(const struct lathe_preprocess *p,
                        const struct lathe_list *names,
                        const struct lathe_scan *scan, uint64_t *line)
{
    *line = 0;
    if (note_survey(p, names, scan))
        return true;
    note_comment(p, names);
    note_quotes(p, names, scan);
    if (!note_header(p, names, scan))
        *line = note_no_row(p, names, scan);
    return false;
}
