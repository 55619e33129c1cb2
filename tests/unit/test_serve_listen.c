#include "serve/listen.h"

#include "unit.h"

#include "base/alloc.h"
#include "test_serve_client.h"

#include <sys/stat.h>
#include <sys/un.h>

static void forms_of_addresses_are_told_apart(void **state)
{
    static const struct {
        const char *where;
        enum lathe_code rc;
        bool loopback;
    } cases[] = {
        {"127.0.0.1:8080", LATHE_OK, true},
        {"127.9.9.9:0", LATHE_OK, true},
        {"localhost:80", LATHE_OK, true},
        {"[::1]:8080", LATHE_OK, true},
        {"[::ffff:127.0.0.1]:8080", LATHE_OK, true},
        {"unix:/run/x", LATHE_OK, true},
        {"0.0.0.0:8080", LATHE_OK, false},
        {"[::]:8080", LATHE_OK, false},
        {"[::ffff:10.0.0.1]:8080", LATHE_OK, false},
        {"10.0.0.1:65535", LATHE_OK, false},
        {"8080", LATHE_EARG, false},
        {":8080", LATHE_EARG, false},
        {"", LATHE_EARG, false},
        {"example.org:80", LATHE_EARG, false},
        {"127.0.0.1:", LATHE_EARG, false},
        {"127.0.0.1:65536", LATHE_EARG, false},
        {"127.0.0.1:-1", LATHE_EARG, false},
        {"127.0.0.1:80x", LATHE_EARG, false},
        {"127.0.0.1.:80", LATHE_EARG, false},
        {"::1:8080", LATHE_EARG, false},
        {"[127.0.0.1]:8080", LATHE_EARG, false},
        {"[::1", LATHE_EARG, false},
        {"[]:1", LATHE_EARG, false},
        {"unix:", LATHE_EARG, false},
    };
    char longest[200];
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct lathe_err err = {0};
        bool loopback = !cases[i].loopback;
        enum lathe_code rc =
            lathe_listen_check(cases[i].where, &loopback, &err);

        if (rc != cases[i].rc || loopback != cases[i].loopback)
            fail_msg("'%s': %d, loopback %d, %s", cases[i].where, rc,
                     loopback, err.msg);
    }
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    memcpy(longest, "unix:", 5);
    bool loopback;
    assert_int_equal(lathe_listen_check(longest, &loopback, NULL),
                     LATHE_EARG);
}

static void port_0_becomes_a_real_one(void **state)
{
    static const char *where[] = {"127.0.0.1:0", "[::1]:0"};
    static const char *begin[] = {"http://127.0.0.1:", "http://[::1]:"};
    (void)state;

    for (int i = 0; i < 2; i++) {
        struct lathe_listen l;
        struct lathe_buf address = {0};
        struct lathe_err err = {0};

        /* Some machines have no IPv6. */
        if (lathe_listen_open(&l, where[i], &address, &err)) {
            assert_int_equal(err.code, LATHE_EUNAVAILABLE);
            assert_int_equal(i, 1);
            continue;
        }
        assert_memory_equal(address.s, begin[i], strlen(begin[i]));
        assert_true(atol(address.s + strlen(begin[i])) > 0);
        lathe_listen_release(&l);
        lathe_listen_release(&l);
        lathe_buf_release(&address);
    }
}

static void a_stale_socket_is_replaced_a_living_one_and_files_are_not(
    void **state)
{
    char dir[] = "/tmp/lathe-listen-XXXXXX", path[64], where[80];
    struct lathe_listen a, b;
    struct lathe_err err = {0};
    struct stat st;
    (void)state;

    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/s", dir);
    snprintf(where, sizeof where, "unix:%s", path);

    /* A server that died leaves its file. */
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    int dead = socket(AF_UNIX, SOCK_STREAM, 0);
    memcpy(un.sun_path, path, strlen(path));
    assert_int_equal(bind(dead, (struct sockaddr *)&un, sizeof un), 0);
    close(dead);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(lathe_listen_open(&a, where, NULL, &err), LATHE_OK);

    assert_int_equal(lathe_listen_open(&b, where, NULL, &err),
                     LATHE_EUNAVAILABLE);
    assert_non_null(strstr(err.msg, "address already in use"));
    assert_int_equal(stat(path, &st), 0);

    /* A file that took its place is not ours to remove. */
    assert_int_equal(unlink(path), 0);
    FILE *f = fopen(path, "w");
    fclose(f);
    lathe_listen_release(&a);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(lathe_listen_open(&b, where, NULL, &err),
                     LATHE_EUNAVAILABLE);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(unlink(path), 0);

    snprintf(where, sizeof where, "unix:%s/no/s", dir);
    assert_int_equal(lathe_listen_open(&b, where, NULL, &err),
                     LATHE_ECREATE);
    rmdir(dir);
}

static void every_failed_allocation_is_survived(void **state)
{
    char where[64];
    (void)state;

    snprintf(where, sizeof where, "unix:/tmp/lathe-listen-%d", (int)getpid());
    for (long n = 0;; n++) {
        struct lathe_listen l;
        struct lathe_buf address = {0};
        struct lathe_err err = {0};
        struct stat st;

        lathe_alloc_fail_after(n);
        enum lathe_code rc = lathe_listen_open(&l, where, &address, &err);
        lathe_alloc_fail_after(-1);
        lathe_listen_release(&l);
        lathe_buf_release(&address);
        assert_int_equal(stat(where + 5, &st), -1);
        if (rc == LATHE_OK)
            break;
        assert_int_equal(rc, LATHE_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_of_addresses_are_told_apart),
        cmocka_unit_test(port_0_becomes_a_real_one),
        cmocka_unit_test(
            a_stale_socket_is_replaced_a_living_one_and_files_are_not),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
