#include "infer/layout.h"

static size_t whole_registers(size_t n)
{
    return (n + 15) / 16 * 16;
}

struct lathe_layout lathe_layout_pixels(struct lathe_shape s, size_t channels,
                                        size_t pad)
{
    struct lathe_layout l = { .shape = s, .pad = pad, .plane = 1 };

    l.col = channels;
    l.row = channels * (s.w + 2 * pad);
    l.origin = pad * (l.row + l.col);
    l.size = whole_registers(l.row * (s.h + 2 * pad));
    return l;
}

struct lathe_layout lathe_layout_planes(struct lathe_shape s, size_t pad)
{
    struct lathe_layout l = { .shape = s, .pad = pad, .col = 1 };

    l.row = s.w + 2 * pad;
    l.plane = l.row * (s.h + 2 * pad);
    l.origin = pad * (l.row + l.col);
    l.size = whole_registers(l.plane * s.c);
    return l;
}

size_t lathe_layout_place(const struct lathe_layout *l, size_t i)
{
    size_t x = i % l->shape.w;
    size_t y = i / l->shape.w % l->shape.h;
    size_t c = i / l->shape.w / l->shape.h;

    return l->origin + c * l->plane + y * l->row + x * l->col;
}

bool lathe_layout_plain(const struct lathe_layout *l)
{
    return l->pad == 0 && (l->col == 1 || l->shape.h * l->shape.w == 1);
}

size_t lathe_layout_runs(const struct lathe_layout *l, size_t *length)
{
    if (l->pad == 0) {
        *length = l->size;
        return 1;
    }
    *length = l->shape.w * l->col;
    return l->plane == 1 ? l->shape.h : (size_t)l->shape.c * l->shape.h;
}

size_t lathe_layout_run(const struct lathe_layout *l, size_t i)
{
    return l->origin + i / l->shape.h * l->plane + i % l->shape.h * l->row;
}
