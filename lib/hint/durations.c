#include "hint/durations.h"

#include "data/excerpt.h"
#include "hint/most.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* PT1H30M and P2DT3H. */
static bool is_iso_duration(const char *s, size_t len)
{
    return len > 2 && s[0] == 'P' && (is_digit(s[1]) || s[1] == 'T') &&
           strspn(s + 1, "0123456789.DTHMS") == len - 1 &&
           strchr("DHMS", s[len - 1]);
}

/* Behind a number, blanks and a unit of time, or NULL. */
static const char *behind_time(const char *s)
{
    static const char *const units[] = {
        "days", "day", "d", "hours", "hour", "hrs", "hr", "h", "minutes",
        "minute", "mins", "min", "m", "seconds", "second", "secs", "sec", "s"};
    size_t n = strspn(s, "0123456789.");

    if (n == 0)
        return NULL;
    s += n + strspn(s + n, " ");
    n = strspn(s, "abcdefghijklmnopqrstuvwxyz");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strlen(units[i]) == n && strncmp(s, units[i], n) == 0)
            return s + n;
    return NULL;
}

/* 2h 30m and, as pandas writes it, 1 days 02:30:00. */
static bool is_duration(const char *s, size_t len)
{
    size_t parts = 0;

    if (is_iso_duration(s, len))
        return true;
    s += *s == '-';
    while (*s && (s = behind_time(s))) {
        s += strspn(s, " ,");
        parts++;
        if (parts == 1 && is_digit(s[0]) && strchr(s, ':') &&
            strspn(s, "0123456789:.") == strlen(s))
            return true;
    }
    return s && parts > 0;
}

/* One part alone is a number with a unit. */
bool lathe_durations_is(const char *s, size_t len)
{
    const char *behind = behind_time(s);

    return is_duration(s, len) &&
           (*s == 'P' || *s == '-' || (behind && *behind));
}

bool lathe_durations_tell(struct lathe_buf *out,
                          const struct lathe_dict *words)
{
    char text[LATHE_EXCERPT_ROOM];
    const char *first;

    if (!lathe_most_are(words, is_duration, &first))
        return false;
    for (uint32_t k = 0; k < words->n; k++)
        if (lathe_durations_is(words->word[k], words->length[k])) {
            lathe_buf_printf(out, "has durations, such as '%s'; in one unit, "
                             "as hours like 10.5, they would be numbers",
                             lathe_excerpt_of(text, words->word[k],
                                              words->length[k]));
            return true;
        }
    return false;
}
