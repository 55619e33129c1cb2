/*
 * serve - answers over HTTP until SIGTERM.
 */
#include "command.h"

#include <signal.h>
#include <stdio.h>

static struct lathe_serve_opts o;

static void defaults(void)
{
    o = lathe_serve_defaults();
}

static const struct opt opts[] = {
    {0, "listen", OPT_TEXT, {.text = &o.listen}, "HOST:PORT|unix:PATH",
     "where to listen; port 0: any free one"},
    {0, "token-file", OPT_TEXT, {.text = &o.token_file}, "FILE",
     "ask for the bearer token in FILE"},
    {0, "insecure", OPT_FLAG, {.flag = &o.insecure}, NULL,
     "listen beyond this machine without a token"},
    {0, "drain", OPT_DURATION, {.real = &o.drain_s}, "TIME",
     "longest wait for open requests at the end"},
    {0, "timeout", OPT_DURATION, {.real = &o.timeout_s}, "TIME",
     "longest time for one request to arrive"},
    {0, "max-body", OPT_INT64, {.i64 = &o.max_body_bytes}, "BYTES",
     "largest request body"},
    {0, "max-rows", OPT_INT, {.i = &o.max_rows}, "N",
     "most rows in one request"},
    {0, "max-connections", OPT_INT, {.i = &o.max_connections}, "N",
     "most connections at a time"},
    {'j', "threads", OPT_INT, {.i = &o.threads}, "N", "threads; 0: all cores"},
    COMMON_OPTS,
};

/* Waits for signals and follows them; returns when it is time to end. */
static void follow_signals(struct lathe_server *server, const sigset_t *set,
                           const struct lathe_host *host)
{
    for (;;) {
        struct lathe_err err = {0};
        int number;

        if (sigwait(set, &number) != 0)
            continue;
        if (number != SIGHUP)
            return;
        if (lathe_server_reload(server, host, &err))
            report_failure(&serve_command, &err);
    }
}

static int run(int argc, char **argv)
{
    struct lathe_host host;
    struct lathe_server *server;
    struct lathe_buf address = {0};
    struct lathe_err err = {0};
    sigset_t set;
    int status, first = options_parse(&serve_command, argc, argv, &status);

    if (first < 0)
        return status;
    if (!options_operands(&serve_command, argc - first, 1, -1))
        return 64;
    o.models = (struct lathe_list){argv + first, (size_t)(argc - first)};
    host = report_host();

    /* Blocked before the server's threads start, which inherit it. */
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);

    if (lathe_server_start(&server, &o, &host, &address, &err))
        return report_failure(&serve_command, &err);
    printf("%s\n", address.s);
    fflush(stdout);
    lathe_buf_release(&address);
    follow_signals(server, &set, &host);
    lathe_server_stop(server);
    return 0;
}

const struct command serve_command = {
    "serve", run, "[NAME=]MODEL.h5...",
    "answer prediction requests over HTTP", opts, defaults};
