/*
 * options - parsing, help and configuration files from one table.
 */
#include "command.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "value.h"

#define MOST_OPTS 64

struct common common;

static const struct opt *by_name(const struct command *c, const char *name,
                                 size_t n)
{
    for (const struct opt *o = c->opts; o->kind != OPT_END; o++)
        if (strlen(o->name) == n && strncmp(o->name, name, n) == 0)
            return o;
    return NULL;
}

static const struct opt *by_letter(const struct command *c, int letter)
{
    for (const struct opt *o = c->opts; o->kind != OPT_END; o++)
        if (o->letter && o->letter == letter)
            return o;
    return NULL;
}

/* ---- the command line --------------------------------------------------- */

/* getopt_long takes abbreviations, which would break scripts as soon as an
 * option joins; so names are looked at before it sees them. */
static bool names_are_whole(const struct command *c, int argc, char **argv,
                            int *status)
{
    for (int i = 1; i < argc; i++) {
        const char *name = argv[i] + 2;
        size_t n;
        const struct opt *o;

        if (strcmp(argv[i], "--") == 0)
            return true;
        if (argv[i][0] == '-' && argv[i][1] && argv[i][1] != '-') {
            o = by_letter(c, argv[i][1]);
            i += o && o->kind != OPT_FLAG && !argv[i][2];
            continue;
        }
        if (strncmp(argv[i], "--", 2) != 0)
            continue;
        n = strcspn(name, "=");
        o = by_name(c, name, n);
        if (!o) {
            *status = report_usage(c, "no option '--%.*s'; 'lathe %s --help' "
                                   "lists them", (int)n, name, c->name);
            return false;
        }
        if (o->kind == OPT_FLAG && name[n]) {
            *status = report_usage(c, "option '--%s' takes no value", o->name);
            return false;
        }
        i += o->kind != OPT_FLAG && !name[n];
    }
    return true;
}

static int fill_getopt(const struct command *c, struct option *longs,
                       char *shorts)
{
    int n = 0;

    *shorts++ = ':';
    for (const struct opt *o = c->opts; o->kind != OPT_END; o++, n++) {
        int has = o->kind == OPT_FLAG ? no_argument : required_argument;
        if (n == MOST_OPTS)
            abort();
        longs[n] = (struct option){o->name, has, NULL, 1000 + n};
        if (o->letter) {
            *shorts++ = o->letter;
            if (has == required_argument)
                *shorts++ = ':';
        }
    }
    longs[n] = (struct option){0};
    *shorts = '\0';
    return n;
}

/* The command line replaces a list of the configuration file. */
static void drop_configured_list(const struct opt *o, bool *seen)
{
    if (o->kind == OPT_LIST && !*seen)
        lathe_list_release(o->to.list);
    *seen = true;
}

static bool parse_arguments(const struct command *c, int argc, char **argv,
                            int *status)
{
    struct option longs[MOST_OPTS + 1];
    char shorts[2 * MOST_OPTS + 2];
    bool seen[MOST_OPTS] = {false};
    int found;

    fill_getopt(c, longs, shorts);
    opterr = 0;
    optind = 0;                 /* glibc: start anew, permute */
    while ((found = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        const struct opt *o;
        const char *wrong;

        if (found == ':') {
            *status = report_usage(c, "option '%s' needs a value",
                                   argv[optind - 1]);
            return false;
        }
        if (found == '?') {
            *status = report_usage(c, "no option '%s'; 'lathe %s --help' "
                                   "lists them", argv[optind - 1], c->name);
            return false;
        }
        o = found >= 1000 ? c->opts + (found - 1000) : by_letter(c, found);
        drop_configured_list(o, &seen[o - c->opts]);
        wrong = value_set(o, o->kind == OPT_FLAG ? NULL : optarg);
        if (wrong) {
            *status = report_usage(c, "--%s: '%s' %s", o->name, optarg, wrong);
            return false;
        }
    }
    return true;
}

static const char *config_in(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0)
            break;
        if (strcmp(argv[i], "--config") == 0 && i + 1 < argc)
            return argv[i + 1];
        if (strncmp(argv[i], "--config=", 9) == 0)
            return argv[i] + 9;
    }
    return NULL;
}

int options_parse(const struct command *c, int argc, char **argv, int *status)
{
    const char *config = config_in(argc, argv);

    common = (struct common){0};
    c->defaults();
    if (!names_are_whole(c, argc, argv, status))
        return -1;
    if (config && !config_read(c, config, status))
        return -1;
    if (!parse_arguments(c, argc, argv, status))
        return -1;
    if (common.help) {
        c->defaults();
        options_help(c);
        *status = 0;
        return -1;
    }
    return optind;
}

bool options_operands(const struct command *c, int have, int least, int most)
{
    if (have >= least && (most < 0 || have <= most))
        return true;
    report_usage(c, "%s; usage: lathe %s %s",
                 have < least ? "a file is missing" : "too many files",
                 c->name, c->operands);
    return false;
}

/* In the largest unit that is whole. */
static void print_size(uint64_t bytes)
{
    static const char *const unit[] = {"", "KiB", "MiB", "GiB"};
    int i = 0;

    for (; i < 3 && bytes && bytes % 1024 == 0; i++)
        bytes /= 1024;
    printf(" (%llu%s)", (unsigned long long)bytes, unit[i]);
}

/* ---- help --------------------------------------------------------------- */

static void help_default(const struct opt *o)
{
    switch (o->kind) {
    case OPT_INT:
        printf(" (%d)", *o->to.i);
        break;
    case OPT_INT64:
        printf(" (%lld)", (long long)*o->to.i64);
        break;
    case OPT_SEED:
        printf(" (%llu)", (unsigned long long)*o->to.seed);
        break;
    case OPT_SIZE:
        print_size(*o->to.size);
        break;
    case OPT_REAL:
    case OPT_DURATION:
        if (*o->to.real != 0)
            printf(" (%g)", *o->to.real);
        break;
    case OPT_TEXT:
        if (*o->to.text && **o->to.text)
            printf(" (%s)", *o->to.text);
        break;
    default:
        break;
    }
}

void options_help(const struct command *c)
{
    printf("usage: lathe %s %s\n\n%s\n", c->name, c->operands, c->summary);
    if (c->defaults)
        c->defaults();
    if (c->opts->kind != OPT_END)
        puts("\nOptions, with their defaults:");
    for (const struct opt *o = c->opts; o->kind != OPT_END; o++) {
        char left[64], letter[8] = "    ";
        if (o->letter)
            snprintf(letter, sizeof letter, "-%c, ", o->letter);
        int n = snprintf(left, sizeof left, "  %s--%s%s%s", letter, o->name,
                         o->value ? " " : "", o->value ? o->value : "");
        if (n > 30)
            printf("%s\n%-32s", left, "");
        else
            printf("%-32s", left);
        fputs(o->help, stdout);
        help_default(o);
        putchar('\n');
    }
    printf("\nThe manual: man lathe-%s\n", c->name);
}
