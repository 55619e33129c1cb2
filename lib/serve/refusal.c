#include "serve/refusal.h"

#include "base/json.h"

#include <stdarg.h>
#include <stdio.h>

/* Bytes of the UTF-8 character at `s`, or 0: it is none (RFC 3629). */
static size_t character(const unsigned char *s)
{
    unsigned char low = 0x80, high = 0xbf;
    size_t n;

    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xc2 || s[0] > 0xf4)
        return 0;
    n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

    /* No overlong forms, surrogates, or anything above U+10FFFF. */
    if (s[0] == 0xe0)
        low = 0xa0;
    else if (s[0] == 0xed)
        high = 0x9f;
    else if (s[0] == 0xf0)
        low = 0x90;
    else if (s[0] == 0xf4)
        high = 0x8f;
    if (s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i < n; i++)
        if (s[i] < 0x80 || s[i] > 0xbf)
            return 0;
    return n;
}

static void make_utf8(char *s)
{
    while (*s) {
        size_t n = character((const unsigned char *)s);
        if (n == 0)
            *s = '?';
        s += n ? n : 1;
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
