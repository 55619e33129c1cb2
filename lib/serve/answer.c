#include "serve/answer.h"

void lathe_answer_begin(struct lathe_json_out *j,
                        const struct lathe_served *m)
{
    lathe_json_open(j, NULL, '{');
    lathe_json_string(j, "model", m->name);
    lathe_json_string(j, "digest", m->digest);
    lathe_json_open(j, "predictions", '[');
}

/* The members of one target's answer; how many numbers it took. */
static size_t write_target(struct lathe_json_out *j, enum lathe_task task,
                           const struct lathe_target *t, const float *answer)
{
    const struct lathe_dict *classes = &t->classes;
    size_t best;

    if (task == LATHE_REGRESS) {
        lathe_json_float(j, "value", answer[0]);
        return 1;
    }
    best = lathe_predictor_argmax(answer, classes->n);
    lathe_json_string(j, "class",
                      best < classes->n ? classes->word[best] : NULL);
    lathe_json_open(j, "probabilities", '{');
    for (uint32_t c = 0; c < classes->n; c++)
        lathe_json_float(j, classes->word[c], answer[c]);
    lathe_json_close(j, '}');
    return classes->n;
}

void lathe_answer_rows(struct lathe_json_out *j, const struct lathe_model *m,
                       const float *answer, size_t n)
{
    const struct lathe_schema *s = &m->schema;

    for (size_t i = 0; i < n; i++) {
        lathe_json_open(j, NULL, '{');
        for (size_t t = 0; t < s->targets; t++) {
            if (s->targets > 1)
                lathe_json_open(j, s->target[t].name, '{');
            answer += write_target(j, s->task, &s->target[t], answer);
            if (s->targets > 1)
                lathe_json_close(j, '}');
        }
        lathe_json_close(j, '}');
    }
}

void lathe_answer_end(struct lathe_json_out *j)
{
    lathe_json_close(j, ']');
    lathe_json_close(j, '}');
}

const char *lathe_answer_task(const struct lathe_model *m)
{
    return m->schema.task == LATHE_CLASSIFY ? "classify" : "regress";
}

/* As text that is read as this date again. */
static void describe_date(struct lathe_json_out *j, const char *key,
                          double seconds)
{
    char text[LATHE_DATE_ROOM];

    lathe_date_text(text, seconds);
    lathe_json_string(j, key, lathe_date_holds(seconds) ? text : NULL);
}

/* Of a hashed column any value is known. */
static void describe_values(struct lathe_json_out *j,
                            const struct lathe_column *c)
{
    if (c->encode == LATHE_ENCODE_HASH) {
        lathe_json_raw(j, "values", "null");
        return;
    }
    lathe_json_open(j, "values", '[');
    for (uint32_t v = 0; v < c->dict.n; v++)
        lathe_json_string(j, NULL, c->dict.word[v]);
    lathe_json_close(j, ']');
}

static void describe_column(struct lathe_json_out *j,
                            const struct lathe_column *c)
{
    lathe_json_open(j, NULL, '{');
    lathe_json_string(j, "name", c->name);
    if (c->kind == LATHE_NUMBER) {
        lathe_json_string(j, "kind", "number");
        lathe_json_double(j, "min", c->stats.min);
        lathe_json_double(j, "median", c->stats.median);
        lathe_json_double(j, "max", c->stats.max);
    } else if (c->kind == LATHE_DATE) {
        lathe_json_string(j, "kind", "date");
        describe_date(j, "min", c->stats.min);
        describe_date(j, "median", c->stats.median);
        describe_date(j, "max", c->stats.max);
    } else if (c->kind == LATHE_TEXT) {
        lathe_json_string(j, "kind", "text");
    } else {
        lathe_json_string(j, "kind", "category");
        describe_values(j, c);
    }
    lathe_json_close(j, '}');
}

static void describe_rows(struct lathe_json_out *j,
                          const struct lathe_schema *s)
{
    if (s->image.channels) {
        lathe_json_open(j, "image", '{');
        lathe_json_int(j, "channels", s->image.channels);
        lathe_json_int(j, "height", s->image.height);
        lathe_json_int(j, "width", s->image.width);
        lathe_json_close(j, '}');
        return;
    }
    lathe_json_open(j, "columns", '[');
    for (size_t i = 0; i < s->n; i++)
        if (s->column[i].kind != LATHE_DROPPED &&
            s->column[i].kind != LATHE_PIXEL)
            describe_column(j, &s->column[i]);
    lathe_json_close(j, ']');
}

static void describe_target(struct lathe_json_out *j, enum lathe_task task,
                            const struct lathe_target *t)
{
    lathe_json_string(j, "target", t->name);
    if (task != LATHE_CLASSIFY)
        return;
    lathe_json_open(j, "classes", '[');
    for (uint32_t c = 0; c < t->classes.n; c++)
        lathe_json_string(j, NULL, t->classes.word[c]);
    lathe_json_close(j, ']');
}

static void describe_targets(struct lathe_json_out *j,
                             const struct lathe_schema *s)
{
    if (s->targets == 1) {
        describe_target(j, s->task, &s->target[0]);
        return;
    }
    lathe_json_open(j, "targets", '[');
    for (size_t t = 0; t < s->targets; t++) {
        lathe_json_open(j, NULL, '{');
        describe_target(j, s->task, &s->target[t]);
        lathe_json_close(j, '}');
    }
    lathe_json_close(j, ']');
}

void lathe_answer_describe(struct lathe_json_out *j,
                           const struct lathe_served *m)
{
    const struct lathe_schema *s = &m->model.schema;

    lathe_json_open(j, NULL, '{');
    lathe_json_string(j, "name", m->name);
    lathe_json_bool(j, "ready", true);
    lathe_json_string(j, "digest", m->digest);
    lathe_json_int(j, "bytes", (int64_t)m->model.bytes);
    lathe_json_string(j, "lathe", lathe_version());
    lathe_json_string(j, "task", lathe_answer_task(&m->model));
    describe_targets(j, s);
    lathe_json_string(j, "network", m->model.net.text);
    describe_rows(j, s);
    lathe_json_close(j, '}');
}
