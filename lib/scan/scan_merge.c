#include "scan/scan_merge.h"

#include "base/alloc.h"

/* The set is full: those of the piece's rows that are not in it wait to be
 * compared with each other. */
static void keep_late(struct lathe_scan *s, struct lathe_scan_piece *p)
{
    struct lathe_err err;

    for (size_t i = 0; i < p->row; i++)
        if (lathe_seen_has(&s->seen, p->hash[i]))
            p->hash[i] = 0;
    s->lost = lathe_late_add(&s->late, s->near, s->hashed, p->hash, p->row,
                             &err) != LATHE_OK;
}

/* Marks those that an earlier scan found; how many more. */
static uint64_t mark_known(const struct lathe_scan *s,
                           struct lathe_scan_piece *p)
{
    uint64_t more = 0;

    for (size_t i = 0; i < p->row; i++)
        if (!p->repeated[i] && lathe_late_repeats(s->known, s->hashed + i)) {
            p->repeated[i] = true;
            more++;
        }
    return more;
}

/* Looks the rows up in order; *late: with dedup, how many were there before
 * that were not known. */
static enum lathe_code merge_rows(struct lathe_scan *s,
                                  struct lathe_scan_piece *p, uint64_t *late,
                                  struct lathe_err *err)
{
    uint64_t repeats = 0;
    enum lathe_code rc = LATHE_OK;

    *late = 0;
    s->rows += p->rows;
    s->no_target += p->no_target;
    p->kept = p->row;
    if (s->unhashed)
        return LATHE_OK;
    if (s->dedup)
        rc = lathe_grow(&p->repeated, &p->repeated_cap, p->row + 1,
                        sizeof *p->repeated, err);
    if (rc)
        return rc;
    pthread_rwlock_wrlock(s->lock);
    rc = lathe_seen_add_several(&s->seen, p->hash, p->row, p->repeated,
                                &repeats, err);
    pthread_rwlock_unlock(s->lock);
    if (!rc && s->known)
        repeats += mark_known(s, p);
    else if (!rc && s->seen.full && !s->lost)
        keep_late(s, p);
    s->hashed += p->row;
    s->duplicates += repeats;
    if (rc || !s->dedup)
        return rc;
    for (size_t i = 0; i < p->row; i++)
        *late += p->repeated[i] && !p->known[i];
    p->kept -= repeats;
    return LATHE_OK;
}

/* What follows the numbers so far. */
static void merge_numbers(struct lathe_scan_column *c,
                          const struct lathe_scan_part *p)
{
    if (p->numbers == p->nans) {
        if (p->nans || p->missing)
            c->counts_up = false;
        return;
    }
    if (c->numbers == c->nans) {
        c->integers = p->integers;
        c->counts_up = p->counts_up && c->nans + p->nans_before == 0;
        c->min = p->min;
        c->max = p->max;
        c->first = p->first;
    } else {
        c->integers = c->integers && p->integers;
        c->counts_up = c->counts_up && p->counts_up && !p->missing_before &&
                       p->nans_before == 0 && p->first == c->last + 1;
        if (p->min < c->min)
            c->min = p->min;
        if (p->max > c->max)
            c->max = p->max;
    }
    c->wide = c->wide || p->wide;
    c->last = p->last;
}

static enum lathe_code merge_column(struct lathe_scan_column *c,
                                    struct lathe_scan_part *p,
                                    struct lathe_err *err)
{
    merge_numbers(c, p);
    lathe_scan_dates_merge(&c->dates, &p->dates);
    c->present += p->present;
    c->missing += p->missing;
    c->numbers += p->numbers;
    c->nans += p->nans;
    if (c->odd || p->odd_row == SIZE_MAX)
        return LATHE_OK;
    c->odd = lathe_strndup(p->odd, p->odd_len);
    if (!c->odd)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a value)");
    c->odd_line = p->odd_line;
    return LATHE_OK;
}

/* Finds the columns that have more words in this first piece of theirs than are
 * kept, so that none need be added. */
static void find_too_many(const struct lathe_scan *s,
                          struct lathe_scan_piece *p)
{
    size_t bytes = 0, n = 0;

    for (size_t i = 0; i < s->n; i++) {
        bytes += p->part[i].words.used;
        n += p->part[i].words.n;
    }
    for (size_t i = 0; i < s->n; i++) {
        struct lathe_scan_part *part = &p->part[i];

        part->too_many = lathe_scan_has_room(s, bytes, n) &&
                         s->column[i].words.n == 0 && !s->column[i].odd &&
                         part->odd_row == SIZE_MAX &&
                         part->words.n > lathe_scan_word_limit(s, i, false);
    }
}

/* Replays a word of the piece. */
static enum lathe_code merge_word(struct lathe_scan *s,
                                  const struct lathe_scan_part *part,
                                  const struct lathe_scan_event *e,
                                  struct lathe_err *err)
{
    const struct lathe_wordset_word *w = &part->words.word[e->word];
    struct lathe_scan_column *c = &s->column[e->column];
    struct lathe_field f = {part->words.text + w->at, w->len};
    bool odd = c->odd || part->odd_row <= e->row;
    enum lathe_code rc = LATHE_OK;

    if (part->too_many)
        lathe_numerals_add(&c->numerals, f.s, f.len);
    if (part->too_many && e->word < lathe_scan_word_limit(s, e->column, false))
        return LATHE_OK;
    if (part->too_many)
        c->many = true;
    else
        rc = lathe_scan_add_word(s, e->column, &f, w->count, odd, err);
    /* A word that came again before there were too many. */
    if (!rc && part->repeat_row < e->row)
        c->repeats = true;
    return rc;
}

/* Replays the words of the piece in the order in which they came. */
static enum lathe_code merge_words(struct lathe_scan *s,
                                   struct lathe_scan_piece *p,
                                   struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    find_too_many(s, p);
    for (size_t i = 0; i < p->events && !rc; i++) {
        const struct lathe_scan_event *e = &p->event[i];

        if (!s->column[e->column].many)
            rc = merge_word(s, &p->part[e->column], e, err);
    }
    for (size_t i = 0; i < s->n; i++)
        if (!s->column[i].many && p->part[i].repeat_row != SIZE_MAX)
            s->column[i].repeats = true;
    return rc;
}

enum lathe_code lathe_scan_merge(struct lathe_scan *s,
                                 struct lathe_scan_piece *p, bool *again,
                                 struct lathe_err *err)
{
    bool second = p->repeated != NULL;
    uint64_t late = 0;
    enum lathe_code rc = LATHE_OK;

    *again = false;
    if (!second)
        rc = merge_rows(s, p, &late, err);
    if (rc || p->looks)
        return rc;
    if (s->dedup && !second && late) {
        lathe_scan_piece_again(p);
        *again = true;
        return LATHE_OK;
    }
    rc = merge_words(s, p, err);
    for (size_t i = 0; i < s->n && !rc; i++)
        rc = merge_column(&s->column[i], &p->part[i], err);
    return rc;
}
