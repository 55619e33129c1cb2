/* Which columns are targets, and how rows of several labels are divided. */
#include "unit.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/rng.h"
#include "scan/targets.h"
#include "split/labelsets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- names -------------------------------------------------------------- */

static char *columns[] = {"a", "b", "last, first", "say \"x\"", "b,c", "c"};
static const struct lathe_list names = {columns, 6};

/* The places of what the words name, as "0 2". */
static enum lathe_code find(struct lathe_buf *out, char **words, size_t n,
                            struct lathe_err *err)
{
    const struct lathe_list list = {words, n};
    struct lathe_targets t = {0};
    enum lathe_code rc = lathe_targets_find(&t, &list, &names, err);

    lathe_buf_clear(out);
    for (size_t i = 0; i < t.n; i++)
        lathe_buf_printf(out, "%s%zu", i ? " " : "", t.place[i]);
    lathe_targets_release(&t);
    lathe_targets_release(&t);
    return rc;
}

static void a_word_is_a_column_or_a_list_of_columns(void **state)
{
    static const struct {
        char *word;
        const char *places;
    } cases[] = {
        {"b", "1"},
        {"a,b", "0 1"},
        {"b,a", "1 0"},
        {"c,a,b", "5 0 1"},
        {"last, first", "2"},
        {"b,c", "4"},                   /* a name as it stands comes first */
        {"\"b\",c", "1 5"},
        {"\"last, first\",a", "2 0"},
        {"a,\"last, first\"", "0 2"},
        {"\"last, first\"", "2"},
        {"say \"x\"", "3"},
        {"a,say \"x\"", "0 3"},         /* a quote within a name is one */
        {"\"say \"\"x\"\"\",a", "3 0"},
    };
    struct lathe_buf out = {0};
    struct lathe_err err = {0};
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *word = cases[i].word;

        if (find(&out, &word, 1, &err))
            fail_msg("%s: %s", word, err.msg);
        assert_string_equal(out.s, cases[i].places);
    }
    lathe_buf_release(&out);
}

static void words_follow_one_another(void **state)
{
    char *words[] = {"c", "last, first", "a,b"};
    struct lathe_buf out = {0};
    (void)state;

    assert_int_equal(find(&out, words, 3, NULL), 0);
    assert_string_equal(out.s, "5 2 0 1");
    lathe_buf_release(&out);
}

static void what_is_no_target_is_refused_with_the_reason(void **state)
{
    static const struct {
        char *word;
        enum lathe_code code;
        const char *says;
    } cases[] = {
        {"d", LATHE_EDATA, "target: no column 'd'"},
        {"a,d", LATHE_EDATA, "target: no column 'd'"},
        {"a,", LATHE_EDATA, "target: no column ''"},
        {",a", LATHE_EDATA, "target: no column ''"},
        {"", LATHE_EDATA, "target: no column ''"},
        {"a,b,a", LATHE_EARG, "target: 'a' is named twice"},
        {"\"a,b", LATHE_EARG, "target: no quote ends the name in '\"a,b'"},
        {"\"a\"b,c", LATHE_EARG, "target: no comma behind the quoted name"},
    };
    struct lathe_buf out = {0};
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *word = cases[i].word;
        struct lathe_err err = {0};

        assert_int_equal(find(&out, &word, 1, &err), cases[i].code);
        if (!strstr(err.msg, cases[i].says))
            fail_msg("%s: %s", word, err.msg);
    }
    lathe_buf_release(&out);
}

static void names_survive_every_failed_allocation(void **state)
{
    char *words[] = {"\"last, first\",b", "a"};
    struct lathe_buf out = {0};
    (void)state;

    lathe_buf_printf(&out, "%100s", "");        /* room */
    for (long n = 0;; n++) {
        struct lathe_err err = {0};
        enum lathe_code rc;

        lathe_alloc_fail_after(n);
        rc = find(&out, words, 2, &err);
        lathe_alloc_fail_after(-1);
        if (!rc)
            break;
        assert_int_equal(rc, LATHE_ENOMEM);
    }
    lathe_buf_release(&out);
}

/* ---- strata ------------------------------------------------------------- */

enum { LABELS = 5, ROWS = 3000 };

/* Rows of labels from very rare to common, some of them together. */
static void draw_rows(uint32_t *label, size_t n, uint64_t seed)
{
    static const double share[LABELS] = {0.002, 0.02, 0.1, 0.4, 0.97};
    struct lathe_rng r = lathe_rng_stream(seed, LATHE_RNG_TEST, 0, 0);

    for (size_t i = 0; i < n; i++)
        for (size_t t = 0; t < LABELS; t++) {
            double p = t == 2 && label[i * LABELS + 1] ? 0.8 : share[t];

            label[i * LABELS + t] = (double)lathe_rng_below(&r, 100000) <
                                    p * 1e5;
        }
}

static void count_rows(struct lathe_labelsets *s, const uint32_t *label,
                       size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_int_equal(lathe_labelsets_add(s, label + i * LABELS, LABELS,
                                             NULL), 0);
}

/* Deals the rows out: rows [LATHE_SPLITS], has [LABELS x 2 x LATHE_SPLITS]. */
static void deal(struct lathe_split_plan *plan,
                 const struct lathe_labelsets *s, const uint32_t *label,
                 size_t n, uint64_t *rows, uint64_t *has)
{
    memset(rows, 0, LATHE_SPLITS * sizeof *rows);
    memset(has, 0, (size_t)LABELS * 2 * LATHE_SPLITS * sizeof *has);
    for (size_t i = 0; i < n; i++) {
        const uint32_t *of = label + i * LABELS;
        enum lathe_split k = lathe_split_next(plan,
                                              lathe_labelsets_find(s, of));

        assert_true(k < LATHE_SPLITS);
        rows[k]++;
        for (size_t t = 0; t < LABELS; t++)
            has[(2 * t + of[t]) * LATHE_SPLITS + k]++;
    }
}

static void every_split_gets_its_share_of_every_label(void **state)
{
    static const double shares[][LATHE_SPLITS] = {
        {0.8, 0.1, 0.1}, {0.5, 0.5, 0}, {0.1, 0.45, 0.45}, {1, 0, 0}};
    uint32_t *label = malloc(ROWS * LABELS * sizeof *label);
    (void)state;

    for (uint64_t seed = 0; seed < 24; seed++) {
        const double *share = shares[seed % 4];
        struct lathe_labelsets s = {0};
        struct lathe_split_plan plan;
        uint64_t rows[LATHE_SPLITS], has[LABELS * 2 * LATHE_SPLITS];

        draw_rows(label, ROWS, seed);
        count_rows(&s, label, ROWS);
        assert_int_equal(s.count[s.n], 0);
        assert_int_equal(lathe_labelsets_plan(&s, &plan, share, seed, NULL),
                         0);
        deal(&plan, &s, label, ROWS, rows, has);
        for (int k = 0; k < LATHE_SPLITS; k++)
            assert_true(fabs((double)rows[k] - share[k] * ROWS) <= 6);
        for (size_t c = 0; c < 2 * LABELS; c++) {
            const uint64_t *of = has + c * LATHE_SPLITS;
            double all = (double)(of[0] + of[1] + of[2]);

            assert_true(all == 0 || of[LATHE_TRAIN] > 0);
            for (int k = 0; k < LATHE_SPLITS; k++)
                if (fabs((double)of[k] - share[k] * all) > 4)
                    fail_msg("seed %d, class %zu, split %d: %d of %g",
                             (int)seed, c, k, (int)of[k], all);
        }
        lathe_split_release(&plan);
        lathe_labelsets_release(&s);
    }
    free(label);
}

/* By hand: see below. */
static void rare_rows_go_where_their_label_lacks_the_most(void **state)
{
    static const double share[LATHE_SPLITS] = {0.5, 0.25, 0.25};
    const uint32_t rows[][2] = {{0, 0}, {0, 0}, {0, 0}, {0, 0},
                                {1, 0}, {0, 1}, {1, 1}};
    struct lathe_labelsets s = {0};
    struct lathe_split_plan plan;
    uint64_t *left;
    (void)state;

    for (size_t i = 0; i < 7; i++)
        assert_int_equal(lathe_labelsets_add(&s, rows[i], 2, NULL), 0);
    assert_int_equal(s.n, 4);
    assert_int_equal(lathe_labelsets_plan(&s, &plan, share, 1, NULL), 0);
    left = plan.left;
    /* The four rows {0, 0} are whole parts: 2, 1 and 1. Of the rest class 1 of
     * the first target is the rarest, with 2 rows: {1, 0} trains, as no row
     * of it does yet; then {1, 1} goes where half a row of it lacks, of valid
     * and test to the first. At last {0, 1} must train: nothing of class 1 of
     * the second target does. */
    assert_true(left[0] == 2 && left[1] == 1 && left[2] == 1);
    assert_true(left[3] == 1 && left[4] == 0 && left[5] == 0);
    assert_true(left[6] == 1 && left[7] == 0 && left[8] == 0);
    assert_true(left[9] == 0 && left[10] == 1 && left[11] == 0);
    lathe_split_release(&plan);
    lathe_labelsets_release(&s);
}

static void no_rows_have_an_empty_plan(void **state)
{
    static const double share[LATHE_SPLITS] = {0.5, 0.25, 0.25};
    struct lathe_labelsets s = {0};
    struct lathe_split_plan plan;
    uint64_t rows[LATHE_SPLITS];
    (void)state;

    assert_int_equal(lathe_labelsets_plan(&s, &plan, share, 1, NULL), 0);
    lathe_split_rows(&plan, rows);
    assert_true(rows[0] + rows[1] + rows[2] == 0);
    lathe_split_release(&plan);
}

/* Wide rows fill the room that there is: further ones share a stratum. */
static void more_combinations_than_there_is_room_for_are_one_stratum(
    void **state)
{
    enum { WIDE = 4000 };
    static const double share[LATHE_SPLITS] = {0.8, 0.1, 0.1};
    const size_t n = 9000;
    uint32_t *label = calloc(WIDE, sizeof *label);
    struct lathe_labelsets s = {0};
    struct lathe_split_plan plan;
    uint64_t rows[LATHE_SPLITS];
    (void)state;

    for (size_t i = 0; i < n; i++) {
        for (size_t t = 0; t < 16; t++)
            label[t] = i >> t & 1;
        assert_int_equal(lathe_labelsets_add(&s, label, WIDE, NULL), 0);
    }
    assert_in_range(s.n, 8000, n - 100);
    assert_int_equal(s.count[s.n], n - s.n);
    assert_int_equal(lathe_labelsets_find(&s, label), s.n);
    assert_int_equal(lathe_labelsets_plan(&s, &plan, share, 1, NULL), 0);
    lathe_split_rows(&plan, rows);
    assert_int_equal(rows[0] + rows[1] + rows[2], n);
    assert_in_range(rows[LATHE_VALID], 850, 950);
    lathe_split_release(&plan);
    lathe_labelsets_release(&s);
    free(label);
}

static void strata_survive_every_failed_allocation(void **state)
{
    static const double share[LATHE_SPLITS] = {0.8, 0.1, 0.1};
    uint32_t label[60 * LABELS];
    (void)state;

    draw_rows(label, 60, 3);
    for (long n = 0;; n++) {
        struct lathe_labelsets s = {0};
        struct lathe_split_plan plan = {0};
        struct lathe_err err = {0};
        enum lathe_code rc = LATHE_OK;

        lathe_alloc_fail_after(n);
        for (size_t i = 0; i < 60 && !rc; i++)
            rc = lathe_labelsets_add(&s, label + i * LABELS, LABELS, &err);
        if (!rc)
            rc = lathe_labelsets_plan(&s, &plan, share, 1, &err);
        lathe_alloc_fail_after(-1);
        lathe_split_release(&plan);
        lathe_labelsets_release(&s);
        if (!rc)
            break;
        assert_int_equal(rc, LATHE_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_a_column_or_a_list_of_columns),
        cmocka_unit_test(words_follow_one_another),
        cmocka_unit_test(what_is_no_target_is_refused_with_the_reason),
        cmocka_unit_test(names_survive_every_failed_allocation),
        cmocka_unit_test(every_split_gets_its_share_of_every_label),
        cmocka_unit_test(rare_rows_go_where_their_label_lacks_the_most),
        cmocka_unit_test(no_rows_have_an_empty_plan),
        cmocka_unit_test(
            more_combinations_than_there_is_room_for_are_one_stratum),
        cmocka_unit_test(strata_survive_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
