/*
 * answer - what a server says about models and predictions, as JSON.
 */
#ifndef LATHE_SERVE_ANSWER_H
#define LATHE_SERVE_ANSWER_H

#include "base/json.h"
#include "serve/registry.h"

/* {"model": NAME, "digest": ..., "predictions": [ */
void lathe_answer_begin(struct lathe_json_out *j,
                        const struct lathe_served *m);

/*
 * One prediction for each of n rows of `answer`:
 * {"class": ">50K", "probabilities": {"<=50K": 0.2, ">50K": 0.8}} or
 * {"value": 1.5}; of several targets {TARGET: one of these, ...}. Floats are
 * the shortest text with the same bits.
 */
void lathe_answer_rows(struct lathe_json_out *j, const struct lathe_model *m,
                       const float *answer, size_t n);

/* ]} */
void lathe_answer_end(struct lathe_json_out *j);

/* Name, digest, task, target and classes (of several {"targets": [...]}), and
 * what a row is made of. */
void lathe_answer_describe(struct lathe_json_out *j,
                           const struct lathe_served *m);

/* "classify" or "regress". */
const char *lathe_answer_task(const struct lathe_model *m);

#endif
