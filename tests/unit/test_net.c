#include "unit.h"

#include "base/alloc.h"
#include "nn/embed.h"
#include "nn/net.h"

#include <stdio.h>
#include <string.h>

static const struct lathe_shape mnist = { 1, 28, 28 }, table = { 30, 1, 1 };

static void assert_text(const char *text, struct lathe_shape in,
                        const char *normal)
{
    struct lathe_net net = {0}, again = {0};
    struct lathe_err err = {0};

    if (lathe_net_parse(&net, text, in, &err))
        fail_msg("'%s': %s", text, err.msg);
    assert_string_equal(net.text, normal);
    assert_int_equal(lathe_net_parse(&again, net.text, in, &err), LATHE_OK);
    assert_string_equal(again.text, normal);
    assert_int_equal(again.n, net.n);
    lathe_embed_free(net.layer[0].embed);       /* of each its own */
    lathe_embed_free(again.layer[0].embed);
    net.layer[0].embed = again.layer[0].embed = NULL;
    assert_memory_equal(again.layer, net.layer, net.n * sizeof(*net.layer));
    lathe_net_release(&net);
    lathe_net_release(&net);
    lathe_net_release(&again);
}

static void a_text_and_its_normal_form_are_the_same_net(void **state)
{
    (void)state;
    assert_text("dense 3", table, "dense 3");
    assert_text("  dense   64 ,relu,  dropout 0.50, dense 1 ", table,
                "dense 64, relu, dropout 0.5, dense 1");
    assert_text("conv 6 5x5 stride 1 pad 0, maxpool 2x2 stride 2", mnist,
                "conv 6 5x5, maxpool 2");
    assert_text("conv 8 3x3 pad same, avgpool 3 stride 2, softmax", mnist,
                "conv 8 3x3 pad 1, avgpool 3 stride 2, softmax");
    assert_text("conv 8 3x5 stride 2 pad 2, maxpool 2x3 stride 1", mnist,
                "conv 8 3x5 stride 2 pad 2, maxpool 2x3 stride 1");
    assert_text("sigmoid, tanh", table, "sigmoid, tanh");
    assert_text("relu,leakyrelu 0.01,leakyrelu 0.2,elu,elu 0.5,gelu,silu",
                table, "relu, leakyrelu, leakyrelu 0.2, elu, elu 0.5, gelu, "
                       "silu");
    assert_text("batchnorm eps 0.00001, batchnorm momentum 0.2 eps 0.1, "
                "layernorm, layernorm eps 0.5", table,
                "batchnorm, batchnorm momentum 0.2 eps 0.1, layernorm, "
                "layernorm eps 0.5");
    assert_text("res( dense 30 ,relu ) , res(res(tanh),res (relu)), relu",
                table, "res(dense 30, relu), res(res(tanh), res(relu)), relu");
    assert_text("dense 3,\n\trelu", table, "dense 3, relu");
    assert_text(" embed  4x3 007  2x01 0,dense 3", table,
                "embed 4x3 7 2x1 0, dense 3");
}

static void windows_have_their_normal_form(void **state)
{
    const struct lathe_shape line = { 2, 1, 40 };

    (void)state;
    assert_text("conv 8 3x3 stride 2x1 pad 1x0 dilation 1x2", mnist,
                "conv 8 3x3 stride 2x1 pad 1x0 dilation 1x2");
    assert_text("conv 8 3x3 pad valid dilation 2 groups 1", mnist,
                "conv 8 3x3 dilation 2");
    assert_text("conv 8 3x3 pad same stride 2", mnist,
                "conv 8 3x3 stride 2 pad same");
    assert_text("conv 8 2x5 pad same", mnist, "conv 8 2x5 pad same");
    assert_text("conv 8 3x5 pad same", mnist, "conv 8 3x5 pad 1x2");
    assert_text("conv 8 1x1, conv 8 3x3 groups 8", mnist,
                "conv 8 1x1, conv 8 3x3 groups 8");
    assert_text("conv 8 5 stride 2 pad 2 dilation 3", line,
                "conv 8 1x5 stride 1x2 pad 0x2 dilation 1x3");
    assert_text("avgpool global", mnist, "avgpool global");
    assert_text("maxpool 28", mnist, "maxpool global");
    assert_text("maxpool 28 stride 3", mnist, "maxpool 28 stride 3");
    assert_text("maxpool 2x3", mnist, "maxpool 2x3");
    assert_text("maxpool 2x3 stride 2x3, avgpool 2 stride 1x2", mnist,
                "maxpool 2x3, avgpool 2 stride 1x2");
    assert_text("flatten, reshape 4x14x14, flatten, reshape 784x1x1", mnist,
                "flatten, reshape 4x14x14, flatten, flatten");
}

static void same_padding_keeps_the_size_over_the_stride(void **state)
{
    (void)state;
    for (unsigned in = 1; in < 12; in++)
        for (unsigned k = 1; k < 6; k++)
            for (unsigned stride = 1; stride < 5; stride++) {
                struct lathe_net net = {0};
                char text[60];

                snprintf(text, sizeof(text), "conv 2 %ux%u stride %u pad same",
                         k, k, stride);
                assert_int_equal(
                    lathe_net_parse(&net, text,
                                    (struct lathe_shape){ 1, in, 2 * in },
                                    NULL), LATHE_OK);
                assert_int_equal(net.out.h, (in + stride - 1) / stride);
                assert_int_equal(net.out.w, (2 * in + stride - 1) / stride);
                assert_true(net.layer[0].bottom - net.layer[0].top <= 1);
                assert_true(net.layer[0].right - net.layer[0].left <= 1);
                lathe_net_release(&net);
            }
}

static void shapes_and_parameters_follow_from_the_text(void **state)
{
    struct lathe_net net = {0};
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(
        lathe_net_parse(&net, "conv 6 5x5 pad 2, maxpool 2, conv 16 5x5 "
                        "stride 2, dense 10", mnist, &err), LATHE_OK);
    assert_int_equal(net.layer[0].out.h, 28);
    assert_int_equal(net.layer[1].out.h, 14);
    assert_int_equal(net.layer[2].out.h, 5);
    assert_int_equal(net.layer[2].out.c, 16);
    assert_int_equal(net.layer[0].weights, 6 * 25);
    assert_int_equal(net.layer[2].weights, 16 * 6 * 25);
    assert_int_equal(net.layer[3].weights, 400 * 10);
    assert_int_equal(net.layer[0].bias, 150);
    assert_int_equal(net.layer[2].weight, 156);
    assert_int_equal(net.params, 156 + 2416 + 4010);
    assert_int_equal(lathe_shape_size(net.out), 10);
    assert_int_equal(lathe_layer_flops(&net.layer[3]), 8010);
    assert_int_equal(lathe_layer_flops(&net.layer[0]), 6 * 784 * 51);
    lathe_net_release(&net);
}

static void an_embedding_knows_where_its_columns_are(void **state)
{
    struct lathe_net net = {0};
    struct lathe_err err = {0};
    const struct lathe_embed *e;

    (void)state;
    assert_int_equal(lathe_net_parse(&net, "embed 4x3 7 2x5 6, dense 2", table,
                                     &err), LATHE_OK);
    e = net.layer[0].embed;
    assert_int_equal(e->n, 4);
    assert_int_equal(e->dense, 11);
    assert_int_equal(e->floats, 11 + 3 + 5);
    assert_int_equal(e->plain, 2);
    assert_int_equal(e->column[0].first, 11);
    assert_int_equal(e->column[2].first, 11 + 4 + 7);
    assert_int_equal(e->column[0].to, 11);
    assert_int_equal(e->column[2].to, 11 + 3);
    assert_int_equal(e->column[1].to, 19);
    assert_int_equal(e->column[3].to, 19 + 7);
    assert_int_equal(e->column[2].table, 12);
    assert_int_equal(net.layer[0].weights, 12 + 10);
    assert_int_equal(net.layer[0].biases, 0);
    assert_int_equal(net.layer[0].out.c, 19 + 13);
    assert_int_equal(net.params, 22 + 32 * 2 + 2);
    lathe_net_release(&net);
}

static void assert_refused(const char *text, struct lathe_shape in,
                           const char *message)
{
    struct lathe_net net = {0};
    struct lathe_err err = {0};

    assert_int_equal(lathe_net_parse(&net, text, in, &err), LATHE_EARG);
    if (!strstr(err.msg, message))
        fail_msg("'%s' says \"%s\", not \"%s\"", text, err.msg, message);
    assert_null(net.layer);
}

static void errors_name_layer_and_word(void **state)
{
    (void)state;
    assert_refused("", table, "layer 1 is empty");
    assert_refused("dense 3,", table, "layer 2 is empty");
    assert_refused("dense 3, dens 4", table,
                   "layer 2 'dens 4': 'dens' is not a layer");
    assert_refused("dense", table, "layer 1 'dense': a number of outputs is "
                                   "missing");
    assert_refused("dense 0", table, "'0' is not a number of outputs");
    assert_refused("dense -1", table, "'-1' is not");
    assert_refused("dense 1e3", table, "'1e3' is not");
    assert_refused("dense 99999999999", table, "'99999999999' is not");
    assert_refused("dense 3 4", table, "'4' is one word too many");
    assert_refused("relu 3", table, "'3' is one word too many");
    assert_refused("dropout 1", table, "'1' is not a rate");
    assert_refused("dropout nan", table, "'nan' is not a rate");
    assert_refused("dropout", table, "a rate from 0 to below 1 is missing");
    assert_refused("conv 6", mnist, "the kernel size is missing");
    assert_refused("conv 6 5", mnist, "'5' is not a kernel such as 5x5");
    assert_refused("conv 6 5x", mnist, "'5x' is not a kernel");
    assert_refused("conv 6 5x5 stride 0", mnist, "'0' is not a stride");
    assert_refused("conv 6 5x5 pad 5", mnist, "smaller than the kernel");
    assert_refused("conv 6 5x5 pad 1xsame", mnist, "'1xsame' is not a padding");
    assert_refused("conv 6 3x3 dilation 0", mnist, "'0' is not a dilation");
    assert_refused("conv 6 3x3 dilation 14", mnist, "the input is 28x28, "
                                                    "smaller than the kernel");
    assert_refused("conv 6 9x3 dilation 4x1 pad 2x0", mnist,
                   "layers, character 8: layer 1 'conv 6 9x3 dilation 4x1 pad "
                   "2x0': the input is 32x28 with its padding, smaller than "
                   "the kernel, which with its dilation spans 33x3");
    assert_refused("conv 6 3x3 dilation 16777215", mnist, "reaches over");
    assert_refused("conv 6 3x3 stride 2 pad 1 stride 3", mnist,
                   "character 27: layer 1 'conv 6 3x3 stride 2 pad 1 stride "
                   "3': 'stride' is one word too many");
    assert_refused("conv 6 3x3 pad same pad 0", mnist, "'pad' is one word");
    assert_refused("conv 6 3x3 groups 1 groups 1", mnist, "'groups' is one");
    assert_refused("batchnorm eps 0.1 eps 0.2", table, "'eps' is one word");
    assert_refused("batchnorm momentum 0 momentum 0", table, "'momentum' is");
    assert_refused("conv 6 3x3 groups 4", mnist, "1 input and 6 output "
                                                 "channels cannot be cut "
                                                 "into 4 groups");
    assert_refused("maxpool", mnist, "the kernel size is missing");
    assert_refused("maxpool 2x", mnist, "'2x' is not global or a size");
    assert_refused("elu -1", table, "'-1' is not a number from 0");
    assert_refused("leakyrelu 1", table, "'1' is not a slope");
    assert_refused("gelu 1", table, "'1' is one word too many");
    assert_refused("batchnorm eps 0", table, "'0' is not a number from 1e-12");
    assert_refused("batchnorm momentum 1", table, "'1' is not a momentum");
    assert_refused("layernorm momentum 0", table, "'momentum' is one word too");
    assert_refused("reshape 2x5", table, "'2x5' is not a shape");
    assert_refused("reshape 2x5x4", table, "the input has 30 values: 30x1x1");
    assert_refused("reshape", table, "a shape such as 1x28x28 is missing");
    assert_refused("res", table, "'res' is not a layer");
    assert_refused("add", table, "'add' is not a layer");
    assert_refused("relu)", table, "there is no place for ')'");
    assert_refused("res(relu", table, "layers, character 1: layer 1 'res': "
                                      "its ')' is missing");
    assert_refused("relu, res(relu, res(tanh), dense 30", table,
                   "layers, character 7: layer 2 'res': its ')' is missing");
    assert_refused("res()", table, "layer 2 is empty");
    assert_refused("res(relu) relu", table, "there is no place for 'r'");
    assert_refused("res(dense 4), relu", table, "layers, character 12: layer "
                   "2 'dense 4': what is added must have one shape: into "
                   "res( go 30x1x1, out of it come 4x1x1");
    assert_refused("dense 3 (", table, "there is no place for '('");
    assert_refused("embed", table, "no column has a vector");
    assert_refused("embed 4 5", table, "no column has a vector");
    assert_refused("embed 4x0", table, "one row and one column");
    assert_refused("embed 0x4", table, "one row and one column");
    assert_refused("embed 4x3 5y", table, "'5y' is not the places of a "
                                          "column");
    assert_refused("embed 4x3 27", table, "do not fit the 30 inputs");
    assert_refused("embed 16777215x16777215", table, "more than 268435456");
    assert_refused("embed 4x16777215", table, "do not fit the 30 inputs");
    assert_refused("relu, embed 4x3", table, "embed is the first layer");
    assert_refused("res(embed 4x3)", table, "embed is the first layer");
    assert_refused("embed 4x3", mnist, "embed is the first layer, and of a "
                                       "table");
    assert_refused("conv 16777215 16777215x16777215 pad 16777214", mnist,
                   "layer 1");
}

static void errors_point_at_the_word(void **state)
{
    (void)state;
    assert_refused("dense 3, dens 4", table, "layers, character 10: layer 2");
    assert_refused("dense 3, dense", table, "layers, character 15: layer 2");
    assert_refused("relu, dropout 1", table, "layers, character 15: ");
    assert_refused("relu, dense 3 4", table, "layers, character 15: ");
    assert_refused("conv 6 5x5 pad 5 stride 2", mnist,
                   "layers, character 16: ");
    assert_refused("maxpool 4, conv 6 8x8 pad 0", mnist,
                   "layers, character 19: layer 2 'conv 6 8x8 pad 0': the "
                   "input is 7x7, smaller than the kernel");
    assert_refused("relu, , relu", table, "layers, character 7: layer 2 is "
                                          "empty");
    assert_refused("relu, reshape 2x5x4", table, "layers, character 15: ");
    assert_refused("maxpool 4, maxpool 4, conv 16 5x5", mnist,
                   "layer 3 'conv 16 5x5': the input is 1x1, smaller than "
                   "the kernel");
    assert_refused("dense 16777215, dense 17", table,
                   "layers, character 1: layer 1 'dense 16777215': the net "
                   "has more than 268435456 parameters");
    assert_refused("conv 60000 1x1", mnist, "more than 16777215 values");
}

static void layers_are_limited_to_a_thousand(void **state)
{
    char text[6 * 1001 + 1] = "";
    struct lathe_net net = {0};
    struct lathe_err err = {0};

    (void)state;
    for (size_t i = 0; i < 1001; i++)
        memcpy(text + 6 * i, "relu, ", 7);
    text[6 * 1000 + 4] = '\0';
    assert_refused(text, table, "more than 1000 layers");
    text[6 * 999 + 4] = '\0';
    assert_int_equal(lathe_net_parse(&net, text, table, &err), LATHE_OK);
    assert_int_equal(net.n, 1000);
    lathe_net_release(&net);
}

static void assert_model(const char *model, const char *layers,
                         struct lathe_shape in, double dropout,
                         const char *text)
{
    struct lathe_buf b = {0};
    struct lathe_err err = {0};

    if (lathe_net_text(&b, model, layers, in, 10, dropout, &err))
        fail_msg("'%s': %s", model, err.msg);
    assert_string_equal(b.s, text);
    lathe_buf_release(&b);
}

static void models_have_their_texts(void **state)
{
    (void)state;
    assert_model("linear", NULL, table, 0, "dense 10");
    assert_model("mlp:64,32", NULL, table, 0,
                 "dense 64, relu, dense 32, relu, dense 10");
    assert_model("mlp:8", NULL, mnist, 0.25,
                 "dense 8, relu, dropout 0.25, dense 10");
    assert_model("cnn", NULL, mnist, 0,
                 "conv 6 5x5, relu, maxpool 2, conv 16 5x5, relu, maxpool 2, "
                 "dense 120, relu, dense 84, relu, dense 10");
    assert_model("mlp:8", "dense 5, tanh", table, 0, "dense 5, tanh, dense "
                                                     "10");
    assert_model("mlp:8", "", table, 0, "dense 10");
}

static void assert_no_model(const char *model, const char *layers,
                            struct lathe_shape in, double dropout,
                            const char *message)
{
    struct lathe_buf b = {0};
    struct lathe_err err = {0};

    assert_int_equal(lathe_net_text(&b, model, layers, in, 10, dropout, &err),
                     LATHE_EARG);
    if (!strstr(err.msg, message))
        fail_msg("'%s' says \"%s\"", model, err.msg);
    lathe_buf_release(&b);
}

static void wrong_models_are_refused(void **state)
{
    (void)state;
    assert_no_model("cnn", NULL, table, 0, "needs images");
    assert_no_model("mlp:", NULL, table, 0, "has no sizes");
    assert_no_model("mlp:64,x", NULL, table, 0, "'x' is not a layer size");
    assert_no_model("tree", NULL, table, 0, "there is no model 'tree'");
    assert_no_model("linear", NULL, table, 0.5, "dropout is for mlp");
    assert_no_model("mlp:8", NULL, table, 1, "below 1, got 1");
    assert_no_model("mlp:8", "dense 5, softmax", table, 0, "leave it out");
    assert_no_model("mlp:8", "dense 5, softmax ,\n", table, 0, "leave it out");
}

static void survive(const char *text, struct lathe_shape in)
{
    for (long n = 0;; n++) {
        struct lathe_net net = {0};
        struct lathe_err err = {0};

        lathe_alloc_fail_after(n);
        enum lathe_code rc = lathe_net_parse(&net, text, in, &err);
        lathe_alloc_fail_after(-1);
        lathe_net_release(&net);
        if (rc == LATHE_OK)
            return;
        assert_int_equal(rc, LATHE_ENOMEM);
        assert_true(err.msg[0]);
    }
}

static void parsing_survives_every_failed_allocation(void **state)
{
    (void)state;
    survive("conv 6 5x5, relu, dropout 0.5, dense 3", mnist);
    survive("embed 4x3 7 2x1, relu, dropout 0.5, dense 3", table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_and_its_normal_form_are_the_same_net),
        cmocka_unit_test(windows_have_their_normal_form),
        cmocka_unit_test(same_padding_keeps_the_size_over_the_stride),
        cmocka_unit_test(shapes_and_parameters_follow_from_the_text),
        cmocka_unit_test(an_embedding_knows_where_its_columns_are),
        cmocka_unit_test(errors_name_layer_and_word),
        cmocka_unit_test(errors_point_at_the_word),
        cmocka_unit_test(layers_are_limited_to_a_thousand),
        cmocka_unit_test(models_have_their_texts),
        cmocka_unit_test(wrong_models_are_refused),
        cmocka_unit_test(parsing_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
