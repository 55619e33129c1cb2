#include "serve/http.h"

#include "base/alloc.h"
#include "base/library.h"
#include "serve/conns.h"
#include "serve/framing.h"
#include "serve/refusal.h"

#include <microhttpd.h>
#include <pthread.h>
#include <string.h>

/* The head of a request and the library's own state of it. */
#define HEAD_BYTES (32 * 1024)

/* A body that is not wanted is still read up to this many bytes, so that the
 * connection can be kept; above it the connection is closed. */
#define SWALLOW_BYTES (64 * 1024)

/* Buffers larger than this are given back after each request. */
#define KEEP_BYTES (64 * 1024)

/* ---- the library -------------------------------------------------------- */

/* What we use of libmicrohttpd. */
struct mhd {
    __typeof__(&MHD_get_version) get_version;
    __typeof__(&MHD_start_daemon) start_daemon;
    __typeof__(&MHD_stop_daemon) stop_daemon;
    __typeof__(&MHD_quiesce_daemon) quiesce_daemon;
    __typeof__(&MHD_get_connection_info) get_connection_info;
    __typeof__(&MHD_get_connection_values) get_connection_values;
    __typeof__(&MHD_lookup_connection_value) lookup_connection_value;
    __typeof__(&MHD_create_response_from_buffer) create_response;
    __typeof__(&MHD_add_response_header) add_response_header;
    __typeof__(&MHD_queue_response) queue_response;
    __typeof__(&MHD_destroy_response) destroy_response;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct mhd mhd;
static bool loaded;
static bool in_place;           /* as in struct lathe_framing */

static void load(void)
{
    static const struct lathe_library_call want[] = {
        {"MHD_get_version", &mhd.get_version},
        {"MHD_start_daemon", &mhd.start_daemon},
        {"MHD_stop_daemon", &mhd.stop_daemon},
        {"MHD_quiesce_daemon", &mhd.quiesce_daemon},
        {"MHD_get_connection_info", &mhd.get_connection_info},
        {"MHD_get_connection_values", &mhd.get_connection_values},
        {"MHD_lookup_connection_value", &mhd.lookup_connection_value},
        {"MHD_create_response_from_buffer", &mhd.create_response},
        {"MHD_add_response_header", &mhd.add_response_header},
        {"MHD_queue_response", &mhd.queue_response},
        {"MHD_destroy_response", &mhd.destroy_response},
    };

    loaded = lathe_library_open(LATHE_MICROHTTPD_SO, want,
                                sizeof want / sizeof *want);
    in_place = loaded && strncmp(mhd.get_version(), "0.9.", 4) == 0;
}

/* ---- a connection and its request --------------------------------------- */

struct lathe_http {
    struct lathe_http_opts opts;
    struct lathe_conns *conns;
    struct MHD_Daemon *daemon;
    bool quiet;                 /* accepts no more */
};

struct conn {
    struct lathe_conn watch;
    struct lathe_buf body;
    struct lathe_http_request rq;
    struct lathe_http_response rs;
    size_t swallowed;           /* bytes of a body that is not wanted */
    bool begun;                 /* the head of a request was seen */
    bool decided;               /* `rs` is the answer already */
};

static void refuse(struct lathe_http *h, enum lathe_http_refusal why)
{
    if (h->opts.refused)
        h->opts.refused(h->opts.ctx, why);
}

static void on_late(void *ctx, enum lathe_conn_phase phase)
{
    if (phase != LATHE_CONN_IDLE)
        refuse(ctx, LATHE_HTTP_TOO_SLOW);
}

static void empty(struct lathe_buf *b, size_t limit)
{
    if (b->cap > KEEP_BYTES)
        lathe_buf_release(b);
    lathe_buf_clear(b);
    b->limit = limit;
}

static void reset(struct conn *c, size_t max_body)
{
    struct lathe_buf body = c->rs.body;

    empty(&body, 0);
    empty(&c->body, max_body + 1);
    c->rs = (struct lathe_http_response){.body = body};
    c->rq = (struct lathe_http_request){0};
    c->swallowed = 0;
    c->begun = c->decided = false;
}

static struct conn *conn_of(struct MHD_Connection *mc)
{
    const union MHD_ConnectionInfo *info =
        mhd.get_connection_info(mc, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info ? info->socket_context : NULL;
}

static void on_connection(void *ctx, struct MHD_Connection *mc,
                          void **place, enum MHD_ConnectionNotificationCode e)
{
    struct lathe_http *h = ctx;
    struct conn *c = *place;

    if (e == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (!c)
            return;
        lathe_conns_remove(h->conns, &c->watch);
        lathe_buf_release(&c->body);
        lathe_buf_release(&c->rs.body);
        lathe_free(c);
        *place = NULL;
        return;
    }

    const union MHD_ConnectionInfo *info =
        mhd.get_connection_info(mc, MHD_CONNECTION_INFO_CONNECTION_FD);

    c = lathe_calloc(1, sizeof *c);
    *place = c;
    if (!c || !info) {
        refuse(h, LATHE_HTTP_NO_MEMORY);
        return;
    }
    lathe_conns_add(h->conns, &c->watch, info->connect_fd);
}

/* The first line of a request was read. */
static void *on_line(void *ctx, const char *uri, struct MHD_Connection *mc)
{
    struct lathe_http *h = ctx;
    struct conn *c = conn_of(mc);

    (void)uri;
    if (c) {
        reset(c, h->opts.max_body);
        lathe_conns_phase(h->conns, &c->watch, LATHE_CONN_RECEIVING);
    }
    return c;
}

/* The answer was sent, or the request was given up. */
static void on_completed(void *ctx, struct MHD_Connection *mc, void **place,
                         enum MHD_RequestTerminationCode e)
{
    struct lathe_http *h = ctx;
    struct conn *c = conn_of(mc);

    (void)e;
    *place = NULL;
    if (c)
        lathe_conns_phase(h->conns, &c->watch, LATHE_CONN_IDLE);
}

/* ---- the head ----------------------------------------------------------- */

static enum MHD_Result see_header(void *ctx, enum MHD_ValueKind kind,
                                  const char *key, const char *value)
{
    (void)kind;
    lathe_framing_header(ctx, key, value ? value : "");
    return MHD_YES;
}

/* ---- answering ---------------------------------------------------------- */

static enum MHD_Result send_answer(struct lathe_http *h, struct conn *c,
                                   struct MHD_Connection *mc)
{
    /* The text stands in the program: it needs no memory. */
    static const char no_memory[] =
        "{\"error\":{\"code\":\"no_memory\",\"message\":\"out of memory\"}}";
    struct lathe_http_response *rs = &c->rs;
    const char *body = rs->body.s ? rs->body.s : "";
    size_t length = rs->body.len;
    struct MHD_Response *r;
    enum MHD_Result queued;

    if (lathe_buf_check(&rs->body, NULL)) {
        refuse(h, LATHE_HTTP_NO_MEMORY);
        body = no_memory;
        length = sizeof no_memory - 1;
        rs->status = 503;
        rs->type = "application/json";
        rs->header = "Retry-After";
        rs->value = "1";
    }

    /* The bytes are the connection's and stay until its next request. */
    r = mhd.create_response(length, (void *)(uintptr_t)body,
                            MHD_RESPMEM_PERSISTENT);
    if (!r)
        return MHD_NO;
    if (rs->type)
        mhd.add_response_header(r, "Content-Type", rs->type);
    if (rs->header)
        mhd.add_response_header(r, rs->header, rs->value);
    if (rs->close || lathe_conns_draining(h->conns))
        mhd.add_response_header(r, "Connection", "close");
    lathe_conns_phase(h->conns, &c->watch, LATHE_CONN_SENDING);
    queued = mhd.queue_response(mc, (unsigned)rs->status, r);
    mhd.destroy_response(r);
    return queued;
}

static enum MHD_Result send_refusal(struct lathe_http *h, struct conn *c,
                                    struct MHD_Connection *mc,
                                    enum lathe_http_refusal why)
{
    refuse(h, why);
    c->rs.close = true;
    return send_answer(h, c, mc);
}

/* ---- requests ----------------------------------------------------------- */

/* The head is complete, the body is to come. */
static enum MHD_Result on_head(struct lathe_http *h, struct conn *c,
                               struct MHD_Connection *mc, const char *path,
                               const char *method, const char *version)
{
    struct lathe_framing f = {.in_place = in_place};
    const char *fault;

    c->begun = true;
    lathe_framing_line(&f, version);
    mhd.get_connection_values(mc, MHD_HEADER_KIND, see_header, &f);
    fault = lathe_framing_fault(&f);
    if (fault) {
        lathe_refusal_set(&c->rs, 400, "bad_framing", "%s", fault);
        return send_refusal(h, c, mc, LATHE_HTTP_FRAMING);
    }
    if (f.length > 0 && (uint64_t)f.length > h->opts.max_body) {
        lathe_refusal_set(&c->rs, 413, "too_large",
                         "the body has %lld bytes, at most %zu are taken",
                         (long long)f.length, h->opts.max_body);
        return send_refusal(h, c, mc, LATHE_HTTP_TOO_LARGE);
    }

    c->rq.method = method;
    c->rq.path = path;
    c->rq.content_type =
        mhd.lookup_connection_value(mc, MHD_HEADER_KIND, "Content-Type");
    c->rq.content_encoding =
        mhd.lookup_connection_value(mc, MHD_HEADER_KIND, "Content-Encoding");
    c->rq.authorization =
        mhd.lookup_connection_value(mc, MHD_HEADER_KIND, "Authorization");
    c->decided =
        h->opts.check && !h->opts.check(h->opts.ctx, &c->rq, &c->rs);
    if (c->decided && f.length > SWALLOW_BYTES) {
        c->rs.close = true;
        return send_answer(h, c, mc);
    }
    return MHD_YES;
}

/* A piece of the body. A response can be queued at the head or the end only,
 * so what is too much is read and dropped up to a cap, then cut off. */
static enum MHD_Result on_body(struct lathe_http *h, struct conn *c,
                               const char *bytes, size_t n)
{
    if (!c->decided && c->body.len + n > h->opts.max_body) {
        lathe_refusal_set(&c->rs, 413, "too_large",
                         "the body has more than %zu bytes",
                         h->opts.max_body);
        c->rs.close = true;
        c->decided = true;
        refuse(h, LATHE_HTTP_TOO_LARGE);
        lathe_buf_release(&c->body);
    }
    if (c->decided) {
        c->swallowed += n;
        return c->swallowed > SWALLOW_BYTES ? MHD_NO : MHD_YES;
    }
    lathe_buf_add(&c->body, bytes, n);
    return MHD_YES;
}

static enum MHD_Result on_end(struct lathe_http *h, struct conn *c,
                              struct MHD_Connection *mc)
{
    if (c->decided)
        return send_answer(h, c, mc);
    lathe_conns_phase(h->conns, &c->watch, LATHE_CONN_WORKING);
    if (lathe_buf_check(&c->body, NULL)) {
        lathe_refusal_set(&c->rs, 503, "no_memory", "out of memory");
        return send_refusal(h, c, mc, LATHE_HTTP_NO_MEMORY);
    }
    c->rq.body = c->body.s ? c->body.s : "";
    c->rq.length = c->body.len;
    h->opts.handle(h->opts.ctx, &c->rq, &c->rs);
    return send_answer(h, c, mc);
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *mc,
                                  const char *path, const char *method,
                                  const char *version, const char *bytes,
                                  size_t *n, void **place)
{
    struct lathe_http *h = ctx;
    struct conn *c = conn_of(mc);

    (void)place;
    if (!c)
        return MHD_NO;
    if (!c->begun)
        return on_head(h, c, mc, path, method, version);
    if (*n == 0)
        return on_end(h, c, mc);

    size_t given = *n;
    *n = 0;
    return on_body(h, c, bytes, given);
}

/* Paths stay as they were sent: decoding here would let %00 cut them. */
static size_t keep_escapes(void *ctx, struct MHD_Connection *mc, char *s)
{
    (void)ctx;
    (void)mc;
    return strlen(s);
}

/* ---- life --------------------------------------------------------------- */

static void start_daemon(struct lathe_http *h)
{
    const struct lathe_http_opts *o = &h->opts;
    unsigned seconds = (unsigned)o->timeout_s + 1;
    struct MHD_OptionItem item[] = {
        {MHD_OPTION_LISTEN_SOCKET, o->fd, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, o->max_connections, NULL},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, o->max_per_address, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)seconds, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, HEAD_BYTES, NULL},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, h},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, h},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_line, h},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)keep_escapes, h},
        {MHD_OPTION_END, 0, NULL},
        {MHD_OPTION_END, 0, NULL}};

    /* A pool of one is refused by some versions: none then. */
    if (o->threads > 1)
        item[10] = (struct MHD_OptionItem){MHD_OPTION_THREAD_POOL_SIZE,
                                           o->threads, NULL};
    h->daemon = mhd.start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_TURBO, 0, NULL,
        NULL, on_request, h, MHD_OPTION_ARRAY, item, MHD_OPTION_END);
}

enum lathe_code lathe_http_start(struct lathe_http **out,
                                 const struct lathe_http_opts *opts,
                                 struct lathe_err *err)
{
    struct lathe_http *h = NULL;
    enum lathe_code rc;

    *out = NULL;
    pthread_once(&once, load);
    if (!loaded)
        return lathe_fail(err, LATHE_EUNAVAILABLE,
                          "cannot load libmicrohttpd (" LATHE_MICROHTTPD_SO
                          "); on Debian: apt-get install libmicrohttpd12");
    rc = lathe_new(&h, 1, sizeof *h, "server", err);
    if (rc)
        goto out;
    h->opts = *opts;
    rc = lathe_conns_new(&h->conns, opts->timeout_s, on_late, h, err);
    if (rc)
        goto out;
    start_daemon(h);
    if (!h->daemon) {
        rc = lathe_fail(err, LATHE_EUNAVAILABLE,
                        "cannot start the HTTP server with %d threads and "
                        "%d connections", opts->threads,
                        opts->max_connections);
        goto out;
    }
    *out = h;
    h = NULL;
out:
    lathe_http_free(h);
    return rc;
}

size_t lathe_http_connections(struct lathe_http *h)
{
    return lathe_conns_open(h->conns);
}

size_t lathe_http_drain(struct lathe_http *h, double seconds)
{
    if (!h->quiet) {
        mhd.quiesce_daemon(h->daemon);
        h->quiet = true;
    }
    lathe_conns_drain(h->conns);
    return lathe_conns_wait(h->conns, seconds);
}

void lathe_http_free(struct lathe_http *h)
{
    if (!h)
        return;
    if (h->daemon) {
        /* With its listening socket the library would close it; ours it is. */
        if (!h->quiet)
            mhd.quiesce_daemon(h->daemon);
        mhd.stop_daemon(h->daemon);
    }
    lathe_conns_free(h->conns);
    lathe_free(h);
}
