/*
 * scan_piece - a scan of one piece of the input, on any thread, to be merged
 * into that of the whole (scan_merge.h).
 */
#ifndef LATHE_SCAN_SCAN_PIECE_H
#define LATHE_SCAN_SCAN_PIECE_H

#include "ingest/numbers.h"
#include "scan/scan.h"
#include "scan/scan_run.h"
#include "scan/wordset.h"

/* Of one column: as in lathe_scan_column, of the rows of the piece. */
struct lathe_scan_part {
    uint64_t present, missing, numbers, nans;
    uint64_t nans_before;       /* before the first number that is none */
    bool missing_before;        /* likewise */
    bool integers;
    bool counts_up;             /* from the first number on */
    bool wide;
    double min, max, first, last;
    char *odd;                  /* the first that is no number; room is kept */
    size_t odd_len, odd_cap;
    uint64_t odd_line;
    size_t odd_row;             /* SIZE_MAX: none */
    struct lathe_scan_dates dates;
    bool many;                  /* the words were not asked for */
    bool late;                  /* its numbers wait in the run */
    bool mixed;                 /* it became wordy behind other values, or was
                                 * dated and has a value that is no such date */
    struct lathe_wordset words;
    bool too_many;              /* for the merge: more than are kept, and none
                                 * were before */
    size_t repeat_row;          /* where a word of this piece came again first;
                                 * SIZE_MAX: nowhere */
};

/* A word that came for the first time in the piece. */
struct lathe_scan_event {
    size_t row, column;
    uint32_t word;
};

/* Zeroed: nothing. */
struct lathe_scan_piece {
    const struct lathe_scan *scan;      /* borrowed: only what is fixed before
                                         * reading, and column.many */
    struct lathe_scan_part *part;       /* [columns] */
    uint64_t rows, no_target;
    size_t row;                 /* index of the next one with a target */
    uint64_t *hash;             /* [row] unless scan->unhashed */
    bool *known;                /* [row] with scan->dedup: it was seen to repeat
                                 * a row of a piece before, and is left out */
    bool *repeated;             /* [row] once merged with scan->dedup */
    size_t hash_cap, known_cap, repeated_cap;
    struct lathe_scan_event *event;
    size_t events, event_cap;
    char *text;                 /* of the row that is hashed */
    size_t text_cap;
    bool looks;                 /* hash only, leave the columns alone */
    bool blocks;                /* set after init: the fields are of blocks of
                                 * a reader, which are read faster */
    bool joined;                /* of the block: lathe_scan_is_joined */
    lathe_numbers_fn *numbers;  /* NULL: one value after the other */
    const size_t *map;          /* [columns] field of each, borrowed */
    /* Columns that had numbers alone so far are read first, in one go. */
    bool *wordy;                /* [columns] had another value */
    bool changed;               /* one of them became it just now */
    bool ignores;               /* columns that get no value */
    uint32_t *likely;           /* [likely_n] the others */
    size_t likely_n;
    bool likely_targets;        /* all targets are among them */
    struct lathe_scan_run run;  /* their numbers */
    /* Columns that are looked at in each record; of the likely ones those of
     * which words are kept, and their place among the likely ones, else
     * UINT32_MAX. */
    uint32_t *busy, *busy_place;        /* [busies] */
    size_t busies;
    uint32_t *coded;            /* [codes] features that are wordy, and not
                                 * dated */
    size_t codes;
    double *value;              /* [columns] of the record: a row of the stash,
                                 * or: */
    double *alone;              /* [columns] */
    uint64_t kept;              /* once merged: rows that count */
    /* Rows as in plain.h, but that codes are those of words within the piece;
     * of no sense in columns that are mixed, or wordy with too many words. */
    bool stashes;               /* set after clear */
    double *stash;              /* [row x columns] */
    uint32_t *code;             /* [row] */
    size_t stash_cap, code_cap;
};

/* Fails: LATHE_ENOMEM. */
enum lathe_code lathe_scan_piece_init(struct lathe_scan_piece *p,
                                      const struct lathe_scan *scan,
                                      struct lathe_err *err);
void lathe_scan_piece_release(struct lathe_scan_piece *p);

/* Begins the next piece, in whose records map[column] is the field. */
void lathe_scan_piece_clear(struct lathe_scan_piece *p, const size_t *map);

/* Begins the same piece again, of which rows are known to repeat (repeated). */
void lathe_scan_piece_again(struct lathe_scan_piece *p);

/*
 * Looks at the records of the block, and adds those that have a target to the
 * statistics. Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_scan_piece_add(struct lathe_scan_piece *p,
                                     const struct lathe_block *b,
                                     struct lathe_err *err);

/* Adds a number to the column, but for `present`. `large`: false where it is
 * known to be a single. */
void lathe_scan_part_add(struct lathe_scan_part *c, double v, bool large);

#endif
