/* The classes of classify.h in NEON, which every 64-bit Arm has. */
#include "ingest/classify.h"

#if defined(__aarch64__)

#include <arm_neon.h>

/* A bit for each byte of four vectors that is all ones, in three pairwise
 * sums: of 2, 4 and 8 bytes with a bit of their own each. */
static inline uint64_t mask(uint8x16_t a, uint8x16_t b, uint8x16_t c,
                            uint8x16_t d)
{
    static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128,
                                     1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t bit = vld1q_u8(bits);
    uint8x16_t ab = vpaddq_u8(vandq_u8(a, bit), vandq_u8(b, bit));
    uint8x16_t cd = vpaddq_u8(vandq_u8(c, bit), vandq_u8(d, bit));
    uint8x16_t all = vpaddq_u8(ab, cd);

    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

static inline uint64_t equal(const uint8x16_t v[4], uint8_t c)
{
    const uint8x16_t x = vdupq_n_u8(c);

    return mask(vceqq_u8(v[0], x), vceqq_u8(v[1], x), vceqq_u8(v[2], x),
                vceqq_u8(v[3], x));
}

/* NULs, and bytes that are not ASCII. */
static inline uint64_t odd(const uint8x16_t v[4])
{
    const uint8x16_t high = vdupq_n_u8(0x80);
    uint8x16_t o[4];

    for (int i = 0; i < 4; i++)
        o[i] = vorrq_u8(vcgeq_u8(v[i], high), vceqzq_u8(v[i]));
    return mask(o[0], o[1], o[2], o[3]);
}

void lathe_classify_neon(const char *s, size_t n, char delimiter, char quote,
                         struct lathe_classes *out, char *cut)
{
    for (size_t i = 0; i < n; i++, s += LATHE_CLASSIFY_BYTES) {
        const uint8_t *u = (const uint8_t *)s;
        const uint8x16_t v[4] = {vld1q_u8(u), vld1q_u8(u + 16),
                                 vld1q_u8(u + 32), vld1q_u8(u + 48)};

        uint8x16_t sep[4];

        for (int k = 0; k < 4; k++) {
            sep[k] = vorrq_u8(vceqq_u8(v[k], vdupq_n_u8('\n')),
                              vceqq_u8(v[k], vdupq_n_u8((uint8_t)delimiter)));
            vst1q_u8((uint8_t *)cut + i * LATHE_CLASSIFY_BYTES + 16 * k,
                     vbicq_u8(v[k], sep[k]));
        }
        out[i].lf = equal(v, '\n');
        out[i].sep = mask(sep[0], sep[1], sep[2], sep[3]);
        out[i].cr = equal(v, '\r');
        out[i].quote = equal(v, (uint8_t)quote);
        out[i].blank = equal(v, ' ') | equal(v, '\t');
        out[i].odd = odd(v);
    }
}

#endif
