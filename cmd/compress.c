/*
 * compress - a smaller, faster model
 */
#include "command.h"

static struct lathe_compress_opts o;

static void defaults(void)
{
    o = lathe_compress_defaults();
}

static const struct opt opts[] = {
    {'o', "output", OPT_TEXT, {.text = &o.output}, "FILE",
     "the model file to write"},
    {0, "data", OPT_TEXT, {.text = &o.data}, "DATASET.h5",
     "rows to calibrate and measure on"},
    {0, "quantize", OPT_TEXT, {.text = &o.quantize}, "int8",
     "store and compute with 8-bit integers"},
    {0, "max-drop", OPT_REAL, {.real = &o.max_drop}, "X",
     "exit 1 when the metric loses more; below 0: any"},
    {0, "seed", OPT_SEED, {.seed = &o.seed}, "N",
     "which rows calibrate"},
    {'j', "threads", OPT_INT, {.i = &o.threads}, "N",
     "threads; 0: all cores"},
    JSON_OPT,
    COMMON_OPTS,
};

static int run(int argc, char **argv)
{
    struct lathe_host host;
    struct lathe_buf text = {0}, json = {0};
    struct lathe_err err = {0};
    enum lathe_code rc;
    int status, first = options_parse(&compress_command, argc, argv, &status);

    if (first < 0)
        return status;
    if (!options_operands(&compress_command, argc - first, 1, 1))
        return 64;
    if (!o.output)
        return report_usage(&compress_command, "no output; say -o SMALL.h5");
    o.model = argv[first];
    host = report_host();
    rc = lathe_compress(&o, &host, &text, &json, &err);
    return report_result(&compress_command, rc, &text, &json, &err);
}

const struct command compress_command = {
    "compress", run, "MODEL.h5 -o SMALL.h5 --quantize int8 --data DATASET.h5",
    "make a model smaller and faster", opts, defaults};
