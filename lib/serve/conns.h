/*
 * conns - the open connections of a server, each with a deadline.
 *
 * An HTTP library's own time limit starts anew with each byte, so a client
 * that sends one byte now and then stays for ever. Here every connection has
 * a time by which its request must have arrived, and then one by which its
 * answer must have been taken; a thread of ours shuts down the sockets of
 * those that are late.
 */
#ifndef LATHE_SERVE_CONNS_H
#define LATHE_SERVE_CONNS_H

#include "base/err.h"

#include <stdatomic.h>

enum lathe_conn_phase {
    LATHE_CONN_IDLE,            /* between two requests */
    LATHE_CONN_RECEIVING,       /* a request is arriving */
    LATHE_CONN_WORKING,         /* it is being answered: no deadline */
    LATHE_CONN_SENDING          /* the answer is on its way */
};

/* One connection; part of a larger struct of the server's. */
struct lathe_conn {
    struct lathe_conn *next, *before;
    int fd;                     /* not owned */
    _Atomic int phase;
    _Atomic int64_t deadline_ms;        /* monotonic; INT64_MAX: none */
    bool ended, cut;            /* the watching thread's: the other side has
                                 * gone; it was shut down */
};

struct lathe_conns;

/* Called from the watching thread for each connection that is cut off. */
typedef void lathe_conns_late_fn(void *ctx, enum lathe_conn_phase phase);

/* `timeout_s` is for each of the two: arriving, and being taken. Fails:
 * LATHE_ENOMEM, LATHE_EUNAVAILABLE (no thread). */
enum lathe_code lathe_conns_new(struct lathe_conns **out, double timeout_s,
                                lathe_conns_late_fn *late, void *ctx,
                                struct lathe_err *err);

/* All connections must have been removed. */
void lathe_conns_free(struct lathe_conns *t);

/* A connection was accepted. Its first request has `timeout_s` from now. */
void lathe_conns_add(struct lathe_conns *t, struct lathe_conn *c, int fd);

/* It is about to be closed; its descriptor is not used any more on return. */
void lathe_conns_remove(struct lathe_conns *t, struct lathe_conn *c);

/* Moves on, with the deadline of the new phase. Takes no lock. */
void lathe_conns_phase(struct lathe_conns *t, struct lathe_conn *c,
                       enum lathe_conn_phase phase);

size_t lathe_conns_open(struct lathe_conns *t);

/* From now on idle connections are ended. */
void lathe_conns_drain(struct lathe_conns *t);
bool lathe_conns_draining(const struct lathe_conns *t);

/* Waits until no connection is left, at most `seconds`. Returns how many
 * are. */
size_t lathe_conns_wait(struct lathe_conns *t, double seconds);

#endif
