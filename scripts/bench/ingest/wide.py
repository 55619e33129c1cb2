"""Tables of many columns, like pictures and embeddings: read, and all of `lathe
preprocess`."""
import os

import data
import machine
import numeric
import whole

PEERS = ("pandas-c", "pandas-pyarrow", "polars", "pyarrow")


def compare(bench, rows, columns):
    path = data.numeric(bench, rows, columns)
    bench.cat = machine.cat_rate(path)
    expected = data.facts(path)
    readers = [numeric.lathe(bench, "reading alone -j%d" % j, path, "-j",
                             str(j), how="float32 matrix in memory")
               for j in (2, 1)]
    runs = [whole.preprocess(bench, "lathe preprocess -j%d" % j, path, j)
            for j in (2, 1)]
    peers = [bench.peer(p, "ingest/peer_numbers.py", p, path) for p in PEERS]
    for c in readers + peers:
        c.expect = expected
    for c in runs:
        c.expect = {"rows": expected["rows"]}
    bench.compare("numbers, %d x %d" % (rows, columns), os.path.getsize(path),
                  readers + runs + peers, lead=2)


def run(bench):
    part = 5 if bench.quick else 1
    compare(bench, 15000 // part, 768)
    compare(bench, 1500 // part, 7680)
