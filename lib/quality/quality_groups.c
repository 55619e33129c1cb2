#include "quality/quality_groups.h"

#include <inttypes.h>
#include <stdio.h>

enum lathe_code lathe_quality_groups_add(struct lathe_quality_groups *g,
                                         const struct lathe_split_key *key,
                                         enum lathe_split split,
                                         const char *name,
                                         struct lathe_err *err)
{
    bool repeated;
    enum lathe_code rc = lathe_seen_add(&g->met[split], key->v, &repeated,
                                        err);

    if (rc)
        return rc;
    g->rows[split]++;
    g->groups[split] = g->met[split].n;
    if (name && !*g->name[split])
        snprintf(g->name[split], sizeof g->name[split], "%s", name);
    return LATHE_OK;
}

static enum lathe_code tell(const struct lathe_quality_groups *g,
                            enum lathe_split split,
                            const struct lathe_split_by *by, uint64_t rows,
                            struct lathe_quality *q, struct lathe_err *err)
{
    const char *name = g->name[split], *of = lathe_split_name(split);
    bool more = by->training.full || g->met[split].full;
    bool one = g->groups[split] == 1;

    return lathe_quality_add(q, "groups-across-splits", by->column,
                             (double)g->groups[split], true, err, "%s%" PRIu64
                             " group%s of '%.60s' %s in train and in %s%s%s%s, "
                             "with %" PRIu64 " of the %" PRIu64 " %s rows: a "
                             "leak", more ? "at least " : "", g->groups[split],
                             one ? "" : "s", by->column,
                             one ? "is" : "are", of,
                             !*name ? "" : one ? ", '" : ", the first '", name,
                             *name ? "'" : "", g->rows[split], rows, of);
}

enum lathe_code lathe_quality_groups_tell(const struct lathe_quality_groups *g,
                                          const struct lathe_split_by *by,
                                          const uint64_t rows[LATHE_SPLITS],
                                          struct lathe_quality *q,
                                          struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (int k = LATHE_VALID; k < LATHE_SPLITS && !rc; k++)
        if (g->groups[k])
            rc = tell(g, (enum lathe_split)k, by, rows[k], q, err);
    return rc;
}

void lathe_quality_groups_release(struct lathe_quality_groups *g)
{
    for (int k = 0; k < LATHE_SPLITS; k++)
        lathe_seen_release(&g->met[k]);
    *g = (struct lathe_quality_groups){0};
}
