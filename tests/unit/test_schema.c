#include "unit.h"

#include "base/alloc.h"
#include "sample_schema.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

static struct lathe_schema sample(const char *json)
{
    struct lathe_schema s;
    struct lathe_err err = {0};

    if (sample_read(&s, json, &err))
        fail_msg("%s", err.msg);
    return s;
}

static void a_schema_is_read(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json);
    const struct lathe_column *c = lathe_schema_find(&s, "age");

    assert_int_equal(s.task, LATHE_CLASSIFY);
    assert_int_equal(s.n, 5);
    assert_int_equal(s.numbers, 2);
    assert_int_equal(s.categories, 2);
    assert_int_equal(s.dense, 3);
    assert_int_equal(s.hots, 1);
    assert_int_equal(s.inputs, 7);
    assert_int_equal(s.pixels, 0);
    assert_int_equal(s.rows, 10);
    assert_int_equal(s.target[0].class_count[2], 3);
    assert_int_equal(s.na.n, 2);
    assert_true(s.dialect.delimiter == ',' && s.dialect.quote == '"' &&
                s.dialect.comment == 0);
    assert_true(c->clip_low == -(double)INFINITY && c->clip_high == 90);
    assert_true(c->fill == 37.5 && c->factor == 0.1);
    c = lathe_schema_find(&s, "work");
    assert_int_equal(c->hot[1], 2);
    assert_int_equal(c->missing_hot, 3);
    assert_int_equal(c->count[2], 5);
    c = lathe_schema_find(&s, "grade");
    assert_int_equal(c->hot[1], LATHE_COLD);
    assert_int_equal(c->unknown_hot, LATHE_COLD);
    c = lathe_schema_find(&s, "hours");
    assert_true(c->shift == 0 && signbit(c->shift));
    assert_true(isnan(c->stats.q25));
    assert_true(c->stats.sd == 5e-324 && c->stats.max == DBL_MAX);
    assert_string_equal(lathe_schema_find(&s, "id")->why, "one value a row");
    assert_null(lathe_schema_find(&s, "income"));
    lathe_schema_release(&s);
    lathe_schema_release(&s);
}

/* JSON -> schema -> JSON -> schema -> JSON: the last two are one text. */
static void expect_same_text(const char *json)
{
    struct lathe_schema a = sample(json), b;
    struct lathe_buf first = {0}, second = {0};

    b = sample(sample_write(&first, &a));
    assert_string_equal(sample_write(&second, &b), first.s);
    assert_string_equal(first.s, sample_write(&second, &a));
    lathe_schema_release(&a);
    lathe_schema_release(&b);
    lathe_buf_release(&first);
    lathe_buf_release(&second);
}

static void what_is_written_reads_back_the_same(void **state)
{
    (void)state;
    expect_same_text(sample_json);
    expect_same_text(sample_images_json);
    expect_same_text(sample_regress_json);
    expect_same_text(sample_labels_json);
    expect_same_text(sample_values_json);
}

static void several_targets_are_known_by_name(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_labels_json), t, copy;
    struct lathe_schema v = sample(sample_values_json);
    char names[LATHE_SCHEMA_NAMES_ROOM];

    assert_int_equal(s.targets, 3);
    assert_true(s.labels == 3 && s.values == 0);
    assert_true(lathe_schema_is_multilabel(&s));
    assert_int_equal(lathe_schema_classes(&s), 6);
    assert_int_equal(lathe_schema_answers(&s), 6);
    assert_int_equal(lathe_schema_find_target(&s, "rude"), 1);
    assert_int_equal(lathe_schema_find_target(&s, "x"), 3);
    assert_string_equal(lathe_schema_target_names(names, &s),
                        "'toxic', 'rude', 'last, first'");
    assert_int_equal(lathe_schema_trim(&t, &s, NULL), LATHE_OK);
    assert_int_equal(t.target[1].classes.n, 1);
    assert_int_equal(t.target[2].classes.n, 2);
    assert_int_equal(lathe_schema_copy(&copy, &s, NULL), LATHE_OK);
    assert_string_equal(copy.target[2].classes.word[1], "t");
    assert_true(v.labels == 0 && v.values == 2);
    assert_false(lathe_schema_is_multilabel(&v));
    assert_int_equal(lathe_schema_answers(&v), 2);
    assert_true(v.target[1].shift == -1 && v.target[1].factor == 2);
    lathe_schema_release(&s);
    lathe_schema_release(&t);
    lathe_schema_release(&copy);
    lathe_schema_release(&v);
}

static void the_names_of_many_targets_are_cut_short(void **state)
{
    (void)state;
    struct lathe_schema s = {0};
    char names[LATHE_SCHEMA_NAMES_ROOM];
    char name[32];

    for (int i = 0; i < 300; i++) {
        snprintf(name, sizeof name, "target number %d", i);
        assert_int_equal(lathe_schema_add_target(&s, name, NULL), 0);
    }
    lathe_schema_target_names(names, &s);
    assert_true(strlen(names) < sizeof names);
    assert_non_null(strstr(names, "'target number 0', 'target number 1'"));
    assert_non_null(strstr(names, " more"));
    lathe_schema_release(&s);
}

static void differences_of_targets_are_named(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_labels_json), t;
    struct lathe_buf text = {0};

    assert_int_equal(lathe_schema_copy(&t, &s, NULL), LATHE_OK);
    lathe_free(t.target[0].name);
    t.target[0].name = lathe_strdup("insult");
    lathe_dict_release(&t.target[2].classes);
    lathe_schema_differences(&text, &t, &s);
    assert_string_equal(text.s, "target 'toxic' is missing\n"
                                "no class of 'last, first' is the same\n");
    lathe_buf_clear(&text);
    lathe_schema_differences(&text, &s, &s);
    assert_int_equal(text.len, 0);
    lathe_buf_release(&text);
    lathe_schema_release(&s);
    lathe_schema_release(&t);
}

static void doubles_read_back_to_the_last_bit(void **state)
{
    (void)state;
    const double odd[] = {0.1,     1.0 / 3.0, 5e-324,  -0.0,    DBL_MAX,
                          DBL_MIN, -1e22,     1e15 + 1, 1e17,
                          123456789012345678.0};
    struct lathe_schema s = sample(sample_json), back;
    struct lathe_buf text = {0};

    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        s.column[0].fill = odd[i];
        s.column[0].stats.mean = -odd[i];
        back = sample(sample_write(&text, &s));
        assert_memory_equal(&back.column[0].fill, &odd[i], sizeof odd[i]);
        assert_memory_equal(&back.column[0].stats, &s.column[0].stats,
                            sizeof s.column[0].stats);
        lathe_schema_release(&back);
    }
    lathe_schema_release(&s);
    lathe_buf_release(&text);
}

static void floats_of_images_read_back_to_the_last_bit(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_images_json), back;
    struct lathe_buf text = {0};

    s.image.shift[0] = 1.0f / 3.0f;
    s.image.factor[0] = FLT_MIN;
    back = sample(sample_write(&text, &s));
    assert_memory_equal(&back.image, &s.image, sizeof s.image);
    lathe_schema_release(&s);
    lathe_schema_release(&back);
    lathe_buf_release(&text);
}

static void numbered_pixels_are_one_entry(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_images_json), back;
    struct lathe_buf text = {0};

    assert_int_equal(s.n, 7);
    assert_int_equal(s.pixels, 6);
    assert_int_equal(s.inputs, 6);
    assert_string_equal(s.column[5].name, "p6");
    assert_non_null(strstr(sample_write(&text, &s), "\"prefix\":\"p\""));
    assert_null(strstr(text.s, "\"p1\""));

    /* Names that do not count up are written out and come back as well. */
    lathe_free(s.column[2].name);
    s.column[2].name = lathe_strdup("p03");
    lathe_free(s.column[4].name);
    s.column[4].name = lathe_strdup("row1:5");
    back = sample(sample_write(&text, &s));
    assert_non_null(strstr(text.s, "\"p03\""));
    for (size_t i = 0; i < s.n; i++)
        assert_string_equal(back.column[i].name, s.column[i].name);
    lathe_schema_release(&s);
    lathe_schema_release(&back);
    lathe_buf_release(&text);
}

static void names_with_leading_zeros_come_back(void **state)
{
    (void)state;
    const char *const names[6] = {"p008", "p009", "p010", "p011", "q", "p12"};
    struct lathe_schema s = sample(sample_images_json), back;
    struct lathe_buf text = {0};

    for (size_t i = 0; i < 6; i++) {
        lathe_free(s.column[i].name);
        s.column[i].name = lathe_strdup(names[i]);
    }
    back = sample(sample_write(&text, &s));
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(back.column[i].name, names[i]);
    lathe_schema_release(&s);
    lathe_schema_release(&back);
    lathe_buf_release(&text);
}

/* Replaces the first `from` in a sample by `to` and expects a refusal that
 * says `why`. */
static void expect_refused(const char *json, const char *from, const char *to,
                           const char *why)
{
    const char *at = strstr(json, from);
    struct lathe_buf text = {0};
    struct lathe_schema s;
    struct lathe_err err = {0};

    assert_non_null(at);
    lathe_buf_add(&text, json, (size_t)(at - json));
    lathe_buf_puts(&text, to);
    lathe_buf_puts(&text, at + strlen(from));
    if (sample_read(&s, text.s, &err) != LATHE_EDATA)
        fail_msg("'%s' for '%s' is not refused", to, from);
    if (!strstr(err.msg, why))
        fail_msg("'%s' does not say '%s'", err.msg, why);
    assert_null(s.column);
    assert_int_equal(s.n, 0);
    lathe_buf_release(&text);
}

static void a_wrong_value_is_refused_by_name(void **state)
{
    (void)state;
    const char *const j = sample_json;

    expect_refused(j, "\"classify\"", "\"cluster\"", "'task' is 'cluster'");
    expect_refused(j, "\"rows\":10", "\"rows\":-1", "'rows'");
    expect_refused(j, "\"rows\":10", "\"rows\":1e300", "'rows'");
    expect_refused(j, "\"classes\":[", "\"klasses\":[", "'classes'");
    expect_refused(j, "[7,0,3]", "[7,0]",
                   "'class_counts' is not an array of 3");
    expect_refused(j, "[7,0,3]", "[7,0,11]", "'class_counts'");
    expect_refused(j, "\"none\"", "\">50K\"", "'classes' holds a text twice");
    expect_refused(j, "\"delimiter\":\",\"", "\"delimiter\":\"ab\"",
                   "'delimiter'");
    expect_refused(j, "\"?\"", "1", "'na' holds");
    expect_refused(j, "\"age\"", "\"income\"", "column 1: its name is");
    expect_refused(j, "\"age\"", "\"\"", "column 1: its name is empty");
    expect_refused(j, "\"hours\"", "\"age\"",
                   "column 5: its name is that of column 1");
    expect_refused(j, "\"kind\":\"number\"", "\"kind\":\"time\"",
                   "column 1: 'kind' is 'time'");
    expect_refused(j, "\"fill\":37.5", "\"fill\":null", "'fill'");
    expect_refused(j, "\"factor\":0.1", "\"factor\":\"x\"", "'factor'");
    expect_refused(j, "\"clip\":[null,90]", "\"clip\":[95,90]", "'clip'");
    expect_refused(j, "\"clip\":[null,90]", "\"clip\":[95]", "'clip'");
    expect_refused(j, "\"mean\":40,", "", "'mean'");
    expect_refused(j, "\"present\":9", "\"present\":11", "'present'");
    expect_refused(j, "\"why\":\"one value a row\"", "\"why\":3", "'why'");
}

static void a_wrong_place_is_refused(void **state)
{
    (void)state;
    const char *const j = sample_json;

    expect_refused(j, "[0,2,1,2]", "[0,2,1,4]", "column 3: 'places'");
    expect_refused(j, "[0,2,1,2]", "[0,2,1,-1]", "column 3: 'places'");
    expect_refused(j, "[0,2,1,2]", "[0,2,1]", "'places' is not an array of 4");
    expect_refused(j, "\"width\":4", "\"width\":7", "'width'");
    expect_refused(j, "\"width\":4", "\"width\":0", "the width is 0");
    expect_refused(j, "\"places\":[0,2,1,2],\"missing_place\":3,"
                   "\"unknown_place\":2,\"width\":4",
                   "\"missing_place\":null,\"unknown_place\":null,"
                   "\"width\":3", "'width' is less");
    expect_refused(j, "\"missing_place\":3", "\"missing_place\":4",
                   "'missing_place'");
    expect_refused(j, "[0,null,1]", "[0,null,5]", "column 4: 'places'");
    expect_refused(j, "[2,0,5,1]", "[2,0,5,1,1]", "'counts'");
    expect_refused(j, "[2,0,5,1]", "[2,0,5,true]", "'counts'");
    expect_refused(j, "\"impute\":\"category\",",
                   "\"impute\":\"constant\",\"fill\":\"x\",", "'fill'");
}

static void wrong_images_are_refused(void **state)
{
    (void)state;
    const char *const j = sample_images_json;

    expect_refused(j, "\"height\":2", "\"height\":3", "6 pixel columns for");
    expect_refused(j, "\"channels\":1", "\"channels\":5", "'channels'");
    expect_refused(j, "\"columns\":6", "\"columns\":262145", "'columns'");
    expect_refused(j, "\"columns\":6", "\"columns\":262144",
                   "more than 262144 columns");
    expect_refused(j, "\"kind\":\"pixel\"", "\"kind\":\"dropped\"",
                   "only pixels");
    expect_refused(j, "[0.011111111380159855]", "[1e300]", "too large");
    expect_refused(j, "[0.011111111380159855]", "[]", "'factor'");
}

static void other_wrong_documents_are_refused(void **state)
{
    (void)state;
    struct lathe_schema s;
    struct lathe_err err;

    expect_refused(sample_labels_json, "\"target\":\"rude\"",
                   "\"target\":\"toxic\"", "two targets have one name");
    expect_refused(sample_labels_json, "\"target\":\"rude\"",
                   "\"target\":\"x\"", "column 1: its name is empty or that "
                   "of the target");
    expect_refused(sample_labels_json, "\"target\":\"rude\"",
                   "\"target\":\"\"", "a target has no name");
    expect_refused(sample_labels_json, "\"target\":\"rude\"", "\"x\":1",
                   "'target' is not a text");
    expect_refused(sample_labels_json, "[\"no\",\"yes\"],"
                   "\"class_counts\":[5,0]", "[\"no\",\"yes\",\"so\"],"
                   "\"class_counts\":[5,0,0]",
                   "one of several targets has more than two classes");
    expect_refused(sample_labels_json, "[\"no\",\"yes\"],"
                   "\"class_counts\":[5,0]", "[],\"class_counts\":[]",
                   "there are no classes");
    expect_refused(sample_labels_json, "\"targets\":[",
                   "\"targets\":[],\"spare\":[",
                   "'targets' is not an array of 2 to 4096 targets");
    expect_refused(sample_labels_json, "\"targets\":[",
                   "\"targets\":3,\"spare\":[",
                   "'targets' is not an array of 2 to 4096 targets");
    expect_refused(sample_values_json, "\"target_factor\":2",
                   "\"target_factor\":0", "'target_factor' is not positive");
    expect_refused(sample_regress_json, "\"target_factor\":0.25",
                   "\"target_factor\":0", "'target_factor'");
    expect_refused(sample_regress_json, "\"number\"",
                   "\"dropped\",\"why\":null", "0 inputs");
    assert_int_equal(sample_read(&s, "[]", &err), LATHE_EDATA);
    assert_int_equal(sample_read(&s, "{}", &err), LATHE_EDATA);
    assert_int_equal(sample_read(&s, "null", NULL), LATHE_EDATA);
}

static void a_copy_is_the_same_and_its_own(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json), copy;
    struct lathe_buf a = {0}, b = {0};

    sample_write(&a, &s);
    assert_int_equal(lathe_schema_copy(&copy, &s, NULL), LATHE_OK);
    lathe_schema_release(&s);
    assert_string_equal(sample_write(&b, &copy), a.s);
    assert_int_equal(copy.inputs, 7);
    lathe_schema_release(&copy);
    lathe_buf_release(&a);
    lathe_buf_release(&b);
}

static void trimming_leaves_what_training_rows_have(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json), t;
    const struct lathe_column *c;

    s.column[2].fill = 2;       /* the code of "private" */
    s.column[3].fill = 1;       /* of "2", which goes */
    assert_int_equal(lathe_schema_trim(&t, &s, NULL), LATHE_OK);
    c = lathe_schema_find(&t, "work");
    assert_int_equal(c->dict.n, 3);
    assert_string_equal(c->dict.word[1], "private");
    assert_int_equal(c->count[1], 5);
    assert_int_equal(c->hot[1], 1);
    assert_int_equal(c->hot[2], 2);
    assert_int_equal(c->width, 4);
    assert_true(c->fill == 1);
    c = lathe_schema_find(&t, "grade");
    assert_int_equal(c->dict.n, 2);
    assert_int_equal(c->hot[1], 1);
    assert_true(c->fill == -1);
    assert_int_equal(t.target[0].classes.n, 2);
    assert_string_equal(t.target[0].classes.word[1], ">50K");
    assert_int_equal(t.target[0].class_count[1], 3);
    assert_int_equal(t.inputs, s.inputs);
    lathe_schema_release(&s);
    lathe_schema_release(&t);
}

static struct lathe_schema trimmed(const char *json)
{
    struct lathe_schema s = sample(json), t;

    assert_int_equal(lathe_schema_trim(&t, &s, NULL), LATHE_OK);
    lathe_schema_release(&s);
    return t;
}

/* Other words that only test rows have: the same trimmed schema. */
static void test_rows_leave_no_trace_in_a_trimmed_schema(void **state)
{
    (void)state;
    const char *const from[] = {"\"none\"", "\"never\"", "\"2\""};
    const char *const to[] = {"\"OTHER\"", "\"none?\"", "\"seven\""};
    struct lathe_schema s, other;
    struct lathe_buf a = {0}, b = {0}, json = {0};
    const char *rest = sample_json;

    for (size_t i = 0; i < 3; i++) {
        const char *at = strstr(rest, from[i]);

        assert_non_null(at);
        lathe_buf_add(&json, rest, (size_t)(at - rest));
        lathe_buf_puts(&json, to[i]);
        rest = at + strlen(from[i]);
    }
    lathe_buf_puts(&json, rest);
    s = trimmed(sample_json);
    other = trimmed(json.s);
    assert_string_equal(sample_write(&a, &s), sample_write(&b, &other));
    lathe_schema_release(&s);
    lathe_schema_release(&other);
    lathe_buf_release(&a);
    lathe_buf_release(&b);
    lathe_buf_release(&json);
}

static void a_schema_fits_itself_and_its_trimmed_self(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json), t;
    struct lathe_buf lines = {0};

    assert_int_equal(lathe_schema_trim(&t, &s, NULL), LATHE_OK);
    lathe_schema_differences(&lines, &s, &s);
    lathe_schema_differences(&lines, &s, &t);
    lathe_schema_differences(&lines, &t, &s);
    assert_int_equal(lines.len, 0);
    lathe_schema_release(&s);
    lathe_schema_release(&t);
}

static void differences_are_named(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json), t = sample(sample_json);
    struct lathe_schema images = sample(sample_images_json);
    struct lathe_buf lines = {0};

    t.column[0].kind = LATHE_CATEGORY;          /* age */
    t.column[1].kind = LATHE_NUMBER;            /* id */
    t.column[2].name[0] = 'W';                  /* work */
    lathe_schema_differences(&lines, &s, &t);
    assert_string_equal(lines.s,
                        "column 'age' is a number, not a category\n"
                        "column 'id' was dropped (one value a row)\n"
                        "column 'Work' is missing\n");
    lathe_buf_clear(&lines);
    t.column[0].kind = LATHE_NUMBER;
    t.column[1].kind = LATHE_DROPPED;
    t.column[2].name[0] = 'w';
    t.task = LATHE_REGRESS;
    lathe_schema_differences(&lines, &s, &t);
    assert_string_equal(lines.s, "the task is classify, not regress\n");
    lathe_buf_clear(&lines);
    lathe_schema_differences(&lines, &images, &s);
    assert_non_null(strstr(lines.s, "rows are images\n"));
    assert_non_null(strstr(lines.s, "no class is the same\n"));
    lathe_buf_release(&lines);
    lathe_schema_release(&s);
    lathe_schema_release(&t);
    lathe_schema_release(&images);
}

static void names_go_there_and_back(void **state)
{
    (void)state;
    for (int i = LATHE_IMPUTE_MEDIAN; i <= LATHE_IMPUTE_DROP; i++)
        assert_int_equal(lathe_schema_impute_of(lathe_schema_impute_name(
                             (enum lathe_impute)i)), i);
    for (int i = LATHE_SCALE_NONE; i <= LATHE_SCALE_ROBUST; i++)
        assert_int_equal(lathe_schema_scale_of(lathe_schema_scale_name(
                             (enum lathe_scale)i)), i);
    for (int i = LATHE_NUMBER; i <= LATHE_DROPPED; i++)
        assert_int_equal(lathe_schema_kind_of(lathe_schema_kind_name(
                             (enum lathe_column_kind)i)), i);
    assert_int_equal(lathe_schema_task_of("regress"), LATHE_REGRESS);
    assert_int_equal(lathe_schema_encode_of("ordinal"), LATHE_ENCODE_ORDINAL);
    assert_int_equal(lathe_schema_impute_of("medium"), 0);
    assert_string_equal(lathe_schema_kind_name((enum lathe_column_kind)99),
                        "unknown");
}

static void reading_survives_every_failed_allocation(void **state)
{
    (void)state;
    for (long n = 0;; n++) {
        struct lathe_schema s = {0};
        struct lathe_json *v = NULL;
        struct lathe_err err = {0};

        assert_int_equal(lathe_json_parse(&v, sample_json,
                                          strlen(sample_json), &err),
                         LATHE_OK);
        lathe_alloc_fail_after(n);
        enum lathe_code rc = lathe_schema_read(&s, v, &err);
        lathe_alloc_fail_after(-1);
        lathe_json_free(v);
        lathe_schema_release(&s);
        if (rc == LATHE_OK)
            break;
        assert_int_equal(rc, LATHE_ENOMEM);
        assert_true(err.msg[0]);
    }
}

static void copying_survives_every_failed_allocation(void **state)
{
    (void)state;
    struct lathe_schema s = sample(sample_json);

    for (int trim = 0; trim < 2; trim++)
        for (long n = 0;; n++) {
            struct lathe_schema copy;
            struct lathe_err err = {0};

            lathe_alloc_fail_after(n);
            enum lathe_code rc = trim ? lathe_schema_trim(&copy, &s, &err)
                                      : lathe_schema_copy(&copy, &s, &err);
            lathe_alloc_fail_after(-1);
            if (rc == LATHE_OK) {
                lathe_schema_release(&copy);
                break;
            }
            assert_int_equal(rc, LATHE_ENOMEM);
            assert_true(err.msg[0]);
            assert_null(copy.column);
        }
    lathe_schema_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_schema_is_read),
        cmocka_unit_test(what_is_written_reads_back_the_same),
        cmocka_unit_test(several_targets_are_known_by_name),
        cmocka_unit_test(the_names_of_many_targets_are_cut_short),
        cmocka_unit_test(differences_of_targets_are_named),
        cmocka_unit_test(doubles_read_back_to_the_last_bit),
        cmocka_unit_test(floats_of_images_read_back_to_the_last_bit),
        cmocka_unit_test(numbered_pixels_are_one_entry),
        cmocka_unit_test(names_with_leading_zeros_come_back),
        cmocka_unit_test(a_wrong_value_is_refused_by_name),
        cmocka_unit_test(a_wrong_place_is_refused),
        cmocka_unit_test(wrong_images_are_refused),
        cmocka_unit_test(other_wrong_documents_are_refused),
        cmocka_unit_test(a_copy_is_the_same_and_its_own),
        cmocka_unit_test(trimming_leaves_what_training_rows_have),
        cmocka_unit_test(test_rows_leave_no_trace_in_a_trimmed_schema),
        cmocka_unit_test(a_schema_fits_itself_and_its_trimmed_self),
        cmocka_unit_test(differences_are_named),
        cmocka_unit_test(names_go_there_and_back),
        cmocka_unit_test(reading_survives_every_failed_allocation),
        cmocka_unit_test(copying_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
