/*
 * cpu - which instructions this machine has.
 */
#ifndef LATHE_BASE_CPU_H
#define LATHE_BASE_CPU_H

/* In rising order: a machine has all levels below its own. */
enum lathe_cpu_level {
    LATHE_CPU_PORTABLE,
    LATHE_CPU_AVX2,             /* with FMA and F16C */
    LATHE_CPU_AVX512,           /* F, BW, DQ, VL */
    LATHE_CPU_VNNI              /* AVX-512 with VNNI */
};

/* What this machine has, or less where the environment variable LATHE_CPU
 * (portable, avx2, avx512, vnni) says so. */
enum lathe_cpu_level lathe_cpu_level(void);

const char *lathe_cpu_name(enum lathe_cpu_level level);

#endif
