#include "eval/require.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "data/nearest.h"

#include <math.h>
#include <string.h>

/* Longer ones first: ">" is the begin of ">=". */
static const struct {
    const char *text;
    enum lathe_relation relation;
} relations[] = {
    {">=", LATHE_AT_LEAST}, {"<=", LATHE_AT_MOST}, {"==", LATHE_EQUAL},
    {">", LATHE_MORE},      {"<", LATHE_LESS},
};

#define RELATIONS (sizeof relations / sizeof *relations)

const char *lathe_require_relation(enum lathe_relation r)
{
    for (size_t i = 0; i < RELATIONS; i++)
        if (relations[i].relation == r)
            return relations[i].text;
    return "?";
}

static void release_one(struct lathe_requirement *r)
{
    lathe_free(r->text);
    lathe_free(r->metric);
    lathe_free(r->part);
}

void lathe_require_release(struct lathe_requirements *r)
{
    for (size_t i = 0; i < r->n; i++)
        release_one(&r->v[i]);
    lathe_free(r->v);
    *r = (struct lathe_requirements){0};
}

/* ---- parsing ------------------------------------------------------------ */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static const char *skip_blanks(const char *s)
{
    while (is_blank(*s))
        s++;
    return s;
}

/* Shrinks [s, *end) by the blanks at its end. */
static size_t length_to(const char *s, const char *end)
{
    while (end > s && is_blank(end[-1]))
        end--;
    return (size_t)(end - s);
}

/* OP NUMBER at `s`. */
static enum lathe_code parse_bound(struct lathe_requirement *r, const char *s,
                                   struct lathe_err *err)
{
    size_t i = 0, n;

    s = skip_blanks(s);
    while (i < RELATIONS &&
           strncmp(s, relations[i].text, strlen(relations[i].text)) != 0)
        i++;
    if (i == RELATIONS)
        return lathe_fail(err, LATHE_EARG,
                          "requirement '%s': expected >=, >, <=, < or == "
                          "and a number, as in 'f1>=0.8'", r->text);
    r->relation = relations[i].relation;
    s = skip_blanks(s + strlen(relations[i].text));
    n = length_to(s, s + strlen(s));
    if (!lathe_decimal_parse(s, n, &r->bound) || !isfinite(r->bound))
        return lathe_fail(err, LATHE_EARG,
                          "requirement '%s': '%.*s' is not a number", r->text,
                          (int)(n < 64 ? n : 64), s);
    return LATHE_OK;
}

static enum lathe_code copy(char **out, const char *s, size_t n,
                            struct lathe_err *err)
{
    *out = lathe_strndup(s, n);
    if (!*out)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a requirement)");
    return LATHE_OK;
}

static enum lathe_code no_metric(const struct lathe_requirement *r,
                                 struct lathe_err *err)
{
    struct lathe_buf names = {0};
    enum lathe_code rc;

    lathe_evaluation_names(&names, r->part);
    rc = lathe_buf_check(&names, err);
    if (!rc)
        rc = lathe_fail(err, LATHE_EARG,
                        "requirement '%s': there is no metric '%s'%s; there "
                        "are %s", r->text, r->metric,
                        r->part ? " of a class or target" : "", names.s);
    lathe_buf_release(&names);
    return rc;
}

/* Whether there is such a metric of anything. */
static bool is_metric(const char *name, bool of_part)
{
    bool is = false;

    for (int task = LATHE_CLASSIFY; task <= LATHE_REGRESS; task++)
        for (int several = 0; several < 2; several++)
            is |= lathe_evaluation_has((enum lathe_task)task, several, name,
                                       of_part);
    return is;
}

static enum lathe_code parse_one(struct lathe_requirement *r, const char *text,
                                 struct lathe_err *err)
{
    enum lathe_code rc = copy(&r->text, text, strlen(text), err);
    const char *name = skip_blanks(text);
    const char *end = name + strcspn(name, "[<>=");
    const char *rest = end;

    if (!rc)
        rc = copy(&r->metric, name, length_to(name, end), err);
    if (rc)
        return rc;
    if (*end == '[') {
        rest = strrchr(end, ']');
        if (!rest)
            return lathe_fail(err, LATHE_EARG,
                              "requirement '%s': no ']' after the name",
                              text);
        rc = copy(&r->part, end + 1, (size_t)(rest - end - 1), err);
        if (rc)
            return rc;
        rest++;
    }
    if (!is_metric(r->metric, r->part))
        return no_metric(r, err);
    return parse_bound(r, rest, err);
}

enum lathe_code lathe_require_parse(struct lathe_requirements *r,
                                    const struct lathe_list *texts,
                                    struct lathe_err *err)
{
    struct lathe_requirements all = {0};
    enum lathe_code rc;

    rc = lathe_new(&all.v, texts->n, sizeof *all.v, "requirements", err);
    while (!rc && all.n < texts->n) {
        all.n++;
        rc = parse_one(&all.v[all.n - 1], texts->v[all.n - 1], err);
    }
    if (rc)
        goto out;

    *r = all;
    all = (struct lathe_requirements){0};
out:
    lathe_require_release(&all);
    return rc;
}

/* ---- against a model ---------------------------------------------------- */

/* Classes of one target, or the targets. */
static enum lathe_code list_parts(struct lathe_list *out,
                                  const struct lathe_schema *s,
                                  struct lathe_err *err)
{
    const struct lathe_dict *classes = &s->target[0].classes;
    size_t n = s->targets > 1 ? s->targets : classes->n;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < n && !rc; i++)
        rc = lathe_list_add(out, s->targets > 1 ? s->target[i].name
                                                : classes->word[i], err);
    return rc;
}

static enum lathe_code no_part(const struct lathe_requirement *r,
                               const struct lathe_list *names, bool several,
                               struct lathe_err *err)
{
    struct lathe_buf hint = {0};
    enum lathe_code rc;

    lathe_nearest_hint(&hint, names, r->part);
    rc = lathe_buf_check(&hint, err);
    if (!rc)
        rc = lathe_fail(err, LATHE_EARG,
                        "requirement '%s': the model has no %s '%s'%s",
                        r->text, several ? "target" : "class", r->part,
                        hint.s);
    lathe_buf_release(&hint);
    return rc;
}

static const char *what_is_predicted(const struct lathe_schema *s)
{
    if (s->task == LATHE_REGRESS)
        return "numbers";
    return s->targets > 1 ? "labels" : "classes";
}

enum lathe_code lathe_require_resolve(struct lathe_requirements *r,
                                      const struct lathe_schema *schema,
                                      struct lathe_err *err)
{
    bool several = schema->targets > 1;
    struct lathe_list names = {0};
    enum lathe_code rc = r->n ? list_parts(&names, schema, err) : LATHE_OK;

    for (size_t i = 0; i < r->n && !rc; i++) {
        struct lathe_requirement *q = &r->v[i];

        q->place = -1;
        if (!lathe_evaluation_has(schema->task, several, q->metric, q->part))
            rc = lathe_fail(err, LATHE_EARG,
                            "requirement '%s': the model predicts %s, for "
                            "which there is no metric '%s'%s", q->text,
                            what_is_predicted(schema), q->metric,
                            !q->part  ? ""
                            : several ? " of one target"
                                      : " of one class");
        else if (q->part && (q->place = lathe_list_find(&names, q->part)) < 0)
            rc = no_part(q, &names, several, err);
    }
    lathe_list_release(&names);
    return rc;
}

/* NaN holds nothing. */
static bool relation_holds(enum lathe_relation r, double value, double bound)
{
    switch (r) {
    case LATHE_AT_LEAST:
        return value >= bound;
    case LATHE_MORE:
        return value > bound;
    case LATHE_AT_MOST:
        return value <= bound;
    case LATHE_LESS:
        return value < bound;
    case LATHE_EQUAL:
        return value == bound;
    }
    return false;
}

void lathe_require_check(struct lathe_requirements *r,
                         const struct lathe_evaluation *e)
{
    r->failed = 0;
    for (size_t i = 0; i < r->n; i++) {
        struct lathe_requirement *q = &r->v[i];

        q->value = lathe_evaluation_find(e, q->metric, q->place);
        q->holds = !q->value.why &&
                   relation_holds(q->relation, q->value.value, q->bound);
        r->failed += !q->holds;
    }
}

void lathe_require_value(char out[LATHE_DECIMAL_ROOM],
                         const struct lathe_requirement *q)
{
    double few = lathe_metric_round(q->value.value, 4);

    if (q->value.why) {
        memcpy(out, "-", 2);
        return;
    }
    if (relation_holds(q->relation, few, q->bound) != q->holds)
        few = q->value.value;
    lathe_decimal_double(out, few);
}

static void put_failure(struct lathe_buf *b, const struct lathe_requirement *q)
{
    char value[LATHE_DECIMAL_ROOM];

    lathe_require_value(value, q);
    if (q->value.why)
        lathe_buf_printf(b, "%s (is undefined: %s)", q->text,
                         lathe_metric_reason(q->value.why));
    else
        lathe_buf_printf(b, "%s (is %s)", q->text, value);
}

enum lathe_code lathe_require_verdict(const struct lathe_requirements *r,
                                      struct lathe_err *err)
{
    struct lathe_buf b = {0};
    const char *between = "";
    enum lathe_code rc;

    if (!r->failed)
        return LATHE_OK;
    for (size_t i = 0; i < r->n; i++) {
        const struct lathe_requirement *q = &r->v[i];

        if (q->holds)
            continue;
        lathe_buf_puts(&b, between);
        put_failure(&b, q);
        between = ", ";
    }
    rc = lathe_buf_check(&b, err);
    if (!rc && r->n == 1)
        rc = lathe_fail(err, LATHE_EGATE, "the requirement does not hold: %s",
                        b.s);
    else if (!rc)
        rc = lathe_fail(err, LATHE_EGATE,
                        "%zu of %zu requirements %s not hold: %s", r->failed,
                        r->n, r->failed == 1 ? "does" : "do", b.s);
    lathe_buf_release(&b);
    return rc;
}
