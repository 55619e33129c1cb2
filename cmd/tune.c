/*
 * tune - from a dataset to the best of many models
 */
#include "command.h"

static struct lathe_tune_opts o;

static void defaults(void)
{
    o = lathe_tune_defaults();
}

static const struct opt opts[] = {
    {'o', "output", OPT_TEXT, {.text = &o.output}, "FILE",
     "the model file to write, that of the best trial"},
    {0, "search", OPT_TEXT, {.text = &o.search}, "TEXT",
     "what to choose, such as 'lr=log:1e-4..1e-1 hidden=32|64,32'"},
    {0, "method", OPT_TEXT, {.text = &o.method}, "halving|random|grid",
     "which trials are made, and for how long"},
    {0, "metric", OPT_TEXT, {.text = &o.metric}, "METRIC",
     "figure of the validation rows: loss, accuracy, f1, ..."},
    {0, "folds", OPT_INT, {.i = &o.folds}, "K",
     "judge by the mean over K folds, as train --folds does; 0: by "
     "validation rows, -1: by rows and search"},
    {0, "groups", OPT_TEXT, {.text = &o.groups}, "COLUMN",
     "with --folds: rows with the same value of it stay together"},
    {0, "trials", OPT_INT, {.i = &o.trials}, "N",
     "how many; 0: 27, all of a grid, or what --time-limit allows"},
    {0, "time-limit", OPT_DURATION, {.real = &o.time_limit_s}, "TIME",
     "begin no trial after so long"},
    {0, "max-bytes", OPT_INT64, {.i64 = &o.max_bytes}, "N",
     "only models whose file is no larger; 0: any"},
    {0, "log", OPT_TEXT, {.text = &o.log}, "FILE",
     "one JSON object for each trial and rung"},
    {0, "resume", OPT_FLAG, {.flag = &o.resume}, NULL,
     "take the results that are in the log, if there is one"},
    {0, "plot", OPT_TEXT, {.text = &o.plot}, "FILE.svg",
     "a drawing of the trials"},
    {0, "seed", OPT_SEED, {.seed = &o.seed}, "N",
     "of the search, and of each training"},
    {'j', "threads", OPT_INT, {.i = &o.threads}, "N",
     "trials side by side; 0: all cores"},
    JSON_OPT,
    COMMON_OPTS,
};

static int run(int argc, char **argv)
{
    struct lathe_host host;
    struct lathe_buf text = {0}, json = {0};
    struct lathe_err err = {0};
    enum lathe_code rc;
    int status, first = options_parse(&tune_command, argc, argv, &status);

    if (first < 0)
        return status;
    if (!options_operands(&tune_command, argc - first, 1, 1))
        return 64;
    if (!o.output)
        return report_usage(&tune_command, "no output; say -o MODEL.h5");
    o.data = argv[first];
    host = report_host();
    rc = lathe_tune(&o, &host, &text, &json, &err);
    return report_result(&tune_command, rc, &text, &json, &err);
}

const struct command tune_command = {
    "tune", run, "DATASET.h5 -o MODEL.h5",
    "search for the options that give the best model", opts, defaults};
