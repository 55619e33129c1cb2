/*
 * The layer language: any text is refused with a sentence, or is a net whose
 * normal form is the same net. The first three bytes choose the input.
 */
#include "base/alloc.h"
#include "nn/embed.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same_embedding(const struct lathe_embed *a,
                           const struct lathe_embed *b)
{
    if (!a || !b)
        return a == b;
    return a->n == b->n && a->dense == b->dense && a->floats == b->floats &&
           a->plain == b->plain &&
           memcmp(a->column, b->column, a->n * sizeof(*a->column)) == 0;
}

/* All but where the embedding lies. */
static bool same_layer(struct lathe_layer a, struct lathe_layer b)
{
    bool same = same_embedding(a.embed, b.embed);

    a.embed = b.embed = NULL;
    return same && memcmp(&a, &b, sizeof(a)) == 0;
}

static void check(const struct lathe_net *net)
{
    struct lathe_net again = {0};
    struct lathe_err err = {0};

    if (lathe_net_parse(&again, net->text, net->in, &err) ||
        strcmp(again.text, net->text) != 0 || again.n != net->n ||
        again.params != net->params)
        abort();
    for (size_t i = 0; i < net->n; i++)
        if (!same_layer(again.layer[i], net->layer[i]))
            abort();
    lathe_net_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lathe_net net = {0};
    struct lathe_buf b = {0};
    struct lathe_err err = {0};
    struct lathe_shape in;
    char *text;

    if (size < 3)
        return 0;
    in = (struct lathe_shape){ data[0], data[1], data[2] };
    text = lathe_strndup((const char *)data + 3, size - 3);
    if (!text)
        return 0;
    if (lathe_net_parse(&net, text, in, &err) == LATHE_OK)
        check(&net);
    else if (!err.msg[0])
        abort();
    lathe_net_release(&net);
    /* The same bytes as a model name. */
    if (lathe_net_text(&b, text, NULL, in, 3, 0, &err) == LATHE_OK &&
        lathe_net_parse(&net, b.s, in, &err) == LATHE_OK)
        check(&net);
    lathe_net_release(&net);
    lathe_buf_release(&b);
    lathe_free(text);
    return 0;
}
