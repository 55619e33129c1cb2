/* Requirements from any text: no crash, and what is accepted means the same
 * when it is read again. */
#include "base/alloc.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "eval/require.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static enum lathe_code read_one(struct lathe_requirements *r, const char *text)
{
    struct lathe_list list = {0};
    struct lathe_err err = {0};
    enum lathe_code rc = lathe_list_add(&list, text, &err);

    if (!rc)
        rc = lathe_require_parse(r, &list, &err);
    assert(!rc == !err.msg[0]);
    lathe_list_release(&list);
    return rc;
}

/* Writes the parts of a requirement and reads them again. */
static void read_again(const struct lathe_requirement *q)
{
    struct lathe_requirements again = {0};
    struct lathe_buf text = {0};
    char bound[LATHE_DECIMAL_ROOM];

    lathe_decimal_double(bound, q->bound);
    lathe_buf_puts(&text, q->metric);
    if (q->part)
        lathe_buf_printf(&text, "[%s]", q->part);
    lathe_buf_printf(&text, "%s%s", lathe_require_relation(q->relation),
                     bound);
    assert(read_one(&again, text.s) == LATHE_OK);
    assert(strcmp(again.v[0].metric, q->metric) == 0);
    assert(!again.v[0].part == !q->part);
    assert(!q->part ||
           strcmp(again.v[0].part, q->part) == 0);
    assert(again.v[0].relation == q->relation);
    assert(again.v[0].bound == q->bound);
    lathe_buf_release(&text);
    lathe_require_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char *text = lathe_strndup((const char *)bytes, n);
    struct lathe_requirements r = {0};

    assert(text);
    if (read_one(&r, text) == LATHE_OK)
        read_again(&r.v[0]);
    lathe_require_release(&r);
    lathe_free(text);
    return 0;
}
