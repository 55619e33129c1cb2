#include "data/timelike.h"

#include "base/decimal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_day(double x)
{
    char text[LATHE_DECIMAL_ROOM];
    double seconds;

    return x >= 19000101 && x <= 21001231 &&
           lathe_date_parse(text, lathe_decimal_double(text, x),
                            LATHE_DATE_YMD, &seconds);
}

bool lathe_timelike_days(double least, double largest)
{
    return is_day(least) && is_day(largest);
}

static bool is_moment(double v)
{
    double day = floor(v / 1e6);
    long time = v > 0 && v < 1e15 ? (long)(v - day * 1e6) : -1;

    return time >= 0 && time / 10000 < 24 && time / 100 % 100 < 60 &&
           time % 100 < 60 && is_day(day);
}

bool lathe_timelike_moments(double least, double largest)
{
    return is_moment(least) && is_moment(largest);
}

enum lathe_timelike lathe_timelike_of(const char *s, size_t len)
{
    char text[64];
    double seconds;
    int n;

    if (len == 0 || len > 32)
        return LATHE_TIMELIKE_NOT;
    n = snprintf(text, sizeof text, "2000-01-01 %.*s", (int)len, s);
    if (lathe_date_parse(text, (size_t)n, LATHE_DATE_PLAIN, &seconds))
        return LATHE_TIMELIKE_CLOCK;
    n = snprintf(text, sizeof text, "%.*s-01", (int)len, s);
    if (len == strlen("2000-01") &&
        lathe_date_parse(text, (size_t)n, LATHE_DATE_PLAIN, &seconds))
        return LATHE_TIMELIKE_MONTH;
    return LATHE_TIMELIKE_NOT;
}

enum lathe_timelike lathe_timelike_of_words(const struct lathe_dict *words)
{
    enum lathe_timelike all = LATHE_TIMELIKE_NOT;

    for (uint32_t k = 0; k < words->n; k++) {
        enum lathe_timelike kind = lathe_timelike_of(words->word[k],
                                                     words->length[k]);

        if (!kind || (all && kind != all))
            return LATHE_TIMELIKE_NOT;
        all = kind;
    }
    return all;
}

bool lathe_timelike_is_short(const struct lathe_dict *words, const char *odd,
                             enum lathe_date_order order)
{
    size_t n = strlen(odd);
    double seconds;

    if (!lathe_date_parse(odd, n, order, &seconds) ||
        lathe_date_is_whole(odd, n, LATHE_DATE_DMY) ||
        lathe_date_is_whole(odd, n, LATHE_DATE_MDY))
        return false;
    for (uint32_t k = 0; k < words->n; k++)
        if (!lathe_date_parse(words->word[k], words->length[k], order,
                              &seconds))
            return false;
    return true;
}
