#include "scan/scan_date.h"

#include "base/alloc.h"

#include <math.h>

void lathe_scan_dates_release(struct lathe_scan_dates *d)
{
    lathe_free(d->odd);
    lathe_free(d->no_dmy);
    lathe_free(d->no_mdy);
    *d = (struct lathe_scan_dates){0};
}

/* Whether the value is a date in the order `in`; if that is `order` or PLAIN,
 * also how many seconds. */
static bool is_date(const char *s, size_t len, enum lathe_date_order in,
                    enum lathe_date_order order, double *seconds)
{
    double v;
    bool is = lathe_date_parse_whole(s, len, in, &v);

    if (is && (in == order || in == LATHE_DATE_PLAIN))
        *seconds = v;
    return is;
}

/* Keeps the value unless there is one. */
static enum lathe_code keep(char **first, uint64_t *at, const char *s,
                            size_t len, uint64_t line, struct lathe_err *err)
{
    if (*first)
        return LATHE_OK;
    *first = lathe_strndup(s, len);
    *at = line;
    return *first ? LATHE_OK
                  : lathe_fail(err, LATHE_ENOMEM, "out of memory (a value)");
}

enum lathe_code lathe_scan_dates_add(struct lathe_scan_dates *d, const char *s,
                                     size_t len, uint64_t line,
                                     enum lathe_date_order order,
                                     double *seconds, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    *seconds = (double)NAN;
    d->values++;
    if (is_date(s, len, LATHE_DATE_PLAIN, order, seconds)) {
        d->plain++;
        return LATHE_OK;
    }
    if (!d->no_dmy && !is_date(s, len, LATHE_DATE_DMY, order, seconds))
        rc = keep(&d->no_dmy, &d->no_dmy_line, s, len, line, err);
    if (!rc && !d->no_mdy &&
        !is_date(s, len, LATHE_DATE_MDY, order, seconds))
        rc = keep(&d->no_mdy, &d->no_mdy_line, s, len, line, err);
    return rc ? rc : keep(&d->odd, &d->odd_line, s, len, line, err);
}

/* Takes over the value that came later, where there is none. */
static void take(char **first, uint64_t *at, char **later, uint64_t line)
{
    if (*first)
        return;
    *first = *later;
    *at = line;
    *later = NULL;
}

void lathe_scan_dates_merge(struct lathe_scan_dates *d,
                            struct lathe_scan_dates *behind)
{
    d->values += behind->values;
    d->plain += behind->plain;
    take(&d->no_dmy, &d->no_dmy_line, &behind->no_dmy, behind->no_dmy_line);
    take(&d->no_mdy, &d->no_mdy_line, &behind->no_mdy, behind->no_mdy_line);
    take(&d->odd, &d->odd_line, &behind->odd, behind->odd_line);
    lathe_scan_dates_release(behind);
}

enum lathe_date_order
lathe_scan_dates_order(const struct lathe_scan_dates *d)
{
    if (d->values == 0)
        return 0;
    if (d->plain == d->values)
        return LATHE_DATE_PLAIN;
    if (!d->no_dmy == !d->no_mdy)
        return 0;
    return d->no_dmy ? LATHE_DATE_MDY : LATHE_DATE_DMY;
}

bool lathe_scan_dates_either(const struct lathe_scan_dates *d)
{
    return d->plain < d->values && !d->no_dmy && !d->no_mdy;
}
