"""`lathe tune` without --search beside `lathe train` with its defaults: the
loss of test rows, that neither has seen, and their accuracy or RMSE."""
import json

import harness
import typed

DATA = "{shared}/data/"
TABLES = (
    ("titanic", "titanic/train.csv", "--target Survived"),
    ("wdbc", "wdbc/wisc_bc_data.csv", "--target diagnosis"),
    ("auto-mpg", "auto-mpg/mpg.csv", "--target mpg"),
    ("bike-sharing, days", "bike-sharing/day.csv",
     "--target cnt --drop instant,casual,registered"),
    ("bike-sharing, hours", "bike-sharing/hour.csv",
     "--target cnt --drop instant,casual,registered"),
    ("winequality, red", "winequality/winequality-red.csv",
     "--no-header --target c12 --task regress"),
    ("california-housing", "california-housing/housing.csv",
     "--target median_house_value"),
    ("bank-marketing", "bank-marketing/bank.csv",
     "--delimiter ';' --target y"),
    ("adult", "adult/adult-train.csv",
     "--no-header --strip . --test {shared}/data/adult/adult-test.csv "
     "--target c15"),
)
QUICK = ("titanic", "wdbc", "auto-mpg", "bike-sharing, days",
         "winequality, red")


def table(bench, name, path, options):
    """The losses, then the figures of the same models."""
    came_to = {}

    def score(who, line, member, target):
        def once(seed):
            typed.need(DATA + path)
            out, _ = typed.run(bench, [
                "lathe preprocess %s %s --seed {seed} -o t.h5 -q" % (
                    DATA + path, options),
                line + " --seed {seed} --json -q"], seed=seed)
            document = json.loads(out)
            test = (document[member] if member else document)["test"]
            came_to[who, seed] = test
            return test["loss"]
        return harness.Score(who, once, target, line)
    train = score("train", "lathe train t.h5 -o train.h5", None, None)
    tune = score("tune", "lathe tune t.h5 -o tune.h5 --time-limit 60s",
                 "training", "train")
    bench.reach(name, "loss of test rows", [train, tune], less=True)
    known = [v for v in came_to.values()]
    if not known:
        return
    metric = [k for k in known[0] if k in ("accuracy", "rmse")][0]
    bench.reach(name, metric + " of test rows", [
        harness.Score(who, lambda seed, who=who: came_to[who, seed][metric])
        for who in ("train", "tune")])


def run(bench):
    for name, path, options in TABLES:
        if not bench.quick or name in QUICK:
            table(bench, name, path, options)
