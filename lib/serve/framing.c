#include "serve/framing.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static bool is_token(const char *s)
{
    if (!*s)
        return false;
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c <= 0x20 || c >= 0x7f || strchr("\"(),/:;<=>?@[\\]{}", c))
            return false;
    }
    return true;
}

/* A lone CR, for one: some servers take it for the end of the line. */
static bool has_control(const char *s)
{
    for (; *s; s++)
        if (((unsigned char)*s < 0x20 && *s != '\t') || *s == 0x7f)
            return true;
    return false;
}

static int64_t parse_length(const char *s)
{
    int64_t v = 0;

    if (!*s)
        return -1;
    for (; *s; s++) {
        if (*s < '0' || *s > '9' || v > (INT64_MAX - 9) / 10)
            return -1;
        v = v * 10 + (*s - '0');
    }
    return v;
}

/* CR and LF both became NUL where the line ended in both. */
static bool ended_well(const char *end)
{
    return end[0] == '\0' && end[1] == '\0';
}

void lathe_framing_line(struct lathe_framing *f, const char *version)
{
    if (!f->in_place)
        return;
    f->end = version + strlen(version);
    f->bad_line = !ended_well(f->end);
}

/* The name must follow the line before, the value its name. A value that was
 * put together from folded lines lies elsewhere; compared as numbers, since
 * the places may be those of different arrays then. */
static bool is_in_line(const struct lathe_framing *f, const char *name,
                       const char *value)
{
    uintptr_t colon = (uintptr_t)name + strlen(name);

    if (f->end && (uintptr_t)name != (uintptr_t)f->end + 2)
        return false;
    if ((uintptr_t)value <= colon)
        return false;
    for (uintptr_t blank = colon + 1; blank < (uintptr_t)value; blank++) {
        char c = name[blank - (uintptr_t)name];
        if (c != ' ' && c != '\t')
            return false;
    }
    return ended_well(value + strlen(value));
}

void lathe_framing_header(struct lathe_framing *f, const char *name,
                          const char *value)
{
    if (f->in_place && !f->bad_line) {
        f->bad_line = !is_in_line(f, name, value);
        f->end = value + strlen(value);
    }
    f->bad_name = f->bad_name || !is_token(name);
    f->bad_value = f->bad_value || has_control(value);
    if (strcasecmp(name, "Content-Length") == 0) {
        f->lengths++;
        f->length = parse_length(value);
    } else if (strcasecmp(name, "Transfer-Encoding") == 0) {
        f->encodings++;
        f->chunked = strcasecmp(value, "chunked") == 0;
    } else if (strcasecmp(name, "Host") == 0) {
        f->hosts++;
    }
}

const char *lathe_framing_fault(struct lathe_framing *f)
{
    /* The empty line behind the last header. */
    if (f->in_place && !f->bad_line && f->end)
        f->bad_line = !ended_well(f->end + 2);

    if (f->bad_line)
        return "a line of the head is folded, has a NUL, or does not end "
               "in CR LF";
    if (f->bad_name)
        return "a header's name has bytes that names cannot have";
    if (f->bad_value)
        return "a header's value has a control character";
    if (f->hosts > 1)
        return "two Host headers";
    if (f->lengths > 1)
        return "two Content-Length headers";
    if (f->encodings > 1)
        return "two Transfer-Encoding headers";
    if (f->lengths && f->encodings)
        return "both Content-Length and Transfer-Encoding";
    if (f->encodings && !f->chunked)
        return "a Transfer-Encoding other than chunked";
    if (f->lengths && f->length < 0)
        return "a Content-Length that is not a number";
    return NULL;
}
