#include "base/alloc.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static atomic_long fail_after = -1;
static atomic_ulong calls;

void lathe_alloc_fail_after(long n)
{
    atomic_store(&fail_after, n);
}

unsigned long lathe_alloc_calls(void)
{
    return atomic_load(&calls);
}

/* One look at each call: counts it, and says whether it must fail. */
static bool must_fail(void)
{
    atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
    long left = atomic_load_explicit(&fail_after, memory_order_relaxed);
    if (left < 0)
        return false;
    if (left > 0)
        atomic_fetch_sub(&fail_after, 1);
    return left == 0;
}

void *lathe_calloc(size_t count, size_t size)
{
    if (must_fail())
        return NULL;
    if (count == 0 || size == 0)
        count = size = 1;
    return calloc(count, size);
}

void *lathe_realloc(void *p, size_t count, size_t size)
{
    size_t bytes;

    if (must_fail() || __builtin_mul_overflow(count, size, &bytes))
        return NULL;
    return realloc(p, bytes ? bytes : 1);
}

void *lathe_alloc_aligned(size_t count, size_t size)
{
    const size_t line = 64;
    size_t bytes;
    void *p;

    if (must_fail() || __builtin_mul_overflow(count, size, &bytes) ||
        bytes > SIZE_MAX - line)
        return NULL;
    bytes = (bytes + line) / line * line;   /* never 0 */
    p = aligned_alloc(line, bytes);
    if (p)
        memset(p, 0, bytes);
    return p;
}

/* On x86-64, and on Arm with pages of 4 KiB. */
#define HUGE_PAGE ((size_t)1 << 21)

/* Memory of `bytes`, in huge pages; it is not cleared. NULL on failure. */
static void *alloc_huge(size_t bytes)
{
    void *p;

    if (must_fail() || posix_memalign(&p, HUGE_PAGE, bytes))
        return NULL;
    /* A wish: nothing is lost where it is not granted. It ends with the last
     * whole page, so that none goes beyond the array. */
    madvise(p, bytes / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
    return p;
}

static void *alloc_scattered(size_t count, size_t size)
{
    size_t bytes;
    void *p;

    if (__builtin_mul_overflow(count, size, &bytes) || bytes < HUGE_PAGE)
        return lathe_calloc(count, size);
    p = alloc_huge(bytes);
    if (p)
        memset(p, 0, bytes);
    return p;
}

static void *alloc_large(size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes) || bytes < HUGE_PAGE)
        return lathe_realloc(NULL, count, size);
    return alloc_huge(bytes);
}

void lathe_free(void *p)
{
    free(p);
}

char *lathe_strndup(const char *s, size_t n)
{
    char *copy = lathe_calloc(n + 1, 1);

    if (copy && n)
        memcpy(copy, s, n);
    return copy;
}

char *lathe_strdup(const char *s)
{
    return lathe_strndup(s, strlen(s));
}

static enum lathe_code out_of_memory(struct lathe_err *err, size_t count,
                                     size_t size, const char *what)
{
    return lathe_fail(err, LATHE_ENOMEM,
                      "out of memory (%zu x %zu bytes for %s)", count, size,
                      what);
}

/* *out becomes p, unless that is NULL. */
static enum lathe_code give(void *out, void *p, size_t count, size_t size,
                            const char *what, struct lathe_err *err)
{
    if (!p)
        return out_of_memory(err, count, size, what);
    memcpy(out, &p, sizeof p);
    return LATHE_OK;
}

enum lathe_code lathe_new(void *out, size_t count, size_t size,
                          const char *what, struct lathe_err *err)
{
    return give(out, lathe_calloc(count, size), count, size, what, err);
}

enum lathe_code lathe_new_aligned(void *out, size_t count, size_t size,
                                  const char *what, struct lathe_err *err)
{
    return give(out, lathe_alloc_aligned(count, size), count, size, what, err);
}

enum lathe_code lathe_new_scattered(void *out, size_t count, size_t size,
                                    const char *what, struct lathe_err *err)
{
    return give(out, alloc_scattered(count, size), count, size, what, err);
}

enum lathe_code lathe_new_large(void *out, size_t count, size_t size,
                                const char *what, struct lathe_err *err)
{
    return give(out, alloc_large(count, size), count, size, what, err);
}

enum lathe_code lathe_grow(void *array, size_t *cap, size_t need, size_t size,
                           struct lathe_err *err)
{
    void *p;
    size_t want = *cap < 8 ? 8 : *cap;

    if (need <= *cap)
        return LATHE_OK;
    while (want < need) {
        if (want > SIZE_MAX / 2)
            return out_of_memory(err, need, size, "an array");
        want *= 2;
    }
    memcpy(&p, array, sizeof p);
    p = lathe_realloc(p, want, size);
    if (!p)
        return out_of_memory(err, want, size, "an array");
    memcpy(array, &p, sizeof p);
    *cap = want;
    return LATHE_OK;
}
