/*
 * How fast a CSV file is read: to a float32 matrix in memory, to fields alone,
 * through libcsv alone, and as bytes.
 *
 * Usage: read FILE                     a table of all of these
 *        read --mode MODE [-j N] [--parser auto|libcsv] [--laps N] FILE
 *                                      one of them, as a line of JSON
 *
 * MODE is bytes (the file is read), libcsv (it is split by libcsv alone),
 * fields (records are made) or float32. Fields that are no number become NaN.
 * Of --laps N (1) the median is printed, after one that is not timed; the
 * memory of the matrix is used again, as by the allocators of its peers.
 */
#include "base/alloc.h"
#include "base/decimal.h"
#include "ingest/numbers.h"
#include "ingest/pieces.h"

#include <csv.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* Of a matrix. */
#define MOST_BYTES ((size_t)1 << 36)

enum mode { BYTES, LIBCSV, FIELDS, FLOAT32, MODES };
static const char *const mode_name[MODES] = {"bytes", "libcsv", "fields",
                                             "float32"};

struct result {
    double seconds, cpu;        /* cpu: of all threads; others do not count */
    uint64_t bytes, rows, cols;
    double checksum;
};

static void must(enum lathe_code rc, const struct lathe_err *err)
{
    if (rc) {
        fprintf(stderr, "read: %s\n", err->msg);
        exit(1);
    }
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double cpu_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- bytes and libcsv --------------------------------------------------- */

static void on_field(void *s, size_t n, void *ctx)
{
    struct result *r = ctx;

    (void)s;
    r->cols++;
    r->bytes += n;
}

static void on_row(int c, void *ctx)
{
    struct result *r = ctx;

    (void)c;
    r->rows++;
}

static void read_bytes(const char *path, bool parse, struct result *r)
{
    static char buf[256 << 10];
    struct csv_parser csv;
    ssize_t n;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI);
    while (fd >= 0 && (n = read(fd, buf, sizeof buf)) > 0) {
        if (parse)
            csv_parse(&csv, buf, (size_t)n, on_field, on_row, r);
        else
            r->bytes += (uint64_t)n;
    }
    if (parse)
        csv_fini(&csv, on_field, on_row, r);
    r->checksum = (double)r->bytes;
    r->cols = r->rows ? r->cols / r->rows : 0;
    csv_free(&csv);
    close(fd);
}

/* ---- through the library ------------------------------------------------ */

/* Rows that are made numbers at once. */
#define ROWS ((size_t)16)

struct piece {                  /* two threads never write to one line */
    _Alignas(64) float *v;      /* [rows x cols] */
    double *some;               /* [ROWS x cols] */
    size_t rows, cap, first;    /* first: of its rows in the table */
    uint64_t bytes;
};

struct table {
    enum mode mode;
    size_t cols;
    uint32_t *place;            /* 0, 1, 2, ... */
    lathe_numbers_fn *numbers;
    struct piece piece[LATHE_PIPELINE_SLOTS];
    float *v;                   /* [rows x cols] */
    size_t rows;
    uint64_t bytes;
};

static enum lathe_code begin(void *ctx, size_t slot, struct lathe_err *err)
{
    struct table *t = ctx;
    struct piece *p = &t->piece[slot];

    p->rows = 0;
    p->bytes = 0;
    if (p->some)
        return LATHE_OK;
    return lathe_new(&p->some, ROWS * t->cols, sizeof *p->some, "rows", err);
}

/* out[0..n) = the numbers of the fields, in doubles first. */
static void convert(const struct table *t, const struct piece *p,
                    const struct lathe_field *field, size_t n, float *out)
{
    bool large = false;         /* of no interest here */
    size_t i = 0;

    while ((i = t->numbers(field, t->place, i, n, p->some, &large)) < n) {
        if (!lathe_decimal_parse(field[i].s, field[i].len, &p->some[i]))
            p->some[i] = (double)NAN;
        i++;
    }
    for (i = 0; i + 8 <= n; i += 8)     /* as vectors */
        for (size_t k = 0; k < 8; k++)
            out[i + k] = (float)p->some[i + k];
    for (; i < n; i++)
        out[i] = (float)p->some[i];
}

static enum lathe_code take(void *ctx, size_t slot,
                            const struct lathe_block *b, struct lathe_err *err)
{
    const struct table *t = ctx;
    struct piece *p = &((struct table *)ctx)->piece[slot];
    enum lathe_code rc;

    if (t->mode == FIELDS) {
        for (size_t i = 0; i < b->rows * b->cols; i++)
            p->bytes += b->field[i].len;
        p->rows += b->rows;
        return LATHE_OK;
    }
    rc = lathe_grow(&p->v, &p->cap, (p->rows + b->rows) * t->cols,
                    sizeof *p->v, err);
    for (size_t i = 0, n; i < b->rows && !rc; i += n, p->rows += n) {
        n = b->rows - i < ROWS ? b->rows - i : ROWS;
        convert(t, p, b->field + i * t->cols, n * t->cols,
                p->v + p->rows * t->cols);
    }
    return rc;
}

static enum lathe_code commit(void *ctx, size_t slot, bool *again,
                              struct lathe_err *err)
{
    struct table *t = ctx;
    struct piece *p = &t->piece[slot];

    (void)again;
    p->first = t->rows;
    t->rows += p->rows;
    t->bytes += p->bytes;
    if (t->rows > MOST_BYTES / sizeof *t->v / t->cols)
        return lathe_fail(err, LATHE_ENOMEM, "a matrix of more than %zu bytes",
                          MOST_BYTES);
    return LATHE_OK;
}

static enum lathe_code finish(void *ctx, size_t slot, struct lathe_err *err)
{
    const struct table *t = ctx;
    const struct piece *p = &t->piece[slot];

    (void)err;
    if (t->mode == FLOAT32 && p->rows)
        memcpy(t->v + p->first * t->cols, p->v,
               p->rows * t->cols * sizeof *t->v);
    return LATHE_OK;
}

/* Addresses for the matrix, in large pages as numpy asks for them; memory
 * comes as it is written. */
static float *reserve(void)
{
    void *v = mmap(NULL, MOST_BYTES, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (v == MAP_FAILED) {
        fprintf(stderr, "read: no addresses for a matrix\n");
        exit(1);
    }
    madvise(v, MOST_BYTES, MADV_HUGEPAGE);
    return v;
}

static void read_table(const char *path, enum mode mode, int threads,
                       bool libcsv, struct result *r)
{
    static struct table t;      /* its matrix is used again */
    struct lathe_reader_opts opts = lathe_reader_defaults();
    const struct lathe_pieces_job job = {.begin = begin, .take = take,
                                         .commit = commit,
                                         .finish = finish, .ctx = &t};
    struct lathe_source *source = NULL;
    struct lathe_reader *reader = NULL;
    struct lathe_pool *pool = NULL;
    struct lathe_err err = {0};

    t = (struct table){.mode = mode, .v = t.v ? t.v : reserve()};
    t.numbers = lathe_numbers_for(lathe_cpu_level());
    opts.libcsv = libcsv;
    must(lathe_pool_new(&pool, threads, &err), &err);
    must(lathe_source_open(&source, path, &err), &err);
    must(lathe_reader_new(&reader, source, &opts, &err), &err);
    t.cols = lathe_reader_names(reader)->n;
    must(lathe_new(&t.place, ROWS * t.cols, sizeof *t.place, "columns",
                   &err), &err);
    for (size_t i = 0; i < ROWS * t.cols; i++)
        t.place[i] = (uint32_t)i;
    must(lathe_pieces_read(reader, pool, &job, &err), &err);
    r->rows = t.rows;
    r->cols = t.cols;
    for (size_t i = 0; i < LATHE_PIPELINE_SLOTS; i++) {
        lathe_free(t.piece[i].v);
        lathe_free(t.piece[i].some);
    }
    r->seconds = now() - r->seconds;
    r->cpu = cpu_now() - r->cpu;
    r->checksum = (double)t.bytes;
    for (size_t i = 0; i < t.rows * t.cols && mode == FLOAT32; i++)
        if (isfinite(t.v[i]))
            r->checksum += (double)t.v[i];
    lathe_free(t.place);
    lathe_reader_free(reader);
    lathe_pool_free(pool);
}

/* ---- measuring ---------------------------------------------------------- */

static void measure(const char *path, enum mode mode, int threads, bool libcsv,
                    struct result *r)
{
    *r = (struct result){.seconds = now(), .cpu = cpu_now()};
    if (mode == BYTES || mode == LIBCSV) {
        read_bytes(path, mode == LIBCSV, r);
        r->seconds = now() - r->seconds;
        r->cpu = cpu_now() - r->cpu;
    } else {
        read_table(path, mode, threads, libcsv, r);
    }
}

static int by_seconds(const void *a, const void *b)
{
    const struct result *x = a, *y = b;

    return (x->seconds > y->seconds) - (x->seconds < y->seconds);
}

static struct result median(const char *path, enum mode mode, int threads,
                            bool libcsv, int laps)
{
    struct result r[99];

    for (int i = 0; i < laps; i++)
        measure(path, mode, threads, libcsv, &r[i]);
    qsort(r, (size_t)laps, sizeof *r, by_seconds);
    return r[laps / 2];
}

static void print_all(const char *path, int laps)
{
    static const struct {
        const char *what;
        enum mode mode;
        int threads;
        bool libcsv;
    } row[] = {
        {"bytes", BYTES, 1, false},
        {"libcsv alone", LIBCSV, 1, false},
        {"fields, -j 1", FIELDS, 1, false},
        {"fields, -j 2", FIELDS, 2, false},
        {"float32, -j 1", FLOAT32, 1, false},
        {"float32, -j 2", FLOAT32, 2, false},
        {"float32, libcsv, -j 1", FLOAT32, 1, true},
        {"float32, libcsv, -j 2", FLOAT32, 2, true},
    };
    double mb = (double)median(path, BYTES, 1, false, 1).bytes / 1e6;

    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct result r = median(path, row[i].mode, row[i].threads,
                                 row[i].libcsv, laps);
        printf("%-22s %8.3f s %8.0f MB/s   %8.3f s of CPU\n", row[i].what,
               r.seconds, mb / r.seconds, r.cpu);
    }
}

static int find_mode(const char *name)
{
    int i = 0;

    while (i < MODES && strcmp(mode_name[i], name) != 0)
        i++;
    return i;
}

int main(int argc, char **argv)
{
    const char *path = NULL;
    int mode = -1, threads = 0, laps = 0;
    bool libcsv = false;

    for (int i = 1; i < argc; i++) {
        bool value = i + 1 < argc;

        if (strcmp(argv[i], "--mode") == 0 && value)
            mode = find_mode(argv[++i]);
        else if (strcmp(argv[i], "-j") == 0 && value)
            threads = (int)strtol(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--laps") == 0 && value)
            laps = (int)strtol(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--parser") == 0 && value)
            libcsv = strcmp(argv[++i], "libcsv") == 0;
        else
            path = argv[i];
    }
    if (!path || mode == MODES || laps < 0 || laps > 99) {
        fprintf(stderr, "usage: read [--mode bytes|libcsv|fields|float32] "
                "[-j N] [--parser auto|libcsv] [--laps N] FILE\n");
        return 64;
    }
    if (mode < 0) {
        print_all(path, laps ? laps : 5);
        return 0;
    }
    struct result r;

    measure(path, (enum mode)mode, threads, libcsv, &r);
    r = median(path, (enum mode)mode, threads, libcsv, laps ? laps : 1);
    printf("{\"seconds\":%.6f,\"cpu_seconds\":%.6f,\"rows\":%llu,"
           "\"cols\":%llu,\"checksum\":%.17g}\n", r.seconds, r.cpu, (unsigned long long)r.rows,
           (unsigned long long)r.cols, r.checksum);
    return 0;
}
