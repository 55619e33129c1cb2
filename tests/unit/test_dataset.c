#include "unit.h"

#include "base/alloc.h"
#include "base/file.h"
#include "data/dataset.h"
#include "sample_schema.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char dir[] = "/tmp/lathe-test-dataset-XXXXXX";
static char path[64];
/* Which numbers of the training rows are singles, and kept as such. */
static enum { NO_SINGLES, ALL_SINGLES, SOME_SINGLES } singles;

static bool is_single(size_t number)
{
    return singles == ALL_SINGLES || (singles == SOME_SINGLES && number % 2);
}

static size_t singles_of(size_t numbers)
{
    size_t n = 0;

    for (size_t i = 0; i < numbers; i++)
        n += is_single(i);
    return n;
}

static struct lathe_schema sample(const char *json)
{
    struct lathe_schema s;
    struct lathe_err err = {0};

    if (sample_read(&s, json, &err))
        fail_msg("%s", err.msg);
    return s;
}

/* Rows first, first + 1, ... of a made-up table of any schema. */
static void make_rows(struct lathe_rows *r, const struct lathe_schema *s,
                      size_t first, size_t n)
{
    for (size_t i = 0; i < n * s->numbers; i++) {
        size_t k = first * s->numbers + i;
        r->number[i] = k % 5 == 3 ? (double)NAN
                                  : (double)k / (is_single(k % s->numbers) ? 10.0
                                                                 : 3.0);
    }
    for (size_t i = 0; i < n * s->categories; i++) {
        size_t k = first * s->categories + i;
        r->code[i] = k % 7 == 0   ? LATHE_MISSING_CODE
                     : k % 7 == 1 ? LATHE_UNKNOWN_CODE
                                  : (uint32_t)(k % 3);
    }
    for (size_t i = 0; i < n * s->pixels; i++)
        r->pixel[i] = (uint8_t)(first * s->pixels + i);
    for (size_t i = 0; i < n * s->labels; i++)
        r->label[i] = (uint32_t)((first * s->labels + i) %
                                 s->target[i % s->labels].classes.n);
    for (size_t i = 0; i < n * s->values; i++)
        r->value[i] = (double)(first * s->values + i) * 0.1;
    for (size_t i = 0; i < n && r->weight; i++)
        r->weight[i] = (double)((first + i) % 4) * 0.3;
    r->n = n;
}

static void expect_rows(const struct lathe_rows *r,
                        const struct lathe_schema *s, size_t first, size_t n)
{
    struct lathe_rows want;

    assert_int_equal(lathe_rows_init(&want, s, n, NULL), LATHE_OK);
    make_rows(&want, s, first, n);
    assert_int_equal(r->n, n);
    for (size_t i = 0; i < n * s->numbers; i++)
        assert_true(r->number[i] == want.number[i] ||
                    (isnan(r->number[i]) && isnan(want.number[i])));
    assert_memory_equal(r->code, want.code,
                        n * s->categories * sizeof *r->code);
    if (s->pixels)
        assert_memory_equal(r->pixel, want.pixel, n * s->pixels);
    if (r->label)
        assert_memory_equal(r->label, want.label,
                            n * r->labels * sizeof *r->label);
    if (r->value)
        assert_memory_equal(r->value, want.value,
                            n * r->values * sizeof *r->value);
    if (r->weight)
        assert_memory_equal(r->weight, want.weight, n * sizeof *r->weight);
    assert_int_equal(r->weight != NULL, s->weight != NULL);
    lathe_rows_release(&want);
}

static const uint64_t sample_counts[LATHE_SPLITS] = {10, 0, 4};

/* Which allocation fails next; -1: none does. */
static long torture = -1;

/* Writes the made-up table: 10 training rows in pieces of 1 to 4, and 4 test
 * rows. */
static enum lathe_code write_sample(const struct lathe_schema *s,
                                    const char *provenance,
                                    struct lathe_err *err)
{
    unsigned char list[64];
    const unsigned char *single[LATHE_SPLITS] = {
        [LATHE_TRAIN] = singles ? list : NULL};
    struct lathe_dataset_writer w = {0};
    struct lathe_rows rows = {0};
    enum lathe_code rc = lathe_rows_init(&rows, s, 4, err);

    assert_in_range(s->numbers, 0, sizeof list);
    for (size_t i = 0; i < s->numbers; i++)
        list[i] = is_single(i);
    if (!rc)
        rc = lathe_dataset_create(&w, path, s, sample_counts, single, err);
    for (size_t first = 0, n = 1; !rc && first < 10; first += n++) {
        make_rows(&rows, s, first, n);
        rc = lathe_dataset_append(&w, LATHE_TRAIN, &rows, err);
    }
    if (!rc) {
        make_rows(&rows, s, 100, 4);
        rc = lathe_dataset_append(&w, LATHE_TEST, &rows, err);
    }
    if (!rc)
        rc = lathe_dataset_back(&w, LATHE_TRAIN, 5, 4, &rows, err);
    if (!rc && torture < 0)
        expect_rows(&rows, s, 5, 4);
    if (!rc)
        rc = lathe_dataset_commit(&w, s, provenance, NULL, NULL, err);
    lathe_dataset_writer_release(&w);
    lathe_dataset_writer_release(&w);
    lathe_rows_release(&rows);
    return rc;
}

static enum lathe_code read_sample(const char *json, struct lathe_err *err)
{
    struct lathe_schema s = sample(json);
    struct lathe_dataset d = {0};
    struct lathe_rows rows = {0};
    struct lathe_buf a = {0}, b = {0};
    enum lathe_code rc;

    rc = lathe_dataset_open(&d, path, NULL, err);
    if (!rc)
        rc = lathe_rows_init(&rows, &s, 10, err);
    if (!rc)
        rc = lathe_dataset_read(&d, LATHE_TRAIN, 0, 10, &rows, err);
    if (!rc) {
        expect_rows(&rows, &s, 0, 10);
        rc = lathe_dataset_read(&d, LATHE_TRAIN, 3, 5, &rows, err);
    }
    if (!rc) {
        expect_rows(&rows, &s, 3, 5);
        rc = lathe_dataset_read(&d, LATHE_TEST, 1, 3, &rows, err);
    }
    if (!rc) {
        expect_rows(&rows, &s, 101, 3);
        assert_memory_equal(d.rows, sample_counts, sizeof sample_counts);
        if (s.numbers) {
            assert_int_equal(d.number[LATHE_TRAIN].narrow.single.width,
                             singles_of(s.numbers));
            assert_int_equal(d.number[LATHE_TEST].narrow.single.width, 0);
        }
        assert_string_equal(sample_write(&a, &d.schema), sample_write(&b, &s));
        rc = lathe_dataset_read(&d, LATHE_VALID, 0, 0, &rows, err);
        assert_int_equal(rows.n, 0);
    }
    lathe_dataset_release(&d);
    lathe_dataset_release(&d);
    lathe_rows_release(&rows);
    lathe_schema_release(&s);
    lathe_buf_release(&a);
    lathe_buf_release(&b);
    return rc;
}

static void expect_round_trip(const char *json)
{
    struct lathe_schema s = sample(json);
    struct lathe_err err = {0};

    if (write_sample(&s, "{\"seed\":1}", &err) || read_sample(json, &err))
        fail_msg("%s", err.msg);
    lathe_schema_release(&s);
}

static void rows_are_read_as_they_were_written(void **state)
{
    (void)state;
    expect_round_trip(sample_json);
    expect_round_trip(sample_images_json);
    expect_round_trip(sample_regress_json);
    expect_round_trip(sample_weights_json);
    expect_round_trip(sample_labels_json);
    expect_round_trip(sample_values_json);
}

static void singles_are_read_as_the_doubles_that_were_written(void **state)
{
    (void)state;
    singles = ALL_SINGLES;
    rows_are_read_as_they_were_written(NULL);
    singles = SOME_SINGLES;
    rows_are_read_as_they_were_written(NULL);
    singles = NO_SINGLES;
}

/* Of the second row the third label, of the first the second value. */
static void a_target_that_is_none_is_named(void **state)
{
    (void)state;
    struct lathe_schema labels = sample(sample_labels_json);
    struct lathe_schema values = sample(sample_values_json);
    struct lathe_schema *const schemas[] = {&labels, &values};

    for (int k = 0; k < 2; k++) {
        struct lathe_schema *s = schemas[k];
        struct lathe_dataset_writer w;
        struct lathe_dataset d = {0};
        struct lathe_rows rows;
        struct lathe_err err = {0};
        uint64_t counts[LATHE_SPLITS] = {2, 0, 0};

        assert_int_equal(lathe_rows_init(&rows, s, 2, NULL), LATHE_OK);
        make_rows(&rows, s, 0, 2);
        if (k == 0)
            rows.label[5] = 2;
        else
            rows.value[1] = (double)NAN;
        assert_int_equal(lathe_dataset_create(&w, path, s, counts, NULL, NULL),
                         0);
        assert_int_equal(lathe_dataset_append(&w, LATHE_TRAIN, &rows, NULL),
                         0);
        assert_int_equal(lathe_dataset_commit(&w, s, "{}", NULL, NULL, NULL),
                         0);
        lathe_dataset_writer_release(&w);
        assert_int_equal(lathe_dataset_open(&d, path, NULL, NULL), 0);
        assert_int_equal(lathe_dataset_read(&d, LATHE_TRAIN, 0, 2, &rows,
                                            &err), LATHE_EDATA);
        if (!strstr(err.msg, k ? "row 1 of 'train', 'area': a value that is "
                                 "not finite"
                               : "row 2 of 'train', 'last, first': a label "
                                 "that is no class"))
            fail_msg("%s", err.msg);
        lathe_dataset_release(&d);
        lathe_rows_release(&rows);
        lathe_schema_release(s);
    }
}

static void provenance_comes_back(void **state)
{
    (void)state;
    const char *const text =
        "{\"b\":[1,2.5,-0.1,null,true,\"x\\ny\"],\"a\":{}}";
    struct lathe_schema s = sample(sample_json);
    struct lathe_dataset d;
    struct lathe_err err = {0};

    assert_int_equal(write_sample(&s, text, &err), LATHE_OK);
    assert_int_equal(lathe_dataset_open(&d, path, NULL, &err), LATHE_OK);
    assert_string_equal(d.provenance, text);
    lathe_dataset_release(&d);
    assert_int_equal(write_sample(&s, "nonsense", &err), LATHE_EDATA);
    assert_int_equal(write_sample(&s, "[]", &err), LATHE_EDATA);
    assert_int_equal(write_sample(&s, NULL, &err), LATHE_OK);
    lathe_schema_release(&s);
}

static void the_same_rows_give_the_same_bytes(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json);
    char *a, *b;
    size_t a_bytes, b_bytes;

    assert_int_equal(write_sample(&s, NULL, NULL), LATHE_OK);
    assert_int_equal(lathe_file_read(path, SIZE_MAX / 2, &a, &a_bytes, NULL),
                     LATHE_OK);
    assert_int_equal(write_sample(&s, NULL, NULL), LATHE_OK);
    assert_int_equal(lathe_file_read(path, SIZE_MAX / 2, &b, &b_bytes, NULL),
                     LATHE_OK);
    assert_int_equal(a_bytes, b_bytes);
    assert_memory_equal(a, b, a_bytes);
    lathe_free(a);
    lathe_free(b);
    lathe_schema_release(&s);
}

static void a_broken_promise_leaves_no_file(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json), t = sample(sample_json);
    struct lathe_dataset_writer w;
    struct lathe_rows rows;
    struct lathe_err err = {0};
    const uint64_t counts[LATHE_SPLITS] = {2, 0, 0};

    unlink(path);
    assert_int_equal(lathe_rows_init(&rows, &s, 4, NULL), LATHE_OK);
    make_rows(&rows, &s, 0, 1);
    assert_int_equal(lathe_dataset_create(&w, path, &s, counts, NULL, &err),
                     LATHE_OK);
    assert_int_equal(lathe_dataset_append(&w, LATHE_TRAIN, &rows, &err),
                     LATHE_OK);
    assert_int_equal(lathe_dataset_append(&w, LATHE_VALID, &rows, &err),
                     LATHE_EBUG);
    assert_int_equal(lathe_dataset_back(&w, LATHE_TRAIN, 0, 2, &rows, &err),
                     LATHE_EBUG);
    assert_int_equal(lathe_dataset_commit(&w, &s, NULL, NULL, NULL, &err),
                     LATHE_EBUG);
    assert_string_equal(err.msg, "'train' has not all its rows");
    make_rows(&rows, &s, 1, 1);
    assert_int_equal(lathe_dataset_append(&w, LATHE_TRAIN, &rows, &err),
                     LATHE_OK);
    t.column[0].kind = LATHE_DROPPED;
    lathe_schema_layout(&t);
    assert_int_equal(lathe_dataset_commit(&w, &t, NULL, NULL, NULL, &err),
                     LATHE_EBUG);
    lathe_dataset_writer_release(&w);
    assert_int_equal(access(path, F_OK), -1);
    lathe_rows_release(&rows);
    lathe_schema_release(&s);
    lathe_schema_release(&t);
}

/* Writes a dataset of 3 training rows as `change` leaves them, reads it, and
 * expects a refusal with `why`. */
static void expect_refused(const char *json,
                           void (*change)(struct lathe_rows *rows),
                           const char *why)
{
    struct lathe_schema s = sample(json);
    struct lathe_dataset_writer w;
    struct lathe_dataset d;
    struct lathe_rows rows;
    struct lathe_err err = {0};
    const uint64_t counts[LATHE_SPLITS] = {3, 0, 0};

    assert_int_equal(lathe_rows_init(&rows, &s, 4, NULL), LATHE_OK);
    make_rows(&rows, &s, 0, 3);
    change(&rows);
    assert_int_equal(lathe_dataset_create(&w, path, &s, counts, NULL, &err),
                     LATHE_OK);
    assert_int_equal(lathe_dataset_append(&w, LATHE_TRAIN, &rows, &err),
                     LATHE_OK);
    assert_int_equal(lathe_dataset_commit(&w, &s, NULL, NULL, NULL, &err),
                     LATHE_OK);
    lathe_dataset_writer_release(&w);
    assert_int_equal(lathe_dataset_open(&d, path, NULL, &err), LATHE_OK);
    assert_int_equal(lathe_dataset_read(&d, LATHE_TRAIN, 1, 2, &rows, &err),
                     LATHE_EDATA);
    if (!strstr(err.msg, why))
        fail_msg("'%s' does not say '%s'", err.msg, why);
    assert_int_equal(lathe_dataset_read(&d, LATHE_TRAIN, 2, 2, &rows, &err),
                     LATHE_EDATA);
    assert_non_null(strstr(err.msg, "'train' has but 3 rows"));
    lathe_dataset_release(&d);
    lathe_rows_release(&rows);
    lathe_schema_release(&s);
}

static void code_too_large(struct lathe_rows *rows)
{
    rows->code[4] = 4;
}

static void label_too_large(struct lathe_rows *rows)
{
    rows->label[2] = 3;
}

static void number_infinite(struct lathe_rows *rows)
{
    rows->number[3] = -(double)INFINITY;
}

static void value_missing(struct lathe_rows *rows)
{
    rows->value[1] = (double)NAN;
}

static void weight_negative(struct lathe_rows *rows)
{
    rows->weight[2] = -1;
}

static void weight_missing(struct lathe_rows *rows)
{
    rows->weight[1] = (double)NAN;
}

static void weight_infinite(struct lathe_rows *rows)
{
    rows->weight[2] = (double)INFINITY;
}

static void values_that_cannot_be_are_refused(void **state)
{
    (void)state;
    expect_refused(sample_json, code_too_large,
                   "row 3 of 'train', 'work': a code that is no category");
    expect_refused(sample_json, label_too_large,
                   "row 3 of 'train', 'income': a label that is no class");
    expect_refused(sample_json, number_infinite,
                   "row 2 of 'train', 'hours': an infinite number");
    expect_refused(sample_regress_json, value_missing,
                   "row 2 of 'train', 'price': a value that is not finite");
    expect_refused(sample_weights_json, weight_negative,
                   "row 3 of 'train', 'times': a weight that is no number");
    expect_refused(sample_weights_json, weight_missing,
                   "row 2 of 'train', 'times': a weight that is no number");
    expect_refused(sample_weights_json, weight_infinite,
                   "row 3 of 'train', 'times': a weight that is no number");
}

static void a_split_without_any_weight_is_not_written(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_weights_json);
    const uint64_t counts[LATHE_SPLITS] = {2, 2, 0};
    struct lathe_dataset_writer w;
    struct lathe_rows rows;
    struct lathe_err err = {0};

    assert_int_equal(lathe_rows_init(&rows, &s, 2, NULL), LATHE_OK);
    make_rows(&rows, &s, 0, 2);
    assert_int_equal(lathe_dataset_create(&w, path, &s, counts, NULL, &err),
                     LATHE_OK);
    assert_int_equal(lathe_dataset_append(&w, LATHE_TRAIN, &rows, &err),
                     LATHE_OK);
    rows.weight[0] = 0;
    rows.weight[1] = 1e-60;             /* 0 as a float */
    assert_int_equal(lathe_dataset_append(&w, LATHE_VALID, &rows, &err),
                     LATHE_OK);
    assert_int_equal(lathe_dataset_commit(&w, &s, NULL, NULL, NULL, &err),
                     LATHE_EDATA);
    assert_string_equal(err.msg, "weight: all rows of 'valid' have the weight "
                        "0 in column 'times'");
    lathe_dataset_writer_release(&w);
    lathe_rows_release(&rows);
    lathe_schema_release(&s);
}

/* A dataset file with this meta and these label rows, both as they come. */
static void write_raw(const char *meta, uint64_t labels)
{
    struct lathe_store_writer *w;
    const double number[8] = {0};
    const uint32_t label[8] = {0};
    uint64_t dim[2] = {labels, 1};

    assert_int_equal(lathe_store_writer_new(&w, LATHE_STORE_DATASET, path,
                                            NULL),
                     LATHE_OK);
    assert_int_equal(lathe_store_add(w, "train/number", LATHE_F64, 2, dim,
                                     number, NULL),
                     LATHE_OK);
    assert_int_equal(lathe_store_add(w, "train/value", LATHE_U32, 1, dim,
                                     label, NULL),
                     LATHE_OK);
    if (meta)
        assert_int_equal(lathe_store_add_text(w, "meta", meta, strlen(meta),
                                              NULL),
                         LATHE_OK);
    assert_int_equal(lathe_store_commit(w, NULL, NULL, NULL), LATHE_OK);
    lathe_store_writer_free(w);
}

static void expect_not_opened(const char *head, const char *tail,
                              const char *why)
{
    struct lathe_dataset d;
    struct lathe_buf meta = {0};
    struct lathe_err err = {0};

    lathe_buf_printf(&meta, "%s%s%s", head, sample_regress_json, tail);
    write_raw(head ? meta.s : NULL, 3);
    assert_int_equal(lathe_dataset_open(&d, path, NULL, &err), LATHE_EDATA);
    if (!strstr(err.msg, why) || !strstr(err.msg, path))
        fail_msg("'%s' does not say '%s'", err.msg, why);
    assert_null(d.store);
    lathe_buf_release(&meta);
}

static void files_with_a_wrong_description_are_refused(void **state)
{
    (void)state;
    const char *const head = "{\"kind\":\"dataset\",\"schema\":";

    expect_not_opened("[", "]", "another kind");
    expect_not_opened("{", "}", "line 1");
    expect_not_opened("{\"kind\":\"model\",\"schema\":", "}", "another kind");
    expect_not_opened(head, "}", "rows of 'train'");
    expect_not_opened(head, ",\"rows\":{\"train\":-1}}", "rows of 'train'");
    expect_not_opened(head, ",\"rows\":{\"train\":3,\"valid\":0,\"test\":0}}",
                      "provenance");
    expect_not_opened(head,
                      ",\"rows\":{\"train\":4,\"valid\":0,\"test\":0},"
                      "\"provenance\":{}}",
                      "'train/number' does not fit");
    expect_not_opened(head,
                      ",\"rows\":{\"train\":3,\"valid\":0,\"test\":0},"
                      "\"provenance\":{}}",
                      "'train/value' does not fit");
    expect_not_opened(head,
                      ",\"rows\":{\"train\":0,\"valid\":3,\"test\":0},"
                      "\"provenance\":{}}",
                      "valid/number");
    write_raw(NULL, 3);
    struct lathe_dataset d;
    struct lathe_err err = {0};
    assert_int_equal(lathe_dataset_open(&d, path, NULL, &err), LATHE_EDATA);
    assert_int_equal(lathe_dataset_open(&d, "/nonexistent/x.h5", NULL, &err),
                     LATHE_ENOINPUT);
}

static void a_schema_with_too_many_inputs_is_not_written(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json);
    struct lathe_err err = {0};

    s.column[2].width = LATHE_SCHEMA_INPUTS;
    lathe_schema_layout(&s);
    assert_int_equal(write_sample(&s, NULL, &err), LATHE_EDATA);
    assert_true(err.msg[0]);
    lathe_schema_release(&s);
}

static void it_survives_every_failed_allocation(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json);

    for (long n = 0;; n++) {
        struct lathe_err err = {0};

        torture = n;
        lathe_alloc_fail_after(n);
        enum lathe_code rc = write_sample(&s, "{\"seed\":1}", &err);
        lathe_alloc_fail_after(-1);
        torture = -1;
        if (rc == LATHE_OK)
            break;
        assert_true(err.msg[0]);
        assert_int_equal(rc, LATHE_ENOMEM);
    }
    for (long n = 0;; n++) {
        struct lathe_dataset d;
        struct lathe_err err = {0};

        lathe_alloc_fail_after(n);
        enum lathe_code rc = lathe_dataset_open(&d, path, NULL, &err);
        lathe_alloc_fail_after(-1);
        lathe_dataset_release(&d);
        if (rc == LATHE_OK)
            break;
        assert_true(err.msg[0]);
        assert_int_equal(rc, LATHE_ENOMEM);
    }
    lathe_schema_release(&s);
}

/* Group of row i; more of them than are written at a time. */
static uint64_t group_of(uint64_t i)
{
    return i % 7 << 61 | i;
}

static enum lathe_code write_groups(const struct lathe_schema *s, size_t n,
                                    bool all, struct lathe_err *err)
{
    const uint64_t counts[LATHE_SPLITS] = {n, 2, 3};
    struct lathe_dataset_writer w = {0};
    struct lathe_rows rows = {0};
    uint64_t *group = NULL;
    enum lathe_code rc = lathe_rows_init(&rows, s, n, err);

    if (!rc)
        rc = lathe_new(&group, n, sizeof *group, "groups", err);
    if (!rc)
        rc = lathe_dataset_create(&w, path, s, counts, NULL, err);
    if (!rc)
        rc = lathe_dataset_declare_groups(&w, err);
    for (int k = 0; k < LATHE_SPLITS && !rc; k++) {
        make_rows(&rows, s, 0, (size_t)counts[k]);
        rc = lathe_dataset_append(&w, (enum lathe_split)k, &rows, err);
        for (uint64_t i = 0; i < counts[k]; i++)
            group[i] = group_of(i);
        if (!rc && (all || k != LATHE_TRAIN))
            rc = lathe_dataset_fill_groups(&w, (enum lathe_split)k, 0,
                                           (size_t)counts[k], group, err);
    }
    if (!rc)
        rc = lathe_dataset_commit(&w, s, NULL, NULL, NULL, err);
    lathe_dataset_writer_release(&w);
    lathe_rows_release(&rows);
    lathe_free(group);
    return rc;
}

/* The description of a dataset of three training rows with one number. */
static void describe_three_rows(struct lathe_buf *meta)
{
    lathe_buf_printf(meta, "{\"kind\":\"dataset\",\"schema\":%s,\"rows\":"
                     "{\"train\":3,\"valid\":0,\"test\":0},"
                     "\"provenance\":{}}", sample_regress_json);
}

/* Three rows whose groups have `width` halves. */
static enum lathe_code open_with_groups(uint64_t width, struct lathe_dataset *d,
                                        struct lathe_err *err)
{
    struct lathe_store_writer *w;
    const double number[3] = {0};
    const uint32_t half[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    uint64_t dim[2] = {3, 1}, two[2] = {3, width};
    struct lathe_buf meta = {0};
    int bad;

    describe_three_rows(&meta);
    bad = lathe_store_writer_new(&w, LATHE_STORE_DATASET, path, NULL) ||
          lathe_store_add(w, "train/number", LATHE_F64, 2, dim, number, NULL) ||
          lathe_store_add(w, "train/value", LATHE_F64, 1, dim, number, NULL) ||
          lathe_store_add(w, "train/group", LATHE_U32, 2, two, half, NULL) ||
          lathe_store_add_text(w, "meta", meta.s, meta.len, NULL) ||
          lathe_store_commit(w, NULL, NULL, NULL);
    assert_false(bad);
    lathe_store_writer_free(w);
    lathe_buf_release(&meta);
    return lathe_dataset_open(d, path, NULL, err);
}

/* Three rows of a number, which a list says is a single, or is not: the array
 * that it is in is left out, unless `there`. */
static enum lathe_code open_with_singles(const uint8_t *list, uint64_t length,
                                         bool there, struct lathe_dataset *d,
                                         struct lathe_err *err)
{
    struct lathe_store_writer *w;
    const double value[3] = {0};
    const float single[3] = {0.1f, 1e10f, NAN};
    const uint64_t dim[2] = {3, 1};
    struct lathe_buf meta = {0};
    int bad;

    describe_three_rows(&meta);
    bad = lathe_store_writer_new(&w, LATHE_STORE_DATASET, path, NULL) ||
          (there && lathe_store_add(w, "train/single", LATHE_F32, 2, dim,
                                    single, NULL)) ||
          lathe_store_add(w, "train/narrow", LATHE_U8, 1, &length, list,
                          NULL) ||
          lathe_store_add(w, "train/value", LATHE_F64, 1, dim, value, NULL) ||
          lathe_store_add_text(w, "meta", meta.s, meta.len, NULL) ||
          lathe_store_commit(w, NULL, NULL, NULL);
    assert_false(bad);
    lathe_store_writer_free(w);
    lathe_buf_release(&meta);
    return lathe_dataset_open(d, path, NULL, err);
}

static void singles_of_another_form_are_refused(void **state)
{
    static const struct {
        uint8_t list[2];
        uint64_t length;
        bool there;
        const char *why;
    } bad[] = {
        {{2, 0}, 1, true, "'train/narrow' has other values than 0 and 1"},
        {{1, 0}, 2, true, "array 'train/narrow' does not fit the schema"},
        {{0, 0}, 1, true, "train/number"},
        {{1, 0}, 1, false, "train/single"},
    };
    const uint8_t good = 1;
    struct lathe_dataset d;
    struct lathe_rows rows;
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(open_with_singles(&good, 1, true, &d, &err), LATHE_OK);
    assert_int_equal(lathe_rows_init(&rows, &d.schema, 3, NULL), LATHE_OK);
    assert_int_equal(lathe_dataset_read(&d, LATHE_TRAIN, 0, 3, &rows, NULL),
                     LATHE_OK);
    assert_true(rows.number[0] == 0.1 && rows.number[1] == 1e10 &&
                isnan(rows.number[2]));
    lathe_rows_release(&rows);
    lathe_dataset_release(&d);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(open_with_singles(bad[i].list, bad[i].length,
                                           bad[i].there, &d, &err),
                         LATHE_EDATA);
        if (!strstr(err.msg, bad[i].why) || !strstr(err.msg, path))
            fail_msg("'%s' does not say '%s'", err.msg, bad[i].why);
    }
}

static void groups_of_another_form_are_refused(void **state)
{
    struct lathe_dataset d;
    struct lathe_err err = {0};
    uint64_t group[3];

    (void)state;
    assert_int_equal(open_with_groups(2, &d, &err), LATHE_OK);
    assert_int_equal(lathe_dataset_groups(&d, LATHE_TRAIN, 0, 3, group, NULL),
                     LATHE_OK);
    assert_true(group[1] == ((uint64_t)4 << 32 | 3));
    lathe_dataset_release(&d);
    for (uint64_t width = 1; width <= 3; width += 2) {
        assert_int_equal(open_with_groups(width, &d, &err), LATHE_EDATA);
        assert_non_null(strstr(err.msg, "array 'train/group' does not fit"));
    }
}

static void groups_come_back_where_there_are_any(void **state)
{
    struct lathe_schema s = sample(sample_json);
    struct lathe_dataset d;
    struct lathe_err err = {0};
    uint64_t group[1200];

    (void)state;
    if (write_groups(&s, 1300, true, &err))
        fail_msg("%s", err.msg);
    assert_int_equal(lathe_dataset_open(&d, path, NULL, NULL), LATHE_OK);
    assert_true(d.grouped);
    assert_int_equal(lathe_dataset_groups(&d, LATHE_TRAIN, 90, 1200, group,
                                          NULL), LATHE_OK);
    for (size_t i = 0; i < 1200; i++)
        assert_true(group[i] == group_of(90 + i));
    assert_int_equal(lathe_dataset_groups(&d, LATHE_VALID, 1, 1, group, NULL),
                     LATHE_OK);
    assert_true(group[0] == group_of(1));
    assert_int_equal(lathe_dataset_groups(&d, LATHE_VALID, 1, 2, group, &err),
                     LATHE_EDATA);
    assert_non_null(strstr(err.msg, "'valid' has but 2 rows"));
    lathe_dataset_release(&d);

    unlink(path);
    assert_int_equal(write_groups(&s, 5, false, &err), LATHE_EBUG);
    assert_string_equal(err.msg, "'train' has not all its groups");
    assert_int_equal(access(path, F_OK), -1);

    assert_int_equal(write_sample(&s, NULL, NULL), LATHE_OK);
    assert_int_equal(lathe_dataset_open(&d, path, NULL, NULL), LATHE_OK);
    assert_false(d.grouped);
    lathe_dataset_release(&d);
    lathe_schema_release(&s);
}

static void reading_allocates_nothing(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json);
    struct lathe_dataset d;
    struct lathe_rows rows;

    assert_int_equal(write_sample(&s, NULL, NULL), LATHE_OK);
    assert_int_equal(lathe_dataset_open(&d, path, NULL, NULL), LATHE_OK);
    assert_int_equal(lathe_rows_init(&rows, &s, 10, NULL), LATHE_OK);
    unsigned long calls = lathe_alloc_calls();
    assert_int_equal(lathe_dataset_read(&d, LATHE_TRAIN, 0, 10, &rows, NULL),
                     LATHE_OK);
    assert_int_equal(lathe_alloc_calls(), calls);
    lathe_dataset_release(&d);
    lathe_rows_release(&rows);
    lathe_schema_release(&s);
}

static int make_dir(void **state)
{
    (void)state;
    if (!mkdtemp(dir))
        return -1;
    snprintf(path, sizeof path, "%s/d.h5", dir);
    return 0;
}

/* Fails when anything but the dataset was left behind. */
static int remove_dir(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_as_they_were_written),
        cmocka_unit_test(singles_are_read_as_the_doubles_that_were_written),
        cmocka_unit_test(a_target_that_is_none_is_named),
        cmocka_unit_test(provenance_comes_back),
        cmocka_unit_test(the_same_rows_give_the_same_bytes),
        cmocka_unit_test(a_broken_promise_leaves_no_file),
        cmocka_unit_test(values_that_cannot_be_are_refused),
        cmocka_unit_test(a_split_without_any_weight_is_not_written),
        cmocka_unit_test(files_with_a_wrong_description_are_refused),
        cmocka_unit_test(a_schema_with_too_many_inputs_is_not_written),
        cmocka_unit_test(it_survives_every_failed_allocation),
        cmocka_unit_test(singles_of_another_form_are_refused),
        cmocka_unit_test(groups_of_another_form_are_refused),
        cmocka_unit_test(groups_come_back_where_there_are_any),
        cmocka_unit_test(reading_allocates_nothing),
    };

    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
