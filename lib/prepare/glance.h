/*
 * glance - rows of a file from lines here and there, taken while its lines are
 * counted (lathe_origin_lines).
 *
 * A line is split at each delimiter; what is no number then counts as missing,
 * and a line with quotes or another number of fields as one without values. So
 * rows are like those that a reader gives, and no more.
 */
#ifndef LATHE_PREPARE_GLANCE_H
#define LATHE_PREPARE_GLANCE_H

#include "fit/bracket.h"
#include "ingest/numbers.h"
#include "prepare/plain.h"

#include <stdatomic.h>

/* Zeroed: none. */
struct lathe_glance {
    const struct lathe_plain *plain;    /* borrowed, as the next ones */
    const struct lathe_schema *schema;
    struct lathe_bracket *bracket;      /* takes the rows */
    char delimiter, quote;
    size_t columns;
    atomic_bool *wide;          /* [numbers] one was no single */
    lathe_numbers_fn *numbers;
    size_t step, each;          /* of so many tiles one, so many lines of it */
    uint32_t *place;            /* [columns] 0, 1, 2, ... */
    struct lathe_glance_hand *hand;     /* [threads] */
    int threads;
};

/* Lines that are looked at, of a file of so many tiles, for a sample of about
 * `most`; sets step and each. */
size_t lathe_glance_plan(struct lathe_glance *g, uint64_t tiles, size_t most);

/* For as many threads; what is borrowed is set, and the plan is made. Fails:
 * LATHE_ENOMEM; `g` is the caller's then too. */
enum lathe_code lathe_glance_init(struct lathe_glance *g, int threads,
                                  struct lathe_err *err);
void lathe_glance_release(struct lathe_glance *g);

/* Looks at a tile: text[n]. From several threads. */
void lathe_glance_look(void *ctx, uint64_t tile, const char *text, size_t n,
                       int thread);

#endif
