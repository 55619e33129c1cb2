/* Schemas from any text: no crash, and what is accepted holds what the header
 * promises, is written as it was read, and can be applied to any row. */
#include "base/alloc.h"
#include "base/buf.h"
#include "data/encode.h"
#include "data/remap.h"

#include <assert.h>
#include <math.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static enum lathe_code read_text(struct lathe_schema *s, const char *text,
                                 size_t n)
{
    struct lathe_json *v = NULL;
    struct lathe_err err = {0};
    enum lathe_code rc = lathe_json_parse(&v, text, n, &err);

    if (!rc)
        rc = lathe_schema_read(s, v, &err);
    assert(!rc == !err.msg[0]);
    lathe_json_free(v);
    return rc;
}

static void write_text(struct lathe_buf *out, const struct lathe_schema *s)
{
    struct lathe_json_out j = {.out = out, .compact = true};

    lathe_schema_write(&j, NULL, s);
    assert(lathe_buf_check(out, NULL) == LATHE_OK);
}

/* Written, read and written again it is the same text. */
static void read_again(const struct lathe_schema *s)
{
    struct lathe_buf first = {0}, second = {0};
    struct lathe_schema again = {0};

    write_text(&first, s);
    assert(read_text(&again, first.s, first.len) == LATHE_OK);
    write_text(&second, &again);
    assert(strcmp(first.s, second.s) == 0);
    lathe_schema_release(&again);
    lathe_buf_release(&first);
    lathe_buf_release(&second);
}

/* Two rows of codes from 0 on, one missing and one unknown. */
static void fill(struct lathe_rows *r)
{
    for (size_t i = 0; i < 4 * r->numbers; i++)
        r->number[i] = i % 3 ? 1e308 : (double)NAN;
    for (size_t i = 0; i < 4 * r->categories; i++)
        r->code[i] = i / r->categories == 2   ? LATHE_MISSING_CODE
                     : i / r->categories == 3 ? LATHE_UNKNOWN_CODE
                                              : (uint32_t)i;
    r->n = 4;
}

/* Hot places are within the inputs, through remap and trim as well. */
static void apply(const struct lathe_schema *s)
{
    struct lathe_schema t = {0};
    struct lathe_remap m = {0};
    struct lathe_rows a = {0}, b = {0};
    struct lathe_inputs x = {0};

    assert(lathe_schema_trim(&t, s, NULL) == LATHE_OK);
    assert(t.inputs == s->inputs && t.dense == s->dense);
    assert(lathe_rows_init(&a, s, 4, NULL) == LATHE_OK);
    assert(lathe_rows_init(&b, &t, 4, NULL) == LATHE_OK);
    assert(lathe_inputs_init(&x, &t, 8, NULL) == LATHE_OK);
    fill(&a);
    lathe_encode_rows(&x, s, &a);
    /* A schema without a class of any training row has none in common. */
    if (lathe_remap_init(&m, s, &t, NULL) == LATHE_OK) {
        lathe_remap_rows(&m, &a, &b);
        lathe_encode_rows(&x, &t, &b);
    }
    for (size_t i = 0; i < x.n * x.hots; i++)
        assert(x.hot[i] == LATHE_COLD ||
               (x.hot[i] >= x.dense && x.hot[i] < x.width));
    lathe_schema_release(&t);
    lathe_remap_release(&m);
    lathe_rows_release(&a);
    lathe_rows_release(&b);
    lathe_inputs_release(&x);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct lathe_schema s = {0};

    if (read_text(&s, (const char *)bytes, n) == LATHE_OK) {
        assert(s.inputs > 0 && s.inputs < LATHE_SCHEMA_INPUTS);
        read_again(&s);
        apply(&s);
    }
    lathe_schema_release(&s);
    return 0;
}
