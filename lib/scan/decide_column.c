#include "scan/decide_column.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "data/excerpt.h"
#include "data/hashing.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
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

/* Every row has a value of its own, as far as values were kept. */
static bool is_unique(const struct lathe_scan_column *c)
{
    return c->missing == 0 && !c->repeats && c->present > 1;
}

bool lathe_decide_column_is_constant(const char *why)
{
    return strcmp(why, LATHE_DECIDE_COLUMN_CONSTANT) == 0 ||
           strcmp(why, LATHE_DECIDE_COLUMN_LONE) == 0 ||
           strcmp(why, LATHE_DECIDE_COLUMN_EMPTY) == 0;
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
        lathe_buf_puts(why, LATHE_DECIDE_COLUMN_EMPTY);
    } else if (lathe_scan_is_number(c)) {
        if (c->min == c->max && !tells_missing(c, w))
            lathe_buf_puts(why, c->missing ? LATHE_DECIDE_COLUMN_LONE
                                           : LATHE_DECIDE_COLUMN_CONSTANT);
        else if (c->integers && is_unique(c) && named_like_id(name))
            lathe_buf_puts(why, "an identifier: every row has its own");
        else if (c->integers && c->counts_up && c->missing == 0 &&
                 c->present >= MIN_ROW_NUMBERS &&
                 (c->first == 0 || c->first == 1))
            lathe_buf_puts(why, "row numbers");
    } else if (date_order(c)) {
        if (!c->many && words->n == 1 && c->missing == 0)
            lathe_buf_puts(why, LATHE_DECIDE_COLUMN_CONSTANT);
    } else if (c->many && hashed && c->repeats) {
        return;                 /* any number of values has its places */
    } else if (c->many) {
        lathe_buf_printf(why, "text: too many different values, and '%s' in "
                         "line %" PRIu64 " is not a number",
                         lathe_excerpt_of(value, c->odd, strlen(c->odd)),
                         c->odd_line);
    } else if (words->n == 1 && c->missing == 0) {
        lathe_buf_puts(why, LATHE_DECIDE_COLUMN_CONSTANT);
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
    if (hashed && w->own_encode && w->kind == 0 && !lathe_scan_is_number(c))
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
        out->kind = lathe_scan_is_number(c) ? LATHE_NUMBER
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

/* A method of categories. */
static enum lathe_code no_category(const char *option, const char *method,
                                   const struct lathe_column *c,
                                   const struct lathe_wish *w,
                                   struct lathe_err *err)
{
    if (w->kind)                /* as asked */
        return does_not_fit(option, method, c, err);
    return lathe_fail(err, LATHE_EARG,
                      "%s: '%s' does not fit column '%s', which is a number; "
                      "--type %s=category makes it a category", option, method,
                      c->name, c->name);
}

static enum lathe_code decide_number(struct lathe_column *c,
                                     const struct lathe_wish *w,
                                     struct lathe_err *err)
{
    if (w->own_encode)
        return no_category("encode", lathe_schema_encode_name(w->encode), c, w,
                           err);
    if (w->number_impute == LATHE_IMPUTE_CATEGORY)
        return no_category("impute", "category", c, w, err);
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

enum lathe_code lathe_decide_column(struct lathe_column *out,
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

enum lathe_code lathe_decide_column_pixel(struct lathe_column *out,
                                          const char *name,
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
