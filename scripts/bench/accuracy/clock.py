"""Time to accuracy: one process, from the dataset file to the model file."""
import json

import harness
import typed
from pictures import fashion, preprocess


def timed(bench, lines, seconds, accuracy, needs=(), **names):
    """Two rows of one training: its seconds, and what it came to."""
    came_to = {}

    def once(seed):
        typed.need(*needs)
        typed.run(bench, lines[:-1], seed=seed, **names)
        out, took = typed.run(bench, [lines[-1] + " --json --quiet"],
                              seed=seed, **names)
        came_to[seed] = json.loads(out)["test"]["accuracy"]
        return took
    line = lines[-1]
    title = line.split(" -o ")[0]
    bench.reach(title, "seconds", [harness.Score("lathe", once, seconds)],
                less=True)
    bench.reach(title, "accuracy of test rows", [harness.Score(
        "lathe", lambda seed: came_to[seed], accuracy)])


def run(bench):
    cells = "{shared}/data/wdbc/wisc_bc_data.csv"
    timed(bench,
          ["lathe preprocess " + cells + " --target diagnosis --seed {seed} "
           "-o wdbc.h5 -q",
           "lathe train wdbc.h5 -o wdbc-model.h5 --seed {seed}"], 1, 0.96,
          needs=[cells])
    timed(bench,
          ["lathe preprocess {root}/datasets/adult/train.csv.gz --test "
           "{root}/datasets/adult/test.csv.gz --strip . --target income "
           "--seed {seed} -o adult.h5 -q",
           "lathe train adult.h5 -o adult-model.h5 --seed {seed}"], 5, 0.855)
    if bench.quick:
        return
    images = fashion()
    timed(bench, [preprocess("fashion.h5"),
                  "lathe train fashion.h5 --model lenet --epochs 4 "
                  "-o lenet.h5 --seed {seed}"], 30, 0.88, needs=[images],
          images=images)
    timed(bench, [preprocess("fashion.h5"),
                  "lathe train fashion.h5 --layers 'conv 16 3x3, relu, "
                  "maxpool 2, conv 32 3x3, relu, maxpool 2, dense 128, relu' "
                  "--schedule onecycle --lr 0.005 --epochs 5 "
                  "-o small.h5 --seed {seed}"], 30, 0.90, needs=[images],
          images=images)
