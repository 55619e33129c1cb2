#include "serve/http.h"
#include "serve/listen.h"
#include "serve/refusal.h"

#include "test_serve_client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>

struct server {
    struct lathe_listen listen;
    struct lathe_buf address;
    struct lathe_http *http;
    _Atomic int handled;
    _Atomic int refused[LATHE_HTTP_REFUSALS];
};

/* Answers with what it got. */
static void echo(void *ctx, const struct lathe_http_request *rq,
                 struct lathe_http_response *rs)
{
    struct server *s = ctx;

    atomic_fetch_add(&s->handled, 1);
    if (strcmp(rq->path, "/slow") == 0)
        usleep(300 * 1000);
    rs->status = 200;
    rs->type = "text/plain";
    lathe_buf_printf(&rs->body, "%s %s %zu:", rq->method, rq->path,
                     rq->length);
    lathe_buf_add(&rs->body, rq->body, rq->length);
}

static bool check(void *ctx, const struct lathe_http_request *rq,
                  struct lathe_http_response *rs)
{
    (void)ctx;
    if (strcmp(rq->path, "/secret") != 0)
        return true;
    lathe_refusal_set(rs, 401, "no_token", "no token");
    return false;
}

static void refused(void *ctx, enum lathe_http_refusal why)
{
    struct server *s = ctx;

    atomic_fetch_add(&s->refused[why], 1);
}

static void start(struct server *s, double timeout_s, int threads)
{
    struct lathe_err err = {0};

    *s = (struct server){0};
    signal(SIGPIPE, SIG_IGN);
    if (lathe_listen_open(&s->listen, "127.0.0.1:0", &s->address, &err))
        fail_msg("%s", err.msg);
    struct lathe_http_opts o = {.fd = s->listen.fd,
                                .threads = threads,
                                .max_connections = 64,
                                .timeout_s = timeout_s,
                                .max_body = 100000,
                                .handle = echo,
                                .check = check,
                                .refused = refused,
                                .ctx = s};
    if (lathe_http_start(&s->http, &o, &err))
        fail_msg("%s", err.msg);
}

static void stop(struct server *s)
{
    lathe_http_free(s->http);
    lathe_listen_release(&s->listen);
    lathe_buf_release(&s->address);
}

#define HEAD "POST /e HTTP/1.1\r\nHost: x\r\n"
#define NEXT "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"

static void a_body_is_taken_whole_and_answered(void **state)
{
    struct server s;
    char text[4096];
    const char *body = "";
    (void)state;

    start(&s, 5, 1);
    assert_int_equal(client_ask(s.address.s,
                                HEAD "Content-Length: 5\r\n\r\nhello", text,
                                sizeof text, &body), 200);
    assert_string_equal(body, "POST /e 5:hello");
    assert_int_equal(
        client_ask(s.address.s,
                   HEAD "Transfer-Encoding: chunked\r\n\r\n"
                        "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
                   text, sizeof text, &body), 200);
    assert_string_equal(body, "POST /e 5:hello");
    stop(&s);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    struct server s;
    char text[4096], want[64];
    const char *body = "";
    (void)state;

    start(&s, 5, 2);
    int fd = client_connect(s.address.s);
    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "GET /%d HTTP/1.1\r\nHost: x\r\n\r\n", i);
        client_puts(fd, text);
    }
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(client_read(fd, text, sizeof text, &body, 5), 200);
        snprintf(want, sizeof want, "GET /%d 0:", i);
        assert_string_equal(body, want);
    }
    close(fd);
    stop(&s);
}

static void ambiguous_framing_is_refused_and_the_connection_closed(
    void **state)
{
    static const struct {
        const char *what, *bytes;
        size_t n;
    } cases[] = {
#define CASE(what, bytes) {what, bytes, sizeof bytes - 1}
        CASE("two lengths, alike",
             HEAD "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello" NEXT),
        CASE("two lengths",
             HEAD "Content-Length: 5\r\nContent-Length: 0\r\n\r\nhello" NEXT),
        CASE("length and chunks",
             HEAD "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "0\r\n\r\n" NEXT),
        CASE("gzip", HEAD "Transfer-Encoding: gzip\r\n\r\n" NEXT),
        CASE("gzip, chunked",
             HEAD "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" NEXT),
        CASE("two encodings",
             HEAD "Transfer-Encoding: chunked\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" NEXT),
        CASE("negative length", HEAD "Content-Length: -5\r\n\r\nhello" NEXT),
        CASE("length with a plus",
             HEAD "Content-Length: +5\r\n\r\nhello" NEXT),
        CASE("length in hexadecimal",
             HEAD "Content-Length: 0x5\r\n\r\nhello" NEXT),
        CASE("list of lengths",
             HEAD "Content-Length: 5, 5\r\n\r\nhello" NEXT),
        CASE("length of 20 digits",
             HEAD "Content-Length: 99999999999999999999\r\n\r\n" NEXT),
        CASE("blank before the colon",
             HEAD "Content-Length : 5\r\n\r\nhello" NEXT),
        CASE("blank in the name",
             HEAD "Content Length: 5\r\n\r\nhello" NEXT),
        CASE("line without a colon", HEAD "nonsense\r\n\r\n" NEXT),
        CASE("no host", "POST /e HTTP/1.1\r\nContent-Length: 0\r\n\r\n"),
        CASE("two hosts", HEAD "Host: y\r\n\r\n" NEXT),
        CASE("bad chunk size",
             HEAD "Transfer-Encoding: chunked\r\n\r\nxyz\r\n" NEXT),
        CASE("huge chunk size",
             HEAD "Transfer-Encoding: chunked\r\n\r\n"
                  "ffffffffffffffffff\r\n" NEXT),
        CASE("NUL in a length", HEAD "Content-Length: 5\0 1\r\n\r\nhello" NEXT),
        CASE("NUL in a header", HEAD "X-A: a\0b\r\n\r\n" NEXT),
        CASE("folded line", HEAD "X-A: a\r\n b\r\n\r\n" NEXT),
        CASE("folded length",
             HEAD "Content-Length:\r\n 5\r\n\r\nhello" NEXT),
        CASE("bare LF", "POST /e HTTP/1.1\nHost: x\n"
                        "Content-Length: 5\n\nhello" NEXT),
        CASE("bare CR", HEAD "X-A: a\rContent-Length: 5\r\n\r\nhello" NEXT),
        CASE("unknown version", "GET /e HTTP/9.9\r\nHost: x\r\n\r\n" NEXT),
        CASE("no version", "GET /e\r\n\r\n" NEXT),
        CASE("huge head", HEAD "X: " /* filled below */),
#undef CASE
    };
    struct server s;
    char text[8192];
    int files;
    (void)state;

    start(&s, 2, 1);
    files = client_open_files();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int fd = client_connect(s.address.s), before = s.handled;

        client_send(fd, cases[i].bytes, cases[i].n);
        if (strcmp(cases[i].what, "huge head") == 0)
            for (int k = 0; k < 64; k++) {
                memset(text, 'x', 1024);
                client_send(fd, text, 1024);
            }
        int status = client_read(fd, text, sizeof text, NULL, 4);
        bool closed = client_closed(fd, 1);
        if (status < 400 || status > 505 || !closed || s.handled != before)
            fail_msg("%s: status %d, closed %d, requests handled %d",
                     cases[i].what, status, closed, s.handled - before);
        close(fd);
    }
    assert_true(client_files_settle(files));
    stop(&s);
}

static void a_body_over_the_limit_gets_413(void **state)
{
    struct server s;
    char text[8192], chunk[1100];
    (void)state;

    start(&s, 5, 1);
    assert_int_equal(client_ask(s.address.s,
                                HEAD "Content-Length: 100001\r\n\r\n", text,
                                sizeof text, NULL), 413);
    assert_non_null(strstr(text, "\"code\":\"too_large\""));

    /* In chunks: the end of the body is waited for, within bounds. */
    int fd = client_connect(s.address.s);
    client_puts(fd, HEAD "Transfer-Encoding: chunked\r\n\r\n");
    memset(chunk, 'x', sizeof chunk);
    memcpy(chunk, "400\r\n", 5);
    memcpy(chunk + 5 + 1024, "\r\n", 2);
    for (int i = 0; i < 100; i++)
        client_send(fd, chunk, 5 + 1024 + 2);
    client_puts(fd, "0\r\n\r\n");
    assert_int_equal(client_read(fd, text, sizeof text, NULL, 5), 413);
    assert_true(client_closed(fd, 2));
    close(fd);

    /* Without an end it is cut off. */
    fd = client_connect(s.address.s);
    client_puts(fd, HEAD "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 400; i++)
        client_send(fd, chunk, 5 + 1024 + 2);
    assert_true(client_closed(fd, 2));
    close(fd);
    assert_int_equal(s.handled, 0);
    assert_int_equal(s.refused[LATHE_HTTP_TOO_LARGE], 3);
    stop(&s);
}

static void a_body_that_is_not_wanted_leaves_the_connection_usable(
    void **state)
{
    struct server s;
    char text[4096];
    const char *body = "";
    (void)state;

    start(&s, 5, 1);
    int fd = client_connect(s.address.s);
    client_post(fd, "/secret", "text/plain", "hello");
    assert_int_equal(client_read(fd, text, sizeof text, &body, 5), 401);
    assert_string_equal(
        body, "{\"error\":{\"code\":\"no_token\",\"message\":\"no token\"}}");
    client_post(fd, "/open", "text/plain", "hello");
    assert_int_equal(client_read(fd, text, sizeof text, &body, 5), 200);
    close(fd);

    /* A large one is not waited for. */
    assert_int_equal(client_ask(s.address.s,
                                "POST /secret HTTP/1.1\r\nHost: x\r\n"
                                "Content-Length: 90000\r\n\r\n",
                                text, sizeof text, NULL), 401);
    stop(&s);
}

static void a_sender_who_drips_is_cut_off_at_the_deadline(void **state)
{
    static const char head[] = "POST /e HTTP/1.1\r\nHost: x\r\n"
                               "Content-Length: 90000\r\n\r\nxxxxxxxxxxxxxxxx";
    struct server s;
    (void)state;

    /* Idle time-outs never see it: a byte comes every 50 ms. */
    for (int body = 0; body < 2; body++) {
        start(&s, 0.5, 1);
        int fd = client_connect(s.address.s);
        double begin = client_now();
        size_t sent = body ? sizeof head - 17 : 0;

        client_send(fd, head, sent);
        while (client_now() < begin + 4.0) {
            client_send(fd, head + sent, 1);
            sent += sent < sizeof head - 2;
            if (client_closed(fd, 0.05))
                break;
        }
        double took = client_now() - begin;
        if (took < 0.4 || took > 1.5)
            fail_msg("cut off after %.2f s", took);
        close(fd);
        assert_int_equal(s.handled, 0);
        stop(&s);
    }
}

static void a_kept_connection_outlives_many_deadlines(void **state)
{
    struct server s;
    char text[4096];
    (void)state;

    start(&s, 1.0, 1);
    int fd = client_connect(s.address.s);
    for (int i = 0; i < 12; i++) {
        client_post(fd, "/e", "text/plain", "hello");
        assert_int_equal(client_read(fd, text, sizeof text, NULL, 5), 200);
        usleep(200 * 1000);
    }
    close(fd);
    stop(&s);
}

static void a_drain_lets_the_open_request_end_and_closes_idle_ones(
    void **state)
{
    struct server s;
    char text[4096];
    const char *body = "";
    (void)state;

    start(&s, 5, 2);
    int idle = client_connect(s.address.s);
    int busy = client_connect(s.address.s);
    client_post(idle, "/e", "text/plain", "hello");
    assert_int_equal(client_read(idle, text, sizeof text, NULL, 5), 200);
    client_post(busy, "/slow", "text/plain", "hello");
    usleep(100 * 1000);

    double begin = client_now();
    assert_int_equal(lathe_http_drain(s.http, 5.0), 0);
    assert_true(client_now() - begin < 2.0);
    assert_int_equal(client_read(busy, text, sizeof text, &body, 5), 200);
    assert_string_equal(body, "POST /slow 5:hello");
    assert_non_null(strstr(text, "Connection: close"));
    assert_true(client_closed(idle, 1));
    close(idle);
    close(busy);
    stop(&s);
}

static void a_drain_waits_no_longer_than_it_may(void **state)
{
    struct server s;
    (void)state;

    start(&s, 20, 1);
    int fd = client_connect(s.address.s);
    client_puts(fd, HEAD "Content-Length: 5\r\n\r\nhe");
    usleep(100 * 1000);
    double begin = client_now();
    assert_int_equal(lathe_http_drain(s.http, 0.3), 1);
    assert_true(client_now() - begin < 1.0);
    close(fd);
    stop(&s);
}

static void a_thousand_mixed_requests_leave_no_file_open(void **state)
{
    struct server s;
    char text[4096];
    (void)state;

    start(&s, 5, 2);
    int files = client_open_files();
    for (int i = 0; i < 1000; i++) {
        int fd = client_connect(s.address.s);

        if (i % 7 == 0) {
            client_puts(fd, HEAD "Content-Length: 50\r\n\r\nabo");
        } else if (i % 7 == 1) {
            client_puts(fd, HEAD "Content-Length: x\r\n\r\n");
        } else if (i % 7 != 2) {
            client_post(fd, "/e", "text/plain", "hello");
            assert_int_equal(client_read(fd, text, sizeof text, NULL, 5),
                             200);
        }
        close(fd);
    }
    assert_int_equal(lathe_http_drain(s.http, 3.0), 0);
    assert_true(client_files_settle(files));
    stop(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_is_taken_whole_and_answered),
        cmocka_unit_test(pipelined_requests_are_answered_in_order),
        cmocka_unit_test(
            ambiguous_framing_is_refused_and_the_connection_closed),
        cmocka_unit_test(a_body_over_the_limit_gets_413),
        cmocka_unit_test(
            a_body_that_is_not_wanted_leaves_the_connection_usable),
        cmocka_unit_test(a_sender_who_drips_is_cut_off_at_the_deadline),
        cmocka_unit_test(a_kept_connection_outlives_many_deadlines),
        cmocka_unit_test(
            a_drain_lets_the_open_request_end_and_closes_idle_ones),
        cmocka_unit_test(a_drain_waits_no_longer_than_it_may),
        cmocka_unit_test(a_thousand_mixed_requests_leave_no_file_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
