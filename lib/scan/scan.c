#include "scan/scan.h"

#include "base/alloc.h"
#include "base/copy.h"
#include "base/decimal.h"
#include "base/rowmix.h"

#include <math.h>
#include <string.h>

/* What a word costs beside its bytes: its block, pointer, length, key,
 * slots. */
#define WORD_OVERHEAD 64

static uint32_t number_limit(size_t columns)
{
    size_t each = columns ? LATHE_SCAN_ALL_NUMBERS / columns : SIZE_MAX;

    if (each > LATHE_SCAN_NUMBERS)
        return LATHE_SCAN_NUMBERS;
    return each < LATHE_SCAN_LEAST_NUMBERS ? LATHE_SCAN_LEAST_NUMBERS
                                           : (uint32_t)each;
}

enum lathe_code lathe_scan_init(struct lathe_scan *s, size_t columns,
                                const struct lathe_targets *targets,
                                const struct lathe_list *na,
                                struct lathe_err *err)
{
    enum lathe_code rc;

    *s = (struct lathe_scan){.n = columns, .targets = targets,
                             .weight = columns,
                             .number_limit = number_limit(columns)};
    lathe_marks_init(&s->marks, na);
    rc = lathe_new(&s->column, columns, sizeof *s->column, "a scan", err);
    if (!rc)
        rc = lathe_new(&s->lock, 1, sizeof *s->lock, "a scan", err);
    if (!rc)
        pthread_rwlock_init(s->lock, NULL);
    for (size_t i = 0; i < targets->n && !rc; i++)
        s->column[targets->place[i]].is_target = true;
    return rc;
}

static void forget_words(struct lathe_scan *s, struct lathe_scan_column *c)
{
    if (!c->odd)
        lathe_numerals_add_words(&c->numerals, &c->words);
    s->words_bytes -= c->words.bytes + (size_t)c->words.n * WORD_OVERHEAD;
    lathe_dict_release(&c->words);
    c->many = true;
}

static void column_release(struct lathe_scan_column *c)
{
    lathe_free(c->odd);
    lathe_scan_dates_release(&c->dates);
    lathe_dict_release(&c->words);
    lathe_free(c->count);
    lathe_free(c->order);
    *c = (struct lathe_scan_column){.depth = c->depth,
                                    .is_target = c->is_target};
}

/* The order of the dates of a column of nothing else. Where the values leave
 * both, and are too many for a category, it is guessed: to be wrong costs no
 * more than time. */
static enum lathe_date_order dates_of(const struct lathe_scan_column *c)
{
    const struct lathe_scan_dates *d = &c->dates;

    if (c->depth != LATHE_SCAN_ALL || c->is_target || c->numbers > 0)
        return 0;
    if (!lathe_scan_dates_either(d))
        return lathe_scan_dates_order(d);
    if (!c->many && c->words.n <= c->present / 2)
        return 0;
    return strchr(d->odd, '/') ? LATHE_DATE_MDY : LATHE_DATE_DMY;
}

void lathe_scan_clear(struct lathe_scan *s)
{
    for (size_t i = 0; i < s->n; i++) {
        struct lathe_scan_column *c = &s->column[i];
        bool many = c->many && !s->dedup, repeats = many && c->repeats;
        bool wordy = c->wordy || c->odd;
        enum lathe_date_order dated = dates_of(c);
        struct lathe_numerals numerals = c->numerals;

        column_release(c);
        c->wordy = wordy;
        c->dated = dated;
        c->many = many;
        c->repeats = repeats;
        if (many)
            c->numerals = numerals;
    }
    s->rows = s->no_target = s->duplicates = s->hashed = 0;
    s->words_bytes = s->giving_way = 0;
    lathe_seen_release(&s->seen);
    lathe_late_release(&s->late);
    s->lost = false;
}

void lathe_scan_release(struct lathe_scan *s)
{
    for (size_t i = 0; s->column && i < s->n; i++)
        column_release(&s->column[i]);
    lathe_free(s->column);
    if (s->lock)
        pthread_rwlock_destroy(s->lock);
    lathe_free(s->lock);
    lathe_seen_release(&s->seen);
    lathe_late_release(&s->late);
    *s = (struct lathe_scan){0};
}

enum lathe_code lathe_scan_find_late(struct lathe_scan *s, uint64_t *more,
                                     struct lathe_err *err)
{
    enum lathe_code rc;

    lathe_seen_release(&s->seen);       /* the room is needed */
    rc = lathe_late_find(&s->late, s->seen.limit, more, err);
    s->duplicates += rc ? 0 : *more;
    return rc;
}

struct lathe_field lathe_scan_strip(struct lathe_field f, const char *strip)
{
    if (strip)
        while (f.len > 0 && f.s[f.len - 1] &&
               strchr(strip, f.s[f.len - 1]))
            f.len--;
    return f;
}

/* Whether the value, which is present, is "nan" in some form. */
static bool is_nan(const struct lathe_field *f)
{
    char c = f->s[f->s[0] == '-' || f->s[0] == '+'];
    double v;

    return (c == 'n' || c == 'N') && lathe_decimal_parse(f->s, f->len, &v) &&
           isnan(v);
}

bool lathe_scan_has_target(const struct lathe_scan *s,
                           const struct lathe_field *field, const size_t *map)
{
    for (size_t i = 0; i < s->targets->n; i++) {
        struct lathe_field f = lathe_scan_value(s, field, map,
                                                s->targets->place[i]);

        if (lathe_marks_has(&s->marks, f.s, f.len) || is_nan(&f))
            return false;
    }
    return true;
}

/* Whether strip cuts anything off. */
static bool is_stripped(const struct lathe_scan *s,
                        const struct lathe_field *field, const size_t *map)
{
    for (size_t i = 0; s->strip && i < s->targets->n; i++) {
        size_t column = s->targets->place[i];

        if (lathe_scan_value(s, field, map, column).len !=
            field[map[column]].len)
            return true;
    }
    return false;
}

bool lathe_scan_is_joined(const struct lathe_scan *s,
                          const struct lathe_block *b, const size_t *map)
{
    for (size_t i = 0; i < s->n; i++)
        if (map[i] != i)
            return false;
    return b->joined && b->cols == s->n;
}

/* The values in the order of the columns, each with its NUL, of which it has
 * none: so "ab","c" and "a","bc" differ. */
enum lathe_code lathe_scan_hash(const struct lathe_scan *s,
                                const struct lathe_field *field,
                                const size_t *map, bool joined, char **text,
                                size_t *cap, uint64_t *hash,
                                struct lathe_err *err)
{
    size_t n = 0;

    if (joined && !is_stripped(s, field, map)) {
        const struct lathe_field *last = &field[s->n - 1];

        n = (size_t)(last->s - field[0].s) + last->len + 1;
        *hash = lathe_rowmix(field[0].s, n, 0);
        return LATHE_OK;
    }
    for (size_t i = 0; i < s->n; i++) {
        struct lathe_field f = lathe_scan_value(s, field, map, i);

        if (n + f.len + 1 > *cap) {
            enum lathe_code rc = lathe_grow(text, cap, n + f.len + 1, 1, err);
            if (rc)
                return rc;
        }
        lathe_copy(*text + n, f.s, f.len);
        (*text)[n + f.len] = '\0';
        n += f.len + 1;
    }
    *hash = lathe_rowmix(*text, n, 0);
    return LATHE_OK;
}

uint32_t lathe_scan_word_limit(const struct lathe_scan *s, size_t i, bool odd)
{
    if (s->column[i].depth == LATHE_SCAN_CATEGORY)
        return LATHE_SCAN_FORCED;
    return odd || s->column[i].is_target ? LATHE_SCAN_WORDS
                                         : s->number_limit;
}

bool lathe_scan_has_many(const struct lathe_scan *s, size_t i)
{
    return atomic_load_explicit(&s->column[i].many, memory_order_relaxed);
}

bool lathe_scan_has_room(const struct lathe_scan *s, size_t bytes, size_t n)
{
    return bytes <= LATHE_SCAN_COLUMN_BYTES &&
           s->words_bytes + bytes + n * WORD_OVERHEAD <= LATHE_SCAN_BYTES;
}

/* Whether the words of the column are of little use. */
static bool is_spare(const struct lathe_scan_column *c, bool odd)
{
    return !odd && !c->is_target && c->depth != LATHE_SCAN_CATEGORY;
}

/* The column that gives way where there is no more room for a new value of c:
 * those that are numbers so far do before others. */
static struct lathe_scan_column *to_forget(struct lathe_scan *s,
                                           struct lathe_scan_column *c,
                                           bool odd)
{
    if (is_spare(c, odd))
        return c;
    for (; s->giving_way < s->n; s->giving_way++) {
        struct lathe_scan_column *v = &s->column[s->giving_way];

        if (v->words.n && is_spare(v, v->odd != NULL))
            return v;
    }
    return c;
}

enum lathe_code lathe_scan_add_word(struct lathe_scan *s, size_t i,
                                    const struct lathe_field *f,
                                    uint64_t count, bool odd,
                                    struct lathe_err *err)
{
    struct lathe_scan_column *c = &s->column[i];
    uint32_t before = c->words.n, code;
    bool forced = c->depth == LATHE_SCAN_CATEGORY;
    enum lathe_code rc = lathe_dict_add(&c->words, f->s, f->len, &code, err);

    if (rc)
        return rc;
    if (c->words.n == before) {
        c->repeats = true;
    } else {
        s->words_bytes += f->len + WORD_OVERHEAD;
        if (c->words.n > lathe_scan_word_limit(s, i, odd) ||
            (!forced && c->words.bytes > LATHE_SCAN_COLUMN_BYTES))
            forget_words(s, c);
        while (s->words_bytes > LATHE_SCAN_BYTES)
            forget_words(s, to_forget(s, c, odd));
    }
    if (c->many || !c->is_target)
        return LATHE_OK;
    rc = lathe_grow(&c->count, &c->count_cap, (size_t)code + 1,
                    sizeof *c->count, err);
    if (rc)
        return rc;
    if (c->words.n > before)
        c->count[code] = 0;
    c->count[code] += count;
    return LATHE_OK;
}
