#include "stop.h"

#include <signal.h>
#include <stdio.h>

static volatile sig_atomic_t asked, ready;

static void die(int number)
{
    lathe_cleanup();
    signal(number, SIG_DFL);
    raise(number);
}

static void on_signal(int number)
{
    if (!ready || asked)
        die(number);
    else
        asked = number;
}

void stop_catch(void)
{
    const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGXCPU};
    struct sigaction act = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    struct sigaction old;

    for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++)
        if (sigaction(caught[i], NULL, &old) == 0 &&
            old.sa_handler != SIG_IGN)
            sigaction(caught[i], &act, NULL);
}

bool stop_asked(void *ctx)
{
    (void)ctx;
    ready = 1;
    return asked != 0;
}

void stop_die(void)
{
    if (!asked)
        return;
    fflush(stdout);
    die(asked);
}
