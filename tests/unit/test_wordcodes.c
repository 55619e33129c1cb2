/* Rows that the first pass keeps, and rows of the dataset made of them. */
#include "unit.h"

#include "base/alloc.h"
#include "data/table.h"
#include "prepare/plain.h"
#include "prepare/preprocess.h"
#include "scan/decide.h"
#include "scan/scan_merge.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS 4
#define MOST 16                 /* rows */

static const size_t in_order[COLUMNS] = {0, 1, 2, 3};

/* The last column is the target. */
static size_t last_column = COLUMNS - 1;
static const struct lathe_targets last = {&last_column, 1};

struct table {
    struct lathe_list names, na;
    struct lathe_scan scan;
    unsigned char holds[COLUMNS];
    bool useful;
    double row[MOST * COLUMNS];
    uint32_t code[MOST];
    char text[MOST][64];
    struct lathe_field field[MOST * COLUMNS];
    size_t rows;
    struct lathe_preprocess_opts opts;
    struct lathe_wishes wishes;
    struct lathe_preprocess p;
    struct lathe_err err;
};

static void begin(struct table *t)
{
    *t = (struct table){.opts = lathe_preprocess_defaults()};
    t->p.opts = &t->opts;
    assert_int_equal(lathe_list_split(&t->names, "a,b,c,y", ',', NULL), 0);
    assert_int_equal(lathe_list_split(&t->na, "?", ',', NULL), 0);
    assert_int_equal(lathe_scan_init(&t->scan, COLUMNS, &last, &t->na, NULL),
                     0);
}

static void end(struct table *t)
{
    lathe_list_release(&t->names);
    lathe_list_release(&t->na);
    lathe_list_release(&t->opts.encode);
    lathe_scan_release(&t->scan);
    lathe_wish_release(&t->wishes);
    lathe_schema_release(&t->p.schema);
    lathe_free(t->p.class_rows);
}

/* A piece of rows like "1,a,,y 2,b,7,y". */
static void piece(struct table *t, const char *rows)
{
    struct lathe_scan_piece p;
    struct lathe_wordcodes codes = {0};
    uint64_t line[MOST] = {0};
    size_t first = t->rows;
    struct lathe_block b = {.cols = COLUMNS, .line = line,
                            .field = t->field + first * COLUMNS};
    bool again;

    for (const char *s = rows; *s; s += *s == ' ') {
        size_t n = strcspn(s, " ");
        char *at = t->text[t->rows];

        snprintf(at, sizeof t->text[0], "%.*s", (int)n, s);
        s += n;
        for (size_t i = 0; i < COLUMNS; i++) {
            size_t len = strcspn(at, ",");

            t->field[t->rows * COLUMNS + i] =
                (struct lathe_field){.s = at, .len = len};
            at[len] = '\0';
            at += len + 1;
        }
        t->rows++;
    }
    b.rows = t->rows - first;
    assert_int_equal(lathe_scan_piece_init(&p, &t->scan, NULL), 0);
    lathe_scan_piece_clear(&p, in_order);
    p.stashes = true;
    assert_int_equal(lathe_scan_piece_add(&p, &b, NULL), 0);
    assert_int_equal(lathe_scan_merge(&t->scan, &p, &again, NULL), 0);
    assert_int_equal(lathe_wordcodes_find(&codes, &t->scan, &p, t->holds,
                                          &t->useful, NULL), 0);
    lathe_wordcodes_put(&codes, p.stash, COLUMNS, b.rows);
    memcpy(t->row + first * COLUMNS, p.stash,
           b.rows * COLUMNS * sizeof *p.stash);
    for (size_t i = 0; i < b.rows; i++) {       /* of the scan */
        const struct lathe_field *f = &b.field[i * COLUMNS + last_column];

        t->code[first + i] =
            lathe_dict_find(&t->scan.column[last_column].words, f->s, f->len);
    }
    lathe_wordcodes_release(&codes);
    lathe_scan_piece_release(&p);
}

static enum lathe_code decide(struct table *t, struct lathe_plain *plain)
{
    static const struct lathe_image none = {0};

    assert_int_equal(lathe_wish_init(&t->wishes, &t->opts, &t->names, &last,
                                     NULL), 0);
    assert_int_equal(lathe_decide_schema(&t->p.schema, &t->p.class_rows, NULL,
                                         &none, &t->names, &t->scan,
                                         &t->wishes, &t->err), 0);
    assert_int_equal(lathe_list_add(&t->p.schema.na, "?", NULL), 0);
    return lathe_plain_find(plain, &t->scan, &t->names, t->holds, &t->p);
}

/* The rows are those that a second pass makes of the records. */
static void same_as_typed(struct table *t)
{
    const struct lathe_schema *s = &t->p.schema;
    struct lathe_plain plain;
    struct lathe_table table;
    struct lathe_rows typed = {0}, rows = {0};

    assert_true(t->useful);
    assert_int_equal(decide(t, &plain), LATHE_OK);
    assert_int_equal(lathe_rows_init(&typed, s, t->rows, NULL), 0);
    assert_int_equal(lathe_rows_init(&rows, s, t->rows, NULL), 0);
    assert_int_equal(lathe_table_init(&table, s, &t->names, "a.csv", true,
                                      NULL), 0);
    for (size_t i = 0; i < t->rows; i++)
        assert_int_equal(lathe_table_add(&table, t->field + i * COLUMNS, 0,
                                         &typed, NULL), 0);
    lathe_plain_put(&plain, t->row, t->code, t->rows, &rows, 0);
    assert_memory_equal(rows.number, typed.number,
                        t->rows * s->numbers * sizeof *rows.number);
    assert_memory_equal(rows.code, typed.code,
                        t->rows * s->categories * sizeof *rows.code);
    assert_memory_equal(rows.label, typed.label,
                        t->rows * s->labels * sizeof *rows.label);
    lathe_rows_release(&typed);
    lathe_rows_release(&rows);
    lathe_table_release(&table);
    lathe_plain_release(&plain);
}

static void words_become_the_codes_of_the_schema(void **state)
{
    struct table t;
    (void)state;

    begin(&t);
    piece(&t, "1,x,,no 2.5,?,m,yes ,a,m,yes 4,x,b,no");
    piece(&t, "?,zz,b,no 3,7,?,perhaps 1,a,c,yes");
    piece(&t, "2,x,m,no");
    assert_int_equal(t.holds[0], LATHE_HOLDS_NUMBERS);
    assert_int_equal(t.holds[1], LATHE_HOLDS_CODES);
    same_as_typed(&t);
    assert_int_equal(t.p.schema.categories, 2);
    end(&t);
}

static void words_become_hashes_where_these_are_asked_for(void **state)
{
    struct table t;
    (void)state;

    begin(&t);
    assert_int_equal(lathe_list_add(&t.opts.encode, "b=hash:8", NULL), 0);
    piece(&t, "1,x,u,no 2,,v,yes");
    piece(&t, "3,y,v,no 2,x,u,yes");
    same_as_typed(&t);
    assert_int_equal(t.p.schema.column[1].encode, LATHE_ENCODE_HASH);
    end(&t);
}

/* Pieces without a value go with any. */
static void a_column_may_begin_and_end_without_values(void **state)
{
    struct table t;
    (void)state;

    begin(&t);
    piece(&t, "1,,?,no 2,?,?,yes");
    assert_int_equal(t.holds[1], LATHE_HOLDS_NOTHING);
    piece(&t, "2,,7,yes 3,x,8,no 4,y,,no");
    piece(&t, "5,,,yes");
    assert_int_equal(t.holds[1], LATHE_HOLDS_CODES);
    assert_int_equal(t.holds[2], LATHE_HOLDS_NUMBERS);
    same_as_typed(&t);
    end(&t);
}

static void numbers_and_words_in_one_column_are_of_no_use(void **state)
{
    const char *pieces[][2] = {{"1,7,1,no 2,x,2,yes", NULL},
                               {"1,7,1,no 2,8,2,yes", "1,x,2,no"},
                               {"1,x,1,no 2,8,2,yes", "1,7,2,no"}};
    struct table t;
    (void)state;

    for (size_t i = 0; i < 3; i++) {
        struct lathe_plain plain;

        begin(&t);
        for (size_t k = 0; k < 2 && pieces[i][k]; k++)
            piece(&t, pieces[i][k]);
        assert_false(t.useful);
        assert_int_equal(t.holds[1], LATHE_HOLDS_MIXED);
        assert_int_equal(decide(&t, &plain), LATHE_EARG);
        lathe_plain_release(&plain);
        end(&t);
    }
    begin(&t);                  /* the words come first */
    piece(&t, "1,x,1,no 2,8,2,yes 3,8,2,yes");
    same_as_typed(&t);
    end(&t);
}

static void dates_that_were_not_expected_are_of_no_use(void **state)
{
    struct table t;
    (void)state;

    begin(&t);
    piece(&t, "1,2020-01-02,1,no 2,2021-03-04,2,yes");
    assert_false(t.useful);
    end(&t);
}

/* The first records come, as those from which the schema is guessed. */
static void expect(struct table *t, const char *rows)
{
    piece(t, rows);
    lathe_scan_clear(&t->scan);
    memset(t->holds, 0, sizeof t->holds);
    t->rows = 0;
}

static void expected_dates_become_seconds(void **state)
{
    static const char *const first[] = {"1,2020-01-02,1,no 2,2021-03-04,2,yes",
                                        "1,25/12/2020,1,no 2,1/2/2021,2,yes",
                                        "1,1/2/2021,1,no 2,12/25/2020,2,yes"};
    struct table t;
    (void)state;

    for (size_t i = 0; i < 3; i++) {
        begin(&t);
        expect(&t, first[i]);
        piece(&t, first[i]);
        piece(&t, "3,,5,no 4,2021-03-04T05:06:07.25,6,yes");
        piece(&t, "3,?,5,no");
        assert_int_equal(t.holds[1], LATHE_HOLDS_DATES);
        same_as_typed(&t);
        assert_int_equal(t.p.schema.column[1].kind, LATHE_DATE);
        end(&t);
    }
}

/* The first dates can be read in both orders. */
static void the_order_of_dates_is_guessed_by_what_is_between(void **state)
{
    static const struct {
        const char *first, *later;
        enum lathe_holds holds;
    } cases[] = {
        {"1,1/2/2021,1,no 2,3/4/2021,2,yes", "3,1/25/2021,5,no",
         LATHE_HOLDS_DATES},
        {"1,1/2/2021,1,no 2,3/4/2021,2,yes", "3,25/1/2021,5,no",
         LATHE_HOLDS_MIXED},
        {"1,1-2-2021,1,no 2,3-4-2021,2,yes", "3,25-1-2021,5,no",
         LATHE_HOLDS_DATES},
        /* These may be categories. */
        {"1,1/2/2021,1,no 2,1/2/2021,2,yes", "3,1/2/2021,5,no",
         LATHE_HOLDS_CODES},
    };
    struct table t;
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        begin(&t);
        expect(&t, cases[i].first);
        piece(&t, cases[i].first);
        piece(&t, cases[i].later);
        assert_int_equal(t.holds[1], cases[i].holds);
        if (cases[i].holds == LATHE_HOLDS_DATES)
            same_as_typed(&t);
        end(&t);
    }
}

/* What comes later is no date, or one of the other order, or the column is to
 * be something else. */
static void dates_in_vain_are_of_no_use(void **state)
{
    static const char *const later[] = {"3,x,5,no", "3,7,5,no", "3,nan,5,no",
                                        "3,25/12/2020,5,no",
                                        "3,12/25/2020,5,no"};
    struct lathe_plain plain;
    struct table t;
    (void)state;

    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        begin(&t);
        expect(&t, "1,2020-01-02,1,no 2,2021-03-04,2,yes");
        piece(&t, "1,2020-01-02,1,no 2,2021-03-04,2,yes");
        piece(&t, later[i]);
        assert_false(t.useful);
        assert_int_equal(t.holds[1], LATHE_HOLDS_MIXED);
        end(&t);
    }
    begin(&t);
    assert_int_equal(lathe_list_add(&t.opts.encode, "b=hash:8", NULL), 0);
    expect(&t, "1,2020-01-02,1,no 2,2021-03-04,2,yes");
    piece(&t, "1,2020-01-02,1,no 2,2021-03-04,2,yes");
    assert_int_equal(decide(&t, &plain), LATHE_EARG);
    lathe_plain_release(&plain);
    end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_become_the_codes_of_the_schema),
        cmocka_unit_test(words_become_hashes_where_these_are_asked_for),
        cmocka_unit_test(a_column_may_begin_and_end_without_values),
        cmocka_unit_test(numbers_and_words_in_one_column_are_of_no_use),
        cmocka_unit_test(dates_that_were_not_expected_are_of_no_use),
        cmocka_unit_test(expected_dates_become_seconds),
        cmocka_unit_test(the_order_of_dates_is_guessed_by_what_is_between),
        cmocka_unit_test(dates_in_vain_are_of_no_use),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
