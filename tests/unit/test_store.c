/*
 * The store: what was written is read back, the same arrays give the same
 * bytes, and a file that is not right in every byte and form is refused.
 */
#include "store/envelope.h"
#include "store/h5.h"
#include "store/store.h"

#include "base/alloc.h"
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

    assert_int_equal(lathe_store_open(&s, path, kind, &err), LATHE_EDATA);
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
    ok(lathe_store_open(&s, "t.h5", LATHE_STORE_MODEL, &err), &err);
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
    ok(lathe_store_open(&s, "t.h5", LATHE_STORE_DATASET, &err), &err);
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
    ok(lathe_store_open(&a, "t1.h5", LATHE_STORE_MODEL, &err), &err);
    ok(lathe_store_open(&b, "t1.h5", LATHE_STORE_MODEL, &err), &err);
    ok(lathe_store_open(&c, "t2.h5", LATHE_STORE_DATASET, &err), &err);
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
    ok(lathe_store_open(&s, "t.h5", LATHE_STORE_MODEL, &err), &err);
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
                    lathe_store_open(&s, "t.h5", kind, &err);
                if (rc != LATHE_EDATA)
                    fail_msg("byte %zu mask %d: code %d", at, masks[k], rc);
            }
            assert_int_equal(pwrite(fd, bytes + at, 1, (off_t)at), 1);
        }
        close(fd);
        struct lathe_store *s = NULL;
        ok(lathe_store_open(&s, "t.h5", kind, &err), &err);
        lathe_store_free(s);
        lathe_free(bytes);
    }
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
            assert_int_equal(lathe_store_open(&s, "t.h5", kind, &err),
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
        refused("t.csv", k, "'t.csv' is not a lathe file");
        spit("t.csv", "", 0);
        refused("t.csv", k, "'t.csv' is empty");
        spit("t.csv", "\x89HDF\r\n\x1a\n.......", 15);
        refused("t.csv", k, "not one that lathe wrote");
        assert_int_equal(lathe_store_open(&s, "t.none", k, &err),
                         LATHE_ENOINPUT);
        assert_int_equal(lathe_store_open(&s, ".", k, &err), LATHE_ENOINPUT);
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
    H5(H5Pset_fclose_degree)(access, H5F_CLOSE_STRONG);
    hid_t f = H5(H5Fcreate)(path, H5F_ACC_TRUNC, 0, access);
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
    default:
        set = H5(H5Dcreate2)(g, "w", type, space, 0, plist, 0);
    }
    if (set <= 0)
        fail_msg("hostile form %d was not made", h);
    H5(H5Fclose)(f);
}

/* Puts an HDF5 file behind a right envelope. */
static void wrap(const char *from, const char *to, enum lathe_store_kind kind)
{
    size_t n;
    char *image = slurp(from, &n);
    char *all = calloc(1, n + LATHE_ENVELOPE_BYTES);
    struct lathe_envelope e = {.kind = kind,
                               .version = LATHE_ENVELOPE_VERSION,
                               .length = n,
                               .digest = lathe_digest_of(image, n)};

    lathe_envelope_write((uint8_t *)all, &e);
    memcpy(all + LATHE_ENVELOPE_BYTES, image, n);
    spit(to, all, n + LATHE_ENVELOPE_BYTES);
    free(all);
    lathe_free(image);
}

static void hostile_forms_are_refused(void **state)
{
    static const char *const why[HOSTILES] = {
        [EXTERNAL_LINK] = "link",
        [SOFT_LINK] = "link",
        [SOFT_GROUP] = "link",
        [EXTERNAL_STORAGE] = "lie in another file",
        [VIRTUAL] = "layout",
        [CHUNKED] = "layout",
        [DEFLATED] = "layout",
        [COMPACT] = "layout",
        [NOT_ALLOCATED] = "not there",
        [TOO_HUGE] = "larger than any file",
        [BEYOND_THE_END] = "not there",
        [FIVE_DIMENSIONS] = "too many dimensions",
        [NULL_SPACE] = "no shape",
        [VARIABLE_LENGTH] = "type is not allowed",
        [COMPOUND] = "type is not allowed",
        [OTHER_ORDER] = "type is not allowed",
        [A_GROUP] = "not an array",
        [A_TYPE] = "not an array",
    };

    (void)state;
    for (int h = 0; h < HOSTILES; h++)
        for (int kind = LATHE_STORE_DATASET; kind <= LATHE_STORE_MODEL;
             kind++) {
            struct lathe_store *s = NULL;
            struct lathe_err err = {0};
            struct lathe_array a;
            void *v;

            write_hostile("t.raw", (enum hostile)h);
            wrap("t.raw", "t.h5", (enum lathe_store_kind)kind);
            ok(lathe_store_open(&s, "t.h5", (enum lathe_store_kind)kind,
                                &err),
               &err);
            enum lathe_code rc = lathe_store_find(s, "g/w", &a, &err);
            if (rc != LATHE_EDATA || !strstr(err.msg, why[h]))
                fail_msg("form %d, kind %d: %d '%s'", h, kind, rc, err.msg);
            assert_int_equal(
                lathe_store_get(s, "g/w", LATHE_F32, 4, &v, &err),
                LATHE_EDATA);
            lathe_store_free(s);
        }
}

static void nonsense_in_a_right_envelope_is_refused(void **state)
{
    (void)state;
    spit("t.raw", "", 0);
    wrap("t.raw", "t.h5", LATHE_STORE_MODEL);
    refused("t.h5", LATHE_STORE_MODEL, "makes no sense");
    spit("t.raw", "x", 1);
    wrap("t.raw", "t.h5", LATHE_STORE_MODEL);
    refused("t.h5", LATHE_STORE_MODEL, "cannot be read by HDF5");
    wrap("t.raw", "t.h5", LATHE_STORE_DATASET);
    refused("t.h5", LATHE_STORE_DATASET, "cannot be read by HDF5");
    spit("t.raw", "\x89HDF\r\n\x1a\n\0\0\0\0\0\x08\x08\0", 16);
    wrap("t.raw", "t.h5", LATHE_STORE_MODEL);
    refused("t.h5", LATHE_STORE_MODEL, "cannot be read by HDF5");
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

static enum lathe_code open_and_get(const char *path, struct lathe_err *err)
{
    struct lathe_store *s = NULL;
    char *text = NULL;
    float *w = NULL;
    size_t n;
    enum lathe_code rc = lathe_store_open(&s, path, LATHE_STORE_MODEL, err);

    if (rc == LATHE_OK)
        rc = lathe_store_get_text(s, "meta", &text, &n, err);
    if (rc == LATHE_OK)
        rc = lathe_store_get(s, "layer/0/weight", LATHE_F32, 6, &w, err);
    lathe_free(text);
    lathe_free(w);
    lathe_store_free(s);
    return rc;
}

static enum lathe_code open_dataset(struct lathe_err *err)
{
    struct lathe_store *s = NULL;
    enum lathe_code rc =
        lathe_store_open(&s, "t.set", LATHE_STORE_DATASET, err);

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
    (void)state;
    return mkdtemp(dir) && chdir(dir) == 0 ? 0 : -1;
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
        cmocka_unit_test(a_truncated_or_longer_file_is_refused),
        cmocka_unit_test(other_files_are_refused_with_a_reason),
        cmocka_unit_test(hostile_forms_are_refused),
        cmocka_unit_test(nonsense_in_a_right_envelope_is_refused),
        cmocka_unit_test(a_full_disk_leaves_the_old_file),
        cmocka_unit_test(a_file_that_cannot_be_made_is_said_at_once),
        cmocka_unit_test(a_read_only_dataset_is_replaced),
        cmocka_unit_test(wrong_use_is_an_error),
        cmocka_unit_test(a_missing_library_says_what_to_install),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, enter_directory, remove_directory);
}
