/*
 * progress - how training goes, on standard error: a bar on a terminal, a
 * line an epoch elsewhere.
 */
#ifndef CMD_PROGRESS_H
#define CMD_PROGRESS_H

#include "lathe.h"

bool progress_show(void *ctx, const struct lathe_progress *p);

/* Takes the bar away, so that other lines may be written. */
void progress_clear(void);

#endif
