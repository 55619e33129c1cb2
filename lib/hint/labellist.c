#include "hint/labellist.h"

#include "base/decimal.h"

#include "hint/blanks.h"

#include <string.h>

/* Of fewer words nothing is said. */
#define LEAST 6

/* Adds the labels of the word. False: one is a number, or there is no memory,
 * and nothing is said then. */
static bool add_labels(struct lathe_dict *labels, const char *word,
                       char between)
{
    for (const char *s = word, *end; s; s = *end ? end + 1 : NULL) {
        const char *label = s;
        size_t n;
        uint32_t code;
        double v;

        end = strchr(s, between);
        end = end ? end : s + strlen(s);
        n = (size_t)(end - s);
        lathe_blanks_trim(&label, &n);
        if (lathe_decimal_parse(label, n, &v) ||
            lathe_dict_add(labels, label, n, &code, NULL))
            return false;
    }
    return true;
}

/* With this character between the labels. */
static size_t count(const struct lathe_dict *words, char between,
                    const char **example)
{
    struct lathe_dict labels = {0};
    uint32_t lists = 0;
    size_t n = 0;

    *example = NULL;
    for (uint32_t k = 0; k < words->n; k++)
        if (strchr(words->word[k], between)) {
            lists++;
            *example = *example ? *example : words->word[k];
        }
    if (lists < words->n / 2)
        return 0;
    for (uint32_t k = 0; k < words->n && labels.n <= words->n / 2; k++)
        if (!add_labels(&labels, words->word[k], between)) {
            lathe_dict_release(&labels);
            return 0;
        }
    n = labels.n;
    lathe_dict_release(&labels);
    return n <= words->n / 2 ? n : 0;
}

size_t lathe_labellist_count(const struct lathe_dict *words,
                             const char **example)
{
    size_t n = 0;

    for (const char *c = "|;,"; words->n >= LEAST && *c && !n; c++)
        n = count(words, *c, example);
    return n;
}
