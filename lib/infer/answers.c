#include "infer/answers.h"

#include "base/alloc.h"
#include "base/decimal.h"
#include "base/json.h"
#include "infer/predictor.h"

#include <string.h>

static enum lathe_code take_keep(struct lathe_answers *a, const char *keep,
                                 const char *source, struct lathe_err *err)
{
    struct lathe_list wanted = {0};
    enum lathe_code rc = lathe_list_split(&wanted, keep, ',', err);

    if (!rc)
        rc = lathe_new(&a->keep, wanted.n, sizeof *a->keep, "columns", err);
    for (size_t i = 0; i < wanted.n && !rc; i++) {
        long at = lathe_list_find(a->names, wanted.v[i]);

        if (at < 0)
            rc = lathe_fail(err, LATHE_EARG,
                            "'%s' has no column '%s' to keep", source,
                            wanted.v[i]);
        a->keep[a->kept++] = at;
    }
    lathe_list_release(&wanted);
    return rc;
}

enum lathe_code lathe_answers_init(struct lathe_answers *a,
                                   const struct lathe_schema *schema,
                                   const struct lathe_list *names,
                                   const char *keep, const char *source,
                                   struct lathe_err *err)
{
    struct lathe_buf name = {0};
    enum lathe_code rc = LATHE_OK;
    bool taken = false;

    *a = (struct lathe_answers){ .schema = schema, .names = names };
    if (keep)
        rc = take_keep(a, keep, source, err);
    for (size_t i = 0; i < a->kept && !rc; i++)
        taken |= strcmp(names->v[a->keep[i]], schema->target) == 0;
    lathe_buf_printf(&name, "%s%s", taken ? "predicted " : "",
                     schema->target);
    if (!rc)
        rc = lathe_buf_check(&name, err);
    if (rc) {
        lathe_buf_release(&name);
        lathe_answers_release(a);
        return rc;
    }
    a->name = name.s;
    return LATHE_OK;
}

void lathe_answers_release(struct lathe_answers *a)
{
    lathe_free(a->keep);
    lathe_free(a->name);
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

/* "p(CLASS)" as one field. */
static void add_class(struct lathe_buf *out, const char *word, size_t n)
{
    bool quoted = needs_quotes(word, n);

    lathe_buf_puts(out, quoted ? "\"p(" : "p(");
    for (size_t i = 0; i < n; i++) {
        if (word[i] == '"')
            lathe_buf_putc(out, '"');
        lathe_buf_putc(out, word[i]);
    }
    lathe_buf_puts(out, quoted ? ")\"" : ")");
}

void lathe_answers_header(const struct lathe_answers *a, struct lathe_buf *out)
{
    const struct lathe_dict *classes = &a->schema->classes;

    if (a->json)
        return;
    for (size_t i = 0; i < a->kept; i++) {
        const char *name = a->names->v[a->keep[i]];

        add_field(out, name, strlen(name));
        lathe_buf_putc(out, ',');
    }
    add_field(out, a->name, strlen(a->name));
    for (uint32_t c = 0; a->proba && c < classes->n; c++) {
        lathe_buf_putc(out, ',');
        add_class(out, classes->word[c], classes->length[c]);
    }
    lathe_buf_putc(out, '\n');
}

static void add_csv(const struct lathe_answers *a,
                    const struct lathe_field *field, const float *answer,
                    size_t k, struct lathe_buf *out)
{
    const struct lathe_dict *classes = &a->schema->classes;

    for (size_t i = 0; i < a->kept; i++) {
        const struct lathe_field *f = &field[a->keep[i]];

        add_field(out, f->s, f->len);
        lathe_buf_putc(out, ',');
    }
    if (a->schema->task == LATHE_CLASSIFY) {
        size_t best = lathe_predictor_argmax(answer, k);

        add_field(out, classes->word[best], classes->length[best]);
    } else {
        add_float(out, answer[0]);
    }
    for (size_t c = 0; a->proba && c < k; c++) {
        lathe_buf_putc(out, ',');
        add_float(out, answer[c]);
    }
    lathe_buf_putc(out, '\n');
}

/* ---- JSON lines --------------------------------------------------------- */

static void add_json(const struct lathe_answers *a,
                     const struct lathe_field *field, const float *answer,
                     size_t k, struct lathe_buf *out)
{
    const struct lathe_dict *classes = &a->schema->classes;
    struct lathe_json_out j = { .out = out, .compact = true };

    lathe_json_open(&j, NULL, '{');
    for (size_t i = 0; i < a->kept; i++)
        lathe_json_string(&j, a->names->v[a->keep[i]], field[a->keep[i]].s);
    if (a->schema->task == LATHE_CLASSIFY)
        lathe_json_string(&j, a->name,
                          classes->word[lathe_predictor_argmax(answer, k)]);
    else
        lathe_json_float(&j, a->name, answer[0]);
    if (a->proba) {
        lathe_json_open(&j, "probabilities", '{');
        for (uint32_t c = 0; c < classes->n; c++)
            lathe_json_float(&j, classes->word[c], answer[c]);
        lathe_json_close(&j, '}');
    }
    lathe_json_close(&j, '}');
    lathe_buf_putc(out, '\n');
}

void lathe_answers_row(const struct lathe_answers *a,
                       const struct lathe_field *field, const float *answer,
                       size_t k, struct lathe_buf *out)
{
    if (a->json)
        add_json(a, field, answer, k, out);
    else
        add_csv(a, field, answer, k, out);
}
