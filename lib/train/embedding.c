#include "train/embedding.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "data/nearest.h"

#include <math.h>
#include <string.h>

#define SIZE_MOST 4096

static bool is_hot(const struct lathe_column *c)
{
    return c->kind == LATHE_CATEGORY && c->encode != LATHE_ENCODE_ORDINAL;
}

static uint32_t usual_size(uint32_t width)
{
    double n = nearbyint(1.6 * pow((double)width, 0.56));

    return n > 600 ? 600 : n < 1 ? 1 : (uint32_t)n;
}

static enum lathe_code find_column(const char *name,
                                   const struct lathe_schema *s,
                                   size_t *column, struct lathe_err *err)
{
    struct lathe_list names = {0};
    enum lathe_code rc = LATHE_OK;
    const struct lathe_column *c;

    for (size_t i = 0; !rc && i < s->n; i++)
        rc = lathe_list_add(&names, s->column[i].name, err);
    if (!rc)
        rc = lathe_nearest_find(&names, name, "embed", column, err);
    lathe_list_release(&names);
    if (rc)
        return rc;
    c = &s->column[*column];
    if (c->kind != LATHE_CATEGORY)
        return lathe_fail(err, LATHE_EARG, "embed: column '%.200s' is no "
                          "category", name);
    if (!is_hot(c))
        return lathe_fail(err, LATHE_EARG, "embed: column '%.200s' is ordinal, "
                          "one number; preprocess --encode COL=onehot", name);
    return LATHE_OK;
}

/* "COL=N" or "COL"; a column may have '=' in its name. */
static enum lathe_code take_word(const char *word,
                                 const struct lathe_schema *s, uint32_t *size,
                                 struct lathe_err *err)
{
    const char *equals = strrchr(word, '=');
    size_t column = 0;
    int64_t n = 0;
    char *name;
    enum lathe_code rc;

    if (equals && !lathe_decimal_parse_int(equals + 1, 1, SIZE_MOST, &n))
        return lathe_fail(err, LATHE_EARG, "embed '%.80s': '%.40s' is not a "
                          "size from 1 to %d", word, equals + 1, SIZE_MOST);
    name = lathe_strndup(word, equals ? (size_t)(equals - word)
                                      : strlen(word));
    if (!name)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (an option)");
    rc = find_column(name, s, &column, err);
    if (!rc && size[column])
        rc = lathe_fail(err, LATHE_EARG, "embed: column '%.200s' is there "
                        "twice", name);
    if (!rc)
        size[column] = n ? (uint32_t)n : usual_size(s->column[column].width);
    lathe_free(name);
    return rc;
}

static enum lathe_code take_words(const char *spec,
                                  const struct lathe_schema *s, uint32_t *size,
                                  struct lathe_err *err)
{
    struct lathe_list list = {0};
    bool some = false;
    enum lathe_code rc = LATHE_OK;

    if (strcmp(spec, "all") == 0)
        for (size_t i = 0; i < s->n; i++)
            size[i] = is_hot(&s->column[i]) ? usual_size(s->column[i].width)
                                            : 0;
    else
        rc = lathe_list_split(&list, spec, ',', err);
    for (size_t i = 0; !rc && i < list.n; i++)
        rc = take_word(list.v[i], s, size, err);
    lathe_list_release(&list);
    for (size_t i = 0; i < s->n; i++) {
        if (s->column[i].width == 0)    /* no training row has a category */
            size[i] = 0;
        some = some || size[i];
    }
    if (!rc && !some)
        rc = lathe_fail(err, LATHE_EARG, "embed '%.80s': there is no column "
                        "with categories to embed", spec);
    return rc;
}

enum lathe_code lathe_embedding_text(struct lathe_buf *out, const char *spec,
                                     const struct lathe_schema *s,
                                     struct lathe_err *err)
{
    uint32_t *size = NULL;
    enum lathe_code rc = lathe_new(&size, s->n, sizeof *size, "columns", err);

    if (!rc)
        rc = take_words(spec, s, size, err);
    if (rc)
        goto out;
    lathe_buf_puts(out, "embed");
    for (size_t i = 0; i < s->n; i++) {
        if (!is_hot(&s->column[i]))
            continue;
        lathe_buf_printf(out, " %u", s->column[i].width);
        if (size[i])
            lathe_buf_printf(out, "x%u", size[i]);
    }
    lathe_buf_puts(out, ", ");
    rc = lathe_buf_check(out, err);
out:
    lathe_free(size);
    return rc;
}
