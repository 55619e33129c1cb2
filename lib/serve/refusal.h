/*
 * refusal - why a request was not answered, as JSON.
 */
#ifndef LATHE_SERVE_REFUSAL_H
#define LATHE_SERVE_REFUSAL_H

#include "serve/http.h"

/*
 * Makes `rs` an error: {"error": {"code": CODE, "message": ...}}. The message
 * may hold bytes from a request: what is not UTF-8 becomes '?'.
 */
void lathe_refusal_set(struct lathe_http_response *rs, int status,
                       const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
