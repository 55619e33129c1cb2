/* Requirements: what may be asked, and when it holds. */
#include "unit.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "eval/require.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static char *two_classes[] = {"<=50K", ">50K"};
static char *odd_classes[] = {"a]>=0.5", "b[1]", "c d", ""};

/* Parses one; the caller releases. */
static enum lathe_code parse(struct lathe_requirements *r, const char *text,
                             struct lathe_err *err)
{
    struct lathe_list list = {0};
    enum lathe_code rc = lathe_list_add(&list, text, err);

    if (!rc)
        rc = lathe_require_parse(r, &list, err);
    lathe_list_release(&list);
    return rc;
}

static void a_requirement_is_read_in_all_its_forms(void **state)
{
    static const struct {
        const char *text, *metric, *class_name;
        enum lathe_relation relation;
        double bound;
    } cases[] = {
        {"f1>=0.80", "f1", NULL, LATHE_AT_LEAST, 0.8},
        {"accuracy>0.5", "accuracy", NULL, LATHE_MORE, 0.5},
        {"log_loss<=1e-1", "log_loss", NULL, LATHE_AT_MOST, 0.1},
        {"rmse<3", "rmse", NULL, LATHE_LESS, 3},
        {"recall==1", "recall", NULL, LATHE_EQUAL, 1},
        {"  r2 >\t-1.5 ", "r2", NULL, LATHE_MORE, -1.5},
        {"recall[>50K]>=0.6", "recall", ">50K", LATHE_AT_LEAST, 0.6},
        {"recall[<=50K]<0.6", "recall", "<=50K", LATHE_LESS, 0.6},
        {"f1 [b[1]] > 0.5", "f1", "b[1]", LATHE_MORE, 0.5},
        {"f1[a]>=0.5]>=0.7", "f1", "a]>=0.5", LATHE_AT_LEAST, 0.7},
        {"precision[ x ]<1", "precision", " x ", LATHE_LESS, 1},
        {"roc_auc[]>0", "roc_auc", "", LATHE_MORE, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lathe_requirements r = {0};
        struct lathe_err err = {0};

        if (parse(&r, cases[i].text, &err))
            fail_msg("%s", err.msg);
        assert_int_equal(r.n, 1);
        assert_string_equal(r.v[0].text, cases[i].text);
        assert_string_equal(r.v[0].metric, cases[i].metric);
        if (cases[i].class_name)
            assert_string_equal(r.v[0].part, cases[i].class_name);
        else
            assert_null(r.v[0].part);
        assert_int_equal(r.v[0].relation, cases[i].relation);
        assert_true(r.v[0].bound == cases[i].bound);
        lathe_require_release(&r);
        lathe_require_release(&r);
    }
}

static void what_is_no_requirement_is_refused_with_the_reason(void **state)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"", "there is no metric ''"},
        {"f1", "expected >=, >, <=, < or =="},
        {"f1=0.8", "expected >=, >, <=, < or =="},
        {"f1!=0.8", "there is no metric 'f1!'"},
        {">=0.8", "there is no metric ''"},
        {"f2>=0.8", "there is no metric 'f2'"},
        {"F1>=0.8", "there is no metric 'F1'"},
        {"f1>=", "'' is not a number"},
        {"f1>=0.8x", "'0.8x' is not a number"},
        {"f1>=0,8", "'0,8' is not a number"},
        {"f1>=80%", "'80%' is not a number"},
        {"f1>=nan", "'nan' is not a number"},
        {"f1>=inf", "'inf' is not a number"},
        {"f1>==0.8", "'=0.8' is not a number"},
        {"f1>=0.8>=0.7", "'0.8>=0.7' is not a number"},
        {"recall[>50K>=0.6", "no ']' after the name"},
        {"recall[a]", "expected >=, >, <=, < or =="},
        {"recall[a]b>=1", "expected >=, >, <=, < or =="},
        {"macro_f1[a]>=1", "there is no metric 'macro_f1' of a class or "
                           "target; there are precision recall f1 roc_auc "
                           "accuracy log_loss rmse mae mse r2"},
        {"hamming_loss[a]>=1", "there is no metric 'hamming_loss' of a class "
                               "or target"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lathe_requirements r = {0};
        struct lathe_err err = {0};

        assert_int_equal(parse(&r, cases[i].text, &err), LATHE_EARG);
        if (!strstr(err.msg, cases[i].says) ||
            !strstr(err.msg, cases[i].text))
            fail_msg("'%s': %s", cases[i].text, err.msg);
        assert_null(r.v);
    }
}

/* Of one target with these classes. */
static enum lathe_code resolve(struct lathe_requirements *r,
                               enum lathe_task task, char **classes,
                               size_t k, struct lathe_err *err)
{
    struct lathe_target target = {
        .classes = {.word = classes, .n = (uint32_t)k}};
    struct lathe_schema s = {.task = task, .target = &target, .targets = 1};

    return lathe_require_resolve(r, &s, err);
}

static void classes_are_found_by_name_and_metrics_by_task(void **state)
{
    static const struct {
        const char *text;
        enum lathe_task task;
        const char *says;       /* NULL: fine */
        long c;
    } cases[] = {
        {"f1>0", LATHE_CLASSIFY, NULL, -1},
        {"f1[b[1]]>0", LATHE_CLASSIFY, NULL, 1},
        {"f1[a]>=0.5]>0", LATHE_CLASSIFY, NULL, 0},
        {"f1[c d]>0", LATHE_CLASSIFY, NULL, 2},
        {"f1[]>0", LATHE_CLASSIFY, NULL, 3},
        {"f1[c]>0", LATHE_CLASSIFY,
         "the model has no class 'c'; there are 'a]>=0.5', 'b[1]', 'c d', ''",
         0},
        {"rmse<1", LATHE_CLASSIFY,
         "the model predicts classes, for which there is no metric 'rmse'", 0},
        {"rmse<1", LATHE_REGRESS, NULL, -1},
        {"f1[c d]>0", LATHE_REGRESS,
         "the model predicts numbers, for which there is no metric 'f1'", 0},
        {"accuracy[c d]>0", LATHE_CLASSIFY, "the model predicts classes, for "
         "which there is no metric 'accuracy' of one class", 0},
        {"rmse[c d]<1", LATHE_REGRESS, "the model predicts numbers, for which "
         "there is no metric 'rmse' of one class", 0},
        {"micro_f1>0", LATHE_CLASSIFY, "the model predicts classes, for which "
         "there is no metric 'micro_f1'", 0},
        {"nrmse>0", LATHE_REGRESS, "the model predicts numbers, for which "
         "there is no metric 'nrmse'", 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lathe_requirements r = {0};
        struct lathe_err err = {0};

        assert_int_equal(parse(&r, cases[i].text, &err), LATHE_OK);
        enum lathe_code rc = resolve(&r, cases[i].task, odd_classes, 4, &err);
        if (cases[i].says) {
            assert_int_equal(rc, LATHE_EARG);
            if (!strstr(err.msg, cases[i].says))
                fail_msg("%s", err.msg);
        } else {
            assert_int_equal(rc, LATHE_OK);
            assert_int_equal(r.v[0].place, cases[i].c);
        }
        lathe_require_release(&r);
    }
}

/* Two classes: 6 of 8 right, class 1: precision 2/3, recall 2/3, f1 2/3. */
static void make_evaluation(struct lathe_evaluation *e)
{
    const uint32_t label[] = {0, 0, 0, 0, 0, 1, 1, 1};
    const float p1[] = {0.1f, 0.2f, 0.3f, 0.4f, 0.6f, 0.4f, 0.7f, 0.8f};
    struct lathe_classification c = {0};
    float prob[16];

    for (size_t i = 0; i < 8; i++) {
        prob[2 * i] = 1 - p1[i];
        prob[2 * i + 1] = p1[i];
    }
    assert_int_equal(lathe_classification_init(&c, 2, true, NULL), 0);
    assert_int_equal(lathe_classification_add(&c, label, prob, 8, NULL), 0);
    *e = (struct lathe_evaluation){
        .task = LATHE_CLASSIFY, .threshold = NAN, .targets = 1,
        .of = lathe_calloc(1, sizeof *e->of)};
    e->of[0].class_name = two_classes;
    assert_int_equal(lathe_classification_figures(&c, &e->of[0].figures, NULL),
                     0);
    lathe_classification_release(&c);
}

/* Checks one requirement on the evaluation; returns the verdict. */
static enum lathe_code verdict(const struct lathe_evaluation *e,
                               const char *text, struct lathe_err *err)
{
    struct lathe_requirements r = {0};
    enum lathe_code rc = parse(&r, text, err);

    if (!rc)
        rc = resolve(&r, e->task, e->of[0].class_name,
                     e->of[0].figures.k, err);
    if (!rc) {
        lathe_require_check(&r, e);
        rc = lathe_require_verdict(&r, err);
    }
    lathe_require_release(&r);
    return rc;
}

static void each_relation_holds_where_it_should(void **state)
{
    static const struct {
        const char *text;
        bool holds;
    } cases[] = {
        {"accuracy>=0.75", true},   {"accuracy>0.75", false},
        {"accuracy<=0.75", true},   {"accuracy<0.75", false},
        {"accuracy==0.75", true},   {"accuracy==0.7500001", false},
        {"accuracy>0.74", true},    {"accuracy>=0.76", false},
        {"accuracy<0.76", true},    {"accuracy<=0.74", false},
        {"f1>=0.6666", true},       {"f1>=0.667", false},
        {"f1[>50K]>=0.6666", true}, {"recall[<=50K]==0.8", true},
        {"recall==0.8", false},     {"macro_recall>0.73", true},
    };
    struct lathe_evaluation e;

    (void)state;
    make_evaluation(&e);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lathe_err err = {0};
        enum lathe_code rc = verdict(&e, cases[i].text, &err);

        if (rc != (cases[i].holds ? LATHE_OK : LATHE_EGATE))
            fail_msg("%s: %d %s", cases[i].text, (int)rc, err.msg);
    }
    lathe_evaluation_release(&e);
}

static void an_undefined_figure_satisfies_nothing(void **state)
{
    static const char *const texts[] = {"roc_auc>=0", "roc_auc>0",
                                        "roc_auc<=1", "roc_auc<2",
                                        "roc_auc==0"};
    struct lathe_evaluation e;

    (void)state;
    make_evaluation(&e);
    e.of[0].figures.roc_auc = lathe_metric_undefined(LATHE_UNDEFINED_ONE_CLASS);
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct lathe_err err = {0};

        assert_int_equal(verdict(&e, texts[i], &err), LATHE_EGATE);
        assert_non_null(strstr(err.msg, "(is undefined: all rows have the "
                                        "same class)"));
    }
    lathe_evaluation_release(&e);
}

static void the_verdict_names_what_failed_with_its_value(void **state)
{
    static const char *const texts[] = {"f1>=0.9", "accuracy>=0.7",
                                        "recall[>50K]>0.66666"};
    struct lathe_list list = {0};
    struct lathe_requirements r = {0};
    struct lathe_evaluation e;
    struct lathe_err err = {0};

    (void)state;
    make_evaluation(&e);
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_int_equal(lathe_list_add(&list, texts[i], NULL), 0);
    assert_int_equal(lathe_require_parse(&r, &list, &err), 0);
    assert_int_equal(resolve(&r, e.task, two_classes, 2, &err), 0);
    lathe_require_check(&r, &e);
    assert_int_equal(r.failed, 1);
    assert_false(r.v[0].holds);
    assert_true(r.v[1].holds && r.v[2].holds);
    assert_int_equal(lathe_require_verdict(&r, &err), LATHE_EGATE);
    assert_string_equal(err.msg, "1 of 3 requirements does not hold: f1>=0.9 "
                                 "(is 0.6667)");
    r.v[0].bound = 0.5;
    lathe_require_check(&r, &e);
    assert_int_equal(r.failed, 0);
    assert_int_equal(lathe_require_verdict(&r, &err), LATHE_OK);
    lathe_require_release(&r);
    lathe_list_release(&list);
    lathe_evaluation_release(&e);
}

static void a_rounded_value_never_seems_to_hold(void **state)
{
    struct lathe_evaluation e;
    struct lathe_err err = {0};

    (void)state;
    make_evaluation(&e);
    e.of[0].figures.accuracy.value = 0.899996;
    assert_int_equal(verdict(&e, "accuracy>=0.9", &err), LATHE_EGATE);
    assert_string_equal(err.msg, "the requirement does not hold: "
                                 "accuracy>=0.9 (is 0.899996)");
    lathe_evaluation_release(&e);
}

static void plain_names_mean_class_1_of_two_and_macro_means_of_more(
    void **state)
{
    const uint32_t label[] = {0, 1, 2, 2};
    const float prob[] = {1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1};
    struct lathe_classification c = {0};
    struct lathe_evaluation e;

    (void)state;
    make_evaluation(&e);
    assert_true(lathe_evaluation_find(&e, "precision", -1).value ==
                lathe_evaluation_find(&e, "precision", 1).value);
    lathe_classification_figures_release(&e.of[0].figures);
    assert_int_equal(lathe_classification_init(&c, 3, true, NULL), 0);
    assert_int_equal(lathe_classification_add(&c, label, prob, 4, NULL), 0);
    assert_int_equal(lathe_classification_figures(&c, &e.of[0].figures, NULL),
                     0);
    assert_true(lathe_evaluation_find(&e, "f1", -1).value ==
                e.of[0].figures.macro_f1.value);
    assert_int_equal(lathe_evaluation_find(&e, "precision", 1).why,
                     LATHE_UNDEFINED_NO_PREDICTION);
    lathe_classification_release(&c);
    lathe_evaluation_release(&e);
}

static enum lathe_code whole_life(const struct lathe_list *list,
                                  const struct lathe_evaluation *e,
                                  struct lathe_err *err)
{
    struct lathe_requirements r = {0};
    enum lathe_code rc = lathe_require_parse(&r, list, err);

    if (!rc)
        rc = resolve(&r, e->task, two_classes, 2, err);
    if (!rc) {
        lathe_require_check(&r, e);
        rc = lathe_require_verdict(&r, err);
    }
    lathe_require_release(&r);
    return rc;
}

static void requirements_survive_every_failed_allocation(void **state)
{
    struct lathe_list list = {0};
    struct lathe_evaluation e;

    (void)state;
    make_evaluation(&e);
    assert_int_equal(lathe_list_add(&list, "f1>=0.9", NULL), 0);
    assert_int_equal(lathe_list_add(&list, "f1[>50K]>=0.9", NULL), 0);
    for (long n = 0;; n++) {
        struct lathe_err err = {0};

        lathe_alloc_fail_after(n);
        enum lathe_code rc = whole_life(&list, &e, &err);
        lathe_alloc_fail_after(-1);
        assert_true(err.msg[0]);
        if (rc == LATHE_EGATE) {
            assert_true(n > 5);
            break;
        }
        assert_int_equal(rc, LATHE_ENOMEM);
    }
    lathe_list_release(&list);
    lathe_evaluation_release(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_requirement_is_read_in_all_its_forms),
        cmocka_unit_test(what_is_no_requirement_is_refused_with_the_reason),
        cmocka_unit_test(classes_are_found_by_name_and_metrics_by_task),
        cmocka_unit_test(each_relation_holds_where_it_should),
        cmocka_unit_test(an_undefined_figure_satisfies_nothing),
        cmocka_unit_test(the_verdict_names_what_failed_with_its_value),
        cmocka_unit_test(a_rounded_value_never_seems_to_hold),
        cmocka_unit_test(
            plain_names_mean_class_1_of_two_and_macro_means_of_more),
        cmocka_unit_test(requirements_survive_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
