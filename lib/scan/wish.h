/*
 * wish - what the options ask of each column: --type, --drop, --impute,
 * --add-indicator, --scale, --encode, --clip.
 */
#ifndef LATHE_SCAN_WISH_H
#define LATHE_SCAN_WISH_H

#include "data/schema.h"
#include "scan/targets.h"

/* 0 and NULL: nothing is asked. */
struct lathe_wish {
    enum lathe_column_kind kind;        /* LATHE_DROPPED: as asked */
    enum lathe_date_order order;        /* of a date; 0: as the values say */
    enum lathe_impute number_impute;    /* should it be a number */
    enum lathe_impute category_impute;  /* should it be a category */
    char *fill;                         /* of constant:V, as given */
    enum lathe_scale scale;
    enum lathe_encode encode;
    uint32_t buckets;                   /* of hash:N */
    double clip;                        /* 0: none */
    bool indicator;
    bool left_out;              /* by --drop; the kind is LATHE_DROPPED then */
    bool own_impute, own_scale, own_encode, own_clip;
    bool own_indicator;         /* asked for by name, so it must fit the
                                 * column */
};

/* Zeroed: empty. */
struct lathe_wishes {
    struct lathe_wish *column;          /* [n] in the order of the names */
    size_t n;
    uint32_t text_dims;                 /* of all texts */
};

/*
 * Later words of a list win over earlier ones, and COL=METHOD over METHOD.
 * Fails: LATHE_EARG (an unknown method, a column that is a target, one that is
 * both dropped and something else, dimensions of texts of which there are
 * none), LATHE_EDATA (an unknown column),
 * LATHE_ENOMEM.
 */
enum lathe_code lathe_wish_init(struct lathe_wishes *w,
                                const struct lathe_preprocess_opts *opts,
                                const struct lathe_list *names,
                                const struct lathe_targets *targets,
                                struct lathe_err *err);
void lathe_wish_release(struct lathe_wishes *w);

/* The option that asks for something of this column, by its name, that one
 * that is left out has no use for; NULL: none does. */
const char *lathe_wish_use(const struct lathe_wish *w);

/* The same without names: checks the methods only, before any work. Names in
 * front of a method are not looked at. Fails: LATHE_EARG. */
enum lathe_code lathe_wish_check(const struct lathe_preprocess_opts *opts,
                                 struct lathe_err *err);

#endif
