#include "ingest/foreign.h"

#include <stddef.h>
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
    { "7z\xbc\xaf", 4, "a 7-Zip archive, not CSV; unpack it first" },
    { "Rar!\x1a", 5, "a RAR archive, not CSV; unpack it first" },
    { "\x1f\x8b", 2, "compressed twice; unpack it once with gzip -dc" },
    { "\x28\xb5\x2f\xfd", 4, "compressed twice; unpack it once with gzip -dc "
      "or zstd -dc" },
    { "\x1f\x9d", 2, "compressed by compress; read it with gzip -dc and a "
      "pipe" },
    { "\x04\x22\x4d\x18", 4, "compressed by lz4; read it with lz4 -dc and a "
      "pipe" },
    { "\xff\x06\0\0sNaPpY", 10, "compressed by Snappy; unpack it first" },
    { "Obj\1", 4, "an Avro file, not CSV" },
    { "PAR1", 4, "a Parquet file, not CSV; this makes it CSV: "
      "duckdb -csv -c \"from read_parquet('FILE')\"" },
    { "ARROW1\0", 7, "an Arrow file, not CSV" },
    { "SQLite format 3", 15, "an SQLite database, not CSV; write the table "
      "out with sqlite3 -header -csv" },
    { "\x93NUMPY", 6, "a NumPy array, not CSV; save it with numpy.savetxt" },
    { "\x80\2", 2, "a Python pickle, not CSV" },
    { "\x80\3", 2, "a Python pickle, not CSV" },
    { "\x80\4\x95", 3, "a Python pickle, not CSV" },
    { "\x80\5\x95", 3, "a Python pickle, not CSV" },
    { "\x89PNG", 4, "a PNG image, not CSV; images are given by their paths" },
    { "\xff\xd8\xff", 3, "a JPEG image, not CSV; images are given by their "
      "paths" },
    { "GIF8", 4, "a GIF image, not CSV" },
    { "\x7f" "ELF", 4, "a program, not CSV" },
};

/* Rows that are objects without others in them, one by one or in an array. */
#define JSON "JSON, not CSV; of objects that are rows this makes it CSV: " \
    "jq -rs 'flatten|(.[0]|keys_unsorted) as $k|$k,(.[]|[.[$k[]]])|@csv' FILE"
#define DUMP "an SQL dump, not CSV; the database writes tables as CSV, too"

#define ORC "an ORC file, not CSV; this makes it CSV: python3 -c \"import " \
    "pandas; print(pandas.read_orc('FILE').to_csv(index=False))\""

/* Lines that binary files begin with, and tables as well. */
static const struct sign maybe_signs[] = {
    { "X\n", 2, "an R object, not CSV; this makes it CSV: "
      "Rscript -e \"write.csv(readRDS('FILE'), row.names=FALSE)\"" },
    { "ORC\n", 4, ORC },
};

/* These are text. No header begins so: in one, the quote of some would stand
 * inside an unquoted field. */
static const struct sign text_signs[] = {
    { "%PDF-", 5, "a PDF document, not CSV" },
    { "<!DOCTYPE", 9, "a web page, not CSV; was there something to sign in "
      "to?" },
    { "<!doctype", 9, "a web page, not CSV; was there something to sign in "
      "to?" },
    { "<html", 5, "a web page, not CSV; was there something to sign in to?" },
    { "<table", 6, "a table of a web page, not CSV" },
    { "<?xml", 5, "XML, not CSV" },
    { "@relation", 9, "an ARFF file, not CSV; the rows behind @data can be "
      "read with --no-header" },
    { "@RELATION", 9, "an ARFF file, not CSV; the rows behind @DATA can be "
      "read with --no-header" },
    { "sep=", 4, "CSV behind a line for spreadsheets, sep=; cut that off with "
      "tail -n +2, and say its --delimiter" },
    { "{\"", 2, JSON },
    { "{ \"", 3, JSON },
    { "[{\"", 3, JSON },
    { "[{ \"", 4, JSON },
    { "[ {", 3, JSON },
    { "[[\"", 3, "JSON, not CSV" },
    { "version https://git-lfs", 23, "a pointer of Git LFS in place of the "
      "file; git lfs pull brings that" },
    { "$FL2@(#)", 8, "an SPSS file, not CSV" },
    { "<stata_dta>", 11, "a Stata file, not CSV" },
    { "RDX3\n", 5, "an R data file, not CSV; write.csv saves a table" },
    { "RDX2\n", 5, "an R data file, not CSV; write.csv saves a table" },
    { "RDA3\n", 5, "an R data file, not CSV; write.csv saves a table" },
    { "RDA2\n", 5, "an R data file, not CSV; write.csv saves a table" },
    { "{\\rtf", 5, "an RTF document, not CSV" },
    { "-- MySQL dump", 13, DUMP },
    { "CREATE TABLE ", 13, DUMP },
    { "INSERT INTO ", 12, DUMP },
};

/* Whether every second byte, from `first` on, is NUL and no other is. */
static bool every_second(const char *s, size_t n, size_t first)
{
    for (size_t i = 0; i < n; i++)
        if ((s[i] == 0) != (i % 2 == first))
            return false;
    return n >= 3;
}

/* Whether the first line is the bracket that JSON with indents begins with. */
static bool is_bracket(const char *s, size_t n)
{
    while (n > 1 && (s[n - 1] == '\n' || s[n - 1] == '\r'))
        n--;
    return n == 1 && (*s == '{' || *s == '[');
}

/* Behind its magic is the first stripe, which often begins with a line end. */
static bool is_orc(const char *s, size_t n)
{
    return n > 3 && memcmp(s, "ORC", 3) == 0 && (unsigned char)s[3] < ' ' &&
           s[3] != '\t' && s[3] != '\r' && s[3] != '\n';
}

/* The header of a tar archive has its magic at byte 257. */
static bool is_tar(const char *s, size_t n)
{
    return n >= 262 && memcmp(s + 257, "ustar", 5) == 0;
}

static const char *find(const struct sign *sign, size_t count, const char *s,
                        size_t n)
{
    for (size_t i = 0; i < count; i++)
        if (n >= sign[i].n && memcmp(s, sign[i].magic, sign[i].n) == 0)
            return sign[i].what;
    return NULL;
}

enum lathe_code lathe_foreign_check(const char *s, size_t n, bool odd,
                                    const char *name, struct lathe_err *err)
{
    const char *what = find(text_signs, sizeof text_signs / sizeof *text_signs,
                            s, n);

    if (!what && is_bracket(s, n))
        what = JSON;
    if (!what && is_orc(s, n))
        what = ORC;
    if (!what && odd)
        what = find(signs, sizeof signs / sizeof *signs, s, n);
    if (!what && odd && is_tar(s, n))
        what = "a tar archive, not CSV; unpack it with tar -xf";
    if (!what && odd && every_second(s, n, 1))
        what = "UTF-16, not UTF-8; convert it with iconv -f UTF-16LE -t UTF-8";
    if (!what && odd && every_second(s, n, 0))
        what = "UTF-16, not UTF-8; convert it with iconv -f UTF-16BE -t UTF-8";
    return what ? lathe_fail(err, LATHE_EDATA, "'%s' is %s", name, what)
                : LATHE_OK;
}

const char *lathe_foreign_maybe(const char *s, size_t n)
{
    return find(maybe_signs, sizeof maybe_signs / sizeof *maybe_signs, s, n);
}
