#include "serve/api.h"

#include "serve/answer.h"
#include "serve/body.h"
#include "serve/refusal.h"

#include <math.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define JSON "application/json"
#define PROMETHEUS "text/plain; version=0.0.4; charset=utf-8"

/* ---- routes ------------------------------------------------------------- */

/* Longer than any path that we have. */
#define PATH_ROOM 256

struct target {
    enum lathe_route route;
    char path[PATH_ROOM];       /* decoded */
    const char *name;           /* of a model, within `path`; NULL: first */
    bool post;
    bool guarded;               /* needs the token */
};

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* False when it does not fit or decodes to a NUL: no path of ours then. */
static bool decode(char out[PATH_ROOM], const char *s)
{
    size_t n = 0;

    for (; *s; s++) {
        char c = *s;

        if (c == '%') {
            int high = hex_digit(s[1]);
            int low = high < 0 ? -1 : hex_digit(s[2]);
            if (low < 0 || (high == 0 && low == 0))
                return false;
            c = (char)(high * 16 + low);
            s += 2;
        }
        if (n + 1 == PATH_ROOM)
            return false;
        out[n++] = c;
    }
    out[n] = '\0';
    return true;
}

/* NAME, NAME:predict or NAME/predict. */
static void find_model_route(struct target *t, char *name)
{
    char *verb = strpbrk(name, ":/");

    if (verb && strcmp(verb + 1, "predict") != 0)
        return;
    t->route = verb ? LATHE_ROUTE_PREDICT : LATHE_ROUTE_MODEL;
    if (verb)
        *verb = '\0';
    t->name = name;
}

static void find_route(struct target *t, const char *path)
{
    static const struct {
        const char *path;
        enum lathe_route route;
    } fixed[] = {
        {"/predict", LATHE_ROUTE_PREDICT}, {"/healthz", LATHE_ROUTE_HEALTH},
        {"/readyz", LATHE_ROUTE_READY},    {"/metrics", LATHE_ROUTE_METRICS},
        {"/v1/models", LATHE_ROUTE_MODELS}, {"/", LATHE_ROUTE_INDEX},
    };
    static const char models[] = "/v1/models/";

    t->route = LATHE_ROUTE_OTHER;
    t->name = NULL;
    if (decode(t->path, path)) {
        for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
            if (strcmp(t->path, fixed[i].path) == 0)
                t->route = fixed[i].route;
        if (strncmp(t->path, models, sizeof models - 1) == 0)
            find_model_route(t, t->path + sizeof models - 1);
    }
    t->post = t->route == LATHE_ROUTE_PREDICT;
    t->guarded = t->post || t->route == LATHE_ROUTE_MODELS ||
                 t->route == LATHE_ROUTE_MODEL;
}

/* ---- before the body ---------------------------------------------------- */

/* Time depends on the length of what was sent alone. */
static bool is_token(const char *sent, const char *token)
{
    static const char scheme[] = "Bearer ";
    size_t n, m = strlen(token);
    unsigned different;

    if (!sent || strncasecmp(sent, scheme, sizeof scheme - 1) != 0)
        return false;
    sent += sizeof scheme - 1;
    n = strlen(sent);
    different = n != m;
    for (size_t i = 0; i < n; i++)
        different |= (unsigned char)sent[i] ^ (unsigned char)token[i % m];
    return different == 0;
}

/* "Application/JSON; charset=utf-8" is "application/json". */
static bool is_type(const char *type, const char *want)
{
    size_t n = strcspn(type, "; \t");

    return n == strlen(want) && strncasecmp(type, want, n) == 0;
}

/* The form of a body by its type, or 0. A body without a type is JSON, and so
 * is one with the type that curl -d gives when none was said. */
static int form_of(const char *type)
{
    if (!type || !*type || is_type(type, JSON) ||
        is_type(type, "application/x-www-form-urlencoded"))
        return LATHE_BODY_JSON;
    return is_type(type, "text/csv") ? LATHE_BODY_CSV : 0;
}

/* Whether a body is what it was before any compression. */
static bool is_plain(const char *encoding)
{
    return !encoding || !*encoding || strcasecmp(encoding, "identity") == 0;
}

/* Whether the request may go on; else `rs` says why not. */
static bool is_welcome(const struct lathe_api *a, const struct target *t,
                       const struct lathe_http_request *rq,
                       struct lathe_http_response *rs)
{
    bool get = strcmp(rq->method, "GET") == 0 ||
               strcmp(rq->method, "HEAD") == 0;

    if (t->route == LATHE_ROUTE_OTHER) {
        lathe_refusal_set(rs, 404, "not_found",
                         "there is nothing at '%.100s'; GET / lists what "
                         "there is", rq->path);
    } else if (t->post ? strcmp(rq->method, "POST") != 0 : !get) {
        lathe_refusal_set(rs, 405, "bad_method", "'%.100s' takes %s",
                         rq->path, t->post ? "POST" : "GET");
        rs->header = "Allow";
        rs->value = t->post ? "POST" : "GET, HEAD";
    } else if (t->guarded && a->token &&
               !is_token(rq->authorization, a->token)) {
        lathe_refusal_set(rs, 401, "no_token",
                         rq->authorization
                             ? "the token is not the one of this server"
                             : "a token is needed: Authorization: Bearer "
                               "TOKEN");
        rs->header = "WWW-Authenticate";
        rs->value = "Bearer";
    } else if (t->post && !form_of(rq->content_type)) {
        lathe_refusal_set(rs, 415, "bad_type",
                         "a body of type '%.100s' is not taken; send "
                         JSON " or text/csv", rq->content_type);
    } else if (t->post && !is_plain(rq->content_encoding)) {
        lathe_refusal_set(rs, 415, "bad_encoding",
                         "a body in '%.100s' is not taken; send it as it is",
                         rq->content_encoding);
    } else {
        return true;
    }
    return false;
}

bool lathe_api_check(void *ctx, const struct lathe_http_request *rq,
                     struct lathe_http_response *rs)
{
    struct lathe_api *a = ctx;
    struct target t;

    find_route(&t, rq->path);
    if (is_welcome(a, &t, rq, rs))
        return true;
    lathe_counters_request(&a->metrics, t.route, rs->status);
    return false;
}

/* ---- predictions -------------------------------------------------------- */

/* The model that the path names, to be given back; NULL: `rs` says 404. */
static struct lathe_served *take_model(struct lathe_api *a,
                                       const struct target *t,
                                       struct lathe_http_response *rs)
{
    long i = t->name ? lathe_registry_find(a->registry, t->name) : 0;

    if (i >= 0)
        return lathe_registry_take(a->registry, (size_t)i);
    lathe_refusal_set(rs, 404, "no_model",
                     "there is no model '%.100s'; GET /v1/models lists them",
                     t->name);
    return NULL;
}

/* Values that tell of rows unlike those of training. */
struct odd_values {
    uint64_t missing, unknown;
};

static void count_odd(struct odd_values *odd, const struct lathe_rows *rows)
{
    for (size_t i = 0; i < rows->n * rows->numbers; i++)
        odd->missing += isnan(rows->number[i]) != 0;
    for (size_t i = 0; i < rows->n * rows->categories; i++) {
        odd->missing += rows->code[i] == LATHE_MISSING_CODE;
        odd->unknown += rows->code[i] == LATHE_UNKNOWN_CODE;
    }
}

/* The rows of the body, piece by piece: typed, predicted, written. */
static enum lathe_code predict_rows(struct lathe_body *b,
                                    struct lathe_worker *w,
                                    struct lathe_json_out *j,
                                    struct odd_values *odd,
                                    struct lathe_err *err)
{
    for (;;) {
        enum lathe_code rc = lathe_body_next(b, err);

        if (rc || w->rows.n == 0)
            return rc;
        count_odd(odd, &w->rows);
        lathe_predictor_run(&w->predictor, &w->rows, w->answer);
        lathe_answer_rows(j, w->model, w->answer, w->rows.n);
    }
}

static void predict_with(struct lathe_api *a, const struct lathe_served *m,
                         struct lathe_worker *w,
                         const struct lathe_http_request *rq,
                         struct lathe_http_response *rs)
{
    struct lathe_json_out j = {.out = &rs->body, .compact = true};
    struct lathe_body b = {0};
    struct odd_values odd = {0};
    struct lathe_err err = {0};
    enum lathe_code rc;

    rc = lathe_body_open(&b, w,
                         (enum lathe_body_form)form_of(rq->content_type),
                         rq->body, rq->length, a->max_rows, &err);
    if (rc)
        goto out;
    lathe_answer_begin(&j, m);
    rc = predict_rows(&b, w, &j, &odd, &err);
    if (rc)
        goto out;
    lathe_answer_end(&j);
    rs->status = 200;
    rs->type = JSON;
    atomic_fetch_add_explicit(&a->metrics.rows, b.taken,
                              memory_order_relaxed);
    atomic_fetch_add_explicit(&a->metrics.missing, odd.missing,
                              memory_order_relaxed);
    atomic_fetch_add_explicit(&a->metrics.unknown, odd.unknown,
                              memory_order_relaxed);
out:
    if (rc)
        lathe_refusal_set(rs, b.status, b.code, "%s", err.msg);
    lathe_body_release(&b);
}

static uint64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void predict(struct lathe_api *a, const struct target *t,
                    const struct lathe_http_request *rq,
                    struct lathe_http_response *rs)
{
    uint64_t begin = now_ns();
    struct lathe_served *m = take_model(a, t, rs);
    struct lathe_worker *w;

    if (!m)
        return;
    w = lathe_registry_take_worker(m);
    if (w) {
        predict_with(a, m, w, rq, rs);
        lathe_registry_give_worker(m, w);
    } else {
        lathe_refusal_set(rs, 503, "busy", "all workers are busy");
        rs->header = "Retry-After";
        rs->value = "1";
    }
    lathe_registry_give(m);
    lathe_counters_time(&a->metrics, now_ns() - begin);
}

/* ---- the other routes --------------------------------------------------- */

static void list_models(struct lathe_api *a, struct lathe_http_response *rs)
{
    struct lathe_json_out j = {.out = &rs->body, .compact = true};

    lathe_json_open(&j, NULL, '{');
    lathe_json_open(&j, "models", '[');
    for (size_t i = 0; i < lathe_registry_size(a->registry); i++)
        lathe_json_string(&j, NULL, lathe_registry_name(a->registry, i));
    lathe_json_close(&j, ']');
    lathe_json_close(&j, '}');
    rs->status = 200;
    rs->type = JSON;
}

static void describe_model(struct lathe_api *a, const struct target *t,
                           struct lathe_http_response *rs)
{
    struct lathe_json_out j = {.out = &rs->body, .compact = true};
    struct lathe_served *m = take_model(a, t, rs);

    if (!m)
        return;
    lathe_answer_describe(&j, m);
    lathe_registry_give(m);
    rs->status = 200;
    rs->type = JSON;
}

static void say_ready(struct lathe_api *a, struct lathe_http_response *rs)
{
    bool draining = atomic_load(&a->draining);

    rs->status = draining ? 503 : 200;
    rs->type = JSON;
    lathe_buf_puts(&rs->body, draining ? "{\"status\":\"draining\"}"
                                       : "{\"status\":\"ready\"}");
}

static void write_metrics(struct lathe_api *a, struct lathe_http_response *rs)
{
    lathe_counters_write(&a->metrics, &rs->body);
    lathe_counters_write_models(&rs->body);
    for (size_t i = 0; i < lathe_registry_size(a->registry); i++) {
        struct lathe_served *m = lathe_registry_take(a->registry, i);

        lathe_counters_write_model(&rs->body, m->name, m->digest,
                                  lathe_answer_task(&m->model));
        lathe_registry_give(m);
    }
    rs->status = 200;
    rs->type = PROMETHEUS;
}

static void list_routes(struct lathe_http_response *rs)
{
    rs->status = 200;
    rs->type = JSON;
    lathe_buf_puts(&rs->body,
                   "{\"lathe\":\"" LATHE_VERSION "\",\"routes\":["
                   "\"POST /predict\","
                   "\"GET /v1/models\","
                   "\"GET /v1/models/NAME\","
                   "\"POST /v1/models/NAME:predict\","
                   "\"GET /healthz\","
                   "\"GET /readyz\","
                   "\"GET /metrics\"]}");
}

void lathe_api_handle(void *ctx, const struct lathe_http_request *rq,
                      struct lathe_http_response *rs)
{
    struct lathe_api *a = ctx;
    struct target t;

    atomic_fetch_add_explicit(&a->metrics.in_flight, 1, memory_order_relaxed);
    find_route(&t, rq->path);
    switch (t.route) {
    case LATHE_ROUTE_PREDICT:
        predict(a, &t, rq, rs);
        break;
    case LATHE_ROUTE_MODELS:
        list_models(a, rs);
        break;
    case LATHE_ROUTE_MODEL:
        describe_model(a, &t, rs);
        break;
    case LATHE_ROUTE_HEALTH:
        rs->status = 200;
        rs->type = JSON;
        lathe_buf_puts(&rs->body, "{\"status\":\"alive\"}");
        break;
    case LATHE_ROUTE_READY:
        say_ready(a, rs);
        break;
    case LATHE_ROUTE_METRICS:
        write_metrics(a, rs);
        break;
    case LATHE_ROUTE_INDEX:
        list_routes(rs);
        break;
    case LATHE_ROUTE_OTHER:
    case LATHE_ROUTES:
        is_welcome(a, &t, rq, rs);
        break;
    }
    atomic_fetch_sub_explicit(&a->metrics.in_flight, 1, memory_order_relaxed);
    lathe_counters_request(&a->metrics, t.route, rs->status);
}

void lathe_api_refused(void *ctx, enum lathe_http_refusal why)
{
    struct lathe_api *a = ctx;

    atomic_fetch_add_explicit(&a->metrics.refused[why], 1,
                              memory_order_relaxed);
}
