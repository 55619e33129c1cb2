/*
 * listen - the sockets that a server waits at.
 *
 * "HOST:PORT" with a numeric address or "localhost" ("127.0.0.1:8080",
 * "[::1]:8080", port 0: any that is free), or "unix:PATH". Names are never
 * looked up, so a start makes no connection of its own.
 */
#ifndef LATHE_SERVE_LISTEN_H
#define LATHE_SERVE_LISTEN_H

#include "base/buf.h"

#include <sys/types.h>

/* Zeroed: none. */
struct lathe_listen {
    int fd;                     /* listening, non-blocking, close-on-exec */
    bool open;
    bool loopback;              /* only this machine can reach it */
    char *path;                 /* of a Unix socket, else NULL */
    dev_t device;               /* which file it is, so that release */
    ino_t inode;                /* removes no other */
};

/*
 * Whether `where` is well formed, and if only this machine can reach it;
 * opens nothing.
 * Fails: LATHE_EARG.
 */
enum lathe_code lathe_listen_check(const char *where, bool *loopback,
                                   struct lathe_err *err);

/*
 * Opens the socket. `address` (may be NULL) gets "http://127.0.0.1:8080" or
 * "unix:PATH" with the port that it really is. A socket file at which nobody
 * listens any more is replaced.
 * Fails: LATHE_EARG, LATHE_EUNAVAILABLE "cannot listen on 127.0.0.1:8080:
 * address already in use", LATHE_EPERM, LATHE_ECREATE, LATHE_ENOMEM.
 */
enum lathe_code lathe_listen_open(struct lathe_listen *l, const char *where,
                                  struct lathe_buf *address,
                                  struct lathe_err *err);

/* Closes; removes the socket file. */
void lathe_listen_release(struct lathe_listen *l);

#endif
