#include "prepare/remark_measure.h"

#include "data/excerpt.h"
#include "hint/measure.h"

#include <string.h>

/* One value tells what many are that were too many to keep. */
bool lathe_remark_measure(const struct lathe_host *host,
                          const struct lathe_dialect *dialect,
                          const char *name, const struct lathe_dict *words,
                          const struct lathe_scan_column *c)
{
    uint32_t length = c->odd ? (uint32_t)strlen(c->odd) : 0;
    char *word = c->odd;
    const struct lathe_dict odd = {.word = &word, .length = &length, .n = 1};
    struct lathe_buf text = {.limit = 1000};
    char room[LATHE_EXCERPT_ROOM];
    bool told;

    if (!c->odd)
        return false;
    lathe_buf_printf(&text, "%s '%s' ", c->is_target ? "target" : "column",
                     lathe_excerpt_of(room, name, strlen(name)));
    told = lathe_measure_tell(&text, words->n ? words : &odd, dialect) &&
           !lathe_buf_check(&text, NULL);
    if (told)
        lathe_note(host, "%s", text.s);
    lathe_buf_release(&text);
    return told;
}
