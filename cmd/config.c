#include "config.h"

#include "value.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *trim(char *s)
{
    size_t n;

    while (isspace((unsigned char)*s))
        s++;
    for (n = strlen(s); n && isspace((unsigned char)s[n - 1]); n--)
        ;
    s[n] = '\0';
    return s;
}

static const struct opt *find(const struct command *c, const char *name)
{
    for (const struct opt *o = c->opts; o->kind != OPT_END; o++)
        if (strcmp(o->name, name) == 0)
            return o;
    return NULL;
}

/* Values that options point to; they live until the program ends. */
static struct lathe_list values;

/* One line; false (said) when it is wrong. */
static bool take_line(const struct command *c, const char *path, int number,
                      char *line)
{
    char *equals = strchr(line, '='), *name, *value;
    const struct opt *o;
    const char *wrong;
    struct lathe_err err;

    name = trim(line);
    if (!*name || *name == '#')
        return true;
    if (!equals) {
        report_usage(c, "'%s' line %d: no '=' in '%s'", path, number, name);
        return false;
    }
    *equals = '\0';
    name = trim(name);
    value = trim(equals + 1);
    o = find(c, name);
    if (!o || strcmp(name, "config") == 0) {
        report_usage(c, "'%s' line %d: no option '%s'", path, number, name);
        return false;
    }
    if (lathe_list_add(&values, value, &err)) {
        report_usage(c, "%s", err.msg);
        return false;
    }
    value = values.v[values.n - 1];
    wrong = value_set(o, value);
    if (wrong)
        report_usage(c, "'%s' line %d: %s: '%s' %s", path, number, name, value,
                     wrong);
    return !wrong;
}

bool config_read(const struct command *c, const char *path, int *status)
{
    FILE *f = fopen(path, "re");
    char *line = NULL;
    size_t room = 0;
    bool ok = true;

    *status = 78;
    if (!f) {
        report_usage(c, "cannot open '%s': %s", path, strerror(errno));
        return false;
    }
    for (int number = 1; ok && getline(&line, &room, f) >= 0; number++)
        ok = take_line(c, path, number, line);
    if (ok && ferror(f)) {
        report_usage(c, "cannot read '%s': %s", path, strerror(errno));
        ok = false;
    }
    free(line);
    fclose(f);
    return ok;
}
