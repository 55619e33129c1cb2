/*
 * framing - whether the head of a request can be read in one way only.
 *
 * Where two servers in a row see a body's end at different places, a second
 * request can be smuggled past the first. So everything ambiguous is refused
 * (RFC 9112, sections 2.2, 5 and 6.3): lengths or encodings that stand twice
 * or together, numbers that are none, names that are no tokens.
 */
#ifndef LATHE_SERVE_FRAMING_H
#define LATHE_SERVE_FRAMING_H

#include <stdbool.h>
#include <stdint.h>

/* Zeroed but for `in_place`: no header seen. */
struct lathe_framing {
    /*
     * The strings lie where the request was read to, with a NUL in place of
     * each colon, CR and LF: libmicrohttpd before 1.0 does that. It also
     * takes a lone CR or LF for the end of a line, joins folded lines, and
     * cuts values at a NUL; the places of the strings tell.
     */
    bool in_place;
    unsigned lengths, encodings, hosts;
    bool chunked;               /* the encoding is just that */
    bool bad_name, bad_value;
    bool bad_line;              /* lone CR or LF, NUL, folded */
    int64_t length;             /* -1: not a plain number */
    const char *end;            /* of the line before */
};

/* The first line; `version` ("HTTP/1.1") is its last word. */
void lathe_framing_line(struct lathe_framing *f, const char *version);

/* The next header. */
void lathe_framing_header(struct lathe_framing *f, const char *name,
                          const char *value);

/* After the last header: what is wrong, or NULL. */
const char *lathe_framing_fault(struct lathe_framing *f);

#endif
