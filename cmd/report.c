/*
 * report - results to standard output, all else to standard error.
 */
#include "command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "progress.h"

static int exit_status(enum lathe_code code)
{
    static const struct {
        enum lathe_code code;
        int status;
    } table[] = {
        {LATHE_OK, 0},
        {LATHE_EGATE, 1},
        {LATHE_EDIVERGED, 3},
        {LATHE_EARG, 64},
        {LATHE_EDATA, 65},
        {LATHE_ENOINPUT, 66},
        {LATHE_EUNAVAILABLE, 69},
        {LATHE_ENOMEM, 69},
        {LATHE_EBUG, 70},
        {LATHE_ECREATE, 73},
        {LATHE_EIO, 74},
        {LATHE_EBUSY, 75},
        {LATHE_ESTOPPED, 75},
        {LATHE_EPERM, 77},
        {LATHE_ECONFIG, 78},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (table[i].code == code)
            return table[i].status;
    return 70;
}

int report_failure(const struct command *c, const struct lathe_err *err)
{
    progress_clear();
    fprintf(stderr, "lathe %s: %s\n", c->name, err->msg);
    return exit_status(err->code);
}

int report_usage(const struct command *c, const char *format, ...)
{
    va_list ap;

    fprintf(stderr, "lathe %s: ", c->name);
    va_start(ap, format);
    vfprintf(stderr, format, ap);
    va_end(ap);
    fputc('\n', stderr);
    return 64;
}

int report_result(const struct command *c, enum lathe_code rc,
                  struct lathe_buf *text, struct lathe_buf *json,
                  const struct lathe_err *err)
{
    const struct lathe_buf *result = common.json ? json : text;
    int status = rc ? report_failure(c, err) : 0;

    progress_clear();
    if ((rc == LATHE_OK || rc == LATHE_EGATE) && result->len > 0 &&
        (common.json || !common.quiet))
        fwrite(result->s, 1, result->len, stdout);
    lathe_buf_release(text);
    lathe_buf_release(json);
    return status;
}

static void note(void *ctx, const char *line)
{
    (void)ctx;
    progress_clear();
    fprintf(stderr, "%s\n", line);
}

struct lathe_host report_host(void)
{
    if (common.quiet)
        return (struct lathe_host){0};
    return (struct lathe_host){.note = note, .progress = progress_show};
}

bool report_flush(const char *command)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    fprintf(stderr, "lathe%s%s: cannot write standard output: %s\n",
            command ? " " : "", command ? command : "",
            strerror(errno));
    return false;
}
