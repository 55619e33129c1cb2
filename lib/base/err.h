/*
 * err - one way to report a failure.
 */
#ifndef LATHE_BASE_ERR_H
#define LATHE_BASE_ERR_H

#include "lathe.h"

/*
 * Fills `err` (which may be NULL) and returns `code`. The message is cut to
 * fit, and bytes that would break a line or a terminal become '?'.
 */
enum lathe_code lathe_fail(struct lathe_err *err, enum lathe_code code,
                           const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* lathe_fail for a failed call that set errno: "FORMAT: No such file ...".
 * The code follows from errno: ENOENT is LATHE_ENOINPUT when `reading`, else
 * LATHE_ECREATE; EACCES and EPERM are LATHE_EPERM; the rest LATHE_EIO. */
enum lathe_code lathe_fail_errno(struct lathe_err *err, bool reading,
                                 const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts "FORMAT: " before the message that `err` holds. Returns its code. */
enum lathe_code lathe_fail_prefix(struct lathe_err *err, const char *format,
                                  ...) __attribute__((format(printf, 2, 3)));

/* Says one line of talk through `host`, which may be NULL. */
void lathe_note(const struct lathe_host *host, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
