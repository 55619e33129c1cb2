/*
 * lathe - from CSV files to served models.
 *
 * The public face of the library, and all that the program uses.
 *
 * A function borrows its const arguments for the length of the call; what it
 * writes to an out argument belongs to the caller; nothing else changes hands.
 * A struct with a release function is valid when zeroed, and may be released
 * twice. The library never prints, never exits and keeps no global state but
 * its worker threads and the foreign libraries that it loads on first use.
 *
 * Letters used throughout: n rows, d features, k outputs, b rows of a batch.
 */
#ifndef LATHE_H
#define LATHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LATHE_VERSION "0.1.0"

#define LATHE_API __attribute__((visibility("default")))

/* The version of the library that runs, for example "0.1.0". */
LATHE_API const char *lathe_version(void);

/* What went wrong; cmd/main.c has the exit status of each. */
enum lathe_code {
    LATHE_OK,
    LATHE_EGATE,        /* a requirement that was asked for does not hold */
    LATHE_EDIVERGED,    /* training gave a loss that is not finite */
    LATHE_EARG,         /* an option or argument out of its range */
    LATHE_EDATA,        /* bad data or a bad model file */
    LATHE_ENOINPUT,     /* no such input */
    LATHE_EUNAVAILABLE, /* a library, a port, memory: not to be had */
    LATHE_EBUG,         /* a broken promise of our own */
    LATHE_ECREATE,      /* an output cannot be created */
    LATHE_EIO,          /* reading or writing failed */
    LATHE_EBUSY,        /* somebody else has it; try later */
    LATHE_EPERM,        /* not permitted */
    LATHE_ECONFIG,      /* bad configuration file */
    LATHE_ENOMEM,       /* out of memory */
    LATHE_ESTOPPED      /* the caller asked to stop */
};

/* Written only on failure. The message is one line in lower case without the
 * name of the program: 'adult.csv' line 17, column 'age': '3x' is not a
 * number */
struct lathe_err {
    enum lathe_code code;
    char msg[512];
};

/* Bytes that grow. `s` is NULL or ends in a NUL that `len` does not count. */
struct lathe_buf {
    char *s;
    size_t len, cap;
    size_t limit;               /* most bytes it may hold; 0: 1 GiB */
};

LATHE_API void lathe_buf_release(struct lathe_buf *b);

/* Strings in the order given. */
struct lathe_list {
    char **v;
    size_t n;
};

/* Appends a copy of `s`. Fails: LATHE_ENOMEM. */
LATHE_API enum lathe_code lathe_list_add(struct lathe_list *l, const char *s,
                                         struct lathe_err *err);
LATHE_API void lathe_list_release(struct lathe_list *l);

/* Where training stands: after each epoch, and within it a few times a
 * second. */
struct lathe_progress {
    int epoch, epochs;          /* 1-based; the most there will be */
    size_t row, rows;           /* rows done in this epoch, of all */
    uint64_t batch, batches;    /* likewise */
    bool epoch_done;            /* validation figures are there */
    double loss;                /* mean training loss per row so far */
    double valid_loss;          /* NaN without a validation split */
    double valid_metric;        /* accuracy or RMSE; NaN likewise */
    const char *metric;         /* "accuracy" or "rmse" */
    bool best;                  /* the best epoch so far */
    double rate;                /* learning rate */
    double elapsed_s;
    double rows_per_s;
};

/* How an operation talks to its caller while it works. Any member may be
 * NULL. `progress` returns false to stop the operation cleanly. */
struct lathe_host {
    void (*note)(void *ctx, const char *line);  /* no newline in `line` */
    bool (*progress)(void *ctx, const struct lathe_progress *p);
    void *ctx;
    /* Asked between two batches of training: true stops it, and its
     * checkpoint, if there is one, has all until there. */
    bool (*stop)(void *ctx);
};

/* Takes the next `n` bytes of a result that streams. */
typedef enum lathe_code lathe_write_fn(void *ctx, const char *bytes, size_t n,
                                       struct lathe_err *err);

/* The most that a record of CSV may hold; a larger one is bad. */
struct lathe_limits {
    uint64_t field, record;     /* bytes, from 1 to 1 GiB */
    int columns;                /* from 1 to 1,000,000 */
};

/* ---- preprocess --------------------------------------------------------- */

struct lathe_preprocess_opts {
    struct lathe_list files;    /* CSV or IDX, maybe .gz or .zst; "-": stdin;
                                 * or folders with a folder of PNG and JPEG
                                 * images for each class */
    const char *output;         /* dataset file */
    const char *like;           /* dataset or model whose schema, with all
                                 * that was fitted, is taken for these rows;
                                 * NULL. Then `split` may leave nothing to
                                 * train on */
    struct lathe_list target;   /* columns: each word the name of one, or
                                 * several with commas between, quoted as in
                                 * CSV where a name has one. Not for images
                                 * with labels */
    const char *weight;         /* column of numbers >= 0: how much a row
                                 * counts when the model is trained; NULL */
    const char *test, *valid;   /* given splits, or NULL */
    const char *split;          /* "0.8,0.1,0.1": train, valid, test; the
                                 * share of a given file is left out, the
                                 * others keep their proportion */
    const char *split_by;       /* "random" (stratified), "hash:COL",
                                 * "group:COL", "time:COL" */
    uint64_t seed;
    const char *delimiter;      /* one character, or "tab" */
    const char *quote;          /* one character */
    bool no_header;
    const char *comment;        /* one character, or NULL */
    const char *encoding;       /* "utf-8"; "latin1": converted */
    const char *parser;         /* "auto"; "libcsv": it reads every record, with
                                 * the same result */
    struct lathe_limits limits;
    const char *inf;            /* infinite numbers: "fail", or "missing" */
    const char *na;             /* marks for "missing", comma between; an
                                 * empty field always is */
    const char *task;           /* "classify", "regress", or NULL: inferred */
    struct lathe_list type;     /* COL=number, category, date, date:ymd,
                                 * date:dmy, date:mdy, text or drop */
    int text_dims;              /* inputs of a text column, [1, 65536] */
    const char *drop;           /* columns, comma between, or NULL */
    struct lathe_list impute;   /* METHOD or COL=METHOD: median (numbers),
                                 * mean, most-frequent, constant:V, category
                                 * (of its own; categories), drop (the row) */
    struct lathe_list scale;    /* standard, minmax, robust, none */
    struct lathe_list encode;   /* onehot, ordinal, hash:N */
    const char *add_indicator;  /* "all" or columns, comma between, or NULL:
                                 * numbers that get an input which tells
                                 * whether they are missing */
    struct lathe_list clip;     /* Q or COL=Q: numbers beyond the quantiles Q
                                 * and 1 - Q are clipped, [0, 0.5) */
    int rare;                   /* categories with fewer training rows share
                                 * one input; 0: none */
    bool dedup;                 /* drop exact duplicates of earlier rows */
    const char *strip;          /* characters cut off the end of target
                                 * values ("." for Adult's test file), NULL */
    const char *image;          /* "CxHxW": the columns are pixels; what the
                                 * images of folders become; NULL */
    const char *labels;         /* IDX file of labels for FILE, NULL */
    const char *test_labels;    /* IDX file of labels for --test, NULL */
    const char *class_names;    /* IDX: names of labels 0, 1, ...: a file
                                 * with one a line, or commas between; NULL:
                                 * "0", "1", ... */
    const char *bad_rows;       /* "fail" or "skip" */
    const char *rejects;        /* file for refused rows: "# 'a.csv' line
                                 * 17: reason", then the row as it was; NULL */
    int threads;                /* 0: all cores */
};

LATHE_API struct lathe_preprocess_opts lathe_preprocess_defaults(void);

/* Reads tables or images, fits the transforms on the training rows, writes
 * the dataset. The report goes to `text` (for people) and `json` (one
 * document); either may be NULL. */
LATHE_API enum lathe_code
lathe_preprocess(const struct lathe_preprocess_opts *opts,
                 const struct lathe_host *host, struct lathe_buf *text,
                 struct lathe_buf *json, struct lathe_err *err);

/* ---- train -------------------------------------------------------------- */

struct lathe_train_opts {
    const char *data;           /* dataset file */
    const char *output;         /* model file; with folds NULL: none */
    const char *model;          /* "mlp:64,32", "linear", "lenet", "cnn" */
    const char *layers;         /* layer language; overrides model; NULL */
    const char *embed;          /* "all", or "COL[=N],...": categories that get
                                 * vectors of N numbers; NULL */
    const char *loss;           /* mse mae huber huber:D binary categorical
                                 * focal focal:G; NULL: by the target */
    double label_smoothing;     /* [0, 1) of the truth spread over classes */
    const char *optimizer;      /* sgd momentum nesterov adagrad rmsprop adam
                                 * adamw */
    double lr;                  /* > 0; 0: the optimizer's own default */
    const char *schedule;       /* constant, step:N,F exp:F cosine onecycle
                                 * plateau */
    int warmup;                 /* steps over which the rate rises from 0
                                 * before the schedule, >= 0 */
    double momentum;            /* [0, 1) */
    const char *init_weights;   /* auto he he-uniform glorot glorot-normal
                                 * lecun lecun-uniform orthogonal zeros */
    const char *init;           /* model file to begin from: its transforms,
                                 * layers and weights; NULL */
    bool new_head;              /* but not its output layer */
    const char *freeze;         /* layers that stay: "1-3,5", "hidden"; NULL */
    int epochs;                 /* 0: 40 to 200, fewer for more rows */
    const char *batch;          /* rows, "full", or "auto": 8 to 64, by the
                                 * number of training rows */
    int patience;               /* epochs without a better figure before
                                 * stopping; 0: never, -1: a quarter of all */
    const char *monitor;        /* the figure of the validation rows: "loss",
                                 * or a metric as in evaluate */
    double min_delta;           /* least change that counts as better for
                                 * patience, >= 0 */
    double l1, l2;              /* >= 0 */
    double clip_norm;           /* largest norm of the gradient; 0: any */
    double dropout;             /* [0, 1) after each hidden layer of an mlp */
    const char *class_weight;   /* "balanced", "C=W,...", NULL */
    bool oversample;            /* rows of smaller classes again and again */
    bool unweighted;            /* every row counts the same, whatever the
                                 * weights of the dataset */
    const char *augment;        /* of images: "flip,crop:4,...", NULL */
    const char *log;            /* JSON lines file, NULL */
    const char *plot;           /* SVG file of the curves, NULL */
    const char *checkpoint;     /* file that keeps what the run has come to,
                                 * gone when the model is written; NULL */
    int checkpoint_every;       /* steps; 0: after an epoch, but not more
                                 * than once a second */
    bool resume;                /* go on from the checkpoint, if it exists */
    const char *lock;           /* file to hold the lock of; LATHE_EBUSY when
                                 * somebody else has it; NULL */
    bool if_changed;            /* nothing to do where the model file is of
                                 * the same data, options, seed, version */
    double time_limit_s;        /* 0: none */
    uint64_t memory_bytes;      /* >= 1 MiB; encoded rows that take more are
                                 * streamed from the file, which mixes them in
                                 * windows of so much */
    int folds;                  /* of a cross-validation of training and
                                 * validation rows, before the model is
                                 * trained: 2 to 1000; 0: none */
    const char *groups;         /* column whose values are never divided among
                                 * folds; NULL: the groups that the dataset was
                                 * split by, if any */
    uint64_t seed;
    int threads;                /* 0: all cores */
};

LATHE_API struct lathe_train_opts lathe_train_defaults(void);
LATHE_API enum lathe_code
lathe_train(const struct lathe_train_opts *opts, const struct lathe_host *host,
            struct lathe_buf *text, struct lathe_buf *json,
            struct lathe_err *err);

/* ---- tune --------------------------------------------------------------- */

struct lathe_tune_opts {
    const char *data;           /* dataset file, with validation rows but for
                                 * folds */
    const char *output;         /* model file of the best trial */
    const char *search;         /* "lr=log:1e-4..1e-1 hidden=32|64,32"; NULL:
                                 * one for tables or images */
    const char *method;         /* "halving", "random", "grid" */
    const char *metric;         /* of the validation rows; as train's monitor */
    int trials;                 /* 0: 27; with a time limit as many as fit; all
                                 * points of a grid */
    double time_limit_s;        /* no trial begins later; 0: none */
    int64_t max_bytes;          /* most of the model file; 0: any */
    const char *log;            /* JSON lines file of the trials, NULL */
    bool resume;                /* take the results that are in the log */
    const char *plot;           /* SVG file of the trials, NULL */
    int folds;                  /* trials are judged by the mean over so many
                                 * folds, as in train; 0: by validation rows;
                                 * -1: without a search 10 or 5 for tables of
                                 * up to 1,000 and 10,000 rows, else 0 */
    const char *groups;         /* as in train */
    uint64_t seed;              /* of the search and of each training */
    int threads;                /* trials side by side; 0: all cores */
};

LATHE_API struct lathe_tune_opts lathe_tune_defaults(void);

/* Trains with many options and keeps the best model. For the same seed and
 * number of trials the result is the same for any number of threads. */
LATHE_API enum lathe_code
lathe_tune(const struct lathe_tune_opts *opts, const struct lathe_host *host,
           struct lathe_buf *text, struct lathe_buf *json,
           struct lathe_err *err);

/* ---- evaluate ----------------------------------------------------------- */

struct lathe_evaluate_opts {
    const char *model;
    const char *data;           /* dataset, CSV, "-": CSV on stdin, or a
                                 * folder with one of images for each class */
    const char *split;          /* of a dataset: "test", "valid", "train" */
    struct lathe_list require;  /* 'f1>=0.80' */
    const char *threshold;      /* class 1 from this probability on; NULL:
                                 * the most probable class */
    const char *strip;          /* as in preprocess */
    const char *weight;         /* column of the weights of rows; NULL: each
                                 * counts once */
    bool no_header;
    struct lathe_limits limits;         /* of a CSV */
    int threads;
};

LATHE_API struct lathe_evaluate_opts lathe_evaluate_defaults(void);

/* Fails: LATHE_EGATE when a requirement does not hold; the reports are
 * complete then too. */
LATHE_API enum lathe_code
lathe_evaluate(const struct lathe_evaluate_opts *opts,
               const struct lathe_host *host, struct lathe_buf *text,
               struct lathe_buf *json, struct lathe_err *err);

/* ---- predict ------------------------------------------------------------ */

struct lathe_predict_opts {
    const char *model;
    const char *data;           /* CSV; "-": stdin; an image, or a folder of
                                 * images and folders of images */
    struct lathe_list more;     /* further images and folders of them */
    const char *output;         /* NULL: through `write` */
    bool proba;                 /* the probability of each class: columns
                                 * "p(CLASS)" */
    const char *format;         /* "csv" or "jsonl" */
    const char *keep;           /* input columns to repeat, before the
                                 * answer; comma between; NULL */
    bool no_header;             /* the input has none: the columns of the
                                 * training data in their order, without the
                                 * target (with it, where the training data
                                 * had no header either) */
    struct lathe_limits limits;         /* of a CSV */
    int threads;                /* 0: all cores */
};

LATHE_API struct lathe_predict_opts lathe_predict_defaults(void);

/*
 * Streams: the first answer leaves before the last row is read. The answer is
 * in a column with the target's name ("predicted TARGET" when a column of that
 * name is kept): a class, or a number. CSV begins with a header; a JSON line
 * has the probabilities in an object "probabilities". A row that cannot be
 * read fails after the answers before it were written; with `output` the old
 * file stands then. A missing column fails before any answer. An image is made
 * what those were that the model was trained on; its path, in a column "file",
 * comes before the answer.
 */
LATHE_API enum lathe_code
lathe_predict(const struct lathe_predict_opts *opts,
              const struct lathe_host *host, lathe_write_fn *write,
              void *write_ctx, struct lathe_err *err);

/* ---- compress ----------------------------------------------------------- */

struct lathe_compress_opts {
    const char *model;
    const char *output;
    const char *data;           /* dataset to calibrate and measure on */
    const char *quantize;       /* "int8" */
    double max_drop;            /* most loss of the metric on the validation
                                 * rows: accuracy lost, or growth of the RMSE
                                 * as a share of it; < 0: no limit */
    uint64_t seed;              /* which rows calibrate */
    int threads;                /* 0: all cores */
};

LATHE_API struct lathe_compress_opts lathe_compress_defaults(void);

/* Fails: LATHE_EGATE when the drop is larger than allowed; the file and the
 * reports are written all the same. */
LATHE_API enum lathe_code
lathe_compress(const struct lathe_compress_opts *opts,
               const struct lathe_host *host, struct lathe_buf *text,
               struct lathe_buf *json, struct lathe_err *err);

/* ---- serve -------------------------------------------------------------- */

struct lathe_serve_opts {
    struct lathe_list models;   /* [NAME=]MODEL.h5 */
    const char *listen;         /* "127.0.0.1:8080", "unix:PATH" */
    const char *token_file;     /* bearer token; NULL: none */
    bool insecure;              /* allow other addresses without a token */
    double drain_s;             /* longest wait for open requests at the end */
    double timeout_s;           /* longest time for one request to arrive */
    int64_t max_body_bytes;
    int max_rows;               /* in one request */
    int max_connections;
    int threads;
};

LATHE_API struct lathe_serve_opts lathe_serve_defaults(void);

struct lathe_server;

/* Loads the models, listens, answers in threads of its own. `address` says
 * where ("http://127.0.0.1:8080"), port 0 resolved. */
LATHE_API enum lathe_code
lathe_server_start(struct lathe_server **out,
                   const struct lathe_serve_opts *opts,
                   const struct lathe_host *host, struct lathe_buf *address,
                   struct lathe_err *err);

/* Loads changed model files anew; a file that does not load leaves the old
 * model in place and fails with its reason. */
LATHE_API enum lathe_code lathe_server_reload(struct lathe_server *s,
                                              const struct lathe_host *host,
                                              struct lathe_err *err);

/* Says "not ready", lets open requests end (at most drain_s), stops, frees. */
LATHE_API void lathe_server_stop(struct lathe_server *s);

/* ---- inspect ------------------------------------------------------------ */

/* What is in a dataset or model file. */
LATHE_API enum lathe_code lathe_inspect(const char *path,
                                        struct lathe_buf *text,
                                        struct lathe_buf *json,
                                        struct lathe_err *err);

/* ---- signals ------------------------------------------------------------ */

/* Removes the temporary files of unfinished outputs. Safe in a signal
 * handler, just before the process dies. */
LATHE_API void lathe_cleanup(void);

#ifdef __cplusplus
}
#endif

#endif
