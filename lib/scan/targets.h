/*
 * targets - which columns of a table are to be predicted: --target.
 *
 * A word that is the name of a column as it stands is that column. Any other
 * is a list of names (namelist.h):
 *
 *   --target price        --target a,b,c        --target '"last, first",age'
 *
 * The option may be given again for further ones.
 */
#ifndef LATHE_SCAN_TARGETS_H
#define LATHE_SCAN_TARGETS_H

#include "base/buf.h"
#include "base/err.h"

/* Zeroed: none. */
struct lathe_targets {
    size_t *place;              /* [n] among the names, in the order asked
                                 * for */
    size_t n;
};

/* Fails: LATHE_EARG (quotes that do not end, a name that stands twice, more
 * than LATHE_SCHEMA_TARGETS); LATHE_EDATA (no column of that name);
 * LATHE_ENOMEM. */
enum lathe_code lathe_targets_find(struct lathe_targets *t,
                                   const struct lathe_list *words,
                                   const struct lathe_list *names,
                                   struct lathe_err *err);

/* Appends one. Fails as lathe_targets_find. */
enum lathe_code lathe_targets_add(struct lathe_targets *t, const char *name,
                                  const struct lathe_list *names,
                                  struct lathe_err *err);

void lathe_targets_release(struct lathe_targets *t);

/* Whether the name at `place` is a target. */
bool lathe_targets_has(const struct lathe_targets *t, size_t place);

#endif
