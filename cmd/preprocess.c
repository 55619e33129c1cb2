/*
 * preprocess - from CSV files or images to a dataset
 */
#include "command.h"

static struct lathe_preprocess_opts o;

static void defaults(void)
{
    o = lathe_preprocess_defaults();
}

static const struct opt opts[] = {
    {'o', "output", OPT_TEXT, {.text = &o.output}, "FILE",
     "the dataset file to write"},
    {0, "like", OPT_TEXT, {.text = &o.like}, "MODEL|DATASET",
     "take its schema and all that was fitted, for new rows"},
    {0, "target", OPT_LIST, {.list = &o.target}, "COLUMN[,...]",
     "what to predict: one column, or several numbers or labels"},
    {0, "weight", OPT_TEXT, {.text = &o.weight}, "COLUMN",
     "how much each row counts when a model is trained"},
    {0, "test", OPT_TEXT, {.text = &o.test}, "FILE",
     "test rows, in a file of their own"},
    {0, "valid", OPT_TEXT, {.text = &o.valid}, "FILE",
     "validation rows, in a file of their own"},
    {0, "split", OPT_TEXT, {.text = &o.split}, "T,V,S",
     "shares of training, validation and test rows"},
    {0, "split-by", OPT_TEXT, {.text = &o.split_by},
     "random|hash:COL|group:COL|time:COL",
     "split at random, or by the values of a column"},
    {0, "seed", OPT_SEED, {.seed = &o.seed}, "N",
     "which random split"},
    {0, "delimiter", OPT_TEXT, {.text = &o.delimiter}, "C",
     "between fields: one character, or tab"},
    {0, "quote", OPT_TEXT, {.text = &o.quote}, "C",
     "around fields"},
    {0, "no-header", OPT_FLAG, {.flag = &o.no_header}, NULL,
     "the first line is data; columns are c1, c2, ..."},
    {0, "comment", OPT_TEXT, {.text = &o.comment}, "C",
     "skip lines that begin with C"},
    {0, "encoding", OPT_TEXT, {.text = &o.encoding}, "utf-8|latin1",
     "of the text; latin1 is converted as it is read"},
    {0, "parser", OPT_TEXT, {.text = &o.parser}, "auto|libcsv",
     "who reads the records; libcsv is slower, with the same result"},
    LIMITS_OPTS(o.limits),
    {0, "na", OPT_TEXT, {.text = &o.na}, "MARK,...",
     "texts that mean a missing value"},
    {0, "inf", OPT_TEXT, {.text = &o.inf}, "fail|missing",
     "what inf among the numbers of a feature is"},
    {0, "task", OPT_TEXT, {.text = &o.task}, "classify|regress",
     "what to learn; else as the target suggests"},
    {0, "type", OPT_LIST, {.list = &o.type}, "COL=KIND",
     "what a column is: number, category, date, text, drop"},
    {0, "text-dims", OPT_INT, {.i = &o.text_dims}, "N",
     "inputs of a text"},
    {0, "drop", OPT_TEXT, {.text = &o.drop}, "COL,...",
     "leave these columns out"},
    {0, "impute", OPT_LIST, {.list = &o.impute}, "[COL=]METHOD",
     "missing values: median, mean, most-frequent, category, constant:V, "
     "drop"},
    {0, "add-indicator", OPT_TEXT, {.text = &o.add_indicator}, "all|COL,...",
     "one more input for missing numbers: 1 where missing"},
    {0, "scale", OPT_LIST, {.list = &o.scale}, "[COL=]METHOD",
     "numbers: standard, minmax, robust, none"},
    {0, "encode", OPT_LIST, {.list = &o.encode}, "[COL=]METHOD",
     "categories: onehot, ordinal, hash:N"},
    {0, "clip", OPT_LIST, {.list = &o.clip}, "[COL=]Q",
     "numbers beyond the quantiles Q and 1 - Q become these"},
    {0, "rare", OPT_INT, {.i = &o.rare}, "N",
     "categories with fewer training rows share one input"},
    {0, "dedup", OPT_FLAG, {.flag = &o.dedup}, NULL,
     "drop rows that repeat an earlier one"},
    {0, "strip", OPT_TEXT, {.text = &o.strip}, "CHARS",
     "cut these off the end of target values"},
    {0, "image", OPT_TEXT, {.text = &o.image}, "CxHxW",
     "the columns are the pixels of images; the size of those in folders"},
    {0, "labels", OPT_TEXT, {.text = &o.labels}, "FILE",
     "IDX file with the labels of the images"},
    {0, "test-labels", OPT_TEXT, {.text = &o.test_labels}, "FILE",
     "the labels of the images of --test"},
    {0, "class-names", OPT_TEXT, {.text = &o.class_names}, "FILE|A,B,...",
     "names of classes 0, 1, ..."},
    {0, "bad-rows", OPT_TEXT, {.text = &o.bad_rows}, "fail|skip",
     "what to do with rows that cannot be read"},
    {0, "rejects", OPT_TEXT, {.text = &o.rejects}, "FILE",
     "where skipped rows go"},
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
    int status, first = options_parse(&preprocess_command, argc, argv, &status);

    if (first < 0)
        return status;
    if (!options_operands(&preprocess_command, argc - first, 1, -1))
        return 64;
    if (!o.output)
        return report_usage(&preprocess_command,
                            "no output; say -o DATASET.h5");
    o.files = (struct lathe_list){argv + first, (size_t)(argc - first)};
    host = report_host();
    rc = lathe_preprocess(&o, &host, &text, &json, &err);
    return report_result(&preprocess_command, rc, &text, &json, &err);
}

const struct command preprocess_command = {
    "preprocess", run, "FILE... -o DATASET.h5 --target COLUMN",
    "turn CSV files or images into a dataset", opts, defaults};
