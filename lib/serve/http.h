/*
 * http - requests in, responses out, on a listening socket.
 *
 * The one user of libmicrohttpd, which is loaded on first use so that other
 * commands do not pay for it. What the library lets through and a server
 * must not is refused here: two lengths or two framings of one body, too
 * much body, senders that are too slow.
 */
#ifndef LATHE_SERVE_HTTP_H
#define LATHE_SERVE_HTTP_H

#include "base/buf.h"

struct lathe_http_request {
    const char *method;         /* "GET" */
    const char *path;           /* as sent, without the query; not decoded */
    const char *content_type;   /* NULL: not said */
    const char *content_encoding;       /* likewise */
    const char *authorization;  /* NULL: not said */
    const char *body;           /* [length]; a NUL follows */
    size_t length;
};

/* The handler fills it; zeroed before but for the room in `body`. */
struct lathe_http_response {
    int status;                 /* 200, ... */
    const char *type;           /* of the body; static */
    const char *header, *value; /* one more header, static, or NULL */
    bool close;                 /* end the connection afterwards */
    struct lathe_buf body;
};

/* Answers a complete request. Called from several threads at once. */
typedef void lathe_http_handle_fn(void *ctx,
                                  const struct lathe_http_request *rq,
                                  struct lathe_http_response *rs);

/* Looks at the head of a request before its body is taken. True: go on;
 * false: `rs` is the answer, and the body is not kept. */
typedef bool lathe_http_check_fn(void *ctx,
                                 const struct lathe_http_request *rq,
                                 struct lathe_http_response *rs);

/* Why a request never reached the handler. */
enum lathe_http_refusal {
    LATHE_HTTP_FRAMING,         /* ambiguous or malformed head */
    LATHE_HTTP_TOO_LARGE,       /* body over the limit */
    LATHE_HTTP_TOO_SLOW,        /* deadline passed */
    LATHE_HTTP_NO_MEMORY,
    LATHE_HTTP_REFUSALS
};
typedef void lathe_http_refused_fn(void *ctx, enum lathe_http_refusal why);

struct lathe_http_opts {
    int fd;                     /* listening socket; stays the caller's */
    int threads;                /* >= 1 */
    int max_connections;        /* >= threads */
    int max_per_address;        /* 0: no limit */
    double timeout_s;           /* for a request to arrive, > 0 */
    size_t max_body;
    lathe_http_handle_fn *handle;
    lathe_http_check_fn *check; /* or NULL */
    lathe_http_refused_fn *refused;     /* or NULL */
    void *ctx;
};

struct lathe_http;

/* Fails: LATHE_EUNAVAILABLE (no libmicrohttpd, no threads), LATHE_ENOMEM. */
enum lathe_code lathe_http_start(struct lathe_http **out,
                                 const struct lathe_http_opts *opts,
                                 struct lathe_err *err);

size_t lathe_http_connections(struct lathe_http *h);

/* Accepts no more, ends idle connections, waits at most `seconds` for the
 * others. Returns how many are left. */
size_t lathe_http_drain(struct lathe_http *h, double seconds);

/* Cuts what is left and frees. */
void lathe_http_free(struct lathe_http *h);

#endif
