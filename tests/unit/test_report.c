/* An evaluation as text and as JSON. */
#include "unit.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "eval/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *income[] = {"<=50K", ">50K"};

/* Rows [n] with these labels, each given class `given` with certainty. */
static void make(struct lathe_evaluation *e, char **names, size_t k,
                 const uint32_t *label, const uint32_t *given, size_t n)
{
    struct lathe_classification c = {0};
    struct lathe_evaluation_target *of = lathe_calloc(1, sizeof *of);
    float *prob = calloc(k, sizeof *prob);

    of->name = "income";
    of->class_name = names;
    *e = (struct lathe_evaluation){.task = LATHE_CLASSIFY,
                                   .of = of, .targets = 1,
                                   .threshold = NAN,
                                   .model = "m.h5",
                                   .model_bytes = 1234,
                                   .data = "adult.h5",
                                   .split = "test",
                                   .rows = n};
    assert_int_equal(lathe_classification_init(&c, k, true, NULL), 0);
    for (size_t i = 0; i < n; i++) {
        prob[given[i]] = 1;
        assert_int_equal(lathe_classification_add(&c, label + i, prob, 1,
                                                  NULL), 0);
        prob[given[i]] = 0;
    }
    assert_int_equal(lathe_classification_figures(&c, &of->figures, NULL), 0);
    lathe_classification_release(&c);
    free(prob);
}

static void make_income(struct lathe_evaluation *e)
{
    const uint32_t label[] = {0, 0, 0, 1, 1}, given[] = {0, 0, 1, 1, 0};

    make(e, income, 2, label, given, 5);
}

static void require(struct lathe_requirements *r,
                    const struct lathe_evaluation *e, const char *texts)
{
    const struct lathe_evaluation_target *of = &e->of[0];
    struct lathe_list list = {0};
    struct lathe_target target = {
        .classes = {.word = of->class_name, .n = (uint32_t)of->figures.k}};
    struct lathe_schema s = {.task = e->task, .target = &target,
                             .targets = 1};

    assert_int_equal(lathe_list_split(&list, texts, ';', NULL), 0);
    assert_int_equal(lathe_require_parse(r, &list, NULL), 0);
    assert_int_equal(lathe_require_resolve(r, &s, NULL), 0);
    lathe_require_check(r, e);
    lathe_list_release(&list);
}

/* The longest line, in characters. */
static size_t widest(const char *s)
{
    size_t most = 0, now = 0;

    for (; *s; s++) {
        now = *s == '\n' ? 0 : now + (((unsigned char)*s & 0xc0) != 0x80);
        most = now > most ? now : most;
    }
    return most;
}

static void the_text_shows_figures_classes_confusion_and_requirements(
    void **state)
{
    struct lathe_evaluation e;
    struct lathe_requirements r = {0};
    struct lathe_buf text = {0};

    (void)state;
    make_income(&e);
    e.without_truth = 2;
    require(&r, &e, "f1>=0.9;recall[<=50K]>0.5");
    lathe_report_text(&text, &e, &r);
    assert_string_equal(
        text.s,
        "model  m.h5\n"
        "data   adult.h5, split test\n"
        "rows   5, and 2 left out that have no value of 'income'\n"
        "\n"
        "accuracy    0.6000\n"
        "log_loss   14.4175\n"
        "roc_auc     0.5833\n"
        "\n"
        "class                rows   predicted  precision   recall       f1\n"
        "<=50K                   3           3     0.6667   0.6667   0.6667\n"
        ">50K                    2           2     0.5000   0.5000   0.5000\n"
        "macro mean                                0.5833   0.5833   0.5833\n"
        "weighted mean                             0.6000   0.6000   0.6000\n"
        "\n"
        "truth          predicted\n"
        "               <=50K   >50K\n"
        "<=50K              2      1\n"
        ">50K               1      1\n"
        "\n"
        "required\n"
        "  f1>=0.9                   0.5  FAILED\n"
        "  recall[<=50K]>0.5      0.6667  ok\n");
    lathe_buf_release(&text);
    lathe_require_release(&r);
    lathe_evaluation_release(&e);
}

static void the_document_has_the_members_it_promises(void **state)
{
    struct lathe_evaluation e;
    struct lathe_requirements r = {0};
    struct lathe_buf text = {0};
    struct lathe_json *doc;
    const struct lathe_json *v, *c;

    (void)state;
    make_income(&e);
    require(&r, &e, "f1>=0.9;recall[<=50K]>0.5");
    lathe_report_json(&text, &e, &r);
    assert_int_equal(lathe_json_parse(&doc, text.s, text.len, NULL), 0);
    v = (const struct lathe_json *)doc;
    assert_string_equal(lathe_json_as_string(lathe_json_get(v, "schema"), ""),
                        "lathe/evaluation");
    assert_int_equal(lathe_json_as_int(lathe_json_get(v, "version"), 0), 1);
    assert_string_equal(lathe_json_as_string(lathe_json_get(v, "task"), ""),
                        "classify");
    assert_int_equal(lathe_json_as_int(lathe_json_get(v, "rows"), 0), 5);
    c = lathe_json_get(v, "data");
    assert_string_equal(lathe_json_as_string(lathe_json_get(c, "split"), ""),
                        "test");
    c = lathe_json_get(v, "metrics");
    assert_int_equal(lathe_json_size(c), 12);
    assert_true(lathe_json_as_double(lathe_json_get(c, "accuracy"), 0) == 0.6);
    assert_true(lathe_json_as_double(lathe_json_get(c, "f1"), 0) == 0.5);
    assert_int_equal(lathe_json_size(lathe_json_get(v, "undefined")), 0);
    assert_string_equal(
        lathe_json_as_string(lathe_json_get(v, "positive_class"), ""), ">50K");
    assert_int_equal(lathe_json_kind(lathe_json_get(v, "threshold")),
                     LATHE_JSON_NULL);
    c = lathe_json_at(lathe_json_get(v, "classes"), 0);
    assert_string_equal(lathe_json_as_string(lathe_json_get(c, "name"), ""),
                        "<=50K");
    assert_int_equal(lathe_json_as_int(lathe_json_get(c, "correct"), 0), 2);
    c = lathe_json_at(lathe_json_get(v, "confusion"), 0);
    assert_int_equal(lathe_json_as_int(lathe_json_at(c, 1), 0), 1);
    c = lathe_json_at(lathe_json_get(v, "requirements"), 1);
    assert_string_equal(lathe_json_as_string(lathe_json_get(c, "class"), ""),
                        "<=50K");
    assert_string_equal(
        lathe_json_as_string(lathe_json_get(c, "relation"), ""), ">");
    assert_true(lathe_json_as_bool(lathe_json_get(c, "holds"), false));
    assert_false(lathe_json_as_bool(lathe_json_get(v, "holds"), true));
    lathe_json_free(doc);
    lathe_buf_release(&text);
    lathe_require_release(&r);
    lathe_evaluation_release(&e);
}

static void undefined_figures_are_null_with_their_reason(void **state)
{
    const uint32_t label[] = {0, 0}, given[] = {0, 0};
    struct lathe_evaluation e;
    struct lathe_requirements r = {0};
    struct lathe_buf text = {0};
    struct lathe_json *doc;
    const struct lathe_json *v, *c;

    (void)state;
    make(&e, income, 2, label, given, 2);
    require(&r, &e, "roc_auc>=0");
    lathe_report_json(&text, &e, &r);
    assert_int_equal(lathe_json_parse(&doc, text.s, text.len, NULL), 0);
    v = (const struct lathe_json *)doc;
    c = lathe_json_get(lathe_json_get(v, "metrics"), "roc_auc");
    assert_int_equal(lathe_json_kind(c), LATHE_JSON_NULL);
    c = lathe_json_get(lathe_json_get(v, "undefined"), "roc_auc");
    assert_string_equal(lathe_json_as_string(c, ""),
                        "all rows have the same class");
    c = lathe_json_at(lathe_json_get(v, "classes"), 1);
    assert_int_equal(lathe_json_kind(lathe_json_get(c, "f1")),
                     LATHE_JSON_NULL);
    assert_int_equal(lathe_json_size(lathe_json_get(c, "undefined")), 4);
    assert_int_equal(
        lathe_json_as_int(lathe_json_get(v, "averaged_classes"), 0), 1);
    lathe_json_free(doc);
    lathe_buf_clear(&text);
    lathe_report_text(&text, &e, &r);
    assert_non_null(strstr(text.s, "roc_auc          -  undefined: all rows"));
    assert_non_null(strstr(text.s, ">50K                    0           0"
                                   "          -        -        -\n"));
    assert_non_null(strstr(text.s, "-  FAILED  undefined: all rows have the "
                                   "same class\n"));
    lathe_buf_release(&text);
    lathe_require_release(&r);
    lathe_evaluation_release(&e);
}

static void regression_has_its_own_figures(void **state)
{
    const double y[] = {1, 2, 4};
    const float p[] = {1, 2, 3};
    struct lathe_evaluation_target of = {.name = "price"};
    struct lathe_evaluation e = {.task = LATHE_REGRESS,
                                 .of = &of, .targets = 1,
                                 .threshold = NAN,
                                 .model = "m.h5",
                                 .data = "standard input",
                                 .rows = 3};
    struct lathe_requirements r = {0};
    struct lathe_regression sum = {0};
    struct lathe_buf text = {0};

    (void)state;
    lathe_regression_add(&sum, y, p, 3);
    of.values = lathe_regression_figures(&sum);
    lathe_report_text(&text, &e, &r);
    assert_string_equal(text.s, "model  m.h5\n"
                                "data   standard input\n"
                                "rows   3\n"
                                "\n"
                                "rmse         0.57735\n"
                                "mae         0.333333\n"
                                "mse         0.333333\n"
                                "r2          0.785714\n");
    lathe_buf_clear(&text);
    lathe_report_json(&text, &e, &r);
    assert_non_null(strstr(text.s, "\"split\": null"));
    assert_non_null(strstr(text.s, "\"holds\": null"));
    assert_null(strstr(text.s, "confusion"));
    lathe_buf_release(&text);
}

/* Names of any length, any number of classes, large counts. */
static void no_line_is_wider_than_100_columns(void **state)
{
    static const size_t sizes[] = {2, 3, 10, 20, 21, 41, 200};

    (void)state;
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (size_t length = 1; length < 90; length += 11) {
            size_t k = sizes[s];
            char **names = calloc(k, sizeof *names);
            struct lathe_evaluation e;
            struct lathe_requirements r = {0};
            struct lathe_buf text = {0};
            const uint32_t zero = 0;

            for (size_t c = 0; c < k; c++) {
                names[c] = calloc(1, 2 * length + 32);
                for (size_t i = 0; i < length; i++)
                    memcpy(names[c] + 2 * i, "\xc3\xa4", 2);
                snprintf(names[c] + 2 * length, 32, "%zu", c);
            }
            make(&e, names, k, &zero, &zero, 1);
            e.of[0].figures.confusion[1] = 1234567;
            lathe_report_text(&text, &e, &r);
            if (widest(text.s) > 100)
                fail_msg("%zu\n%s", widest(text.s), text.s);
            lathe_buf_release(&text);
            lathe_evaluation_release(&e);
            for (size_t c = 0; c < k; c++)
                free(names[c]);
            free(names);
        }
}

static void of_many_classes_the_worst_are_shown(void **state)
{
    enum { K = 60 };
    char *names[K], text_of[K][8];
    uint32_t label[K], given[K];
    struct lathe_evaluation e;
    struct lathe_requirements r = {0};
    struct lathe_buf text = {0};

    (void)state;
    for (uint32_t c = 0; c < K; c++) {
        snprintf(text_of[c], sizeof text_of[c], "c%u", c);
        names[c] = text_of[c];
        label[c] = c;
        given[c] = c == 57 ? 58 : c;
    }
    make(&e, names, K, label, given, K);
    lathe_report_text(&text, &e, &r);
    const char *worst = strstr(text.s, "\nc57 "), *second;

    second = strstr(text.s, "\nc58 ");
    assert_non_null(worst);
    assert_non_null(second);
    assert_true(worst < second && second < strstr(text.s, "\nc0 "));
    assert_null(strstr(text.s, "\nc59 "));
    assert_non_null(strstr(text.s, "lowest f1 of 60 classes"));
    assert_null(strstr(text.s, "truth  "));
    lathe_buf_release(&text);
    lathe_evaluation_release(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_text_shows_figures_classes_confusion_and_requirements),
        cmocka_unit_test(the_document_has_the_members_it_promises),
        cmocka_unit_test(undefined_figures_are_null_with_their_reason),
        cmocka_unit_test(regression_has_its_own_figures),
        cmocka_unit_test(no_line_is_wider_than_100_columns),
        cmocka_unit_test(of_many_classes_the_worst_are_shown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
