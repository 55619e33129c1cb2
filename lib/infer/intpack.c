#include "infer/intpack.h"

#include "base/alloc.h"
#include "infer/prepack.h"

#include <string.h>

/* One layer. */
struct job {
    const struct lathe_layer *l;
    const struct lathe_quant *q;
    const struct lathe_layout *bytes;
    size_t group;               /* inputs of a group of the kernel */
    size_t outs, ins;           /* channels of a group of the layer */
};

/* Outputs [k, end) and the input channels [low, high) that they read. */
struct cut {
    size_t k, end, low, high;
};

/* Eight outputs from k on, which may be of several groups; of one group as
 * many eights as it has. */
static struct cut cut_at(const struct job *j, size_t k)
{
    size_t all = j->l->out.c, end = all - k < 8 ? all : k + 8;
    size_t first = k / j->outs, last = (end - 1) / j->outs;
    size_t stop = (last + 1) * j->outs;

    if (first == last)
        end = stop == all ? all : k + (stop - k) / 8 * 8;
    return (struct cut){ k, end, first * j->ins, (last + 1) * j->ins };
}

/* Whether a row of the window lies in one piece, with all channels of its
 * pixels; otherwise each pixel of it is a piece. */
static bool in_one_piece(const struct job *j, const struct cut *c)
{
    return c->high - c->low == j->l->in.c && j->l->dw == 1;
}

static size_t piece_of(const struct job *j, const struct cut *c)
{
    size_t n = in_one_piece(j, c) ? j->l->kw * j->bytes->col
                                  : c->high - c->low;

    return (n + j->group - 1) / j->group;
}

/* Groups of the kernel. */
static size_t groups_of(const struct job *j, const struct cut *c)
{
    if (j->l->kind == LATHE_DENSE)
        return j->bytes->size / j->group;
    return j->l->kh * (in_one_piece(j, c) ? 1 : j->l->kw) * piece_of(j, c);
}

/* Dense: element e of a row is input source[e]. */
static void dense_source(const struct job *j, uint32_t *source)
{
    for (size_t e = 0; e < j->bytes->size; e++)
        source[e] = LATHE_PREPACK_NONE;
    for (size_t i = 0; i < j->l->weights / j->l->out.c; i++)
        source[lathe_layout_place(j->bytes, i)] = (uint32_t)i;
}

/* Conv: the end of a piece is filled to a whole group with what follows,
 * times 0. */
static void conv_source(const struct job *j, const struct cut *cut,
                        uint32_t *source, uint32_t *place)
{
    const struct lathe_layer *l = j->l;
    const bool whole = in_one_piece(j, cut);
    const size_t each = piece_of(j, cut), across = whole ? 1 : l->kw;
    const size_t col = j->bytes->col, depth = cut->high - cut->low;

    for (size_t g = 0; g < l->kh * across * each; g++) {
        size_t y = g / each / across, x = g / each % across;
        size_t from = g % each * j->group;

        place[g] = (uint32_t)(y * l->dh * j->bytes->row + x * l->dw * col +
                              cut->low + from);
        for (size_t i = 0; i < j->group; i++) {
            size_t at = from + i, c = whole ? at % col : at;
            size_t beside = whole ? at / col : x;

            source[g * j->group + i] =
                c < depth && beside < l->kw
                    ? (uint32_t)((c * l->kh + y) * l->kw + beside)
                    : LATHE_PREPACK_NONE;
        }
    }
}

/* The weights of a cut for all of its inputs, [outputs x inputs]: 0 for those
 * of other groups. */
static enum lathe_code spread(const struct job *j, const struct cut *c,
                              size_t inputs, int8_t **out,
                              struct lathe_err *err)
{
    size_t window = j->l->kh * j->l->kw, depth = j->ins * window;
    enum lathe_code rc = lathe_new(out, (c->end - c->k) * inputs, 1, "weights",
                                   err);

    for (size_t k = c->k; !rc && k < c->end; k++)
        memcpy(*out + (k - c->k) * inputs +
                   (k / j->outs * j->ins - c->low) * window,
               j->q->weight + k * depth, depth);
    return rc;
}

static enum lathe_code pack_dense(const struct job *j, uint32_t *source,
                                  void *weight, int32_t *sum)
{
    struct lathe_prepack m = { .inputs = j->l->weights / j->l->out.c,
                               .outputs = j->l->out.c,
                               .input = j->l->out.c, .output = 1 };

    dense_source(j, source);
    lathe_prepack_int8(weight, j->q->weight, &m, j->group, source,
                       j->bytes->size / j->group, sum);
    return LATHE_OK;
}

static enum lathe_code pack_conv(const struct job *j, const struct cut *c,
                                 uint32_t *source, uint32_t *place,
                                 void *weight, int32_t *sum,
                                 struct lathe_err *err)
{
    size_t inputs = (c->high - c->low) * j->l->kh * j->l->kw;
    struct lathe_prepack m = { .inputs = inputs, .outputs = c->end - c->k,
                               .input = 1, .output = inputs };
    int8_t *w = NULL;
    enum lathe_code rc = spread(j, c, inputs, &w, err);

    if (rc)
        return rc;
    conv_source(j, c, source, place);
    lathe_prepack_int8(weight, w, &m, j->group, source, groups_of(j, c), sum);
    lathe_free(w);
    return LATHE_OK;
}

/* Room for all blocks, one behind the other. */
static enum lathe_code make_room(struct lathe_intpack *p, const struct job *j,
                                 uint32_t **source, struct lathe_err *err)
{
    size_t width = lathe_prepack_width(j->l->out.c), groups = 0, most = 0;
    size_t weights = 0;
    enum lathe_code rc;

    for (struct cut c = { 0 }; c.end < j->l->out.c; p->n++) {
        size_t n;

        c = cut_at(j, c.end);
        n = groups_of(j, &c);
        groups += n;
        most = n > most ? n : most;
        weights += n * j->group * lathe_prepack_width(c.end - c.k);
    }
    rc = lathe_new(&p->block, p->n, sizeof *p->block, "weights", err);
    if (!rc)
        rc = lathe_new_aligned(&p->weight, weights, j->group == 4 ? 1 : 2,
                               "weights", err);
    if (!rc)
        rc = lathe_new_aligned(&p->start, width, sizeof *p->start, "sums",
                               err);
    if (!rc && j->l->kind == LATHE_CONV)
        rc = lathe_new(&p->place, groups, sizeof *p->place, "places", err);
    if (!rc)
        rc = lathe_new(source, most * j->group, sizeof **source, "inputs",
                       err);
    return rc;
}

enum lathe_code lathe_intpack_init(struct lathe_intpack *p,
                                   const struct lathe_layer *l,
                                   const struct lathe_quant *q,
                                   const struct lathe_layout *bytes,
                                   const struct lathe_kernel *kernel,
                                   const struct lathe_int8 *like,
                                   struct lathe_err *err)
{
    size_t parts = l->kind == LATHE_CONV ? l->groups : 1;
    const struct job j = { l, q, bytes, kernel->group, l->out.c / parts,
                           l->in.c / parts };
    uint32_t *source = NULL, *place;
    enum lathe_code rc = make_room(p, &j, &source, err);
    char *weight = p->weight;
    struct cut c = { 0 };

    place = p->place;
    for (size_t b = 0; b < p->n && !rc; b++) {
        struct lathe_int8 *t = &p->block[b].product;

        c = cut_at(&j, c.end);
        p->block[b].first = c.k;
        *t = (struct lathe_int8){
            .groups = groups_of(&j, &c),
            .width = lathe_prepack_width(c.end - c.k), .weight = weight,
            .start = p->start + c.k, .scale = like->scale + c.k,
            .bias = like->bias + c.k, .place = place, .relu = like->relu,
        };
        rc = l->kind == LATHE_DENSE
                 ? pack_dense(&j, source, weight, p->start)
                 : pack_conv(&j, &c, source, place, weight, p->start + c.k,
                             err);
        weight += t->groups * t->width * 4;
        place = place ? place + t->groups : NULL;
    }
    for (size_t k = 0; !rc && k < l->out.c; k++)
        p->start[k] *= kernel->less - q->in_zero;
    lathe_free(source);
    return rc;
}

void lathe_intpack_release(struct lathe_intpack *p)
{
    lathe_free(p->block);
    lathe_free(p->weight);
    lathe_free(p->place);
    lathe_free(p->start);
    *p = (struct lathe_intpack){0};
}
