/*
 * space - which options of train a search may choose, and from what.
 *
 *   lr=log:1e-4..1e-1 batch=16|32|64 dropout=0..0.5 hidden=64,32|128
 *   layers='dense 64, relu|dense 32, tanh' epochs=20
 *
 * Words with blanks between: an option of train and its values. One value is
 * fixed; A|B|C is a choice; LOW..HIGH a range, of whole numbers where the
 * option counts; log:LOW..HIGH one in which every factor is as likely.
 * `hidden` stands for model=mlp:... .
 *
 * A point is the list of its values as texts, so that the same options can be
 * given to train; numbers drawn from a range have three digits.
 */
#ifndef LATHE_TRAIN_SPACE_H
#define LATHE_TRAIN_SPACE_H

#include "base/buf.h"

enum lathe_space_kind { LATHE_SPACE_TEXT = 1, LATHE_SPACE_REAL,
                        LATHE_SPACE_INT, LATHE_SPACE_FLAG };

struct lathe_dimension {
    const char *name;           /* static: that of train's option */
    enum lathe_space_kind kind;
    size_t offset;              /* in struct lathe_train_opts */
    struct lathe_list choice;   /* empty: a range */
    double low, high;
    bool log;
};

/* Zeroed: empty. */
struct lathe_space {
    struct lathe_dimension *dim;
    size_t n, cap;
};

/* Fails: LATHE_EARG naming the word, listing the options that there are;
 * LATHE_ENOMEM. */
enum lathe_code lathe_space_parse(struct lathe_space *s, const char *text,
                                  struct lathe_err *err);
void lathe_space_release(struct lathe_space *s);

/* The search when none is given: for images, or for tables of so many training
 * rows. */
const char *lathe_space_default(bool images, size_t rows);

/* Points of the grid; 0 when a dimension is a range. */
uint64_t lathe_space_grid(const struct lathe_space *s);

/* Point `i` of the grid: the last dimension changes first. Or point `i` drawn
 * at random, a function of seed and i. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_space_at(const struct lathe_space *s, uint64_t i,
                               struct lathe_list *point,
                               struct lathe_err *err);
enum lathe_code lathe_space_draw(const struct lathe_space *s, uint64_t seed,
                                 uint64_t i, struct lathe_list *point,
                                 struct lathe_err *err);

/* Whether the point sets the option of dimension k; `only_fixed`: those alone
 * of which there is one value. Momentum is left out beside an optimizer that
 * has none. */
bool lathe_space_sets(const struct lathe_space *s,
                      const struct lathe_list *point, bool only_fixed,
                      size_t k);

/* Sets these options to the point, of which texts are borrowed. Fails:
 * LATHE_EARG when a value is none of its option. */
enum lathe_code lathe_space_apply(const struct lathe_space *s,
                                  const struct lathe_list *point,
                                  bool only_fixed, struct lathe_train_opts *o,
                                  struct lathe_err *err);

/* Appends the point as options of the command line, quoted for a shell; those
 * that lathe_space_apply sets. */
void lathe_space_command(const struct lathe_space *s,
                         const struct lathe_list *point, bool only_fixed,
                         struct lathe_buf *out);

/* Appends a word so that a shell reads it as it is. */
void lathe_space_quote(struct lathe_buf *out, const char *s);

#endif
