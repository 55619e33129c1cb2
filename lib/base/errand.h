/*
 * errand - a thread that does one job at a time while its owner goes on.
 */
#ifndef LATHE_BASE_ERRAND_H
#define LATHE_BASE_ERRAND_H

#include "base/err.h"

struct lathe_errand;

/* Fails: LATHE_ENOMEM, LATHE_EUNAVAILABLE (no more threads). */
enum lathe_code lathe_errand_new(struct lathe_errand **out,
                                 struct lathe_err *err);

/* Waits for the job at hand. */
void lathe_errand_free(struct lathe_errand *t);

typedef enum lathe_code lathe_errand_fn(void *ctx, struct lathe_err *err);

/* Begins a job; the one before must have been waited for. Allocates
 * nothing. */
void lathe_errand_start(struct lathe_errand *t, lathe_errand_fn *fn, void *ctx);

/* Waits until the job is done. Fails as it did; LATHE_OK without one. */
enum lathe_code lathe_errand_wait(struct lathe_errand *t,
                                  struct lathe_err *err);

#endif
