/*
 * timelike - values that tell a time and are not read as one: days as whole
 * numbers, 20230115, with the time behind them, 20230115103000, times of the
 * day without a date, 10:30, months without a day, 2023-01, and dates with
 * years of two digits, 1/15/23.
 */
#ifndef LATHE_DATA_TIMELIKE_H
#define LATHE_DATA_TIMELIKE_H

#include "base/date.h"
#include "data/dict.h"

#include <stdbool.h>

/* Whether the least and the largest of whole numbers are days of the years
 * 1900 to 2100, written without marks between. */
bool lathe_timelike_days(double least, double largest);

/* Whether they are such days with hours, minutes and seconds behind them. */
bool lathe_timelike_moments(double least, double largest);

enum lathe_timelike {
    LATHE_TIMELIKE_NOT,
    LATHE_TIMELIKE_CLOCK,       /* 10:30 */
    LATHE_TIMELIKE_MONTH        /* 2023-01 */
};

enum lathe_timelike lathe_timelike_of(const char *s, size_t len);

/* What all words are; NOT where they differ, or are none. */
enum lathe_timelike lathe_timelike_of_words(const struct lathe_dict *words);

/* Whether all words are dates in this order of day and month where years of two
 * digits are taken, and `odd`, one of them, is one with such a year. */
bool lathe_timelike_is_short(const struct lathe_dict *words, const char *odd,
                             enum lathe_date_order order);

#endif
