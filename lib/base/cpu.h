/*
 * cpu - which instructions this machine has.
 */
#ifndef LATHE_BASE_CPU_H
#define LATHE_BASE_CPU_H

/* In rising order for each kind of machine, which has all levels below its
 * own. */
enum lathe_cpu_level {
    LATHE_CPU_PORTABLE,

    /* x86-64 */
    LATHE_CPU_AVX2 = 1,         /* with FMA, F16C and BMI */
    LATHE_CPU_AVX512,           /* F, BW, DQ, VL, with BMI2 */
    LATHE_CPU_VNNI,             /* AVX-512 with VNNI */
    LATHE_CPU_VBMI2,            /* the same with VBMI2 and BITALG */

    /* 64-bit Arm */
    LATHE_CPU_NEON = 1,         /* every one has it */
    LATHE_CPU_DOTPROD           /* NEON with dot products of bytes */
};

/* What this machine has, or less where the environment variable LATHE_CPU
 * (portable, avx2, avx512, vnni, vbmi2; portable, neon, dotprod) says so. */
enum lathe_cpu_level lathe_cpu_level(void);

const char *lathe_cpu_name(enum lathe_cpu_level level);

/* For loops that wait for another thread: leaves the core to its sibling for a
 * moment. */
static inline void lathe_cpu_relax(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

#endif
