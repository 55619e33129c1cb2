#include "nn/groups.h"

static bool may_group(const struct lathe_layer *l)
{
    switch (l->kind) {
    case LATHE_CONV:
    case LATHE_MAXPOOL:
    case LATHE_AVGPOOL:
    case LATHE_RELU:
    case LATHE_LEAKYRELU:
    case LATHE_ELU:
    case LATHE_GELU:
    case LATHE_SILU:
    case LATHE_SIGMOID:
    case LATHE_TANH:
    case LATHE_BATCHNORM:
    case LATHE_LAYERNORM:
    case LATHE_DROPOUT:
    case LATHE_RES:
    case LATHE_ADD:
        return true;
    default:
        return false;
    }
}

/* Whether the block that layer i is an end of takes groups, all of it. */
static bool is_whole(const struct lathe_layer *l, size_t i)
{
    size_t to = l[i].partner;

    for (size_t j = i < to ? i : to; j <= (i < to ? to : i); j++)
        if (!may_group(&l[j]))
            return false;
    return true;
}

/* Layers [from, to) that can be a run of groups; the next begins at `next`. */
struct run {
    size_t from, to, next;
    bool conv;                  /* and it pays */
};

/* A batchnorm looks at its input before it is run, and at its gradient before
 * it goes back, so it is not at an end. */
static struct run find_run(const struct lathe_layer *l, size_t i, size_t n)
{
    struct run r = { .from = i };

    while (r.from < n && l[r.from].kind == LATHE_BATCHNORM)
        r.from++;
    for (r.to = r.from; r.to < n && may_group(&l[r.to]); r.to++) {
        enum lathe_layer_kind k = l[r.to].kind;

        if ((k == LATHE_RES || k == LATHE_ADD) && !is_whole(l, r.to))
            break;
        r.conv = r.conv || k == LATHE_CONV;
    }
    r.next = r.to + (r.to == i);
    while (r.to > r.from && l[r.to - 1].kind == LATHE_BATCHNORM)
        r.to--;
    return r;
}

/* The relu behind layer i costs nothing more when i does it: the largest of
 * relus is the relu of the largest, and so are their gradients. */
static void take_relu(struct lathe_work *work, size_t i)
{
    const struct lathe_layer *l = &work->net->layer[i];
    struct lathe_op *op = &work->op[i];
    size_t left = work->net->n - i;

    if (left < 2 || l[1].kind != LATHE_RELU || !op[1].grouped)
        return;
    if (l->kind == LATHE_CONV && left > 2 && l[2].kind == LATHE_MAXPOOL &&
        op[2].grouped)
        op[2].relu = true;
    else if (l->kind == LATHE_CONV || l->kind == LATHE_MAXPOOL ||
             l->kind == LATHE_BATCHNORM)
        op->relu = true;
    else
        return;
    op[1].idle = op[1].idle_back = true;
}

/* A dense layer's product ends with the relu behind it, and the product that
 * makes the gradient of another one behind that with the relu's. */
static void take_dense_relu(struct lathe_work *work, size_t i)
{
    const struct lathe_layer *l = &work->net->layer[i];
    struct lathe_op *op = &work->op[i];
    size_t left = work->net->n - i;

    if (left < 2 || l->kind != LATHE_DENSE || l[1].kind != LATHE_RELU ||
        op[1].grouped)
        return;
    op->relu = op[1].idle = true;
    if (left > 2 && l[2].kind == LATHE_DENSE)
        op[2].masks = op[1].idle_back = true;
}

void lathe_groups_find(struct lathe_work *work)
{
    const struct lathe_layer *l = work->net->layer;
    size_t n = work->net->n;
    struct run r;

    if (2 * work->rows <= work->lanes->width ||
        work->cap < work->lanes->width)
        return;
    for (size_t i = 0; i < n; i = r.next) {
        r = find_run(l, i, n);
        for (size_t j = r.from; r.conv && j < r.to; j++)
            work->op[j].grouped = work->groups = true;
    }
    if (work->groups)
        work->cap = (work->cap + work->lanes->width - 1) /
                    work->lanes->width * work->lanes->width;
}

void lathe_groups_take_relus(struct lathe_work *work)
{
    for (size_t i = 0; i < work->net->n; i++) {
        if (work->op[i].grouped)
            take_relu(work, i);
        else
            take_dense_relu(work, i);
    }
}
