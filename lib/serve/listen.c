#include "serve/listen.h"

#include "base/alloc.h"
#include "base/decimal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Connections that wait to be accepted; the kernel cuts it to its own. */
#define BACKLOG 1024

/* Where to listen, as the kernel wants it. */
struct place {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
        struct sockaddr_un un;
        struct sockaddr_storage room;
    } at;
    socklen_t length;
    bool loopback;
};

static bool starts_with(const char *s, const char *with)
{
    return strncmp(s, with, strlen(with)) == 0;
}

static enum lathe_code parse_unix(struct place *p, const char *path,
                                  struct lathe_err *err)
{
    size_t n = strlen(path);

    if (n == 0)
        return lathe_fail(err, LATHE_EARG,
                          "'unix:' needs the path of a socket");
    if (n >= sizeof p->at.un.sun_path)
        return lathe_fail(err, LATHE_EARG,
                          "socket path '%s' is longer than %zu bytes", path,
                          sizeof p->at.un.sun_path - 1);
    p->at.un.sun_family = AF_UNIX;
    memcpy(p->at.un.sun_path, path, n + 1);
    p->length = sizeof p->at.un;
    p->loopback = true;
    return LATHE_OK;
}

/* Whether the host is an address or "localhost"; fills all but the port. */
static bool parse_host(struct place *p, const char *host, bool brackets)
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    const unsigned char *b = p->at.v6.sin6_addr.s6_addr;

    if (!brackets) {
        if (strcmp(host, "localhost") == 0)
            host = "127.0.0.1";
        p->at.v4.sin_family = AF_INET;
        p->length = sizeof p->at.v4;
        if (inet_pton(AF_INET, host, &p->at.v4.sin_addr) != 1)
            return false;
        p->loopback = ntohl(p->at.v4.sin_addr.s_addr) >> 24 == 127;
        return true;
    }
    p->at.v6.sin6_family = AF_INET6;
    p->length = sizeof p->at.v6;
    if (inet_pton(AF_INET6, host, &p->at.v6.sin6_addr) != 1)
        return false;
    p->loopback = IN6_IS_ADDR_LOOPBACK(&p->at.v6.sin6_addr) ||
                  (memcmp(b, mapped, sizeof mapped) == 0 && b[12] == 127);
    return true;
}

static enum lathe_code parse(struct place *p, const char *where,
                             struct lathe_err *err)
{
    const char *colon = strrchr(where, ':'), *host = where;
    char name[64];
    int64_t port;

    *p = (struct place){0};
    if (starts_with(where, "unix:"))
        return parse_unix(p, where + strlen("unix:"), err);
    if (!colon)
        return lathe_fail(err, LATHE_EARG,
                          "listen address '%s' has no port; give HOST:PORT "
                          "or unix:PATH", where);

    size_t n = (size_t)(colon - where);
    bool brackets = n >= 2 && host[0] == '[' && host[n - 1] == ']';

    if (brackets) {
        host++;
        n -= 2;
    }
    if (n >= sizeof name)
        n = sizeof name - 1;
    memcpy(name, host, n);
    name[n] = '\0';
    if (!parse_host(p, name, brackets))
        return lathe_fail(err, LATHE_EARG,
                          "listen address '%s': '%s' is not an address of "
                          "this machine; give one like 127.0.0.1:8080 or "
                          "[::1]:8080", where, name);
    if (!lathe_decimal_parse_int(colon + 1, 0, 65535, &port))
        return lathe_fail(err, LATHE_EARG,
                          "listen address '%s': '%s' is not a port (0 to "
                          "65535)", where, colon + 1);
    if (brackets)
        p->at.v6.sin6_port = htons((uint16_t)port);
    else
        p->at.v4.sin_port = htons((uint16_t)port);
    return LATHE_OK;
}

enum lathe_code lathe_listen_check(const char *where, bool *loopback,
                                   struct lathe_err *err)
{
    struct place p;
    enum lathe_code rc = parse(&p, where, err);

    *loopback = rc == LATHE_OK && p.loopback;
    return rc;
}

static enum lathe_code fail_listen(const char *where, struct lathe_err *err)
{
    switch (errno) {
    case EADDRINUSE:
        return lathe_fail(err, LATHE_EUNAVAILABLE,
                          "cannot listen on %s: address already in use",
                          where);
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
        return lathe_fail(err, LATHE_EUNAVAILABLE,
                          "cannot listen on %s: this machine has no such "
                          "address", where);
    default:
        return lathe_fail_errno(err, false, "cannot listen on %s", where);
    }
}

/* Removes a socket file at which nobody listens: one whose server died. */
static bool remove_stale(const struct place *p)
{
    struct stat st;

    if (lstat(p->at.un.sun_path, &st) || !S_ISSOCK(st.st_mode))
        return false;

    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    bool stale = connect(fd, &p->at.any, p->length) && errno == ECONNREFUSED;
    close(fd);
    return stale && unlink(p->at.un.sun_path) == 0;
}

static bool bind_place(int fd, const struct place *p)
{
    if (bind(fd, &p->at.any, p->length) == 0)
        return true;
    if (errno != EADDRINUSE || p->at.any.sa_family != AF_UNIX)
        return false;
    if (!remove_stale(p)) {
        errno = EADDRINUSE;
        return false;
    }
    return bind(fd, &p->at.any, p->length) == 0;
}

static void remember_path(struct lathe_listen *l)
{
    struct stat st;

    if (stat(l->path, &st) == 0) {
        l->device = st.st_dev;
        l->inode = st.st_ino;
    }
}

static enum lathe_code say_address(const struct lathe_listen *l,
                                   struct lathe_buf *address,
                                   struct lathe_err *err)
{
    struct place p = {0};
    char host[INET6_ADDRSTRLEN] = "";

    if (!address)
        return LATHE_OK;
    lathe_buf_clear(address);
    p.length = sizeof p.at;
    if (l->path)
        lathe_buf_printf(address, "unix:%s", l->path);
    else if (getsockname(l->fd, &p.at.any, &p.length))
        return lathe_fail_errno(err, false, "cannot ask for the port");
    else if (p.at.any.sa_family == AF_INET6)
        lathe_buf_printf(address, "http://[%s]:%u",
                         inet_ntop(AF_INET6, &p.at.v6.sin6_addr, host,
                                   sizeof host),
                         ntohs(p.at.v6.sin6_port));
    else
        lathe_buf_printf(address, "http://%s:%u",
                         inet_ntop(AF_INET, &p.at.v4.sin_addr, host,
                                   sizeof host),
                         ntohs(p.at.v4.sin_port));
    return lathe_buf_check(address, err);
}

enum lathe_code lathe_listen_open(struct lathe_listen *l, const char *where,
                                  struct lathe_buf *address,
                                  struct lathe_err *err)
{
    struct place p;
    int yes = 1;
    enum lathe_code rc;

    *l = (struct lathe_listen){0};
    rc = parse(&p, where, err);
    if (rc)
        return rc;
    l->fd = socket(p.at.any.sa_family,
                   SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (l->fd < 0)
        return fail_listen(where, err);
    l->open = true;
    l->loopback = p.loopback;

    /* A port whose last connections still linger can be taken at once. */
    if (p.at.any.sa_family != AF_UNIX)
        setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (!bind_place(l->fd, &p)) {
        rc = fail_listen(where, err);
        goto out;
    }
    if (p.at.any.sa_family == AF_UNIX) {
        l->path = lathe_strdup(p.at.un.sun_path);
        if (!l->path) {
            unlink(p.at.un.sun_path);
            rc = lathe_fail(err, LATHE_ENOMEM, "out of memory (socket path)");
            goto out;
        }
        remember_path(l);
    }
    if (listen(l->fd, BACKLOG)) {
        rc = fail_listen(where, err);
        goto out;
    }
    rc = say_address(l, address, err);
out:
    if (rc)
        lathe_listen_release(l);
    return rc;
}

void lathe_listen_release(struct lathe_listen *l)
{
    struct stat st;

    if (l->open)
        close(l->fd);
    if (l->path && lstat(l->path, &st) == 0 && st.st_dev == l->device &&
        st.st_ino == l->inode)
        unlink(l->path);
    lathe_free(l->path);
    *l = (struct lathe_listen){0};
}
