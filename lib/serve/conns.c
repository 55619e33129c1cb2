#include "serve/conns.h"

#include "base/alloc.h"

#include <errno.h>
#include <pthread.h>
#include <sys/socket.h>
#include <time.h>

struct lathe_conns {
    pthread_mutex_t lock;       /* of the list and `stop` */
    pthread_cond_t changed;     /* the list, `stop` or `draining` */
    pthread_t watcher;
    bool watching;
    struct lathe_conn *first;
    size_t open;
    int64_t timeout_ms;
    bool stop;
    _Atomic bool draining;
    lathe_conns_late_fn *late;
    void *ctx;
};

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct timespec time_of(int64_t ms)
{
    return (struct timespec){.tv_sec = (time_t)(ms / 1000),
                             .tv_nsec = (long)(ms % 1000) * 1000000};
}

/* Whether the other side has gone and nothing that it sent is left: a request
 * that has not arrived yet never will. Seen twice in a row, so that the
 * library had time to see it and to move on itself; it can miss the end of a
 * connection that comes right behind a part of a body. */
static bool is_gone(struct lathe_conn *c)
{
    char byte;
    bool ended = recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
    bool twice = ended && c->ended;

    c->ended = ended;
    return twice;
}

/* Late ones lose both directions. In a drain idle ones lose the one to us
 * alone: a request that is in the kernel's buffer already is still read and
 * answered, then the library sees the end. */
static void look_at(struct lathe_conns *t, struct lathe_conn *c, int64_t now)
{
    int phase = atomic_load(&c->phase);

    if (c->cut)
        return;
    if (now > atomic_load(&c->deadline_ms)) {
        c->cut = true;
        shutdown(c->fd, SHUT_RDWR);
        if (t->late)
            t->late(t->ctx, (enum lathe_conn_phase)phase);
    } else if (phase == LATHE_CONN_IDLE || phase == LATHE_CONN_RECEIVING) {
        if (is_gone(c)) {
            c->cut = true;
            shutdown(c->fd, SHUT_RDWR);
        } else if (phase == LATHE_CONN_IDLE && atomic_load(&t->draining)) {
            shutdown(c->fd, SHUT_RD);
        }
    }
}

/* How long the watcher sleeps: late ones are at most this much later. */
static int64_t tick_ms(const struct lathe_conns *t)
{
    int64_t tick = t->timeout_ms / 8;

    if (atomic_load(&t->draining))
        return 25;
    return tick < 20 ? 20 : tick > 500 ? 500 : tick;
}

static void *watch(void *arg)
{
    struct lathe_conns *t = arg;

    pthread_mutex_lock(&t->lock);
    while (!t->stop) {
        int64_t now = now_ms();
        struct timespec until = time_of(now + tick_ms(t));

        for (struct lathe_conn *c = t->first; c; c = c->next)
            look_at(t, c, now);
        if (t->open == 0 && !atomic_load(&t->draining))
            pthread_cond_wait(&t->changed, &t->lock);
        else
            pthread_cond_timedwait(&t->changed, &t->lock, &until);
    }
    pthread_mutex_unlock(&t->lock);
    return NULL;
}

enum lathe_code lathe_conns_new(struct lathe_conns **out, double timeout_s,
                                lathe_conns_late_fn *late, void *ctx,
                                struct lathe_err *err)
{
    struct lathe_conns *t;
    pthread_condattr_t attr;
    enum lathe_code rc = lathe_new(&t, 1, sizeof *t, "connections", err);

    *out = NULL;
    if (rc)
        return rc;
    t->timeout_ms = (int64_t)(timeout_s * 1000.0);
    t->late = late;
    t->ctx = ctx;
    pthread_mutex_init(&t->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&t->changed, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&t->watcher, NULL, watch, t)) {
        lathe_conns_free(t);
        return lathe_fail(err, LATHE_EUNAVAILABLE, "cannot start a thread");
    }
    t->watching = true;
    *out = t;
    return LATHE_OK;
}

void lathe_conns_free(struct lathe_conns *t)
{
    if (!t)
        return;
    if (t->watching) {
        pthread_mutex_lock(&t->lock);
        t->stop = true;
        pthread_cond_broadcast(&t->changed);
        pthread_mutex_unlock(&t->lock);
        pthread_join(t->watcher, NULL);
    }
    pthread_cond_destroy(&t->changed);
    pthread_mutex_destroy(&t->lock);
    lathe_free(t);
}

void lathe_conns_add(struct lathe_conns *t, struct lathe_conn *c, int fd)
{
    c->fd = fd;
    c->cut = c->ended = false;
    atomic_store(&c->phase, LATHE_CONN_IDLE);
    atomic_store(&c->deadline_ms, now_ms() + t->timeout_ms);
    pthread_mutex_lock(&t->lock);
    c->before = NULL;
    c->next = t->first;
    if (t->first)
        t->first->before = c;
    t->first = c;
    if (t->open++ == 0)
        pthread_cond_broadcast(&t->changed);
    pthread_mutex_unlock(&t->lock);
}

void lathe_conns_remove(struct lathe_conns *t, struct lathe_conn *c)
{
    pthread_mutex_lock(&t->lock);
    if (c->next)
        c->next->before = c->before;
    if (c->before)
        c->before->next = c->next;
    else
        t->first = c->next;
    t->open--;
    if (t->open == 0)
        pthread_cond_broadcast(&t->changed);
    pthread_mutex_unlock(&t->lock);
}

void lathe_conns_phase(struct lathe_conns *t, struct lathe_conn *c,
                       enum lathe_conn_phase phase)
{
    int64_t deadline = now_ms() + t->timeout_ms;
    int64_t old = atomic_load(&c->deadline_ms);

    /* A kept connection may rest for one time-out before its next request
     * begins, which then has one of its own; the first has none to rest. */
    if (phase == LATHE_CONN_IDLE)
        deadline += t->timeout_ms;
    else if (phase == LATHE_CONN_RECEIVING && old < deadline)
        deadline = old;
    else if (phase == LATHE_CONN_WORKING)
        deadline = INT64_MAX;
    atomic_store(&c->deadline_ms, deadline);
    atomic_store(&c->phase, phase);
}

size_t lathe_conns_open(struct lathe_conns *t)
{
    size_t n;

    pthread_mutex_lock(&t->lock);
    n = t->open;
    pthread_mutex_unlock(&t->lock);
    return n;
}

void lathe_conns_drain(struct lathe_conns *t)
{
    pthread_mutex_lock(&t->lock);
    atomic_store(&t->draining, true);
    pthread_cond_broadcast(&t->changed);
    pthread_mutex_unlock(&t->lock);
}

bool lathe_conns_draining(const struct lathe_conns *t)
{
    return atomic_load(&t->draining);
}

size_t lathe_conns_wait(struct lathe_conns *t, double seconds)
{
    struct timespec until = time_of(now_ms() + (int64_t)(seconds * 1000.0));
    size_t left;

    pthread_mutex_lock(&t->lock);
    while (t->open > 0)
        if (pthread_cond_timedwait(&t->changed, &t->lock, &until) ==
            ETIMEDOUT)
            break;
    left = t->open;
    pthread_mutex_unlock(&t->lock);
    return left;
}
