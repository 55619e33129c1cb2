/*
 * inspect - what is in a file.
 */
#include "command.h"

static void defaults(void)
{
}

static const struct opt opts[] = {
    JSON_OPT,
    COMMON_OPTS,
};

static int run(int argc, char **argv)
{
    struct lathe_buf text = {0}, json = {0};
    struct lathe_err err = {0};
    enum lathe_code rc;
    int status, first = options_parse(&inspect_command, argc, argv, &status);

    if (first < 0)
        return status;
    if (!options_operands(&inspect_command, argc - first, 1, 1))
        return 64;
    rc = lathe_inspect(argv[first], &text, &json, &err);
    return report_result(&inspect_command, rc, &text, &json, &err);
}

const struct command inspect_command = {
    "inspect", run, "FILE",
    "show what is in a dataset, model or checkpoint, and where it is from",
    opts, defaults};
