#include "data/namelist.h"

#include <string.h>

/* The name that *at begins with; *at is moved to what follows it. */
static enum lathe_code take_name(const char *option, const char **at,
                                 struct lathe_buf *name, const char *word,
                                 struct lathe_err *err)
{
    const char *s = *at;
    bool quoted = *s == '"';

    lathe_buf_clear(name);
    lathe_buf_puts(name, "");   /* text, even if empty */
    s += quoted;
    while (*s && (quoted || *s != ',')) {
        if (quoted && *s == '"') {
            if (s[1] != '"')
                break;
            s++;                /* two stand for one */
        }
        lathe_buf_putc(name, *s++);
    }
    if (quoted && *s++ != '"')
        return lathe_fail(err, LATHE_EARG, "%s: no quote ends the name in "
                          "'%.200s'", option, word);
    *at = s;
    return LATHE_OK;
}

enum lathe_code lathe_namelist_next(const char *option, const char **at,
                                    struct lathe_buf *name, const char *word,
                                    struct lathe_err *err)
{
    enum lathe_code rc = take_name(option, at, name, word, err);

    if (!rc && **at && **at != ',')
        return lathe_fail(err, LATHE_EARG, "%s: no comma behind the "
                          "quoted name in '%.200s'", option, word);
    return rc ? rc : lathe_buf_check(name, err);
}

enum lathe_code lathe_namelist_next_entry(const char *option, const char **at,
                                          struct lathe_buf *entry,
                                          const char *word,
                                          struct lathe_err *err)
{
    enum lathe_code rc = take_name(option, at, entry, word, err);

    for (; !rc && **at && **at != ','; ++*at)
        lathe_buf_putc(entry, **at);
    return rc ? rc : lathe_buf_check(entry, err);
}

enum lathe_code lathe_namelist_read(struct lathe_list *out, const char *option,
                                    const char *text,
                                    const struct lathe_list *names,
                                    struct lathe_err *err)
{
    struct lathe_buf name = {0};
    const char *at = text;
    enum lathe_code rc;

    if (lathe_list_find(names, text) >= 0)
        return lathe_list_add(out, text, err);
    if (!strchr(text, '"'))
        return lathe_list_split(out, text, ',', err);
    do {
        rc = lathe_namelist_next(option, &at, &name, text, err);
        if (!rc)
            rc = lathe_list_add(out, name.s, err);
    } while (!rc && *at++);
    lathe_buf_release(&name);
    return rc;
}
