#!/usr/bin/env python3
"""lathe beside scikit-learn on UCI Adult, as whole processes.

usage: scripts/bench/sklearn.py BUILD   (with a Python that has pandas and
scikit-learn). Runs the two in turn, five times each, and prints medians with
minimum and maximum. Both read the same CSV, fit the same transforms and a net
of the same shape with the same optimiser, batch and early stopping.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build")
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
TRAIN = os.path.join(ROOT, "datasets/adult/train.csv.gz")
TEST = os.path.join(ROOT, "datasets/adult/test.csv.gz")
LATHE = os.path.join(BUILD, "lathe")
RUNS = 5

PEER_TRAIN = """
import joblib, pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
read = lambda p: pd.read_csv(p, skipinitialspace=True, na_values="?")
train, test = read(%r), read(%r)
y, yt = train.pop("income"), test.pop("income").str.rstrip(".")
num = train.select_dtypes("number").columns
cat = [c for c in train.columns if c not in num]
model = make_pipeline(
    make_column_transformer((StandardScaler(), num),
        (OneHotEncoder(handle_unknown="ignore"), cat)),
    MLPClassifier((64, 32), batch_size=64, max_iter=40, early_stopping=True,
                  n_iter_no_change=10, random_state=1))
model.fit(train, y)
joblib.dump(model, "peer.joblib")
print(model.score(test, yt))
"""
PEER_PREDICT = """
import joblib, pandas as pd, sys
model = joblib.load("peer.joblib")
print(model.predict(pd.read_csv(sys.stdin, skipinitialspace=True))[0])
"""


def run(argv, **kw):
    began = time.perf_counter()
    out = subprocess.run(argv, check=True, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, **kw).stdout
    return time.perf_counter() - began, out.decode()


def lathe_train():
    a, _ = run([LATHE, "preprocess", TRAIN, "--test", TEST, "--strip", ".",
                "--target", "income", "-o", "a.h5", "-q"])
    b, _ = run([LATHE, "train", "a.h5", "--model", "mlp:64,32", "-o", "m.h5",
                "-q"])
    return a + b


def show(name, lathe, peer):
    def cell(v):
        return "%8.1f ms (%.1f to %.1f)" % tuple(
            1e3 * x for x in (statistics.median(v), min(v), max(v)))
    print("%-34s %s   %s   %.0fx" % (
        name, cell(lathe), cell(peer),
        statistics.median(peer) / statistics.median(lathe)))


def main():
    os.chdir(tempfile.mkdtemp(prefix="lathe-bench-"))
    python = sys.executable
    mine, peer, accuracy = [], [], ""
    for _ in range(RUNS):
        mine.append(lathe_train())
        seconds, accuracy = run([python, "-c", PEER_TRAIN % (TRAIN, TEST)])
        peer.append(seconds)
    own = subprocess.run([LATHE, "evaluate", "m.h5", "a.h5"], check=True,
                         stdout=subprocess.PIPE).stdout.decode()
    print("whole processes, median of %d: lathe, scikit-learn, ratio" % RUNS)
    show("CSV to trained model (Adult)", mine, peer)
    print("  test accuracy: lathe %s, scikit-learn %.4f" % (
        [w for w in own.split("\n") if w.startswith("accuracy")][0].split()[1],
        float(accuracy)))

    rows = subprocess.run("gzip -dc %s | head -n 2" % TEST, shell=True,
                          stdout=subprocess.PIPE, check=True).stdout
    mine, peer = [], []
    for _ in range(RUNS):
        mine.append(run([LATHE, "predict", "m.h5"], input=rows)[0])
        peer.append(run([python, "-c", PEER_PREDICT], input=rows)[0])
    show("one row, CSV in, class out", mine, peer)


main()
