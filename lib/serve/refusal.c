#include "serve/refusal.h"

#include "base/json.h"
#include "ingest/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void make_utf8(char *s)
{
    size_t n = strlen(s), bad;

    while ((bad = lathe_utf8_check(s, n)) < n) {
        s[bad] = '?';
        s += bad;
        n -= bad;
    }
}

void lathe_refusal_set(struct lathe_http_response *rs, int status,
                       const char *code, const char *format, ...)
{
    struct lathe_json_out j = {.out = &rs->body, .compact = true};
    char message[512];
    va_list ap;

    va_start(ap, format);
    vsnprintf(message, sizeof message, format, ap);
    va_end(ap);
    make_utf8(message);
    lathe_buf_clear(&rs->body);
    rs->status = status;
    rs->type = "application/json";
    lathe_json_open(&j, NULL, '{');
    lathe_json_open(&j, "error", '{');
    lathe_json_string(&j, "code", code);
    lathe_json_string(&j, "message", message);
    lathe_json_close(&j, '}');
    lathe_json_close(&j, '}');
}
