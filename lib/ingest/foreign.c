#include "ingest/foreign.h"

#include <string.h>

struct sign {
    const char *magic;
    size_t n;
    const char *what;           /* "'a.csv' is WHAT" */
};

static const struct sign signs[] = {
    { "\xff\xfe\0\0", 4, "UTF-32, not UTF-8; convert it with "
      "iconv -f UTF-32 -t UTF-8" },
    { "\0\0\xfe\xff", 4, "UTF-32, not UTF-8; convert it with "
      "iconv -f UTF-32 -t UTF-8" },
    { "\xff\xfe", 2, "UTF-16, not UTF-8; convert it with "
      "iconv -f UTF-16 -t UTF-8" },
    { "\xfe\xff", 2, "UTF-16, not UTF-8; convert it with "
      "iconv -f UTF-16 -t UTF-8" },
    { "\x89LATHE", 6, "one of lathe's own files, not CSV" },
    { "\x89HDF", 4, "an HDF5 file, not CSV" },
    { "PK\3\4", 4, "a zip archive or a spreadsheet, not CSV; save it as CSV" },
    { "\xd0\xcf\x11\xe0", 4, "a spreadsheet, not CSV; save it as CSV" },
    { "\xfd" "7zXZ", 5, "compressed by xz; read it with xz -dc and a pipe" },
    { "BZh", 3, "compressed by bzip2; read it with bzip2 -dc and a pipe" },
    { "PAR1", 4, "a Parquet file, not CSV" },
    { "\x89PNG", 4, "a PNG image, not CSV; images are given by their paths" },
    { "\xff\xd8\xff", 3, "a JPEG image, not CSV; images are given by their "
      "paths" },
};

/* Whether every second byte, from `first` on, is NUL and no other is. */
static bool every_second(const char *s, size_t n, size_t first)
{
    for (size_t i = 0; i < n; i++)
        if ((s[i] == 0) != (i % 2 == first))
            return false;
    return n >= 3;
}

enum lathe_code lathe_foreign_check(const char *s, size_t n, const char *name,
                                    struct lathe_err *err)
{
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (n >= signs[i].n && memcmp(s, signs[i].magic, signs[i].n) == 0)
            return lathe_fail(err, LATHE_EDATA, "'%s' is %s", name,
                              signs[i].what);
    if (every_second(s, n, 1) || every_second(s, n, 0))
        return lathe_fail(err, LATHE_EDATA, "'%s' is UTF-16, not UTF-8; "
                          "convert it with iconv -f UTF-16%s -t UTF-8", name,
                          s[0] ? "LE" : "BE");
    return LATHE_OK;
}
