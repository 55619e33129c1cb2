/*
 * predict - answers for rows without a known target.
 */
#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct lathe_predict_opts o;

static void defaults(void)
{
    o = lathe_predict_defaults();
}

static const struct opt opts[] = {
    {'o', "output", OPT_TEXT, {.text = &o.output}, "FILE",
     "write there instead of to standard output"},
    {0, "proba", OPT_FLAG, {.flag = &o.proba}, NULL,
     "add the probability of each class"},
    {0, "format", OPT_TEXT, {.text = &o.format}, "csv|jsonl",
     "form of the answers"},
    {0, "keep", OPT_TEXT, {.text = &o.keep}, "COL,...",
     "repeat these columns of the input"},
    {0, "no-header", OPT_FLAG, {.flag = &o.no_header}, NULL,
     "the input has no header; columns as in training"},
    LIMITS_OPTS(o.limits),
    {'j', "threads", OPT_INT, {.i = &o.threads}, "N", "threads; 0: all cores"},
    COMMON_OPTS,
};

/* Straight to the descriptor: whoever reads the pipe waits for the answer. */
static enum lathe_code to_stdout(void *ctx, const char *bytes, size_t n,
                                 struct lathe_err *err)
{
    (void)ctx;
    while (n > 0) {
        ssize_t put = write(STDOUT_FILENO, bytes, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0) {
            err->code = LATHE_EIO;
            snprintf(err->msg, sizeof err->msg,
                     "cannot write standard output: %s", strerror(errno));
            return err->code;
        }
        bytes += put;
        n -= (size_t)put;
    }
    return LATHE_OK;
}

static int run(int argc, char **argv)
{
    struct lathe_host host;
    struct lathe_err err = {0};
    int status, first = options_parse(&predict_command, argc, argv, &status);

    if (first < 0)
        return status;
    if (!options_operands(&predict_command, argc - first, 1, -1))
        return 64;
    o.model = argv[first];
    o.data = argc - first > 1 ? argv[first + 1] : "-";
    if (argc - first > 2)
        o.more = (struct lathe_list){argv + first + 2,
                                     (size_t)(argc - first - 2)};
    host = report_host();
    if (lathe_predict(&o, &host, to_stdout, NULL, &err))
        return report_failure(&predict_command, &err);
    return 0;
}

const struct command predict_command = {
    "predict", run, "MODEL.h5 [DATA.csv|-|IMAGE...]",
    "answer rows of CSV, or images, with predictions", opts, defaults};
