#include "infer/kernel.h"

struct lathe_kernel lathe_kernel_pick(enum lathe_cpu_level level)
{
    struct lathe_kernel k = {
        .product = lathe_kernel_product,
        .depthwise = lathe_kernel_depthwise,
        .int8 = lathe_kernel_int8,
        .group = 2,
        .max = lathe_kernel_max,
        .mean = lathe_kernel_mean,
        .quantise = lathe_kernel_quantise,
        .pixels = lathe_kernel_pixels,
    };

#if defined(__x86_64__)
    if (level >= LATHE_CPU_AVX2) {
        k.product = lathe_kernel_product_avx2;
        k.depthwise = lathe_kernel_depthwise_avx2;
        k.int8 = lathe_kernel_int8_avx2;
        k.max = lathe_kernel_max_avx2;
        k.mean = lathe_kernel_mean_avx2;
        k.quantise = lathe_kernel_quantise_avx2;
        k.pixels = lathe_kernel_pixels_avx2;
    }
    if (level >= LATHE_CPU_AVX512) {
        k.product = lathe_kernel_product_avx512;
        k.depthwise = lathe_kernel_depthwise_avx512;
        k.quantise = lathe_kernel_quantise_avx512;
    }
    if (level >= LATHE_CPU_VNNI) {
        k.int8 = lathe_kernel_int8_vnni;
        k.group = 4;
        k.quantise = lathe_kernel_quantise_vnni;
    }
#elif defined(__aarch64__)
    if (level >= LATHE_CPU_NEON) {
        k.product = lathe_kernel_product_neon;
        k.depthwise = lathe_kernel_depthwise_neon;
        k.int8 = lathe_kernel_int8_neon;
        k.group = 4;
        k.less = 128;
        k.max = lathe_kernel_max_neon;
        k.mean = lathe_kernel_mean_neon;
        k.quantise = lathe_kernel_quantise_neon;
        k.pixels = lathe_kernel_pixels_neon;
    }
    if (level >= LATHE_CPU_DOTPROD)
        k.int8 = lathe_kernel_int8_dotprod;
#else
    (void)level;
#endif
    return k;
}
