#include "train/trainlog.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum lathe_code lathe_trainlog_open(struct lathe_trainlog *t, const char *path,
                                    const char *metric,
                                    const char *monitor, uint64_t keep,
                                    struct lathe_err *err)
{
    int opened = lathe_file_descriptor(path);
    int fd = opened < 0 ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666)
                        : fcntl(opened, F_DUPFD_CLOEXEC, 0);
    struct stat is;

    if (fd < 0 || fstat(fd, &is) != 0)
        goto fail;
    if (S_ISREG(is.st_mode) && opened < 0) {
        if (keep > (uint64_t)is.st_size)
            keep = (uint64_t)is.st_size;
        if (ftruncate(fd, (off_t)keep) != 0 || lseek(fd, 0, SEEK_END) < 0)
            goto fail;
    }
    *t = (struct lathe_trainlog){ .path = path, .metric = metric,
                                  .monitor = monitor, .fd = fd,
                                  .bytes = keep };
    return LATHE_OK;
fail:
    lathe_fail_errno(err, false, "cannot write the log '%s'", path);
    if (fd >= 0)
        close(fd);
    return err ? err->code : LATHE_EIO;
}

enum lathe_code lathe_trainlog_write(struct lathe_trainlog *t,
                                     const struct lathe_buf *line,
                                     struct lathe_err *err)
{
    for (size_t at = 0; at < line->len;) {
        ssize_t n = write(t->fd, line->s + at, line->len - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return lathe_fail_errno(err, false, "cannot write the log '%s'",
                                    t->path);
        at += (size_t)n;
        t->bytes += (uint64_t)n;
    }
    return LATHE_OK;
}

enum lathe_code lathe_trainlog_add(struct lathe_trainlog *t,
                                   const struct lathe_epoch *e,
                                   struct lathe_err *err)
{
    struct lathe_json_out j = { .out = &t->line, .compact = true };
    char valid[64];
    enum lathe_code rc;

    if (!t->path)
        return LATHE_OK;
    snprintf(valid, sizeof(valid), "valid_%s", t->metric);
    lathe_buf_clear(&t->line);
    lathe_json_open(&j, NULL, '{');
    lathe_json_int(&j, "epoch", e->epoch);
    lathe_json_int(&j, "step", (int64_t)e->step);
    lathe_json_double(&j, "loss", e->loss);
    lathe_json_double(&j, t->metric, e->metric);
    lathe_json_double(&j, "valid_loss", e->valid_loss);
    lathe_json_double(&j, valid, e->valid_metric);
    if (t->monitor) {
        snprintf(valid, sizeof(valid), "valid_%s", t->monitor);
        lathe_json_double(&j, valid, e->watched);
    }
    lathe_json_double(&j, "rate", e->rate);
    lathe_json_double(&j, "grad_norm", e->grad_norm);
    lathe_json_bool(&j, "best", e->best);
    lathe_json_double(&j, "seconds", e->seconds);
    lathe_json_double(&j, "rows_per_s", e->rows_per_s);
    lathe_json_close(&j, '}');
    if (t->line.len == 0 || t->line.s[t->line.len - 1] != '\n')
        lathe_buf_putc(&t->line, '\n');
    rc = lathe_buf_check(&t->line, err);
    return rc ? rc : lathe_trainlog_write(t, &t->line, err);
}

void lathe_trainlog_release(struct lathe_trainlog *t)
{
    if (t->path)
        close(t->fd);
    lathe_buf_release(&t->line);
    *t = (struct lathe_trainlog){0};
}
