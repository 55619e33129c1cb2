#include "scan/decide_target.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "data/excerpt.h"

#include <inttypes.h>
#include <string.h>

static enum lathe_task task_of(const struct lathe_scan_column *t)
{
    return lathe_scan_is_number(t) &&
                   (!t->integers || t->many ||
                    t->words.n > LATHE_DECIDE_TARGET_CLASSES)
               ? LATHE_REGRESS : LATHE_CLASSIFY;
}

/* Whether a target can be what the task says. */
static enum lathe_code check_target(enum lathe_task task, const char *name,
                                    const struct lathe_scan_column *t,
                                    struct lathe_err *err)
{
    char value[LATHE_EXCERPT_ROOM];
    bool number = lathe_scan_is_number(t);

    /* A few values that are none are for the pass that reads the rows, which
     * names their file or leaves them out. */
    if (task == LATHE_REGRESS && !number && t->numbers > t->nans &&
        t->min < t->max)
        return LATHE_OK;
    if (task == LATHE_REGRESS && !number)
        return lathe_fail(err, LATHE_EDATA,
                          "target '%s' is not a number in line %" PRIu64
                          ": '%s'", name, t->odd_line,
                          lathe_excerpt_of(value, t->odd, strlen(t->odd)));
    if (task == LATHE_REGRESS && t->min == t->max)
        return lathe_fail(err, LATHE_EDATA,
                          "target '%s' has the same value in all rows", name);
    if (task == LATHE_CLASSIFY && t->many && t->odd &&
        t->numbers > t->present / 2)
        return lathe_fail(err, LATHE_EDATA,
                          "target '%s' has more than %d classes, and is no "
                          "number because of '%s' in line %" PRIu64, name,
                          LATHE_SCAN_WORDS,
                          lathe_excerpt_of(value, t->odd, strlen(t->odd)),
                          t->odd_line);
    if (task == LATHE_CLASSIFY && t->many)
        return lathe_fail(err, LATHE_EDATA,
                          "target '%s' has more than %d classes%s", name,
                          LATHE_SCAN_WORDS,
                          number ? "; --task regress predicts a number" : "");
    if (task == LATHE_CLASSIFY && t->words.n < 2)
        return lathe_fail(err, LATHE_EDATA,
                          "target '%s' has one class only, '%s'", name,
                          lathe_excerpt_of(value, t->words.word[0],
                                           t->words.length[0]));
    return LATHE_OK;
}

static bool has_two_values(const struct lathe_scan_column *t)
{
    return !t->many && t->words.n == 2;
}

/* "'price' is a number", "'sold' has two classes, 'no' and 'yes'", ... */
static void describe_target(struct lathe_buf *out, const char *name,
                            const struct lathe_scan_column *t)
{
    char text[LATHE_EXCERPT_ROOM];

    lathe_buf_printf(out, "'%s' ", lathe_excerpt_of(text, name, strlen(name)));
    if (has_two_values(t))
        lathe_buf_printf(out, "has two values, '%.20s' and '%.20s'",
                         t->words.word[0], t->words.word[1]);
    else if (lathe_scan_is_number(t))
        lathe_buf_puts(out, "is a number");
    else if (t->many)
        lathe_buf_printf(out, "has more than %d classes", LATHE_SCAN_WORDS);
    else
        lathe_buf_printf(out, "has %" PRIu32 " class%s", t->words.n,
                         t->words.n == 1 ? "" : "es");
}

/* Several targets that are not all numbers, nor all labels. */
static enum lathe_code mixed_targets(const struct lathe_schema *s,
                                     const struct lathe_scan *scan,
                                     struct lathe_err *err)
{
    const size_t most = 5;
    struct lathe_buf all = {0};
    bool numbers = true;
    enum lathe_code rc;

    for (size_t i = 0; i < s->targets; i++) {
        const struct lathe_scan_column *t =
            &scan->column[scan->targets->place[i]];

        numbers &= lathe_scan_is_number(t);
        if (i < most) {
            lathe_buf_puts(&all, i ? ", " : "");
            describe_target(&all, s->target[i].name, t);
        }
    }
    if (s->targets > most)
        lathe_buf_printf(&all, " and %zu more", s->targets - most);
    rc = lathe_buf_check(&all, err);
    if (!rc)
        rc = lathe_fail(err, LATHE_EDATA,
                        "several targets must all be numbers, or all have two "
                        "values: %.300s; %s", all.s,
                        numbers ? "--task regress takes all as numbers"
                                : "leave some out of --target");
    lathe_buf_release(&all);
    return rc;
}

/* The task of several targets. */
static enum lathe_code decide_several(struct lathe_schema *s,
                                      const struct lathe_scan *scan,
                                      struct lathe_err *err)
{
    size_t two = 0, numbers = 0;
    enum lathe_task task = s->task;

    for (size_t i = 0; i < s->targets; i++) {
        const struct lathe_scan_column *t =
            &scan->column[scan->targets->place[i]];

        two += has_two_values(t);
        numbers += lathe_scan_is_number(t);
    }
    if (!task && two == s->targets)
        task = LATHE_CLASSIFY;
    else if (!task && numbers == s->targets && two == 0)
        task = LATHE_REGRESS;
    if (!task || (task == LATHE_CLASSIFY && two < s->targets))
        return mixed_targets(s, scan, err);
    s->task = task;
    return LATHE_OK;
}

enum lathe_code lathe_decide_target(struct lathe_schema *s,
                                    const struct lathe_scan *scan,
                                    const char *task, struct lathe_err *err)
{
    const size_t *place = scan->targets->place;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < s->targets; i++)
        if (scan->column[place[i]].present == 0)
            return lathe_fail(err, LATHE_EDATA,
                              s->targets > 1
                              ? "no row has a value of each target, such as "
                                "'%s'"
                              : "target '%s' has no value in any row",
                              s->target[i].name);
    s->task = task ? lathe_schema_task_of(task) : 0;
    if (s->targets > 1)
        rc = decide_several(s, scan, err);
    else if (!task)
        s->task = task_of(&scan->column[place[0]]);
    for (size_t i = 0; i < s->targets && !rc; i++)
        rc = check_target(s->task, s->target[i].name,
                          &scan->column[place[i]], err);
    return rc;
}

/* The classes of a target in order, with their rows. */
static enum lathe_code take_classes(struct lathe_target *out,
                                    struct lathe_scan_column *t,
                                    uint64_t *class_rows,
                                    struct lathe_err *err)
{
    size_t n = t->words.n;
    enum lathe_code rc = lathe_new(&t->order, n, sizeof *t->order, "classes",
                                   err);

    if (!rc)
        rc = lathe_dict_sort(&t->words, t->order, err);
    for (size_t k = 0; k < n && !rc; k++)
        class_rows[k] = t->count[t->order[k]];
    if (!rc) {
        out->classes = t->words;
        t->words = (struct lathe_dict){0};
    }
    return rc;
}

enum lathe_code lathe_decide_target_classes(struct lathe_schema *s,
                                            struct lathe_scan *scan,
                                            uint64_t **class_rows,
                                            struct lathe_err *err)
{
    const size_t *place = scan->targets->place;
    bool classify = s->task == LATHE_CLASSIFY;
    size_t n = 0;
    enum lathe_code rc;

    for (size_t i = 0; i < s->targets; i++)
        n += scan->column[place[i]].words.n;
    rc = lathe_new(class_rows, classify ? n : 1, sizeof **class_rows,
                   "classes", err);
    if (!rc && !classify)
        (*class_rows)[0] = scan->column[place[0]].present;
    n = 0;
    for (size_t i = 0; i < s->targets && classify && !rc; i++) {
        rc = take_classes(&s->target[i], &scan->column[place[i]],
                          *class_rows + n, err);
        n += s->target[i].classes.n;
    }
    return rc;
}
