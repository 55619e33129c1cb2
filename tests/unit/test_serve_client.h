/*
 * A small HTTP client on raw sockets, for tests: what is sent is what was
 * written, right or wrong.
 */
#ifndef LATHE_TEST_SERVE_CLIENT_H
#define LATHE_TEST_SERVE_CLIENT_H

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static inline double client_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Connects to "http://127.0.0.1:PORT"; -1: refused. */
static inline int client_connect(const char *address)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    at.sin_port = htons((unsigned short)atol(strrchr(address, ':') + 1));
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&at, sizeof at) == 0)
        return fd;
    close(fd);
    return -1;
}

static inline void client_send(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t done = send(fd, bytes, n, MSG_NOSIGNAL);
        if (done <= 0)
            return;
        bytes += done;
        n -= (size_t)done;
    }
}

static inline void client_puts(int fd, const char *s)
{
    client_send(fd, s, strlen(s));
}

/* Reads one response into text[cap]; its status, or 0: closed without one,
 * -1: nothing came for `seconds`. The body begins at *body. */
static inline int client_read(int fd, char *text, size_t cap,
                              const char **body, double seconds)
{
    size_t n = 0;
    double end = client_now() + seconds;

    for (;;) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        char *head, *length;

        text[n] = '\0';
        head = strstr(text, "\r\n\r\n");
        length = strcasestr(text, "content-length:");
        if (head && length && length < head) {
            size_t want = (size_t)(head + 4 - text) +
                          (size_t)strtoul(length + 15, NULL, 10);
            if (n >= want) {
                if (body)
                    *body = head + 4;
                text[want] = '\0';
                return (int)strtol(text + 9, NULL, 10);
            }
        }
        if (n + 1 >= cap || client_now() > end)
            return -1;
        if (poll(&p, 1, 50) <= 0)
            continue;

        /* One byte at a time: what follows stays for the next call. */
        size_t take = head ? cap - 1 - n : 1;
        if (head && length) {
            size_t want = (size_t)(head + 4 - text) +
                          (size_t)strtoul(length + 15, NULL, 10);
            if (take > want - n)
                take = want - n;
        }
        ssize_t got = recv(fd, text + n, take, 0);
        if (got <= 0)
            return 0;
        n += (size_t)got;
    }
}

/* Whether the other side closes within `seconds`; bytes are thrown away. */
static inline bool client_closed(int fd, double seconds)
{
    double end = client_now() + seconds;
    char some[4096];

    while (client_now() < end) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (poll(&p, 1, 50) > 0 && recv(fd, some, sizeof some, 0) <= 0)
            return true;
    }
    return false;
}

/* One request on a connection of its own; the status as client_read. */
static inline int client_ask(const char *address, const char *request,
                             char *text, size_t cap, const char **body)
{
    int fd = client_connect(address), status = 0;

    if (fd < 0)
        return 0;
    client_puts(fd, request);
    status = client_read(fd, text, cap, body, 5.0);
    close(fd);
    return status;
}

/* POST with a body, on a connection that may be kept. */
static inline void client_post(int fd, const char *path, const char *type,
                               const char *body)
{
    char head[512];

    snprintf(head, sizeof head,
             "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\n"
             "Content-Length: %zu\r\n\r\n", path, type, strlen(body));
    client_puts(fd, head);
    client_puts(fd, body);
}

static inline int client_open_files(void)
{
    int n = 0;
    DIR *d = opendir("/proc/self/fd");

    while (d && readdir(d))
        n++;
    if (d)
        closedir(d);
    return n;
}

/* Whether as many files are open again as before, within 4 s: the server
 * closes a socket just after its client has seen the end. */
static inline bool client_files_settle(int before)
{
    for (int i = 0; i < 400 && client_open_files() != before; i++)
        usleep(10 * 1000);
    return client_open_files() == before;
}

#endif
