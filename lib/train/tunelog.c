#include "train/tunelog.h"

#include "base/alloc.h"
#include "base/file.h"

#include <math.h>
#include <string.h>

void lathe_tunelog_release(struct lathe_tunelog *l)
{
    for (size_t i = 0; i < l->knowns; i++)
        lathe_json_free(l->known[i]);
    lathe_free(l->known);
    lathe_buf_release(&l->line);
    lathe_trainlog_release(&l->log);
    *l = (struct lathe_tunelog){0};
}

/* ---- what is known from an earlier search ------------------------------- */

static const struct lathe_json *find(const struct lathe_tunelog *l,
                                     const struct lathe_trial *trial)
{
    for (size_t i = 0; i < l->knowns; i++)
        if (lathe_json_as_int(lathe_json_get(l->known[i], "trial"), -1) ==
                trial->number &&
            lathe_json_as_int(lathe_json_get(l->known[i], "rung"), -1) ==
                trial->rung)
            return l->known[i];
    return NULL;
}

bool lathe_tunelog_has(const struct lathe_tunelog *l,
                       const struct lathe_trial *trial)
{
    return find(l, trial) != NULL;
}

bool lathe_tunelog_take(const struct lathe_tunelog *l,
                        const struct lathe_tunereport *r,
                        struct lathe_trial *trial)
{
    const struct lathe_json *v = find(l, trial);
    const char *state = lathe_json_as_string(lathe_json_get(v, "state"), "");

    if (!v)
        return false;
    trial->state = strcmp(state, "paused") == 0  ? LATHE_TRIAL_PAUSED
                   : strcmp(state, "ended") == 0 ? LATHE_TRIAL_ENDED
                                                 : LATHE_TRIAL_DIVERGED;
    trial->metric = lathe_json_as_double(lathe_json_get(v, "metric"), NAN);
    trial->epochs = (int)lathe_json_as_int(lathe_json_get(v, "epochs"), 0);
    trial->best_epoch = (int)lathe_json_as_int(lathe_json_get(v, "best_epoch"),
                                               0);
    trial->seconds = lathe_json_as_double(lathe_json_get(v, "seconds"), 0);
    trial->sd = lathe_json_as_double(lathe_json_get(v, "sd"), NAN);
    trial->defined = (int)lathe_json_as_int(lathe_json_get(v, "defined"), 0);
    v = lathe_json_get(v, "held_out");
    for (int f = 0; trial->held_out && f < r->opts->folds; f++)
        trial->held_out[f] = lathe_json_as_double(
            lathe_json_at(v, (size_t)f), NAN);
    return true;
}

/* ---- opening ------------------------------------------------------------ */

/* The line that says of which search the log is, in l->line. */
static enum lathe_code make_heading(struct lathe_tunelog *l,
                                    const struct lathe_tunereport *r,
                                    struct lathe_err *err)
{
    lathe_buf_clear(&l->line);
    lathe_tunereport_heading(&l->line, r);
    return lathe_buf_check(&l->line, err);
}

static enum lathe_code read_line(struct lathe_tunelog *l, const char *line,
                                 size_t n, struct lathe_err *err)
{
    enum lathe_code rc = lathe_grow(&l->known, &l->cap, l->knowns + 1,
                                    sizeof(*l->known), err);

    if (rc)
        return rc;
    rc = lathe_json_parse(&l->known[l->knowns], line, n, err);
    if (!rc)
        l->knowns++;
    return rc;
}

/* Reads the whole lines of the log; *keep is their length. */
static enum lathe_code read_log(struct lathe_tunelog *l,
                                const struct lathe_tunereport *r,
                                uint64_t *keep, struct lathe_err *err)
{
    const char *path = r->opts->log;
    char *text = NULL, *line, *end;
    struct lathe_err why = {0};
    size_t n;
    enum lathe_code rc = lathe_file_read(path, (size_t)1 << 30, &text, &n,
                                         &why);

    *keep = 0;
    if (rc == LATHE_ENOINPUT)
        return LATHE_OK;
    if (rc)
        return lathe_fail(err, rc, "%s", why.msg);
    rc = make_heading(l, r, err);
    if (!rc && n > 0 && (n < l->line.len ||
                         memcmp(text, l->line.s, l->line.len) != 0))
        rc = lathe_fail(err, LATHE_EDATA, "'%s' is of another search, or of "
                        "other data; remove it to start afresh", path);
    line = text + (n ? l->line.len : 0);
    for (; !rc && (end = memchr(line, '\n', n - (size_t)(line - text)));
         line = end + 1)
        rc = read_line(l, line, (size_t)(end - line), err);
    *keep = rc ? 0 : (uint64_t)(line - text);
    lathe_free(text);
    return rc;
}

enum lathe_code lathe_tunelog_open(struct lathe_tunelog *l,
                                   const struct lathe_tunereport *r,
                                   struct lathe_err *err)
{
    uint64_t keep = 0;
    enum lathe_code rc = LATHE_OK;

    if (!r->opts->log)
        return LATHE_OK;
    if (r->opts->resume)
        rc = read_log(l, r, &keep, err);
    if (!rc)
        rc = lathe_trainlog_open(&l->log, r->opts->log, "", NULL, keep, err);
    if (rc || keep)
        return rc;
    rc = make_heading(l, r, err);
    return rc ? rc : lathe_trainlog_write(&l->log, &l->line, err);
}

enum lathe_code lathe_tunelog_add(struct lathe_tunelog *l,
                                  const struct lathe_tunereport *r,
                                  const struct lathe_trial *trial,
                                  struct lathe_err *err)
{
    enum lathe_code rc;

    if (!l->log.path)
        return LATHE_OK;
    lathe_buf_clear(&l->line);
    lathe_tunereport_trial(&l->line, r, trial);
    rc = lathe_buf_check(&l->line, err);
    return rc ? rc : lathe_trainlog_write(&l->log, &l->line, err);
}
