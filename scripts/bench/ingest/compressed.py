"""The numbers of numeric.py, compressed by gzip: against unpacking alone."""
import os

import data
import harness
import numeric


def run(bench):
    rows = 50000 if bench.quick else 200000
    plain = data.numeric(bench, rows)
    path = data.zipped(bench, plain)
    contenders = [numeric.lathe(bench, "lathe -j2", path, "-j", "2"),
                  numeric.lathe(bench, "lathe -j1", path, "-j", "1"),
                  harness.Command("gzip -dc | cat", "gzip -dc '%s' | "
                                  "cat >/dev/null" % path, shell=True)]
    contenders += [bench.peer(p, "ingest/peer_numbers.py", p, path)
                   for p in ("pandas-c", "polars", "duckdb")]
    for c in contenders:
        c.expect = data.facts(plain)
    bench.compare("numbers in gzip, %d x 28, to a float32 matrix (MB of the "
                  "text)" % rows, os.path.getsize(plain), contenders, lead=2)
