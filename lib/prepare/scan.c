#include "prepare/scan.h"

#include "base/alloc.h"
#include "base/decimal.h"
#include "base/digest.h"

#include <math.h>
#include <string.h>

/* What a word costs beside its bytes: its block, pointer, length, slots. */
#define WORD_OVERHEAD 48

enum lathe_code lathe_scan_init(struct lathe_scan *s, size_t columns,
                                size_t target, const struct lathe_list *na,
                                struct lathe_err *err)
{
    *s = (struct lathe_scan){.n = columns, .target = target, .na = na};
    for (size_t i = 0; i < na->n; i++)
        s->na_first[(unsigned char)na->v[i][0]] = true;
    return lathe_new(&s->column, columns, sizeof *s->column, "a scan", err);
}

static void forget_words(struct lathe_scan *s, struct lathe_scan_column *c)
{
    s->words_bytes -= c->words.bytes + (size_t)c->words.n * WORD_OVERHEAD;
    lathe_dict_release(&c->words);
    c->many = true;
}

void lathe_scan_release(struct lathe_scan *s)
{
    for (size_t i = 0; s->column && i < s->n; i++) {
        lathe_free(s->column[i].odd);
        lathe_scan_dates_release(&s->column[i].dates);
        lathe_dict_release(&s->column[i].words);
    }
    lathe_free(s->column);
    lathe_free(s->target_count);
    lathe_seen_release(&s->seen);
    lathe_free(s->row);
    *s = (struct lathe_scan){0};
}

/* Whether the field is empty or one of the marks. */
static bool is_missing(const struct lathe_scan *s, const struct lathe_field *f)
{
    const struct lathe_list *na = s->na;

    if (f->len == 0)
        return true;
    if (!s->na_first[(unsigned char)f->s[0]])
        return false;
    for (size_t i = 0; i < na->n; i++)
        if (strlen(na->v[i]) == f->len && memcmp(na->v[i], f->s, f->len) == 0)
            return true;
    return false;
}

struct lathe_field lathe_scan_strip(struct lathe_field f, const char *strip)
{
    if (strip)
        while (f.len > 0 && f.s[f.len - 1] &&
               strchr(strip, f.s[f.len - 1]))
            f.len--;
    return f;
}

static struct lathe_field value_of(const struct lathe_scan *s,
                                   const struct lathe_field *field,
                                   const size_t *map, size_t column)
{
    struct lathe_field f = field[map[column]];

    return column == s->target ? lathe_scan_strip(f, s->strip) : f;
}

static bool no_target(const struct lathe_scan *s,
                      const struct lathe_field *f)
{
    double v;

    if (is_missing(s, f))
        return true;
    return f->s[0] && strchr("nN+-", f->s[0]) &&
           lathe_decimal_parse(f->s, f->len, &v) && isnan(v);
}

/* A hash of the values in the order of the columns; each goes with its
 * length, so that "ab","c" and "a","bc" differ. */
static enum lathe_code hash_row(struct lathe_scan *s,
                                const struct lathe_field *field,
                                const size_t *map, uint64_t *hash,
                                struct lathe_err *err)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++) {
        struct lathe_field f = value_of(s, field, map, i);
        uint32_t len = (uint32_t)f.len;

        if (n + sizeof len + f.len > s->row_cap) {
            enum lathe_code rc = lathe_grow(&s->row, &s->row_cap,
                                            n + sizeof len + f.len, 1, err);
            if (rc)
                return rc;
        }
        memcpy(s->row + n, &len, sizeof len);
        memcpy(s->row + n + sizeof len, f.s, f.len);
        n += sizeof len + f.len;
    }
    *hash = lathe_digest_hash(s->row, n, 0);
    return LATHE_OK;
}

enum lathe_code lathe_scan_look(struct lathe_scan *s,
                                const struct lathe_field *field,
                                const size_t *map, enum lathe_scan_fate *fate,
                                struct lathe_err *err)
{
    uint64_t hash = 0;
    bool repeated = false;
    enum lathe_code rc;

    s->rows++;
    *fate = LATHE_SCAN_KEPT;
    if (s->target < s->n) {
        struct lathe_field f = value_of(s, field, map, s->target);

        if (no_target(s, &f)) {
            s->no_target++;
            *fate = LATHE_SCAN_NO_TARGET;
            return LATHE_OK;
        }
    }
    if (s->unhashed)
        return LATHE_OK;
    rc = hash_row(s, field, map, &hash, err);
    if (!rc)
        rc = lathe_seen_add(&s->seen, hash, &repeated, err);
    if (!rc && repeated) {
        s->duplicates++;
        *fate = LATHE_SCAN_DUPLICATE;
    }
    return rc;
}

static void add_number(struct lathe_scan_column *c, double v)
{
    if (isnan(v)) {
        c->nans++;
        c->numbers++;
        c->counts_up = false;
        return;
    }
    if (c->numbers == c->nans) {
        c->integers = true;
        c->counts_up = c->nans == 0;
        c->min = c->max = c->first = v;
    } else if (v != c->last + 1) {
        c->counts_up = false;
    }
    if (!(v == floor(v)) || !isfinite(v))
        c->integers = false;
    if (v < c->min)
        c->min = v;
    if (v > c->max)
        c->max = v;
    c->last = v;
    c->numbers++;
}

/* The most distinct values that are kept of the column. */
static uint32_t word_limit(const struct lathe_scan *s,
                           const struct lathe_scan_column *c)
{
    if (c->depth == LATHE_SCAN_CATEGORY)
        return LATHE_SCAN_FORCED;
    if (!c->odd && c != &s->column[s->target])
        return LATHE_SCAN_NUMBERS;
    return LATHE_SCAN_WORDS;
}

static enum lathe_code add_word(struct lathe_scan *s,
                                struct lathe_scan_column *c,
                                const struct lathe_field *f,
                                struct lathe_err *err)
{
    uint32_t before = c->words.n, code;
    bool forced = c->depth == LATHE_SCAN_CATEGORY;
    enum lathe_code rc = lathe_dict_add(&c->words, f->s, f->len, &code, err);

    if (rc)
        return rc;
    if (c->words.n == before) {
        c->repeats = true;
    } else {
        s->words_bytes += f->len + WORD_OVERHEAD;
        if (c->words.n > word_limit(s, c) ||
            (!forced && c->words.bytes > LATHE_SCAN_COLUMN_BYTES) ||
            s->words_bytes > LATHE_SCAN_BYTES)
            forget_words(s, c);
    }
    if (c->many || c != &s->column[s->target])
        return LATHE_OK;
    rc = lathe_grow(&s->target_count, &s->target_cap, (size_t)code + 1,
                    sizeof *s->target_count, err);
    if (rc)
        return rc;
    if (c->words.n > before)
        s->target_count[code] = 0;
    s->target_count[code]++;
    return LATHE_OK;
}

/* A value that is no number. */
static enum lathe_code add_odd(struct lathe_scan_column *c,
                               const struct lathe_field *f, uint64_t line,
                               struct lathe_err *err)
{
    if (!c->odd) {
        c->odd = lathe_strndup(f->s, f->len);
        if (!c->odd)
            return lathe_fail(err, LATHE_ENOMEM, "out of memory (a value)");
        c->odd_line = line;
    }
    return lathe_scan_dates_add(&c->dates, f->s, f->len, line, err);
}

static enum lathe_code add_value(struct lathe_scan *s,
                                 struct lathe_scan_column *c,
                                 const struct lathe_field *f, uint64_t line,
                                 struct lathe_err *err)
{
    double v;

    if (is_missing(s, f)) {
        c->missing++;
        c->counts_up = false;
        return LATHE_OK;
    }
    c->present++;
    if (lathe_decimal_parse(f->s, f->len, &v)) {
        add_number(c, v);
    } else {
        enum lathe_code rc = add_odd(c, f, line, err);

        if (rc)
            return rc;
    }
    return c->many ? LATHE_OK : add_word(s, c, f, err);
}

enum lathe_code lathe_scan_add(struct lathe_scan *s,
                               const struct lathe_field *field,
                               const size_t *map, uint64_t line,
                               struct lathe_err *err)
{
    enum lathe_scan_fate fate;
    enum lathe_code rc = lathe_scan_look(s, field, map, &fate, err);

    if (rc || fate == LATHE_SCAN_NO_TARGET ||
        (fate == LATHE_SCAN_DUPLICATE && s->dedup))
        return rc;
    for (size_t i = 0; i < s->n; i++) {
        struct lathe_field f;

        if (s->column[i].depth == LATHE_SCAN_IGNORE)
            continue;
        f = value_of(s, field, map, i);
        rc = add_value(s, &s->column[i], &f, line, err);
        if (rc)
            return rc;
    }
    return LATHE_OK;
}
