/*
 * splitby - splits by the values of a column: --split-by.
 *
 * hash:COL    where a row goes depends on its value and the seed alone: the
 *             hash of the value, as a share of all hashes. Rows that are added
 *             later change nothing for the others.
 * group:COL   rows with the same value stay together; see groups.h.
 * time:COL    the earliest rows train, then come those that validate, then
 *             those that test; see timeline.h. Times are numbers or dates.
 *
 * A row without a value: hash and group take it as one value more; by time it
 * trains. Values are compared as they stand in the table.
 */
#ifndef LATHE_SPLIT_SPLITBY_H
#define LATHE_SPLIT_SPLITBY_H

#include "base/date.h"
#include "ingest/reader.h"
#include "scan/seen.h"
#include "scan/targets.h"
#include "split/groups.h"
#include "split/timeline.h"

enum lathe_split_by_kind {
    LATHE_BY_RANDOM,
    LATHE_BY_HASH,
    LATHE_BY_GROUP,
    LATHE_BY_TIME
};

/* What the value of a row says. */
struct lathe_split_key {
    uint64_t v;
    unsigned char form;         /* of enum lathe_split_form */
};

enum lathe_split_form {
    LATHE_FORM_MISSING,
    LATHE_FORM_TEXT,
    LATHE_FORM_NUMBER,
    LATHE_FORM_DATE
};

/* Zeroed: at random, which is split.h. */
struct lathe_split_by {
    enum lathe_split_by_kind kind;
    const char *column;         /* its name; borrowed */
    size_t place;               /* among the names */
    uint64_t seed;
    enum lathe_date_order order;        /* of dates; 0: the plain forms, and
                                         * numbers before dates */
    double share[LATHE_SPLITS];
    bool given;                 /* a split is a file of its own: which values
                                 * train is of use later */
    struct lathe_groups groups;
    struct lathe_seen training; /* by hash: these values, if given */
    struct lathe_timeline times;
    unsigned char form;         /* of the times so far */
    uint64_t missing;           /* rows without a value */
    uint64_t rows[LATHE_SPLITS];        /* counted, or decided */
    uint64_t first[LATHE_SPLITS];       /* by time: the first keys */
};

/* `text` as the option, NULL: "random". Fails: LATHE_EARG. */
enum lathe_code lathe_split_by_parse(struct lathe_split_by *b,
                                     const char *text, struct lathe_err *err);
void lathe_split_by_release(struct lathe_split_by *b);

/* Finds the column. Fails: LATHE_EDATA when there is none, LATHE_EARG when it
 * is a target. */
enum lathe_code lathe_split_by_find(struct lathe_split_by *b,
                                    const struct lathe_list *names,
                                    const struct lathe_targets *targets,
                                    struct lathe_err *err);

/* Whether the values make groups of rows, whose keys are of use later. */
bool lathe_split_by_groups(const struct lathe_split_by *b);

/* The key of a value; `missing` as marks say. Safe from several threads.
 * Fails: LATHE_EDATA (no time), `what` being 'a.csv' line 17. */
enum lathe_code lathe_split_by_key(const struct lathe_split_by *b,
                                   const struct lathe_field *f, bool missing,
                                   struct lathe_split_key *key,
                                   struct lathe_err *err);

/* Whether rows with this value train, once all are counted: by group and, where
 * a split is given, by hash. A row without a value is of none. Safe from
 * several threads. */
bool lathe_split_by_trains(const struct lathe_split_by *b,
                           const struct lathe_split_key *key);

/* Begins to count; what must be kept of the rows lies beside `near`. */
enum lathe_code lathe_split_by_begin(struct lathe_split_by *b,
                                     const double share[LATHE_SPLITS],
                                     uint64_t seed, const char *near,
                                     struct lathe_err *err);

/* Counts the next row, of a class (0 for a value). Fails: LATHE_EDATA (a
 * number among dates, too many groups), LATHE_ENOMEM, LATHE_EIO. */
enum lathe_code lathe_split_by_count(struct lathe_split_by *b,
                                     struct lathe_split_key key,
                                     uint32_t stratum, struct lathe_err *err);

/* Decides; rows[] are there then. Fails: LATHE_EDATA when a split that has a
 * share gets no row. */
enum lathe_code lathe_split_by_decide(struct lathe_split_by *b,
                                      struct lathe_err *err);

/* Where the row goes; LATHE_SPLITS when it was not counted. */
enum lathe_split lathe_split_by_split(const struct lathe_split_by *b,
                                      struct lathe_split_key key);

/* Says what was decided. */
void lathe_split_by_note(const struct lathe_split_by *b,
                         const struct lathe_host *host);

#endif
