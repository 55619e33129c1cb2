#include "base/date.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define DAY 86400
/* 0000-12-31 and 10000-01-01: a zone moves a date by less than a day. */
#define FIRST_SECOND (-62135683200.0)
#define LAST_SECOND 253402387200.0

/* ---- the calendar ------------------------------------------------------- */

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days since 1970-01-01. Years begin in March here, so that the leap day is
 * the last; an era is 400 of them. */
static int64_t days_of(int year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 +
                          day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 -
                         year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

static void civil_of(int64_t days, struct lathe_date *out)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 +
                           day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 -
                                        year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;

    out->day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    out->month = (int)(month < 10 ? month + 3 : month - 9);
    out->year = (int)(year_of_era + era * 400 + (out->month <= 2));
}

/* 0 is Monday; 1970 began on a Thursday. */
static int weekday_of(int64_t days)
{
    return (int)(((days + 3) % 7 + 7) % 7);
}

/* ---- reading ------------------------------------------------------------ */

struct text {
    const char *s, *end;
    bool short_years;           /* two digits are a year */
    enum lathe_date_order order;
};

static char peek(const struct text *t)
{
    return t->s < t->end ? *t->s : '\0';
}

static bool take(struct text *t, const char *any)
{
    char c = peek(t);

    for (; c && *any; any++)    /* few: a call takes longer */
        if (c == *any) {
            t->s++;
            return true;
        }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* How many digits are next. */
static size_t digits(const struct text *t)
{
    size_t n = 0;

    while (t->s + n < t->end && is_digit(t->s[n]))
        n++;
    return n;
}

/* Exactly n digits of those that are next. */
static int take_digits(struct text *t, size_t n)
{
    int v = 0;

    while (n-- > 0)
        v = v * 10 + (*t->s++ - '0');
    return v;
}

/* A number of `least` to `most` digits, and no digit behind it. */
static bool take_number(struct text *t, size_t least, size_t most, int *out)
{
    size_t n = digits(t);

    if (n < least || n > most)
        return false;
    *out = take_digits(t, n);
    return true;
}

/* Whether n letters are those of a word in lower case, in either case. */
static bool same_letters(const char *s, const char *word, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((s[i] | 0x20) != word[i])
            return false;
    return true;
}

/* The place of the word that is next among `names`, whole or by its first
 * three letters; -1: none, and nothing is taken. */
static int take_name(struct text *t, const char *const *names, int n)
{
    size_t len = 0;

    while (t->s + len < t->end && is_letter(t->s[len]))
        len++;
    if (len < 3)
        return -1;
    for (int i = 0; i < n; i++)
        if (same_letters(t->s, names[i], 3) &&
            (len == 3 || len == strlen(names[i])) &&
            same_letters(t->s, names[i], len)) {
            t->s += len;
            return i;
        }
    return -1;
}

static bool take_month(struct text *t, int *month)
{
    static const char *const names[] = {
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};

    *month = take_name(t, names, 12) + 1;
    return *month > 0;
}

static bool take_year(struct text *t, int *year)
{
    size_t n = digits(t);

    if (n != 4 && !(n == 2 && t->short_years))
        return false;
    *year = take_digits(t, n);
    if (n == 2)
        *year += *year < 69 ? 2000 : 1900;
    return true;
}

static bool make_days(int year, int month, int day, int64_t *days)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > month_days(year, month))
        return false;
    *days = days_of(year, month, day);
    return true;
}

/* Behind the W of an ISO week. Week 1 has the year's fourth of January. */
static bool take_week(struct text *t, int year, bool dash, int64_t *days)
{
    int64_t first = days_of(year, 1, 4), next = days_of(year + 1, 1, 4);
    int week, day;

    if (digits(t) < 2)
        return false;
    week = take_digits(t, 2);
    if ((dash && !take(t, "-")) || !take_number(t, 1, 1, &day))
        return false;
    first -= weekday_of(first);
    next -= weekday_of(next);
    *days = first + 7 * (week - 1) + day - 1;
    return year >= 1 && week >= 1 && day >= 1 && day <= 7 && *days < next;
}

/* Behind the four digits of a year. */
static bool take_behind_year(struct text *t, int year, int64_t *days)
{
    char between[2] = {peek(t), '\0'};
    int month, day;

    if (take(t, "Ww"))
        return take_week(t, year, false, days);
    if (!take(t, "-/."))
        return false;
    if (*between == '-' && take(t, "Ww"))
        return take_week(t, year, true, days);
    if (!take_month(t, &month) && !take_number(t, 1, 2, &month))
        return false;
    return take(t, between) && take_number(t, 1, 2, &day) &&
           make_days(year, month, day, days);
}

/* Behind one or two digits, which are a day, or a month when it is asked for.
 * *colon: a time may come behind a colon, as in logs of web servers. */
static bool take_behind_day(struct text *t, int first, int64_t *days,
                            bool *colon)
{
    char between[2] = {peek(t), '\0'};
    int second, year;

    if (!take(t, "./- "))
        return false;
    if (*between != '.' && take_month(t, &second)) {
        *colon = *between == '/';
        return take(t, between) && take_year(t, &year) &&
               make_days(year, second, first, days);
    }
    if (*between == ' ' || (*between != '.' && t->order < LATHE_DATE_DMY) ||
        !take_number(t, 1, 2, &second) || !take(t, between) ||
        !take_year(t, &year))
        return false;
    return *between == '.' || t->order == LATHE_DATE_DMY
               ? make_days(year, second, first, days)
               : make_days(year, first, second, days);
}

/* "Jan 15, 2023", "January 15 2023". */
static bool take_behind_month(struct text *t, int month, int64_t *days)
{
    int day, year;

    if (!take(t, " ") || !take_number(t, 1, 2, &day))
        return false;
    take(t, ",");
    return take(t, " ") && take_year(t, &year) &&
           make_days(year, month, day, days);
}

/* "Sun, " or "Sunday "; -1: none. */
static int take_weekday(struct text *t)
{
    static const char *const names[] = {"monday",   "tuesday", "wednesday",
                                        "thursday", "friday",  "saturday",
                                        "sunday"};
    int day = take_name(t, names, 7);

    if (day >= 0) {
        take(t, ",");
        take(t, " ");
    }
    return day;
}

/* *basic: digits without marks between, and so is the time. */
static bool take_date(struct text *t, int64_t *days, bool *basic, bool *colon)
{
    size_t n = digits(t);
    int month;

    if (n == 4)
        return take_behind_year(t, take_digits(t, 4), days);
    if (n == 1 || n == 2)
        return take_behind_day(t, take_digits(t, n), days, colon);
    if (n == 8) {
        int year = take_digits(t, 4), mm = take_digits(t, 2);

        *basic = true;
        return (t->order != LATHE_DATE_PLAIN || t->end - t->s > 2) &&
               make_days(year, mm, take_digits(t, 2), days);
    }
    return take_month(t, &month) && take_behind_month(t, month, days);
}

/* Digits behind a point or comma, as a part of a second. */
static bool take_fraction(struct text *t, double *second)
{
    double value = 0, scale = 1;
    size_t n = digits(t);

    if (n == 0)
        return false;
    for (size_t i = 0; i < n; i++, t->s++)
        if (i < 15) {           /* exact up to here */
            value = value * 10 + (*t->s - '0');
            scale *= 10;
        }
    *second += value / scale;
    return true;
}

/* AM or PM, if one is there. */
static bool take_half(struct text *t, int *hour)
{
    const char *s = t->s + (peek(t) == ' ');
    bool morning = t->end - s >= 2 && same_letters(s, "am", 2);
    bool afternoon = t->end - s >= 2 && same_letters(s, "pm", 2);

    if (!morning && !afternoon)
        return true;
    t->s = s + 2;
    if (*hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (afternoon ? 12 : 0);
    return true;
}

/* Seconds to be taken off. */
static bool take_zone(struct text *t, int *offset)
{
    char sign;
    int hour, minute = 0;

    *offset = 0;
    if (t->s == t->end)
        return true;
    take(t, " ");
    if (take(t, "Zz"))
        return true;
    if (t->end - t->s == 3 && (same_letters(t->s, "utc", 3) ||
                               same_letters(t->s, "gmt", 3))) {
        t->s += 3;
        return true;
    }
    sign = peek(t);
    if (!take(t, "+-") || digits(t) < 2)
        return false;
    hour = take_digits(t, 2);
    if ((take(t, ":") || digits(t)) && !take_number(t, 2, 2, &minute))
        return false;
    if (hour > 23 || minute > 59)
        return false;
    *offset = (hour * 60 + minute) * (sign == '-' ? -60 : 60);
    return true;
}

/* "10:30", "10:30:15.5", or without the colons. */
static bool take_clock(struct text *t, bool basic, int *hour, int *minute,
                       double *second)
{
    int whole;

    if (basic && (digits(t) == 4 || digits(t) == 6))
        *hour = take_digits(t, 2);
    else if (basic || !take_number(t, 1, 2, hour) || !take(t, ":"))
        return false;
    if (digits(t) != 2 && !(basic && digits(t) == 4))
        return false;
    *minute = take_digits(t, 2);
    if (basic ? !digits(t) : !take(t, ":"))
        return true;
    if (digits(t) != 2)
        return false;
    whole = take_digits(t, 2);
    *second = whole;
    if (take(t, ".,") && !take_fraction(t, second))
        return false;
    return whole < 60 || (whole == 60 && *minute == 59);
}

static bool take_time(struct text *t, bool basic, double *out)
{
    int hour, minute, offset;
    double second = 0;

    if (!take_clock(t, basic && digits(t) > 2, &hour, &minute, &second) ||
        !take_half(t, &hour) || !take_zone(t, &offset))
        return false;
    if (minute > 59 || hour > 24 || (hour == 24 && (minute || second > 0)))
        return false;
    *out = hour * 3600 + minute * 60 - offset + second;
    return true;
}

/* A date has a digit, which tells it from most words at once. */
static bool has_digit(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_digit(s[i]))
            return true;
    return false;
}

/* Two digits; above 99: they are none. */
static unsigned two_digits(const char *s)
{
    unsigned ten = (unsigned)(s[0] - '0'), one = (unsigned)(s[1] - '0');

    return ten > 9 || one > 9 ? 100 : ten * 10 + one;
}

/* The commonest form, "2023-01-15" and "2023-01-15 10:30:00", without looking
 * at what else it may be. False: it is another one, or no date. */
static bool parse_iso(const char *s, size_t n, double *seconds)
{
    unsigned century, year, month, day, hour = 0, minute = 0, second = 0;
    int64_t days;

    if ((n != 10 && n != 19) || s[4] != '-' || s[7] != '-')
        return false;
    century = two_digits(s);
    year = two_digits(s + 2);
    month = two_digits(s + 5);
    day = two_digits(s + 8);
    if (n == 19) {
        if ((s[10] != ' ' && s[10] != 'T') || s[13] != ':' || s[16] != ':')
            return false;
        hour = two_digits(s + 11);
        minute = two_digits(s + 14);
        second = two_digits(s + 17);
    }
    if (century > 99 || year > 99 || hour > 23 || minute > 59 || second > 59 ||
        !make_days((int)(century * 100 + year), (int)month, (int)day, &days))
        return false;
    *seconds = (double)(days * DAY +
                        (int64_t)(hour * 3600 + minute * 60 + second));
    return true;
}

static bool parse(const char *s, size_t n, enum lathe_date_order order,
                  bool short_years, double *seconds)
{
    struct text t = {s, s + n, short_years && order >= LATHE_DATE_DMY, order};
    bool basic = false, colon = false;
    double time = 0;
    int64_t days;
    int weekday;

    if (parse_iso(s, n, seconds))
        return true;
    if (n < 6 || (!is_digit(*s) && !is_letter(*s)) ||   /* "1/1/03" */
        !has_digit(s, n))
        return false;
    weekday = take_weekday(&t);
    if (!take_date(&t, &days, &basic, &colon) ||
        (weekday >= 0 && weekday != weekday_of(days)))
        return false;
    if (t.s < t.end) {
        take(&t, ",");
        if (!take(&t, colon ? "Tt :" : "Tt ") || !take_time(&t, basic, &time))
            return false;
    }
    if (t.s < t.end)
        return false;
    *seconds = (double)(days * DAY) + time;
    return true;
}

bool lathe_date_parse(const char *s, size_t n, enum lathe_date_order order,
                      double *seconds)
{
    return parse(s, n, order, true, seconds);
}

bool lathe_date_parse_whole(const char *s, size_t n,
                            enum lathe_date_order order, double *seconds)
{
    return parse(s, n, order, false, seconds);
}

bool lathe_date_is_whole(const char *s, size_t n, enum lathe_date_order order)
{
    double seconds;

    return parse(s, n, order, false, &seconds);
}

bool lathe_date_holds(double seconds)
{
    return seconds >= FIRST_SECOND && seconds <= LAST_SECOND;
}

/* ---- parts -------------------------------------------------------------- */

struct lathe_date lathe_date_split(double seconds)
{
    struct lathe_date d = {0};
    double days;

    if (!(seconds >= FIRST_SECOND))     /* NaN too */
        seconds = isnan(seconds) ? 0 : FIRST_SECOND;
    if (seconds > LAST_SECOND)
        seconds = LAST_SECOND;
    days = floor(seconds / DAY);
    d.second = seconds - days * DAY;
    if (d.second >= DAY) {      /* a hair below midnight */
        days++;
        d.second = 0;
    }
    d.weekday = weekday_of((int64_t)days);
    civil_of((int64_t)days, &d);
    return d;
}

double lathe_date_year(int year)
{
    return (double)(days_of(year, 1, 1) * DAY);
}

size_t lathe_date_text(char out[LATHE_DATE_ROOM], double seconds)
{
    struct lathe_date d = lathe_date_split(seconds);
    unsigned s = (unsigned)d.second;
    int n;

    if (s == 0)
        n = snprintf(out, LATHE_DATE_ROOM, "%04d-%02d-%02d", d.year, d.month,
                     d.day);
    else
        n = snprintf(out, LATHE_DATE_ROOM, "%04d-%02d-%02d %02u:%02u:%02u",
                     d.year, d.month, d.day, s / 3600, s / 60 % 60, s % 60);
    return (size_t)n;
}

/* Taylor's series about the nearest quarter turn, at most an eighth away:
 * the first term left out is below 1e-17. */
void lathe_date_cycle(double turn, double *sine, double *cosine)
{
    const double two_pi = 6.283185307179586;
    int quarter = (int)floor(turn * 4 + 0.5);
    double x = (turn - quarter / 4.0) * two_pi, square = x * x;
    double s = x, c = 1, term_s = x, term_c = 1;

    for (int k = 1; k <= 9; k++) {
        term_c *= -square / ((2 * k - 1) * (2 * k));
        term_s *= -square / ((2 * k) * (2 * k + 1));
        c += term_c;
        s += term_s;
    }
    switch (quarter & 3) {
    case 0:
        *sine = s;
        *cosine = c;
        break;
    case 1:
        *sine = c;
        *cosine = -s;
        break;
    case 2:
        *sine = -s;
        *cosine = -c;
        break;
    default:
        *sine = -c;
        *cosine = s;
    }
}
