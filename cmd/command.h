/*
 * command - what the pages of the program share: one table of options per
 * command drives parsing, help, completion and the configuration file.
 */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "lathe.h"

enum opt_kind {
    OPT_END,
    OPT_FLAG,                   /* no value */
    OPT_INT,
    OPT_INT64,
    OPT_SEED,                   /* unsigned, 64 bits */
    OPT_SIZE,                   /* bytes; 65536, 64k, 64KiB, 1M, 1MiB, 2G */
    OPT_REAL,
    OPT_DURATION,               /* seconds; 90, 90s, 30m, 2h */
    OPT_TEXT,
    OPT_LIST                    /* may be given several times */
};

/* The union lets the compiler check the pointer's type. */
struct opt {
    char letter;                /* short option, or 0 */
    const char *name;           /* long option without dashes */
    enum opt_kind kind;
    union {
        bool *flag;
        int *i;
        int64_t *i64;
        uint64_t *seed, *size;
        double *real;
        const char **text;
        struct lathe_list *list;
    } to;
    const char *value;          /* "N", "FILE", "a|b|c"; NULL for a flag */
    const char *help;           /* half a line, no full stop */
};

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *operands;       /* "FILE... -o DATASET.h5 --target COLUMN" */
    const char *summary;        /* one line for `lathe help` */
    const struct opt *opts;
    void (*defaults)(void);     /* fills what the options point to */
};

extern const struct command *const commands[];  /* ends in NULL */

/* ---- options.c ---------------------------------------------------------- */

/* Options that every command has; part of each table. */
struct common {
    bool help, quiet, json;
    const char *config;
};
extern struct common common;

#define COMMON_OPTS                                                           \
    {'q', "quiet", OPT_FLAG, {.flag = &common.quiet}, NULL,                   \
     "say nothing on success"},                                               \
    {0, "config", OPT_TEXT, {.text = &common.config}, "FILE",                 \
     "read options from FILE, lines of 'name = value'; a flag wins"},         \
    {'h', "help", OPT_FLAG, {.flag = &common.help}, NULL,                     \
     "show this help"},                                                       \
    {.kind = OPT_END}

#define JSON_OPT                                                              \
    {0, "json", OPT_FLAG, {.flag = &common.json}, NULL,                       \
     "print one JSON document instead of text"}

/* Of a struct lathe_limits. */
#define LIMITS_OPTS(limits)                                                   \
    {0, "max-field", OPT_SIZE, {.size = &(limits).field}, "SIZE",             \
     "most bytes of a field"},                                                \
    {0, "max-record", OPT_SIZE, {.size = &(limits).record}, "SIZE",           \
     "most bytes of a record"},                                               \
    {0, "max-columns", OPT_INT, {.i = &(limits).columns}, "N",                \
     "most columns"}

/*
 * Sets defaults, reads the configuration file, then the arguments. Operands
 * are moved to the end of argv; returns the place of the first. -1: the
 * command is over (help was shown, or an error said); *status is its exit
 * status.
 */
int options_parse(const struct command *c, int argc, char **argv,
                  int *status);

/* Fewer or more operands than wanted: says so, false. */
bool options_operands(const struct command *c, int have, int least, int most);

void options_help(const struct command *c);

/* ---- report.c ----------------------------------------------------------- */

/* Says what went wrong; returns the exit status. */
int report_failure(const struct command *c, const struct lathe_err *err);

/* Says that the command was used wrongly; returns the exit status. */
int report_usage(const struct command *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Prints the result of an operation, text or JSON as asked, also when a gate
 * did not hold, and its failure if any. Returns the exit status. */
int report_result(const struct command *c, enum lathe_code rc,
                  struct lathe_buf *text, struct lathe_buf *json,
                  const struct lathe_err *err);

/* Where the library's talk and progress go: standard error, or nowhere with
 * --quiet. */
struct lathe_host report_host(void);

/* Flushes standard output; false (said) when bytes were lost. */
bool report_flush(const char *command);

/* ---- the commands ------------------------------------------------------- */

extern const struct command preprocess_command, train_command, tune_command,
    evaluate_command, predict_command, compress_command, serve_command,
    inspect_command, completion_command, help_command;

#endif
