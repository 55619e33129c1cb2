#include "prepare/scan_date.h"

#include "base/alloc.h"

void lathe_scan_dates_release(struct lathe_scan_dates *d)
{
    lathe_free(d->odd);
    *d = (struct lathe_scan_dates){0};
}

static bool is_date(const char *s, size_t len, enum lathe_date_order order)
{
    double seconds;

    return lathe_date_parse_whole(s, len, order, &seconds);
}

enum lathe_code lathe_scan_dates_add(struct lathe_scan_dates *d, const char *s,
                                     size_t len, uint64_t line,
                                     struct lathe_err *err)
{
    d->values++;
    if (is_date(s, len, LATHE_DATE_PLAIN)) {
        d->plain++;
        return LATHE_OK;
    }
    d->no_dmy = d->no_dmy || !is_date(s, len, LATHE_DATE_DMY);
    d->no_mdy = d->no_mdy || !is_date(s, len, LATHE_DATE_MDY);
    if (d->odd)
        return LATHE_OK;
    d->odd = lathe_strndup(s, len);
    d->odd_line = line;
    return d->odd ? LATHE_OK
                  : lathe_fail(err, LATHE_ENOMEM, "out of memory (a value)");
}

void lathe_scan_dates_merge(struct lathe_scan_dates *d,
                            struct lathe_scan_dates *behind)
{
    d->values += behind->values;
    d->plain += behind->plain;
    d->no_dmy = d->no_dmy || behind->no_dmy;
    d->no_mdy = d->no_mdy || behind->no_mdy;
    if (!d->odd) {
        d->odd = behind->odd;
        d->odd_line = behind->odd_line;
        behind->odd = NULL;
    }
    lathe_scan_dates_release(behind);
}

enum lathe_date_order
lathe_scan_dates_order(const struct lathe_scan_dates *d)
{
    if (d->values == 0)
        return 0;
    if (d->plain == d->values)
        return LATHE_DATE_PLAIN;
    if (d->no_dmy == d->no_mdy)
        return 0;
    return d->no_dmy ? LATHE_DATE_MDY : LATHE_DATE_DMY;
}

bool lathe_scan_dates_either(const struct lathe_scan_dates *d)
{
    return d->plain < d->values && !d->no_dmy && !d->no_mdy;
}
