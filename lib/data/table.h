/*
 * table - CSV records to typed rows, by a schema.
 *
 * The one code path from raw text to rows for preprocess, evaluate, predict
 * and serve.
 */
#ifndef LATHE_DATA_TABLE_H
#define LATHE_DATA_TABLE_H

#include "data/rows.h"
#include "ingest/reader.h"

/* Which field of a record each column of a schema is. Zeroed: nothing. */
struct lathe_table {
    const struct lathe_schema *schema;  /* borrowed */
    long *field;                /* [schema->n] field of each column, -1: none
                                 * needed (dropped columns) */
    long target;                /* field of the target, or -1 */
    char *source;               /* for messages */
    uint64_t unknown;           /* category values not in the dictionary */
    uint64_t missing;           /* missing values */
};

/*
 * Matches `names` with the schema's columns. Extra names are ignored.
 * Fails: LATHE_EDATA "'new.csv' has no column 'age', which the model needs
 * (and 2 more: ...)" and, when `need_target`, the target likewise.
 */
enum lathe_code lathe_table_init(struct lathe_table *t,
                                 const struct lathe_schema *schema,
                                 const struct lathe_list *names,
                                 const char *source, bool need_target,
                                 struct lathe_err *err);
void lathe_table_release(struct lathe_table *t);

/*
 * Appends one record (`field` in the order of the names) to `rows`, which has
 * room. `line` 0: no line is known (serve), the message says row instead.
 * Fails: LATHE_EDATA "'a.csv' line 17, column 'age': '3x' is not a number";
 * `rows` stands.
 */
enum lathe_code lathe_table_add(struct lathe_table *t,
                                const struct lathe_field *field, uint64_t line,
                                struct lathe_rows *rows,
                                struct lathe_err *err);

#endif
