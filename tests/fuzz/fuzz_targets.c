/* Targets from any words: no crash, and what is found is found again by its
 * names in quotes. The first line holds the names of the columns, with
 * semicolons between; each further line is a word. */
#include "base/alloc.h"
#include "base/buf.h"
#include "scan/targets.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Adds what stands before each `end`. */
static void split(struct lathe_list *out, char *text, char end)
{
    struct lathe_err err = {0};
    char *next;

    for (; text; text = next) {
        next = strchr(text, end);
        if (next)
            *next++ = '\0';
        assert(lathe_list_add(out, text, &err) == LATHE_OK);
    }
}

static enum lathe_code find(struct lathe_targets *t,
                            const struct lathe_list *words,
                            const struct lathe_list *names)
{
    struct lathe_err err = {0};
    enum lathe_code rc = lathe_targets_find(t, words, names, &err);

    assert(!rc == !err.msg[0]);
    for (size_t i = 0; i < t->n; i++) {
        assert(t->place[i] < names->n);
        for (size_t k = 0; k < i; k++)
            assert(t->place[k] != t->place[i]);
    }
    return rc;
}

/* The names as one list in quotes. */
static void find_again(const struct lathe_targets *t,
                       const struct lathe_list *names)
{
    struct lathe_targets again = {0};
    struct lathe_list words = {0};
    struct lathe_err err = {0};
    struct lathe_buf text = {0};

    for (size_t i = 0; i < t->n; i++) {
        lathe_buf_puts(&text, i ? ",\"" : "\"");
        for (const char *s = names->v[t->place[i]]; *s; s++)
            lathe_buf_puts(&text, *s == '"' ? "\"\"" : (char[]){ *s, '\0' });
        lathe_buf_putc(&text, '"');
    }
    assert(lathe_list_add(&words, text.s, &err) == LATHE_OK);
    if (lathe_list_find(names, text.s) < 0) {
        assert(find(&again, &words, names) == LATHE_OK);
        assert(again.n == t->n);
        assert(memcmp(again.place, t->place, t->n * sizeof *t->place) == 0);
    }
    lathe_targets_release(&again);
    lathe_list_release(&words);
    lathe_buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char *text = lathe_strndup((const char *)bytes, n), *end;
    struct lathe_targets t = {0};
    struct lathe_list words = {0}, names = {0};

    assert(text);
    end = strchr(text, '\n');
    if (end) {
        *end = '\0';
        split(&words, end + 1, '\n');
        split(&names, text, ';');
        if (find(&t, &words, &names) == LATHE_OK)
            find_again(&t, &names);
    }
    lathe_targets_release(&t);
    lathe_list_release(&words);
    lathe_list_release(&names);
    lathe_free(text);
    return 0;
}
