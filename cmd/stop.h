/*
 * stop - signals that let an operation come to a good end.
 *
 * The first SIGINT, SIGTERM, SIGHUP or SIGXCPU asks the operation to stop, the
 * second ends the program at once, as does the first one when the operation
 * has not come to where it can be stopped. Signals that are ignored stay so.
 */
#ifndef CMD_STOP_H
#define CMD_STOP_H

#include "lathe.h"

void stop_catch(void);

/* Whether a signal came; a `stop` of struct lathe_host. */
bool stop_asked(void *ctx);

/* Dies by the signal that came, as shells and make expect; returns when none
 * did. */
void stop_die(void);

#endif
