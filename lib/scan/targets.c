#include "scan/targets.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "data/namelist.h"
#include "data/nearest.h"
#include "data/schema.h"

#include <string.h>

void lathe_targets_release(struct lathe_targets *t)
{
    lathe_free(t->place);
    *t = (struct lathe_targets){0};
}

bool lathe_targets_has(const struct lathe_targets *t, size_t place)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->place[i] == place)
            return true;
    return false;
}

enum lathe_code lathe_targets_add(struct lathe_targets *t, const char *name,
                                  const struct lathe_list *names,
                                  struct lathe_err *err)
{
    size_t place = 0, cap = t->n;
    enum lathe_code rc = lathe_nearest_find(names, name, "target", &place,
                                            err);

    if (rc)
        return rc;
    if (lathe_targets_has(t, place))
        return lathe_fail(err, LATHE_EARG, "target: '%.80s' is named twice",
                          name);
    if (t->n == LATHE_SCHEMA_TARGETS)
        return lathe_fail(err, LATHE_EARG, "target: more than %d columns",
                          LATHE_SCHEMA_TARGETS);
    rc = lathe_grow(&t->place, &cap, t->n + 1, sizeof *t->place, err);
    if (!rc)
        t->place[t->n++] = place;
    return rc;
}

static enum lathe_code add_list(struct lathe_targets *t, const char *word,
                                const struct lathe_list *names,
                                struct lathe_err *err)
{
    struct lathe_buf name = {0};
    const char *at = word;
    enum lathe_code rc = lathe_namelist_next("target", &at, &name, word, err);

    while (!rc) {
        rc = lathe_targets_add(t, name.s ? name.s : "", names, err);
        if (rc || !*at++)
            break;
        rc = lathe_namelist_next("target", &at, &name, word, err);
    }
    lathe_buf_release(&name);
    return rc;
}

enum lathe_code lathe_targets_find(struct lathe_targets *t,
                                   const struct lathe_list *words,
                                   const struct lathe_list *names,
                                   struct lathe_err *err)
{
    struct lathe_targets found = {0};
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < words->n && !rc; i++) {
        const char *word = words->v[i];
        bool list = lathe_list_find(names, word) < 0 && strpbrk(word, ",\"");

        rc = list ? add_list(&found, word, names, err)
                  : lathe_targets_add(&found, word, names, err);
    }
    if (rc)
        lathe_targets_release(&found);
    *t = found;
    return rc;
}
