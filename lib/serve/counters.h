/*
 * counters - what a server has done, in the text format of Prometheus (0.0.4).
 *
 * Labels come from fixed lists and from the names of the models, never from a
 * request: no client can make the number of series grow. All functions are
 * safe from several threads and allocate nothing but the text.
 */
#ifndef LATHE_SERVE_COUNTERS_H
#define LATHE_SERVE_COUNTERS_H

#include "base/buf.h"
#include "serve/http.h"

#include <stdatomic.h>

enum lathe_route {
    LATHE_ROUTE_PREDICT,
    LATHE_ROUTE_MODELS,
    LATHE_ROUTE_MODEL,
    LATHE_ROUTE_HEALTH,
    LATHE_ROUTE_READY,
    LATHE_ROUTE_METRICS,
    LATHE_ROUTE_INDEX,
    LATHE_ROUTE_OTHER,
    LATHE_ROUTES
};

#define LATHE_COUNTERS_CODES 11
#define LATHE_COUNTERS_BUCKETS 16

/* Zeroed: nothing happened. */
struct lathe_counters {
    _Atomic uint64_t requests[LATHE_ROUTES][LATHE_COUNTERS_CODES];
    _Atomic uint64_t bucket[LATHE_COUNTERS_BUCKETS + 1];
    _Atomic uint64_t nanoseconds;       /* of all predict requests */
    _Atomic uint64_t rows;
    _Atomic uint64_t missing, unknown;  /* values in them: none, and categories
                                         * that no training row had */
    _Atomic int64_t in_flight;
    _Atomic uint64_t refused[LATHE_HTTP_REFUSALS];
    _Atomic uint64_t reloads, reload_failures;
};

/* A request was answered. */
void lathe_counters_request(struct lathe_counters *m, enum lathe_route route,
                           int status);

/* A predict request took so long, without the network. */
void lathe_counters_time(struct lathe_counters *m, uint64_t nanoseconds);

/* Appends all but what belongs to the models. */
void lathe_counters_write(struct lathe_counters *m, struct lathe_buf *out);

/* The lines before the models', and one for each. */
void lathe_counters_write_models(struct lathe_buf *out);
void lathe_counters_write_model(struct lathe_buf *out, const char *name,
                               const char *digest, const char *task);

#endif
