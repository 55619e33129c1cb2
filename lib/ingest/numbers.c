#include "ingest/numbers.h"

#include "base/decimal.h"

size_t lathe_numbers_portable(const struct lathe_field *field,
                              const uint32_t *place, size_t first, size_t n,
                              double *out, bool *large)
{
    size_t i = first;

    *large = true;              /* not looked at */
    while (i < n && lathe_decimal_parse_short(field[place[i]].s,
                                              field[place[i]].len, &out[i]))
        i++;
    return i;
}

lathe_numbers_fn *lathe_numbers_for(enum lathe_cpu_level level)
{
#if defined(__x86_64__)
    if (level >= LATHE_CPU_VBMI2)
        return lathe_numbers_vbmi2;
    if (level >= LATHE_CPU_AVX512)
        return lathe_numbers_avx512;
    if (level >= LATHE_CPU_AVX2)
        return lathe_numbers_avx2;
#endif
    (void)level;
    return lathe_numbers_portable;
}
