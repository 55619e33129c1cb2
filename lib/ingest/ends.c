#include "ingest/ends.h"

size_t lathe_ends_find_portable(const struct lathe_classes *c, size_t n,
                                uint32_t *end)
{
    size_t ends = 0;

    for (size_t i = 0; i < n; i++)
        for (uint64_t sep = c[i].sep; sep; sep &= sep - 1)
            end[ends++] = (uint32_t)(i * LATHE_CLASSIFY_BYTES) +
                          (uint32_t)__builtin_ctzll(sep);
    return ends;
}

void lathe_ends_cut_portable(const uint32_t *end, size_t n, const char *text,
                             struct lathe_field *field)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t begin = end[(ptrdiff_t)i - 1] + 1;

        field[i] = (struct lathe_field){text + begin, end[i] - begin};
    }
}

struct lathe_ends lathe_ends_for(enum lathe_cpu_level level)
{
    struct lathe_ends e = {lathe_ends_find_portable, lathe_ends_cut_portable};

#if defined(__x86_64__)
    if (level >= LATHE_CPU_AVX2)
        e = (struct lathe_ends){lathe_ends_find_avx2, lathe_ends_cut_avx2};
    if (level >= LATHE_CPU_AVX512)
        e.cut = lathe_ends_cut_avx512;
    if (level >= LATHE_CPU_VBMI2)
        e.find = lathe_ends_find_vbmi2;
#endif
    (void)level;
    return e;
}
