/* The first pass, and what is decided from it. */
#include "unit.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/rng.h"
#include "scan/decide.h"
#include "scan/scan_merge.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS 4

struct table {
    struct lathe_list names, na;
    struct lathe_scan scan;
    struct lathe_wishes wishes;
    struct lathe_preprocess_opts opts;
    struct lathe_schema schema;
    uint64_t *class_rows;
    struct lathe_err err;
};

static const size_t in_order[COLUMNS] = {0, 1, 2, 3};

/* The last column is the target. */
static size_t last_column = COLUMNS - 1;
static const struct lathe_targets last = {&last_column, 1};

static void table_begin(struct table *t, const char *names)
{
    *t = (struct table){.opts = lathe_preprocess_defaults()};
    assert_int_equal(lathe_list_split(&t->names, names, ',', NULL), 0);
    assert_int_equal(t->names.n, COLUMNS);
    assert_int_equal(lathe_list_split(&t->na, "NA,?", ',', NULL), 0);
    assert_int_equal(lathe_scan_init(&t->scan, COLUMNS, &last, &t->na,
                                     NULL), 0);
}

/* A row as a piece of its own. */
static void add_alone(struct lathe_scan *s, const struct lathe_field *field,
                      uint64_t line)
{
    const struct lathe_block b = {.rows = 1, .cols = COLUMNS, .field = field,
                                  .line = &line};
    struct lathe_scan_piece p;
    bool again;

    assert_int_equal(lathe_scan_piece_init(&p, s, NULL), 0);
    lathe_scan_piece_clear(&p, in_order);
    do {
        assert_int_equal(lathe_scan_piece_add(&p, &b, NULL), 0);
        assert_int_equal(lathe_scan_merge(s, &p, &again, NULL), 0);
    } while (again);
    lathe_scan_piece_release(&p);
}

/* A row like "1,a,,y". */
static void row(struct table *t, uint64_t line, const char *text)
{
    struct lathe_field field[COLUMNS];
    char copy[256];
    char *s = copy;

    snprintf(copy, sizeof copy, "%s", text);
    for (size_t i = 0; i < COLUMNS; i++) {
        size_t n = strcspn(s, ",");

        field[i] = (struct lathe_field){.s = s, .len = n};
        s[n] = '\0';
        s += n + 1;
    }
    add_alone(&t->scan, field, line);
}

static enum lathe_code decide(struct table *t)
{
    static const struct lathe_image none = {0};
    enum lathe_code rc = lathe_wish_init(&t->wishes, &t->opts, &t->names,
                                         &last, &t->err);

    if (!rc)
        rc = lathe_decide_schema(&t->schema, &t->class_rows, t->opts.task,
                                 &none, &t->names, &t->scan, &t->wishes,
                                 &t->err);
    return rc ? rc : lathe_decide_check(&t->schema, &t->err);
}

static void table_end(struct table *t)
{
    lathe_list_release(&t->names);
    lathe_list_release(&t->na);
    lathe_scan_release(&t->scan);
    lathe_wish_release(&t->wishes);
    lathe_list_release(&t->opts.type);
    lathe_list_release(&t->opts.impute);
    lathe_list_release(&t->opts.scale);
    lathe_list_release(&t->opts.encode);
    lathe_schema_release(&t->schema);
    lathe_free(t->class_rows);
}

static void columns_are_counted_by_what_they_hold(void **state)
{
    struct table t;
    (void)state;

    table_begin(&t, "a,b,c,y");
    row(&t, 2, "1,x,,yes");
    row(&t, 3, "2.5,?,7,no");
    row(&t, 4, "-3,3,NA,yes");
    row(&t, 5, "9,x,8,");
    assert_int_equal(t.scan.rows, 4);
    assert_int_equal(t.scan.no_target, 1);
    assert_int_equal(t.scan.column[0].present, 3);
    assert_int_equal(t.scan.column[0].numbers, 3);
    assert_false(t.scan.column[0].integers);
    assert_true(t.scan.column[0].min == -3 && t.scan.column[0].max == 2.5);
    assert_int_equal(t.scan.column[1].present, 2);
    assert_int_equal(t.scan.column[1].missing, 1);
    assert_string_equal(t.scan.column[1].odd, "x");
    assert_int_equal(t.scan.column[1].odd_line, 2);
    assert_int_equal(t.scan.column[1].words.n, 2);
    assert_int_equal(t.scan.column[2].missing, 2);
    assert_int_equal(t.scan.column[3].count[0], 2);
    assert_int_equal(t.scan.column[3].count[1], 1);
    table_end(&t);
}

static void repeated_rows_are_found_and_can_be_left_out(void **state)
{
    struct table t;
    (void)state;

    for (int dedup = 0; dedup < 2; dedup++) {
        table_begin(&t, "a,b,c,y");
        t.scan.dedup = dedup;
        row(&t, 2, "ab,c,1,y");
        row(&t, 3, "a,bc,1,y");
        row(&t, 4, "ab,c,1,y");
        assert_int_equal(t.scan.duplicates, 1);
        assert_int_equal(t.scan.column[0].present, dedup ? 2 : 3);
        table_end(&t);
    }
}

static void only_so_many_rows_are_remembered(void **state)
{
    struct lathe_seen s = {.limit = 3000};
    bool repeated;
    (void)state;

    for (uint64_t h = 1; h <= 5000; h++) {
        assert_int_equal(lathe_seen_add(&s, h * 0x9e3779b97f4a7c15, &repeated,
                                        NULL), 0);
        assert_false(repeated);
    }
    assert_int_equal(s.n, 3000);
    assert_true(s.full);
    assert_int_equal(lathe_seen_add(&s, 7 * 0x9e3779b97f4a7c15, &repeated,
                                    NULL), 0);
    assert_true(repeated);
    lathe_seen_release(&s);
}

/* Its table is as large as a huge page, and twice as large, in the end. */
static void a_large_set_outlives_a_failed_growth(void **state)
{
    enum { N = 200000 };
    struct lathe_seen s = {0};
    struct lathe_err err = {0};
    uint64_t added = 0;
    bool repeated;
    (void)state;

    while (s.slots < (1 << 18) || s.n < s.slots / 4 * 3)
        assert_int_equal(lathe_seen_add(&s, ++added * 0x9e3779b97f4a7c15,
                                        &repeated, NULL), 0);
    lathe_alloc_fail_after(0);
    assert_int_equal(lathe_seen_add(&s, 1, &repeated, &err), LATHE_ENOMEM);
    lathe_alloc_fail_after(-1);
    assert_non_null(strstr(err.msg, "hashes of rows"));
    for (uint64_t h = 1; h <= N; h++) {
        assert_int_equal(lathe_seen_add(&s, h * 0x9e3779b97f4a7c15, &repeated,
                                        NULL), 0);
        assert_int_equal(repeated, h <= added);
    }
    assert_int_equal(s.slots, 1 << 19);
    lathe_seen_release(&s);
}

/* Whatever the parts in which they are looked at; 0 is none. */
static void late_rows_that_repeat_each_other_are_found(void **state)
{
    enum { ROWS = 20000, BEFORE = 77 };
    struct lathe_rng rng = lathe_rng_stream(7, LATHE_RNG_SPLIT, 0, 0);
    uint64_t hash[ROWS], repeats, want = 0;
    bool again[ROWS];
    struct lathe_seen all = {.limit = SIZE_MAX};

    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        hash[i] = i % 3 || i < 50 ? lathe_rng_below(&rng, UINT64_MAX)
                                  : hash[lathe_rng_below(&rng, i)];
        if (i % 97 == 0)
            hash[i] = 0;
        again[i] = false;
        if (hash[i])
            assert_int_equal(lathe_seen_add(&all, hash[i], &again[i], NULL),
                             LATHE_OK);
        want += again[i];
    }
    for (size_t limit = 0; limit <= 40000; limit = limit * 3 + 500) {
        struct lathe_late l = {0};

        assert_int_equal(lathe_late_find(&l, limit, &repeats, NULL), LATHE_OK);
        assert_int_equal(repeats, 0);
        for (size_t i = 0, n; i < ROWS; i += n) {
            n = i + limit / 7 + 1 < ROWS ? limit / 7 + 1 : ROWS - i;
            assert_int_equal(lathe_late_add(&l, NULL, BEFORE + i, hash + i, n,
                                            NULL), LATHE_OK);
        }
        assert_false(lathe_late_repeats(&l, BEFORE + 3));
        assert_int_equal(lathe_late_find(&l, limit, &repeats, NULL), LATHE_OK);
        assert_int_equal(repeats, want);
        for (size_t i = 0; i < ROWS; i++)
            assert_int_equal(lathe_late_repeats(&l, BEFORE + i), again[i]);
        assert_false(lathe_late_repeats(&l, BEFORE - 1));
        assert_false(lathe_late_repeats(&l, BEFORE + ROWS));
        lathe_late_release(&l);
    }
    lathe_seen_release(&all);
}

/* With repeats within and across calls, 0, growth and the limit. */
static void several_hashes_are_added_as_one_after_the_other(void **state)
{
    enum { N = 8000 };
    static uint64_t hash[N];
    static bool got[N];
    struct lathe_rng rng = lathe_rng_stream(3, LATHE_RNG_TEST, 0, 0);
    (void)state;

    for (size_t limit = 500; limit <= 6000; limit += 1100) {
        struct lathe_seen one = {.limit = limit}, all = {.limit = limit};
        uint64_t want = 0, sum = 0;

        for (size_t i = 0; i < N; i++)
            hash[i] = lathe_rng_below(&rng, 5000) * 0x9e3779b97f4a7c15;
        for (size_t i = 0, n; i < N; i += n) {
            uint64_t repeats;

            n = lathe_rng_below(&rng, 3000) + 1;
            n = n < N - i ? n : N - i;
            assert_int_equal(lathe_seen_add_several(&all, hash + i, n, got + i,
                                                    &repeats, NULL), 0);
            sum += repeats;
        }
        for (size_t i = 0; i < N; i++) {
            bool repeated;

            assert_int_equal(lathe_seen_add(&one, hash[i], &repeated, NULL),
                             0);
            assert_int_equal(got[i], repeated);
            want += repeated;
        }
        assert_int_equal(sum, want);
        assert_int_equal(all.n, one.n);
        assert_int_equal(all.slots, one.slots);
        assert_int_equal(all.full, one.full);
        lathe_seen_release(&one);
        lathe_seen_release(&all);
    }
}

/* What is read of a number is what is left of its text. */
static void a_target_that_is_a_number_is_stripped_first(void **state)
{
    struct table t;
    const struct lathe_scan_column *c;

    (void)state;
    table_begin(&t, "a,b,c,y");
    c = &t.scan.column[COLUMNS - 1];
    t.scan.strip = "5";
    row(&t, 2, "5,15,25,75");
    row(&t, 3, "5,15,25,3");
    assert_true(t.scan.column[0].min == 5);
    assert_true(c->min == 3 && c->max == 7);
    table_end(&t);
}

static void the_end_of_a_target_is_stripped(void **state)
{
    struct lathe_field f = {.s = "<=50K..", .len = 7};
    (void)state;

    assert_int_equal(lathe_scan_strip(f, ".").len, 5);
    assert_int_equal(lathe_scan_strip(f, NULL).len, 7);
    assert_int_equal(lathe_scan_strip(f, ".K").len, 4);
    f = (struct lathe_field){.s = "..", .len = 2};
    assert_int_equal(lathe_scan_strip(f, ".").len, 0);
}

static void columns_that_cannot_help_are_dropped(void **state)
{
    struct table t;
    (void)state;

    table_begin(&t, "user_id,note,same,y");
    for (int i = 0; i < 30; i++) {
        char text[64];

        snprintf(text, sizeof text, "%d,note %d,5,%d", i * 7, i, i % 2);
        row(&t, 2, text);
    }
    assert_int_equal(decide(&t), LATHE_EDATA);  /* nothing is left */
    assert_non_null(strstr(t.err.msg, "no column is left"));
    table_end(&t);

    table_begin(&t, "n,z,x,y");
    for (int i = 0; i < 30; i++) {
        char text[64];

        snprintf(text, sizeof text, "%d,%s,%d.5,%d", i + 1, "",
                 i * i, i % 2);
        row(&t, 2, text);
    }
    assert_int_equal(decide(&t), 0);
    assert_int_equal(t.schema.column[0].kind, LATHE_DROPPED);
    assert_string_equal(t.schema.column[0].why, "row numbers");
    assert_string_equal(t.schema.column[1].why, "no row has a value");
    assert_int_equal(t.schema.column[2].kind, LATHE_NUMBER);
    table_end(&t);
}

static void what_is_asked_for_wins_over_what_was_seen(void **state)
{
    struct table t;
    (void)state;

    table_begin(&t, "a,b,c,y");
    t.opts.drop = "c";
    assert_int_equal(lathe_list_add(&t.opts.type, "a=category", NULL), 0);
    assert_int_equal(lathe_list_add(&t.opts.impute, "most-frequent", NULL),
                     0);
    assert_int_equal(lathe_list_add(&t.opts.impute, "b=constant:-1", NULL),
                     0);
    assert_int_equal(lathe_list_add(&t.opts.scale, "minmax", NULL), 0);
    row(&t, 2, "10,1,x,u");
    row(&t, 3, "9,2,x,v");
    assert_int_equal(decide(&t), 0);
    assert_int_equal(t.schema.column[0].kind, LATHE_CATEGORY);
    assert_int_equal(t.schema.column[0].impute, LATHE_IMPUTE_MOST_FREQUENT);
    assert_string_equal(t.schema.column[0].dict.word[0], "9");
    assert_int_equal(t.schema.column[1].kind, LATHE_NUMBER);
    assert_int_equal(t.schema.column[1].impute, LATHE_IMPUTE_CONSTANT);
    assert_true(t.schema.column[1].fill == -1);
    assert_int_equal(t.schema.column[1].scale, LATHE_SCALE_MINMAX);
    assert_string_equal(t.schema.column[2].why, "as asked");
    table_end(&t);
}

/* Runs two rows with one option; the message must hold `want`. */
static void refused(enum lathe_code code, const char *type,
                    const char *impute, const char *scale, const char *encode,
                    const char *want)
{
    struct table t;

    table_begin(&t, "age,sex,c,y");
    if (type)
        assert_int_equal(lathe_list_add(&t.opts.type, type, NULL), 0);
    if (impute)
        assert_int_equal(lathe_list_add(&t.opts.impute, impute, NULL), 0);
    if (scale)
        assert_int_equal(lathe_list_add(&t.opts.scale, scale, NULL), 0);
    if (encode)
        assert_int_equal(lathe_list_add(&t.opts.encode, encode, NULL), 0);
    row(&t, 2, "1,m,1,u");
    row(&t, 3, "2,f,2,v");
    assert_int_equal(decide(&t), code);
    if (!strstr(t.err.msg, want))
        fail_msg("'%s' does not say '%s'", t.err.msg, want);
    table_end(&t);
}

static void options_that_do_not_fit_are_refused_by_name(void **state)
{
    const enum lathe_code arg = LATHE_EARG;
    (void)state;

    refused(LATHE_EDATA, "agee=number", NULL, NULL, NULL,
            "did you mean 'age'");
    refused(arg, "number", NULL, NULL, NULL, "'number' is not COL=number");
    refused(arg, "age=words", NULL, NULL, NULL, "'age=words'");
    refused(arg, "y=number", NULL, NULL, NULL, "'y' is the target");
    refused(arg, NULL, "sex=mean", NULL, NULL,
            "'mean' does not fit column 'sex'");
    refused(arg, NULL, "age=constant:x", NULL, NULL, "'x' is not a number");
    refused(arg, NULL, "often", NULL, NULL, "'often' is not median");
    refused(arg, NULL, NULL, "sex=minmax", NULL, "'sex', which is a category");
    refused(arg, NULL, NULL, NULL, "age=ordinal", "'age', which is a number");
}

/* The task that follows from target values 0, 1, ... of this kind. */
static enum lathe_task task_of(const char *format, int values)
{
    struct table t;
    enum lathe_task task;

    table_begin(&t, "a,b,c,y");
    for (int i = 0; i < 60; i++) {
        char value[16], text[64];

        snprintf(value, sizeof value, format, i % values);
        snprintf(text, sizeof text, "%d,1,2,%s", i % 7, value);
        row(&t, 2, text);
    }
    assert_int_equal(decide(&t), 0);
    task = t.schema.task;
    table_end(&t);
    return task;
}

static void the_task_follows_from_the_target(void **state)
{
    (void)state;

    assert_int_equal(task_of("%d", 2), LATHE_CLASSIFY);
    assert_int_equal(task_of("%d", 20), LATHE_CLASSIFY);
    assert_int_equal(task_of("%d", 21), LATHE_REGRESS);
    assert_int_equal(task_of("%d.5", 2), LATHE_REGRESS);
    assert_int_equal(task_of("k%d", 50), LATHE_CLASSIFY);
}

static void targets_that_cannot_be_learnt_are_refused(void **state)
{
    struct table t;
    (void)state;

    table_begin(&t, "a,b,c,y");
    row(&t, 2, "1,1,1,u");
    row(&t, 3, "2,1,1,u");
    assert_int_equal(decide(&t), LATHE_EDATA);
    assert_string_equal(t.err.msg, "target 'y' has one class only, 'u'");
    table_end(&t);

    table_begin(&t, "a,b,c,y");
    row(&t, 2, "1,1,1,?");
    assert_int_equal(decide(&t), LATHE_EDATA);
    assert_string_equal(t.err.msg, "target 'y' has no value in any row");
    table_end(&t);

    table_begin(&t, "a,b,c,y");
    t.opts.task = "regress";
    row(&t, 2, "1,1,1,3");
    row(&t, 3, "1,1,1,3x");
    assert_int_equal(decide(&t), LATHE_EDATA);
    assert_string_equal(t.err.msg,
                        "target 'y' is not a number in line 3: '3x'");
    table_end(&t);
}

static void many_different_words_cost_a_bounded_memory(void **state)
{
    struct table t;
    (void)state;

    table_begin(&t, "a,b,c,y");
    for (int i = 0; i <= LATHE_SCAN_WORDS; i++) {
        char text[64];

        snprintf(text, sizeof text, "w%d,%d,1,%d", i, 3 * i, i % 2);
        row(&t, (uint64_t)i + 2, text);
    }
    assert_true(t.scan.column[0].many);
    assert_true(t.scan.column[1].many);
    assert_int_equal(t.scan.column[0].words.n, 0);
    assert_true(t.scan.words_bytes < 1000);     /* of c and y */
    assert_int_equal(decide(&t), 0);
    assert_int_equal(t.schema.column[0].kind, LATHE_DROPPED);
    assert_non_null(strstr(t.schema.column[0].why, "'w0' in line 2"));
    assert_int_equal(t.schema.column[1].kind, LATHE_NUMBER);
    table_end(&t);
}

/* Where there is no more room, values of numbers are forgotten before those of
 * words that came later. */
static void numbers_give_way_to_words(void **state)
{
    enum { NUMBERS = 2000, EACH = 900, WORDS = 3000 };
    struct lathe_targets none = {0};
    struct lathe_list na = {0};
    struct lathe_scan s;
    char text[40];
    size_t many = 0;
    (void)state;

    assert_int_equal(lathe_scan_init(&s, NUMBERS + 1, &none, &na, NULL), 0);
    assert_int_equal(s.number_limit, (1 << 16) / (NUMBERS + 1));
    s.number_limit = EACH;
    for (size_t i = 0; s.words_bytes + 2 * sizeof text < LATHE_SCAN_BYTES;
         i++) {
        struct lathe_field f = {text, (size_t)sprintf(text, "%zu", i % EACH)};

        assert_true(i < NUMBERS * EACH);
        assert_int_equal(lathe_scan_add_word(&s, i / EACH, &f, 1, false,
                                             NULL), 0);
    }
    for (size_t k = 0; k < WORDS; k++) {
        struct lathe_field f = {text, (size_t)sprintf(text, "word%zu", k)};

        assert_int_equal(lathe_scan_add_word(&s, NUMBERS, &f, 1, true, NULL),
                         0);
        assert_true(s.words_bytes <= LATHE_SCAN_BYTES);
    }
    assert_int_equal(s.column[NUMBERS].words.n, WORDS);
    for (size_t i = 0; i < NUMBERS; i++)
        many += s.column[i].many;
    assert_true(many > 0 && many < 10);
    lathe_scan_release(&s);
}

/* ---- pieces ------------------------------------------------------------- */

enum { ROWS = 3000 };

/* Numbers, words and gaps, so that each column changes its mind somewhere in
 * the table: `seed` says where. */
static void random_row(struct lathe_field field[COLUMNS],
                       char text[COLUMNS][40],
                       struct lathe_rng *r, size_t i, unsigned seed)
{
    static const char *const odd[] = {"", "NA", "?", "x", "nan", "-inf", "1e3",
                                      "0", "-0.0"};
    size_t odd_from = seed * 397 % ROWS;
    unsigned many = seed % 3 == 0 ? 7 : seed % 3 == 1 ? 1500 : 1000000;

    snprintf(text[0], 40, "%zu", i + seed % 2);
    snprintf(text[1], 40, "%u", (unsigned)lathe_rng_below(r, many));
    snprintf(text[2], 40, "%s%u", i > odd_from ? "w" : "",
             (unsigned)lathe_rng_below(r, 1200));
    snprintf(text[3], 40, "%s", lathe_rng_below(r, 9) ? "yes" : "no");
    if (lathe_rng_below(r, 100) == 0)
        snprintf(text[lathe_rng_below(r, COLUMNS)], 40, "%s",
                 odd[lathe_rng_below(r, 9)]);
    if (seed % 5 == 0 && i < 40)
        text[0][0] = '\0';
    for (size_t k = 0; k < COLUMNS; k++)
        field[k] = (struct lathe_field){text[k], strlen(text[k])};
}

/* All that a scan has found. */
static void describe(struct lathe_buf *out, const struct lathe_scan *s)
{
    lathe_buf_printf(out, "%llu %llu %llu %zu %zu\n",
                     (unsigned long long)s->rows,
                     (unsigned long long)s->no_target,
                     (unsigned long long)s->duplicates, s->words_bytes,
                     s->seen.n);
    for (size_t i = 0; i < s->n; i++) {
        const struct lathe_scan_column *c = &s->column[i];

        lathe_buf_printf(out, "%llu %llu %llu %llu %d %d %d %d %a %a %a %a "
                         "'%s' %llu:", (unsigned long long)c->present,
                         (unsigned long long)c->missing,
                         (unsigned long long)c->numbers,
                         (unsigned long long)c->nans, c->integers,
                         c->counts_up, c->repeats, c->many, c->min, c->max,
                         c->first, c->last, c->odd ? c->odd : "",
                         (unsigned long long)c->odd_line);
        for (uint32_t k = 0; k < c->words.n; k++)
            lathe_buf_printf(out, " %s", c->words.word[k]);
        lathe_buf_printf(out, " %llu %llu %llu",
                         (unsigned long long)c->dates.values,
                         (unsigned long long)c->dates.plain,
                         (unsigned long long)c->dates.odd_line);
        lathe_buf_putc(out, '\n');
    }
    for (uint32_t k = 0; k < s->column[last_column].words.n; k++)
        lathe_buf_printf(out, "%llu\n", (unsigned long long)
                         s->column[last_column].count[k]);
}

/* Records of a block. */
#define BLOCK 37

/* Adds rows as a block. */
static void add_block(struct lathe_scan_piece *p, struct lathe_rng *r,
                      size_t first, size_t n, unsigned seed)
{
    char text[BLOCK][COLUMNS][40];
    struct lathe_field field[BLOCK * COLUMNS];
    uint64_t line[BLOCK];
    const struct lathe_block b = {.rows = n, .cols = COLUMNS, .field = field,
                                  .line = line};

    for (size_t i = 0; i < n; i++) {
        random_row(field + i * COLUMNS, text[i], r, first + i, seed);
        line[i] = first + i + 2;
    }
    assert_int_equal(lathe_scan_piece_add(p, &b, NULL), 0);
}

/* One piece; the rows can be had again from the begin of the stream. */
static void scan_piece(struct lathe_scan *s, struct lathe_scan_piece *p,
                       struct lathe_rng *r, size_t first, size_t n,
                       unsigned seed)
{
    size_t end = first + n;
    struct lathe_rng begin = *r;
    bool again;

    lathe_scan_piece_clear(p, in_order);
    do {
        *r = begin;
        for (size_t i = first; i < end; i += BLOCK)
            add_block(p, r, i, end - i < BLOCK ? end - i : BLOCK, seed);
        assert_int_equal(lathe_scan_merge(s, p, &again, NULL), 0);
    } while (again);
}

static char *scan_cut(size_t rows, unsigned seed)
{
    struct lathe_rng r = lathe_rng_stream(seed, LATHE_RNG_TEST, 0, 0);
    struct lathe_scan_piece p;
    struct lathe_buf out = {0};
    struct table t;

    table_begin(&t, "a,b,c,y");
    t.scan.dedup = seed % 2;
    t.scan.column[2].depth = seed % 7 == 0 ? LATHE_SCAN_CATEGORY
                                           : LATHE_SCAN_ALL;
    assert_int_equal(lathe_scan_piece_init(&p, &t.scan, NULL), 0);
    if (rows == 1)
        p.numbers = NULL;       /* one value after the other */
    p.blocks = rows % 2;
    for (size_t i = 0; i < ROWS; i += rows)
        scan_piece(&t.scan, &p, &r, i, rows < ROWS - i ? rows : ROWS - i,
                   seed);
    describe(&out, &t.scan);
    lathe_scan_piece_release(&p);
    table_end(&t);
    return out.s;
}

static void a_scan_is_the_same_wherever_the_table_is_cut(void **state)
{
    static const size_t rows[] = {2, 3, 17, 64, 999, ROWS};
    (void)state;

    for (unsigned seed = 0; seed < 24; seed++) {
        char *alone = scan_cut(1, seed);

        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            char *cut = scan_cut(rows[i], seed);

            assert_string_equal(cut, alone);
            lathe_free(cut);
        }
        lathe_free(alone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_counted_by_what_they_hold),
        cmocka_unit_test(repeated_rows_are_found_and_can_be_left_out),
        cmocka_unit_test(only_so_many_rows_are_remembered),
        cmocka_unit_test(a_large_set_outlives_a_failed_growth),
        cmocka_unit_test(late_rows_that_repeat_each_other_are_found),
        cmocka_unit_test(several_hashes_are_added_as_one_after_the_other),
        cmocka_unit_test(a_target_that_is_a_number_is_stripped_first),
        cmocka_unit_test(the_end_of_a_target_is_stripped),
        cmocka_unit_test(columns_that_cannot_help_are_dropped),
        cmocka_unit_test(what_is_asked_for_wins_over_what_was_seen),
        cmocka_unit_test(options_that_do_not_fit_are_refused_by_name),
        cmocka_unit_test(the_task_follows_from_the_target),
        cmocka_unit_test(targets_that_cannot_be_learnt_are_refused),
        cmocka_unit_test(a_scan_is_the_same_wherever_the_table_is_cut),
        cmocka_unit_test(many_different_words_cost_a_bounded_memory),
        cmocka_unit_test(numbers_give_way_to_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
