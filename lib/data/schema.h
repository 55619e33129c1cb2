/*
 * schema - what the columns of a table are, and what was fitted to them.
 *
 * The same schema, word for word as JSON, lies in a dataset and in a model.
 * It turns a CSV record into a typed row (table.h) and a typed row into the
 * numbers that a net takes (encode.h). Columns are matched by name.
 */
#ifndef LATHE_DATA_SCHEMA_H
#define LATHE_DATA_SCHEMA_H

#include "base/date.h"
#include "base/json.h"
#include "data/dict.h"
#include "ingest/reader.h"

enum lathe_task { LATHE_CLASSIFY = 1, LATHE_REGRESS };

enum lathe_column_kind {
    LATHE_NUMBER = 1,
    LATHE_CATEGORY,
    LATHE_PIXEL,                /* one of c*h*w unsigned bytes */
    LATHE_DROPPED,
    LATHE_DATE,                 /* seconds since 1970 UTC */
    LATHE_TEXT                  /* a vector of floats (textvec.h) */
};

#define LATHE_KINDS (LATHE_TEXT + 1)

/* What becomes of a date, each an input of its own or two: bits of a mask. */
enum lathe_date_part {
    LATHE_DATE_DAYS = 1,        /* since 1970, with the time as a fraction */
    LATHE_DATE_YEAR = 2,
    LATHE_DATE_MONTH = 4,       /* the last three are angles: sine and cosine
                                 * of (month - 1) / 12, */
    LATHE_DATE_WEEKDAY = 8,     /* of 0 (Monday) to 6, / 7, */
    LATHE_DATE_HOUR = 16        /* and of the time of day / 24 h, in turns */
};

enum lathe_impute {
    LATHE_IMPUTE_MEDIAN = 1,
    LATHE_IMPUTE_MEAN,
    LATHE_IMPUTE_MOST_FREQUENT,
    LATHE_IMPUTE_CONSTANT,
    LATHE_IMPUTE_CATEGORY,      /* missing is a category of its own */
    LATHE_IMPUTE_DROP           /* the row is dropped */
};

enum lathe_scale {
    LATHE_SCALE_NONE = 1,
    LATHE_SCALE_STANDARD,       /* (x - mean) / sd, sd with divisor n */
    LATHE_SCALE_MINMAX,         /* (x - min) / (max - min) */
    LATHE_SCALE_ROBUST          /* (x - median) / (q75 - q25) */
};

enum lathe_encode {
    LATHE_ENCODE_ONEHOT = 1,
    LATHE_ENCODE_ORDINAL,
    LATHE_ENCODE_HASH           /* one-hot in places by hash (hashing.h) */
};

/* Names as in the options and in JSON ("most-frequent"), and back: 0 when
 * there is no such name. */
const char *lathe_schema_task_name(enum lathe_task v);
const char *lathe_schema_kind_name(enum lathe_column_kind v);
const char *lathe_schema_impute_name(enum lathe_impute v);
const char *lathe_schema_scale_name(enum lathe_scale v);
const char *lathe_schema_encode_name(enum lathe_encode v);
/* "plain", "ymd", ...; "days", "year", ... */
const char *lathe_schema_order_name(enum lathe_date_order v);
const char *lathe_schema_part_name(enum lathe_date_part v);
enum lathe_task lathe_schema_task_of(const char *name);
enum lathe_column_kind lathe_schema_kind_of(const char *name);
enum lathe_impute lathe_schema_impute_of(const char *name);
enum lathe_scale lathe_schema_scale_of(const char *name);
enum lathe_encode lathe_schema_encode_of(const char *name);
enum lathe_date_order lathe_schema_order_of(const char *name);
enum lathe_date_part lathe_schema_part_of(const char *name);

/* Whether a column of the kind is a double in a typed row: a number, a date.
 */
static inline bool lathe_schema_is_real(enum lathe_column_kind kind)
{
    return kind == LATHE_NUMBER || kind == LATHE_DATE;
}

/* The inputs of a date with these parts. */
size_t lathe_schema_date_inputs(unsigned parts);

/* A weight is a number from 0 to this, so that it is a float. */
#define LATHE_SCHEMA_WEIGHT 1e30

/* Most columns and targets of a schema, and inputs of a net (exact as
 * floats). */
#define LATHE_SCHEMA_COLUMNS (1 << 18)
#define LATHE_SCHEMA_TARGETS 4096
#define LATHE_SCHEMA_INPUTS ((size_t)1 << 24)

/* The code of a missing value in a category column. */
#define LATHE_MISSING_CODE UINT32_MAX
/* The code of a value that the dictionary does not have. */
#define LATHE_UNKNOWN_CODE (UINT32_MAX - 1)

/* Of the training rows. Quantiles interpolate linearly (type 7). */
struct lathe_number_stats {
    double mean, sd;            /* divisor n */
    double min, q25, median, q75, max;
};

struct lathe_column {
    char *name;
    enum lathe_column_kind kind;
    char *why;                  /* LATHE_DROPPED: the reason, else NULL */
    uint64_t present, missing;  /* training rows */

    /* LATHE_NUMBER. encoded = ((missing ? fill : clip(x)) - shift) * factor.
     * LATHE_DATE: fill and stats are seconds since 1970, shift and factor are
     * of days; nothing is clipped. */
    enum lathe_scale scale;
    enum lathe_impute impute;   /* categories too */
    double fill, shift, factor;
    double clip;                /* the share of training values that is
                                 * clipped at either end; 0: none */
    double clip_low, clip_high; /* -inf, +inf: none */
    bool indicator;             /* an input that tells a missing value is
                                 * asked for */
    bool indicates;             /* and there is one: some training rows have
                                 * no value */
    struct lathe_number_stats stats;

    /* LATHE_DATE. */
    enum lathe_date_order order;        /* how its values are read */
    unsigned parts;             /* of enum lathe_date_part */
    double year_shift, year_factor;     /* (year - shift) * factor */

    /* LATHE_CATEGORY. One-hot: hot[code] is the place of the category among
     * the `width` inputs of the column, or LATHE_COLD; several rare categories
     * share one place; one that no training row has must have the place of an
     * unknown one. Ordinal: the place is the value of the one input, and
     * LATHE_COLD is -1. Places are below dict.n + 2. `fill` is the code that
     * LATHE_IMPUTE_CONSTANT means, or -1. Hash: there is no dictionary, codes
     * are those of hashing.h, and every value has one of `buckets` places; a
     * missing one may have that behind them. */
    enum lathe_encode encode;
    struct lathe_dict dict;     /* values as lathe_dict_sort orders them */
    uint64_t *count;            /* [dict.n] training rows of each */
    uint32_t *hot;              /* [dict.n] */
    uint32_t missing_hot;       /* place of a missing value, or LATHE_COLD */
    uint32_t unknown_hot;       /* place of an unknown value, or LATHE_COLD */
    uint32_t width;             /* inputs of one-hot and hash; 0 for ordinal */
    uint32_t buckets;           /* hash only */

    /* LATHE_TEXT. Missing is all zero, unless the row is dropped. */
    uint32_t dims;              /* floats, and as many inputs */
};

#define LATHE_COLD UINT32_MAX   /* no input is hot: all zero */

struct lathe_image {
    uint32_t channels, height, width;   /* channels 0: not images */
    float shift[4], factor[4];          /* encoded = (u8 - shift) * factor */
};

/* What is to be predicted: one column of the table. */
struct lathe_target {
    char *name;
    struct lathe_dict classes;          /* classify: as lathe_dict_sort
                                         * orders them */
    uint64_t *class_count;              /* [classes.n] training rows */
    struct lathe_number_stats stats;    /* regress */
    double shift, factor;               /* the net learns (y - shift)*factor */
};

struct lathe_schema {
    enum lathe_task task;               /* of all targets */
    struct lathe_target *target;        /* [targets] at least one. Several are
                                         * all numbers, or labels: two classes
                                         * each */
    size_t targets;
    struct lathe_column *column;        /* [n], features and dropped, in the
                                         * order of the table; no target */
    size_t n;
    char *weight;                       /* the column whose number each row
                                         * counts for in training, no column
                                         * above; NULL: each counts for 1 */
    struct lathe_image image;
    struct lathe_list na;               /* marks that mean "missing" */
    struct lathe_dialect dialect;       /* of the CSV that it was fitted on;
                                         * without delimiter: of none */
    bool inf_missing;           /* infinite numbers are missing values */
    uint64_t rows;                      /* training rows it was fitted on */

    /* Derived by lathe_schema_layout, not stored. */
    size_t labels, values;      /* targets that are classes, or numbers: one
                                 * of the two is 0 */
    size_t numbers;             /* number and date columns: typed doubles per
                                 * row */
    size_t texts;               /* floats of text columns per row */
    size_t categories;          /* category columns: typed codes per row */
    size_t pixels;              /* bytes per row */
    size_t dense;               /* inputs that are floats, as in encode.h */
    size_t first_ordinal;       /* of them the first of each group */
    size_t first_date;
    size_t first_indicator;
    size_t first_text;
    size_t hots;                /* one-hot and hashed columns */
    size_t inputs;              /* dense + all widths, or pixels */
};

void lathe_schema_release(struct lathe_schema *s);

/* Appends a target without classes, with the shift 0 and the factor 1.
 * Fails: LATHE_ENOMEM; LATHE_EARG, more than LATHE_SCHEMA_TARGETS. */
enum lathe_code lathe_schema_add_target(struct lathe_schema *s,
                                        const char *name,
                                        struct lathe_err *err);

/* Whether there are several targets of two classes each. */
static inline bool lathe_schema_is_multilabel(const struct lathe_schema *s)
{
    return s->task == LATHE_CLASSIFY && s->targets > 1;
}

/* Takes column `i` out; the layout is to be computed again. */
void lathe_schema_remove(struct lathe_schema *s, size_t i);

/* The target of that name; `targets`: there is none. */
size_t lathe_schema_find_target(const struct lathe_schema *s,
                                const char *name);

/* Classes of all targets together; 0 for numbers. */
size_t lathe_schema_classes(const struct lathe_schema *s);

/* Numbers in an answer to a row: for each target, one behind the other, the
 * probability of each class, or the value. */
size_t lathe_schema_answers(const struct lathe_schema *s);

/* Names of the targets for messages, cut short where they are many: "'a'",
 * "'a', 'b' and 3 more". */
#define LATHE_SCHEMA_NAMES_ROOM 200
const char *lathe_schema_target_names(char out[LATHE_SCHEMA_NAMES_ROOM],
                                      const struct lathe_schema *s);

/* Computes the derived sizes; call after a change of columns or targets. */
void lathe_schema_layout(struct lathe_schema *s);

/* A deep copy. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_schema_copy(struct lathe_schema *out,
                                  const struct lathe_schema *s,
                                  struct lathe_err *err);

/*
 * A deep copy without what no training row has: categories and classes with a
 * count of 0. It is what a model carries, so that rows of other splits leave
 * no trace in it. Codes and labels move: rows of the one schema reach the
 * other through remap.h. Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_schema_trim(struct lathe_schema *out,
                                  const struct lathe_schema *s,
                                  struct lathe_err *err);

/* The column of that name, or NULL. */
const struct lathe_column *lathe_schema_find(const struct lathe_schema *s,
                                             const char *name);

/* The same for one name after the other, most of which stand in the order of
 * the schema: *next, from 0, is where the next one is looked for first. */
const struct lathe_column *lathe_schema_next(const struct lathe_schema *s,
                                             const char *name, size_t *next);

/*
 * Writes the schema as one JSON object under `key`, which reads back as the
 * same schema to the last bit: clip bounds that are infinite and statistics
 * that are not finite are null, pixel columns with numbered names ("p1",
 * "p2", ...) are one entry. Words must be UTF-8. One target lies in the object
 * itself ("target", "classes", ...), several in an array "targets" of such.
 */
void lathe_schema_write(struct lathe_json_out *j, const char *key,
                        const struct lathe_schema *s);

/* The target of `have` that is target `t` of `want`, or have->targets. */
size_t lathe_schema_same_target(const struct lathe_schema *have,
                                const struct lathe_schema *want, size_t t);

/* Reads what lathe_schema_write wrote, trusting nothing, and computes the
 * layout. Fails: LATHE_EDATA "schema, column 3: ...", LATHE_ENOMEM; `out` is
 * empty then. */
enum lathe_code lathe_schema_read(struct lathe_schema *out,
                                  const struct lathe_json *v,
                                  struct lathe_err *err);

/*
 * What keeps rows of the schema `have` from being judged by the schema
 * `want`: another task, targets or columns that are missing, columns that are
 * dropped or of another kind, another image shape, no class in common. One
 * line each, "column 'age' is a category, not a number". Appends nothing when
 * they fit; the order of columns and targets, further ones, and classes known
 * to one alone do not matter, nor does the name of the target where each has
 * only one.
 */
void lathe_schema_differences(struct lathe_buf *out,
                              const struct lathe_schema *have,
                              const struct lathe_schema *want);

#endif
