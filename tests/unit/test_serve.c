#include "unit.h"

#include "test_serve_client.h"
#include "test_serve_model.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/stat.h>

/* A server of a table model and an image model, in a directory of its own. */
struct fixture {
    char dir[64], table[96], image[96], token[96];
    struct lathe_serve_opts opts;
    struct lathe_buf address;
    struct lathe_server *server;
};

static void save_table(const char *path, enum lathe_task task, float bias)
{
    struct lathe_model m;
    struct lathe_err err = {0};

    make_table_model(&m, task, bias);
    must(lathe_model_save(&m, path, &err), &err);
    lathe_model_release(&m);
}

static void prepare(struct fixture *f)
{
    struct lathe_model m;
    struct lathe_err err = {0};

    *f = (struct fixture){.opts = lathe_serve_defaults()};
    strcpy(f->dir, "/tmp/lathe-serve-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->table, sizeof f->table, "%s/table.h5", f->dir);
    snprintf(f->image, sizeof f->image, "%s/image.h5", f->dir);
    snprintf(f->token, sizeof f->token, "%s/token", f->dir);
    save_table(f->table, LATHE_CLASSIFY, 0.0f);
    make_image_model(&m);
    must(lathe_model_save(&m, f->image, &err), &err);
    lathe_model_release(&m);
    must(lathe_list_add(&f->opts.models, f->table, &err), &err);
    must(lathe_list_add(&f->opts.models, f->image, &err), &err);
    f->opts.listen = "127.0.0.1:0";
    f->opts.threads = 2;
    f->opts.max_rows = 200;
    f->opts.timeout_s = 5;
    f->opts.drain_s = 2;
    f->opts.max_body_bytes = 1 << 20;
}

static void start(struct fixture *f)
{
    struct lathe_err err = {0};

    must(lathe_server_start(&f->server, &f->opts, NULL, &f->address, &err),
         &err);
}

static void finish(struct fixture *f)
{
    lathe_server_stop(f->server);
    unlink(f->table);
    unlink(f->image);
    unlink(f->token);
    assert_int_equal(rmdir(f->dir), 0);
    lathe_list_release(&f->opts.models);
    lathe_buf_release(&f->address);
}

static char answer[1 << 20];

/* POST on a connection of its own; the status, the body in *body. */
static int post(struct fixture *f, const char *path, const char *text,
                const char **body)
{
    int fd = client_connect(f->address.s);

    client_post(fd, path, "application/json", text);
    int status = client_read(fd, answer, sizeof answer, body, 20.0);
    close(fd);
    return status;
}

static int get(struct fixture *f, const char *path, const char **body)
{
    char request[512];

    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n",
             path);
    return client_ask(f->address.s, request, answer, sizeof answer, body);
}


static bool contains(const char *text, const char *part)
{
    if (strstr(text, part))
        return true;
    print_message("'%s' is not in: %s\n", part, text);
    return false;
}

static void a_prediction_has_class_probabilities_and_digest(void **state)
{
    static const char *paths[] = {"/predict", "/v1/models/table:predict",
                                  "/v1/models/table/predict",
                                  "/v1/models/table%3apredict?x=1"};
    struct fixture f;
    const char *body = "";
    (void)state;

    prepare(&f);
    start(&f);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        assert_int_equal(post(&f, paths[i],
                              "{\"age\":1,\"hours\":2,\"kind\":\"0\"}",
                              &body), 200);
        assert_true(contains(answer, "Content-Type: application/json"));
        assert_true(contains(body, "{\"model\":\"table\",\"digest\":\""));
        assert_true(contains(body, "\"predictions\":[{\"class\":\"yes\","
                                   "\"probabilities\":{\"no\":0."));
    }
    assert_int_equal(post(&f, "/v1/models/image:predict",
                          "{\"instances\":[[1,0,0,0,0,0],[0,2,0,0,0,0]]}",
                          &body), 200);
    assert_true(contains(body, "\"predictions\":[{\"value\":"));
    finish(&f);
}

static void every_refusal_is_json_with_its_status(void **state)
{
    static const struct {
        const char *request;
        int status;
        const char *part;
    } cases[] = {
        {"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n", 404,
         "\"code\":\"not_found\""},
        {"GET /predict%00 HTTP/1.1\r\nHost: x\r\n\r\n", 404, "not_found"},
        {"GET /%zz\xff HTTP/1.1\r\nHost: x\r\n\r\n", 404, "'/%zz?'"},
        {"GET /predict HTTP/1.1\r\nHost: x\r\n\r\n", 405, "Allow: POST"},
        {"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
         405, "Allow: GET, HEAD"},
        {"GET /v1/models/none HTTP/1.1\r\nHost: x\r\n\r\n", 404,
         "there is no model 'none'"},
        {"POST /v1/models/none:predict HTTP/1.1\r\nHost: x\r\n"
         "Content-Length: 2\r\n\r\n[]", 404, "no_model"},
        {"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n"
         "Content-Length: 2\r\n\r\n[]", 415, "\"code\":\"bad_type\""},
        {"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{]",
         400, "\"code\":\"bad_json\",\"message\":\"the body is not JSON: "
              "line 1, column 2"},
        {"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 15\r\n\r\n"
         "[[\"3x\",2,null]]", 400,
         "\"code\":\"bad_value\",\"message\":\"row 1, column 'age': '3x' is "
         "not a number\""},
        {"POST /predict HTTP/1.1\r\nHost: x\r\n"
         "Content-Length: 2000000\r\n\r\n", 413, "too_large"},
    };
    struct fixture f;
    (void)state;

    prepare(&f);
    start(&f);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int status = client_ask(f.address.s, cases[i].request, answer,
                                sizeof answer, NULL);
        if (status != cases[i].status)
            fail_msg("%s: %d", cases[i].request, status);
        assert_true(contains(answer, cases[i].part));
        assert_true(contains(answer, "{\"error\":{\"code\":\""));
    }
    finish(&f);
}

static void csv_and_many_rows_are_answered_in_order(void **state)
{
    struct fixture f;
    struct lathe_buf text = {0};
    const char *body = "", *at;
    (void)state;

    /* More rows than a piece has. */
    prepare(&f);
    start(&f);
    lathe_buf_puts(&text, "kind,hours,age\n");
    for (int i = 0; i < 200; i++)
        lathe_buf_puts(&text, i % 3 ? "0,-9,-9\n" : "0,9,9\n");
    int fd = client_connect(f.address.s);
    client_post(fd, "/predict", "text/csv; charset=utf-8", text.s);
    assert_int_equal(client_read(fd, answer, sizeof answer, &body, 5), 200);
    at = strstr(body, "predictions");
    for (int i = 0; i < 200; i++) {
        at = strstr(at + 1, "\"class\":");
        assert_non_null(at);
        assert_memory_equal(at, i % 3 ? "\"class\":\"no\""
                                      : "\"class\":\"yes\"", 12);
    }
    lathe_buf_puts(&text, "0,1,1\n");
    client_post(fd, "/predict", "text/csv", text.s);
    assert_int_equal(client_read(fd, answer, sizeof answer, &body, 5), 413);
    assert_true(contains(body, "more than 200 rows"));
    close(fd);
    lathe_buf_release(&text);
    finish(&f);
}

static void health_metrics_and_descriptions_are_there(void **state)
{
    struct fixture f;
    const char *body = "";
    (void)state;

    prepare(&f);
    start(&f);
    assert_int_equal(get(&f, "/healthz", &body), 200);
    assert_int_equal(get(&f, "/readyz", &body), 200);
    assert_string_equal(body, "{\"status\":\"ready\"}");
    assert_int_equal(get(&f, "/", &body), 200);
    assert_true(contains(body, "\"POST /predict\""));
    assert_int_equal(get(&f, "/v1/models", &body), 200);
    assert_string_equal(body, "{\"models\":[\"table\",\"image\"]}");
    assert_int_equal(get(&f, "/v1/models/table", &body), 200);
    assert_true(contains(body, "\"task\":\"classify\",\"target\":\"y\","
                               "\"classes\":[\"no\",\"yes\"]"));
    assert_true(contains(body, "{\"name\":\"age\",\"kind\":\"number\",\"min\""
                               ":0,\"median\":0.5,\"max\":1}"));
    assert_true(contains(body, "{\"name\":\"kind\",\"kind\":\"category\","
                               "\"values\":[\"0\",\"a\"]}"));
    assert_null(strstr(body, "\"id\""));
    assert_int_equal(get(&f, "/v1/models/image", &body), 200);
    assert_true(contains(body, "\"image\":{\"channels\":1,\"height\":2,"
                               "\"width\":3}"));
    post(&f, "/predict", "[[1,2,0],[1,2,0]]", &body);
    post(&f, "/predict", "[", &body);
    assert_int_equal(get(&f, "/metrics", &body), 200);
    assert_true(contains(answer, "text/plain; version=0.0.4"));
    assert_true(contains(body, "lathe_http_requests_total{route=\"predict\","
                               "code=\"200\"} 1\n"));
    assert_true(contains(body, "lathe_http_requests_total{route=\"predict\","
                               "code=\"400\"} 1\n"));
    assert_true(contains(body, "lathe_predict_rows_total 2\n"));
    assert_true(contains(body, "lathe_predict_duration_seconds_bucket{le="
                               "\"+Inf\"} 2\n"));
    assert_true(contains(body, "lathe_predict_duration_seconds_count 2\n"));
    assert_true(contains(body, "lathe_http_requests_in_flight 1\n"));
    assert_true(contains(body, "lathe_model_info{model=\"table\",digest=\""));
    finish(&f);
}

static void a_token_is_asked_for_where_there_is_one(void **state)
{
    static const char form[] = "%s %s HTTP/1.1\r\nHost: x\r\n%s"
                               "Content-Length: %d\r\n\r\n%s";
    static const struct {
        const char *method, *path, *header;
        int status;
    } cases[] = {
        {"POST", "/predict", "", 401},
        {"POST", "/predict", "Authorization: Bearer wrong\r\n", 401},
        {"POST", "/predict", "Authorization: Bearer s3cre\r\n", 401},
        {"POST", "/predict", "Authorization: Bearer s3crets\r\n", 401},
        {"POST", "/predict", "Authorization: Bearer \r\n", 401},
        {"POST", "/predict", "Authorization: Basic s3cret\r\n", 401},
        {"POST", "/predict", "Authorization: bearer s3cret\r\n", 200},
        {"GET", "/v1/models", "", 401},
        {"GET", "/v1/models/table", "", 401},
        {"GET", "/v1/models", "Authorization: Bearer s3cret\r\n", 200},
        {"GET", "/healthz", "", 200},
        {"GET", "/metrics", "", 200},
    };
    struct fixture f;
    struct lathe_err err = {0};
    char request[512];
    (void)state;

    prepare(&f);
    must(lathe_file_replace(f.token, "\n s3cret \n", 10, &err), &err);
    f.opts.token_file = f.token;
    start(&f);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool send = cases[i].method[0] == 'P';
        snprintf(request, sizeof request, form, cases[i].method,
                 cases[i].path, cases[i].header, send ? 9 : 0,
                 send ? "[[1,2,0]]" : "");
        int status = client_ask(f.address.s, request, answer, sizeof answer,
                                NULL);
        if (status != cases[i].status)
            fail_msg("%s: %d", request, status);
        if (status == 401)
            assert_true(contains(answer, "WWW-Authenticate: Bearer"));
    }
    finish(&f);
}

static void bad_options_are_refused_with_a_reason(void **state)
{
    struct fixture f;
    struct lathe_err err = {0};
    struct lathe_server *s;
    (void)state;

    prepare(&f);
    f.opts.listen = "0.0.0.0:0";
    assert_int_equal(lathe_server_start(&s, &f.opts, NULL, NULL, &err),
                     LATHE_EARG);
    assert_null(s);
    assert_true(contains(err.msg, "lets other machines in"));
    f.opts.insecure = true;
    must(lathe_server_start(&s, &f.opts, NULL, NULL, &err), &err);
    lathe_server_stop(s);

    f.opts.listen = "127.0.0.1:0";
    f.opts.timeout_s = (double)NAN;
    assert_int_equal(lathe_server_start(&s, &f.opts, NULL, NULL, &err),
                     LATHE_EARG);
    f.opts.timeout_s = 1;
    must(lathe_file_replace(f.token, " \n", 2, &err), &err);
    f.opts.token_file = f.token;
    assert_int_equal(lathe_server_start(&s, &f.opts, NULL, NULL, &err),
                     LATHE_EDATA);
    assert_true(contains(err.msg, "holds no token"));
    f.opts.token_file = NULL;

    must(lathe_list_add(&f.opts.models, f.table, &err), &err);
    assert_int_equal(lathe_server_start(&s, &f.opts, NULL, NULL, &err),
                     LATHE_EARG);
    assert_true(contains(err.msg, "two models are called 'table'"));
    lathe_list_release(&f.opts.models);
    assert_int_equal(lathe_server_start(&s, &f.opts, NULL, NULL, &err),
                     LATHE_EARG);
    must(lathe_list_add(&f.opts.models, "/nowhere/m.h5", &err), &err);
    assert_int_equal(lathe_server_start(&s, &f.opts, NULL, NULL, &err),
                     LATHE_ENOINPUT);
    finish(&f);
}

static void a_busy_port_is_named(void **state)
{
    struct fixture f;
    struct lathe_err err = {0};
    struct lathe_server *second;
    char want[96];
    (void)state;

    prepare(&f);
    start(&f);
    f.opts.listen = f.address.s + strlen("http://");
    assert_int_equal(lathe_server_start(&second, &f.opts, NULL, NULL, &err),
                     LATHE_EUNAVAILABLE);
    snprintf(want, sizeof want, "cannot listen on %s: address already in use",
             f.opts.listen);
    assert_string_equal(err.msg, want);
    finish(&f);
}

/* Asks all the time until it is told to stop; every answer must be 200. */
struct asker {
    struct fixture *f;
    _Atomic bool *stop;
    int good, bad;
    bool old, new;              /* answers that were seen */
};

static void *ask(void *arg)
{
    struct asker *a = arg;
    static const char request[] =
        "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
        "[[1,2,0]]";
    char text[4096];
    const char *body = "";
    int fd = client_connect(a->f->address.s);

    while (!atomic_load(a->stop)) {
        client_puts(fd, request);
        if (client_read(fd, text, sizeof text, &body, 10) == 200)
            a->good++;
        else
            a->bad++;
        a->old = a->old || strstr(body, "\"class\":\"yes\"");
        a->new = a->new || strstr(body, "\"class\":\"no\"");
    }
    close(fd);
    return NULL;
}

static void a_reload_loses_no_request_and_bad_files_change_nothing(
    void **state)
{
    struct fixture f;
    struct asker asker[3];
    pthread_t thread[3];
    _Atomic bool stop = false;
    struct lathe_err err = {0};
    const char *body = "";
    (void)state;

    prepare(&f);
    start(&f);
    for (int i = 0; i < 3; i++) {
        asker[i] = (struct asker){.f = &f, .stop = &stop};
        pthread_create(&thread[i], NULL, ask, &asker[i]);
    }
    must(lathe_server_reload(f.server, NULL, &err), &err);
    for (int i = 0; i < 6; i++) {
        save_table(f.table, LATHE_CLASSIFY, i % 2 ? 0.0f : -9.0f);
        must(lathe_server_reload(f.server, NULL, &err), &err);
        usleep(20000);

        /* Not a model, and a model of another kind. */
        must(lathe_file_replace(f.table, "nonsense", 8, &err), &err);
        assert_int_equal(lathe_server_reload(f.server, NULL, &err),
                         LATHE_EDATA);
        save_table(f.table, LATHE_REGRESS, 0.0f);
        assert_int_equal(lathe_server_reload(f.server, NULL, &err),
                         LATHE_EDATA);
        assert_true(contains(err.msg, "is not for the same rows"));
    }
    unlink(f.table);
    assert_int_equal(lathe_server_reload(f.server, NULL, &err),
                     LATHE_ENOINPUT);
    atomic_store(&stop, true);
    for (int i = 0; i < 3; i++) {
        pthread_join(thread[i], NULL);
        assert_int_equal(asker[i].bad, 0);
        assert_true(asker[i].good > 0 && asker[i].old && asker[i].new);
    }
    assert_int_equal(get(&f, "/metrics", &body), 200);
    assert_true(contains(body, "lathe_model_reloads_total 6\n"));
    assert_true(contains(body, "lathe_model_reload_failures_total 13\n"));
    finish(&f);
}

static void a_thousand_mixed_requests_from_several_threads(void **state)
{
    struct fixture f;
    struct asker asker[4];
    pthread_t thread[4];
    _Atomic bool stop = false;
    const char *body = "";
    (void)state;

    prepare(&f);
    start(&f);
    int files = client_open_files();
    for (int i = 0; i < 4; i++) {
        asker[i] = (struct asker){.f = &f, .stop = &stop};
        pthread_create(&thread[i], NULL, ask, &asker[i]);
    }
    for (int i = 0; i < 250; i++) {
        assert_int_equal(post(&f, "/predict", "[[1,2,\"q\"],[null,1,0]]",
                              &body), 200);
        assert_int_equal(post(&f, "/predict", "[[1,2]]", &body), 400);
        assert_int_equal(get(&f, "/metrics", &body), 200);
        int fd = client_connect(f.address.s);
        client_puts(fd, "POST /predict HTTP/1.1\r\nHost: x\r\n"
                        "Content-Length: 100\r\n\r\n[[1,2");
        close(fd);
    }
    atomic_store(&stop, true);
    for (int i = 0; i < 4; i++) {
        pthread_join(thread[i], NULL);
        assert_int_equal(asker[i].bad, 0);
    }

    /* What the aborted ones left is cleared away soon. */
    assert_true(client_files_settle(files));
    finish(&f);
}

static void *send_rest(void *fd)
{
    usleep(200 * 1000);
    client_puts(*(int *)fd, "2,0]]");
    return NULL;
}

static void a_stop_ends_the_open_request_and_says_not_ready(void **state)
{
    struct fixture f;
    struct sigaction pipe_before, pipe_after;
    pthread_t thread;
    (void)state;

    prepare(&f);
    sigaction(SIGPIPE, NULL, &pipe_before);
    start(&f);

    /* An open request, of which the rest comes while the server drains. */
    int open = client_connect(f.address.s);
    client_puts(open, "POST /predict HTTP/1.1\r\nHost: x\r\n"
                      "Content-Length: 9\r\n\r\n[[1,");
    usleep(100 * 1000);
    pthread_create(&thread, NULL, send_rest, &open);
    lathe_server_stop(f.server);
    f.server = NULL;
    pthread_join(thread, NULL);
    assert_int_equal(client_read(open, answer, sizeof answer, NULL, 5), 200);
    assert_int_equal(client_connect(f.address.s), -1);
    close(open);
    sigaction(SIGPIPE, NULL, &pipe_after);
    assert_true(pipe_before.sa_handler == pipe_after.sa_handler);
    finish(&f);
}

static void a_unix_socket_serves_and_goes_away(void **state)
{
    struct fixture f;
    char where[128];
    struct lathe_err err = {0};
    struct lathe_server *second;
    struct stat st;
    (void)state;

    prepare(&f);
    snprintf(where, sizeof where, "unix:%s/socket", f.dir);
    f.opts.listen = where;
    start(&f);
    assert_string_equal(f.address.s, where);
    assert_int_equal(stat(where + 5, &st), 0);
    assert_int_equal(lathe_server_start(&second, &f.opts, NULL, NULL, &err),
                     LATHE_EUNAVAILABLE);
    lathe_server_stop(f.server);
    f.server = NULL;
    assert_int_equal(stat(where + 5, &st), -1);
    finish(&f);
}

static void a_start_survives_every_failed_allocation(void **state)
{
    struct fixture f;
    (void)state;

    prepare(&f);
    f.opts.threads = 1;
    for (long n = 0;; n++) {
        struct lathe_server *s = NULL;
        struct lathe_buf address = {0};
        struct lathe_err err = {0};

        lathe_alloc_fail_after(n);
        enum lathe_code rc =
            lathe_server_start(&s, &f.opts, NULL, &address, &err);
        lathe_alloc_fail_after(-1);
        lathe_buf_release(&address);
        lathe_server_stop(s);
        if (rc == LATHE_OK)
            break;
        assert_int_equal(rc, LATHE_ENOMEM);
        assert_true(err.msg[0]);
        assert_true(n < 5000);
    }
    finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_prediction_has_class_probabilities_and_digest),
        cmocka_unit_test(every_refusal_is_json_with_its_status),
        cmocka_unit_test(csv_and_many_rows_are_answered_in_order),
        cmocka_unit_test(health_metrics_and_descriptions_are_there),
        cmocka_unit_test(a_token_is_asked_for_where_there_is_one),
        cmocka_unit_test(bad_options_are_refused_with_a_reason),
        cmocka_unit_test(a_busy_port_is_named),
        cmocka_unit_test(
            a_reload_loses_no_request_and_bad_files_change_nothing),
        cmocka_unit_test(a_thousand_mixed_requests_from_several_threads),
        cmocka_unit_test(a_stop_ends_the_open_request_and_says_not_ready),
        cmocka_unit_test(a_unix_socket_serves_and_goes_away),
        cmocka_unit_test(a_start_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
