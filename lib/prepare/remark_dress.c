#include "prepare/remark_dress.h"

#include "data/excerpt.h"
#include "hint/dress.h"

#include <inttypes.h>
#include <string.h>

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

bool lathe_remark_dress(const struct lathe_host *host,
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

bool lathe_remark_is_dressed(const struct lathe_dict *words,
                             const struct lathe_scan_column *c)
{
    struct lathe_dress d;

    return find_dress(words, c, &d);
}
