/*
 * sample_run - a folder for the files of a test, datasets made of a few lines,
 * and training runs on them.
 */
#ifndef LATHE_TESTS_SAMPLE_RUN_H
#define LATHE_TESTS_SAMPLE_RUN_H

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char sample_dir[] = "/tmp/lathe-test-run-XXXXXX";

/* A path in the folder. */
static inline void sample_path(char out[64], const char *name)
{
    snprintf(out, 64, "%s/%s", sample_dir, name);
}

/* As the teardown of a group. */
static inline int sample_remove_dir(void **state)
{
    char command[80];

    (void)state;
    snprintf(command, sizeof(command), "rm -r '%s'", sample_dir);
    return system(command);
}

/* A dataset of the file, as the options say. */
static inline void sample_preprocess(const char *file,
                                     struct lathe_preprocess_opts o)
{
    struct lathe_err err = {0};

    assert_int_equal(lathe_list_add(&o.files, file, NULL), 0);
    if (lathe_preprocess(&o, NULL, NULL, NULL, &err))
        fail_msg("%s", err.msg);
    lathe_list_release(&o.files);
}

/* A list of one word. */
static inline struct lathe_list sample_list(char **word)
{
    return (struct lathe_list){word, 1};
}

/* A dataset of these lines, whose target is "y". Releases them. */
static inline void sample_dataset(struct lathe_buf *csv, const char *to,
                                  struct lathe_preprocess_opts o)
{
    char path[64], *target = "y";

    sample_path(path, "data.csv");
    assert_int_equal(lathe_buf_check(csv, NULL), 0);
    assert_int_equal(lathe_file_replace(path, csv->s, csv->len, NULL), 0);
    lathe_buf_release(csv);
    o.output = to;
    o.target = sample_list(&target);
    sample_preprocess(path, o);
}

static inline void sample_train(const struct lathe_train_opts *o,
                                enum lathe_code code)
{
    struct lathe_err err = {0};
    enum lathe_code rc = lathe_train(o, NULL, NULL, NULL, &err);

    if (rc != code)
        fail_msg("code %d, not %d: %s", (int)rc, (int)code, err.msg);
}

/* lathe_train or lathe_tune with these options. */
static inline enum lathe_code sample_run(const struct lathe_train_opts *train,
                                         const struct lathe_tune_opts *tune,
                                         struct lathe_err *err)
{
    struct lathe_buf text = {0}, json = {0};
    enum lathe_code rc = train ? lathe_train(train, NULL, &text, &json, err)
                               : lathe_tune(tune, NULL, &text, &json, err);

    lathe_buf_release(&text);
    lathe_buf_release(&json);
    return rc;
}

/* Each of the first `each` allocations fails in turn, and every `step`th of
 * the others, until a run comes to its end: one of the two is not NULL. */
static inline void sample_survives(const struct lathe_train_opts *train,
                                   const struct lathe_tune_opts *tune,
                                   long each, long step)
{
    for (long n = 0;; n += n < each ? 1 : step) {
        struct lathe_err err = {0};
        enum lathe_code rc;

        lathe_alloc_fail_after(n);
        rc = sample_run(train, tune, &err);
        lathe_alloc_fail_after(-1);
        if (rc == LATHE_OK)
            return;
        if (rc != LATHE_ENOMEM)
            fail_msg("after %ld: code %d \"%s\"", n, (int)rc, err.msg);
        assert_true(err.msg[0]);
    }
}

static inline void sample_same_files(const char *a, const char *b)
{
    char *x, *y;
    size_t n, m;

    assert_int_equal(lathe_file_read(a, 1 << 24, &x, &n, NULL), 0);
    assert_int_equal(lathe_file_read(b, 1 << 24, &y, &m, NULL), 0);
    assert_int_equal(n, m);
    assert_memory_equal(x, y, n);
    lathe_free(x);
    lathe_free(y);
}

#endif
