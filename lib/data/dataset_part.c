#include "data/dataset_part.h"

#include <stdio.h>

const char *lathe_dataset_part_name(char room[LATHE_DATASET_PART_ROOM],
                                    enum lathe_split split,
                                    const struct lathe_dataset_part *p)
{
    snprintf(room, LATHE_DATASET_PART_ROOM, "%s/%s", lathe_split_name(split),
             p->name);
    return room;
}

enum lathe_code lathe_dataset_part_find(struct lathe_store *s,
                                        enum lathe_split split, uint64_t rows,
                                        const struct lathe_dataset_part *p,
                                        struct lathe_array *a,
                                        struct lathe_err *err)
{
    char name[LATHE_DATASET_PART_ROOM];
    enum lathe_code rc;

    *a = (struct lathe_array){0};
    if (rows == 0 || p->width == 0)
        return LATHE_OK;
    rc = lathe_store_find(s, lathe_dataset_part_name(name, split, p), a, err);
    if (rc)
        return rc;
    if (a->type != p->type || a->rank != (p->flat ? 1u : 2u) ||
        a->dim[0] != rows || (!p->flat && a->dim[1] != p->width))
        return lathe_fail(err, LATHE_EDATA,
                          "'%s': array '%s' does not fit the schema",
                          lathe_store_path(s), name);
    return LATHE_OK;
}

enum lathe_code lathe_dataset_part_declare(struct lathe_store_writer *w,
                                           enum lathe_split split,
                                           uint64_t rows,
                                           const struct lathe_dataset_part *p,
                                           struct lathe_array *a,
                                           struct lathe_err *err)
{
    const uint64_t dim[2] = {rows, p->width};
    char name[LATHE_DATASET_PART_ROOM];

    if (rows == 0 || p->width == 0)
        return LATHE_OK;
    return lathe_store_declare(w, lathe_dataset_part_name(name, split, p),
                               p->type, p->flat ? 1 : 2, dim, a, err);
}
