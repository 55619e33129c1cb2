/*
 * groups - which layers of a net take groups of rows, and which of them do the
 * work of the relu behind them.
 */
#ifndef LATHE_NN_GROUPS_H
#define LATHE_NN_GROUPS_H

#include "nn/work.h"

/* Says so in the ops. Runs of layers around convolutions take groups of rows,
 * when batches fill more than half of one and the arrays have room, which may
 * raise work->cap. */
void lathe_groups_find(struct lathe_work *work);

/* A relu is the end of the layer before it where that costs nothing more. */
void lathe_groups_take_relus(struct lathe_work *work);

#endif
