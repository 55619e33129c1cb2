#include "data/weight.h"

#include "base/alloc.h"

#include <string.h>

enum lathe_code lathe_weight_take(struct lathe_schema *s, const char *name,
                                  const char *source, struct lathe_err *err)
{
    const struct lathe_column *c;

    if (!name)
        return LATHE_OK;
    if (s->weight && strcmp(name, s->weight) != 0)
        return lathe_fail(err, LATHE_EARG, "weight: '%s' is not that of '%s', "
                          "'%s'", name, source, s->weight);
    for (size_t i = 0; i < s->targets; i++)
        if (strcmp(name, s->target[i].name) == 0)
            return lathe_fail(err, LATHE_EARG, "weight: '%s' is the target",
                              name);
    c = lathe_schema_find(s, name);
    if (c && c->kind != LATHE_DROPPED)
        return lathe_fail(err, LATHE_EARG, "weight: '%s' is an input of '%s'",
                          name, source);
    if (!s->weight)
        s->weight = lathe_strdup(name);
    return s->weight ? LATHE_OK
                     : lathe_fail(err, LATHE_ENOMEM, "out of memory (a name)");
}
