/*
 * memory - how much of it this process may have.
 */
#ifndef LATHE_BASE_MEMORY_H
#define LATHE_BASE_MEMORY_H

#include <stdint.h>

struct lathe_memory {
    uint64_t bytes;             /* more than what is in use */
    const char *bound;          /* by what: "the memory limit of the control
                                 * group", ... */
};

/*
 * The least that physical memory, the limits of the control groups (version 1
 * or 2) and the process's own limits (RLIMIT_AS, RLIMIT_DATA) leave beside
 * what the process has already. What other processes have is not looked at:
 * it may be theirs no longer when it is wanted.
 */
struct lathe_memory lathe_memory_left(void);

/*
 * The least limit of the groups that `list`, a file like /proc/self/cgroup,
 * names, and of those around them, whose files lie under `mount`, as under
 * /sys/fs/cgroup. UINT64_MAX: none.
 */
uint64_t lathe_memory_group_limit(const char *list, const char *mount);

/* a + b, a * b, or UINT64_MAX where they are more. */
static inline uint64_t lathe_memory_sum(uint64_t a, uint64_t b)
{
    uint64_t sum;

    return __builtin_add_overflow(a, b, &sum) ? UINT64_MAX : sum;
}

static inline uint64_t lathe_memory_product(uint64_t a, uint64_t b)
{
    uint64_t product;

    return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}

#endif
