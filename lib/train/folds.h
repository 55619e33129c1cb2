/*
 * folds - which rows each fold of a cross-validation holds out.
 *
 * With classes as StratifiedKFold(shuffle=True) of scikit-learn deals them:
 * rows are numbered class after class and fold p % k gets number p, so that
 * the rows of a class, and all rows, differ by one at most between two folds;
 * which rows of a class go where is chance. Without classes that is
 * KFold(shuffle=True).
 *
 * Groups of rows are dealt out whole, as groups.h divides them among splits:
 * the largest first, equal ones by chance, each to the fold where the classes
 * come nearest to even (the least growth of chi squared; of equal folds the
 * one with the fewest rows). Without classes that is the fold with the fewest
 * rows, as GroupKFold has it.
 */
#ifndef LATHE_TRAIN_FOLDS_H
#define LATHE_TRAIN_FOLDS_H

#include "data/dataset.h"

#define LATHE_FOLDS_MOST 1000

/* What rows are dealt out by. Borrowed. */
struct lathe_folds_rows {
    size_t n;
    const uint32_t *label;      /* [n] below classes; NULL: numbers */
    uint32_t classes;
    const uint64_t *group;      /* [n] equal within a group; NULL: none */
};

/*
 * fold[n], below k >= 2; a function of the rows, k and seed. Fails: LATHE_EARG
 * when there are fewer rows or groups than folds, or no class has a row for
 * each; LATHE_ENOMEM.
 */
enum lathe_code lathe_folds_deal(const struct lathe_folds_rows *r, int k,
                                 uint64_t seed, uint16_t *fold,
                                 struct lathe_err *err);

/*
 * What each row is to the fold f: LATHE_TEST when it is held out; of the
 * others a share validates, with classes and groups as preprocess would divide
 * them, and the rest trains. split[n]. Fails: LATHE_EARG when a share > 0
 * comes to no row, or nothing trains; LATHE_ENOMEM, LATHE_EDATA.
 */
enum lathe_code lathe_folds_split(const struct lathe_folds_rows *r,
                                  const uint16_t *fold, int f,
                                  double valid_share, uint64_t seed,
                                  uint8_t *split, struct lathe_err *err);

#endif
