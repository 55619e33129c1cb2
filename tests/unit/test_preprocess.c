/* Whole runs of preprocess on small files. */
#include "unit.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "data/dataset.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A run in a directory of its own. */
struct run {
    char dir[64];
    struct lathe_preprocess_opts opts;
    struct lathe_host host;
    struct lathe_buf talk, text, json;
    struct lathe_err err;
    char output[128];
};

/* Targets, as lists of one name. */
static char *names[] = {"y", "yy", "w"};
static const struct lathe_list of_y = {names, 1}, of_yy = {names + 1, 1};
static const struct lathe_list of_w = {names + 2, 1};


static void note(void *ctx, const char *line)
{
    lathe_buf_puts(ctx, line);
    lathe_buf_putc(ctx, '\n');
}

static const char *path_in(const struct run *r, const char *name, char *out)
{
    snprintf(out, 128, "%s/%s", r->dir, name);
    return out;
}

static void begin(struct run *r)
{
    *r = (struct run){.opts = lathe_preprocess_defaults(), .dir = {0}};
    snprintf(r->dir, sizeof r->dir, "/tmp/lathe-preprocess-XXXXXX");
    assert_non_null(mkdtemp(r->dir));
    r->host = (struct lathe_host){.note = note, .ctx = &r->talk};
    r->opts.output = path_in(r, "out.h5", r->output);
}

static void put_bytes(const struct run *r, const char *name,
                      const void *bytes, size_t n)
{
    char path[128];

    assert_int_equal(lathe_file_replace(path_in(r, name, path), bytes, n,
                                        NULL), 0);
}

static void add_file(struct run *r, const char *name, const char *text)
{
    char path[128];

    put_bytes(r, name, text, strlen(text));
    assert_int_equal(lathe_list_add(&r->opts.files, path_in(r, name, path),
                                    NULL), 0);
}

static enum lathe_code go(struct run *r)
{
    lathe_buf_clear(&r->talk);
    lathe_buf_clear(&r->text);
    lathe_buf_clear(&r->json);
    r->err = (struct lathe_err){0};
    return lathe_preprocess(&r->opts, &r->host, &r->text, &r->json, &r->err);
}

static void must_go(struct run *r)
{
    if (go(r) != LATHE_OK)
        fail_msg("%s", r->err.msg);
}

static void must_say(const struct run *r, enum lathe_code want,
                     enum lathe_code got, const char *what)
{
    if (got != want || !strstr(r->err.msg, what))
        fail_msg("%d '%s' is not %d '%s'", got, r->err.msg, want, what);
}

static void end(struct run *r)
{
    char command[128];

    lathe_list_release(&r->opts.files);
    lathe_list_release(&r->opts.type);
    lathe_list_release(&r->opts.impute);
    lathe_list_release(&r->opts.scale);
    lathe_list_release(&r->opts.encode);
    lathe_buf_release(&r->talk);
    lathe_buf_release(&r->text);
    lathe_buf_release(&r->json);
    snprintf(command, sizeof command, "rm -r '%s'", r->dir);
    assert_int_equal(system(command), 0);
}

/* All bytes of a file in the run's directory. */
static struct lathe_buf bytes_of(const struct run *r, const char *name)
{
    struct lathe_buf b = {0};
    char path[128], *bytes;
    size_t n;

    assert_int_equal(lathe_file_read(path_in(r, name, path), 1 << 24, &bytes,
                                     &n, NULL), 0);
    lathe_buf_add(&b, bytes, n);
    lathe_free(bytes);
    return b;
}

/* 100 rows: n = i (some missing), word = a, b or c, y = yes every fourth. */
static void rows_of(struct lathe_buf *out, int first, int last)
{
    lathe_buf_puts(out, "n,word,y\n");
    for (int i = first; i < last; i++) {
        if (i % 10 == 3)
            lathe_buf_puts(out, "NA");
        else
            lathe_buf_printf(out, "%d.5", i);
        lathe_buf_printf(out, ",%c,%s\n", 'a' + i % 3, i % 4 ? "no" : "yes");
    }
}

static void add_rows(struct run *r)
{
    struct lathe_buf text = {0};

    rows_of(&text, 0, 100);
    add_file(r, "a.csv", text.s);
    lathe_buf_release(&text);
    r->opts.target = of_y;
}

static void rows_go_to_their_splits_in_order(void **state)
{
    struct run r;
    struct lathe_dataset d = {0};
    bool there[100] = {false};
    (void)state;

    begin(&r);
    add_rows(&r);
    must_go(&r);
    assert_int_equal(lathe_dataset_open(&d, r.output, NULL, &r.err), 0);
    assert_int_equal(d.rows[LATHE_TRAIN], 80);
    assert_int_equal(d.rows[LATHE_VALID], 10);
    assert_int_equal(d.rows[LATHE_TEST], 10);
    assert_int_equal(d.schema.target[0].class_count[0], 60);
    assert_int_equal(d.schema.target[0].class_count[1], 20);
    for (int s = 0; s < LATHE_SPLITS; s++) {
        struct lathe_rows rows = {0};
        double last = -1;

        assert_int_equal(lathe_rows_init(&rows, &d.schema, 100, NULL), 0);
        assert_int_equal(lathe_dataset_read(&d, (enum lathe_split)s, 0,
                                            (size_t)d.rows[s], &rows, NULL),
                         0);
        for (size_t i = 0; i < rows.n; i++) {
            if (isnan(rows.number[i]))
                continue;
            assert_true(rows.number[i] > last);
            last = rows.number[i];
            assert_false(there[(int)last]);
            there[(int)last] = true;
            assert_int_equal(rows.code[i], (int)last % 3);
            assert_int_equal(rows.label[i], (int)last % 4 ? 0 : 1);
        }
        lathe_rows_release(&rows);
    }
    for (int i = 0; i < 100; i++)
        assert_int_equal(there[i], i % 10 != 3);
    assert_non_null(strstr(r.text.s, "100 rows read = 80 train + 10 valid"));
    lathe_dataset_release(&d);
    end(&r);
}

static void the_same_input_gives_the_same_bytes(void **state)
{
    struct run r;
    struct lathe_buf first, again;
    char path[128];
    (void)state;

    begin(&r);
    add_rows(&r);
    must_go(&r);
    first = bytes_of(&r, "out.h5");
    r.opts.output = path_in(&r, "other.h5", path);
    must_go(&r);
    again = bytes_of(&r, "other.h5");
    assert_int_equal(first.len, again.len);
    assert_memory_equal(first.s, again.s, first.len);
    lathe_buf_release(&again);
    r.opts.seed = 2;
    must_go(&r);
    again = bytes_of(&r, "other.h5");
    assert_true(first.len != again.len ||
                memcmp(first.s, again.s, first.len) != 0);
    lathe_buf_release(&again);
    lathe_buf_release(&first);
    end(&r);
}

/* A pipe cannot be read twice, so it is copied; the dataset is the same. */
static void a_pipe_gives_the_same_bytes_as_a_file(void **state)
{
    struct run r;
    struct lathe_buf file, pipe_bytes, text = {0};
    int ends[2], saved = dup(STDIN_FILENO);
    (void)state;

    begin(&r);
    add_rows(&r);
    must_go(&r);
    file = bytes_of(&r, "out.h5");
    lathe_list_release(&r.opts.files);
    assert_int_equal(lathe_list_add(&r.opts.files, "-", NULL), 0);
    rows_of(&text, 0, 100);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], text.s, text.len), (long)text.len);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    must_go(&r);
    dup2(saved, STDIN_FILENO);
    close(saved);
    pipe_bytes = bytes_of(&r, "out.h5");
    assert_int_equal(file.len, pipe_bytes.len);
    assert_memory_equal(file.s, pipe_bytes.s, file.len);
    lathe_buf_release(&file);
    lathe_buf_release(&pipe_bytes);
    lathe_buf_release(&text);
    end(&r);
}

static void several_files_are_one_table(void **state)
{
    struct run r;
    (void)state;

    begin(&r);
    r.opts.target = of_y;
    r.opts.split = "1,0,0";
    add_file(&r, "a.csv", "x,z,y\n1,5,u\n2,6,v\n");
    add_file(&r, "b.csv", "y,x,z\nv,3,7\nu,4,8\n");
    must_go(&r);
    struct lathe_dataset d = {0};
    struct lathe_rows rows = {0};
    assert_int_equal(lathe_dataset_open(&d, r.output, NULL, NULL), 0);
    assert_int_equal(d.rows[LATHE_TRAIN], 4);
    assert_int_equal(lathe_rows_init(&rows, &d.schema, 4, NULL), 0);
    assert_int_equal(lathe_dataset_read(&d, LATHE_TRAIN, 0, 4, &rows, NULL),
                     0);
    for (size_t i = 0; i < 4; i++) {
        assert_true(rows.number[2 * i] == (double)i + 1);
        assert_true(rows.number[2 * i + 1] == (double)i + 5);
        assert_int_equal(rows.label[i], i == 1 || i == 2);
    }
    lathe_rows_release(&rows);
    lathe_dataset_release(&d);

    add_file(&r, "c.csv", "y,x,q\nv,3,7\n");
    must_say(&r, LATHE_EDATA, go(&r), "/c.csv' has a column 'q' that '");
    put_bytes(&r, "c.csv", "y,x\nv,3\n", 8);
    must_say(&r, LATHE_EDATA, go(&r), "/c.csv' has no column 'z', which '");
    end(&r);
}

/* The numbers of other rows than those to train on never reach the fit. */
/* Numbers and a class that ends in a dot, in the given order of columns. */
static void add_numbers(struct run *r, const char *name, int first, int last,
                        bool backwards)
{
    struct lathe_buf text = {0};

    lathe_buf_puts(&text, backwards ? "y,w,same,x\n" : "x,same,w,y\n");
    for (int i = first; i < last; i++) {
        char x[32], y[8];

        snprintf(x, sizeof x, i % 10 == 3 ? "NA" : i % 10 == 4 ? "nan" : "%d.5",
                 i);
        snprintf(y, sizeof y, "%s", i % 7 ? i % 2 ? "u" : "v." : "");
        if (backwards)
            lathe_buf_printf(&text, "%s,-%de-3,1,%s\n", y, i, x);
        else
            lathe_buf_printf(&text, "%s,1,-%de-3,%s\n", x, i, y);
    }
    add_file(r, name, text.s);
    lathe_buf_release(&text);
}

static void same_rows(const struct lathe_dataset *a,
                      const struct lathe_dataset *b, enum lathe_split s)
{
    struct lathe_rows x = {0}, y = {0};
    size_t n = (size_t)a->rows[s];

    assert_int_equal(a->rows[s], b->rows[s]);
    assert_int_equal(lathe_rows_init(&x, &a->schema, n, NULL), 0);
    assert_int_equal(lathe_rows_init(&y, &b->schema, n, NULL), 0);
    assert_int_equal(lathe_dataset_read(a, s, 0, n, &x, NULL), 0);
    assert_int_equal(lathe_dataset_read(b, s, 0, n, &y, NULL), 0);
    assert_memory_equal(x.number, y.number, n * x.numbers * sizeof(double));
    assert_memory_equal(x.code, y.code, n * x.categories * sizeof *x.code);
    if (x.label)
        assert_memory_equal(x.label, y.label, n * sizeof *x.label);
    else
        assert_memory_equal(x.value, y.value, n * sizeof *x.value);
    if (x.weight)
        assert_memory_equal(x.weight, y.weight, n * sizeof *x.weight);
    lathe_rows_release(&x);
    lathe_rows_release(&y);
}

/* Rows that are looked at for repetitions are read twice. */
static void numbers_read_once_are_those_read_twice(void **state)
{
    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        bool regress = kind == 1, weighted = kind == 2;
        struct lathe_dataset d[2] = {{0}};
        struct run r;

        begin(&r);
        add_numbers(&r, "a.csv", 0, 40000, false);
        add_numbers(&r, "b.csv", 40000, 90000, true);
        r.opts.target = regress ? of_w : of_y;
        r.opts.strip = regress ? NULL : ".";
        r.opts.drop = regress ? "y" : NULL;
        r.opts.weight = weighted ? "same" : NULL;
        r.opts.threads = 3;
        for (int i = 0; i < 2; i++) {
            r.opts.dedup = i == 1;
            must_go(&r);
            assert_int_equal(lathe_dataset_open(&d[i], r.output, NULL,
                                                &r.err), 0);
            assert_int_equal(d[i].schema.numbers, regress ? 1 : 2);
        }
        for (int k = 0; k < LATHE_SPLITS; k++)
            same_rows(&d[0], &d[1], (enum lathe_split)k);
        lathe_dataset_release(&d[0]);
        lathe_dataset_release(&d[1]);
        end(&r);
    }
}

/* Nothing but what was made on purpose is in the directory. */
static void no_litter(const struct run *r)
{
    char command[128];

    snprintf(command, sizeof command, "ls -A '%s' | grep -q '^.lathe'", r->dir);
    assert_int_not_equal(system(command), 0);
}

static void same_schema(const struct lathe_schema *a,
                        const struct lathe_schema *b)
{
    struct lathe_buf text[2] = {{0}, {0}};

    for (int i = 0; i < 2; i++) {
        struct lathe_json_out j = {.out = &text[i]};

        lathe_json_open(&j, NULL, '{');
        lathe_schema_write(&j, "schema", i ? b : a);
        lathe_json_close(&j, '}');
    }
    assert_string_equal(text[0].s, text[1].s);
    lathe_buf_release(&text[0]);
    lathe_buf_release(&text[1]);
}

/* Rows that differ all, from row `from` on; `late`: a column of numbers has
 * words in the end. */
static void add_words(struct run *r, const char *name, int from, int to,
                      bool late)
{
    static const char *const color[] = {"red", "", "deep blue", "NA", "7"};
    struct lathe_buf text = {0};

    lathe_buf_puts(&text, "n,color,shop,mixed,late,y,w\n");
    for (int i = from; i < to; i++)
        lathe_buf_printf(&text, "%d.5,%s,s%d,%s%d,%s%d,%c,%d.25\n", i,
                         color[i * 7 % 5], i * 11 % 700, i % 3 ? "m" : "",
                         i % 40, late && i > to - 9 ? "x" : "", i % 50,
                         'p' + i % 3, i);
    add_file(r, name, text.s);
    lathe_buf_release(&text);
}

static void categories_read_once_are_those_read_twice(void **state)
{
    (void)state;
    for (int kind = 0; kind < 8; kind++) {
        bool regress = kind % 2 == 1;
        struct lathe_dataset d[2] = {{0}};
        struct run r;

        begin(&r);
        add_words(&r, "a.csv", 0, 30000, false);
        add_words(&r, "b.csv", 30000, 70000, kind / 2 == 3);
        r.opts.target = regress ? of_w : of_y;
        r.opts.rare = 90 * (kind / 2 == 1);
        if (kind / 2 == 2)
            assert_int_equal(lathe_list_add(&r.opts.encode, "shop=hash:16",
                                            NULL), 0);
        for (int i = 0; i < 2; i++) {
            r.opts.threads = 3 - i;
            r.opts.dedup = i == 1;
            must_go(&r);
            assert_int_equal(lathe_dataset_open(&d[i], r.output, NULL,
                                                &r.err), 0);
            no_litter(&r);
        }
        for (int k = 0; k < LATHE_SPLITS; k++)
            same_rows(&d[0], &d[1], (enum lathe_split)k);
        same_schema(&d[0].schema, &d[1].schema);
        lathe_dataset_release(&d[0]);
        lathe_dataset_release(&d[1]);
        end(&r);
    }
}

/* What is done to row 15000, and behind the last one, of a table of numbers
 * that are all different: things that the first rows do not foretell. */
enum { LONG = 15 };             /* a number that is no single */
static const struct {
    const char *row, *end, *line;
    enum lathe_code code;
    const char *drop;
} surprises[] = {
    {NULL, "\n", "\n", 0, NULL},
    {NULL, "", "\n", 0, NULL},
    {NULL, "\r\n", "\r\n", 0, NULL},
    {NULL, "\n\n\n", "\n", 0, NULL},
    {NULL, "\r\n\r\n", "\r\n", 0, NULL},
    {NULL, "\n", "\r", 0, NULL},
    {"\n\n7,-0.25,0.5,9", "\n", "\n", 0, NULL},
    {"7,,0.5,9", "\n", "\n", 0, NULL},
    {"7,1,0.5,", "\n", "\n", 0, NULL},
    {"7,a word,0.5,9", "\n", "\n", 0, NULL},
    {"7,1e308,0.5,9", "\n", "\n", LATHE_EDATA, NULL},
    {"7,inf,0.5,9", "\n", "\n", LATHE_EDATA, NULL},
    {"7,1,\"0.5\n\",9", "\n", "\n", 0, NULL},
    {"7,1,\"0.5\",9", "\n", "\n", 0, NULL},
    {"7,1", "\n", "\n", LATHE_EDATA, NULL},
    [LONG] = {"7,0.123456789,0.5,9", "\n", "\n", 0, NULL},
    {"7,\"two\nlines\",0.5,9", "\n", "\n", 0, "b"},
};

static void add_surprise(struct run *r, size_t i)
{
    struct lathe_buf text = {0};

    lathe_buf_printf(&text, "a,b,c,w%s", surprises[i].line);
    for (int k = 0; k < 40000; k++) {
        const char *row = k == 15000 ? surprises[i].row : NULL;

        if (row)
            lathe_buf_puts(&text, row);
        else
            lathe_buf_printf(&text, "%d.5,-%de-3,%d,%d.25", k * 7 % 1000, k,
                             k * 11 % 40001, k);
        lathe_buf_puts(&text, k == 39999 ? surprises[i].end
                                         : surprises[i].line);
    }
    add_file(r, "a.csv", text.s);
    lathe_buf_release(&text);
}

/* With --dedup no row is dealt out before all have been seen. */
static void rows_dealt_out_ahead_are_those_read_twice(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof surprises / sizeof *surprises; k++) {
        struct lathe_dataset d[2] = {{0}};
        struct run r;

        begin(&r);
        add_surprise(&r, k);
        r.opts.target = of_w;
        r.opts.drop = surprises[k].drop;
        for (int i = 0; i < 2; i++) {
            enum lathe_code rc;

            r.opts.dedup = i == 1;
            r.opts.threads = 3 - i;
            rc = go(&r);
            no_litter(&r);
            if (rc != surprises[k].code)
                fail_msg("%zu: %s", k, r.err.msg);
            if (!rc)
                assert_int_equal(lathe_dataset_open(&d[i], r.output, NULL,
                                                    &r.err), 0);
        }
        for (int s = 0; s < LATHE_SPLITS && !surprises[k].code; s++) {
            same_rows(&d[0], &d[1], (enum lathe_split)s);
            for (int i = 0; i < 2; i++)
                assert_int_equal(d[i].number[s].narrow.wide.width,
                                 k == LONG ? 1 : 0);
        }
        if (!surprises[k].code)
            same_schema(&d[0].schema, &d[1].schema);
        lathe_dataset_release(&d[0]);
        lathe_dataset_release(&d[1]);
        end(&r);
    }
}

/* Column k of row i: every third column is of singles. */
static double wide_value(size_t i, size_t k)
{
    double v = (double)(i * 31 + k * 7 % 1000);

    return k % 3 ? v / 7 : v / 10;
}

static char *wide_table(size_t columns, size_t rows)
{
    struct lathe_buf text = {0};

    for (size_t k = 0; k < columns; k++)
        lathe_buf_printf(&text, "c%zu,", k);
    lathe_buf_puts(&text, "w\n");
    for (size_t i = 0; i < rows; i++) {
        for (size_t k = 0; k < columns; k++)
            lathe_buf_printf(&text, "%.17g,", wide_value(i, k));
        lathe_buf_printf(&text, "%zu.5\n", i);
    }
    return text.s;
}

/* More of either kind than are read at a time, in files that are read in
 * another way each: given rows are not looked at beforehand. */
static void numbers_of_wide_tables_come_back(void **state)
{
    enum { COLUMNS = 7000, ROWS = 12 };
    char *text = wide_table(COLUMNS, ROWS), path[128];
    struct lathe_dataset d;
    struct lathe_rows rows;
    struct run r;

    (void)state;
    begin(&r);
    add_file(&r, "a.csv", text);
    put_bytes(&r, "t.csv", text, strlen(text));
    r.opts.test = path_in(&r, "t.csv", path);
    r.opts.target = of_w;
    r.opts.split = "1,0,0";
    must_go(&r);
    assert_int_equal(lathe_dataset_open(&d, r.output, NULL, &r.err), 0);
    assert_int_equal(lathe_rows_init(&rows, &d.schema, ROWS, NULL), 0);
    for (int s = LATHE_TRAIN; s <= LATHE_TEST; s += LATHE_TEST - LATHE_TRAIN) {
        assert_int_equal(d.number[s].narrow.single.width,
                         s == LATHE_TRAIN ? (COLUMNS + 2) / 3 : 0);
        assert_int_equal(lathe_dataset_read(&d, (enum lathe_split)s, 0, ROWS,
                                            &rows, NULL), 0);
        for (size_t i = 0; i < ROWS * COLUMNS; i++)
            assert_true(rows.number[i] ==
                        wide_value(i / COLUMNS, i % COLUMNS));
    }
    lathe_rows_release(&rows);
    lathe_dataset_release(&d);
    free(text);
    end(&r);
}

/* The training rows are short decimals, a given one is not. */
static void a_long_number_of_given_rows_comes_back(void **state)
{
    char path[128];
    struct lathe_dataset d;
    struct lathe_rows rows;
    struct run r;

    (void)state;
    begin(&r);
    add_file(&r, "a.csv", "a,b,w\n1.5,2,1\n2.5,3,2\n0.5,1,3\n3.5,5,4\n");
    put_bytes(&r, "t.csv", "a,b,w\n0.123456789,2,1\n", 22);
    r.opts.test = path_in(&r, "t.csv", path);
    r.opts.target = of_w;
    r.opts.split = "1,0,0";
    must_go(&r);
    assert_int_equal(lathe_dataset_open(&d, r.output, NULL, &r.err), 0);
    assert_int_equal(d.number[LATHE_TRAIN].narrow.single.width, 2);
    assert_int_equal(lathe_rows_init(&rows, &d.schema, 1, NULL), 0);
    assert_int_equal(lathe_dataset_read(&d, LATHE_TEST, 0, 1, &rows, NULL), 0);
    assert_true(rows.number[0] == 0.123456789);
    lathe_rows_release(&rows);
    lathe_dataset_release(&d);
    end(&r);
}

/* Each row some ten times, near and far. */
static void rows_that_repeat_are_left_out_with_any_threads(void **state)
{
    struct lathe_buf text = {0}, once = {0};
    struct lathe_dataset d[4] = {{0}};
    (void)state;

    lathe_buf_puts(&text, "n,word,y\n");
    lathe_buf_puts(&once, "n,word,y\n");
    for (unsigned i = 0; i < 150000; i++) {
        unsigned k = i < 15000 ? i : i % 3 ? i * 7919 % 15000 : i / 10;
        struct lathe_buf *to[] = {&text, &once};

        for (int t = 0; t < (i < 15000 ? 2 : 1); t++)
            lathe_buf_printf(to[t], "%u.5,%c%u,%s\n", k, 'a' + (int)(k % 3),
                             k % 7, k % 4 ? "no" : "yes");
    }
    for (int i = 0; i < 4; i++) {
        struct run r;

        begin(&r);
        add_file(&r, "a.csv", i ? text.s : once.s);
        r.opts.target = of_y;
        r.opts.dedup = true;
        r.opts.threads = i ? i : 1;
        must_go(&r);
        assert_int_equal(lathe_dataset_open(&d[i], r.output, NULL,
                                                &r.err), 0);
        for (int s = 0; s < LATHE_SPLITS; s++)
            same_rows(&d[0], &d[i], (enum lathe_split)s);
        end(&r);
    }
    for (int i = 0; i < 4; i++)
        lathe_dataset_release(&d[i]);
    lathe_buf_release(&text);
    lathe_buf_release(&once);
}

static void only_training_rows_are_fitted(void **state)
{
    struct run r;
    struct lathe_dataset d = {0};
    char path[128];
    (void)state;

    begin(&r);
    r.opts.target = of_y;
    r.opts.split = "1,0,0";
    add_file(&r, "a.csv", "x,w,y\n1,a,u\n2,b,v\n3,a,u\n");
    put_bytes(&r, "t.csv", "x,w,y\n1000,z,v\n", 15);
    r.opts.test = path_in(&r, "t.csv", path);
    must_go(&r);
    assert_int_equal(lathe_dataset_open(&d, r.output, NULL, NULL), 0);
    assert_int_equal(d.rows[LATHE_TEST], 1);
    assert_true(d.schema.column[0].stats.max == 3);
    assert_true(d.schema.column[0].stats.mean == 2);
    assert_int_equal(d.schema.column[1].dict.n, 2);
    lathe_dataset_release(&d);
    end(&r);
}

static void bad_rows_are_refused_or_set_aside(void **state)
{
    struct run r;
    struct lathe_buf rejects;
    char path[128], want[512];
    (void)state;

    begin(&r);
    r.opts.target = of_y;
    r.opts.split = "1,0,0";
    assert_int_equal(lathe_list_add(&r.opts.type, "x=number", NULL), 0);
    add_file(&r, "a.csv", "x,w,y\n1,5,u\n2,6\n3x,7,v\n4,8,v\n");
    must_say(&r, LATHE_EDATA, go(&r), "/a.csv' line 3");
    assert_int_equal(access(r.output, F_OK), -1);

    r.opts.bad_rows = "skip";
    r.opts.rejects = path_in(&r, "bad.csv", path);
    must_go(&r);
    assert_non_null(strstr(r.text.s, "4 rows read = 2 train + 0 valid + 0 "
                           "test + 2 refused"));
    rejects = bytes_of(&r, "bad.csv");
    snprintf(want, sizeof want, "# '%s/a.csv' line 3: ", r.dir);
    assert_non_null(strstr(rejects.s, want));
    assert_non_null(strstr(rejects.s, "\n2,6\n# "));
    snprintf(want, sizeof want, "# '%s/a.csv' line 4, column 'x': '3x' is not "
             "a number\n3x,7,v\n", r.dir);
    assert_non_null(strstr(rejects.s, want));
    lathe_buf_release(&rejects);
    end(&r);
}

static void rows_without_what_is_needed_are_dropped_and_counted(void **state)
{
    struct run r;
    (void)state;

    begin(&r);
    r.opts.target = of_y;
    r.opts.split = "1,0,0";
    r.opts.dedup = true;
    assert_int_equal(lathe_list_add(&r.opts.impute, "x=drop", NULL), 0);
    add_file(&r, "a.csv",
             "x,w,y\n1,5,u\n,6,v\n2,7,v\n4,8,?\n1,5,u\n3,,v\n,6,v\n");
    must_go(&r);
    assert_non_null(strstr(r.text.s, "7 rows read = 3 train + 0 valid + 0 "
                           "test + 1 without a target + 2 repeated + 1 with "
                           "a missing value"));
    end(&r);
}

static void a_few_words_among_numbers_are_pointed_out(void **state)
{
    struct run r;
    (void)state;

    begin(&r);
    r.opts.target = of_y;
    add_file(&r, "a.csv", "x,w,y\n1,5,u\nold,6,v\n3,7,v\n4,8,u\n");
    must_go(&r);
    assert_non_null(strstr(r.talk.s, "column 'x' would be a number but for 1 "
                           "value like 'old' in line 3"));
    r.opts.na = "old";
    must_go(&r);
    assert_null(strstr(r.talk.s, "would be a number"));
    assert_non_null(strstr(r.talk.s, "2 numbers: 'x', 'w'"));
    end(&r);
}

static void methods_come_back_from_the_file(void **state)
{
    struct run r;
    struct lathe_dataset d = {0};
    const struct lathe_column *c;
    (void)state;

    begin(&r);
    r.opts.target = of_y;
    r.opts.split = "1,0,0";
    assert_int_equal(lathe_list_add(&r.opts.encode, "w=ordinal", NULL), 0);
    assert_int_equal(lathe_list_add(&r.opts.impute, "w=constant:b", NULL), 0);
    assert_int_equal(lathe_list_add(&r.opts.scale, "x=minmax", NULL), 0);
    add_file(&r, "a.csv", "x,w,y\n1,c,u\n3,b,v\n5,,v\n5,a,u\n");
    must_go(&r);
    assert_int_equal(lathe_dataset_open(&d, r.output, NULL, NULL), 0);
    c = &d.schema.column[0];
    assert_true(c->shift == 1 && c->factor == 0.25);
    c = &d.schema.column[1];
    assert_int_equal(c->encode, LATHE_ENCODE_ORDINAL);
    assert_int_equal(c->missing_hot, 1);        /* b, of a b c */
    assert_int_equal(c->hot[2], 2);
    assert_int_equal(d.schema.inputs, 2);
    lathe_dataset_release(&d);
    end(&r);
}

static void classes_can_be_stripped(void **state)
{
    struct run r;
    char path[128];
    (void)state;

    begin(&r);
    r.opts.target = of_y;
    add_file(&r, "a.csv", "x,y\n1,u\n2,v\n");
    put_bytes(&r, "t.csv", "x,y\n7,u.\n", 9);
    r.opts.test = path_in(&r, "t.csv", path);
    must_say(&r, LATHE_EDATA, go(&r), "line 2: class 'u.' is not among those");
    must_say(&r, LATHE_EDATA, go(&r), "a.csv', like 'u'; --strip '.' cuts the "
             "end off");
    r.opts.strip = ".";
    must_go(&r);
    end(&r);
}

static void wrong_options_name_themselves(void **state)
{
    struct run r;
    (void)state;

    begin(&r);
    must_say(&r, LATHE_EARG, go(&r), "no input file");
    add_rows(&r);
    r.opts.target = of_yy;
    must_say(&r, LATHE_EDATA, go(&r), "target: no column 'yy'");
    r.opts.target = (struct lathe_list){0};
    must_say(&r, LATHE_EARG, go(&r), "--target");
    r.opts.target = of_y;
    r.opts.delimiter = "::";
    must_say(&r, LATHE_EARG, go(&r), "delimiter: '::'");
    r.opts.delimiter = ",";
    r.opts.task = "guess";
    must_say(&r, LATHE_EARG, go(&r), "task: 'guess'");
    r.opts.task = "regress";
    must_say(&r, LATHE_EDATA, go(&r), "target 'y' is not a number in line 2");
    r.opts.task = NULL;
    r.opts.image = "1x3";
    must_say(&r, LATHE_EDATA, go(&r), "image: 1x1x3 are 3 pixels");
    r.opts.image = "1x0x2";
    must_say(&r, LATHE_EARG, go(&r), "image: '1x0x2'");
    r.opts.image = NULL;
    r.opts.rejects = "r";
    must_say(&r, LATHE_EARG, go(&r), "rejects: 'r'");
    r.opts.rejects = NULL;
    assert_int_equal(lathe_list_add(&r.opts.files, "/nowhere/x.csv", NULL),
                     0);
    must_say(&r, LATHE_ENOINPUT, go(&r), "'/nowhere/x.csv'");
    end(&r);
}

static void a_failed_run_leaves_the_old_file(void **state)
{
    struct run r;
    struct lathe_buf old;
    (void)state;

    begin(&r);
    put_bytes(&r, "out.h5", "old", 3);
    r.opts.target = of_y;
    add_file(&r, "a.csv", "x,y\n1,u\n2,\"v\n");
    assert_int_equal(go(&r), LATHE_EDATA);
    old = bytes_of(&r, "out.h5");
    assert_string_equal(old.s, "old");
    lathe_buf_release(&old);
    end(&r);
}

static void pixels_of_a_table_stay_bytes(void **state)
{
    struct run r;
    struct lathe_dataset d = {0};
    (void)state;

    begin(&r);
    r.opts.target = of_y;
    r.opts.split = "1,0,0";
    r.opts.image = "2x1x2";
    add_file(&r, "a.csv", "y,a,b,c,d\nu,0,2,10,20\nv,4,6,30,40\n");
    must_go(&r);
    assert_int_equal(lathe_dataset_open(&d, r.output, NULL, NULL), 0);
    assert_int_equal(d.schema.pixels, 4);
    assert_true(d.schema.image.shift[0] == 3 && d.schema.image.shift[1] == 25);
    assert_true(fabsf(d.schema.image.factor[0] - 1 / sqrtf(5)) < 1e-7f);
    lathe_dataset_release(&d);

    add_file(&r, "b.csv", "y,a,b,c,d\nu,0,2,10,256\n");
    must_say(&r, LATHE_EDATA, go(&r), "/b.csv' line 2, column 'd': '256'");
    end(&r);
}

/* 12 pictures of 1 x 2 and labels 3, 5. */
static void add_images(struct run *r, char labels[128])
{
    unsigned char pixel[16 + 24] = {0, 0, 8, 3, 0, 0, 0, 12,
                                    0, 0, 0, 1, 0, 0, 0, 2};
    unsigned char label[8 + 12] = {0, 0, 8, 1, 0, 0, 0, 12};
    char path[128];

    for (unsigned i = 0; i < 12; i++) {
        pixel[16 + 2 * i] = (unsigned char)i;
        pixel[17 + 2 * i] = (unsigned char)(2 * i);
        label[8 + i] = i % 2 ? 5 : 3;
    }
    put_bytes(r, "pixels", pixel, sizeof pixel);
    put_bytes(r, "labels", label, sizeof label);
    assert_int_equal(lathe_list_add(&r->opts.files,
                                    path_in(r, "pixels", path), NULL), 0);
    r->opts.labels = path_in(r, "labels", labels);
}

static void idx_pictures_get_their_labels(void **state)
{
    struct run r;
    struct lathe_dataset d = {0};
    struct lathe_rows rows = {0};
    char labels[128];
    (void)state;

    begin(&r);
    add_images(&r, labels);
    r.opts.split = "1,0,0";
    r.opts.class_names = "zero,one,two,three,four,five";
    must_go(&r);
    assert_int_equal(lathe_dataset_open(&d, r.output, NULL, NULL), 0);
    assert_int_equal(d.schema.target[0].classes.n, 2);
    assert_string_equal(d.schema.target[0].classes.word[0], "three");
    assert_string_equal(d.schema.target[0].classes.word[1], "five");
    assert_int_equal(d.schema.image.height, 1);
    assert_int_equal(d.schema.image.width, 2);
    assert_int_equal(lathe_rows_init(&rows, &d.schema, 12, NULL), 0);
    assert_int_equal(lathe_dataset_read(&d, LATHE_TRAIN, 0, 12, &rows, NULL),
                     0);
    for (size_t i = 0; i < 12; i++) {
        assert_int_equal(rows.pixel[2 * i], i);
        assert_int_equal(rows.pixel[2 * i + 1], 2 * i);
        assert_int_equal(rows.label[i], i % 2);
    }
    lathe_rows_release(&rows);
    lathe_dataset_release(&d);

    r.opts.class_names = "zero,one,two,three";
    must_say(&r, LATHE_EDATA, go(&r), "has label 5, but there are 4");
    r.opts.class_names = NULL;
    r.opts.labels = NULL;
    must_say(&r, LATHE_EARG, go(&r), "--labels");
    end(&r);
}

/* Until it goes well; how many allocations fail before. */
static long fail_each_allocation(struct run *r)
{
    long n = 0;
    enum lathe_code rc;

    must_go(r);         /* what is made once is made */
    do {
        struct lathe_buf text = {0}, json = {0};

        lathe_alloc_fail_after(n++);
        rc = lathe_preprocess(&r->opts, NULL, &text, &json, &r->err);
        lathe_alloc_fail_after(-1);
        lathe_buf_release(&text);
        lathe_buf_release(&json);
        if (rc != LATHE_OK && rc != LATHE_ENOMEM)
            fail_msg("allocation %ld: %d %s", n - 1, rc, r->err.msg);
    } while (rc != LATHE_OK);
    return n;
}

static void preprocess_survives_every_failed_allocation(void **state)
{
    struct run r;
    (void)state;

    begin(&r);
    r.opts.target = of_y;
    r.opts.bad_rows = "skip";
    add_file(&r, "a.csv", "x,w,y\n1,a,u\n2,b,v\n3\n4,a,u\n5,b,v\n");
    assert_int_equal(lathe_list_add(&r.opts.impute, "x=drop", NULL), 0);
    assert_true(fail_each_allocation(&r) > 100);
    end(&r);
}

static void numbers_survive_every_failed_allocation(void **state)
{
    struct lathe_buf text = {0};
    struct run r;
    (void)state;

    begin(&r);
    r.opts.target = of_w;
    r.opts.threads = 1;
    lathe_buf_puts(&text, "a,w\n");
    for (int i = 0; i < 30; i++)
        lathe_buf_printf(&text, "%d.5,%d.25\n", i * 7 % 10, i);
    add_file(&r, "a.csv", text.s);
    lathe_buf_release(&text);
    assert_true(fail_each_allocation(&r) > 100);
    no_litter(&r);
    end(&r);
}

static void categories_survive_every_failed_allocation(void **state)
{
    struct run r;
    (void)state;

    begin(&r);
    r.opts.target = of_y;
    r.opts.threads = 1;
    add_words(&r, "a.csv", 0, 60, false);
    assert_true(fail_each_allocation(&r) > 100);
    no_litter(&r);
    end(&r);
}

static void groups_and_likeness_survive_failed_allocations(void **state)
{
    struct run r;
    char like[128], output[128];
    (void)state;

    begin(&r);
    r.opts.target = of_y;
    r.opts.split_by = "group:w";
    add_file(&r, "a.csv", "x,w,y\n1,a,u\n2,b,v\n3,c,v\n4,d,u\n5,a,v\n");
    assert_true(fail_each_allocation(&r) > 100);
    r.opts.like = path_in(&r, "out.h5", like);
    r.opts.output = path_in(&r, "like.h5", output);
    r.opts.target = (struct lathe_list){0};
    r.opts.split_by = "time:x";
    r.opts.split = "0,0,1";
    assert_true(fail_each_allocation(&r) > 100);
    end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_go_to_their_splits_in_order),
        cmocka_unit_test(the_same_input_gives_the_same_bytes),
        cmocka_unit_test(a_pipe_gives_the_same_bytes_as_a_file),
        cmocka_unit_test(several_files_are_one_table),
        cmocka_unit_test(numbers_read_once_are_those_read_twice),
        cmocka_unit_test(categories_read_once_are_those_read_twice),
        cmocka_unit_test(rows_dealt_out_ahead_are_those_read_twice),
        cmocka_unit_test(numbers_of_wide_tables_come_back),
        cmocka_unit_test(a_long_number_of_given_rows_comes_back),
        cmocka_unit_test(rows_that_repeat_are_left_out_with_any_threads),
        cmocka_unit_test(only_training_rows_are_fitted),
        cmocka_unit_test(bad_rows_are_refused_or_set_aside),
        cmocka_unit_test(rows_without_what_is_needed_are_dropped_and_counted),
        cmocka_unit_test(a_few_words_among_numbers_are_pointed_out),
        cmocka_unit_test(methods_come_back_from_the_file),
        cmocka_unit_test(classes_can_be_stripped),
        cmocka_unit_test(wrong_options_name_themselves),
        cmocka_unit_test(a_failed_run_leaves_the_old_file),
        cmocka_unit_test(pixels_of_a_table_stay_bytes),
        cmocka_unit_test(idx_pictures_get_their_labels),
        cmocka_unit_test(preprocess_survives_every_failed_allocation),
        cmocka_unit_test(numbers_survive_every_failed_allocation),
        cmocka_unit_test(categories_survive_every_failed_allocation),
        cmocka_unit_test(groups_and_likeness_survive_failed_allocations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
