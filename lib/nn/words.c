#include "nn/words.h"

#include "base/decimal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool ends(char c)
{
    return c == '\0' || c == ',' || c == '(' || c == ')';
}

void lathe_words_begin(struct lathe_words *w)
{
    while (blank(w->text[w->at]))
        w->at++;
    w->from = w->to = w->at;
    for (size_t i = w->at; !ends(w->text[i]); i++)
        if (!blank(w->text[i]))
            w->to = i + 1;
}

char lathe_words_end(const struct lathe_words *w, size_t *at)
{
    *at = w->to;
    while (blank(w->text[*at]))
        ++*at;
    return w->text[*at];
}

char lathe_words_next(struct lathe_words *w)
{
    while (blank(w->text[w->at]))
        w->at++;
    return w->text[w->at];
}

size_t lathe_words_character(const struct lathe_words *w)
{
    return w->at - (w->at < w->before ? w->at : w->before) + 1;
}

const char *lathe_words_peek(const struct lathe_words *w, size_t *n)
{
    const char *s = w->text + w->at;

    for (*n = 0; w->at + *n < w->to && !blank(s[*n]);)
        ++*n;
    return *n ? s : NULL;
}

static void step_over(struct lathe_words *w, size_t n)
{
    w->at += n;
    while (w->at < w->to && blank(w->text[w->at]))
        w->at++;
}

bool lathe_words_take(struct lathe_words *w, const char *word)
{
    size_t n;
    const char *s = lathe_words_peek(w, &n);

    if (!s || n != strlen(word) || memcmp(s, word, n) != 0)
        return false;
    step_over(w, n);
    return true;
}

/* ---- errors ------------------------------------------------------------- */

enum lathe_code lathe_words_fail(const struct lathe_words *w,
                                 const char *format, ...)
{
    size_t n = w->to - w->from;
    char what[300];
    va_list args;

    va_start(args, format);
    vsnprintf(what, sizeof(what), format, args);
    va_end(args);
    return lathe_fail(w->err, LATHE_EARG,
                      "layers, character %zu: layer %zu '%.*s%s': %s",
                      lathe_words_character(w), w->place,
                      (int)(n < 80 ? n : 80),
                      w->text + w->from, n < 80 ? "" : "...", what);
}

enum lathe_code lathe_words_refuse(const struct lathe_words *w,
                                   const char *what)
{
    size_t n;
    const char *s = lathe_words_peek(w, &n);

    return lathe_words_fail(w, "'%.*s' %s", (int)(n < 40 ? n : 40),
                            s ? s : "", what);
}

/* ---- numbers ------------------------------------------------------------ */

static bool whole(const char *s, size_t n, uint32_t low, uint32_t *out)
{
    int64_t v;
    char digits[16];

    if (n == 0 || n >= sizeof(digits))
        return false;
    memcpy(digits, s, n);
    digits[n] = '\0';
    if (!lathe_decimal_parse_int(digits, low, LATHE_WORDS_MOST - 1, &v))
        return false;
    *out = (uint32_t)v;
    return true;
}

enum lathe_code lathe_words_number(struct lathe_words *w, const char *what,
                                   uint32_t low, uint32_t *out)
{
    size_t n;
    const char *s = lathe_words_peek(w, &n);

    if (!s)
        return lathe_words_fail(w, "%s is missing", what);
    if (!whole(s, n, low, out))
        return lathe_words_fail(w, "'%.*s' is not %s (a whole number from %u "
                                "to %u)", (int)(n < 40 ? n : 40), s, what, low,
                                LATHE_WORDS_MOST - 1);
    step_over(w, n);
    return LATHE_OK;
}

/* Sizes with "x" between; how many there were, 0: it is nothing of the kind
 * or they are more than `most`. */
static size_t sizes(const char *s, size_t n, uint32_t low, size_t most,
                    uint32_t *out)
{
    size_t count = 0;

    for (;;) {
        const char *x = memchr(s, 'x', n);
        size_t part = x ? (size_t)(x - s) : n;

        if (count == most || !whole(s, part, low, &out[count++]))
            return 0;
        if (!x)
            return count;
        s += part + 1;
        n -= part + 1;
    }
}

enum lathe_code lathe_words_pair(struct lathe_words *w, const char *what,
                                 bool one, uint32_t low, uint32_t *a,
                                 uint32_t *b)
{
    size_t n, count;
    const char *s = lathe_words_peek(w, &n);
    uint32_t v[2];

    if (!s)
        return lathe_words_fail(w, "%s is missing", what);
    count = sizes(s, n, low, 2, v);
    if (count == 0 || (count == 1 && !one))
        return lathe_words_fail(w, "'%.*s' is not %s", (int)(n < 40 ? n : 40),
                                s, what);
    *a = v[0];
    *b = v[count - 1];
    step_over(w, n);
    return LATHE_OK;
}

enum lathe_code lathe_words_triple(struct lathe_words *w, const char *what,
                                   uint32_t size[3])
{
    size_t n;
    const char *s = lathe_words_peek(w, &n);

    if (!s)
        return lathe_words_fail(w, "%s is missing", what);
    if (sizes(s, n, 1, 3, size) != 3)
        return lathe_words_fail(w, "'%.*s' is not %s", (int)(n < 40 ? n : 40),
                                s, what);
    step_over(w, n);
    return LATHE_OK;
}

enum lathe_code lathe_words_real(struct lathe_words *w, const char *what,
                                 double low, double high, double *out)
{
    size_t n;
    const char *s = lathe_words_peek(w, &n);

    if (!s)
        return lathe_words_fail(w, "%s is missing", what);
    if (!lathe_decimal_parse(s, n, out) || !(*out >= low && *out < high))
        return lathe_words_fail(w, "'%.*s' is not %s", (int)(n < 40 ? n : 40),
                                s, what);
    step_over(w, n);
    return LATHE_OK;
}
