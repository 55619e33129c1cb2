/*
 * The CSV reader against two public corpora: csv-spectrum and csv-test-data.
 * They lie in $LATHE_SHARED/conformance (default ../shared/conformance); where
 * that folder is missing the tests are skipped.
 *
 * Every file gives the cells of the JSON beside it, and every bad-* file is
 * refused, with these differences, which are ours:
 * - blanks around unquoted fields are trimmed (leading-space, trailing-space);
 * - a quote inside an unquoted field is refused, as the other corpus demands
 *   (location_coordinates; its JSON does not belong to its CSV anyway).
 */
#include "base/alloc.h"
#include "base/file.h"
#include "base/json.h"
#include "ingest/reader.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Ways in which files were read. */
static unsigned cuts;

/* The path of a folder of the corpora; skips where there is none. */
static void find_folder(char *path, size_t room, const char *name)
{
    const char *shared = getenv("LATHE_SHARED");

    snprintf(path, room, "%s/conformance/%s", shared ? shared : "../shared",
             name);
    if (access(path, R_OK) != 0) {
        print_message("skipped: no folder '%s'; LATHE_SHARED names its "
                      "parent\n", path);
        skip();
    }
}

static struct lathe_json *parse_json(const char *path)
{
    struct lathe_json *j = NULL;
    struct lathe_err err = {0};
    char *text = NULL;
    size_t n;

    assert_int_equal(lathe_file_read(path, 1 << 20, &text, &n, &err),
                     LATHE_OK);
    if (lathe_json_parse(&j, text, n, &err))
        fail_msg("%s: %s", path, err.msg);
    lathe_free(text);
    return j;
}

static bool trimmed(const char *cell, const char *want)
{
    size_t n = strlen(want);

    while (n && want[n - 1] == ' ')
        n--;
    while (n && *want == ' ') {
        want++;
        n--;
    }
    return strlen(cell) == n && strncmp(cell, want, n) == 0;
}

/* Row `i` of the JSON: an array of cells, or an object by name. */
static void check_row(const struct lathe_json *row,
                      const struct lathe_list *names,
                      const struct lathe_field *field, const char *file)
{
    bool spaces = strstr(file, "leading-space") ||
                  strstr(file, "trailing-space");

    assert_int_equal(lathe_json_size(row), names->n);
    for (size_t i = 0; i < names->n; i++) {
        const struct lathe_json *v =
            lathe_json_kind(row) == LATHE_JSON_OBJECT
            ? lathe_json_get(row, names->v[i]) : lathe_json_at(row, i);
        const char *want = lathe_json_as_string(v, NULL);

        assert_non_null(want);
        assert_int_equal(strlen(field[i].s), field[i].len);
        if (spaces)
            assert_true(trimmed(field[i].s, want));
        else
            assert_string_equal(field[i].s, want);
    }
}

/* A file in memory, and how it is read: at most `most` bytes at once (0: any
 * number), all by libcsv or not. */
struct text {
    const char *path;
    char *bytes;
    size_t n, most;
    bool libcsv;
};

/* Reads the table; with `want`, its rows must be those. */
static enum lathe_code read_cut(const struct text *t, bool header,
                                const char *names,
                                const struct lathe_json *want,
                                struct lathe_err *err)
{
    struct lathe_reader_opts opts = lathe_reader_defaults();
    struct lathe_source *source;
    struct lathe_reader *r = NULL;
    struct lathe_block block = {0};
    size_t row = 0;
    enum lathe_code rc;

    opts.dialect.header = header;
    opts.libcsv = t->libcsv;
    rc = lathe_source_open_memory(&source, t->bytes, t->n, t->most, t->path,
                                  err);
    if (rc)
        return rc;
    rc = lathe_reader_new(&r, source, &opts, err);
    if (rc)
        return rc;
    struct lathe_list expected = {0};
    const struct lathe_list *got = lathe_reader_names(r);
    assert_int_equal(lathe_list_split(&expected, names, ',', err), LATHE_OK);
    for (size_t i = 0; i < expected.n && !rc; i++)
        if (i >= got->n || strcmp(got->v[i], expected.v[i]) != 0)
            rc = lathe_fail(err, LATHE_EDATA, "other names");
    while (!rc) {
        rc = lathe_reader_next(r, &block, err);
        if (rc || block.rows == 0)
            break;
        for (size_t i = 0; i < block.rows && want; i++)
            check_row(lathe_json_at(want, row + i), got,
                      block.field + i * block.cols, t->path);
        row += block.rows;
    }
    if (!rc && want)
        assert_int_equal(row, lathe_json_size(want));
    lathe_list_release(&expected);
    lathe_reader_free(r);
    return rc;
}

/* The same however the file is cut, with libcsv and without. */
static enum lathe_code read_table(const char *path, bool header,
                                  const char *names,
                                  const struct lathe_json *want,
                                  struct lathe_err *err)
{
    struct text t = {.path = path};
    enum lathe_code first = LATHE_OK;

    assert_int_equal(lathe_file_read(path, 1 << 20, &t.bytes, &t.n, err),
                     LATHE_OK);
    for (t.most = 0; t.most <= t.n; t.most++)
        for (int libcsv = 0; libcsv < 2; libcsv++) {
            struct lathe_err here = {0};
            enum lathe_code rc;

            t.libcsv = libcsv;
            rc = read_cut(&t, header, names, want, &here);
            if (t.most == 0 && !libcsv) {
                first = rc;
                *err = here;
            }
            assert_int_equal(rc, first);
            assert_string_equal(here.msg, err->msg);
            cuts++;
        }
    lathe_free(t.bytes);
    return first;
}

typedef void file_fn(const char *csv, const char *json, const char *base);

/* Calls `fn` for each NAME.csv of a folder with the JSON beside it. */
static int each_file(const char *folder, const char *csvs, file_fn *fn)
{
    char dir[512], csv[1024], json[1024];
    int n = 0;

    find_folder(dir, sizeof dir, folder);
    snprintf(csv, sizeof csv, "%s/%s", dir, csvs);
    DIR *d = opendir(csv);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        size_t stem = strlen(e->d_name);

        if (stem < 4 || strcmp(e->d_name + stem - 4, ".csv") != 0)
            continue;
        stem -= 4;
        snprintf(csv, sizeof csv, "%s/%s/%s", dir, csvs, e->d_name);
        snprintf(json, sizeof json, "%s/json/%.*s.json", dir, (int)stem,
                 e->d_name);
        fn(csv, json, e->d_name);
        n++;
    }
    closedir(d);
    return n;
}

static void check_spectrum(const char *csv, const char *json,
                           const char *base)
{
    struct lathe_err err = {0};

    if (strcmp(base, "location_coordinates.csv") == 0) {
        assert_int_equal(read_table(csv, true, "", NULL, &err), LATHE_EDATA);
        assert_non_null(strstr(err.msg, "a quote inside an unquoted field"));
        return;
    }
    struct lathe_json *want = parse_json(json);
    if (read_table(csv, true, "", want, &err))
        fail_msg("%s", err.msg);
    lathe_json_free(want);
}

/* Its README: header-* and bad-header-* have the header foo,bar,baz, the
 * other good files have none. */
static void check_test_data(const char *csv, const char *json,
                            const char *base)
{
    bool header = strncmp(base, "header-", 7) == 0 ||
                  strncmp(base, "bad-header-", 11) == 0;
    const char *names = header ? "foo,bar,baz" : "";
    struct lathe_err err = {0};

    if (strncmp(base, "bad-", 4) == 0) {
        assert_int_equal(read_table(csv, header, names, NULL, &err),
                         LATHE_EDATA);
        return;
    }
    struct lathe_json *want = parse_json(json);
    if (read_table(csv, header, names, want, &err))
        fail_msg("%s", err.msg);
    lathe_json_free(want);
}

static void csv_spectrum_gives_its_cells(void **state)
{
    (void)state;
    assert_int_equal(each_file("csv-spectrum", "csvs", check_spectrum), 12);
}

static void csv_test_data_gives_its_cells(void **state)
{
    (void)state;
    cuts = 0;
    assert_int_equal(each_file("csv-test-data", "csv", check_test_data), 25);
    assert_true(cuts > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_spectrum_gives_its_cells),
        cmocka_unit_test(csv_test_data_gives_its_cells),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
