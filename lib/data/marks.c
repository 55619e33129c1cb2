#include "data/marks.h"

#include "base/decimal.h"

#include <math.h>
#include <string.h>
#include <strings.h>

void lathe_marks_init(struct lathe_marks *m, const struct lathe_list *list)
{
    *m = (struct lathe_marks){.list = list};
    for (size_t i = 0; i < list->n; i++) {
        const char *s = list->v[i];
        double v;

        m->first[(unsigned char)s[0]] = true;
        m->numbers |= lathe_decimal_parse(s, strlen(s), &v) && isfinite(v);
    }
}

bool lathe_marks_find(const struct lathe_marks *m, const char *s, size_t n)
{
    for (size_t i = 0; i < m->list->n; i++) {
        const char *mark = m->list->v[i];
        size_t k = 0;

        while (k < n && mark[k] == s[k])
            k++;
        if (k == n && mark[n] == '\0')
            return true;
    }
    return false;
}

bool lathe_marks_is_usual(const char *s, size_t n)
{
    static const char *const usual[] = {
        "na", "n/a", "n.a.", "#n/a", "#na", "<na>", "nan", "null", "none",
        "nil", "-", "--", ".", "?", "\\n", "#div/0!",
        "#value!", "#ref!", "#name?", "#num!", "#null!"};

    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (n == strlen(usual[i]) && strncasecmp(s, usual[i], n) == 0)
            return true;
    return false;
}
