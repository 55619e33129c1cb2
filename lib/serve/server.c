#include "lathe.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/pool.h"
#include "serve/api.h"
#include "serve/listen.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define DAY_S 86400.0
#define MAX_TOKEN 4096

/* Descriptors beside those of connections. */
#define OTHER_FILES 64

struct lathe_server {
    struct lathe_listen listen;
    struct lathe_registry *registry;
    struct lathe_api api;
    struct lathe_http *http;
    char *token;
    double drain_s;
    struct sigaction old_pipe;  /* what SIGPIPE did before */
    bool pipe_ignored;
};

struct lathe_serve_opts lathe_serve_defaults(void)
{
    return (struct lathe_serve_opts){.listen = "127.0.0.1:8080",
                                     .drain_s = 30.0,
                                     .timeout_s = 30.0,
                                     .max_body_bytes = 16 * 1024 * 1024,
                                     .max_rows = 10000,
                                     .max_connections = 1024};
}

static enum lathe_code check_range(const char *name, int64_t v, int64_t low,
                                   int64_t high, struct lathe_err *err)
{
    if (v >= low && v <= high)
        return LATHE_OK;
    return lathe_fail(err, LATHE_EARG,
                      "%s must be from %lld to %lld, got %lld", name,
                      (long long)low, (long long)high, (long long)v);
}

static enum lathe_code check_numbers(const struct lathe_serve_opts *o,
                                     struct lathe_err *err)
{
    enum lathe_code rc;

    if (!(o->drain_s >= 0.0 && o->drain_s <= DAY_S))
        return lathe_fail(err, LATHE_EARG,
                          "drain time must be from 0 to %g seconds, got %g",
                          DAY_S, o->drain_s);
    if (!(o->timeout_s >= 0.01 && o->timeout_s <= DAY_S))
        return lathe_fail(err, LATHE_EARG,
                          "time-out must be from 0.01 to %g seconds, got %g",
                          DAY_S, o->timeout_s);
    rc = check_range("max-body", o->max_body_bytes, 1, 1 << 30, err);
    if (!rc)
        rc = check_range("max-rows", o->max_rows, 1, 10000000, err);
    if (!rc)
        rc = check_range("threads", o->threads, 0, 256, err);
    if (!rc)
        rc = check_range("max-connections", o->max_connections, 1, 1000000,
                         err);
    return rc;
}

/* Another machine may talk to a server only where that was thought about. */
static enum lathe_code check_access(const struct lathe_serve_opts *o,
                                    struct lathe_err *err)
{
    bool loopback = false;
    enum lathe_code rc = lathe_listen_check(o->listen, &loopback, err);

    if (rc || loopback || o->token_file || o->insecure)
        return rc;
    return lathe_fail(err, LATHE_EARG,
                      "listening on %s lets other machines in; give "
                      "--token-file, or --insecure if that is meant",
                      o->listen);
}

static enum lathe_code read_token(struct lathe_server *s, const char *path,
                                  const struct lathe_host *host,
                                  struct lathe_err *err)
{
    char *text = NULL, *begin;
    size_t n = 0;
    struct stat st;
    enum lathe_code rc = lathe_file_read(path, MAX_TOKEN, &text, &n, err);

    if (rc)
        return rc;
    begin = text + strspn(text, " \t\r\n");
    n = strlen(begin);
    while (n > 0 && strchr(" \t\r\n", begin[n - 1]))
        n--;
    begin[n] = '\0';
    if (n == 0)
        rc = lathe_fail(err, LATHE_EDATA, "'%s' holds no token", path);
    for (size_t i = 0; i < n && !rc; i++)
        if (begin[i] <= ' ' || begin[i] > '~')
            rc = lathe_fail(err, LATHE_EDATA,
                            "the token in '%s' has a character that no "
                            "header can carry", path);
    if (!rc && !(s->token = lathe_strdup(begin)))
        rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (token)");
    if (!rc && stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
        (st.st_mode & 077))
        lathe_note(host, "others can read the token file '%s'; chmod 600 it",
                   path);
    explicit_bzero(text, strlen(text));
    lathe_free(text);
    return rc;
}

static void look_at_limits(const struct lathe_serve_opts *o,
                           const struct lathe_host *host)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) == 0 &&
        files.rlim_cur < (rlim_t)o->max_connections + OTHER_FILES)
        lathe_note(host,
                   "this process may open %llu files, fewer than %d "
                   "connections need; raise 'ulimit -n'",
                   (unsigned long long)files.rlim_cur, o->max_connections);
}

/* A client that goes away must not end the program. */
static void ignore_pipe(struct lathe_server *s)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    s->pipe_ignored = sigaction(SIGPIPE, &ignore, &s->old_pipe) == 0;
}

/* Starts the threads with all signals blocked: they are the caller's. */
static enum lathe_code start_http(struct lathe_server *s,
                                  const struct lathe_serve_opts *o,
                                  int threads, struct lathe_err *err)
{
    struct lathe_http_opts h = {
        .fd = s->listen.fd,
        .threads = threads,
        .max_connections =
            o->max_connections < threads ? threads : o->max_connections,
        .timeout_s = o->timeout_s,
        .max_body = (size_t)o->max_body_bytes,
        .handle = lathe_api_handle,
        .check = lathe_api_check,
        .refused = lathe_api_refused,
        .ctx = &s->api};
    sigset_t all, old;
    enum lathe_code rc;

    /* On the loopback all clients, or those of a proxy, have one address. */
    if (!s->listen.loopback)
        h.max_per_address = h.max_connections / 4 + 1;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    rc = lathe_http_start(&s->http, &h, err);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return rc;
}

enum lathe_code lathe_server_start(struct lathe_server **out,
                                   const struct lathe_serve_opts *opts,
                                   const struct lathe_host *host,
                                   struct lathe_buf *address,
                                   struct lathe_err *err)
{
    int threads = opts->threads ? opts->threads : lathe_pool_cores();
    struct lathe_server *s;
    enum lathe_code rc;

    *out = NULL;
    rc = check_numbers(opts, err);
    if (!rc)
        rc = check_access(opts, err);
    if (!rc)
        rc = lathe_new(&s, 1, sizeof *s, "server", err);
    if (rc)
        return rc;
    s->drain_s = opts->drain_s;
    if (opts->token_file) {
        rc = read_token(s, opts->token_file, host, err);
        if (rc)
            goto out;
    }
    rc = lathe_registry_new(&s->registry, &opts->models, threads, err);
    if (rc)
        goto out;
    rc = lathe_listen_open(&s->listen, opts->listen, address, err);
    if (rc)
        goto out;
    look_at_limits(opts, host);
    s->api.registry = s->registry;
    s->api.token = s->token;
    s->api.max_rows = (size_t)opts->max_rows;
    ignore_pipe(s);
    rc = start_http(s, opts, threads, err);
    if (rc)
        goto out;
    *out = s;
    s = NULL;
out:
    if (s) {
        s->drain_s = 0.0;
        lathe_server_stop(s);
    }
    return rc;
}

enum lathe_code lathe_server_reload(struct lathe_server *s,
                                    const struct lathe_host *host,
                                    struct lathe_err *err)
{
    size_t swapped, failed;
    enum lathe_code rc =
        lathe_registry_reload(s->registry, host, &swapped, &failed, err);

    atomic_fetch_add(&s->api.metrics.reloads, swapped);
    atomic_fetch_add(&s->api.metrics.reload_failures, failed);
    return rc;
}

void lathe_server_stop(struct lathe_server *s)
{
    if (!s)
        return;
    atomic_store(&s->api.draining, true);
    if (s->http)
        lathe_http_drain(s->http, s->drain_s);
    lathe_http_free(s->http);
    lathe_listen_release(&s->listen);
    lathe_registry_free(s->registry);
    if (s->pipe_ignored)
        sigaction(SIGPIPE, &s->old_pipe, NULL);
    if (s->token)
        explicit_bzero(s->token, strlen(s->token));
    lathe_free(s->token);
    lathe_free(s);
}
