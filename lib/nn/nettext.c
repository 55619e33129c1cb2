/*
 * The texts behind --model: what the names stand for in the layer language.
 */
#include "nn/net.h"

#include "base/decimal.h"

#include <string.h>

/*
 * LeNet-5 (LeCun et al. 1998, "Gradient-based learning applied to document
 * recognition"), with padding so that it takes 28x28; and the CNN of many
 * articles that is made from it.
 */
static const struct {
    const char *name, *text;
} images[] = {
    { "lenet", "conv 6 5x5 pad 2, tanh, avgpool 2, conv 16 5x5, tanh, "
               "avgpool 2, dense 120, tanh, dense 84, tanh" },
    { "cnn", "conv 6 5x5, relu, maxpool 2, conv 16 5x5, relu, maxpool 2, "
             "dense 120, relu, dense 84, relu" },
};

static size_t commas_in(const char *s)
{
    size_t n = 0;

    for (; *s; s++)
        n += *s == ',';
    return n;
}

static enum lathe_code mlp_text(struct lathe_buf *out, const char *sizes,
                                double dropout, struct lathe_err *err)
{
    struct lathe_list list = {0};
    char rate[LATHE_DECIMAL_ROOM];
    int64_t size;
    enum lathe_code rc = lathe_list_split(&list, sizes, ',', err);

    lathe_decimal_double(rate, dropout);
    if (!rc && list.n == 0)
        rc = lathe_fail(err, LATHE_EARG, "model 'mlp:%.80s' has no sizes; "
                        "'mlp:64,32' has hidden layers of 64 and 32", sizes);
    else if (!rc && list.n <= commas_in(sizes))
        rc = lathe_fail(err, LATHE_EARG,
                        "model 'mlp:%.80s': a layer size is missing", sizes);
    for (size_t i = 0; !rc && i < list.n; i++) {
        if (!lathe_decimal_parse_int(list.v[i], 1, (1 << 24) - 1, &size)) {
            rc = lathe_fail(err, LATHE_EARG,
                            "model 'mlp:%.80s': '%.40s' is not a layer size",
                            sizes, list.v[i]);
            break;
        }
        lathe_buf_printf(out, "dense %lld, relu, ", (long long)size);
        if (dropout > 0)
            lathe_buf_printf(out, "dropout %s, ", rate);
    }
    lathe_list_release(&list);
    return rc;
}

static enum lathe_code image_text(struct lathe_buf *out, const char *model,
                                  struct lathe_shape in, struct lathe_err *err)
{
    for (size_t i = 0; i < sizeof(images) / sizeof(images[0]); i++) {
        if (strcmp(model, images[i].name) != 0)
            continue;
        if (in.h < 2 || in.w < 2)
            return lathe_fail(err, LATHE_EARG,
                              "model '%s' needs images, the data are a table; "
                              "try mlp:64,32", model);
        lathe_buf_printf(out, "%s, ", images[i].text);
        return LATHE_OK;
    }
    return lathe_fail(err, LATHE_EARG,
                      "there is no model '%.80s'; there are linear, "
                      "mlp:64,32 (any sizes), lenet, cnn", model);
}

/* A text of layers without the output layer, which follows from the data. */
static enum lathe_code own_text(struct lathe_buf *out, const char *layers,
                                struct lathe_err *err)
{
    size_t n = strlen(layers);

    while (n && strchr(" \t\n\r,", layers[n - 1]))
        n--;
    if (n >= 7 && memcmp(layers + n - 7, "softmax", 7) == 0)
        return lathe_fail(err, LATHE_EARG, "layers end in 'softmax'; leave it "
                          "out: the output layer and its softmax are added");
    if (n == 0)
        return LATHE_OK;
    lathe_buf_add(out, layers, n);
    lathe_buf_puts(out, ", ");
    return LATHE_OK;
}

enum lathe_code lathe_net_text(struct lathe_buf *out, const char *model,
                               const char *layers, struct lathe_shape in,
                               size_t outputs, double dropout,
                               struct lathe_err *err)
{
    bool mlp = !layers && strncmp(model, "mlp:", 4) == 0;
    enum lathe_code rc = LATHE_OK;

    if (!(dropout >= 0 && dropout < 1))
        return lathe_fail(err, LATHE_EARG,
                          "dropout must be from 0 to below 1, got %g",
                          dropout);
    if (dropout > 0 && !mlp)
        return lathe_fail(err, LATHE_EARG,
                          "dropout is for mlp models; elsewhere write "
                          "'dropout %g' among the layers", dropout);
    if (layers)
        rc = own_text(out, layers, err);
    else if (mlp)
        rc = mlp_text(out, model + 4, dropout, err);
    else if (strcmp(model, "linear") != 0)
        rc = image_text(out, model, in, err);
    if (rc)
        return rc;
    lathe_buf_printf(out, "dense %zu", outputs);
    return lathe_buf_check(out, err);
}
