#include "serve/registry.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>

/* Rows that a worker predicts at a time: enough to fill the kernels, few
 * enough to stay in the cache. */
#define PIECE_ROWS 64

#define MAX_NAME 64

/* Workers of one model, those in `idle` are free. */
struct lathe_worker_stock {
    pthread_mutex_t lock;
    struct lathe_worker *worker;        /* [n] */
    struct lathe_worker **idle;         /* [n], the first n_idle */
    size_t n, n_idle;
};

/* Which bytes a path names; all zero when it names none. */
struct identity {
    dev_t device;
    ino_t inode;
    off_t bytes;
    struct timespec changed;
};

struct slot {
    char *name, *path;
    struct identity identity;   /* of the file that was loaded last */
    struct lathe_served *now;
};

struct lathe_registry {
    pthread_mutex_t lock;       /* of slot[].now */
    pthread_mutex_t reloading;  /* one at a time */
    struct slot *slot;          /* [n] */
    size_t n;
    int workers;
};

/* ---- one model ---------------------------------------------------------- */

static void free_stock(struct lathe_worker_stock *k)
{
    if (!k)
        return;
    for (size_t i = 0; i < k->n; i++)
        lathe_worker_release(&k->worker[i]);
    pthread_mutex_destroy(&k->lock);
    lathe_free(k->worker);
    lathe_free(k->idle);
    lathe_free(k);
}

static enum lathe_code new_stock(struct lathe_worker_stock **out,
                                 const struct lathe_model *m, size_t n,
                                 struct lathe_err *err)
{
    struct lathe_worker_stock *k;
    enum lathe_code rc = lathe_new(&k, 1, sizeof *k, "workers", err);

    *out = NULL;
    if (rc)
        return rc;
    pthread_mutex_init(&k->lock, NULL);
    rc = lathe_new(&k->worker, n, sizeof *k->worker, "workers", err);
    if (rc)
        goto out;
    rc = lathe_new(&k->idle, n, sizeof *k->idle, "workers", err);
    if (rc)
        goto out;
    for (; k->n < n; k->n++) {
        rc = lathe_worker_init(&k->worker[k->n], m, PIECE_ROWS, err);
        if (rc)
            goto out;
        k->idle[k->n_idle++] = &k->worker[k->n];
    }
    *out = k;
    k = NULL;
out:
    free_stock(k);
    return rc;
}

static void free_served(struct lathe_served *m)
{
    if (!m)
        return;
    free_stock(m->stock);
    lathe_model_release(&m->model);
    lathe_free(m);
}

static enum lathe_code load(struct lathe_served **out, const struct slot *s,
                            int workers, struct lathe_err *err)
{
    struct lathe_served *m;
    enum lathe_code rc = lathe_new(&m, 1, sizeof *m, "model", err);

    *out = NULL;
    if (rc)
        return rc;
    m->name = s->name;
    atomic_init(&m->references, 1);
    rc = lathe_model_load(&m->model, s->path, err);
    if (rc)
        goto out;
    lathe_digest_hex(&m->model.digest, m->digest);
    rc = new_stock(&m->stock, &m->model, (size_t)workers, err);
    if (rc)
        goto out;
    rc = lathe_worker_check(&m->stock->worker[0], err);
    if (rc) {
        lathe_fail_prefix(err, "'%s'", s->path);
        goto out;
    }
    *out = m;
    m = NULL;
out:
    free_served(m);
    return rc;
}

/* ---- taking and giving -------------------------------------------------- */

struct lathe_served *lathe_registry_take(struct lathe_registry *r, size_t i)
{
    struct lathe_served *m;

    pthread_mutex_lock(&r->lock);
    m = r->slot[i].now;
    atomic_fetch_add(&m->references, 1);
    pthread_mutex_unlock(&r->lock);
    return m;
}

void lathe_registry_give(struct lathe_served *m)
{
    if (m && atomic_fetch_sub(&m->references, 1) == 1)
        free_served(m);
}

struct lathe_worker *lathe_registry_take_worker(struct lathe_served *m)
{
    struct lathe_worker_stock *k = m->stock;
    struct lathe_worker *w = NULL;

    pthread_mutex_lock(&k->lock);
    if (k->n_idle > 0)
        w = k->idle[--k->n_idle];
    pthread_mutex_unlock(&k->lock);
    return w;
}

void lathe_registry_give_worker(struct lathe_served *m,
                                struct lathe_worker *w)
{
    struct lathe_worker_stock *k = m->stock;

    pthread_mutex_lock(&k->lock);
    k->idle[k->n_idle++] = w;
    pthread_mutex_unlock(&k->lock);
}

/* ---- all of them -------------------------------------------------------- */

static bool is_name(const char *s, size_t n)
{
    if (n == 0 || n > MAX_NAME || *s == '.')
        return false;
    for (size_t i = 0; i < n; i++)
        if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z') ||
              (s[i] >= '0' && s[i] <= '9') || s[i] == '.' || s[i] == '_' ||
              s[i] == '-'))
            return false;
    return true;
}

/* "adult=models/a.h5" or "models/adult.h5", whose name is "adult" too. */
static enum lathe_code parse_model(struct slot *s, const char *text,
                                   struct lathe_err *err)
{
    const char *equals = strchr(text, '='), *name = text, *path = text;
    size_t n;

    if (equals && is_name(text, (size_t)(equals - text))) {
        n = (size_t)(equals - text);
        path = equals + 1;
    } else {
        const char *slash = strrchr(text, '/');

        name = slash ? slash + 1 : text;
        n = strlen(name);
        if (n > 3 && strcmp(name + n - 3, ".h5") == 0)
            n -= 3;
    }
    if (!is_name(name, n))
        return lathe_fail(err, LATHE_EARG,
                          "'%s' makes no model name of letters, digits, '.', "
                          "'_' and '-'; give NAME=%s", text, path);
    s->name = lathe_strndup(name, n);
    s->path = lathe_strdup(path);
    if (!s->name || !s->path)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (model names)");
    return LATHE_OK;
}

static bool identify(struct identity *id, const char *path)
{
    struct stat st;

    *id = (struct identity){0};
    if (stat(path, &st))
        return false;
    id->device = st.st_dev;
    id->inode = st.st_ino;
    id->bytes = st.st_size;
    id->changed = st.st_mtim;
    return true;
}

static bool is_same(const struct identity *a, const struct identity *b)
{
    return a->device == b->device && a->inode == b->inode &&
           a->bytes == b->bytes && a->changed.tv_sec == b->changed.tv_sec &&
           a->changed.tv_nsec == b->changed.tv_nsec;
}

enum lathe_code lathe_registry_new(struct lathe_registry **out,
                                   const struct lathe_list *models,
                                   int workers, struct lathe_err *err)
{
    struct lathe_registry *r;
    enum lathe_code rc;

    *out = NULL;
    if (models->n == 0)
        return lathe_fail(err, LATHE_EARG, "no model to serve");
    rc = lathe_new(&r, 1, sizeof *r, "models", err);
    if (rc)
        return rc;
    pthread_mutex_init(&r->lock, NULL);
    pthread_mutex_init(&r->reloading, NULL);
    r->workers = workers;
    rc = lathe_new(&r->slot, models->n, sizeof *r->slot, "models", err);
    for (size_t i = 0; i < models->n && !rc; i++) {
        struct slot *s = &r->slot[i];

        rc = parse_model(s, models->v[i], err);
        if (!rc && lathe_registry_find(r, s->name) >= 0)
            rc = lathe_fail(err, LATHE_EARG,
                            "two models are called '%s'; give one NAME=%s",
                            s->name, s->path);
        r->n++;
        identify(&s->identity, s->path ? s->path : "");
        if (!rc)
            rc = load(&s->now, s, workers, err);
    }
    if (rc)
        lathe_registry_free(r);
    else
        *out = r;
    return rc;
}

void lathe_registry_free(struct lathe_registry *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->n; i++) {
        lathe_registry_give(r->slot[i].now);
        lathe_free(r->slot[i].name);
        lathe_free(r->slot[i].path);
    }
    pthread_mutex_destroy(&r->lock);
    pthread_mutex_destroy(&r->reloading);
    lathe_free(r->slot);
    lathe_free(r);
}

size_t lathe_registry_size(const struct lathe_registry *r)
{
    return r->n;
}

const char *lathe_registry_name(const struct lathe_registry *r, size_t i)
{
    return r->slot[i].name;
}

long lathe_registry_find(const struct lathe_registry *r, const char *name)
{
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->slot[i].name, name) == 0)
            return (long)i;
    return -1;
}

/* ---- reload ------------------------------------------------------------- */

/* Clients rely on what a row is, on the targets and on the classes. */
static enum lathe_code compare(const struct slot *s,
                               const struct lathe_served *new,
                               struct lathe_err *err)
{
    struct lathe_buf what = {0};
    enum lathe_code rc = LATHE_OK;

    lathe_schema_differences(&what, &new->model.schema,
                             &s->now->model.schema);
    if (new->model.schema.targets != s->now->model.schema.targets)
        lathe_buf_printf(&what, "%zu targets, not %zu\n",
                         new->model.schema.targets,
                         s->now->model.schema.targets);
    rc = lathe_buf_check(&what, err);
    if (!rc && what.len) {
        char *end = strchr(what.s, '\n');
        if (end)
            *end = '\0';
        rc = lathe_fail(err, LATHE_EDATA,
                        "'%s' is not for the same rows as the model it would "
                        "replace (%s); start the server anew to serve it",
                        s->path, what.s);
    }
    lathe_buf_release(&what);
    return rc;
}

static enum lathe_code reload_one(struct lathe_registry *r, struct slot *s,
                                  bool *swapped, struct lathe_err *err)
{
    struct identity identity;
    struct lathe_served *new = NULL, *old;
    enum lathe_code rc;

    *swapped = false;
    /* Before loading: a file that changes meanwhile is loaded again. */
    if (identify(&identity, s->path) && is_same(&identity, &s->identity))
        return LATHE_OK;
    rc = load(&new, s, r->workers, err);
    if (rc)
        return rc;
    if (strcmp(new->digest, s->now->digest) == 0)
        goto same;
    rc = compare(s, new, err);
    if (rc)
        goto out;
    pthread_mutex_lock(&r->lock);
    old = s->now;
    s->now = new;
    pthread_mutex_unlock(&r->lock);
    new = old;
    *swapped = true;
same:
    s->identity = identity;
out:
    lathe_registry_give(new);
    return rc;
}

enum lathe_code lathe_registry_reload(struct lathe_registry *r,
                                      const struct lathe_host *host,
                                      size_t *swapped, size_t *failed,
                                      struct lathe_err *err)
{
    enum lathe_code first = LATHE_OK;

    *swapped = *failed = 0;
    pthread_mutex_lock(&r->reloading);
    for (size_t i = 0; i < r->n; i++) {
        struct slot *s = &r->slot[i];
        struct lathe_err e = {0};
        bool changed = false;
        enum lathe_code rc = reload_one(r, s, &changed, &e);

        if (rc) {
            lathe_note(host, "model '%s' stays as it was: %s", s->name,
                       e.msg);
            (*failed)++;
            if (!first && err)
                *err = e;
            first = first ? first : rc;
        } else if (changed) {
            lathe_note(host, "model '%s' is now %s", s->name,
                       s->now->digest);
            (*swapped)++;
        }
    }
    pthread_mutex_unlock(&r->reloading);
    return first;
}
