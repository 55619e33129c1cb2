#include "base/cpu.h"

#include <stdlib.h>
#include <string.h>

#if defined(__aarch64__)
#include <sys/auxv.h>
#endif

static const char *const names[] = {
    "portable",
#if defined(__aarch64__)
    "neon", "dotprod",
#else
    "avx2", "avx512", "vnni", "vbmi2",
#endif
};

static enum lathe_cpu_level detected(void)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") ||
        !__builtin_cpu_supports("bmi"))
        return LATHE_CPU_PORTABLE;
    if (!__builtin_cpu_supports("avx512f") ||
        !__builtin_cpu_supports("avx512bw") ||
        !__builtin_cpu_supports("avx512dq") ||
        !__builtin_cpu_supports("avx512vl") || !__builtin_cpu_supports("bmi2"))
        return LATHE_CPU_AVX2;
    if (!__builtin_cpu_supports("avx512vnni"))
        return LATHE_CPU_AVX512;
    return __builtin_cpu_supports("avx512vbmi2") &&
           __builtin_cpu_supports("avx512bitalg") ? LATHE_CPU_VBMI2
                                                  : LATHE_CPU_VNNI;
#elif defined(__aarch64__)
    return getauxval(AT_HWCAP) & HWCAP_ASIMDDP ? LATHE_CPU_DOTPROD
                                               : LATHE_CPU_NEON;
#else
    return LATHE_CPU_PORTABLE;
#endif
}

enum lathe_cpu_level lathe_cpu_level(void)
{
    enum lathe_cpu_level have = detected();
    const char *want = getenv("LATHE_CPU");

    for (int i = 0; want && i < (int)have; i++)
        if (strcmp(want, names[i]) == 0)
            return (enum lathe_cpu_level)i;
    return have;
}

const char *lathe_cpu_name(enum lathe_cpu_level level)
{
    return names[level];
}
