/*
 * date - dates and times as text, as seconds since 1970, and as their parts.
 *
 * The calendar is the Gregorian one for all years, also before 1582; days are
 * counted exactly (the algorithms of Hinnant, "chrono-compatible low-level
 * date algorithms", 2013). A time without a zone is UTC.
 *
 * The forms that can be read in one way only:
 *
 *   2023-01-15  2023/01/15  2023.01.15   year, month and day, these also with
 *                                        one digit, month also by name
 *   2023-W02-7  2023W027                 ISO week and day of the week
 *   15.01.2023                           day before month
 *   15 Jan 2023  15-Jan-2023  15/Jan/2023  Jan 15, 2023  January 15 2023
 *   Sun, 15 Jan 2023                     a weekday in front must be right
 *   20230115T103000                      basic ISO form with its time
 *
 * each with a time behind a blank, a comma and a blank, or T: HH:MM, HH:MM:SS,
 * HH:MM:SS.fraction, 12-hour times with AM or PM; and a zone: Z, UTC, GMT,
 * +hh, +hhmm, +hh:mm. Month and weekday names are English, whole or of three
 * letters, in either case. 24:00 is the end of the day; a leap second (:60) is
 * the second after it. Years have four digits, 0001 to 9999.
 */
#ifndef LATHE_BASE_DATE_H
#define LATHE_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>

/* What else is read. */
enum lathe_date_order {
    LATHE_DATE_PLAIN = 1,       /* nothing */
    LATHE_DATE_YMD,             /* 20230115 */
    LATHE_DATE_DMY,             /* 20230115, 15/1/2023, 15-1-2023, and years
                                 * of two digits: 69 to 99 are 19.., 00 to 68
                                 * are 20.. */
    LATHE_DATE_MDY              /* 20230115, 1/15/2023, 1-15-2023, likewise */
};

/* Seconds since 1970-01-01 00:00 UTC. False for what is no date. */
bool lathe_date_parse(const char *s, size_t n, enum lathe_date_order order,
                      double *seconds);

/* The same for years of four digits only. */
bool lathe_date_parse_whole(const char *s, size_t n,
                            enum lathe_date_order order, double *seconds);

/* Whether that reads it. */
bool lathe_date_is_whole(const char *s, size_t n, enum lathe_date_order order);

/* Whether lathe_date_parse could have given these seconds. */
bool lathe_date_holds(double seconds);

struct lathe_date {
    int year;
    int month;                  /* 1 to 12 */
    int day;                    /* 1 to 31 */
    int weekday;                /* 0 Monday to 6 Sunday */
    double second;              /* of the day, [0, 86400) */
};

/* Seconds outside of all dates count as the nearest date, NaN as 1970. */
struct lathe_date lathe_date_split(double seconds);

/* Seconds since 1970 at the begin of a year. */
double lathe_date_year(int year);

#define LATHE_DATE_ROOM 32

/* "2023-01-15", or "2023-01-15 10:30:00" when it has a time, whole seconds.
 * Returns the length. */
size_t lathe_date_text(char out[LATHE_DATE_ROOM], double seconds);

/* sin and cos of `turn` whole turns, [0, 1): computed from sums and products
 * alone, so that the bits are the same everywhere; exact to 1e-15. */
void lathe_date_cycle(double turn, double *sine, double *cosine);

#endif
