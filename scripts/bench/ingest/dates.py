"""A table of dates, numbers and categories: all of `lathe preprocess`, which
finds out what the columns are, beside peers that are told and read alone."""
import os

import data
import harness
import machine
import tables

CATEGORIES = ("flag", "payment")
NUMBERS = ("vendor", "passengers", "distance", "zone_from", "zone_to", "fare")
DATES = ("pickup", "dropoff")
TARGET = "tip"


def run(bench):
    path = data.rides(bench, 200000 if bench.quick else 1900000)
    bench.cat = machine.cat_rate(path)
    contenders = [harness.Command("lathe preprocess -j%d" % j,
                                  tables.preprocess(bench, path, TARGET, j),
                                  "whole process, dataset written",
                                  facts=tables.facts_of) for j in (2, 1)]
    contenders += [bench.peer(p, "ingest/peer_tables.py", p, path,
                              ",".join(CATEGORIES),
                              ",".join(NUMBERS + (TARGET,)), ",".join(DATES))
                   for p in ("pandas-c", "pandas-pyarrow", "polars",
                             "pyarrow")]
    bench.compare("rides: 2 dates, 7 numbers, 2 categories",
                  os.path.getsize(path), contenders, lead=2)
