#include "hint/most.h"

uint32_t lathe_most_others(const struct lathe_dict *words)
{
    return words->n / 20;
}

uint32_t lathe_most_are(const struct lathe_dict *words,
                        bool (*is)(const char *s, size_t len),
                        const char **first)
{
    uint32_t n = 0;

    *first = NULL;
    for (uint32_t k = 0; k < words->n; k++)
        if (is(words->word[k], words->length[k])) {
            *first = *first ? *first : words->word[k];
            n++;
        } else if (k - n >= lathe_most_others(words)) {
            return 0;
        }
    return n;
}
