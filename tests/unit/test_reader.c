/* The CSV reader: what it reads, what it refuses and with which words. */
#include "base/alloc.h"
#include "base/buf.h"
#include "base/rng.h"
#include "ingest/pieces.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- a whole table as one text ------------------------------------------ */

/* "names: a|b" and a line "LINE: cell|cell" for each record; what was
 * rejected as "LINE? REASON [BYTES]" lines; the error last, as "! MESSAGE". */
static enum lathe_code note_reject(void *ctx, uint64_t line,
                                   const char *reason, const char *bytes,
                                   size_t n, struct lathe_err *err)
{
    lathe_buf_printf(ctx, "%llu? %s [%.*s]\n", (unsigned long long)line,
                     reason, (int)n, bytes);
    return lathe_buf_check(ctx, err);
}

static void add_block(struct lathe_buf *out, const struct lathe_block *block)
{
    for (size_t i = 0; i < block->rows; i++) {
        lathe_buf_printf(out, "%llu: ", (unsigned long long)block->line[i]);
        for (size_t j = 0; j < block->cols; j++) {
            const struct lathe_field *f = block->field + i * block->cols + j;
            assert_int_equal(f->s[f->len], 0);
            if (block->joined && j + 1 < block->cols)
                assert_ptr_equal(f[1].s, f->s + f->len + 1);
            lathe_buf_puts(out, j ? "|" : "");
            lathe_buf_add(out, f->s, f->len);
        }
        lathe_buf_putc(out, '\n');
    }
}

static enum lathe_code open_table(struct lathe_reader **r,
                                  struct lathe_buf *out, const char *text,
                                  size_t n, size_t most,
                                  const struct lathe_reader_opts *opts,
                                  struct lathe_err *err)
{
    struct lathe_source *source;
    const struct lathe_list *names;
    enum lathe_code rc;

    rc = lathe_source_open_memory(&source, text, n, most, "a.csv", err);
    if (!rc)
        rc = lathe_reader_new(r, source, opts, err);
    if (rc)
        return rc;
    names = lathe_reader_names(*r);
    lathe_buf_puts(out, "names: ");
    for (size_t i = 0; i < names->n; i++)
        lathe_buf_printf(out, "%s%s", i ? "|" : "", names->v[i]);
    lathe_buf_putc(out, '\n');
    return LATHE_OK;
}

static enum lathe_code read_table(struct lathe_buf *out, const char *text,
                                  size_t n, size_t most,
                                  const struct lathe_reader_opts *opts,
                                  struct lathe_err *err)
{
    struct lathe_reader *r = NULL;
    struct lathe_block block;
    enum lathe_code rc = open_table(&r, out, text, n, most, opts, err);

    if (rc)
        return rc;
    do {
        rc = lathe_reader_next(r, &block, err);
        if (!rc)
            add_block(out, &block);
    } while (!rc && block.rows);
    lathe_reader_free(r);
    return rc ? rc : lathe_buf_check(out, err);
}

/* The same through pieces: each slot has a text of its own. */
enum { SLOTS = 16 };

struct texts {
    struct lathe_buf slot[SLOTS], *out;
    lathe_reject_fn *reject;
};

static enum lathe_code begin_piece(void *ctx, size_t slot,
                                   struct lathe_err *err)
{
    struct texts *t = ctx;

    (void)err;
    assert_true(slot < SLOTS);
    lathe_buf_release(&t->slot[slot]);
    return LATHE_OK;
}

static enum lathe_code take_piece(void *ctx, size_t slot,
                                  const struct lathe_block *block,
                                  struct lathe_err *err)
{
    struct texts *t = ctx;

    (void)err;
    add_block(&t->slot[slot], block);
    return LATHE_OK;
}

static enum lathe_code reject_piece(void *ctx, size_t slot, uint64_t line,
                                    const char *reason, const char *bytes,
                                    size_t n, struct lathe_err *err)
{
    struct texts *t = ctx;

    return t->reject(&t->slot[slot], line, reason, bytes, n, err);
}

static enum lathe_code commit_piece(void *ctx, size_t slot, bool *again,
                                    struct lathe_err *err)
{
    struct texts *t = ctx;

    (void)again;
    (void)err;
    lathe_buf_add(t->out, t->slot[slot].s, t->slot[slot].len);
    return LATHE_OK;
}

static enum lathe_code read_pieces(struct lathe_buf *out, const char *text,
                                   size_t n, size_t most, size_t bytes,
                                   struct lathe_pool *pool,
                                   const struct lathe_reader_opts *opts,
                                   struct lathe_err *err)
{
    struct texts t = {.out = out, .reject = opts->reject};
    struct lathe_pieces_job job = {
        .begin = begin_piece, .take = take_piece,
        .reject = opts->reject ? reject_piece : NULL, .commit = commit_piece,
        .ctx = &t, .piece_bytes = bytes, .eager = bytes % 2,
    };
    struct lathe_reader *r = NULL;
    enum lathe_code rc = open_table(&r, out, text, n, most, opts, err);

    if (!rc)
        rc = lathe_pieces_read(r, pool, &job, err);
    lathe_reader_free(r);
    for (size_t i = 0; i < SLOTS; i++)
        lathe_buf_release(&t.slot[i]);
    return rc;
}

static void expect_pieces(const char *want, const char *text, size_t n,
                          const struct lathe_reader_opts *given)
{
    static const size_t sizes[] = { 0, 1, 2, 3, 5, 8, 13, 40, 200 };

    for (size_t i = 0; i < 2 * sizeof sizes / sizeof sizes[0]; i++) {
        struct lathe_pool *pool = NULL;
        struct lathe_buf out = {0};
        struct lathe_err err = {0};
        enum lathe_code rc;

        if (i % 2)
            assert_int_equal(lathe_pool_new(&pool, 3, &err), LATHE_OK);
        rc = read_pieces(&out, text, n, i % 3, sizes[i / 2], pool, given,
                         &err);
        if (rc)
            lathe_buf_printf(&out, "! %s\n", err.msg);
        assert_string_equal(out.s ? out.s : "", want);
        lathe_buf_release(&out);
        lathe_pool_free(pool);
    }
}

/* The same whatever the cuts; the caller frees. */
static char *table_of(const char *text, size_t n,
                      const struct lathe_reader_opts *given)
{
    static const size_t cuts[] = { 0, 1, 2, 3, 5, 7, 64 };
    char *first = NULL;

    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        struct lathe_reader_opts opts = *given;
        struct lathe_buf out = {0};
        struct lathe_err err = {0};

        opts.reject_ctx = &out;
        enum lathe_code rc = read_table(&out, text, n, cuts[i], &opts, &err);
        assert_int_equal(rc, err.code);
        if (rc)
            lathe_buf_printf(&out, "! %s\n", err.msg);
        if (!first)
            first = out.s ? out.s : lathe_strdup("");
        else
            assert_string_equal(first, out.s ? out.s : "");
        if (out.s != first)
            lathe_buf_release(&out);
    }
    expect_pieces(first, text, n, given);
    return first;
}

static void expect_bytes(const struct lathe_reader_opts *opts,
                         const char *text, size_t n, const char *want)
{
    char *got = table_of(text, n, opts);

    assert_string_equal(got, want);
    lathe_free(got);
}

static void expect_opts(const struct lathe_reader_opts *opts, const char *text,
                        const char *want)
{
    expect_bytes(opts, text, strlen(text), want);
}

static void expect(const char *text, const char *want)
{
    struct lathe_reader_opts opts = lathe_reader_defaults();

    expect_opts(&opts, text, want);
}

/* ---- what it reads ------------------------------------------------------ */

static void records_come_with_their_lines(void **state)
{
    (void)state;
    expect("a,b\n1,2\n3,4\n", "names: a|b\n2: 1|2\n3: 3|4\n");
    expect("a,b\n", "names: a|b\n");
    expect("a,b", "names: a|b\n");
    expect("a,b\n1,2", "names: a|b\n2: 1|2\n");
    expect("a,b\n,\n1,", "names: a|b\n2: |\n3: 1|\n");
}

static void any_line_end_will_do(void **state)
{
    (void)state;
    expect("a,b\r\n1,2\r\n3,4\r\n", "names: a|b\n2: 1|2\n3: 3|4\n");
    expect("a,b\r1,2\r3,4\r", "names: a|b\n2: 1|2\n3: 3|4\n");
    expect("a,b\r1,2\r3,4", "names: a|b\n2: 1|2\n3: 3|4\n");
    expect("a,b\n1,2\r\n3,4\n", "names: a|b\n2: 1|2\n3: 3|4\n");
}

static void a_lone_cr_counts_as_a_line_only_where_lines_end_so(void **state)
{
    (void)state;
    expect("a,b\n1,2\r3,4\n5,6\n", "names: a|b\n2: 1|2\n2: 3|4\n3: 5|6\n");
    expect("a,b\r1,2\r\r3,4\n5,6\r", "names: a|b\n2: 1|2\n4: 3|4\n5: 5|6\n");
}

static void quoted_fields_hold_anything(void **state)
{
    (void)state;
    expect("\"a\",\"b, \"\"c\"\"\"\n\"x\ny\",\"\"\n1,2\n",
           "names: a|b, \"c\"\n2: x\ny|\n4: 1|2\n");
    expect("a,b\r\n\"x\r\ny\r\n\",1\r\n2,3\r\n",
           "names: a|b\n2: x\r\ny\r\n|1\n5: 2|3\n");
    expect("a,b\n\"\n\n\",1\n", "names: a|b\n2: \n\n|1\n");
    expect("a,b\n\" 1 \" ,\t\"2\"\n", "names: a|b\n2:  1 |2\n");
}

static void blanks_around_unquoted_fields_go(void **state)
{
    (void)state;
    expect(" a , b\t\n\t1 , x y \n", "names: a|b\n2: 1|x y\n");
}

static void blank_lines_are_skipped_and_counted(void **state)
{
    (void)state;
    expect("\n \na,b\n\n1,2\n\t\n\r\n3,4\n\n",
           "names: a|b\n5: 1|2\n8: 3|4\n");
}

static void blank_lines_of_one_column_are_records(void **state)
{
    struct lathe_reader_opts bare = lathe_reader_defaults();

    (void)state;
    bare.dialect.header = false;
    expect("\na\n1\n\n \n2\n", "names: a\n3: 1\n4: \n5: \n6: 2\n");
    expect_opts(&bare, "\n\nx\n\n", "names: c1\n1: \n2: \n3: x\n4: \n");
    expect_opts(&bare, "\n\n", "names: c1\n1: \n2: \n");
    expect_opts(&bare, "\n\n1,2\n\n", "names: c1|c2\n3: 1|2\n");
}

/* Where nothing is taken off: rows are hashed faster then. */
static void fields_lie_one_behind_the_other(void **state)
{
    static const struct {
        const char *text;
        bool joined;
    } cases[] = {
        {"a,b\n1,2\n3,4\n", true},
        {"a,b\r\n1,2\r\n", true},
        {"a,b\n2023-01-15 10:30,two words\n", true},
        {"a,b\n1, 2\n", false},
        {"a,b\n1 ,2\n", false},
        {"a,b\n1,2\n3,4 \n", false},
        {"a,b\n\"1\",2\n", false},
    };
    struct lathe_reader_opts o = lathe_reader_defaults();
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lathe_reader *r = NULL;
        struct lathe_buf out = {0};
        struct lathe_block b;

        assert_int_equal(open_table(&r, &out, cases[i].text,
                                    strlen(cases[i].text), 0, &o, NULL), 0);
        assert_int_equal(lathe_reader_next(r, &b, NULL), 0);
        assert_int_equal(b.joined, cases[i].joined);
        add_block(&out, &b);
        lathe_reader_free(r);
        lathe_buf_release(&out);
    }
}

static void a_byte_order_mark_is_skipped(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();

    (void)state;
    o.max_field_bytes = 8;
    o.max_record_bytes = 24;
    expect("\xef\xbb\xbf" "a,b\n1,2\n", "names: a|b\n2: 1|2\n");
    expect("\xef\xbb\xbf\"a\",b\n1,2\n", "names: a|b\n2: 1|2\n");
    expect("\xef\xbb\xbf\na,b\n", "names: a|b\n");
    expect("\xef\xbb\xbf", "! 'a.csv' is empty\n");
    expect("\xef\xbb\xbf\xef\xbb\xbf" "a,b\n", "names: \xef\xbb\xbf" "a|b\n");
    expect("\n\xef\xbb\xbf" "a,b\n", "names: \xef\xbb\xbf" "a|b\n");
    expect_opts(&o, "\xef\xbb\xbf" "1234567,1234567890123456789",
                "! 'a.csv' line 1, field 2: a field of more than 8 bytes\n");
}

static void comments_are_skipped_outside_quotes(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();

    (void)state;
    o.dialect.comment = '#';
    expect_opts(&o, "# \"x\na,b\n#\n1,#2\n\"\n#3\",4\n#end",
                "names: a|b\n4: 1|#2\n5: \n#3|4\n");
    expect("a,#b\n#1,2\n", "names: a|#b\n2: #1|2\n");
}

static void other_delimiters_and_quotes_work(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();

    (void)state;
    o.dialect.delimiter = '\t';
    expect_opts(&o, "a\tb\tc\n\t\t\n1\t 2\t\n",
                "names: a|b|c\n2: ||\n3: 1|2|\n");
    o.dialect.delimiter = ' ';
    expect_opts(&o, "a b\n1 2\n 3\n", "names: a|b\n2: 1|2\n3: |3\n");
    o.dialect.delimiter = ';';
    o.dialect.quote = '\'';
    expect_opts(&o, "a;b\n'1;';\"2\n", "names: a|b\n2: 1;|\"2\n");
    o.dialect.quote = 0;
    expect_opts(&o, "a;b\n'1;\"2\n", "names: a|b\n2: '1|\"2\n");
}

static void without_a_header_columns_are_numbered(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();

    (void)state;
    o.dialect.header = false;
    expect_opts(&o, "1,2,2\n3,4,5\n",
                "names: c1|c2|c3\n1: 1|2|2\n2: 3|4|5\n");
    expect_opts(&o, "\xef\xbb\xbf\"1\n\",2\n3,4\n",
                "names: c1|c2\n1: 1\n|2\n3: 3|4\n");
    expect_opts(&o, "1,2\n3\n", "names: c1|c2\n1: 1|2\n"
                "! 'a.csv' line 2: 1 field, the first record has 2\n");
}

static void raw_bytes_are_those_of_the_input(void **state)
{
    const char *text = "a,b\r\n 1 ,\"x\r\ny\"\r\n2,3";
    struct lathe_reader_opts o = lathe_reader_defaults();
    struct lathe_source *source;
    struct lathe_reader *r;
    struct lathe_block block;
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(lathe_source_open_memory(&source, text, strlen(text), 0,
                                              "a.csv", &err), LATHE_OK);
    assert_int_equal(lathe_reader_new(&r, source, &o, &err), LATHE_OK);
    assert_int_equal(lathe_reader_next(r, &block, &err), LATHE_OK);
    assert_int_equal(block.rows, 1);    /* the rest may yet grow */
    assert_int_equal(block.raw[0].len, 12);
    assert_memory_equal(block.raw[0].s, " 1 ,\"x\r\ny\"\r\n", 12);
    assert_int_equal(lathe_reader_next(r, &block, &err), LATHE_OK);
    assert_int_equal(block.rows, 1);
    assert_int_equal(block.raw[0].len, 3);
    lathe_reader_free(r);
}

/* ---- what it refuses ---------------------------------------------------- */

static void ragged_records_name_both_counts(void **state)
{
    (void)state;
    expect("a,b\n1,2\n1\n", "names: a|b\n2: 1|2\n"
           "! 'a.csv' line 3: 1 field, the header has 2\n");
    expect("a,b\n1,2,3\n", "names: a|b\n"
           "! 'a.csv' line 2: 3 fields, the header has 2; if rows begin with "
           "their names, as R writes them, this gives these a name: "
           "sed '1s/^/row,/' FILE\n");
    expect("a,b\n1,2\n1,2,3\n", "names: a|b\n2: 1|2\n"
           "! 'a.csv' line 3: 3 fields, the header has 2\n");
    expect("a,b\n1,2\n# 3\n", "names: a|b\n2: 1|2\n"
           "! 'a.csv' line 3: 1 field, the header has 2, and it begins with "
           "'#'; preprocess skips such lines with --comment '#'\n");
    expect("a,b\n1,2,\r\n", "names: a|b\n"
           "! 'a.csv' line 2: 3 fields, the header has 2, and it ends in ',', "
           "which sed -E 's/[,]\\r?$//' FILE cuts off\n");
    expect("a,b\n1,2,,\n", "names: a|b\n"
           "! 'a.csv' line 2: 4 fields, the header has 2\n");
}

static void bad_quotes_name_line_column_and_byte(void **state)
{
    (void)state;
    expect("a,b\n1,x\"y\n", "names: a|b\n! 'a.csv' line 2, column 'b', "
           "byte 4: a quote inside an unquoted field\n");
    expect("a,b\n1,=\"07\"\n", "names: a|b\n! 'a.csv' line 2, column 'b', "
           "byte 4: a quote inside an unquoted field; sed 's/=\"/\"/g' FILE "
           "makes a text of a formula\n");
    expect("a,b\n\"1\"x,2\n", "names: a|b\n! 'a.csv' line 2, column 'a', "
           "byte 4: text behind a closing quote\n");
    expect("a,b\n\"1\" \"2\",2\n", "names: a|b\n! 'a.csv' line 2, column "
           "'a', byte 5: text behind a closing quote\n");
    expect("a,b\n1,\"x\ny\"z\n", "names: a|b\n! 'a.csv' line 3, column 'b', "
           "byte 3: text behind a closing quote\n");
    expect("a,b\n1,\"x \\\"y\\\"\"\n", "names: a|b\n! 'a.csv' line 2, column "
           "'b', byte 8: text behind a closing quote; a backslash escapes "
           "none, two quotes are one: sed 's/\\\\\"/\"\"/g' FILE\n");
    expect("a,b\n1,2,x\"\n", "names: a|b\n! 'a.csv' line 2, field 3, byte 6: "
           "a quote inside an unquoted field\n");
}

static void an_open_quote_names_the_line_where_it_began(void **state)
{
    (void)state;
    expect("a,b\n1,\"x\n2,3\n4,5\n", "names: a|b\n! 'a.csv' line 2, column "
           "'b': the quote that opens this field is never closed\n");
    expect("a,b\n1,2\n\"x\ny\",\"z\n\n", "names: a|b\n2: 1|2\n! 'a.csv' line "
           "4, column 'b': the quote that opens this field is never closed\n");
    expect("\"a,b\n", "! 'a.csv' line 1, field 1: the quote that opens this "
           "field is never closed\n");
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();
    static const char nul[] = "a,b\n1,2\n3,\0\n";

    (void)state;
    expect_bytes(&o, nul, sizeof nul - 1, "names: a|b\n2: 1|2\n"
                 "! 'a.csv' line 3, byte 3: a NUL byte\n");
    expect("a,b\n1,M\xfcller\n", "names: a|b\n! 'a.csv' line 2, byte 4: 0xfc "
           "is not UTF-8; if the text is Latin-1, preprocess takes "
           "--encoding latin1; iconv -f LATIN1 -t UTF-8 converts it\n");
    expect("a,b\n1,\"\n\xc3\"\n", "names: a|b\n! 'a.csv' line 3, byte 1: 0xc3 "
           "is not UTF-8; if the text is Latin-1, preprocess takes "
           "--encoding latin1; iconv -f LATIN1 -t UTF-8 converts it\n");
}

static void latin1_is_read_as_utf8_when_asked_for(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();

    (void)state;
    o.dialect.latin1 = true;
    expect_opts(&o, "a,\xe9t\xe9\n\xff,\"\x80\n\xa0\"\nx,y\n",
                "names: a|\xc3\xa9t\xc3\xa9\n"
                "2: \xc3\xbf|\xc2\x80\n\xc2\xa0\n4: x|y\n");
    expect_opts(&o, "a,b\n\xe9,\"\n", "names: a|b\n! 'a.csv' line 2, column "
                "'b': the quote that opens this field is never closed\n");
}

static void utf8_is_checked_as_unicode_says(void **state)
{
    static const char *const good[] = {
        "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x8e", "\xed\x9f\xbf",
        "\xef\xbf\xbd", "\xf4\x8f\xbf\xbf", "\xc2\x80", "\xe0\xa0\x80",
    };
    static const char *const bad[] = {
        "\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff",
        "\xe2\x82", "\xf0\x9f\x98", "\xc3\x28",
    };
    char text[64], want[64];

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        snprintf(text, sizeof text, "a,b\n%s,x\n", good[i]);
        snprintf(want, sizeof want, "names: a|b\n2: %s|x\n", good[i]);
        expect(text, want);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct lathe_reader_opts o = lathe_reader_defaults();

        snprintf(text, sizeof text, "a,b\nx,%s\n", bad[i]);
        char *got = table_of(text, strlen(text), &o);
        assert_non_null(strstr(got, "! 'a.csv' line 2, byte 3: 0x"));
        lathe_free(got);
    }
}

static void other_files_are_known_by_their_first_bytes(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();

    (void)state;
    expect_bytes(&o, "\xff\xfe" "a\0\n\0", 6, "! 'a.csv' is UTF-16, not "
                 "UTF-8; convert it with iconv -f UTF-16 -t UTF-8\n");
    expect_bytes(&o, "\xfe\xff\0a\0\n", 6, "! 'a.csv' is UTF-16, not UTF-8; "
                 "convert it with iconv -f UTF-16 -t UTF-8\n");
    expect_bytes(&o, "a\0,\0b\0\n\0001\0", 10, "! 'a.csv' is UTF-16, not "
                 "UTF-8; convert it with iconv -f UTF-16LE -t UTF-8\n");
    expect_bytes(&o, "\0a\0,\0b\0\n\0001", 10, "! 'a.csv' is UTF-16, not "
                 "UTF-8; convert it with iconv -f UTF-16BE -t UTF-8\n");
    expect("\x89LATHE\r\n\n", "! 'a.csv' is one of lathe's own files, not "
           "CSV\n");
    expect("PK\3\4\xff\n", "! 'a.csv' is a zip archive or a spreadsheet, not "
           "CSV; save it as CSV\n");
}

/* Of a line over the limit it depends on the source how much is there. */
static void what_a_file_is_is_said_from_what_the_limit_leaves(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();
    char tar[512] = "table.csv";

    (void)state;
    memcpy(tar + 257, "ustar", 5);
    o.max_record_bytes = 300;
    expect_bytes(&o, tar, sizeof tar, "! 'a.csv' is a tar archive, not CSV; "
                 "unpack it with tar -xf\n");
    o.max_record_bytes = 40;
    expect_bytes(&o, tar, sizeof tar, "! 'a.csv' line 1: a record of more "
                 "than 40 bytes\n");
}

static void an_empty_input_is_refused(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();

    (void)state;
    expect("", "! 'a.csv' is empty\n");
    expect("\n\n", "! 'a.csv' is empty\n");
    o.dialect.comment = '#';
    o.dialect.header = false;
    expect_opts(&o, "#1\n#2", "! 'a.csv' is empty\n");
}

static void headers_keep_the_rules(void **state)
{
    struct lathe_reader_opts bare = lathe_reader_defaults();
    struct lathe_reader_opts fixed = lathe_reader_defaults();

    (void)state;
    bare.dialect.header = false;
    fixed.fixed = true;
    expect("1,2.5,-3e4\n1,2,3\n", "! 'a.csv' line 1: the header is all "
           "numbers; if the file has none, say --no-header\n");
    expect("a,,c\n", "! 'a.csv' line 1: column 2 has no name; give it one, as "
           "sed -E '1s/^(([^,]*[,]){1})(\"\")?/\\1c2/' FILE does, or "
           "say --no-header if these are no names\n");
    expect("\na,b,c,b,a\n", "! 'a.csv' line 2: columns 1 and 5 are both named "
           "'a'; give them different names\n");
    expect("0,tcp,0\n", "! 'a.csv' line 1: columns 1 and 3 are both named "
           "'0'; if these are no names, say --no-header\n");
    expect("a;b\n", "! 'a.csv' line 1: one column with ';' in it; if that is "
           "the delimiter, say --delimiter ';'\n");
    expect("a\tb\n", "! 'a.csv' line 1: one column with a tab in it; if that "
           "is the delimiter, say --delimiter tab\n");
    expect_opts(&bare, "1;2\n", "! 'a.csv' line 1: one column with ';' in it; "
                "if that is the delimiter, say --delimiter ';'\n");
    expect("\"a\";\"b\"\n", "! 'a.csv' line 1, field 1, byte 4: text behind a "
           "closing quote; if ';' is the delimiter, say --delimiter ';'\n");
    expect_opts(&fixed, "a;b\n", "! 'a.csv' line 1: one column with ';' in "
                "it; the delimiter must be that of the training data\n");
    expect_opts(&fixed, "\"a\";\"b\"\n", "! 'a.csv' line 1, field 1, byte 4: "
                "text behind a closing quote; the delimiter must be that of "
                "the training data\n");
    expect("\"a;b\"\n1\n", "names: a;b\n2: 1\n");
}

static void limits_hold(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();

    (void)state;
    o.max_field_bytes = 8;
    o.max_record_bytes = 24;
    o.max_columns = 3;
    expect_opts(&o, "a,b\n12345678,2\n123456789,2\n", "names: a|b\n"
                "2: 12345678|2\n! 'a.csv' line 3, column 'a': a field of more "
                "than 8 bytes\n");
    expect_opts(&o, "a,b\n1,\"234\n67890\n\n", "names: a|b\n! 'a.csv' line 2, "
                "column 'b': a field of more than 8 bytes; is its quote never "
                "closed\n");
    expect_opts(&o, "a,b,c,d\n", "! 'a.csv' line 1: more than 3 columns\n");
    expect_opts(&o, "a,b,c\n1234567,1234567,1234567\n", "names: a|b|c\n"
                "2: 1234567|1234567|1234567\n");
    expect_opts(&o, "a,b,c\n1234567,1234567,12345678\n", "names: a|b|c\n"
                "! 'a.csv' line 2: a record of more than 24 bytes\n");
    expect_opts(&o, "a,b,c\n1,2,123456789012345678901234567890\n",
                "names: a|b|c\n! 'a.csv' line 2, column 'c': a field of more "
                "than 8 bytes\n");
}

static void messages_name_the_options_that_set_the_limits(void **state)
{
    const struct lathe_limits small = {.field = 8, .record = 24, .columns = 3};
    const struct lathe_limits large = {.field = LATHE_LIMITS_BYTES,
                                       .record = 24, .columns = 3};
    struct lathe_reader_opts o = lathe_reader_defaults();

    (void)state;
    lathe_reader_limit(&o, &small);
    expect_opts(&o, "a,b\n123456789,2\n", "names: a|b\n! 'a.csv' line 2, "
                "column 'a': a field of more than 8 bytes; --max-field allows "
                "more\n");
    expect_opts(&o, "a,b\n1,\"234\n67890\n\n", "names: a|b\n! 'a.csv' line 2, "
                "column 'b': a field of more than 8 bytes; is its quote never "
                "closed? else --max-field allows more\n");
    expect_opts(&o, "a,b,c\n1234567,1234567,12345678\n", "names: a|b|c\n"
                "! 'a.csv' line 2: a record of more than 24 bytes; "
                "--max-record allows more\n");
    expect_opts(&o, "a,b,c,d\n", "! 'a.csv' line 1: more than 3 columns; "
                "--max-columns allows more\n");
    o.most_columns = 3;
    expect_opts(&o, "a,b,c,d\n", "! 'a.csv' line 1: more than 3 columns\n");
    lathe_reader_limit(&o, &large);
    expect_opts(&o, "a,b\n1,\"234\n678901234567890123456\n\n", "names: a|b\n"
                "! 'a.csv' line 2: a record of more than 24 bytes; "
                "--max-record allows more\n");
}

static void a_long_line_does_not_eat_memory(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();
    size_t n = (size_t)64 << 20;
    char *text = lathe_calloc(n, 1);
    struct lathe_buf out = {0};
    struct lathe_err err = {0};

    (void)state;
    assert_non_null(text);
    memset(text, 'x', n);
    memcpy(text, "a,b\n1,2\n", 8);
    assert_int_equal(read_table(&out, text, n, 0, &o, &err), LATHE_EDATA);
    assert_string_equal(err.msg, "'a.csv' line 3, column 'a': a field of more "
                        "than 1048576 bytes");
    for (size_t i = 9; i < n; i += 2)
        text[i] = ',';
    lathe_buf_clear(&out);
    assert_int_equal(read_table(&out, text, n, 0, &o, &err), LATHE_EDATA);
    assert_string_equal(err.msg, "'a.csv' line 3: a record of more than "
                        "16777216 bytes");
    memcpy(text, "x,x,x,x,", 8);
    assert_int_equal(read_table(&out, text, n, 0, &o, &err), LATHE_EDATA);
    assert_string_equal(err.msg, "'a.csv' line 1: a record of more than "
                        "16777216 bytes");
    lathe_buf_release(&out);
    lathe_free(text);
}

static void a_dialect_that_cannot_be_told_apart_is_refused(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();
    struct lathe_buf out = {0};
    struct lathe_err err = {0};

    (void)state;
    o.dialect.quote = ',';
    assert_int_equal(read_table(&out, "a", 1, 0, &o, &err), LATHE_EARG);
    o.dialect.quote = '"';
    o.dialect.comment = '"';
    assert_int_equal(read_table(&out, "a", 1, 0, &o, &err), LATHE_EARG);
    o.dialect.comment = 0;
    o.dialect.delimiter = '\n';
    assert_int_equal(read_table(&out, "a", 1, 0, &o, &err), LATHE_EARG);
    o.dialect.delimiter = (char)0xa7;
    assert_int_equal(read_table(&out, "a", 1, 0, &o, &err), LATHE_EARG);
}

/* ---- rejects ------------------------------------------------------------ */

static struct lathe_reader_opts skipping(void)
{
    struct lathe_reader_opts o = lathe_reader_defaults();

    o.reject = note_reject;
    return o;
}

static void bad_records_are_handed_over_as_they_were(void **state)
{
    struct lathe_reader_opts o = skipping();

    (void)state;
    expect_opts(&o, "a,b\n1,2\n 3 \r\n4,5\n6,x\"\n7,8\n9", "names: a|b\n"
                "2: 1|2\n3? 1 field, the header has 2 [ 3 \r\n]\n4: 4|5\n"
                "5? column 'b', byte 4: a quote inside an unquoted field "
                "[6,x\"\n]\n6: 7|8\n7? 1 field, the header has 2 [9]\n");
    expect_opts(&o, "a,b\n1,2\n1,\"x\ny\",3\n4,5\n", "names: a|b\n2: 1|2\n"
                "3? 3 fields, the header has 2 [1,\"x\ny\",3\n]\n5: 4|5\n");
}

static void a_stray_quote_costs_one_line(void **state)
{
    struct lathe_reader_opts o = skipping();

    (void)state;
    expect_opts(&o, "a,b\n1,\"x\n2,3\n4,5\n", "names: a|b\n2? column 'b': the "
                "quote that opens this field is never closed [1,\"x\n]\n"
                "3: 2|3\n4: 4|5\n");
    expect_opts(&o, "a,b\n1,\"x\n2,\"y\"\n3,4\n", "names: a|b\n2? line 3, "
                "column 'b', byte 4: text behind a closing quote [1,\"x\n]\n"
                "3: 2|y\n4: 3|4\n");
}

static void bytes_that_are_no_text_reject_the_whole_record(void **state)
{
    struct lathe_reader_opts o = skipping();

    (void)state;
    expect_opts(&o, "a,b\n1,\"x\n\xff\ny\"\n2,3\n", "names: a|b\n2? line 3, "
                "byte 1: 0xff is not UTF-8; if the text is Latin-1, "
                "preprocess takes --encoding latin1; iconv -f LATIN1 -t "
                "UTF-8 converts it [1,\"x\n\xff\ny\"\n]\n"
                "5: 2|3\n");
}

static void reading_goes_on_behind_what_is_over_a_limit(void **state)
{
    struct lathe_reader_opts o = skipping();

    (void)state;
    o.max_record_bytes = 8;
    o.max_field_bytes = 5;
    expect_opts(&o, "a,b\n1,2\n1,2,3,4,5,6,7\n3,4\n1,67890123456\r\n5,6\n",
                "names: a|b\n2: 1|2\n3? a record of more than 8 bytes; this "
                "is the begin of the line, 8 bytes [1,2,3,4,]\n4: 3|4\n"
                "5? column 'b': a field of more than 5 bytes; this is the "
                "begin of the line, 8 bytes [1,678901]\n6: 5|6\n");
    expect_opts(&o, "a,b\n1,\"\n\n\n\n\n\n\n2,3\n", "names: a|b\n2? a record "
                "of more than 8 bytes [1,\"\n]\n9: 2|3\n");
}

static enum lathe_code stop(void *ctx, uint64_t line, const char *reason,
                            const char *bytes, size_t n, struct lathe_err *err)
{
    (void)ctx;
    (void)reason;
    (void)bytes;
    (void)n;
    return lathe_fail(err, LATHE_EIO, "no more, line %llu",
                      (unsigned long long)line);
}

static void a_reject_that_fails_ends_the_reading(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();

    (void)state;
    o.reject = stop;
    expect_opts(&o, "a,b\n1\n2,3\n", "names: a|b\n! no more, line 2\n");
}

static enum lathe_code count_reject(void *ctx, uint64_t line,
                                    const char *reason, const char *bytes,
                                    size_t n, struct lathe_err *err)
{
    (void)line;
    (void)reason;
    (void)bytes;
    (void)n;
    (void)err;
    ++*(size_t *)ctx;
    return LATHE_OK;
}

static void rejects_are_counted(void **state)
{
    const char *text = "a,b\n1\n2,3\n4\n";
    struct lathe_reader_opts o = lathe_reader_defaults();
    struct lathe_source *source;
    struct lathe_reader *r;
    struct lathe_block block;
    size_t count = 0, rows = 0;
    struct lathe_err err = {0};

    (void)state;
    o.reject = count_reject;
    o.reject_ctx = &count;
    assert_int_equal(lathe_source_open_memory(&source, text, strlen(text), 0,
                                              "a.csv", &err), LATHE_OK);
    assert_int_equal(lathe_reader_new(&r, source, &o, &err), LATHE_OK);
    do {
        assert_int_equal(lathe_reader_next(r, &block, &err), LATHE_OK);
        rows += block.rows;
    } while (block.rows);
    assert_int_equal(rows, 1);
    assert_int_equal(count, 2);
    assert_int_equal(lathe_reader_rejected(r), 2);
    assert_string_equal(lathe_reader_source_name(r), "a.csv");
    lathe_reader_free(r);
}

/* ---- behaviour ---------------------------------------------------------- */

static void a_pipe_is_answered_record_by_record(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();
    struct lathe_source *source;
    struct lathe_reader *r;
    struct lathe_block block;
    struct lathe_err err = {0};
    int fd[2];

    (void)state;
    assert_int_equal(pipe(fd), 0);
    assert_int_equal(write(fd[1], "a,b\n", 4), 4);
    assert_int_equal(lathe_source_open_fd(&source, fd[0], "p", &err),
                     LATHE_OK);
    assert_int_equal(lathe_reader_new(&r, source, &o, &err), LATHE_OK);
    for (int i = 0; i < 3; i++) {
        /* Half of the next record is there too, and is not waited for. */
        assert_int_equal(write(fd[1], "1,2\n3,", 6), 6);
        assert_int_equal(lathe_reader_next(r, &block, &err), LATHE_OK);
        assert_int_equal(block.rows, 1);
        assert_string_equal(block.field[1].s, "2");
        assert_int_equal(write(fd[1], "4\n", 2), 2);
        assert_int_equal(lathe_reader_next(r, &block, &err), LATHE_OK);
        assert_int_equal(block.rows, 1);
        assert_string_equal(block.field[1].s, "4");
    }
    assert_int_equal(write(fd[1], "5,\"\n6", 5), 5);
    close(fd[1]);
    assert_int_equal(lathe_reader_next(r, &block, &err), LATHE_EDATA);
    assert_string_equal(err.msg, "'p' line 8, column 'b': the quote that "
                        "opens this field is never closed");
    /* It stays that way. */
    assert_int_equal(lathe_reader_next(r, &block, &err), LATHE_EDATA);
    lathe_reader_free(r);
    close(fd[0]);
}

/* A table of n records, some with quotes and line ends in them. */
static char *big_table(size_t n, size_t *bytes)
{
    struct lathe_buf b = {0};

    lathe_buf_puts(&b, "number,text,more\n");
    for (size_t i = 0; i < n; i++)
        lathe_buf_printf(&b, "%zu,%s,\"m%s\"\n", i, i % 7 ? "t" : "\"x\ny\"",
                         i % 11 ? "" : " \"\"q\"\"");
    *bytes = b.len;
    return b.s;
}

static void large_tables_come_in_blocks_without_allocation(void **state)
{
    enum { N = 50000 };
    struct lathe_reader_opts o = lathe_reader_defaults();
    struct lathe_source *source;
    struct lathe_reader *r;
    struct lathe_block block;
    struct lathe_err err = {0};
    size_t bytes, row = 0, blocks = 0, most = 0;
    uint64_t line = 2;
    unsigned long calls = 0;
    char *text = big_table(N, &bytes);

    (void)state;
    assert_int_equal(lathe_source_open_memory(&source, text, bytes, 0,
                                              "a.csv", &err), LATHE_OK);
    assert_int_equal(lathe_reader_new(&r, source, &o, &err), LATHE_OK);
    for (;;) {
        if (blocks == 3)
            calls = lathe_alloc_calls();
        assert_int_equal(lathe_reader_next(r, &block, &err), LATHE_OK);
        if (block.rows == 0)
            break;
        assert_int_equal(block.cols, 3);
        for (size_t i = 0; i < block.rows; i++, row++) {
            const struct lathe_field *f = block.field + 3 * i;
            assert_int_equal(strtoul(f[0].s, NULL, 10), row);
            assert_string_equal(f[1].s, row % 7 ? "t" : "x\ny");
            assert_string_equal(f[2].s, row % 11 ? "m" : "m \"q\"");
            assert_int_equal(block.line[i], line);
            line += row % 7 ? 1 : 2;
        }
        most = block.rows > most ? block.rows : most;
        blocks++;
    }
    assert_int_equal(row, N);
    assert_int_equal(most, 4096);
    assert_true(blocks > 5);
    assert_int_equal(lathe_alloc_calls(), calls);
    lathe_reader_free(r);
    lathe_free(text);
}

static void wide_tables_are_read(void **state)
{
    enum { COLS = 100000 };
    struct lathe_reader_opts o = lathe_reader_defaults();
    struct lathe_source *source;
    struct lathe_reader *r;
    struct lathe_block block;
    struct lathe_buf b = {0};
    struct lathe_err err = {0};
    size_t rows = 0;

    (void)state;
    for (int i = 0; i < COLS; i++)
        lathe_buf_printf(&b, "%sc%d", i ? "," : "", i);
    for (int row = 0; row < 3; row++)
        for (int i = 0; i < COLS; i++)
            lathe_buf_printf(&b, "%s%d", i ? "," : "\n", i);
    assert_int_equal(lathe_source_open_memory(&source, b.s, b.len, 0, "a.csv",
                                              &err), LATHE_OK);
    assert_int_equal(lathe_reader_new(&r, source, &o, &err), LATHE_OK);
    do {
        assert_int_equal(lathe_reader_next(r, &block, &err), LATHE_OK);
        for (size_t i = 0; i < block.rows; i++)
            assert_string_equal(block.field[(i + 1) * COLS - 1].s, "99999");
        rows += block.rows;
    } while (block.rows);
    assert_int_equal(rows, 3);
    lathe_reader_free(r);
    lathe_buf_release(&b);
}

/* A record of `cols` fields and about `bytes`; one in some of its fields is
 * quoted, or has blanks around it, or is not ASCII. */
static void add_record(struct lathe_buf *b, struct lathe_rng *rng, size_t cols,
                       size_t bytes)
{
    size_t each = bytes / cols + 1, some = lathe_rng_below(rng, 2) ? 40 : 5000;

    for (size_t i = 0; i < cols; i++) {
        uint64_t kind = lathe_rng_below(rng, some);
        size_t n = 1 + lathe_rng_below(rng, 2 * each);

        lathe_buf_puts(b, i ? "," : "");
        lathe_buf_puts(b, kind == 0 ? "\"a,\nb" : kind == 1 ? " " : "");
        for (size_t k = 0; k < n; k++)
            lathe_buf_putc(b, (char)('0' + k % 10));
        lathe_buf_puts(b, kind == 0 ? "\"" : kind == 1 ? " " : kind == 2
                              ? "\xc3\xa9" : "");
    }
    lathe_buf_puts(b, lathe_rng_below(rng, 9) ? "\n" : "\r\n");
}

/* Records of all lengths around those of the windows of simple.h. */
static void long_records_are_those_of_libcsv(void **state)
{
    static const size_t cols[] = {2, 300, 5000}, cuts[] = {0, 40000, 70001};
    struct lathe_rng rng = lathe_rng_stream(31, LATHE_RNG_TEST, 0, 0);
    (void)state;

    for (size_t c = 0; c < 12; c++) {
        struct lathe_reader_opts o = lathe_reader_defaults();
        struct lathe_buf text = {0}, want = {0};
        struct lathe_err err = {0};

        add_record(&text, &rng, cols[c % 3], 10);
        for (int i = 0; i < 30; i++)
            add_record(&text, &rng, cols[c % 3],
                       lathe_rng_below(&rng, 3)
                           ? (size_t)1 << (12 + lathe_rng_below(&rng, 7))
                           : (size_t)lathe_rng_below(&rng, 80000));
        o.dialect.header = false;
        o.libcsv = true;
        assert_int_equal(read_table(&want, text.s, text.len, 0, &o, &err), 0);
        o.libcsv = false;
        for (size_t i = 0; i < 6; i++) {
            struct lathe_buf got = {0};

            if (i < 3)
                assert_int_equal(read_table(&got, text.s, text.len, cuts[i],
                                            &o, &err), 0);
            else
                assert_int_equal(read_pieces(&got, text.s, text.len,
                                             cuts[i - 3], i == 4 ? 90000 : 0,
                                             NULL, &o, &err), 0);
            assert_int_equal(got.len, want.len);
            assert_memory_equal(got.s, want.s, want.len);
            lathe_buf_release(&got);
        }
        lathe_buf_release(&text);
        lathe_buf_release(&want);
    }
}

static void reading_survives_every_failed_allocation(void **state)
{
    struct lathe_reader_opts o = lathe_reader_defaults();
    size_t bytes;
    char *text = big_table(300, &bytes);
    long n = 0;

    (void)state;
    for (;; n++) {
        struct lathe_source *source;
        struct lathe_reader *r = NULL;
        struct lathe_block block = {0};
        struct lathe_err err = {0};
        enum lathe_code rc;

        lathe_alloc_fail_after(n);
        rc = lathe_source_open_memory(&source, text, bytes, 0, "a.csv", &err);
        if (!rc)
            rc = lathe_reader_new(&r, source, &o, &err);
        if (!rc) {
            do {
                rc = lathe_reader_next(r, &block, &err);
            } while (!rc && block.rows);
            lathe_reader_free(r);
        }
        lathe_alloc_fail_after(-1);
        if (rc == LATHE_OK)
            break;
        assert_int_equal(rc, LATHE_ENOMEM);
        assert_true(err.msg[0]);
    }
    assert_true(n > 10);
    lathe_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_come_with_their_lines),
        cmocka_unit_test(any_line_end_will_do),
        cmocka_unit_test(a_lone_cr_counts_as_a_line_only_where_lines_end_so),
        cmocka_unit_test(quoted_fields_hold_anything),
        cmocka_unit_test(blanks_around_unquoted_fields_go),
        cmocka_unit_test(blank_lines_are_skipped_and_counted),
        cmocka_unit_test(blank_lines_of_one_column_are_records),
        cmocka_unit_test(fields_lie_one_behind_the_other),
        cmocka_unit_test(a_byte_order_mark_is_skipped),
        cmocka_unit_test(comments_are_skipped_outside_quotes),
        cmocka_unit_test(other_delimiters_and_quotes_work),
        cmocka_unit_test(without_a_header_columns_are_numbered),
        cmocka_unit_test(raw_bytes_are_those_of_the_input),
        cmocka_unit_test(ragged_records_name_both_counts),
        cmocka_unit_test(bad_quotes_name_line_column_and_byte),
        cmocka_unit_test(an_open_quote_names_the_line_where_it_began),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(latin1_is_read_as_utf8_when_asked_for),
        cmocka_unit_test(utf8_is_checked_as_unicode_says),
        cmocka_unit_test(other_files_are_known_by_their_first_bytes),
        cmocka_unit_test(what_a_file_is_is_said_from_what_the_limit_leaves),
        cmocka_unit_test(an_empty_input_is_refused),
        cmocka_unit_test(headers_keep_the_rules),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(messages_name_the_options_that_set_the_limits),
        cmocka_unit_test(a_long_line_does_not_eat_memory),
        cmocka_unit_test(a_dialect_that_cannot_be_told_apart_is_refused),
        cmocka_unit_test(bad_records_are_handed_over_as_they_were),
        cmocka_unit_test(a_stray_quote_costs_one_line),
        cmocka_unit_test(bytes_that_are_no_text_reject_the_whole_record),
        cmocka_unit_test(reading_goes_on_behind_what_is_over_a_limit),
        cmocka_unit_test(a_reject_that_fails_ends_the_reading),
        cmocka_unit_test(rejects_are_counted),
        cmocka_unit_test(a_pipe_is_answered_record_by_record),
        cmocka_unit_test(large_tables_come_in_blocks_without_allocation),
        cmocka_unit_test(wide_tables_are_read),
        cmocka_unit_test(long_records_are_those_of_libcsv),
        cmocka_unit_test(reading_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
