/*
 * require - requirements on figures: METRIC OP NUMBER or METRIC[PART] OP
 * NUMBER, PART being a class or, of several targets, a target.
 *
 *   accuracy>=0.85     rmse < 3.5     recall[>50K]>=0.6     f1[a[1]]>0.5
 *
 * OP is one of >= > <= < ==; blanks may stand around it. A name may have any
 * characters: it ends at the last closing bracket. Metrics are those of
 * evaluation.h. A figure that is undefined satisfies nothing.
 */
#ifndef LATHE_EVAL_REQUIRE_H
#define LATHE_EVAL_REQUIRE_H

#include "base/decimal.h"
#include "eval/evaluation.h"

enum lathe_relation {
    LATHE_AT_LEAST,
    LATHE_MORE,
    LATHE_AT_MOST,
    LATHE_LESS,
    LATHE_EQUAL
};

struct lathe_requirement {
    char *text;                 /* as it was given */
    char *metric;
    char *part;                 /* NULL: none */
    enum lathe_relation relation;
    double bound;               /* finite */

    long place;                 /* after resolve: of the part, or -1 */
    struct lathe_metric value;  /* after check */
    bool holds;
};

/* Zeroed: none. */
struct lathe_requirements {
    struct lathe_requirement *v;
    size_t n;
    size_t failed;              /* after check */
};

/* Fails: LATHE_EARG "requirement 'f1=0.8': ...", LATHE_ENOMEM. */
enum lathe_code lathe_require_parse(struct lathe_requirements *r,
                                    const struct lathe_list *texts,
                                    struct lathe_err *err);
void lathe_require_release(struct lathe_requirements *r);

/* Finds the classes, or of several targets the targets, by name. Fails:
 * LATHE_EARG when they do not have a metric or there is no such name;
 * LATHE_ENOMEM. */
enum lathe_code lathe_require_resolve(struct lathe_requirements *r,
                                      const struct lathe_schema *schema,
                                      struct lathe_err *err);

/* Sets value, holds and failed. */
void lathe_require_check(struct lathe_requirements *r,
                         const struct lathe_evaluation *e);

/* The value after check: four digits, or all of them where four would seem to
 * decide otherwise; "-" when undefined. */
void lathe_require_value(char out[LATHE_DECIMAL_ROOM],
                         const struct lathe_requirement *q);

/* Fails: LATHE_EGATE "1 of 2 requirements does not hold: f1>=0.9 (is 0.67)"
 * unless all held; LATHE_ENOMEM. */
enum lathe_code lathe_require_verdict(const struct lathe_requirements *r,
                                      struct lathe_err *err);

const char *lathe_require_relation(enum lathe_relation r);         /* ">=" */

#endif
