"""All of `lathe preprocess` on a large table of numbers, against reading it."""
import json
import os

import data
import harness
import machine
import numeric


def rows_of(out):
    return {"rows": json.loads(out)["rows"]["read"]}


def output(bench):
    return os.path.join(bench.folder, "whole.h5")


def options(bench, threads):
    return ["--target", "f0", "--task", "regress", "-o", output(bench),
            "--json", "-q", "-j", str(threads)]


def preprocess(bench, name, source, threads, **kw):
    return harness.Command(
        name, [bench.lathe, "preprocess", source] + options(bench, threads),
        "whole process, dataset written", facts=rows_of, makes=output(bench),
        **kw)


def run(bench):
    path = data.numeric(bench, 50000 if bench.quick else 200000)
    size = (100 if bench.quick else 1000) * 10**6
    large = data.repeated(bench, "numeric-100mb.csv" if bench.quick
                          else "numeric-1gb.csv", path, size)
    bench.cat = machine.cat_rate(large)
    contenders = [
        numeric.lathe(bench, "reading alone -j2", large, "-j", "2",
                      how="float32 matrix in memory"),
        preprocess(bench, "lathe preprocess -j2", large, 2),
        numeric.lathe(bench, "reading alone -j1", large, "-j", "1",
                      how="float32 matrix in memory"),
        preprocess(bench, "lathe preprocess -j1", large, 1),
        preprocess(bench, "the same from a pipe -j2", "-", 2, stdin=large)]
    for c in contenders:
        c.expect = {"rows": data.facts(large)["rows"]}
    bench.compare("lathe preprocess, %d MB of numbers" % (size // 10**6),
                  os.path.getsize(large), contenders, lead=1)
    if bench.full:
        stream(bench, large)


def stream(bench, large):
    """Ten times as much from a pipe: the peak of memory stays."""
    command = "{ cat '%s'; for i in 2 3 4 5 6 7 8 9 10; do tail -n +2 '%s'; " \
        "done; } | { exec '%s' preprocess - %s; }" % (
            large, large, bench.lathe,
            " ".join("'%s'" % w for w in options(bench, 2)))
    c = harness.Command("lathe preprocess -j2", command, shell=True,
                        facts=rows_of, makes=output(bench))
    c.expect = {"rows": 10 * data.facts(large)["rows"]}
    bench.compare("lathe preprocess, 10 GB from a pipe",
                  10 * os.path.getsize(large), [c])
