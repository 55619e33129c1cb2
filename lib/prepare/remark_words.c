#include "prepare/remark_words.h"

#include "data/excerpt.h"
#include "data/marks.h"
#include "hint/alike.h"
#include "hint/blanks.h"
#include "hint/labellist.h"
#include "hint/norow.h"

#include <string.h>

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

bool lathe_remark_mark(const struct lathe_host *host, const char *name,
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

bool lathe_remark_lists(const struct lathe_host *host, const char *name,
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

bool lathe_remark_categories(const struct lathe_host *host, const char *name,
                             const struct lathe_dict *words)
{
    return lathe_remark_mark(host, name, words, false) ||
           note_total(host, name, words) ||
           lathe_remark_lists(host, name, words, false) ||
           note_alike(host, name, words);
}
