#include "base/err.h"

#include "base/glyph.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum lathe_code lathe_fail(struct lathe_err *err, enum lathe_code code,
                           const char *format, ...)
{
    if (!err)
        return code;

    va_list ap;
    va_start(ap, format);
    vsnprintf(err->msg, sizeof err->msg, format, ap);
    va_end(ap);
    lathe_glyph_tame(err->msg);
    err->code = code;
    return code;
}

static enum lathe_code code_of(int errnum, bool reading)
{
    switch (errnum) {
    case ENOENT:
    case ENOTDIR:
    case EISDIR:
        return reading ? LATHE_ENOINPUT : LATHE_ECREATE;
    case EROFS:
        return LATHE_ECREATE;
    case EACCES:
    case EPERM:
        return LATHE_EPERM;
    case ENOMEM:
        return LATHE_ENOMEM;
    default:
        return LATHE_EIO;
    }
}

enum lathe_code lathe_fail_errno(struct lathe_err *err, bool reading,
                                 const char *format, ...)
{
    int errnum = errno;
    enum lathe_code code = code_of(errnum, reading);
    char what[400];

    va_list ap;
    va_start(ap, format);
    vsnprintf(what, sizeof what, format, ap);
    va_end(ap);
    return lathe_fail(err, code, "%s: %s", what, strerror(errnum));
}

enum lathe_code lathe_fail_prefix(struct lathe_err *err, const char *format,
                                  ...)
{
    struct lathe_err inner;
    char what[400];

    if (!err)
        return LATHE_EBUG;
    inner = *err;
    va_list ap;
    va_start(ap, format);
    vsnprintf(what, sizeof what, format, ap);
    va_end(ap);
    return lathe_fail(err, inner.code, "%s: %s", what, inner.msg);
}

void lathe_note(const struct lathe_host *host, const char *format, ...)
{
    char line[1024];

    if (!host || !host->note)
        return;
    va_list ap;
    va_start(ap, format);
    vsnprintf(line, sizeof line, format, ap);
    va_end(ap);
    lathe_glyph_tame(line);
    host->note(host->ctx, line);
}
