/*
 * remark_words - what is said of categories and classes that may be none, or
 * not what they seem: marks of missing values, totals, lists, and the same
 * twice.
 */
#ifndef LATHE_PREPARE_REMARK_WORDS_H
#define LATHE_PREPARE_REMARK_WORDS_H

#include "data/dict.h"
#include "prepare/preprocess.h"

/* Of the categories of a column. Here as below: whether there was something to
 * say; `host` may be NULL. */
bool lathe_remark_categories(const struct lathe_host *host, const char *name,
                             const struct lathe_dict *words);

/* Of a category, or a class, that often stands for none. */
bool lathe_remark_mark(const struct lathe_host *host, const char *name,
                       const struct lathe_dict *words, bool is_target);

/* Of categories, or classes, that are several things at once. */
bool lathe_remark_lists(const struct lathe_host *host, const char *name,
                        const struct lathe_dict *words, bool is_target);

#endif
