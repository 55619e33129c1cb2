#include "infer/answers.h"

#include "base/alloc.h"
#include "base/decimal.h"
#include "base/json.h"
#include "data/namelist.h"
#include "data/nearest.h"
#include "infer/predictor.h"

#include <math.h>
#include <string.h>

static enum lathe_code no_column(const struct lathe_list *names,
                                 const char *name, const char *source,
                                 struct lathe_err *err)
{
    struct lathe_buf hint = {0};
    enum lathe_code rc;

    lathe_nearest_hint(&hint, names, name);
    rc = lathe_fail(err, LATHE_EDATA, "'%s' has no column '%s' to keep%s",
                    source, name, hint.s ? hint.s : "");
    lathe_buf_release(&hint);
    return rc;
}

static enum lathe_code take_keep(struct lathe_answers *a, const char *keep,
                                 const char *source, struct lathe_err *err)
{
    struct lathe_list wanted = {0};
    enum lathe_code rc = lathe_namelist_read(&wanted, "keep", keep, a->names,
                                             err);

    if (!rc)
        rc = lathe_new(&a->keep, wanted.n, sizeof *a->keep, "columns", err);
    for (size_t i = 0; i < wanted.n && !rc; i++) {
        long at = lathe_list_find(a->names, wanted.v[i]);

        if (at < 0)
            rc = no_column(a->names, wanted.v[i], source, err);
        a->keep[a->kept++] = at;
    }
    lathe_list_release(&wanted);
    return rc;
}

/* The name of an answer: the target's, unless a kept column has that. */
static enum lathe_code name_answer(struct lathe_answers *a, size_t t,
                                   struct lathe_err *err)
{
    const char *target = a->schema->target[t].name;
    struct lathe_buf name = {0};
    bool taken = false;
    enum lathe_code rc;

    for (size_t i = 0; i < a->kept; i++)
        taken |= strcmp(a->names->v[a->keep[i]], target) == 0;
    lathe_buf_printf(&name, "%s%s", taken ? "predicted " : "", target);
    rc = lathe_buf_check(&name, err);
    if (rc)
        lathe_buf_release(&name);
    a->name[t] = name.s;
    return rc;
}

enum lathe_code lathe_answers_init(struct lathe_answers *a,
                                   const struct lathe_schema *schema,
                                   const struct lathe_list *names,
                                   const char *keep, const char *source,
                                   struct lathe_err *err)
{
    enum lathe_code rc;

    *a = (struct lathe_answers){ .schema = schema, .names = names };
    rc = lathe_new(&a->name, schema->targets, sizeof *a->name, "names", err);
    if (!rc && keep)
        rc = take_keep(a, keep, source, err);
    for (size_t t = 0; t < schema->targets && !rc; t++)
        rc = name_answer(a, t, err);
    if (rc)
        lathe_answers_release(a);
    return rc;
}

void lathe_answers_release(struct lathe_answers *a)
{
    for (size_t t = 0; a->name && t < a->schema->targets; t++)
        lathe_free(a->name[t]);
    lathe_free(a->name);
    lathe_free(a->keep);
    *a = (struct lathe_answers){0};
}

/* ---- CSV ---------------------------------------------------------------- */

static bool needs_quotes(const char *s, size_t n)
{
    if (n == 0)
        return false;
    if (strchr(" \t", s[0]) || strchr(" \t", s[n - 1]))
        return true;            /* readers cut blanks off */
    for (size_t i = 0; i < n; i++)
        if (s[i] == ',' || s[i] == '"' || s[i] == '\n' || s[i] == '\r')
            return true;
    return false;
}

static void add_field(struct lathe_buf *out, const char *s, size_t n)
{
    if (!needs_quotes(s, n)) {
        lathe_buf_add(out, s, n);
        return;
    }
    lathe_buf_putc(out, '"');
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '"')
            lathe_buf_putc(out, '"');
        lathe_buf_putc(out, s[i]);
    }
    lathe_buf_putc(out, '"');
}

static void add_float(struct lathe_buf *out, float v)
{
    char text[LATHE_DECIMAL_ROOM];

    lathe_buf_add(out, text, lathe_decimal_float(text, v));
}

static void add_words(struct lathe_buf *out, const char *word, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (word[i] == '"')
            lathe_buf_putc(out, '"');
        lathe_buf_putc(out, word[i]);
    }
}

/* "p(CLASS)", or "p(TARGET=CLASS)", as one field. */
static void add_class(const struct lathe_answers *a, size_t t, uint32_t c,
                      struct lathe_buf *out)
{
    const struct lathe_target *target = &a->schema->target[t];
    const char *word = target->classes.word[c], *name = target->name;
    bool several = a->schema->targets > 1;
    bool quoted = needs_quotes(word, target->classes.length[c]) ||
                  (several && needs_quotes(name, strlen(name)));

    lathe_buf_puts(out, quoted ? "\"p(" : "p(");
    if (several) {
        add_words(out, name, strlen(name));
        lathe_buf_putc(out, '=');
    }
    add_words(out, word, target->classes.length[c]);
    lathe_buf_puts(out, quoted ? ")\"" : ")");
}

void lathe_answers_header(const struct lathe_answers *a, struct lathe_buf *out)
{
    const struct lathe_schema *s = a->schema;

    if (a->json)
        return;
    for (size_t i = 0; i < a->kept; i++) {
        const char *name = a->names->v[a->keep[i]];

        add_field(out, name, strlen(name));
        lathe_buf_putc(out, ',');
    }
    for (size_t t = 0; t < s->targets; t++) {
        if (t)
            lathe_buf_putc(out, ',');
        add_field(out, a->name[t], strlen(a->name[t]));
    }
    for (size_t t = 0; a->proba && t < s->targets; t++)
        for (uint32_t c = 0; c < s->target[t].classes.n; c++) {
            lathe_buf_putc(out, ',');
            add_class(a, t, c, out);
        }
    lathe_buf_putc(out, '\n');
}

/* The class of the highest probability, or `none`. */
static const char *best_class(const struct lathe_target *t,
                              const float *answer, const char *none)
{
    size_t best = lathe_predictor_argmax(answer, t->classes.n);

    return best < t->classes.n ? t->classes.word[best] : none;
}

static void add_csv(const struct lathe_answers *a,
                    const struct lathe_field *field, const float *answer,
                    size_t k, struct lathe_buf *out)
{
    const struct lathe_schema *s = a->schema;
    const float *of = answer;

    for (size_t i = 0; i < a->kept; i++) {
        const struct lathe_field *f = &field[a->keep[i]];

        add_field(out, f->s, f->len);
        lathe_buf_putc(out, ',');
    }
    for (size_t t = 0; t < s->targets; t++) {
        if (t)
            lathe_buf_putc(out, ',');
        if (s->task == LATHE_CLASSIFY) {
            const char *best = best_class(&s->target[t], of, "nan");

            add_field(out, best, strlen(best));
            of += s->target[t].classes.n;
        } else {
            add_float(out, *of++);
        }
    }
    for (size_t c = 0; a->proba && c < k; c++) {
        lathe_buf_putc(out, ',');
        add_float(out, answer[c]);
    }
    lathe_buf_putc(out, '\n');
}

/* ---- JSON lines --------------------------------------------------------- */

/* "probabilities": {CLASS: p}, or {TARGET: {CLASS: p}}. */
static void add_probabilities(const struct lathe_answers *a,
                              const float *answer, struct lathe_json_out *j)
{
    const struct lathe_schema *s = a->schema;

    lathe_json_open(j, "probabilities", '{');
    for (size_t t = 0; t < s->targets; t++) {
        const struct lathe_dict *classes = &s->target[t].classes;

        if (s->targets > 1)
            lathe_json_open(j, s->target[t].name, '{');
        for (uint32_t c = 0; c < classes->n; c++)
            lathe_json_float(j, classes->word[c], *answer++);
        if (s->targets > 1)
            lathe_json_close(j, '}');
    }
    lathe_json_close(j, '}');
}

static void add_json(const struct lathe_answers *a,
                     const struct lathe_field *field, const float *answer,
                     struct lathe_buf *out)
{
    const struct lathe_schema *s = a->schema;
    struct lathe_json_out j = { .out = out, .compact = true };
    const float *of = answer;

    lathe_json_open(&j, NULL, '{');
    for (size_t i = 0; i < a->kept; i++)
        lathe_json_string(&j, a->names->v[a->keep[i]], field[a->keep[i]].s);
    for (size_t t = 0; t < s->targets; t++) {
        const struct lathe_dict *classes = &s->target[t].classes;

        if (s->task == LATHE_CLASSIFY)
            lathe_json_string(&j, a->name[t],
                              best_class(&s->target[t], of, NULL));
        else
            lathe_json_float(&j, a->name[t], *of);
        of += s->task == LATHE_CLASSIFY ? classes->n : 1;
    }
    if (a->proba)
        add_probabilities(a, answer, &j);
    lathe_json_close(&j, '}');
    lathe_buf_putc(out, '\n');
}

bool lathe_answers_row(const struct lathe_answers *a,
                       const struct lathe_field *field, const float *answer,
                       size_t k, struct lathe_buf *out)
{
    bool finite = true;

    for (size_t i = 0; i < k; i++)
        finite = finite && isfinite(answer[i]);
    if (a->json)
        add_json(a, field, answer, out);
    else
        add_csv(a, field, answer, k, out);
    return finite;
}
