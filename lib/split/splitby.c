#include "split/splitby.h"

#include "base/buf.h"
#include "base/decimal.h"
#include "base/digest.h"
#include "data/excerpt.h"
#include "data/nearest.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* ---- the option --------------------------------------------------------- */

static const char *const kinds[] = {"random", "hash", "group", "time"};

enum lathe_code lathe_split_by_parse(struct lathe_split_by *b,
                                     const char *text, struct lathe_err *err)
{
    *b = (struct lathe_split_by){0};
    if (!text || strcmp(text, kinds[LATHE_BY_RANDOM]) == 0)
        return LATHE_OK;
    for (int k = LATHE_BY_HASH; k <= LATHE_BY_TIME; k++) {
        size_t n = strlen(kinds[k]);

        if (strncmp(text, kinds[k], n) == 0 && text[n] == ':' && text[n + 1]) {
            b->kind = (enum lathe_split_by_kind)k;
            b->column = text + n + 1;
            return LATHE_OK;
        }
    }
    return lathe_fail(err, LATHE_EARG, "split-by: '%s' is not random, "
                      "hash:COL, group:COL or time:COL", text);
}

void lathe_split_by_release(struct lathe_split_by *b)
{
    lathe_groups_release(&b->groups);
    lathe_seen_release(&b->training);
    lathe_timeline_release(&b->times);
    *b = (struct lathe_split_by){0};
}

enum lathe_code lathe_split_by_find(struct lathe_split_by *b,
                                    const struct lathe_list *names,
                                    const struct lathe_targets *targets,
                                    struct lathe_err *err)
{
    enum lathe_code rc;

    if (b->kind == LATHE_BY_RANDOM)
        return LATHE_OK;
    rc = lathe_nearest_find(names, b->column, "split-by", &b->place, err);
    if (!rc && lathe_targets_has(targets, b->place))
        rc = lathe_fail(err, LATHE_EARG, "split-by: '%s' is the target",
                        b->column);
    return rc;
}

bool lathe_split_by_groups(const struct lathe_split_by *b)
{
    return b->kind == LATHE_BY_HASH || b->kind == LATHE_BY_GROUP;
}

/* ---- keys --------------------------------------------------------------- */

static enum lathe_code time_key(const struct lathe_split_by *b,
                                const struct lathe_field *f,
                                struct lathe_split_key *key,
                                struct lathe_err *err)
{
    char value[LATHE_EXCERPT_ROOM];
    double time;

    key->form = LATHE_FORM_NUMBER;
    if (b->order || !lathe_decimal_parse(f->s, f->len, &time)) {
        key->form = LATHE_FORM_DATE;
        if (!lathe_date_parse(f->s, f->len,
                              b->order ? b->order : LATHE_DATE_PLAIN, &time))
            return lathe_fail(err, LATHE_EDATA, "'%s' is neither a number nor "
                              "a date that can be read in one way only, like "
                              "2023-01-15",
                              lathe_excerpt_of(value, f->s, f->len));
    }
    if (isnan(time))
        key->form = LATHE_FORM_MISSING;
    else
        key->v = lathe_timeline_key(time);
    return LATHE_OK;
}

enum lathe_code lathe_split_by_key(const struct lathe_split_by *b,
                                   const struct lathe_field *f, bool missing,
                                   struct lathe_split_key *key,
                                   struct lathe_err *err)
{
    *key = (struct lathe_split_key){0, LATHE_FORM_MISSING};
    if (b->kind == LATHE_BY_TIME)
        return missing ? LATHE_OK : time_key(b, f, key, err);
    key->v = missing ? lathe_digest_hash("", 0, b->seed)
                     : lathe_digest_hash(f->s, f->len, b->seed);
    key->form = missing ? LATHE_FORM_MISSING : LATHE_FORM_TEXT;
    return LATHE_OK;
}

/* ---- counting and deciding ---------------------------------------------- */

enum lathe_code lathe_split_by_begin(struct lathe_split_by *b,
                                     const double share[LATHE_SPLITS],
                                     uint64_t seed, const char *near,
                                     struct lathe_err *err)
{
    memcpy(b->share, share, sizeof b->share);
    b->seed = seed;
    return b->kind == LATHE_BY_TIME
               ? lathe_timeline_init(&b->times, near, err)
               : LATHE_OK;
}

static enum lathe_code count_time(struct lathe_split_by *b,
                                  struct lathe_split_key key,
                                  struct lathe_err *err)
{
    if (key.form == LATHE_FORM_MISSING)
        return LATHE_OK;
    if (b->form && b->form != key.form)
        return lathe_fail(err, LATHE_EDATA, "split-by: column '%s' has both "
                          "numbers and dates", b->column);
    b->form = key.form;
    return lathe_timeline_add(&b->times, key.v, err);
}

static enum lathe_code count_hash(struct lathe_split_by *b,
                                  struct lathe_split_key key,
                                  struct lathe_err *err)
{
    enum lathe_split split = lathe_split_by_split(b, key);
    bool repeated;

    b->rows[split]++;
    if (!b->given || split != LATHE_TRAIN || key.form == LATHE_FORM_MISSING)
        return LATHE_OK;
    return lathe_seen_add(&b->training, key.v, &repeated, err);
}

enum lathe_code lathe_split_by_count(struct lathe_split_by *b,
                                     struct lathe_split_key key,
                                     uint32_t stratum, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    b->missing += key.form == LATHE_FORM_MISSING;
    if (b->kind == LATHE_BY_TIME)
        rc = count_time(b, key, err);
    else if (b->kind == LATHE_BY_GROUP)
        rc = lathe_groups_add(&b->groups, key.v, stratum, err);
    else
        rc = count_hash(b, key, err);
    if (rc == LATHE_EDATA && b->kind == LATHE_BY_GROUP)
        lathe_fail_prefix(err, "split-by: column '%s'", b->column);
    return rc;
}

static enum lathe_code empty_split(const struct lathe_split_by *b, int s,
                                   struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA, "split-by: the values of '%s' leave "
                      "no row for '%s'; --split gives other shares",
                      b->column, lathe_split_name((enum lathe_split)s));
}

/* Where rows without a time go: to the first split that has a share. */
static enum lathe_split split_of_none(const struct lathe_split_by *b)
{
    int s = LATHE_TRAIN;

    while (s + 1 < LATHE_SPLITS && !(b->share[s] > 0))
        s++;
    return (enum lathe_split)s;
}

static enum lathe_code decide_times(struct lathe_split_by *b,
                                    struct lathe_err *err)
{
    bool possible;
    enum lathe_code rc = lathe_timeline_cut(&b->times, b->share, b->first,
                                            b->rows, &possible, err);

    if (!rc && !possible)
        rc = lathe_fail(err, LATHE_EDATA, "split-by: column '%s' has too few "
                        "different times to be cut into the splits; --split "
                        "gives other shares", b->column);
    b->rows[split_of_none(b)] += b->missing;
    return rc;
}

enum lathe_code lathe_split_by_decide(struct lathe_split_by *b,
                                      struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    if (b->kind == LATHE_BY_RANDOM)
        return LATHE_OK;
    if (b->kind == LATHE_BY_GROUP) {
        rc = lathe_groups_decide(&b->groups, b->share, err);
        memcpy(b->rows, b->groups.rows, sizeof b->rows);
    } else if (b->kind == LATHE_BY_TIME) {
        rc = decide_times(b, err);
    }
    for (int s = 0; s < LATHE_SPLITS && !rc; s++)
        if (b->share[s] > 0 && b->rows[s] == 0)
            rc = empty_split(b, s, err);
    return rc;
}

/* ---- using it ----------------------------------------------------------- */

static enum lathe_split split_of_hash(const struct lathe_split_by *b,
                                      uint64_t hash)
{
    double v = (double)(hash >> 11) * 0x1p-53, sum = 0;
    int last = LATHE_TRAIN;

    for (int s = 0; s < LATHE_SPLITS; s++) {
        if (!(b->share[s] > 0))
            continue;
        sum += b->share[s];
        last = s;
        if (v < sum)
            break;
    }
    return (enum lathe_split)last;
}

static enum lathe_split split_of_time(const struct lathe_split_by *b,
                                      struct lathe_split_key key)
{
    if (key.form == LATHE_FORM_MISSING)
        return split_of_none(b);
    if (b->share[LATHE_TEST] > 0 && key.v >= b->first[LATHE_TEST])
        return LATHE_TEST;
    if (b->share[LATHE_VALID] > 0 && key.v >= b->first[LATHE_VALID])
        return LATHE_VALID;
    return LATHE_TRAIN;
}

enum lathe_split lathe_split_by_split(const struct lathe_split_by *b,
                                      struct lathe_split_key key)
{
    switch (b->kind) {
    case LATHE_BY_HASH:
        return split_of_hash(b, key.v);
    case LATHE_BY_GROUP:
        return lathe_groups_split(&b->groups, key.v);
    case LATHE_BY_TIME:
        return split_of_time(b, key);
    case LATHE_BY_RANDOM:
        break;
    }
    return LATHE_SPLITS;
}

bool lathe_split_by_trains(const struct lathe_split_by *b,
                           const struct lathe_split_key *key)
{
    if (key->form == LATHE_FORM_MISSING)
        return false;
    if (b->kind == LATHE_BY_HASH)
        return lathe_seen_has(&b->training, key->v);
    return b->kind == LATHE_BY_GROUP &&
           lathe_groups_split(&b->groups, key->v) == LATHE_TRAIN;
}

static const char *time_text(char out[LATHE_DATE_ROOM + LATHE_DECIMAL_ROOM],
                             const struct lathe_split_by *b, uint64_t key)
{
    double time = lathe_timeline_time(key);

    if (b->form == LATHE_FORM_DATE)
        lathe_date_text(out, time);
    else
        lathe_decimal_double(out, time);
    return out;
}

static void note_times(const struct lathe_split_by *b, struct lathe_buf *line)
{
    char text[LATHE_DATE_ROOM + LATHE_DECIMAL_ROOM];

    lathe_buf_printf(line, "split by the time in '%s'", b->column);
    for (int s = LATHE_VALID; s < LATHE_SPLITS; s++)
        if (b->share[s] > 0)
            lathe_buf_printf(line, ", %s from %s on",
                             lathe_split_name((enum lathe_split)s),
                             time_text(text, b, b->first[s]));
}

static void note_groups(const struct lathe_split_by *b, struct lathe_buf *line)
{
    lathe_buf_printf(line, "split by '%s', %zu groups", b->column,
                     b->groups.n);
    for (int s = 0; s < LATHE_SPLITS; s++)
        if (b->share[s] > 0)
            lathe_buf_printf(line, "%s %" PRIu64 " %s", s ? "," : ":",
                             b->groups.groups[s],
                             lathe_split_name((enum lathe_split)s));
}

void lathe_split_by_note(const struct lathe_split_by *b,
                         const struct lathe_host *host)
{
    struct lathe_buf line = {0};

    if (b->kind == LATHE_BY_TIME)
        note_times(b, &line);
    else if (b->kind == LATHE_BY_GROUP)
        note_groups(b, &line);
    else if (b->kind == LATHE_BY_HASH)
        lathe_buf_printf(&line, "split by the hash of '%s'", b->column);
    if (line.s)
        lathe_note(host, "%s", line.s);
    lathe_buf_release(&line);
    if (b->missing == 1)
        lathe_note(host, "1 row has no value of '%s'%s", b->column,
                   b->kind == LATHE_BY_TIME ? "; it trains" : "");
    else if (b->missing)
        lathe_note(host, "%" PRIu64 " rows have no value of '%s'%s",
                   b->missing, b->column, b->kind == LATHE_BY_TIME
                   ? "; they train" : "; they stay together");
}
