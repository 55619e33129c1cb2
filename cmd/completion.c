/*
 * completion - scripts for bash and zsh, written from the option tables.
 */
#include "command.h"

#include <stdio.h>
#include <string.h>

static void defaults(void)
{
}

static const struct opt opts[] = {COMMON_OPTS};

static void command_names(void)
{
    for (int i = 0; commands[i]; i++)
        printf("%s%s", i ? " " : "", commands[i]->name);
}

/* The choices in "a|b|c" when they are plain words, else NULL. */
static const char *choices(const struct opt *o)
{
    if (!o->value || !strchr(o->value, '|') ||
        strpbrk(o->value, "[]ABCDEFGHIJKLMNOPQRSTUVWXYZ':=.,"))
        return NULL;
    return o->value;
}

static void bash_words(const char *bars)
{
    for (; *bars; bars++)
        putchar(*bars == '|' ? ' ' : *bars);
}

static void bash_command(const struct command *c)
{
    printf("    %s)\n        options='", c->name);
    for (const struct opt *o = c->opts; o->kind != OPT_END; o++)
        printf("--%s ", o->name);
    printf("'\n        case $previous in\n");
    for (const struct opt *o = c->opts; o->kind != OPT_END; o++) {
        if (!choices(o))
            continue;
        printf("        --%s) words='", o->name);
        bash_words(o->value);
        printf("' ;;\n");
    }
    printf("        esac ;;\n");
}

static void bash(void)
{
    puts("# bash completion for lathe");
    puts("_lathe() {");
    puts("    local current=${COMP_WORDS[COMP_CWORD]}");
    puts("    local previous=${COMP_WORDS[COMP_CWORD-1]}");
    puts("    local options='' words=''");
    puts("    COMPREPLY=()");
    puts("    if [ \"$COMP_CWORD\" -eq 1 ]; then");
    printf("        COMPREPLY=($(compgen -W '");
    command_names();
    puts(" --version --help' -- \"$current\"))");
    puts("        return");
    puts("    fi");
    puts("    case ${COMP_WORDS[1]} in");
    for (int i = 0; commands[i]; i++)
        bash_command(commands[i]);
    puts("    esac");
    puts("    if [ \"${COMP_WORDS[1]}\" = help ]; then");
    printf("        words='");
    command_names();
    puts("'");
    puts("    elif [ \"${COMP_WORDS[1]}\" = completion ]; then");
    puts("        words='bash zsh'");
    puts("    fi");
    puts("    if [ -n \"$words\" ]; then");
    puts("        COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))");
    puts("    elif [[ $current == -* ]]; then");
    puts("        COMPREPLY=($(compgen -W \"$options\" -- \"$current\"))");
    puts("    else");
    puts("        COMPREPLY=($(compgen -f -- \"$current\"))");
    puts("    fi");
    puts("}");
    puts("complete -o filenames -F _lathe lathe");
}

/* A text inside the single-quoted, bracketed specs of _arguments. */
static void zsh_text(const char *s)
{
    for (; *s; s++) {
        if (strchr("[]:\\", *s))
            putchar('\\');
        if (*s == '\'')
            fputs("'\\''", stdout);
        else
            putchar(*s);
    }
}

static void zsh_option(const struct opt *o)
{
    const char *many = o->kind == OPT_LIST ? "*" : "";

    printf("            '%s--%s%s[", many, o->name,
           o->kind == OPT_FLAG ? "" : "=");
    zsh_text(o->help);
    putchar(']');
    if (choices(o)) {
        fputs(":value:(", stdout);
        bash_words(o->value);
        putchar(')');
    } else if (o->value && strncmp(o->value, "FILE", 4) == 0) {
        fputs(":file:_files", stdout);
    } else if (o->value) {
        fputs(":value:", stdout);
    }
    puts("' \\");
}

static void zsh(void)
{
    puts("#compdef lathe");
    puts("_lathe() {");
    puts("    if (( CURRENT == 2 )); then");
    puts("        local -a commands=(");
    for (int i = 0; commands[i]; i++) {
        printf("            '%s:", commands[i]->name);
        zsh_text(commands[i]->summary);
        puts("'");
    }
    puts("        )");
    puts("        _describe command commands");
    puts("        return");
    puts("    fi");
    puts("    case $words[2] in");
    for (int i = 0; commands[i]; i++) {
        printf("    %s)\n        _arguments -s : \\\n", commands[i]->name);
        for (const struct opt *o = commands[i]->opts; o->kind != OPT_END; o++)
            zsh_option(o);
        puts("            '*:file:_files' ;;");
    }
    puts("    esac");
    puts("}");
    puts("_lathe \"$@\"");
}

static int run(int argc, char **argv)
{
    int status;
    int first = options_parse(&completion_command, argc, argv, &status);

    if (first < 0)
        return status;
    if (!options_operands(&completion_command, argc - first, 1, 1))
        return 64;
    if (strcmp(argv[first], "bash") == 0)
        bash();
    else if (strcmp(argv[first], "zsh") == 0)
        zsh();
    else
        return report_usage(&completion_command,
                            "no completion for '%s'; there is bash and zsh",
                            argv[first]);
    return 0;
}

const struct command completion_command = {
    "completion", run, "bash|zsh",
    "print the completion script of a shell", opts, defaults};
