/*
 * How fast a table of numbers and categories is read to doubles and codes in
 * memory, when it is told which columns are which.
 *
 * Usage: codes [-j N] [--laps N] FILE CATEGORY,... NUMBER,...
 *
 * Prints a line of JSON: seconds, rows, the sum of each number, and of each
 * category the number of its values and the sum of their squared counts. A
 * field that is no number is NaN. Of --laps N (1) the median, after one that is
 * not timed; the memory of the result is used again, as by the allocators of
 * its peers.
 */
#include "base/alloc.h"
#include "base/decimal.h"
#include "data/dict.h"
#include "ingest/numbers.h"
#include "ingest/pieces.h"
#include "scan/wordset.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

/* Of each of the two matrices. */
#define MOST_BYTES ((size_t)1 << 36)
#define MOST_LAPS 99

struct columns {
    const char **name;          /* [n] */
    uint32_t *place;            /* [n] field of each */
    size_t n;
};

/* Codes of a piece are those of its own words until it is finished. Two
 * threads never write to one cache line. */
struct piece {
    _Alignas(64) double *number;        /* [rows x numbers] */
    uint32_t *code;             /* [rows x categories] */
    size_t rows, first, number_cap, code_cap;
    struct lathe_wordset *words;        /* [categories] */
    uint32_t **map;             /* [categories] code of each word */
    size_t *map_cap;            /* [categories] */
};

struct table {
    struct columns numbers, categories;
    lathe_numbers_fn *parse;
    struct piece piece[LATHE_PIPELINE_SLOTS];
    double *number;             /* [rows x numbers] */
    uint32_t *code;             /* [rows x categories] */
    struct lathe_dict *dict;    /* [categories] */
    size_t rows;
};

static void must(enum lathe_code rc, const struct lathe_err *err)
{
    if (rc) {
        fprintf(stderr, "codes: %s\n", err->msg);
        exit(1);
    }
}

static double now(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- a piece ------------------------------------------------------------ */

static enum lathe_code begin(void *ctx, size_t slot, struct lathe_err *err)
{
    struct table *t = ctx;
    struct piece *p = &t->piece[slot];
    size_t n = t->categories.n;
    enum lathe_code rc = LATHE_OK;

    p->rows = 0;
    if (!p->words) {
        rc = lathe_new(&p->words, n, sizeof *p->words, "words", err);
        if (!rc)
            rc = lathe_new(&p->map, n, sizeof *p->map, "words", err);
        if (!rc)
            rc = lathe_new(&p->map_cap, n, sizeof *p->map_cap, "words", err);
    }
    for (size_t i = 0; i < n && !rc; i++)
        lathe_wordset_clear(&p->words[i]);
    return rc;
}

static void take_numbers(const struct table *t,
                         const struct lathe_field *field, double *out)
{
    const struct columns *c = &t->numbers;
    bool large = false;         /* of no interest here */
    size_t i = 0;

    while ((i = t->parse(field, c->place, i, c->n, out, &large)) < c->n) {
        const struct lathe_field *f = &field[c->place[i]];

        if (!lathe_decimal_parse(f->s, f->len, &out[i]))
            out[i] = (double)NAN;
        i++;
    }
}

static enum lathe_code take_codes(const struct table *t, struct piece *p,
                                  const struct lathe_field *field,
                                  uint32_t *out, struct lathe_err *err)
{
    const struct columns *c = &t->categories;
    enum lathe_code rc = LATHE_OK;
    bool first;

    for (size_t i = 0; i < c->n && !rc; i++) {
        const struct lathe_field *f = &field[c->place[i]];

        rc = lathe_wordset_add(&p->words[i], f->s, f->len, &first, err);
        out[i] = p->words[i].last;
    }
    return rc;
}

static enum lathe_code take(void *ctx, size_t slot,
                            const struct lathe_block *b, struct lathe_err *err)
{
    struct table *t = ctx;
    struct piece *p = &t->piece[slot];
    size_t numbers = t->numbers.n, categories = t->categories.n;
    size_t rows = p->rows + b->rows;
    enum lathe_code rc = lathe_grow(&p->number, &p->number_cap, rows * numbers,
                                    sizeof *p->number, err);

    if (!rc)
        rc = lathe_grow(&p->code, &p->code_cap, rows * categories,
                        sizeof *p->code, err);
    for (size_t i = 0; i < b->rows && !rc; i++, p->rows++) {
        const struct lathe_field *field = b->field + i * b->cols;

        take_numbers(t, field, p->number + p->rows * numbers);
        rc = take_codes(t, p, field, p->code + p->rows * categories, err);
    }
    return rc;
}

/* The codes of the words of the piece among those of the table. */
static enum lathe_code map_words(struct table *t, struct piece *p, size_t i,
                                 struct lathe_err *err)
{
    const struct lathe_wordset *w = &p->words[i];
    enum lathe_code rc = lathe_grow(&p->map[i], &p->map_cap[i], w->n,
                                    sizeof *p->map[i], err);

    for (uint32_t k = 0; k < w->n && !rc; k++)
        rc = lathe_dict_add(&t->dict[i], w->text + w->word[k].at,
                            w->word[k].len, &p->map[i][k], err);
    return rc;
}

static enum lathe_code commit(void *ctx, size_t slot, bool *again,
                              struct lathe_err *err)
{
    struct table *t = ctx;
    struct piece *p = &t->piece[slot];
    enum lathe_code rc = LATHE_OK;

    (void)again;
    p->first = t->rows;
    t->rows += p->rows;
    if (t->rows > MOST_BYTES / sizeof *t->number /
                      (t->numbers.n + t->categories.n))
        return lathe_fail(err, LATHE_ENOMEM, "a table of more than %zu bytes",
                          MOST_BYTES);
    for (size_t i = 0; i < t->categories.n && !rc; i++)
        rc = map_words(t, p, i, err);
    return rc;
}

static enum lathe_code finish(void *ctx, size_t slot, struct lathe_err *err)
{
    const struct table *t = ctx;
    const struct piece *p = &t->piece[slot];
    size_t numbers = t->numbers.n, categories = t->categories.n;
    const uint32_t *from = p->code;
    uint32_t *to = t->code + p->first * categories;

    (void)err;
    if (p->rows && numbers)
        memcpy(t->number + p->first * numbers, p->number,
               p->rows * numbers * sizeof *p->number);
    for (size_t r = 0; r < p->rows; r++)
        for (size_t i = 0; i < categories; i++)
            *to++ = p->map[i][*from++];
    return LATHE_OK;
}

/* ---- a table ------------------------------------------------------------ */

/* Addresses in large pages, as numpy asks for them; memory comes as it is
 * written. */
static void *reserve(void)
{
    void *v = mmap(NULL, MOST_BYTES, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (v == MAP_FAILED) {
        fprintf(stderr, "codes: no addresses for a table\n");
        exit(1);
    }
    madvise(v, MOST_BYTES, MADV_HUGEPAGE);
    return v;
}

static void find_places(struct columns *c, const struct lathe_list *names)
{
    for (size_t i = 0; i < c->n; i++) {
        size_t k = 0;

        while (k < names->n && strcmp(names->v[k], c->name[i]) != 0)
            k++;
        if (k == names->n) {
            fprintf(stderr, "codes: no column '%s'\n", c->name[i]);
            exit(1);
        }
        c->place[i] = (uint32_t)k;
    }
}

static void read_table(struct table *t, const char *path, int threads)
{
    const struct lathe_reader_opts opts = lathe_reader_defaults();
    const struct lathe_pieces_job job = {.begin = begin, .take = take,
                                         .commit = commit, .finish = finish,
                                         .ctx = t};
    struct lathe_source *source = NULL;
    struct lathe_reader *reader = NULL;
    struct lathe_pool *pool = NULL;
    struct lathe_err err = {0};

    t->parse = lathe_numbers_for(lathe_cpu_level());
    t->rows = 0;
    must(lathe_new(&t->dict, t->categories.n, sizeof *t->dict, "words", &err),
         &err);
    must(lathe_pool_new(&pool, threads, &err), &err);
    must(lathe_source_open(&source, path, &err), &err);
    must(lathe_reader_new(&reader, source, &opts, &err), &err);
    find_places(&t->numbers, lathe_reader_names(reader));
    find_places(&t->categories, lathe_reader_names(reader));
    must(lathe_pieces_read(reader, pool, &job, &err), &err);
    lathe_reader_free(reader);
    lathe_pool_free(pool);
}

static void release_table(struct table *t)
{
    for (size_t s = 0; s < LATHE_PIPELINE_SLOTS; s++) {
        struct piece *p = &t->piece[s];

        for (size_t i = 0; p->words && i < t->categories.n; i++) {
            lathe_wordset_release(&p->words[i]);
            lathe_free(p->map[i]);
        }
        lathe_free(p->words);
        lathe_free(p->map);
        lathe_free(p->map_cap);
        lathe_free(p->number);
        lathe_free(p->code);
        *p = (struct piece){0};
    }
    for (size_t i = 0; i < t->categories.n; i++)
        lathe_dict_release(&t->dict[i]);
    lathe_free(t->dict);
}

/* ---- facts -------------------------------------------------------------- */

static void print_number(const struct table *t, size_t i)
{
    double sum = 0;

    for (size_t r = 0; r < t->rows; r++)
        sum += t->number[r * t->numbers.n + i];
    printf(",\"%s\":%.17g", t->numbers.name[i], sum);
}

static void print_category(const struct table *t, size_t i)
{
    uint32_t n = t->dict[i].n;
    double *count = lathe_calloc(n, sizeof *count), squares = 0;

    for (size_t r = 0; count && r < t->rows; r++)
        count[t->code[r * t->categories.n + i]]++;
    for (uint32_t k = 0; count && k < n; k++)
        squares += count[k] * count[k];
    printf(",\"%s\":{\"values\":%u,\"squares\":%.17g}", t->categories.name[i],
           n, squares);
    lathe_free(count);
}

/* ---- the command -------------------------------------------------------- */

/* Cuts the names apart, in place. */
static void cut_names(struct columns *c, char *names)
{
    struct lathe_err err;
    size_t cap = strlen(names) / 2 + 1;

    must(lathe_new(&c->name, cap, sizeof *c->name, "names", &err), &err);
    must(lathe_new(&c->place, cap, sizeof *c->place, "names", &err), &err);
    for (char *s = strtok(names, ","); s; s = strtok(NULL, ","))
        c->name[c->n++] = s;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

int main(int argc, char **argv)
{
    static struct table t;
    double seconds[MOST_LAPS], cpu[MOST_LAPS];
    int threads = 0, laps = 1, i = 1;

    for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
        if (strcmp(argv[i], "-j") == 0)
            threads = (int)strtol(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--laps") == 0)
            laps = (int)strtol(argv[i + 1], NULL, 10);
    }
    if (argc - i != 3 || laps < 1 || laps > MOST_LAPS) {
        fprintf(stderr, "usage: codes [-j N] [--laps N] FILE CATEGORY,... "
                "NUMBER,...\n");
        return 64;
    }
    t.number = reserve();
    t.code = reserve();
    cut_names(&t.categories, argv[i + 1]);
    cut_names(&t.numbers, argv[i + 2]);
    read_table(&t, argv[i], threads);
    for (int k = 0; k < laps; k++) {
        release_table(&t);
        seconds[k] = -now(CLOCK_MONOTONIC);
        cpu[k] = -now(CLOCK_PROCESS_CPUTIME_ID);
        read_table(&t, argv[i], threads);
        seconds[k] += now(CLOCK_MONOTONIC);
        cpu[k] += now(CLOCK_PROCESS_CPUTIME_ID);
    }
    qsort(seconds, (size_t)laps, sizeof *seconds, by_size);
    qsort(cpu, (size_t)laps, sizeof *cpu, by_size);
    printf("{\"seconds\":%.6f,\"cpu_seconds\":%.6f,\"rows\":%zu",
           seconds[laps / 2], cpu[laps / 2], t.rows);
    for (size_t k = 0; k < t.numbers.n; k++)
        print_number(&t, k);
    for (size_t k = 0; k < t.categories.n; k++)
        print_category(&t, k);
    printf("}\n");
    release_table(&t);
    lathe_free(t.numbers.name);
    lathe_free(t.numbers.place);
    lathe_free(t.categories.name);
    lathe_free(t.categories.place);
    return 0;
}
