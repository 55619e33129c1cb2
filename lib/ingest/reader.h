/*
 * reader - CSV records from a source, by the rules of libcsv.
 *
 * RFC 4180 with CRLF, LF or CR, a byte order mark, blank lines (skipped; in a
 * table of one column they are records with an empty field) and a missing
 * final newline. Blanks around unquoted fields are trimmed. Every record has
 * as many fields as the header. A quote inside an unquoted field, text behind
 * a closing quote, an unterminated quote, a NUL byte, invalid UTF-8, and
 * anything over a limit are errors that name line and column.
 *
 * Lines are counted as editors do: by LF, and by CR where the first line ends
 * in a CR alone. Records before a bad one are always delivered first.
 */
#ifndef LATHE_INGEST_READER_H
#define LATHE_INGEST_READER_H

#include "base/err.h"
#include "ingest/limits.h"
#include "ingest/source.h"

struct lathe_dialect {
    char delimiter;             /* ',' */
    char quote;                 /* '"'; 0: none */
    char comment;               /* lines that begin with it are skipped; 0 */
    bool header;                /* the first record holds the names */
    bool latin1;                /* the text is Latin-1, and is converted */
};

typedef enum lathe_code lathe_reject_fn(void *ctx, uint64_t line,
                                        const char *reason, const char *bytes,
                                        size_t n, struct lathe_err *err);

struct lathe_reader_opts {
    struct lathe_dialect dialect;
    size_t max_field_bytes;     /* those of lathe_limits_defaults */
    size_t max_record_bytes;
    size_t max_columns;
    size_t most_columns;        /* that may be asked for: the limits are
                                 * options, which messages name; 0: they are
                                 * none */
    bool fixed;                 /* the dialect is that of a model: no option
                                 * sets it */
    bool libcsv;                /* every record through libcsv; else those on
                                 * which its rules are trivial are read without
                                 * it, with the same result */
    /*
     * NULL: a bad record fails. Else it is handed over as it was in the
     * input, with its first line and the reason, and reading goes on behind
     * it. Where the quotes are at fault nobody knows how far the record was
     * meant to go: its first line is handed over and reading goes on with the
     * next. Of a line over max_record_bytes only so many bytes are given, which
     * the reason says.
     */
    lathe_reject_fn *reject;
    void *reject_ctx;
};

struct lathe_reader_opts lathe_reader_defaults(void);

/* The limits are those, as options set them. */
void lathe_reader_limit(struct lathe_reader_opts *o,
                        const struct lathe_limits *limits);

/* s[len] is 0. In a block LATHE_READER_SLACK bytes from s on can be read,
 * whatever the length. */
#define LATHE_READER_SLACK 17
struct lathe_field {
    const char *s;
    size_t len;
};

/* Consecutive records; lives until the next call. */
struct lathe_block {
    size_t rows, cols;
    bool joined;                /* in each record a field begins behind the NUL
                                 * of the one before */
    const struct lathe_field *field;    /* [rows x cols] */
    const uint64_t *line;               /* [rows], 1-based, of its begin */
    const struct lathe_field *raw;      /* [rows] as in the input, with the
                                         * line end; s[len] is anything */
};

struct lathe_reader;

/*
 * Takes over `source` (also on failure) and reads the header. Without a
 * header the names are c1, c2, ... A header that is all numbers is refused
 * with a hint at --no-header, a single column whose unquoted name has ';' or
 * a tab with one at --delimiter, a name that is empty or stands twice by its
 * column.
 * Fails: LATHE_EDATA (also: empty file), LATHE_EIO, LATHE_ENOMEM, LATHE_EARG
 * (delimiter, quote and comment that cannot be told apart).
 */
enum lathe_code lathe_reader_new(struct lathe_reader **out,
                                 struct lathe_source *source,
                                 const struct lathe_reader_opts *opts,
                                 struct lathe_err *err);
void lathe_reader_free(struct lathe_reader *r);

/* Names in the order of the columns; owned by the reader. */
const struct lathe_list *lathe_reader_names(const struct lathe_reader *r);
const char *lathe_reader_source_name(const struct lathe_reader *r);
uint64_t lathe_reader_rejected(const struct lathe_reader *r);

/* The next records, as many as are ready up to some thousand, at least one
 * before the end (a pipe is answered record by record); rows == 0 at the end.
 * Fails: LATHE_EDATA "'a.csv' line 17: ...", LATHE_EIO, LATHE_ENOMEM. */
enum lathe_code lathe_reader_next(struct lathe_reader *r,
                                  struct lathe_block *block,
                                  struct lathe_err *err);

/* ---- for pieces.h ------------------------------------------------------- */

/*
 * A reader of pieces of the input of `r`, which outlives it: with its names,
 * options and rules, but bytes are fed to it, and its blocks have about
 * `block_bytes` of text. `reject` goes in the place of that of `r` (NULL: a
 * bad record fails). Lines must end in LF. Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_reader_fork(struct lathe_reader **out,
                                  const struct lathe_reader *r,
                                  size_t block_bytes, lathe_reject_fn *reject,
                                  void *ctx, struct lathe_err *err);

/* Input that a reader has, or wants, and where it stands in the whole. */
struct lathe_reader_input {
    const char *s;
    size_t n;
    uint64_t line;              /* number of the first line */
    bool skip;                  /* begins within a line to be dropped */
    bool end;                   /* nothing comes behind it */
};

/* Goes on with these bytes, which are borrowed until the next feed. No more
 * rows then mean that the rest is an incomplete record, or nothing. */
void lathe_reader_feed(struct lathe_reader *r,
                       const struct lathe_reader_input *in);

/* What was not taken yet. */
struct lathe_reader_input lathe_reader_left(const struct lathe_reader *r);

/* Whether lines end in a CR alone. */
bool lathe_reader_has_cr(const struct lathe_reader *r);

/* The source, to read on behind what is left. */
struct lathe_source *lathe_reader_source(struct lathe_reader *r);

/* The length of the first record, about that of all. */
size_t lathe_reader_width(const struct lathe_reader *r);

/* Where bad records go from now on, as in the options. */
void lathe_reader_set_reject(struct lathe_reader *r, lathe_reject_fn *reject,
                             void *ctx);

/* Records that a fork has rejected count for `r`. */
void lathe_reader_add_rejected(struct lathe_reader *r, uint64_t n);

#endif
