#include "data/schema.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "data/excerpt.h"

#include <stdio.h>
#include <string.h>

/* ---- names -------------------------------------------------------------- */

static const char *const task_names[] = {NULL, "classify", "regress"};
static const char *const kind_names[] = {NULL,    "number",  "category",
                                         "pixel", "dropped", "date",
                                         "text"};
static const char *const impute_names[] = {
    NULL,       "median",   "mean", "most-frequent",
    "constant", "category", "drop"};
static const char *const scale_names[] = {NULL, "none", "standard", "minmax",
                                          "robust"};
static const char *const encode_names[] = {NULL, "onehot", "ordinal", "hash"};
static const char *const order_names[] = {NULL, "plain", "ymd", "dmy", "mdy"};
static const char *const part_names[] = {"days", "year", "month", "weekday",
                                         "hour"};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *name_of(const char *const *names, size_t n, int value)
{
    return value > 0 && (size_t)value < n ? names[value] : "unknown";
}

static int value_of(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 1; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return (int)i;
    return 0;
}

const char *lathe_schema_task_name(enum lathe_task v)
{
    return name_of(task_names, COUNT(task_names), (int)v);
}

const char *lathe_schema_kind_name(enum lathe_column_kind v)
{
    return name_of(kind_names, COUNT(kind_names), (int)v);
}

const char *lathe_schema_impute_name(enum lathe_impute v)
{
    return name_of(impute_names, COUNT(impute_names), (int)v);
}

const char *lathe_schema_scale_name(enum lathe_scale v)
{
    return name_of(scale_names, COUNT(scale_names), (int)v);
}

const char *lathe_schema_encode_name(enum lathe_encode v)
{
    return name_of(encode_names, COUNT(encode_names), (int)v);
}

enum lathe_task lathe_schema_task_of(const char *name)
{
    return (enum lathe_task)value_of(task_names, COUNT(task_names), name);
}

enum lathe_column_kind lathe_schema_kind_of(const char *name)
{
    return (enum lathe_column_kind)value_of(kind_names, COUNT(kind_names),
                                            name);
}

enum lathe_impute lathe_schema_impute_of(const char *name)
{
    return (enum lathe_impute)value_of(impute_names, COUNT(impute_names),
                                       name);
}

enum lathe_scale lathe_schema_scale_of(const char *name)
{
    return (enum lathe_scale)value_of(scale_names, COUNT(scale_names), name);
}

enum lathe_encode lathe_schema_encode_of(const char *name)
{
    return (enum lathe_encode)value_of(encode_names, COUNT(encode_names),
                                       name);
}

const char *lathe_schema_order_name(enum lathe_date_order v)
{
    return name_of(order_names, COUNT(order_names), (int)v);
}

enum lathe_date_order lathe_schema_order_of(const char *name)
{
    return (enum lathe_date_order)value_of(order_names, COUNT(order_names),
                                           name);
}

const char *lathe_schema_part_name(enum lathe_date_part v)
{
    for (size_t i = 0; i < COUNT(part_names); i++)
        if (v == (enum lathe_date_part)(1 << i))
            return part_names[i];
    return "unknown";
}

enum lathe_date_part lathe_schema_part_of(const char *name)
{
    for (size_t i = 0; i < COUNT(part_names); i++)
        if (strcmp(part_names[i], name) == 0)
            return (enum lathe_date_part)(1 << i);
    return 0;
}

size_t lathe_schema_date_inputs(unsigned parts)
{
    size_t n = 0;

    for (unsigned part = 1; part <= LATHE_DATE_HOUR; part *= 2)
        if (parts & part)
            n += part >= LATHE_DATE_MONTH ? 2 : 1;
    return n;
}

/* ---- life cycle --------------------------------------------------------- */

static void release_column(struct lathe_column *c)
{
    lathe_free(c->name);
    lathe_free(c->why);
    lathe_dict_release(&c->dict);
    lathe_free(c->count);
    lathe_free(c->hot);
    *c = (struct lathe_column){0};
}

static void release_target(struct lathe_target *t)
{
    lathe_free(t->name);
    lathe_dict_release(&t->classes);
    lathe_free(t->class_count);
    *t = (struct lathe_target){0};
}

void lathe_schema_release(struct lathe_schema *s)
{
    for (size_t i = 0; s->column && i < s->n; i++)
        release_column(&s->column[i]);
    lathe_free(s->column);
    for (size_t i = 0; s->target && i < s->targets; i++)
        release_target(&s->target[i]);
    lathe_free(s->target);
    lathe_free(s->weight);
    lathe_list_release(&s->na);
    *s = (struct lathe_schema){0};
}

void lathe_schema_layout(struct lathe_schema *s)
{
    size_t plain = 0, ordinals = 0, dates = 0, indicators = 0, widths = 0;

    s->labels = s->task == LATHE_CLASSIFY ? s->targets : 0;
    s->values = s->task == LATHE_REGRESS ? s->targets : 0;
    s->numbers = s->texts = s->categories = s->pixels = s->hots = 0;
    for (size_t i = 0; i < s->n; i++) {
        const struct lathe_column *c = &s->column[i];

        if (lathe_schema_is_real(c->kind)) {
            s->numbers++;
            plain += c->kind == LATHE_NUMBER;
            dates += lathe_schema_date_inputs(c->parts);
            indicators += c->indicates;
        } else if (c->kind == LATHE_CATEGORY) {
            s->categories++;
            if (c->encode == LATHE_ENCODE_ORDINAL) {
                ordinals++;
            } else {
                s->hots++;
                widths += c->width;
            }
        } else if (c->kind == LATHE_PIXEL) {
            s->pixels++;
        } else if (c->kind == LATHE_TEXT) {
            s->texts += c->dims;
        }
    }
    s->first_ordinal = plain;
    s->first_date = s->first_ordinal + ordinals;
    s->first_indicator = s->first_date + dates;
    s->first_text = s->first_indicator + indicators;
    s->dense = s->first_text + s->texts;
    s->inputs = s->dense + widths + s->pixels;
}

/* ---- copies ------------------------------------------------------------- */

static enum lathe_code copy_text(char **out, const char *s,
                                 struct lathe_err *err)
{
    *out = s ? lathe_strdup(s) : NULL;
    if (s && !*out)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a name)");
    return LATHE_OK;
}

/* Words with what is known of each; `hot` is NULL for classes. */
struct vocabulary {
    struct lathe_dict *dict;
    uint64_t **count;
    uint32_t **hot;
};

/* Copies the words, all or those with a count. An array that `from` has not
 * is not made. */
static enum lathe_code copy_words(struct vocabulary *to,
                                  const struct vocabulary *from, bool trim,
                                  struct lathe_err *err)
{
    const struct lathe_dict *words = from->dict;
    const uint64_t *count = *from->count;
    bool has_hot = to->hot && *from->hot;
    enum lathe_code rc = LATHE_OK;

    if (count)
        rc = lathe_new(to->count, words->n, sizeof **to->count, "counts", err);
    if (!rc && has_hot)
        rc = lathe_new(to->hot, words->n, sizeof **to->hot, "places", err);
    for (uint32_t i = 0; i < words->n && !rc; i++) {
        uint32_t code;

        if (trim && count && count[i] == 0)
            continue;
        rc = lathe_dict_add(to->dict, words->word[i], words->length[i], &code,
                            err);
        if (!rc && count)
            (*to->count)[code] = count[i];
        if (!rc && has_hot)
            (*to->hot)[code] = (*from->hot)[i];
    }
    return rc;
}

/* The code, as a double, of the same word in another dictionary; -1: none. */
static double moved_code(const struct lathe_dict *to,
                         const struct lathe_dict *from, double code)
{
    uint32_t i, moved = LATHE_DICT_NONE;

    if (code >= 0.0 && code < from->n) {
        i = (uint32_t)code;
        moved = lathe_dict_find(to, from->word[i], from->length[i]);
    }
    return moved == LATHE_DICT_NONE ? -1.0 : (double)moved;
}

static enum lathe_code copy_column(struct lathe_column *to,
                                   const struct lathe_column *from, bool trim,
                                   struct lathe_err *err)
{
    struct lathe_column source = *from;
    struct vocabulary a = {&source.dict, &source.count, &source.hot};
    struct vocabulary b = {&to->dict, &to->count, &to->hot};
    enum lathe_code rc;

    *to = source;
    to->name = to->why = NULL;
    to->dict = (struct lathe_dict){0};
    to->count = NULL;
    to->hot = NULL;
    rc = copy_text(&to->name, from->name, err);
    if (!rc)
        rc = copy_text(&to->why, from->why, err);
    if (!rc)
        rc = copy_words(&b, &a, trim, err);
    if (!rc && trim && from->kind == LATHE_CATEGORY &&
        from->encode != LATHE_ENCODE_HASH)
        to->fill = moved_code(&to->dict, &from->dict, from->fill);
    return rc;
}

static enum lathe_code copy_target(struct lathe_target *to,
                                   const struct lathe_target *from, bool trim,
                                   struct lathe_err *err)
{
    struct lathe_target source = *from;
    struct vocabulary a = {&source.classes, &source.class_count, NULL};
    struct vocabulary b = {&to->classes, &to->class_count, NULL};
    enum lathe_code rc;

    *to = source;
    to->name = NULL;
    to->classes = (struct lathe_dict){0};
    to->class_count = NULL;
    rc = copy_text(&to->name, from->name, err);
    return rc ? rc : copy_words(&b, &a, trim, err);
}

static enum lathe_code copy_schema(struct lathe_schema *out,
                                   const struct lathe_schema *s, bool trim,
                                   struct lathe_err *err)
{
    struct lathe_schema to = *s;
    enum lathe_code rc;

    to.column = NULL;
    to.target = NULL;
    to.weight = NULL;
    to.na = (struct lathe_list){0};
    rc = lathe_new(&to.column, s->n, sizeof *to.column, "columns", err);
    if (!rc)
        rc = lathe_new(&to.target, s->targets, sizeof *to.target, "targets",
                       err);
    for (size_t i = 0; i < s->n && !rc; i++)
        rc = copy_column(&to.column[i], &s->column[i], trim, err);
    for (size_t i = 0; i < s->targets && !rc; i++)
        rc = copy_target(&to.target[i], &s->target[i], trim, err);
    if (!rc)
        rc = copy_text(&to.weight, s->weight, err);
    for (size_t i = 0; i < s->na.n && !rc; i++)
        rc = lathe_list_add(&to.na, s->na.v[i], err);
    if (rc)
        lathe_schema_release(&to);
    *out = to;
    return rc;
}

enum lathe_code lathe_schema_copy(struct lathe_schema *out,
                                  const struct lathe_schema *s,
                                  struct lathe_err *err)
{
    return copy_schema(out, s, false, err);
}

enum lathe_code lathe_schema_trim(struct lathe_schema *out,
                                  const struct lathe_schema *s,
                                  struct lathe_err *err)
{
    return copy_schema(out, s, true, err);
}

const struct lathe_column *lathe_schema_find(const struct lathe_schema *s,
                                             const char *name)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->column[i].name, name) == 0)
            return &s->column[i];
    return NULL;
}

const struct lathe_column *lathe_schema_next(const struct lathe_schema *s,
                                             const char *name, size_t *next)
{
    const struct lathe_column *c =
        *next < s->n && strcmp(s->column[*next].name, name) == 0
            ? &s->column[*next] : lathe_schema_find(s, name);

    if (c)
        *next = (size_t)(c - s->column) + 1;
    return c;
}

void lathe_schema_remove(struct lathe_schema *s, size_t i)
{
    release_column(&s->column[i]);
    memmove(&s->column[i], &s->column[i + 1],
            (s->n - i - 1) * sizeof *s->column);
    s->column[--s->n] = (struct lathe_column){0};
}

/* ---- targets ------------------------------------------------------------ */

enum lathe_code lathe_schema_add_target(struct lathe_schema *s,
                                        const char *name,
                                        struct lathe_err *err)
{
    size_t cap = s->targets;
    struct lathe_target t = {.factor = 1};
    enum lathe_code rc = LATHE_OK;

    if (s->targets >= LATHE_SCHEMA_TARGETS)
        return lathe_fail(err, LATHE_EARG, "more than %d targets",
                          LATHE_SCHEMA_TARGETS);
    rc = lathe_grow(&s->target, &cap, s->targets + 1, sizeof *s->target, err);
    if (!rc)
        rc = copy_text(&t.name, name, err);
    if (!rc)
        s->target[s->targets++] = t;
    return rc;
}

size_t lathe_schema_find_target(const struct lathe_schema *s, const char *name)
{
    size_t i = 0;

    while (i < s->targets && strcmp(s->target[i].name, name) != 0)
        i++;
    return i;
}

size_t lathe_schema_same_target(const struct lathe_schema *have,
                                const struct lathe_schema *want, size_t t)
{
    if (have->targets == 1 && want->targets == 1)
        return 0;
    return lathe_schema_find_target(have, want->target[t].name);
}

size_t lathe_schema_classes(const struct lathe_schema *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->targets; i++)
        n += s->target[i].classes.n;
    return n;
}

size_t lathe_schema_answers(const struct lathe_schema *s)
{
    return s->task == LATHE_CLASSIFY ? lathe_schema_classes(s) : s->targets;
}

const char *lathe_schema_target_names(char out[LATHE_SCHEMA_NAMES_ROOM],
                                      const struct lathe_schema *s)
{
    const size_t more = 24;             /* " and 4095 more" */
    size_t n = 0;

    out[0] = '\0';
    for (size_t i = 0; i < s->targets; i++) {
        char name[LATHE_EXCERPT_ROOM];
        size_t need;

        lathe_excerpt_of(name, s->target[i].name, strlen(s->target[i].name));
        need = strlen(name) + 4;        /* ", ''" */
        if (n + need + more > LATHE_SCHEMA_NAMES_ROOM) {
            snprintf(out + n, LATHE_SCHEMA_NAMES_ROOM - n, " and %zu more",
                     s->targets - i);
            break;
        }
        n += (size_t)snprintf(out + n, LATHE_SCHEMA_NAMES_ROOM - n, "%s'%s'",
                              i ? ", " : "", name);
    }
    return out;
}

/* ---- differences -------------------------------------------------------- */

static const char *excerpt(char out[LATHE_EXCERPT_ROOM], const char *s)
{
    return lathe_excerpt_of(out, s, strlen(s));
}

/* "a category" of which the data has a column where `want` needs another. */
static const char *kind_noun(enum lathe_column_kind kind)
{
    switch (kind) {
    case LATHE_NUMBER:
        return "a number";
    case LATHE_CATEGORY:
        return "a category";
    case LATHE_PIXEL:
        return "a pixel";
    case LATHE_DATE:
        return "a date";
    case LATHE_TEXT:
        return "a text";
    case LATHE_DROPPED:
        break;
    }
    return "dropped";
}

static void compare_column(struct lathe_buf *out,
                           const struct lathe_column *have,
                           const struct lathe_column *want)
{
    char name[LATHE_EXCERPT_ROOM], why[LATHE_EXCERPT_ROOM];

    if (want->kind == LATHE_DROPPED)
        return;
    excerpt(name, want->name);
    if (!have)
        lathe_buf_printf(out, "column '%s' is missing\n", name);
    else if (have->kind == LATHE_DROPPED)
        lathe_buf_printf(out, "column '%s' was dropped%s%s%s\n", name,
                         have->why ? " (" : "",
                         have->why ? excerpt(why, have->why) : "",
                         have->why ? ")" : "");
    else if (have->kind != want->kind)
        lathe_buf_printf(out, "column '%s' is %s, not %s\n", name,
                         kind_noun(have->kind), kind_noun(want->kind));
    else if (have->dims != want->dims)
        lathe_buf_printf(out, "column '%s' is a text of %u numbers, not %u\n",
                         name, have->dims, want->dims);
    else if (have->encode == LATHE_ENCODE_HASH &&
             want->encode != LATHE_ENCODE_HASH)
        lathe_buf_printf(out, "column '%s' is hashed, so its categories are "
                         "not known\n", name);
}

static bool share_a_class(const struct lathe_dict *a,
                          const struct lathe_dict *b)
{
    for (uint32_t i = 0; i < a->n; i++)
        if (lathe_dict_find(b, a->word[i], a->length[i]) != LATHE_DICT_NONE)
            return true;
    return false;
}

static void compare_images(struct lathe_buf *out, const struct lathe_image *a,
                           const struct lathe_image *b)
{
    if (!a->channels != !b->channels)
        lathe_buf_printf(out, "rows are %simages\n",
                         a->channels ? "" : "not ");
    else if (a->channels != b->channels || a->height != b->height ||
             a->width != b->width)
        lathe_buf_printf(out, "images are %ux%ux%u, not %ux%ux%u\n",
                         a->channels, a->height, a->width, b->channels,
                         b->height, b->width);
}

static void compare_columns(struct lathe_buf *out,
                            const struct lathe_schema *have,
                            const struct lathe_schema *want)
{
    struct lathe_dict names = {0};
    enum lathe_code rc = LATHE_OK;
    uint32_t code;

    for (size_t i = 0; i < have->n && !rc; i++)
        rc = lathe_dict_add(&names, have->column[i].name,
                            strlen(have->column[i].name), &code, NULL);
    for (size_t i = 0; i < want->n; i++) {
        const char *name = want->column[i].name;
        const struct lathe_column *c = NULL;

        code = lathe_dict_find(&names, name, strlen(name));
        if (rc)                 /* no memory for the index: slower */
            c = lathe_schema_find(have, name);
        else if (code != LATHE_DICT_NONE)
            c = &have->column[code];
        compare_column(out, c, &want->column[i]);
    }
    lathe_dict_release(&names);
}

static void compare_target(struct lathe_buf *out,
                           const struct lathe_schema *have,
                           const struct lathe_schema *want, size_t t)
{
    char name[LATHE_EXCERPT_ROOM];
    size_t at = lathe_schema_same_target(have, want, t);

    excerpt(name, want->target[t].name);
    if (at == have->targets)
        lathe_buf_printf(out, "target '%s' is missing\n", name);
    else if (have->task == LATHE_CLASSIFY && want->task == LATHE_CLASSIFY &&
             !share_a_class(&have->target[at].classes,
                            &want->target[t].classes))
        lathe_buf_printf(out, want->targets > 1
                         ? "no class of '%s' is the same\n"
                         : "no class is the same\n", name);
}

void lathe_schema_differences(struct lathe_buf *out,
                              const struct lathe_schema *have,
                              const struct lathe_schema *want)
{
    if (have->task != want->task)
        lathe_buf_printf(out, "the task is %s, not %s\n",
                         lathe_schema_task_name(have->task),
                         lathe_schema_task_name(want->task));
    compare_images(out, &have->image, &want->image);
    if (want->weight && !have->weight)
        lathe_buf_puts(out, "rows have no weights\n");
    compare_columns(out, have, want);
    for (size_t t = 0; t < want->targets; t++)
        compare_target(out, have, want, t);
}
