#include "hint/fold.h"

#include "base/glyph.h"

/* Small letters of Latin scripts that are another one with a mark (Unicode 15,
 * canonical decompositions up to U+017F), in order. */
static const struct composed {
    uint16_t letter;
    char base;
    uint16_t mark;
} composed[] = {
    {0xe0, 'a', 0x300}, {0xe1, 'a', 0x301}, {0xe2, 'a', 0x302},
    {0xe3, 'a', 0x303}, {0xe4, 'a', 0x308}, {0xe5, 'a', 0x30a},
    {0xe7, 'c', 0x327}, {0xe8, 'e', 0x300}, {0xe9, 'e', 0x301},
    {0xea, 'e', 0x302}, {0xeb, 'e', 0x308}, {0xec, 'i', 0x300},
    {0xed, 'i', 0x301}, {0xee, 'i', 0x302}, {0xef, 'i', 0x308},
    {0xf1, 'n', 0x303}, {0xf2, 'o', 0x300}, {0xf3, 'o', 0x301},
    {0xf4, 'o', 0x302}, {0xf5, 'o', 0x303}, {0xf6, 'o', 0x308},
    {0xf9, 'u', 0x300}, {0xfa, 'u', 0x301}, {0xfb, 'u', 0x302},
    {0xfc, 'u', 0x308}, {0xfd, 'y', 0x301}, {0xff, 'y', 0x308},
    {0x101, 'a', 0x304}, {0x103, 'a', 0x306}, {0x105, 'a', 0x328},
    {0x107, 'c', 0x301}, {0x109, 'c', 0x302}, {0x10b, 'c', 0x307},
    {0x10d, 'c', 0x30c}, {0x10f, 'd', 0x30c}, {0x113, 'e', 0x304},
    {0x115, 'e', 0x306}, {0x117, 'e', 0x307}, {0x119, 'e', 0x328},
    {0x11b, 'e', 0x30c}, {0x11d, 'g', 0x302}, {0x11f, 'g', 0x306},
    {0x121, 'g', 0x307}, {0x123, 'g', 0x327}, {0x125, 'h', 0x302},
    {0x129, 'i', 0x303}, {0x12b, 'i', 0x304}, {0x12d, 'i', 0x306},
    {0x12f, 'i', 0x328}, {0x135, 'j', 0x302}, {0x137, 'k', 0x327},
    {0x13a, 'l', 0x301}, {0x13c, 'l', 0x327}, {0x13e, 'l', 0x30c},
    {0x144, 'n', 0x301}, {0x146, 'n', 0x327}, {0x148, 'n', 0x30c},
    {0x14d, 'o', 0x304}, {0x14f, 'o', 0x306}, {0x151, 'o', 0x30b},
    {0x155, 'r', 0x301}, {0x157, 'r', 0x327}, {0x159, 'r', 0x30c},
    {0x15b, 's', 0x301}, {0x15d, 's', 0x302}, {0x15f, 's', 0x327},
    {0x161, 's', 0x30c}, {0x163, 't', 0x327}, {0x165, 't', 0x30c},
    {0x169, 'u', 0x303}, {0x16b, 'u', 0x304}, {0x16d, 'u', 0x306},
    {0x16f, 'u', 0x30a}, {0x171, 'u', 0x30b}, {0x173, 'u', 0x328},
    {0x175, 'w', 0x302}, {0x177, 'y', 0x302}, {0x17a, 'z', 0x301},
    {0x17c, 'z', 0x307}, {0x17e, 'z', 0x30c},
};

static const struct composed *find(uint32_t c)
{
    size_t low = 0, high = sizeof composed / sizeof *composed;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (composed[mid].letter == c)
            return &composed[mid];
        if (composed[mid].letter < c)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0xa0 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
           c == 0x3000;
}

/* Soft hyphens, blanks without width, marks of direction, of the form of a
 * picture and of byte order. */
static bool is_unseen(uint32_t c)
{
    return c == 0xad || (c >= 0x200b && c <= 0x200f) || c == 0x2060 ||
           (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff;
}

/* How far the small letter is behind this one; 0: this is none, or no letter
 * of Latin, Greek or Cyrillic scripts. */
static uint32_t to_small(uint32_t c)
{
    bool odd = c % 2;

    if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
        (c >= 0x391 && c <= 0x3a9 && c != 0x3a2) ||
        (c >= 0x410 && c <= 0x42f))
        return 0x20;
    if (c >= 0x400 && c <= 0x40f)
        return 0x50;
    if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177))
        return !odd;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
        return odd;
    return 0;
}

/* A character as it is written; 0 at the end. */
static uint32_t peek(const struct lathe_fold *f, size_t *bytes)
{
    *bytes = f->n ? lathe_glyph_bytes(f->s, f->n) : 0;
    if (f->n && !*bytes) {
        *bytes = 1;
        return 0xfffd;
    }
    return *bytes ? lathe_glyph_point(f->s, *bytes) : 0;
}

uint32_t lathe_fold_next(struct lathe_fold *f)
{
    uint32_t c = f->mark, small;
    const struct composed *parts;
    size_t bytes;
    bool blank = false;

    f->mark = 0;
    if (c)
        return c;
    while ((c = peek(f, &bytes)) && (is_blank(c) || is_unseen(c))) {
        blank = blank || is_blank(c);
        f->s += bytes;
        f->n -= bytes;
    }
    if (!c || (blank && f->begun))
        return c ? ' ' : 0;
    f->begun = true;
    f->s += bytes;
    f->n -= bytes;
    if (c > 0xff00 && c < 0xff5f)
        c -= 0xfee0;            /* the wide form of an ASCII character */
    small = to_small(c);
    parts = find(c + small);
    if (parts) {
        c = (uint32_t)parts->base - (small ? 0x20 : 0);
        f->mark = parts->mark;
        small = small ? 0x20 : 0;
    }
    return f->keeps_case ? c : c + small;
}
