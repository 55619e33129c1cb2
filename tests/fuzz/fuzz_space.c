/*
 * The search text of tune: any text is refused with a sentence, or is a space
 * of which every point can be drawn, sets options, and is the same point when
 * it is written as a search of one value each.
 */
#include "base/alloc.h"
#include "train/space.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A search of the point alone, as a person would write it. */
static void check_again(const struct lathe_space *s,
                        const struct lathe_list *point)
{
    struct lathe_buf text = {0};
    struct lathe_space again = {0};
    struct lathe_list same = {0};
    struct lathe_err err = {0};

    for (size_t k = 0; k < s->n; k++) {
        if (strpbrk(point->v[k], "'|") || strstr(point->v[k], ".."))
            goto out;           /* not between quotes, or not alone */
        lathe_buf_printf(&text, "%s='%s' ", s->dim[k].name, point->v[k]);
    }
    if (lathe_space_parse(&again, text.s, &err) || again.n != s->n ||
        lathe_space_grid(&again) != 1 ||
        lathe_space_at(&again, 0, &same, &err))
        abort();
    for (size_t k = 0; k < s->n; k++)
        if (strcmp(same.v[k], point->v[k]) != 0)
            abort();
out:
    lathe_list_release(&same);
    lathe_space_release(&again);
    lathe_buf_release(&text);
}

static void check_point(const struct lathe_space *s,
                        const struct lathe_list *point)
{
    struct lathe_train_opts o = lathe_train_defaults();
    struct lathe_buf command = {0};
    struct lathe_err err = {0};

    if (point->n != s->n || lathe_space_apply(s, point, false, &o, &err) ||
        !(o.lr == o.lr && o.dropout == o.dropout))
        abort();
    lathe_space_command(s, point, false, &command);
    if (lathe_buf_check(&command, &err))
        abort();
    lathe_buf_release(&command);
    check_again(s, point);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lathe_space s = {0};
    struct lathe_err err = {0};
    char *text = lathe_strndup((const char *)data, size);
    uint64_t grid;

    if (!text)
        return 0;
    if (lathe_space_parse(&s, text, &err)) {
        if (!err.msg[0] || s.n || s.dim)
            abort();
        lathe_free(text);
        return 0;
    }
    grid = lathe_space_grid(&s);
    for (uint64_t i = 0; i < 6; i++) {
        struct lathe_list drawn = {0}, at = {0};

        if (lathe_space_draw(&s, 7, i, &drawn, &err))
            abort();
        check_point(&s, &drawn);
        if (grid && lathe_space_at(&s, i % 2 ? i % grid : grid - 1 - i % grid,
                                   &at, &err))
            abort();
        if (grid)
            check_point(&s, &at);
        lathe_list_release(&drawn);
        lathe_list_release(&at);
    }
    lathe_space_release(&s);
    lathe_free(text);
    return 0;
}
