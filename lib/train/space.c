#include "train/space.h"

#include "base/alloc.h"
#include "base/decimal.h"
#include "base/rng.h"
#include "train/optimiser.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define AT(member) offsetof(struct lathe_train_opts, member)

/* Options of train that change what is learnt. */
static const struct {
    const char *name;
    enum lathe_space_kind kind;
    size_t offset;
} options[] = {
    { "hidden", LATHE_SPACE_TEXT, AT(model) },
    { "model", LATHE_SPACE_TEXT, AT(model) },
    { "layers", LATHE_SPACE_TEXT, AT(layers) },
    { "embed", LATHE_SPACE_TEXT, AT(embed) },
    { "loss", LATHE_SPACE_TEXT, AT(loss) },
    { "label-smoothing", LATHE_SPACE_REAL, AT(label_smoothing) },
    { "clip-norm", LATHE_SPACE_REAL, AT(clip_norm) },
    { "optimizer", LATHE_SPACE_TEXT, AT(optimizer) },
    { "lr", LATHE_SPACE_REAL, AT(lr) },
    { "schedule", LATHE_SPACE_TEXT, AT(schedule) },
    { "warmup", LATHE_SPACE_INT, AT(warmup) },
    { "momentum", LATHE_SPACE_REAL, AT(momentum) },
    { "init-weights", LATHE_SPACE_TEXT, AT(init_weights) },
    { "epochs", LATHE_SPACE_INT, AT(epochs) },
    { "batch", LATHE_SPACE_TEXT, AT(batch) },
    { "patience", LATHE_SPACE_INT, AT(patience) },
    { "min-delta", LATHE_SPACE_REAL, AT(min_delta) },
    { "l1", LATHE_SPACE_REAL, AT(l1) },
    { "l2", LATHE_SPACE_REAL, AT(l2) },
    { "dropout", LATHE_SPACE_REAL, AT(dropout) },
    { "class-weight", LATHE_SPACE_TEXT, AT(class_weight) },
    { "oversample", LATHE_SPACE_FLAG, AT(oversample) },
    { "unweighted", LATHE_SPACE_FLAG, AT(unweighted) },
    { "augment", LATHE_SPACE_TEXT, AT(augment) },
};
#define OPTIONS (sizeof(options) / sizeof(options[0]))

#define TABLES "hidden=32|64,32|128,64|256,128 lr=log:1e-3..1e-2 " \
               "dropout=0|0.1|0.3 l2=log:1e-6..1e-2 optimizer=adam|adamw "

const char *lathe_space_default(bool images, size_t rows)
{
    if (images)
        return "model=cnn|lenet|mlp:256,128 lr=log:3e-4..3e-3 "
               "batch=32|64|128 optimizer=adam|adamw "
               "augment=none|shift:2|shift:2,rotate:10";
    return rows < 4000 ? TABLES "batch=8|16|32|64"
                       : TABLES "batch=32|64|128|256";
}

/* ---- reading ------------------------------------------------------------ */

static enum lathe_code no_option(const char *name, size_t n,
                                 struct lathe_err *err)
{
    char all[400] = "";

    for (size_t i = 0; i < OPTIONS; i++) {
        size_t at = strlen(all);
        snprintf(all + at, sizeof all - at, "%s%s", i ? " " : "",
                 options[i].name);
    }
    return lathe_fail(err, LATHE_EARG, "search: no option '%.*s'; there are "
                      "%s", (int)(n < 40 ? n : 40), name, all);
}

/* "LOW..HIGH", "log:LOW..HIGH"; false: it is no range. */
static bool read_range(struct lathe_dimension *d, const char *s)
{
    bool log = strncmp(s, "log:", 4) == 0;
    const char *low = log ? s + 4 : s, *dots = strstr(low, "..");

    if (!dots || !lathe_decimal_parse(low, (size_t)(dots - low), &d->low) ||
        !lathe_decimal_parse(dots + 2, strlen(dots + 2), &d->high))
        return false;
    d->log = log;
    return true;
}

static bool is_count(double v)
{
    return v == floor(v) && fabs(v) <= INT32_MAX;
}

static enum lathe_code check_range(const struct lathe_dimension *d,
                                   const char *s, struct lathe_err *err)
{
    if (d->kind != LATHE_SPACE_REAL && d->kind != LATHE_SPACE_INT)
        return lathe_fail(err, LATHE_EARG, "search: '%s' has no range; write "
                          "its values with | between", d->name);
    if (!(d->low < d->high) || !isfinite(d->high - d->low))
        return lathe_fail(err, LATHE_EARG, "search: '%s=%.60s': the range is "
                          "empty", d->name, s);
    if (d->log && !(d->low > 0))
        return lathe_fail(err, LATHE_EARG, "search: '%s=%.60s': a log range "
                          "begins above 0", d->name, s);
    if (d->kind == LATHE_SPACE_INT && !(is_count(d->low) && is_count(d->high)))
        return lathe_fail(err, LATHE_EARG, "search: '%s=%.60s': a range of "
                          "'%s' is of whole numbers up to %d", d->name, s,
                          d->name, INT32_MAX);
    return LATHE_OK;
}

/* Sets one member; false when the text is no such value. */
static bool set(const struct lathe_dimension *d, const char *value,
                struct lathe_train_opts *o)
{
    char *member = (char *)o + d->offset;
    const char *text = value;
    double x;
    int64_t whole;
    int number;
    bool flag = strcmp(value, "true") == 0;

    switch (d->kind) {
    case LATHE_SPACE_TEXT:
        if (strcmp(value, "none") == 0)
            text = NULL;
        memcpy(member, &text, sizeof text);
        return true;
    case LATHE_SPACE_REAL:
        if (!lathe_decimal_parse(value, strlen(value), &x) ||
            !isfinite(x))
            return false;
        memcpy(member, &x, sizeof x);
        return true;
    case LATHE_SPACE_INT:
        if (!lathe_decimal_parse_int(value, INT32_MIN, INT32_MAX, &whole))
            return false;
        number = (int)whole;
        memcpy(member, &number, sizeof number);
        return true;
    case LATHE_SPACE_FLAG:
        memcpy(member, &flag, sizeof flag);
        return flag || strcmp(value, "false") == 0;
    }
    return false;
}

static enum lathe_code bad_value(const struct lathe_dimension *d,
                                 const char *value, struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EARG, "search: '%.60s' is no value of '%s'",
                      value, d->name);
}

static enum lathe_code read_values(struct lathe_dimension *d, const char *s,
                                   bool hidden, struct lathe_err *err)
{
    struct lathe_train_opts o;
    struct lathe_list list = {0};
    char text[300];
    enum lathe_code rc;

    if (read_range(d, s))
        return check_range(d, s, err);
    rc = lathe_list_split(&list, s, '|', err);
    if (!rc && list.n == 0)
        rc = lathe_fail(err, LATHE_EARG, "search: '%s' has no values",
                        d->name);
    for (size_t i = 0; !rc && i < list.n; i++) {
        snprintf(text, sizeof text, "%s%s", hidden ? "mlp:" : "", list.v[i]);
        rc = strlen(list.v[i]) > 280 || !set(d, text, &o)
                 ? bad_value(d, list.v[i], err)
                 : lathe_list_add(&d->choice, text, err);
    }
    lathe_list_release(&list);
    return rc;
}

/* NAME=VALUES, of which the quotes are gone. */
static enum lathe_code read_word(struct lathe_space *s, const char *word,
                                 struct lathe_err *err)
{
    const char *equals = strchr(word, '=');
    size_t n = equals ? (size_t)(equals - word) : strlen(word), i = 0;
    struct lathe_dimension *d;
    enum lathe_code rc;

    while (i < OPTIONS && (strlen(options[i].name) != n ||
                           memcmp(options[i].name, word, n) != 0))
        i++;
    if (i == OPTIONS)
        return no_option(word, n, err);
    if (!equals)
        return lathe_fail(err, LATHE_EARG, "search: write %s=VALUES", word);
    for (size_t k = 0; k < s->n; k++)
        if (s->dim[k].offset == options[i].offset)
            return lathe_fail(err, LATHE_EARG, "search: '%.*s' is there twice",
                              (int)n, word);
    rc = lathe_grow(&s->dim, &s->cap, s->n + 1, sizeof(*s->dim), err);
    if (rc)
        return rc;
    d = &s->dim[s->n++];
    *d = (struct lathe_dimension){ .name = i ? options[i].name : "model",
                                   .kind = options[i].kind,
                                   .offset = options[i].offset };
    return read_values(d, equals + 1, i == 0, err);
}

/* The next word into `out` without its quotes; what follows, or NULL at the
 * end. */
static const char *next_word(const char *s, struct lathe_buf *out)
{
    char quote = '\0';

    while (isspace((unsigned char)*s))
        s++;
    if (!*s)
        return NULL;
    for (; *s && (quote || !isspace((unsigned char)*s)); s++) {
        if (!quote && (*s == '\'' || *s == '"'))
            quote = *s;
        else if (quote && *s == quote)
            quote = '\0';
        else
            lathe_buf_putc(out, *s);
    }
    return s;
}

enum lathe_code lathe_space_parse(struct lathe_space *s, const char *text,
                                  struct lathe_err *err)
{
    struct lathe_buf word = {0};
    enum lathe_code rc = LATHE_OK;

    *s = (struct lathe_space){0};
    while (!rc && (text = next_word(text, &word))) {
        rc = lathe_buf_check(&word, err);
        if (!rc)
            rc = read_word(s, word.s ? word.s : "", err);
        lathe_buf_clear(&word);
    }
    if (!rc && s->n == 0)
        rc = lathe_fail(err, LATHE_EARG, "search: it is empty");
    lathe_buf_release(&word);
    if (rc)
        lathe_space_release(s);
    return rc;
}

void lathe_space_release(struct lathe_space *s)
{
    for (size_t i = 0; i < s->n; i++)
        lathe_list_release(&s->dim[i].choice);
    lathe_free(s->dim);
    *s = (struct lathe_space){0};
}

/* ---- points ------------------------------------------------------------- */

uint64_t lathe_space_grid(const struct lathe_space *s)
{
    uint64_t all = 1;

    for (size_t i = 0; i < s->n; i++)
        if (__builtin_mul_overflow(all, s->dim[i].choice.n, &all))
            return UINT64_MAX;
    return all;
}

enum lathe_code lathe_space_at(const struct lathe_space *s, uint64_t i,
                               struct lathe_list *point, struct lathe_err *err)
{
    uint64_t below = lathe_space_grid(s);
    enum lathe_code rc = LATHE_OK;

    for (size_t k = 0; !rc && k < s->n; k++) {
        const struct lathe_list *choice = &s->dim[k].choice;

        below /= choice->n;     /* points that share a value here */
        rc = lathe_list_add(point, choice->v[i / below % choice->n], err);
    }
    return rc;
}

/* Three digits, so that a person may type it. */
static void number_text(const struct lathe_dimension *d, double share,
                        char out[LATHE_DECIMAL_ROOM])
{
    double v = d->log ? exp(log(d->low) + share * (log(d->high) - log(d->low)))
                      : d->low + share * (d->high - d->low);
    char rounded[LATHE_DECIMAL_ROOM];

    if (d->kind == LATHE_SPACE_INT) {
        v = d->log ? v : d->low + floor(share * (d->high - d->low + 1));
        snprintf(out, LATHE_DECIMAL_ROOM, "%.0f", fmin(v, d->high));
        return;
    }
    snprintf(rounded, sizeof rounded, "%.3g", v);
    lathe_decimal_parse(rounded, strlen(rounded), &v);
    lathe_decimal_double(out, v);
}

enum lathe_code lathe_space_draw(const struct lathe_space *s, uint64_t seed,
                                 uint64_t i, struct lathe_list *point,
                                 struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t k = 0; !rc && k < s->n; k++) {
        const struct lathe_dimension *d = &s->dim[k];
        struct lathe_rng r = lathe_rng_stream(seed, LATHE_RNG_SEARCH,
                                              (uint32_t)k, i);
        char text[LATHE_DECIMAL_ROOM];

        if (d->choice.n) {
            rc = lathe_list_add(point,
                                d->choice.v[lathe_rng_below(&r, d->choice.n)],
                                err);
            continue;
        }
        number_text(d, lathe_rng_uniform(&r), text);
        rc = lathe_list_add(point, text, err);
    }
    return rc;
}

/* Whether the option of dimension k says nothing beside the others: momentum
 * of an optimizer that has none, where several are tried. */
static bool is_idle(const struct lathe_space *s, const struct lathe_list *point,
                    bool only_fixed, size_t k)
{
    const char *optimizer = lathe_train_defaults().optimizer;
    enum lathe_optimiser_kind kind;

    if (s->dim[k].offset != AT(momentum))
        return false;
    for (size_t i = 0; i < s->n; i++)
        if (s->dim[i].offset == AT(optimizer) &&
            !(only_fixed && s->dim[i].choice.n != 1))
            optimizer = point->v[i];
    return !lathe_optimiser_parse(optimizer, &kind, NULL) &&
           !lathe_optimiser_has_momentum(kind);
}

bool lathe_space_sets(const struct lathe_space *s,
                      const struct lathe_list *point, bool only_fixed,
                      size_t k)
{
    return !(only_fixed && s->dim[k].choice.n != 1) &&
           !is_idle(s, point, only_fixed, k);
}

enum lathe_code lathe_space_apply(const struct lathe_space *s,
                                  const struct lathe_list *point,
                                  bool only_fixed, struct lathe_train_opts *o,
                                  struct lathe_err *err)
{
    for (size_t k = 0; k < s->n; k++) {
        if (!lathe_space_sets(s, point, only_fixed, k))
            continue;
        if (!set(&s->dim[k], point->v[k], o))
            return bad_value(&s->dim[k], point->v[k], err);
    }
    return LATHE_OK;
}

void lathe_space_quote(struct lathe_buf *out, const char *s)
{
    bool plain = *s != '\0';

    for (const char *c = s; *c; c++)
        plain = plain && (isalnum((unsigned char)*c) ||
                          strchr("+-_.,:/%@", *c));
    if (plain) {
        lathe_buf_puts(out, s);
        return;
    }
    lathe_buf_putc(out, '\'');
    for (; *s; s++)
        if (*s == '\'')
            lathe_buf_puts(out, "'\\''");
        else
            lathe_buf_putc(out, *s);
    lathe_buf_putc(out, '\'');
}

void lathe_space_command(const struct lathe_space *s,
                         const struct lathe_list *point, bool only_fixed,
                         struct lathe_buf *out)
{
    for (size_t k = 0; k < s->n; k++) {
        const struct lathe_dimension *d = &s->dim[k];
        const char *v = point->v[k];

        if (!lathe_space_sets(s, point, only_fixed, k))
            continue;
        if (d->kind == LATHE_SPACE_TEXT && strcmp(v, "none") == 0)
            continue;
        if (d->kind == LATHE_SPACE_FLAG) {
            if (strcmp(v, "true") == 0)
                lathe_buf_printf(out, " --%s", d->name);
            continue;
        }
        lathe_buf_printf(out, " --%s ", d->name);
        lathe_space_quote(out, v);
    }
}
