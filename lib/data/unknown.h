/*
 * unknown - what a schema has not met in its rows: values of category columns
 * that it does not know, and missing values of columns that lacked none.
 */
#ifndef LATHE_DATA_UNKNOWN_H
#define LATHE_DATA_UNKNOWN_H

#include "data/excerpt.h"
#include "data/rows.h"

/* A value that is not known, for messages. Zeroed: none. */
struct lathe_unknown_value {
    char value[LATHE_EXCERPT_ROOM];
    uint64_t line;
};

/* Zeroed: none. */
struct lathe_unknown {
    const struct lathe_schema *schema;  /* borrowed */
    uint64_t *count;            /* [schema->categories] */
    uint64_t all;               /* their sum */
    uint64_t *absent;           /* [schema->n] missing values of columns that
                                 * lacked none */
    struct lathe_unknown_value first;   /* as far as it was said */
};

/* Fails: LATHE_ENOMEM. */
enum lathe_code lathe_unknown_init(struct lathe_unknown *u,
                                   const struct lathe_schema *s,
                                   struct lathe_err *err);
void lathe_unknown_release(struct lathe_unknown *u);

/* Counts all of `rows`, which are of the schema. `missing`: values may be
 * missing. */
void lathe_unknown_add(struct lathe_unknown *u, const struct lathe_rows *rows,
                       bool missing);

/* Says what the first value is, unless that was said before. */
void lathe_unknown_name(struct lathe_unknown *u,
                        const struct lathe_unknown_value *first);

/* Those of `other`, of the same schema, too; forgets all. */
void lathe_unknown_merge(struct lathe_unknown *u,
                         const struct lathe_unknown *other);
void lathe_unknown_clear(struct lathe_unknown *u);

/* Appends "'work' 3, 'country' 2 and 3 more columns; the first is 'x' in line
 * 7"; nothing without any. */
void lathe_unknown_text(struct lathe_buf *out, const struct lathe_unknown *u);

/* Appends "'age' 3, 'country' 2 and 3 more columns" of missing values; whether
 * there are any. */
bool lathe_unknown_absent(struct lathe_buf *out,
                          const struct lathe_unknown *u);

/* {"work": 3, "country": 2}: the columns with unknown values. */
void lathe_unknown_write(struct lathe_json_out *j, const char *key,
                         const struct lathe_unknown *u);

/* {"age": 3}: the columns that lacked no values, and lack these. */
void lathe_unknown_write_absent(struct lathe_json_out *j, const char *key,
                                const struct lathe_unknown *u);

#endif
