/*
 * progress - how training goes, on standard error: on a terminal a bar below
 * the lines of the epochs, each with a spark line of the losses so far; a
 * plain line an epoch elsewhere.
 *
 * A terminal gets at most ten updates a second: lines that come faster are
 * written together.
 */
#ifndef CMD_PROGRESS_H
#define CMD_PROGRESS_H

#include "lathe.h"

bool progress_show(void *ctx, const struct lathe_progress *p);

/* Writes what is held back and takes the bar away, so that other lines may be
 * written. */
void progress_clear(void);

#endif
