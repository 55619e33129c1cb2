#include "unit.h"

#include "base/alloc.h"
#include "base/file.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[64];

static int enter(void **state)
{
    (void)state;
    strcpy(dir, "/tmp/lathe-test-XXXXXX");
    return mkdtemp(dir) && chdir(dir) == 0 ? 0 : -1;
}

static int files_here(void)
{
    DIR *d = opendir(".");
    int n = -2;                 /* . and .. */

    while (readdir(d))
        n++;
    closedir(d);
    return n;
}

static int leave(void **state)
{
    (void)state;
    unlink("f");
    unlink("link");
    if (chdir("/") != 0)
        return -1;
    return rmdir(dir);
}

static void assert_holds(const char *path, const char *text)
{
    char *bytes;
    size_t n;

    assert_int_equal(lathe_file_read(path, 1000, &bytes, &n, NULL), LATHE_OK);
    assert_int_equal(n, strlen(text));
    assert_string_equal(bytes, text);
    lathe_free(bytes);
}

static void a_file_is_replaced_whole(void **state)
{
    (void)state;
    assert_int_equal(lathe_file_replace("f", "old", 3, NULL), LATHE_OK);
    assert_int_equal(lathe_file_replace("f", "newer", 5, NULL), LATHE_OK);
    assert_holds("f", "newer");
    assert_int_equal(files_here(), 1);
}

static void what_is_not_committed_leaves_the_old_file(void **state)
{
    struct lathe_file f;

    (void)state;
    assert_int_equal(lathe_file_replace("f", "old", 3, NULL), LATHE_OK);
    assert_int_equal(lathe_file_create(&f, "f", NULL), LATHE_OK);
    assert_int_equal(lathe_file_write(&f, "half", 4, NULL), LATHE_OK);
    assert_holds("f", "old");
    lathe_file_release(&f);
    lathe_file_release(&f);
    assert_holds("f", "old");
    assert_int_equal(files_here(), 1);
}

static void a_link_to_nothing_yet_is_followed(void **state)
{
    struct stat st;

    (void)state;
    mkdir("d", 0777);
    assert_int_equal(symlink("d/second", "link"), 0);
    assert_int_equal(symlink("made", "d/second"), 0);
    assert_int_equal(lathe_file_replace("link", "new", 3, NULL), LATHE_OK);
    assert_int_equal(lstat("link", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(lstat("d/second", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(lstat("d/made", &st), 0);
    assert_true(S_ISREG(st.st_mode) && st.st_size == 3);
    unlink("d/made");
    unlink("d/second");
    rmdir("d");
}

static void a_link_is_followed(void **state)
{
    struct stat st;

    (void)state;
    assert_int_equal(lathe_file_replace("f", "old", 3, NULL), LATHE_OK);
    assert_int_equal(symlink("f", "link"), 0);
    assert_int_equal(lathe_file_replace("link", "new", 3, NULL), LATHE_OK);
    assert_holds("f", "new");
    assert_int_equal(lstat("link", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
}

static void the_mode_of_the_old_file_stays(void **state)
{
    struct stat st;

    (void)state;
    assert_int_equal(lathe_file_replace("f", "old", 3, NULL), LATHE_OK);
    assert_int_equal(chmod("f", 0640), 0);
    assert_int_equal(lathe_file_replace("f", "new", 3, NULL), LATHE_OK);
    assert_int_equal(stat("f", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
}

static void a_full_disk_leaves_the_old_file_and_no_litter(void **state)
{
    struct rlimit old, small = {1000, RLIM_INFINITY};
    struct lathe_err err = {0};
    static char big[5000];

    (void)state;
    assert_int_equal(lathe_file_replace("f", "old", 3, NULL), LATHE_OK);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old);
    small.rlim_max = old.rlim_max;
    setrlimit(RLIMIT_FSIZE, &small);
    enum lathe_code rc = lathe_file_replace("f", big, sizeof big, &err);
    setrlimit(RLIMIT_FSIZE, &old);
    assert_int_equal(rc, LATHE_EIO);
    assert_non_null(strstr(err.msg, "cannot write"));
    assert_holds("f", "old");
    assert_int_equal(files_here(), 1);
}

static void what_cannot_be_created_is_said(void **state)
{
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(lathe_file_replace("no/such/f", "x", 1, &err),
                     LATHE_ECREATE);
    assert_non_null(strstr(err.msg, "no/such/f"));
    assert_int_equal(lathe_file_replace(".", "x", 1, &err), LATHE_ECREATE);
}

static void a_missing_or_large_input_is_said(void **state)
{
    struct lathe_err err = {0};
    char *bytes;
    size_t n;

    (void)state;
    assert_int_equal(lathe_file_read("none", 10, &bytes, &n, &err),
                     LATHE_ENOINPUT);
    assert_int_equal(lathe_file_replace("f", "0123456789a", 11, NULL),
                     LATHE_OK);
    assert_int_equal(lathe_file_read("f", 10, &bytes, &n, &err), LATHE_EDATA);
}

static void a_signal_handler_can_remove_what_is_unfinished(void **state)
{
    struct lathe_file f;

    (void)state;
    assert_int_equal(lathe_file_create(&f, "f", NULL), LATHE_OK);
    assert_int_equal(files_here(), 1);
    lathe_file_unlink_all();
    assert_int_equal(files_here(), 0);
    lathe_file_release(&f);
}

static void failed_allocations_leave_the_old_file(void **state)
{
    (void)state;
    assert_int_equal(lathe_file_replace("f", "old", 3, NULL), LATHE_OK);
    for (long n = 0;; n++) {
        lathe_alloc_fail_after(n);
        enum lathe_code rc = lathe_file_replace("f", "new", 3, NULL);
        lathe_alloc_fail_after(-1);
        if (rc == LATHE_OK)
            break;
        assert_int_equal(rc, LATHE_ENOMEM);
        assert_holds("f", "old");
        assert_int_equal(files_here(), 1);
    }
}

static void descriptors_are_told_by_their_paths(void **state)
{
    (void)state;
    assert_int_equal(lathe_file_descriptor("/dev/stdout"), 1);
    assert_int_equal(lathe_file_descriptor("/dev/stderr"), 2);
    assert_int_equal(lathe_file_descriptor("/dev/fd/63"), 63);
    assert_int_equal(lathe_file_descriptor("/proc/self/fd/7"), 7);
    assert_int_equal(lathe_file_descriptor("/dev/fd/"), -1);
    assert_int_equal(lathe_file_descriptor("/dev/fd/-1"), -1);
    assert_int_equal(lathe_file_descriptor("/dev/fd/1x"), -1);
    assert_int_equal(lathe_file_descriptor("/dev/fd/99999999999999999999"), -1);
    assert_int_equal(lathe_file_descriptor("/dev/null"), -1);
    assert_int_equal(lathe_file_descriptor("f"), -1);
}

/* Whoever opened the file goes on behind what was written. */
static void a_descriptor_is_written_where_it_stands(void **state)
{
    char path[32];
    FILE *f = fopen("f", "w");

    (void)state;
    assert_non_null(f);
    assert_true(fputs("before, ", f) >= 0 && fflush(f) == 0);
    snprintf(path, sizeof path, "/dev/fd/%d", fileno(f));
    assert_int_equal(lathe_file_replace(path, "this, ", 6, NULL), LATHE_OK);
    assert_true(fputs("after", f) >= 0 && fclose(f) == 0);
    assert_holds("f", "before, this, after");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_is_replaced_whole),
        TEST(descriptors_are_told_by_their_paths),
        TEST(a_descriptor_is_written_where_it_stands),
        TEST(what_is_not_committed_leaves_the_old_file),
        TEST(a_link_is_followed),
        TEST(a_link_to_nothing_yet_is_followed),
        TEST(the_mode_of_the_old_file_stays),
        TEST(a_full_disk_leaves_the_old_file_and_no_litter),
        TEST(what_cannot_be_created_is_said),
        TEST(a_missing_or_large_input_is_said),
        TEST(a_signal_handler_can_remove_what_is_unfinished),
        TEST(failed_allocations_leave_the_old_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
