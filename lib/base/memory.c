#include "base/memory.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Longest path of a control group's file. */
#define PATH_ROOM 4400

/* ---- control groups ----------------------------------------------------- */

/* The number that the file begins with; "max" and no file: UINT64_MAX. */
static uint64_t read_limit(const char *path)
{
    uint64_t limit;
    FILE *f = fopen(path, "re");

    if (!f)
        return UINT64_MAX;
    if (fscanf(f, "%" SCNu64, &limit) != 1)
        limit = UINT64_MAX;
    fclose(f);
    return limit;
}

/* Of the group and of those around it, up to the root. */
static uint64_t path_limit(const char *mount, const char *group,
                           const char *file)
{
    uint64_t least = UINT64_MAX;
    size_t len = strlen(group);
    char path[PATH_ROOM];

    for (;;) {
        uint64_t limit;
        int n;

        while (len > 0 && group[len - 1] == '/')
            len--;
        n = snprintf(path, sizeof path, "%s%.*s/%s", mount, (int)len, group,
                     file);
        limit = n > 0 && (size_t)n < sizeof path ? read_limit(path)
                                                 : UINT64_MAX;
        least = limit < least ? limit : least;
        if (len == 0)
            return least;
        while (len > 0 && group[len - 1] != '/')
            len--;
    }
}

/* Whether `word` is one of the words between commas. */
static bool lists(const char *words, const char *word)
{
    size_t len = strlen(word);

    for (;;) {
        size_t n = strcspn(words, ",");
        if (n == len && memcmp(words, word, n) == 0)
            return true;
        if (words[n] == '\0')
            return false;
        words += n + 1;
    }
}

/* One line: NUMBER:CONTROLLERS:GROUP, of version 2 without controllers. */
static uint64_t line_limit(char *line, const char *mount)
{
    char *kinds = strchr(line, ':'), *group;
    char below[PATH_ROOM / 4];
    int n;

    line[strcspn(line, "\n")] = '\0';
    group = kinds ? strchr(kinds + 1, ':') : NULL;
    if (!group)
        return UINT64_MAX;
    *group++ = '\0';
    kinds++;
    if (*kinds == '\0')
        return path_limit(mount, group, "memory.max");
    n = snprintf(below, sizeof below, "%s/memory", mount);
    if (!lists(kinds, "memory") || n < 0 || (size_t)n >= sizeof below)
        return UINT64_MAX;
    return path_limit(below, group, "memory.limit_in_bytes");
}

uint64_t lathe_memory_group_limit(const char *list, const char *mount)
{
    uint64_t least = UINT64_MAX;
    char line[PATH_ROOM - 300];
    FILE *f = fopen(list, "re");

    if (!f)
        return least;
    while (fgets(line, sizeof line, f)) {
        uint64_t limit = line_limit(line, mount);
        least = limit < least ? limit : least;
    }
    fclose(f);
    return least;
}

/* ---- the process -------------------------------------------------------- */

/* Bytes that this process has: of addresses, and of memory behind them. */
struct use {
    uint64_t mapped, resident;
};

static struct use use_of_process(void)
{
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), mapped, resident;
    FILE *f = fopen("/proc/self/statm", "re");
    int n;

    if (!f)
        return (struct use){0};
    n = fscanf(f, "%" SCNu64 " %" SCNu64, &mapped, &resident);
    fclose(f);
    return n == 2 ? (struct use){ mapped * page, resident * page }
                  : (struct use){0};
}

static void bound(struct lathe_memory *m, uint64_t limit, uint64_t used,
                  const char *name)
{
    uint64_t left = limit > used ? limit - used : 0;

    if (limit == UINT64_MAX || left >= m->bytes)
        return;
    m->bytes = left;
    m->bound = name;
}

static uint64_t own_limit(int got, const struct rlimit *r)
{
    return got == 0 && r->rlim_cur != RLIM_INFINITY ? (uint64_t)r->rlim_cur
                                                    : UINT64_MAX;
}

struct lathe_memory lathe_memory_left(void)
{
    struct lathe_memory m = { UINT64_MAX, "nothing" };
    struct use use = use_of_process();
    struct rlimit mapped, data;
    long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);

    if (pages > 0 && page > 0)
        bound(&m, (uint64_t)pages * (uint64_t)page, use.resident,
              "the memory of the machine");
    bound(&m, lathe_memory_group_limit("/proc/self/cgroup", "/sys/fs/cgroup"),
          use.resident, "the memory limit of the control group");
    bound(&m, own_limit(getrlimit(RLIMIT_AS, &mapped), &mapped), use.mapped,
          "ulimit -v");
    bound(&m, own_limit(getrlimit(RLIMIT_DATA, &data), &data), use.resident,
          "ulimit -d");
    return m;
}
