#include "prepare/remark_encoding.h"

#include "data/excerpt.h"

#include <string.h>

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

void lathe_remark_encoding(const struct lathe_preprocess *p,
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
