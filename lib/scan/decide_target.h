/*
 * decide_target - the task of a table, and the classes of its targets.
 */
#ifndef LATHE_SCAN_DECIDE_TARGET_H
#define LATHE_SCAN_DECIDE_TARGET_H

#include "data/schema.h"
#include "scan/scan.h"

/* Whole numbers up to so many different ones are classes. */
#define LATHE_DECIDE_TARGET_CLASSES 20

/*
 * Sets the task of the schema, whose targets are there by name.
 *
 * Unless `task` ("classify", "regress") says, the target is classified when it
 * is no number or one of at most LATHE_DECIDE_TARGET_CLASSES whole numbers.
 * Several targets are classified when each has two values, regressed when all
 * are numbers of more.
 *
 * Fails: LATHE_EDATA (no values, one class, too many classes, targets that are
 * neither all numbers nor all of two classes).
 */
enum lathe_code lathe_decide_target(struct lathe_schema *s,
                                    const struct lathe_scan *scan,
                                    const char *task, struct lathe_err *err);

/* The words of the scan become the classes, in order; class_rows [classes of
 * all targets] (lathe_free): as lathe_decide_schema. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_decide_target_classes(struct lathe_schema *s,
                                            struct lathe_scan *scan,
                                            uint64_t **class_rows,
                                            struct lathe_err *err);

#endif
