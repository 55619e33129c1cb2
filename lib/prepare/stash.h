/*
 * stash - the numbers of a table that the first pass has read, kept for the
 * second one, which needs not read them again then.
 *
 * They lie in an unlinked file beside the output, so that the system decides
 * whether memory or the disk has them, and nothing is left of them. All of it
 * saves time and no more: where there is no room, or a record holds more than
 * numbers and one class, the stash is lost and records are read again.
 */
#ifndef LATHE_PREPARE_STASH_H
#define LATHE_PREPARE_STASH_H

#include "prepare/plain.h"

#include <stdatomic.h>

struct lathe_preprocess;

/* Rows of one piece of an input, and behind them the code of each. */
struct lathe_stash_piece {
    uint64_t at;                /* where they begin, in bytes */
    size_t rows, input;
};

/* Zeroed: none, which is a lost one. */
struct lathe_stash {
    atomic_bool open;           /* false: lost */
    int fd;
    size_t width;               /* doubles of a row (plain.h) */
    uint64_t end, most;         /* bytes: so far, and that there may be */
    struct lathe_stash_piece *piece;    /* [pieces] in their order */
    size_t pieces, cap;

    struct lathe_list word;     /* of the first target, by code, once it is
                                 * known; none where there are too many */
    struct lathe_plain plain;   /* once settled */
};

/* Whether it has not been lost; from any thread. */
bool lathe_stash_is_open(struct lathe_stash *s);
void lathe_stash_lose(struct lathe_stash *s);
void lathe_stash_release(struct lathe_stash *s);

/* For tables with so many columns and, about, rows: there is none where they
 * are far too many. A file beside `near`. */
void lathe_stash_open(struct lathe_stash *s, size_t columns, uint64_t rows,
                      const char *near);

/* Takes room for the rows of the next piece; *at: where they go. */
void lathe_stash_reserve(struct lathe_stash *s, size_t input, size_t rows,
                         uint64_t *at);

/* Writes rows and their codes to their place, from any thread. */
void lathe_stash_write(struct lathe_stash *s, uint64_t at, const double *row,
                       const uint32_t *code, size_t rows);

/* The scan is done: remembers the words of the first target, which the schema
 * takes from it. */
void lathe_stash_take_words(struct lathe_stash *s,
                            const struct lathe_scan *scan);

/*
 * The schema is decided, of columns of these names: loses the stash unless its
 * rows are all that is needed of FILE.
 */
void lathe_stash_settle(struct lathe_stash *s, const struct lathe_scan *scan,
                        const struct lathe_list *names,
                        const struct lathe_preprocess *p);

/*
 * The second pass over FILE, from the stash: its rows are dealt out to the
 * splits and written. Fails: LATHE_EIO, LATHE_ENOMEM, and as
 * lathe_preprocess_deal and lathe_dataset_fill.
 */
enum lathe_code lathe_stash_pass(struct lathe_preprocess *p,
                                 struct lathe_err *err);

#endif
