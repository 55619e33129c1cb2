/* Bodies of predict requests, and heads of requests as libmicrohttpd leaves
 * them in memory: no crash, a reason for each refusal, finite numbers in each
 * row that is taken. The first byte says what the rest is. */
#include "base/alloc.h"
#include "serve/body.h"
#include "serve/framing.h"

#include "../unit/test_serve_model.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void read_body(const struct lathe_model *m, enum lathe_body_form form,
                      const char *text, size_t n)
{
    struct lathe_worker w;
    struct lathe_body b;
    struct lathe_err err = {0};
    enum lathe_code rc;

    must(lathe_worker_init(&w, m, 3, &err), &err);
    rc = lathe_body_open(&b, &w, form, text, n, 20, &err);
    while (!rc) {
        rc = lathe_body_next(&b, &err);
        for (size_t i = 0; i < w.rows.n * w.rows.numbers; i++)
            assert(!isinf(w.rows.number[i]));
        if (rc || w.rows.n == 0)
            break;
        lathe_predictor_run(&w.predictor, &w.rows, w.answer);
    }
    assert(b.taken <= 20);
    assert(!rc || (b.status >= 400 && b.code && err.msg[0]));
    lathe_body_release(&b);
    lathe_worker_release(&w);
}

/* Lines as the library would: NUL in place of colon, CR and LF. */
static void read_head(const char *bytes, size_t n)
{
    char *head = lathe_calloc(n + 8, 1), *at = head, *end;
    struct lathe_framing f = {.in_place = true};
    bool first = true;

    assert(head);
    memcpy(head, bytes, n);
    while ((end = strpbrk(at, "\r\n")) != NULL && end != at) {
        bool both = end[0] == '\r' && end[1] == '\n';
        char *colon;

        end[0] = '\0';
        if (both)
            end[1] = '\0';
        colon = strchr(at, ':');
        if (first) {
            lathe_framing_line(&f, at);
        } else if (colon) {
            *colon++ = '\0';
            while (*colon == ' ' || *colon == '\t')
                colon++;
            lathe_framing_header(&f, at, colon);
        }
        first = false;
        at = end + 1 + both;
    }
    if (!first && !lathe_framing_fault(&f)) {
        assert(f.lengths <= 1 && f.encodings <= 1 && f.hosts <= 1);
        assert(!f.lengths || f.length >= 0);
    }
    lathe_free(head);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    const char *text = (const char *)bytes + 1;
    struct lathe_model m;

    if (n == 0)
        return 0;
    if (bytes[0] == 'h') {
        read_head(text, n - 1);
        return 0;
    }
    if (bytes[0] == 'i')
        make_image_model(&m);
    else
        make_table_model(&m, LATHE_CLASSIFY, 0.0f);
    read_body(&m, bytes[0] == 'c' ? LATHE_BODY_CSV : LATHE_BODY_JSON, text,
              n - 1);
    lathe_model_release(&m);
    return 0;
}
