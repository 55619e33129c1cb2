#include "data/nodate.h"

#include "base/decimal.h"
#include "data/datelike.h"
#include "data/marks.h"
#include "data/timelike.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Bytes of what is looked at. */
#define LONGEST 63

/* Of days as spreadsheets count them, that of 1970-01-01. */
#define SERIAL_1970 25569

#define NUMBER "preprocess --type COL=number takes it as a number"

/* What numbers of this size count, in years from 1954 to 2286. */
static const struct {
    double least, end, seconds, first;
    const char *what;
} counts[] = {
    {2e4, 6e4, 86400, SERIAL_1970, "days since 1900, of spreadsheets,"},
    {1e8, 1e10, 1, 0, "seconds since 1970"},
    {1e11, 1e13, 1e-3, 0, "milliseconds since 1970"},
    {1e14, 1e16, 1e-6, 0, "microseconds since 1970"},
    {1e17, 1e19, 1e-9, 0, "nanoseconds since 1970"},
};

/* A day with hours, minutes and maybe seconds behind it, all in digits. */
static bool tell_moment(struct lathe_buf *out, const char *s, size_t len)
{
    char day[LONGEST + 2];
    double seconds;

    if (len != 10 && len != 12 && len != 14)
        return false;
    if (!lathe_date_parse(s, 8, LATHE_DATE_YMD, &seconds))
        return false;
    snprintf(day, sizeof day, "%.8sT%s", s, s + 8);
    if (!lathe_date_is_whole(day, len + 1, LATHE_DATE_PLAIN))
        return false;
    lathe_buf_printf(out, "is not a date, and would be one as '%s': "
                     "sed -E 's/\\b([0-9]{8})([0-9]{%zu})\\b/\\1T\\2/g' FILE",
                     day, len - 8);
    return true;
}

static bool tell_number(struct lathe_buf *out, const char *s, size_t len)
{
    char date[LATHE_DATE_ROOM];
    double v;

    if (!lathe_decimal_parse(s, len, &v))
        return false;
    if (len == 4 && v >= 1000 && v == floor(v)) {
        lathe_buf_puts(out, "is not a date, but a year alone; " NUMBER);
        return true;
    }
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        double seconds = (v - counts[i].first) * counts[i].seconds;

        if (!(v >= counts[i].least && v < counts[i].end))
            continue;
        lathe_date_text(date, floor(seconds));
        lathe_buf_printf(out, "is not a date; as %s it would be %s, and "
                         NUMBER, counts[i].what, date);
        return true;
    }
    return false;
}

static bool tell_time(struct lathe_buf *out, const char *s, size_t len)
{
    enum lathe_timelike kind = lathe_timelike_of(s, len);

    if (kind == LATHE_TIMELIKE_CLOCK)
        lathe_buf_puts(out, "is not a date, but a time without one; as hours "
                       "like 10.5 it would be a number");
    else if (kind == LATHE_TIMELIKE_MONTH)
        lathe_buf_printf(out, "is not a date, but a month without a day; "
                         "'%s-01' would be one", s);
    return kind != LATHE_TIMELIKE_NOT;
}

static bool tell_form(struct lathe_buf *out, const char *s, size_t len)
{
    const struct lathe_datelike *form = lathe_datelike_of(s, len);

    if (form)
        lathe_datelike_tell(out, form, s, NULL);
    return form;
}

void lathe_nodate_tell(struct lathe_buf *out, const char *s, size_t len,
                       enum lathe_date_order order)
{
    char text[LONGEST + 1];

    if (order <= LATHE_DATE_YMD &&
        (lathe_date_is_whole(s, len, LATHE_DATE_DMY) ||
         lathe_date_is_whole(s, len, LATHE_DATE_MDY)))
        lathe_buf_puts(out, "is not a date unless day and month have an order, "
                       "as preprocess --type COL=date:dmy or COL=date:mdy "
                       "gives it");
    else if (len > LONGEST || memchr(s, '\0', len))
        lathe_nodate_name(out, order);
    else {
        memcpy(text, s, len);
        text[len] = '\0';
        if (lathe_marks_is_usual(s, len))
            lathe_buf_puts(out, "is not a date; " LATHE_NODATE_MARK);
        else if (!tell_moment(out, text, len) && !tell_number(out, text, len) &&
                 !tell_time(out, text, len) && !tell_form(out, text, len))
            lathe_nodate_name(out, order);
    }
}

void lathe_nodate_name(struct lathe_buf *out, enum lathe_date_order order)
{
    lathe_buf_puts(out, order == LATHE_DATE_DMY
                            ? "is not a date, the day before the month"
                        : order == LATHE_DATE_MDY
                            ? "is not a date, the month before the day"
                            : "is not a date");
}
