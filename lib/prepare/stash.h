/*
 * stash - the numbers, categories and dates of a table that the first pass has
 * read, kept for the second one, which needs not read them again then.
 *
 * They lie in an unlinked file beside the output, so that the system decides
 * whether memory or the disk has them, and nothing is left of them. All of it
 * saves time and no more: where there is no room, or a record holds more than
 * numbers, words, dates in the order of the first ones and one class, the stash
 * is lost and records are read again.
 */
#ifndef LATHE_PREPARE_STASH_H
#define LATHE_PREPARE_STASH_H

#include "prepare/plain.h"
#include "prepare/rowpack.h"

#include <pthread.h>
#include <stdatomic.h>

struct lathe_preprocess;

/* Rows of one piece of an input, and the code of each, packed. */
struct lathe_stash_piece {
    uint64_t at;                /* where they begin, */
    size_t bytes;               /* and how long they are */
    size_t rows, input;
};

/* Zeroed: none, which is a lost one. */
struct lathe_stash {
    atomic_bool open;           /* false: lost */
    int fd;
    size_t width;               /* doubles of a row (plain.h) */
    uint64_t most;              /* bytes that there may be */
    pthread_mutex_t *lock;      /* of what follows */
    uint64_t end;               /* bytes so far */
    struct lathe_stash_piece *piece;    /* [pieces] in their order */
    size_t pieces, cap;
    unsigned char *holds;       /* [width] of enum lathe_holds */
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

/* Rows of the next piece are to be written; *piece: its number. */
void lathe_stash_expect(struct lathe_stash *s, size_t input, size_t rows,
                        size_t *piece);

/* Writes its rows and their codes, from any thread; `packed` is scratch, of one
 * thread at a time. */
void lathe_stash_write(struct lathe_stash *s, size_t piece, const double *row,
                       const uint32_t *code, size_t rows,
                       struct lathe_rowpack *packed);

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
