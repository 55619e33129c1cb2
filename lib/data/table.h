/*
 * table - CSV records to typed rows, by a schema.
 *
 * The one code path from raw text to rows for preprocess, evaluate, predict
 * and serve.
 *
 * A field is missing when it is empty (quoted or not) or is one of the
 * schema's NA marks, letter for letter. A number is what lathe_decimal_parse
 * takes; "nan" is missing, "inf" an error unless the schema says that it is
 * missing too (never of the target). A date is what lathe_date_parse
 * takes in the order of its column. A pixel is an integer from 0 to
 * 255, and is never missing. A text becomes what textvec.h
 * makes of it. A category is looked up as it stands, or hashed; one that the
 * schema has not is LATHE_UNKNOWN_CODE (unknown.h counts those). A weight is
 * a number from 0 to LATHE_SCHEMA_WEIGHT and never missing.
 */
#ifndef LATHE_DATA_TABLE_H
#define LATHE_DATA_TABLE_H

#include "data/marks.h"
#include "data/rows.h"
#include "data/unknown.h"
#include "ingest/numbers.h"

/* Columns that are numbers one behind the other: [begin, end) of the numbers
 * of a row. */
struct lathe_table_run {
    size_t begin, end;
};

/* Appends what follows a value that is no number, in a file so written: "is not
 * a number, ...". */
typedef void lathe_table_explain_fn(struct lathe_buf *out, const char *s,
                                    size_t len,
                                    const struct lathe_dialect *dialect);

/* Which field of a record each column of a schema is. Zeroed: nothing. */
struct lathe_table {
    const struct lathe_schema *schema;  /* borrowed */
    long *field;                /* [schema->n] field of each column, -1: none
                                 * needed (dropped columns) */
    uint32_t *place;            /* [schema->numbers] field of each number */
    struct lathe_table_run *run;        /* [runs] */
    size_t runs;
    lathe_numbers_fn *numbers;  /* reads them; NULL: one after the other */
    long *target;               /* [schema->targets] field of each target;
                                 * -1: not needed */
    long weight;                /* field of the weight, or -1 */
    char *source;               /* for messages */
    const char *strip;          /* set after init, borrowed: characters cut
                                 * off the end of target values; NULL: none */
    bool blocks;                /* set after init: the fields are of blocks of
                                 * a reader, which are read faster */
    uint64_t rows_before;       /* rows taken earlier, where rows are counted
                                 * in messages (line 0) */
    lathe_table_explain_fn *explain;    /* set after init: says what helps of
                                 * values that are no number; NULL: nothing */
    struct lathe_dialect dialect;       /* set with it, what that is told */
    unsigned explained;         /* values that are no date or number of which
                                 * it was said what helps; of many more than a
                                 * few that would take long. Set to 0: anew */
    uint64_t missing;           /* missing values of features */
    struct lathe_unknown_value unknown; /* the first one */
    struct lathe_marks marks;   /* of the schema */
};

/* How a CSV of rows for the schema is read: as the one that it was fitted on,
 * if it was on one. */
struct lathe_reader_opts
lathe_table_reader_opts(const struct lathe_schema *schema);

/*
 * Opens it; `no_header`: it has none, whatever that one had. Up to twice the
 * schema's columns are allowed too, unless the limit of columns is not the
 * default. Fails: as lathe_source_open and lathe_reader_new.
 */
enum lathe_code lathe_table_open(struct lathe_reader **out,
                                 const struct lathe_schema *schema,
                                 const char *path, bool no_header,
                                 const struct lathe_limits *limits,
                                 struct lathe_err *err);

/*
 * Matches `names` with the schema's columns. Extra names are ignored, and so
 * are targets and weight unless `need_target`. A NULL `source` goes unnamed.
 * Fails: LATHE_EDATA "'new.csv' has no column 'age', which the model needs
 * (and 2 more: ...)" and, when `need_target`, target and weight likewise; also
 * when a name stands twice.
 */
enum lathe_code lathe_table_init(struct lathe_table *t,
                                 const struct lathe_schema *schema,
                                 const struct lathe_list *names,
                                 const char *source, bool need_target,
                                 struct lathe_err *err);
void lathe_table_release(struct lathe_table *t);

/*
 * Appends one record (`field` in the order of the names) to `rows`, which has
 * room. Without `need_target` the truth is missing and the weight 1. `line` 0:
 * no line is known (serve), the message says which row of `rows` it would be
 * instead, the first being 1.
 * Fails: LATHE_EDATA "'a.csv' line 17, column 'age': '3x' is not a number";
 * `rows` stands, and so do the counts.
 */
enum lathe_code lathe_table_add(struct lathe_table *t,
                                const struct lathe_field *field, uint64_t line,
                                struct lathe_rows *rows,
                                struct lathe_err *err);

#endif
