#include "base/errand.h"

#include "base/alloc.h"

#include <assert.h>
#include <pthread.h>

struct lathe_errand {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    lathe_errand_fn *fn;          /* the job at hand, or NULL */
    void *ctx;
    bool stop;
    struct lathe_err failed;    /* of the last job; code 0: it did not */
};

static void *work(void *raw)
{
    struct lathe_errand *t = raw;

    pthread_mutex_lock(&t->lock);
    for (;;) {
        while (!t->fn && !t->stop)
            pthread_cond_wait(&t->changed, &t->lock);
        if (!t->fn)
            break;
        pthread_mutex_unlock(&t->lock);
        t->failed.code = t->fn(t->ctx, &t->failed);
        pthread_mutex_lock(&t->lock);
        t->fn = NULL;
        pthread_cond_broadcast(&t->changed);
    }
    pthread_mutex_unlock(&t->lock);
    return NULL;
}

enum lathe_code lathe_errand_new(struct lathe_errand **out,
                                 struct lathe_err *err)
{
    struct lathe_errand *t = NULL;
    enum lathe_code rc = lathe_new(&t, 1, sizeof *t, "a thread", err);

    if (rc)
        return rc;
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->changed, NULL);
    if (pthread_create(&t->thread, NULL, work, t) != 0) {
        pthread_cond_destroy(&t->changed);
        pthread_mutex_destroy(&t->lock);
        lathe_free(t);
        return lathe_fail(err, LATHE_EUNAVAILABLE, "cannot start a thread");
    }
    *out = t;
    return LATHE_OK;
}

void lathe_errand_free(struct lathe_errand *t)
{
    if (!t)
        return;
    pthread_mutex_lock(&t->lock);
    t->stop = true;
    pthread_cond_broadcast(&t->changed);
    pthread_mutex_unlock(&t->lock);
    pthread_join(t->thread, NULL);
    pthread_cond_destroy(&t->changed);
    pthread_mutex_destroy(&t->lock);
    lathe_free(t);
}

void lathe_errand_start(struct lathe_errand *t, lathe_errand_fn *fn, void *ctx)
{
    pthread_mutex_lock(&t->lock);
    assert(!t->fn);
    t->fn = fn;
    t->ctx = ctx;
    pthread_cond_broadcast(&t->changed);
    pthread_mutex_unlock(&t->lock);
}

enum lathe_code lathe_errand_wait(struct lathe_errand *t,
                                  struct lathe_err *err)
{
    pthread_mutex_lock(&t->lock);
    while (t->fn)
        pthread_cond_wait(&t->changed, &t->lock);
    pthread_mutex_unlock(&t->lock);
    if (t->failed.code)
        return lathe_fail(err, t->failed.code, "%s", t->failed.msg);
    return LATHE_OK;
}
