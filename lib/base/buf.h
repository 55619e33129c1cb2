/*
 * buf - bytes that grow (struct lathe_buf of lathe.h), and lists of strings.
 *
 * A zeroed struct is a valid empty buffer. Adding sets a sticky failure
 * instead of returning one at each call: build the whole text, then ask
 * lathe_buf_check once. After a failure further bytes are dropped.
 */
#ifndef LATHE_BASE_BUF_H
#define LATHE_BASE_BUF_H

#include "base/err.h"

void lathe_buf_add(struct lathe_buf *b, const void *bytes, size_t n);
void lathe_buf_puts(struct lathe_buf *b, const char *s);
void lathe_buf_putc(struct lathe_buf *b, char c);
void lathe_buf_printf(struct lathe_buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Forgets the bytes and the failure, keeps the room. */
void lathe_buf_clear(struct lathe_buf *b);

/* Fails: LATHE_ENOMEM when any byte since the last clear was dropped. */
enum lathe_code lathe_buf_check(const struct lathe_buf *b,
                                struct lathe_err *err);

/* Splits `text` at `separator` into trimmed, non-empty words.
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_list_split(struct lathe_list *out, const char *text,
                                 char separator, struct lathe_err *err);

/* The place of `s` in the list, or -1. */
long lathe_list_find(const struct lathe_list *l, const char *s);

#endif
