#include "prepare/stash.h"

#include "base/alloc.h"
#include "base/file.h"
#include "prepare/preprocess.h"
#include "prepare/tables.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* The most that is kept: an eighth of the memory, which the system lets wait
 * for the disk, a fourth of the room on the disk, and this. */
#define MOST_BYTES ((uint64_t)2 << 30)
#define MEMORY_PART 8
#define DISK_PART 4

bool lathe_stash_is_open(struct lathe_stash *s)
{
    return atomic_load_explicit(&s->open, memory_order_relaxed);
}

/* The file stays open until the end, as other threads may be writing to it. */
void lathe_stash_lose(struct lathe_stash *s)
{
    if (atomic_exchange(&s->open, false) && ftruncate(s->fd, 0) != 0)
        return;                 /* then its room is free when it is closed */
}

void lathe_stash_release(struct lathe_stash *s)
{
    if (s->width)
        close(s->fd);
    lathe_free(s->piece);
    lathe_list_release(&s->word);
    lathe_free(s->run);
    lathe_free(s->label);
    lathe_free(s->target);
    *s = (struct lathe_stash){0};
}

static uint64_t room(int fd)
{
    struct statvfs disk;
    uint64_t most = MOST_BYTES, memory, left;

    memory = (uint64_t)sysconf(_SC_PHYS_PAGES) *
             (uint64_t)sysconf(_SC_PAGESIZE) / MEMORY_PART;
    if (fstatvfs(fd, &disk) != 0)
        return 0;
    left = (uint64_t)disk.f_bavail * disk.f_frsize / DISK_PART;
    most = memory < most ? memory : most;
    return left < most ? left : most;
}

void lathe_stash_open(struct lathe_stash *s, size_t columns, const char *near)
{
    *s = (struct lathe_stash){0};
    if (lathe_file_scratch(near, &s->fd, NULL) != LATHE_OK)
        return;
    s->width = columns + 1;
    s->most = room(s->fd);
    atomic_store(&s->open, true);
}

void lathe_stash_reserve(struct lathe_stash *s, size_t input, size_t rows,
                         uint64_t *at)
{
    uint64_t bytes = (uint64_t)rows * s->width * sizeof(double);

    *at = s->end;
    if (bytes > s->most - s->end ||
        lathe_grow(&s->piece, &s->cap, s->pieces + 1, sizeof *s->piece,
                   NULL)) {
        lathe_stash_lose(s);
        return;
    }
    s->piece[s->pieces++] = (struct lathe_stash_piece){
        .at = *at, .rows = rows, .input = input};
    s->end += bytes;
}

void lathe_stash_write(struct lathe_stash *s, uint64_t at, const double *row,
                       size_t rows)
{
    size_t bytes = rows * s->width * sizeof *row, done = 0;

    while (done < bytes && lathe_stash_is_open(s)) {
        ssize_t n = pwrite(s->fd, (const char *)row + done, bytes - done,
                           (off_t)(at + done));

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            lathe_stash_lose(s);
        else
            done += (size_t)n;
    }
}

/* ---- settling ----------------------------------------------------------- */

void lathe_stash_take_words(struct lathe_stash *s,
                            const struct lathe_scan *scan)
{
    const struct lathe_dict *words =
        &scan->column[scan->targets->place[0]].words;
    enum lathe_code rc = LATHE_OK;

    if (!lathe_stash_is_open(s))
        return;
    for (uint32_t k = 0; k < words->n && !rc; k++)
        rc = lathe_list_add(&s->word, words->word[k], NULL);
    if (rc)
        lathe_stash_lose(s);
}

/* Whether the second pass would make the same rows of these numbers. */
static bool is_enough(const struct lathe_scan *scan,
                      const struct lathe_preprocess *p)
{
    return !scan->dedup && !lathe_tables_skip(p) && !p->image.channels &&
           p->by.kind == LATHE_BY_RANDOM && !p->like.path;
}

/* Whether all that is present are finite numbers. */
static bool is_number(const struct lathe_scan_column *c)
{
    return c->depth == LATHE_SCAN_ALL && c->numbers == c->present &&
           (c->numbers == c->nans || (isfinite(c->min) && isfinite(c->max)));
}

/* Every column but the target must be one of the schema: there is no place for
 * others, like weights. */
static enum lathe_code find_runs(struct lathe_stash *s,
                                 const struct lathe_scan *scan,
                                 const struct lathe_list *names,
                                 const struct lathe_schema *schema)
{
    size_t feature = 0, number = 0;
    enum lathe_code rc = lathe_new(&s->run, schema->numbers, sizeof *s->run,
                                   "columns", NULL);

    for (size_t i = 0; i < scan->n && !rc; i++) {
        const struct lathe_column *c;
        struct lathe_stash_run *last = s->run + s->runs - 1;

        if (scan->column[i].is_target)
            continue;
        if (feature == schema->n ||
            strcmp(names->v[i], schema->column[feature].name) != 0)
            return LATHE_EARG;
        c = &schema->column[feature++];
        if (c->kind == LATHE_DROPPED)
            continue;
        if (c->kind != LATHE_NUMBER || c->impute == LATHE_IMPUTE_DROP ||
            !is_number(&scan->column[i]))
            return LATHE_EARG;
        if (s->runs && last->from + last->n == i)
            last->n++;
        else
            s->run[s->runs++] = (struct lathe_stash_run){i, number, 1};
        number++;
    }
    return rc;
}

static enum lathe_code find_values(struct lathe_stash *s,
                                   const struct lathe_scan *scan)
{
    const struct lathe_targets *t = scan->targets;
    enum lathe_code rc = lathe_new(&s->target, t->n, sizeof *s->target,
                                   "targets", NULL);

    s->targets = t->n;
    for (size_t i = 0; i < t->n && !rc; i++) {
        const struct lathe_scan_column *c = &scan->column[t->place[i]];

        s->target[i] = t->place[i];
        if (!is_number(c) || c->nans)
            rc = LATHE_EARG;
    }
    return rc;
}

static enum lathe_code find_labels(struct lathe_stash *s,
                                   const struct lathe_scan *scan,
                                   const struct lathe_schema *schema)
{
    const struct lathe_dict *classes = &schema->target[0].classes;
    enum lathe_code rc;

    if (schema->values)
        return find_values(s, scan);
    if (schema->labels > 1)
        return LATHE_EARG;
    s->labels = s->word.n;
    rc = lathe_new(&s->label, s->labels, sizeof *s->label, "classes", NULL);
    for (size_t k = 0; k < s->word.n && !rc; k++) {
        s->label[k] = lathe_dict_find(classes, s->word.v[k],
                                      strlen(s->word.v[k]));
        if (s->label[k] == LATHE_DICT_NONE)
            rc = LATHE_EARG;
    }
    return rc;
}

void lathe_stash_settle(struct lathe_stash *s, const struct lathe_scan *scan,
                        const struct lathe_list *names,
                        const struct lathe_preprocess *p)
{
    if (!lathe_stash_is_open(s))
        return;
    if (!is_enough(scan, p) || find_runs(s, scan, names, &p->schema) ||
        find_labels(s, scan, &p->schema))
        lathe_stash_lose(s);
}
