/*
 * timelike - values that tell a time and are not read as one: days as whole
 * numbers, 20230115, times of the day without a date, 10:30, and months without
 * a day, 2023-01.
 */
#ifndef LATHE_PREPARE_TIMELIKE_H
#define LATHE_PREPARE_TIMELIKE_H

#include "data/dict.h"

#include <stdbool.h>

/* Whether the least and the largest of whole numbers are days of the years
 * 1900 to 2100, written without marks between. */
bool lathe_timelike_days(double least, double largest);

enum lathe_timelike {
    LATHE_TIMELIKE_NOT,
    LATHE_TIMELIKE_CLOCK,       /* 10:30 */
    LATHE_TIMELIKE_MONTH        /* 2023-01 */
};

enum lathe_timelike lathe_timelike_of(const char *s, size_t len);

/* What all words are; NOT where they differ, or are none. */
enum lathe_timelike lathe_timelike_of_words(const struct lathe_dict *words);

#endif
