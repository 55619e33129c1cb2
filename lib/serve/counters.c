#include "serve/counters.h"

#include "base/decimal.h"

/* The answers that we give; 0: any other. */
static const int codes[LATHE_COUNTERS_CODES] = {200, 400, 401, 404, 405, 413,
                                               415, 429, 500, 503, 0};

static const char *const routes[LATHE_ROUTES] = {
    [LATHE_ROUTE_PREDICT] = "predict", [LATHE_ROUTE_MODELS] = "models",
    [LATHE_ROUTE_MODEL] = "model",     [LATHE_ROUTE_HEALTH] = "healthz",
    [LATHE_ROUTE_READY] = "readyz",    [LATHE_ROUTE_METRICS] = "metrics",
    [LATHE_ROUTE_INDEX] = "index",     [LATHE_ROUTE_OTHER] = "other"};

static const char *const refusals[LATHE_HTTP_REFUSALS] = {
    [LATHE_HTTP_FRAMING] = "framing",
    [LATHE_HTTP_TOO_LARGE] = "too_large",
    [LATHE_HTTP_TOO_SLOW] = "too_slow",
    [LATHE_HTTP_NO_MEMORY] = "no_memory"};

/* Upper ends in microseconds: 1, 2, 5 of each decade from 10 us to 1 s. */
static const uint32_t bounds[LATHE_COUNTERS_BUCKETS] = {
    10,    20,    50,    100,    200,    500,    1000,    2000,
    5000, 10000, 20000, 50000, 100000, 200000, 500000, 1000000};

void lathe_counters_request(struct lathe_counters *m, enum lathe_route route,
                           int status)
{
    size_t i = 0;

    while (codes[i] && codes[i] != status)
        i++;
    atomic_fetch_add_explicit(&m->requests[route][i], 1,
                              memory_order_relaxed);
}

void lathe_counters_time(struct lathe_counters *m, uint64_t nanoseconds)
{
    size_t i = 0;

    while (i < LATHE_COUNTERS_BUCKETS &&
           nanoseconds > (uint64_t)bounds[i] * 1000)
        i++;
    atomic_fetch_add_explicit(&m->bucket[i], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&m->nanoseconds, nanoseconds,
                              memory_order_relaxed);
}

static void write_head(struct lathe_buf *out, const char *name,
                       const char *type, const char *help)
{
    lathe_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name,
                     type);
}

static void write_single(struct lathe_buf *out, const char *name,
                         const char *type, const char *help, int64_t value)
{
    write_head(out, name, type, help);
    lathe_buf_printf(out, "%s %lld\n", name, (long long)value);
}

static void write_requests(struct lathe_counters *m, struct lathe_buf *out)
{
    static const char name[] = "lathe_http_requests_total";

    write_head(out, name, "counter", "Requests answered.");
    for (size_t r = 0; r < LATHE_ROUTES; r++) {
        for (size_t c = 0; c < LATHE_COUNTERS_CODES; c++) {
            unsigned long long n = atomic_load(&m->requests[r][c]);
            if (n == 0 && !(codes[c] == 200 && r != LATHE_ROUTE_OTHER))
                continue;
            if (codes[c])
                lathe_buf_printf(out, "%s{route=\"%s\",code=\"%d\"} %llu\n",
                                 name, routes[r], codes[c], n);
            else
                lathe_buf_printf(out, "%s{route=\"%s\",code=\"other\"} "
                                 "%llu\n", name, routes[r], n);
        }
    }
}

static void write_seconds(struct lathe_buf *out, uint64_t nanoseconds)
{
    char text[LATHE_DECIMAL_ROOM];

    lathe_decimal_double(text, (double)nanoseconds / 1e9);
    lathe_buf_puts(out, text);
}

static void write_histogram(struct lathe_counters *m, struct lathe_buf *out)
{
    static const char name[] = "lathe_predict_duration_seconds";
    unsigned long long sum = 0;

    write_head(out, name, "histogram",
               "Time from a complete predict request to its answer.");
    for (size_t i = 0; i < LATHE_COUNTERS_BUCKETS; i++) {
        sum += atomic_load(&m->bucket[i]);
        lathe_buf_printf(out, "%s_bucket{le=\"", name);
        write_seconds(out, (uint64_t)bounds[i] * 1000);
        lathe_buf_printf(out, "\"} %llu\n", sum);
    }
    sum += atomic_load(&m->bucket[LATHE_COUNTERS_BUCKETS]);
    lathe_buf_printf(out, "%s_bucket{le=\"+Inf\"} %llu\n%s_sum ", name, sum,
                     name);
    write_seconds(out, atomic_load(&m->nanoseconds));
    lathe_buf_printf(out, "\n%s_count %llu\n", name, sum);
}

static void write_refused(struct lathe_counters *m, struct lathe_buf *out)
{
    static const char name[] = "lathe_http_rejected_total";

    write_head(out, name, "counter",
               "Requests refused before they were read to the end.");
    for (size_t i = 0; i < LATHE_HTTP_REFUSALS; i++)
        lathe_buf_printf(out, "%s{reason=\"%s\"} %llu\n", name, refusals[i],
                         (unsigned long long)atomic_load(&m->refused[i]));
}

void lathe_counters_write(struct lathe_counters *m, struct lathe_buf *out)
{
    write_requests(m, out);
    write_histogram(m, out);
    write_single(out, "lathe_predict_rows_total", "counter",
                 "Rows predicted.", (int64_t)atomic_load(&m->rows));
    write_single(out, "lathe_predict_missing_values_total", "counter",
                 "Numbers, dates and categories that rows lacked.",
                 (int64_t)atomic_load(&m->missing));
    write_single(out, "lathe_predict_unknown_values_total", "counter",
                 "Categories in rows that the model does not know.",
                 (int64_t)atomic_load(&m->unknown));
    write_single(out, "lathe_http_requests_in_flight", "gauge",
                 "Requests being answered.", atomic_load(&m->in_flight));
    write_refused(m, out);
    write_single(out, "lathe_model_reloads_total", "counter",
                 "Models replaced by a changed file.",
                 (int64_t)atomic_load(&m->reloads));
    write_single(out, "lathe_model_reload_failures_total", "counter",
                 "Changed model files that were refused.",
                 (int64_t)atomic_load(&m->reload_failures));
}

void lathe_counters_write_models(struct lathe_buf *out)
{
    write_head(out, "lathe_model_info", "gauge", "A model that is served.");
}

/* Label values escape backslash, quote and newline. */
static void write_label(struct lathe_buf *out, const char *name,
                        const char *value)
{
    lathe_buf_printf(out, "%s=\"", name);
    for (; *value; value++) {
        if (*value == '\\' || *value == '"')
            lathe_buf_putc(out, '\\');
        if (*value == '\n')
            lathe_buf_puts(out, "\\n");
        else
            lathe_buf_putc(out, *value);
    }
    lathe_buf_putc(out, '"');
}

void lathe_counters_write_model(struct lathe_buf *out, const char *name,
                               const char *digest, const char *task)
{
    lathe_buf_puts(out, "lathe_model_info{");
    write_label(out, "model", name);
    lathe_buf_putc(out, ',');
    write_label(out, "digest", digest);
    lathe_buf_putc(out, ',');
    write_label(out, "task", task);
    lathe_buf_puts(out, "} 1\n");
}
