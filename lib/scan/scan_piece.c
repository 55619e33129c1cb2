#include "scan/scan_piece.h"

#include "base/alloc.h"
#include "base/decimal.h"
#include "data/singles.h"

#include <math.h>
#include <string.h>

enum lathe_code lathe_scan_piece_init(struct lathe_scan_piece *p,
                                      const struct lathe_scan *scan,
                                      struct lathe_err *err)
{
    enum lathe_code rc;

    *p = (struct lathe_scan_piece){.scan = scan};
    if (!scan->marks.numbers)
        p->numbers = lathe_numbers_for(lathe_cpu_level());
    rc = lathe_new(&p->part, scan->n, sizeof *p->part, "a scan", err);
    if (!rc)
        rc = lathe_new(&p->wordy, scan->n, sizeof *p->wordy, "a scan", err);
    if (!rc)
        rc = lathe_new(&p->likely, scan->n, sizeof *p->likely, "a scan", err);
    if (!rc)
        rc = lathe_new(&p->busy, scan->n, sizeof *p->busy, "a scan", err);
    if (!rc)
        rc = lathe_new(&p->busy_place, scan->n, sizeof *p->busy_place,
                       "a scan", err);
    if (!rc)
        rc = lathe_new(&p->coded, scan->n, sizeof *p->coded, "a scan", err);
    if (!rc)
        rc = lathe_scan_run_init(&p->run, scan->n, err);
    if (!rc)
        rc = lathe_new(&p->alone, scan->n, sizeof *p->alone, "a scan", err);
    if (rc)
        lathe_scan_piece_release(p);
    for (size_t i = 0; i < scan->n && !rc; i++)
        p->wordy[i] = scan->column[i].wordy ||
                      scan->column[i].depth == LATHE_SCAN_CATEGORY;
    return rc;
}

void lathe_scan_piece_release(struct lathe_scan_piece *p)
{
    for (size_t i = 0; p->part && i < p->scan->n; i++) {
        lathe_free(p->part[i].odd);
        lathe_scan_dates_release(&p->part[i].dates);
        lathe_wordset_release(&p->part[i].words);
    }
    lathe_free(p->part);
    lathe_free(p->wordy);
    lathe_free(p->likely);
    lathe_free(p->busy);
    lathe_free(p->busy_place);
    lathe_free(p->coded);
    lathe_scan_run_release(&p->run);
    lathe_free(p->alone);
    lathe_free(p->hash);
    lathe_free(p->known);
    lathe_free(p->repeated);
    lathe_free(p->event);
    lathe_free(p->text);
    lathe_free(p->stash);
    lathe_free(p->code);
    *p = (struct lathe_scan_piece){0};
}

/* Forgets the columns, and keeps the room that they have. */
static void clear_parts(struct lathe_scan_piece *p)
{
    for (size_t i = 0; i < p->scan->n; i++) {
        struct lathe_scan_part *c = &p->part[i];

        lathe_wordset_clear(&c->words);
        lathe_scan_dates_release(&c->dates);
        *c = (struct lathe_scan_part){
            .odd = c->odd, .odd_cap = c->odd_cap, .odd_row = SIZE_MAX,
            .many = lathe_scan_has_many(p->scan, i), .words = c->words,
            .repeat_row = SIZE_MAX,
        };
    }
    p->events = 0;
    p->row = 0;
    p->run.rows = 0;
}

static void choose_likely(struct lathe_scan_piece *p)
{
    lathe_scan_run_flush(&p->run, p->part);
    p->changed = p->ignores = false;
    p->likely_targets = true;
    p->likely_n = p->busies = p->codes = 0;
    for (size_t i = 0; i < p->scan->n; i++) {
        struct lathe_scan_part *c = &p->part[i];
        bool likely = p->numbers && !p->wordy[i] &&
                      !(p->scan->column[i].is_target && p->scan->strip);

        c->late = likely && c->many;
        if (p->scan->column[i].is_target)
            p->likely_targets = p->likely_targets && likely;
        if (p->scan->column[i].depth == LATHE_SCAN_IGNORE) {
            p->ignores = true;
            continue;
        }
        if (p->wordy[i] && !p->scan->column[i].is_target &&
            !p->scan->column[i].dated)
            p->coded[p->codes++] = (uint32_t)i;
        if (!c->late) {
            p->busy_place[p->busies] = likely ? (uint32_t)p->likely_n
                                              : UINT32_MAX;
            p->busy[p->busies++] = (uint32_t)i;
        }
        if (!likely)
            continue;
        p->likely[p->likely_n++] = (uint32_t)i;
    }
    lathe_scan_run_set(&p->run, p->likely, p->likely_n, p->map);
}

void lathe_scan_piece_clear(struct lathe_scan_piece *p, const size_t *map)
{
    clear_parts(p);
    p->map = map;
    choose_likely(p);
    p->rows = p->no_target = p->kept = 0;
    p->stashes = false;
    lathe_free(p->repeated);
    p->repeated = NULL;
    p->repeated_cap = 0;
}

void lathe_scan_piece_again(struct lathe_scan_piece *p)
{
    clear_parts(p);
    choose_likely(p);
}

/* ---- one record --------------------------------------------------------- */

static bool is_whole(double v)
{
    if (v > -1e15 && v < 1e15)
        return (double)(int64_t)v == v; /* floor can be a call */
    return v == floor(v) && isfinite(v);
}

void lathe_scan_part_add(struct lathe_scan_part *c, double v, bool large)
{
    if (isnan(v)) {
        c->nans_before += c->numbers == c->nans;
        c->nans++;
        c->numbers++;
        c->counts_up = false;
        return;
    }
    if (c->numbers == c->nans) {
        c->integers = c->counts_up = true;
        c->min = c->max = c->first = v;
    } else if (v != c->last + 1) {
        c->counts_up = false;
    }
    if (c->integers && !is_whole(v))
        c->integers = false;
    c->wide = c->wide || (large && !lathe_single_holds(v));
    if (v < c->min)
        c->min = v;
    if (v > c->max)
        c->max = v;
    c->last = v;
    c->numbers++;
}

static enum lathe_code add_odd(struct lathe_scan_part *c,
                               const struct lathe_field *f, size_t row,
                               uint64_t line, enum lathe_date_order order,
                               double *seconds, struct lathe_err *err)
{
    enum lathe_code rc = lathe_scan_dates_add(&c->dates, f->s, f->len, line,
                                              order, seconds, err);

    if (rc || c->odd_row != SIZE_MAX)
        return rc;
    rc = lathe_grow(&c->odd, &c->odd_cap, f->len + 1, 1, err);
    if (rc)
        return rc;
    memcpy(c->odd, f->s, f->len);
    c->odd_len = f->len;
    c->odd_row = row;
    c->odd_line = line;
    return LATHE_OK;
}

static enum lathe_code add_word(struct lathe_scan_piece *p, size_t column,
                                const struct lathe_field *f,
                                struct lathe_err *err)
{
    struct lathe_scan_part *c = &p->part[column];
    bool first;
    enum lathe_code rc = lathe_wordset_add(&c->words, f->s, f->len, &first,
                                           err);

    if (rc)
        return rc;
    if (!first) {
        if (c->repeat_row == SIZE_MAX)
            c->repeat_row = p->row;
        return LATHE_OK;
    }
    rc = lathe_grow(&p->event, &p->event_cap, p->events + 1, sizeof *p->event,
                    err);
    if (rc)
        return rc;
    p->event[p->events++] = (struct lathe_scan_event){p->row, column,
                                                      c->words.n - 1};
    return LATHE_OK;
}

/* A word that is no date and came before in the piece: what was found of it
 * then holds. */
static bool add_again(struct lathe_scan_piece *p, size_t column,
                      const struct lathe_field *f)
{
    struct lathe_scan_part *c = &p->part[column];

    if (!p->wordy[column] || c->many || p->scan->column[column].dated ||
        !lathe_wordset_add_marked(&c->words, f->s, f->len))
        return false;
    if (c->repeat_row == SIZE_MAX)
        c->repeat_row = p->row;
    c->dates.values++;
    c->present++;
    p->value[column] = 0;       /* its code follows */
    return true;
}

static enum lathe_code add_value(struct lathe_scan_piece *p, size_t column,
                                 const struct lathe_field *f, uint64_t line,
                                 struct lathe_err *err)
{
    struct lathe_scan_part *c = &p->part[column];
    enum lathe_date_order dated = p->scan->column[column].dated;
    uint64_t dates = c->dates.plain;
    enum lathe_code rc = LATHE_OK;
    bool odd = false;
    double v;

    if (add_again(p, column, f))
        return LATHE_OK;
    if (lathe_scan_is_missing(p->scan, f)) {
        c->missing++;
        c->missing_before |= c->numbers == c->nans;
        c->counts_up = false;
        p->value[column] = (double)NAN;
        return LATHE_OK;
    }
    if (lathe_decimal_parse(f->s, f->len, &v)) {
        lathe_scan_part_add(c, v, true);
        c->mixed |= dated != 0;
    } else {
        rc = add_odd(c, f, p->row, line, dated, &v, err);
        odd = c->dates.plain == dates;
        p->changed |= !p->wordy[column];
        c->mixed |= dated ? isnan(v) : !p->wordy[column] && c->present > 0;
        p->wordy[column] = true;
    }
    p->value[column] = p->wordy[column] && !dated ? 0 : v;
    c->present++;
    if (!rc && !c->many)
        rc = add_word(p, column, f, err);
    if (!rc && !c->many)
        c->words.word[c->words.last].marked = odd;
    return rc;
}

/* A value that is neither missing nor anything but a number. */
static enum lathe_code add_plain(struct lathe_scan_piece *p, size_t column,
                                 const struct lathe_field *f, double v,
                                 struct lathe_err *err)
{
    struct lathe_scan_part *c = &p->part[column];

    c->present++;
    if (v == c->last && c->repeat_row != SIZE_MAX &&
        lathe_wordset_add_last(&c->words, f->s, f->len)) {
        c->numbers++;           /* as before in all ways; it counted up no more
                                 * since a value came again */
        return LATHE_OK;
    }
    lathe_scan_part_add(c, v, p->run.large);
    return c->many ? LATHE_OK : add_word(p, column, f, err);
}

/* A value that is v, or has not been read if that is NaN. */
static enum lathe_code add_either(struct lathe_scan_piece *p, size_t column,
                                  const struct lathe_field *field, double v,
                                  uint64_t line, struct lathe_err *err)
{
    struct lathe_field f = lathe_scan_value(p->scan, field, p->map, column);

    return isnan(v) ? add_value(p, column, &f, line, err)
                    : add_plain(p, column, &f, v, err);
}

/* The values of a record that has all likely numbers v, but for those that are
 * late. */
static enum lathe_code add_busy(struct lathe_scan_piece *p,
                                const struct lathe_field *field,
                                const double *v, uint64_t line,
                                struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t k = 0; k < p->busies && !rc; k++)
        rc = add_either(p, p->busy[k], field,
                        p->busy_place[k] == UINT32_MAX
                            ? (double)NAN : v[p->busy_place[k]], line, err);
    return rc;
}

/* All values of a record, in the order of the columns. */
static enum lathe_code add_each(struct lathe_scan_piece *p,
                                const struct lathe_field *field,
                                const double *v, uint64_t line,
                                struct lathe_err *err)
{
    const struct lathe_scan *s = p->scan;
    size_t next = 0;            /* of the likely ones */
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < s->n && !rc; i++) {
        bool likely = next < p->likely_n && p->likely[next] == i;
        double number = likely ? v[next++] : (double)NAN;

        if (s->column[i].depth != LATHE_SCAN_IGNORE)
            rc = add_either(p, i, field, number, line, err);
    }
    return rc;
}

/* Reads likely numbers from this record on: straight into the row of the stash,
 * if it has no other columns. */
static void read_on(struct lathe_scan_piece *p, const struct lathe_block *b,
                    size_t i)
{
    lathe_numbers_fn *numbers = p->blocks ? p->numbers
                                          : lathe_numbers_portable;
    size_t n = p->scan->n;
    double *to = p->stashes && p->likely_n == n ? p->stash + p->row * n : NULL;

    if (lathe_scan_run_read(&p->run, numbers, b, i, to))
        return;
    lathe_scan_run_flush(&p->run, p->part);
    lathe_scan_run_read(&p->run, numbers, b, i, to);
}

/* Where the values of the record go, of which v are the likely numbers. */
static void place_values(struct lathe_scan_piece *p, const double *v)
{
    size_t n = p->scan->n;

    p->value = p->stashes ? p->stash + p->row * n : p->alone;
    for (size_t i = 0; i < n && p->stashes && p->ignores; i++)
        p->value[i] = (double)NAN;
    for (size_t k = 0; k < p->likely_n && p->stashes && v != p->value; k++)
        p->value[p->likely[k]] = v[k];
}

/* Of the row of the stash: words in place of those values that are there, and
 * the target. */
static void stash_codes(struct lathe_scan_piece *p)
{
    const struct lathe_scan_part *t = &p->part[p->scan->targets->place[0]];

    for (size_t k = 0; k < p->codes; k++) {
        double *v = &p->value[p->coded[k]];

        if (!isnan(*v))
            *v = p->part[p->coded[k]].words.last;
    }
    p->code[p->row] = t->many ? LATHE_DICT_NONE : t->words.last;
}

/* The values of the next record of the run. */
static enum lathe_code add_values(struct lathe_scan_piece *p,
                                  const struct lathe_field *field,
                                  uint64_t line, struct lathe_err *err)
{
    const double *v = p->run.next;
    bool whole = lathe_scan_run_is_whole(&p->run);
    enum lathe_code rc;

    place_values(p, v);
    if (!whole || p->run.rows == p->run.cap)
        lathe_scan_run_flush(&p->run, p->part); /* they come first; v stands */
    rc = whole ? add_busy(p, field, v, line, err)
               : add_each(p, field, v, line, err);
    lathe_scan_run_take(&p->run);
    if (p->changed)
        choose_likely(p);
    if (!rc && p->stashes)
        stash_codes(p);
    return rc;
}

static enum lathe_code add_hash(struct lathe_scan_piece *p,
                                const struct lathe_field *field,
                                struct lathe_err *err)
{
    if (p->scan->unhashed)
        return LATHE_OK;
    return lathe_scan_hash(p->scan, field, p->map, p->joined, &p->text,
                           &p->text_cap, &p->hash[p->row], err);
}

/* Whether the row repeats one of a piece that has been merged: most rows that
 * repeat are found here, on all threads, and the merge finds the others. */
static void find_known(struct lathe_scan_piece *p)
{
    const struct lathe_scan *s = p->scan;

    pthread_rwlock_rdlock(s->lock);
    p->known[p->row] = lathe_seen_has(&s->seen, p->hash[p->row]);
    pthread_rwlock_unlock(s->lock);
}

/* A target that is a number is none of the marks: those were no numbers. */
static bool has_target(const struct lathe_scan_piece *p,
                       const struct lathe_field *field)
{
    return (p->likely_targets && lathe_scan_run_is_whole(&p->run)) ||
           lathe_scan_has_target(p->scan, field, p->map);
}

static enum lathe_code add_record(struct lathe_scan_piece *p,
                                  const struct lathe_block *b, size_t i,
                                  struct lathe_err *err)
{
    const struct lathe_field *field = b->field + i * b->cols;
    bool again = p->repeated != NULL, skip;
    enum lathe_code rc = LATHE_OK;

    p->rows += !again;
    if (!p->looks && p->run.left == 0)
        read_on(p, b, i);
    if (!has_target(p, field)) {
        p->no_target += !again;
        lathe_scan_run_drop(&p->run);
        return LATHE_OK;
    }
    skip = p->looks || (again && p->repeated[p->row]);
    if (!again)
        rc = add_hash(p, field, err);
    if (!rc && !again && p->scan->dedup) {
        find_known(p);
        skip = skip || p->known[p->row];
    }
    if (skip)
        lathe_scan_run_drop(&p->run);
    else if (!rc)
        rc = add_values(p, field, b->line[i], err);
    p->row += !rc;
    return rc;
}

/* For the rows that there are and n more. */
static enum lathe_code make_room(struct lathe_scan_piece *p, size_t n,
                                 struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    n += p->row;
    if (!p->scan->unhashed)
        rc = lathe_grow(&p->hash, &p->hash_cap, n, sizeof *p->hash, err);
    if (!rc && p->scan->dedup)
        rc = lathe_grow(&p->known, &p->known_cap, n, sizeof *p->known, err);
    if (!rc && p->stashes)
        rc = lathe_grow(&p->stash, &p->stash_cap, n * p->scan->n,
                        sizeof *p->stash, err);
    if (!rc && p->stashes)
        rc = lathe_grow(&p->code, &p->code_cap, n, sizeof *p->code, err);
    return rc;
}

enum lathe_code lathe_scan_piece_add(struct lathe_scan_piece *p,
                                     const struct lathe_block *b,
                                     struct lathe_err *err)
{
    enum lathe_code rc = make_room(p, b->rows, err);

    p->joined = lathe_scan_is_joined(p->scan, b, p->map);
    for (size_t i = 0; i < b->rows && !rc; i++)
        rc = add_record(p, b, i, err);
    lathe_scan_run_flush(&p->run, p->part);
    lathe_scan_run_drop(&p->run);
    return rc;
}
