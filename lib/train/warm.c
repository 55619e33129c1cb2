#include "train/warm.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/decimal.h"

#include <string.h>

enum lathe_code lathe_warm_hidden(const struct lathe_model *m, size_t *n,
                                  struct lathe_err *err)
{
    const struct lathe_layer *last = &m->net.layer[m->net.n - 1];
    struct lathe_buf text = {0};
    size_t all = strlen(m->net.text);
    enum lathe_code rc;

    lathe_layer_text(&text, last);
    rc = lathe_buf_check(&text, err);
    if (!rc && (last->kind != LATHE_DENSE || text.len > all ||
                strcmp(m->net.text + all - text.len, text.s) != 0))
        rc = lathe_fail(err, LATHE_EDATA, "the last layer of the model, '%s', "
                        "is no dense one and cannot be replaced", text.s);
    if (!rc)
        *n = text.len + 2 <= all ? all - text.len - 2 : 0;
    lathe_buf_release(&text);
    return rc;
}

enum lathe_code lathe_warm_start(const struct lathe_model *m,
                                 const struct lathe_net *net, bool new_head,
                                 real *params, struct lathe_err *err)
{
    size_t n = net->n - (new_head ? 1 : 0), copied = net->params;

    if (new_head)
        copied = net->layer[n].weight;
    else if (strcmp(m->net.text, net->text) != 0)
        return lathe_fail(err, LATHE_EDATA, "the nets differ: '%.200s' and "
                          "'%.200s'", m->net.text, net->text);
    if (m->net.n != net->n || (new_head && m->net.layer[n].weight != copied))
        return lathe_fail(err, LATHE_EDATA, "the nets differ");
    for (size_t i = 0; i < copied; i++)
        params[i] = (real)m->params[i];
    return LATHE_OK;
}

/* ---- frozen layers ------------------------------------------------------ */

static enum lathe_code no_layer(const char *word, const struct lathe_net *net,
                                struct lathe_err *err)
{
    if (strcmp(word, "embed") == 0)
        return lathe_fail(err, LATHE_EARG, "freeze 'embed': the net has no "
                          "vectors of categories; --embed gives it some");
    return lathe_fail(err, LATHE_EARG, "freeze '%.40s': write layers from 1 "
                      "to %zu, such as 1-3,5, or hidden", word, net->n);
}

/* "3" or "1-3", from 1; both ends are in. */
static bool read_range(char *word, size_t layers, size_t *from, size_t *to)
{
    char *dash = strchr(word, '-');
    int64_t a, b;

    if (dash)
        *dash = '\0';
    if (!lathe_decimal_parse_int(word, 1, (int64_t)layers, &a))
        return false;
    b = a;
    if (dash && !lathe_decimal_parse_int(dash + 1, a, (int64_t)layers, &b))
        return false;
    *from = (size_t)a - 1;
    *to = (size_t)b - 1;
    return true;
}

static void freeze(struct lathe_frozen *f, const struct lathe_layer *l)
{
    if (l->weights)
        f->range[f->n++] = (struct lathe_frozen_range){
            l->weight, l->weight + l->weights };
    if (l->biases)
        f->range[f->n++] = (struct lathe_frozen_range){
            l->bias, l->bias + l->biases };
}

static enum lathe_code read_words(bool *chosen, const char *text,
                                  const struct lathe_net *net,
                                  struct lathe_err *err)
{
    struct lathe_list list = {0};
    enum lathe_code rc = lathe_list_split(&list, text, ',', err);
    size_t from, to;

    for (size_t i = 0; !rc && i < list.n; i++) {
        if (strcmp(list.v[i], "embed") == 0 && net->layer[0].embed) {
            from = to = 0;
        } else if (strcmp(list.v[i], "hidden") == 0) {
            from = 0;
            to = net->n - 2;    /* one layer: nothing, as to < from then */
            if (net->n < 2)
                continue;
        } else if (!read_range(list.v[i], net->n, &from, &to)) {
            rc = no_layer(strcmp(list.v[i], "embed") == 0 ? "embed" : text,
                          net, err);
            break;
        }
        for (size_t l = from; l <= to; l++)
            chosen[l] = true;
    }
    lathe_list_release(&list);
    return rc;
}

enum lathe_code lathe_frozen_parse(struct lathe_frozen *f, const char *text,
                                   const struct lathe_net *net,
                                   struct lathe_err *err)
{
    bool *chosen = NULL, some = false;
    enum lathe_code rc;

    *f = (struct lathe_frozen){0};
    rc = lathe_new(&chosen, net->n, sizeof(*chosen), "layers", err);
    if (!rc)
        rc = lathe_new(&f->range, 2 * net->n, sizeof(*f->range), "layers",
                       err);
    if (!rc)
        rc = read_words(chosen, text, net, err);
    for (size_t l = 0; !rc && l < net->n; l++) {
        if (chosen[l])
            freeze(f, &net->layer[l]);
        else
            some = some || net->layer[l].weights > 0;
    }
    if (!rc && f->n == 0)
        rc = lathe_fail(err, LATHE_EARG, "freeze '%.40s': the net has no such "
                        "layer with weights", text);
    if (!rc && !some)
        rc = lathe_fail(err, LATHE_EARG, "freeze '%.40s' leaves no layer with "
                        "weights to train", text);
    lathe_free(chosen);
    if (rc)
        lathe_frozen_release(f);
    return rc;
}

void lathe_frozen_hold(const struct lathe_frozen *f, struct lathe_work *work)
{
    for (size_t i = 0; i < work->net->n; i++) {
        const struct lathe_layer *l = &work->net->layer[i];

        if (l->kind == LATHE_BATCHNORM)
            work->op[i].frozen = lathe_frozen_has(f, l->weight);
    }
}

void lathe_frozen_release(struct lathe_frozen *f)
{
    lathe_free(f->range);
    *f = (struct lathe_frozen){0};
}
