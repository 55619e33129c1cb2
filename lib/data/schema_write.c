#include "data/schema.h"

#include "base/buf.h"

#include <math.h>
#include <string.h>

/* Everything below a column is on one line, so that people can read the
 * document and it stays short. */
static bool begin_line(struct lathe_json_out *j)
{
    bool was = j->compact;

    j->compact = true;
    return was;
}

/* As lathe_json_double; "-0" would be read as the integer 0. */
static void write_real(struct lathe_json_out *j, const char *key, double v)
{
    if (v == 0.0 && signbit(v))
        lathe_json_raw(j, key, "-0.0");
    else
        lathe_json_double(j, key, v);
}

static void write_count(struct lathe_json_out *j, const char *key, uint64_t v)
{
    lathe_json_int(j, key, (int64_t)v);
}

static void write_place(struct lathe_json_out *j, const char *key,
                        uint32_t place)
{
    if (place == LATHE_COLD)
        lathe_json_raw(j, key, "null");
    else
        lathe_json_int(j, key, place);
}

static void write_stats(struct lathe_json_out *j, const char *key,
                        const struct lathe_number_stats *s)
{
    bool was = begin_line(j);

    lathe_json_open(j, key, '{');
    write_real(j, "mean", s->mean);
    write_real(j, "sd", s->sd);
    write_real(j, "min", s->min);
    write_real(j, "q25", s->q25);
    write_real(j, "median", s->median);
    write_real(j, "q75", s->q75);
    write_real(j, "max", s->max);
    lathe_json_close(j, '}');
    j->compact = was;
}

/* Two arrays: the words, and the training rows of each. */
static void write_words(struct lathe_json_out *j, const char *words,
                        const char *counts, const struct lathe_dict *d,
                        const uint64_t *count)
{
    bool was = begin_line(j);

    lathe_json_open(j, words, '[');
    for (uint32_t i = 0; i < d->n; i++)
        lathe_json_string(j, NULL, d->word[i]);
    lathe_json_close(j, ']');
    lathe_json_open(j, counts, '[');
    for (uint32_t i = 0; i < d->n; i++)
        write_count(j, NULL, count ? count[i] : 0);
    lathe_json_close(j, ']');
    j->compact = was;
}

/* hot[i] = i is the usual case and goes without saying. */
static void write_places(struct lathe_json_out *j,
                         const struct lathe_column *c)
{
    uint32_t i = 0;

    while (i < c->dict.n && c->hot && c->hot[i] == i)
        i++;
    if (i < c->dict.n) {
        bool was = begin_line(j);

        lathe_json_open(j, "places", '[');
        for (i = 0; i < c->dict.n; i++)
            write_place(j, NULL, c->hot ? c->hot[i] : LATHE_COLD);
        lathe_json_close(j, ']');
        j->compact = was;
    }
    write_place(j, "missing_place", c->missing_hot);
    write_place(j, "unknown_place", c->unknown_hot);
    lathe_json_int(j, "width", c->width);
}

static void write_number(struct lathe_json_out *j,
                         const struct lathe_column *c)
{
    bool was;

    lathe_json_string(j, "impute", lathe_schema_impute_name(c->impute));
    lathe_json_string(j, "scale", lathe_schema_scale_name(c->scale));
    write_real(j, "fill", c->fill);
    write_real(j, "shift", c->shift);
    write_real(j, "factor", c->factor);
    if (c->clip > 0)
        write_real(j, "clip_share", c->clip);
    was = begin_line(j);
    lathe_json_open(j, "clip", '[');
    write_real(j, NULL, c->clip_low);
    write_real(j, NULL, c->clip_high);
    lathe_json_close(j, ']');
    j->compact = was;
    if (c->indicator)
        lathe_json_bool(j, "indicator", c->indicates);
    write_stats(j, "stats", &c->stats);
}

static void write_date(struct lathe_json_out *j, const struct lathe_column *c)
{
    bool was;

    lathe_json_string(j, "order", lathe_schema_order_name(c->order));
    lathe_json_string(j, "impute", lathe_schema_impute_name(c->impute));
    lathe_json_string(j, "scale", lathe_schema_scale_name(c->scale));
    write_real(j, "fill", c->fill);
    was = begin_line(j);
    lathe_json_open(j, "parts", '[');
    for (unsigned part = 1; part <= LATHE_DATE_HOUR; part *= 2)
        if (c->parts & part)
            lathe_json_string(
                j, NULL, lathe_schema_part_name((enum lathe_date_part)part));
    lathe_json_close(j, ']');
    j->compact = was;
    write_real(j, "shift", c->shift);
    write_real(j, "factor", c->factor);
    write_real(j, "year_shift", c->year_shift);
    write_real(j, "year_factor", c->year_factor);
    if (c->indicator)
        lathe_json_bool(j, "indicator", c->indicates);
    write_stats(j, "stats", &c->stats);
}

/* "form" is for the day on which other features are counted. */
static void write_text(struct lathe_json_out *j, const struct lathe_column *c)
{
    lathe_json_int(j, "form", 1);
    lathe_json_int(j, "dims", c->dims);
    lathe_json_string(j, "impute", lathe_schema_impute_name(c->impute));
}

static void write_category(struct lathe_json_out *j,
                           const struct lathe_column *c)
{
    lathe_json_string(j, "impute", lathe_schema_impute_name(c->impute));
    lathe_json_string(j, "encode", lathe_schema_encode_name(c->encode));
    if (c->impute == LATHE_IMPUTE_CONSTANT)
        lathe_json_string(j, "fill",
                          c->fill >= 0.0 && c->fill < c->dict.n
                              ? c->dict.word[(uint32_t)c->fill]
                              : NULL);
    write_words(j, "words", "counts", &c->dict, c->count);
    write_places(j, c);
}

static void write_hashed(struct lathe_json_out *j,
                         const struct lathe_column *c)
{
    lathe_json_string(j, "impute", lathe_schema_impute_name(c->impute));
    lathe_json_string(j, "encode", lathe_schema_encode_name(c->encode));
    if (c->impute == LATHE_IMPUTE_CONSTANT)
        lathe_json_int(j, "fill_code", (int64_t)c->fill);
    lathe_json_int(j, "buckets", c->buckets);
    write_place(j, "missing_place", c->missing_hot);
    lathe_json_int(j, "width", c->width);
}

static void write_column(struct lathe_json_out *j,
                         const struct lathe_column *c)
{
    lathe_json_open(j, NULL, '{');
    lathe_json_string(j, "name", c->name);
    lathe_json_string(j, "kind", lathe_schema_kind_name(c->kind));
    write_count(j, "present", c->present);
    write_count(j, "missing", c->missing);
    if (c->kind == LATHE_DROPPED)
        lathe_json_string(j, "why", c->why);
    else if (c->kind == LATHE_NUMBER)
        write_number(j, c);
    else if (c->kind == LATHE_DATE)
        write_date(j, c);
    else if (c->kind == LATHE_TEXT)
        write_text(j, c);
    else if (c->kind == LATHE_CATEGORY && c->encode == LATHE_ENCODE_HASH)
        write_hashed(j, c);
    else if (c->kind == LATHE_CATEGORY)
        write_category(j, c);
    lathe_json_close(j, '}');
}

/* ---- runs of pixels ----------------------------------------------------- */

/* "p12" is prefix "p" and number 12. False for a name without a number. */
static bool is_numbered(const char *name, size_t *prefix, uint32_t *number)
{
    size_t end = strlen(name), first = end;

    while (first > 0 && end - first < 9 && name[first - 1] >= '0' &&
           name[first - 1] <= '9')
        first--;
    while (first + 1 < end && name[first] == '0')
        first++;                /* a leading zero belongs to the prefix */
    *prefix = first;
    *number = 0;
    for (size_t i = first; i < end; i++)
        *number = *number * 10 + (uint32_t)(name[i] - '0');
    return first < end;
}

/* How many columns from `c` on, of n, are pixels that differ in nothing but
 * the number in their names, which counts up. */
static size_t run_of_pixels(const struct lathe_column *c, size_t n)
{
    size_t prefix, len = 0;
    uint32_t first;

    if (c->kind != LATHE_PIXEL || !is_numbered(c->name, &prefix, &first))
        return 0;
    for (; len < n; len++) {
        size_t its_prefix;
        uint32_t number;

        if (c[len].kind != LATHE_PIXEL || c[len].present != c->present ||
            c[len].missing != c->missing ||
            !is_numbered(c[len].name, &its_prefix, &number) ||
            its_prefix != prefix || number != first + len ||
            memcmp(c[len].name, c->name, prefix) != 0)
            break;
    }
    return len;
}

static void write_run(struct lathe_json_out *j, const struct lathe_column *c,
                      size_t n)
{
    struct lathe_buf prefix = {0};
    size_t len;
    uint32_t first;

    is_numbered(c->name, &len, &first);
    lathe_buf_add(&prefix, c->name, len);
    lathe_json_open(j, NULL, '{');
    lathe_json_string(j, "prefix", prefix.s);
    lathe_json_int(j, "first", first);
    write_count(j, "columns", n);
    lathe_json_string(j, "kind", lathe_schema_kind_name(c->kind));
    write_count(j, "present", c->present);
    write_count(j, "missing", c->missing);
    lathe_json_close(j, '}');
    lathe_buf_release(&prefix);
}

static void write_columns(struct lathe_json_out *j,
                          const struct lathe_schema *s)
{
    lathe_json_open(j, "columns", '[');
    for (size_t i = 0; i < s->n;) {
        size_t run = run_of_pixels(&s->column[i], s->n - i);

        if (run > 1) {
            write_run(j, &s->column[i], run);
            i += run;
        } else {
            write_column(j, &s->column[i++]);
        }
    }
    lathe_json_close(j, ']');
}

/* ---- the schema --------------------------------------------------------- */

static void write_char(struct lathe_json_out *j, const char *key, char c)
{
    char text[2] = {c, '\0'};

    lathe_json_string(j, key, c ? text : NULL);
}

static void write_image(struct lathe_json_out *j, const struct lathe_image *m)
{
    bool was = begin_line(j);

    lathe_json_open(j, "image", '{');
    lathe_json_int(j, "channels", m->channels);
    lathe_json_int(j, "height", m->height);
    lathe_json_int(j, "width", m->width);
    lathe_json_open(j, "shift", '[');
    for (uint32_t i = 0; i < m->channels && i < 4; i++)
        write_real(j, NULL, (double)m->shift[i]);
    lathe_json_close(j, ']');
    lathe_json_open(j, "factor", '[');
    for (uint32_t i = 0; i < m->channels && i < 4; i++)
        write_real(j, NULL, (double)m->factor[i]);
    lathe_json_close(j, ']');
    lathe_json_close(j, '}');
    j->compact = was;
}

static void write_text_form(struct lathe_json_out *j,
                            const struct lathe_schema *s)
{
    bool was = begin_line(j);

    lathe_json_open(j, "csv", '{');
    write_char(j, "delimiter", s->dialect.delimiter);
    write_char(j, "quote", s->dialect.quote);
    write_char(j, "comment", s->dialect.comment);
    lathe_json_bool(j, "header", s->dialect.header);
    if (s->dialect.latin1)
        lathe_json_string(j, "encoding", "latin1");
    if (s->inf_missing)
        lathe_json_string(j, "inf", "missing");
    lathe_json_open(j, "na", '[');
    for (size_t i = 0; i < s->na.n; i++)
        lathe_json_string(j, NULL, s->na.v[i]);
    lathe_json_close(j, ']');
    lathe_json_close(j, '}');
    j->compact = was;
}

static void write_target(struct lathe_json_out *j, enum lathe_task task,
                         const struct lathe_target *t)
{
    if (task == LATHE_CLASSIFY) {
        write_words(j, "classes", "class_counts", &t->classes,
                    t->class_count);
    } else {
        write_stats(j, "target_stats", &t->stats);
        write_real(j, "target_shift", t->shift);
        write_real(j, "target_factor", t->factor);
    }
}

static void write_targets(struct lathe_json_out *j,
                          const struct lathe_schema *s)
{
    lathe_json_open(j, "targets", '[');
    for (size_t i = 0; i < s->targets; i++) {
        lathe_json_open(j, NULL, '{');
        lathe_json_string(j, "target", s->target[i].name);
        write_target(j, s->task, &s->target[i]);
        lathe_json_close(j, '}');
    }
    lathe_json_close(j, ']');
}

void lathe_schema_write(struct lathe_json_out *j, const char *key,
                        const struct lathe_schema *s)
{
    lathe_json_open(j, key, '{');
    lathe_json_string(j, "task", lathe_schema_task_name(s->task));
    if (s->targets == 1)
        lathe_json_string(j, "target", s->target[0].name);
    if (s->weight)
        lathe_json_string(j, "weight", s->weight);
    write_count(j, "rows", s->rows);
    if (s->targets == 1)
        write_target(j, s->task, &s->target[0]);
    else
        write_targets(j, s);
    if (s->image.channels)
        write_image(j, &s->image);
    write_text_form(j, s);
    write_columns(j, s);
    lathe_json_close(j, '}');
}
