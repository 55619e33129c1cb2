#include "ingest/limits.h"

struct lathe_limits lathe_limits_defaults(void)
{
    return (struct lathe_limits){
        .field = (uint64_t)1 << 20,
        .record = (uint64_t)16 << 20,
        .columns = 100000,
    };
}

static bool is_size(uint64_t bytes)
{
    return bytes >= 1 && bytes <= LATHE_LIMITS_BYTES;
}

enum lathe_code lathe_limits_check(const struct lathe_limits *l,
                                   struct lathe_err *err)
{
    if (!is_size(l->field) || !is_size(l->record))
        return lathe_fail(err, LATHE_EARG, "max-field and max-record must be "
                          "between 1 byte and 1 GiB");
    if (l->columns < 1 || l->columns > LATHE_LIMITS_COLUMNS)
        return lathe_fail(err, LATHE_EARG, "max-columns must be between 1 and "
                          "%d, got %d", LATHE_LIMITS_COLUMNS, l->columns);
    return LATHE_OK;
}

const char *lathe_limits_changed(const struct lathe_limits *l)
{
    const struct lathe_limits usual = lathe_limits_defaults();

    return l->field != usual.field       ? "max-field"
           : l->record != usual.record   ? "max-record"
           : l->columns != usual.columns ? "max-columns"
                                         : NULL;
}
