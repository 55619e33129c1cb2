#include "unit.h"

#include "base/alloc.h"
#include "data/encode.h"
#include "data/remap.h"
#include "sample_schema.h"

#include <math.h>

static struct lathe_schema sample(const char *json)
{
    struct lathe_schema s;
    struct lathe_err err = {0};

    if (sample_read(&s, json, &err))
        fail_msg("%s", err.msg);
    return s;
}

/* One row of the sample schema: age, hours, work, grade. */
static void put(struct lathe_rows *r, double age, double hours, uint32_t work,
                uint32_t grade, uint32_t label)
{
    r->number[2 * r->n] = age;
    r->number[2 * r->n + 1] = hours;
    r->code[2 * r->n] = work;
    r->code[2 * r->n + 1] = grade;
    r->label[r->n++] = label;
}

/* Six rows with all that can be: missing, unknown, rare, clipped. */
static struct lathe_rows sample_rows(const struct lathe_schema *s)
{
    const uint32_t gone = LATHE_MISSING_CODE, odd = LATHE_UNKNOWN_CODE;
    struct lathe_rows r;

    assert_int_equal(lathe_rows_init(&r, s, 8, NULL), LATHE_OK);
    put(&r, 42, 3, 0, 0, 0);
    put(&r, (double)NAN, (double)NAN, gone, gone, 2);
    put(&r, 1000, -3, odd, odd, odd);
    put(&r, -1000, 0, 1, 1, gone);      /* "never", "2": no training row */
    put(&r, 90, 0, 2, 2, 0);
    put(&r, 0.3, 0, 3, 0, 2);
    return r;
}

static void expect_inputs(const struct lathe_inputs *x, size_t i,
                          const float *want)
{
    float row[7];

    lathe_encode_expand(x, i, row);
    for (size_t k = 0; k < 7; k++)
        if (row[k] != want[k])
            fail_msg("row %zu input %zu: %.9g, not %.9g", i, k, (double)row[k],
                     (double)want[k]);
}

static void rows_become_inputs_in_the_documented_order(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json);
    struct lathe_rows rows = sample_rows(&s);
    struct lathe_inputs x;
    const double third = 0.3333333333333333;
    /* age, hours, grade | gov, private, rare or unknown, missing */
    const float want[6][7] = {
        {(float)((42 - 40.0) * 0.1), (float)(3 * third), 0, 1, 0, 0, 0},
        {(float)((37.5 - 40.0) * 0.1), (float)(0.1 * third), 1, 0, 0, 0, 1},
        {(float)((90 - 40.0) * 0.1), (float)(-3 * third), -1, 0, 0, 1, 0},
        {(float)((-1000 - 40.0) * 0.1), 0, -1, 0, 0, 1, 0},
        {5, 0, 1, 0, 1, 0, 0},
        {(float)((0.3 - 40.0) * 0.1), 0, 0, 0, 0, 1, 0},
    };

    assert_int_equal(lathe_inputs_init(&x, &s, 8, NULL), LATHE_OK);
    assert_true(x.dense == 3 && x.hots == 1 && x.width == 7);
    lathe_encode_rows(&x, &s, &rows);
    assert_int_equal(x.n, 6);
    for (size_t i = 0; i < 6; i++)
        expect_inputs(&x, i, want[i]);
    assert_int_equal(x.hot[0], 3);
    assert_int_equal(x.hot[1], 6);
    assert_int_equal(x.label[1], 2);
    assert_int_equal(x.label[2], LATHE_UNKNOWN_CODE);
    lathe_inputs_release(&x);
    lathe_inputs_release(&x);
    lathe_rows_release(&rows);
    lathe_schema_release(&s);
}

static void an_indicator_tells_missing_numbers(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json);
    struct lathe_rows rows = sample_rows(&s);
    struct lathe_inputs x;
    float row[9];

    s.column[4].indicator = s.column[4].indicates = true;       /* hours */
    lathe_schema_layout(&s);
    assert_true(s.inputs == 8 && s.dense == 4 && s.first_indicator == 3);
    s.column[0].indicator = s.column[0].indicates = true;       /* age */
    lathe_schema_layout(&s);
    assert_int_equal(lathe_inputs_init(&x, &s, 8, NULL), LATHE_OK);
    rows.number[1] = 5;         /* row 0; row 1 has neither */
    rows.number[2 * 2] = (double)NAN;
    lathe_encode_rows(&x, &s, &rows);
    for (size_t i = 0; i < 3; i++) {
        lathe_encode_expand(&x, i, row);
        assert_true(row[3] == (i > 0 ? 1 : 0));
        assert_true(row[4] == (i == 1 ? 1 : 0));
    }
    assert_int_equal(x.hot[0], 5);
    lathe_inputs_release(&x);
    lathe_rows_release(&rows);
    lathe_schema_release(&s);
}

static void dates_become_their_parts(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json);
    struct lathe_rows rows;
    struct lathe_inputs x;
    struct lathe_column *c = &s.column[4];      /* hours */
    float row[15];
    const double half = 0.5, root = 0.8660254037844386;

    c->kind = LATHE_DATE;
    c->parts = LATHE_DATE_DAYS | LATHE_DATE_YEAR | LATHE_DATE_MONTH |
               LATHE_DATE_WEEKDAY | LATHE_DATE_HOUR;
    c->shift = 10;
    c->factor = 0.5;
    c->year_shift = 1969;
    c->year_factor = 4;
    c->fill = 0;
    c->indicates = true;
    lathe_schema_layout(&s);
    /* age, grade, date 8, indicator, work 4 */
    assert_true(s.first_ordinal == 1 && s.first_date == 2 &&
                s.first_indicator == 10 && s.dense == 11 && s.inputs == 15);
    assert_int_equal(lathe_rows_init(&rows, &s, 3, NULL), LATHE_OK);
    assert_int_equal(lathe_inputs_init(&x, &s, 3, NULL), LATHE_OK);
    put(&rows, 42, (31 + 1) * 86400.0 + 4 * 3600, 0, 0, 0);
    put(&rows, 42, (double)NAN, 0, 0, 0);
    put(&rows, 42, -86400 * 27.5, 0, 0, 0);     /* 1969-12-04 12:00 */
    lathe_encode_rows(&x, &s, &rows);
    lathe_encode_expand(&x, 0, row);            /* 1970-02-02, a Monday */
    assert_true(row[2] == (float)((32 + 1 / 6.0 - 10) * 0.5));
    assert_true(row[3] == 4);
    assert_true(row[4] == (float)half && row[5] == (float)root);
    assert_true(row[6] == 0 && row[7] == 1);
    assert_true(row[8] == (float)root && row[9] == (float)half);
    assert_true(row[10] == 0);
    lathe_encode_expand(&x, 1, row);            /* 1970-01-01, a Thursday */
    assert_true(row[2] == -5 && row[3] == 4 && row[4] == 0 && row[5] == 1);
    assert_true(fabsf(row[6] - 0.43388373912f) < 1e-7f);        /* 3 / 7 */
    assert_true(fabsf(row[7] + 0.90096886790f) < 1e-7f);
    assert_true(row[8] == 0 && row[9] == 1 && row[10] == 1);
    lathe_encode_expand(&x, 2, row);
    assert_true(row[2] == -18.75f && row[3] == 0);
    assert_true(row[4] == (float)-half && row[5] == (float)root);
    assert_true(row[8] == 0 && row[9] == -1 && row[10] == 0);
    lathe_inputs_release(&x);
    lathe_rows_release(&rows);
    lathe_schema_release(&s);
}

/* Two texts of 2 and 3 numbers, in another order in the other schema. */
static void texts_are_matched_by_name_and_missing_ones_are_zero(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json), t = {0};
    struct lathe_column swap;
    struct lathe_rows rows, moved;
    struct lathe_remap r;
    struct lathe_inputs x;
    struct lathe_buf lines = {0};
    float row[16];

    s.column[0].kind = s.column[4].kind = LATHE_TEXT;   /* age, hours */
    s.column[0].dims = 2;
    s.column[4].dims = 3;
    lathe_schema_layout(&s);
    assert_true(s.texts == 5 && s.numbers == 0 && s.first_text == 1 &&
                s.dense == 6 && s.inputs == 10);
    assert_int_equal(lathe_schema_copy(&t, &s, NULL), LATHE_OK);
    swap = t.column[0];
    t.column[0] = t.column[4];
    t.column[4] = swap;
    assert_int_equal(lathe_remap_init(&r, &s, &t, NULL), LATHE_OK);
    assert_int_equal(lathe_rows_init(&rows, &s, 2, NULL), LATHE_OK);
    assert_int_equal(lathe_rows_init(&moved, &t, 2, NULL), LATHE_OK);
    assert_int_equal(lathe_inputs_init(&x, &t, 2, NULL), LATHE_OK);
    lathe_rows_blank(&rows, &s, 2);
    assert_true(isnan(rows.text[0]) && rows.text[1] == 0 &&
                isnan(rows.text[2]) && rows.text[4] == 0);
    memcpy(rows.text, (float[]){.1f, .2f, .3f, .4f, .5f}, 5 * sizeof(float));
    lathe_remap_rows(&r, &rows, &moved);
    lathe_encode_rows(&x, &t, &moved);
    lathe_encode_expand(&x, 0, row);
    assert_true(row[1] == .3f && row[2] == .4f && row[3] == .5f &&
                row[4] == .1f && row[5] == .2f);
    lathe_encode_expand(&x, 1, row);
    for (size_t k = 1; k < 6; k++)
        assert_true(row[k] == 0);
    t.column[4].dims = 4;
    lathe_schema_differences(&lines, &s, &t);
    assert_string_equal(lines.s, "column 'age' is a text of 2 numbers, not "
                                 "4\n");
    lathe_buf_release(&lines);
    lathe_inputs_release(&x);
    lathe_rows_release(&rows);
    lathe_rows_release(&moved);
    lathe_remap_release(&r);
    lathe_schema_release(&s);
    lathe_schema_release(&t);
}

static void a_cold_place_leaves_all_inputs_zero(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json);
    struct lathe_rows rows = sample_rows(&s);
    struct lathe_inputs x;
    float row[7];

    s.column[2].unknown_hot = LATHE_COLD;
    assert_int_equal(lathe_inputs_init(&x, &s, 8, NULL), LATHE_OK);
    lathe_encode_rows(&x, &s, &rows);
    assert_int_equal(x.hot[2], LATHE_COLD);
    lathe_encode_expand(&x, 2, row);
    for (size_t k = 3; k < 7; k++)
        assert_true(row[k] == 0);
    lathe_inputs_release(&x);
    lathe_rows_release(&rows);
    lathe_schema_release(&s);
}

static void onehot_columns_lie_behind_each_other(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json);
    struct lathe_rows rows = sample_rows(&s);
    struct lathe_inputs x;
    /* After age and hours: work 2 to 5, grade 6 and 7. */
    const uint32_t want[12] = {2, 6, 5, 7, 4, LATHE_COLD, 4, LATHE_COLD,
                               3, 7, 4, 6};

    s.column[3].encode = LATHE_ENCODE_ONEHOT;
    s.column[3].width = 2;
    lathe_schema_layout(&s);
    assert_int_equal(lathe_inputs_init(&x, &s, 8, NULL), LATHE_OK);
    assert_true(x.dense == 2 && x.hots == 2 && x.width == 8);
    lathe_encode_rows(&x, &s, &rows);
    assert_memory_equal(x.hot, want, sizeof want);
    lathe_inputs_release(&x);
    lathe_rows_release(&rows);
    lathe_schema_release(&s);
}

/* A result is rounded once: the float nearest to the double. */
static void encoding_rounds_once(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_regress_json);
    struct lathe_rows rows;
    struct lathe_inputs x;
    const double big = 16777217;        /* 2^24 + 1 is no float */

    s.column[0].clip_high = (double)INFINITY;
    s.column[0].shift = 16777216;
    s.column[0].factor = 1.0 / 3.0;
    assert_int_equal(lathe_rows_init(&rows, &s, 1, NULL), LATHE_OK);
    assert_int_equal(lathe_inputs_init(&x, &s, 1, NULL), LATHE_OK);
    rows.number[0] = big;
    rows.value[0] = 7;
    rows.n = 1;
    lathe_encode_rows(&x, &s, &rows);
    assert_true(x.x[0] == (float)(1.0 / 3.0));
    assert_true(x.value[0] == 1.25f);   /* (7 - 2) * 0.25 */
    rows.value[0] = (double)NAN;
    x.n = 0;
    lathe_encode_rows(&x, &s, &rows);
    assert_true(isnan(x.value[0]));
    lathe_inputs_release(&x);
    lathe_rows_release(&rows);
    lathe_schema_release(&s);
}

static void rows_in_pieces_are_the_rows_at_once(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json);
    struct lathe_rows rows = sample_rows(&s), part = rows;
    struct lathe_inputs whole, pieces;

    assert_int_equal(lathe_inputs_init(&whole, &s, 6, NULL), LATHE_OK);
    assert_int_equal(lathe_inputs_init(&pieces, &s, 6, NULL), LATHE_OK);
    lathe_encode_rows(&whole, &s, &rows);
    for (size_t i = 0; i < 6; i++) {
        part.n = 1;
        part.number = rows.number + 2 * i;
        part.code = rows.code + 2 * i;
        part.label = rows.label + i;
        lathe_encode_rows(&pieces, &s, &part);
    }
    assert_memory_equal(whole.x, pieces.x, 6 * 3 * sizeof *whole.x);
    assert_memory_equal(whole.hot, pieces.hot, 6 * sizeof *whole.hot);
    assert_memory_equal(whole.label, pieces.label, 6 * sizeof *whole.label);
    lathe_inputs_release(&whole);
    lathe_inputs_release(&pieces);
    lathe_rows_release(&rows);
    lathe_schema_release(&s);
}

static void pixels_are_scaled_by_channel(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_images_json);
    struct lathe_rows rows;
    struct lathe_inputs x;
    const uint8_t pixel[12] = {0, 1, 2, 3, 4, 255, 9, 8, 7, 6, 5, 4};
    float row[6];

    s.image.channels = 2;
    s.image.height = 1;
    s.image.shift[1] = 2;
    s.image.factor[1] = 0.5f;
    assert_int_equal(lathe_rows_init(&rows, &s, 2, NULL), LATHE_OK);
    assert_int_equal(lathe_inputs_init(&x, &s, 2, NULL), LATHE_OK);
    memcpy(rows.pixel, pixel, sizeof pixel);
    rows.n = 2;
    lathe_encode_rows(&x, &s, &rows);
    assert_memory_equal(x.pixel, pixel, sizeof pixel);
    lathe_encode_expand(&x, 0, row);
    assert_true(row[1] == (1.0f - s.image.shift[0]) * s.image.factor[0]);
    assert_true(row[3] == 0.5f && row[4] == 1.0f && row[5] == 126.5f);
    lathe_encode_expand(&x, 1, row);
    assert_true(row[5] == 1.0f);
    lathe_inputs_release(&x);
    lathe_rows_release(&rows);
    lathe_schema_release(&s);
}

/* What the model's own schema makes of a row is what the dataset's made. */
static void a_trimmed_schema_encodes_the_same(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json), t;
    struct lathe_rows rows = sample_rows(&s), moved;
    struct lathe_inputs a, b;
    struct lathe_remap r;

    assert_int_equal(lathe_schema_trim(&t, &s, NULL), LATHE_OK);
    assert_int_equal(lathe_remap_init(&r, &s, &t, NULL), LATHE_OK);
    assert_int_equal(lathe_rows_init(&moved, &t, 8, NULL), LATHE_OK);
    assert_int_equal(lathe_inputs_init(&a, &s, 8, NULL), LATHE_OK);
    assert_int_equal(lathe_inputs_init(&b, &t, 8, NULL), LATHE_OK);
    lathe_remap_rows(&r, &rows, &moved);
    assert_int_equal(moved.code[0], 0);
    assert_int_equal(moved.code[2], LATHE_MISSING_CODE);
    assert_int_equal(moved.code[6], LATHE_UNKNOWN_CODE);
    assert_int_equal(moved.code[8], 1);
    lathe_encode_rows(&a, &s, &rows);
    lathe_encode_rows(&b, &t, &moved);
    assert_memory_equal(a.x, b.x, 6 * 3 * sizeof *a.x);
    assert_memory_equal(a.hot, b.hot, 6 * sizeof *a.hot);
    const uint32_t want[] = {0, 1, LATHE_UNKNOWN_CODE, LATHE_MISSING_CODE, 0,
                             1};
    assert_memory_equal(b.label, want, sizeof want);
    lathe_inputs_release(&a);
    lathe_inputs_release(&b);
    lathe_rows_release(&rows);
    lathe_rows_release(&moved);
    lathe_remap_release(&r);
    lathe_schema_release(&s);
    lathe_schema_release(&t);
}

/* The columns of `s` in reverse order. */
static void reverse(struct lathe_schema *s)
{
    for (size_t i = 0, k = s->n - 1; i < k; i++, k--) {
        struct lathe_column c = s->column[i];
        s->column[i] = s->column[k];
        s->column[k] = c;
    }
}

/* Two targets of the three, in another order, and of one class less. */
static void several_targets_are_matched_by_name(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_labels_json);
    struct lathe_schema t = sample(sample_labels_json);
    struct lathe_target swap = t.target[0];
    struct lathe_rows rows, moved;
    struct lathe_remap r;
    uint32_t code;

    t.target[0] = t.target[2];
    t.target[2] = swap;
    lathe_dict_release(&t.target[0].classes);
    lathe_dict_add(&t.target[0].classes, "t", 1, &code, NULL);
    lathe_schema_layout(&t);
    assert_int_equal(lathe_rows_init(&rows, &s, 2, NULL), LATHE_OK);
    assert_int_equal(lathe_rows_init(&moved, &t, 2, NULL), LATHE_OK);
    lathe_rows_blank(&rows, &s, 2);
    assert_false(lathe_rows_has_truth(&rows, 0));
    rows.label[0] = 1;          /* toxic "1", rude "no", last, first "f" */
    rows.label[1] = rows.label[2] = 0;
    rows.label[3] = 0;          /* toxic "0", rude missing, last, first "t" */
    rows.label[5] = 1;
    assert_true(lathe_rows_has_truth(&rows, 0));
    assert_false(lathe_rows_has_truth(&rows, 1));
    assert_int_equal(lathe_remap_init(&r, &s, &t, NULL), LATHE_OK);
    lathe_remap_rows(&r, &rows, &moved);
    const uint32_t want[] = {LATHE_UNKNOWN_CODE, 0, 1, 0, LATHE_MISSING_CODE,
                             0};
    assert_memory_equal(moved.label, want, sizeof want);
    assert_int_equal(lathe_rows_drop_targetless(&moved, &t), 2);
    rows.label[4] = 0;
    lathe_rows_copy(&rows, 0, &rows, 1);
    assert_int_equal(lathe_rows_drop_targetless(&rows, &s), 0);
    assert_true(rows.label[0] == 0 && rows.label[2] == 1);
    lathe_remap_release(&r);
    lathe_rows_release(&rows);
    lathe_rows_release(&moved);
    lathe_schema_release(&s);
    lathe_schema_release(&t);
}

static void each_value_is_scaled_on_its_own(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_values_json);
    struct lathe_rows rows, part;
    struct lathe_inputs x;
    size_t step;

    assert_int_equal(lathe_rows_init(&rows, &s, 2, NULL), LATHE_OK);
    assert_int_equal(lathe_inputs_init(&x, &s, 2, NULL), LATHE_OK);
    lathe_rows_blank(&rows, &s, 2);
    assert_true(isnan(rows.value[3]));
    rows.value[0] = 7;
    rows.value[1] = -2;
    rows.value[2] = 2;
    lathe_encode_rows(&x, &s, &rows);
    assert_true(x.value[0] == 1.25f);   /* (7 - 2) * 0.25 */
    assert_true(x.value[1] == -2.0f);   /* (-2 + 1) * 2 */
    assert_true(x.value[2] == 0 && isnan(x.value[3]));
    part = lathe_rows_window(&rows, 1, 1);
    assert_true(part.value[0] == 2);
    assert_true(lathe_rows_real(&rows, 2, &step) == rows.value + 1);
    assert_int_equal(step, 2);
    assert_int_equal(lathe_rows_drop_targetless(&rows, &s), 1);
    lathe_inputs_release(&x);
    lathe_rows_release(&rows);
    lathe_schema_release(&s);
}

static void columns_are_matched_by_name(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json), t = sample(sample_json);
    struct lathe_rows rows = sample_rows(&s), moved;
    struct lathe_remap r;

    reverse(&t);                /* hours, grade, work, id, age */
    assert_int_equal(lathe_remap_init(&r, &s, &t, NULL), LATHE_OK);
    assert_int_equal(lathe_rows_init(&moved, &t, 6, NULL), LATHE_OK);
    lathe_remap_rows(&r, &rows, &moved);
    assert_int_equal(moved.n, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_memory_equal(&moved.number[2 * i], &rows.number[2 * i + 1],
                            sizeof(double));
        assert_memory_equal(&moved.number[2 * i + 1], &rows.number[2 * i],
                            sizeof(double));
        assert_int_equal(moved.code[2 * i], rows.code[2 * i + 1]);
        assert_int_equal(moved.code[2 * i + 1], rows.code[2 * i]);
        assert_int_equal(moved.label[i], rows.label[i]);
    }
    lathe_remap_release(&r);
    lathe_remap_release(&r);
    lathe_rows_release(&rows);
    lathe_rows_release(&moved);
    lathe_schema_release(&s);
    lathe_schema_release(&t);
}

static void pixels_are_matched_by_name_too(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_images_json);
    struct lathe_schema t = sample(sample_images_json);
    const uint8_t pixel[12] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    const uint8_t want[12] = {6, 5, 4, 3, 2, 1, 12, 11, 10, 9, 8, 7};
    struct lathe_rows rows, moved;
    struct lathe_remap same, turned;

    assert_int_equal(lathe_rows_init(&rows, &s, 2, NULL), LATHE_OK);
    assert_int_equal(lathe_rows_init(&moved, &t, 2, NULL), LATHE_OK);
    memcpy(rows.pixel, pixel, sizeof pixel);
    rows.n = 2;
    assert_int_equal(lathe_remap_init(&same, &s, &t, NULL), LATHE_OK);
    reverse(&t);
    assert_int_equal(lathe_remap_init(&turned, &s, &t, NULL), LATHE_OK);
    assert_true(same.pixels_in_order && !turned.pixels_in_order);
    lathe_remap_rows(&same, &rows, &moved);
    assert_memory_equal(moved.pixel, pixel, sizeof pixel);
    lathe_remap_rows(&turned, &rows, &moved);
    assert_memory_equal(moved.pixel, want, sizeof want);
    lathe_remap_release(&same);
    lathe_remap_release(&turned);
    lathe_rows_release(&rows);
    lathe_rows_release(&moved);
    lathe_schema_release(&s);
    lathe_schema_release(&t);
}

static void a_schema_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json), t = sample(sample_json);
    struct lathe_remap r;
    struct lathe_err err = {0};

    t.column[0].name[0] = 'A';
    assert_int_equal(lathe_remap_init(&r, &s, &t, &err), LATHE_EDATA);
    assert_string_equal(err.msg, "it does not fit the model: column 'Age' is "
                                 "missing");
    t.column[1].kind = LATHE_NUMBER;
    t.column[2].name[0] = 'W';
    t.column[3].name[0] = 'G';
    t.column[4].kind = LATHE_PIXEL;
    assert_int_equal(lathe_remap_init(&r, &s, &t, &err), LATHE_EDATA);
    assert_string_equal(err.msg,
                        "it does not fit the model: column 'Age' is missing; "
                        "column 'id' was dropped (one value a row); column "
                        "'Work' is missing (and 2 more)");
    lathe_remap_release(&r);
    lathe_schema_release(&s);
    lathe_schema_release(&t);
}

static void it_all_survives_every_failed_allocation(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json), t = sample(sample_json);

    reverse(&t);
    for (long n = 0;; n++) {
        struct lathe_remap r = {0};
        struct lathe_inputs x = {0};
        struct lathe_err err = {0};

        lathe_alloc_fail_after(n);
        enum lathe_code rc = lathe_inputs_init(&x, &s, 8, &err);
        if (!rc)
            rc = lathe_remap_init(&r, &s, &t, &err);
        lathe_alloc_fail_after(-1);
        lathe_inputs_release(&x);
        lathe_remap_release(&r);
        if (rc == LATHE_OK)
            break;
        assert_int_equal(rc, LATHE_ENOMEM);
        assert_true(err.msg[0]);
    }
    t.column[0].name[0] = 'H';
    for (long n = 0;; n++) {
        struct lathe_remap r = {0};
        struct lathe_err err = {0};

        lathe_alloc_fail_after(n);
        enum lathe_code rc = lathe_remap_init(&r, &s, &t, &err);
        lathe_alloc_fail_after(-1);
        lathe_remap_release(&r);
        assert_true(err.msg[0]);
        if (rc == LATHE_EDATA && n > 20)
            break;
    }
    lathe_schema_release(&s);
    lathe_schema_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_inputs_in_the_documented_order),
        cmocka_unit_test(an_indicator_tells_missing_numbers),
        cmocka_unit_test(dates_become_their_parts),
        cmocka_unit_test(
            texts_are_matched_by_name_and_missing_ones_are_zero),
        cmocka_unit_test(a_cold_place_leaves_all_inputs_zero),
        cmocka_unit_test(onehot_columns_lie_behind_each_other),
        cmocka_unit_test(encoding_rounds_once),
        cmocka_unit_test(rows_in_pieces_are_the_rows_at_once),
        cmocka_unit_test(pixels_are_scaled_by_channel),
        cmocka_unit_test(a_trimmed_schema_encodes_the_same),
        cmocka_unit_test(several_targets_are_matched_by_name),
        cmocka_unit_test(each_value_is_scaled_on_its_own),
        cmocka_unit_test(columns_are_matched_by_name),
        cmocka_unit_test(pixels_are_matched_by_name_too),
        cmocka_unit_test(a_schema_that_does_not_fit_is_refused),
        cmocka_unit_test(it_all_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
