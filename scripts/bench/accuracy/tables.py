"""Tables: what a net of the size comes to on rows that it did not see.

Adult with the split of its makers; of the others 80 % train, 10 % validate
and 10 % are judged, another tenth for each seed.
"""
import csv
import os
import random

import data
import typed

HOUSES = "{shared}/data/california-housing/housing.csv"
LETTERS = "{shared}/data/letter/letterdata.csv"


def houses(bench, seed):
    """Three files of the houses: train, valid, test. Their names."""
    names = [os.path.join(typed.folder(bench), "houses-%d-%s.csv" % (seed, s))
             for s in ("train", "valid", "test")]
    with open(HOUSES.format(**typed.NAMES), newline="") as f:
        rows = list(csv.reader(f))
    header, rows = rows[0], rows[1:]
    random.Random(seed).shuffle(rows)
    tenth = len(rows) // 10
    parts = [rows[2 * tenth:], rows[:tenth], rows[tenth:2 * tenth]]
    for name, part in zip(names, parts):
        with open(name, "w", newline="") as f:
            csv.writer(f).writerows([header] + part)
    return names


def california(bench):
    """RMSE in dollars, beside scikit-learn's net of the same size on the same
    rows."""
    lathe = typed.score(
        bench, "lathe", "rmse",
        ["lathe preprocess houses-{seed}-train.csv --valid "
         "houses-{seed}-valid.csv --test houses-{seed}-test.csv --target "
         "median_house_value -o houses.h5 -q",
         "lathe train houses.h5 -o houses-model.h5 --seed {seed}"],
        "scikit-learn", needs=[HOUSES])
    plain = lathe.once

    def once(seed):
        typed.need(HOUSES)
        houses(bench, seed)
        return plain(seed)
    lathe.once = once
    bench.reach("california-housing, hidden layers of 64 and 32",
                "RMSE of test rows", [
                    lathe,
                    bench.learner("scikit-learn", "accuracy/peer_learn.py",
                                  "houses", typed.folder(bench))], less=True)


def run(bench):
    bench.reach("adult", "accuracy of test rows", [typed.score(
        bench, "lathe", "accuracy",
        ["lathe preprocess {root}/datasets/adult/train.csv.gz --test "
         "{root}/datasets/adult/test.csv.gz --strip . --target income "
         "--seed {seed} -o adult.h5 -q",
         "lathe train adult.h5 -o adult-model.h5 --seed {seed}"], 0.855)])
    bench.reach("letter, 26 classes", "accuracy of test rows", [typed.score(
        bench, "lathe", "accuracy",
        ["lathe preprocess " + LETTERS + " --target letter --seed {seed} "
         "-o letter.h5 -q",
         "lathe train letter.h5 --model mlp:256,128 --dropout 0.1 "
         "-o letter-model.h5 --seed {seed}"], 0.97, needs=[LETTERS])])
    california(bench)
    kdd = data.kddcup(bench)
    bench.reach("kddcup99, 23 classes", "accuracy of test rows", [typed.score(
        bench, "lathe", "accuracy",
        ["lathe preprocess {kdd} --target c42 --seed {seed} -o kdd.h5 -q",
         "lathe train kdd.h5 -o kdd-model.h5 --seed {seed}"], 0.999,
        needs=[kdd or "{shared}/data/kddcup99-10pct"], kdd=kdd)])
