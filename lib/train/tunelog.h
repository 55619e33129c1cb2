/*
 * tunelog - the log of a search (tunereport.h), and what that of an earlier
 * one tells of its trials.
 */
#ifndef LATHE_TRAIN_TUNELOG_H
#define LATHE_TRAIN_TUNELOG_H

#include "base/json.h"
#include "train/trainlog.h"
#include "train/tunereport.h"

/* Zeroed: there is none. */
struct lathe_tunelog {
    struct lathe_trainlog log;
    struct lathe_buf line;
    struct lathe_json **known;  /* [knowns] lines that were there */
    size_t knowns, cap;
};

/*
 * Begins the log that r->opts names, or (resume) goes on behind what it has.
 * Fails: LATHE_EDATA when it is of another search; as lathe_trainlog_open and
 * lathe_file_read.
 */
enum lathe_code lathe_tunelog_open(struct lathe_tunelog *l,
                                   const struct lathe_tunereport *r,
                                   struct lathe_err *err);
void lathe_tunelog_release(struct lathe_tunelog *l);

/* Whether there was a line of the trial in its rung; take: its figures become
 * those of the trial. */
bool lathe_tunelog_has(const struct lathe_tunelog *l,
                       const struct lathe_trial *trial);
bool lathe_tunelog_take(const struct lathe_tunelog *l,
                        const struct lathe_tunereport *r,
                        struct lathe_trial *trial);

/* How the trial stands, as a line; nothing without a log. Fails: LATHE_EIO,
 * LATHE_ENOMEM. */
enum lathe_code lathe_tunelog_add(struct lathe_tunelog *l,
                                  const struct lathe_tunereport *r,
                                  const struct lathe_trial *trial,
                                  struct lathe_err *err);

#endif
