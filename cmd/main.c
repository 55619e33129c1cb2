/*
 * main - finds the command and runs it.
 */
#include "command.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

const struct command *const commands[] = {
    &preprocess_command, &train_command,    &tune_command,
    &evaluate_command,
    &predict_command,    &compress_command, &serve_command,
    &inspect_command,    &completion_command, &help_command,
    NULL};

static const struct command *find(const char *name)
{
    for (int i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static void overview(FILE *f)
{
    fputs("usage: lathe COMMAND [OPTION...] [FILE...]\n\n"
          "From CSV files to served models.\n\n", f);
    for (int i = 0; commands[i]; i++)
        fprintf(f, "  %-11s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n'lathe help COMMAND' or 'lathe COMMAND --help' shows the options"
          " of a command,\n'lathe --version' the version.\n", f);
}

static int run_help(int argc, char **argv)
{
    const struct command *c;

    if (argc < 2) {
        overview(stdout);
        return 0;
    }
    c = find(argv[1]);
    if (!c)
        return report_usage(&help_command, "no command '%s'; 'lathe help' "
                            "lists them", argv[1]);
    options_help(c);
    return 0;
}

static const struct opt no_opts[] = {{.kind = OPT_END}};

const struct command help_command = {
    "help", run_help, "[COMMAND]", "show this list, or the options of COMMAND",
    no_opts, NULL};

/* An interrupted command leaves no temporary file and dies by the signal, as
 * shells and make expect. */
static void on_signal(int number)
{
    lathe_cleanup();
    signal(number, SIG_DFL);
    raise(number);
}

static void catch_signals(void)
{
    const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXCPU};
    struct sigaction act = {.sa_handler = on_signal}, old;

    for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++)
        if (sigaction(caught[i], NULL, &old) == 0 &&
            old.sa_handler != SIG_IGN)
            sigaction(caught[i], &act, NULL);
    signal(SIGXFSZ, SIG_IGN);   /* a file size limit is a write error */
}

int main(int argc, char **argv)
{
    const struct command *c;
    int status;

    catch_signals();
    if (argc < 2) {
        overview(stderr);
        return 64;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("lathe %s\n", lathe_version());
        return report_flush(NULL) ? 0 : 74;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        overview(stdout);
        return report_flush(NULL) ? 0 : 74;
    }
    c = find(argv[1]);
    if (!c) {
        fprintf(stderr, "lathe: no command '%s'; 'lathe help' lists them\n",
                argv[1]);
        return 64;
    }
    status = c->run(argc - 1, argv + 1);
    if (!report_flush(c->name) && status == 0)
        status = 74;
    return status;
}
