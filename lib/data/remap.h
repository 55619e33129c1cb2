/*
 * remap - typed rows of one schema to typed rows of another.
 *
 * A dataset numbers its categories and classes by its own dictionaries, and
 * its columns by its own order; a model has others. Rows are matched by the
 * names of columns and by the words of categories and classes.
 */
#ifndef LATHE_DATA_REMAP_H
#define LATHE_DATA_REMAP_H

#include "data/rows.h"

/* Zeroed: nothing. Holds no pointer into the schemas. */
struct lathe_remap {
    size_t numbers, texts, categories, pixels;  /* per row of the new schema */
    size_t from_numbers, from_texts, from_categories, from_pixels;
    size_t *number;             /* [numbers] column in the old rows */
    size_t *text;               /* [texts] float in the old rows */
    size_t *category;           /* [categories] likewise */
    size_t *pixel;              /* [pixels] likewise */
    uint32_t **code;            /* [categories] new code of each old one, of
                                 * `codes`; others stay as they are */
    uint32_t *codes;            /* [categories] old codes of each */
    size_t targets, from_targets;       /* per row */
    bool classify;
    size_t *target;             /* [targets] in the old rows */
    uint32_t **label;           /* [targets] new label of each old one, of */
    uint32_t *labels;           /* [targets] so many */
    bool pixels_in_order;       /* the pixels are the same */
};

/*
 * From rows of the schema `from` to rows of the schema `to`. A category or a
 * class that `to` has not becomes LATHE_UNKNOWN_CODE. Where `to` has weights
 * `from` must have them, under any name.
 * Fails: LATHE_EDATA when they do not fit (lathe_schema_differences), with up
 * to three differences: "it does not fit the model: column 'age'
 * is missing; ... (and 2 more)", to be prefixed with the name of the file;
 * LATHE_ENOMEM.
 */
enum lathe_code lathe_remap_init(struct lathe_remap *r,
                                 const struct lathe_schema *from,
                                 const struct lathe_schema *to,
                                 struct lathe_err *err);
void lathe_remap_release(struct lathe_remap *r);

/* Makes `out` (of the new schema, overwritten, in->n <= out->cap) what `in`
 * is. Allocates nothing, cannot fail. */
void lathe_remap_rows(const struct lathe_remap *r, const struct lathe_rows *in,
                      struct lathe_rows *out);

#endif
