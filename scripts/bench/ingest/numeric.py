"""CSV of numbers (28 columns of %.6g) to a float32 matrix."""
import os

import data
import harness
import machine

PEERS = ("pandas-c", "pandas-pyarrow", "polars", "pyarrow", "duckdb")


def lathe(bench, name, path, *options, how=""):
    reader = os.path.join(bench.folder, "read")
    return harness.Command(name, [reader, "--mode", "float32"] +
                           list(options) + [path], how, inside=True)


def compare(bench, title, path, peers):
    size = os.path.getsize(path)
    bench.cat = machine.cat_rate(path)
    alone = harness.Command(
        "libcsv alone", [os.path.join(bench.folder, "read"), "--mode",
                         "libcsv", path], "fields only, no numbers",
        inside=True, facts=None)
    contenders = [lathe(bench, "lathe -j2", path, "-j", "2"),
                  lathe(bench, "lathe -j1", path, "-j", "1"),
                  lathe(bench, "lathe -j1, by libcsv", path, "-j", "1",
                        "--parser", "libcsv"),
                  alone]
    contenders += [bench.peer(p, "ingest/peer_numbers.py", p, path)
                   for p in peers]
    expected = data.facts(path)
    for c in contenders:
        if c is alone:          # it has no numbers to sum
            c.expect = {"cols": expected["cols"]}
        else:
            c.expect = expected
    bench.compare(title, size, contenders, lead=2)


def run(bench):
    rows = 50000 if bench.quick else 200000
    path = data.numeric(bench, rows)
    compare(bench, "numbers, %d x 28, to a float32 matrix" % rows, path,
            PEERS + ("numpy",))
    if not bench.quick:
        large = data.repeated(bench, "numeric-1gb.csv", path, 10**9)
        compare(bench, "numbers, 1 GB, to a float32 matrix", large, PEERS)
