/*
 * The store: what was written is read back, the same arrays give the same
 * bytes, and a file that is not right in every byte and form is refused.
 */
#include "store/envelope.h"
#include "store/h5.h"
#include "store/index.h"
#include "store/store.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "base/file.h"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* Each test works in a directory of its own, which must be empty of litter at
 * its end: only names that begin with "t" may stand. */
static char dir[] = "/tmp/lathe-test-store-XXXXXX";

static const float weight[6] = {1, -2, 3.5f, 0, 1e-30f, 6};
static const double mean[2] = {0.1, -1e300};
static const uint32_t code[3] = {0, 7, UINT32_MAX};

static enum lathe_code write_model(const char *path, struct lathe_err *err)
{
    struct lathe_store_writer *w = NULL;
    enum lathe_code rc =
        lathe_store_writer_new(&w, LATHE_STORE_MODEL, path, err);

    if (rc == LATHE_OK)
        rc = lathe_store_add_text(w, "meta", "{\"a\":1}", 7, err);
    if (rc == LATHE_OK)
        rc = lathe_store_add(w, "layer/0/weight", LATHE_F32, 2,
                             (uint64_t[]){2, 3}, weight, err);
    if (rc == LATHE_OK)
        rc = lathe_store_add(w, "layer/0/bias", LATHE_F64, 1,
                             (uint64_t[]){2}, mean, err);
    if (rc == LATHE_OK)
        rc = lathe_store_add(w, "one", LATHE_U32, 0, NULL, code + 1, err);
    if (rc == LATHE_OK)
        rc = lathe_store_add(w, "none", LATHE_F32, 2, (uint64_t[]){0, 3},
                             NULL, err);
    if (rc == LATHE_OK)
        rc = lathe_store_commit(w, NULL, NULL, err);
    lathe_store_writer_free(w);
    return rc;
}

static enum lathe_code write_dataset(const char *path, uint64_t rows,
                                     struct lathe_err *err)
{
    struct lathe_store_writer *w = NULL;
    struct lathe_array a, b;
    enum lathe_code rc =
        lathe_store_writer_new(&w, LATHE_STORE_DATASET, path, err);

    if (rc == LATHE_OK)
        rc = lathe_store_declare(w, "train/number", LATHE_F64, 2,
                                 (uint64_t[]){rows, 2}, &a, err);
    if (rc == LATHE_OK)
        rc = lathe_store_declare(w, "train/code", LATHE_U32, 1,
                                 (uint64_t[]){3}, &b, err);
    for (uint64_t i = rows; rc == LATHE_OK && i-- > 0;)
        rc = lathe_store_fill(w, &a, 2 * i, 2, mean, err);
    if (rc == LATHE_OK)
        rc = lathe_store_fill(w, &b, 0, 3, code, err);
    if (rc == LATHE_OK && rows > 0) {
        double back[2] = {0};
        rc = lathe_store_back(w, &a, 2 * rows - 2, 2, back, err);
        assert_true(rc || !memcmp(back, mean, sizeof back));
    }
    if (rc == LATHE_OK)
        rc = lathe_store_add_text(w, "meta", "{}", 2, err);
    if (rc == LATHE_OK)
        rc = lathe_store_commit(w, NULL, NULL, err);
    lathe_store_writer_free(w);
    return rc;
}

static void ok(enum lathe_code rc, const struct lathe_err *err)
{
    if (rc)
        fail_msg("%s", err->msg);
}

static char *slurp(const char *path, size_t *n)
{
    struct lathe_err err = {0};
    char *bytes;

    ok(lathe_file_read(path, (size_t)1 << 30, &bytes, n, &err), &err);
    return bytes;
}

static void spit(const char *path, const void *bytes, size_t n)
{
    struct lathe_err err = {0};

    ok(lathe_file_replace(path, bytes, n, &err), &err);
}

static void no_litter(void)
{
    DIR *d = opendir(".");

    for (const struct dirent *e = readdir(d); e; e = readdir(d))
        if (e->d_name[0] != 't' && strcmp(e->d_name, ".") &&
            strcmp(e->d_name, ".."))
            fail_msg("'%s' was left behind", e->d_name);
    closedir(d);
}

static void refused(const char *path, enum lathe_store_kind kind,
                    const char *words)
{
    struct lathe_store *s = NULL;
    struct lathe_err err = {0};

    assert_int_equal(lathe_store_open(&s, path, kind, NULL, &err), LATHE_EDATA);
    assert_null(s);
    if (!strstr(err.msg, words))
        fail_msg("'%s' does not say '%s'", err.msg, words);
}

/* ---- what was written is read ------------------------------------------- */

static void a_model_is_read_as_it_was_written(void **state)
{
    struct lathe_err err = {0};
    struct lathe_store *s = NULL;
    struct lathe_array a;
    char *text;
    size_t n;
    float *w;
    float two[2];

    (void)state;
    ok(write_model("t.h5", &err), &err);
    ok(lathe_store_open(&s, "t.h5", LATHE_STORE_MODEL, NULL, &err), &err);
    assert_string_equal(lathe_store_path(s), "t.h5");

    ok(lathe_store_get_text(s, "meta", &text, &n, &err), &err);
    assert_int_equal(n, 7);
    assert_string_equal(text, "{\"a\":1}");
    lathe_free(text);

    ok(lathe_store_find(s, "layer/0/weight", &a, &err), &err);
    assert_int_equal(a.type, LATHE_F32);
    assert_int_equal(a.rank, 2);
    assert_int_equal(a.dim[0], 2);
    assert_int_equal(a.dim[1], 3);
    assert_int_equal(a.count, 6);
    ok(lathe_store_read(s, &a, 2, 2, two, &err), &err);
    assert_memory_equal(two, weight + 2, sizeof two);
    assert_int_equal(lathe_store_read(s, &a, 5, 2, two, &err), LATHE_EBUG);

    ok(lathe_store_get(s, "layer/0/weight", LATHE_F32, 6, &w, &err), &err);
    assert_memory_equal(w, weight, sizeof weight);
    lathe_free(w);
    assert_int_equal(
        lathe_store_get(s, "layer/0/weight", LATHE_F32, 7, &w, &err),
        LATHE_EDATA);
    assert_int_equal(
        lathe_store_get(s, "layer/0/weight", LATHE_F64, 6, &w, &err),
        LATHE_EDATA);

    ok(lathe_store_find(s, "one", &a, &err), &err);
    assert_int_equal(a.rank, 0);
    assert_int_equal(a.count, 1);
    ok(lathe_store_find(s, "none", &a, &err), &err);
    assert_int_equal(a.count, 0);
    lathe_store_free(s);
    no_litter();
}

static void a_dataset_is_read_as_it_was_written(void **state)
{
    struct lathe_err err = {0};
    struct lathe_store *s = NULL;
    struct lathe_array a;
    double row[2];
    uint32_t *c;

    (void)state;
    ok(write_dataset("t.h5", 1000, &err), &err);
    ok(lathe_store_open(&s, "t.h5", LATHE_STORE_DATASET, NULL, &err), &err);
    ok(lathe_store_find(s, "train/number", &a, &err), &err);
    assert_int_equal(a.count, 2000);
    for (uint64_t i = 0; i < 1000; i++) {
        ok(lathe_store_read(s, &a, 2 * i, 2, row, &err), &err);
        assert_memory_equal(row, mean, sizeof row);
    }
    ok(lathe_store_get(s, "train/code", LATHE_U32, 3, &c, &err), &err);
    assert_memory_equal(c, code, sizeof code);
    lathe_free(c);
    lathe_store_free(s);
    no_litter();
}

static void many_files_may_be_open_at_once(void **state)
{
    struct lathe_store *a = NULL, *b = NULL, *c = NULL;
    struct lathe_err err = {0};

    (void)state;
    ok(write_model("t1.h5", &err), &err);
    ok(write_dataset("t2.h5", 3, &err), &err);
    ok(lathe_store_open(&a, "t1.h5", LATHE_STORE_MODEL, NULL, &err), &err);
    ok(lathe_store_open(&b, "t1.h5", LATHE_STORE_MODEL, NULL, &err), &err);
    ok(lathe_store_open(&c, "t2.h5", LATHE_STORE_DATASET, NULL, &err), &err);
    ok(write_model("t1.h5", &err), &err);
    ok(write_dataset("t2.h5", 0, &err), &err);
    assert_true(lathe_store_has(a, "meta"));
    lathe_store_free(a);
    assert_true(lathe_store_has(b, "layer/0/weight"));
    assert_true(lathe_store_has(c, "train/code"));
    lathe_store_free(b);
    lathe_store_free(c);
}

static void a_missing_array_is_named(void **state)
{
    static const char *const names[] = {
        "nothing", "layer/1/weight", "layer", "layer/0", "meta/x", "",
        "/meta", "meta/", "layer//0", ".", "layer/../meta"};
    struct lathe_err err = {0};
    struct lathe_store *s = NULL;
    struct lathe_array a;

    (void)state;
    ok(write_model("t.h5", &err), &err);
    ok(lathe_store_open(&s, "t.h5", LATHE_STORE_MODEL, NULL, &err), &err);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_false(lathe_store_has(s, names[i]));
        assert_int_equal(lathe_store_find(s, names[i], &a, &err),
                         LATHE_EDATA);
    }
    assert_int_equal(lathe_store_find(s, "nothing", &a, &err), LATHE_EDATA);
    assert_string_equal(err.msg, "'t.h5', array 'nothing': it is missing");
    lathe_store_free(s);
}

static void sniffing_tells_kinds_apart(void **state)
{
    struct lathe_err err = {0};
    int kind;

    (void)state;
    ok(write_model("t.h5", &err), &err);
    ok(lathe_store_sniff("t.h5", &kind, &err), &err);
    assert_int_equal(kind, LATHE_STORE_MODEL);
    ok(write_dataset("t.h5", 1, &err), &err);
    ok(lathe_store_sniff("t.h5", &kind, &err), &err);
    assert_int_equal(kind, LATHE_STORE_DATASET);
    spit("t.csv", "a,b\n1,2\n", 8);
    ok(lathe_store_sniff("t.csv", &kind, &err), &err);
    assert_int_equal(kind, 0);
    spit("t.csv", "", 0);
    ok(lathe_store_sniff("t.csv", &kind, &err), &err);
    assert_int_equal(kind, 0);
    ok(lathe_store_sniff("-", &kind, &err), &err);
    assert_int_equal(kind, 0);
    ok(lathe_store_sniff("/dev/null", &kind, &err), &err);
    assert_int_equal(kind, 0);
    assert_int_equal(lathe_store_sniff("t.none", &kind, &err),
                     LATHE_ENOINPUT);
    assert_int_equal(lathe_store_sniff(".", &kind, &err), LATHE_ENOINPUT);
}

/* ---- same bytes --------------------------------------------------------- */

static void the_same_arrays_give_the_same_bytes(void **state)
{
    struct lathe_err err = {0};
    size_t n, m;

    (void)state;
    mkdir("t.d", 0755);
    for (int i = 0; i < 2; i++) {
        ok(i ? write_model("t.h5", &err) : write_dataset("t.h5", 500, &err),
           &err);
        char *first = slurp("t.h5", &n);
        sleep(1);               /* a time stamp would differ */
        /* Memory that HDF5 does not clear would differ. */
        char *dirt = malloc(1 << 22);
        assert_non_null(dirt);
        memset(dirt, 0xa5, 1 << 22);
        free(dirt);
        ok(i ? write_model("t.d/t2.h5", &err)
             : write_dataset("t.d/t2.h5", 500, &err),
           &err);
        char *second = slurp("t.d/t2.h5", &m);
        assert_int_equal(n, m);
        assert_memory_equal(first, second, n);
        lathe_free(first);
        lathe_free(second);
    }
}

/* ---- wrong bytes -------------------------------------------------------- */

static void every_altered_byte_is_refused(void **state)
{
    static const unsigned char masks[3] = {0x01, 0x80, 0xff};
    struct lathe_err err = {0};
    size_t n;

    (void)state;
    for (int i = 0; i < 2; i++) {
        enum lathe_store_kind kind =
            i ? LATHE_STORE_MODEL : LATHE_STORE_DATASET;
        ok(i ? write_model("t.h5", &err) : write_dataset("t.h5", 4, &err),
           &err);
        char *bytes = slurp("t.h5", &n);
        int fd = open("t.h5", O_WRONLY);
        for (size_t at = 0; at < n; at++) {
            for (int k = 0; k < 3; k++) {
                struct lathe_store *s = NULL;
                char c = (char)(bytes[at] ^ masks[k]);
                assert_int_equal(pwrite(fd, &c, 1, (off_t)at), 1);
                enum lathe_code rc =
                    lathe_store_open(&s, "t.h5", kind, NULL, &err);
                if (rc != LATHE_EDATA)
                    fail_msg("byte %zu mask %d: code %d", at, masks[k], rc);
            }
            assert_int_equal(pwrite(fd, bytes + at, 1, (off_t)at), 1);
        }
        close(fd);
        struct lathe_store *s = NULL;
        ok(lathe_store_open(&s, "t.h5", kind, NULL, &err), &err);
        lathe_store_free(s);
        lathe_free(bytes);
    }
}

/* Opens a dataset on so many threads; what is said of it. */
static struct lathe_err opened_by(int threads)
{
    struct lathe_pool *pool;
    struct lathe_store *s = NULL;
    struct lathe_err err = {0};

    ok(lathe_pool_new(&pool, threads, &err), &err);
    if (lathe_store_open(&s, "t.h5", LATHE_STORE_DATASET, pool, &err) == 0) {
        assert_true(lathe_store_has(s, "train/number"));
        lathe_store_free(s);
    }
    lathe_pool_free(pool);
    return err;
}

/* Of some hundreds of tiles, more than threads take at a time. */
static void a_dataset_is_judged_alike_by_any_number_of_threads(void **state)
{
    struct lathe_err err = {0}, alone;
    size_t n;

    (void)state;
    ok(write_dataset("t.h5", 800000, &err), &err);
    char *bytes = slurp("t.h5", &n);
    for (int threads = 1; threads <= 5; threads++)
        assert_int_equal(opened_by(threads).code, LATHE_OK);
    for (size_t at = 0; at < n; at += at < 1000 ? 100 : n / 17) {
        char c = (char)(bytes[at] ^ 4), last = (char)(bytes[n - 1] ^ 1);
        int fd = open("t.h5", O_WRONLY);

        assert_int_equal(pwrite(fd, &c, 1, (off_t)at), 1);
        assert_int_equal(pwrite(fd, &last, 1, (off_t)n - 1), 1);
        alone = opened_by(1);
        assert_int_equal(alone.code, LATHE_EDATA);
        for (int threads = 2; threads <= 5; threads++) {
            err = opened_by(threads);
            assert_int_equal(err.code, LATHE_EDATA);
            assert_string_equal(err.msg, alone.msg);
        }
        assert_int_equal(pwrite(fd, bytes + at, 1, (off_t)at), 1);
        assert_int_equal(pwrite(fd, bytes + n - 1, 1, (off_t)n - 1), 1);
        close(fd);
    }
    lathe_free(bytes);
}

static void a_truncated_or_longer_file_is_refused(void **state)
{
    struct lathe_err err = {0};
    struct lathe_store *s = NULL;
    size_t n;

    (void)state;
    for (int i = 0; i < 2; i++) {
        enum lathe_store_kind kind =
            i ? LATHE_STORE_MODEL : LATHE_STORE_DATASET;
        ok(i ? write_model("t.h5", &err) : write_dataset("t.h5", 4, &err),
           &err);
        char *bytes = slurp("t.h5", &n);
        for (size_t cut = n; cut-- > 0;) {
            assert_int_equal(truncate("t.h5", (off_t)cut), 0);
            assert_int_equal(lathe_store_open(&s, "t.h5", kind, NULL, &err),
                             LATHE_EDATA);
        }
        spit("t.h5", bytes, n);
        assert_int_equal(truncate("t.h5", (off_t)n + 1), 0);
        refused("t.h5", kind, "'t.h5' is damaged: 1 bytes too long");
        assert_int_equal(truncate("t.h5", (off_t)n - 1), 0);
        refused("t.h5", kind, "is truncated");
        lathe_free(bytes);
    }
}

static void other_files_are_refused_with_a_reason(void **state)
{
    struct lathe_err err = {0};
    struct lathe_store *s = NULL;
    char head[LATHE_ENVELOPE_BYTES];

    (void)state;
    ok(write_model("t.h5", &err), &err);
    refused("t.h5", LATHE_STORE_DATASET, "'t.h5' is a model, not a dataset");
    ok(write_dataset("t.h5", 1, &err), &err);
    refused("t.h5", LATHE_STORE_MODEL, "'t.h5' is a dataset, not a model");
    for (int kind = LATHE_STORE_DATASET; kind <= LATHE_STORE_MODEL; kind++) {
        enum lathe_store_kind k = (enum lathe_store_kind)kind;
        spit("t.csv", "a,b\n1,2\n", 8);
        refused("t.csv", k, "'t.csv' is not a lathe file: 'lathe "
               "preprocess' makes datasets of CSV, 'lathe train' models");
        spit("t.csv", "", 0);
        refused("t.csv", k, "'t.csv' is empty");
        spit("t.csv", "\x89HDF\r\n\x1a\n.......", 15);
        refused("t.csv", k, "not one that lathe wrote");
        assert_int_equal(lathe_store_open(&s, "t.none", k, NULL, &err),
                         LATHE_ENOINPUT);
        assert_int_equal(lathe_store_open(&s, ".", k, NULL, &err),
                         LATHE_ENOINPUT);
        assert_string_equal(err.msg, "'.' is a directory");
    }
    refused("/dev/null", LATHE_STORE_DATASET, "not a regular file");
    refused("/dev/null", LATHE_STORE_MODEL, "is empty");

    struct lathe_envelope e = {.kind = LATHE_STORE_MODEL, .version = 2};
    lathe_envelope_write((uint8_t *)head, &e);
    spit("t.h5", head, sizeof head);
    refused("t.h5", LATHE_STORE_MODEL,
            "'t.h5': format 2 is newer than this lathe reads (1); update");
    e.version = 0;
    lathe_envelope_write((uint8_t *)head, &e);
    spit("t.h5", head, sizeof head);
    refused("t.h5", LATHE_STORE_MODEL, "makes no sense");
}

/* A copy of a golden model whose format version alone is another. */
static void a_newer_format_is_refused_by_its_number(void **state)
{
    size_t n;

    (void)state;
    char *bytes = slurp("t.golden/model-newer.h5", &n);
    assert_true(n > LATHE_ENVELOPE_BYTES);
    lathe_free(bytes);
    refused("t.golden/model-newer.h5", LATHE_STORE_MODEL,
            "format 2 is newer than this lathe reads (1); update lathe");
}

static void golden_files_are_read(void **state)
{
    struct lathe_store *s = NULL;
    struct lathe_err err = {0};

    (void)state;
    ok(lathe_store_open(&s, "t.golden/model-1.h5", LATHE_STORE_MODEL, NULL,
                        &err), &err);
    assert_true(lathe_store_has(s, "layer/0/weight"));
    lathe_store_free(s);
    /* Of both versions. */
    ok(lathe_store_open(&s, "t.golden/dataset-1.h5", LATHE_STORE_DATASET, NULL,
                        &err), &err);
    assert_true(lathe_store_has(s, "meta"));
    lathe_store_free(s);
    ok(lathe_store_open(&s, "t.golden/dataset-tiles.h5", LATHE_STORE_DATASET,
                        NULL, &err), &err);
    assert_true(lathe_store_has(s, "train/number"));
    lathe_store_free(s);
}

/* ---- hostile files: right in every byte, wrong in form ------------------ */

/* What of HDF5 lathe itself has no use for. */
static void *h5_variable(const char *name)
{
    void *lib = dlopen(LATHE_HDF5_SO, RTLD_NOW | RTLD_LOCAL);
    void *symbol = lib ? dlsym(lib, name) : NULL;

    assert_non_null(symbol);
    return symbol;
}

static void (*h5_call(const char *name))(void)
{
    void *symbol = h5_variable(name);
    void (*call)(void);

    memcpy(&call, &symbol, sizeof call);
    return call;
}

#define H5(name) ((__typeof__(&name))h5_call(#name))
#define ID(name) (*(hid_t *)h5_variable(#name "_g"))

enum hostile {
    EXTERNAL_LINK,
    SOFT_LINK,
    SOFT_GROUP,
    EXTERNAL_STORAGE,
    VIRTUAL,
    CHUNKED,
    DEFLATED,
    COMPACT,
    NOT_ALLOCATED,
    TOO_HUGE,
    BEYOND_THE_END,
    FIVE_DIMENSIONS,
    NULL_SPACE,
    VARIABLE_LENGTH,
    COMPOUND,
    OTHER_ORDER,
    TIMED,
    ATTRIBUTED,
    TWO_NAMES,
    TOO_DEEP,
    LATER_GROUP,
    A_GROUP,
    A_TYPE,
    HOSTILES
};

static hid_t hostile_type(enum hostile h)
{
    if (h == VARIABLE_LENGTH)
        return H5(H5Tvlen_create)(ID(H5T_IEEE_F32LE));
    if (h == COMPOUND) {
        hid_t t = H5(H5Tcreate)(H5T_COMPOUND, 4);
        H5(H5Tinsert)(t, "x", 0, ID(H5T_IEEE_F32LE));
        return t;
    }
    return h == OTHER_ORDER ? ID(H5T_IEEE_F32BE) : ID(H5T_IEEE_F32LE);
}

static hid_t hostile_space(enum hostile h)
{
    hsize_t dim[5] = {4, 1, 1, 1, 1};

    if (h == NULL_SPACE)
        return H5(H5Screate)(H5S_NULL);
    if (h == TOO_HUGE)
        dim[0] = dim[1] = (hsize_t)1 << 33;
    if (h == BEYOND_THE_END)
        dim[0] = (hsize_t)1 << 40;
    return H5(H5Screate_simple)(h == FIVE_DIMENSIONS ? 5 : 2, dim, NULL);
}

static hid_t hostile_plist(enum hostile h, hid_t space)
{
    hid_t p = H5(H5Pcreate)(ID(H5P_CLS_DATASET_CREATE_ID));
    hsize_t chunk[2] = {2, 1};

    H5(H5Pset_obj_track_times)(p, h == TIMED);
    if (h == EXTERNAL_STORAGE)
        H5(H5Pset_external)(p, "/etc/passwd", 0, 16);
    if (h == VIRTUAL)
        H5(H5Pset_virtual)(p, space, "t.secret.h5", "/w", space);
    if (h == CHUNKED || h == DEFLATED)
        H5(H5Pset_chunk)(p, 2, chunk);
    if (h == DEFLATED)
        H5(H5Pset_deflate)(p, 9);
    if (h == COMPACT)
        H5(H5Pset_layout)(p, H5D_COMPACT);
    if (h != NOT_ALLOCATED && h != TOO_HUGE && h != BEYOND_THE_END &&
        h != VIRTUAL && h != EXTERNAL_STORAGE && h != NULL_SPACE)
        H5(H5Pset_alloc_time)(p, H5D_ALLOC_TIME_EARLY);
    return p;
}

static hid_t follow_nothing(const char *name, hid_t group, const void *data,
                            size_t n, hid_t lapl, hid_t dxpl)
{
    (void)name, (void)group, (void)data, (void)n, (void)lapl, (void)dxpl;
    return -1;
}

/* lathe takes HDF5's own class of external links away, so one must be put in
 * its place to make such a link. */
static int make_external_link(hid_t group)
{
    static const H5L_class_t class = {.version = H5L_LINK_CLASS_T_VERS,
                                      .id = H5L_TYPE_EXTERNAL,
                                      .trav_func = follow_nothing};
    static const char where[] = "\0t.secret.h5\0w";

    H5(H5Lregister)(&class);
    herr_t bad = H5(H5Lcreate_ud)(group, "w", H5L_TYPE_EXTERNAL, where,
                                  sizeof where, 0, 0);
    H5(H5Lunregister)(H5L_TYPE_EXTERNAL);
    return bad < 0 ? -1 : 1;
}

/* The array "g/w" in its hostile form. */
static void write_hostile(const char *path, enum hostile h)
{
    hid_t access = H5(H5Pcreate)(ID(H5P_CLS_FILE_ACCESS_ID));
    hid_t create = H5(H5Pcreate)(ID(H5P_CLS_FILE_CREATE_ID));
    H5(H5Pset_fclose_degree)(access, H5F_CLOSE_STRONG);
    H5(H5Pset_userblock)(create, LATHE_ENVELOPE_BYTES);
    hid_t f = H5(H5Fcreate)(path, H5F_ACC_TRUNC, create, access);
    hid_t g = H5(H5Gcreate2)(f, h == SOFT_GROUP ? "real" : "g", 0, 0, 0);
    hid_t space = hostile_space(h), plist = hostile_plist(h, space);
    hid_t type = hostile_type(h), set = 0;

    assert_true(f > 0 && g > 0 && space > 0 && plist > 0 && type > 0);
    switch (h) {
    case EXTERNAL_LINK:
        set = make_external_link(g);
        break;
    case SOFT_LINK:
        set = H5(H5Lcreate_soft)("/ok", g, "w", 0, 0) < 0 ? -1 : 1;
        break;
    case SOFT_GROUP:
        set = H5(H5Dcreate2)(g, "w", type, space, 0, plist, 0);
        H5(H5Lcreate_soft)("/real", f, "g", 0, 0);
        break;
    case A_GROUP:
        set = H5(H5Gcreate2)(g, "w", 0, 0, 0);
        break;
    case A_TYPE:
        type = H5(H5Tcopy)(type);
        set = H5(H5Tcommit2)(g, "w", type, 0, 0, 0) < 0 ? -1 : 1;
        break;
    case TOO_DEEP:
        for (const char *deep = "a\0a/a\0a/a/a\0a/a/a/a\0"; *deep;
             deep += strlen(deep) + 1)
            set = H5(H5Gcreate2)(g, deep, 0, 0, 0);
        break;
    case LATER_GROUP:
        set = H5(H5Pcreate)(ID(H5P_CLS_GROUP_CREATE_ID));
        H5(H5Pset_link_creation_order)(set, H5P_CRT_ORDER_TRACKED);
        set = H5(H5Gcreate2)(g, "w", 0, set, 0);
        break;
    default:
        set = H5(H5Dcreate2)(g, "w", type, space, 0, plist, 0);
    }
    if (h == ATTRIBUTED)
        H5(H5Acreate2)(set, "x", type, space, 0, 0);
    if (h == TWO_NAMES)
        H5(H5Lcreate_hard)(g, "w", f, "v", 0, 0);
    if (set <= 0)
        fail_msg("hostile form %d was not made", h);
    H5(H5Fclose)(f);
}

/* Puts a right envelope into the user block of a file of `n` bytes. */
static void seal(char *all, size_t n, enum lathe_store_kind kind)
{
    struct lathe_envelope e = {.kind = kind,
                               .version = LATHE_ENVELOPE_PLAIN,
                               .length = n - LATHE_ENVELOPE_BYTES};

    e.digest = lathe_digest_of(all + LATHE_ENVELOPE_BYTES, e.length);
    lathe_envelope_write((uint8_t *)all, &e);
}

static void wrap(const char *from, const char *to, enum lathe_store_kind kind)
{
    size_t n;
    char *all = slurp(from, &n);

    seal(all, n, kind);
    spit(to, all, n);
    lathe_free(all);
}

/* A file of these bytes behind a right envelope. */
static void enclose(const char *to, const void *bytes, size_t n,
                    enum lathe_store_kind kind)
{
    char *all = calloc(1, LATHE_ENVELOPE_BYTES + n);

    assert_non_null(all);
    memcpy(all + LATHE_ENVELOPE_BYTES, bytes, n);
    seal(all, LATHE_ENVELOPE_BYTES + n, kind);
    spit(to, all, LATHE_ENVELOPE_BYTES + n);
    free(all);
}

static void hostile_forms_are_refused(void **state)
{
    static const char *const why[HOSTILES] = {
        [EXTERNAL_LINK] = "'g': it holds a link",
        [SOFT_LINK] = "'g/w': it is a link",
        [SOFT_GROUP] = "'g': it is a link",
        [EXTERNAL_STORAGE] = "lie in another file",
        [VIRTUAL] = "layout",
        [CHUNKED] = "layout",
        [DEFLATED] = "filters",
        [COMPACT] = "layout",
        [NOT_ALLOCATED] = "not there",
        [TOO_HUGE] = "larger than any file",
        [BEYOND_THE_END] = "not there",
        [FIVE_DIMENSIONS] = "too many dimensions",
        [NULL_SPACE] = "no shape",
        [VARIABLE_LENGTH] = "type is not allowed",
        [COMPOUND] = "type is not allowed",
        [OTHER_ORDER] = "type is not allowed",
        [TIMED] = "time",
        [ATTRIBUTED] = "attributes",
        [TWO_NAMES] = "several names",
        [TOO_DEEP] = "too deep",
        [LATER_GROUP] = "'g/w': it holds a link",
        [A_TYPE] = "shared",
    };

    (void)state;
    for (int h = 0; h < HOSTILES; h++) {
        write_hostile("t.raw", (enum hostile)h);
        for (int kind = LATHE_STORE_DATASET; kind <= LATHE_STORE_MODEL;
             kind++) {
            wrap("t.raw", "t.h5", (enum lathe_store_kind)kind);
            if (h != A_GROUP)
                refused("t.h5", (enum lathe_store_kind)kind, why[h]);
        }
    }
}

static void a_group_is_not_an_array(void **state)
{
    struct lathe_store *s = NULL;
    struct lathe_err err = {0};
    struct lathe_array a;
    void *v;

    (void)state;
    write_hostile("t.raw", A_GROUP);
    wrap("t.raw", "t.h5", LATHE_STORE_MODEL);
    ok(lathe_store_open(&s, "t.h5", LATHE_STORE_MODEL, NULL, &err), &err);
    assert_int_equal(lathe_store_find(s, "g/w", &a, &err), LATHE_EDATA);
    assert_string_equal(err.msg, "'t.h5', array 'g/w': it is not an array");
    assert_int_equal(lathe_store_get(s, "g/w", LATHE_F32, 4, &v, &err),
                     LATHE_EDATA);
    assert_false(lathe_store_has(s, "g/w"));
    lathe_store_free(s);
}

static void nonsense_in_a_right_envelope_is_refused(void **state)
{
    (void)state;
    enclose("t.h5", "", 0, LATHE_STORE_MODEL);
    refused("t.h5", LATHE_STORE_MODEL, "makes no sense");
    for (int kind = LATHE_STORE_DATASET; kind <= LATHE_STORE_MODEL; kind++) {
        enum lathe_store_kind k = (enum lathe_store_kind)kind;
        char zeros[96] = {0};
        enclose("t.h5", "x", 1, k);
        refused("t.h5", k, "no HDF5 superblock");
        enclose("t.h5", "\x89HDF\r\n\x1a\n\0\0\0\0\0\x08\x08\0", 16, k);
        refused("t.h5", k, "no HDF5 superblock");
        enclose("t.h5", zeros, sizeof zeros, k);
        refused("t.h5", k, "superblock is of another form");
    }
}

static enum lathe_code open_and_get(const char *path, struct lathe_err *err)
{
    struct lathe_store *s = NULL;
    char *text = NULL;
    float *w = NULL;
    size_t n;
    enum lathe_code rc = lathe_store_open(&s, path, LATHE_STORE_MODEL, NULL,
                                          err);

    if (rc == LATHE_OK)
        rc = lathe_store_get_text(s, "meta", &text, &n, err);
    if (rc == LATHE_OK)
        rc = lathe_store_get(s, "layer/0/weight", LATHE_F32, 6, &w, err);
    lathe_free(text);
    lathe_free(w);
    lathe_store_free(s);
    return rc;
}

/* ---- the index ---------------------------------------------------------- */

/* Of a file of at most 100 arrays, the place of a byte string. */
static char *place_of(char *all, size_t n, const void *bytes, size_t m)
{
    char *at = memmem(all, n, bytes, m);

    assert_non_null(at);
    return at;
}

/* The dataspace of "meta", of seven bytes. */
#define META_SHAPE "\1\1\1\0\0\0\0\0\7"

/* One number changed in a model, and the right digest: what is said. */
#define altered(what, ...) alter(what, sizeof what - 1, __VA_ARGS__)

static void alter(const char *what, size_t length, size_t skip, size_t bytes,
                  uint64_t value, const char *words)
{
    struct lathe_err err = {0};
    size_t n;

    ok(write_model("t.h5", &err), &err);
    char *all = slurp("t.h5", &n);
    char *at = place_of(all, n, what, length) + skip;
    memcpy(at, &value, bytes);
    seal(all, n, LATHE_STORE_MODEL);
    spit("t.h5", all, n);
    lathe_free(all);
    refused("t.h5", LATHE_STORE_MODEL, words);
}

static void wrong_addresses_are_refused(void **state)
{
    (void)state;
    altered("\x89HDF", 24, 8, 0, "superblock");         /* base */
    altered("\x89HDF", 40, 8, 1 << 20, "superblock");   /* end */
    altered("\x89HDF", 64, 8, 1 << 20, "beyond the end");
    altered("\x89HDF", 64, 8, UINT64_MAX, "beyond the end");
    altered("\x89HDF", 64, 8, 0, "header is of a later form");
    altered("\x89HDF", 80, 8, 0x2a8, "two groups in one");
    altered("TREE", 4, 1, 1, "tree of names");          /* kind */
    altered("TREE", 5, 1, 3, "tree of names");          /* level */
    altered("TREE", 6, 2, 33, "tree of names");
    altered("TREE", 6, 2, 2, "table of names");         /* no such child */
    altered("TREE", 32, 8, UINT64_MAX - 511, "beyond the end");
    altered("TREE", 32, 8, 0x88, "table of names");     /* itself */
    altered("HEAP", 8, 8, UINT64_MAX, "too large");
    altered("HEAP", 8, 8, 9, "name");
    altered("HEAP", 24, 8, UINT64_MAX, "beyond the end");
    altered("SNOD", 6, 2, 9, "table of names");
    altered("SNOD", 6, 2, 0, "table of names");
    altered("SNOD", 8, 8, UINT64_MAX, "not there");
    altered("SNOD", 8, 8, 0, "has no end");             /* an empty name */
    altered("SNOD", 16, 8, UINT64_MAX - 7, "beyond the end");
    altered("SNOD", 16, 8, 96, "");                     /* the root */
    altered("SNOD", 24, 4, 2, "link");
    altered("SNOD", 24, 4, 3, "unknown kind");
    altered(META_SHAPE, 8, 8, 6, "not fixed");
    altered(META_SHAPE, 16, 8, 8, "not fixed");
    altered(META_SHAPE, 0, 1, 2, "no shape");
    altered(META_SHAPE, 1, 1, 5, "too many dimensions");
    altered(META_SHAPE, 2, 1, 2, "no shape");
    altered(META_SHAPE, 1, 1, 4, "cut");
    altered(META_SHAPE, 28, 1, 2, "shared");
    altered("layer", 0, 1, '/', "not allowed");
    altered("layer", 0, 1, 'z', "not in order");
    altered("layer", 2, 1, 0x1b, "not allowed");
}

/* ---- the index against HDF5 itself -------------------------------------- */

static char *name_of(char *name, const char *form, int i)
{
    snprintf(name, 40, form, i);
    return name;
}

/* Arrays of all types and ranks, in many groups and many in one. */
static void write_many(const char *path, enum lathe_store_kind kind, int n)
{
    static const double value[2 * 3 * 2] = {1, 2, 3};
    static const uint64_t dim[4] = {2, 3, 1, 2};
    struct lathe_store_writer *w = NULL;
    struct lathe_err err = {0};
    char name[40];

    ok(lathe_store_writer_new(&w, kind, path, &err), &err);
    ok(lathe_store_add_text(w, "meta", "{}", 2, &err), &err);
    for (int i = 0; i < n; i++) {
        enum lathe_store_type t =
            (enum lathe_store_type)(LATHE_U8 + i % LATHE_F64);
        ok(lathe_store_add(w, name_of(name, "layer/%d/weight", i), t,
                           (unsigned)i % 5, dim, value, &err), &err);
        ok(lathe_store_add(w, name_of(name, "layer/%d/bias", i), LATHE_F32, 1,
                           (uint64_t[]){(uint64_t)i % 3}, value, &err), &err);
        ok(lathe_store_add(w, name_of(name, "a-%d", i * 37 % 1000), t, 1, dim,
                           value, &err), &err);
    }
    ok(lathe_store_commit(w, NULL, NULL, &err), &err);
    lathe_store_writer_free(w);
}

struct visit {
    const struct lathe_index *ix;
    size_t n;
    uint64_t bytes;             /* of the file */
};

static void same_array(hid_t set, const struct lathe_array *a)
{
    static const char *const type[LATHE_F64 + 1] = {
        [LATHE_U8] = "H5T_STD_U8LE_g",     [LATHE_I8] = "H5T_STD_I8LE_g",
        [LATHE_U32] = "H5T_STD_U32LE_g",   [LATHE_I32] = "H5T_STD_I32LE_g",
        [LATHE_F32] = "H5T_IEEE_F32LE_g",  [LATHE_F64] = "H5T_IEEE_F64LE_g"};
    hid_t space = H5(H5Dget_space)(set), t = H5(H5Dget_type)(set);
    hsize_t dim[LATHE_STORE_RANK];

    assert_true(H5(H5Tequal)(t, *(hid_t *)h5_variable(type[a->type])) > 0);
    assert_int_equal(H5(H5Sget_simple_extent_ndims)(space), a->rank);
    H5(H5Sget_simple_extent_dims)(space, dim, NULL);
    for (unsigned i = 0; i < a->rank; i++)
        assert_int_equal(dim[i], a->dim[i]);
    assert_int_equal(H5(H5Sget_simple_extent_npoints)(space), a->count);
    assert_int_equal(H5(H5Dget_storage_size)(set),
                     a->count * lathe_store_type_bytes(a->type));
    if (a->count > 0)
        assert_int_equal(H5(H5Dget_offset)(set), a->offset);
    H5(H5Sclose)(space);
    H5(H5Tclose)(t);
}

static herr_t same_object(hid_t file, const char *name, const H5O_info_t *info,
                          void *ctx)
{
    struct visit *v = ctx;
    const struct lathe_index_object *o =
        lathe_index_find(v->ix, strcmp(name, ".") ? name : "");

    if (!o)
        fail_msg("'%s' is not in the index", name);
    assert_int_equal(o->at, info->addr);
    assert_int_equal(o->is.group, info->type == H5O_TYPE_GROUP);
    v->n++;
    if (info->type == H5O_TYPE_DATASET) {
        hid_t set = H5(H5Dopen2)(file, name, 0);
        assert_true(set > 0);
        same_array(set, &o->is.array);
        H5(H5Dclose)(set);
    }
    return 0;
}

/* The index of the file, from memory and from the disk, is what HDF5 says. */
static void same_as_hdf5(const char *path, size_t objects)
{
    struct lathe_err err = {0};
    size_t n;
    char *all = slurp(path, &n);
    int fd = open(path, O_RDONLY);
    hid_t access = H5(H5Pcreate)(ID(H5P_CLS_FILE_ACCESS_ID));
    H5(H5Pset_fclose_degree)(access, H5F_CLOSE_STRONG);
    hid_t f = H5(H5Fopen)(path, H5F_ACC_RDONLY, access);

    assert_true(f > 0);
    for (int i = 0; i < 2; i++) {
        struct lathe_index ix = {0};
        struct visit v = {.ix = &ix, .bytes = n};
        struct lathe_span_source s = {.path = path,
                                      .image = i ? NULL : (uint8_t *)all,
                                      .fd = fd,
                                      .bytes = n};
        ok(lathe_index_read(&ix, &s, &err), &err);
        H5(H5Ovisit1)(f, H5_INDEX_NAME, H5_ITER_NATIVE, same_object, &v);
        assert_int_equal(v.n, ix.n);
        assert_int_equal(v.n, objects);
        lathe_index_release(&ix);
        lathe_index_release(&ix);
        lathe_span_release(&s);
    }
    H5(H5Fclose)(f);
    close(fd);
    lathe_free(all);
}

static void the_index_is_what_hdf5_says(void **state)
{
    struct lathe_err err = {0};

    (void)state;
    ok(write_model("t.h5", &err), &err);
    same_as_hdf5("t.h5", 8);
    ok(write_dataset("t.h5", 100, &err), &err);
    same_as_hdf5("t.h5", 5);
    ok(write_dataset("t.h5", 0, &err), &err);
    same_as_hdf5("t.h5", 5);
    for (int kind = LATHE_STORE_DATASET; kind <= LATHE_STORE_MODEL; kind++)
        for (int n = 0; n <= 243; n = 3 * n + 1) {
            /* Root, "meta", "layer", and four of each n. */
            write_many("t.h5", (enum lathe_store_kind)kind, n);
            same_as_hdf5("t.h5", n ? 3 + 4 * (size_t)n : 2);
        }
    write_many("t.h5", LATHE_STORE_MODEL, 1000);
    same_as_hdf5("t.h5", 4003);
}

/* lathe's headers are of one block. Where HDF5 finds no room it goes on in
 * another, to which the layout of "meta" is moved here. */
static void a_header_in_two_pieces_is_read(void **state)
{
    static const uint8_t layout[8] = {8, 0, 24, 0, 1};
    struct lathe_err err = {0};
    uint64_t value;
    size_t n;

    (void)state;
    ok(write_model("t.h5", &err), &err);
    char *old = slurp("t.h5", &n);
    char *all = calloc(1, n + 32);
    assert_non_null(all);
    memcpy(all, old, n);
    lathe_free(old);

    char *message = place_of(all, n, layout, sizeof layout);
    char *header = message - 16 - 32 - 24 - 16;
    memcpy(all + n, message, 32);
    memset(message, 0, 32);
    message[0] = 0x10;                          /* continuation: 16 bytes */
    message[2] = 16;
    value = n - LATHE_ENVELOPE_BYTES;
    memcpy(message + 8, &value, 8);
    message[16] = 32;
    /* What is left of the room is an empty message. */
    header[2] = (char)(header[2] + 2);
    value = n + 32;
    memcpy(all + LATHE_ENVELOPE_BYTES + 40, &value, 8);
    seal(all, n + 32, LATHE_STORE_MODEL);
    spit("t.h5", all, n + 32);
    same_as_hdf5("t.h5", 8);
    ok(open_and_get("t.h5", &err), &err);

    /* A piece that lies upon the header itself. */
    value = (uint64_t)(message - all) - LATHE_ENVELOPE_BYTES;
    memcpy(message + 8, &value, 8);
    seal(all, n + 32, LATHE_STORE_MODEL);
    spit("t.h5", all, n + 32);
    refused("t.h5", LATHE_STORE_MODEL, "");
    free(all);
}

/* Every byte of the skeleton in turn is wrong, and the digest right: a file is
 * refused, or its arrays lie in it. */
static void no_byte_leads_out_of_the_file(void **state)
{
    static const unsigned char masks[4] = {0x01, 0x08, 0x80, 0xff};
    struct lathe_err err = {0};
    size_t n, refusals = 0;

    (void)state;
    ok(write_model("t.h5", &err), &err);
    char *all = slurp("t.h5", &n);
    for (size_t at = LATHE_ENVELOPE_BYTES; at < n; at++)
        for (size_t k = 0; k < sizeof masks; k++) {
            struct lathe_index ix = {0};
            struct lathe_span_source s = {
                .path = "t.h5", .image = (uint8_t *)all, .bytes = n};
            all[at] = (char)(all[at] ^ masks[k]);
            enum lathe_code rc = lathe_index_read(&ix, &s, &err);
            all[at] = (char)(all[at] ^ masks[k]);
            assert_true(rc == LATHE_OK || rc == LATHE_EDATA);
            refusals += rc == LATHE_EDATA;
            for (size_t i = 0; i < ix.n; i++) {
                const struct lathe_array *a = &ix.object[i].is.array;
                size_t bytes =
                    (size_t)a->count * lathe_store_type_bytes(a->type);
                assert_true(ix.object[i].is.group ||
                            (a->offset <= n && bytes <= n - a->offset));
            }
            lathe_index_release(&ix);
            lathe_span_release(&s);
        }
    assert_true(refusals > 1000);
    lathe_free(all);
}

/* ---- failures ----------------------------------------------------------- */

/* In a child, which must end well: HDF5 must not crash at its exit. The file
 * size limit stands for the full disk. */
static int under_limit(rlim_t bytes, bool model, uint64_t rows)
{
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit limit = {bytes, bytes};
        struct lathe_err err = {0};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        enum lathe_code rc = model ? write_model("t.h5", &err)
                                   : write_dataset("t.h5", rows, &err);
        exit(rc == LATHE_OK || err.msg[0] ? (int)rc : 99);
    }
    int status;
    waitpid(child, &status, 0);
    if (!WIFEXITED(status))
        fail_msg("the child died of signal %d", WTERMSIG(status));
    return WEXITSTATUS(status);
}

static void a_full_disk_leaves_the_old_file(void **state)
{
    (void)state;
    for (rlim_t bytes = 0; bytes < 4096; bytes += 100) {
        spit("t.h5", "old", 3);
        assert_int_equal(under_limit(bytes, true, 0), LATHE_EIO);
        size_t n;
        char *old = slurp("t.h5", &n);
        assert_string_equal(old, "old");
        lathe_free(old);
        no_litter();
    }
    for (rlim_t bytes = 0; bytes < 1600000; bytes += 31001) {
        spit("t.h5", "old", 3);
        assert_int_equal(under_limit(bytes, false, 100000), LATHE_EIO);
        size_t n;
        char *old = slurp("t.h5", &n);
        assert_string_equal(old, "old");
        lathe_free(old);
        no_litter();
    }
    assert_int_equal(under_limit(1 << 20, false, 10), LATHE_OK);
}

static void a_file_that_cannot_be_made_is_said_at_once(void **state)
{
    struct lathe_store_writer *w = NULL;
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(lathe_store_writer_new(&w, LATHE_STORE_MODEL,
                                            "t.none/m.h5", &err),
                     LATHE_ECREATE);
    assert_int_equal(lathe_store_writer_new(&w, LATHE_STORE_DATASET,
                                            "/dev/null", &err),
                     LATHE_ECREATE);
    assert_null(w);
    lathe_store_writer_free(NULL);
    lathe_store_free(NULL);
}

static void a_read_only_dataset_is_replaced(void **state)
{
    struct lathe_err err = {0};
    struct stat st;

    (void)state;
    ok(write_dataset("t.h5", 1, &err), &err);
    assert_int_equal(chmod("t.h5", 0440), 0);
    ok(write_dataset("t.h5", 2, &err), &err);
    assert_int_equal(stat("t.h5", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0440);
}

static void wrong_use_is_an_error(void **state)
{
    struct lathe_store_writer *w = NULL;
    struct lathe_err err = {0};
    struct lathe_array a;
    uint64_t huge[2] = {UINT64_MAX, 2};

    (void)state;
    ok(lathe_store_writer_new(&w, LATHE_STORE_MODEL, "t.new", &err), &err);
    assert_int_equal(lathe_store_declare(w, "a", LATHE_F32, 2, huge, &a, &err),
                     LATHE_EBUG);
    assert_int_equal(lathe_store_add(w, "a", LATHE_F32, 2, huge, NULL, &err),
                     LATHE_EBUG);
    ok(lathe_store_add_text(w, "a", "x", 1, &err), &err);
    assert_int_equal(lathe_store_add_text(w, "a", "x", 1, &err), LATHE_ENOMEM);
    lathe_store_writer_free(w);

    ok(lathe_store_writer_new(&w, LATHE_STORE_DATASET, "t.new", &err), &err);
    uint64_t large[1] = {(uint64_t)1 << 61};
    assert_int_equal(
        lathe_store_declare(w, "a", LATHE_U8, 1, large, &a, &err), LATHE_EIO);
    ok(lathe_store_declare(w, "a", LATHE_U8, 1, (uint64_t[]){3}, &a, &err),
       &err);
    assert_int_equal(lathe_store_fill(w, &a, 2, 2, "xx", &err), LATHE_EBUG);
    lathe_store_writer_free(w);
    assert_int_equal(access("t.new", F_OK), -1);
    no_litter();
}

static void what_could_not_be_read_is_not_written(void **state)
{
    static const char *const names[] = {"a/b/c/d/e", "a b", "\xc3\xa4"};
    struct lathe_err err = {0};

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        struct lathe_store_writer *w = NULL;
        enum lathe_store_kind kind =
            i % 2 ? LATHE_STORE_DATASET : LATHE_STORE_MODEL;
        ok(lathe_store_writer_new(&w, kind, "t.new", &err), &err);
        ok(lathe_store_add_text(w, names[i / 2], "x", 1, &err), &err);
        assert_int_equal(lathe_store_commit(w, NULL, NULL, &err), LATHE_EBUG);
        lathe_store_writer_free(w);
        assert_int_equal(access("t.new", F_OK), -1);
    }
    no_litter();
}

static void a_missing_library_says_what_to_install(void **state)
{
    struct lathe_h5 h5;
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(lathe_h5_load(&h5, "libnot-there.so.1", &err),
                     LATHE_EUNAVAILABLE);
    assert_non_null(strstr(err.msg, "libnot-there.so.1"));
    assert_non_null(strstr(err.msg, "install the package libhdf5-dev"));
    assert_int_equal(lathe_h5_load(&h5, "libm.so.6", &err),
                     LATHE_EUNAVAILABLE);
}

static enum lathe_code open_dataset(struct lathe_err *err)
{
    struct lathe_store *s = NULL;
    enum lathe_code rc =
        lathe_store_open(&s, "t.set", LATHE_STORE_DATASET, NULL, err);

    lathe_store_free(s);
    return rc;
}

static void every_failed_allocation_is_survived(void **state)
{
    struct lathe_err err = {0};

    (void)state;
    ok(write_model("t.h5", &err), &err);
    ok(write_dataset("t.set", 3, &err), &err);
    for (int what = 0; what < 4; what++)
        for (long n = 0;; n++) {
            assert_true(n < 1000);
            err = (struct lathe_err){0};
            lathe_alloc_fail_after(n);
            enum lathe_code rc = what == 0   ? write_model("t.new", &err)
                                 : what == 1 ? write_dataset("t.new", 3, &err)
                                 : what == 2 ? open_and_get("t.h5", &err)
                                             : open_dataset(&err);
            lathe_alloc_fail_after(-1);
            no_litter();
            if (rc == LATHE_OK)
                break;
            assert_int_equal(rc, LATHE_ENOMEM);
            assert_true(err.msg[0]);
        }
}

/* ---- main --------------------------------------------------------------- */

static int enter_directory(void **state)
{
    char *golden = realpath("tests/golden", NULL);

    (void)state;
    int bad = !golden || !mkdtemp(dir) || chdir(dir) ||
              symlink(golden, "t.golden");
    free(golden);
    return bad ? -1 : 0;
}

static int remove_directory(void **state)
{
    const char *argv[] = {"rm", "-rf", dir, NULL};
    int status = 0;

    (void)state;
    if (chdir("/"))
        return -1;
    pid_t child = fork();
    if (child == 0) {
        execvp("rm", (char *const *)argv);
        _exit(1);
    }
    waitpid(child, &status, 0);
    return status;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_is_read_as_it_was_written),
        cmocka_unit_test(a_dataset_is_read_as_it_was_written),
        cmocka_unit_test(many_files_may_be_open_at_once),
        cmocka_unit_test(a_missing_array_is_named),
        cmocka_unit_test(sniffing_tells_kinds_apart),
        cmocka_unit_test(the_same_arrays_give_the_same_bytes),
        cmocka_unit_test(every_altered_byte_is_refused),
        cmocka_unit_test(a_dataset_is_judged_alike_by_any_number_of_threads),
        cmocka_unit_test(a_truncated_or_longer_file_is_refused),
        cmocka_unit_test(other_files_are_refused_with_a_reason),
        cmocka_unit_test(a_newer_format_is_refused_by_its_number),
        cmocka_unit_test(golden_files_are_read),
        cmocka_unit_test(hostile_forms_are_refused),
        cmocka_unit_test(a_group_is_not_an_array),
        cmocka_unit_test(nonsense_in_a_right_envelope_is_refused),
        cmocka_unit_test(wrong_addresses_are_refused),
        cmocka_unit_test(the_index_is_what_hdf5_says),
        cmocka_unit_test(a_header_in_two_pieces_is_read),
        cmocka_unit_test(no_byte_leads_out_of_the_file),
        cmocka_unit_test(a_full_disk_leaves_the_old_file),
        cmocka_unit_test(a_file_that_cannot_be_made_is_said_at_once),
        cmocka_unit_test(a_read_only_dataset_is_replaced),
        cmocka_unit_test(wrong_use_is_an_error),
        cmocka_unit_test(what_could_not_be_read_is_not_written),
        cmocka_unit_test(a_missing_library_says_what_to_install),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, enter_directory, remove_directory);
}
