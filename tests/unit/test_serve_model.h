/*
 * Small models made by hand, for tests of the server.
 */
#ifndef LATHE_TEST_SERVE_MODEL_H
#define LATHE_TEST_SERVE_MODEL_H

#include "base/alloc.h"
#include "base/buf.h"
#include "nn/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static inline void must(enum lathe_code rc, const struct lathe_err *err)
{
    if (rc) {
        fprintf(stderr, "%s\n", err->msg);
        abort();
    }
}

static inline void number_column(struct lathe_column *c, const char *name)
{
    c->name = lathe_strdup(name);
    c->kind = LATHE_NUMBER;
    c->present = 10;
    c->scale = LATHE_SCALE_NONE;
    c->impute = LATHE_IMPUTE_MEDIAN;
    c->fill = 0.5;
    c->factor = 1.0;
    c->clip_low = -(double)INFINITY;
    c->clip_high = (double)INFINITY;
    c->stats = (struct lathe_number_stats){.mean = 0.5, .sd = 1, .max = 1,
                                           .q25 = 0.25, .median = 0.5,
                                           .q75 = 0.75};
}

/* With the values "0" and "a". */
static inline void category_column(struct lathe_column *c, const char *name)
{
    struct lathe_err err = {0};
    uint32_t code;

    c->name = lathe_strdup(name);
    c->kind = LATHE_CATEGORY;
    c->present = 10;
    c->impute = LATHE_IMPUTE_MOST_FREQUENT;
    c->encode = LATHE_ENCODE_ONEHOT;
    must(lathe_dict_add(&c->dict, "0", 1, &code, &err), &err);
    must(lathe_dict_add(&c->dict, "a", 1, &code, &err), &err);
    c->count = lathe_calloc(2, sizeof *c->count);
    c->hot = lathe_calloc(2, sizeof *c->hot);
    c->count[0] = c->count[1] = 5;
    c->hot[1] = 1;
    c->missing_hot = LATHE_COLD;
    c->unknown_hot = LATHE_COLD;
    c->width = 2;
}

static inline void basic_schema(struct lathe_schema *s, size_t columns,
                                enum lathe_task task)
{
    struct lathe_err err = {0};
    uint32_t code;

    *s = (struct lathe_schema){.task = task, .n = columns, .rows = 10,
                               .dialect = {.delimiter = ',', .quote = '"',
                                           .header = true}};
    s->column = lathe_calloc(columns, sizeof *s->column);
    must(lathe_schema_add_target(s, "y", &err), &err);
    if (task == LATHE_CLASSIFY) {
        must(lathe_dict_add(&s->target[0].classes, "no", 2, &code, &err), &err);
        must(lathe_dict_add(&s->target[0].classes, "yes", 3, &code, &err), &err);
        s->target[0].class_count = lathe_calloc(2, sizeof(uint64_t));
        s->target[0].class_count[0] = s->target[0].class_count[1] = 5;
    } else {
        s->target[0].stats = s->column[0].stats;
    }
    must(lathe_list_add(&s->na, "?", &err), &err);
}

static inline void basic_net(struct lathe_model *m, const char *text,
                             struct lathe_shape in)
{
    struct lathe_err err = {0};

    must(lathe_net_parse(&m->net, text, in, &err), &err);
    m->params = lathe_calloc(m->net.params, sizeof *m->params);
    for (size_t i = 0; i < m->net.params; i++)
        m->params[i] = 0.25f * (float)(i + 1);
    m->provenance = lathe_strdup("{}");
}

/* Columns "age", "id" (dropped), "hours", "kind"; target "y". Classes "no"
 * and "yes", or a number: age/4 + hours/2 + (kind 0: 3/4, a: 1) + bias. */
static inline void make_table_model(struct lathe_model *m,
                                    enum lathe_task task, float bias)
{
    *m = (struct lathe_model){0};
    basic_schema(&m->schema, 4, task);
    number_column(&m->schema.column[0], "age");
    number_column(&m->schema.column[1], "id");
    m->schema.column[1].kind = LATHE_DROPPED;
    m->schema.column[1].why = lathe_strdup("one distinct value a row");
    number_column(&m->schema.column[2], "hours");
    category_column(&m->schema.column[3], "kind");
    m->schema.target[0].stats = m->schema.column[0].stats;
    lathe_schema_layout(&m->schema);
    m->loss = task == LATHE_CLASSIFY ? LATHE_LOSS_BINARY : LATHE_LOSS_MSE;
    basic_net(m, "dense 1", (struct lathe_shape){4, 1, 1});
    m->params[m->net.layer[0].bias] = bias;
}

/* One channel of 2 by 3 pixels. */
static inline void make_image_model(struct lathe_model *m)
{
    char name[16];

    *m = (struct lathe_model){0};
    basic_schema(&m->schema, 6, LATHE_REGRESS);
    for (int i = 0; i < 6; i++) {
        snprintf(name, sizeof name, "p%d", i);
        m->schema.column[i].name = lathe_strdup(name);
        m->schema.column[i].kind = LATHE_PIXEL;
        m->schema.column[i].present = 10;
    }
    m->schema.image = (struct lathe_image){.channels = 1, .height = 2,
                                           .width = 3, .factor = {1.0f}};
    lathe_schema_layout(&m->schema);
    m->loss = LATHE_LOSS_MSE;
    basic_net(m, "dense 1", (struct lathe_shape){1, 2, 3});
}

#endif
