#include "prepare/quality_groups.h"

#include "base/alloc.h"

#include <inttypes.h>
#include <stdio.h>

bool lathe_quality_groups_is_shared(const struct lathe_split_by *by,
                                    const struct lathe_split_key *key)
{
    return by->kind == LATHE_BY_GROUP && key->form != LATHE_FORM_MISSING &&
           lathe_groups_split(&by->groups, key->v) == LATHE_TRAIN;
}

enum lathe_code lathe_quality_groups_add(struct lathe_quality_groups *g,
                                         const struct lathe_split_by *by,
                                         const struct lathe_split_key *key,
                                         enum lathe_split split,
                                         const char *name,
                                         struct lathe_err *err)
{
    unsigned char bit = (unsigned char)(1u << split);
    size_t place = lathe_groups_place(&by->groups, key->v);
    enum lathe_code rc = LATHE_OK;

    if (!g->met)
        rc = lathe_new(&g->met, by->groups.slots, 1, "groups", err);
    if (rc)
        return rc;
    g->rows[split]++;
    g->groups[split] += !(g->met[place] & bit);
    g->met[place] |= bit;
    if (name && !*g->name[split])
        snprintf(g->name[split], sizeof g->name[split], "%s", name);
    return LATHE_OK;
}

static enum lathe_code tell(const struct lathe_quality_groups *g,
                            enum lathe_split split, const char *column,
                            uint64_t rows, struct lathe_quality *q,
                            struct lathe_err *err)
{
    const char *name = g->name[split], *of = lathe_split_name(split);
    bool one = g->groups[split] == 1;

    return lathe_quality_add(q, "groups-across-splits", column,
                             (double)g->groups[split], true, err, "%" PRIu64
                             " group%s of '%.60s' %s in train and in %s%s%s%s, "
                             "with %" PRIu64 " of the %" PRIu64 " %s rows: a "
                             "leak", g->groups[split], one ? "" : "s", column,
                             one ? "is" : "are", of,
                             !*name ? "" : one ? ", '" : ", the first '", name,
                             *name ? "'" : "", g->rows[split], rows, of);
}

enum lathe_code lathe_quality_groups_tell(const struct lathe_quality_groups *g,
                                          const char *column,
                                          const uint64_t rows[LATHE_SPLITS],
                                          struct lathe_quality *q,
                                          struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (int k = LATHE_VALID; k < LATHE_SPLITS && !rc; k++)
        if (g->groups[k])
            rc = tell(g, (enum lathe_split)k, column, rows[k], q, err);
    return rc;
}

void lathe_quality_groups_release(struct lathe_quality_groups *g)
{
    lathe_free(g->met);
    *g = (struct lathe_quality_groups){0};
}
