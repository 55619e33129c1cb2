/*
 * evaluate - how good a model is
 */
#include "command.h"

static struct lathe_evaluate_opts o;

static void defaults(void)
{
    o = lathe_evaluate_defaults();
}

static const struct opt opts[] = {
    {0, "split", OPT_TEXT, {.text = &o.split}, "train|valid|test",
     "rows of a dataset to use"},
    {0, "require", OPT_LIST, {.list = &o.require}, "'METRIC>=X'",
     "exit 1 when it does not hold"},
    {0, "threshold", OPT_TEXT, {.text = &o.threshold}, "X",
     "least probability for the second of two classes"},
    {0, "weight", OPT_TEXT, {.text = &o.weight}, "COLUMN",
     "how much each row counts"},
    {0, "strip", OPT_TEXT, {.text = &o.strip}, "CHARS",
     "cut these off the end of target values"},
    {0, "no-header", OPT_FLAG, {.flag = &o.no_header}, NULL,
     "the CSV file has no header"},
    LIMITS_OPTS(o.limits),
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
    int status, first = options_parse(&evaluate_command, argc, argv, &status);

    if (first < 0)
        return status;
    if (!options_operands(&evaluate_command, argc - first, 2, 2))
        return 64;
    o.model = argv[first];
    o.data = argv[first + 1];
    host = report_host();
    rc = lathe_evaluate(&o, &host, &text, &json, &err);
    return report_result(&evaluate_command, rc, &text, &json, &err);
}

const struct command evaluate_command = {
    "evaluate", run, "MODEL.h5 DATASET.h5|DATA.csv|DIR|-",
    "measure a model on rows with a known target", opts, defaults};
