#include "prepare/preprocess.h"

#include "base/alloc.h"
#include "base/file.h"
#include "data/textvec.h"
#include "data/weight.h"
#include "scan/wish.h"

#include <string.h>

/* Told from what is given by where they lie. */
static const char default_delimiter[] = ",", default_quote[] = "\"";
static const char default_encoding[] = "utf-8", default_inf[] = "fail";
static const char default_na[] = "NA,N/A,NaN,nan,null,NULL,None,?";

struct lathe_preprocess_opts lathe_preprocess_defaults(void)
{
    return (struct lathe_preprocess_opts){
        .split = "0.8,0.1,0.1",
        .split_by = "random",
        .seed = 1,
        .delimiter = default_delimiter,
        .quote = default_quote,
        .encoding = default_encoding,
        .parser = "auto",
        .limits = lathe_limits_defaults(),
        .na = default_na,
        .inf = default_inf,
        .bad_rows = "fail",
        .text_dims = 256,
    };
}

/* ---- the options themselves --------------------------------------------- */

static enum lathe_code take_character(const char *option, const char *text,
                                      char *out, struct lathe_err *err)
{
    if (!text)
        return LATHE_OK;
    if (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0)
        text = "\t";
    if (strlen(text) != 1 || (unsigned char)*text >= 0x80)
        return lathe_fail(err, LATHE_EARG,
                          "%s: '%s' is not one ASCII character, or 'tab'",
                          option, text);
    *out = *text;
    return LATHE_OK;
}

static enum lathe_code check_words(const struct lathe_preprocess_opts *o,
                                   struct lathe_err *err)
{
    bool skip = o->bad_rows && strcmp(o->bad_rows, "skip") == 0;

    if (o->task && lathe_schema_task_of(o->task) == 0)
        return lathe_fail(err, LATHE_EARG,
                          "task: '%s' is not classify or regress", o->task);
    if (!o->bad_rows || (!skip && strcmp(o->bad_rows, "fail") != 0))
        return lathe_fail(err, LATHE_EARG,
                          "bad rows: '%s' is not fail or skip",
                          o->bad_rows ? o->bad_rows : "");
    if (o->rejects && !skip)
        return lathe_fail(err, LATHE_EARG,
                          "rejects: '%s' is for --bad-rows skip", o->rejects);
    if (o->rare < 0)
        return lathe_fail(err, LATHE_EARG,
                          "rare: %d is not a number of rows", o->rare);
    if (o->text_dims < 1 || o->text_dims > LATHE_TEXTVEC_DIMS)
        return lathe_fail(err, LATHE_EARG,
                          "text dims must be from 1 to %d, got %d",
                          LATHE_TEXTVEC_DIMS, o->text_dims);
    return lathe_wish_check(o, err);
}

/* Nothing that is read is written over, and no output by another one. */
static enum lathe_code check_outputs(const struct lathe_preprocess_opts *o,
                                     struct lathe_err *err)
{
    const char *const given[] = {o->test, o->valid, o->labels, o->test_labels,
                                 o->like, o->class_names};
    const size_t n = sizeof given / sizeof *given;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < n + o->files.n && !rc; i++) {
        const char *input = i < n ? given[i] : o->files.v[i - n];

        rc = lathe_file_distinct("output", o->output, input, "an input", err);
        if (!rc)
            rc = lathe_file_distinct("rejects", o->rejects, input, "an input",
                                     err);
    }
    if (!rc)
        rc = lathe_file_distinct("rejects", o->rejects, o->output,
                                 "the output", err);
    /* What is open already is not replaced (file.h): it can take both. */
    if (rc || !o->rejects || lathe_file_descriptor(o->rejects) >= 0)
        return rc;
    return lathe_file_distinct("rejects", o->rejects, "/dev/stdout",
                               "standard output", err);
}

/* What the reader is to do. */
static enum lathe_code take_reading(struct lathe_preprocess *p,
                                    struct lathe_err *err)
{
    const struct lathe_preprocess_opts *o = p->opts;

    p->dialect.latin1 = strcmp(o->encoding, "latin1") == 0;
    if (!p->dialect.latin1 && strcmp(o->encoding, "utf-8") != 0)
        return lathe_fail(err, LATHE_EARG, "encoding: '%s' is not utf-8 or "
                          "latin1; iconv converts others", o->encoding);
    if (strcmp(o->inf, "fail") != 0 && strcmp(o->inf, "missing") != 0)
        return lathe_fail(err, LATHE_EARG, "inf: '%s' is not fail or missing",
                          o->inf);
    if (strcmp(o->parser, "auto") != 0 && strcmp(o->parser, "libcsv") != 0)
        return lathe_fail(err, LATHE_EARG,
                          "parser: '%s' is not auto or libcsv", o->parser);
    return lathe_limits_check(&o->limits, err);
}

static enum lathe_code check_files(const struct lathe_preprocess_opts *o,
                                   struct lathe_err *err)
{
    size_t standard = 0;
    enum lathe_code rc;

    if (o->files.n == 0)
        return lathe_fail(err, LATHE_EARG, "no input file is given");
    if (!o->output || !*o->output)
        return lathe_fail(err, LATHE_EARG,
                          "no output file is given; -o names it");
    if ((rc = lathe_file_named("output", o->output, err)) ||
        (rc = lathe_file_named("rejects", o->rejects, err)))
        return rc;
    for (size_t i = 0; i < o->files.n; i++)
        standard += strcmp(o->files.v[i], "-") == 0;
    standard += o->test && strcmp(o->test, "-") == 0;
    standard += o->valid && strcmp(o->valid, "-") == 0;
    standard += o->labels && strcmp(o->labels, "-") == 0;
    standard += o->test_labels && strcmp(o->test_labels, "-") == 0;
    if (standard > 1)
        return lathe_fail(err, LATHE_EARG,
                          "standard input ('-') can be only one of the inputs");
    return check_outputs(o, err);
}

/* The shares of FILE, less those of given files. */
static enum lathe_code take_shares(struct lathe_preprocess *p,
                                   struct lathe_err *err)
{
    const struct lathe_preprocess_opts *o = p->opts;
    enum lathe_code rc = lathe_split_parse(o->split, p->share, err);
    double sum = 0;

    if (rc)
        return rc;
    if (o->valid)
        lathe_split_exclude(p->share, LATHE_VALID);
    if (o->test)
        lathe_split_exclude(p->share, LATHE_TEST);
    for (int i = 0; i < LATHE_SPLITS; i++)
        sum += p->share[i];
    if (!(sum > 0))
        return lathe_fail(err, LATHE_EARG, "split: '%s' leaves no split for "
                          "'%s'", o->split, o->files.v[0]);
    if (!o->like && !(p->share[LATHE_TRAIN] > 0))
        return lathe_fail(err, LATHE_EARG,
                          "split: '%s' leaves nothing to train on", o->split);
    return LATHE_OK;
}

/* Behind the next comma, or NULL. */
static const char *next_mark(const char *s)
{
    s = strchr(s, ',');
    return s ? s + 1 : NULL;
}

/* Marks of blanks alone stand as they are, as quoted fields do; around other
 * ones blanks are cut off. */
static enum lathe_code take_na(struct lathe_list *na, const char *text,
                               struct lathe_err *err)
{
    enum lathe_code rc = lathe_list_split(na, text, ',', err);

    for (const char *s = text; s && !rc; s = next_mark(s)) {
        size_t n = strcspn(s, ",");
        char *blanks;

        if (n == 0 || strspn(s, " \t") < n)
            continue;
        blanks = lathe_strndup(s, n);
        rc = blanks ? lathe_list_add(na, blanks, err)
                    : lathe_fail(err, LATHE_ENOMEM, "out of memory (a mark)");
        lathe_free(blanks);
    }
    return rc;
}

enum lathe_code lathe_preprocess_take_options(struct lathe_preprocess *p,
                                              struct lathe_err *err)
{
    const struct lathe_preprocess_opts *o = p->opts;
    enum lathe_code rc = check_files(o, err);

    if (!rc)
        rc = check_words(o, err);
    if (!rc)
        rc = take_shares(p, err);
    if (!rc)
        rc = lathe_split_by_parse(&p->by, o->split_by, err);
    p->by.given = o->test || o->valid;
    if (!rc)
        rc = take_character("delimiter", o->delimiter, &p->dialect.delimiter,
                            err);
    if (!rc)
        rc = take_character("quote", o->quote, &p->dialect.quote, err);
    if (!rc)
        rc = take_character("comment", o->comment, &p->dialect.comment, err);
    if (!rc)
        rc = take_reading(p, err);
    if (!rc && o->na)
        rc = take_na(&p->na, o->na, err);
    if (!rc && o->image)
        rc = lathe_images_parse(o->image, &p->image, err);
    if (rc)
        return rc;
    p->dialect.header = !o->no_header;
    return LATHE_OK;
}

/* ---- with --like -------------------------------------------------------- */

/* What is given for these tables, else how those of the other were written; the
 * schema says then what it was. */
static void take_dialect(struct lathe_preprocess *p)
{
    const struct lathe_preprocess_opts *o = p->opts;
    struct lathe_schema *s = &p->schema;
    struct lathe_dialect *d = &p->dialect;

    if (o->delimiter == default_delimiter)
        d->delimiter = s->dialect.delimiter;
    if (o->quote == default_quote)
        d->quote = s->dialect.quote;
    if (!o->comment)
        d->comment = s->dialect.comment;
    if (!o->no_header)
        d->header = s->dialect.header;
    if (o->encoding == default_encoding)
        d->latin1 = s->dialect.latin1;
    s->dialect = *d;
    if (o->inf != default_inf)
        s->inf_missing = strcmp(o->inf, "missing") == 0;
}

/* Likewise for the marks of missing values. */
static enum lathe_code take_marks(struct lathe_preprocess *p,
                                  struct lathe_err *err)
{
    bool given = p->opts->na != default_na;
    struct lathe_list *from = given ? &p->na : &p->schema.na;
    struct lathe_list *to = given ? &p->schema.na : &p->na;
    enum lathe_code rc = LATHE_OK;

    lathe_list_release(to);
    for (size_t i = 0; i < from->n && !rc; i++)
        rc = lathe_list_add(to, from->v[i], err);
    return rc;
}

/* The targets that are named must be those of the other file. */
static enum lathe_code check_like_target(const struct lathe_preprocess *p,
                                         struct lathe_err *err)
{
    const struct lathe_preprocess_opts *o = p->opts;
    const struct lathe_schema *s = &p->schema;
    char names[LATHE_SCHEMA_NAMES_ROOM];
    struct lathe_list have = {0};
    struct lathe_targets found = {0};
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < s->targets && !rc; i++)
        rc = lathe_list_add(&have, s->target[i].name, err);
    if (!rc && o->target.n &&
        (lathe_targets_find(&found, &o->target, &have, NULL) ||
         found.n != s->targets))
        rc = lathe_fail(err, LATHE_EARG, "target: '%s' is not that of '%s', "
                        "%s", o->target.v[0], o->like,
                        lathe_schema_target_names(names, s));
    lathe_targets_release(&found);
    lathe_list_release(&have);
    return rc;
}

/* The shape of images is that of the other file; to say the same is no harm. */
static enum lathe_code take_like_image(struct lathe_preprocess *p,
                                       struct lathe_err *err)
{
    const struct lathe_preprocess_opts *o = p->opts;

    if (o->image && !lathe_images_alike(&p->image, &p->schema.image))
        return lathe_fail(err, LATHE_EARG, "image: not with --like, where "
                          "'%s' decides it", o->like);
    p->image = p->schema.image;
    return LATHE_OK;
}

enum lathe_code lathe_preprocess_take_like(struct lathe_preprocess *p,
                                           struct lathe_err *err)
{
    const struct lathe_preprocess_opts *o = p->opts;
    struct lathe_schema *s = &p->schema;
    enum lathe_code rc = lathe_like_check(o, err);

    if (!rc)
        rc = lathe_like_read(&p->like, s, o->like, p->pool, err);
    if (rc)
        return rc;
    rc = check_like_target(p, err);
    if (!rc)
        rc = take_like_image(p, err);
    if (!rc)
        rc = lathe_weight_take(s, o->weight, o->like, err);
    if (!rc)
        rc = take_marks(p, err);
    if (s->dialect.delimiter)   /* it was made from a table */
        take_dialect(p);
    return rc;
}

/* ---- for the form of the inputs ----------------------------------------- */

/* Methods for columns, which pixels have not. */
static bool has_methods(const struct lathe_preprocess_opts *o)
{
    return o->impute.n || o->add_indicator || o->scale.n || o->encode.n ||
           o->clip.n;
}

static enum lathe_code check_images(const struct lathe_preprocess *p,
                                    struct lathe_err *err)
{
    const struct lathe_preprocess_opts *o = p->opts;
    const struct lathe_preprocess_opts usual = lathe_preprocess_defaults();
    const char *limit = lathe_limits_changed(&o->limits);
    const struct {
        bool given;
        const char *name;
    } no[] = {
        {o->task && strcmp(o->task, "classify") != 0, "task"},
        {o->target.n > 1, "several targets"},
        {o->drop, "drop"},
        {o->type.n, "type"},
        {o->rare, "rare"},
        {o->strip, "strip"},
        {o->weight || p->schema.weight, "weight"},
        {p->by.kind != LATHE_BY_RANDOM, "split-by"},
        {has_methods(o), "impute, add indicator, scale, encode and clip"},
        {o->delimiter != default_delimiter, "delimiter"},
        {o->quote != default_quote, "quote"},
        {o->no_header, "no-header"},
        {o->comment, "comment"},
        {o->encoding != default_encoding, "encoding"},
        {strcmp(o->parser, usual.parser) != 0, "parser"},
        {limit, limit},
        {o->na != default_na, "na"},
        {o->inf != default_inf, "inf"},
        {o->text_dims != usual.text_dims, "text-dims"},
    };

    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (no[i].given)
            return lathe_fail(err, LATHE_EARG, "%s: not for images",
                              no[i].name);
    return LATHE_OK;
}

/* Images, and --like is for tables. */
static enum lathe_code not_like(const struct lathe_preprocess *p,
                                struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA, "'%s' holds images, and '%s' is for "
                      "tables", p->input[0].origin.name, p->like.path);
}

static enum lathe_code check_idx(const struct lathe_preprocess *p,
                                 struct lathe_err *err)
{
    const struct lathe_preprocess_opts *o = p->opts;

    if (p->image.channels == 0 && p->like.path)
        return not_like(p, err);
    if (!o->labels)
        return lathe_fail(err, LATHE_EARG,
                          "'%s' is an IDX file; --labels names the one with "
                          "its labels", p->input[0].origin.name);
    if (o->files.n > 1)
        return lathe_fail(err, LATHE_EARG,
                          "only one IDX file can be given, not %zu",
                          o->files.n);
    if (o->test && !o->test_labels)
        return lathe_fail(err, LATHE_EARG,
                          "--test-labels must name the labels of '%s'",
                          o->test);
    if (o->test_labels && !o->test)
        return lathe_fail(err, LATHE_EARG,
                          "test-labels: --test names the images of '%s'",
                          o->test_labels);
    if (o->valid)
        return lathe_fail(err, LATHE_EARG, "valid: not for IDX images");
    if (strcmp(o->bad_rows, "skip") == 0)
        return lathe_fail(err, LATHE_EARG, "bad rows: not for IDX images, "
                          "which are all of one form");
    return check_images(p, err);
}

static enum lathe_code check_folder(const struct lathe_preprocess *p,
                                    struct lathe_err *err)
{
    const struct lathe_preprocess_opts *o = p->opts;
    const char *name = p->input[0].origin.name;

    if (p->image.channels == 0 && p->like.path)
        return not_like(p, err);
    if (p->image.channels == 0)
        return lathe_fail(err, LATHE_EARG,
                          "'%s' is a folder; if it is of images, --image "
                          "CxHxW says the size to give them, like 3x64x64; "
                          "if of tables, name these", name);
    if (p->image.channels != 1 && p->image.channels != 3)
        return lathe_fail(err, LATHE_EARG,
                          "image: the images of a folder have 1 channel "
                          "(gray) or 3 (colours), not %u", p->image.channels);
    if (o->labels || o->test_labels || o->class_names)
        return lathe_fail(err, LATHE_EARG,
                          "labels and class names: not for '%s', where each "
                          "folder is a class", name);
    return check_images(p, err);
}

static enum lathe_code check_table(const struct lathe_preprocess *p,
                                   struct lathe_err *err)
{
    const struct lathe_preprocess_opts *o = p->opts;

    if (o->labels || o->test_labels)
        return lathe_fail(err, LATHE_EARG,
                          "labels: '%s' is not an IDX file, its labels are "
                          "in its --target column", p->input[0].origin.name);
    if (o->class_names)
        return lathe_fail(err, LATHE_EARG,
                          "class names: for IDX images only; a table has its "
                          "own in the target column");
    if (!o->target.n && !p->like.path)
        return lathe_fail(err, LATHE_EARG,
                          "no target column is given; --target names it");
    if (p->image.channels && has_methods(o))
        return lathe_fail(err, LATHE_EARG,
                          "impute, add indicator, scale, encode and clip: "
                          "not with --image");
    return LATHE_OK;
}

enum lathe_code lathe_preprocess_check_form(const struct lathe_preprocess *p,
                                            struct lathe_err *err)
{
    if (p->form == LATHE_FORM_IDX)
        return check_idx(p, err);
    return p->form == LATHE_FORM_FOLDER ? check_folder(p, err)
                                        : check_table(p, err);
}
