/*
 * api - the routes of a server.
 *
 *   POST /predict                    the only model, or the first
 *   POST /v1/models/NAME:predict     (or /v1/models/NAME/predict)
 *   GET  /v1/models                  their names
 *   GET  /v1/models/NAME             what a row is, classes, digest
 *   GET  /healthz  /readyz           alive; ready for requests
 *   GET  /metrics                    for Prometheus
 *   GET  /                           this list
 *
 * What tells about models needs the token, where there is one; health,
 * metrics and the list of routes do not. Every refusal is JSON.
 */
#ifndef LATHE_SERVE_API_H
#define LATHE_SERVE_API_H

#include "serve/http.h"
#include "serve/counters.h"
#include "serve/registry.h"

struct lathe_api {
    struct lathe_registry *registry;    /* borrowed */
    struct lathe_counters metrics;
    const char *token;          /* borrowed; NULL: none is asked for */
    size_t max_rows;
    _Atomic bool draining;
};

/* The three callbacks of http.h; `ctx` is the struct. */
bool lathe_api_check(void *ctx, const struct lathe_http_request *rq,
                     struct lathe_http_response *rs);
void lathe_api_handle(void *ctx, const struct lathe_http_request *rq,
                      struct lathe_http_response *rs);
void lathe_api_refused(void *ctx, enum lathe_http_refusal why);

#endif
