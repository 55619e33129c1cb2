#include "hint/coordinates.h"

#include "base/decimal.h"
#include "data/excerpt.h"
#include "hint/blanks.h"
#include "hint/dress.h"
#include "hint/most.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 40.7N and 40.7° N: a fraction keeps doors and sizes of clothes out. */
static bool is_compass(const char *s, size_t len)
{
    const char *dot = strchr(s, '.');
    double v;

    if (len < 4 || !strchr("NSEW", s[len - 1]) || !dot || !is_digit(dot[1]))
        return false;
    len--;
    lathe_blanks_trim(&s, &len);
    if (len > 2 && memcmp(s + len - 2, "°", 2) == 0)
        len -= 2;
    lathe_blanks_trim(&s, &len);
    return len > 0 && is_digit(*s) && lathe_decimal_parse(s, len, &v) &&
           v <= 180;
}

/* Both ends of an axis: else the letter may be a unit, and is taken for one. */
static bool tell_compass(struct lathe_buf *out, const struct lathe_dict *words,
                         const struct lathe_dialect *dialect)
{
    char text[LATHE_EXCERPT_ROOM], room[LATHE_DRESS_END];
    const char *end = lathe_dress_end(room, dialect->delimiter), *first;
    bool seen[128] = {false};

    if (!lathe_most_are(words, is_compass, &first))
        return false;
    for (uint32_t k = 0; k < words->n; k++)
        if (is_compass(words->word[k], words->length[k]))
            seen[(unsigned char)words->word[k][words->length[k] - 1]] = true;
    if (!(seen['N'] && seen['S']) && !(seen['E'] && seen['W']))
        return false;
    lathe_buf_printf(out, "has coordinates, such as '%s'",
                     lathe_excerpt_of(text, first, strlen(first)));
    if (dialect->latin1 || !*end)
        lathe_buf_puts(out, "; without letters, negative to the south and "
                       "west, they would be numbers");
    else
        lathe_buf_printf(out, "; this makes numbers of them, negative to the "
                         "south and west: sed -E "
                         "'s/\\b([0-9.]+)( *°)? *[NE](\"?%s)/\\1\\3/g;"
                         "s/\\b([0-9.]+)( *°)? *[SW](\"?%s)/-\\1\\3/g' "
                         "FILE", end, end);
    return true;
}

/* Degrees and what follows them: 40° 26' N, 40 deg 26.5'. *degrees: as one
 * number, of which the sign is not known. */
static bool read_angle(const char *s, double *degrees)
{
    static const char *const marks[] = {"°", "º", "deg"};
    double minutes;
    size_t n = strspn(s, "0123456789");
    const char *behind = NULL;

    if (n == 0 || n > 3 || !lathe_decimal_parse(s, n, degrees))
        return false;
    s += n + strspn(s + n, " ");
    for (size_t i = 0; i < sizeof marks / sizeof *marks && !behind; i++)
        if (strncmp(s, marks[i], strlen(marks[i])) == 0)
            behind = s + strlen(marks[i]);
    if (!behind)
        return false;
    s = behind + strspn(behind, " ");
    n = strspn(s, "0123456789.");
    if (!lathe_decimal_parse(s, n, &minutes) || !(minutes < 60) ||
        !(*degrees <= 180))
        return false;
    *degrees += minutes / 60;
    s += n + strspn(s + n, " ");
    return (*s && strchr("'NSEW", *s)) || strncmp(s, "′", 3) == 0 ||
           strncmp(s, "’", 3) == 0;
}

static bool is_angle(const char *s, size_t len)
{
    double degrees;

    (void)len;
    return read_angle(s, &degrees);
}

static bool tell_angle(struct lathe_buf *out, const struct lathe_dict *words)
{
    char text[LATHE_EXCERPT_ROOM];
    const char *first;

    if (!lathe_most_are(words, is_angle, &first))
        return false;
    lathe_buf_printf(out, "has degrees with minutes, such as '%s'; as degrees "
                     "with a fraction, minutes / 60 and seconds / 3600, "
                     "negative to the south and west, they would be numbers",
                     lathe_excerpt_of(text, first, strlen(first)));
    return true;
}

bool lathe_coordinates_is(const char *s, size_t len)
{
    return is_compass(s, len) || is_angle(s, len);
}

bool lathe_coordinates_tell(struct lathe_buf *out,
                            const struct lathe_dict *words,
                            const struct lathe_dialect *dialect)
{
    return tell_compass(out, words, dialect) || tell_angle(out, words);
}
