#include "prepare/decide.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "data/excerpt.h"
#include "data/hashing.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* From so many rows on numbers that count up are taken for row numbers: a
 * small table may well have 1, 2, 3 as its values. */
#define MIN_ROW_NUMBERS 20
/* More different words than this, and than half of the rows, are text. */
#define MIN_TEXT_WORDS 20

/* ---- kinds -------------------------------------------------------------- */

/* "id", "PassengerId", "user_id", "uuid", ... */
static bool named_like_id(const char *name)
{
    static const char *const whole[] = {"uuid", "guid", "rowid", "index"};
    size_t n = strlen(name);

    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (strcasecmp(name, whole[i]) == 0)
            return true;
    if (n < 2 || strcasecmp(name + n - 2, "id") != 0)
        return false;
    if (n == 2)
        return true;
    return !isalnum((unsigned char)name[n - 3]) ||
           (name[n - 2] == 'I' && islower((unsigned char)name[n - 3]));
}

/* All values are dates, in this order; 0: they are not. A number or "nan" is
 * none. */
static enum lathe_date_order date_order(const struct lathe_scan_column *c)
{
    return c->numbers == c->nans ? lathe_scan_dates_order(&c->dates) : 0;
}

static bool is_number(const struct lathe_scan_column *c)
{
    return c->present > 0 && c->numbers == c->present;
}

/* Every row has a value of its own, as far as values were kept. */
static bool is_unique(const struct lathe_scan_column *c)
{
    return c->missing == 0 && !c->repeats && c->present > 1;
}

bool lathe_decide_is_constant(const char *why)
{
    return strcmp(why, LATHE_DECIDE_CONSTANT) == 0 ||
           strcmp(why, LATHE_DECIDE_LONE) == 0 ||
           strcmp(why, LATHE_DECIDE_EMPTY) == 0;
}

/* Rows without the one number of the column will differ from those with it. */
static bool tells_missing(const struct lathe_scan_column *c,
                          const struct lathe_wish *w)
{
    double fill;

    return c->missing > 0 &&
           (w->indicator ||
            (w->number_impute == LATHE_IMPUTE_CONSTANT &&
             lathe_decimal_parse(w->fill, strlen(w->fill), &fill) &&
             isfinite(fill) && fill != c->min));
}

/* Why a column cannot help, or nothing. */
static void reason_to_drop(struct lathe_buf *why, const char *name,
                           const struct lathe_scan_column *c,
                           const struct lathe_wish *w)
{
    bool hashed = w->encode == LATHE_ENCODE_HASH;
    char value[LATHE_EXCERPT_ROOM];
    const struct lathe_dict *words = &c->words;

    if (c->present == 0) {
        lathe_buf_puts(why, LATHE_DECIDE_EMPTY);
    } else if (is_number(c)) {
        if (c->min == c->max && !tells_missing(c, w))
            lathe_buf_puts(why, c->missing ? LATHE_DECIDE_LONE
                                           : LATHE_DECIDE_CONSTANT);
        else if (c->integers && is_unique(c) && named_like_id(name))
            lathe_buf_puts(why, "an identifier: every row has its own");
        else if (c->integers && c->counts_up && c->missing == 0 &&
                 c->present >= MIN_ROW_NUMBERS &&
                 (c->first == 0 || c->first == 1))
            lathe_buf_puts(why, "row numbers");
    } else if (date_order(c)) {
        if (!c->many && words->n == 1 && c->missing == 0)
            lathe_buf_puts(why, LATHE_DECIDE_CONSTANT);
    } else if (c->many && hashed && c->repeats) {
        return;                 /* any number of values has its places */
    } else if (c->many) {
        lathe_buf_printf(why, "text: too many different values, and '%s' in "
                         "line %" PRIu64 " is not a number",
                         lathe_excerpt_of(value, c->odd, strlen(c->odd)),
                         c->odd_line);
    } else if (words->n == 1 && c->missing == 0) {
        lathe_buf_puts(why, LATHE_DECIDE_CONSTANT);
    } else if (words->n > MIN_TEXT_WORDS && is_unique(c) &&
               c->numbers > c->present / 2) {
        lathe_buf_printf(why, "every row has its own value, and '%s' in line "
                         "%" PRIu64 " is not a number",
                         lathe_excerpt_of(value, c->odd, strlen(c->odd)),
                         c->odd_line);
    } else if (words->n > MIN_TEXT_WORDS && is_unique(c)) {
        lathe_buf_puts(why, "an identifier: every row has its own");
    } else if (words->n > MIN_TEXT_WORDS &&
               (uint64_t)words->n * 2 > c->present) {
        lathe_buf_printf(why, "text: %" PRIu32 " different values in %" PRIu64
                         " rows", words->n, c->present);
    }
}

static enum lathe_code decide_kind(struct lathe_column *out,
                                   const struct lathe_scan_column *c,
                                   const struct lathe_wish *w,
                                   struct lathe_err *err)
{
    bool hashed = w->encode == LATHE_ENCODE_HASH;
    struct lathe_buf why = {0};
    enum lathe_code rc;

    out->kind = w->kind;
    if (hashed && w->own_encode && w->kind == 0 && !is_number(c))
        out->kind = LATHE_CATEGORY;     /* asked for, whatever its values */
    if (w->kind == LATHE_CATEGORY && c->many && !hashed)
        return lathe_fail(err, LATHE_EDATA,
                          "column '%s' has more than %d different values, too "
                          "many for a category", out->name,
                          LATHE_SCAN_FORCED);
    if (w->kind == LATHE_DROPPED)
        lathe_buf_puts(&why, "as asked");
    else if (out->kind == 0)
        reason_to_drop(&why, out->name, c, w);
    if (why.s)
        out->kind = LATHE_DROPPED;
    else if (out->kind == 0)
        out->kind = is_number(c) ? LATHE_NUMBER
                    : date_order(c) ? LATHE_DATE : LATHE_CATEGORY;
    rc = lathe_buf_check(&why, err);
    if (rc) {
        lathe_buf_release(&why);
        return rc;
    }
    out->why = why.s;           /* lathe_free releases it */
    return LATHE_OK;
}

/* ---- methods ------------------------------------------------------------ */

static enum lathe_code does_not_fit(const char *option, const char *method,
                                    const struct lathe_column *c,
                                    struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EARG,
                      "%s: '%s' does not fit column '%s', which is a %s",
                      option, method, c->name,
                      lathe_schema_kind_name(c->kind));
}

/* The order that was asked for, or else that of the values. */
static enum lathe_code decide_order(struct lathe_column *c,
                                    const struct lathe_scan_column *from,
                                    const struct lathe_wish *w,
                                    struct lathe_err *err)
{
    char value[LATHE_EXCERPT_ROOM];

    c->order = w->order ? w->order : lathe_scan_dates_order(&from->dates);
    if (w->kind != LATHE_DATE || c->order > LATHE_DATE_PLAIN)
        return LATHE_OK;
    if (lathe_scan_dates_either(&from->dates))
        return lathe_fail(err, LATHE_EARG,
                          "type: column '%s': '%s' in line %" PRIu64 " may be "
                          "day/month or month/day; say %s=date:dmy or "
                          "%s=date:mdy", c->name,
                          lathe_excerpt_of(value, from->dates.odd,
                                           strlen(from->dates.odd)),
                          from->dates.odd_line, c->name, c->name);
    c->order = LATHE_DATE_YMD;
    return LATHE_OK;
}

static enum lathe_code decide_date(struct lathe_column *c,
                                   const struct lathe_scan_column *from,
                                   const struct lathe_wish *w,
                                   struct lathe_err *err)
{
    if (w->own_encode)
        return does_not_fit("encode", lathe_schema_encode_name(w->encode), c,
                            err);
    if (w->own_clip)
        return lathe_fail(err, LATHE_EARG,
                          "clip: for numbers, and column '%s' is a date",
                          c->name);
    if (w->number_impute == LATHE_IMPUTE_CATEGORY)
        return does_not_fit("impute", "category", c, err);
    c->scale = w->scale ? w->scale : LATHE_SCALE_STANDARD;
    c->impute = w->number_impute ? w->number_impute : LATHE_IMPUTE_MEDIAN;
    c->indicator = w->indicator;
    if (c->impute == LATHE_IMPUTE_CONSTANT &&
        !lathe_date_parse(w->fill, strlen(w->fill), LATHE_DATE_YMD,
                          &c->fill)) {
        if (w->own_impute)
            return lathe_fail(err, LATHE_EARG,
                              "impute: '%s' is not a date, but column '%s' is",
                              w->fill, c->name);
        c->impute = LATHE_IMPUTE_MEDIAN;
    }
    return decide_order(c, from, w, err);
}

/* `dims` comes from the options, not from a wish. */
static enum lathe_code decide_text(struct lathe_column *c,
                                   const struct lathe_wish *w, uint32_t dims,
                                   struct lathe_err *err)
{
    bool drop = w->category_impute == LATHE_IMPUTE_DROP;

    if (w->own_encode)
        return does_not_fit("encode", lathe_schema_encode_name(w->encode), c,
                            err);
    if (w->own_scale)
        return does_not_fit("scale", lathe_schema_scale_name(w->scale), c,
                            err);
    if (w->own_impute && !drop)
        return does_not_fit("impute",
                            lathe_schema_impute_name(w->category_impute), c,
                            err);
    if (w->own_clip || w->own_indicator)
        return lathe_fail(err, LATHE_EARG,
                          "%s: for numbers, and column '%s' is a text",
                          w->own_clip ? "clip" : "add indicator", c->name);
    c->impute = drop ? LATHE_IMPUTE_DROP : LATHE_IMPUTE_CONSTANT;
    c->dims = dims;
    return LATHE_OK;
}

static enum lathe_code decide_number(struct lathe_column *c,
                                     const struct lathe_wish *w,
                                     struct lathe_err *err)
{
    if (w->own_encode)
        return does_not_fit("encode", lathe_schema_encode_name(w->encode), c,
                            err);
    if (w->number_impute == LATHE_IMPUTE_CATEGORY)
        return does_not_fit("impute", "category", c, err);
    c->clip = w->clip;
    c->indicator = w->indicator;
    c->scale = w->scale ? w->scale : LATHE_SCALE_STANDARD;
    c->impute = w->number_impute ? w->number_impute : LATHE_IMPUTE_MEDIAN;
    if (c->impute != LATHE_IMPUTE_CONSTANT)
        return LATHE_OK;
    if (lathe_decimal_parse(w->fill, strlen(w->fill), &c->fill) &&
        isfinite(c->fill))
        return LATHE_OK;
    if (w->own_impute)
        return lathe_fail(err, LATHE_EARG,
                          "impute: '%s' is not a number, but column '%s' is",
                          w->fill, c->name);
    c->fill = 0;
    c->impute = LATHE_IMPUTE_MEDIAN;
    return LATHE_OK;
}

static enum lathe_code decide_hashed(struct lathe_column *c,
                                     const struct lathe_wish *w,
                                     struct lathe_err *err)
{
    c->buckets = w->buckets;
    if (c->impute == LATHE_IMPUTE_CONSTANT)
        c->fill = lathe_hashing_code(w->fill, strlen(w->fill));
    if (c->impute != LATHE_IMPUTE_MOST_FREQUENT)
        return LATHE_OK;
    if (w->own_impute)
        return lathe_fail(err, LATHE_EARG,
                          "impute: 'most-frequent' does not fit column '%s', "
                          "which is hashed: its values are not counted",
                          c->name);
    c->impute = LATHE_IMPUTE_CATEGORY;
    return LATHE_OK;
}

/* The words go over to the column, in order. */
static enum lathe_code decide_category(struct lathe_column *c,
                                       struct lathe_scan_column *from,
                                       const struct lathe_wish *w,
                                       struct lathe_err *err)
{
    uint32_t code;
    enum lathe_code rc;

    if (w->own_scale)
        return does_not_fit("scale", lathe_schema_scale_name(w->scale), c,
                            err);
    if (w->own_clip || w->own_indicator)
        return lathe_fail(err, LATHE_EARG,
                          "%s: for numbers, and column '%s' is a category",
                          w->own_clip ? "clip" : "add indicator", c->name);
    if (w->category_impute == LATHE_IMPUTE_MEDIAN ||
        w->category_impute == LATHE_IMPUTE_MEAN)
        return does_not_fit("impute",
                            lathe_schema_impute_name(w->category_impute), c,
                            err);
    c->encode = w->encode ? w->encode : LATHE_ENCODE_ONEHOT;
    c->impute = w->category_impute ? w->category_impute
                                   : LATHE_IMPUTE_CATEGORY;
    if (c->encode == LATHE_ENCODE_HASH)
        return decide_hashed(c, w, err);
    rc = lathe_new(&from->order, from->words.n, sizeof *from->order,
                   "categories", err);
    if (rc)
        return rc;
    c->dict = from->words;
    from->words = (struct lathe_dict){0};
    rc = lathe_dict_sort(&c->dict, from->order, err);
    if (rc || c->impute != LATHE_IMPUTE_CONSTANT)
        return rc;
    code = lathe_dict_find(&c->dict, w->fill, strlen(w->fill));
    if (code == LATHE_DICT_NONE)
        c->impute = LATHE_IMPUTE_CATEGORY;      /* a word of its own */
    else
        c->fill = code;
    return LATHE_OK;
}

static enum lathe_code decide_column(struct lathe_column *out,
                                     const char *name,
                                     struct lathe_scan_column *c,
                                     const struct lathe_wish *w,
                                     uint32_t text_dims,
                                     struct lathe_err *err)
{
    enum lathe_code rc;

    out->missing_hot = out->unknown_hot = LATHE_COLD;
    out->factor = out->year_factor = 1;
    out->clip_low = -INFINITY;
    out->clip_high = INFINITY;
    out->name = lathe_strdup(name);
    if (!out->name)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a name)");
    rc = decide_kind(out, c, w, err);
    if (rc)
        return rc;
    if (out->kind == LATHE_NUMBER)
        return decide_number(out, w, err);
    if (out->kind == LATHE_DATE)
        return decide_date(out, c, w, err);
    if (out->kind == LATHE_TEXT)
        return decide_text(out, w, text_dims, err);
    if (out->kind == LATHE_CATEGORY)
        return decide_category(out, c, w, err);
    return LATHE_OK;
}

/* ---- targets ------------------------------------------------------------ */

static enum lathe_task task_of(const struct lathe_scan_column *t)
{
    return is_number(t) && (!t->integers || t->many ||
                            t->words.n > LATHE_DECIDE_CLASSES)
               ? LATHE_REGRESS : LATHE_CLASSIFY;
}

/* Whether a target can be what the task says. */
static enum lathe_code check_target(enum lathe_task task, const char *name,
                                    const struct lathe_scan_column *t,
                                    struct lathe_err *err)
{
    char value[LATHE_EXCERPT_ROOM];
    bool number = is_number(t);

    /* A few values that are none are for the pass that reads the rows, which
     * names their file or leaves them out. */
    if (task == LATHE_REGRESS && !number && t->numbers > t->nans &&
        t->min < t->max)
        return LATHE_OK;
    if (task == LATHE_REGRESS && !number)
        return lathe_fail(err, LATHE_EDATA,
                          "target '%s' is not a number in line %" PRIu64
                          ": '%s'", name, t->odd_line,
                          lathe_excerpt_of(value, t->odd, strlen(t->odd)));
    if (task == LATHE_REGRESS && t->min == t->max)
        return lathe_fail(err, LATHE_EDATA,
                          "target '%s' has the same value in all rows", name);
    if (task == LATHE_CLASSIFY && t->many && t->odd &&
        t->numbers > t->present / 2)
        return lathe_fail(err, LATHE_EDATA,
                          "target '%s' has more than %d classes, and is no "
                          "number because of '%s' in line %" PRIu64, name,
                          LATHE_SCAN_WORDS,
                          lathe_excerpt_of(value, t->odd, strlen(t->odd)),
                          t->odd_line);
    if (task == LATHE_CLASSIFY && t->many)
        return lathe_fail(err, LATHE_EDATA,
                          "target '%s' has more than %d classes%s", name,
                          LATHE_SCAN_WORDS,
                          number ? "; --task regress predicts a number" : "");
    if (task == LATHE_CLASSIFY && t->words.n < 2)
        return lathe_fail(err, LATHE_EDATA,
                          "target '%s' has one class only, '%s'", name,
                          lathe_excerpt_of(value, t->words.word[0],
                                           t->words.length[0]));
    return LATHE_OK;
}

static bool has_two_values(const struct lathe_scan_column *t)
{
    return !t->many && t->words.n == 2;
}

/* "'price' is a number", "'sold' has two classes, 'no' and 'yes'", ... */
static void describe_target(struct lathe_buf *out, const char *name,
                            const struct lathe_scan_column *t)
{
    char text[LATHE_EXCERPT_ROOM];

    lathe_buf_printf(out, "'%s' ", lathe_excerpt_of(text, name, strlen(name)));
    if (has_two_values(t))
        lathe_buf_printf(out, "has two values, '%.20s' and '%.20s'",
                         t->words.word[0], t->words.word[1]);
    else if (is_number(t))
        lathe_buf_puts(out, "is a number");
    else if (t->many)
        lathe_buf_printf(out, "has more than %d classes", LATHE_SCAN_WORDS);
    else
        lathe_buf_printf(out, "has %" PRIu32 " class%s", t->words.n,
                         t->words.n == 1 ? "" : "es");
}

/* Several targets that are not all numbers, nor all labels. */
static enum lathe_code mixed_targets(const struct lathe_schema *s,
                                     const struct lathe_scan *scan,
                                     struct lathe_err *err)
{
    const size_t most = 5;
    struct lathe_buf all = {0};
    bool numbers = true;
    enum lathe_code rc;

    for (size_t i = 0; i < s->targets; i++) {
        const struct lathe_scan_column *t =
            &scan->column[scan->targets->place[i]];

        numbers &= is_number(t);
        if (i < most) {
            lathe_buf_puts(&all, i ? ", " : "");
            describe_target(&all, s->target[i].name, t);
        }
    }
    if (s->targets > most)
        lathe_buf_printf(&all, " and %zu more", s->targets - most);
    rc = lathe_buf_check(&all, err);
    if (!rc)
        rc = lathe_fail(err, LATHE_EDATA,
                        "several targets must all be numbers, or all have two "
                        "values: %.300s; %s", all.s,
                        numbers ? "--task regress takes all as numbers"
                                : "leave some out of --target");
    lathe_buf_release(&all);
    return rc;
}

/* The task of several targets. */
static enum lathe_code decide_several(struct lathe_schema *s,
                                      const struct lathe_scan *scan,
                                      struct lathe_err *err)
{
    size_t two = 0, numbers = 0;
    enum lathe_task task = s->task;

    for (size_t i = 0; i < s->targets; i++) {
        const struct lathe_scan_column *t =
            &scan->column[scan->targets->place[i]];

        two += has_two_values(t);
        numbers += is_number(t);
    }
    if (!task && two == s->targets)
        task = LATHE_CLASSIFY;
    else if (!task && numbers == s->targets && two == 0)
        task = LATHE_REGRESS;
    if (!task || (task == LATHE_CLASSIFY && two < s->targets))
        return mixed_targets(s, scan, err);
    s->task = task;
    return LATHE_OK;
}

static enum lathe_code decide_task(struct lathe_schema *s,
                                   const struct lathe_scan *scan,
                                   const char *task, struct lathe_err *err)
{
    const size_t *place = scan->targets->place;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < s->targets; i++)
        if (scan->column[place[i]].present == 0)
            return lathe_fail(err, LATHE_EDATA,
                              s->targets > 1
                              ? "no row has a value of each target, such as "
                                "'%s'"
                              : "target '%s' has no value in any row",
                              s->target[i].name);
    s->task = task ? lathe_schema_task_of(task) : 0;
    if (s->targets > 1)
        rc = decide_several(s, scan, err);
    else if (!task)
        s->task = task_of(&scan->column[place[0]]);
    for (size_t i = 0; i < s->targets && !rc; i++)
        rc = check_target(s->task, s->target[i].name,
                          &scan->column[place[i]], err);
    return rc;
}

/* The classes of a target in order, with their rows. */
static enum lathe_code take_classes(struct lathe_target *out,
                                    struct lathe_scan_column *t,
                                    uint64_t *class_rows,
                                    struct lathe_err *err)
{
    size_t n = t->words.n;
    enum lathe_code rc = lathe_new(&t->order, n, sizeof *t->order, "classes",
                                   err);

    if (!rc)
        rc = lathe_dict_sort(&t->words, t->order, err);
    for (size_t k = 0; k < n && !rc; k++)
        class_rows[k] = t->count[t->order[k]];
    if (!rc) {
        out->classes = t->words;
        t->words = (struct lathe_dict){0};
    }
    return rc;
}

static enum lathe_code take_targets(struct lathe_schema *s,
                                    struct lathe_scan *scan,
                                    uint64_t **class_rows,
                                    struct lathe_err *err)
{
    const size_t *place = scan->targets->place;
    bool classify = s->task == LATHE_CLASSIFY;
    size_t n = 0;
    enum lathe_code rc;

    for (size_t i = 0; i < s->targets; i++)
        n += scan->column[place[i]].words.n;
    rc = lathe_new(class_rows, classify ? n : 1, sizeof **class_rows,
                   "classes", err);
    if (!rc && !classify)
        (*class_rows)[0] = scan->column[place[0]].present;
    n = 0;
    for (size_t i = 0; i < s->targets && classify && !rc; i++) {
        rc = take_classes(&s->target[i], &scan->column[place[i]],
                          *class_rows + n, err);
        n += s->target[i].classes.n;
    }
    return rc;
}

/* ---- all of it ---------------------------------------------------------- */

/* All columns are dropped: says why, of the first. */
static enum lathe_code fail_empty(const struct lathe_schema *s,
                                  struct lathe_err *err)
{
    char name[LATHE_EXCERPT_ROOM], more[40] = "";

    if (s->n == 0)
        return lathe_fail(err, LATHE_EDATA, "there is no column beside the "
                          "target to learn from");
    if (s->n > 1)
        snprintf(more, sizeof more, ", and %zu more", s->n - 1);
    return lathe_fail(err, LATHE_EDATA,
                      "no column is left to learn from: '%s' is dropped (%s)%s"
                      "; --type COL=number, COL=category or COL=text keeps "
                      "one",
                      lathe_excerpt_of(name, s->column[0].name,
                                       strlen(s->column[0].name)),
                      s->column[0].why, more);
}

enum lathe_code lathe_decide_check(const struct lathe_schema *s,
                                   struct lathe_err *err)
{
    size_t pixels = (size_t)s->image.channels * s->image.height *
                    s->image.width;
    size_t kept = 0;

    for (size_t i = 0; i < s->n; i++)
        kept += s->column[i].kind != LATHE_DROPPED;
    if (s->image.channels && kept != pixels)
        return lathe_fail(err, LATHE_EDATA,
                          "image: %" PRIu32 "x%" PRIu32 "x%" PRIu32 " are %zu "
                          "pixels, but there are %zu columns beside the "
                          "target", s->image.channels, s->image.height,
                          s->image.width, pixels, kept);
    return kept ? LATHE_OK : fail_empty(s, err);
}

static enum lathe_code decide_pixel(struct lathe_column *out, const char *name,
                                    const struct lathe_wish *w,
                                    struct lathe_err *err)
{
    bool dropped = w->kind == LATHE_DROPPED;

    if (w->kind && !dropped)
        return lathe_fail(err, LATHE_EARG,
                          "type: column '%s' is a pixel of an image", name);
    out->kind = dropped ? LATHE_DROPPED : LATHE_PIXEL;
    out->name = lathe_strdup(name);
    out->why = dropped ? lathe_strdup("as asked") : NULL;
    if (!out->name || (dropped && !out->why))
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a name)");
    return LATHE_OK;
}

enum lathe_code lathe_decide_schema(struct lathe_schema *out,
                                    uint64_t **class_rows,
                                    const char *task,
                                    const struct lathe_image *image,
                                    const struct lathe_list *names,
                                    struct lathe_scan *scan,
                                    const struct lathe_wishes *wishes,
                                    struct lathe_err *err)
{
    struct lathe_schema s = {.image = *image};
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < scan->targets->n && !rc; i++)
        rc = lathe_schema_add_target(&s, names->v[scan->targets->place[i]],
                                     err);
    if (!rc && scan->weight < scan->n) {
        s.weight = lathe_strdup(names->v[scan->weight]);
        if (!s.weight)
            rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (a name)");
    }
    if (!rc)
        rc = decide_task(&s, scan, task, err);
    if (!rc)
        rc = lathe_new(&s.column, names->n, sizeof *s.column, "columns", err);
    for (size_t i = 0; i < names->n && !rc; i++) {
        struct lathe_column *c = &s.column[s.n];

        if (!lathe_scan_is_feature(scan, i))
            continue;
        s.n++;
        if (image->channels)
            rc = decide_pixel(c, names->v[i], &wishes->column[i], err);
        else
            rc = decide_column(c, names->v[i], &scan->column[i],
                               &wishes->column[i], wishes->text_dims, err);
    }
    if (!rc)
        rc = take_targets(&s, scan, class_rows, err);
    if (rc) {
        lathe_schema_release(&s);
        return rc;
    }
    lathe_schema_layout(&s);
    *out = s;
    return LATHE_OK;
}
